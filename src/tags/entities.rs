/*! The labeller of named entities: which tokens are part of the name of a person, an organisation, a place or something else.

In: the words and tags of a whole text. Out: a label for each token. A name is introduced once in full and then shortened, so each
word is also described by where else in the text it stands. The lists of names
say more of it; none of them decides.
*/

use std::ops::Range;

use super::labels::{EntityLabel, Pos};
use super::tagger::probe;
use super::words::Word;
use crate::Error;
use crate::lexicon::{MEMBERSHIPS, member};
use crate::model::file::{File, Reader, Writer};
use crate::model::hash::{self, Features, mix};
use crate::model::sequence::{self, Labeller};
use crate::model::weights::{self, Row};

/// The section of the model file.
pub const SECTION: &str = "entities";

const fn word(text: &str) -> u32 {
    hash::bytes(text.as_bytes())
}

/// Before a person's name.
const TITLES: [u32; 22] = [
    word("mr."),
    word("mrs."),
    word("ms."),
    word("miss"),
    word("dr."),
    word("sen."),
    word("rep."),
    word("gov."),
    word("president"),
    word("senator"),
    word("minister"),
    word("judge"),
    word("justice"),
    word("secretary"),
    word("general"),
    word("gen."),
    word("mayor"),
    word("professor"),
    word("sheriff"),
    word("pope"),
    word("king"),
    word("queen"),
];
/// Before the name of a place.
const PLACES: [u32; 6] =
    [word("in"), word("at"), word("from"), word("near"), word("to"), word("across")];
/// After the name of one who speaks.
const SAYING: [u32; 8] = [
    word("said"),
    word("says"),
    word("told"),
    word("added"),
    word("wrote"),
    word("tweeted"),
    word("argued"),
    word("asked"),
];

/// Where else in the text a word stands with a capital.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Elsewhere {
    /// After a title, after a capital, before one, after "in", before "said", inside a sentence, after "the", and in lower case.
    signs: u32,
    /// The capitalised word before it, where it first has one.
    before: u32,
    /// The capitalised word after it, where it first has one.
    after: u32,
}

/// A text, ready to be labelled.
#[derive(Debug)]
pub struct Input<'a> {
    words: &'a [Word],
    tags: &'a [Pos],
    /// The lists of names that each word stands in.
    lists: Vec<u32>,
    elsewhere: Vec<Elsewhere>,
}

impl<'a> Input<'a> {
    /// Looks through a text; `sentences` are its sentences as ranges of tokens.
    pub fn new(words: &'a [Word], tags: &'a [Pos], sentences: &[Range<usize>]) -> Self {
        let lists = words.iter().map(|w| MEMBERSHIPS.of(w.lower)).collect();
        Self::with_lists(words, tags, sentences, lists)
    }

    fn with_lists(
        words: &'a [Word],
        tags: &'a [Pos],
        sentences: &[Range<usize>],
        lists: Vec<u32>,
    ) -> Self {
        let mut order: Vec<(u32, u32)> = Vec::with_capacity(words.len());
        let mut first = vec![false; words.len()];
        for s in sentences {
            first[s.start] = true;
            order.extend(s.clone().map(|i| (words[i].lower, i as u32)));
        }
        order.sort_unstable();
        let list = |at: usize| lists.get(at).copied().unwrap_or(0);
        let mut elsewhere = vec![Elsewhere::default(); words.len()];
        for same in order.chunk_by(|a, b| a.0 == b.0) {
            if !same.iter().any(|&(_, i)| words[i as usize].capital) {
                continue;
            }
            let mut all = Elsewhere::default();
            for &(_, i) in same {
                let i = i as usize;
                if !words[i].capital {
                    all.signs |= 1 << 7;
                    continue;
                }
                let before = if i > 0 && !first[i] { &words[i - 1] } else { &Word::EDGE };
                let after = words.get(i + 1).unwrap_or(&Word::EDGE);
                let after = if first.get(i + 1) == Some(&true) { &Word::EDGE } else { after };
                all.signs |= u32::from(TITLES.contains(&before.lower))
                    | u32::from(before.capital) << 1
                    | u32::from(after.capital) << 2
                    | u32::from(PLACES.contains(&before.lower)) << 3
                    | u32::from(SAYING.contains(&after.lower)) << 4
                    | u32::from(!first[i]) << 5
                    | u32::from(before.lower == word("the")) << 6
                    | u32::from(before.capital && list(i - 1) & member::GIVEN != 0) << 8
                    | u32::from(i > 0 && !first[i] && list(i - 1) & member::TITLE != 0) << 9
                    | u32::from(after.capital && list(i + 1) & member::BODY != 0) << 10;
                if before.capital && all.before == 0 {
                    all.before = before.lower;
                }
                if after.capital && all.after == 0 {
                    all.after = after.lower;
                }
            }
            for &(_, i) in same {
                elsewhere[i as usize] = all;
            }
        }
        Self { words, tags, lists, elsewhere }
    }

    /// The features of the token `i` of a sentence, or the label of a token that stands apart from all capitals.
    pub fn describe(
        &self,
        sentence: &Range<usize>,
        runs: &Runs,
        i: usize,
        f: &mut Features,
    ) -> Option<u8> {
        let inside = |at: usize| sentence.contains(&at);
        let at = |n: isize| match i.checked_add_signed(n) {
            Some(at) if inside(at) => &self.words[at],
            _ => &Word::EDGE,
        };
        let (w, b1, b2, a1, a2) = (at(0), at(-1), at(-2), at(1), at(2));
        if !(w.capital || b1.capital || a1.capital) {
            return Some(EntityLabel::O as u8);
        }
        let tag = |n: isize| match i.checked_add_signed(n) {
            Some(at) if inside(at) => self.tags[at] as u32,
            _ => 99,
        };
        let (t, tb, ta) = (tag(0), tag(-1), tag(1));
        let first = u32::from(i == sentence.start);
        let capitals =
            u32::from(w.capital) | u32::from(b1.capital) << 1 | u32::from(a1.capital) << 2;

        f.one(1, w.lower);
        f.two(2, w.exact, first);
        f.one(3, b1.lower);
        f.one(4, a1.lower);
        f.one(5, b2.lower);
        f.one(6, a2.lower);
        f.two(7, b1.lower, w.lower);
        f.two(8, w.lower, a1.lower);
        f.two(9, b1.lower, a1.lower);
        f.one(10, w.suffix[1]);
        f.one(11, w.suffix[2]);
        f.one(12, w.suffix[3]);
        f.two(13, w.prefix[2], u32::from(w.capital));
        f.two(14, w.shape, first);
        f.three(15, b1.shape, w.shape, a1.shape);
        f.two(16, b1.shape, w.shape);
        f.two(17, w.shape, a1.shape);
        f.two(18, t, first);
        f.two(19, tb, t);
        f.two(20, t, ta);
        f.three(21, tb, t, ta);
        f.two(22, t, w.lower);
        f.two(23, w.shape, t);
        f.two(24, b1.lower, t);
        f.two(25, t, a1.lower);
        f.two(26, capitals, first);
        f.two(27, b1.lower, w.shape);
        f.two(28, w.shape, a1.lower);

        let Run { length, place } = runs.0[i - sentence.start];
        let (begins, ends) = (-place, length - 1 - place);
        let (left, right) = (at(begins - 1), at(ends + 1));
        let (start, head) = (at(begins), at(ends));
        let place = (place.min(3) as u32) << 4 | length.min(5) as u32;
        let mine = u32::from(w.capital);
        f.three(40, left.lower, mine, place);
        f.three(41, right.lower, mine, place);
        f.three(42, left.lower, right.lower, mine);
        f.two(43, head.lower, mine);
        f.two(44, start.lower, mine);
        f.three(45, head.lower, left.lower, mine);
        f.three(46, start.lower, head.lower, mine);
        f.two(47, place, t);
        f.two(48, head.suffix[2], mine);
        f.two(49, mix(left.lower, right.lower), place);

        let list = |n: isize| match i.checked_add_signed(n) {
            Some(at) if inside(at) => self.lists[at],
            _ => 0,
        };
        let lists = list(0);
        f.three(70, lists, mine, first);
        f.three(71, list(-1), lists, capitals);
        f.three(72, lists, list(1), capitals);
        f.three(73, list(-1), lists, list(1));
        f.three(74, list(begins), list(ends), place);
        f.three(75, list(begins - 1), lists, mine);
        f.three(76, list(ends + 1), lists, mine);

        let e = &self.elsewhere[i];
        if w.capital {
            f.two(60, e.signs, w.shape);
            f.two(61, e.signs, capitals);
            for sign in 0..11 {
                if e.signs >> sign & 1 == 1 {
                    f.two(62, sign, capitals);
                    f.two(63, sign, w.lower);
                }
            }
            f.two(64, e.before, capitals);
            f.two(65, e.after, capitals);
        }
        None
    }
}

/// The stretch of capitalised words that a word is in; a word without a capital is a stretch of its own.
#[derive(Debug, Clone, Copy)]
struct Run {
    length: isize,
    /// How far into the run the word stands.
    place: isize,
}

/// The stretches of capitalised words of a sentence.
#[derive(Debug)]
pub struct Runs(Vec<Run>);

impl Runs {
    /// Finds the runs among the words of one sentence.
    pub fn new(words: &[Word]) -> Self {
        let mut runs = Vec::with_capacity(words.len());
        let mut i = 0;
        while i < words.len() {
            let mut end = i + 1;
            if words[i].capital {
                while words.get(end).is_some_and(|w| w.capital) {
                    end += 1;
                }
            }
            let length = (end - i) as isize;
            runs.extend((0..length).map(|place| Run { length, place }));
            i = end;
        }
        Self(runs)
    }
}

/// The learned labeller.
#[derive(Debug, Clone, Default)]
pub struct Entities(Labeller);

impl Entities {
    /// Reads the section.
    pub fn read(file: &File<&[u8]>) -> Result<Self, Error> {
        let mut from: Reader = file.section(SECTION, fingerprint())?;
        let rows = weights::read(EntityLabel::ALL.len(), &mut from)?;
        Ok(Self(Labeller::new(EntityLabel::ALL.len(), &rows, sequence::any)))
    }

    /// The labels of all tokens of a text.
    pub fn label(
        &self,
        words: &[Word],
        tags: &[Pos],
        sentences: &[Range<usize>],
    ) -> Vec<EntityLabel> {
        let input = Input::new(words, tags, sentences);
        let mut out = Vec::with_capacity(words.len());
        for s in sentences {
            let runs = Runs::new(&words[s.clone()]);
            let labels = self.0.label(s.len(), |i, f| input.describe(s, &runs, s.start + i, f));
            out.extend(labels.into_iter().map(|l| EntityLabel::ALL[l as usize]));
        }
        out
    }
}

/// Writes the section.
pub fn write(rows: &[Row]) -> Vec<u8> {
    let mut out = Writer::new();
    weights::write(EntityLabel::ALL.len(), rows, &mut out);
    out.finish()
}

/// A hash of what the features are, from those of an invented text.
pub fn fingerprint() -> u32 {
    let mut words = probe();
    words.extend(["Lopez-Ruiz", "said", "in", "London", "."].map(Word::new));
    let tags: Vec<_> = (0..words.len()).map(|i| Pos::ALL[i * 3 % Pos::ALL.len()]).collect();
    let sentences = [0..15, 15..words.len()];
    // Memberships as invented as the text: a list may grow without a new training.
    let lists = (0..words.len() as u32).map(|i| (i * 0x2f35) & 0xffff).collect();
    let input = Input::with_lists(&words, &tags, &sentences, lists);
    let mut features = Features::new();
    for s in &sentences {
        let runs = Runs::new(&words[s.clone()]);
        for i in s.clone() {
            input.describe(s, &runs, i, &mut features);
        }
    }
    features.fingerprint()
}
