/*! What shows that capitals name a body which no list has: what it is for, its masthead, the noun before it, capitals within a word.

In: a [`Reader`] and places in it. Out: yes or no, each in constant time.
*/

use std::ops::Range;

use super::reader::Reader;
use crate::lexicon;
use crate::tags::EntityLabel;

/// Could the word with a capital at `i` say what a body is for: "Budget", "Rural", but no name of a person, a place or another body?
fn is_plain(reader: &Reader, i: usize) -> bool {
    let (word, folded) = (reader.word(i), &*reader.folded[i]);
    reader.is_capital(i)
        && reader.tags.entity[i] != EntityLabel::Person
        && !lexicon::GIVEN_NAMES.has(folded)
        && !lexicon::TITLES.has(folded)
        && !lexicon::PLACES.has(word)
        && !lexicon::is_known_body(word)
        && !reader.is_acronym(i)
}

/// Does the word at `i` say what bodies are for?
pub fn is_affair(reader: &Reader, i: usize) -> bool {
    reader.is_capital(i) && lexicon::AFFAIRS.has(&reader.folded[i])
}

/// "Office of Management ‸and Budget", "Food ‸and Drug Administration", "Farmers ‸and Growers": do the words on both sides of the "and" at token `and` say what
/// one body is for, or for whom?
pub fn joins_affairs(reader: &Reader, and: usize) -> bool {
    let people = |i: usize| {
        matches!(
            lexicon::noun(&reader.folded[i]),
            Some((lexicon::Noun::Person { plural: true, .. }, _))
        )
    };
    let fits = |i: usize| is_affair(reader, i) || is_plain(reader, i);
    let next = |i: usize| reader.together(i, and) && is_affair(reader, i);
    let said = is_affair(reader, and - 1)
        || next(and + 1)
        || next(and + 2)
        || people(and - 1) && people(and + 1);
    said && fits(and - 1) && fits(and + 1)
}

/// "Civil Liberties, ‸Justice and Home Affairs": does a list of what a body is for go on with token `i`, behind a comma? Gives the token after its "and".
pub fn lists_affairs(reader: &Reader, i: usize) -> Option<usize> {
    let mut at = i;
    for _ in 0..4 {
        if !(reader.together(at + 1, i) && is_affair(reader, at)) {
            return None;
        }
        at += 1;
        if reader.is_capital(at) && reader.together(at + 1, i) && is_affair(reader, at) {
            at += 1;
        }
        let comma = reader.word(at) == ",";
        at += usize::from(comma);
        if reader.together(at + 1, i) && reader.word(at) == "and" {
            return reader.is_capital(at + 1).then_some(at + 1);
        }
        if !comma {
            return None;
        }
    }
    None
}

/// "Sheriff's ‸Office", "Nurses' ‸Union": does a body that belongs to an office or to several people end behind the apostrophe at token `i`? Gives its end.
pub fn belongs(reader: &Reader, i: usize) -> Option<usize> {
    let owner = &*reader.folded[i - 1];
    let people = matches!(lexicon::noun(owner), Some((lexicon::Noun::Person { .. }, _)))
        || matches!(owner, "women" | "men" | "children" | "people" | "general" | "attorney");
    if !people || !reader.is_capital(i - 1) {
        return None;
    }
    let capital = |k: usize| reader.together(k, i) && reader.is_capital(k);
    let last = (i + 1..i + 4)
        .take_while(|&k| capital(k))
        .find(|&k| lexicon::ORGANISATIONS.get(&reader.folded[k]) == Some(""))?;
    Some(last + 1)
}

/// "the Velden Ledger": an article, a word or more, and a noun for newspapers.
pub fn is_masthead(reader: &Reader, name: &Range<usize>) -> bool {
    name.len() > 1
        && name.start > 0
        && reader.together(name.start - 1, name.start)
        && reader.folded[name.start - 1] == "the"
        && lexicon::MASTHEADS.has(&reader.folded[name.end - 1])
        && !reader.shouts(name.start)
}

/// "RiverWatch", "comScore": small letters and then a capital within the word, where no prefix of a surname ends.
pub fn is_compound(word: &str) -> bool {
    let mut pairs = word.bytes().zip(word.bytes().skip(1));
    let Some(at) = pairs.position(|(a, b)| a.is_ascii_lowercase() && b.is_ascii_uppercase()) else {
        return false;
    };
    let first = &word[..=at];
    first.len() > 2
        && word.chars().all(char::is_alphabetic)
        && !matches!(first, "Mac" | "Fitz" | "Van" | "Von" | "Del" | "Den" | "Der" | "Des" | "Dos")
}

/// "the newspaper ‸Dagens Eko", "the charity ‸Warm Homes": a noun for a body right before the name, which does not begin like a person's.
pub fn is_introduced(reader: &Reader, start: usize) -> bool {
    start > 1
        && reader.together(start - 2, start)
        && !reader.is_capital(start - 1)
        && (lexicon::COLLECTIVES.get(&reader.folded[start - 1]) == Some("organisation")
            || reader.folded[start - 1].ends_with("maker"))
        && reader.pos(start - 1).is_noun()
        && !lexicon::GIVEN_NAMES.has(&reader.folded[start])
        && !lexicon::TITLES.has(&reader.folded[start])
        && !lexicon::PEOPLES.has(reader.word(start))
}
