/*
 * The page, driven end to end in a browser under the strict policy. Where the rendering is at stake the analysis is replaced by a
 * document made by hand (fixture.js); where the product is at stake it is the real one.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { eventually, open, paste, POLICY, quit, ROOT, sample, SAMPLES, stub, launch } from "./browser.js";

before(launch);
after(quit);

/** Everything but white space. @param {string | null} s */
const bare = (s) => (s ?? "").replace(/\s+/g, "");
/** The page with the fixture shown. @param {object} [options] @param {any} [change] */
async function shown(options = {}, change) {
  const it = await open("/", { extra: stub(change), ...options });
  await paste(it.page, { text: sample("agency") });
  await it.page.waitForSelector("mark");
  return it;
}

test("a pasted article is marked and its voices are listed", async () => {
  const it = await open("/");
  await paste(it.page, { text: sample("agency") });
  await it.page.waitForSelector(".voice");
  const names = await it.page.locator(".voice .name").allTextContents();
  for (const name of ["Ilse Brandt", "Tomas Okonjo-Reyes", "Maren Dovik", "Anneke Solberg"]) assert.ok(names.includes(name), `${name} is missing from: ${names.join(", ")}`);
  assert.equal(await it.page.locator("#a0").count(), 1);
  assert.equal(bare(await it.page.locator("#article").textContent()), bare(sample("agency")), "the article is shown whole");
  assert.deepEqual(it.errors, []);
  assert.deepEqual(await it.violations(), []);
  await it.close();
});

test("two of one surname are told apart where there is room for little", async () => {
  const it = await open("/", { context: { viewport: { width: 360, height: 740 } } });
  await paste(it.page, { text: "Ana Ruiz met her brother, Marco Ruiz, and Ed Holm in Lund. \"We are late,\" Ana Ruiz said. \"We are not,\" Marco Ruiz said. \"Go home,\" Ed Holm said." });
  await it.page.waitForSelector(".voice");
  const short = await it.page.locator(".voice .short").allTextContents();
  assert.deepEqual(short.sort(), ["Ana Ruiz", "Holm", "Marco Ruiz"]);
  await it.close();
});

test("every sample shows voices", async () => {
  const it = await open("/");
  for (const name of SAMPLES) {
    await it.page.click(`[data-sample="${name}"]`);
    await it.page.waitForSelector(".voice");
    assert.ok((await it.page.locator(".voice").count()) >= 2, name);
    assert.equal(bare(await it.page.locator("#article").textContent()), bare(sample(name)), name);
    await it.page.click("#another");
  }
  assert.deepEqual(it.errors, []);
  await it.close();
});

test("no article is ever shown as another, nor returns once it is left", async () => {
  const it = await open("/");
  await it.page.waitForFunction(() => document.querySelectorAll("[data-sample]").length === 5);
  // Clicks as a script gives them, so that each comes before the answer to the one before.
  const seen = await it.page.evaluate(async (names) => {
    const $ = (/** @type {string} */ s) => /** @type {HTMLElement} */ (document.querySelector(s));
    const shown = () => ($("#reader").hidden ? "" : $("#article h2, #article p").textContent + " / " + (document.querySelector(".voice .name")?.textContent ?? ""));
    const frame = () => new Promise((done) => requestAnimationFrame(() => done(undefined)));
    const settle = async (/** @type {string} */ name) => {
      $(`[data-sample="${name}"]`).click();
      while ($("#reader").hidden || !document.querySelector(".voice") || $("#article").classList.contains("busy")) await frame();
      return shown();
    };
    const [one, two] = names;
    const first = await settle(one);
    $("#another").click();
    const second = await settle(two);
    $("#another").click();
    $(`[data-sample="${one}"]`).click();
    const during = new Set();
    for (let i = 0; i < 30; i++) {
      await frame();
      during.add(shown());
    }
    $("#another").click();
    $(`[data-sample="${two}"]`).click();
    $("#another").click();
    for (let i = 0; i < 60; i++) await frame();
    return { first, second, during: [...during].filter((s) => s && s !== first && !s.endsWith(" / ")), hidden: $("#reader").hidden };
  }, SAMPLES);
  assert.notEqual(seen.first, seen.second);
  assert.deepEqual(seen.during, [], "while the next one is analysed");
  assert.equal(seen.hidden, true, "after it was left");
  assert.deepEqual(it.errors, []);
  await it.close();
});

test("the latest file wins, and one that comes too late changes nothing", async () => {
  const it = await open("/");
  const seen = await it.page.evaluate(async () => {
    const wait = (/** @type {number} */ ms) => new Promise((done) => setTimeout(done, ms));
    const read = File.prototype.arrayBuffer;
    // The name says how long the file takes to be read.
    File.prototype.arrayBuffer = async function () {
      await wait(parseInt(this.name));
      return read.call(this);
    };
    const drop = (/** @type {string} */ name, /** @type {BlobPart} */ content) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([content], name, { type: "text/plain" }));
      document.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
    };
    const shown = async (/** @type {number} */ ms) => {
      await wait(ms);
      return `${document.querySelector("#article")?.textContent} ${document.querySelector("#hint")?.textContent}`.trim();
    };
    drop("10.txt", "“First,” said Ana Ruiz.");
    await wait(5);
    drop("300.txt", "“Second,” said Ana Ruiz.");
    const latest = await shown(1500);
    drop("300.txt", new Uint8Array([0xff, 0xfe, 0xfd]));
    await wait(5);
    drop("10.txt", "“Third,” said Ana Ruiz.");
    return [latest, await shown(1500)];
  });
  assert.deepEqual(seen, ["“Second,” said Ana Ruiz.", "“Third,” said Ana Ruiz."]);
  assert.deepEqual(it.errors, []);
  await it.close();
});

test("marks carry kind, voice and doubt, and nest as the document does", async () => {
  const it = await shown();
  const { page } = it;
  assert.equal(bare(await page.locator("#article").textContent()), bare(sample("agency")));
  const kinds = await page.locator("mark[id]").evaluateAll((marks) => marks.map((m) => m.className.split(" ")[1]));
  assert.deepEqual([...new Set(kinds)].sort(), ["direct", "indirect", "mixed"]);
  assert.equal(await page.locator("mark[data-doubt]").count(), 1);
  assert.ok((await page.locator("mark mark").count()) >= 2, "what is said inside what is said");
  assert.equal(await page.locator("mark.mixed .q").first().textContent(), "“pure invention”");
  assert.equal(await page.locator("h2.headline").textContent(), "Kessary accuses Ardania of draining shared lake as talks stall");
  assert.match((await page.locator(".summary").textContent()) ?? "", /^Nine voices\. Ilse Brandt and Maren Dovik speak most\. Two voices reject what Ilse Brandt says\./);
  const looks = await page.locator("mark[id]").evaluateAll((marks) => Object.fromEntries(marks.filter((m) => !m.closest("mark mark")).map((m) => {
    const { backgroundColor, textDecorationLine, textDecorationStyle } = getComputedStyle(m);
    return [m.className.split(" ")[1] + (m.dataset.doubt === undefined ? "" : "?"), `${backgroundColor === "rgba(0, 0, 0, 0)" ? "plain" : "tint"} ${textDecorationLine} ${textDecorationStyle}`];
  })));
  assert.deepEqual(looks, { indirect: "plain underline solid", "mixed?": "plain underline dotted", direct: "tint none solid", mixed: "plain underline solid" });
  await it.close();
});

test("choosing a voice follows it, choosing it again stops", async () => {
  const it = await shown();
  const { page } = it;
  const dovik = page.locator(".voice", { hasText: "Maren Dovik" });
  await dovik.click();
  assert.equal(await dovik.getAttribute("aria-pressed"), "true");
  const on = await page.locator("mark.on[id]").allTextContents();
  assert.equal(on.length, 4);
  assert.ok(on[0].startsWith("“They shout"));
  const dull = await page.locator("mark.off").first().evaluate((m) => getComputedStyle(m).textDecorationLine);
  assert.equal(dull, "none");
  assert.equal(await page.locator(".statement:visible").count(), 4);
  assert.match((await page.locator(".panel [role=status]").textContent()) ?? "", /Maren Dovik/);
  await dovik.click();
  assert.equal(await dovik.getAttribute("aria-pressed"), "false");
  assert.equal(await page.locator("mark.off, mark.on").count(), 0);
  await it.close();
});

test("the whole flow works by keyboard, with few tab stops", async () => {
  const it = await open("/", { extra: stub() });
  const { page } = it;
  await page.locator("#text").focus();
  await page.keyboard.insertText(sample("agency"));
  await page.keyboard.press("Control+Enter");
  await page.waitForSelector("mark");
  const stops = [];
  for (let i = 0; i < 20; i++) {
    await page.keyboard.press("Tab");
    const where = await page.evaluate(() => document.activeElement?.tagName === "BODY" ? "" : `${document.activeElement?.id || document.activeElement?.className}`);
    if (!where || stops.includes(where)) break;
    stops.push(where);
  }
  assert.ok(stops.length <= 9, stops.join(", "));
  await page.locator(".voice[tabindex='0']").focus();
  await page.keyboard.press("ArrowDown");
  assert.match((await page.evaluate(() => document.activeElement?.textContent)) ?? "", /Maren Dovik/);
  await page.keyboard.press("Enter");
  assert.equal(await page.locator("mark.on[id]").count(), 4);
  await page.keyboard.press("Enter");
  await page.locator(".statement[tabindex='0']").focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.waitForSelector(".card:not([hidden])");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement?.id), "a2");
  const box = await page.locator("#a2").boundingBox();
  assert.ok(box && box.y > 0 && box.y < 900);
  await page.waitForSelector(".card:not([hidden])");
  assert.match((await page.locator(".card").textContent()) ?? "", /Ilse Brandt/);
  assert.equal(await page.locator("#a2").getAttribute("aria-describedby"), "sayso-card");
  await page.keyboard.press("ArrowRight");
  assert.equal(await page.evaluate(() => document.activeElement?.id), "a3");
  await page.keyboard.press("Escape");
  await page.waitForSelector(".card", { state: "hidden" });
  assert.equal(await page.evaluate(() => /** @type {HTMLElement} */ (document.activeElement).dataset.a), "2", "back in the list");
  await it.close();
});

test("the card opens on hover, can be hovered, and closes with Escape", async () => {
  const it = await shown();
  const { page } = it;
  await page.locator("#a2").hover();
  await page.waitForSelector(".card:not([hidden])");
  const text = (await page.locator(".card").innerText()).replace(/\s+/g, " ");
  for (const part of ["Ilse Brandt", "Kessary’s water minister", "“Minister Ilse Brandt”", "“told”", "direct speech", "neutral", "reporters", "90%", "the quotation goes on after its speaker is named"]) {
    assert.ok(text.includes(part), `${part} in: ${text}`);
  }
  const card = await page.locator(".card").boundingBox();
  assert.ok(card && card.x >= 0 && card.x + card.width <= 1280 && card.y + card.height <= 900);
  await page.mouse.move(card.x + 40, card.y + 20, { steps: 4 });
  await page.waitForTimeout(600);
  assert.ok(await page.locator(".card").isVisible(), "it stays under the pointer");
  await page.keyboard.press("Escape");
  await page.waitForSelector(".card", { state: "hidden" });
  await page.locator("#a4").hover();
  await page.waitForSelector(".card:not([hidden])");
  assert.match(await page.locator(".card").innerText(), /Within what Ilse Brandt says[\s\S]*Ilse Brandt/, "a nested statement brings the one around it");
  await page.mouse.move(5, 5);
  await page.waitForSelector(".card", { state: "hidden" });
  await it.close();
});

test("an unknown rule, an unnamed source and its reason have words", async () => {
  const it = await shown();
  const { page } = it;
  const tell = (/** @type {string} */ start, /** @type {RegExp} */ words) => eventually(async () => {
    await page.keyboard.press("Escape");
    await page.evaluate((start) => /** @type {any} */ ([...document.querySelectorAll("mark[id]")].findLast((m) => m.textContent?.startsWith(start)))?.focus(), start);
    await page.waitForTimeout(60);
    assert.match(await page.locator(".card").innerText(), words);
  });
  await tell("“tired, but", /by the rule “some new rule”/);
  await tell("the two sides", /because the talks are confidential/);
  await tell("that three sluices", /Nobody named[\s\S]*shows/);
  await tell("a charge that", /42%, uncertain/);
  await it.close();
});

test("nothing is requested, stored or refused after the page is up", async () => {
  const it = await open("/");
  const { page } = it;
  await page.waitForFunction(() => performance.getEntriesByType("resource").length > 8);
  await eventually(() => assert.ok(it.requests.includes("/pkg/sayso_bg.wasm"), "warmed up"));
  await page.waitForTimeout(1500);
  const before = it.requests.length;
  await paste(page, { text: sample("court") });
  await page.waitForSelector(".voice");
  await page.locator(".voice").first().click();
  await page.locator("mark").first().hover();
  await page.waitForSelector(".card:not([hidden])");
  await page.click("#another");
  await paste(page, { html: "<h1>Title</h1><p>“Yes,” said Ana Ruiz.</p>" });
  await page.waitForSelector("article h2");
  assert.deepEqual(it.requests.slice(before), []);
  assert.deepEqual(await page.evaluate(async () => [document.cookie, localStorage.length, sessionStorage.length, (await indexedDB.databases()).length]), ["", 0, 0, 0]);
  assert.deepEqual(await it.violations(), []);
  assert.deepEqual(it.errors, []);
  await it.close();
});

test("where the worker cannot start, the main thread does the work", async () => {
  for (const policy of [POLICY.replace("worker-src 'self'", "worker-src 'none'"), POLICY.replace("trusted-types sayso", "trusted-types 'none'")]) {
    const it = await open("/", { policy });
    await paste(it.page, { text: sample("agency") });
    await it.page.waitForSelector(".voice");
    await it.close();
  }
  const it = await open("/", { extra: { "/worker.js": { type: "text/html", body: "<p>not a script" } } });
  await paste(it.page, { text: sample("agency") });
  await it.page.waitForSelector(".voice");
  await it.close();
});

test("where WebAssembly is blocked the article is readable and the message names the cure", async () => {
  const it = await open("/", { policy: POLICY.replace(" 'wasm-unsafe-eval'", "") });
  await paste(it.page, { text: sample("agency") });
  await it.page.waitForSelector(".message:not([hidden])");
  assert.match((await it.page.locator(".message").innerText()), /Content-Security-Policy.*'wasm-unsafe-eval'.*script-src/);
  assert.equal(bare(await it.page.locator("#article").textContent()), bare(sample("agency")));
  await it.close();
});

test("where the WebAssembly file is missing or wrong the message says so", async () => {
  for (const body of [{ type: "text/html", body: "<!doctype html><p>404" }, { type: "application/wasm", body: "nonsense" }]) {
    const it = await open("/", { extra: { "/pkg/sayso_bg.wasm": body } });
    await paste(it.page, { text: "Short text." });
    await it.page.waitForSelector(".message:not([hidden])");
    assert.match(await it.page.locator(".message").innerText(), /WebAssembly file is not what it should be/);
    assert.ok(it.errors.some((e) => e.includes("/pkg/sayso_bg.wasm") && e.includes(body.type)), it.errors.join("\n"));
    await it.close();
  }
});

for (const colorScheme of ["light", "dark"]) {
  test(`no accessibility violations, ${colorScheme}`, async () => {
    const it = await open("/", { extra: stub(), context: { colorScheme } });
    assert.deepEqual(await it.axe(), []);
    await paste(it.page, { text: sample("agency") });
    await it.page.waitForSelector("mark");
    assert.deepEqual(await it.axe(), []);
    await it.page.locator("#a4").focus();
    await it.page.waitForSelector(".card:not([hidden])");
    await it.page.locator(".voice").first().click();
    assert.deepEqual(await it.axe(), []);
    await it.page.setViewportSize({ width: 360, height: 740 });
    assert.deepEqual(await it.axe(), []);
    await it.page.click("#sheet");
    assert.deepEqual(await it.axe(), []);
    await it.close();
  });
}

test("hostile pastes execute nothing and lose no text", async () => {
  const it = await open("/");
  const { page } = it;
  for (const html of [
    "<p>Seen <img src=x onerror=\"window.hit=1\"> one</p>", "<p>Seen <script>window.hit=1</script>two</p>", "<svg onload=\"window.hit=1\"></svg><p>Seen three</p>",
    "<p>Seen <a href=\"javascript:window.hit=1\">four</a></p>", "<p>Seen &lt;img src=x onerror=window.hit=1&gt; five</p>", "<iframe srcdoc=\"<script>parent.hit=1</script>\"></iframe><p>Seen six</p>",
    "<p>Seen seven<style>*{display:none}</style></p>", "<math><mtext></form><form><mglyph><style></math><img src onerror=window.hit=1></style><p>Seen eight",
  ]) {
    await paste(page, { html }, "body");
    await page.waitForFunction(() => !document.querySelector("#reader")?.hasAttribute("hidden") && document.querySelector("#article")?.textContent?.includes("Seen") || document.querySelector("#hint")?.textContent);
    if (await page.locator("#reader").isVisible()) await page.click("#another");
  }
  await paste(page, { text: "<img src=x onerror=window.hit=1> “Yes,” said <b>Ana</b>." });
  await page.waitForFunction(() => document.querySelector("#article")?.textContent?.includes("<img src=x"));
  assert.equal(await page.evaluate(() => /** @type {any} */ (window).hit), undefined);
  assert.deepEqual(await it.violations(), []);
  assert.deepEqual(it.errors, []);
  await it.close();
});

test("rich text keeps headings and block quotes", async () => {
  const it = await open("/");
  const { page } = it;
  await paste(page, { html: "<nav>Menu</nav><h1>A title</h1><p>One.</p><blockquote><p>Two.</p><p>Three.</p></blockquote><p>Four.</p>" });
  await page.waitForSelector("article blockquote");
  assert.equal(await page.locator("article h2").textContent(), "A title");
  assert.deepEqual(await page.locator("article blockquote p").allTextContents(), ["Two.", "Three."]);
  assert.doesNotMatch((await page.locator("article").textContent()) ?? "", /Menu/);
  await it.close();
});

test("files are dropped in, and wrong ones are named", async () => {
  const it = await open("/");
  const { page } = it;
  const drop = (/** @type {number[]} */ bytes, /** @type {string} */ name, /** @type {string} */ type) => page.evaluate(([bytes, name, type]) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([new Uint8Array(bytes)], name, { type }));
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
  }, /** @type {const} */ ([bytes, name, type]));
  const utf8 = (/** @type {string} */ s) => [...new TextEncoder().encode(s)];
  await drop(utf8("“Ja,” said Jörg.\r\n\r\nThe end."), "story.txt", "text/plain");
  await page.waitForFunction(() => document.querySelector("#article")?.textContent?.includes("Jörg"));
  await drop(utf8("<h1>Head</h1><script>x</script><p>Body.</p>"), "story.html", "text/html");
  await page.waitForFunction(() => document.querySelector("#article h2")?.textContent === "Head");
  await drop([0xff, 0xfe, 0x41], "bad.txt", "text/plain");
  await page.waitForFunction(() => document.querySelector("#hint")?.textContent?.includes("UTF-8"));
  await drop([1, 2, 3], "photo.png", "image/png");
  await page.waitForFunction(() => document.querySelector("#hint")?.textContent?.includes("not text"));
  await it.close();
});

test("warnings and empty results have plain messages", async () => {
  const it = await open("/", { extra: stub((d) => ({ ...d, attributions: [], voices: [], replies: [], quotations: [], warnings: [{ code: "language-unsupported", span: null }] })) });
  await paste(it.page, { text: sample("agency") });
  await it.page.waitForSelector(".message:not([hidden])");
  assert.match(await it.page.locator(".message").innerText(), /English only/);
  await it.page.click("#another");
  await paste(it.page, { text: "The river rose two metres overnight. Roads were closed." });
  await it.page.waitForFunction(() => document.querySelector(".message")?.textContent?.includes("nobody is quoted"));
  await it.page.click("#another");
  await it.page.click("button[type=submit]");
  assert.match(await it.page.locator("#hint").innerText(), /nothing to read/);
  await it.close();
});

test("any document can be drawn: crossing, deep and odd spans lose no text", async () => {
  const it = await open("/", { extra: stub() });
  const lost = await it.page.evaluate(async () => {
    const { renderArticle } = await import(String("/article.js"));
    const { emptyDocument, viewOf } = await import(String("/view.js"));
    const text = "Alpha “beta gamma” delta.\n\nאבג דהו “eins zwei” drei 😀 vier.\r\nLast line";
    let seed = 7;
    const random = (/** @type {number} */ n) => (seed = (seed * 48271) % 2147483647) % n;
    const span = () => {
      const start = random(text.length - 1);
      return [start, start + 1 + random(text.length - start)];
    };
    const bad = [];
    for (let round = 0; round < 300; round++) {
      const document = emptyDocument(text);
      document.paragraphs = round % 3 === 0 ? [] : round % 3 === 1 ? [[0, 25], [27, text.length]] : [[2, 20]];
      document.entities = Array.from({ length: 12 }, (_, id) => ({ id, kind: "person", name: id % 2 ? "مريم الحسيني" : "N".repeat(200), aliases: [], roles: [], reason: null, mentions: [] }));
      document.attributions = Array.from({ length: 1 + random(40) }, (_, id) => ({
        id, kind: ["direct", "indirect", "mixed"][random(3)], source: random(2) ? [span()] : [], cue: random(2) ? [span()] : [], content: [span(), span()].sort((a, b) => a[0] - b[0]),
        speaker: random(3) ? random(12) : null, parent: null, confidence: random(100) / 100, text: { source: "", cue: "", content: "" },
      }));
      document.furniture = random(2) ? [{ kind: "credit", span: span(), value: "" }] : [];
      document.quotations = [{ id: 0, span: [6, 18], inner: [7, 17], depth: 0, parent: null, kind: "speech", attribution: null }];
      const drawn = renderArticle(text, viewOf(document, { author: "" })).textContent.replace(/\s+/g, "");
      if (drawn !== text.replace(/\s+/g, "")) bad.push(round);
    }
    return bad;
  });
  assert.deepEqual(lost, []);
  assert.deepEqual(it.errors, []);
  await it.close();
});

test("nothing overflows on a phone, with a twelve-voice article and long names", async () => {
  const it = await shown({ context: { viewport: { width: 360, height: 740 } } }, (/** @type {any} */ d) => {
    d.entities[0].name = "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewissenhaft";
    d.entities[1].name = "محمد بن عبد الله آل سعود";
    return d;
  });
  const width = () => it.page.evaluate(() => document.documentElement.scrollWidth);
  assert.equal(await width(), 360);
  await it.page.click("#sheet");
  assert.equal(await width(), 360);
  assert.equal(await it.page.locator(".voice .name").nth(0).isVisible(), true);
  await it.page.locator(".voice").nth(1).click();
  assert.equal(await it.page.locator("#panel.open").count(), 0, "the sheet gives way to the article");
  await it.close();
});

test("the latest text wins, and an answer always comes", async () => {
  const it = await open("/");
  const outcome = await it.page.evaluate(async () => {
    const { Analyser } = await import(String("/analyser.js"));
    const analyser = new Analyser();
    const settled = await Promise.allSettled([analyser.analyse("One."), analyser.analyse("Two two."), analyser.analyse("Three.", {}, "other"), analyser.analyse("Four four four.")]);
    const wrong = await analyser.analyse("x", { offsets: "miles" }).catch((/** @type {any} */ e) => [e instanceof Error, e.code, e.message]);
    const again = await analyser.analyse("Fine.");
    const where = analyser.where;
    analyser.close();
    const back = await analyser.analyse("Again.");
    return { settled: settled.map((s) => (s.status === "fulfilled" ? s.value.length : s.reason.code)), wrong, again: again.length, where, back: back.length };
  });
  assert.deepEqual(outcome, {
    settled: ["superseded", "superseded", 6, 15], wrong: [true, "options", 'options.offsets: expected "utf16", "codepoint" or "byte", but found "miles"'], again: 5, where: "worker", back: 6,
  });
  await it.close();
});

test("the words in the page are those of the strings table", async () => {
  const { strings } = await import("../../www/strings.page.en.js");
  const html = readFileSync(`${ROOT}www/index.html`, "utf8");
  const found = [...html.matchAll(/data-s="(\w+)"[^>]*>([^<]*)</g)];
  assert.ok(found.length > 10);
  for (const [, key, words] of found) assert.equal(words, strings[/** @type {"heading"} */ (key)], key);
});

test("forced colours keep the kinds apart", async () => {
  const it = await shown({ context: { forcedColors: "active" } });
  const looks = await it.page.locator("mark[id]").evaluateAll((marks) => Object.fromEntries(marks.map((m) => {
    const { textDecorationLine, textDecorationStyle } = getComputedStyle(m);
    return [m.className.split(" ")[1], `${textDecorationLine} ${textDecorationStyle}`];
  })));
  assert.equal(looks.direct, "underline double");
  assert.equal(looks.indirect, "underline solid");
  await it.close();
});
