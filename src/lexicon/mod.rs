/*! Word lists: sorted text files with a provenance header, read once, looked up by a hash.

A file begins with lines of `#` that say what it lists and where it comes from. Every other line is an entry: a key,
and after a tab, where the list has them, its values. Keys stand in byte order, each once.
*/

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::LazyLock;

use crate::tags::words::Word;

/// What is wrong with a word list, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableError {
    /// The list's file name.
    pub file: &'static str,
    /// 1-based line.
    pub line: usize,
    /// What is wrong.
    pub problem: &'static str,
}

impl fmt::Display for TableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.problem)
    }
}

impl std::error::Error for TableError {}

/// Finds strings by a hash: open addressing, at most half full. The strings are known beforehand, so that no text makes a search long.
#[derive(Debug)]
pub struct Index {
    /// Number of the string plus one; 0: empty.
    slots: Vec<u32>,
}

impl Index {
    /// An index of `keys`, each of which is there once.
    pub fn new<'a>(keys: impl ExactSizeIterator<Item = &'a str>) -> Self {
        let mut slots = vec![0; (keys.len() * 2).next_power_of_two().max(2)];
        let mask = slots.len() - 1;
        for (i, key) in keys.enumerate() {
            let mut at = hash(key) & mask;
            while slots[at] != 0 {
                at = (at + 1) & mask;
            }
            slots[at] = i as u32 + 1;
        }
        Self { slots }
    }

    /// The number of `key`, where `nth` gives the strings by their numbers.
    pub fn find<'a>(&self, key: &str, nth: impl Fn(usize) -> &'a str) -> Option<usize> {
        let mask = self.slots.len() - 1;
        let mut at = hash(key) & mask;
        loop {
            let i = (self.slots[at] as usize).checked_sub(1)?;
            if nth(i) == key {
                return Some(i);
            }
            at = (at + 1) & mask;
        }
    }
}

/// A hash of a word, the same everywhere: eight bytes at a time, since nearly every word is looked up.
pub fn hash(key: &str) -> usize {
    let step = |h: u64, x: u64| {
        let h = (h ^ x).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        h ^ h >> 32
    };
    let number = |bytes: &[u8]| bytes.iter().rev().fold(0, |x, &b| x << 8 | u64::from(b));
    let mut chunks = key.as_bytes().chunks_exact(8);
    let h = (&mut chunks).fold(key.len() as u64, |h, chunk| step(h, number(chunk)));
    step(h, number(chunks.remainder())) as usize
}

/// A sorted word list.
#[derive(Debug)]
pub struct Table {
    entries: Vec<(&'static str, &'static str)>,
    index: Index,
}

impl Table {
    /// Reads `source`, the content of the list `file`.
    ///
    /// # Errors
    /// If there is no provenance header, or a key is empty, padded, out of order or there twice.
    pub fn read(file: &'static str, source: &'static str) -> Result<Self, TableError> {
        let mut entries: Vec<(&str, &str)> = Vec::new();
        for (i, line) in source.lines().enumerate() {
            let error = |problem| TableError { file, line: i + 1, problem };
            if i == 0 && !line.starts_with("# ") {
                return Err(error("no header that says what this lists and where it comes from"));
            }
            if line.starts_with("# ") {
                continue;
            }
            let (key, value) = line.split_once('\t').unwrap_or((line, ""));
            if key.is_empty() || key.trim() != key {
                return Err(error("empty or padded key"));
            }
            if value.trim() != value {
                return Err(error("padded value"));
            }
            if entries.last().is_some_and(|(last, _)| *last >= key) {
                return Err(error("key out of order, or there twice"));
            }
            entries.push((key, value));
        }
        let index = Index::new(entries.iter().map(|(key, _)| *key));
        Ok(Self { entries, index })
    }

    /// The values of `key`, which must be written as the list writes it (lists of common words: lower case).
    pub fn get(&self, key: &str) -> Option<&'static str> {
        self.index.find(key, |i| self.entries[i].0).map(|i| self.entries[i].1)
    }

    /// Is `key` in the list?
    pub fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// Does a key begin with `article` and then `word`? Far quicker to ask than [`Self::longest_start`].
    pub fn has_start(&self, article: &str, word: &str) -> bool {
        let wanted = || article.bytes().chain(word.bytes());
        let next = self.entries.partition_point(|(key, _)| key.bytes().lt(wanted()));
        let length = article.len() + word.len();
        self.entries.get(next).is_some_and(|(key, _)| key.bytes().take(length).eq(wanted()))
    }

    /// The longest key that `text` begins with.
    pub fn longest_start(&self, text: &str) -> Option<&'static str> {
        let mut most = text.len();
        loop {
            let next = self.entries.partition_point(|(key, _)| *key <= &text[..most]);
            let key = self.entries[next.checked_sub(1)?].0;
            let shared = key.bytes().zip(text.bytes()).take_while(|(a, b)| a == b).count();
            if shared == key.len() {
                return Some(key);
            }
            // Whatever `text` begins with is no longer than what it shares with the key that stands right before it.
            most = (0..=shared).rev().find(|&i| text.is_char_boundary(i)).filter(|&i| i > 0)?;
        }
    }

    #[cfg(test)]
    /// All entries, in byte order of their keys.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &'static str)> + '_ {
        self.entries.iter().copied()
    }
}

/// `word` in lower case, with typewriter apostrophes and plain hyphens.
pub fn fold(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase()) {
        return Cow::Borrowed(word);
    }
    if word.is_ascii() {
        return Cow::Owned(word.to_ascii_lowercase());
    }
    Cow::Owned(
        word.chars()
            .filter(|c| *c != '\u{ad}')
            .flat_map(char::to_lowercase)
            .map(|c| match c {
                '’' | '‘' | 'ʼ' | '´' => '\'',
                '\u{2010}' | '\u{2011}' => '-',
                _ => c,
            })
            .collect(),
    )
}

/// The words, in English, for a code in [`crate::document::Because::rule`]; `None` for a code without words.
pub fn because(code: &str) -> Option<&'static str> {
    BECAUSE.get(code)
}

/// Is this the name of an organisation that a reader knows, written as the lists write it?
pub fn is_known_body(name: &str) -> bool {
    KNOWN_ORGANISATIONS.has(name) || BODIES.has(name)
}

/// What a noun for people, a body or a document stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noun {
    /// One person, or with the flag several.
    Person {
        /// More than one?
        plural: bool,
        /// "father"
        kin: bool,
    },
    /// "ministry"
    Organisation,
    /// "crowd"
    Group,
    /// "statement"
    Document,
}

/// What the title or office `words`, in lower case, says of gender (`m`, `f` or nothing); `None` if it is no title.
pub fn title(words: &str) -> Option<&'static str> {
    TITLES.get(words).or_else(|| OFFICES.get(words))
}

/// "her ‸Ladyship", "his Excellency": does the noun, in lower case, only honour whom it calls?
pub fn noun_of_honour(word: &str) -> bool {
    matches!(
        word,
        "excellency"
            | "grace"
            | "highness"
            | "honor"
            | "honour"
            | "ladyship"
            | "lordship"
            | "majesty"
    )
}

/// Is `word`, in lower case, a noun for one relative or several: "brother", "parents"?
pub fn is_kin(word: &str) -> bool {
    matches!(noun(word), Some((Noun::Person { kin: true, .. }, _)))
}

/// What the common noun `word`, in lower case, stands for, and whether that is sure from the word alone.
pub fn noun(word: &str) -> Option<(Noun, bool)> {
    let person = |singular: &str, plural| {
        let value =
            ROLES.get(singular).or_else(|| NOUNS.get(singular).filter(|v| *v != "group"))?;
        Some((Noun::Person { plural, kin: value == "kin" }, value != "weak"))
    };
    let other = |singular: &str| {
        if let Some(value) = COLLECTIVES.get(singular) {
            return Some((if value == "group" { Noun::Group } else { Noun::Organisation }, true));
        }
        if NOUNS.get(singular) == Some("group") {
            return Some((Noun::Group, true));
        }
        DOCUMENTS.get(singular).map(|value| (Noun::Document, value != "weak"))
    };
    if matches!(word, "people" | "mps") {
        return Some((Noun::Person { plural: true, kin: false }, true));
    }
    if word == "mp" {
        return Some((Noun::Person { plural: false, kin: false }, true));
    }
    // "a White House official", "ex-minister", "vice-chairman"
    let last = word.rsplit_once('-').map(|(_, last)| last);
    for word in [Some(word), last].into_iter().flatten() {
        if let Some(found) = other(word).or_else(|| person(word, false)) {
            return Some(found);
        }
        if let Some(found) = PLURALS.get(word).and_then(|singular| person(singular, true)) {
            return Some(found);
        }
        let Some(stem) = word.strip_suffix('s') else { continue };
        if let Some(found) = person(stem, true).or_else(|| other(stem)) {
            return Some(found);
        }
        let found =
            (stem.strip_suffix('e').and_then(|stem| person(stem, true).or_else(|| other(stem))))
                .or_else(|| {
                    stem.strip_suffix("ie").and_then(|stem| {
                        let singular = format!("{stem}y");
                        person(&singular, true).or_else(|| other(&singular))
                    })
                });
        if found.is_some() {
            return found;
        }
    }
    None
}

/// Declares the lists and one test that reads them all.
macro_rules! tables {
    ($($(#[$meta:meta])* $name:ident = $file:literal;)+) => {
        $(
            $(#[$meta])*
            ///
            /// # Panics
            /// Never: that the list can be read is tested.
            pub static $name: LazyLock<Table> = LazyLock::new(|| {
                Table::read($file, include_str!($file)).unwrap_or_else(|e| panic!("{e}"))
            });
        )+

        #[cfg(test)]
        const ALL: &[(&str, &LazyLock<Table>)] = &[$(($file, &$name)),+];
    };
}

tables! {
    /// Abbreviations that end in a full stop, without it, in lower case. Value: `end` where they may end a sentence,
    /// `number` where they are abbreviations only before a number, nothing where a sentence never ends after them.
    ABBREVIATIONS = "abbreviations.txt";
    /// Words, in lower case, that with a capital after an abbreviation or an ellipsis begin a new sentence.
    STARTERS = "starters.txt";
    /// What bodies are for, as their names say it, in lower case.
    AFFAIRS = "affairs.txt";
    /// News agencies and services as datelines and credits name them.
    AGENCIES = "agencies.txt";
    /// Nouns by which writers call the one of whom they speak, in lower case; value: `member` for one of a party or a people.
    ATTRIBUTES = "attributes.txt";
    /// Why an attribution was found: words for each code of `because`.
    BECAUSE = "because.en.txt";
    /// Further organisations that are known by name: see [`is_known_body`].
    BODIES = "bodies.txt";
    /// Words in the names and descriptions of bodies, in lower case; value: sorts of bodies, `plain`, `crowd`.
    BODY_WORDS = "body_words.txt";
    /// Chinese surnames, which stand before the given name, in lower case.
    CHINESE_SURNAMES = "chinese_surnames.txt";
    /// Common nouns for bodies and gatherings that can speak, in lower case; value: `organisation` or `group`.
    COLLECTIVES = "collectives.txt";
    /// Nouns for documents that can speak for themselves, in lower case; value: `weak` where often something else.
    DOCUMENTS = "documents.txt";
    /// Nouns for a body of which a text speaks, in lower case; value: the sorts of [`BODY_WORDS`] that they fit, `alone`, `named`.
    GENERAL_BODIES = "general_bodies.txt";
    /// Nouns that only men or only women are called by, in lower case; value: `m` or `f`.
    GENDERED = "gendered.txt";
    /// Given names, in lower case: evidence of a person, never of gender.
    GIVEN_NAMES = "given_names.txt";
    /// General nouns for a person, in lower case; value: special ones that they can stand for.
    HYPONYMS = "hyponyms.txt";
    /// Organisations that are known by name or initials; their words are features of the learned labels.
    KNOWN_ORGANISATIONS = "known_organisations.txt";
    /// Nouns that end the names of newspapers, in lower case.
    MASTHEADS = "mastheads.txt";
    /// Short forms of given names, in lower case; value: the names that they are short for.
    NICKNAMES = "nicknames.txt";
    /// More nouns for one person, or for several where the value is `group`, in lower case; `weak` where often something else.
    NOUNS = "nouns.txt";
    /// More titles and offices that stand before a name, in lower case; value: `m` or `f` where the title says so.
    OFFICES = "offices.txt";
    /// Nouns that end the names of organisations, in lower case; value: `weak` where more evidence is needed.
    ORGANISATIONS = "organisations.txt";
    /// Words in capitals that name no person, body or place, in lower case.
    OTHER_NAMES = "other_names.txt";
    /// Words for nations, peoples, faiths, parties; value: which, and `plural` where several people are meant.
    PEOPLES = "peoples.txt";
    /// Nouns in the names of places, in lower case.
    PLACE_NOUNS = "place_nouns.txt";
    /// Countries, states, regions, towns.
    PLACES = "places.txt";
    /// Irregular plurals, in lower case; value: the singular.
    PLURALS = "plurals.txt";
    /// Nouns for one person by office, job or kinship, in lower case; value: `kin`, or `weak` where often something else.
    ROLES = "roles.txt";
    /// Names of diseases, products, feasts and the like, which are of nobody, of no body and of no place.
    THINGS = "things.txt";
    /// Titles and offices that stand before a name, in lower case; value: `m` or `f` where the title says so.
    TITLES = "titles.txt";
}

/// In which lists of names a single word stands, one bit for each; looked up by a hash of the word in lower case, so that one look
/// answers all questions. A word that only looks like a listed one to the hash is a misprint in a feature, never an error.
#[derive(Debug)]
pub struct Memberships {
    /// Hash and bits, open addressing, at most half full; no bits: empty.
    slots: Vec<(u32, u32)>,
}

/// The bits of [`Memberships`].
pub mod member {
    /// A place.
    pub const PLACE: u32 = 1;
    /// The first word of a place's name of several.
    pub const PLACE_FIRST: u32 = 1 << 1;
    /// A later word of a place's name.
    pub const PLACE_LATER: u32 = 1 << 2;
    /// A known organisation.
    pub const KNOWN: u32 = 1 << 3;
    /// The first word of a known organisation's name of several.
    pub const KNOWN_FIRST: u32 = 1 << 4;
    /// A later word of it.
    pub const KNOWN_LATER: u32 = 1 << 5;
    /// A given name.
    pub const GIVEN: u32 = 1 << 6;
    /// A noun that ends names of organisations.
    pub const BODY: u32 = 1 << 7;
    /// A noun that ends them now and then.
    pub const WEAK_BODY: u32 = 1 << 8;
    /// A word for a nation.
    pub const NATION: u32 = 1 << 9;
    /// A word for a party or faith.
    pub const PARTY: u32 = 1 << 10;
    /// A title.
    pub const TITLE: u32 = 1 << 11;
    /// A noun for one person.
    pub const ROLE: u32 = 1 << 12;
    /// A noun in the names of places.
    pub const PLACE_NOUN: u32 = 1 << 13;
    /// A word that names something else.
    pub const OTHER: u32 = 1 << 14;
    /// A noun for a body or gathering.
    pub const COLLECTIVE: u32 = 1 << 15;
}

/// The memberships of all words of the lists of names.
pub static MEMBERSHIPS: LazyLock<Memberships> = LazyLock::new(Memberships::new);

impl Memberships {
    fn new() -> Self {
        use member::{
            BODY, COLLECTIVE, GIVEN, KNOWN, KNOWN_FIRST, KNOWN_LATER, NATION, OTHER, PARTY, PLACE,
            PLACE_FIRST, PLACE_LATER, PLACE_NOUN, ROLE, TITLE, WEAK_BODY,
        };
        let mut bits: BTreeMap<u32, u32> = BTreeMap::new();
        let mut add = |table: &Table, whole: &dyn Fn(&str) -> u32, first: u32, later: u32| {
            for &(key, value) in &table.entries {
                let mut words = key.split(' ').peekable();
                let mut bit = first;
                while let Some(word) = words.next() {
                    if bit == first && words.peek().is_none() {
                        bit = whole(value);
                    }
                    *bits.entry(Word::new(word).lower).or_default() |= bit;
                    bit = later;
                }
            }
        };
        add(&PLACES, &|_| PLACE, PLACE_FIRST, PLACE_LATER);
        add(&KNOWN_ORGANISATIONS, &|_| KNOWN, KNOWN_FIRST, KNOWN_LATER);
        add(&GIVEN_NAMES, &|_| GIVEN, 0, 0);
        add(&ORGANISATIONS, &|v| if v == "weak" { WEAK_BODY } else { BODY }, 0, 0);
        add(&PEOPLES, &|v| if v.starts_with("nation") { NATION } else { PARTY }, 0, 0);
        add(&TITLES, &|_| TITLE, 0, 0);
        add(&ROLES, &|_| ROLE, 0, 0);
        add(&PLACE_NOUNS, &|_| PLACE_NOUN, 0, 0);
        add(&OTHER_NAMES, &|_| OTHER, 0, 0);
        add(&COLLECTIVES, &|_| COLLECTIVE, 0, 0);
        bits.retain(|_, bits| *bits != 0);
        let mut slots = vec![(0, 0); (bits.len() * 2).next_power_of_two()];
        let mask = slots.len() - 1;
        for (hash, bits) in bits {
            let mut at = hash as usize & mask;
            while slots[at].1 != 0 {
                at = (at + 1) & mask;
            }
            slots[at] = (hash, bits);
        }
        Self { slots }
    }

    /// The bits of the word whose form in lower case has this hash ([`Word::lower`]).
    pub fn of(&self, lower: u32) -> u32 {
        let mask = self.slots.len() - 1;
        let mut at = lower as usize & mask;
        loop {
            match self.slots[at] {
                (_, 0) => return 0,
                (hash, bits) if hash == lower => return bits,
                _ => at = (at + 1) & mask,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_finds_each_key_and_no_other() {
        let keys = ["", "a", "ab", "Bosnia and Herzegovina", "É", "is-is", "is"];
        let index = Index::new(keys.iter().copied());
        for (i, key) in keys.iter().enumerate() {
            assert_eq!(index.find(key, |n| keys[n]), Some(i), "{key:?}");
        }
        for other in ["b", "A", "Bosnia and Herzegovin", "iss"] {
            assert_eq!(index.find(other, |n| keys[n]), None, "{other:?}");
        }
    }

    #[test]
    fn one_look_answers_for_all_lists() {
        let of = |word: &str| MEMBERSHIPS.of(Word::new(word).lower);
        assert_eq!(of("Ministry") & member::BODY, member::BODY);
        assert_eq!(
            of("York") & (member::PLACE | member::PLACE_LATER),
            member::PLACE_LATER | of("york") & member::PLACE
        );
        assert_eq!(of("Maria") & member::GIVEN, member::GIVEN);
        assert_eq!(of("the") & member::GIVEN, 0);
    }

    #[test]
    fn the_page_explains_in_the_same_words() {
        let page = include_str!("../../www/strings.en.js");
        for (code, words) in BECAUSE.iter() {
            let plain = code.chars().all(|c| c.is_ascii_lowercase());
            let key = if plain { code.to_string() } else { format!("\"{code}\"") };
            assert!(page.contains(&format!("    {key}: \"{words}\",\n")), "{code}");
        }
    }

    #[test]
    fn every_list_can_be_read_and_has_entries() {
        for (file, table) in ALL {
            assert!(table.iter().count() > 5, "{file} is all but empty");
        }
    }

    #[test]
    fn a_bad_list_names_file_and_line() {
        for (source, line) in [
            ("word", 1),
            ("# ok\n\nword", 2),
            ("# ok\nb\na", 3),
            ("# ok\na\na", 3),
            ("# ok\na \n", 2),
            ("# ok\na\tx \n", 2),
        ] {
            let error = Table::read("x.txt", source).unwrap_err();
            assert_eq!((error.file, error.line), ("x.txt", line), "{source:?}");
            assert!(error.to_string().starts_with(&format!("x.txt:{line}: ")));
        }
    }

    #[test]
    fn a_noun_is_known_in_both_numbers() {
        let person = |plural| Some((Noun::Person { plural, kin: false }, true));
        assert_eq!(noun("spokesman"), person(false));
        assert_eq!(noun("spokeswomen"), person(true));
        assert_eq!(noun("nurses"), person(true));
        assert_eq!(noun("secretaries"), person(true));
        assert_eq!(noun("witnesses"), person(true));
        assert_eq!(noun("ex-minister"), person(false));
        assert_eq!(noun("ministry"), Some((Noun::Organisation, true)));
        assert_eq!(noun("statements"), Some((Noun::Document, true)));
        assert_eq!(noun("mother"), Some((Noun::Person { plural: false, kin: true }, true)));
        assert_eq!(noun("table"), None);
    }

    #[test]
    fn the_longest_key_that_a_text_begins_with() {
        let list = Table::read("x", "# x\nBank\nBank of Lund\nBank of Lundby\nThe Hill\n").unwrap();
        for (text, key) in [
            ("Bank of Lund said", Some("Bank of Lund")),
            ("Bank of Norland", Some("Bank")),
            ("Ban", None),
            ("The Hill", Some("The Hill")),
            ("Äpfel", None),
        ] {
            assert_eq!(list.longest_start(text), key, "{text}");
        }
        assert!(list.has_start("The ", "Hill") && list.has_start("", "Bank"));
        assert!(!list.has_start("The ", "Bank") && !list.has_start("", "Banks"));
    }

    #[test]
    fn folding_lowers_case_and_evens_out_marks() {
        assert_eq!(fold("Müller’s"), "müller's");
        assert_eq!(fold("U.S."), "u.s.");
        assert_eq!(fold("news\u{ad}paper"), "newspaper");
    }
}
