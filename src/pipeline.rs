/*! The pipeline: one function, one line a stage. */

use crate::assemble::assemble;
use crate::attributions::{self, Context};
use crate::document::{Document, Range, SCHEMA, Warning};
use crate::model::Model;
use crate::text::{OffsetUnit, Offsets, Span, Text};
use crate::{names, quotes, replies, speakers, tags};

/// How to analyse.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The unit of all spans in the document.
    pub offsets: OffsetUnit,
    /// The article's own date, ISO 8601 (`2021-01-13`), to resolve "on Tuesday".
    pub date: Option<String>,
    /// Texts with more bytes than this give a document with a warning and no marks.
    pub max_bytes: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { offsets: OffsetUnit::default(), date: None, max_bytes: 16 << 20 }
    }
}

/// Finds who said what. Made once, used for any number of texts.
#[derive(Debug)]
pub struct Analyser {
    model: Model,
}

impl Analyser {
    /// An analyser with the given model.
    pub fn new(model: Model) -> Self {
        Self { model }
    }

    /// An analyser with the model that is built in.
    #[cfg(feature = "embed")]
    pub fn embedded() -> Self {
        Self::new(Model::embedded())
    }

    /// Analyses `text`. Total and deterministic: any string gives a document, the same string the same document, in linear time.
    pub fn analyse(&self, text: &str, options: &Options) -> Document {
        let mut document = if text.len() > options.max_bytes.min(u32::MAX as usize) {
            let mut document = empty(text);
            document.warnings.push(Warning { code: "text-too-long".into(), span: None });
            document
        } else {
            self.stages(text, options.date.as_deref(), &|context| {
                attributions::find(context, &self.model)
            })
        };
        document.convert(&Offsets::new(text), options.offsets);
        document
    }

    /// Like [`Analyser::analyse`], but with the attributions that `given` makes, so that later stages can be measured by themselves.
    #[cfg(any(feature = "eval", feature = "train"))]
    pub(crate) fn analyse_given(
        &self,
        text: &str,
        options: &Options,
        given: &dyn Fn(Context) -> Vec<attributions::Attribution>,
    ) -> Document {
        let find = |context: Context| attributions::Found::new(context, given(context));
        let mut document = self.stages(text, options.date.as_deref(), &find);
        document.convert(&Offsets::new(text), options.offsets);
        document
    }

    /// The stages in order; spans are bytes.
    fn stages(
        &self,
        raw: &str,
        date: Option<&str>,
        attributions: &dyn Fn(Context) -> attributions::Found,
    ) -> Document {
        let text = Text::read(raw);
        let mut document = empty(raw);
        text.language().clone_into(&mut document.language);
        document.paragraphs = text.paragraphs.iter().map(|p| p.span.into()).collect();
        document.sentences = text.sentences.iter().map(|s| s.span.into()).collect();
        if document.language != "en" {
            document.warnings.push(Warning { code: "language-unsupported".into(), span: None });
            return document;
        }
        let tags = tags::tag(&text, &self.model);
        let mentions = names::find(&text, &tags);
        let quotes = quotes::find(&text);
        let context = Context { text: &text, tags: &tags, quotes: &quotes, mentions: &mentions };
        let found = attributions(context);
        let speakers = speakers::find(context, &found.attributions);
        let replies = replies::find(context, &found.attributions, &speakers);
        assemble(&mut document, context, &found, &speakers, &replies, date);
        document
    }
}

/// A document without marks.
fn empty(text: &str) -> Document {
    Document {
        schema: SCHEMA,
        language: "und".into(),
        offsets: OffsetUnit::Byte,
        length: text.len(),
        paragraphs: vec![],
        sentences: vec![],
        furniture: vec![],
        entities: vec![],
        quotations: vec![],
        attributions: vec![],
        replies: vec![],
        voices: vec![],
        warnings: vec![],
    }
}

impl From<Span> for Range {
    fn from(span: Span) -> Self {
        Self { start: span.start(), end: span.end() }
    }
}
