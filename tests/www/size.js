/*
 * What a page transfers for the full feature, compressed with Brotli, against the limits. Follows the imports from the element's script,
 * so that a new module is counted without being listed (a dynamic import is a fallback that the full feature does not load). Out: a table; exit status 1 where a limit is passed.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../dist/", import.meta.url));
const LIMITS = { all: 1_500_000, script: 25_000 };

/** @param {string} file @param {Set<string>} seen */
function collect(file, seen) {
  if (seen.has(file)) return seen;
  seen.add(file);
  if (!file.endsWith(".js")) return seen;
  const source = readFileSync(path.join(ROOT, file), "utf8");
  const found = source.matchAll(/^(?:import|export)[^;]*?from\s+"(\.[^"]+)"|^import\s+"(\.[^"]+)"|new URL\(['"](\.?\/?[\w./-]+)['"], import\.meta\.url\)/gm);
  for (const m of found) collect(path.join(path.dirname(file), m[1] ?? m[2] ?? m[3]), seen);
  return seen;
}

const compressed = (/** @type {string} */ file) => {
  const body = readFileSync(path.join(ROOT, file));
  return { raw: body.length, small: brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: body.length } }).length };
};

const entries = process.argv.slice(2);
const files = [...(entries.length ? entries : ["say-so.js"]).reduce((seen, e) => collect(e, seen), new Set())].sort();
let [all, script] = [0, 0];
for (const file of files) {
  const { raw, small } = compressed(file);
  all += small;
  if (file.endsWith(".js")) script += small;
  console.log(`${file.padEnd(28)} ${String(raw).padStart(9)} ${String(small).padStart(9)}`);
}
console.log(`${"JavaScript, Brotli".padEnd(38)} ${String(script).padStart(9)} of ${LIMITS.script}`);
console.log(`${"all, Brotli".padEnd(38)} ${String(all).padStart(9)} of ${LIMITS.all}`);
if (script > LIMITS.script || all > LIMITS.all || !files.some((f) => f.endsWith(".wasm")) || files.length < 6) {
  console.error("size: over a limit, or not everything was found");
  process.exit(1);
}
