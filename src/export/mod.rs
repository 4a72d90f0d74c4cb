/*! The formats that people take a result away in.

In: a [`Document`] in any offset unit and the text it was made of. Out: a `String`. All functions are pure: the same document and text give the same bytes.

A result for several texts is [`Format::head`], the [`Format::piece`] of each text with [`Format::between`] in between, and [`Format::tail`];
so pieces can be made on several cores and written as they come. For one text [`export`] does all of it.

Not handled: the report for a terminal, which is the command line program's.
*/

mod annotations;
mod csv;
mod html;
mod json;

use std::borrow::Cow;

use crate::document::{Document, Range};
use crate::error::{Error, ErrorKind};
use crate::text::{OffsetUnit, Offsets};

pub use json::record;

/// A form that a result can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Format {
    /// The document as JSON: one object for one text, an array for several.
    Json,
    /// The document as JSON in one line, for each text.
    Jsonl,
    /// A table (RFC 4180): one row an attribution.
    Csv,
    /// A page that needs nothing else: the article marked up, its voices, a list of its attributions.
    Html,
    /// W3C Web Annotations as JSON-LD: one annotation an attribution.
    Annotations,
}

impl Format {
    /// All formats.
    pub const ALL: &'static [Self] =
        &[Self::Json, Self::Jsonl, Self::Csv, Self::Html, Self::Annotations];

    /// The format's name in options.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            Self::Csv => "csv",
            Self::Html => "html",
            Self::Annotations => "annotations",
        }
    }

    /// Is a text named even where it is the only one? In lists that grow line by line it is, and above a page.
    pub const fn names_texts(self) -> bool {
        matches!(self, Self::Jsonl | Self::Csv | Self::Html)
    }

    /// What stands before the first piece; `several` says whether the result is for one text or for a list.
    pub fn head(self, several: bool) -> Cow<'static, str> {
        match self {
            Self::Json | Self::Annotations if several => "[\n".into(),
            Self::Json | Self::Jsonl | Self::Annotations => "".into(),
            Self::Csv => csv::head().into(),
            Self::Html => html::head().into(),
        }
    }

    /// The part that belongs to one text.
    pub fn piece(self, article: &Article) -> String {
        match self {
            Self::Json => json::pretty(article),
            Self::Jsonl => json::line(article),
            Self::Csv => csv::rows(article),
            Self::Html => html::section(article),
            Self::Annotations => annotations::collection(article),
        }
    }

    /// What stands between two pieces.
    pub fn between(self) -> &'static str {
        match self {
            Self::Json | Self::Annotations => ",\n",
            Self::Jsonl | Self::Csv | Self::Html => "",
        }
    }

    /// What stands after the last piece.
    pub fn tail(self, several: bool) -> &'static str {
        match self {
            Self::Json | Self::Annotations if several => "\n]\n",
            Self::Json | Self::Annotations => "\n",
            Self::Jsonl | Self::Csv => "",
            Self::Html => html::TAIL,
        }
    }
}

impl std::fmt::Display for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl std::str::FromStr for Format {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self, Error> {
        Self::ALL.iter().copied().find(|f| f.as_str() == name).ok_or_else(|| {
            let names: Vec<_> = Self::ALL.iter().map(|f| f.as_str()).collect();
            let names = names.join(", ");
            Error::new(
                ErrorKind::Options,
                format!("expected a format ({names}), but found “{name}”"),
            )
        })
    }
}

/// A document, the text it was made of, and what its reader calls them.
#[derive(Debug)]
pub struct Article<'a> {
    document: &'a Document,
    text: &'a str,
    id: Option<&'a str>,
    url: Option<&'a str>,
    number: usize,
    offsets: Offsets,
}

impl<'a> Article<'a> {
    /// `document` and the `text` it was made of.
    ///
    /// # Errors
    /// If the document's length is not the text's, so that they cannot belong together.
    pub fn new(document: &'a Document, text: &'a str) -> Result<Self, Error> {
        let offsets = Offsets::new(text);
        let length = offsets.convert(text.len(), document.offsets);
        if length == document.length {
            return Ok(Self { document, text, id: None, url: None, number: 0, offsets });
        }
        let (unit, expected) = (document.offsets.as_str(), document.length);
        Err(Error::new(
            ErrorKind::Input,
            format!(
                "expected the document's text, {expected} {unit} units long, but found one of {length}"
            ),
        ))
    }

    /// The name of the text among others: a file name, a key. Where given, it is in the output.
    #[must_use]
    pub fn id(mut self, id: &'a str) -> Self {
        self.id = Some(id);
        self
    }

    /// The address that the text was published at.
    #[must_use]
    pub fn url(mut self, url: &'a str) -> Self {
        self.url = Some(url);
        self
    }

    /// The article's place among several, from 0: keeps their anchors in one page apart.
    #[must_use]
    pub fn number(mut self, number: usize) -> Self {
        self.number = number;
        self
    }

    /// The document.
    pub fn document(&self) -> &'a Document {
        self.document
    }

    /// The bytes that `range`, in the document's unit, stands for; empty where it is not a range of this text.
    fn bytes(&self, range: Range) -> std::ops::Range<usize> {
        let byte = |offset| self.offsets.byte(offset, self.document.offsets);
        let (start, end) = (byte(range.start), byte(range.end));
        if self.text.get(start..end).is_some() { start..end } else { 0..0 }
    }

    /// `range`, in the document's unit, in code points.
    fn codepoints(&self, range: Range) -> std::ops::Range<usize> {
        let bytes = self.bytes(range);
        let convert = |byte| self.offsets.convert(byte, OffsetUnit::Codepoint);
        convert(bytes.start)..convert(bytes.end)
    }
}

/// The result for one text in `format`.
///
/// # Errors
/// If `document` is not one of `text`.
///
/// ```
/// use sayso::{Analyser, Options, export::{export, Format}};
///
/// let text = "“We are done,” said Maria Lopez.";
/// let document = Analyser::embedded().analyse(text, &Options::default());
/// assert!(export(Format::Jsonl, &document, text)?.starts_with(r#"{"schema":1,"#));
/// assert!(export(Format::Jsonl, &document, "another text").is_err());
/// # Ok::<(), sayso::Error>(())
/// ```
pub fn export(format: Format, document: &Document, text: &str) -> Result<String, Error> {
    let article = Article::new(document, text)?;
    Ok([&*format.head(false), &format.piece(&article), format.tail(false)].concat())
}
