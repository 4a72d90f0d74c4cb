/*! What a run of capitalised words names: where its title ends, and whether the rest is a person, an organisation, a group or a place.

In: a [`Reader`] and its runs. Out: a [`Name`] for each run that names something. Evidence in the word itself counts most,
then the words around, then what the same word named elsewhere in the text; a learned label counts wherever the lists are silent.
*/

use std::ops::Range;

use super::Gender;
use super::reader::Reader;
use super::titles::titled;
use super::{beside, bodies, labels, listed, seats, settle};
use crate::document::EntityKind;
use crate::lexicon;
use crate::tags::{EntityLabel, Pos};

/// A run, taken apart.
#[derive(Debug, Clone)]
pub struct Name {
    /// Titles and what stands with them before the name; may be empty.
    pub title: Range<usize>,
    /// The name; empty where the run is only a title.
    pub tokens: Range<usize>,
    pub kind: EntityKind,
    pub gender: Option<Gender>,
    pub plural: bool,
    /// Is the title one of courtesy, which says nothing of a role?
    pub courtesy: bool,
    /// How sure the kind is: 0 a guess, 1 the words around, 2 a list or a title.
    pub sure: u8,
}

/// Takes every run apart, hears the labels, and settles the kinds.
pub fn find(reader: &Reader, runs: &[Range<usize>]) -> Vec<Name> {
    let mut segments = labels::segments(reader);
    let (runs, bodies) = listed::with_runs(reader, runs);
    let things = listed::things(reader);
    segments
        .retain(|s| !listed::overlaps(&bodies, &s.tokens) && !listed::overlaps(&things, &s.tokens));
    let runs: Vec<_> = runs.into_iter().filter(|run| !listed::overlaps(&things, run)).collect();
    let runs = &runs[..];
    let mut names: Vec<Name> = Vec::new();
    let (mut run, mut segment) = (0, 0);
    // A region is what runs and segments cover together, so that either may tie pieces of the other.
    while run < runs.len() || segment < segments.len() {
        let starts =
            [runs.get(run).map(|r| r.start), segments.get(segment).map(|s| s.tokens.start)];
        let Some(start) = starts.into_iter().flatten().min() else { break };
        let (first_run, first_segment, mut end) = (run, segment, start + 1);
        loop {
            if let Some(r) = runs.get(run).filter(|r| r.start < end) {
                end = end.max(r.end);
                run += 1;
            } else if let Some(s) = segments.get(segment).filter(|s| s.tokens.start < end) {
                end = end.max(s.tokens.end);
                segment += 1;
            } else {
                break;
            }
        }
        labels::region(
            reader,
            &runs[first_run..run],
            &segments[first_segment..segment],
            &mut names,
        );
    }
    names.extend(bodies.into_iter().map(|body| plain(body, EntityKind::Organisation, 2)));
    names.sort_by_key(|name| name.title.start.min(name.tokens.start));
    // "Former ‸Rovers captain Ana Ruiz", where the labels count the first word to the body.
    for name in names.iter_mut().filter(|n| n.tokens.len() > 1) {
        let first = name.tokens.start;
        let former = reader.is_initial(first) && reader.folded[first] == "former";
        name.tokens.start += usize::from(former);
    }
    // "a senior Labour MP", which the labels take for a name.
    names.retain(|n| !(n.title.is_empty() && is_member_of_parliament(reader, &n.tokens)));
    // "‸Mrs Nguyen-Hall", where the labels know only the surname.
    for at in 0..names.len() {
        let first = names[at].tokens.start;
        let bare = names[at].kind == EntityKind::Person
            && names[at].title.is_empty()
            && first > 0
            && matches!(
                reader.folded[first - 1].trim_end_matches('.'),
                "miss" | "mr" | "mrs" | "ms" | "mx"
            );
        let free = at == 0 || names[at - 1].tokens.end < first;
        if bare
            && free
            && reader.together(first - 1, first)
            && let Some(name) =
                titled(reader, first - 1, names[at].tokens.end).filter(|n| n.courtesy)
        {
            names[at] = name;
        }
    }
    for name in names.iter_mut().filter(|n| n.kind == EntityKind::Person && n.tokens.len() > 2) {
        name.tokens.end -= usize::from(beside::is_letters(reader.word(name.tokens.end - 1)));
    }
    settle::settle(reader, &mut names);
    settle::opening_surnames(reader, runs, &mut names);
    settle::full_names(reader, runs, &mut names);
    names
}

/// "a senior Labour MP": is it a seat and no name?
fn is_member_of_parliament(reader: &Reader, name: &Range<usize>) -> bool {
    name.len() > 1 && reader.is_acronym(name.end - 1) && seats::is_common_noun(reader, name)
}

pub fn plain(name: Range<usize>, kind: EntityKind, sure: u8) -> Name {
    Name {
        title: name.start..name.start,
        tokens: name,
        kind,
        gender: None,
        plural: false,
        courtesy: false,
        sure,
    }
}

/// The run by its own words and those around, as if there were no labels but for a guess.
pub fn take_apart(reader: &Reader, run: Range<usize>) -> Option<Name> {
    let mut start = run.start;
    // A capital that the beginning of a sentence lends: "Former President X", "In Paris".
    while start < run.end
        && lexicon::STARTERS.has(&reader.folded[start])
        && !reader.is_acronym(start)
        // "housewife ‸Nor Aini"
        && (reader.is_initial(start) || reader.folded[start] != "nor")
        && (reader.is_initial(start) || !reader.pos(start).is_noun())
    {
        start += 1;
    }
    let mut end = run.end;
    while end > start && matches!(reader.word(end - 1), "of" | "for" | "and" | "&" | "de" | "the") {
        end -= 1;
    }
    if start == end {
        return None;
    }
    let first = &*reader.folded[start];
    let last = &*reader.folded[end - 1];
    let whole = reader.join(start, end, false);
    if lexicon::is_known_body(&whole) && !(end - start == 1 && reader.folded[start] == "is") {
        return Some(plain(start..end, EntityKind::Organisation, 2));
    }
    if lexicon::PLACES.has(&whole) {
        return Some(plain(start..end, EntityKind::Place, 2));
    }
    if let Some(value) = lexicon::PEOPLES.get(&whole) {
        return people(reader, start..end, value);
    }
    // "the U.S.-Mexico border", "D-N.Y.", "Dec."
    let single = end - start == 1;
    if single && (is_compound(reader.word(start)) || is_month_or_letter(reader.word(start))) {
        return None;
    }
    if seats::is_common_noun(reader, &(start..end)) {
        return None;
    }
    // "English" is a language, "Bryan English" and "Mr. English" are not.
    let personal = lexicon::GIVEN_NAMES.has(first) || lexicon::title(first).is_some();
    if lexicon::OTHER_NAMES.has(last) && !(personal && end - start > 1) {
        return None;
    }
    // "Mr. Band", "Douglas J. Band": whatever the surname means.
    let titled = titled(reader, start, end);
    if titled.as_ref().is_some_and(|name| name.courtesy && !name.tokens.is_empty()) {
        return titled;
    }
    if single && beside::is_named_relative(reader, start) {
        return Some(plain(start..end, EntityKind::Person, 2));
    }
    let middle = end - start == 3 && {
        let word = reader.word(start + 1);
        word.len() == 2 && word.ends_with('.') && lexicon::GIVEN_NAMES.has(first)
    };
    if middle {
        return Some(plain(start..end, EntityKind::Person, 2));
    }
    // "LullaBay Home"
    let capitals = end - start < 4
        && bodies::has_inner_capital(reader.word(start))
        && !lexicon::GIVEN_NAMES.has(first)
        && !lexicon::PLACE_NOUNS.has(last)
        && (single || (start + 1..end).all(|i| !reader.tags.entity[i].eq(&EntityLabel::Person)));
    let shown = bodies::is_masthead(reader, &(start..end))
        || capitals
        || single && bodies::has_number(reader.word(start))
        || bodies::is_firm(reader, &(start..end))
        || bodies::is_introduced(reader, &(start..end));
    let organisation =
        if shown && titled.is_none() { Some(2) } else { bodies::names_body(reader, start, end) };
    // "Ku Klux Klan Grand Wizard David Duke"
    if organisation.is_none()
        && end - start > 3
        && lexicon::GIVEN_NAMES.has(&reader.folded[end - 2])
    {
        let body =
            (start + 1..end - 2).any(|cut| lexicon::is_known_body(&reader.join(start, cut, false)));
        if body {
            let title = start..end - 2;
            return Some(Name { title, ..plain(end - 2..end, EntityKind::Person, 2) });
        }
    }
    if organisation != Some(2) && titled.is_some() {
        return titled;
    }
    if let Some(sure) = organisation {
        return Some(plain(start..end, EntityKind::Organisation, sure));
    }
    if end - start > 1 {
        // "Israel Ortiz, an engineer", whatever else the words name
        if is_told_of(reader, start, end) {
            return Some(plain(start..end, EntityKind::Person, 2));
        }
        // "Lake Huron", "Fort Worth", "Cook County", "Fifth Avenue"
        let noun_first = matches!(
            first,
            "lake"
                | "mount"
                | "fort"
                | "port"
                | "cape"
                | "camp"
                | "st."
                | "isle"
                | "gulf"
                | "san"
                | "santa"
                | "los"
                | "las"
                | "el"
        );
        if (lexicon::PLACE_NOUNS.has(last) && !lexicon::GIVEN_NAMES.has(first)) || noun_first {
            return Some(plain(start..end, EntityKind::Place, 1));
        }
        // "Republican Joni Ernst", "Iranian Foreign Minister": words for peoples belong before the name.
        let mut name = start;
        while name + 1 < end && lexicon::PEOPLES.has(reader.word(name)) {
            name += 1;
        }
        let place = (name + 1..end)
            .rev()
            .find(|&cut| cut - name <= 3 && lexicon::PLACES.has(&reader.join(name, cut, false)));
        if let Some(cut) = place
            && end - cut >= 2
            && lexicon::GIVEN_NAMES.has(&reader.folded[cut])
        {
            name = cut;
        }
        // "Democrat Clinton"
        let party = lexicon::PEOPLES.get(reader.word(start)) == Some("party");
        if name > start && end - name == 1 && party && !lexicon::PLACES.has(reader.word(name)) {
            return Some(Name { title: start..name, ..plain(name..end, EntityKind::Person, 2) });
        }
        if name > start {
            let mut rest = take_apart(reader, name..end)?;
            if rest.kind == EntityKind::Person {
                rest.title = start..rest.title.end.max(name);
                return Some(rest);
            }
            return Some(plain(start..end, rest.kind, rest.sure.min(1)));
        }
        let initials = (start..end).any(|i| {
            let word = reader.word(i);
            (word.len() == 2 && word.ends_with('.'))
                || i > start
                    && matches!(
                        word,
                        "Jr." | "Sr." | "bin" | "ibn" | "van" | "von" | "de" | "della"
                    )
                // "Marine Le Pen"
                || i > start && i + 1 < end && matches!(word, "Le" | "La" | "Du")
        });
        let given = lexicon::GIVEN_NAMES.has(first)
            && !lexicon::PLACES.has(&reader.join(start, start + 1, false));
        if initials || given || (lexicon::GIVEN_NAMES.has(first) && end - start <= 3) {
            return Some(plain(start..end, EntityKind::Person, if given { 2 } else { 1 }));
        }
    }
    around(reader, start..end)
}

/// Do the words behind a given name and another say who that is: "Israel Ortiz, an engineer, said"; not "In nearby Virginia Beach, a lawyer"?
fn is_told_of(reader: &Reader, start: usize, end: usize) -> bool {
    let together = |i: usize| reader.together(i, start);
    let governed = (start.saturating_sub(4)..start)
        .rev()
        .take_while(|&i| together(i))
        .find(|&i| !matches!(reader.pos(i), Pos::Jj | Pos::Rb | Pos::Nn | Pos::Dt))
        .is_some_and(|i| matches!(reader.pos(i), Pos::In | Pos::To | Pos::Vbg));
    let place = (start..end).any(|i| lexicon::PLACE_NOUNS.has(&reader.folded[i]));
    if governed
        || place
        || !lexicon::GIVEN_NAMES.has(&reader.folded[start])
        || !together(end + 2)
        || reader.word(end) != ","
        || !matches!(&*reader.folded[end + 1], "a" | "an")
    {
        return false;
    }
    let noun = (end + 2..end + 6)
        .take_while(|&i| together(i))
        .find(|&i| !matches!(reader.pos(i), Pos::Jj | Pos::Nn | Pos::Nnp | Pos::Cd));
    let person = noun
        .and_then(|i| lexicon::noun(&reader.folded[i - 1]))
        .is_some_and(|(noun, _)| matches!(noun, lexicon::Noun::Person { plural: false, .. }));
    let closed = |from: usize| {
        (from..from + 12).take_while(|&i| together(i)).any(|i| matches!(reader.word(i), "," | "."))
    };
    person && noun.is_some_and(closed)
}

/// Two names tied by a hyphen, the first of them a place, a people or a party's letter: no name of its own.
fn is_compound(word: &str) -> bool {
    let Some((first, _)) = word.split_once('-') else { return false };
    lexicon::PLACES.has(first)
        || lexicon::PEOPLES.has(first)
        || lexicon::is_known_body(first)
        || first.chars().count() == 1
}

fn is_month_or_letter(word: &str) -> bool {
    let bare = word.trim_end_matches('.');
    bare.chars().count() == 1
        || matches!(
            bare,
            "Jan"
                | "Feb"
                | "Mar"
                | "Apr"
                | "Jun"
                | "Jul"
                | "Aug"
                | "Sept"
                | "Sep"
                | "Oct"
                | "Nov"
                | "Dec"
                | "No"
                | "Nos"
        )
}

/// A word for a people: a group where it means several people, else no name of its own.
fn people(reader: &Reader, name: Range<usize>, value: &str) -> Option<Name> {
    let next_is_noun = reader.together(name.end, name.start) && reader.pos(name.end).is_noun();
    let the = name.start > 0 && reader.folded[name.start - 1] == "the";
    let word = reader.join(name.start, name.end, false);
    // "the Briton": there is a plural for several.
    let one = || lexicon::PEOPLES.has(&format!("{word}s"));
    let plural = value.ends_with("plural")
        || (the
            && value.starts_with("nation")
            && !one()
            && !next_is_noun
            && ends_phrase(reader, name.end, name.start));
    let named_group = matches!(reader.word(name.start), "Taliban") && !next_is_noun;
    (plural || named_group).then(|| Name { plural: true, ..plain(name, EntityKind::Group, 2) })
}

/// Does the noun phrase surely end before `i`?
fn ends_phrase(reader: &Reader, i: usize, with: usize) -> bool {
    !reader.together(i, with)
        || !matches!(
            reader.pos(i),
            Pos::Jj
                | Pos::Nn
                | Pos::Nns
                | Pos::Nnp
                | Pos::Nnps
                | Pos::Cd
                | Pos::Vbn
                | Pos::Cc
                | Pos::Comma
        )
}

/// The kind by the words around, or a guess.
fn around(reader: &Reader, name: Range<usize>) -> Option<Name> {
    let (start, end) = (name.start, name.end);
    let count = end - start;
    let label = label(reader, name.clone());
    let before =
        (start > 0 && reader.together(start - 1, start)).then(|| &*reader.folded[start - 1]);
    let after = reader.together(end, start).then(|| &*reader.folded[end]);
    if let Some(role) = before
        && let Some((lexicon::Noun::Person { plural: false, .. }, true)) = lexicon::noun(role)
        && reader.pos(start - 1).is_noun()
        && !reader.is_acronym(start)
    {
        return Some(plain(name, EntityKind::Person, 1));
    }
    let age = after == Some(",")
        && reader.together(end + 2, start)
        && reader.pos(end + 1) == Pos::Cd
        && reader.word(end + 1).len() == 2
        && matches!(reader.word(end + 2), "," | "." | "and");
    let speaks = after.is_some_and(is_saying)
        || (before.is_some_and(is_saying) && !reader.is_acronym(start));
    if age || (after == Some("who")) || (speaks && label.is_none() && !reader.is_acronym(start)) {
        return Some(plain(name, EntityKind::Person, 1));
    }
    if let Some(kind) = label {
        return Some(plain(name, kind, 1));
    }
    let single_common = count == 1 && reader.is_initial(start) && !reader.is_listed(start);
    if single_common && !reader.pos(start).is_noun() {
        return None;
    }
    if matches!(before, Some("in" | "near" | "outside" | "across" | "throughout" | "around"))
        && count <= 2
        && !reader.is_acronym(start)
    {
        return Some(plain(name, EntityKind::Place, 1));
    }
    if matches!(before, Some("the")) {
        return Some(plain(name, EntityKind::Organisation, 0));
    }
    if reader.is_acronym(start) {
        return Some(plain(name, EntityKind::Organisation, 0));
    }
    let kind = if count <= 3 { EntityKind::Person } else { EntityKind::Organisation };
    Some(plain(name, kind, 0))
}

/// Is it a word of saying, as it stands before or behind a name?
pub fn is_saying(word: &str) -> bool {
    matches!(
        word,
        "said"
            | "says"
            | "told"
            | "tells"
            | "added"
            | "asked"
            | "wrote"
            | "tweeted"
            | "argued"
            | "replied"
            | "explained"
            | "insisted"
            | "continued"
            | "recalled"
            | "testified"
            | "joked"
            | "noted"
            | "concluded"
            | "responded"
            | "acknowledged"
            | "admitted"
            | "declared"
            | "warned"
            | "complained"
            | "remarked"
            | "quipped"
    )
}

/// The kind that the learned labels give most of the name's tokens.
fn label(reader: &Reader, name: Range<usize>) -> Option<EntityKind> {
    let count = |wanted| name.clone().filter(|&i| reader.tags.entity[i] == wanted).count();
    [
        (EntityLabel::Person, EntityKind::Person),
        (EntityLabel::Organisation, EntityKind::Organisation),
        (EntityLabel::Place, EntityKind::Place),
    ]
    .into_iter()
    .map(|(wanted, kind)| (count(wanted), kind))
    .max_by_key(|(n, _)| *n)
    .filter(|(n, _)| 2 * n > name.len())
    .map(|(_, kind)| kind)
}
