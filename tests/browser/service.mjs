// The service on schedules of the suite's own and the shipped ones, on a free port of this machine.

import { execFileSync, spawn, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));
export const KALENDS = process.env.KALENDS_BINARY ?? join(ROOT, "target/dist/kalends");
export const SHIPPED = "ehealth-security-2020";

/** The languages that the service has words for. */
export const LANGUAGES = readdirSync(join(ROOT, "locales"))
  .map((name) => name.replace(".ftl", ""))
  .sort();

const LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen".repeat(3);

const speaking = (language) => `
title = "Talks"
authority = "example.org"
timezone = "Europe/Brussels"
announced_as = "CET"
language = "${language}"
duration = "2h"
organizer = { name = "The board" }
description = "About it."

[[session]]
id = "opening"
title = "Opening"
start = 2027-09-23T14:00:00
location = "Hall 1"
speakers = [{ name = "Ada" }]

[[session]]
id = "outing"
title = "Outing"
start = 2027-09-24
end = 2027-09-26
status = "cancelled"

[[session]]
id = "closing"
title = "Closing"
start = 2027-11-23T14:00:00
status = "tentative"
`;

/** `more`: sessions removed again after they were published. */
const hard = (start, more = "") => `
title = "<b>Hard</b> & \\"hostile\\" ${LONG}"
authority = "example.org"
timezone = "America/Argentina/ComodRivadavia"
color = "gold"
duration = "2h"
organizer = { name = "${LONG}" }
description = """
${LONG}

See https://example.org/${"x".repeat(300)} for </script><script>alert(1)</script> & more.
"""
url = "https://example.org/${"a/".repeat(120)}"

[[session]]
id = "moved"
title = "${LONG} moved"
start = ${start}
location = { name = "${LONG}", address = "${LONG}" }
join = "https://meet.example.org/${"y".repeat(200)}"
speakers = [{ name = "${LONG}", role = "${LONG}", organisation = "${LONG}" }]

[[session]]
id = "whole-days"
title = "日本語の長いタイトル日本語の長いタイトル日本語の長いタイトル 😀"
start = 2027-12-30
end = 2028-01-02

[[session]]
id = "cancelled"
title = "Cancelled <script>alert(1)</script>"
start = 2028-02-01T10:00:00
status = "cancelled"
${more}`;

const WITHDRAWN = `
[[session]]
id = "withdrawn"
title = "Withdrawn"
start = 2028-03-01T10:00:00
`;

/** A series that is over for good, once `retired` is added. */
const ended = (retired = "") => `
title = "Talks of before"
authority = "example.org"
timezone = "Europe/Brussels"
language = "de"
duration = "1h"
${retired}

[[session]]
id = "last"
title = "Fortbildungsveranstaltung"
start = 2027-11-02T10:00:00
`;

const closed = (access) => `
title = "Closed talks"
authority = "example.org"
timezone = "Europe/Brussels"
language = "hu"
color = "#ffff00"
duration = "1h"

[[session]]
id = "board"
title = "Elnökségi ülés"
start = 2027-11-02T10:00:00
${access}`;

const LOGO = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="90"><rect width="900" height="90" fill="#0a7"/></svg>`;
/** What `--stylesheet` adds. */
export const OWN = { property: "--house", value: "ours" };

const both = `
title = { en = "Talks in two scripts", ar = "محاضرات بخطين" }
authority = "example.org"
timezone = "Europe/Brussels"
language = "en"
color = "#7a0019"
duration = "1h"
description = { en = "Bring a cup.", ar = "أحضر كوبًا. انظر https://example.org/" }

[[session]]
id = "opening"
title = { en = "Opening", ar = "الافتتاح" }
start = 2027-09-23T14:00:00
location = { en = "Hall 1", ar = "القاعة ١" }
`;

/** Numbers of sessions of the series `sized-1` and `sized-150`. */
const SIZES = [1, 150];
export const SIZED = SIZES.map((size) => `sized-${size}`);

const sized = (size) => `
title = "A congress of ${size}"
authority = "example.org"
timezone = "Europe/Brussels"
language = "en"
duration = "45m"
organizer = { name = "The Agency for Health and Digital Affairs" }
description = "What we learned, what we would do again, and what we would not."
${Array.from({ length: size }, (_, at) => `
[[session]]
id = "s${at + 1}"
title = "Session ${at + 1}"
start = 2027-05-${10 + Math.floor(at / 30)}T${String(9 + Math.floor((at % 30) / 4)).padStart(2, "0")}:00:00
location = "Hall ${at % 4}"
`).join("")}`;

export function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Pages below a token, and public pages. */
function publish(schedules, environment) {
  const kalends = (...args) => execFileSync(KALENDS, args, { env: environment, stdio: ["ignore", "pipe", "ignore"] });
  const write = (series, text) => writeFileSync(join(schedules, `${series}.toml`), text);
  cpSync(join(ROOT, "schedules"), schedules, { recursive: true });
  for (const language of LANGUAGES) write(`talks-${language.toLowerCase()}`, speaking(language));
  for (const size of SIZES) write(`sized-${size}`, sized(size));
  write("both", both);
  write("hard", hard("2027-10-23T14:00:00", WITHDRAWN));
  write("ended", ended());
  const token = spawnSync(KALENDS, ["token", "board", "--series", "closed", "--public-url", "http://localhost"], { env: environment, encoding: "utf8" });
  write("closed", closed(token.stdout));
  kalends("publish", "--schedules", schedules);
  write("hard", hard("2027-10-24T15:00:00"));
  write("ended", ended("retired = true"));
  kalends("publish", "--schedules", schedules);
  return `/private/${token.stderr.match(/private\/(\w+)\//)[1]}/closed`;
}

/** Waits until the service answers. */
export async function answers(service, base) {
  for (let tries = 0; tries < 200; tries++) {
    if (service.exitCode !== null) break;
    try {
      if ((await fetch(`${base}/readyz`)).ok) return;
    } catch {}
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("the service does not answer");
}

/** `own`: with a logo and styles of one's own. */
export async function start({ own = false } = {}) {
  const schedules = mkdtempSync(join(tmpdir(), "kalends-browser-"));
  const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(KALENDS|RUST)_/.test(name)));
  const closed = publish(schedules, environment);
  const options = ["--organisation", "The Agency", "--imprint", "https://example.org/imprint", "--privacy", "https://example.org/privacy"];
  if (own) {
    writeFileSync(join(schedules, "logo.svg"), LOGO);
    writeFileSync(join(schedules, "own.css"), `:root{${OWN.property}:${OWN.value}}`);
    options.push("--logo", join(schedules, "logo.svg"), "--stylesheet", join(schedules, "own.css"));
  }

  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  const process_ = spawn(
    KALENDS,
    ["serve", "--locked", "--no-watch", "--schedules", schedules, "--listen", `127.0.0.1:${port}`, "--public-url", base, ...options],
    { env: environment, stdio: "ignore" },
  );
  const stop = () => {
    process_.kill();
    rmSync(schedules, { recursive: true, force: true });
  };
  try {
    await answers(process_, base);
  } catch (error) {
    stop();
    throw error;
  }
  return { base, closed, stop };
}
