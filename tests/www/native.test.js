/*
 * The WebAssembly document against the native one, value for value; its memory, and its time.
 * Needs the program `sayso`, which the task file builds before.
 */
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { launch, open, quit, ROOT, sample, SAMPLES } from "./browser.js";

/** How many milliseconds the loop of the speed test takes on a machine that must analyse an article in ten. */
const LOOP = 11;

before(launch);
after(quit);

const HOSTILE = [
  "", " ", "\n\n", "“", "”“", "\"", "'", "“‘“‘“‘", "a", "😀", "“😀,” said 😀.", "\u0000“\u0000,” he said.\u0000", "\ufeff“Yes,” said Ana Ruiz.", "“Yes,” said\r\nAna Ruiz.\r\n\r\n“No.”",
  "e\u0301“e\u0301,” said E\u0301mile Zoe\u0301.", "\u202e“Yes,” said Ana\u202c.", "مريم قالت: “نعم”.", "「はい」と田中は言った。", "«Oui», dit Marie. „Ja“, sagte Jörg.", "said said said said",
  "ANA RUIZ SAID: YES. ".repeat(40), "“Yes,” said Ana. ".repeat(200), "\"".repeat(999), "“".repeat(500) + "”".repeat(500), "According to ".repeat(120), "A. ".repeat(400), "x".repeat(5000), "Name: yes.\nOther: no.\n".repeat(60),
  "He said she said he said “she said ‘he said’”.", "6'2\" tall, he said. '80s rock 'n' roll, she said.", "“One.\n\n“Two.\n\n“Three,” said Dr. J. R. O'Neill-al-Hassan III.", "\ufffd“\ufffd”",
];

const target = process.env.CARGO_TARGET_DIR ? path.resolve(ROOT, process.env.CARGO_TARGET_DIR) : path.join(ROOT, "target");
const program = path.join(target, "debug", "sayso");

test("the document is the native one, value for value", async (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), "sayso-"));
  const texts = [...SAMPLES.map(sample), ...HOSTILE];
  const files = texts.map((text, i) => {
    const file = path.join(folder, `${i}.txt`);
    writeFileSync(file, text);
    return file;
  });
  const it = await open("/");
  let compared = 0;
  for (const offsets of ["utf16", "codepoint", "byte"]) {
    const native = JSON.parse(execFileSync(program, ["--format", "json", "--offsets", offsets, ...files], { encoding: "utf8", maxBuffer: 1 << 28 }));
    assert.equal(native.length, texts.length);
    const wasm = await it.page.evaluate(async ([texts, offsets]) => {
      const { analyse } = await import(String("/engine.js"));
      const out = [];
      for (const text of texts) out.push(JSON.stringify(await analyse(text, { offsets })));
      return out;
    }, /** @type {const} */ ([texts, offsets]));
    // Of several files each document names its own.
    native.forEach((/** @type {any} */ { id, ...document }, /** @type {number} */ i) => {
      assert.equal(id, files[i]);
      assert.deepEqual(JSON.parse(wasm[i]), document, `${offsets}, text ${i}: ${JSON.stringify(texts[i].slice(0, 60))}`);
      compared += JSON.stringify(document).length;
    });
  }
  t.diagnostic(`${texts.length} texts in three units, ${compared} characters of JSON equal`);
  assert.ok(compared > 100_000, "there was something to compare");
  await it.close();
  rmSync(folder, { recursive: true });
});

test("lone surrogates from JavaScript keep every offset", async () => {
  const it = await open("/");
  const [broken, whole] = await it.page.evaluate(async () => {
    const { analyse } = await import(String("/engine.js"));
    return [await analyse("“\ud800Yes,” said Ana Ruiz.\udc00"), await analyse("“\ufffdYes,” said Ana Ruiz.\ufffd")];
  });
  assert.deepEqual(broken.warnings.filter((/** @type {any} */ w) => w.code === "lone-surrogate"), [{ code: "lone-surrogate", span: [1, 2] }]);
  assert.deepEqual({ ...broken, warnings: [] }, { ...whole, warnings: [] });
  await it.close();
});

test("memory does not grow from the tenth run to the hundredth", async (t) => {
  const it = await open("/");
  const [tenth, hundredth, large] = await it.page.evaluate(async (text) => {
    const { analyse, load } = await import(String("/engine.js"));
    const { memory } = await load();
    const sizes = [];
    for (let run = 1; run <= 100; run++) {
      await analyse(text.repeat(1 + (run % 5)));
      if (run === 10 || run === 100) sizes.push(memory.buffer.byteLength);
    }
    await analyse(text.repeat(Math.ceil(1e6 / text.length)).slice(0, 1e6));
    return [...sizes, memory.buffer.byteLength];
  }, sample("agency"));
  t.diagnostic(`${tenth >> 10} KiB after 10 runs, ${hundredth >> 10} KiB after 100, ${large >> 10} KiB after a text of 1 MB`);
  assert.equal(hundredth, tenth);
  assert.ok(large < 64 << 20, `${large} bytes`);
  await it.close();
});

test("an article is analysed in a few milliseconds", async (t) => {
  const it = await open("/");
  // Between two runs a loop is timed that always does the same, so that a slow or busy machine is not taken for slow code.
  const { times, limit } = await it.page.evaluate(async ({ texts, usual }) => {
    const { analyse } = await import(String("/engine.js"));
    const best = async (/** @type {() => unknown} */ work, /** @type {number} */ before) => {
      const start = performance.now();
      await work();
      return Math.min(before, performance.now() - start);
    };
    // As the analysis does, it looks things up all over a few megabytes.
    const table = Uint32Array.from({ length: 1 << 20 }, (_, i) => Math.imul(i, 2654435761));
    const loop = () => {
      let hash = 7;
      for (let i = 0; i < 500_000; i++) hash = Math.imul(hash ^ table[(hash >>> 8) & 0xfffff], 31) + i;
      return hash;
    };
    let yard = Infinity;
    const limit = () => 10 * Math.max(1, yard / usual);
    const times = [];
    for (const text of texts) {
      let time = Infinity;
      // The best of many, and of many more where others are busy.
      for (let run = 0; run < 40 || (run < 400 && time >= limit()); run++) {
        time = await best(() => analyse(text), time);
        yard = await best(loop, yard);
      }
      times.push(time);
    }
    return { times, limit: limit() };
  }, { texts: [sample("feature"), sample("agency") + sample("court")], usual: LOOP });
  t.diagnostic(`${times.map((time) => time.toFixed(1)).join(" and ")} ms, the limit is ${limit.toFixed(1)} ms`);
  for (const time of times) assert.ok(time < limit, `${time} ms, over ${limit} ms`);
  await it.close();
});

test("the program is there", () => {
  const { status, error } = spawnSync(program, ["--version"]);
  assert.equal(error, undefined, `${program} is missing: cargo build --bin sayso`);
  assert.equal(status, 0);
});
