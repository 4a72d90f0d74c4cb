/*
 * The output document as TypeScript sees it: the same tree that `src/document.rs` writes.
 * Spans are half open, never empty, and count what `offsets` names.
 */

/** `[start, end)`, never empty. */
export type Span = [start: number, end: number];
/** A short piece of the text that tells a circumstance. */
export type Note = { text: string; span: Span } | null;
/** A point in time that the text gives; `date` is ISO 8601, where it could be worked out. */
export type TimeNote = { text: string; span: Span; date?: string } | null;
export type OffsetUnit = "utf16" | "codepoint" | "byte";
export type AttributionKind = "direct" | "indirect" | "mixed";
export type Act = "says" | "thinks" | "wants" | "feels" | "rules" | "shows";
export type Stance =
  | "neutral" | "assert" | "claim" | "accuse" | "deny" | "reject" | "concede" | "support"
  | "demand" | "warn" | "promise" | "question" | "decline";
export type FurnitureKind = "headline" | "dateline" | "byline" | "credit" | "licence" | "caption" | "link";
export type EntityKind = "person" | "organisation" | "group" | "place" | "document" | "anonymous";

/** A piece of text that is not story. */
export interface Furniture { kind: FurnitureKind; span: Span; value: string }

/** A person, organisation, group, place, document or unnamed source. */
export interface Entity {
  id: number;
  kind: EntityKind;
  /** The fullest form in the text, without titles. */
  name: string;
  aliases: string[];
  roles: string[];
  /** For an unnamed source: why, as the text puts it. */
  reason: Note;
  mentions: { span: Span; form: "name" | "role" | "pronoun" | "handle" }[];
}

/** A pair of quotation marks and what is inside. */
export interface Quotation {
  id: number;
  span: Span;
  inner: Span | null;
  depth: number;
  parent: number | null;
  kind: "speech" | "phrase" | "title";
  attribution: number | null;
}

/** One act of saying: a source, a cue and a content. */
export interface Attribution {
  id: number;
  kind: AttributionKind;
  act: Act;
  stance: Stance;
  negated: boolean;
  hypothetical: boolean;
  source: Span[];
  cue: Span[];
  content: Span[];
  text: { source: string; cue: string; content: string };
  /** An entity: who says it. */
  speaker: number | null;
  /** An entity: the document that the speaker speaks through. */
  via: number | null;
  resolution: { how: "name" | "role" | "pronoun" | "continuation" | "none"; confidence: number };
  medium: Note;
  addressee: Note;
  venue: Note;
  time: TimeNote;
  hedge: Note;
  /** The attribution whose content holds this one. */
  parent: number | null;
  confidence: number;
  because: { rule: string; spans: Span[] }[];
}

/** `from` answers attribution `to`, or entity `whom`. */
export interface Reply { from: number; to: number | null; whom: number | null; kind: "reject" | "confirm" | "respond" }

/** A speaker's part in the article, in words. */
export interface Voice {
  speaker: number;
  attributions: number;
  direct_words: number;
  indirect_words: number;
  share: number;
}

/** Something the caller should know about the result. */
export interface Warning { code: string; span: Span | null }

/** Who said what in one text. */
export interface SaysoDocument {
  schema: 1;
  language: string;
  offsets: OffsetUnit;
  length: number;
  paragraphs: Span[];
  sentences: Span[];
  furniture: Furniture[];
  entities: Entity[];
  quotations: Quotation[];
  attributions: Attribution[];
  replies: Reply[];
  voices: Voice[];
  warnings: Warning[];
}

/** How to analyse; every field may be left out. */
export interface Options {
  /** The unit of all spans; `utf16` unless told. */
  offsets?: OffsetUnit;
  /** The article's own date, `2021-01-13`, to resolve "on Tuesday". */
  date?: string | null;
  /** Texts with more bytes of UTF-8 than this give a document with a warning and no marks. */
  maxBytes?: number;
}
