// Checks of every page. A check returns the problems in words; nothing if all is well.

import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { ROOT } from "./service.mjs";

const require = createRequire(`${ROOT}target/browser/`);
export const { chromium } = require("playwright-core");
const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** Records a page's requests and faults. */
export function watch(page, base) {
  const requests = [];
  const faults = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") faults.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => faults.push(`script: ${error.message}`));
  page.on("request", (request) => {
    requests.push(request.url());
    if (!request.url().startsWith(`${base}/`) && !request.url().startsWith("data:")) faults.push(`asks others: ${request.url()}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) faults.push(`status of ${response.url()}: ${response.status()}`);
  });
  page.on("requestfailed", (request) => faults.push(`fails: ${request.url()}`));
  return { requests, told: () => faults };
}

/** Requests of a first view in addition to the page; `also` are allowed addresses. */
export function alone(watched, also = () => false) {
  const others = watched.requests.slice(1).filter((url) => !url.startsWith("data:") && !also(url));
  return others.length === 0 ? [] : [`asks for more than itself: ${others.join(" ")}`];
}

/** Cookies that a visit left. */
export async function cookies(context) {
  return (await context.cookies()).map((cookie) => `a cookie: ${cookie.name}`);
}

/** What of `most` bytes a page is sent in, without coding, and whether that is too much. */
export async function weight(url, most) {
  const bytes = (await (await fetch(url)).arrayBuffer()).byteLength;
  return { bytes, wrong: bytes <= most ? [] : [`${bytes} bytes, of ${most}`] };
}

/** Whether the page says what language it is in, and which way that is written. */
export async function spoken(page, language) {
  const [lang, dir] = await page.evaluate(() => [document.documentElement.lang, getComputedStyle(document.documentElement).direction]);
  const right = language === "ar" ? "rtl" : "ltr";
  return [...(lang === language ? [] : [`lang is ${lang}`]), ...(dir === right ? [] : [`direction is ${dir}`])];
}

/** Opens folded parts, and shows parts meant for some readers only. */
export async function unfold(page) {
  await page.evaluate(() => {
    for (const one of document.querySelectorAll("details")) one.open = true;
    for (const one of document.querySelectorAll("#current, #out")) one.hidden = false;
  });
}

/** Texts that do not fit into their place, and are cut. */
export async function cut(page) {
  return page.evaluate(() => {
    const short = [...document.querySelectorAll(".tile *, .b, summary, button, .mark")].filter((one) => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0 && getComputedStyle(one).display !== "inline");
    return short.map((one) => `is cut: "${one.textContent}" (${one.scrollWidth} in ${one.clientWidth} pixels)`);
  });
}

/** WCAG 1.4.12: lines, letters and words as far apart as readers may set them. */
export async function spread(page) {
  await page.evaluate(() => {
    for (const one of document.querySelectorAll("body, body *")) {
      one.style.setProperty("line-height", "1.5", "important");
      one.style.setProperty("letter-spacing", ".12em", "important");
      one.style.setProperty("word-spacing", ".16em", "important");
      if (one.matches("p")) one.style.setProperty("margin-bottom", "2em", "important");
    }
  });
}

/** What paper has no use for, and shows all the same. */
export async function printed(page) {
  await page.emulateMedia({ media: "print" });
  const shown = await page.locator(".actions, .top, .turn, #subscribe, .skip, button, summary").evaluateAll((all) => all.filter((one) => one.checkVisibility()).map((one) => one.id || one.className || one.localName));
  await page.emulateMedia({ media: "screen" });
  return shown.map((name) => `shows ${name} on paper`);
}

/** Elements wider than the page. */
export async function sideways(page) {
  return page.evaluate(() => {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    const isRtl = getComputedStyle(root).direction === "rtl";
    const wide = [...document.querySelectorAll("body *")].filter((one) => {
      const box = one.getBoundingClientRect();
      return isRtl ? box.left < -1 : box.right > root.clientWidth + 1;
    });
    const names = wide.slice(0, 3).map((one) => `${one.tagName.toLowerCase()}.${one.className}`);
    return [`scrolls sideways: ${root.scrollWidth} in ${root.clientWidth} pixels (${names.join(", ")})`];
  });
}

/** WCAG 2.2 AA, as far as axe-core sees, and that no level of headings is left out. */
export async function axe(page) {
  // Not by an element: the page's policy stays in force.
  await page.evaluate(AXE);
  const violations = await page.evaluate(async (tags) => {
    const found = await axe.run(document, { runOnly: { type: "tag", values: tags }, rules: { "heading-order": { enabled: true } } });
    return found.violations.map((one) => `${one.id}: ${one.help} (${one.nodes[0].target.join(" ")}: ${one.nodes[0].failureSummary})`);
  }, TAGS);
  return violations.map((one) => `axe: ${one.replaceAll("\n", " ")}`);
}

/** Whether the focused element shows its focus. */
export async function focus(page) {
  return page.evaluate(() => {
    const at = document.activeElement;
    if (!at || at === document.body || at.localName === "iframe") return [];
    const shown = [undefined, "::after"].some((part) => {
      const style = getComputedStyle(at, part);
      return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    });
    const box = at.getBoundingClientRect();
    const seen = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    const name = `${at.tagName.toLowerCase()} "${at.textContent.trim().slice(0, 30)}"`;
    return [...(shown ? [] : [`focus cannot be seen: ${name}`]), ...(seen ? [] : [`focus is out of sight: ${name}`])];
  });
}

/** Presses Tab from the top of the page to its end: all that can be pressed is reached, in sight. */
export async function walk(page) {
  const wrong = [];
  const all = await page.evaluate(() => {
    const stops = [...document.querySelectorAll("a[href], button, summary, input, textarea, iframe")].filter((one) => one.checkVisibility());
    stops.forEach((one, at) => { one.dataset.stop = at; });
    return stops.map((one) => `${one.localName} "${one.textContent.trim().slice(0, 30)}"`);
  });
  const reached = new Set();
  // A frame has stops of its own.
  for (let presses = 0; presses < all.length + 20 && reached.size < all.length; presses++) {
    await page.keyboard.press("Tab");
    wrong.push(...(await focus(page)));
    const stop = await page.evaluate(() => document.activeElement?.dataset.stop);
    if (stop !== undefined) reached.add(Number(stop));
  }
  return [...wrong, ...all.filter((_, at) => !reached.has(at)).map((name) => `cannot be reached by keyboard: ${name}`)];
}

/** Presses a key until the focused element matches; returns problems on the way. */
export async function pressUntil(page, key, selector, most = 60) {
  const wrong = [];
  for (let presses = 0; presses < most; presses++) {
    await page.keyboard.press(key);
    wrong.push(...(await focus(page)));
    if (await page.evaluate((selector) => document.activeElement?.matches(selector), selector)) return wrong;
  }
  return [...wrong, `${key} does not lead to ${selector}`];
}
