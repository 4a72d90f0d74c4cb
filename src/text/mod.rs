/*! The first stage: the text cut into paragraphs, sentences and tokens, and its furniture set apart.

In: the string as given. Out: [`Text`]. Nothing is rewritten; every span slices the string that came in.
*/

mod furniture;
mod language;
mod offsets;
mod paragraphs;
mod sentences;
mod span;
mod tokens;

use std::ops::Range;

pub use offsets::{OffsetUnit, Offsets};
pub use span::Span;
pub use tokens::{Token, TokenKind};

use crate::document::FurnitureKind;

/// A sentence: its bytes and its tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// From its first token to its last; closing quotation marks belong to the sentence they close.
    pub span: Span,
    /// Indices into [`Text::tokens`].
    pub tokens: Range<usize>,
    /// Index into [`Text::paragraphs`].
    pub paragraph: usize,
}

/// A paragraph: its bytes, tokens and sentences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// From its first token to its last.
    pub span: Span,
    /// Indices into [`Text::tokens`].
    pub tokens: Range<usize>,
    /// Indices into [`Text::sentences`].
    pub sentences: Range<usize>,
}

/// A piece of text that is not story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Furniture {
    /// What it is.
    pub kind: FurnitureKind,
    /// Where it stands.
    pub span: Span,
    /// The telling part of it.
    pub value: String,
}

/// A text and its parts. Everything is in order of position, and every token is in one sentence, every sentence in one paragraph.
#[derive(Debug, Clone)]
pub struct Text<'a> {
    /// The string as given.
    pub raw: &'a str,
    /// Words, numbers, marks.
    pub tokens: Vec<Token>,
    /// Sentences; none crosses a paragraph.
    pub sentences: Vec<Sentence>,
    /// Paragraphs.
    pub paragraphs: Vec<Paragraph>,
    /// Headline, dateline and the like.
    pub furniture: Vec<Furniture>,
    pub(crate) furniture_mask: Vec<bool>,
}

impl<'a> Text<'a> {
    /// The BCP 47 code of its language: one of a few that are told apart, or `und`.
    pub fn language(&self) -> &'static str {
        language::of(self)
    }

    /// Cuts `raw` into its parts, in one pass per part.
    pub fn read(raw: &'a str) -> Self {
        let blocks = paragraphs::split(raw);
        let mut text = Self {
            raw,
            tokens: vec![],
            sentences: vec![],
            paragraphs: vec![],
            furniture: vec![],
            furniture_mask: vec![],
        };
        for block in blocks {
            let (first_token, first_sentence) = (text.tokens.len(), text.sentences.len());
            tokens::split(raw, block, &mut text.tokens);
            if text.tokens.len() == first_token {
                continue;
            }
            let tokens = first_token..text.tokens.len();
            for part in sentences::split(raw, &text.tokens, tokens.clone()) {
                let span = text.tokens[part.start].span.cover(text.tokens[part.end - 1].span);
                text.sentences.push(Sentence {
                    span,
                    tokens: part,
                    paragraph: text.paragraphs.len(),
                });
            }
            let span = text.tokens[first_token].span.cover(text.tokens[tokens.end - 1].span);
            let sentences = first_sentence..text.sentences.len();
            text.paragraphs.push(Paragraph { span, tokens, sentences });
        }
        text.furniture = furniture::find(&text);
        text.furniture_mask = vec![false; text.tokens.len()];
        for i in 0..text.furniture.len() {
            let tokens = text.tokens_in(text.furniture[i].span);
            text.furniture_mask[tokens].fill(true);
        }
        text
    }

    /// The words of token `i`.
    pub fn word(&self, i: usize) -> &'a str {
        &self.raw[self.tokens[i].span]
    }

    /// The bytes from the first to the last of `tokens`, which must not be empty.
    pub fn span(&self, tokens: Range<usize>) -> Span {
        self.tokens[tokens.start].span.cover(self.tokens[tokens.end - 1].span)
    }

    /// The index of the sentence that token `i` is in.
    pub fn sentence_of(&self, i: usize) -> usize {
        self.sentences.partition_point(|s| s.tokens.end <= i)
    }

    /// The indices of the tokens that overlap `span`.
    pub fn tokens_in(&self, span: Span) -> Range<usize> {
        let start = self.tokens.partition_point(|t| t.span.end() <= span.start());
        let end = self.tokens.partition_point(|t| t.span.start() < span.end());
        start..end.max(start)
    }

    /// The furniture that overlaps `span`.
    pub fn furniture_in(&self, span: Span) -> impl Iterator<Item = &Furniture> {
        let from = self.furniture.partition_point(|f| f.span.end() <= span.start());
        self.furniture[from..].iter().take_while(move |f| f.span.start() < span.end())
    }

    /// For each token: is it furniture? Made once, when the text is read.
    pub fn furniture_mask(&self) -> &[bool] {
        &self.furniture_mask
    }
}
