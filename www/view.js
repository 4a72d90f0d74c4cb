/*
 * What a page shows of a document: the voices in their order with a slot (hue and shape), each attribution's voice, initials, names.
 * In: a document with UTF-16 offsets. Out: plain data; nothing here touches the DOM.
 */

/** Below this an attribution is shown as uncertain. */
export const DOUBT = 0.5;

/** Below this the speaker of an attribution is shown as a guess. */
const GUESS = 0.6;

/**
 * The name of an attribution's speaker, with the doubt about it in words.
 * @param {VoiceView | null} voice
 * @param {Attribution} a
 * @param {Strings} strings
 */
export function speakerName(voice, a, strings) {
  if (!voice) return strings.nobody;
  return a.resolution.confidence < GUESS ? strings.perhaps(voice.name) : voice.name;
}

/** All slots, in order. */
export const SLOTS = /** @type {const} */ (["0", "1", "2", "3", "4", "5", "6", "7", "x", "n"]);

/**
 * One or two letters for a name: of the first and last word of a person, of the first two of anything else.
 * @param {string} name
 * @param {string} [kind]
 */
export function initials(name, kind) {
  const words = name.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}'’.-]*/gu) ?? [];
  const big = words.filter((w) => /^[^\p{Ll}]/u.test(w));
  const [first, ...rest] = big.length ? big : words;
  const second = kind === "person" ? rest.at(-1) : rest[0];
  return [first, second].map((w) => (w ? String.fromCodePoint(w.codePointAt(0) ?? 63).toLocaleUpperCase() : "")).join("");
}

/** The last word of a name, with the small words before it: "van der Berg". @param {string[]} words */
function surname(words) {
  let first = Math.max(0, words.length - 1);
  while (first > 1 && /^\p{Ll}+$/u.test(words[first - 1])) first--;
  return words.slice(first).join(" ");
}

/**
 * @param {SaysoDocument} document
 * @param {Strings} words
 * @returns {View}
 */
export function viewOf(document, words) {
  const { attributions, entities } = document;
  /** @type {Map<number, VoiceView>} */
  const byId = new Map();
  /** @param {number} id */
  const add = (id) => {
    const entity = entities[id];
    if (!entity || byId.has(id)) return;
    // An author whom the text does not name speaks as "I".
    const name = entity.name === "I" ? words.author : entity.name;
    const parts = name.trim().split(/\s+/);
    byId.set(id, {
      id,
      slot: byId.size < 8 ? SLOTS[byId.size] : "x",
      entity,
      name,
      short: entity.kind === "person" ? surname(parts) : name,
      role: entity.roles[0] ?? "",
      initials: initials(name, entity.kind),
      attributions: [],
      direct: 0,
      indirect: 0,
      share: 0,
    });
  };
  for (const voice of document.voices) {
    add(voice.speaker);
    const view = byId.get(voice.speaker);
    if (view) Object.assign(view, { direct: voice.direct_words, indirect: voice.indirect_words, share: voice.share });
  }
  for (const a of attributions) if (a.speaker !== null) add(a.speaker);
  for (const a of attributions) if (a.speaker !== null) byId.get(a.speaker)?.attributions.push(a.id);
  // Two of one surname are told apart by their whole names.
  /** @type {Map<string, number>} */
  const shared = new Map();
  for (const v of byId.values()) shared.set(v.short, (shared.get(v.short) ?? 0) + 1);
  for (const v of byId.values()) if ((shared.get(v.short) ?? 0) > 1) v.short = v.name;
  return {
    document,
    // Who only speaks within what others say has marks, but is no voice of the article.
    voices: [...byId.values()].filter((v) => v.share > 0 || v.attributions.some((id) => attributions[id].parent === null)),
    of: (a) => (a.speaker === null ? null : (byId.get(a.speaker) ?? null)),
  };
}

/**
 * The quoted stretches of an attribution's content: all of it where it is direct, the quotations in it where it is mixed.
 * @param {SaysoDocument} document
 * @returns {(a: Attribution) => Span[]}
 */
export function quotedParts(document) {
  const outer = document.quotations.filter((q) => q.depth === 0);
  return (a) => {
    if (a.kind === "direct") return a.content;
    if (a.kind === "indirect") return [];
    /** @type {Span[]} */
    const parts = [];
    for (const [start, end] of a.content) {
      // Quotations of depth 0 are sorted and do not overlap.
      let low = 0;
      for (let high = outer.length; low < high; ) {
        const middle = (low + high) >> 1;
        if (outer[middle].span[1] <= start) low = middle + 1;
        else high = middle;
      }
      for (; low < outer.length && outer[low].span[0] < end; low++) {
        const [from, to] = outer[low].span;
        parts.push([Math.max(from, start), Math.min(to, end)]);
      }
    }
    return parts;
  };
}

/** A document that marks nothing. @param {string} [text] @returns {SaysoDocument} */
export function emptyDocument(text = "") {
  return {
    schema: 1, language: "und", offsets: "utf16", length: text.length, paragraphs: [], sentences: [], furniture: [],
    entities: [], quotations: [], attributions: [], replies: [], voices: [], warnings: [],
  };
}
