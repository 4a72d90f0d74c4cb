/*! Does a description fit somebody? "the chief Iranian diplomat" and "Iran's Foreign Minister".

A score from words alone: the same head noun, or one that the other implies; modifiers shared or opposed.
*/

use super::entities::words;
use crate::lexicon;

/// Titles that are written short.
const SHORT: &[(&str, &str)] = &[
    ("atty", "attorney"),
    ("capt", "captain"),
    ("col", "colonel"),
    ("gen", "general"),
    ("gov", "governor"),
    ("lt", "lieutenant"),
    ("pres", "president"),
    ("prof", "professor"),
    ("rep", "representative"),
    ("rev", "reverend"),
    ("sec", "secretary"),
    ("sen", "senator"),
    ("sgt", "sergeant"),
    ("dr", "doctor"),
];

/// The head noun of a description: "minister" of "Iran's Foreign Minister", "spokesman" of "spokesman for the mission".
pub fn head(role: &[String]) -> Option<String> {
    let stop = role
        .iter()
        .skip(1)
        .position(|w| {
            matches!(
                w.as_str(),
                "of" | "for" | "at" | "in" | "to" | "from" | "with" | "on" | "who" | "and"
            )
        })
        .map_or(role.len(), |p| p + 1);
    role[..stop].last().map(|w| long(w))
}

/// The office that an acronym is short for.
fn in_full(acronym: &str) -> Option<&'static str> {
    Some(match acronym {
        "ceo" => "chief executive",
        "cfo" => "chief financial officer",
        "cio" => "chief information officer",
        "cmo" => "chief marketing officer",
        "coo" => "chief operating officer",
        "cto" => "chief technology officer",
        "pm" => "prime minister",
        _ => return None,
    })
}

/// Who does what the verb of "who heads the council" says.
fn does(verb: &str) -> Option<&'static str> {
    Some(match verb {
        "chairs" => "chairman",
        "coaches" => "coach",
        "directs" => "director",
        "edits" => "editor",
        "founded" => "founder",
        "heads" | "leads" | "runs" => "head",
        "manages" => "manager",
        "owns" => "owner",
        "teaches" => "teacher",
        _ => return None,
    })
}

/// A word for an office without what shortens it: "senator" of "Sen.".
pub(super) fn long(word: &str) -> String {
    let word = word.trim_end_matches('.');
    // "the ex-judge" is "a former judge".
    let word = word.strip_prefix("ex-").unwrap_or(word);
    SHORT.iter().find(|(short, _)| *short == word).map_or(word, |(_, long)| long).to_string()
}

/// The root of a word that names a country or a people: "iranian" and "iran's" give "iran".
fn root(word: &str) -> String {
    let word = word.trim_end_matches("'s").replace('.', "");
    match word.as_str() {
        "american" | "us" | "usa" | "americans" => return "us".into(),
        "british" | "uk" | "britain" => return "uk".into(),
        "french" => return "france".into(),
        "german" => return "germany".into(),
        "chinese" => return "china".into(),
        "dutch" => return "netherlands".into(),
        "russian" | "russia" | "moscow" => return "russia".into(),
        "turkish" => return "turkey".into(),
        "spanish" => return "spain".into(),
        _ => {}
    }
    for (ending, keep) in [
        ("ian", ""),
        ("ean", "e"),
        ("ese", ""),
        ("ish", ""),
        ("ani", "an"),
        ("qi", "q"),
        ("eli", "el"),
    ] {
        if let Some(stem) = word.strip_suffix(ending)
            && stem.chars().count() >= 3
        {
            return format!("{stem}{keep}").chars().take(4).collect();
        }
    }
    word
}

fn same_root(a: &str, b: &str) -> bool {
    let (a, b) = (root(a), root(b));
    a == b
        || (a.chars().count() >= 4
            && b.chars().count() >= 4
            && a.chars().take(4).eq(b.chars().take(4)))
}

/// How well a description fits a role, 0 for not at all. 6 and more: the same head noun; 3 and more: one implies the other.
pub fn fit(description: &str, role: &str) -> i32 {
    fit_words(&words(description), role)
}

/// As [`fit`], for a description whose words are known.
pub fn fit_words(wanted: &[String], role: &str) -> i32 {
    let mut given = words(role);
    // "the CFO" is no chief executive.
    if let Some(office) = wanted.last().and_then(|w| in_full(w)) {
        let named = given.join(" ").contains(office) || given.contains(&wanted[wanted.len() - 1]);
        let leads = |noun: &str| office == "prime minister" && given.iter().any(|w| w == noun);
        return if named || leads("premier") {
            8
        } else if leads("leader") {
            3
        } else {
            0
        };
    }
    // "who heads the council" is its head.
    if let Some(noun) = given.first().and_then(|verb| does(verb)) {
        // "the owner" is not who "owns a dog".
        let pet = ["cat", "car", "dog", "gun", "home", "horse", "house", "phone"];
        if wanted.len() == 1 && given.iter().any(|w| pet.contains(&w.trim_end_matches('s'))) {
            return 0;
        }
        given.rotate_left(1);
        given.pop();
        given.push(noun.to_string());
    }
    // "the mother-of-two" is "a mother of two".
    if let Some(joined) = wanted.last().filter(|w| w.contains("-of-")) {
        let apart: Vec<String> = joined.split('-').map(str::to_string).collect();
        let said = given.windows(apart.len()).any(|w| w == apart);
        return if said || given.contains(joined) { 8 } else { 0 };
    }
    let (Some(want), Some(have)) = (head(wanted), head(&given)) else { return 0 };
    let implied = |general: &str, special: &str| {
        lexicon::HYPONYMS.get(general).is_some_and(|all| all.split(' ').any(|s| s == special))
    };
    let mut score = if want == have {
        6
    } else if given.iter().any(|w| long(w) == want) {
        4
    } else if implied(&want, &have) || implied(&have, &want) {
        3
    } else {
        return 0;
    };
    let modifiers = wanted.iter().filter(|w| long(w) != want && w.len() > 1);
    for modifier in modifiers {
        if matches!(
            modifier.as_str(),
            "his" | "her" | "their" | "its" | "former" | "of" | "for" | "chief" | "top" | "senior"
        ) {
            // The chief diplomat is the minister, not the spokesman.
            let leading = given
                .iter()
                .any(|w| matches!(w.as_str(), "minister" | "secretary" | "chief" | "head"));
            score += i32::from(leading && matches!(modifier.as_str(), "chief" | "top"));
            continue;
        }
        score += if given.iter().any(|w| same_root(w, modifier)) { 2 } else { -1 };
    }
    score.max(0)
}

/// Could a description without a name and a role beside a name be of one person: "a spokesman for the Clinton campaign" and "Clinton campaign
/// spokesman"? The same head noun, and some other word in common; where the description is a bare noun, or in a `lead` the role is,
/// that is enough.
pub fn is_same_office(description: &str, role: &str, lead: bool) -> bool {
    let (wanted, given) = (words(description), words(role));
    let (Some(want), Some(have)) = (head(&wanted), head(&given)) else { return false };
    if want != have {
        return false;
    }
    let tells = |of: &[String]| -> Vec<String> {
        (of.iter())
            .filter(|w| {
                long(w) != want
                    && !matches!(
                        w.as_str(),
                        "of" | "for"
                            | "at"
                            | "in"
                            | "to"
                            | "from"
                            | "with"
                            | "on"
                            | "who"
                            | "and"
                            | "one"
                            | "top"
                            | "senior"
                    )
            })
            .cloned()
            .collect()
    };
    let (ours, theirs) = (tells(&wanted), tells(&given));
    ours.is_empty()
        || lead && theirs.is_empty()
        || ours.iter().any(|a| theirs.iter().any(|b| same_root(a, b)))
}

/// "a spokesman for the council", "the judge": is somebody called so for what they do, which no story tells the age or the children of?
pub fn is_office(description: &str) -> bool {
    head(&words(description)).is_some_and(|noun| {
        is_spokesperson(&noun)
            || lexicon::title(&noun).is_some()
            || matches!(noun.as_str(), "barrister" | "official" | "prosecutor" | "lawyer")
    })
}

/// Does a story bring somebody in by this noun and "the" alone: "the judge said", "the source said"?
pub fn is_brought_in(noun: &str) -> bool {
    is_spokesperson(noun)
        || matches!(
            noun,
            "aide"
                | "coroner"
                | "court"
                | "insider"
                | "judge"
                | "king"
                | "magistrate"
                | "moderator"
                | "narrator"
                | "official"
                | "pope"
                | "president"
                | "prosecutor"
                | "queen"
                | "referee"
                | "source"
                | "user"
                | "victim"
                | "witness"
        )
}

/// Does the noun, in lower case, call somebody who speaks for others?
pub fn is_spokesperson(noun: &str) -> bool {
    noun.starts_with("spokes") || noun == "spox"
}

/// Can one person be both? Not a nurse and a mayor, unless one of the nouns is for variety: "the hacker", "the Republican", "the woman".
pub fn may_be_one(description: &str, role: &str) -> bool {
    if fit(description, role) > 0 {
        return true;
    }
    let general = |words: &str| {
        head(&super::entities::words(words)).is_none_or(|noun| {
            lexicon::ATTRIBUTES.has(&noun)
                || lexicon::GENDERED.has(&noun)
                || noun.ends_with("man")
                || noun.ends_with("woman")
                || !lexicon::ROLES.has(&noun)
        })
    };
    general(description) || general(role)
}

/// "the ministry" for "Iran's Foreign Ministry", "the Post" for "The Washington Post": how well a body's short form fits its names.
pub fn short_form(description: &str, names: &[String]) -> i32 {
    let wanted = words(description);
    let Some(head) = head(&wanted) else { return 0 };
    let fit = |name: &String| {
        let name = words(name);
        if !name.contains(&head) {
            return 0;
        }
        // "the appeals court" is not the Supreme Court.
        let others = wanted.iter().filter(|w| **w != head && !says_little(w));
        6 + others.map(|w| if name.iter().any(|n| same_root(n, w)) { 2 } else { -4 }).sum::<i32>()
    };
    names.iter().map(fit).max().unwrap_or(0).max(0)
}

/// Words that tell no body from another.
fn says_little(word: &str) -> bool {
    matches!(
        word,
        "his"
            | "her"
            | "their"
            | "its"
            | "own"
            | "new"
            | "same"
            | "entire"
            | "whole"
            | "local"
            | "state"
            | "federal"
            | "national"
            | "giant"
            | "big"
            | "private"
            | "public"
            | "embattled"
            | "company"
            | "of"
            | "for"
            | "this"
            | "that"
    )
}

/// Does the word before "company" or "group" tell nothing of it?
fn says_nothing(word: &str) -> bool {
    // "the London-based company", "the conservative-leaning newspaper", "the FTSE 250 group"
    ["-based", "-leaning", "-listed", "-owned"].iter().any(|end| word.ends_with(end))
        || is_index(word)
        || lexicon::BODY_WORDS
            .get(word)
            .is_some_and(|all| all.split(' ').any(|value| value == "plain"))
}

/// Is it a list of firms, which is none itself, in lower case, or how long such a list is?
fn is_index(word: &str) -> bool {
    matches!(
        word,
        "100"
            | "250"
            | "500"
            | "aim"
            | "cac"
            | "dax"
            | "dow"
            | "ftse"
            | "hang"
            | "nasdaq"
            | "nikkei"
            | "nyse"
            | "s&p"
    )
}

/// The sort of body that a word in a name shows: "press" for "Times".
fn sort_of(word: &str) -> Option<&'static str> {
    let first = lexicon::BODY_WORDS.get(word)?.split(' ').next()?;
    (!matches!(first, "plain" | "crowd")).then_some(first)
}

/// Does a body's name say that it is a paper, a broadcaster, an agency?
pub fn is_press(name: &str) -> bool {
    words(name).iter().any(|w| sort_of(w) == Some("press")) || lexicon::AGENCIES.has(name)
}

/// Do two descriptions say that they belong to different owners: "the company's lawyer" and "the victim's lawyer"?
pub fn differ_in_owner(one: &str, other: &str) -> bool {
    let owner = |description: &str| {
        let words = description.to_lowercase().replace('’', "'");
        words.split(' ').find_map(|w| w.strip_suffix("'s").map(str::to_string))
    };
    let says = |description: &str, owner: &String| words(description).contains(owner);
    match (owner(one), owner(other)) {
        (Some(a), Some(b)) => a != b && !says(one, &b) && !says(other, &a),
        _ => false,
    }
}

/// Could a description such as "the company" or "the newspaper", which fits every body of its sort, mean the body with these names? 2: its name says that it is
/// of the sort, 1: it says nothing, 0: it says something else.
pub fn fits_sort(description: &str, names: &[String]) -> i32 {
    let wanted = words(description);
    let Some((general, before)) = wanted.split_last() else { return 0 };
    // "the San ‸Jose-based company"
    let based = before.iter().rposition(|w| w.ends_with("-based")).map_or(0, |at| at + 1);
    let before = &before[based..];
    // "the ailing social media company" says no more than "the company"; "the law firm" does.
    if description.contains(['\'', '’']) || !before.iter().all(|w| says_nothing(w)) {
        return 0;
    }
    // A government goes by the name of its head or seat.
    if general == "administration" {
        let seat = |n: &String| {
            let name = words(n);
            name.last() == Some(general) || name == ["white", "house"]
        };
        return 2 * i32::from(names.iter().any(seat));
    }
    let Some(sorts) = lexicon::GENERAL_BODIES.get(general) else { return 0 };
    let is = |value: &str| sorts.split(' ').any(|s| s == value);
    if is("alone") && !(before.iter().all(|w| is_index(w)) && based == 0) {
        return 0;
    }
    if names.iter().any(|name| words(name).iter().all(|word| is_index(word))) {
        return 0;
    }
    let told: Vec<&str> = names.iter().flat_map(|n| words(n)).filter_map(|w| sort_of(&w)).collect();
    let fits = told.iter().any(|sort| is(sort));
    if fits { 2 } else { i32::from(told.is_empty() && !is("named")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_finds_its_role() {
        assert!(
            fit("the Iranian diplomat", "spokesman for Iran’s mission to the United Nations") >= 3
        );
        assert!(
            fit("the chief Iranian diplomat", "Iran’s Foreign Minister")
                > fit(
                    "the chief Iranian diplomat",
                    "spokesman for Iran’s mission to the United Nations"
                )
        );
        assert!(fit("the U.S. secretary of state", "U.S. Secretary of State") > 6);
        assert!(fit("the senator", "Sen.") >= 6);
        assert_eq!(fit("the nurse", "mayor of Cleveland"), 0);
    }
}
