/*! Sentence borders inside a paragraph. */

use std::ops::Range;

use super::Token;

/// Cuts `range` of `tokens`, one paragraph, into sentences.
pub fn split(raw: &str, tokens: &[Token], range: Range<usize>) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = range.start;
    for i in range.clone() {
        if matches!(&raw[tokens[i].span], "." | "?" | "!") {
            out.push(start..i + 1);
            start = i + 1;
        }
    }
    if start < range.end {
        out.push(start..range.end);
    }
    out
}
