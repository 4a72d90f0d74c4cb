/*
 * The panel: a summary sentence, the voices, the attributions in order, the legend, and messages. Used by the page and by the element.
 * In: a view of a document. Out: DOM without inline styles, and three callbacks: follow a voice, peek at an attribution, go to one.
 */
import { around, h, roving, shape } from "./dom.js";
import { DOUBT, speakerName } from "./view.js";

/** The first words of a text, about `limit` characters. @param {string} text @param {number} [limit] */
export function firstWords(text, limit = 90) {
  const flat = text.slice(0, limit * 3).replace(/\s+/g, " ").trim();
  if (flat.length <= limit) return flat;
  const cut = flat.lastIndexOf(" ", limit);
  return flat.slice(0, cut > limit / 2 ? cut : limit).replace(/[\ud800-\udbff]$/, "") + " …";
}

/**
 * The sentences on top, in words.
 * @param {View} view
 * @param {Strings} strings
 */
export function summaryOf({ document, voices, of }, strings) {
  const speaking = voices.filter((v) => v.attributions.length);
  const lead = speaking.length <= 2 ? speaking : speaking.slice(0, speaking[1].share > 0.15 ? 2 : 1);
  const sentences = [];
  if (speaking.length) sentences.push(strings.summary(speaking.length, lead.map((v) => v.name)));
  /** Who is rejected, and by how many. @type {Map<number, Set<number>>} */
  const rejected = new Map();
  for (const { from, to, whom, kind } of document.replies) {
    const by = document.attributions[from]?.speaker;
    const target = whom ?? (to === null ? null : document.attributions[to]?.speaker);
    if (kind !== "reject" || by === null || by === undefined || target === null || target === undefined || by === target) continue;
    rejected.set(target, (rejected.get(target) ?? new Set()).add(by));
  }
  const [most] = [...rejected].sort((a, b) => b[1].size - a[1].size);
  if (most) sentences.push(strings.rejects(most[1].size, document.entities[most[0]]?.name ?? ""));
  const orphans = document.attributions.filter((a) => !of(a)).length;
  if (orphans) sentences.push(strings.unnamed(orphans));
  const hedge = document.attributions.find((a) => a.hedge)?.hedge;
  if (hedge) sentences.push(strings.hedged(hedge.text));
  return sentences.join(" ");
}

export class Panel {
  /** @type {number | null} */
  followed = null;
  #strings;
  #actions;
  /** @type {View | undefined} */
  #view;

  /**
   * @param {Strings} strings
   * @param {Actions} actions
   */
  constructor(strings, actions) {
    this.#strings = strings;
    this.#actions = actions;
    this.summary = h("p", { class: "summary", part: "summary" });
    this.message = h("p", { class: "message", part: "message", hidden: true });
    this.status = h("p", { class: "unseen", role: "status" });
    this.voices = h("ul", { class: "voices", part: "voices", "aria-label": strings.voices });
    this.statements = h("ol", { class: "statements", part: "statements", "aria-label": strings.statements });
    this.legend = this.#legend();
    this.#voiceStop = roving(this.voices, ".voice");
    this.#statementStop = roving(this.statements, ".statement");
    this.body = h("div", { class: "lists", hidden: true },
      h("section", {}, h("h2", {}, strings.voices), this.voices),
      h("section", {}, h("details", { open: true }, h("summary", {}, h("h2", {}, strings.statements)), this.statements)),
      this.legend,
    );
    this.element = h("div", { class: "panel", part: "panel" }, this.message, this.body, this.status);
    this.voices.addEventListener("click", (event) => {
      const button = around(event, ".voice");
      if (button) this.follow(Number(button.dataset.id));
    });
    for (const name of ["click", "focusin", "pointerover", "focusout", "pointerout"]) {
      this.statements.addEventListener(name, (event) => {
        const item = around(event, ".statement");
        if (!item || (name === "focusin" && !item.matches(":focus-visible"))) return;
        const id = Number(item.dataset.a);
        if (name === "click") actions.onJump(id, item);
        else actions.onPeek(name.endsWith("out") ? null : id, item);
      });
    }
  }

  #voiceStop;
  #statementStop;

  /**
   * Shows a document's voices; nobody is followed then.
   * @param {View} view
   */
  show(view) {
    const strings = this.#strings;
    const { document } = view;
    this.#view = view;
    this.followed = null;
    const codes = new Set(document.warnings.map((w) => w.code));
    const notes = [...codes].map((code) => strings.warnings[code]).filter(Boolean);
    const blocked = codes.has("language-unsupported") || codes.has("text-too-long");
    if (!document.attributions.length && !blocked && document.length) notes.unshift(strings.none);
    this.tell(notes.join(" "));
    const most = Math.max(1, ...view.voices.map((v) => v.direct + v.indirect));
    this.voices.replaceChildren(...view.voices.map((v) => h("li", {}, this.#voice(v, most))));
    this.statements.replaceChildren(...document.attributions.map((a) => h("li", {}, this.#statement(a, view))));
    this.body.hidden = !document.attributions.length;
    this.summary.textContent = summaryOf(view, strings);
    this.status.textContent = this.summary.textContent;
    this.#voiceStop.reset();
    this.#statementStop.reset();
  }

  /** Nothing is shown but `text`. @param {string} text */
  fail(text) {
    this.#view = undefined;
    this.followed = null;
    this.body.hidden = true;
    this.voices.replaceChildren();
    this.statements.replaceChildren();
    this.summary.textContent = "";
    this.tell(text);
    this.status.textContent = text;
  }

  /** @param {string} text */
  tell(text) {
    this.message.textContent = text;
    this.message.hidden = !text;
  }

  /**
   * Follows one voice alone; the same voice again, or null, stops that.
   * @param {number | null} id
   */
  follow(id) {
    const view = this.#view;
    if (!view) return;
    const next = id === this.followed || !view.voices.some((v) => v.id === id) ? null : id;
    if (this.#actions.onFollow(next) === false) return;
    this.followed = next;
    for (const button of /** @type {NodeListOf<HTMLElement>} */ (this.voices.querySelectorAll(".voice"))) {
      button.setAttribute("aria-pressed", String(Number(button.dataset.id) === this.followed));
    }
    for (const item of /** @type {NodeListOf<HTMLElement>} */ (this.statements.querySelectorAll(".statement"))) {
      const a = view.document.attributions[Number(item.dataset.a)];
      /** @type {HTMLElement} */ (item.parentElement).hidden = this.followed !== null && a.speaker !== this.followed;
    }
    this.#statementStop.reset();
    const name = view.voices.find((v) => v.id === this.followed)?.name;
    this.status.textContent = name ? this.#strings.following(name) : this.#strings.notFollowing;
  }

  /** @param {VoiceView} v @param {number} most */
  #voice(v, most) {
    const strings = this.#strings;
    const bar = h("span", { class: "bar", "aria-hidden": "true" });
    bar.style.setProperty("--d", `${(100 * v.direct) / most}%`);
    bar.style.setProperty("--i", `${(100 * v.indirect) / most}%`);
    const words = v.direct + v.indirect ? ` · ${strings.words(v.direct, v.indirect)}` : "";
    const button = h("button", { class: "voice", part: "voice", type: "button", "data-v": v.slot, "data-id": v.id, "aria-pressed": "false", tabindex: -1 },
      shape(v.slot),
      h("span", { class: "name", dir: "auto" }, v.name),
      h("span", { class: "short", dir: "auto", "aria-hidden": "true" }, v.short),
      h("span", { class: "pct" }, strings.share(v.share)),
      h("span", { class: "role", dir: "auto" }, v.role || strings.entity[v.entity.kind]),
      bar,
      h("span", { class: "cnt" }, strings.statementCount(v.attributions.length) + words),
    );
    return button;
  }

  /** @param {Attribution} a @param {View} view */
  #statement(a, view) {
    const strings = this.#strings;
    const voice = view.of(a);
    const unsure = a.confidence < DOUBT;
    const words = firstWords(a.text.content);
    return h("button", {
        class: `statement ${a.kind}`, part: "statement", type: "button", "data-a": a.id, "data-v": voice?.slot ?? "n", "data-doubt": unsure, tabindex: -1,
      },
      shape(voice?.slot ?? "n"),
      h("span", { class: "who", dir: "auto" }, speakerName(voice, a, strings)),
      h("span", { class: "unseen" }, ", "),
      h("span", { class: "kind" }, unsure ? `${strings.kind[a.kind]}, ${strings.uncertain}` : strings.kind[a.kind]),
      h("span", { class: "unseen" }, ": "),
      h("span", { class: "first", dir: "auto" }, words),
    );
  }

  #legend() {
    const s = this.#strings;
    const [plain, quoted] = s.legendMixed;
    return h("section", { class: "legend", part: "legend", "aria-label": s.legend },
      h("span", { class: "say direct", "data-v": 0 }, h("span", { class: "q" }, s.legendDirect)),
      h("span", { class: "say indirect", "data-v": 0 }, s.legendIndirect),
      h("span", { class: "say mixed", "data-v": 0 }, plain, h("span", { class: "q" }, quoted)),
      h("span", { class: "say indirect", "data-v": 0, "data-doubt": true }, s.legendDoubt),
      h("span", {}, h("span", { class: "source", "data-v": 0 }, s.legendSource), " ", h("span", { class: "cue" }, s.legendCue)),
      h("span", { class: "outlet" }, s.legendOutlet),
    );
  }
}
