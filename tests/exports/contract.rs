//! The contract of the output document, declared again, word for word; no other field is known.

#![allow(dead_code, reason = "that it can be read is the test")]

use serde::Deserialize;

pub type Span = (usize, usize);

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct Document {
    #[serde(default)]
    pub id: Option<String>,
    pub schema: u32,
    pub language: String,
    pub offsets: String,
    pub length: usize,
    pub paragraphs: Vec<Span>,
    pub sentences: Vec<Span>,
    pub furniture: Vec<Furniture>,
    pub entities: Vec<Entity>,
    pub quotations: Vec<Quotation>,
    pub attributions: Vec<Attribution>,
    pub replies: Vec<Reply>,
    pub voices: Vec<Voice>,
    pub warnings: Vec<Warning>,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct Note {
    pub text: String,
    pub span: Span,
    pub date: Option<String>,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct Furniture {
    pub kind: String,
    pub span: Span,
    pub value: String,
}

/// A field that must be there, though it may be null.
fn present<'de, D: serde::Deserializer<'de>, T: Deserialize<'de>>(
    d: D,
) -> Result<Option<T>, D::Error> {
    Option::deserialize(d)
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct Entity {
    pub id: usize,
    pub kind: String,
    pub name: String,
    pub aliases: Vec<String>,
    pub roles: Vec<String>,
    #[serde(deserialize_with = "present")]
    pub reason: Option<Note>,
    pub mentions: Vec<Mention>,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct Mention {
    pub span: Span,
    pub form: String,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct Quotation {
    pub id: usize,
    pub span: Span,
    #[serde(deserialize_with = "present")]
    pub inner: Option<Span>,
    pub depth: usize,
    #[serde(deserialize_with = "present")]
    pub parent: Option<usize>,
    pub kind: String,
    #[serde(deserialize_with = "present")]
    pub attribution: Option<usize>,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct Attribution {
    pub id: usize,
    pub kind: String,
    pub act: String,
    pub stance: String,
    pub negated: bool,
    pub hypothetical: bool,
    pub source: Vec<Span>,
    pub cue: Vec<Span>,
    pub content: Vec<Span>,
    pub text: Words,
    #[serde(deserialize_with = "present")]
    pub speaker: Option<usize>,
    #[serde(deserialize_with = "present")]
    pub via: Option<usize>,
    pub resolution: Resolution,
    #[serde(deserialize_with = "present")]
    pub medium: Option<Note>,
    #[serde(deserialize_with = "present")]
    pub addressee: Option<Note>,
    #[serde(deserialize_with = "present")]
    pub venue: Option<Note>,
    #[serde(deserialize_with = "present")]
    pub time: Option<Note>,
    #[serde(deserialize_with = "present")]
    pub hedge: Option<Note>,
    #[serde(deserialize_with = "present")]
    pub parent: Option<usize>,
    pub confidence: f64,
    pub because: Vec<Because>,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct Words {
    pub source: String,
    pub cue: String,
    pub content: String,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct Resolution {
    pub how: String,
    pub confidence: f64,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct Because {
    pub rule: String,
    pub spans: Vec<Span>,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct Reply {
    pub from: usize,
    #[serde(deserialize_with = "present")]
    pub to: Option<usize>,
    #[serde(deserialize_with = "present")]
    pub whom: Option<usize>,
    pub kind: String,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct Voice {
    pub speaker: usize,
    pub attributions: usize,
    pub direct_words: usize,
    pub indirect_words: usize,
    pub share: f64,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct Warning {
    pub code: String,
    #[serde(deserialize_with = "present")]
    pub span: Option<Span>,
}
