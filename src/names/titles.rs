/*! Titles and offices in front of names: "Mr. Band", "Minister for Health Ruairí Costelloe". */

use super::Gender;
use super::bodies;
use super::kinds::{Name, plain};
use super::reader::Reader;
use crate::document::EntityKind;
use crate::lexicon;

/// A person with a title in front, or a title alone.
pub fn titled(reader: &Reader, start: usize, end: usize) -> Option<Name> {
    let mut found: Option<(usize, usize, &str)> = None;
    let mut i = start;
    while i < end {
        // "Martin Luther King Jr.": behind a given name no title begins.
        if i > start
            && found.is_none()
            && lexicon::GIVEN_NAMES.has(&reader.folded[start])
            && !lexicon::PLACES.has(&reader.join(start, i, false))
        {
            break;
        }
        let longest = (i + 1..=end.min(i + 6))
            .rev()
            // "CR Vasco da Gama" is no councillor.
            .filter(|&to| !(to == i + 1 && reader.word(i) == "CR"))
            .find_map(|to| lexicon::title(&reader.join(i, to, true)).map(|value| (to, value)));
        match longest {
            Some((to, value)) => {
                found = Some((i, to, value));
                i = to;
            }
            None if found.is_some() => break,
            None => i += 1,
        }
    }
    let (at, mut to, value) = found?;
    // "Sheriff's Office"
    if to < end && reader.is_possessive(to) {
        return None;
    }
    // "Secretary of State for Health"
    if to < end && matches!(reader.word(to), "of" | "for") {
        // "Minister for Water Resources Begum Shaista Jamali", "Director General for Western Europe Shirin Adibzadeh"
        let name = (to + 2..end).find_map(|i| {
            if lexicon::title(&reader.folded[i]).is_some() && i + 1 < end {
                return Some(i + 1);
            }
            // "Minister for Health Ruairí Costelloe": behind what an office is for, two words that no list knows.
            let unknown = || {
                let affair = |k: usize| {
                    bodies::is_affair(reader, k) || matches!(reader.word(k), "and" | "," | "&")
                };
                (to + 1..i).all(affair)
                    && (i..end).all(|k| super::is_unlisted(&reader.folded[k], reader.word(k)))
            };
            let given = i + 2 == end
                && (lexicon::GIVEN_NAMES.has(&reader.folded[i]) || unknown())
                && !lexicon::PLACES.has(&reader.join(i, end, false))
                && !lexicon::ORGANISATIONS.has(&reader.folded[end - 1])
                && !lexicon::PLACES.has(reader.word(i));
            given.then_some(i)
        });
        if let Some(at) = name {
            return Some(Name { title: start..at, ..plain(at..end, EntityKind::Person, 2) });
        }
        return Some(Name {
            title: start..end,
            tokens: end..end,
            kind: EntityKind::Person,
            gender: None,
            plural: false,
            courtesy: false,
            sure: 2,
        });
    }
    // "Governor-elect", "President and CEO"
    while to < end && lexicon::PEOPLES.has(reader.word(to)) && to + 1 < end {
        to += 1;
    }
    let gender = match value {
        "m" => Some(Gender::Masculine),
        "f" => Some(Gender::Feminine),
        _ => None,
    };
    let courtesy = to - at == 1
        && at == start
        && matches!(
            reader.folded[at].trim_end_matches('.'),
            "mr" | "mrs"
                | "ms"
                | "miss"
                | "mx"
                | "mme"
                | "mlle"
                | "dr"
                | "m"
                | "sir"
                | "dame"
                | "madam"
                | "madame"
                | "messrs"
                | "mister"
                | "herr"
                | "frau"
                | "señor"
                | "señora"
                | "monsieur"
        );
    let single = to == end;
    let common = !matches!(
        &*reader.folded[at],
        "major"
            | "general"
            | "private"
            | "host"
            | "captain"
            | "chief"
            | "count"
            | "king"
            | "queen"
            | "prince"
            | "father"
            | "brother"
            | "sister"
            | "mother"
            | "elder"
            | "marshal"
            | "judge"
            | "dean"
            | "don"
            | "lord"
            | "lady"
            | "justice"
            | "agent"
            | "officer"
            | "manager"
            | "coach"
            | "saint"
            | "st."
            | "canon"
            | "m."
    );
    if single {
        return (common && at == start || to - at > 1).then_some(Name {
            title: start..end,
            tokens: end..end,
            kind: EntityKind::Person,
            gender,
            plural: false,
            courtesy,
            sure: 2,
        });
    }
    if matches!(&*reader.folded[at], "st." | "saint")
        && !lexicon::GIVEN_NAMES.has(&reader.folded[to])
    {
        return None;
    }
    // "M. Moreau", but the initial of "M. Dane Waters".
    if reader.folded[at] == "m." && end - at > 2 {
        return None;
    }
    // What is before the title must be able to go with it, and what is behind be no body.
    let body = lexicon::is_known_body(&reader.join(to, end, false))
        || bodies::names_body(reader, to, end) == Some(2);
    if body {
        return None;
    }
    Some(Name {
        title: start..to,
        tokens: to..end,
        kind: EntityKind::Person,
        gender,
        plural: false,
        courtesy,
        sure: 2,
    })
}
