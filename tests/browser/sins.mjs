// Pages with deliberate faults: each check must notice its fault.

import { createServer } from "node:http";
import { alone, axe, cookies, cut, focus, pressUntil, printed, sideways, spoken, spread, unfold, walk, watch, weight } from "./checks.mjs";

const frame = (body, head = "") => `<!doctype html><html lang="en"><meta charset="utf-8"><title>Sins</title><link rel="icon" href="data:,">${head}<body><main><h1>Sins</h1>${body}</main></body></html>`;

const PAGES = {
  "/wide": frame('<div style="width:2000px">wide</div>'),
  "/console": frame("<script>console.error('told')</script>"),
  "/throws": frame("<script>throw new Error('thrown')</script>"),
  "/others": frame('<img alt="" src="http://127.0.0.2:9/x.png">'),
  "/policy": frame("<p>x</p>", "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:\"><style>p{color:red}</style>"),
  "/unnamed": frame('<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">'),
  "/pale": frame('<p style="color:#ccc;background:#fff">pale</p>'),
  "/headings": frame("<h3>Third</h3>"),
  "/small": frame('<button style="width:10px;height:10px;padding:0" aria-label="a"></button><button style="width:10px;height:10px;padding:0" aria-label="b"></button>'),
  "/two": frame('<img alt="" src="/pixel">'),
  "/folded": frame('<details><summary>more</summary><div style="width:2000px">wide</div></details>'),
  "/cut": frame('<style>.tile b{display:block;width:2rem;overflow:hidden;white-space:nowrap}</style><div class="tile"><b>September</b></div>'),
  "/spread": frame('<p style="white-space:nowrap;width:max-content">Words that fit a phone as they are set, just so</p>'),
  "/paper": frame("<button>Print</button>"),
  "/trap": frame('<a href="#x">a</a><a href="#y" tabindex="-1">never</a>'),
  "/cookie": frame("<p>x</p>"),
  "/focus": frame('<style>:focus{outline:0}</style><a href="#x">a</a>'),
};

export async function sins(browser) {
  const server = createServer((request, response) => {
    const page = PAGES[request.url];
    const cookie = request.url === "/cookie" ? { "set-cookie": "who=you" } : {};
    response.writeHead(page ? 200 : 404, { "content-type": "text/html", ...cookie });
    response.end(page ?? "");
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const base = `http://127.0.0.1:${server.address().port}`;
  const missed = [];
  const must = async (path, told, check) => {
    const page = await browser.newPage({ viewport: { width: 390, height: 800 } });
    const watched = watch(page, base);
    await page.goto(base + path);
    const found = [...(await check(page, watched)), ...watched.told()];
    if (!found.some((one) => one.includes(told))) missed.push(`${path} is not told of as "${told}": ${found.join("; ")}`);
    await page.close();
  };
  const nothing = async () => [];
  await must("/wide", "scrolls sideways", sideways);
  await must("/console", "console: told", nothing);
  await must("/throws", "script: thrown", nothing);
  await must("/others", "asks others", nothing);
  await must("/policy", "console:", nothing);
  await must("/two", "status of", nothing);
  await must("/two", "asks for more", async (page, watched) => alone(watched));
  await must("/folded", "scrolls sideways", async (page) => {
    const folded = await sideways(page);
    await unfold(page);
    return folded.length > 0 ? ["wide when it is folded"] : sideways(page);
  });
  await must("/cut", "is cut", cut);
  await must("/spread", "scrolls sideways", async (page) => {
    const before = await sideways(page);
    await spread(page);
    return before.length > 0 ? ["wide as it is"] : sideways(page);
  });
  await must("/paper", "shows button", printed);
  await must("/trap", "cannot be reached", walk);
  await must("/cookie", "a cookie: who", (page) => cookies(page.context()));
  await must("/wide", "lang is", (page) => spoken(page, "da"));
  await must("/wide", "direction is", (page) => spoken(page, "ar"));
  await must("/wide", "bytes", async () => (await weight(`${base}/wide`, 100)).wrong);
  await must("/unnamed", "axe: image-alt", axe);
  await must("/pale", "axe: color-contrast", axe);
  await must("/headings", "axe: heading-order", axe);
  await must("/small", "axe: target-size", axe);
  await must("/focus", "focus cannot be seen", async (page) => {
    await page.keyboard.press("Tab");
    return focus(page);
  });
  await must("/focus", "does not lead to", (page) => pressUntil(page, "Tab", "#nowhere", 3));
  server.close();
  return missed;
}
