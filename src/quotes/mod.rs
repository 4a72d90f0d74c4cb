/*! The quotes stage: pairs of quotation marks, their nesting, and quotations that run over paragraphs.

In: the tokens. Out: [`Quotation`]s in order of their opening mark. “Stop it,” he said: one quotation of depth 0.
A quotation of several paragraphs, each opened anew and only the last one closed, is one with several pieces.

# Not handled
What the quotation holds (speech, a phrase, a title) is decided by the attributions stage, which knows who is speaking.
*/

mod marks;

use std::ops::Range;

use crate::text::{Span, Text};

/// A pair of quotation marks and what is inside; spans are bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quotation {
    /// From the opening to the closing mark, both included.
    pub span: Span,
    /// The same in tokens.
    pub tokens: Range<usize>,
    /// Without the marks; `None` where nothing is inside.
    pub inner: Option<Span>,
    /// The parts of the quotation, one a paragraph, each with its own marks; at least one.
    pub pieces: Vec<Range<usize>>,
    /// How many quotations are around it.
    pub depth: usize,
    /// The one directly around it.
    pub parent: Option<usize>,
    /// Is there a closing mark?
    pub closed: bool,
}

/// All quotations of a text, and the marks that have no partner.
#[derive(Debug, Clone, Default)]
pub struct Quotes {
    /// In order of their opening mark.
    pub quotations: Vec<Quotation>,
    /// Opening marks that nothing closes, as spans of the marks.
    pub unpaired: Vec<Span>,
    /// For each token: the outermost quotation that it is part of.
    outermost: Vec<Option<u32>>,
}

impl Quotes {
    /// The outermost quotation that token `i` is part of, marks included.
    pub fn around(&self, i: usize) -> Option<usize> {
        self.outermost.get(i).copied().flatten().map(|q| q as usize)
    }
}

/// Pairs the marks of `text`.
pub fn find(text: &Text) -> Quotes {
    let (quotations, unpaired) = marks::pair(text);
    let mut outermost = vec![None; text.tokens.len()];
    for (id, quotation) in quotations.iter().enumerate().filter(|(_, q)| q.depth == 0) {
        for piece in &quotation.pieces {
            outermost[piece.clone()].fill(Some(id as u32));
        }
    }
    Quotes { quotations, unpaired, outermost }
}
