/*! Capitals that call somebody by what they are: "the CFO", "the Highlands and Islands MSP", "her Ladyship". */

use std::ops::Range;

use super::reader::Reader;
use super::roles::{BEFORE, is_determiner, names_one};
use crate::lexicon;
use crate::tags::Pos;

/// "the CFO", "the Labour MP", "her Ladyship", "the Company" of a contract: a common noun in capitals, which is no name of a body.
pub fn is_common_noun(reader: &Reader, run: &Range<usize>) -> bool {
    let before = run.start.checked_sub(1).filter(|&i| reader.together(i, run.start));
    let before = before.map_or("", |i| &*reader.folded[i]);
    let word = &*reader.folded[run.start];
    let honour =
        matches!(before, "her" | "his" | "their" | "your") && lexicon::noun_of_honour(word);
    let party = before == "the" && matches!(word, "company" | "corporation" | "partnership");
    if run.len() == 1 && (honour || party) {
        return true;
    }
    // "the Police & Crime Commissioner"
    let joined = before == "the" && run.clone().any(|i| reader.word(i) == "&");
    if joined && names_one(reader, run.end - 1) {
        return true;
    }
    let Some(last) = run.end.checked_sub(1).filter(|&i| reader.is_acronym(i)) else { return false };
    if sits(reader, last) {
        // "one senior Tory MP"
        let seat = seat_start(reader, run.start);
        let determines = |i: usize| {
            is_determiner(reader, i)
                || matches!(&*reader.folded[i], "former" | "fellow" | "one" | "no" | "unnamed")
        };
        let determined = (seat.saturating_sub(3)..seat)
            .rev()
            .take_while(|&i| {
                let describes = matches!(reader.pos(i), Pos::Jj | Pos::Nn | Pos::Vbn);
                reader.together(i, run.start) && (describes || determines(i))
            })
            .any(determines);
        let opens = seat > 0 && reader.is_initial(seat - 1) && is_determiner(reader, seat - 1);
        if determined || opens {
            return true;
        }
    }
    // "TD said profits rose" is a bank.
    let determined = run.start < last || run.start > 0 && is_determiner(reader, run.start - 1);
    determined
        && names_one(reader, last)
        && (run.start..last).all(|i| lexicon::PEOPLES.has(reader.word(i)))
}

/// "the Highlands and Islands ‸MSP": does the noun call one who sits for somewhere?
pub(super) fn sits(reader: &Reader, i: usize) -> bool {
    matches!(reader.word(i), "AM" | "MEP" | "MHK" | "MK" | "MLA" | "MP" | "MS" | "MSP" | "TD")
}

/// Where the names of places begin that "and" and commas join, up to token `start`, which begins the last of them.
fn seat_start(reader: &Reader, start: usize) -> usize {
    let capital = |i: usize| reader.together(i, start) && reader.is_capital(i);
    let mut first = start;
    while first > 1 && start - first < BEFORE {
        first = match reader.word(first - 1) {
            "and" | "&" | "," if capital(first - 2) => first - 2,
            _ if capital(first - 1) && !reader.is_initial(first - 1) => first - 1,
            _ => break,
        };
    }
    first
}
