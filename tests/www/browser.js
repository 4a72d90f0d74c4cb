/*
 * What the page's tests share: one browser, pages that keep count of what must not happen, ways to paste and to look.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { fixture } from "./fixture.js";
import { POLICY, serve } from "./serve.js";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));
export const sample = (/** @type {string} */ name) => readFileSync(`${ROOT}www/samples/${name}.txt`, "utf8");
export const SAMPLES = ["agency", "feature", "interview", "release", "court"];
export { POLICY };

const axe = readFileSync(`${ROOT}node_modules/axe-core/axe.min.js`, "utf8");
let browser;
/** How to close what a test opened: one that fails does not, and its server would keep the process alive. @type {Set<() => Promise<void>>} */
const opened = new Set();

export async function launch() {
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking", "--no-first-run"],
  });
}

export async function quit() {
  for (const close of opened) await close();
  await browser?.close();
}

/** In place of the analysis: the document made by hand for the agency story, and nothing for any other text. */
export function stub(change = (/** @type {any} */ document) => document) {
  const document = change(fixture(sample("agency")));
  const body = `const made = ${JSON.stringify(document)}, text = ${JSON.stringify(sample("agency"))};
    export class Analyser { analyse(given) { return given === text ? made : { ...made, length: given.length, paragraphs: [], sentences: [], furniture: [],
      entities: [], quotations: [], attributions: [], replies: [], voices: [], warnings: [] }; } }
    export default async () => ({ memory: null });`;
  return { "/pkg/sayso.js": { type: "text/javascript; charset=utf-8", body } };
}

/**
 * @param {string} path
 * @param {{policy?: any, extra?: any, context?: object, init?: () => void}} [options]
 */
export async function open(path, { policy, extra, context = {}, init } = {}) {
  const site = await serve(`${ROOT}dist`, { policy: policy ?? POLICY, extra });
  const shut = async () => {
    opened.delete(shut);
    await site.close();
  };
  opened.add(shut);
  const ctx = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce", ...context });
  const page = await ctx.newPage();
  page.setDefaultTimeout(15_000);
  /** @type {string[]} */
  const requests = [];
  /** @type {string[]} */
  const errors = [];
  page.on("request", (r) => requests.push(new URL(r.url()).pathname));
  page.on("pageerror", (e) => errors.push(String(e)));
  page.on("console", (m) => {
    if (m.type() === "error") errors.push(m.text());
  });
  await page.addInitScript(() => {
    /** @type {any} */ (window).violations = [];
    document.addEventListener("securitypolicyviolation", (e) => /** @type {any} */ (window).violations.push(`${e.violatedDirective} ${e.blockedURI}`));
  });
  if (init) await page.addInitScript(init);
  await page.goto(site.url + path);
  return {
    page, requests, errors, url: site.url,
    violations: () => page.evaluate(() => /** @type {any} */ (window).violations),
    async axe() {
      await page.evaluate(axe);
      const found = await page.evaluate(async () => (await /** @type {any} */ (window).axe.run(document, { resultTypes: ["violations"] })).violations
        .map((/** @type {any} */ v) => `${v.id}: ${v.nodes.map((/** @type {any} */ n) => `${n.target} ${n.any[0]?.message ?? ""}`).join(" | ")}`));
      return found;
    },
    async close() {
      await ctx.close();
      await shut();
    },
  };
}

/** Tries until it holds: what a busy machine does late is not wrong. @param {() => unknown} check */
export async function eventually(check) {
  const end = performance.now() + 10_000;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() > end) throw error;
      await new Promise((done) => setTimeout(done, 30));
    }
  }
}

/** Pastes as a clipboard does: some text, some HTML. @param {any} page @param {{text?: string, html?: string}} data @param {string} [into] */
export async function paste(page, { text = "", html = "" }, into = "#text") {
  await page.evaluate(([text, html, into]) => {
    const clipboardData = new DataTransfer();
    if (text) clipboardData.setData("text/plain", text);
    if (html) clipboardData.setData("text/html", html);
    document.querySelector(into)?.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, [text, html, into]);
}

/** In place of the analysis: every quotation is direct speech of the name that follows it, and every "that …" of the name before it. */
export function toy() {
  const body = `
    const NAMES = ["Okoye", "Lindgren", "Ferreira"];
    export class Analyser { analyse(text) {
      const empty = { schema: 1, language: "en", offsets: "utf16", length: text.length, paragraphs: [], sentences: [], furniture: [], replies: [], warnings: [] };
      const entities = NAMES.map((name, id) => ({ id, kind: "person", name, aliases: [], roles: ["role of " + name], reason: null, mentions: [] }));
      const attributions = [], quotations = [];
      const add = (kind, span, who, at) => attributions.push({ id: attributions.length, kind, act: "says", stance: "neutral", negated: false, hypothetical: false,
        source: who < 0 ? [] : [[at, at + NAMES[who].length]], cue: [], content: [span], text: { source: who < 0 ? "" : NAMES[who], cue: "", content: text.slice(...span) }, speaker: who < 0 ? null : who, via: null,
        resolution: { how: "name", confidence: 1 }, medium: null, addressee: null, venue: null, time: null, hedge: null, parent: null, confidence: who < 0 ? 0.3 : 0.9, because: [] });
      for (const m of text.matchAll(/“[^”]*”|\\bthat [^.“]*“[^”]*”/g)) {
        const end = m.index + m[0].length;
        const next = NAMES.map((n) => text.indexOf(n, end)).map((at, who) => [at, who]).filter(([at]) => at >= 0 && at < end + 60).sort((a, b) => a[0] - b[0])[0];
        add(m[0][0] === "“" ? "direct" : "mixed", [m.index, end], next ? next[1] : -1, next ? next[0] : 0);
        const q = m.index + m[0].indexOf("“");
        quotations.push({ id: quotations.length, span: [q, end], inner: [q + 1, end - 1], depth: 0, parent: null, kind: "speech", attribution: attributions.length - 1 });
      }
      const voices = NAMES.map((_, speaker) => ({ speaker, attributions: attributions.filter((a) => a.speaker === speaker).length, direct_words: 5, indirect_words: 1, share: 1 / 3 })).filter((v) => v.attributions);
      return { ...empty, entities, attributions, quotations, voices };
    } }
    export default async () => ({ memory: null });`;
  return { "/pkg/sayso.js": { type: "text/javascript; charset=utf-8", body } };
}
