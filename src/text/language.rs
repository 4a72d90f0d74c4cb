/*! Is it English? Counted on the small words that every language repeats. */

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::{Text, TokenKind};
use crate::lexicon::Index;

/// How many words decide.
const SAMPLE: usize = 2000;

/// Texts with fewer words are taken to be English if they are in Latin letters.
const FEW: usize = 12;

/// Small words of a language, sorted.
const LANGUAGES: &[(&str, &[&str])] = &[
    (
        "en",
        &[
            "a", "and", "are", "as", "at", "be", "been", "but", "by", "for", "from", "had", "has",
            "have", "he", "her", "his", "i", "in", "is", "it", "not", "of", "on", "said", "she",
            "that", "the", "they", "this", "to", "was", "we", "were", "who", "will", "with", "you",
        ],
    ),
    (
        "de",
        &[
            "als", "auch", "auf", "aus", "bei", "das", "dass", "dem", "den", "der", "die", "ein",
            "eine", "einen", "er", "es", "für", "hat", "ich", "im", "ist", "mit", "nicht", "sich",
            "sie", "sind", "und", "von", "war", "werden", "wir", "zu",
        ],
    ),
    (
        "es",
        &[
            "al", "como", "con", "de", "del", "el", "en", "es", "está", "fue", "ha", "la", "las",
            "lo", "los", "más", "no", "para", "pero", "por", "que", "se", "su", "sus", "un", "una",
            "y",
        ],
    ),
    (
        "fr",
        &[
            "a", "au", "aux", "avec", "ce", "cette", "dans", "de", "des", "du", "elle", "en",
            "est", "et", "il", "je", "la", "le", "les", "mais", "ne", "nous", "par", "pas", "pour",
            "que", "qui", "sa", "son", "sont", "sur", "un", "une",
        ],
    ),
    (
        "it",
        &[
            "al", "alla", "anche", "che", "con", "da", "dal", "dei", "del", "della", "di", "e",
            "gli", "ha", "i", "il", "in", "la", "le", "lo", "ma", "nel", "nella", "non", "per",
            "più", "si", "sono", "un", "una", "è",
        ],
    ),
    (
        "nl",
        &[
            "aan", "als", "bij", "dat", "de", "die", "dit", "een", "en", "er", "het", "hij", "ik",
            "in", "is", "maar", "met", "naar", "niet", "om", "ook", "op", "te", "van", "voor",
            "was", "werd", "ze", "zijn",
        ],
    ),
    (
        "pt",
        &[
            "ao", "as", "com", "como", "da", "das", "de", "do", "dos", "e", "ela", "ele", "em",
            "foi", "mais", "mas", "na", "no", "não", "o", "os", "para", "pela", "por", "que", "se",
            "sua", "um", "uma", "é",
        ],
    ),
];

/// All small words, each with a bit for every language that has it, so that one look answers for all.
struct Words {
    entries: Vec<(&'static str, u8)>,
    index: Index,
    /// Bytes of the longest.
    longest: usize,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut bits: BTreeMap<&str, u8> = BTreeMap::new();
    for (i, (_, list)) in LANGUAGES.iter().enumerate() {
        for &word in *list {
            *bits.entry(word).or_default() |= 1 << i;
        }
    }
    let entries: Vec<_> = bits.into_iter().collect();
    let index = Index::new(entries.iter().map(|e| e.0));
    let longest = entries.iter().map(|e| e.0.len()).max().unwrap_or(0);
    Words { entries, index, longest }
});

impl Words {
    /// The languages that have `word`, in lower case.
    fn languages(&self, word: &str) -> u8 {
        self.index.find(word, |i| self.entries[i].0).map_or(0, |i| self.entries[i].1)
    }
}

/// The BCP 47 code of the text's language: one of a few that are told apart, or `und`.
pub fn of(text: &Text) -> &'static str {
    let mut counts = [0usize; LANGUAGES.len()];
    let (mut words, mut latin) = (0usize, 0usize);
    let known = &*WORDS;
    let mut lower = String::new();
    for token in text.tokens.iter().filter(|t| t.kind == TokenKind::Word).take(SAMPLE) {
        let word = &text.raw[token.span];
        words += 1;
        // Letters beyond ASCII may be shorter in capitals, so the longer words are left out only where there are none.
        if word.is_ascii() {
            latin += 1;
            if word.len() > known.longest {
                continue;
            }
            lower.clear();
            lower.push_str(word);
            lower.make_ascii_lowercase();
        } else {
            lower = word.to_lowercase();
            latin += usize::from(lower.chars().all(|c| (c as u32) < 0x250 || !c.is_alphabetic()));
        }
        let languages = known.languages(&lower);
        for (i, count) in counts.iter_mut().enumerate() {
            *count += usize::from(languages >> i & 1);
        }
    }
    if words > 0 && latin * 2 < words {
        return "und";
    }
    if words < FEW {
        return "en";
    }
    let best = (0..LANGUAGES.len()).max_by_key(|&i| (counts[i], std::cmp::Reverse(i))).unwrap_or(0);
    // English keeps the benefit of the doubt: lists of names, verse, tables.
    if best == 0 || counts[0] * 3 >= counts[best] * 2 || counts[best] * 10 < words {
        return if counts[0] * 50 < words && counts[best] * 10 >= words {
            LANGUAGES[best].0
        } else {
            "en"
        };
    }
    LANGUAGES[best].0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_sorted() {
        assert!(LANGUAGES.len() <= 8, "a bit each");
        for (code, list) in LANGUAGES {
            assert!(list.windows(2).all(|w| w[0] < w[1]), "{code}");
        }
    }

    #[test]
    fn news_in_six_languages_is_told_apart() {
        for (code, raw) in [
            (
                "en",
                "The mayor said on Monday that the bridge would be closed for two weeks and that buses would run instead.",
            ),
            (
                "fr",
                "La maire a dit lundi que le pont serait fermé pendant deux semaines et que des bus seraient mis en place pour les habitants.",
            ),
            (
                "de",
                "Die Bürgermeisterin sagte am Montag, dass die Brücke für zwei Wochen gesperrt wird und die Busse nicht mit der Bahn fahren.",
            ),
            (
                "es",
                "La alcaldesa dijo el lunes que el puente estará cerrado dos semanas y que los autobuses no van a pasar por la ciudad.",
            ),
            (
                "und",
                "Мэр сообщила в понедельник, что мост будет закрыт на две недели и что вместо поездов пойдут автобусы, не более.",
            ),
        ] {
            assert_eq!(of(&Text::read(raw)), code, "{raw}");
        }
    }
}
