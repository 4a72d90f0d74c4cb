/*
 * The page: takes a text (paste, drop, sample), has it analysed in the worker, and shows the article, its voices and the card.
 * Nothing is stored and nothing is sent; the only requests are for the page's own files.
 */
import { Analyser } from "./analyser.js";
import { renderArticle } from "./article.js";
import { Card } from "./card.js";
import { around, h, roving } from "./dom.js";
import { readHtml } from "./html-reader.js";
import { look, sheet } from "./look.js";
import { Panel } from "./panel.js";
import { strings } from "./strings.page.en.js";
import { emptyDocument, viewOf } from "./view.js";

/** @template {HTMLElement} T @param {string} id @param {new () => T} [type] @returns {T} */
const $ = (id, type) => /** @type {T} */ (document.getElementById(id));

const compose = $("compose");
const reader = $("reader");
const field = $("text", HTMLTextAreaElement);
const article = $("article");
const aside = $("panel");
const sheetButton = $("sheet");
const analyser = new Analyser();

/** The text that is shown. */
let text = "";
/** @type {Block[]} */
let blocks = [];
/** The text that `blocks` belong to. */
let blocksOf = "";
/** Counts what the reader asks for: an answer to anything but the latest is dropped. */
let turn = 0;
let view = viewOf(emptyDocument(""), strings);
/** Where focus came from, to return to with Escape. @type {HTMLElement | null} */
let cameFrom = null;

document.adoptedStyleSheets.push(sheet(look));
document.documentElement.lang = strings.locale;
document.title = strings.title;
for (const element of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-s]"))) {
  element.textContent = String(strings[/** @type {"heading"} */ (element.dataset.s)]);
}
field.placeholder = strings.placeholder;
document.body.dataset.drop = strings.dropped;

const card = new Card(strings, new AbortController().signal);
document.body.append(card.element);
const panel = new Panel(strings, {
  onFollow: follow,
  onPeek: (id, item) => (id === null ? unpeek() : peek(id, item)),
  onJump: jump,
});
$("summary").append(panel.summary);
aside.append(panel.element);
aside.setAttribute("aria-label", strings.panel);
article.setAttribute("aria-label", strings.article);
const stops = roving(article, "mark[id]", true);

// -- The text comes in

$("form").addEventListener("submit", (event) => {
  event.preventDefault();
  read(field.value);
});
field.addEventListener("input", () => {
  $("clear").hidden = !field.value;
  $("hint").textContent = "";
});
field.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) read(field.value);
});
$("clear").addEventListener("click", () => start(""));
$("another").addEventListener("click", () => start(""));
$("edit").addEventListener("click", () => start(text));

document.addEventListener("paste", (event) => {
  const { target, clipboardData } = event;
  if (target !== field && (target instanceof HTMLInputElement || !clipboardData)) return;
  const into = target === field ? field : null;
  const taken = clipboardData && fromTransfer(clipboardData);
  if (!taken) return;
  event.preventDefault();
  take(taken, into);
});
document.addEventListener("dragover", (event) => {
  event.preventDefault();
  document.documentElement.classList.add("dragging");
});
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) document.documentElement.classList.remove("dragging");
});
document.addEventListener("drop", async (event) => {
  event.preventDefault();
  document.documentElement.classList.remove("dragging");
  const file = event.dataTransfer?.files[0];
  const taken = file ? null : event.dataTransfer && fromTransfer(event.dataTransfer);
  if (taken) take(taken, null);
  if (!file) return;
  turn += 1;
  const mine = turn;
  const [read, problem] = await fromFile(file);
  if (mine !== turn) return;
  if (read) return take(read, null);
  start("");
  $("hint").textContent = problem;
});

for (const [name, [title, about]] of Object.entries(strings.sampleTitles)) {
  const button = h("button", { type: "button", "data-sample": name }, h("b", {}, title), h("span", {}, about));
  button.addEventListener("click", async () => {
    turn += 1;
    const [mine, before] = [turn, field.value];
    try {
      const response = await fetch(`samples/${name}.txt`);
      if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
      const taken = await response.text();
      // What was typed meanwhile stays.
      if (mine === turn && field.value === before) take({ text: taken, blocks: [] }, null);
    } catch (error) {
      console.error(error);
      if (mine === turn) $("hint").textContent = strings.sampleFailed;
    }
  });
  $("samples").append(h("li", {}, button));
}

/** @param {DataTransfer} data @returns {{text: string, blocks: Block[]} | null} */
function fromTransfer(data) {
  const rich = data.getData("text/html");
  const read = rich ? readHtml(rich) : null;
  if (read?.text) return read;
  const plain = data.getData("text/plain").replace(/\r\n?/g, "\n");
  return plain ? { text: plain, blocks: [] } : null;
}

/**
 * What a file holds, or what is wrong with it.
 * @param {File} file
 * @returns {Promise<[{text: string, blocks: Block[]} | null, string]>}
 */
async function fromFile(file) {
  if (!/\.(txt|text|md|html?|xhtml)$/i.test(file.name) && !file.type.startsWith("text/")) return [null, strings.notText];
  try {
    const content = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
    const rich = /\.x?html?$/i.test(file.name) || file.type === "text/html";
    return [rich ? readHtml(content) : { text: content.replace(/\r\n?/g, "\n"), blocks: [] }, ""];
  } catch {
    return [null, strings.notUtf8];
  }
}

/**
 * Puts a text where the reader put it, and shows it.
 * @param {{text: string, blocks: Block[]}} taken
 * @param {HTMLTextAreaElement | null} into
 */
function take(taken, into) {
  if (into && into.value && into.selectionEnd - into.selectionStart < into.value.length) {
    into.setRangeText(taken.text, into.selectionStart, into.selectionEnd, "end");
  } else {
    field.value = taken.text;
    blocks = taken.blocks;
    blocksOf = field.value;
  }
  $("clear").hidden = !field.value;
  read(field.value);
}

// -- And is shown

/** @param {string} content */
function start(content) {
  turn += 1;
  card.hide();
  field.value = content;
  $("clear").hidden = !content;
  $("hint").textContent = "";
  reader.hidden = $("actions").hidden = true;
  skipLink().hidden = true;
  compose.hidden = false;
  field.focus();
  scrollTo(0, 0);
}

/** @param {string} content */
async function read(content) {
  if (!content.trim()) {
    $("hint").textContent = strings.empty;
    field.focus();
    return;
  }
  turn += 1;
  const mine = turn;
  const layout = blocksOf === content ? blocks : [];
  card.hide();
  toggleSheet(false);
  // A slow start shows the article at once; a fast one does not flash it unmarked. Until then what was there stays, whole.
  const early = setTimeout(() => {
    if (mine !== turn) return;
    show(emptyDocument(content), content, layout);
    panel.fail("");
    panel.status.textContent = strings.busy;
    article.classList.add("busy");
  }, 120);
  /** @type {SaysoDocument | undefined} */
  let result;
  let problem = "";
  try {
    result = await analyser.analyse(content);
  } catch (error) {
    const { code } = /** @type {{code?: string}} */ (error);
    if (code !== "superseded") console.error(error);
    problem = strings.errors[code ?? ""] ?? strings.failed;
  }
  clearTimeout(early);
  if (mine !== turn) return;
  show(result ?? emptyDocument(content), content, layout);
  if (result) panel.show(view);
  else panel.fail(problem);
  aside.classList.toggle("silent", !view.voices.length);
  $("summary").focus({ preventScroll: true });
  scrollTo({ top: 0, behavior: "instant" });
}

/**
 * Puts the article in the place of what was shown before.
 * @param {SaysoDocument} result
 * @param {string} content
 * @param {Block[]} layout
 */
function show(result, content, layout) {
  text = content;
  view = viewOf(result, strings);
  compose.hidden = true;
  reader.hidden = $("actions").hidden = false;
  skipLink().hidden = false;
  article.classList.remove("following", "busy");
  article.replaceChildren(renderArticle(text, view, layout));
  stops.reset();
  quieten();
}

/** Initials that repeat the voice before them in a paragraph are hidden; those that would lie on the ones above move down, if there is room. */
function quieten() {
  const narrow = matchMedia("(max-width: 60rem)").matches;
  /** @type {[HTMLElement, boolean, number][]} */
  const verdicts = [];
  let [bottom, before] = [-Infinity, ""];
  /** @type {Element | null} */
  let paragraph = null;
  for (const mark of /** @type {NodeListOf<HTMLElement>} */ (article.querySelectorAll("mark[data-who]"))) {
    const block = mark.closest("p, h2");
    const voice = `${mark.dataset.v} ${mark.dataset.who}`;
    const rects = mark.getClientRects();
    const top = rects[0]?.top ?? 0;
    const down = narrow ? 0 : Math.max(0, bottom - top);
    const quiet = (block === paragraph && voice === before) || top + down > (rects[rects.length - 1]?.top ?? 0) + 4;
    verdicts.push([mark, quiet, down]);
    if (!quiet) [bottom, before] = [top + down + 28, voice];
    if (block !== paragraph && quiet) before = "";
    paragraph = block;
  }
  for (const [mark, quiet, down] of verdicts) {
    mark.classList.toggle("quiet", quiet);
    mark.style.setProperty("--down", `${down}px`);
  }
}
let width = 0;
new ResizeObserver(([entry]) => {
  if (Math.abs(entry.contentRect.width - width) < 1) return;
  width = entry.contentRect.width;
  quieten();
}).observe(article);

/** @param {number | null} id */
function follow(id) {
  article.classList.toggle("following", id !== null);
  for (const mark of /** @type {NodeListOf<HTMLElement>} */ (article.querySelectorAll("[data-a]"))) {
    const mine = view.document.attributions[Number(mark.dataset.a)].speaker === id;
    const content = mark.localName === "mark";
    mark.classList.toggle("on", id !== null && mine && content);
    mark.classList.toggle("off", id !== null && !mine && content);
    mark.classList.toggle("mute", id !== null && !mine && !content);
  }
  if (id === null) return;
  toggleSheet(false);
  const first = article.querySelector("mark.on");
  if (first && !inView(first)) first.scrollIntoView({ block: "center" });
}

/** @param {Element} element */
function inView(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}

// -- The card

/** The attribution, and those it is inside of. @param {number} id */
function chain(id) {
  const all = view.document.attributions;
  const out = [];
  for (let a = all[id]; a && out.length < 4; a = /** @type {any} */ (a.parent === null ? null : all[a.parent])) out.push(a);
  return out;
}

/** @param {number} id @param {Element} element @param {{x: number, y: number}} [point] @param {number} [delay] */
function openCard(id, element, point, delay) {
  const rects = [...element.getClientRects()];
  const line = point && rects.findIndex((r) => point.y >= r.top - 1 && point.y <= r.bottom + 1);
  const shift = point && line !== undefined && line >= 0 ? point.x - rects[line].left - 24 : 0;
  for (const mark of article.querySelectorAll(".now")) mark.classList.remove("now");
  for (const mark of article.querySelectorAll(`mark[data-a="${id}"]`)) mark.classList.add("now");
  card.show(view, text, chain(id), () => {
    const rect = element.getClientRects()[Math.max(0, line ?? 0)];
    return rect && { left: rect.left + Math.max(0, shift), right: rect.right, top: rect.top, bottom: rect.bottom };
  }, delay);
}
card.onClose = () => article.querySelectorAll(".now").forEach((mark) => mark.classList.remove("now"));

/** @param {Event} event */
const marked = (event) => around(event, "[data-a]");

article.addEventListener("pointerover", (event) => {
  const mark = marked(event);
  if (mark && event.pointerType !== "touch") openCard(Number(mark.dataset.a), mark, { x: event.clientX, y: event.clientY }, card.open ? 80 : 220);
});
article.addEventListener("pointerout", (event) => {
  if (event.pointerType !== "touch") card.leave();
});
article.addEventListener("click", (event) => {
  const mark = marked(event);
  if (mark && getSelection()?.isCollapsed) openCard(Number(mark.dataset.a), mark, { x: event.clientX, y: event.clientY });
});
document.addEventListener("pointerdown", (event) => {
  const target = /** @type {Element} */ (event.target);
  if (!target.closest(".card, [data-a]")) card.hide();
});
article.addEventListener("focusin", (event) => {
  const mark = marked(event);
  if (!mark) return;
  mark.setAttribute("aria-describedby", card.element.id);
  openCard(Number(mark.dataset.a), mark);
});
article.addEventListener("focusout", (event) => {
  marked(event)?.removeAttribute("aria-describedby");
  card.hide();
});
article.addEventListener("keydown", (event) => {
  const mark = marked(event);
  if (!mark) return;
  const { speaker } = view.document.attributions[Number(mark.dataset.a)];
  if (event.key === "Enter" && speaker !== null) panel.follow(speaker);
  if (event.key === "Escape" && cameFrom) {
    if (innerWidth <= 960) toggleSheet(true);
    cameFrom.focus();
    cameFrom = null;
  }
});

/** @param {number} id @param {HTMLElement} item */
function peek(id, item) {
  item.setAttribute("aria-describedby", card.element.id);
  openCard(id, item, undefined, item.matches(":focus-visible") ? 0 : 350);
}

function unpeek() {
  card.leave();
}

/** @param {number} id @param {HTMLElement} item */
function jump(id, item) {
  const mark = document.getElementById(`a${id}`);
  if (!mark) return;
  cameFrom = item;
  toggleSheet(false);
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  mark.scrollIntoView({ block: "center", behavior: calm ? "instant" : "smooth" });
  mark.focus({ preventScroll: true });
}

// -- The sheet, on a phone

/** @param {boolean} open */
function toggleSheet(open) {
  aside.classList.toggle("open", open);
  sheetButton.setAttribute("aria-expanded", String(open));
  sheetButton.textContent = open ? strings.panelClose : strings.panelOpen;
}
sheetButton.addEventListener("click", () => toggleSheet(!aside.classList.contains("open")));

/** @returns {HTMLElement} */
function skipLink() {
  return /** @type {HTMLElement} */ (document.querySelector(".skip"));
}

// All files are fetched once the page is up, so that reading an article needs no request.
analyser.warm().catch(() => {
  // Said when a text comes.
});
