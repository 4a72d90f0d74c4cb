/*! Runs of capitalised words that may be one name with its titles: "U.S. Secretary of State Mike Pompeo".

In: a [`Reader`]. Out: ranges of tokens, in order, without overlaps; none crosses a sentence.
*/

use std::ops::Range;

use super::bodies;
use super::reader::Reader;
use crate::lexicon;
use crate::tags::Pos;
use crate::text::TokenKind;

/// Longest run; a text all in capitals is cut into pieces of this length.
const LONGEST: usize = 14;

/// All runs of the text.
pub fn find(reader: &Reader) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut i = 0;
    while i < reader.len() {
        let start = i;
        let leading = is_particle(reader, i) && i + 1 < reader.len() && leads(reader, i);
        // "Calder & Voss" where a sentence begins.
        let firm = reader.is_capital(i)
            && reader.together(i + 2, i)
            && reader.word(i + 1) == "&"
            && reader.is_capital(i + 2)
            && !reader.shouts(i);
        if !(leading || firm || reader.is_name_word(i)) {
            i += 1;
            continue;
        }
        i += 1;
        while i < reader.len() && i - start < LONGEST {
            match extend(reader, start, i) {
                Some(next) => i = next,
                None => break,
            }
        }
        out.push(start..i);
    }
    out
}

/// Is it a small word inside names of people?
pub fn is_particle(reader: &Reader, i: usize) -> bool {
    matches!(
        reader.word(i),
        "af" | "al"
            | "av"
            | "ben"
            | "bin"
            | "bint"
            | "da"
            | "das"
            | "de"
            | "degli"
            | "dei"
            | "del"
            | "della"
            | "den"
            | "der"
            | "di"
            | "do"
            | "dos"
            | "du"
            | "el"
            | "ibn"
            | "la"
            | "las"
            | "le"
            | "los"
            | "of"
            | "st"
            | "ter"
            | "ten"
            | "van"
            | "vande"
            | "vander"
            | "von"
            | "y"
            | "zu"
            | "zur"
    )
}

/// "bin Laden", "van Gogh" where no name stands before.
fn leads(reader: &Reader, i: usize) -> bool {
    matches!(reader.word(i), "bin" | "ibn" | "van" | "von" | "al" | "el" | "de" | "di" | "da")
        && reader.together(i + 1, i)
        && reader.is_capital(i + 1)
        && matches!(reader.pos(i), Pos::Nn | Pos::Nnp | Pos::Fw | Pos::Nnps)
}

/// May the run that began at `start` go on with token `i`? Gives the token after what was added.
fn extend(reader: &Reader, start: usize, i: usize) -> Option<usize> {
    if !reader.together(i, start) {
        return None;
    }
    let word = reader.word(i);
    let next = i + 1;
    if reader.is_capital(i) && (reader.is_name_word(i) || !reader.shouts(i)) {
        // "On Tuesday Trump": a day is no part of a name.
        if lexicon::OTHER_NAMES.has(&reader.folded[i]) && is_time(&reader.folded[i])
            || is_time(&reader.folded[i - 1]) && !is_given_month(reader, i - 1)
        {
            return None;
        }
        // "the B & B ‸Tom Keller owns"
        let person = lexicon::GIVEN_NAMES.has(&reader.folded[i])
            && reader.together(next, start)
            && reader.is_capital(next);
        if person && (start + 1..i - 1).any(|k| reader.word(k) == "&") {
            return None;
        }
        // "I", "The" within a run begin something else.
        if matches!(&*reader.folded[i], "the" | "a" | "an" | "and" | "but") {
            return None;
        }
        return Some(next);
    }
    if !reader.together(next, start) {
        return None;
    }
    let capital_next = reader.is_capital(next);
    match word {
        _ if reader.is_possessive(i) => bodies::belongs(reader, i),
        // "Calder Robotics‸, Inc."
        "," if bodies::closes_firm(reader, start, next) => Some(next + 1),
        // "Committee on Science, ‸Space and Technology"
        "," => {
            let of = (start + 1..i).any(|j| {
                matches!(reader.word(j), "of" | "for")
                    && lexicon::ORGANISATIONS.has(&reader.folded[j - 1])
            });
            bodies::lists_affairs(reader, next)
                .filter(|&last| {
                    of && bodies::is_affair(reader, i - 1)
                        && bodies::is_affair(reader, last)
                        && !bodies::begins_other(reader, last)
                })
                .map(|last| last + 1)
        }
        "&" if capital_next && bodies::joins_partners(reader, start, i) => Some(next + 1),
        "of" | "for" => {
            // "Foundation for Defense ‸of Democracies"
            let goes_on = || {
                let before = (start + 1..i).find(|&j| matches!(reader.word(j), "of" | "for"));
                word == "of"
                    && before.is_some_and(|j| heads(reader, start, j))
                    && (bodies::is_affair(reader, i - 1) || reader.folded[i - 1].ends_with("ion"))
            };
            if !(heads(reader, start, i) || goes_on()) {
                return None;
            }
            if capital_next {
                return Some(next + 1);
            }
            let the = matches!(reader.word(next), "the" | "la" | "State")
                && reader.together(next + 1, start)
                && reader.is_capital(next + 1);
            the.then_some(next + 2)
        }
        "and" if capital_next => {
            let of = |j: &usize| matches!(reader.word(*j), "of" | "for");
            // "Organization for Economic Cooperation ‸and Development"
            let purpose = (start + 1..i).find(of).is_some_and(|j| {
                let behind = (next..next + 2)
                    .take_while(|&k| reader.together(k, start) && reader.is_capital(k));
                let common = is_common(reader, i - 1)
                    && behind
                        .into_iter()
                        .any(|k| is_common(reader, k) || reader.folded[k].ends_with("ial"));
                let affairs = || {
                    lexicon::ORGANISATIONS.has(&reader.folded[j - 1])
                        && bodies::joins_affairs(reader, i)
                };
                heads(reader, start, j)
                    && (common || affairs())
                    && !bodies::begins_other(reader, next)
            });
            let body =
                purpose || (start..i).any(|j| reader.word(j) == "of") && heads(reader, start, i);
            let person = lexicon::GIVEN_NAMES.has(&reader.folded[next])
                || lexicon::title(&reader.folded[next]).is_some();
            let known = is_known(&reader.join(start, next + 1, false));
            let members = i == start + 1 && is_body_of(reader, i);
            ((body && !person && !reader.is_acronym(next)) || known || members).then_some(next + 1)
        }
        _ if is_particle(reader, i) && word != "of" => {
            // "de la Cruz"
            if capital_next {
                Some(next + 1)
            } else {
                let twice = is_particle(reader, next)
                    && reader.together(next + 1, start)
                    && reader.is_capital(next + 1);
                twice.then_some(next + 2)
            }
        }
        // A nickname: John “Jack” Stone
        "“" | "\"" | "``" | "''" if i - start <= 2 => nickname(reader, i),
        _ => None,
    }
}

fn is_known(name: &str) -> bool {
    lexicon::PLACES.has(name) || lexicon::is_known_body(name)
}

/// Does the word with a capital at `i` look like a common noun, and no name of a person or a place?
fn is_common(reader: &Reader, i: usize) -> bool {
    let word = &*reader.folded[i];
    !lexicon::GIVEN_NAMES.has(word)
        && lexicon::title(word).is_none()
        && !lexicon::PLACES.has(reader.word(i))
        && (matches!(reader.pos(i), Pos::Nns | Pos::Nnps | Pos::Nn)
            || matches!(lexicon::noun(word), Some((lexicon::Noun::Person { plural: true, .. }, _)))
            || ["ion", "ment", "ty", "ing", "ure", "ice", "th", "ics", "cue"]
                .iter()
                .any(|e| word.ends_with(e)))
}

/// "Nurses ‸and Carers Federation", "Health ‸and Safety Executive": common nouns on both sides of "and", and a noun for a body behind them.
fn is_body_of(reader: &Reader, and: usize) -> bool {
    let ends = (and + 2..and + 4)
        .take_while(|&i| reader.together(i, and) && reader.is_capital(i))
        .any(|i| lexicon::ORGANISATIONS.get(&reader.folded[i]) == Some(""));
    let common = || is_common(reader, and - 1) && is_common(reader, and + 1);
    let article = and > 1 && reader.together(and - 2, and) && reader.folded[and - 2] == "the";
    ends && (common() || article && bodies::joins_affairs(reader, and))
}

/// A day or a month, which is no part of a name.
pub fn is_time(folded: &str) -> bool {
    matches!(
        folded,
        "monday"
            | "tuesday"
            | "wednesday"
            | "thursday"
            | "friday"
            | "saturday"
            | "sunday"
            | "january"
            | "february"
            | "april"
            | "june"
            | "july"
            | "september"
            | "october"
            | "november"
            | "december"
    )
}

/// "April Mellody, a spokeswoman": a month that is a given name, before a surname that a comma closes.
fn is_given_month(reader: &Reader, i: usize) -> bool {
    let end = i + 2;
    lexicon::GIVEN_NAMES.has(&reader.folded[i])
        && (i == 0 || !matches!(reader.pos(i - 1), Pos::In | Pos::Jj | Pos::Dt))
        && reader.together(end, i)
        && matches!(reader.word(end), "," | "said" | "says")
        && reader.tags.entity[i + 1] == crate::tags::EntityLabel::Person
}

/// Is there a word in `start..i` that takes "of": an office, a body, a place?
fn heads(reader: &Reader, start: usize, i: usize) -> bool {
    let word = &*reader.folded[i - 1];
    // "Representative Peter T. King of New York" is no king.
    let first = (start..i - 1).find(|&k| lexicon::title(&reader.folded[k]).is_none());
    if first.is_some_and(|k| lexicon::GIVEN_NAMES.has(&reader.folded[k])) {
        return is_known(&reader.join(start, i, false));
    }
    lexicon::ORGANISATIONS.has(word)
        || lexicon::PLACE_NOUNS.has(word)
        || matches!(
            word,
            "secretary"
                | "minister"
                | "chancellor"
                | "director"
                | "duke"
                | "duchess"
                | "prince"
                | "princess"
                | "king"
                | "queen"
                | "earl"
                | "archbishop"
                | "bishop"
                | "ministers"
                | "isle"
                | "chief"
                | "speaker"
                | "bay"
                | "gulf"
                | "horn"
                | "cape"
                | "strait"
                | "men"
                | "daughters"
                | "sons"
                | "knights"
                | "friends"
                | "citizens"
                | "women"
                | "states"
                | "kingdom"
                | "voice"
                | "joint"
                | "chiefs"
                | "americans"
                | "democracy"
                | "students"
                | "doctors"
                | "veterans"
                | "parents"
                | "mothers"
                | "teachers"
                | "lawyers"
                | "physicians"
                | "workers"
        )
        || (i - start > 1 && is_known(&reader.join(start, i, false)))
}

fn nickname(reader: &Reader, open: usize) -> Option<usize> {
    let mut i = open + 1;
    if !reader.is_glued(i) {
        return None;
    }
    while i < open + 3 && reader.together(i, open) && reader.is_capital(i) {
        i += 1;
    }
    let closes = i > open + 1
        && reader.together(i + 1, open)
        && reader.text.tokens[i].kind == TokenKind::Quote
        && reader.is_glued(i)
        && reader.is_capital(i + 1)
        && !reader.is_glued(i + 1);
    closes.then_some(i + 2)
}
