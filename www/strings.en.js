/*
 * Every word that the panel and the card show, in English. To translate: copy, change the values, and give the table to
 * `SaySoElement.strings` or put it in place of this file; the page's own words are in strings.page.en.js. Numbers go through `Intl`.
 */

const locale = "en";
const plural = new Intl.PluralRules(locale);
const number = new Intl.NumberFormat(locale);
const percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 });
const list = new Intl.ListFormat(locale, { type: "conjunction" });
const SMALL = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

/** @param {number} n */
const inWords = (n) => SMALL[n] ?? number.format(n);
/** @param {string} s */
const capital = (s) => s.charAt(0).toLocaleUpperCase(locale) + s.slice(1);
/** @param {number} n @param {string} one @param {string} other */
const count = (n, one, other) => `${number.format(n)} ${plural.select(n) === "one" ? one : other}`;

export const strings = {
  locale,

  // The panel
  voices: "Voices",
  statements: "In order of the text",
  panel: "Who says what",
  legend: "How to read the marks",
  nobody: "Nobody named",
  author: "The author",
  /** @param {string} name */
  following: (name) => `Following ${name}.`,
  notFollowing: "Showing all voices.",
  /** @param {number} n */
  statementCount: (n) => count(n, "statement", "statements"),
  /** @param {number} direct @param {number} indirect */
  words: (direct, indirect) =>
    direct && indirect
      ? `${count(direct, "word", "words")} quoted, ${number.format(indirect)} paraphrased`
      : direct
        ? `${count(direct, "word", "words")} quoted`
        : `${count(indirect, "word", "words")} paraphrased`,
  /** @param {number} share */
  share: (share) => (share > 0 && share < 0.01 ? `under ${percent.format(0.01)}` : percent.format(share)),

  // The sentence on top; `lead` are the names of those who speak most
  /** @param {number} n @param {string[]} lead */
  summary: (n, lead) =>
    n === 0
      ? "Nobody is quoted or reported here."
      : n === 1
        ? `One voice: ${lead[0]}.`
        : n === 2
          ? `Two voices: ${list.format(lead)}.`
          : `${capital(inWords(n))} voices. ${list.format(lead)} ${lead.length > 1 ? "speak" : "speaks"} most.`,
  /** @param {number} n @param {string} name */
  rejects: (n, name) => `${capital(inWords(n))} ${n === 1 ? "voice rejects" : "voices reject"} what ${name} says.`,
  /** @param {number} n */
  unnamed: (n) => `${capital(inWords(n))} ${n === 1 ? "statement has" : "statements have"} no named source.`,
  /** @param {string} hedge */
  hedged: (hedge) => `One claim comes, the outlet writes, “${hedge}”.`,

  // Kinds, acts, stances
  kind: { direct: "direct speech", indirect: "indirect speech", mixed: "partly quoted" },
  act: { says: "says", thinks: "thinks", wants: "wants", feels: "feels", rules: "rules", shows: "shows" },
  stance: {
    neutral: "neutral", assert: "asserts", claim: "claims", accuse: "accuses", deny: "denies", reject: "rejects",
    concede: "concedes", support: "supports", demand: "demands", warn: "warns", promise: "promises", question: "asks",
    decline: "declines to comment",
  },
  entity: { person: "person", organisation: "organisation", group: "group", place: "place", document: "document", anonymous: "unnamed source" },
  negated: "denied or not said",
  hypothetical: "not said, only imagined",
  uncertain: "uncertain",
  /** @param {string} name */
  perhaps: (name) => `perhaps ${name}`,

  // The card
  source: "source",
  cue: "cue",
  through: "through",
  how: "how",
  medium: "where",
  addressee: "told",
  venue: "before",
  time: "when",
  hedge: "the outlet adds",
  reason: "why unnamed",
  sure: "sure",
  because: "Because",
  /** @param {string} name */
  insideOf: (name) => `Within what ${name} says`,
  /** @param {number} confidence */
  confidence: (confidence) => `${percent.format(confidence)}, ${confidence >= 0.8 ? "sure" : confidence >= 0.5 ? "fairly sure" : "uncertain"}`,
  resolution: {
    name: "named in the text", role: "found by role", pronoun: "found by pronoun", continuation: "goes on from before", none: "nobody named",
  },

  // The legend
  legendDirect: "“their own words”",
  legendIndirect: "the outlet’s paraphrase",
  legendMixed: ["a paraphrase ", "“partly quoted”"],
  legendDoubt: "uncertain",
  legendSource: "source",
  legendCue: "cue",
  legendOutlet: "unmarked: the outlet’s own voice",

  // Evidence: the rule codes of the analysis, in the words of src/lexicon/because.en.txt
  /** @type {Record<string, string>} */
  rules: {
    "according-to": "“according to” names the source",
    block: "a quotation set apart as a block",
    continuation: "the quotation goes on with the speaker before it",
    dash: "a dash and a name sign the quotation",
    "direct-after": "the quotation is followed by its speaker and a word of saying",
    "direct-before": "the speaker and a word of saying lead into the quotation",
    "direct-colon": "a colon ties the speaker to the quotation",
    "direct-interrupted": "the quotation goes on after its speaker is named",
    "direct-inverted": "the quotation is followed by a word of saying and its speaker",
    "indirect-bare": "a word of saying opens a paraphrase",
    "indirect-colon": "a colon opens a paraphrase",
    "indirect-infinitive": "a word of saying with “to” opens a paraphrase",
    "indirect-question": "a word of asking opens a question in the outlet’s words",
    "indirect-that": "a word of saying with “that” opens a paraphrase",
    "interrupted-clause": "the paraphrase goes on after its speaker is named",
    "mixed-before": "a quotation that its sentence completes",
    "mixed-clause": "a paraphrase that quotes in part",
    "model-0": "the learned model is barely in favour",
    "model-1": "the learned model leans this way",
    "model-2": "the learned model is fairly sure",
    "model-3": "the learned model is sure",
    "model-4": "the learned model is very sure",
    noun: "a noun of saying, as “claim” is, carries the content",
    "noun-alone": "a noun of saying carries the content, and nobody is named",
    object: "the word of saying has the quotation as its object",
    "object-complement": "the word of saying has the paraphrase as its object",
    passive: "somebody is said to be accused, expected or told",
    "passive-that": "what is said stands with a passive word of saying",
    post: "a post, signed by its account",
    "speaker-continuation": "the speaker goes on",
    "speaker-document": "the document is the one put out here",
    "speaker-name": "the speaker is named",
    "speaker-pronoun": "the pronoun stands for the one in focus",
    "speaker-role": "this is how the text describes the speaker",
    "trailing-clause": "the paraphrase is followed by its speaker and a word of saying",
    "trailing-inverted": "the paraphrase is followed by a word of saying and its speaker",
    turn: "the line opens with the speaker’s name, as transcripts do",
  },
  /** @param {string} code */
  rule: (code) => `by the rule “${code.replaceAll("-", " ")}”`,
  /** @param {string} words @param {string[]} evidence */
  evidence: (words, evidence) => (evidence.length ? `${words}: ${list.format(evidence.map((e) => `“${e}”`))}` : words),

  // Messages; `warnings` by the codes of the document, `errors` by the codes of errors
  /** @type {Record<string, string>} */
  warnings: {
    "language-unsupported": "This text does not seem to be in English. Sayso reads English only, so nothing is marked.",
    "text-too-long": "This text is too long to analyse. Try a single article.",
    "lone-surrogate": "The text holds broken characters; they are shown as �.",
    "unpaired-mark": "A quotation mark has no partner, so one quotation may end in the wrong place.",
  },
  none: "No attributions found: nobody is quoted or reported in this text.",
  /** @type {Record<string, string>} */
  errors: {
    "wasm-blocked": "The analysis cannot start: this page’s Content-Security-Policy blocks WebAssembly. Add 'wasm-unsafe-eval' to its script-src.",
    fetch: "The analysis cannot start: one of its files could not be fetched.",
    wasm: "The analysis cannot start: its WebAssembly file is not what it should be.",
    crash: "The analysis failed on this text. The text itself is unchanged.",
    "no-article": "There is no article to analyse.",
  },
  failed: "The analysis failed.",
  busy: "Reading…",
};
