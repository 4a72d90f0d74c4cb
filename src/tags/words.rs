/*! What the learned stages know about a word by looking at it: hashes of its forms, endings and shape.

In: a text and its tokens. Out: a [`Word`] per token. Quotation marks of all styles become one opening and one closing form here,
and apostrophes one apostrophe, so that no later stage sees typography.
*/

use crate::model::hash;
use crate::text::Text;

/// One token, as features see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// The word as it stands.
    pub exact: u32,
    /// The word in lower case, digits made equal.
    pub lower: u32,
    /// Its last one to four characters, in lower case.
    pub suffix: [u32; 4],
    /// Its first one to three characters, in lower case.
    pub prefix: [u32; 3],
    /// Its shape: kinds of characters, runs shortened ("Xx", "d.d", "x-x").
    pub shape: u32,
    /// Does it begin with a capital letter?
    pub capital: bool,
}

const fn named(name: &str) -> u32 {
    hash::bytes(name.as_bytes())
}

/// The form that all opening double marks take.
pub const OPEN: u32 = named("``");
/// The form that all closing double marks take.
pub const CLOSE: u32 = named("''");

impl Word {
    /// Stands before the first and after the last word of a sentence.
    pub const EDGE: Self = {
        let edge = named("<edge>");
        Self {
            exact: edge,
            lower: edge,
            suffix: [edge; 4],
            prefix: [edge; 3],
            shape: edge,
            capital: false,
        }
    };

    /// Looks at `word`.
    pub fn new(word: &str) -> Self {
        let form = match word {
            "“" | "«" | "„" | "「" | "『" => "``",
            "”" | "»" | "」" | "』" | "’’" => "''",
            "‘" | "‹" | "‚" => "`",
            "’" | "›" => "'",
            "…" | ". . ." => "...",
            "—" | "–" | "―" => "--",
            _ => word,
        };
        let (mut exact, mut lower) = (hash::START, hash::START);
        let mut shape = hash::START;
        let mut prefix = [0; 3];
        let mut ends = [0_u32; 4];
        let (mut length, mut last, mut run) = (0_usize, 0, 0);
        for c in form.chars() {
            let c = if matches!(c, '’' | 'ʼ') { '\'' } else { c };
            exact = hash::push_char(exact, c);
            let (small, kind) = match c {
                'a'..='z' | '\'' => (c, b'x'),
                'A'..='Z' => (c.to_ascii_lowercase(), b'X'),
                '0'..='9' => ('0', b'd'),
                '-' | '–' => ('-', b'-'),
                _ if c.is_uppercase() => (c.to_lowercase().next().unwrap_or(c), b'X'),
                _ if c.is_alphabetic() => (c, b'x'),
                _ if c.is_numeric() => ('0', b'd'),
                _ if c.is_ascii() => (c, c as u8),
                _ => (c, b'?'),
            };
            lower = hash::push_char(lower, small);
            run = if kind == last { run + 1 } else { 0 };
            last = kind;
            if run < 2 {
                shape = hash::push(shape, kind);
            }
            if length < 3 {
                prefix[length] = lower;
            }
            ends = [small as u32, ends[0], ends[1], ends[2]];
            length += 1;
        }
        for p in prefix.iter_mut().skip(length) {
            *p = lower;
        }
        let mut suffix = [0; 4];
        let mut so_far = 7;
        for (i, s) in suffix.iter_mut().enumerate() {
            so_far = hash::mix(so_far, ends[i]);
            *s = so_far;
        }
        let capital = form.chars().next().is_some_and(char::is_uppercase);
        Self { exact, lower, suffix, prefix, shape, capital }
    }

    /// All words of `text`, in order.
    pub fn read(text: &Text) -> Vec<Self> {
        let mut words: Vec<_> = (0..text.tokens.len()).map(|i| Self::new(text.word(i))).collect();
        straight_marks(text, &mut words);
        words
    }
}

/// Decides for straight marks (") whether they open or close: by the white space around them, else by turns within a paragraph.
fn straight_marks(text: &Text, words: &mut [Word]) {
    let (open, close) = (Word::new("``"), Word::new("''"));
    for paragraph in &text.paragraphs {
        let mut inside = false;
        for i in paragraph.tokens.clone() {
            match text.word(i) {
                "\"" => {
                    let span = text.tokens[i].span;
                    let before = text.raw[..span.start()].chars().next_back();
                    let after = text.raw[span.end()..].chars().next();
                    let free = |c: Option<char>| c.is_none_or(char::is_whitespace);
                    let opens = match (free(before), free(after)) {
                        (true, false) => true,
                        (false, true) => false,
                        _ => match before {
                            Some('(' | '[' | '-' | '–' | '—' | '‘' | '\'') if !inside => true,
                            _ => !inside,
                        },
                    };
                    words[i] = if opens { open } else { close };
                    inside = opens;
                }
                _ if words[i].exact == OPEN => inside = true,
                _ if words[i].exact == CLOSE => inside = false,
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_all_styles_are_one() {
        for raw in ["“We go,” he said.", "\"We go,\" he said.", "«We go,» he said."] {
            let words = Word::read(&Text::read(raw));
            assert_eq!(words[0].exact, OPEN, "{raw}");
            assert_eq!(words.iter().filter(|w| w.exact == CLOSE).count(), 1, "{raw}");
        }
    }

    #[test]
    fn shapes_shorten_runs() {
        assert_eq!(Word::new("Washington").shape, Word::new("London").shape);
        assert_eq!(Word::new("1999").shape, Word::new("2016").shape);
        assert_ne!(Word::new("U.S.").shape, Word::new("USA").shape);
        assert_eq!(Word::new("don’t"), Word::new("don't"));
    }
}
