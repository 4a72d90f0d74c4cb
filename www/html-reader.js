/*
 * Rich text to plain text, without an HTML parser of the browser: the paste of a stranger is read as characters and never becomes a document.
 * In: HTML, as a clipboard or a file gives it. Out: the text a reader would see, paragraphs apart by an empty line, and where headings, block
 * quotes and list items stand in it. One pass, linear in the length of the input.
 * Not handled: style sheets (what they hide is read), the rarer named character references, tables beyond one cell after another.
 */

/** Elements whose content no reader reads as the article. */
const SKIP = new Set(("script style template noscript head title iframe object svg math canvas audio video nav aside footer form " +
  "select button textarea figcaption dialog menu").split(" "));
/** Of these, the ones whose content is characters, not mark-up. */
const RAW = new Set(["script", "style", "iframe", "title", "textarea", "noscript"]);
const VOID = new Set("area base br col embed hr img input link meta source track wbr".split(" "));
const BLOCK = new Set(("address article blockquote body dd div dl dt fieldset figure h1 h2 h3 h4 h5 h6 header hgroup hr html li main ol p pre " +
  "section table tbody td tfoot th thead tr ul center details summary").split(" "));

const LATIN = ("nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot " +
  "cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave " +
  "Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute " +
  "acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide " +
  "oslash ugrave uacute ucirc uuml yacute thorn yuml").split(" ");
/** @type {Map<string, string>} */
const NAMED = new Map([
  ...LATIN.map((name, i) => /** @type {[string, string]} */ ([name, String.fromCharCode(160 + i)])),
  .../** @type {[string, string][]} */ (Object.entries({
    amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", ldquo: "“", rdquo: "”", lsquo: "‘", rsquo: "’", sbquo: "‚", bdquo: "„",
    lsaquo: "‹", rsaquo: "›", ndash: "–", mdash: "—", hellip: "…", bull: "•", ensp: "\u2002", emsp: "\u2003", thinsp: "\u2009",
    zwnj: "\u200c", zwj: "\u200d", lrm: "\u200e", rlm: "\u200f", euro: "€", trade: "™", OElig: "Œ", oelig: "œ", Scaron: "Š", scaron: "š",
    Yuml: "Ÿ", dagger: "†", Dagger: "‡", permil: "‰", minus: "−", prime: "′", Prime: "″", horbar: "―", hyphen: "‐",
  })),
]);
/** What numbers 128 to 159 mean, which old pages use. */
const WINDOWS = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

/** @param {string} text */
function decode(text) {
  if (!text.includes("&")) return text;
  return text.replace(/&(?:#[xX]([0-9a-fA-F]+)|#([0-9]+)|([A-Za-z][A-Za-z0-9]{1,9}));?/g, (whole, hex, decimal, name) => {
    if (name) return NAMED.get(name) ?? whole;
    const code = hex ? parseInt(hex, 16) : parseInt(decimal, 10);
    if (code === 0 || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return "\ufffd";
    return code >= 128 && code < 160 ? WINDOWS[code - 128] : String.fromCodePoint(code);
  });
}

/**
 * @param {string} html
 * @returns {{text: string, blocks: Block[]}}
 */
export function readHtml(html) {
  /** @type {string[]} */
  const out = [];
  /** @type {Block[]} */
  const blocks = [];
  /** The paragraph that is being read, in pieces, and its last character: joined once, so that the time stays linear. @type {string[]} */
  let pieces = [];
  let last = "";
  let length = 0;
  let [heading, quote, item, pre] = [0, 0, 0, 0];

  const flush = () => {
    const text = pieces.join("").split("\n").map((line) => line.trim()).join("\n").trim();
    pieces = [];
    last = "";
    if (!text) return;
    if (length) {
      out.push("\n\n");
      length += 2;
    }
    const kind = heading ? "heading" : quote ? "quote" : item ? "item" : null;
    if (kind) blocks.push({ kind, span: [length, length + text.length] });
    out.push(text);
    length += text.length;
  };
  /** @param {string} piece */
  const put = (piece) => {
    if (!piece) return;
    pieces.push(piece);
    last = piece[piece.length - 1];
  };
  /** @param {string} raw */
  const write = (raw) => {
    if (!raw) return;
    const text = decode(raw);
    if (pre) return put(text.replace(/\r\n?/g, "\n"));
    const flat = text.replace(/[ \t\n\r\f]+/g, " ");
    put(flat[0] === " " && (last === "" || last === " " || last === "\n") ? flat.slice(1) : flat);
  };

  /** Inside an element that is skipped: its name and how many of that name are open. */
  let skipping = "";
  let depth = 0;
  const tag = /<(?:!--|([!?])|(\/?)([A-Za-z][^\s/>]{0,63}))/g;
  let at = 0;
  for (;;) {
    tag.lastIndex = at;
    const found = tag.exec(html);
    const start = found ? found.index : html.length;
    if (!skipping) write(html.slice(at, start));
    if (!found) break;
    if (found[0] === "<!--") {
      const end = html.indexOf("-->", start + 4);
      if (end < 0) break;
      at = end + 3;
      continue;
    }
    const end = tagEnd(html, start + found[0].length);
    if (end < 0) break;
    at = end;
    if (found[1]) continue;
    const closing = found[2] === "/";
    const name = found[3].toLowerCase();
    if (skipping) {
      if (name === skipping) depth += closing ? -1 : 1;
      if (depth <= 0) skipping = "";
      continue;
    }
    const empty = VOID.has(name) || html[end - 2] === "/";
    if (!closing && !empty && (SKIP.has(name) || /\s(?:hidden(?=[\s/>=])|aria-hidden\s*=\s*["']?true)/i.test(html.slice(start, Math.min(end, start + 2000))))) {
      if (RAW.has(name)) {
        const close = new RegExp(`</${name}[\\s/>]`, "gi");
        close.lastIndex = end;
        const there = close.exec(html);
        if (!there) break;
        at = there.index;
      }
      skipping = name;
      depth = 1;
      if (BLOCK.has(name)) flush();
      continue;
    }
    if (name === "br") put("\n");
    else if (name === "td" || name === "th") put(last.trim() ? " " : "");
    else if (BLOCK.has(name)) {
      flush();
      const step = closing ? -1 : empty ? 0 : 1;
      if (/^h[1-6]$/.test(name)) heading = Math.max(0, heading + step);
      else if (name === "blockquote") quote = Math.max(0, quote + step);
      else if (name === "li") item = Math.max(0, item + step);
      else if (name === "pre") pre = Math.max(0, pre + step);
    }
  }
  flush();
  return { text: out.join(""), blocks };
}

/**
 * Where a tag ends that is open at `from`; −1 where it does not. Quoted values may hold ">".
 * @param {string} html
 * @param {number} from
 */
function tagEnd(html, from) {
  for (let at = from; at < html.length; at++) {
    const c = html[at];
    if (c === ">") return at + 1;
    if (c !== '"' && c !== "'") continue;
    // A quotation mark counts only where a value begins.
    let before = at - 1;
    while (before > from && before > at - 8 && html.charCodeAt(before) <= 32) before--;
    if (html[before] !== "=") continue;
    at = html.indexOf(c, at + 1);
    if (at < 0) return -1;
  }
  return -1;
}
