/*
 * The look that the page and the element share: voices' colours, marks, panel and card, as one stylesheet for `adoptedStyleSheets`.
 * Colours are in oklch with one hue a voice, so that all voices are equally strong, in light and dark.
 */

/** Hues of the eight voices; `x` and `n` are grey. */
export const HUES = [28, 255, 150, 315, 75, 205, 350, 115];

const hues = HUES.map((hue, i) => `[data-v="${i}"]{--h:${hue};--c:1}`).join("");

export const look = `
${hues}[data-v="x"],[data-v="n"]{--h:80;--c:.12}
[data-v]{--tint:light-dark(oklch(.94 calc(.045*var(--c)) var(--h)),oklch(.31 calc(.055*var(--c)) var(--h)));
--edge:light-dark(oklch(.56 calc(.13*var(--c)) var(--h)),oklch(.74 calc(.12*var(--c)) var(--h)));
--word:light-dark(oklch(.42 calc(.12*var(--c)) var(--h)),oklch(.84 calc(.1*var(--c)) var(--h)))}
.say{color:inherit;background:none;text-decoration:none 2px solid var(--edge);text-underline-offset:.22em;text-decoration-skip-ink:auto;border-radius:3px;-webkit-box-decoration-break:clone;box-decoration-break:clone}
.say.direct,.say.mixed .q{background:var(--tint);border-radius:3px;padding:.08em .12em;margin:0 -.06em;-webkit-box-decoration-break:clone;box-decoration-break:clone}
.say.direct .q{padding:0;margin:0;background:none}
.say.indirect,.say.mixed{text-decoration-line:underline}
.say[data-doubt]{text-decoration-line:underline;text-decoration-style:dotted;text-decoration-thickness:3px}
.source{font-weight:650;color:var(--word)}.cue{font-style:italic}
.shape{width:1em;height:1em;fill:var(--edge);flex:none;vertical-align:-.1em}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap;margin:0}
[hidden]{display:none!important}
.panel,.card{font:.92rem/1.4 var(--sayso-font,system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",sans-serif);color:var(--ink);text-align:start}
.panel h2{font:600 .74rem/1.2 inherit;font-size:.74rem;font-weight:600;letter-spacing:.09em;text-transform:uppercase;color:var(--soft);margin:0 0 .6rem}
.panel ul,.panel ol{list-style:none;margin:0 0 1.4rem;padding:0}
.panel button{all:unset;box-sizing:border-box;display:grid;width:100%;cursor:pointer;border-radius:8px;padding:.5rem .6rem;column-gap:.55rem;-webkit-tap-highlight-color:transparent}
.panel button:hover{background:var(--card)}
.panel button:focus-visible,.panel summary:focus-visible{outline:2px solid var(--focus);outline-offset:-2px}
.panel .voice{grid-template-columns:1rem minmax(0,1fr) auto}
.voice .shape{grid-row:1;align-self:center}
.voice .name,.statement .who{font-weight:600;overflow-wrap:anywhere}.voice .short{display:none}
.voice .pct{font-variant-numeric:tabular-nums;color:var(--soft)}
.voice .role,.voice .cnt{grid-column:2/-1;font-size:.86em;line-height:1.35;color:var(--soft);overflow-wrap:anywhere}
.bar{grid-column:2/-1;display:block;height:.42rem;margin:.32rem 0 .28rem;border-radius:3px;overflow:hidden;position:relative;background:var(--line)}
.bar::before,.bar::after{content:"";position:absolute;inset-block:0;inset-inline-start:0;width:var(--d);background:var(--edge)}
.bar::after{inset-inline-start:var(--d);width:var(--i);background:repeating-linear-gradient(135deg,var(--edge) 0 1.5px,var(--tint) 1.5px 4px)}
.panel .voice[aria-pressed=true]{background:var(--card);box-shadow:inset 0 0 0 2px var(--edge)}
.panel summary{cursor:pointer;color:var(--soft);border-radius:4px}.panel summary h2{display:inline}
.panel details[open] summary{margin-bottom:.5rem}
.statements{max-height:26rem;overflow:auto;overscroll-behavior:auto}
.panel .statement{grid-template-columns:1rem minmax(0,1fr) auto;align-items:baseline}
.statement .kind{font-size:.82em;color:var(--soft)}
.statement .first{grid-column:2/-1;font-size:.9em;color:var(--soft);overflow:hidden;display:-webkit-box;-webkit-line-clamp:2;-webkit-box-orient:vertical;overflow-wrap:anywhere}
.statement[data-doubt] .shape{fill:none;stroke:var(--edge);stroke-width:1.6;stroke-dasharray:2 1.6}
.legend{display:flex;flex-wrap:wrap;gap:.45rem 1.1rem;font-size:.86em;color:var(--soft);border-top:1px solid var(--line);padding-top:.8rem}
.legend .say,.legend .outlet{color:var(--ink)}
.message{margin:0 0 1.2rem;padding:.8rem 1rem;border-radius:8px;background:var(--card);border:1px solid var(--line);border-inline-start:4px solid var(--accent)}
.card{position:fixed;inset:auto;margin:0;box-sizing:border-box;width:min(22rem,calc(100vw - 16px));max-height:min(70vh,32rem);overflow:auto;padding:.9rem 1rem;background:var(--card);border:1px solid var(--line);border-radius:12px;box-shadow:0 10px 34px light-dark(#0003,#000a);z-index:9;font-size:.86rem;overflow-wrap:anywhere}
.card p{margin:0}.card .name{font-weight:650;font-size:1.14em;line-height:1.3}.card .name .shape{margin-inline-end:.4em}
.card .role,.card dt,.card .because,.card .within{color:var(--soft)}.card .within{font-style:italic;margin-top:.2rem}
.card dl{display:grid;grid-template-columns:auto minmax(0,1fr);gap:.15rem .75rem;margin:.55rem 0 0}.card dd{margin:0}
.card .because{margin-top:.6rem;padding-top:.55rem;border-top:1px dashed var(--line)}
.card .entry+.entry{margin-top:.8rem;padding-top:.8rem;border-top:1px solid var(--line)}
@media(forced-colors:active){
.say.direct{text-decoration:underline double 2px}.say.direct .q{text-decoration:none}
.shape,.bar,.bar::before,.bar::after{forced-color-adjust:none}.shape{fill:CanvasText}.statement[data-doubt] .shape{stroke:CanvasText}
.bar{background:Canvas;border:1px solid CanvasText}.bar::before{background:CanvasText}.bar::after{background:GrayText}
.voice[aria-pressed=true]{outline:3px solid Highlight;outline-offset:-3px}}
@media print{.say.direct,.say.mixed .q{-webkit-print-color-adjust:exact;print-color-adjust:exact}.statements{max-height:none;overflow:visible}.card{display:none}}
`;

/** The colours of text, lines and cards, for an interface that must bring its own. */
export const palette = `{--ink:light-dark(#1d1c1a,#e9e6df);--soft:light-dark(#645f57,#aaa59a);--line:light-dark(#ddd7cb,#34363c);--card:light-dark(#fff,#1f2125);--accent:light-dark(#8a2b1d,#f0a08f);--focus:light-dark(#1a4f9c,#9cc2ff)}`;

/** A stylesheet for `adoptedStyleSheets`, which no Content-Security-Policy refuses. @param {string} css */
export function sheet(css) {
  const made = new CSSStyleSheet();
  made.replaceSync(css);
  return made;
}
