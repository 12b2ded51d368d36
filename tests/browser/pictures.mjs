// Writes the pictures of the guide, docs/images, from the series that the guide's first page shows.

import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "./checks.mjs";
import { KALENDS, ROOT, answers, freePort } from "./service.mjs";

const IMAGES = join(ROOT, "docs/images");
const SERIES = "autumn-webinars";
/** A visit between announcement and first session. */
const NOW = new Date("2027-09-01T08:00:00Z");
const DESKTOP = { width: 1000, height: 900 };
const PHONE = { width: 390, height: 844 };
const IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Mobile/15E148 Safari/604.1";

const PICTURES = [
  { name: "series", path: `/${SERIES}`, viewport: DESKTOP },
  { name: "series-phone", path: `/${SERIES}`, viewport: PHONE },
  { name: "session-phone", path: `/${SERIES}/phishing`, viewport: PHONE, open: "#add" },
  { name: "mail-kit", path: `/${SERIES}/email`, viewport: DESKTOP, clip: true },
  { name: "card", path: `/${SERIES}/embed`, viewport: { width: 600, height: 420 } },
];

const guide = readFileSync(join(ROOT, "docs/guide/first-series.md"), "utf8");
const definition = guide.match(/<!-- webinars -->\n```toml\n([^]*?)```\n<!-- \/webinars -->/)[1];
const schedules = mkdtempSync(join(tmpdir(), "kalends-pictures-"));
writeFileSync(join(schedules, `${SERIES}.toml`), definition);
const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(KALENDS|RUST)_/.test(name)));
const port = await freePort();
const base = `http://127.0.0.1:${port}`;
const options = ["--schedules", schedules, "--listen", `127.0.0.1:${port}`, "--no-watch"];
options.push("--public-url", "https://calendar.example.org", "--organisation", "The Agency");
const service = spawn(KALENDS, ["serve", ...options], { env: environment, stdio: "ignore" });
let browser;
try {
  await answers(service, base);
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
  mkdirSync(IMAGES, { recursive: true });
  for (const { name, path, viewport, open, clip } of PICTURES) {
    const context = await browser.newContext({ viewport, userAgent: viewport === PHONE ? IPHONE : undefined, timezoneId: "Europe/Brussels", colorScheme: "light" });
    if (!clip) await context.clock.setFixedTime(NOW);
    const page = await context.newPage();
    const answer = await page.goto(base + path, { waitUntil: "load" });
    if (!answer.ok()) throw new Error(`${path}: ${answer.status()}`);
    if (open) await page.locator(`${open} > summary`).click();
    const file = join(IMAGES, `${name}.png`);
    await page.screenshot({ path: file, fullPage: !clip });
    // 64 colours are enough for a page, and a quarter of the bytes.
    execFileSync("pngquant", ["--force", "--strip", "--output", file, "64", file]);
    await context.close();
  }
} finally {
  await browser?.close();
  service.kill();
  rmSync(schedules, { recursive: true, force: true });
}
