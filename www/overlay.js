/*
 * The painter for browsers without custom highlights: boxes over the text, in a layer of our own. Fetched only where it is needed.
 * Not handled: articles that scroll apart from the page.
 */
import { colours, rectsOf } from "./painter.js";

/** @implements {Painter} */
export class OverlayPainter {
  /** @type {Mark[]} */
  #marks = [];
  /** @type {StaticRange[]} */
  #now = [];
  #layer = document.createElement("div");
  #watch = new ResizeObserver(() => this.#draw());

  /** @param {ShadowRoot} home @param {Element} article */
  constructor(home, article) {
    this.#layer.style.cssText = "position:absolute;inset:0 auto auto 0;width:0;height:0;pointer-events:none;z-index:1";
    this.#layer.ariaHidden = "true";
    home.append(this.#layer);
    this.#watch.observe(article);
  }

  /** @param {Mark[]} marks */
  paint(marks) {
    this.#marks = marks;
    this.#draw();
  }

  /** @param {StaticRange[]} ranges */
  point(ranges) {
    this.#now = ranges;
    this.#draw();
  }

  clear() {
    this.#watch.disconnect();
    this.#layer.remove();
  }

  #draw() {
    const base = this.#layer.getBoundingClientRect();
    /** @type {HTMLElement[]} */
    const boxes = [];
    /** @param {StaticRange[]} ranges @param {string} style */
    const add = (ranges, style) => {
      for (const rect of ranges.flatMap(rectsOf)) {
        const box = document.createElement("div");
        box.style.cssText = `position:absolute;${style};left:${rect.left - base.left}px;top:${rect.top - base.top}px;width:${rect.width}px;height:${rect.height}px`;
        boxes.push(box);
      }
    };
    for (const { slot, layer, ranges } of this.#marks) {
      const { tint, line } = colours(slot);
      if (layer === "tint") add(ranges, `background:${tint}`);
      else if (layer !== "source") add(ranges, `border-bottom:2px ${layer === "doubt" ? "dotted" : "solid"} ${line}`);
    }
    add(this.#now, "outline:2px solid");
    this.#layer.replaceChildren(...boxes);
  }
}
