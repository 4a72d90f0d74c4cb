/*! What the rules of this stage ask about tokens: their shape, place and list membership.

In: text and tags. Out: answers, each in constant or logarithmic time. What is asked again and again is found out once for each token.
*/

use std::borrow::Cow;

use super::bodies;
use crate::lexicon::{self, MEMBERSHIPS, member};
use crate::tags::words::Word;
use crate::tags::{Pos, Tags};
use crate::text::{Text, TokenKind};

/// The text writes the word in lower case somewhere.
const LOWER: u8 = 1;
/// It writes the word with a capital where only a name has one.
const CAPITAL: u8 = 2;

/// Text and tags with what is read off them once.
pub struct Reader<'a> {
    pub text: &'a Text<'a>,
    pub tags: &'a Tags,
    /// Each token in lower case, apostrophes evened out.
    pub folded: Vec<Cow<'a, str>>,
    /// What the text shows of the word of each token elsewhere: see [`LOWER`] and [`CAPITAL`].
    seen: Vec<u8>,
    /// Does each token look like a word of a name?
    capital: Vec<bool>,
    /// In which lists of names a word with a capital may stand: without its bit no list needs a look.
    lists: Vec<u32>,
    /// For each sentence: is everything in capitals, or every longer word?
    shouting: Vec<bool>,
    /// The sentence of each token.
    pub sentence: Vec<u32>,
}

impl<'a> Reader<'a> {
    pub fn new(text: &'a Text<'a>, tags: &'a Tags) -> Self {
        let count = text.tokens.len();
        let mut sentence = Vec::with_capacity(count);
        for (n, s) in text.sentences.iter().enumerate() {
            sentence.extend(s.tokens.clone().map(|_| n as u32));
        }
        let mut reader = Self {
            text,
            tags,
            folded: (0..count).map(|i| lexicon::fold(text.word(i))).collect(),
            seen: vec![0; count],
            capital: vec![],
            lists: vec![],
            shouting: vec![],
            sentence,
        };
        reader.shouting =
            text.sentences.iter().map(|s| reader.is_shouted(s.tokens.clone())).collect();
        reader.capital = (0..count).map(|i| reader.looks_capital(i)).collect();
        let lists = |i: usize| {
            if reader.capital[i] { MEMBERSHIPS.of(Word::new(text.word(i)).lower) } else { 0 }
        };
        reader.lists = (0..count).map(lists).collect();
        reader.seen = reader.look_elsewhere();
        reader
    }

    /// What the text shows of the word of each token that has a capital.
    fn look_elsewhere(&self) -> Vec<u8> {
        let is_word = |i: &usize| self.text.tokens[*i].kind == TokenKind::Word;
        // Only of words that stand with a capital somewhere will anybody ask.
        let asked = |i: &usize| self.capital[*i];
        let mut words: Vec<&str> =
            (0..self.len()).filter(asked).map(|i| &*self.folded[i]).collect();
        words.sort_unstable();
        words.dedup();
        // Most words are none of these: a bit for their hash says so at once.
        let mut filter = vec![false; (words.len() * 8).next_power_of_two()];
        let mask = filter.len() - 1;
        for word in &words {
            filter[lexicon::hash(word) & mask] = true;
        }
        let find = |word: &str| {
            filter[lexicon::hash(word) & mask].then(|| words.binary_search(&word).ok()).flatten()
        };
        let mut seen = vec![0; words.len()];
        for i in (0..self.len()).filter(is_word) {
            let word = self.word(i);
            if word.starts_with(char::is_lowercase) {
                if let Some(at) = find(word) {
                    seen[at] |= LOWER;
                }
            } else if word.starts_with(char::is_uppercase)
                && !self.is_initial(i)
                && !self.shouts(i)
                && let Some(at) = find(&self.folded[i])
            {
                seen[at] |= CAPITAL;
            }
        }
        let of = |i: usize| match self.capital[i].then(|| find(&self.folded[i])).flatten() {
            Some(at) => seen[at],
            None => LOWER,
        };
        (0..self.len()).map(of).collect()
    }

    pub fn len(&self) -> usize {
        self.folded.len()
    }

    pub fn word(&self, i: usize) -> &'a str {
        self.text.word(i)
    }

    pub fn pos(&self, i: usize) -> Pos {
        self.tags.pos[i]
    }

    /// Is `i` a token, in the same sentence as `j`?
    pub fn together(&self, i: usize, j: usize) -> bool {
        i < self.len() && self.sentence[i] == self.sentence[j]
    }

    /// No white space between `i - 1` and `i`?
    pub fn is_glued(&self, i: usize) -> bool {
        i > 0 && self.text.tokens[i - 1].span.end() == self.text.tokens[i].span.start()
    }

    /// Nearly all longer words with a capital, and three of five of all: a headline, or shouting; not a list of names.
    fn is_shouted(&self, range: std::ops::Range<usize>) -> bool {
        let (mut words, mut capital, mut long, mut long_capital) = (0, 0, 0, 0);
        let (mut stops, mut loud) = (0, 0);
        // A sentence full of names ends with a full stop, a headline hardly ever; some archives add one to the first line.
        let ends = range.start > 0 && range.end > 0 && self.text.word(range.end - 1) == ".";
        for i in range {
            let word = self.text.word(i);
            stops += usize::from(matches!(word, "," | ";"));
            if self.text.tokens[i].kind != TokenKind::Word {
                continue;
            }
            let upper = usize::from(word.starts_with(char::is_uppercase));
            words += 1;
            capital += upper;
            if word.len() > 3 {
                long += 1;
                long_capital += upper;
                loud += usize::from(upper == 1 && !word.contains(char::is_lowercase));
            }
        }
        let sentence = stops * 6 >= words || (ends && loud * 2 < long);
        !sentence && long >= 4 && long_capital * 5 >= long * 4 && capital * 5 >= words * 3
    }

    /// Does the sentence of `i` have capitals everywhere?
    pub fn shouts(&self, i: usize) -> bool {
        self.shouting[self.sentence[i] as usize]
    }

    /// Does a capital at `i` say nothing, since a sentence or a quotation begins there?
    pub fn is_initial(&self, i: usize) -> bool {
        let start = self.text.sentences[self.sentence[i] as usize].tokens.start;
        if i == start {
            return true;
        }
        let before = i - 1;
        match self.text.tokens[before].kind {
            TokenKind::Quote => {
                let opening = matches!(self.word(before), "“" | "‘" | "„" | "«" | "``")
                    || (self.is_glued(i) && !self.is_glued(before));
                opening || before == start
            }
            TokenKind::Mark => {
                before == start
                    || matches!(self.word(before), ":" | "•" | "—" | "--" | "…" | "..." | ";")
            }
            _ => false,
        }
    }

    /// Does `i` look like a word of a name, wherever it stands?
    pub fn is_capital(&self, i: usize) -> bool {
        self.capital[i]
    }

    fn looks_capital(&self, i: usize) -> bool {
        if self.text.tokens[i].kind != TokenKind::Word {
            return false;
        }
        let word = self.word(i);
        let mut chars = word.chars();
        let Some(first) = chars.next() else { return false };
        if first.is_uppercase() {
            let folded = &self.folded[i];
            // "Trump-backed", "U.S.-led" are adjectives; "Ki-moon" is a given name.
            let tail = word.rsplit('-').next().unwrap_or(word);
            let adjective = tail.len() < word.len()
                && tail.starts_with(char::is_lowercase)
                && tail.len() > 2
                && !lexicon::GIVEN_NAMES.has(folded)
                && !self.follows_surname(i, tail);
            return !(adjective || matches!(&**folded, "i" | "i'm"));
        }
        // "al-Qaeda", "iPhone", "eBay", "comScore"
        let name_prefix = [
            "al-", "el-", "ar-", "as-", "at-", "ash-", "an-", "az-", "ad-", "bin-", "ben-", "ul-",
            "d'", "d’",
        ]
        .iter()
        .any(|p| word.strip_prefix(p).is_some_and(|rest| rest.starts_with(char::is_uppercase)));
        name_prefix
            || first.is_lowercase()
                && (chars.next().is_some_and(char::is_uppercase) || bodies::has_inner_capital(word))
    }

    /// "Kim ‸Min-jun": is it a Korean given name of two syllables behind a surname?
    fn follows_surname(&self, i: usize, tail: &str) -> bool {
        i > 0
            && matches!(
                self.word(i - 1),
                "Ahn"
                    | "Bae"
                    | "Baek"
                    | "Ban"
                    | "Chang"
                    | "Cho"
                    | "Choe"
                    | "Choi"
                    | "Han"
                    | "Hong"
                    | "Hwang"
                    | "Jang"
                    | "Jeong"
                    | "Jung"
                    | "Kang"
                    | "Kim"
                    | "Ko"
                    | "Kwon"
                    | "Lee"
                    | "Lim"
                    | "Moon"
                    | "Nam"
                    | "Noh"
                    | "Oh"
                    | "Pak"
                    | "Park"
                    | "Ri"
                    | "Roh"
                    | "Seo"
                    | "Shin"
                    | "Song"
                    | "Suh"
                    | "Yang"
                    | "Yi"
                    | "Yoo"
                    | "Yoon"
                    | "Yu"
                    | "Yun"
            )
            && tail.len() < 7
            && !matches!(
                tail,
                "backed"
                    | "based"
                    | "born"
                    | "day"
                    | "end"
                    | "era"
                    | "free"
                    | "hour"
                    | "led"
                    | "like"
                    | "long"
                    | "made"
                    | "old"
                    | "owned"
                    | "part"
                    | "rich"
                    | "run"
                    | "style"
                    | "term"
                    | "time"
                    | "ton"
                    | "week"
                    | "wide"
                    | "year"
            )
    }

    /// May a name's word stand at `i`? A capital that only begins a sentence, or belongs to a headline, needs more.
    pub fn is_name_word(&self, i: usize) -> bool {
        if !self.is_capital(i) {
            return false;
        }
        let folded = &*self.folded[i];
        let listed = self.is_listed(i);
        if self.shouts(i) {
            let acronym = self.is_acronym(i) && !self.word_is_whole_line_capital(i);
            return listed
                || acronym
                || (self.seen[i] & CAPITAL != 0 && !lexicon::STARTERS.has(folded));
        }
        if !self.is_initial(i) {
            return !(lexicon::STARTERS.has(folded) && !self.pos(i).is_noun() && !listed);
        }
        if lexicon::STARTERS.has(folded) {
            return false;
        }
        if listed || self.is_acronym(i) || self.seen[i] & CAPITAL != 0 {
            return true;
        }
        matches!(self.pos(i), Pos::Nnp | Pos::Nnps) && self.seen[i] & LOWER == 0
    }

    fn word_is_whole_line_capital(&self, i: usize) -> bool {
        let range = self.text.sentences[self.sentence[i] as usize].tokens.clone();
        // A look at a few neighbours is enough.
        let from = i.saturating_sub(4).max(range.start);
        let to = (i + 5).min(range.end);
        (from..to).filter(|&j| j != i && self.word(j).len() > 3).any(|j| self.is_acronym(j))
    }

    /// Is it the mark of a possessive: "Ruiz ‸'s", "nurses ‸’"?
    pub fn is_possessive(&self, i: usize) -> bool {
        matches!(self.word(i), "'s" | "’s" | "'" | "’")
    }

    /// Capitals only, at least two.
    pub fn is_acronym(&self, i: usize) -> bool {
        let word = self.word(i);
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        letters >= 2
            && word
                .chars()
                .all(|c| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '.' | '&' | '-'))
    }

    /// Does the text have the word of `i` without a capital too?
    pub fn is_seen_lower(&self, i: usize) -> bool {
        self.seen[i] & LOWER != 0
    }

    /// Is the word in a list of names that is evidence even at the beginning of a sentence?
    pub fn is_listed(&self, i: usize) -> bool {
        let (word, folded) = (self.word(i), &*self.folded[i]);
        let may = |bits: u32| !self.capital[i] || self.lists[i] & bits != 0;
        (may(member::PLACE) && lexicon::PLACES.has(word))
            || (may(member::KNOWN) && lexicon::KNOWN_ORGANISATIONS.has(word))
            || lexicon::BODIES.has(word)
            || (may(member::NATION | member::PARTY) && lexicon::PEOPLES.has(word))
            || (may(member::GIVEN) && lexicon::GIVEN_NAMES.has(folded) && self.seen[i] & LOWER == 0)
            || (folded.ends_with('.') && lexicon::title(folded).is_some())
            || matches!(
                folded,
                "president" | "senator" | "governor" | "mayor" | "secretary" | "minister"
            )
    }

    /// The tokens `from..to` joined with blanks, folded or as written.
    pub fn join(&self, from: usize, to: usize, fold: bool) -> String {
        let mut out = String::new();
        for i in from..to {
            if i > from {
                out.push(' ');
            }
            out.push_str(if fold { &self.folded[i] } else { self.word(i) });
        }
        out
    }
}
