// What is asked of every page. A check returns what is wrong with it, in words; nothing if all is well.

import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { ROOT } from "./service.mjs";

const require = createRequire(`${ROOT}target/browser/`);
export const { chromium } = require("playwright-core");
const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** Listens to what a page does until `told()` is asked. */
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
  page.on("requestfailed", (request) => faults.push(`fails: ${request.url()}`));
  return { requests, told: () => faults };
}

/** What stands out to the side. */
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

/** WCAG 2.2 AA, as far as axe-core sees. */
export async function axe(page) {
  // Not by an element: the page's policy stays in force.
  await page.evaluate(AXE);
  const violations = await page.evaluate(async (tags) => {
    const found = await axe.run(document, { runOnly: { type: "tag", values: tags } });
    return found.violations.map((one) => `${one.id}: ${one.help} (${one.nodes[0].target.join(" ")}: ${one.nodes[0].failureSummary})`);
  }, TAGS);
  return violations.map((one) => `axe: ${one.replaceAll("\n", " ")}`);
}

/** Whether what has the focus shows it. */
export async function focus(page) {
  return page.evaluate(() => {
    const at = document.activeElement;
    if (!at || at === document.body) return [];
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

/** Presses a key until what has the focus matches; what was wrong on the way. */
export async function pressUntil(page, key, selector, most = 60) {
  const wrong = [];
  for (let presses = 0; presses < most; presses++) {
    await page.keyboard.press(key);
    wrong.push(...(await focus(page)));
    if (await page.evaluate((selector) => document.activeElement?.matches(selector), selector)) return wrong;
  }
  return [...wrong, `${key} does not lead to ${selector}`];
}
