/*! What names of a text say of one another: the kinds of names that are unsure alone, and surnames that look like common words.

In: a [`Reader`] and its names. Out: the same names with their kinds settled, and those that only the others show.
*/

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::bodies;
use super::kinds::{Name, plain};
use super::reader::Reader;
use super::runs::is_time;
use crate::document::EntityKind;
use crate::lexicon;
use crate::tags::{EntityLabel, Pos};

/// Lets sure names speak for unsure ones: "Ruiz" is a person once "Ana Ruiz" was; else the most frequent kind of the same words.
pub fn settle(reader: &Reader, names: &mut [Name]) {
    let mut surnames: BTreeSet<&str> = BTreeSet::new();
    // Those of people with a title or a given name that is known.
    let mut firm: BTreeSet<&str> = BTreeSet::new();
    let mut kinds: BTreeMap<String, [u32; 4]> = BTreeMap::new();
    // How often the labels call a single word a person, and something else.
    let mut labels: BTreeMap<&str, [u32; 2]> = BTreeMap::new();
    let slot = |kind| match kind {
        EntityKind::Person => 0,
        EntityKind::Organisation => 1,
        EntityKind::Place => 2,
        _ => 3,
    };
    for name in names.iter().filter(|n| !n.tokens.is_empty()) {
        let weight = [1, 3, 8][usize::from(name.sure.min(2))];
        kinds.entry(reader.join(name.tokens.start, name.tokens.end, true)).or_default()
            [slot(name.kind)] += weight;
        if name.tokens.len() == 1 {
            let votes = labels.entry(&*reader.folded[name.tokens.start]).or_default();
            match reader.tags.entity[name.tokens.start] {
                EntityLabel::Person => votes[0] += 1,
                EntityLabel::Organisation | EntityLabel::Place => votes[1] += 1,
                EntityLabel::O | EntityLabel::Other => {}
            }
        }
        let of_place = name.tokens.clone().any(|i| reader.word(i) == "of");
        if name.kind == EntityKind::Person && name.sure > 0 && !of_place {
            for i in name.tokens.clone() {
                let word = &*reader.folded[i];
                let last = i + 1 == name.tokens.end
                    || matches!(reader.word(name.tokens.end - 1), "Jr." | "Sr." | "II" | "III");
                if word.chars().count() > 2 && (last || !lexicon::PLACES.has(reader.word(i))) {
                    surnames.insert(word);
                    let given = lexicon::GIVEN_NAMES.has(&reader.folded[name.tokens.start]);
                    if given || !name.title.is_empty() {
                        firm.insert(word);
                    }
                }
            }
        }
    }
    let opens = openings(reader, names);
    // "Calder Robotics" of "Calder Robotics, Inc."
    let firms: BTreeSet<String> = (names.iter())
        .filter(|n| n.tokens.len() > 2 && bodies::is_legal_form(&reader.folded[n.tokens.end - 1]))
        // "Michael Dell, Inc.": he may be in the story as well.
        .filter(|n| {
            let comma = reader.word(n.tokens.end - 2) == ",";
            let stem = n.tokens.len() - 1 - usize::from(comma);
            stem > 2
                || !lexicon::GIVEN_NAMES.has(&reader.folded[n.tokens.start])
                || bodies::is_trade(&reader.folded[n.tokens.start + stem - 1])
        })
        .map(|n| {
            let comma = reader.word(n.tokens.end - 2) == ",";
            reader.join(n.tokens.start, n.tokens.end - 1 - usize::from(comma), true)
        })
        .collect();
    for name in names.iter_mut().filter(|n| !n.tokens.is_empty()) {
        // "Corvane" of "Corvane Foods Inc", "Sun" of "Sun Ke": the first word of a longer name, and nobody's surname.
        if name.tokens.len() == 1
            && name.title.is_empty()
            && let Some(&kind) = opens.get(&*reader.folded[name.tokens.start])
            && !firm.contains(&*reader.folded[name.tokens.start])
            && (name.sure < 2 || kind == EntityKind::Person && name.kind != EntityKind::Place)
        {
            name.kind = kind;
            name.sure = 1;
            continue;
        }
        // "the Graysons", "the Ruizes"
        let first = name.tokens.start;
        let family = name.tokens.len() == 1
            && name.kind == EntityKind::Organisation
            && first > 0
            && reader.folded[first - 1] == "the"
            && is_family(&surnames, &reader.folded[first])
            && !lexicon::is_known_body(reader.word(first));
        if family {
            name.kind = EntityKind::Group;
            name.plural = true;
            name.sure = 2;
            continue;
        }
        if !firms.is_empty()
            && firms.contains(&reader.join(name.tokens.start, name.tokens.end, true))
        {
            name.kind = EntityKind::Organisation;
            name.sure = 2;
            continue;
        }
        if name.tokens.len() == 1 {
            let word = &*reader.folded[name.tokens.start];
            let place = name.kind == EntityKind::Place
                && name.sure == 2
                && is_large_place(reader.word(name.tokens.start));
            let [person, other] = labels.get(word).copied().unwrap_or_default();
            // "Twitter", though "Wilayat Twitter" looks like a person.
            let body = name.kind == EntityKind::Organisation
                && name.sure == 2
                && lexicon::is_known_body(reader.word(name.tokens.start))
                && !firm.contains(word);
            if surnames.contains(word)
                && !place
                && !body
                && 3 * person >= other
                && !reader.is_acronym(name.tokens.start)
            {
                name.kind = EntityKind::Person;
                name.sure = 2;
                continue;
            }
        }
        // "Le Pen"
        let [first, last] = [name.tokens.start, name.tokens.end - 1];
        let particle = matches!(reader.word(first), "De" | "Du" | "La" | "Le" | "Van" | "Von");
        if name.tokens.len() == 2 && particle && surnames.contains(&*reader.folded[last]) {
            name.kind = EntityKind::Person;
            continue;
        }
        if name.sure == 2 {
            continue;
        }
        let key = reader.join(name.tokens.start, name.tokens.end, true);
        let votes = kinds[&key];
        let best = (0..4).rev().max_by_key(|&k| votes[k]).unwrap_or(0);
        if votes[best] > 0 {
            name.kind = [
                EntityKind::Person,
                EntityKind::Organisation,
                EntityKind::Place,
                EntityKind::Group,
            ][best];
        }
    }
}

/// Is it the plural of a surname: "Drapers", "Ruizes"?
fn is_family(surnames: &BTreeSet<&str>, word: &str) -> bool {
    word.strip_suffix('s').is_some_and(|stem| {
        surnames.contains(stem)
            || stem.strip_suffix('e').is_some_and(|stem| surnames.contains(stem))
    })
}

/// For each token: is it part of a name or of its title?
fn covered(reader: &Reader, names: &[Name]) -> Vec<bool> {
    let mut covered = vec![false; reader.len()];
    for name in names {
        covered[name.title.clone()].fill(true);
        covered[name.tokens.clone()].fill(true);
    }
    covered
}

/// The words that open the longer name of a firm, or, as a Chinese surname does, of a person, and what each names where it stands alone.
fn openings<'a>(reader: &'a Reader, names: &[Name]) -> BTreeMap<&'a str, EntityKind> {
    let mut out: BTreeMap<&str, Option<EntityKind>> = BTreeMap::new();
    for name in names.iter().filter(|n| n.tokens.len() > 1 && n.sure > 0) {
        let first = name.tokens.start;
        let word = &*reader.folded[first];
        let listed = lexicon::GIVEN_NAMES.has(word)
            || lexicon::PLACES.has(reader.word(first))
            || lexicon::PEOPLES.has(reader.word(first))
            || lexicon::ORGANISATIONS.has(word)
            || lexicon::title(word).is_some()
            || lexicon::STARTERS.has(word);
        let firm = name.kind == EntityKind::Organisation
            && name.tokens.clone().all(|i| reader.is_capital(i))
            && (first + 1..name.tokens.end).all(|i| bodies::is_trade(&reader.folded[i]));
        let surname = name.kind == EntityKind::Person
            && name.tokens.len() == 2
            && lexicon::CHINESE_SURNAMES.has(word);
        if surname || firm && !listed {
            let kind = out.entry(word).or_insert(Some(name.kind));
            if *kind != Some(name.kind) {
                *kind = None;
            }
        }
    }
    out.into_iter().filter_map(|(word, kind)| Some((word, kind?))).collect()
}

/// "after ‸Dele Okonjo-Reid's header": a run that no label knows, and that ends with the surname by which the text calls a person elsewhere.
pub fn full_names(reader: &Reader, runs: &[Range<usize>], names: &mut Vec<Name>) {
    let alone: BTreeSet<&str> = (names.iter())
        .filter(|n| n.kind == EntityKind::Person && n.tokens.len() == 1 && n.sure > 0)
        .map(|n| &*reader.folded[n.tokens.start])
        .collect();
    let covered = covered(reader, names);
    let unknown = |i: usize| {
        let word = &*reader.folded[i];
        !(lexicon::STARTERS.has(word)
            || lexicon::ORGANISATIONS.has(word)
            || lexicon::PLACES.has(reader.word(i))
            || lexicon::PEOPLES.has(reader.word(i))
            || lexicon::OTHER_NAMES.has(word)
            || lexicon::noun(word).is_some())
    };
    let full = runs.iter().filter(|run| {
        matches!(run.len(), 2 | 3)
            && alone.contains(&*reader.folded[run.end - 1])
            && !covered[(*run).clone()].contains(&true)
            && !reader.shouts(run.start)
            && !reader.is_initial(run.start)
            && (run.start..run.end).all(|i| reader.is_capital(i) && !reader.is_acronym(i))
            && (run.start..run.end - 1).all(unknown)
    });
    let full: Vec<Name> = full.map(|run| plain(run.clone(), EntityKind::Person, 1)).collect();
    names.extend(full);
    names.sort_by_key(|n| n.title.start.min(n.tokens.start));
}

/// "‸Trump fires up the base", "and ‸Will describes": a word that opens its sentence, or is no noun to the tagger, where the text has it as the surname of somebody.
pub fn opening_surnames(reader: &Reader, runs: &[Range<usize>], names: &mut Vec<Name>) {
    let surnames: BTreeSet<&str> = (names.iter())
        .filter(|n| {
            n.kind == EntityKind::Person
                && n.tokens.len() > 1
                && lexicon::GIVEN_NAMES.has(&reader.folded[n.tokens.start])
        })
        .map(|n| &*reader.folded[n.tokens.end - 1])
        .collect();
    let alone: BTreeSet<&str> = (names.iter())
        .filter(|n| n.kind == EntityKind::Person && n.tokens.len() == 1)
        .map(|n| &*reader.folded[n.tokens.start])
        .collect();
    let mut taken = names
        .iter()
        .map(|n| n.title.start.min(n.tokens.start)..n.tokens.end.max(n.title.end))
        .peekable();
    let mut found = Vec::new();
    let covered = covered(reader, names);
    // "a defiant Keeley-Ann": people are called by their given names too.
    let given: BTreeSet<&str> = (names.iter())
        .filter(|n| n.kind == EntityKind::Person && n.tokens.len() > 1 && n.sure > 0)
        .map(|n| &*reader.folded[n.tokens.start])
        .filter(|word| word.len() > 2 && !is_time(word))
        .collect();
    // Inside a sentence the capital says it.
    let inside = (1..reader.len()).filter(|&i| {
        reader.is_capital(i)
            && !covered[i]
            && !reader.is_initial(i)
            && !reader.shouts(i)
            && (!reader.is_name_word(i) && surnames.contains(&*reader.folded[i])
                || given.contains(&*reader.folded[i])
                    && lexicon::noun(&reader.folded[i]).is_none()
                    && lexicon::title(&reader.folded[i]).is_none())
            && !reader.is_capital(i - 1)
            && !(reader.together(i + 1, i) && reader.is_capital(i + 1))
    });
    let inside: Vec<Range<usize>> = inside.map(|i| i..i + 1).collect();
    // "and the Drapers stayed"
    let bearers: BTreeSet<&str> = (names.iter())
        .filter(|n| n.kind == EntityKind::Person && n.tokens.len() > 1 && n.sure > 0)
        .map(|n| &*reader.folded[n.tokens.end - 1])
        .collect();
    let families = (1..reader.len()).filter(|&i| {
        reader.is_capital(i)
            && !covered[i]
            && !reader.shouts(i)
            && reader.folded[i - 1] == "the"
            && is_family(&bearers, &reader.folded[i])
    });
    let families: Vec<Range<usize>> = families.map(|i| i..i + 1).collect();
    let unlisted = |i: usize| super::is_unlisted(&reader.folded[i], reader.word(i));
    for run in runs.iter().filter(|r| r.len() == 1) {
        while taken.next_if(|t| t.end <= run.start).is_some() {}
        let free = taken.peek().is_none_or(|t| t.start > run.start);
        let word = &*reader.folded[run.start];
        // "Straw polls" after "Jack Straw", whom nothing else calls by his surname.
        let next = run.end;
        let leads = reader.together(next, run.start)
            && reader.pos(next).is_noun()
            && !reader.is_capital(next)
            && reader.pos(next) != Pos::Pos
            && !alone.contains(word);
        // "‸Kene arrives" after "their brother, Kene,"
        let called = alone.contains(word)
            && unlisted(run.start)
            && reader.together(next, run.start)
            && reader.pos(next).is_verb();
        let known = surnames.contains(word) || called;
        if free && known && !leads && !reader.is_seen_lower(run.start) {
            found.push(plain(run.clone(), EntityKind::Person, 2));
        }
    }
    drop(taken);
    found.extend(inside.into_iter().map(|run| plain(run, EntityKind::Person, 2)));
    found.extend(
        (families.into_iter()).map(|run| Name { plural: true, ..plain(run, EntityKind::Group, 2) }),
    );
    names.extend(found);
    names.sort_by_key(|n| n.title.start.min(n.tokens.start));
}

/// Places that stay places though somebody in the text is called so.
fn is_large_place(word: &str) -> bool {
    matches!(
        word,
        "Washington"
            | "America"
            | "Israel"
            | "Iran"
            | "China"
            | "Russia"
            | "London"
            | "Paris"
            | "Texas"
            | "Florida"
            | "Virginia"
            | "Georgia"
            | "Carolina"
            | "Ireland"
            | "England"
            | "France"
            | "Africa"
            | "Europe"
            | "Britain"
            | "Germany"
            | "Moscow"
    )
}
