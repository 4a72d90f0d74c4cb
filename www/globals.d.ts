/*
 * The types that the page's modules share, ambient, so that no module carries an import for them to the reader's browser.
 */

type SaysoDocument = import("./types.d.ts").SaysoDocument;
type Attribution = import("./types.d.ts").Attribution;
type Entity = import("./types.d.ts").Entity;
type Span = import("./types.d.ts").Span;
type Options = import("./types.d.ts").Options;
type Strings = typeof import("./strings.en.js").strings;

/** `x`: a voice after the eighth; `n`: nobody named. */
type Slot = "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "x" | "n";

/** A speaker as the page shows them. */
interface VoiceView {
  /** The entity. */
  id: number;
  slot: Slot;
  entity: Entity;
  name: string;
  /** A surname, or the whole name. */
  short: string;
  role: string;
  initials: string;
  attributions: number[];
  /** Words. */
  direct: number;
  indirect: number;
  share: number;
}

/** A document and its voices, in the order of the document. */
interface View {
  document: SaysoDocument;
  voices: VoiceView[];
  of: (a: Attribution) => VoiceView | null;
}

/** What the panel's user did; `onFollow` may return false to keep things as they are. */
interface Actions {
  onFollow: (voice: number | null) => boolean | void;
  onPeek: (id: number | null, item: HTMLElement) => void;
  onJump: (id: number, item: HTMLElement) => void;
}

interface Box { left: number; top: number; right: number; bottom: number }
/** Where the card's subject stands on the screen now. */
type Anchor = () => Box | null | undefined;

/** `tint`: quoted; `line`: paraphrase; `doubt`: uncertain; `source`: who says it. */
type Layer = "tint" | "line" | "doubt" | "source";
interface Mark { slot: Slot; layer: Layer; ranges: StaticRange[] }
interface Painter {
  /** Replaces all marks. */
  paint(marks: Mark[]): void;
  /** Shows one statement stronger than the rest. */
  point(ranges: StaticRange[]): void;
  /** Undoes everything. */
  clear(): void;
}

/** What a paste told of a stretch of the text. */
interface Block { kind: "heading" | "quote" | "item"; span: Span }
/** An element that article.js is to make of a span. */
interface Piece { start: number; end: number; rank: number; make: (first: boolean) => HTMLElement; started?: boolean }
/** `text.slice(start, end)` is `node.data.slice(from, from + end - start)`, white space being white space. */
interface TextPiece { start: number; end: number; node: Text; from: number }

/** Analyses one text, in the worker or on the main thread. */
type Backend = (text: string, options?: Options) => Promise<SaysoDocument>;
interface Job { text: string; options?: Options; resolve: (d: SaysoDocument) => void; reject: (e: unknown) => void }
/** An error of ours. */
type Failure = Error & { code: string };
