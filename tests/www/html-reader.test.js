/* Rich text to plain text: what a reader sees stays, what runs or hides goes, and the time is linear. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { readHtml } from "../../www/html-reader.js";

/** @param {string} html @param {string} text */
const reads = (html, text) => assert.equal(readHtml(html).text, text, html);

test("paragraphs, line breaks and white space", () => {
  reads("<p>One\n  two</p><p>Three<br>four</p>", "One two\n\nThree\nfour");
  reads("plain text, no tags", "plain text, no tags");
  reads("<div><div>A</div><div>B</div></div>", "A\n\nB");
  reads("a<b>bold</b> <i>it</i>alic", "abold italic");
  reads("<p>“Yes,”<span> she </span>said.</p>", "“Yes,” she said.");
  reads("<pre>  two  spaces\n  kept</pre>", "two  spaces\nkept");
  reads("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\n\nc");
  reads("", "");
});

test("headings, block quotes and list items keep their kind", () => {
  const { text, blocks } = readHtml("<h1>Title</h1><p>Story.</p><blockquote><p>“We are done,”</p><p>he said.</p></blockquote><ul><li>One</li></ul>");
  assert.deepEqual(blocks.map(({ kind, span }) => [kind, text.slice(...span)]), [["heading", "Title"], ["quote", "“We are done,”"], ["quote", "he said."], ["item", "One"]]);
});

test("scripts, navigation and hidden parts are left out", () => {
  for (const part of [
    "<script>alert(1)</script>", "<script>if (a < b) '<p>'</script >", "<style>p{content:'</p>'}</style>", "<nav><ul><li>Home</li></ul></nav>",
    "<aside>Read <aside>more</aside> here</aside>", "<svg><script>x</script><text>t</text></svg>", "<template><p>x</p></template>",
    "<!-- <p>comment</p> -->", "<iframe src='javascript:alert(1)'>x</iframe>", "<p hidden>no</p>", "<span aria-hidden=\"true\">no</span>",
    "<button onclick=\"alert('>')\">Share</button>", "<form><p>Sign up</p></form>", "<figure><figcaption>Photo</figcaption></figure>", "<!doctype html>", "<?xml version='1.0'?>",
  ]) reads(`<p>Before</p>${part}<p>After</p>`, "Before\n\nAfter");
});

test("attributes are never text, whatever is in them", () => {
  reads("<p title=\"a > b\" onload='x>y'>Text</p>", "Text");
  reads("<img src=x onerror=\"document.title='hit'\">Text", "Text");
  reads("<a href=\"javascript:alert('<p>')\">Link</a>", "Link");
});

test("character references", () => {
  reads("&ldquo;Caf&eacute; &amp; co&rdquo; &#8212; &#x1F600; &nbsp;x", "“Café & co” — 😀 \u00a0x");
  reads("&#146;&unknown; &lt;script&gt; &#xD800; &#0; &#99999999;", "’&unknown; <script> \ufffd \ufffd \ufffd");
  reads("AT&T &copy 2020", "AT&T © 2020");
});

test("broken mark-up gives text and never fails", () => {
  reads("a < b and c > d", "a < b and c > d");
  reads("<p>open", "open");
  reads("</p></div></blockquote>x", "x");
  reads("<p>x</p><p", "x");
  reads("<p>x</p><a href=\"", "x");
  reads("<p>x</p><!-- open", "x");
  reads("<p>x</p><script>open", "x");
  reads("<><>x", "<><>x");
});

test("the time is linear, whatever the input", () => {
  const hostile = {
    open: (n) => "<".repeat(n), tags: (n) => "<b>x".repeat(n / 4), quotes: (n) => `<a ${"'\"".repeat(n / 2)}`, comments: (n) => "<!--".repeat(n / 4),
    scripts: (n) => "<script>".repeat(n / 8), spaces: (n) => `<pre>${" ".repeat(n)}x</pre>`, breaks: (n) => "<br>".repeat(n / 4), nested: (n) => "<div>".repeat(n / 5),
    skipped: (n) => "<nav>".repeat(n / 5), references: (n) => "&".repeat(n), equals: (n) => `<a ${"='".repeat(n / 2)}`, blanks: (n) => `<a ${" ".repeat(n)}`, cells: (n) => "<td>x ".repeat(n / 6),
    hidden: (n) => `<p ${"x ".repeat(n / 2)}>`,
  };
  for (const [name, make] of Object.entries(/** @type {Record<string, (n: number) => string>} */ (hostile))) {
    const time = (/** @type {number} */ n) => {
      const html = make(n);
      const start = performance.now();
      readHtml(html);
      return performance.now() - start;
    };
    time(20_000);
    // The best of several: a busy machine makes some runs slow, never one fast.
    const best = (/** @type {number} */ n) => Math.min(...Array.from({ length: 5 }, () => time(n)));
    let [small, large] = [best(100_000), best(1_000_000)];
    for (let again = 0; again < 4 && large >= 12 * small + 60; again++) [small, large] = [Math.min(small, best(100_000)), Math.min(large, best(1_000_000))];
    assert.ok(large < 12 * small + 60, `${name}: ${small.toFixed(1)} ms for 100 kB, ${large.toFixed(1)} ms for 1 MB`);
  }
});
