/*
 * Small helpers for the interface: elements without HTML strings, a voice's shape, one tab stop for a list.
 */

/**
 * An element with attributes (`null` and `false` are left out) and children, always as text or nodes, never as HTML.
 * @param {string} tag
 * @param {Record<string, string | number | boolean | null | undefined>} [attributes]
 * @param {...(Node | string | null | undefined)} children
 * @returns {HTMLElement}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children) if (child !== null && child !== undefined && child !== "") element.append(child);
  return element;
}

/** The element around an event's target that matches. @param {Event} event @param {string} selector */
export const around = (event, selector) => /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest(selector));

const SVG = "http://www.w3.org/2000/svg";
/** One outline for each slot in a square of 16; drawn, since fonts differ in what they have. @type {Record<Slot, string>} */
const SHAPES = {
  0: "M8 2a6 6 0 1 1 0 12a6 6 0 1 1 0-12z",
  1: "M2.6 2.6h10.8v10.8H2.6z",
  2: "M8 1.8l6.6 12H1.4z",
  3: "M8 1l7 7-7 7-7-7z",
  4: "M8 .8l2.2 4.8 5.1.6-3.8 3.5 1 5.2L8 12.3l-4.5 2.6 1-5.2L.7 6.2l5.1-.6z",
  5: "M8 1.3l7 5.1-2.7 8.3H3.7L1 6.4z",
  6: "M5.7 1.5h4.6v4.2h4.2v4.6h-4.2v4.2H5.7v-4.2H1.5V5.7h4.2z",
  7: "M1.4 2.2h13.2L8 14.2z",
  x: "M8 3.5a4.5 4.5 0 1 1 0 9a4.5 4.5 0 1 1 0-9zm0 2.5a2 2 0 1 0 0 4a2 2 0 1 0 0-4z",
  n: "M8 2.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 1 1 0-11zm0 1.6a3.9 3.9 0 1 0 0 7.8a3.9 3.9 0 1 0 0-7.8z",
};

/** @param {Slot} slot */
export function shape(slot) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  for (const [name, value] of [["class", "shape"], ["viewBox", "0 0 16 16"], ["aria-hidden", "true"], ["data-v", slot]]) svg.setAttribute(name, value);
  path.setAttribute("d", SHAPES[slot]);
  path.setAttribute("fill-rule", "evenodd");
  svg.append(path);
  return svg;
}

/**
 * Makes the items of `list` one tab stop that arrow keys, Home and End move through.
 * @param {HTMLElement} list
 * @param {string} selector which descendants are items
 * @param {boolean} [sideways] left and right only, where up and down must go on scrolling
 */
export function roving(list, selector, sideways = false) {
  const items = () => /** @type {HTMLElement[]} */ ([...list.querySelectorAll(selector)]).filter((i) => !i.closest("[hidden]"));
  list.addEventListener("keydown", (event) => {
    const all = items();
    const at = all.indexOf(/** @type {HTMLElement} */ (around(event, selector)));
    const rtl = getComputedStyle(list).direction === "rtl" ? -1 : 1;
    /** @type {Record<string, number>} */
    const steps = { ArrowRight: rtl, ArrowLeft: -rtl };
    if (!sideways) Object.assign(steps, { ArrowDown: 1, ArrowUp: -1, Home: -at, End: all.length - 1 - at });
    const step = steps[event.key];
    if (at < 0 || step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    all[Math.min(all.length - 1, Math.max(0, at + step))].focus();
  });
  list.addEventListener("focusin", (event) => {
    const now = around(event, selector);
    if (now) for (const item of list.querySelectorAll(selector)) item.setAttribute("tabindex", item === now ? "0" : "-1");
  });
  return {
    /** Gives the tab stop to the first item that can be seen, unless one that can be seen has it. */
    reset() {
      const all = items();
      if (all.some((i) => i.tabIndex === 0)) return;
      list.querySelectorAll(selector).forEach((i) => i.setAttribute("tabindex", "-1"));
      all[0]?.setAttribute("tabindex", "0");
    },
  };
}
