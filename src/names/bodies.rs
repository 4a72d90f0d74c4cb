/*! What shows that capitals name a body which no list has: what it is for, its masthead, the noun before it, capitals within a word.

In: a [`Reader`] and places in it. Out: yes or no, or how surely, each in constant time.
*/

use std::ops::Range;

use super::kinds::is_saying;
use super::reader::Reader;
use crate::lexicon;
use crate::tags::Pos;

/// Does the word at `i` say what bodies are for?
pub fn is_affair(reader: &Reader, i: usize) -> bool {
    reader.is_capital(i) && lexicon::AFFAIRS.has(&reader.folded[i])
}

/// "Office of Management ‸and Budget", "the Food ‸and Drug Administration", "Farmers ‸and Growers": do the words on both sides of the "and" at token `and`
/// say what one body is for, or for whom?
pub fn joins_affairs(reader: &Reader, and: usize) -> bool {
    let people = |i: usize| {
        reader.is_capital(i)
            && matches!(
                lexicon::noun(&reader.folded[i]),
                Some((lexicon::Noun::Person { plural: true, .. }, _))
            )
    };
    let affairs = is_affair(reader, and - 1) && is_affair(reader, and + 1);
    affairs || people(and - 1) && people(and + 1)
}

/// Does an office, a person or another body begin within the capitals from token `i`: "Ministry of Health and ‸Health Minister"?
pub fn begins_other(reader: &Reader, i: usize) -> bool {
    let capital = |k: &usize| reader.together(*k, i) && reader.is_capital(*k);
    (i..i + 4).take_while(capital).any(|k| {
        let word = &*reader.folded[k];
        lexicon::title(word).is_some()
            || lexicon::GIVEN_NAMES.has(word)
            || lexicon::ORGANISATIONS.get(word) == Some("")
            || lexicon::is_known_body(reader.word(k))
    })
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

/// "Sheriff's ‸Office", "Nurses' ‸Union": does the office of somebody, or a body of several people, end behind the apostrophe at token `i`? Gives its end.
pub fn belongs(reader: &Reader, i: usize) -> Option<usize> {
    let owner = &*reader.folded[i - 1];
    let (one, several) = match lexicon::noun(owner) {
        Some((lexicon::Noun::Person { plural, .. }, _)) => (!plural, plural),
        _ => (
            matches!(owner, "general" | "attorney"),
            matches!(owner, "women" | "men" | "children" | "people"),
        ),
    };
    let last = i + 1;
    if !(reader.is_capital(i - 1) && reader.together(last, i) && reader.is_capital(last)) {
        return None;
    }
    let body = match &*reader.folded[last] {
        "office" => one || several,
        "alliance" | "association" | "congress" | "federation" | "front" | "guild" | "league"
        | "party" | "union" => several,
        _ => false,
    };
    let goes_on = reader.together(last + 1, i)
        && (reader.is_capital(last + 1) || reader.word(last + 1) == "of");
    (body && !goes_on).then_some(last + 1)
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

/// "Calder & Voss", "Calder Robotics, Inc.": names joined as firms join those of their founders, or what the law calls a firm at the end.
pub fn is_firm(reader: &Reader, name: &Range<usize>) -> bool {
    let joined = (name.start + 1..name.end - 1).any(|i| {
        reader.word(i) == "&"
            && !lexicon::GIVEN_NAMES.has(&reader.folded[i - 1])
            && !reader.shouts(i)
    });
    // "Police & Crime Commissioner"
    let office = matches!(
        &*reader.folded[name.end - 1],
        "commissioner" | "director" | "inspector" | "minister" | "officer" | "secretary"
    );
    joined && !office || name.len() > 1 && is_legal_form(&reader.folded[name.end - 1])
}

/// "Calder ‸& Voss": does the "&" at token `at` join two names to one, in a run that began at `start`? Not "Mr & Mrs Keller", "Tom Brown & Ann Lee".
pub fn joins_partners(reader: &Reader, start: usize, at: usize) -> bool {
    let title = |i: usize| lexicon::title(&reader.folded[i]).is_some();
    let given = |i: usize| lexicon::GIVEN_NAMES.has(&reader.folded[i]);
    let whole = reader.together(at + 2, start) && reader.is_capital(at + 2);
    let people = start + 1 < at && given(start) && given(at + 1) && whole;
    !(title(at - 1) || title(at + 1) || people)
}

/// "Calder Robotics, ‸Inc.": does what stands at token `at`, behind a comma, close the name of a firm that began at `start`? Not "Maria Lopez, LLP partner",
/// nor the initials of "Ann Miller, S.A. Cosby".
pub fn closes_firm(reader: &Reader, start: usize, at: usize) -> bool {
    let form = &*reader.folded[at];
    let initials = matches!(form, "l.p." | "n.v." | "s.a.")
        && reader.together(at + 1, start)
        && reader.is_capital(at + 1);
    // "Maria Lopez, ‸LLP partner"
    let role = lexicon::GIVEN_NAMES.has(&reader.folded[start])
        && reader.together(at + 1, start)
        && matches!(reader.pos(at + 1), Pos::Nn | Pos::Nns);
    is_legal_form(form) && !initials && !role
}

/// Is it what the law calls a firm, as it stands behind its name?
pub fn is_legal_form(folded: &str) -> bool {
    matches!(
        folded,
        "inc" | "inc." | "llc" | "llp" | "ltd" | "ltd." | "l.p." | "n.v." | "plc" | "s.a."
    )
}

/// "Future45", "Sisters4Peace": a word with a capital, small letters and a number.
pub fn has_number(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
        && word.chars().all(char::is_alphanumeric)
        && word.chars().filter(|c| c.is_lowercase()).count() > 2
        && word.contains(|c: char| c.is_ascii_digit())
}

/// "RiverWatch", "ThinkProgress": small letters and then a capital within the word, where no prefix of a surname ends and no given name stands.
pub fn has_inner_capital(word: &str) -> bool {
    let mut pairs = word.bytes().zip(word.bytes().skip(1));
    let Some(at) = pairs.position(|(a, b)| a.is_ascii_lowercase() && b.is_ascii_uppercase()) else {
        return false;
    };
    let (first, last) = word.split_at(at + 1);
    let given = |part: &str| lexicon::GIVEN_NAMES.has(&lexicon::fold(part));
    first.len() > 2
        && word.chars().all(char::is_alphabetic)
        && !given(first)
        && !given(last)
        && !matches!(
            first,
            "Dela"
                | "Del"
                | "Dell"
                | "Della"
                | "Den"
                | "Der"
                | "Des"
                | "Dos"
                | "Fitz"
                | "Jon"
                | "Lou"
                | "Mac"
                | "Tre"
                | "Van"
                | "Vande"
                | "Vanden"
                | "Vander"
                | "Von"
        )
}

/// "the newspaper ‸Dagens Eko", "campaign group ‸Warm Homes": a noun for a body right before its name. Not "in a letter to the company ‸Kenyatta said", "the
/// company ‸Musk founded", where somebody else's name follows.
pub fn is_introduced(reader: &Reader, name: &Range<usize>) -> bool {
    // "The rail agency, ‸Spårmyndigheten, estimates"
    let closed = name.start > 2
        && reader.word(name.start - 1) == ","
        && reader.together(name.end, name.start)
        && reader.word(name.end) == ",";
    let noun = name.start.checked_sub(1 + usize::from(closed));
    let Some(noun) = noun.filter(|&i| reader.together(i, name.start)) else {
        return false;
    };
    let sort = matches!(
        &*reader.folded[noun],
        "agency"
            | "airline"
            | "automaker"
            | "brand"
            | "brewery"
            | "broadcaster"
            | "carmaker"
            | "chain"
            | "charity"
            | "chipmaker"
            | "company"
            | "drugmaker"
            | "firm"
            | "group"
            | "insurer"
            | "journal"
            | "magazine"
            | "militia"
            | "network"
            | "newspaper"
            | "nonprofit"
            | "ngo"
            | "outlet"
            | "publisher"
            | "retailer"
            | "start-up"
            | "startup"
            | "station"
            | "supermarket"
            | "tank"
            | "website"
    );
    let first = name.start;
    let person = lexicon::GIVEN_NAMES.has(&reader.folded[first])
        || lexicon::title(&reader.folded[first]).is_some()
        || lexicon::PEOPLES.has(reader.word(first));
    if !sort || person || reader.is_capital(noun) && !reader.is_initial(noun) {
        return false;
    }
    // Where the phrase of the noun begins, and what governs it.
    let part = |i: &usize| {
        reader.together(*i, first)
            && (reader.pos(*i).is_noun() || matches!(reader.pos(*i), Pos::Jj | Pos::Pos | Pos::Vbn))
    };
    let start = (noun.saturating_sub(5)..=noun).rev().take_while(part).last().unwrap_or(noun);
    let before = start.checked_sub(1).filter(|&i| reader.together(i, first));
    let article = before.filter(|&i| matches!(&*reader.folded[i], "the" | "a" | "an"));
    if closed && article.is_none() {
        return false;
    }
    if before.is_some_and(|i| reader.pos(i) == Pos::PrpPoss) {
        return false;
    }
    let governor = match article {
        Some(i) => i.checked_sub(1).filter(|&k| reader.together(k, first)),
        None => before,
    };
    let governed = governor.is_some_and(|i| {
        let according = i > 0 && reader.folded[i - 1] == "according";
        matches!(reader.pos(i), Pos::In | Pos::To)
            && reader.folded[i] != "by"
            && !according
            && !matches!(&*reader.folded[i], "that" | "while" | "when" | "because" | "but" | "as")
    });
    let told = reader.together(name.end, first)
        && reader.pos(name.end).is_verb()
        && !is_saying(&reader.folded[name.end]);
    !governed && !told
}

/// Is it the name of a body, by its nouns? 2 surely, 1 perhaps.
pub fn names_body(reader: &Reader, start: usize, end: usize) -> Option<u8> {
    let strength =
        |word: &str| lexicon::ORGANISATIONS.get(word).map(|v| if v == "weak" { 1 } else { 2 });
    let of = (start + 1..end).find(|&i| matches!(reader.word(i), "of" | "for"));
    let head = of.unwrap_or(end) - 1;
    // "Concerned Veterans for America"
    if of.is_some_and(|i| reader.word(i) == "for" && i + 1 < end && band(&reader.folded[i - 1])) {
        return Some(2);
    }
    if end - start > 1 {
        let trade = is_trade(&reader.folded[end - 1]).then_some(1);
        let by_end = strength(&reader.folded[end - 1]).or(trade);
        let by_head = if of.is_some() { strength(&reader.folded[head]) } else { None };
        let found = by_end.max(by_head);
        // "President Trump", "Chris Church": a given name or a title in front asks for more.
        let personal =
            lexicon::GIVEN_NAMES.has(&reader.folded[start]) && of.is_none() && end - start == 2;
        if let Some(sure) = found {
            return if personal && sure < 2 { None } else { Some(if personal { 1 } else { sure }) };
        }
        if (start + 1..end).any(|i| reader.word(i) == "&") {
            return Some(1);
        }
        if lexicon::is_known_body(&reader.join(start, end - 1, false)) && end - start > 2 {
            return Some(1);
        }
        return None;
    }
    let word = reader.word(start);
    let letters = word.chars().filter(|c| c.is_uppercase()).count();
    let plural =
        word.strip_suffix('s').is_some_and(|w| w.len() > 1 && w.chars().all(char::is_uppercase));
    if (reader.is_acronym(start) || plural) && (2..=7).contains(&letters) && !reader.shouts(start) {
        return Some(1);
    }
    strength(&reader.folded[start]).filter(|&s| s == 2 && !reader.is_initial(start)).map(|_| 1)
}

/// Is it a word for people who found a body for a cause?
fn band(word: &str) -> bool {
    matches!(
        word,
        "americans"
            | "catholics"
            | "christians"
            | "citizens"
            | "democracy"
            | "democrats"
            | "doctors"
            | "friends"
            | "lawyers"
            | "mothers"
            | "physicians"
            | "nurses"
            | "parents"
            | "republicans"
            | "scientists"
            | "students"
            | "teachers"
            | "veterans"
            | "voters"
            | "women"
            | "workers"
    )
}

/// Is it a word that firms add to their names, in lower case?
pub fn is_trade(word: &str) -> bool {
    matches!(
        word,
        "ab" | "aerospace"
            | "ag"
            | "air"
            | "airlines"
            | "airways"
            | "analytics"
            | "apparel"
            | "asa"
            | "automotive"
            | "aviation"
            | "bank"
            | "beverages"
            | "biologics"
            | "biopharma"
            | "biosciences"
            | "biotech"
            | "brands"
            | "breweries"
            | "brewery"
            | "capital"
            | "care"
            | "chemicals"
            | "co"
            | "co."
            | "communications"
            | "company"
            | "corp"
            | "corp."
            | "corporation"
            | "cosmetics"
            | "diagnostics"
            | "dynamics"
            | "electronics"
            | "energy"
            | "entertainment"
            | "financial"
            | "foods"
            | "genomics"
            | "gmbh"
            | "group"
            | "health"
            | "healthcare"
            | "holdings"
            | "homes"
            | "hotels"
            | "inc"
            | "inc."
            | "industries"
            | "instruments"
            | "insurance"
            | "international"
            | "investments"
            | "laboratories"
            | "labs"
            | "lasers"
            | "limited"
            | "llc"
            | "llp"
            | "logistics"
            | "ltd"
            | "ltd."
            | "media"
            | "metals"
            | "microsystems"
            | "minerals"
            | "mining"
            | "motors"
            | "networks"
            | "nv"
            | "oil"
            | "optics"
            | "oy"
            | "packaging"
            | "partners"
            | "petroleum"
            | "pharma"
            | "pharmaceuticals"
            | "photonics"
            | "plastics"
            | "plc"
            | "power"
            | "properties"
            | "rail"
            | "renewables"
            | "resources"
            | "restaurants"
            | "retail"
            | "robotics"
            | "sa"
            | "semiconductor"
            | "semiconductors"
            | "sensors"
            | "services"
            | "snacks"
            | "software"
            | "solutions"
            | "steel"
            | "stores"
            | "studios"
            | "systems"
            | "technologies"
            | "technology"
            | "telecom"
            | "textiles"
            | "therapeutics"
            | "turbines"
            | "utilities"
            | "ventures"
            | "water"
            | "wireless"
    )
}
