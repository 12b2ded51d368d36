// Pages that sin on purpose: each check must tell, or it is no check.

import { createServer } from "node:http";
import { axe, focus, pressUntil, sideways, watch } from "./checks.mjs";

const frame = (body, head = "") => `<!doctype html><html lang="en"><meta charset="utf-8"><title>Sins</title><link rel="icon" href="data:,">${head}<body><main><h1>Sins</h1>${body}</main></body></html>`;

const PAGES = {
  "/wide": frame('<div style="width:2000px">wide</div>'),
  "/console": frame("<script>console.error('told')</script>"),
  "/throws": frame("<script>throw new Error('thrown')</script>"),
  "/others": frame('<img alt="" src="http://127.0.0.2:9/x.png">'),
  "/policy": frame("<p>x</p>", "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:\"><style>p{color:red}</style>"),
  "/unnamed": frame('<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">'),
  "/pale": frame('<p style="color:#ccc;background:#fff">pale</p>'),
  "/small": frame('<button style="width:10px;height:10px;padding:0" aria-label="a"></button><button style="width:10px;height:10px;padding:0" aria-label="b"></button>'),
  "/focus": frame('<style>:focus{outline:0}</style><a href="#x">a</a>'),
};

export async function sins(browser) {
  const server = createServer((request, response) => {
    const page = PAGES[request.url];
    response.writeHead(page ? 200 : 404, { "content-type": "text/html" });
    response.end(page ?? "");
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const base = `http://127.0.0.1:${server.address().port}`;
  const missed = [];
  const must = async (path, told, check) => {
    const page = await browser.newPage({ viewport: { width: 390, height: 800 } });
    const watched = watch(page, base);
    await page.goto(base + path);
    const found = [...(await check(page)), ...watched.told()];
    if (!found.some((one) => one.includes(told))) missed.push(`${path} is not told of as "${told}": ${found.join("; ")}`);
    await page.close();
  };
  const nothing = async () => [];
  await must("/wide", "scrolls sideways", sideways);
  await must("/console", "console: told", nothing);
  await must("/throws", "script: thrown", nothing);
  await must("/others", "asks others", nothing);
  await must("/policy", "console:", nothing);
  await must("/unnamed", "axe: image-alt", axe);
  await must("/pale", "axe: color-contrast", axe);
  await must("/small", "axe: target-size", axe);
  await must("/focus", "focus cannot be seen", async (page) => {
    await page.keyboard.press("Tab");
    return focus(page);
  });
  await must("/focus", "does not lead to", (page) => pressUntil(page, "Tab", "#nowhere", 3));
  server.close();
  return missed;
}
