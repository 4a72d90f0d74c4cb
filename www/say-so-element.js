/*
 * The element `<say-so for="id">`: shows who says what in an article that is on the page already.
 * In: the article's text, read from the page and never written to. Out: highlights over the article, a panel and a card in a shadow root,
 * and the events `sayso-result`, `sayso-error`, `sayso-select`. Nothing is fetched before it is visible or `analyse()` is called.
 * If anything fails the article is just the article, and the panel says what is wrong and how to cure it.
 * Importing this file registers nothing and needs no DOM; `say-so.js` registers.
 */
import { Analyser } from "./analyser.js";
import { Card } from "./card.js";
import { look, palette, sheet } from "./look.js";
import { HighlightPainter, rectsOf } from "./painter.js";
import { Panel } from "./panel.js";
import { strings } from "./strings.en.js";
import { TextMap } from "./text-map.js";
import { DOUBT, emptyDocument, quotedParts, viewOf } from "./view.js";

const Base = /** @type {typeof HTMLElement} */ (globalThis.HTMLElement ?? class {});

/** The document or shadow root that a node is in. @param {Node} node */
const home = (node) => /** @type {Document | ShadowRoot} */ (node.getRootNode());

/** All elements of a page share one worker. @type {Analyser | undefined} */
let analyser;
let users = 0;

const style = `:host{display:block;position:relative;box-sizing:border-box;padding:1rem 1.1rem;border-radius:10px;line-height:1.4;text-align:start;background:var(--sayso-background,light-dark(#fbfaf7,#191a1d))}
:host([hidden]){display:none}:host ${palette}.summary{font-size:1.02rem;line-height:1.45;margin:0 0 1rem}.summary:empty{display:none}
.start{all:unset;cursor:pointer;text-decoration:underline;text-underline-offset:.2em}.start:focus-visible{outline:2px solid var(--focus)}`;
/** @type {CSSStyleSheet[] | undefined} */
let sheets;

export class SaySoElement extends Base {
  static observedAttributes = ["for", "date", "start", "marks", "min-confidence"];
  /** The words that are shown; replace it before the first element is used. */
  static strings = strings;

  /**
   * Registers the class; a name that is taken already is left as it is.
   * @param {string} [tag]
   * @param {CustomElementRegistry} [registry]
   */
  static define(tag = "say-so", registry = globalThis.customElements) {
    if (registry && !registry.get(tag)) registry.define(tag, this);
    return this;
  }

  /** @type {AbortController | undefined} */
  #life;
  /** @type {Panel | undefined} */
  #panel;
  /** @type {Card | undefined} */
  #card;
  /** @type {Painter | undefined} */
  #painter;
  /** @type {TextMap | undefined} */
  #map;
  /** @type {Element | null} */
  #article = null;
  #view = viewOf(emptyDocument(), SaySoElement.strings);
  /** @type {SaysoDocument | null} */
  #result = null;
  #batch = false;
  #begun = false;
  /** @type {CSSStyleSheet | undefined} */
  #cure;
  /** Where the cure is. @type {Document | ShadowRoot | undefined} */
  #home;

  /** The id of the article. */
  get for() {
    return this.getAttribute("for") ?? "";
  }
  set for(id) {
    this.setAttribute("for", id);
  }

  /** The article's own date, `2021-01-13`, or empty. */
  get date() {
    const value = this.getAttribute("date") ?? "";
    return /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value)) ? value : "";
  }
  set date(date) {
    this.setAttribute("date", date);
  }

  /** When to begin: `visible`, `load`, or `manual`, which waits for `analyse()`. */
  get start() {
    const value = this.getAttribute("start");
    return value === "load" || value === "manual" ? value : "visible";
  }
  set start(start) {
    this.setAttribute("start", start);
  }

  /** What to mark in the article: `all`, or `none` for the panel alone. */
  get marks() {
    return this.getAttribute("marks") === "none" ? "none" : "all";
  }
  set marks(marks) {
    this.setAttribute("marks", marks);
  }

  /** Attributions below this are not marked; between 0 and 1. */
  get minConfidence() {
    const value = Number(this.getAttribute("min-confidence") ?? 0);
    return value >= 0 && value <= 1 ? value : 0;
  }
  set minConfidence(confidence) {
    this.setAttribute("min-confidence", String(confidence));
  }

  /** The text that was read from the article; all offsets index it. */
  get text() {
    return this.#map?.text ?? "";
  }

  /** The last document, or null. */
  get result() {
    return this.#result;
  }

  connectedCallback() {
    for (const name of ["for", "date", "start", "marks", "minConfidence"]) this.#upgrade(name);
    const life = new AbortController();
    const words = SaySoElement.strings;
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    sheets ??= [sheet(look), sheet(style)];
    root.adoptedStyleSheets = sheets;
    this.#life = life;
    this.#begun = false;
    this.#card = new Card(words, life.signal);
    this.#card.onClose = () => this.#painter?.point([]);
    this.#panel = new Panel(words, {
      onFollow: (voice) => this.#follow(voice),
      onPeek: (id, item) => (id === null ? this.#card?.leave() : this.#show(id, () => item.getBoundingClientRect(), item.matches(":focus-visible") ? 0 : 350)),
      onJump: (id) => this.goTo(id),
    });
    root.replaceChildren(this.#panel.summary, this.#panel.element, this.#card.element);
    if (!this.hasAttribute("role")) this.setAttribute("role", "region");
    if (!this.hasAttribute("aria-label")) this.setAttribute("aria-label", words.panel);
    users++;
    this.#arm();
  }

  disconnectedCallback() {
    this.#card?.hide();
    this.#life?.abort();
    this.#release();
    this.shadowRoot?.replaceChildren();
    this.#life = this.#panel = this.#card = undefined;
    if (--users === 0) {
      analyser?.close();
      analyser = undefined;
    }
  }

  /** @param {string} name @param {string | null} before @param {string | null} after */
  attributeChangedCallback(name, before, after) {
    if (before === after || !this.#life || this.#batch) return;
    this.#batch = true;
    queueMicrotask(() => {
      this.#batch = false;
      if (!this.#life) return;
      if (name === "marks" || name === "min-confidence") this.#paint();
      else if (this.#begun) this.analyse().catch(() => {});
      else this.#arm();
    });
  }

  /**
   * Reads the article and shows who says what in it. A later call takes an earlier one's place, and answers both.
   * @returns {Promise<SaysoDocument>} rejected with an `Error` that has a `code`
   */
  async analyse() {
    const mine = (this.#latest = this.#analyse());
    try {
      return await mine;
    } catch (error) {
      if (/** @type {{code?: string}} */ (error).code === "superseded" && this.#latest !== mine) return this.#latest;
      throw error;
    }
  }

  /** @type {Promise<SaysoDocument> | undefined} */
  #latest;

  /** @returns {Promise<SaysoDocument>} */
  async #analyse() {
    const life = this.#life;
    if (!life) throw Object.assign(new Error("the element is not in a document"), { code: "closed" });
    this.#begun = true;
    this.setAttribute("aria-busy", "true");
    try {
      await this.#attach();
      if (!this.#article) {
        throw Object.assign(new Error(`for: expected the id of an element, but found "${this.for}"`), { code: "no-article" });
      }
      const map = new TextMap(this.#article);
      analyser ??= new Analyser();
      const result = await analyser.analyse(map.text, this.date ? { date: this.date } : {}, this);
      if (life.signal.aborted) throw Object.assign(new Error("the element was removed"), { code: "closed" });
      this.#map = map;
      this.#result = result;
      this.#view = viewOf(result, SaySoElement.strings);
      this.#panel?.show(this.#view);
      // The page may have changed meanwhile: marks go where the text is now.
      this.#anchor();
      this.#tell("sayso-result", { text: map.text, document: result });
      return result;
    } catch (cause) {
      const error = /** @type {Error & {code?: string}} */ (cause);
      const code = error.code ?? "failed";
      if (code !== "superseded" && code !== "closed" && !life.signal.aborted) {
        this.#painter?.paint([]);
        this.#panel?.fail(SaySoElement.strings.errors[code] ?? SaySoElement.strings.failed);
        this.#tell("sayso-error", { code, message: error.message });
      }
      throw error;
    } finally {
      if (!life.signal.aborted) this.removeAttribute("aria-busy");
    }
  }

  /** Follows one voice, by its entity; null shows all. @param {number | null} voice */
  follow(voice) {
    if (this.#panel && voice !== this.#panel.followed) this.#panel.follow(voice ?? this.#panel.followed);
  }

  /** Brings an attribution into view and opens its card. @param {number} id */
  goTo(id) {
    const a = this.#result?.attributions[id];
    if (!a || !this.#tell("sayso-select", { attribution: id, voice: a.speaker })) return;
    const [range] = this.#ranges(a.content);
    const element = range?.startContainer.parentElement;
    if (!element) return;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    element.scrollIntoView({ block: "center", behavior: calm ? "instant" : "smooth" });
    this.#show(id, () => rectsOf(range)[0]);
  }

  // -- Reading

  /** Waits for the moment to begin. */
  #arm() {
    if (this.start === "manual") return;
    if (this.start === "load") return void this.analyse().catch(() => {});
    const watch = new IntersectionObserver((entries) => {
      if (this.#begun || !entries.some((e) => e.isIntersecting)) return;
      watch.disconnect();
      this.analyse().catch(() => {});
    }, { rootMargin: "200px" });
    watch.observe(this);
    const article = this.#find();
    if (article) watch.observe(article);
    this.#life?.signal.addEventListener("abort", () => watch.disconnect());
  }

  #find() {
    return this.for ? home(this).getElementById(this.for) : this.closest("article");
  }

  /** Watches the article and gets ready to paint it. */
  async #attach() {
    const article = this.#find();
    if (article === this.#article && article?.isConnected) return;
    this.#release();
    this.#article = article;
    if (!article || !this.#life) return;
    const { signal } = this.#life;
    const root = home(article);
    if (globalThis.Highlight && CSS.highlights) this.#painter = new HighlightPainter(root);
    else {
      const { OverlayPainter } = await import("./overlay.js");
      if (signal.aborted || this.#article !== article || this.#painter) return;
      this.#painter = new OverlayPainter(/** @type {ShadowRoot} */ (this.shadowRoot), article);
    }
    if (article.id) {
      // Forced colours would make all highlights look the same.
      const id = `#${CSS.escape(article.id)}`;
      this.#cure = sheet(`@media(forced-colors:active){${id}{forced-color-adjust:none;color:CanvasText;background:Canvas}${id} a{color:LinkText}}`);
      root.adoptedStyleSheets.push(this.#cure);
      this.#home = root;
    }
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let later;
    const watch = new MutationObserver(() => {
      clearTimeout(later);
      later = setTimeout(() => this.#changed(), 200);
    });
    watch.observe(article, { subtree: true, childList: true, characterData: true });
    const end = new AbortController();
    this.#detach = () => {
      clearTimeout(later);
      watch.disconnect();
      end.abort();
    };
    const listen = { passive: true, signal: AbortSignal.any([signal, end.signal]) };
    let frame = 0;
    article.addEventListener("pointermove", (event) => {
      const { clientX, clientY, pointerType } = /** @type {PointerEvent} */ (event);
      if (pointerType === "touch") return;
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => this.#over(clientX, clientY, 200));
    }, listen);
    article.addEventListener("pointerleave", () => {
      cancelAnimationFrame(frame);
      this.#leave();
    }, listen);
    article.addEventListener("click", (event) => {
      const { clientX, clientY } = /** @type {PointerEvent} */ (event);
      if (getSelection()?.isCollapsed !== false) this.#over(clientX, clientY, 0);
    }, listen);
  }

  #detach = () => {};

  /** Undoes `#attach`. */
  #release() {
    this.#detach();
    this.#detach = () => {};
    this.#painter?.clear();
    if (this.#home) this.#home.adoptedStyleSheets = this.#home.adoptedStyleSheets.filter((s) => s !== this.#cure);
    this.#painter = this.#cure = this.#home = undefined;
    this.#article = null;
    this.#map = undefined;
  }

  /** The article changed: the same text is marked again where it is now, another text is analysed. */
  #changed() {
    if (!this.#life || !this.#result) return;
    if (!this.#article?.isConnected || !this.#anchor()) this.analyse().catch(() => {});
  }

  /** Marks the document's text where the page has it now; false where the text is another. */
  #anchor() {
    if (!this.#article || !this.#map) return false;
    const map = new TextMap(this.#article);
    if (map.text !== this.#map.text) return false;
    this.#map = map;
    this.#paint();
    return true;
  }

  // -- Showing

  #paint() {
    const painter = this.#painter;
    if (!painter || !this.#result) return;
    if (this.marks === "none") return painter.paint([]);
    const quoted = quotedParts(this.#result);
    const followed = this.#panel?.followed ?? null;
    /** @type {Mark[]} */
    const marks = [];
    for (const a of this.#result.attributions) {
      if (a.confidence < this.minConfidence || (followed !== null && a.speaker !== followed)) continue;
      const slot = this.#view.of(a)?.slot ?? "n";
      marks.push({ slot, layer: "tint", ranges: this.#ranges(quoted(a)) });
      if (a.confidence < DOUBT) marks.push({ slot, layer: "doubt", ranges: this.#ranges(a.content) });
      else if (a.kind !== "direct") marks.push({ slot, layer: "line", ranges: this.#ranges(a.content) });
      marks.push({ slot, layer: "source", ranges: this.#ranges(a.source) });
    }
    painter.paint(marks);
  }

  /** @param {Span[]} spans */
  #ranges(spans) {
    return spans.flatMap(([start, end]) => this.#map?.ranges(start, end) ?? []);
  }

  /** @param {number | null} voice */
  #follow(voice) {
    if (!this.#tell("sayso-select", { attribution: null, voice })) return false;
    queueMicrotask(() => this.#paint());
  }

  /** What stands under a point of the page. @param {number} x @param {number} y @param {number} delay */
  #over(x, y, delay) {
    const id = this.#at(x, y);
    if (id === this.#hovered) return;
    if (id === null) return this.#leave();
    this.#hovered = id;
    const ranges = this.#ranges(/** @type {SaysoDocument} */ (this.#result).attributions[id].content);
    this.#show(id, () => {
      const rects = ranges.flatMap(rectsOf);
      const line = rects.find((r) => y >= r.top - 2 && y <= r.bottom + 2) ?? rects[0];
      return line && { left: Math.max(line.left, x - 24), right: line.right, top: line.top, bottom: line.bottom };
    }, delay);
  }

  /** @type {number | null} */
  #hovered = null;

  #leave() {
    if (this.#hovered !== null) this.#card?.leave();
    this.#hovered = null;
  }

  /** @param {number} x @param {number} y @returns {number | null} */
  #at(x, y) {
    if (!this.#map || !this.#result || this.marks === "none") return null;
    const root = this.#article && home(this.#article);
    const options = root instanceof ShadowRoot ? { shadowRoots: [root] } : undefined;
    const page = /** @type {any} */ (document);
    const caret = page.caretPositionFromPoint?.(x, y, options);
    const range = caret ? null : page.caretRangeFromPoint?.(x, y);
    const [node, at] = caret ? [caret.offsetNode, caret.offset] : [range?.startContainer, range?.startOffset];
    const offset = node ? this.#map.offset(node, at) : -1;
    if (offset < 0) return null;
    const followed = this.#panel?.followed ?? null;
    /** @param {Attribution} a */
    const shown = (a) => a.confidence >= this.minConfidence && (followed === null || a.speaker === followed);
    const hits = this.#result.attributions.filter((a) => shown(a) && [...a.content, ...a.source, ...a.cue].some(([s, e]) => s <= offset && offset <= e));
    // Innermost first; the caret snaps to the nearest letter, so the point must also be on the words.
    return hits.reverse().find((a) => this.#ranges([...a.content, ...a.source, ...a.cue]).some((r) =>
      rectsOf(r).some((b) => x >= b.left - 1 && x <= b.right + 1 && y >= b.top - 2 && y <= b.bottom + 2)))?.id ?? null;
  }

  /** @param {number} id @param {Anchor} anchor @param {number} [delay] */
  #show(id, anchor, delay) {
    const all = this.#result?.attributions;
    if (!all) return;
    const chain = [];
    for (let a = all[id]; a && chain.length < 4; a = /** @type {Attribution} */ (a.parent === null ? undefined : all[a.parent])) chain.push(a);
    this.#painter?.point(this.#ranges(all[id].content));
    this.#card?.show(this.#view, this.text, chain, anchor, delay);
  }

  /** A property that was set before the class was known becomes an attribute. @param {string} name */
  #upgrade(name) {
    if (!Object.hasOwn(this, name)) return;
    const self = /** @type {any} */ (this);
    const value = self[name];
    delete self[name];
    self[name] = value;
  }

  /** @param {string} name @param {object} detail plain data */
  #tell(name, detail) {
    return this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable: name === "sayso-select" }));
  }
}
