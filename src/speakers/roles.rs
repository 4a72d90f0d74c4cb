/*! Does a description fit somebody? "the chief Iranian diplomat" and "Iran's Foreign Minister".

A score from words alone: the same head noun, or one that the other implies; modifiers shared or opposed.
*/

use super::entities::words;

/// What a head noun implies: each line is a general word and the special ones under it.
const KINDS: &[(&str, &[&str])] = &[
    ("academic", &["professor", "scholar", "lecturer", "historian", "economist"]),
    ("attorney", &["lawyer", "counsel", "barrister", "solicitor", "prosecutor"]),
    ("author", &["writer", "novelist", "journalist", "columnist", "reporter"]),
    ("businessman", &["ceo", "executive", "owner", "founder", "chairman", "mogul", "billionaire"]),
    ("businesswoman", &["ceo", "executive", "owner", "founder", "chairwoman", "billionaire"]),
    ("candidate", &["nominee", "contender", "hopeful", "frontrunner", "front-runner"]),
    (
        "diplomat",
        &["minister", "ambassador", "envoy", "spokesman", "spokeswoman", "consul", "secretary"],
    ),
    ("doctor", &["physician", "surgeon", "paediatrician", "psychiatrist"]),
    ("executive", &["ceo", "president", "chairman", "founder", "chief", "director"]),
    (
        "lawmaker",
        &[
            "senator",
            "representative",
            "congressman",
            "congresswoman",
            "sen",
            "rep",
            "mp",
            "legislator",
            "assemblyman",
        ],
    ),
    ("lawyer", &["attorney", "counsel", "barrister", "solicitor"]),
    (
        "leader",
        &[
            "president",
            "chairman",
            "chairwoman",
            "minister",
            "head",
            "chief",
            "premier",
            "chancellor",
            "speaker",
        ],
    ),
    (
        "legislator",
        &[
            "senator",
            "representative",
            "congressman",
            "congresswoman",
            "sen",
            "rep",
            "mp",
            "lawmaker",
        ],
    ),
    ("nominee", &["candidate"]),
    (
        "officer",
        &["sergeant", "lieutenant", "captain", "detective", "chief", "constable", "sheriff"],
    ),
    (
        "official",
        &[
            "minister",
            "secretary",
            "spokesman",
            "spokeswoman",
            "director",
            "commissioner",
            "mayor",
            "governor",
            "administrator",
        ],
    ),
    (
        "politician",
        &[
            "senator",
            "representative",
            "governor",
            "mayor",
            "president",
            "minister",
            "congressman",
            "congresswoman",
        ],
    ),
    ("researcher", &["scientist", "professor", "author", "analyst", "fellow"]),
    ("scientist", &["researcher", "professor", "biologist", "physicist", "chemist"]),
    ("spokesman", &["spokesperson", "secretary"]),
    ("spokesperson", &["spokesman", "spokeswoman"]),
    ("spokeswoman", &["spokesperson", "secretary"]),
    ("strategist", &["consultant", "adviser", "advisor", "pollster"]),
];

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

fn long(word: &str) -> String {
    let word = word.trim_end_matches('.');
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
    let (wanted, given) = (words(description), words(role));
    let (Some(want), Some(have)) = (head(&wanted), head(&given)) else { return 0 };
    let implied = |general: &str, special: &str| {
        KINDS.iter().any(|(g, specials)| *g == general && specials.contains(&special))
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

/// "the ministry" for "Iran's Foreign Ministry", "the Post" for "The Washington Post": how well a body's short form fits its names.
pub fn short_form(description: &str, names: &[String]) -> i32 {
    let wanted = words(description);
    let Some(head) = head(&wanted) else { return 0 };
    let fits = names.iter().any(|name| words(name).contains(&head));
    if fits { 6 } else { 0 }
}

/// Does the description fit every body of some kind: "the company", "the group"?
pub fn is_any_body(description: &str) -> bool {
    let wanted = words(description);
    wanted.len() == 1
        && matches!(
            wanted[0].as_str(),
            "agency"
                | "airline"
                | "bank"
                | "brand"
                | "chain"
                | "charity"
                | "company"
                | "firm"
                | "group"
                | "maker"
                | "non-profit"
                | "nonprofit"
                | "operator"
                | "organisation"
                | "organization"
                | "owner"
                | "retailer"
        )
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
