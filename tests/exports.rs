//! Each export read back by a reader that shares nothing with the writer: JSON by types declared again, which know no other field; CSV
//! and annotations field by field; HTML by a strict scanner that gives the article back.

mod contract;

use std::collections::BTreeMap;

use sayso::document::{Document, FurnitureKind};
use sayso::export::{Article, Format, export, record};
use sayso::{Analyser, ErrorKind, OffsetUnit, Options};
use serde_json::Value;

use crate::util::{ARTICLE, Draft, Says, article};

const UNITS: [OffsetUnit; 3] = [OffsetUnit::Byte, OffsetUnit::Codepoint, OffsetUnit::Utf16];

/// `ARTICLE` between `span`, counted as Python would.
fn codepoints(text: &str, (start, end): (usize, usize)) -> String {
    text.chars().skip(start).take(end - start).collect()
}

#[test]
fn json_is_the_contract_and_nothing_more() {
    let text =
        export(Format::Json, &article(OffsetUnit::Codepoint), ARTICLE).expect("its own text");
    let read: contract::Document = serde_json::from_str(&text).expect("the contract");
    assert_eq!(
        (read.schema, read.offsets.as_str(), read.length),
        (1, "codepoint", ARTICLE.chars().count())
    );
    assert!(read.id.is_none() && read.entities[0].reason.is_none());
    let first = &read.attributions[0];
    let said: Vec<_> = first.content.iter().map(|s| codepoints(ARTICLE, *s)).collect();
    assert_eq!(said.join(" … "), first.text.content);
    assert_eq!(said[0], "“=We measured <b>every</b> week & found nothing,”");
    assert_eq!(
        (first.kind.as_str(), first.act.as_str(), first.stance.as_str()),
        ("direct", "says", "neutral")
    );
    assert_eq!(read.attributions[2].parent, Some(1));
    let medium = read.attributions[3].medium.as_ref().expect("the article has one");
    assert_eq!(
        (medium.text.as_str(), codepoints(ARTICLE, medium.span)),
        ("in the Scheldt Courier", medium.text.clone())
    );
    assert_eq!(read.voices.iter().map(|v| v.speaker).collect::<Vec<_>>(), [0, 1]);
    assert_eq!(read.quotations[2].attribution, Some(2));
}

/// An attribution, or a paragraph, a line: for people, `grep` and `diff`.
#[test]
fn json_has_a_line_for_each_item() {
    let document = article(OffsetUnit::Utf16);
    let text = export(Format::Json, &document, ARTICLE).expect("its own text");
    assert!(text.starts_with("{\n  \"schema\": 1,\n"), "{}", &text[..60]);
    assert!(text.contains("\"paragraphs\": [\n    [0, "));
    assert!(text.contains("\"replies\": [],\n") && text.ends_with("}\n"));
    assert_eq!(
        text.lines().filter(|l| l.contains("\"content\":")).count(),
        document.attributions.len()
    );
    let pretty: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(pretty, serde_json::to_value(&document).expect("plain data"));
}

#[test]
fn jsonl_is_one_line_with_the_name_in_front() {
    let document = article(OffsetUnit::Utf16);
    let piece = Format::Jsonl
        .piece(&Article::new(&document, ARTICLE).expect("its own text").id("a “file”.txt"));
    assert!(piece.ends_with("}\n") && piece.lines().count() == 1);
    assert!(piece.starts_with("{\"id\":\"a “file”.txt\",\"schema\":1,"), "{}", &piece[..60]);
    let read: contract::Document = serde_json::from_str(&piece).expect("the contract");
    assert_eq!(read.id.as_deref(), Some("a “file”.txt"));
    assert_eq!(record("a “file”.txt", &document) + "\n", piece);
}

#[test]
fn several_documents_are_an_array() {
    let document = article(OffsetUnit::Utf16);
    for format in [Format::Json, Format::Annotations] {
        let piece = format.piece(&Article::new(&document, ARTICLE).expect("its own text").id("x"));
        let two =
            [&*format.head(true), &piece, format.between(), &piece, format.tail(true)].concat();
        assert_eq!(
            serde_json::from_str::<Vec<Value>>(&two).map(|v| v.len()).ok(),
            Some(2),
            "{format}"
        );
        let none = [&*format.head(true), format.tail(true)].concat();
        assert_eq!(
            serde_json::from_str::<Vec<Value>>(&none).map(|v| v.len()).ok(),
            Some(0),
            "{format}"
        );
    }
}

#[test]
fn a_document_of_another_text_is_refused() {
    for format in Format::ALL {
        let error = export(*format, &article(OffsetUnit::Utf16), "another text")
            .expect_err("lengths differ");
        assert_eq!(error.kind(), ErrorKind::Input);
        assert!(error.to_string().contains("but found one of 12"), "{error}");
    }
}

/// A text of the same length in which the spans cut characters: nothing sensible can come out, but no panic either.
#[test]
fn spans_that_do_not_fit_are_empty() {
    let document = article(OffsetUnit::Byte);
    let other = "é".repeat(ARTICLE.len() / 2) + if ARTICLE.len() % 2 == 1 { "a" } else { "" };
    for format in Format::ALL {
        export(*format, &document, &other).expect("the same length");
    }
}

#[test]
fn formats_have_names() {
    for format in Format::ALL {
        assert_eq!(format.to_string().parse::<Format>().ok(), Some(*format));
    }
    let error = "pdf".parse::<Format>().expect_err("no such format");
    assert!(error.to_string().contains("json, jsonl, csv, html, annotations"), "{error}");
}

// CSV

/// The rows as maps from column names.
fn rows(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().collect::<Result<_, _>>().expect("all rows have all columns")
}

#[test]
fn csv_can_be_read_back() {
    let document = article(OffsetUnit::Codepoint);
    let piece = Format::Csv
        .piece(&Article::new(&document, ARTICLE).expect("its own text").id("a,\"b\".txt"));
    let text = Format::Csv.head(false).into_owned() + &piece;
    assert_eq!(text.matches("\r\n").count(), 5, "a line a row, ending as RFC 4180 says");
    let rows = rows(&text);
    assert_eq!(rows.len(), 4);
    let first = &rows[0];
    for (column, expected) in [
        ("id", "a,\"b\".txt"),
        ("attribution", "0"),
        ("kind", "direct"),
        ("act", "says"),
        ("stance", "neutral"),
        ("negated", "false"),
        ("speaker", "Zoë Verbruggen"),
        ("speaker_kind", "person"),
        ("role", "the harbour’s director"),
        ("source", "Zoë Verbruggen, the harbour’s director"),
        ("cue", "said"),
        (
            "content",
            "“=We measured <b>every</b> week & found nothing,” … “If anybody has other figures, we want to see them.”",
        ),
        ("parent", ""),
        ("resolution", "name"),
        ("confidence", "0.87"),
        ("because", "by-hand"),
        ("offsets", "codepoint"),
        ("medium", ""),
    ] {
        assert_eq!(first[column], expected, "{column}");
    }
    let content: Vec<_> = first["content_spans"]
        .split(' ')
        .map(|span| {
            let (start, end) = span.split_once("..").expect("a span");
            codepoints(ARTICLE, (start.parse().expect("a number"), end.parse().expect("a number")))
        })
        .collect();
    assert_eq!(content.join(" … "), first["content"]);
    assert_eq!((rows[2]["parent"].as_str(), rows[2]["speaker"].as_str()), ("1", "Zoë Verbruggen"));
    assert_eq!(
        (rows[3]["medium"].as_str(), rows[3]["speaker"].as_str()),
        ("in the Scheldt Courier", "")
    );
}

#[test]
fn csv_runs_nothing() {
    for bad in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"] {
        let text = format!("Ann said {bad} yesterday.");
        let mut draft = Draft::new(&text);
        draft.says(Says { source: "Ann", cue: "said", content: &[bad], ..Says::default() });
        let csv =
            export(Format::Csv, &draft.finish(OffsetUnit::Utf16), &text).expect("its own text");
        assert_eq!(rows(&csv)[0]["content"], format!("'{bad}"));
    }
}

// Web Annotations

fn annotations(unit: OffsetUnit) -> Value {
    let text = export(Format::Annotations, &article(unit), ARTICLE).expect("its own text");
    serde_json::from_str(&text).expect("JSON")
}

fn selector<'a>(target: &'a Value, kind: &str) -> &'a Value {
    let selectors = target["selector"].as_array().expect("a list");
    selectors.iter().find(|s| s["type"] == kind).expect(kind)
}

/// What the target's selectors select; both must select the same.
#[track_caller]
fn selected(target: &Value) -> String {
    assert_eq!(target["type"], "SpecificResource");
    let position = selector(target, "TextPositionSelector");
    let number = |key: &str| position[key].as_u64().expect("a number") as usize;
    let (start, end) = (number("start"), number("end"));
    let quote = selector(target, "TextQuoteSelector");
    let words = |key: &str| quote[key].as_str().expect("words").to_owned();
    assert_eq!(codepoints(ARTICLE, (start, end)), words("exact"), "positions are code points");
    let (before, after) = (words("prefix"), words("suffix"));
    assert!(codepoints(ARTICLE, (0, start)).ends_with(&before), "prefix stands before: {before}");
    assert!(
        codepoints(ARTICLE, (end, ARTICLE.chars().count())).starts_with(&after),
        "suffix stands after: {after}"
    );
    assert!(before.chars().count() >= 10 || start < 10 && before.chars().count() == start);
    words("exact")
}

#[test]
fn annotations_follow_the_recommendation() {
    let collection = annotations(OffsetUnit::Utf16);
    assert_eq!(collection["@context"][0], "http://www.w3.org/ns/anno.jsonld");
    assert!(
        collection["@context"][1]["sayso"].as_str().is_some_and(|iri| iri.ends_with('#')),
        "a prefix for our terms"
    );
    assert_eq!(collection["type"], "AnnotationCollection");
    assert_eq!(collection["total"], 4);
    let page = &collection["first"];
    assert_eq!(page["type"], "AnnotationPage");
    assert_eq!((&page["partOf"], &page["startIndex"]), (&collection["id"], &Value::from(0)));
    let items = page["items"].as_array().expect("a list");
    assert_eq!(items.len(), 4);
    let mut ids: Vec<_> = items.iter().map(|i| i["id"].as_str().expect("an IRI")).collect();
    ids.extend([collection["id"].as_str().expect("an IRI"), page["id"].as_str().expect("an IRI")]);
    assert!(ids.iter().all(|id| id.starts_with("ni:///sha-256;")), "{ids:?}");
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 6, "ids differ");

    let first = &items[0];
    assert_eq!(
        (&first["type"], &first["motivation"]),
        (&"Annotation".into(), &"describing".into())
    );
    let targets = first["target"].as_array().expect("content in two spans is two targets");
    let said: Vec<_> = targets.iter().map(selected).collect();
    assert_eq!(
        said,
        [
            "“=We measured <b>every</b> week & found nothing,”",
            "“If anybody has other figures, we want to see them.”"
        ]
    );
    assert_eq!(
        selected(&items[3]["target"]),
        "that digging would spread the tar",
        "one span is one target"
    );

    let bodies = first["body"].as_array().expect("a list");
    assert_eq!(bodies[0]["type"], "TextualBody");
    assert_eq!(bodies[0]["purpose"], "describing");
    assert_eq!(bodies[0]["value"], "Zoë Verbruggen, the harbour’s director — said");
    let tags: Vec<_> =
        bodies.iter().filter(|b| b["purpose"] == "tagging").map(|b| &b["value"]).collect();
    assert_eq!(tags, ["direct", "says", "neutral"]);
    let facts = bodies.last().expect("our own terms");
    assert_eq!(facts["type"], "sayso:Attribution");
    assert_eq!(facts["sayso:speaker"]["sayso:name"], "Zoë Verbruggen");
    assert_eq!(facts["sayso:speaker"]["sayso:role"][0], "the harbour’s director");
    assert_eq!(selected(&facts["sayso:source"][0]), "Zoë Verbruggen, the harbour’s director");
    assert_eq!(selected(&facts["sayso:cue"][0]), "said");
    assert_eq!(facts["sayso:confidence"], 0.87);
    let child = items[2]["body"].as_array().and_then(|b| b.last()).expect("our own terms");
    assert_eq!(child["sayso:parent"]["id"], items[1]["id"]);
    // Only terms of the Recommendation stand without a prefix.
    let own = facts.as_object().expect("an object").keys();
    assert!(own.clone().all(|k| k == "id" || k == "type" || k.starts_with("sayso:")), "{own:?}");
}

#[test]
fn annotations_are_the_same_whatever_the_unit() {
    let [byte, codepoint, utf16] = UNITS.map(annotations);
    assert_eq!(byte, codepoint);
    assert_eq!(byte, utf16);
    // The emoji stands before: in UTF-16 the content would begin one later.
    let position = selector(&byte["first"]["items"][0]["target"][0], "TextPositionSelector");
    assert_eq!(position["start"], 10);
}

#[test]
fn annotations_of_a_page_are_found_by_words() {
    let document = article(OffsetUnit::Utf16);
    let piece = Format::Annotations.piece(
        &Article::new(&document, ARTICLE).expect("its own text").url("https://example.org/a"),
    );
    let collection: Value = serde_json::from_str(&piece).expect("JSON");
    let target = &collection["first"]["items"][3]["target"];
    assert_eq!(target["source"], "https://example.org/a");
    assert_eq!(
        target["selector"].as_array().map(Vec::len),
        Some(1),
        "positions in the text are not positions in the page"
    );
    assert_eq!(selector(target, "TextQuoteSelector")["exact"], "that digging would spread the tar");
}

// HTML

/// What a strict scanner sees in a page: its text, and its elements with attributes.
struct Page {
    text: String,
    elements: Vec<(String, BTreeMap<String, String>)>,
    /// The text inside each element, by its place in `elements`.
    inside: Vec<String>,
}

fn unescape(text: &str) -> String {
    let pairs = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    let out = pairs.iter().fold(text.to_owned(), |t, (entity, c)| t.replace(entity, c));
    // Every & must have been one of these.
    assert_eq!(
        text.matches('&').count(),
        pairs.iter().map(|(e, _)| text.matches(e).count()).sum::<usize>(),
        "{text}"
    );
    out
}

/// Reads `html`; fails on anything but well-formed elements with quoted attributes.
#[track_caller]
fn scan(html: &str) -> Page {
    let mut page = Page { text: String::new(), elements: vec![], inside: vec![] };
    let mut open: Vec<usize> = vec![];
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let raw = open.last().is_some_and(|i| page.elements[*i].0 == "style");
        let text = if raw { rest[..at].to_owned() } else { unescape(&rest[..at]) };
        assert!(raw || !rest[..at].contains('>'), "a bare >: {}", &rest[..at]);
        page.text.push_str(&text);
        for i in &open {
            page.inside[*i].push_str(&text);
        }
        let end = at + rest[at..].find('>').expect("a tag that ends");
        let tag = &rest[at + 1..end];
        rest = &rest[end + 1..];
        if tag.starts_with('!') {
            continue;
        }
        if let Some(name) = tag.strip_prefix('/') {
            let last = open.pop().expect("something open");
            assert_eq!(page.elements[last].0, name, "elements nest");
            continue;
        }
        let (name, mut attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        let mut map = BTreeMap::new();
        while !attributes.is_empty() {
            let (key, value) = attributes.split_once("=\"").expect("a quoted attribute");
            let (value, more) = value.split_once('"').expect("a quoted attribute");
            assert!(map.insert(key.trim().to_owned(), unescape(value)).is_none(), "{key} twice");
            attributes = more.trim_start();
        }
        page.elements.push((name.to_owned(), map));
        page.inside.push(String::new());
        if !["meta", "br", "link", "img"].contains(&name) {
            open.push(page.elements.len() - 1);
        }
    }
    assert!(open.is_empty(), "all elements end");
    page
}

fn html(document: &Document, text: &str) -> String {
    export(Format::Html, document, text).expect("its own text")
}

impl Page {
    /// The texts of the elements of `class`, in order.
    fn of_class(&self, class: &str) -> Vec<&str> {
        let has = |map: &BTreeMap<String, String>| {
            map.get("class").is_some_and(|c| c.split(' ').any(|c| c == class))
        };
        self.elements
            .iter()
            .zip(&self.inside)
            .filter(|((_, map), _)| has(map))
            .map(|(_, text)| text.as_str())
            .collect()
    }
}

#[test]
fn html_gives_the_article_back_with_its_marks() {
    for unit in UNITS {
        let page = scan(&html(&article(unit), ARTICLE));
        let body = page.of_class("text")[0];
        // Without the numbers behind the marks it is the article.
        let bare: String = body.chars().filter(|c| !matches!(c, '1'..='9')).collect();
        assert_eq!(bare.trim(), ARTICLE.trim());
        let said = page.of_class("direct");
        assert_eq!(
            said[..2],
            [
                "“=We measured <b>every</b> week & found nothing,”",
                "“If anybody has other figures, we want to see them.”"
            ]
        );
        assert!(
            page.of_class("mixed").contains(&"Verbruggen told her that “it’s only a smell”3"),
            "{:?}",
            page.of_class("mixed")
        );
        assert!(page.of_class("q").contains(&"“it’s only a smell”"));
        assert!(page.of_class("indirect").contains(&"that digging would spread the tar"));
        assert!(page.of_class("source").contains(&"Zoë Verbruggen, the harbour’s director"));
        assert!(page.of_class("cue").contains(&"warned"));
        assert_eq!(page.of_class("furniture"), ["GHENT 😀 –"]);
        assert!(
            page.elements
                .iter()
                .any(|(name, map)| name == "mark" && map["class"] == "say direct v0")
        );
    }
}

#[test]
fn html_needs_nothing_and_runs_nothing() {
    let html = html(&article(OffsetUnit::Utf16), ARTICLE);
    let page = scan(&html);
    for (name, map) in &page.elements {
        assert!(
            !["script", "img", "link", "iframe", "object", "form"].contains(&name.as_str()),
            "{name}"
        );
        assert!(!map.keys().any(|k| k.starts_with("on") || k == "src"), "{name} {map:?}");
        let href = map.get("href").is_none_or(|h| h.starts_with('#'));
        assert!(href, "{map:?}");
    }
    assert!(html.contains("default-src 'none'"));
    assert!(!html.contains("url(") && !html.contains("@import"));
}

#[test]
fn html_links_lead_somewhere_and_ids_are_unique() {
    let document = article(OffsetUnit::Utf16);
    let article = |n| Article::new(&document, ARTICLE).expect("its own text").number(n);
    let format = Format::Html;
    let two = [
        &*format.head(true),
        &format.piece(&article(0)),
        &format.piece(&article(1)),
        format.tail(true),
    ]
    .concat();
    let page = scan(&two);
    let ids: Vec<_> = page.elements.iter().filter_map(|(_, map)| map.get("id")).collect();
    let unique: std::collections::BTreeSet<_> = ids.iter().collect();
    assert_eq!(unique.len(), ids.len());
    assert_eq!(ids.len(), 16, "a place in the text and one in the list for each of four, twice");
    let links: Vec<_> = page.elements.iter().filter_map(|(_, map)| map.get("href")).collect();
    assert_eq!(links.len(), 16);
    assert!(links.iter().all(|href| ids.iter().any(|id| href[1..] == ***id)), "{links:?}");
}

#[test]
fn html_escapes_names_and_addresses() {
    let document = article(OffsetUnit::Utf16);
    let name = "<script>alert('\"&')</script>";
    let piece = |url| {
        let article = Article::new(&document, ARTICLE).expect("its own text").id(name).url(url);
        Format::Html.head(false).into_owned()
            + &Format::Html.piece(&article)
            + Format::Html.tail(false)
    };
    let page = scan(&piece("https://example.org/?a=\"><script>"));
    assert!(page.text.contains(name));
    assert!(page.elements.iter().any(|(_, map)| {
        map.get("href").is_some_and(|h| h == "https://example.org/?a=\"><script>")
    }));
    let page = scan(&piece("javascript:alert(1)"));
    assert!(page.text.contains("javascript:alert(1)"));
    assert!(
        !page
            .elements
            .iter()
            .any(|(_, map)| map.get("href").is_some_and(|h| h.starts_with("java")))
    );
}

#[test]
fn html_shows_what_it_cannot_carry() {
    let text = "Ann said no\u{0}t\u{7}.";
    let mut draft = Draft::new(text);
    draft.says(Says { source: "Ann", cue: "said", content: &["no\u{0}t\u{7}"], ..Says::default() });
    let html = html(&draft.finish(OffsetUnit::Utf16), text);
    assert!(html.contains("no\u{fffd}t\u{fffd}") && !html.contains('\0'));
}

/// A mark over two paragraphs, one that crosses another, furniture, and words between paragraphs: all of the text, once, well-formed.
#[test]
fn html_marks_may_cross() {
    let text = "“One two\n\nthree four,” said Ann.\nfive";
    let mut draft = Draft::new(text);
    draft.says(Says {
        source: "Ann",
        cue: "said",
        content: &["“One two\n\nthree four,”"],
        ..Says::default()
    });
    draft.furniture(FurnitureKind::Caption, "four,” said", "");
    let mut document = draft.finish(OffsetUnit::Byte);
    document.paragraphs.pop();
    let page = scan(&html(&document, text));
    let body: String = page.of_class("text")[0].split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(body, "“One two three four,”1 said Ann. five");
    let marks = page.of_class("direct");
    assert_eq!(marks[..3], ["“One two", "three four,”", "“Their words”"], "{marks:?}");
}

#[test]
fn html_of_hostile_texts_is_well_formed() {
    let analyser = Analyser::embedded();
    for text in [
        "",
        "“",
        "a\r\nb",
        "<b>“No,” said Ann.</b>",
        "\u{202e}“We are done,” said Maria",
        "&amp;“x”",
    ] {
        for offsets in UNITS {
            let document = analyser.analyse(text, &Options { offsets, ..Options::default() });
            let page = scan(&html(&document, text));
            let flat = |t: &str| t.split_whitespace().collect::<String>();
            let body: String =
                flat(page.of_class("text")[0]).chars().filter(|c| !c.is_ascii_digit()).collect();
            assert_eq!(body, flat(text).replace(['\u{fffd}'], ""), "{text:?}");
        }
    }
}

/// Everything about an attribution that a table has room for is in it.
#[test]
fn replies_and_ways_are_exported() {
    let mut document = article(OffsetUnit::Utf16);
    document.replies.push(sayso::document::Reply {
        from: 3,
        to: Some(0),
        whom: Some(0),
        kind: sayso::document::ReplyKind::Reject,
    });
    let csv = export(Format::Csv, &document, ARTICLE).expect("its own text");
    assert_eq!(rows(&csv)[3]["replies"], "reject 0");
    let text = export(Format::Annotations, &document, ARTICLE).expect("its own text");
    let collection: Value = serde_json::from_str(&text).expect("JSON");
    let items = &collection["first"]["items"];
    let reply = &items[3]["body"].as_array().and_then(|b| b.last()).expect("our own terms")["sayso:reply"]
        [0];
    assert_eq!(
        (&reply["sayso:kind"], &reply["sayso:to"]["id"]),
        (&"reject".into(), &items[0]["id"])
    );
    assert_eq!(reply["sayso:whom"]["sayso:name"], "Zoë Verbruggen");
}
