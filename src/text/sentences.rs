/*! Sentence borders inside a paragraph.

In: the tokens of a paragraph. Out: its sentences. A sentence ends at a full stop, question or exclamation mark, with the closing
quotation marks and brackets behind it, unless what follows goes on: “…why?” she asked. After an abbreviation, an initial or an
ellipsis it ends only where the next word is one that begins sentences.
*/

use std::ops::Range;

use super::{Token, TokenKind};
use crate::lexicon;

/// Most tokens of a sentence. What is longer is a list or no prose at all, and is cut, so that every later stage can look through
/// a sentence without becoming slow on any text.
const LONGEST: usize = 300;

/// Cuts `range` of `tokens`, one paragraph, into sentences.
pub fn split(raw: &str, tokens: &[Token], range: Range<usize>) -> Vec<Range<usize>> {
    let cut = |sentence: Range<usize>| {
        sentence.clone().step_by(LONGEST).map(move |start| start..sentence.end.min(start + LONGEST))
    };
    whole(raw, tokens, range).into_iter().flat_map(cut).collect()
}

/// The sentences, however long.
fn whole(raw: &str, tokens: &[Token], range: Range<usize>) -> Vec<Range<usize>> {
    let reader = Reader { raw, tokens, end: range.end };
    let mut out = Vec::new();
    let mut start = range.start;
    let mut i = range.start;
    // Straight marks look the same on both sides: an odd one opens.
    let mut straight_open = false;
    while i < range.end {
        let word = reader.word(i);
        if matches!(word, "\"" | "''") {
            straight_open = !straight_open;
        }
        // An ellipsis that begins a quotation or a sentence ends nothing.
        let opens = i == start
            || (tokens[i - 1].kind == TokenKind::Quote
                && (i - 1 == start || !reader.is_glued(i - 1)));
        let stop = reader.stop(i).filter(|stop| *stop != Stop::Ellipsis || !opens);
        let Some(stop) = stop else {
            if matches!(word, "•" | "●" | "▪" | "■" | "◆" | "►") && i > start {
                out.push(start..i);
                start = i;
            }
            i += 1;
            continue;
        };
        let (after, quoted) = reader.closers(i + 1, &mut straight_open);
        if after == range.end || reader.begins(i, stop, after, quoted) {
            out.push(start..after);
            start = after;
        }
        i = after;
    }
    if start < range.end {
        out.push(start..range.end);
    }
    out
}

/// How a token may end a sentence.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stop {
    Full,
    /// Question or exclamation mark.
    Strong,
    Ellipsis,
    /// An abbreviation that may stand at the end: "U.S.", "p.m.", "Inc."
    Short,
    /// An initial: "George W."
    Initial,
}

struct Reader<'a> {
    raw: &'a str,
    tokens: &'a [Token],
    end: usize,
}

impl<'a> Reader<'a> {
    fn word(&self, i: usize) -> &'a str {
        &self.raw[self.tokens[i].span]
    }

    fn is_glued(&self, i: usize) -> bool {
        i > 0 && self.tokens[i - 1].span.end() == self.tokens[i].span.start()
    }

    fn stop(&self, i: usize) -> Option<Stop> {
        let word = self.word(i);
        match self.tokens[i].kind {
            TokenKind::Mark => match word.as_bytes()[0] {
                // The middle of a spaced ellipsis is no end, its last stop is an ellipsis.
                b'.' if word.len() == 1 => {
                    let next = i + 1 < self.end && !self.is_glued(i + 1) && self.word(i + 1) == ".";
                    let last = i > 0 && !self.is_glued(i) && self.word(i - 1) == ".";
                    // Four are a full stop and an ellipsis.
                    let four = last && i > 2 && (1..=3).all(|n| self.word(i - n) == ".");
                    (!next).then_some(if last && !four { Stop::Ellipsis } else { Stop::Full })
                }
                b'.' => Some(Stop::Ellipsis),
                b'?' | b'!' => Some(Stop::Strong),
                _ if word.starts_with('…') => Some(Stop::Ellipsis),
                _ if matches!(word, "。" | "！" | "？" | "।" | "؟") => Some(Stop::Strong),
                _ => None,
            },
            TokenKind::Word if word.ends_with('.') => {
                let short = word.rsplit('-').next().unwrap_or(word);
                let mut letters = short.chars();
                if letters.next().is_some_and(char::is_uppercase) && letters.as_str() == "." {
                    return Some(Stop::Initial);
                }
                let short = &short[..short.len() - 1];
                let known = lexicon::ABBREVIATIONS.get(&lexicon::fold(short));
                match known {
                    Some("end") => Some(Stop::Short),
                    Some(_) => None,
                    None => short.contains('.').then_some(Stop::Short),
                }
            }
            _ => None,
        }
    }

    /// From `i` over closing marks and brackets; gives the token after them and whether there was a quotation mark.
    fn closers(&self, mut i: usize, straight_open: &mut bool) -> (usize, bool) {
        let mut quoted = false;
        while i < self.end {
            let word = self.word(i);
            let glued = self.is_glued(i);
            let space_after = i + 1 == self.end || !self.is_glued(i + 1);
            let closes = match word {
                ")" | "]" | "}" => glued || space_after,
                "”" | "»" | "›" | "」" | "』" => true,
                "’" => glued,
                "'" => glued && (space_after || self.tokens[i + 1].kind == TokenKind::Quote),
                "\"" | "''" => {
                    let closes = if glued == space_after {
                        glued && space_after || *straight_open
                    } else {
                        glued
                    };
                    if closes {
                        *straight_open = false;
                    }
                    closes
                }
                _ => false,
            };
            if !closes {
                // A footnote: "end.[12] Next".
                let note = word == "["
                    && glued
                    && i + 2 < self.end
                    && self.tokens[i + 1].kind == TokenKind::Number;
                if note && self.word(i + 2) == "]" {
                    i += 3;
                    continue;
                }
                break;
            }
            quoted |= !matches!(word, ")" | "]" | "}");
            i += 1;
        }
        (i, quoted)
    }

    /// Does a sentence begin at `next`, after token `i` and its closers?
    fn begins(&self, i: usize, stop: Stop, next: usize, quoted: bool) -> bool {
        let word = self.word(next);
        let first = word.chars().next().unwrap_or(' ');
        if matches!(first, ',' | ';' | ':' | '%') || matches!(word, ")" | "]" | "}" | "”") {
            return false;
        }
        let dash = matches!(first, '—' | '–' | '―') || word == "--" || word == "-";
        let glued = self.is_glued(next);
        if self.tokens[next].kind == TokenKind::Handle
            && !glued
            && matches!(stop, Stop::Full | Stop::Strong)
        {
            return true;
        }
        match stop {
            Stop::Strong if dash => false,
            Stop::Full if dash && quoted => false,
            // "end.he" without a space is a name of something; "end. he" is careless.
            Stop::Full if first.is_lowercase() => !quoted && !glued,
            Stop::Strong if first.is_lowercase() => false,
            Stop::Full | Stop::Strong => true,
            Stop::Ellipsis | Stop::Short => !glued && self.starts(i, next, stop == Stop::Short),
            Stop::Initial => {
                !glued && self.starts(i, next, false) && !matches!(word, "A" | "I" | "St.")
            }
        }
    }

    /// Is `next` a word that begins sentences, perhaps behind opening marks?
    fn starts(&self, i: usize, mut next: usize, short: bool) -> bool {
        let mut opened = false;
        while next < self.end
            && (self.tokens[next].kind == TokenKind::Quote || matches!(self.word(next), "(" | "["))
        {
            opened |= self.tokens[next].kind == TokenKind::Quote;
            next += 1;
        }
        if next == self.end {
            return true;
        }
        let word = self.word(next);
        if !word.starts_with(char::is_uppercase) {
            return false;
        }
        let folded = lexicon::fold(word);
        if lexicon::STARTERS.has(&folded) {
            return true;
        }
        // “… the U.S.” “Now …”
        if opened && next > i + 2 {
            return true;
        }
        // "at 5 p.m. Police said", but "at 5 p.m. Tuesday", "5 p.m. Eastern".
        let hour = short && matches!(&*lexicon::fold(self.word(i)), "a.m." | "p.m." | "etc.");
        hour && !is_time_word(&folded)
    }
}

/// What may follow an hour with a capital.
fn is_time_word(word: &str) -> bool {
    const DAYS: [&str; 7] =
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    const ZONES: [&str; 16] = [
        "eastern", "central", "mountain", "pacific", "est", "edt", "et", "cst", "cdt", "ct", "pst",
        "pdt", "pt", "gmt", "utc", "local",
    ];
    let bare = word.trim_end_matches('.');
    let short_month = bare.len() >= 3 && MONTHS.iter().chain(&DAYS).any(|m| m.starts_with(bare));
    short_month || ZONES.contains(&bare)
}

#[cfg(test)]
mod tests {
    use crate::text::Text;

    /// Cuts `marked` without its bars and expects a border at every bar.
    fn check(marked: &str) {
        let raw = marked.replace(" | ", " ").replace('|', "");
        let text = Text::read(&raw);
        let got: Vec<_> = text.sentences.iter().map(|s| &raw.as_str()[s.span]).collect();
        let want: Vec<_> = marked.split('|').map(str::trim).collect();
        assert_eq!(got, want);
    }

    #[test]
    fn a_full_stop_ends_a_sentence_with_its_closing_marks() {
        check("It rained. | Nobody came.");
        check("“We are done.” | He left the room. | (It was cold.) | Then it was dark.");
        check("\"We are done.\" | He left. | \"So it is.\"");
        check("He wrote ''we are done.'' | Then he left.");
        check("She said ‘no.’ | Then she left.");
        check("It rained.[3] | Nobody came.");
    }

    #[test]
    fn an_abbreviation_ends_a_sentence_only_before_a_word_that_begins_one() {
        check(
            "Mr. Lopez met Gen. Ito and Dr. O’Hara of the U.S. Senate on Jan. 3 in St. Paul. | He left.",
        );
        check("They met at 5 p.m. Tuesday in Washington, D.C. and at 6 a.m. Eastern.");
        check("They met at 5 p.m. | Police came later.");
        check("He flew to the U.S. | The trip was long.");
        check("He works for Acme Inc. | She does not. | Acme Inc. Vice President Ana Ruiz does.");
        check("George W. Bush met J. K. Stone. | They talked.");
        check("It was No. 5 of 12. | There is no. | He knew.");
    }

    #[test]
    fn numbers_are_not_cut() {
        check("Prices rose 2.5 percent to $1,200.50. | That is much.");
    }

    #[test]
    fn a_sentence_goes_on_in_lower_case_after_a_quoted_question() {
        check("“But why?” she asked. | “Because!” he cried.");
        check("\"But why?\" she asked. | Nobody knew.");
        check("The Yahoo! offices were empty.");
        check("“Why?”, she asked.");
    }

    #[test]
    fn an_ellipsis_ends_a_sentence_only_before_a_word_that_begins_one() {
        check("He waited … and waited. | Then he left.");
        check("He waited ... | The door opened.");
        check("It was . . . strange. | He left . . . | The door closed.");
        check("“… But then they left.”");
    }

    #[test]
    fn sentences_glued_by_a_lost_break_are_cut() {
        check("He left.| The door closed.");
        let text = Text::read("He left.The door closed.”She said so.");
        assert_eq!(text.sentences.len(), 3);
    }

    #[test]
    fn bullets_begin_sentences() {
        check("We want | • bread | • roses");
    }
}
