/*
 * Paints ranges of a page that is not ours, without touching it, with CSS custom highlights; overlay.js is for browsers without them.
 * Names are bounded: `sayso-<slot>-<layer>` and `sayso-now`. Only our own ranges are taken back, and a name goes with its last range.
 */
import { HUES, sheet } from "./look.js";
import { SLOTS } from "./view.js";

/** @type {Layer[]} */
const LAYERS = ["source", "tint", "line", "doubt"];

/** Half transparent, so that they hold on light pages and on dark ones. @param {Slot} slot */
export function colours(slot) {
  const hue = HUES[Number(slot)] ?? 80;
  const strength = slot in HUES ? 1 : 0.12;
  return { tint: `oklch(.7 ${0.15 * strength} ${hue}/.27)`, line: `oklch(.62 ${0.15 * strength} ${hue})` };
}

/** The rules for every name. Publishers set `--sayso-0-tint`, `--sayso-0-line` and so on. */
function rules() {
  return SLOTS.map((slot) => {
    const { tint, line } = colours(slot);
    const [t, l] = [`var(--sayso-${slot}-tint,${tint})`, `var(--sayso-${slot}-line,${line})`];
    return `::highlight(sayso-${slot}-tint){background-color:${t}}` +
      `::highlight(sayso-${slot}-line){text-decoration:underline 2px ${l}}` +
      `::highlight(sayso-${slot}-doubt){text-decoration:underline dotted 3px ${l}}` +
      `::highlight(sayso-${slot}-source){text-shadow:.2px 0 currentColor}`;
  }).join("") + "::highlight(sayso-now){text-decoration:underline 4px currentColor}";
}

/** @type {CSSStyleSheet | undefined} */
let shared;
/** How many painters a root has. @type {WeakMap<Document | ShadowRoot, number>} */
const users = new WeakMap();

/** @implements {Painter} */
export class HighlightPainter {
  /** @type {Map<string, StaticRange[]>} */
  #mine = new Map();
  #root;

  /** @param {Document | ShadowRoot} root where the article is, since that is where its highlights are styled */
  constructor(root) {
    this.#root = root;
    shared ??= sheet(rules());
    users.set(root, (users.get(root) ?? 0) + 1);
    if (!root.adoptedStyleSheets.includes(shared)) root.adoptedStyleSheets.push(shared);
  }

  /** @param {string} name @param {StaticRange[]} ranges @param {number} priority */
  #add(name, ranges, priority) {
    if (!ranges.length) return;
    let highlight = CSS.highlights.get(name);
    if (!highlight) {
      highlight = new Highlight();
      highlight.priority = priority;
      CSS.highlights.set(name, highlight);
    }
    for (const range of ranges) highlight.add(range);
    this.#mine.set(name, [...(this.#mine.get(name) ?? []), ...ranges]);
  }

  /** @param {string} name */
  #remove(name) {
    const highlight = CSS.highlights.get(name);
    for (const range of this.#mine.get(name) ?? []) highlight?.delete(range);
    if (highlight && !highlight.size) CSS.highlights.delete(name);
    this.#mine.delete(name);
  }

  /** @param {Mark[]} marks */
  paint(marks) {
    for (const name of [...this.#mine.keys()]) this.#remove(name);
    /** @type {Map<string, {ranges: StaticRange[], priority: number}>} */
    const names = new Map();
    for (const { slot, layer, ranges } of marks) {
      const name = `sayso-${slot}-${layer}`;
      const entry = names.get(name) ?? { ranges: [], priority: LAYERS.indexOf(layer) };
      for (const range of ranges) entry.ranges.push(range);
      names.set(name, entry);
    }
    for (const [name, { ranges, priority }] of names) this.#add(name, ranges, priority);
  }

  /** @param {StaticRange[]} ranges */
  point(ranges) {
    this.#remove("sayso-now");
    this.#add("sayso-now", ranges, LAYERS.length);
  }

  clear() {
    for (const name of [...this.#mine.keys()]) this.#remove(name);
    const left = (users.get(this.#root) ?? 1) - 1;
    users.set(this.#root, left);
    if (!left) this.#root.adoptedStyleSheets = this.#root.adoptedStyleSheets.filter((s) => s !== shared);
  }
}

/** @param {StaticRange} range */
export function rectsOf(range) {
  if (!range.startContainer.isConnected) return [];
  const live = document.createRange();
  try {
    live.setStart(range.startContainer, range.startOffset);
    live.setEnd(range.endContainer, range.endOffset);
  } catch {
    return [];
  }
  return [...live.getClientRects()];
}
