/*! Bodies that the list knows by names which no run of capitals holds: "Office of Management and Budget", "Macy's", "the Economist".

In: a [`Reader`]. Out: ranges of tokens, in order, without overlaps; none crosses a sentence.
*/

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::LazyLock;

use super::kinds::is_saying;
use super::reader::Reader;
use crate::lexicon::{self, Table};
use crate::tags::Pos;
use crate::text::Span;

/// The lists of bodies.
const BODIES: [&LazyLock<Table>; 2] = [&lexicon::KNOWN_ORGANISATIONS, &lexicon::BODIES];

/// The longest name in the list, in bytes.
const LONGEST: usize = 80;

/// The names of things that no mention is to be made of; a name that goes on before or behind is somebody's or something else's.
pub fn things(reader: &Reader) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    // Not "On" of "On Christmas".
    let capital = |i: usize, with: usize| {
        reader.together(i, with)
            && reader.is_capital(i)
            && !lexicon::STARTERS.has(&reader.folded[i])
    };
    for first in 0..reader.len() {
        let inside = out.last().is_some_and(|last| first < last.end);
        if inside || !reader.is_capital(first) || reader.shouts(first) {
            continue;
        }
        let Some((end, _)) = longest(reader, first, "", &[&lexicon::THINGS]) else { continue };
        if !(first > 0 && capital(first - 1, first) || capital(end, first)) {
            out.push(first..end);
        }
    }
    out
}

/// Runs and listed names, brought together: the runs, and the listed names that stand for themselves. A run that holds a listed name and more is kept whole,
/// with what stands before "and" and behind it apart.
pub fn with_runs(reader: &Reader, runs: &[Range<usize>]) -> (Vec<Range<usize>>, Vec<Range<usize>>) {
    let is_and = |i: usize| matches!(reader.word(i), "and" | "&" | ",");
    let (mut out, mut bodies): (Vec<Range<usize>>, Vec<Range<usize>>) = (Vec::new(), Vec::new());
    let mut left: VecDeque<Range<usize>> = runs.iter().cloned().collect();
    for name in &find(reader) {
        while let Some(run) = left.pop_front_if(|r| r.end <= name.start) {
            out.push(run);
        }
        if out.last().is_some_and(|last| last.end > name.start) {
            continue;
        }
        let mut whole = name.clone();
        while let Some(run) = left.pop_front_if(|r| r.start < whole.end) {
            whole = whole.start.min(run.start)..whole.end.max(run.end);
        }
        let apart = whole.start == name.start || is_and(name.start - 1);
        let joined = whole.end > name.end && is_and(name.end);
        if apart && (whole.end == name.end || joined) {
            if whole.start + 1 < name.start {
                out.push(whole.start..name.start - 1);
            }
            bodies.push(name.clone());
            if joined && name.end + 1 < whole.end {
                left.push_front(name.end + 1..whole.end);
            }
        } else {
            out.push(whole);
        }
    }
    out.extend(left);
    (out, bodies)
}

/// Does one of `ranges`, which are in order, share a token with `other`?
pub fn overlaps(ranges: &[Range<usize>], other: &Range<usize>) -> bool {
    let next = ranges.partition_point(|r| r.end <= other.start);
    ranges.get(next).is_some_and(|r| r.start < other.end)
}

/// All names of several tokens that the list has, and those of one that it has with their article; the longest at each place.
fn find(reader: &Reader) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut i = 0;
    while i < reader.len() {
        match at(reader, i) {
            Some(name) => {
                i = name.end;
                out.push(name);
            }
            None => i += 1,
        }
    }
    out
}

/// The name that begins with token `i`, or behind the article there; an article belongs to a name of a single word.
fn at(reader: &Reader, i: usize) -> Option<Range<usize>> {
    let article = reader.folded[i] == "the" && reader.together(i + 1, i);
    let first = if article { i + 1 } else { i };
    let digit = reader.word(first).starts_with(|c: char| c.is_ascii_digit());
    if !(reader.is_capital(first) || digit) || reader.shouts(i) {
        return None;
    }
    if article && let Some((end, name)) = longest(reader, first, "The ", &BODIES) {
        let value = BODIES.iter().find_map(|list| list.get(name)).unwrap_or("");
        // "the Hill reported", "told the Sun"; but "on the Hill", "the Sun rose", and "the New Yorker" is somebody from there.
        let fits = match value {
            "capital" => reader.word(i) == "The" && !reader.is_initial(i),
            "weak" => is_said(reader, i, end),
            _ => true,
        };
        let person = reader.together(end, i) && matches!(reader.word(end), "who" | "from");
        let free = end > first + 1 || fits && !person && !goes_on(reader, end, i);
        if !free {
            return None;
        }
        let start = if end > first + 1 { first } else { i };
        return Some(start..end);
    }
    let (end, _) = longest(reader, first, "", &BODIES)?;
    // "Macy's said", not "McDonald's wife said"
    let whose = end == first + 2 && matches!(reader.word(end - 1), "'s" | "’s");
    let several = end > first + 1 && !(whose && goes_on(reader, end, i));
    (several && !article).then_some(first..end)
}

/// Do the words around say that what stands at `start..end` speaks or is spoken to: "told the Sun", "the Sun reported", "according to the Sun"?
fn is_said(reader: &Reader, start: usize, end: usize) -> bool {
    let behind = reader.together(end, start)
        && (is_saying(&reader.folded[end]) || matches!(reader.word(end), "reported" | "reports"));
    let before = start > 0
        && reader.together(start - 1, start)
        && (is_saying(&reader.folded[start - 1])
            || start > 1
                && reader.word(start - 1) == "to"
                && reader.folded[start - 2] == "according");
    behind || before
}

/// Does token `i` belong to the noun phrase before it?
fn goes_on(reader: &Reader, i: usize, with: usize) -> bool {
    reader.together(i, with)
        && (reader.pos(i).is_noun() || matches!(reader.pos(i), Pos::Jj | Pos::Cd))
}

/// The longest name in the lists that, written behind `article`, begins with token `first`, and the token behind it.
fn longest(
    reader: &Reader,
    first: usize,
    article: &str,
    lists: &[&LazyLock<Table>],
) -> Option<(usize, &'static str)> {
    if !lists.iter().any(|list| list.has_start(article, reader.word(first))) {
        return None;
    }
    let text = reader.text;
    let start = text.tokens[first].span.start();
    let sentence = &text.sentences[reader.sentence[first] as usize].tokens;
    let end = text.tokens[sentence.end - 1].span.end();
    // As the list writes it: typewriter apostrophes and single blanks; with the place in the text behind each byte.
    let mut written = article.to_string();
    let mut places = vec![start; written.len()];
    for (at, c) in text.raw[start..end].char_indices() {
        if written.len() > LONGEST {
            break;
        }
        written.push(match c {
            '’' | 'ʼ' => '\'',
            c if c.is_whitespace() => ' ',
            c => c,
        });
        places.resize(written.len(), start + at + c.len_utf8());
    }
    let name = lists.iter().filter_map(|l| l.longest_start(&written)).max_by_key(|n| n.len())?;
    let end = places[name.len() - 1];
    let last = text.tokens_in(Span::new(start, end)).end;
    (text.tokens[last - 1].span.end() == end).then_some((last, name))
}
