/*! The part-of-speech tagger: an averaged perceptron, left to right, with a dictionary for words that leave no choice.

In: the words of one sentence. Out: a part of speech for each. Each decision sees the words around it, the two tags before it and
what the dictionary says of the words after it.
*/

use super::labels::Pos;
use super::words::Word;
use crate::Error;
use crate::model::file::{File, Reader, Writer};
use crate::model::hash::{self, Features};
use crate::model::weights::{self, Row, Weights};

/// The section of the model file.
pub const SECTION: &str = "tagger";

/// Stands for "not in the dictionary" and for tags beyond the sentence.
const NO_TAG: u8 = u8::MAX;

/// What the dictionary says of a word: its commonest tag, and whether it has no other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Known {
    tag: u8,
    sure: bool,
}

/// The learned tagger.
#[derive(Debug, Clone, Default)]
pub struct Tagger {
    dictionary: Weights,
    weights: Weights,
}

/// The key of a word in the dictionary.
pub fn entry(word: &Word) -> u32 {
    hash::mix(77, word.exact)
}

impl Tagger {
    /// A tagger with these dictionary entries (tag, and weight 2 where the tag is sure, else 1) and weights.
    pub fn new(dictionary: &[Row], weights: &[Row]) -> Self {
        Self { dictionary: Weights::new(dictionary), weights: Weights::new(weights) }
    }

    /// Reads the tagger's section.
    pub fn read(file: &File<&[u8]>) -> Result<Self, Error> {
        let mut from: Reader = file.section(SECTION, fingerprint())?;
        let dictionary = weights::read(Pos::ALL.len(), &mut from)?;
        let weights = weights::read(Pos::ALL.len(), &mut from)?;
        Ok(Self { dictionary: Weights::new(&dictionary), weights: Weights::new(&weights) })
    }

    fn known(&self, word: &Word) -> Known {
        match self.dictionary.first(entry(word)) {
            Some((tag, sure)) => Known { tag, sure: sure > 1 },
            None => Known { tag: NO_TAG, sure: false },
        }
    }

    /// The tags of one sentence.
    pub fn tag(&self, words: &[Word], tags: &mut Vec<Pos>) {
        self.decide(words, |i, features, scores| {
            let _ = i;
            self.weights.add(features, scores);
            weights::best(scores)
        })
        .into_iter()
        .for_each(|t| tags.push(Pos::ALL[t as usize]));
    }

    /// Goes through a sentence; for every word that the dictionary does not settle, `choose` gets its index and features and gives the tag.
    pub fn decide(
        &self,
        words: &[Word],
        mut choose: impl FnMut(usize, &[u32], &mut [i32]) -> usize,
    ) -> Vec<u8> {
        let known: Vec<_> = words.iter().map(|w| self.known(w)).collect();
        let mut tags: Vec<u8> = Vec::with_capacity(words.len());
        let mut features = Features::new();
        let mut scores = [0; Pos::ALL.len()];
        for i in 0..words.len() {
            if known[i].sure {
                tags.push(known[i].tag);
                continue;
            }
            features.clear();
            describe(words, &known, &tags, i, &mut features);
            scores.fill(0);
            tags.push(choose(i, features.ids(), &mut scores) as u8);
        }
        tags
    }
}

/// Writes the tagger's section.
pub fn write(dictionary: &[Row], weights: &[Row]) -> Vec<u8> {
    let mut out = Writer::new();
    weights::write(Pos::ALL.len(), dictionary, &mut out);
    weights::write(Pos::ALL.len(), weights, &mut out);
    out.finish()
}

/// The features of the decision about word `i`, whose predecessors have `tags`.
fn describe(words: &[Word], known: &[Known], tags: &[u8], i: usize, f: &mut Features) {
    let word = |at: usize| words.get(at).unwrap_or(&Word::EDGE);
    let before = |n: usize| if i >= n { &words[i - n] } else { &Word::EDGE };
    let tag = |n: usize| if i >= n { u32::from(tags[i - n]) } else { u32::from(NO_TAG) };
    // What will likely follow: the dictionary's tag, or for other words the ending.
    let ahead = |at: usize| match known.get(at) {
        Some(k) if k.tag != NO_TAG => u32::from(k.tag),
        Some(_) => hash::mix(words[at].suffix[2], u32::from(words[at].capital)),
        None => 999,
    };
    let w = word(i);
    let (t1, t2) = (tag(1), tag(2));
    let (a1, a2) = (ahead(i + 1), ahead(i + 2));
    let first = u32::from(i == 0);
    f.one(1, w.lower);
    f.two(2, w.exact, first);
    f.one(3, w.suffix[0]);
    f.one(4, w.suffix[1]);
    f.one(5, w.suffix[2]);
    f.one(6, w.suffix[3]);
    f.one(7, w.prefix[0]);
    f.one(8, w.prefix[2]);
    f.two(9, w.shape, first);
    f.one(10, t1);
    f.two(11, t1, t2);
    f.two(12, t1, w.lower);
    f.one(13, before(1).lower);
    f.one(14, word(i + 1).lower);
    f.one(15, before(2).lower);
    f.one(16, word(i + 2).lower);
    f.one(17, a1);
    f.two(18, a1, a2);
    f.two(19, t1, a1);
    f.two(20, w.lower, a1);
    f.two(21, t1, word(i + 1).lower);
    f.two(22, t1, w.suffix[1]);
    f.two(23, w.suffix[2], a1);
    f.two(24, before(1).lower, w.lower);
    f.two(25, w.lower, word(i + 1).lower);
    f.three(26, t1, t2, w.lower);
    f.three(27, t1, a1, w.suffix[1]);
    f.two(28, t2, w.lower);
    f.three(29, w.shape, t1, first);
    f.two(30, w.shape, word(i + 1).shape);
    f.two(31, w.suffix[2], u32::from(w.capital));
    f.three(32, u32::from(known[i].tag), t1, a1);
    f.two(33, before(1).lower, word(i + 1).lower);
}

/// A hash of what the features are, from those of an invented sentence.
pub fn fingerprint() -> u32 {
    let words = probe();
    let known = vec![Known { tag: 3, sure: false }; words.len() - 2];
    let known: Vec<_> = known.into_iter().chain([Known { tag: NO_TAG, sure: false }; 2]).collect();
    let tags: Vec<u8> = (0..words.len() as u8).collect();
    let mut features = Features::new();
    for i in 0..words.len() {
        describe(&words, &known, &tags, i, &mut features);
    }
    features.fingerprint()
}

/// An invented sentence with all sorts of words, for fingerprints.
pub fn probe() -> Vec<Word> {
    [
        "“",
        "Ms.",
        "Lopez-Ruiz",
        "will",
        "n't",
        "pay",
        "$",
        "1,250.75",
        "in",
        "2031",
        ",",
        "”",
        "said",
        "McÉ's",
        "@x",
    ]
    .iter()
    .map(|w| Word::new(w))
    .collect()
}
