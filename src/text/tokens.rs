/*! Tokens: words, numbers and marks, by the conventions of the Penn Treebank as CoreNLP applies them.

In: a paragraph. Out: its tokens, in one pass. "Pompeo's" is two tokens, "Pompeo" and "'s"; "don't" is "do" and "n't";
"al-Qaeda" is one. Unlike CoreNLP, neighbouring quotation marks (’”) stay apart, a spaced ellipsis (". . .") is three tokens, an
abbreviation keeps its stop at the end of a sentence too, and words glued by a lost space ("end.The") are cut.

Whether an apostrophe is a quotation mark is not decided here, except where it surely is none.
*/

use super::Span;
use crate::lexicon;

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
    let mut scanner =
        Scanner { text: &raw[block], base: block.start(), tokens, single_open: false };
    let mut at = 0;
    while let Some(c) = scanner.char(at) {
        at = if is_blank(c) { at + c.len_utf8() } else { scanner.token(at, c) };
    }
}

/// White space, or a character that is as good as none.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// A character that belongs to the one before: a combining mark, a variation selector, a joiner, a soft hyphen.
fn extends(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{200c}'
        | '\u{200d}' | '\u{20d0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}'
        | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0100}'..='\u{e01ef}')
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '`' | '´' | 'ʼ' | '′' | '\u{ff07}')
}

fn is_quote(c: char) -> bool {
    is_apostrophe(c) || "\"“”„‟‚‛«»‹›「」『』″\u{ff02}".contains(c)
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

/// A letter or digit.
fn is_word(c: char) -> bool {
    c.is_alphanumeric() && c != 'ʼ'
}

/// After an apostrophe, these are a token of their own.
const CLITICS: [&str; 6] = ["s", "m", "d", "re", "ve", "ll"];
/// After an apostrophe in front, these are a word with it.
const ELISIONS: [&str; 12] =
    ["em", "cause", "til", "till", "tis", "twas", "n", "bout", "cuz", "round", "neath", "twixt"];
/// Written as one, read as two; with the length of the first.
const FUSED: [(&str, usize); 7] = [
    ("cannot", 3),
    ("gimme", 3),
    ("gonna", 3),
    ("gotta", 3),
    ("lemme", 3),
    ("wanna", 3),
    ("whaddya", 3),
];
/// Last parts by which a word with a stop inside is an address.
const DOMAINS: [&str; 26] = [
    "ai", "au", "biz", "ca", "ch", "co", "com", "de", "edu", "eu", "fm", "fr", "gov", "info",
    "int", "io", "ir", "ly", "me", "mil", "net", "news", "org", "tv", "uk", "us",
];
/// Longest mark-up tag taken as one token.
const LONGEST_TAG: usize = 300;

/// Longest name looked at before the "@" or the path of an address.
const LONGEST_HOST: usize = 255;

struct Scanner<'a, 'b> {
    text: &'a str,
    base: usize,
    tokens: &'b mut Vec<Token>,
    /// A single mark in opening position stands before, without a close: an apostrophe after "s" may close it.
    single_open: bool,
}

impl Scanner<'_, '_> {
    fn char(&self, at: usize) -> Option<char> {
        self.text[at..].chars().next()
    }

    fn before(&self, at: usize) -> Option<char> {
        self.text[..at].chars().next_back()
    }

    fn is_word_at(&self, at: usize) -> bool {
        self.char(at).is_some_and(is_word)
    }

    /// Pushes a token and gives its end.
    fn push(&mut self, start: usize, end: usize, kind: TokenKind) -> usize {
        let span = Span::new(self.base + start, self.base + end);
        self.tokens.push(Token { span, kind });
        end
    }

    /// From `at` over all characters that satisfy `test`.
    fn skip(&self, at: usize, test: impl Fn(char) -> bool) -> usize {
        self.text[at..].find(|c| !test(c)).map_or(self.text.len(), |n| at + n)
    }

    /// As [`Self::skip`], over so many characters as a host name may have, lest looking ahead from every word take quadratic time.
    fn skip_near(&self, at: usize, test: impl Fn(char) -> bool) -> usize {
        let rest = self.text[at..].char_indices().take(LONGEST_HOST);
        rest.take_while(|(_, c)| test(*c)).last().map_or(at, |(n, c)| at + n + c.len_utf8())
    }

    /// From `at` over letters and digits and what extends them; over the signs, too, that a letter becomes where UTF-8 was read as
    /// Latin-1 ("PeÃ±a"), once or twice, since names are lost otherwise.
    fn skip_word(&self, at: usize) -> usize {
        let mut end = at;
        loop {
            end = self.skip(end, |c| is_word(c) || extends(c));
            // The two letters may be written with combining marks.
            let word = &self.text[at..end];
            let misread = word.ends_with(['Ã', 'Â'])
                || word.ends_with("A\u{303}")
                || word.ends_with("A\u{302}");
            match self.char(end) {
                Some(c @ '\u{80}'..='\u{bf}') if misread && !is_blank(c) => end += c.len_utf8(),
                _ => return end,
            }
        }
    }

    /// Reads the token at `at`, where `c` stands, and gives its end.
    fn token(&mut self, at: usize, c: char) -> usize {
        let next = at + c.len_utf8();
        if is_word(c) {
            return self.word(at);
        }
        if is_apostrophe(c)
            && let Some(end) = self.apostrophe(at, next)
        {
            return end;
        }
        if is_quote(c) {
            return self.quote(at, c, next);
        }
        let signed = matches!(c, '-' | '+' | '−' | '.')
            && self.char(next).is_some_and(|d| d.is_ascii_digit())
            && self
                .before(at)
                .is_none_or(|b| b.is_whitespace() || matches!(b, '(' | '$' | '%' | '"' | '“'));
        if signed {
            return self.number(at, next);
        }
        match c {
            '@' | '#' => {
                let end = self.skip(next, |d| is_word(d) || d == '_' || extends(d));
                if self.text[next..end]
                    .contains(|d: char| d.is_alphabetic() || (c == '@' && d == '_'))
                {
                    return self.push(at, end, TokenKind::Handle);
                }
            }
            '<' => {
                if let Some(end) = self.tag(next) {
                    return self.push(at, end, TokenKind::Mark);
                }
            }
            _ => {}
        }
        let end = match c {
            '-' | '_' | '*' | '=' | '~' | '.' | '—' | '–' | '―' => {
                self.skip(next, |d| d == c)
            }
            '!' | '?' => self.skip(next, |d| matches!(d, '!' | '?')),
            _ => next,
        };
        // Two full stops are one and one; three or more are an ellipsis.
        let end = if c == '.' && end - at == 2 { next } else { end };
        let end = self.skip(end, extends);
        self.push(at, end, TokenKind::Mark)
    }

    /// The end of a mark-up tag whose first character after "<" is at `at`.
    fn tag(&self, at: usize) -> Option<usize> {
        let first = self.char(at)?;
        if !(first.is_ascii_alphabetic() || matches!(first, '/' | '!')) {
            return None;
        }
        let rest = &self.text.as_bytes()[at..];
        let close = rest.iter().take(LONGEST_TAG).position(|b| matches!(b, b'>' | b'<'))?;
        (rest[close] == b'>').then_some(at + close + 1)
    }

    /// At an apostrophe: a clitic, an elided word or a year, if it surely is one.
    fn apostrophe(&mut self, at: usize, next: usize) -> Option<usize> {
        let end = self.skip_word(next);
        let word = &self.text[next..end];
        let glued = self.before(at).is_some_and(|b| {
            is_word(b) || matches!(b, '.' | ')' | ']' | '”' | '"' | '»' | '_' | '!' | '?')
        });
        if glued && CLITICS.iter().any(|c| word.eq_ignore_ascii_case(c)) {
            return Some(self.push(at, end, TokenKind::Word));
        }
        if glued && word.is_empty() && self.possessive(at, next) {
            return Some(self.push(at, next, TokenKind::Word));
        }
        if glued || self.char(at) == Some('`') {
            return None;
        }
        if ELISIONS.iter().any(|e| word.eq_ignore_ascii_case(e)) {
            let end = if word.eq_ignore_ascii_case("n") && self.char(end).is_some_and(is_apostrophe)
            {
                self.skip(end, is_apostrophe)
            } else {
                end
            };
            return Some(self.push(at, end, TokenKind::Word));
        }
        let digits = word.strip_suffix(['s', 'S']).unwrap_or(word);
        if digits.len() == 2 && digits.bytes().all(|b| b.is_ascii_digit()) && !self.single_open {
            return Some(self.push(at, end, TokenKind::Number));
        }
        None
    }

    /// Is the apostrophe at `at`, with nothing glued to it behind, surely a possessive ("groups' ")?
    fn possessive(&self, at: usize, next: usize) -> bool {
        let before = self.text[..at].trim_end_matches('.');
        !self.single_open
            && before.ends_with(['s', 'S', 'z', 'x'])
            && self.char(at) != Some('‘')
            && self.char(next).is_none_or(|c| c.is_whitespace() || ",.;:!?)—–-".contains(c))
    }

    fn quote(&mut self, at: usize, c: char, next: usize) -> usize {
        // Doubled typewriter marks are one mark.
        let end =
            if matches!(c, '\'' | '`') && self.char(next) == Some(c) { next + 1 } else { next };
        if is_apostrophe(c) && end == next {
            let opening =
                self.before(at).is_none_or(|b| b.is_whitespace() || "([{“\"—–-‘/".contains(b))
                    && self.char(next).is_some_and(|d| !d.is_whitespace());
            self.single_open = opening && c != '’';
            // Feet and minutes.
            let measure = self.before(at).is_some_and(|b| b.is_ascii_digit())
                && self.char(next).is_some_and(|d| d.is_ascii_digit());
            if measure {
                return self.push(at, end, TokenKind::Mark);
            }
        }
        let end = self.skip(end, extends);
        self.push(at, end, TokenKind::Quote)
    }

    /// A number from `start`, whose first digit is at `at`.
    fn number(&mut self, start: usize, at: usize) -> usize {
        let mut end = self.skip(at, |c| c.is_ascii_digit());
        while let Some(c) = self.char(end) {
            let next = end + c.len_utf8();
            let digit_follows = self.char(next).is_some_and(|d| d.is_ascii_digit());
            if matches!(c, '.' | ',' | ':' | '/' | '⁄') && digit_follows {
                end = self.skip(next, |c| c.is_ascii_digit());
            } else if (is_hyphen(c) || c == '/' || c == '&') && self.is_word_at(next) {
                // "10-year-old", "5-4": a compound that begins with a number.
                return self.parts(start, next, TokenKind::Number);
            } else {
                break;
            }
        }
        let tail = self.skip_word(end);
        let suffix = &self.text[end..tail];
        if tail > end
            && self.text[..end].contains(':')
            && suffix.bytes().all(|b| b"apmAPM".contains(&b))
        {
            return self.push(start, end, TokenKind::Number);
        }
        if tail > end {
            return self.parts(start, end, TokenKind::Number);
        }
        self.push(start, end, TokenKind::Number)
    }

    /// A word or number that begins at `at` with a letter or digit.
    fn word(&mut self, at: usize) -> usize {
        if let Some(end) = self.address(at) {
            return self.push(at, end, TokenKind::Handle);
        }
        if self.char(at).is_some_and(|c| c.is_ascii_digit()) {
            return self.number(at, at);
        }
        self.parts(at, at, TokenKind::Word)
    }

    /// "https://…", "www.…", "name@place.org", "pic.twitter.com/…" from `at`; not a bare "place.org".
    fn address(&self, at: usize) -> Option<usize> {
        let end = self.skip_word(at);
        let word = &self.text[at..end];
        let rest = &self.text[end..];
        let scheme = rest.starts_with("://")
            && matches!(word, "http" | "https" | "ftp" | "HTTP" | "HTTPS" | "Http" | "Https");
        if scheme || (rest.starts_with('.') && word.eq_ignore_ascii_case("www")) {
            return Some(self.address_end(end));
        }
        if !rest.starts_with(['.', '@', '_', '-', '+']) {
            return None;
        }
        let mail = self.skip_near(at, |c| is_word(c) || "._-+".contains(c));
        if self.char(mail) == Some('@') {
            let end = self.skip_near(mail + 1, |c| is_word(c) || c == '.' || c == '-');
            let host = self.text[mail + 1..end].trim_end_matches(['.', '-']);
            if host.contains('.') {
                return Some(mail + 1 + host.len());
            }
        }
        let host = &self.text[at..self.skip_near(at, |c| is_word(c) || c == '.' || c == '-')];
        let path = self.text[at + host.len()..].starts_with('/');
        let last = host.rsplit('.').next().unwrap_or("");
        (path && host.contains('.') && DOMAINS.contains(&last))
            .then(|| self.address_end(at + host.len()))
    }

    /// The end of an address, without the punctuation of the sentence around it.
    fn address_end(&self, from: usize) -> usize {
        let end = self.skip(from, |c| !is_blank(c) && !"<>\"“”‘’«»".contains(c));
        let text = self.text[from..end]
            .trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '\'', '…', '—']);
        from + text.len()
    }

    /// A word of one or more parts, joined by hyphens, slashes and the like, from `start`, the part at `at` being next;
    /// pushes it and its clitics.
    fn parts(&mut self, start: usize, mut at: usize, kind: TokenKind) -> usize {
        let mut end;
        loop {
            let part = at;
            end = self.part(at);
            if let Some(c) = self.char(end) {
                let next = end + c.len_utf8();
                if (is_hyphen(c) || matches!(c, '/' | '&' | '_')) && self.is_word_at(next) {
                    at = next;
                    continue;
                }
                if c == '$'
                    && matches!(
                        &self.text[start..end],
                        "US" | "A" | "AU" | "C" | "CA" | "HK" | "NZ" | "S" | "R"
                    )
                {
                    end = next;
                } else if c == '.' && self.keeps_stop(part, end) {
                    end = next;
                    // "U.S.-led"
                    if let Some(h) = self.char(end)
                        && is_hyphen(h)
                        && self.is_word_at(end + h.len_utf8())
                    {
                        at = end + h.len_utf8();
                        continue;
                    }
                } else if is_apostrophe(c) {
                    let tail = self.skip_word(next);
                    let clitic = &self.text[next..tail];
                    if clitic.eq_ignore_ascii_case("t")
                        && self.text[part..end].ends_with(['n', 'N'])
                        && end - part > 1
                    {
                        self.push(start, end - 1, kind);
                        let end = self.push(end - 1, tail, TokenKind::Word);
                        return self.clitics(end);
                    }
                }
            }
            break;
        }
        let word = &self.text[start..end];
        if let Some((_, first)) = FUSED.iter().find(|(w, _)| word.eq_ignore_ascii_case(w)) {
            self.push(start, start + first, kind);
            return self.push(start + first, end, kind);
        }
        self.push(start, end, kind);
        self.clitics(end)
    }

    /// Pushes the clitics that follow at `at`: "'ve" of "wouldn't've".
    fn clitics(&mut self, mut at: usize) -> usize {
        while let Some(c) = self.char(at).filter(|c| is_apostrophe(*c)) {
            let next = at + c.len_utf8();
            let end = self.skip_word(next);
            if !CLITICS.iter().any(|s| self.text[next..end].eq_ignore_ascii_case(s)) {
                break;
            }
            at = self.push(at, end, TokenKind::Word);
        }
        at
    }

    /// The end of the part at `at`: letters and digits, inner apostrophes ("O'Brien"), inner stops ("U.S.", "Breitbart.com").
    fn part(&self, at: usize) -> usize {
        let mut end = self.skip_word(at);
        loop {
            let Some(c) = self.char(end) else { return end };
            let next = end + c.len_utf8();
            if matches!(c, '\'' | '’' | 'ʼ') && self.char(next).is_some_and(char::is_alphabetic)
            {
                let tail = self.skip_word(next);
                let inner = &self.text[next..tail];
                let negated =
                    inner.eq_ignore_ascii_case("t") && self.text[at..end].ends_with(['n', 'N']);
                if negated || CLITICS.iter().any(|s| inner.eq_ignore_ascii_case(s)) {
                    return end;
                }
                end = tail;
            } else if c == '.' && self.is_word_at(next) {
                // The letters of "U.S." one by one; the names in "Breitbart.com".
                let tail = self.skip_word(next);
                let last = self.text[at..end].rfind('.').map_or(at, |i| at + i + 1);
                let letters =
                    is_one_letter(&self.text[last..end]) && is_one_letter(&self.text[next..tail]);
                let degree = matches!(&self.text[last..end], "Ph" | "PH")
                    && is_one_letter(&self.text[next..tail]);
                let domain = DOMAINS.contains(&&self.text[next..tail]) && end - last > 1;
                if !letters && !degree && !domain {
                    return end;
                }
                end = tail;
            } else {
                return end;
            }
        }
    }

    /// Does the stop after the part `start..end` belong to it?
    fn keeps_stop(&self, start: usize, end: usize) -> bool {
        let part = &self.text[start..end];
        let next = self.char(end + 1);
        if next == Some('.') {
            return false;
        }
        // "U.S.", "Ph.D."; "M.B.A.s" is left to the plural.
        if part.rsplit_once('.').is_some_and(|(_, last)| is_one_letter(last)) {
            return true;
        }
        if is_one_letter(part)
            && part.chars().all(char::is_uppercase)
            && !self.text[..start].ends_with(['&', '/'])
        {
            return true;
        }
        match lexicon::ABBREVIATIONS.get(&lexicon::fold(part)) {
            Some("number") => {
                let rest = self.text[end + 1..].trim_start();
                rest.starts_with(|c: char| c.is_ascii_digit())
            }
            Some(_) => {
                part.starts_with(char::is_uppercase)
                    || matches!(part, "vs" | "v" | "etc" | "al" | "cf" | "viz" | "approx")
            }
            None => false,
        }
    }
}

fn is_one_letter(part: &str) -> bool {
    let mut chars = part.chars();
    chars.next().is_some_and(char::is_alphabetic) && chars.all(extends)
}

#[cfg(test)]
mod tests;
