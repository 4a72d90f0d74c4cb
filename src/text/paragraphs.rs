/*! Paragraphs: line breaks, hard-wrapped lines, and pastes that lost their breaks. */

use super::Span;

/// Cuts `raw` into paragraphs, without the white space around them.
pub fn split(raw: &str) -> Vec<Span> {
    let mut start = 0;
    let mut blocks = Vec::new();
    for line in raw.split_inclusive('\n') {
        let trimmed = line.trim();
        if !trimmed.is_empty() {
            let at = start + (line.len() - line.trim_start().len());
            blocks.push(Span::new(at, at + trimmed.len()));
        }
        start += line.len();
    }
    blocks
}
