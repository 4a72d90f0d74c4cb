/*! W3C Web Annotations (JSON-LD): one annotation an attribution, its contents being the target.

In: an article. Out: one `AnnotationCollection` with its one page inside. Positions are in code points whatever the document's unit, as
the Recommendation has them. The text analysed is named by its SHA-256 digest (RFC 6920), so that a reader can tell whether positions
fit; where the article's address is given, that is the target instead, found by its words alone, since positions in the text
are not positions in the page.

Each annotation has a sentence to show and tags, which any annotation tool can use, and a body of our own terms with everything else.
*/

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use sha2::{Digest, Sha256};
use unicode_segmentation::UnicodeSegmentation;

use super::{Article, json};
use crate::document::{Attribution, Entity, Note, Range, ReplyKind};

/// The context of the Recommendation, and then ours: a name that is nobody's domain, with the term as its fragment.
const CONTEXT: (&str, Terms) = (
    "http://www.w3.org/ns/anno.jsonld",
    Terms { sayso: "urn:uuid:acbef05d-901f-4d46-94f1-6187cd43cfe2#" },
);

/// Grapheme clusters before and after the exact words.
const AROUND: usize = 32;

#[derive(Serialize)]
struct Terms {
    sayso: &'static str,
}

#[derive(Serialize)]
struct Collection<'a> {
    #[serde(rename = "@context")]
    context: &'a (&'static str, Terms),
    id: String,
    #[serde(rename = "type")]
    kind: &'static str,
    label: String,
    generator: Generator,
    total: usize,
    first: Page<'a>,
}

#[derive(Serialize)]
struct Generator {
    #[serde(rename = "type")]
    kind: &'static str,
    name: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Page<'a> {
    id: String,
    #[serde(rename = "type")]
    kind: &'static str,
    part_of: String,
    start_index: usize,
    items: Vec<Annotation<'a>>,
}

#[derive(Serialize)]
struct Annotation<'a> {
    id: String,
    #[serde(rename = "type")]
    kind: &'static str,
    motivation: &'static str,
    body: Vec<Body<'a>>,
    target: OneOrMany<Target<'a>>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum OneOrMany<T> {
    One(T),
    Many(Vec<T>),
}

#[derive(Serialize)]
#[serde(untagged)]
enum Body<'a> {
    Text(Textual<'a>),
    Facts(Box<Facts<'a>>),
}

#[derive(Serialize)]
struct Textual<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    purpose: &'static str,
    format: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'static str>,
    value: Cow<'a, str>,
}

/// All that the document says of an attribution beyond its contents.
#[derive(Serialize)]
struct Facts<'a> {
    id: String,
    #[serde(rename = "type")]
    class: &'static str,
    #[serde(rename = "sayso:kind")]
    kind: &'a str,
    #[serde(rename = "sayso:act")]
    act: &'a str,
    #[serde(rename = "sayso:stance")]
    stance: &'a str,
    #[serde(rename = "sayso:negated")]
    negated: bool,
    #[serde(rename = "sayso:hypothetical")]
    hypothetical: bool,
    #[serde(rename = "sayso:speaker", skip_serializing_if = "Option::is_none")]
    speaker: Option<Who<'a>>,
    #[serde(rename = "sayso:via", skip_serializing_if = "Option::is_none")]
    via: Option<Who<'a>>,
    #[serde(rename = "sayso:resolution")]
    resolution: &'a str,
    #[serde(rename = "sayso:source", skip_serializing_if = "Vec::is_empty")]
    source: Vec<Target<'a>>,
    #[serde(rename = "sayso:cue", skip_serializing_if = "Vec::is_empty")]
    cue: Vec<Target<'a>>,
    #[serde(rename = "sayso:medium", skip_serializing_if = "Option::is_none")]
    medium: Option<&'a str>,
    #[serde(rename = "sayso:addressee", skip_serializing_if = "Option::is_none")]
    addressee: Option<&'a str>,
    #[serde(rename = "sayso:venue", skip_serializing_if = "Option::is_none")]
    venue: Option<&'a str>,
    #[serde(rename = "sayso:time", skip_serializing_if = "Option::is_none")]
    time: Option<&'a str>,
    #[serde(rename = "sayso:date", skip_serializing_if = "Option::is_none")]
    date: Option<&'a str>,
    #[serde(rename = "sayso:hedge", skip_serializing_if = "Option::is_none")]
    hedge: Option<&'a str>,
    #[serde(rename = "sayso:parent", skip_serializing_if = "Option::is_none")]
    parent: Option<Link>,
    #[serde(rename = "sayso:reply", skip_serializing_if = "Vec::is_empty")]
    reply: Vec<Answer<'a>>,
    #[serde(rename = "sayso:confidence")]
    confidence: f64,
    #[serde(rename = "sayso:because", skip_serializing_if = "Vec::is_empty")]
    because: Vec<&'a str>,
}

#[derive(Serialize)]
struct Link {
    id: String,
}

#[derive(Serialize)]
struct Answer<'a> {
    #[serde(rename = "sayso:kind")]
    kind: ReplyKind,
    #[serde(rename = "sayso:to", skip_serializing_if = "Option::is_none")]
    to: Option<Link>,
    #[serde(rename = "sayso:whom", skip_serializing_if = "Option::is_none")]
    whom: Option<Who<'a>>,
}

#[derive(Serialize)]
struct Who<'a> {
    id: String,
    #[serde(rename = "sayso:kind")]
    kind: &'a str,
    #[serde(rename = "sayso:name")]
    name: &'a str,
    #[serde(rename = "sayso:role", skip_serializing_if = "<[String]>::is_empty")]
    roles: &'a [String],
}

#[derive(Serialize)]
struct Target<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    source: &'a str,
    selector: Vec<Selector<'a>>,
}

#[derive(Serialize)]
#[serde(tag = "type")]
enum Selector<'a> {
    #[serde(rename = "TextPositionSelector")]
    Position { start: usize, end: usize },
    #[serde(rename = "TextQuoteSelector")]
    Quote { exact: &'a str, prefix: &'a str, suffix: &'a str },
}

/// The collection for one article.
pub(super) fn collection(article: &Article) -> String {
    let base = name(article.text);
    let page = Maker { article, base: &base };
    let document = article.document;
    let items: Vec<_> = document.attributions.iter().map(|a| page.annotation(a)).collect();
    let label = match article.id.or(article.url) {
        Some(name) => format!("Who said what in {name}"),
        None => "Who said what".into(),
    };
    json::lines(
        &Collection {
            context: &CONTEXT,
            id: page.fragment("annotations"),
            kind: "AnnotationCollection",
            label,
            generator: Generator {
                kind: "Software",
                name: concat!("Sayso ", env!("CARGO_PKG_VERSION")),
            },
            total: items.len(),
            first: Page {
                id: page.fragment("annotations-1"),
                kind: "AnnotationPage",
                part_of: page.fragment("annotations"),
                start_index: 0,
                items,
            },
        },
        3,
    )
}

/// The name of a text that has no other: its digest (RFC 6920).
fn name(text: &str) -> String {
    format!("ni:///sha-256;{}", URL_SAFE_NO_PAD.encode(Sha256::digest(text.as_bytes())))
}

struct Maker<'a> {
    article: &'a Article<'a>,
    base: &'a str,
}

impl<'a> Maker<'a> {
    fn fragment(&self, name: &str) -> String {
        format!("{}#{name}", self.base)
    }

    fn attribution_id(&self, id: usize) -> String {
        self.fragment(&format!("attribution-{id}"))
    }

    fn annotation(&self, a: &'a Attribution) -> Annotation<'a> {
        let tag = |value: &'static str| {
            Body::Text(Textual {
                kind: "TextualBody",
                purpose: "tagging",
                format: "text/plain",
                language: None,
                value: value.into(),
            })
        };
        let mut targets = self.targets(&a.content);
        Annotation {
            id: self.attribution_id(a.id),
            kind: "Annotation",
            motivation: "describing",
            body: vec![
                Body::Text(Textual {
                    kind: "TextualBody",
                    purpose: "describing",
                    format: "text/plain",
                    language: Some("en"),
                    value: self.sentence(a).into(),
                }),
                tag(a.kind.as_str()),
                tag(a.act.as_str()),
                tag(a.stance.as_str()),
                Body::Facts(Box::new(self.facts(a))),
            ],
            target: match targets.len() {
                1 => OneOrMany::One(targets.remove(0)),
                _ => OneOrMany::Many(targets),
            },
        }
    }

    /// "Maria Lopez, mayor of Ghent — said": for a reader who sees the words in the page.
    fn sentence(&self, a: &Attribution) -> String {
        let entity = a.speaker.and_then(|id| self.article.document.entities.get(id));
        let mut words = match entity {
            Some(entity) => entity.name.clone(),
            None if a.text.source.is_empty() => "Somebody unnamed".into(),
            None => a.text.source.clone(),
        };
        if let Some(role) = entity.and_then(|e| e.roles.first()) {
            words.push_str(", ");
            words.push_str(role);
        }
        if !a.text.cue.is_empty() {
            words.push_str(" — ");
            words.push_str(&a.text.cue);
        }
        words
    }

    fn facts(&self, a: &'a Attribution) -> Facts<'a> {
        let document = self.article.document;
        let words = |note: &'a Option<Note>| note.as_ref().map(|n| n.text.as_str());
        let replies = document.replies.iter().filter(|r| r.from == a.id);
        Facts {
            id: self.fragment(&format!("attribution-{}-facts", a.id)),
            class: "sayso:Attribution",
            kind: a.kind.as_str(),
            act: a.act.as_str(),
            stance: a.stance.as_str(),
            negated: a.negated,
            hypothetical: a.hypothetical,
            speaker: self.who(a.speaker),
            via: self.who(a.via),
            resolution: a.resolution.how.as_str(),
            source: self.targets(&a.source),
            cue: self.targets(&a.cue),
            medium: words(&a.medium),
            addressee: words(&a.addressee),
            venue: words(&a.venue),
            time: a.time.as_ref().map(|t| t.text.as_str()),
            date: a.time.as_ref().and_then(|t| t.date.as_deref()),
            hedge: words(&a.hedge),
            parent: a.parent.map(|id| Link { id: self.attribution_id(id) }),
            reply: replies
                .map(|r| Answer {
                    kind: r.kind,
                    to: r.to.map(|id| Link { id: self.attribution_id(id) }),
                    whom: self.who(r.whom),
                })
                .collect(),
            confidence: a.confidence,
            because: a.because.iter().map(|b| b.rule.as_str()).collect(),
        }
    }

    fn who(&self, id: Option<usize>) -> Option<Who<'a>> {
        let entity: &Entity = self.article.document.entities.get(id?)?;
        Some(Who {
            id: self.fragment(&format!("entity-{}", entity.id)),
            kind: entity.kind.as_str(),
            name: &entity.name,
            roles: &entity.roles,
        })
    }

    fn targets(&self, ranges: &[Range]) -> Vec<Target<'a>> {
        ranges.iter().map(|range| self.target(*range)).collect()
    }

    fn target(&self, range: Range) -> Target<'a> {
        let bytes = self.article.bytes(range);
        let text = self.article.text;
        let quote = Selector::Quote {
            exact: &text[bytes.clone()],
            prefix: end_of(&text[..bytes.start]),
            suffix: start_of(&text[bytes.end..]),
        };
        let position = self.article.codepoints(range);
        let position = Selector::Position { start: position.start, end: position.end };
        let (source, selector) = match self.article.url {
            Some(url) => (url, vec![quote]),
            None => (self.base, vec![position, quote]),
        };
        Target { kind: "SpecificResource", source, selector }
    }
}

/// Characters that the search for grapheme borders may look at, since a cluster can have any length.
const WINDOW: usize = AROUND * 4;

/// The last grapheme clusters of `text`, at most [`AROUND`].
fn end_of(text: &str) -> &str {
    let cut = text.char_indices().rev().take(WINDOW).last().map_or(0, |(at, _)| at);
    let window = &text[cut..];
    let starts = window.grapheme_indices(true).rev().take(AROUND).map(|(at, _)| at);
    // A cluster that the window begins with may be only the end of one.
    let start = starts.filter(|at| cut == 0 || *at > 0).last();
    start.map_or("", |at| &window[at..])
}

/// The first grapheme clusters of `text`, at most [`AROUND`].
fn start_of(text: &str) -> &str {
    let cut = text.char_indices().nth(WINDOW).map_or(text.len(), |(at, _)| at);
    let window = &text[..cut];
    let ends = window.grapheme_indices(true).take(AROUND).map(|(at, g)| at + g.len());
    // A cluster that the window ends with may be only the start of one.
    let end = ends.filter(|at| cut == text.len() || *at < cut).last();
    end.map_or("", |at| &window[..at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_named_by_its_digest() {
        // The example of RFC 6920, section 8.
        assert_eq!(
            name("Hello World!"),
            "ni:///sha-256;f4OxZX_x_FO5LcGBSKHWXfwtSx-j1ncoSt3SABJtkGk"
        );
    }

    #[test]
    fn surroundings_end_between_graphemes() {
        assert_eq!(end_of("short"), "short");
        assert_eq!(start_of("short"), "short");
        let family = "👩‍👩‍👦".repeat(40);
        for part in [end_of(&family), start_of(&family)] {
            assert!(!part.is_empty() && part.replace("👩‍👩‍👦", "").is_empty(), "{part}");
        }
        assert_eq!(end_of(&"a".repeat(99)).len(), AROUND);
        assert_eq!(start_of(&"a".repeat(99)).len(), AROUND);
        let marks = "\u{301}".repeat(100_000);
        assert!(start_of(&marks).chars().count() <= WINDOW);
    }
}
