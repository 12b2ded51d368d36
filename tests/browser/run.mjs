// Runs all checks on all pages, leaves screenshots, and ends with 1 if anything was wrong.

import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { axe, chromium, pressUntil, sideways, watch } from "./checks.mjs";
import { LANGUAGES, ROOT, SHIPPED, start } from "./service.mjs";
import { sins } from "./sins.mjs";

const WIDTHS = [320, 390, 1280];
const HEIGHT = 900;
/** HTML, style and script of a page of the shipped series, as they are sent without coding. */
const BUDGET = 30_000;
const SHOTS = join(ROOT, "target/browser/screenshots");

const session = `/${SHIPPED}/pandemic`;
/** Pages that are one request and nothing more. */
const SINGLE = [
  "/", `/${SHIPPED}`, session, `/da/${SHIPPED}`, `/da${session}`, `${session}/embed`, `/${SHIPPED}/embed`,
  "/hard", "/hard/moved", "/hard/moved?r=0", "/hard/whole-days", "/hard/cancelled", "/hard/embed", "/hard/moved/embed",
  "/both", "/ar/both", "/ar/both/opening", "/ar/both/embed",
];
const KITS = [`/${SHIPPED}/email`, "/hard/email", "/ar/both/email"];
const SPOKEN = LANGUAGES.flatMap((language) => [`/talks-${language}`, `/talks-${language}/opening`, `/talks-${language}/outing`]);

let passed = 0;
const failed = [];
function check(where, wrong) {
  if (wrong.length === 0) passed++;
  for (const one of new Set(wrong)) {
    failed.push(`${where}: ${one}`);
    console.log(`FAILED  ${where}: ${one}`);
  }
}

async function loaded(context, base, path) {
  const page = await context.newPage();
  const watched = watch(page, base);
  const answer = await page.goto(base + path, { waitUntil: "load" });
  if (!answer.ok()) watched.told().push(`status ${answer.status()}`);
  return { page, watched, answer };
}

async function everyPage(browser, base) {
  for (const colorScheme of ["light", "dark"]) {
    for (const javaScriptEnabled of [true, false]) {
      const context = await browser.newContext({ colorScheme, javaScriptEnabled, viewport: { width: 1280, height: HEIGHT } });
      for (const path of [...SINGLE, ...KITS]) {
        const where = `${path} ${colorScheme}${javaScriptEnabled ? "" : ", no script"}`;
        const { page, watched } = await loaded(context, base, path);
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: HEIGHT });
          check(`${where}, ${width} px`, await sideways(page));
          if (javaScriptEnabled) {
            const name = `${path.slice(1).replaceAll(/[/?=]/g, "-") || "index"}.${colorScheme}.${width}.png`;
            await page.screenshot({ path: join(SHOTS, name), fullPage: true });
            if (width !== 320) check(`${where}, ${width} px`, await axe(page));
          }
        }
        check(where, watched.told());
        const asked = watched.requests.filter((url) => !url.startsWith("data:"));
        // Without scripts, browsers do not wait with what is `lazy`: the code is asked for at once.
        const code = javaScriptEnabled ? [] : asked.filter((url) => url.endsWith("/qr.svg"));
        if (SINGLE.includes(path)) check(where, asked.length - code.length === 1 ? [] : [`asks for more than itself: ${asked.join(" ")}`]);
        await page.close();
      }
      check("cookies", (await context.cookies()).map((cookie) => `a cookie: ${cookie.name}`));
      await context.close();
    }
  }
}

async function everyLanguage(browser, base) {
  const context = await browser.newContext({ viewport: { width: 320, height: HEIGHT } });
  for (const path of SPOKEN) {
    const { page, watched } = await loaded(context, base, path);
    const language = path.split("/")[1].replace("talks-", "");
    const [lang, dir] = await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir || "ltr"]);
    check(path, lang === language ? [] : [`lang is ${lang}`]);
    check(path, dir === (language === "ar" ? "rtl" : "ltr") ? [] : [`dir is ${dir}`]);
    check(path, await sideways(page));
    check(path, await axe(page));
    check(path, watched.told());
    if (path.endsWith("opening")) await page.screenshot({ path: join(SHOTS, `spoken-${language}.png`), fullPage: true });
    await page.close();
  }
  await context.close();
}

async function budget(base) {
  for (const path of [`/${SHIPPED}`, session]) {
    const bytes = (await (await fetch(base + path)).arrayBuffer()).byteLength;
    console.log(`${path}: ${bytes} bytes in one request, of ${BUDGET}`);
    check(path, bytes <= BUDGET ? [] : [`${bytes} bytes`]);
  }
}

/** From the top of the page to a file on the disk, by keyboard alone. */
async function byKeyboard(browser, base) {
  const file = await (await fetch(`${base}${session}.ics`)).text();
  for (const javaScriptEnabled of [true, false]) {
    const where = `by keyboard${javaScriptEnabled ? "" : ", no script"}`;
    const context = await browser.newContext({ javaScriptEnabled, acceptDownloads: true, viewport: { width: 390, height: HEIGHT } });
    const { page } = await loaded(context, base, session);
    check(where, await pressUntil(page, "Tab", "#add > summary"));
    await page.keyboard.press("Enter");
    check(where, await pressUntil(page, "Tab", "#add a[href$='.ics?download']"));
    const [download] = await Promise.all([page.waitForEvent("download", { timeout: 10_000 }), page.keyboard.press("Enter")]);
    check(where, download.suggestedFilename() === `${SHIPPED}-pandemic.ics` ? [] : [`saved as ${download.suggestedFilename()}`]);
    check(where, readFileSync(await download.path(), "utf8") === file ? [] : ["another file than a GET has"]);
    if (javaScriptEnabled) {
      await page.keyboard.press("Escape");
      const closed = await page.evaluate(() => !document.querySelector("#add").open && document.activeElement.matches("#add > summary"));
      check(where, closed ? [] : ["Escape does not close the menu and go back to its button"]);
    }
    await page.close();
    // Every stop on the page of the series shows its focus.
    const series = await loaded(context, base, `/${SHIPPED}`);
    check(where, await pressUntil(series.page, "Tab", "footer a, a[href$='all.ics?download']"));
    await context.close();
  }
}

/** What the script adds. */
async function script(browser, base) {
  const at = async (timezoneId, path) => {
    const context = await browser.newContext({ timezoneId, permissions: ["clipboard-read", "clipboard-write"] });
    return { context, ...(await loaded(context, base, path)) };
  };
  const text = (page, selector) => page.locator(selector).first().innerText();
  let { context, page } = await at("America/New_York", session);
  check("reader in New York", (await text(page, ".when")).includes("Your time: ") && /0?8:00/.test(await text(page, ".when")) ? [] : [`not told 8:00: ${await text(page, ".when")}`]);
  await context.close();
  ({ context, page } = await at("Europe/Paris", session));
  check("reader in Paris", (await text(page, ".when")).includes("Your time") ? ["told the time they have anyway"] : []);
  await context.close();

  ({ context, page } = await at("Europe/Brussels", `/${SHIPPED}`));
  await page.locator("#subscribe button").click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  check("copy", copied === `${base}/${SHIPPED}.ics` ? [] : [`copied ${copied}`]);
  check("copy", (await text(page, "#subscribe button")) === "Copied" ? [] : ["it does not say so"]);
  await context.close();
  ({ context, page } = await at("Europe/Brussels", `/${SHIPPED}/email`));
  const html = await page.locator("#html").inputValue();
  await page.locator("[data-of=html]").click();
  check("copy", (await page.evaluate(() => navigator.clipboard.readText())) === html ? [] : ["the block is not what is copied"]);
  await context.close();

  context = await browser.newContext();
  page = await context.newPage();
  await page.clock.setFixedTime(new Date("2020-10-01T00:00:00Z"));
  await page.goto(`${base}/${SHIPPED}`);
  const marks = await page.locator(".list li").evaluateAll((items) => items.map((item) => [...item.querySelectorAll(".mark")].map((mark) => mark.textContent).join()));
  check("past and next", JSON.stringify(marks) === JSON.stringify(["ended", "Next session", ""]) ? [] : [JSON.stringify(marks)]);
  await context.close();

  context = await browser.newContext({ userAgent: "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Instagram 300.0" });
  page = await context.newPage();
  await page.goto(base + session);
  const out = page.locator("#out");
  check("in-app browser", (await out.isVisible()) && (await out.locator("a").getAttribute("href")).startsWith("x-safari-http") ? [] : ["no way out"]);
  await context.close();
}

/** Paper, large letters, and colours of the system. */
async function otherwise(browser, base) {
  for (const path of [`/${SHIPPED}`, session, "/hard", "/hard/moved", "/ar/both", `/${SHIPPED}/email`]) {
    const context = await browser.newContext({ viewport: { width: 640, height: HEIGHT } });
    const { page } = await loaded(context, base, path);
    await page.evaluate(() => { document.documentElement.style.fontSize = "200%"; });
    check(`${path}, letters twice as large`, await sideways(page));
    await page.emulateMedia({ media: "print" });
    const shown = await page.locator(".actions, .top, #subscribe, .skip").evaluateAll((all) => all.filter((one) => one.checkVisibility()).map((one) => one.className || one.id));
    check(`${path}, printed`, shown.map((name) => `shows ${name}`));
    await context.close();
    const forced = await browser.newContext({ forcedColors: "active", viewport: { width: 390, height: HEIGHT } });
    const other = await loaded(forced, base, path);
    check(`${path}, forced colours`, await sideways(other.page));
    await other.page.screenshot({ path: join(SHOTS, `forced-${path.slice(1).replaceAll("/", "-")}.png`) });
    await forced.close();
  }
}

rmSync(SHOTS, { recursive: true, force: true });
mkdirSync(SHOTS, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const service = await start();
try {
  check("the checks themselves", await sins(browser));
  await budget(service.base);
  await byKeyboard(browser, service.base);
  await script(browser, service.base);
  await otherwise(browser, service.base);
  await everyLanguage(browser, service.base);
  await everyPage(browser, service.base);
} finally {
  service.stop();
  await browser.close();
}
console.log(`browser: Chromium ${browser.version()}, ${LANGUAGES.length} languages`);
console.log(`${passed} passed, ${failed.length} failed`);
process.exit(failed.length > 0 ? 1 : 0);
