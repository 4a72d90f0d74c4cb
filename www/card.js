/*
 * The card about one statement: speaker, role, words, how sure, and the evidence. It opens on hover and on focus, stays while the pointer
 * is on it, and goes with Escape (WCAG 2.2, 1.4.13). In: attributions, and a function that tells where they stand. Not handled: what opens it.
 */
import { h, shape } from "./dom.js";
import { firstWords } from "./panel.js";
import { speakerName } from "./view.js";

export class Card {
  #strings;
  #timer = 0;
  /** @type {Anchor | null} */
  #anchor = null;
  /** Called when the card closes. */
  onClose = () => {};

  /**
   * @param {Strings} strings
   * @param {AbortSignal} signal ends its listeners
   */
  constructor(strings, signal) {
    this.#strings = strings;
    this.element = h("div", { class: "card", part: "card", id: "sayso-card", role: "tooltip", hidden: true });
    if ("popover" in this.element) this.element.setAttribute("popover", "manual");
    this.element.addEventListener("pointerenter", () => clearTimeout(this.#timer));
    this.element.addEventListener("pointerleave", () => this.leave());
    const place = () => this.open && requestAnimationFrame(() => this.#place());
    addEventListener("scroll", place, { capture: true, passive: true, signal });
    addEventListener("resize", place, { passive: true, signal });
    addEventListener("keydown", (event) => {
      // Also what is about to open: focus that Escape sends back would bring the card again.
      if (event.key === "Escape") this.hide();
    }, { signal });
  }

  get open() {
    return !this.element.hidden;
  }

  /**
   * Shows `attributions`, innermost first, beside what `anchor` gives.
   * @param {View} view
   * @param {string} text
   * @param {Attribution[]} attributions
   * @param {Anchor} anchor
   * @param {number} [delay] milliseconds
   */
  show(view, text, attributions, anchor, delay = 0) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.element.replaceChildren(...attributions.slice(0, 3).map((a) => this.#entry(view, text, a)));
      this.#anchor = anchor;
      this.element.hidden = false;
      this.element.scrollTop = 0;
      try {
        this.element.showPopover?.();
      } catch {
        // Shown already, or not in a document: it is then placed as it is.
      }
      this.#place();
    }, delay);
  }

  /** Closes soon, unless the pointer comes to the card. */
  leave() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.hide(), 250);
  }

  hide() {
    clearTimeout(this.#timer);
    if (!this.open) return;
    try {
      this.element.hidePopover?.();
    } catch {
      // Not shown as a popover.
    }
    this.element.hidden = true;
    this.#anchor = null;
    this.onClose();
  }

  #place() {
    const box = this.#anchor?.();
    if (!box) return;
    const { style } = this.element;
    const { offsetWidth: width, offsetHeight: height } = this.element;
    const [across, down] = [document.documentElement.clientWidth, innerHeight];
    const left = Math.max(8, Math.min(box.left, across - width - 8));
    const below = box.bottom + 8 + height <= down || box.top < height + 16;
    const top = below ? Math.min(box.bottom + 8, Math.max(8, down - height - 8)) : box.top - height - 8;
    style.left = `${left}px`;
    style.top = `${top}px`;
  }

  /** @param {View} view @param {string} text @param {Attribution} a */
  #entry(view, text, a) {
    const s = this.#strings;
    const voice = view.of(a);
    const { entities, attributions } = view.document;
    const via = a.via === null ? null : entities[a.via];
    const parent = a.parent === null ? null : attributions[a.parent];
    /** @type {[string, string | null | undefined][]} */
    const facts = [
      [s.source, a.text.source && `“${firstWords(a.text.source, 120)}”`],
      [s.cue, a.text.cue && `“${a.text.cue}”`],
      [s.how, [s.kind[a.kind], a.act === "says" ? "" : s.act[a.act], s.stance[a.stance], a.negated ? s.negated : "", a.hypothetical ? s.hypothetical : ""].filter(Boolean).join(" · ")],
      [s.through, via && via.id !== a.speaker ? via.name : null],
      [s.medium, a.medium?.text],
      [s.addressee, a.addressee?.text],
      [s.venue, a.venue?.text],
      [s.time, a.time && (a.time.date ? `${a.time.text} (${a.time.date})` : a.time.text)],
      [s.hedge, a.hedge && `“${a.hedge.text}”`],
      [s.reason, voice?.entity.reason && `“${voice.entity.reason.text}”`],
      [s.sure, s.confidence(a.confidence)],
    ];
    const reasons = a.because.slice(0, 4).map(({ rule, spans }) =>
      s.evidence(s.rules[rule] ?? s.rule(rule), spans.slice(0, 3).map(([from, to]) => firstWords(text.slice(from, to), 60))));
    if (a.resolution.how !== "name") reasons.push(s.resolution[a.resolution.how]);
    return h("div", { class: "entry", "data-v": voice?.slot ?? "n" },
      h("p", { class: "name", dir: "auto" }, shape(voice?.slot ?? "n"), speakerName(voice, a, s)),
      h("p", { class: "role", dir: "auto" }, voice ? voice.role || s.entity[voice.entity.kind] : ""),
      parent ? h("p", { class: "within" }, s.insideOf(view.of(parent)?.name ?? s.nobody)) : null,
      h("dl", {}, ...facts.flatMap(([name, value]) => (value ? [h("dt", {}, name), h("dd", { dir: "auto" }, value)] : []))),
      reasons.length ? h("p", { class: "because" }, `${s.because} `, ...reasons.map((r, i) => h("span", {}, r, i < reasons.length - 1 ? "; " : "."))) : null,
    );
  }
}
