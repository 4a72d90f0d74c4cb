/*
 * The text of an article on a page, and the way back: offsets of that text to ranges of the page, points of the page to offsets.
 * In: an element, which is only read. Out: `text`, as a reader sees it: white space collapsed, an empty line after each block, a line break
 * for `<br>`. Left out: scripts, navigation, asides, captions, form controls, what is not rendered, and `[data-sayso-ignore]`.
 * Not handled: text that style sheets generate, shadow roots inside the article.
 */

const IGNORE = "script,style,template,noscript,nav,aside,figcaption,form,button,select,textarea,iframe,object,svg,math,video,audio,canvas," +
  "say-so,dialog,[hidden],[aria-hidden=true],[data-sayso-ignore]";

export class TextMap {
  text = "";
  /** @type {TextPiece[]} */
  #pieces = [];
  /** The first piece of each node. @type {Map<Node, number>} */
  #first = new Map();

  /** @param {Element} root */
  constructor(root) {
    /** @type {string[]} */
    const out = [];
    let length = 0;
    /** What separates the next word from the last. */
    let gap = "";
    /** A space that is written when a word follows. @type {{node: Text, from: number} | null} */
    let space = null;

    /** @param {Text} node @param {number} from @param {number} to */
    const put = (node, from, to) => {
      if (from === to) return;
      const last = this.#pieces.at(-1);
      if (gap && length) {
        out.push(gap);
        length += gap.length;
      } else if (space && length) {
        out.push(" ");
        if (last?.node === space.node && last.end === length && last.from + last.end - last.start === space.from) last.end++;
        else this.#piece(length, 1, space.node, space.from);
        length++;
      }
      gap = "";
      space = null;
      out.push(node.data.slice(from, to));
      const now = this.#pieces.at(-1);
      if (now?.node === node && now.end === length && now.from + now.end - now.start === from) now.end += to - from;
      else this.#piece(length, to - from, node, from);
      length += to - from;
    };

    /** @param {Text} node @param {string} keep */
    const read = (node, keep) => {
      if (keep === "pre" || keep === "pre-wrap" || keep === "break-spaces") return put(node, 0, node.length);
      const words = keep === "pre-line" ? /[^ \t\r\f]+/g : /[^ \t\n\r\f]+/g;
      let at = 0;
      for (let word = words.exec(node.data); word; word = words.exec(node.data)) {
        if (word.index > at) space ??= { node, from: at };
        at = word.index + word[0].length;
        put(node, word.index, at);
      }
      if (at < node.length) space ??= { node, from: at };
    };

    const block = () => {
      gap = "\n\n";
      space = null;
    };
    // One walk with a stack of its own: articles may be nested deeper than calls may.
    /** @type {{node: Node | null, keep: string, block: boolean}[]} */
    const stack = [{ node: root.firstChild, keep: getComputedStyle(root).whiteSpace, block: true }];
    while (stack.length) {
      const top = stack[stack.length - 1];
      const { node } = top;
      if (!node) {
        if (top.block) block();
        stack.pop();
        continue;
      }
      top.node = node.nextSibling;
      if (node instanceof Text) read(node, top.keep);
      else if (node instanceof Element && !node.matches(IGNORE)) {
        if (node.localName === "br") {
          gap = gap ? "\n\n" : "\n";
          space = null;
          continue;
        }
        const { display, visibility, whiteSpace } = getComputedStyle(node);
        if (display === "none" || visibility === "hidden") continue;
        const apart = !/^(inline|contents|ruby)/.test(display);
        if (apart) block();
        stack.push({ node: node.firstChild, keep: whiteSpace, block: apart });
      }
    }
    this.text = out.join("");
  }

  /** @param {number} start @param {number} length @param {Text} node @param {number} from */
  #piece(start, length, node, from) {
    if (!this.#first.has(node)) this.#first.set(node, this.#pieces.length);
    this.#pieces.push({ start, end: start + length, node, from });
  }

  /**
   * The ranges of the page that hold `text.slice(start, end)`, one for each text node, so that nothing between them is touched.
   * @param {number} start
   * @param {number} end
   */
  ranges(start, end) {
    /** @type {StaticRange[]} */
    const out = [];
    let low = 0;
    for (let high = this.#pieces.length; low < high; ) {
      const middle = (low + high) >> 1;
      if (this.#pieces[middle].end <= start) low = middle + 1;
      else high = middle;
    }
    for (let i = low; i < this.#pieces.length && this.#pieces[i].start < end; ) {
      const { node } = this.#pieces[i];
      const from = this.#pieces[i].from + Math.max(0, start - this.#pieces[i].start);
      let to = from;
      for (; i < this.#pieces.length && this.#pieces[i].node === node && this.#pieces[i].start < end; i++) {
        to = this.#pieces[i].from + Math.min(end, this.#pieces[i].end) - this.#pieces[i].start;
      }
      if (to <= node.length) out.push(new StaticRange({ startContainer: node, startOffset: from, endContainer: node, endOffset: to }));
    }
    return out;
  }

  /**
   * The offset in `text` of a point of the page; −1 where the text has none.
   * @param {Node} node
   * @param {number} at
   */
  offset(node, at) {
    const first = this.#first.get(node);
    if (first === undefined) return -1;
    for (let i = first; this.#pieces[i]?.node === node; i++) {
      const { start, end, from } = this.#pieces[i];
      if (at >= from && at <= from + end - start) return start + at - from;
    }
    return -1;
  }
}
