/*! Tokens: words, numbers and marks, by the conventions of the Penn Treebank as CoreNLP applies them.

"Pompeo's" is two tokens, "Pompeo" and "'s"; "don't" is "do" and "n't"; "al-Qaeda" is one.
*/

use super::Span;

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// Letters, perhaps with hyphens, apostrophes or full stops inside; clitics such as "'s" and "n't".
    Word,
    /// Begins with a digit.
    Number,
    /// A quotation mark, or an apostrophe that may be one.
    Quote,
    /// Other punctuation or symbols.
    Mark,
    /// An address, a handle, a hashtag.
    Handle,
}

/// A token: a stretch of the text without white space.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// What it is made of.
    pub kind: TokenKind,
}

/// Appends the tokens of `block` to `tokens`.
pub fn split(raw: &str, block: Span, tokens: &mut Vec<Token>) {
    let text = &raw[block];
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c.is_whitespace() {
            continue;
        }
        let mut end = at + c.len_utf8();
        let kind = if c.is_alphanumeric() {
            while let Some(&(next, d)) = chars.peek() {
                if !(d.is_alphanumeric() || d == '-') {
                    break;
                }
                end = next + d.len_utf8();
                chars.next();
            }
            if c.is_numeric() { TokenKind::Number } else { TokenKind::Word }
        } else if "\"'“”‘’«»„‚‹›「」『』`".contains(c) {
            TokenKind::Quote
        } else {
            TokenKind::Mark
        };
        tokens.push(Token { span: Span::new(block.start() + at, block.start() + end), kind });
    }
}
