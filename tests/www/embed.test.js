/*
 * The element on a publisher's page, under the strict policy: it marks the article without touching it, and leaves without a trace.
 * The analysis is a toy that finds quotations (browser.js), but for the tests that say otherwise.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { after, before, test } from "node:test";
import { eventually, launch, open, POLICY, quit, ROOT, toy } from "./browser.js";

before(launch);
after(quit);

/** Watches the article from before anything runs, and puts in a highlight of somebody else's. */
function watch() {
  addEventListener("DOMContentLoaded", () => {
    const story = /** @type {HTMLElement} */ (document.getElementById("story"));
    const w = /** @type {any} */ (window);
    w.before = story.outerHTML;
    w.seen = 0;
    new MutationObserver((list) => (w.seen += list.length)).observe(story, { subtree: true, childList: true, attributes: true, characterData: true });
    w.foreign = new Highlight(new StaticRange({ startContainer: story, startOffset: 0, endContainer: story, endOffset: 1 }));
    CSS.highlights.set("foreign", w.foreign);
    w.sheets = document.adoptedStyleSheets.length;
    w.events = [];
    for (const name of ["sayso-result", "sayso-error", "sayso-select"]) document.addEventListener(name, (e) => w.events.push([name, structuredClone(/** @type {CustomEvent} */ (e).detail)]));
  });
}

/** @param {object} [options] */
async function shown(options = {}) {
  const it = await open("/embed.html", { extra: toy(), init: watch, ...options });
  await it.page.waitForSelector("say-so .voice");
  return it;
}

/** Each name and the words under it. @param {any} page @returns {Promise<Record<string, string[]>>} */
const painted = (page) => page.evaluate(() => Object.fromEntries([...CSS.highlights].filter(([name]) => name !== "foreign").map(([name, ranges]) => [name,
  [...ranges].map((r) => /** @type {Text} */ (r.startContainer).data.slice(r.startOffset, r.endOffset).replace(/\s+/g, " ")).sort()])));

test("the article is marked and not touched", async () => {
  const it = await shown();
  const { page } = it;
  const marks = await painted(page);
  assert.deepEqual(marks["sayso-0-tint"].filter((s) => s.includes("I bake")), ["“I bake the number I need and not one more,”"]);
  assert.ok(Object.keys(marks).every((name) => /^sayso-([0-7xn]-(tint|line|doubt|source)|now)$/.test(name)), Object.keys(marks).join());
  await page.locator("say-so .voice").first().click();
  await page.locator("say-so .statement:visible").first().click();
  await page.locator("#story strong").first().hover();
  await page.waitForTimeout(400);
  const after = await page.evaluate(() => {
    const w = /** @type {any} */ (window);
    return { same: document.getElementById("story")?.outerHTML === w.before, seen: w.seen, foreign: CSS.highlights.get("foreign") === w.foreign && w.foreign.size };
  });
  assert.deepEqual(after, { same: true, seen: 0, foreign: 1 });
  assert.deepEqual(await it.violations(), []);
  assert.deepEqual(it.errors, []);
  await it.close();
});

test("the real analysis finds the voices of the publisher's page", async () => {
  const it = await open("/embed.html", { init: watch });
  await it.page.waitForSelector("say-so .voice");
  const names = await it.page.locator("say-so .voice .name").allTextContents();
  for (const name of ["Anselm Okoye", "Petra Lindgren", "Tobias Ferreira"]) assert.ok(names.some((n) => n.includes(name)), `${name} is missing from: ${names.join(", ")}`);
  assert.equal(await it.page.evaluate(() => /** @type {any} */ (window).seen), 0);
  assert.deepEqual(await it.violations(), []);
  await it.close();
});

test("its text is what a reader reads, and offsets index it", async () => {
  const it = await shown();
  const text = await it.page.evaluate(() => /** @type {any} */ (document.querySelector("say-so")).text);
  assert.match(text, /^The bakery that counts backwards\n\nBy Imogen Vasquez-Hale 8 March 2024\n\nLINDMOUTH — A baker who sells his last loaf first has divided the market square, and/);
  assert.match(text, /“They counted on a Saturday,” she said\.\n“Anyone can count/);
  assert.doesNotMatch(text, /older than the town hall|“A circus with flour”|  |\n\n\n/);
  const wrong = await it.page.evaluate(() => {
    const { text, result } = /** @type {any} */ (document.querySelector("say-so"));
    return result.attributions.filter((/** @type {any} */ a) => text.slice(...a.content[0]) !== a.text.content).length;
  });
  assert.equal(wrong, 0);
  await it.close();
});

test("following a voice leaves only its marks; events tell, and can be refused", async () => {
  const it = await shown();
  const { page } = it;
  const lindgren = page.locator("say-so .voice", { hasText: "Lindgren" });
  await lindgren.click();
  const slot = await lindgren.getAttribute("data-v");
  await eventually(async () => assert.ok(Object.keys(await painted(page)).every((name) => name.startsWith(`sayso-${slot}-`))));
  await lindgren.click();
  await eventually(async () => assert.ok(Object.keys(await painted(page)).length > 3));
  const events = await page.evaluate(() => /** @type {any} */ (window).events);
  assert.deepEqual(events.map((/** @type {any} */ e) => e[0]), ["sayso-result", "sayso-select", "sayso-select"]);
  assert.equal(events[0][1].document.schema, 1);
  assert.deepEqual(events[2][1], { attribution: null, voice: null });
  await page.evaluate(() => document.addEventListener("sayso-select", (e) => e.preventDefault()));
  await lindgren.click();
  assert.equal(await lindgren.getAttribute("aria-pressed"), "false");
  await it.close();
});

test("the list goes to a place by keyboard, with the card, and Escape closes it", async () => {
  const it = await shown({ context: { viewport: { width: 1280, height: 500 } } });
  const { page } = it;
  await page.locator("say-so .statement").first().focus();
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await page.waitForSelector("say-so .card:not([hidden])");
  const last = await page.evaluate(() => {
    const now = [...(CSS.highlights.get("sayso-now") ?? [])][0];
    const range = document.createRange();
    range.setStart(now.startContainer, now.startOffset);
    range.setEnd(now.endContainer, now.endOffset);
    return [range.toString(), range.getBoundingClientRect().top];
  });
  assert.match(String(last[0]), /keep both its bakers/);
  assert.ok(Number(last[1]) > 0 && Number(last[1]) < 500);
  await page.keyboard.press("Escape");
  await page.waitForSelector("say-so .card", { state: "hidden" });
  assert.equal(await page.evaluate(() => CSS.highlights.has("sayso-now")), false);
  await it.close();
});

test("the card opens over the words in the article, and not beside them", async () => {
  const it = await shown();
  const { page } = it;
  const box = await page.evaluate(() => {
    const range = document.createRange();
    const node = /** @type {Text} */ (document.querySelector("#story p:nth-of-type(3)")?.firstChild);
    range.setStart(node, 3);
    range.setEnd(node, 20);
    const r = range.getBoundingClientRect();
    return { x: r.left + r.width / 2, y: r.top + r.height / 2 };
  });
  await page.mouse.move(box.x, box.y, { steps: 3 });
  await page.waitForSelector("say-so .card:not([hidden])");
  const card = await page.locator("say-so .card").innerText();
  assert.match(card, /Okoye[\s\S]*role of Okoye[\s\S]*direct speech/);
  await page.keyboard.press("Escape");
  const byline = await page.locator(".byline").boundingBox();
  await page.mouse.move((byline?.x ?? 0) + 30, (byline?.y ?? 0) + 8, { steps: 3 });
  await page.waitForTimeout(600);
  await eventually(async () => assert.equal(await page.locator("say-so .card").isVisible(), false));
  await it.close();
});

test("marks survive what frameworks do to an article", async () => {
  const it = await shown();
  const { page } = it;
  const first = await painted(page);
  await page.evaluate(() => {
    const p = /** @type {HTMLElement} */ (document.querySelector("#story p:nth-of-type(3)"));
    const text = /** @type {Text} */ (p.firstChild);
    text.data = String(text.data);
    const wrap = document.createElement("div");
    p.before(wrap);
    wrap.append(p);
    p.replaceChild(document.createTextNode(text.data), text);
  });
  await page.waitForTimeout(500);
  assert.deepEqual(await painted(page), first, "the same text keeps its marks");
  assert.equal((await page.evaluate(() => /** @type {any} */ (window).events)).length, 1, "and is not analysed again");
  await page.evaluate(() => {
    const p = document.createElement("p");
    p.textContent = "“One more thing,” Ferreira said.";
    document.getElementById("story")?.append(p);
  });
  await page.waitForFunction(() => /** @type {any} */ (window).events.length === 2);
  assert.ok(Object.values(await painted(page)).flat().includes("“One more thing,”"));
  await it.close();
});

test("removal undoes everything", async () => {
  const it = await shown();
  const { page } = it;
  await page.evaluate(() => document.querySelector("say-so")?.remove());
  await eventually(async () => {
    assert.deepEqual(await page.evaluate(() => [[...CSS.highlights.keys()], document.adoptedStyleSheets.length - /** @type {any} */ (window).sheets]), [["foreign"], 0]);
    assert.equal(page.workers().length, 0);
  });
  await page.evaluate(() => {
    const again = document.createElement("say-so");
    again.setAttribute("for", "story");
    document.body.append(again);
  });
  await page.waitForSelector("say-so .voice");
  assert.ok(Object.keys(await painted(page)).length > 3);
  await it.close();
});

test("nothing but the element is fetched before it is needed", async () => {
  const html = (/** @type {string} */ start) => ({ "/late.html": { type: "text/html; charset=utf-8", body: `<!doctype html><html lang="en"><title>t</title><link rel="icon" href="icon.svg"><script type="module" src="say-so.js"></script>
    <article id="story"><p>“Yes,” said Okoye.</p></article><div id="far"></div><say-so for="story" start="${start}"></say-so>` } });
  const it = await open("/late.html", { extra: { ...toy(), ...html("manual") } });
  await it.page.waitForFunction(() => customElements.get("say-so"));
  await it.page.waitForTimeout(500);
  assert.deepEqual(it.requests.filter((r) => /worker|engine|pkg/.test(r)), []);
  const length = await it.page.evaluate(async () => (await /** @type {any} */ (document.querySelector("say-so")).analyse()).length);
  assert.equal(length, 18);
  assert.deepEqual(it.requests.filter((r) => /worker|engine|sayso\.js/.test(r)).sort(), ["/engine.js", "/pkg/sayso.js", "/worker.js"]);
  await it.close();
});

test("attributes are checked, and properties set early count", async () => {
  const it = await open("/late.html", { extra: { ...toy(), "/late.html": { type: "text/html; charset=utf-8", body: `<!doctype html><html lang="en"><title>t</title><link rel="icon" href="icon.svg"><article id="a"><p>“Yes,” said Okoye.</p></article><say-so start="manual"></say-so>` } } });
  const got = await it.page.evaluate(async () => {
    const element = /** @type {any} */ (document.querySelector("say-so"));
    element.for = "a";
    await import(String("/say-so.js"));
    await import(String("/say-so.js?again"));
    const read = () => [element.for, element.date, element.start, element.marks, element.minConfidence];
    const first = read();
    for (const [name, value] of [["date", "tomorrow"], ["start", "never"], ["marks", "some"], ["min-confidence", "7"]]) element.setAttribute(name, value);
    const wrong = read();
    element.date = "2024-02-29";
    element.minConfidence = 0.5;
    element.marks = "none";
    element.start = "load";
    const right = read();
    await element.analyse();
    const painted = async (/** @type {boolean} */ some) => {
      for (let i = 0; i < 200 && CSS.highlights.size > 0 !== some; i++) await new Promise((done) => setTimeout(done, 30));
    };
    await painted(false);
    const none = [...CSS.highlights.keys()].length;
    element.marks = "all";
    await painted(true);
    return { first, wrong, right, attribute: element.getAttribute("min-confidence"), none, all: [...CSS.highlights.keys()].length > 0 };
  });
  assert.deepEqual(got, { first: ["a", "", "manual", "all", 0], wrong: ["a", "", "visible", "all", 0], right: ["a", "2024-02-29", "load", "none", 0.5], attribute: "0.5", none: 0, all: true });
  await it.close();
});

test("failures leave the article alone and name the cure", async () => {
  const blocked = await open("/embed.html", { policy: POLICY.replace(" 'wasm-unsafe-eval'", ""), init: watch });
  await blocked.page.waitForSelector("say-so .message:not([hidden])");
  assert.match(await blocked.page.locator("say-so .message").innerText(), /'wasm-unsafe-eval'/);
  const [seen, events] = await blocked.page.evaluate(() => [/** @type {any} */ (window).seen, /** @type {any} */ (window).events]);
  assert.equal(seen, 0);
  assert.equal(events[0][0], "sayso-error");
  assert.equal(events[0][1].code, "wasm-blocked");
  assert.match(events[0][1].message, /script-src 'wasm-unsafe-eval'/);
  await blocked.close();
  const lost = await open("/late.html", { extra: { ...toy(), "/late.html": { type: "text/html; charset=utf-8", body: `<!doctype html><html lang="en"><title>t</title><link rel="icon" href="icon.svg"><script type="module" src="say-so.js"></script><say-so for="nowhere"></say-so>` } } });
  await lost.page.waitForSelector("say-so .message:not([hidden])");
  assert.match(await lost.page.locator("say-so .message").innerText(), /no article/);
  assert.deepEqual(lost.errors, [], "no unhandled rejection");
  await lost.close();
});

test("without custom highlights boxes are laid over the text", async () => {
  const it = await open("/embed.html", { extra: toy(), init: () => {
    delete (/** @type {any} */ (window).Highlight);
  } });
  await it.page.waitForSelector("say-so .voice");
  const fits = await it.page.evaluate(() => {
    const layer = document.querySelector("say-so")?.shadowRoot?.querySelector("[aria-hidden=true]:not(svg, span)");
    const story = /** @type {HTMLElement} */ (document.getElementById("story")).getBoundingClientRect();
    const boxes = [...(layer?.children ?? [])].map((b) => b.getBoundingClientRect());
    return [boxes.length > 5, boxes.every((b) => b.left >= story.left - 2 && b.right <= story.right + 2 && b.top >= story.top && b.bottom <= story.bottom)];
  });
  assert.deepEqual(fits, [true, true]);
  await it.close();
});

for (const colorScheme of ["light", "dark"]) {
  test(`no accessibility violations on the publisher's page, ${colorScheme}`, async () => {
    const it = await shown({ context: { colorScheme } });
    assert.deepEqual(await it.axe(), []);
    await it.close();
  });
}

test("forced colours: the article keeps its marks apart", async () => {
  const it = await shown({ context: { forcedColors: "active" } });
  assert.equal(await it.page.locator("#story").evaluate((e) => /** @type {any} */ (getComputedStyle(e)).forcedColorAdjust), "none");
  assert.equal(await it.page.locator(".site").evaluate((e) => /** @type {any} */ (getComputedStyle(e)).forcedColorAdjust), "auto");
  await it.close();
});

test("the modules can be imported where there is no DOM", () => {
  const { status, stderr, stdout } = spawnSync(process.execPath, ["--input-type=module", "-e", "const m = await import('./dist/say-so.js'); console.log(typeof m.SaySoElement)"], { cwd: ROOT, encoding: "utf8" });
  assert.equal(status, 0, stderr);
  assert.equal(stdout.trim(), "function");
});
