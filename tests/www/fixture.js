/*
 * A document made by hand for the invented agency story, written in phrases: the rendering is tested against it, whatever the analysis does.
 * In: the text of www/samples/agency.txt. Out: a document with UTF-16 offsets that covers direct, indirect, mixed, interrupted and nested
 * content, sources without an entity, low confidence, replies, hedges and furniture.
 */

/**
 * @param {string} text
 * @returns {import("../../www/types.d.ts").SaysoDocument}
 */
export function fixture(text) {
  /** @param {string} phrase @param {number} [from] */
  const find = (phrase, from = 0) => {
    const at = text.indexOf(phrase, from);
    if (at < 0) throw new Error(`not in the sample: ${phrase}`);
    return /** @type {[number, number]} */ ([at, at + phrase.length]);
  };
  const names = [
    ["Ilse Brandt", "person", "Kessary’s water minister"],
    ["Tomas Okonjo-Reyes", "person", "Ardania’s ambassador to Kessary"],
    ["Ardanian Foreign Ministry", "organisation", ""],
    ["Maren Dovik", "person", ""],
    ["Anneke Solberg", "person", "secretary of the League of Lake Towns"],
    ["Two officials", "anonymous", "officials familiar with the negotiations"],
    ["Ardanian officials", "group", ""],
    ["One of them", "anonymous", ""],
    ["League of Lake Towns", "organisation", "represents eleven municipalities on both shores"],
    ["statement", "document", ""],
  ];
  const entities = names.map(([name, kind, role], id) => ({
    id, kind, name, aliases: [], roles: role ? [role] : [],
    reason: id === 5 ? { text: "because the talks are confidential", span: find("because the talks are confidential") } : null,
    mentions: [{ span: find(name), form: "name" }],
  }));
  /** @type {any[]} */
  const attributions = [];
  /**
   * @param {string} kind @param {number | null} speaker @param {string} source @param {string} cue @param {string[]} content @param {object} [more]
   */
  const add = (kind, speaker, source, cue, content, more = {}) => {
    const spans = content.map((c) => find(c));
    // The source and cue that stand nearest to the content.
    /** @param {string} phrase */
    const near = (phrase) => {
      const all = [];
      for (let at = text.indexOf(phrase); at >= 0; at = text.indexOf(phrase, at + 1)) all.push(at);
      all.sort((a, b) => Math.min(Math.abs(a + phrase.length - spans[0][0]), Math.abs(a - spans[0][1])) - Math.min(Math.abs(b + phrase.length - spans[0][0]), Math.abs(b - spans[0][1])));
      return /** @type {[number, number]} */ ([all[0], all[0] + phrase.length]);
    };
    attributions.push({
      kind, act: "says", stance: "neutral", negated: false, hypothetical: false,
      source: source ? [near(source)] : [], cue: cue ? [near(cue)] : [], content: spans,
      text: { source, cue, content: content.join(" … ") }, speaker, via: null,
      resolution: { how: speaker === null ? "none" : "name", confidence: 0.9 },
      medium: null, addressee: null, venue: null, time: null, hedge: null, parent: null, confidence: 0.9,
      because: [{ rule: kind === "direct" ? "direct-after" : "indirect-clause", spans: cue ? [near(cue)] : [] }], ...more,
    });
  };
  /** @param {string} t */
  const note = (t) => ({ text: t, span: find(t) });
  add("indirect", 0, "Kessary’s water minister", "accused", ["neighbouring Ardania of secretly draining Lake Tavor"], { stance: "accuse" });
  add("mixed", 6, "Ardanian officials", "rejected", ["a charge that Ardanian officials rejected as “pure invention”"], { stance: "reject", confidence: 0.42 });
  add("direct", 0, "Minister Ilse Brandt", "told", ["“Four metres of water do not walk away by themselves,”", "“Somebody opened a gate, and it was not us.”"], { addressee: note("reporters"), venue: note("outside the ministry"), because: [{ rule: "direct-interrupted", spans: [find("Minister Ilse Brandt told")] }] });
  add("indirect", 0, "Brandt", "According to", ["satellite pictures show that three sluices on the Ardanian side have stood open since March"], { hedge: note("She did not present the pictures") });
  add("indirect", null, "satellite pictures", "show", ["that three sluices on the Ardanian side have stood open since March"], { act: "shows", parent: 3, confidence: 0.61 });
  add("indirect", 1, "Tomas Okonjo-Reyes", "saying", ["that the lake had shrunk because of two dry winters"], { stance: "deny" });
  add("direct", 1, "the ambassador", "said", ["“This is a drought, not a plot,”", "“Madam Brandt knows the difference, and so do her own engineers.”"], { resolution: { how: "role", confidence: 0.8 } });
  add("mixed", 2, "the Ardanian Foreign Ministry", "said", ["the accusations were “timed to poison the talks”"], { medium: note("In a statement"), time: { ...note("late on Monday") } });
  add("direct", 2, "the statement", "said", ["“Our gauges are open to any inspector, on any day,”"], { via: 9 });
  add("indirect", 5, "Two officials familiar with the negotiations", "said", ["the two sides had agreed on almost everything except fishing rights"]);
  add("direct", 7, "One of them", "described", ["“tired, but not hopeless.”"], { because: [{ rule: "some-new-rule", spans: [] }] });
  add("mixed", 0, "She", "claimed", ["that an earlier inspection had been “steered away from every gate that mattered.”"], { resolution: { how: "pronoun", confidence: 0.7 }, stance: "claim", hedge: note("without giving details") });
  add("direct", 3, "Maren Dovik", "said", ["“They shout at each other over our heads,”", "“and meanwhile I am walking half a kilometre through mud to reach my own boat.”"]);
  add("indirect", 3, "Dovik", "said", ["she believed the lake would recover if both governments left it alone"]);
  add("indirect", 3, "she", "believed", ["the lake would recover if both governments left it alone"], { act: "thinks", parent: 13 });
  add("direct", 3, "she", "added", ["“Water has a longer memory than ministers,”"], { resolution: { how: "pronoun", confidence: 0.8 } });
  add("indirect", 8, "The League of Lake Towns", "warned", ["that the harbour accord could collapse if the quarrel went on"], { stance: "warn" });
  add("direct", 4, "Anneke Solberg", "wrote", ["“There will be nothing left to sign,”"], { medium: note("in an open letter") });
  add("direct", 1, "Okonjo-Reyes", "said", ["“They may come tomorrow. We will even lend them boots.”"]);
  attributions.sort((a, b) => a.content[0][0] - b.content[0][0] || (a.cue[0]?.[0] ?? 0) - (b.cue[0]?.[0] ?? 0));
  attributions.forEach((a, id) => (a.id = id));
  const paragraphs = [...text.matchAll(/\S.*/g)].map((m) => /** @type {[number, number]} */ ([m.index, m.index + m[0].length]));
  const marks = [...text.matchAll(/“[^”]*”/g)];
  const quotations = marks.map((m, id) => ({
    id, span: /** @type {[number, number]} */ ([m.index, m.index + m[0].length]), inner: /** @type {[number, number]} */ ([m.index + 1, m.index + m[0].length - 1]),
    depth: 0, parent: null, kind: "speech", attribution: attributions.find((a) => a.content.some((/** @type {number[]} */ c) => c[0] <= m.index && c[1] >= m.index + m[0].length))?.id ?? null,
  }));
  const words = (/** @type {number} */ speaker, /** @type {boolean} */ direct) => attributions
    .filter((a) => a.speaker === speaker && a.parent === null && (a.kind === "direct") === direct)
    .reduce((n, a) => n + a.text.content.split(/\s+/).length, 0);
  const total = entities.reduce((n, e) => n + words(e.id, true) + words(e.id, false), 0);
  const voices = entities.map((e) => ({
    speaker: e.id, attributions: attributions.filter((a) => a.speaker === e.id).length, direct_words: words(e.id, true), indirect_words: words(e.id, false),
    share: (words(e.id, true) + words(e.id, false)) / total,
  })).filter((v) => v.attributions).sort((a, b) => b.share - a.share || a.speaker - b.speaker);
  const headline = "Kessary accuses Ardania of draining shared lake as talks stall";
  const licence = "Text may be reused under a Creative Commons Attribution 4.0 International licence.";
  return /** @type {any} */ ({
    schema: 1, language: "en", offsets: "utf16", length: text.length, paragraphs, sentences: paragraphs,
    furniture: [
      { kind: "headline", span: find(headline), value: headline }, { kind: "byline", span: find("By Noor Haddad"), value: "Noor Haddad" },
      { kind: "dateline", span: find("PORT MELINE (Coastal News) -"), value: "PORT MELINE" }, { kind: "credit", span: find("NH/ts"), value: "NH/ts" },
      { kind: "licence", span: find(licence), value: "Creative Commons Attribution 4.0 International" },
    ],
    entities, quotations, attributions,
    replies: [{ from: 1, to: null, whom: 0, kind: "reject" }, { from: 5, to: 0, whom: 0, kind: "reject" }],
    voices, warnings: [],
  });
}
