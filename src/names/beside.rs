/*! What stands beside a name and belongs to it, or does not: letters behind it, the noun for a relative in front of it, the number of a channel. */

use super::Mention;
use super::reader::Reader;
use crate::lexicon;

/// "Ann Miller ‸MP", "Dougal Fyfe ‸SC": letters behind a name, which are no part of it.
pub(super) fn is_letters(word: &str) -> bool {
    matches!(
        word,
        "AC" | "AM"
            | "AO"
            | "CBE"
            | "DBE"
            | "FRS"
            | "KBE"
            | "KC"
            | "MBE"
            | "MD"
            | "MEP"
            | "MLA"
            | "MP"
            | "MSP"
            | "OAM"
            | "OBE"
            | "PhD"
            | "QC"
            | "SC"
            | "TD"
    )
}

/// "Her brother-in-law, ‸Daouda, said": a relative's name between commas, which no list knows.
pub(super) fn is_named_relative(reader: &Reader, at: usize) -> bool {
    let relative = at > 2
        && reader.word(at - 1) == ","
        && reader.together(at - 2, at)
        && matches!(
            lexicon::noun(&reader.folded[at - 2]),
            Some((lexicon::Noun::Person { plural: false, kin: true }, _))
        );
    relative
        && reader.together(at + 1, at)
        && reader.word(at + 1) == ","
        && super::is_unlisted(&reader.folded[at], reader.word(at))
}

/// "Ann Miller ‸MP": the letters of a seat or a rank behind a name are a role.
pub(super) fn letters(reader: &Reader, mention: &mut Mention) {
    let next = mention.tokens.end;
    if mention.names_person()
        && reader.together(next, next - 1)
        && matches!(reader.word(next), "KC" | "MEP" | "MLA" | "MP" | "MSP" | "QC" | "SC" | "TD")
    {
        mention.roles.push(reader.text.tokens[next].span);
    }
}

/// "Time ‸magazine": what it is belongs to the name of a magazine of one word.
pub(super) fn magazine(reader: &Reader, mention: &mut Mention) {
    let end = mention.tokens.end;
    if mention.names_body()
        && mention.tokens.len() == 1
        && reader.together(end, end - 1)
        && reader.word(end) == "magazine"
    {
        mention.tokens.end += 1;
        mention.span = reader.text.span(mention.tokens.clone());
        mention.full = mention.full.cover(mention.span);
    }
}

/// "ABC ‸7", "KTLA 5": the number of a broadcaster belongs to its name.
pub(super) fn channel(reader: &Reader, mention: &mut Mention) {
    let end = mention.tokens.end;
    let number = |i: usize| {
        let word = reader.word(i);
        word.len() < 3 && word.bytes().all(|b| b.is_ascii_digit())
    };
    let word = reader.word(end - 1);
    // "WABC 7", "KTLA 5": the call signs of stations.
    let station =
        reader.is_acronym(end - 1) && matches!(word.len(), 3 | 4) && word.starts_with(['K', 'W']);
    let network = matches!(
        word,
        "ABC"
            | "ARD"
            | "BBC"
            | "CBS"
            | "CNN"
            | "CTV"
            | "CW"
            | "Channel"
            | "ESPN"
            | "FOX"
            | "Fox"
            | "ITV"
            | "MTV"
            | "NBC"
            | "NRK"
            | "PBS"
            | "RAI"
            | "RTE"
            | "RTÉ"
            | "STV"
            | "SVT"
            | "Sky"
            | "TVN"
            | "TVP"
            | "ZDF"
    );
    let broadcaster = mention.names_body() && mention.tokens.len() == 1 && (station || network);
    // "the BBC 10 years ago", "At the BBC 10 said no"
    let article = mention.tokens.start > 0 && reader.folded[mention.tokens.start - 1] == "the";
    let counts = |i: usize| reader.together(i, end) && reader.pos(i).is_noun();
    if broadcaster && !article && reader.together(end, end - 1) && number(end) && !counts(end + 1) {
        mention.tokens.end += 1;
        mention.span = reader.text.span(mention.tokens.clone());
        mention.full = mention.full.cover(mention.span);
    }
}
