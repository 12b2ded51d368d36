// Runs all checks on all pages, leaves screenshots, and ends with 1 if anything was wrong.

import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { alone, axe, chromium, cookies, cut, pressUntil, printed, sideways, spoken, spread, unfold, walk, watch, weight } from "./checks.mjs";
import { LANGUAGES, OWN, ROOT, SHIPPED, SIZED, start } from "./service.mjs";
import { sins } from "./sins.mjs";

const WIDTHS = [320, 390, 1280];
const HEIGHT = 900;
/** HTML, style and script of a page of the shipped series, as they are sent without coding. */
const BUDGET = 30_000;
const SHOTS = join(ROOT, "target/browser/screenshots");

const session = `/${SHIPPED}/pandemic`;
/** The reader's clock, wherever it decides what a page says. */
const NOW = new Date("2027-10-01T08:00:00Z");
const KITS = [`/${SHIPPED}/email`, "/hard/email", "/ar/both/email"];
const SPOKEN = LANGUAGES.flatMap((language) => ["", "/opening", "/outing"].map((page) => `/talks-${language.toLowerCase()}${page}`));
/** Work on so many pages at a time. */
const AT_ONCE = 3;

let passed = 0;
const failed = [];
function check(where, wrong) {
  if (wrong.length === 0) passed++;
  for (const one of new Set(wrong)) {
    failed.push(one);
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

async function many(items, work, atOnce = AT_ONCE) {
  const left = [...items];
  const worker = async () => {
    while (left.length > 0) await work(left.shift());
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

/** Pages that are one request and nothing more: each series with its sessions in each language, and their cards. */
async function published({ base, closed }) {
  const paths = ["/", "/hard/moved?r=0", "/hard/moved?r=1", "/hard/withdrawn", "/ended", "/ended/last", closed, `${closed}/board`, ...SIZED.map((series) => `/${series}`)];
  for (const series of [SHIPPED, `da/${SHIPPED}`, "hard", "both", "ar/both"]) {
    const { sessions } = await (await fetch(`${base}/${series}.json`)).json();
    const own = [`/${series}`, ...sessions.map((session) => `/${series}/${session.page.split("/").pop()}`)];
    paths.push(...own, ...own.map((path) => `${path}/embed`));
  }
  return paths;
}

async function everyPage(browser, service) {
  const single = await published(service);
  for (const [colorScheme, paths] of ["light", "dark"].flatMap((scheme) => [[scheme, single], [scheme, KITS]])) {
    const context = await browser.newContext({ colorScheme, viewport: { width: 1280, height: HEIGHT } });
    // A clock is set by a script, which the frame of kits rightly lets nobody run.
    if (paths !== KITS) await context.clock.setFixedTime(NOW);
    await many(paths, async (path) => {
      const where = `${path} ${colorScheme}`;
      const { page, watched } = await loaded(context, service.base, path);
      if (!KITS.includes(path)) check(where, alone(watched));
      for (const width of WIDTHS) {
        const at = `${where}, ${width} px`;
        await page.setViewportSize({ width, height: HEIGHT });
        check(at, await sideways(page));
        if (width === 320) continue;
        const name = `${path.replace(service.closed, "/closed").slice(1).replaceAll(/[/?=]/g, "-") || "index"}.${colorScheme}.${width}.png`;
        await page.screenshot({ path: join(SHOTS, name), fullPage: true });
      }
      if (colorScheme === "light") check(where, await axe(page));
      await page.setViewportSize({ width: 320, height: HEIGHT });
      await unfold(page);
      check(`${where}, unfolded`, await sideways(page));
      check(`${where}, unfolded`, await cut(page));
      check(`${where}, unfolded`, await axe(page));
      check(where, watched.told());
      await page.close();
      // Pictures of pages with frames come out in pieces when others are taken meanwhile.
    }, paths === KITS ? 1 : AT_ONCE);
    check("cookies", await cookies(context));
    await context.close();
  }
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 320, height: HEIGHT } });
  await many([...single, ...KITS], async (path) => {
    const where = `${path}, no script`;
    const { page, watched } = await loaded(context, service.base, path);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: HEIGHT });
      check(`${where}, ${width} px`, await sideways(page));
    }
    // Without scripts, browsers ignore `lazy`: the code is requested at once.
    if (!KITS.includes(path)) check(where, alone(watched, (url) => url.endsWith("/qr.svg")));
    check(where, watched.told());
    await page.close();
  });
  check("cookies", await cookies(context));
  await context.close();
  return single.length + KITS.length;
}

/** Error pages. */
async function nowhere(browser, base) {
  await many(LANGUAGES, async (locale) => {
    const context = await browser.newContext({ locale, viewport: { width: 320, height: HEIGHT } });
    const page = await context.newPage();
    const answer = await page.goto(`${base}/nothing`);
    const where = `no page, ${locale}`;
    check(where, answer.status() === 404 ? [] : [`status ${answer.status()}`]);
    check(where, await spoken(page, locale));
    check(where, await sideways(page));
    check(where, await axe(page));
    if (locale === "en") await page.screenshot({ path: join(SHOTS, "nowhere.png") });
    await context.close();
  });
}

async function everyLanguage(browser, base) {
  const context = await browser.newContext({ viewport: { width: 320, height: HEIGHT } });
  await context.clock.setFixedTime(NOW);
  await many(SPOKEN, async (path) => {
    const { page, watched } = await loaded(context, base, path);
    const language = LANGUAGES.find((tag) => path.split("/")[1] === `talks-${tag.toLowerCase()}`);
    check(path, await spoken(page, language));
    if (path.endsWith("opening")) await page.screenshot({ path: join(SHOTS, `spoken-${language}.png`), fullPage: true });
    await unfold(page);
    check(path, await sideways(page));
    check(path, await cut(page));
    check(path, await axe(page));
    check(path, watched.told());
    await page.close();
  });
  await context.close();
}

async function budget({ base }) {
  for (const path of ["/", `/${SHIPPED}`, `/da/${SHIPPED}`, session, `/da${session}`, `/${SHIPPED}/embed`]) {
    const { bytes, wrong } = await weight(base + path, BUDGET);
    console.log(`${path}: ${bytes} bytes in one request, of ${BUDGET}`);
    check(path, wrong);
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
    for (const path of ["/", `/${SHIPPED}`, session, "/hard/moved?r=0", "/ar/both", "/ar/both/opening", "/hard/embed", `/${SHIPPED}/email`]) {
      const other = await loaded(context, base, path);
      check(`${path}, ${where}`, await walk(other.page));
      await other.page.close();
    }
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
  await page.locator(".act summary").first().click();
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

/** Each device, and the first entry of the menu to subscribe that its reader sees. */
const DEVICES = [
  ["iPhone", "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Mobile/15E148 Safari/604.1", "Apple Calendar"],
  ["Mac", "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.0 Safari/605.1.15", "Apple Calendar"],
  ["Android", "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36", "Google Calendar"],
  ["Windows, Edge", "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0", "Outlook (desktop), Thunderbird, other apps"],
  ["Windows, Firefox", "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0", "Outlook (desktop), Thunderbird, other apps"],
  ["Linux", "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0", "Outlook (desktop), Thunderbird, other apps"],
];

/** User-Agents of browsers inside apps, where files and calendars do not open. */
const IN_APPS = ["Instagram 300.0", "musical_ly_2023 TikTok", "Twitter for iPhone", "MicroMessenger/8.0", "Snapchat/12.0", "Teams/24.1"];

/** The two actions of a series are in the first screen and near in the order of the keyboard; the menu fits the device. */
async function actions(browser, base) {
  for (const viewport of [{ width: 390, height: 844 }, { width: 1280, height: 900 }]) {
    for (const path of [SHIPPED, ...SIZED].map((series) => `/${series}`)) {
      const where = `${path} at ${viewport.width}: actions`;
      const context = await browser.newContext({ viewport });
      const page = await context.newPage();
      await page.goto(base + path);
      const bottoms = await page.locator(".act > .b, .act > details > summary").evaluateAll((all) => all.map((one) => one.getBoundingClientRect().bottom));
      check(where, bottoms.length === 2 && bottoms.every((bottom) => bottom <= viewport.height) ? [] : [`end at ${bottoms}`]);
      let stops = 0;
      const isAtSecond = () => page.evaluate(() => document.activeElement.matches(".act > .b"));
      while (stops < 20 && !(await isAtSecond())) {
        await page.keyboard.press("Tab");
        stops += 1;
      }
      check(where, stops <= 8 ? [] : [`${stops} tab stops`]);
      await context.close();
    }
  }
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, timezoneId: "Europe/Brussels" });
  await context.clock.setFixedTime(new Date("2027-05-12T09:20:00Z"));
  const page = await context.newPage();
  await page.goto(`${base}/`);
  const past = await page.locator(".list li").evaluateAll((all) => all.map((one) => one.classList.contains("past") && one.querySelector(".mark").textContent));
  check("front page, series that are over", past.at(0) === false && past.at(-1) === "ended" && past.lastIndexOf(false) < past.indexOf("ended") ? [] : [past.join()]);
  await page.goto(`${base}/sized-150`);
  const days = await page.locator(".day").evaluateAll((all) => all.map((day) => day.open));
  check("programme, days", days.join() === "false,false,true,true,true" ? [] : [`open: ${days}`]);
  const now = await page.locator(".slot.now").evaluateAll((all) => all.map((one) => ({ ...one.getBoundingClientRect().toJSON(), text: one.querySelector("time").textContent, cards: one.querySelectorAll("li").length })));
  check("programme, now", now.length === 1 && now[0].text.startsWith("11:00") && now[0].cards === 4 && now[0].top >= 0 && now[0].bottom <= 900 ? [] : [JSON.stringify(now)]);
  await page.evaluate(() => { for (const day of document.querySelectorAll(".day")) day.open = true; });
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  check("programme, height", height <= 10_000 ? [] : [`${height} px`]);
  console.log(`programme of 150 sessions: ${height} px`);
  await context.close();
  for (const [device, userAgent, expected] of DEVICES) {
    const context = await browser.newContext({ userAgent });
    const page = await context.newPage();
    await page.goto(`${base}/${SHIPPED}#subscribe`);
    const shown = await page.locator("#subscribe [data-menu] > a").evaluateAll((all) => all.filter((one) => one.checkVisibility()).map((one) => one.textContent));
    check(`menu on ${device}`, shown[0] === expected ? [] : [`begins with ${shown[0]}`]);
    check(`menu on ${device}`, shown.includes("Apple Calendar") === /iPhone|Macintosh/.test(userAgent) ? [] : [shown.join()]);
    await context.close();
  }
  for (const app of [...IN_APPS, "; wv) Chrome/130.0"]) {
    const context = await browser.newContext({ userAgent: `Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) ${app}` });
    const page = await context.newPage();
    await page.goto(`${base}/${SHIPPED}`);
    check(`in-app browser ${app}`, (await page.locator("#out").isVisible()) ? [] : ["no way out"]);
    await context.close();
  }
}

/** The block of a mail, as a mail program shows it, and its links in the preview. */
async function mails(browser, base) {
  for (const kit of KITS) {
    const context = await browser.newContext();
    const { page, watched } = await loaded(context, base, `${kit}.html`);
    for (const width of WIDTHS) {
      const where = `${kit}.html, ${width} px`;
      await page.setViewportSize({ width, height: HEIGHT });
      check(where, await sideways(page));
      const [block, ...boxes] = await page.locator("body > table, a[href*='/subscribe/']").evaluateAll((all) => all.map((one) => one.getBoundingClientRect().toJSON()));
      check(where, block.width <= 600 ? [] : [`${block.width} px wide`]);
      check(where, boxes.length === 4 ? [] : [`${boxes.length} buttons`]);
      const near = (a, b) => a.left < b.right + 4 && b.left < a.right + 4 && a.top < b.bottom + 4 && b.top < a.bottom + 4;
      check(where, boxes.some((a, at) => boxes.slice(at + 1).some((b) => near(a, b))) ? ["buttons touch"] : []);
      check(where, await axe(page));
    }
    // The block names no icon, for it is a mail: the browser asks for one by itself, and gets 404.
    check(`${kit}.html`, watched.told().filter((one) => !one.endsWith("404 (Not Found)")));
    const asked = watched.requests.filter((url) => !url.endsWith("/favicon.ico"));
    check(`${kit}.html`, asked.length === 1 ? [] : [`asks for more than itself: ${asked.join(" ")}`]);
    await page.goto(base + kit);
    const shown = context.waitForEvent("page", { timeout: 10_000 }).catch(() => null);
    await page.frameLocator("iframe.mail").locator("h2 a").click();
    const opened = await shown;
    await opened?.waitForLoadState();
    const title = opened ? await opened.locator("h1").innerText({ timeout: 10_000 }).catch(() => null) : null;
    check(`${kit}, preview`, title ? [] : ["a link of it does not open its page"]);
    await context.close();
  }
}

/** Paper, large letters, spread letters, and colours of the system. */
async function otherwise(browser, base) {
  await many(["/", `/${SHIPPED}`, session, "/hard", "/hard/moved", "/ar/both", "/ar/both/opening", `/${SHIPPED}/email`], async (path) => {
    const context = await browser.newContext({ viewport: { width: 640, height: HEIGHT } });
    const { page } = await loaded(context, base, path);
    check(path, await printed(page));
    await page.emulateMedia({ media: "print" });
    await page.screenshot({ path: join(SHOTS, `printed-${path.slice(1).replaceAll("/", "-") || "index"}.png`), fullPage: true });
    await page.emulateMedia({ media: "screen" });
    await page.evaluate(() => { document.documentElement.style.fontSize = "200%"; });
    check(`${path}, letters twice as large`, await sideways(page));
    await page.screenshot({ path: join(SHOTS, `large-${path.slice(1).replaceAll("/", "-") || "index"}.png`), fullPage: true });
    await page.evaluate(() => { document.documentElement.style.fontSize = ""; });
    await page.setViewportSize({ width: 320, height: HEIGHT });
    await spread(page);
    check(`${path}, spread letters`, await sideways(page));
    await context.close();
    const forced = await browser.newContext({ forcedColors: "active", viewport: { width: 390, height: HEIGHT } });
    const other = await loaded(forced, base, path);
    check(`${path}, forced colours`, await sideways(other.page));
    await other.page.screenshot({ path: join(SHOTS, `forced-${path.slice(1).replaceAll("/", "-") || "index"}.png`) });
    await forced.close();
  });
}

/** A logo and styles of one's own come through the policy of pages, and break none. */
async function ours(browser, base) {
  const context = await browser.newContext({ viewport: { width: 1280, height: HEIGHT } });
  await many(["/", `/${SHIPPED}`, session, `/da${session}`, "/ar/both", `/${SHIPPED}/email`], async (path) => {
    const where = `${path}, with a logo`;
    const { page, watched } = await loaded(context, base, path);
    const [width, alt, value] = await page.evaluate((property) => {
      const logo = document.querySelector(".logo");
      return [logo?.naturalWidth, logo?.alt, getComputedStyle(document.documentElement).getPropertyValue(property).trim()];
    }, OWN.property);
    check(where, width === 900 && alt === "The Agency" ? [] : [`the logo is not shown: ${width} ${alt}`]);
    check(where, value === OWN.value ? [] : ["its own styles do not hold"]);
    await page.screenshot({ path: join(SHOTS, `ours-${path.slice(1).replaceAll("/", "-") || "index"}.png`), fullPage: true });
    await page.setViewportSize({ width: 320, height: HEIGHT });
    check(where, await sideways(page));
    check(where, await axe(page));
    check(where, watched.told());
    await page.close();
  });
  await context.close();
}

rmSync(SHOTS, { recursive: true, force: true });
mkdirSync(SHOTS, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const services = [];
const timed = async (name, work) => {
  const begun = Date.now();
  const told = await work;
  console.log(`${name}: ${Math.round((Date.now() - begun) / 1000)} s`);
  return told;
};
try {
  const service = await start();
  services.push(service);
  check("the checks themselves", await timed("sins", sins(browser)));
  await budget(service);
  await timed("keyboard", byKeyboard(browser, service.base));
  await timed("script", script(browser, service.base));
  await timed("actions", actions(browser, service.base));
  await timed("mails", mails(browser, service.base));
  await timed("paper, letters, colours", otherwise(browser, service.base));
  const house = await start({ own: true });
  services.push(house);
  await timed("a house's own look", ours(browser, house.base));
  await timed(`${LANGUAGES.length} languages`, everyLanguage(browser, service.base));
  await timed("no page", nowhere(browser, service.base));
  const pages = await timed("every page", everyPage(browser, service));
  console.log(`browser: Chromium ${browser.version()}, ${pages} pages, ${SPOKEN.length} more in ${LANGUAGES.length} languages`);
} finally {
  for (const service of services) service.stop();
  await browser.close();
}
console.log(`${passed} passed, ${failed.length} failed`);
process.exit(failed.length > 0 ? 1 : 0);
