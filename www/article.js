/*
 * The article on our own page, with real elements for what the analysis found: marks for contents, spans for sources, cues, furniture.
 * In: the text, its document, and what the paste told of headings and block quotes. Out: a fragment of paragraphs; the text in it is the text
 * given, white space between paragraphs aside. Spans that cross are split at the border, so any document can be shown.
 */
import { h } from "./dom.js";
import { DOUBT, quotedParts } from "./view.js";

/** No element is nested deeper than this; what lies deeper stays as text. */
const DEEPEST = 12;

/**
 * @param {string} text
 * @param {View} view
 * @param {Block[]} [blocks]
 */
export function renderArticle(text, view, blocks = []) {
  const pieces = piecesOf(view);
  const out = document.createDocumentFragment();
  /** @type {HTMLElement | null} */
  let quote = null;
  let [piece, block, fixture] = [0, 0, 0];
  const { furniture } = view.document;
  /** Pieces that go on in the next paragraph. @type {Piece[]} */
  let open = [];
  for (const [start, end] of paragraphsOf(text, shortened(view.document))) {
    while (block < blocks.length && blocks[block].span[1] <= start) block++;
    const kind = blocks[block] && blocks[block].span[0] <= start ? blocks[block].kind : "paragraph";
    const inside = open.filter((p) => p.end > start);
    for (; piece < pieces.length && pieces[piece].start < end; piece++) {
      if (pieces[piece].end > start) inside.push(pieces[piece]);
    }
    open = inside.filter((p) => p.end > end);
    while (fixture < furniture.length && furniture[fixture].span[1] < end) fixture++;
    const whole = furniture[fixture] && furniture[fixture].span[0] <= start ? furniture[fixture].kind : null;
    const paragraph = h(kind === "heading" || whole === "headline" ? "h2" : "p", { dir: "auto", class: whole && `furniture ${whole}` });
    fill(paragraph, text, start, end, inside);
    if (kind === "quote") {
      if (!quote) out.append((quote = h("blockquote")));
      quote.append(paragraph);
    } else {
      quote = null;
      out.append(paragraph);
    }
  }
  return out;
}

/** A paragraph longer than this has lost its line breaks in the paste, and is shown in pieces of at least this. */
const [LONG, ENOUGH] = [1400, 300];

/**
 * The document's paragraphs; very long ones cut between sentences, where nobody is speaking.
 * @param {SaysoDocument} document
 */
function shortened({ paragraphs, sentences, attributions }) {
  if (!paragraphs.some(([start, end]) => end - start > LONG)) return paragraphs;
  const spoken = attributions.filter((a) => a.content.length).map((a) => [a.content[0][0], a.content[a.content.length - 1][1]]).sort((a, b) => a[0] - b[0]);
  /** @type {Span[]} */
  const out = [];
  let [next, busy, sentence] = [0, 0, 0];
  for (const [start, end] of paragraphs) {
    let from = start;
    for (; sentence < sentences.length && sentences[sentence][0] < end; sentence++) {
      const [at] = sentences[sentence];
      for (; next < spoken.length && spoken[next][0] < at; next++) busy = Math.max(busy, spoken[next][1]);
      if (end - start <= LONG || at - from < ENOUGH || end - at < ENOUGH / 2 || busy > at) continue;
      out.push([from, at]);
      from = at;
    }
    out.push([from, end]);
  }
  return out;
}

/**
 * The document's paragraphs, and what is left between them (everything, in a document without marks) line by line.
 * @param {string} text
 * @param {Span[]} known
 */
function paragraphsOf(text, known) {
  /** @type {Span[]} */
  const all = [];
  let at = 0;
  /** @param {number} end */
  const rest = (end) => {
    const lines = /\S.*/g;
    const gap = text.slice(at, end);
    for (let line = lines.exec(gap); line; line = lines.exec(gap)) all.push([at + line.index, at + line.index + line[0].length]);
  };
  for (const [start, end] of known) {
    rest(start);
    all.push([start, end]);
    at = end;
  }
  rest(text.length);
  return all;
}

/**
 * Everything to mark, by start, the longer first, then the outer kind first.
 * @param {View} view
 */
function piecesOf(view) {
  const { document } = view;
  const quoted = quotedParts(document);
  /** @type {Piece[]} */
  const pieces = [];
  /** @param {Span} span @param {number} rank @param {(first: boolean) => HTMLElement} make */
  const add = ([start, end], rank, make) => pieces.push({ start, end, rank, make });
  for (const { kind, span } of document.furniture) add(span, 0, () => h("span", { class: `furniture ${kind}` }));
  for (const a of document.attributions) {
    const voice = view.of(a);
    const common = { "data-a": a.id, "data-v": voice?.slot ?? "n", "data-doubt": a.confidence < DOUBT };
    const last = a.content.at(-1);
    a.content.forEach((span, i) => {
      add(span, 1, (first) => h("mark", {
        ...common, class: `say ${a.kind}`, id: first && i === 0 ? `a${a.id}` : null, tabindex: first && i === 0 ? -1 : null,
        "data-who": first && i === 0 ? (voice?.initials ?? "?") : null, "data-last": span === last,
      }));
    });
    for (const span of quoted(a)) add(span, 4, () => h("span", { class: "q" }));
    for (const span of a.source) add(span, 2, () => h("span", { ...common, class: "source" }));
    for (const span of a.cue) add(span, 3, () => h("span", { ...common, class: "cue" }));
  }
  return pieces.sort(byPlace);
}

/** @param {Piece} a @param {Piece} b */
const byPlace = (a, b) => a.start - b.start || b.end - a.end || a.rank - b.rank;

/**
 * Fills `parent` with `text[start, end)` and the parts of `pieces` (sorted) that lie in it.
 * @param {HTMLElement} parent
 * @param {string} text
 * @param {number} start
 * @param {number} end
 * @param {Piece[]} pieces
 */
function fill(parent, text, start, end, pieces) {
  /** @type {{element: HTMLElement, end: number}[]} */
  const stack = [{ element: parent, end }];
  let at = start;
  /** @param {number} to */
  const write = (to) => {
    while (stack.length > 1 && stack[stack.length - 1].end <= to) {
      const top = /** @type {{element: HTMLElement, end: number}} */ (stack.pop());
      if (top.end > at) top.element.append(text.slice(at, top.end));
      at = Math.max(at, top.end);
    }
    if (to > at) stack[stack.length - 1].element.append(text.slice(at, to));
    at = Math.max(at, to);
  };
  /** What a border cut off, still to come, by place. @type {{piece: Piece, start: number}[]} */
  const later = [];
  for (let i = 0; i < pieces.length || later.length; ) {
    const fresh = pieces[i];
    const cut = later[0];
    const useCut = cut && (!fresh || cut.start <= Math.max(fresh.start, start));
    const piece = useCut ? cut.piece : fresh;
    const from = useCut ? cut.start : Math.max(piece.start, start);
    if (useCut) later.shift();
    else i++;
    const to = Math.min(piece.end, end);
    if (from >= to) continue;
    write(from);
    const top = stack[stack.length - 1];
    if (stack.length > DEEPEST) continue;
    if (to > top.end) {
      let place = later.findIndex((l) => l.start > top.end);
      if (place < 0) place = later.length;
      later.splice(place, 0, { piece, start: top.end });
    }
    const element = piece.make(!piece.started);
    piece.started = true;
    top.element.append(element);
    stack.push({ element, end: Math.min(to, top.end) });
  }
  write(end);
  while (stack.length > 1) stack.pop();
}
