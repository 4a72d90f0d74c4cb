/*! Runs of capitals and learned labels, brought together.

In: runs, and stretches of tokens with one label. Out: names. The rules know titles, lists and where a name of a person begins; the labels
know the words around, and where a name ends that a run of capitals only contains. Where both speak of the same words, what is sure counts
most, then the label; where neither is sure, there is no name.
*/

use std::ops::Range;

use super::kinds::{Name, plain, take_apart};
use super::reader::Reader;
use super::titles::titled;
use super::{bodies, seats};
use crate::document::EntityKind;
use crate::lexicon;
use crate::tags::EntityLabel;

/// Tokens in a row that the labeller gives to one kind of name.
#[derive(Debug, Clone)]
pub struct Segment {
    pub tokens: Range<usize>,
    pub kind: EntityKind,
}

/// All stretches with one label, in order; the names of other things are left out.
pub fn segments(reader: &Reader) -> Vec<Segment> {
    let mut out = Vec::new();
    for sentence in &reader.text.sentences {
        let mut at = sentence.tokens.start;
        for same in reader.tags.entity[sentence.tokens.clone()].chunk_by(|a, b| a == b) {
            let tokens = at..at + same.len();
            at = tokens.end;
            let kind = match same[0] {
                EntityLabel::Person => EntityKind::Person,
                EntityLabel::Organisation => EntityKind::Organisation,
                EntityLabel::Place => EntityKind::Place,
                EntityLabel::O | EntityLabel::Other => continue,
            };
            if !reader.shouts(tokens.start)
                && let Some(tokens) = trimmed(reader, tokens)
            {
                out.push(Segment { tokens, kind });
            }
        }
    }
    out
}

/// Without small words at its ends and what only begins a sentence.
fn trimmed(reader: &Reader, mut tokens: Range<usize>) -> Option<Range<usize>> {
    let opens = |i: usize| {
        let folded = &*reader.folded[i];
        !reader.is_capital(i)
            || matches!(folded, "a" | "an")
            || (folded == "the" && reader.is_initial(i))
            || (folded != "the"
                && lexicon::STARTERS.has(folded)
                && !reader.is_acronym(i)
                && (reader.is_initial(i) || !reader.pos(i).is_noun()))
    };
    while !tokens.is_empty() && opens(tokens.start) && !is_particle(reader, &tokens) {
        tokens.start += 1;
    }
    while !tokens.is_empty()
        && !reader.is_capital(tokens.end - 1)
        && !has_digit(reader.word(tokens.end - 1))
    {
        tokens.end -= 1;
    }
    (!tokens.is_empty()).then_some(tokens)
}

/// "bin Salman", "de Marco", whatever the parts of speech.
fn is_particle(reader: &Reader, tokens: &Range<usize>) -> bool {
    tokens.len() > 1
        && super::runs::is_particle(reader, tokens.start)
        && reader.word(tokens.start) != "of"
        && reader.is_capital(tokens.start + 1)
}

fn has_digit(word: &str) -> bool {
    word.bytes().any(|b| b.is_ascii_digit())
}

/// The names of a region: runs and segments that overlap, in order.
pub fn region(reader: &Reader, runs: &[Range<usize>], segments: &[Segment], out: &mut Vec<Name>) {
    let mut left = segments;
    let mut last = 0;
    for run in runs {
        let inside = left.iter().take_while(|s| s.tokens.start < run.end).count();
        let before = left[..inside].iter().take_while(|s| s.tokens.end <= run.start).count();
        emit(reader, &left[..before], &mut last, out);
        left = &left[before..];
        let count = left.iter().take_while(|s| s.tokens.start < run.end).count();
        let (here, after) = left.split_at(count);
        left = after;
        let run = run.start.max(last)..run.end;
        if run.is_empty() {
            continue;
        }
        let first = out.len();
        one(reader, run, here, last, out);
        last = out[first..]
            .iter()
            .map(|n| n.tokens.end.max(n.title.end))
            .max()
            .unwrap_or(last)
            .max(last);
    }
    emit(reader, left, &mut last, out);
}

fn emit(reader: &Reader, segments: &[Segment], last: &mut usize, out: &mut Vec<Name>) {
    for s in segments {
        let tokens = s.tokens.start.max(*last)..s.tokens.end;
        if !tokens.is_empty() {
            *last = tokens.end;
            out.push(of_segment(reader, tokens, s.kind));
        }
    }
}

/// A name that only the labeller sees; a title within it stands before the name.
fn of_segment(reader: &Reader, tokens: Range<usize>, kind: EntityKind) -> Name {
    if kind == EntityKind::Person
        && tokens.len() > 1
        && let Some(name) = titled(reader, tokens.start, tokens.end)
        && !name.tokens.is_empty()
    {
        return name;
    }
    plain(tokens, kind, 1)
}

/// The names of one run and the segments that overlap it.
fn one(
    reader: &Reader,
    run: Range<usize>,
    segments: &[Segment],
    mut last: usize,
    out: &mut Vec<Name>,
) {
    let rule = take_apart(reader, run.clone());
    let Some(first) = segments.first() else {
        out.extend(rule.filter(|name| unlabelled(reader, name)));
        return;
    };
    let Some(mut rule) = rule else {
        if seats::is_common_noun(reader, &run) {
            return;
        }
        emit(reader, segments, &mut last, out);
        return;
    };
    // "Don" is a title before some names and a name before others.
    let wider = segments.iter().find(|s| {
        s.kind == EntityKind::Person
            && s.tokens.end == rule.tokens.end
            && s.tokens.start < rule.tokens.start
    });
    if let Some(wider) = wider
        && rule.kind == EntityKind::Person
        && lexicon::GIVEN_NAMES.has(&reader.folded[rule.tokens.start - 1])
    {
        let title = rule.title.start.min(wider.tokens.start)..wider.tokens.start;
        rule = Name { title, ..plain(wider.tokens.clone(), rule.kind, 2) };
    }
    let whole = is_whole(reader, &rule)
        || is_known(reader, &rule)
        || is_of(reader, &rule, segments)
        || is_built(reader, &rule, segments);
    if whole || trusted(&rule, segments) {
        last = rule.tokens.end.max(rule.title.end);
        out.push(rule);
        // What the run leaves over behind the name.
        let rest = segments.iter().take_while(|s| s.tokens.start < last).count();
        emit(reader, &segments[rest..], &mut last, out);
        return;
    }
    // "Tessaly Care": the label has only the word that it knows.
    let more = run.start..first.tokens.start;
    let unknown = |i: usize| {
        let word = &*reader.folded[i];
        reader.is_capital(i)
            && reader.tags.entity[i] == EntityLabel::O
            && !(lexicon::title(word).is_some()
                || lexicon::GIVEN_NAMES.has(word)
                || lexicon::STARTERS.has(word)
                || lexicon::PEOPLES.has(reader.word(i))
                || lexicon::PLACES.has(reader.word(i))
                || lexicon::noun(word).is_some())
    };
    if segments.len() == 1
        && first.kind == EntityKind::Organisation
        && first.tokens.end == run.end
        && more.len() == 1
        && unknown(run.start)
    {
        out.push(plain(run, EntityKind::Organisation, 1));
        return;
    }
    if segments.len() == 1 && first.tokens == rule.tokens {
        // A firm may be called after its founder; a place hardly ever begins with a given name.
        let founder = rule.kind == EntityKind::Person
            && rule.title.is_empty()
            && first.kind == EntityKind::Organisation;
        let kind = if rule.sure == 2 && !founder { rule.kind } else { first.kind };
        out.push(Name { kind, sure: rule.sure.max(1), ..rule });
        return;
    }
    emit(reader, segments, &mut last, out);
}

/// May a name stand that no label supports?
fn unlabelled(reader: &Reader, name: &Name) -> bool {
    if name.sure == 2 || name.tokens.is_empty() || name.kind == EntityKind::Group {
        return true;
    }
    let other = name.tokens.clone().any(|i| reader.tags.entity[i] == EntityLabel::Other);
    name.sure == 1 && !other && (name.kind != EntityKind::Organisation || is_placed(reader, name))
}

/// Does the place of an acronym, or of a noun for a body, show that it is a name? "the National Bureau (NB)", "the Seafarers' Union", and "LOPEZ:"
/// where a turn begins.
fn is_placed(reader: &Reader, name: &Name) -> bool {
    let (start, end) = (name.tokens.start, name.tokens.end);
    let before = if start > 0 { reader.word(start - 1) } else { "" };
    let turn = reader.is_initial(start) && reader.together(end, start) && reader.word(end) == ":";
    if reader.is_acronym(start) { before == "(" || turn } else { matches!(before, "'" | "’") }
}

/// "Ursula van der Berg", "M. Dane Waters": a given name, a particle and a capital, or an initial in front, are a person, whatever the labels.
fn is_whole(reader: &Reader, rule: &Name) -> bool {
    let (start, end) = (rule.tokens.start, rule.tokens.end);
    let initial = |i: usize| {
        let word = reader.word(i);
        word.len() == 2 && word.ends_with('.') && reader.is_capital(i)
    };
    let particle = |i: usize| super::runs::is_particle(reader, i) && reader.word(i) != "of";
    // "Marine Le Pen"
    let capital = |i: usize| matches!(reader.word(i), "Du" | "La" | "Le");
    rule.kind == EntityKind::Person
        && end - start > 2
        && (initial(start) && !initial(end - 1)
            || lexicon::GIVEN_NAMES.has(&reader.folded[start]) && (start + 1..end).any(particle)
            || (start + 1..end - 1).any(capital))
}

/// "USA TODAY": a name of several words that a list has whole is not cut by a label for one of them.
fn is_known(reader: &Reader, rule: &Name) -> bool {
    let name = &rule.tokens;
    rule.kind == EntityKind::Organisation
        && name.len() > 1
        && lexicon::is_known_body(&reader.join(name.start, name.end, false))
}

/// "Department of Roads and Bridges", "the Velden Ledger": a body by its build, whatever the labels say of its parts; but a label for all of it and more stands.
fn is_built(reader: &Reader, rule: &Name, segments: &[Segment]) -> bool {
    let name = &rule.tokens;
    let joins = |i: usize| matches!(reader.word(i), "and" | "for" | "of");
    let wider = segments.iter().any(|s| {
        s.kind == EntityKind::Organisation
            && s.tokens.start <= name.start
            && s.tokens.end >= name.end
            && s.tokens.len() > name.len()
    });
    let of_affairs =
        || name.clone().any(joins) && name.clone().any(|i| bodies::is_affair(reader, i));
    rule.kind == EntityKind::Organisation
        && rule.sure == 2
        && rule.title.is_empty()
        && !wider
        && (of_affairs()
            || name.clone().any(|i| reader.is_possessive(i))
            || bodies::is_masthead(reader, name)
            || bodies::is_firm(reader, name)
            || name.len() < 4 && bodies::has_inner_capital(reader.word(name.start))
            || bodies::is_introduced(reader, name))
}

/// "Public Policy Institute ‸of California": a body whose labels only cut off where it is.
fn is_of(reader: &Reader, rule: &Name, segments: &[Segment]) -> bool {
    let [body, place] = segments else { return false };
    rule.kind == EntityKind::Organisation
        && rule.sure == 2
        && body.kind == EntityKind::Organisation
        && place.kind == EntityKind::Place
        && body.tokens.start == rule.tokens.start
        && place.tokens.end == rule.tokens.end
        && body.tokens.end + 1 == place.tokens.start
        && reader.word(body.tokens.end) == "of"
}

/// Is what the rules say of a run sure enough to stand against labels with other borders or another kind?
fn trusted(rule: &Name, segments: &[Segment]) -> bool {
    if rule.tokens.is_empty() || rule.kind == EntityKind::Group {
        return rule.sure == 2;
    }
    let (start, end) = (rule.tokens.start, rule.tokens.end);
    let mut mine = segments.iter().filter(|s| s.tokens.start < end && start < s.tokens.end);
    let agree = mine.all(|s| s.kind == rule.kind && s.tokens.start >= start && s.tokens.end <= end);
    rule.sure == 2 && (agree || !rule.title.is_empty())
}
