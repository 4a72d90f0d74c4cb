/*! The circumstances of an act of saying: to whom, through what, where, when, and what the outlet thinks of it.

"…,” Pompeo told Newsweek in a statement on Tuesday, without presenting any evidence." has all but the venue.
Only the words around source and cue count: in front of the subject where no verb stands, and after the cue up to the content.
*/

use std::ops::Range;
use std::sync::LazyLock;

use super::phrases::is_day;
use super::{Attribution, Context, cues};

/// The table; its header explains it.
const MEDIA: &str = include_str!("../lexicon/media.txt");

static MEDIUM: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| MEDIA.lines().filter(|l| !l.starts_with('#')).collect());

/// Is the name, in lower case, that of a channel: "facebook"?
pub fn is_channel(name: &str) -> bool {
    MEDIUM.binary_search(&name).is_ok()
}

/// Who was told, where, when, through what; ranges of tokens.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Circumstances {
    /// "Newsweek" in "told Newsweek".
    pub addressee: Option<Range<usize>>,
    /// "in a tweet".
    pub medium: Option<Range<usize>>,
    /// "before the National Press Club".
    pub venue: Option<Range<usize>>,
    /// "on Tuesday".
    pub time: Option<Range<usize>>,
    /// "without presenting any evidence".
    pub hedge: Option<Range<usize>>,
}

/// Most tokens looked at on each side.
const REACH: usize = 30;

/// Reads the circumstances of `attribution`.
pub fn find(context: Context, attribution: &Attribution) -> Circumstances {
    let mut found = Circumstances::default();
    let Some(cue) = attribution.cue.clone() else { return found };
    let sentence = context.sentence(cue.start).tokens.clone();
    let unit = attribution.source.iter().fold(cue.clone(), |u, s| {
        if sentence.contains(&s.start) { u.start.min(s.start)..u.end.max(s.end) } else { u }
    });
    let mine = |i: usize| attribution.content.iter().any(|c| c.contains(&i));
    let after_end = (unit.end..sentence.end.min(unit.end + REACH))
        .find(|&i| mine(i) || context.quoted(i) || context.is_finite(i) || context.word(i) == ";")
        .unwrap_or(sentence.end.min(unit.end + REACH));
    // The addressee may stand between cue and source only in inverted order, so it is looked for after the cue.
    let from = if cue.end == unit.end { cue.end } else { unit.end };
    addressee(context, &cue, from..after_end, &mut found);
    scan(context, from..after_end, &mut found);
    let front = sentence.start.max(unit.start.saturating_sub(REACH))..unit.start;
    if !front.clone().any(|i| mine(i) || context.quoted(i) || context.is_finite(i)) {
        scan(context, front, &mut found);
    }
    if found.hedge.is_none() {
        found.hedge =
            cue.clone().find(|&i| is_doubting_adverb(&context.lower(i))).map(|i| i..i + 1);
    }
    found
}

fn is_doubting_adverb(word: &str) -> bool {
    matches!(
        word,
        "falsely"
            | "wrongly"
            | "baselessly"
            | "incorrectly"
            | "misleadingly"
            | "erroneously"
            | "implausibly"
    )
}

fn addressee(context: Context, cue: &Range<usize>, after: Range<usize>, found: &mut Circumstances) {
    if after.start != cue.end || after.is_empty() {
        return;
    }
    let head = (cue.clone()).rev().find_map(|i| cues::at(context, i, cue.start..after.end));
    let takes = head.is_some_and(|c| c.verb.frames.has(cues::Frames::ADDRESSEE));
    let at = if context.lower(after.start) == "to" { after.start + 1 } else { after.start };
    let direct = takes && at == after.start;
    if at >= after.end || !(direct || at > after.start) || is_day(&context.lower(at)) {
        return;
    }
    let phrase = context.base_phrase(at, after.end);
    if !phrase.is_empty() && context.lower(phrase.start) != "that" {
        found.addressee = Some(phrase);
    }
}

fn scan(context: Context, range: Range<usize>, found: &mut Circumstances) {
    let mut at = range.start;
    while at < range.end {
        let word = context.lower(at);
        let next = at + 1;
        let taken = match &*word {
            "without" => {
                let end = (next..range.end)
                    .find(|&i| context.is_comma(i) || context.word(i) == ".")
                    .unwrap_or(range.end);
                let doubts = (next..end).any(|i| {
                    matches!(
                        &*context.lower(i),
                        "evidence"
                            | "proof"
                            | "basis"
                            | "elaborating"
                            | "details"
                            | "explanation"
                            | "substantiation"
                    )
                });
                doubts.then(|| found.hedge.get_or_insert(at..end).end)
            }
            "in" | "on" | "at" | "via" | "through" | "during" | "before" | "to" | "by" | "over"
            | "outside" | "inside" => circumstance(context, at, range.end, found),
            _ if is_day(&word) => {
                let end = time_end(context, at, range.end);
                Some(found.time.get_or_insert(at..end).end)
            }
            _ => None,
        };
        at = taken.unwrap_or(next).max(next);
    }
}

/// A prepositional phrase at `at`: when, through what, or where.
fn circumstance(
    context: Context,
    at: usize,
    end: usize,
    found: &mut Circumstances,
) -> Option<usize> {
    let phrase = context.base_phrase(at + 1, end);
    if phrase.is_empty() {
        return None;
    }
    let first = context.lower(phrase.start);
    if is_day(&first)
        || is_month(&first)
        || matches!(
            &*context.lower(phrase.end - 1),
            "week" | "month" | "year" | "night" | "morning" | "evening" | "afternoon"
        )
    {
        let stop = time_end(context, phrase.start, end);
        return Some(found.time.get_or_insert(at..stop.max(phrase.end)).end);
    }
    if is_medium(context, &phrase) {
        return Some(found.medium.get_or_insert(at..phrase.end).end);
    }
    let preposition = context.lower(at);
    if matches!(&*preposition, "at" | "before" | "during" | "outside" | "inside")
        && found.venue.is_none()
    {
        found.venue = Some(at..phrase.end);
        return Some(phrase.end);
    }
    None
}

/// Is the head of the phrase a channel? Modifiers of any kind may stand before it.
fn is_medium(context: Context, phrase: &Range<usize>) -> bool {
    let words: Vec<String> = phrase.clone().map(|i| context.lower(i).into_owned()).collect();
    (0..words.len()).any(|from| MEDIUM.binary_search(&words[from..].join(" ").as_str()).is_ok())
}

fn is_month(word: &str) -> bool {
    matches!(
        word.trim_end_matches('.'),
        "jan"
            | "feb"
            | "mar"
            | "apr"
            | "may"
            | "jun"
            | "jul"
            | "aug"
            | "sept"
            | "sep"
            | "oct"
            | "nov"
            | "dec"
            | "january"
            | "february"
            | "march"
            | "april"
            | "june"
            | "july"
            | "august"
            | "september"
            | "october"
            | "november"
            | "december"
    )
}

/// Where an expression of time ends: "Tuesday morning", "Jan. 3", "earlier this week".
pub fn time_end(context: Context, from: usize, end: usize) -> usize {
    let mut at = from;
    while at < end {
        let word = context.lower(at);
        let inside = is_span_of_time(&word) || matches!(&*word, "the" | "in" | "on");
        let goes_on =
            is_day(&word) || is_month(&word) || context.pos(at) == "CD" || inside && at > from;
        if !goes_on
            || matches!(&*word, "in" | "the" | "on")
                && !(at + 1 < end && is_time_word(&context.lower(at + 1)))
        {
            break;
        }
        at += 1;
    }
    at.max(from + 1)
}

fn is_time_word(word: &str) -> bool {
    is_day(word) || is_month(word) || is_span_of_time(word) || word == "the"
}

fn is_span_of_time(word: &str) -> bool {
    matches!(
        word,
        "morning" | "afternoon" | "evening" | "night" | "week" | "month" | "year" | "day"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_media_is_sorted_and_unique() {
        assert!(MEDIUM.windows(2).all(|w| w[0] < w[1]));
        assert!(MEDIUM.iter().all(|m| *m == m.to_lowercase() && !m.is_empty()));
    }
}
