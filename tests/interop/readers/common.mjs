// Shared by the JavaScript readers: file names in, JSON out, one line per file.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

export const require = createRequire(`${process.cwd()}/target/interop/`);

export const instant = (date) => date.toISOString().replace(/\.\d+Z$/, "Z");

export function main(name, read) {
  if (process.argv[2] === "--version") {
    console.log(JSON.parse(readFileSync(`target/interop/node_modules/${name}/package.json`, "utf8")).version);
    return;
  }
  for (const file of readFileSync(0, "utf8").split(/\s+/).filter(Boolean)) {
    try {
      console.log(JSON.stringify({ file, events: read(readFileSync(file, "utf8")) }));
    } catch (error) {
      console.log(JSON.stringify({ file, error: String(error).slice(0, 300) }));
    }
  }
}
