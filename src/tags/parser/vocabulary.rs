/*! The words that the parser's network knows by number. */

use super::TAGS;
use crate::Error;
use crate::model::file::{Reader, Writer, bad};
use crate::model::hash::mix;
use crate::tags::labels::Pos;
use crate::tags::words::Word;

/// The words that the network knows: those that are common, the endings of others, and a word for each tag.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary(Vec<u32>);

impl Vocabulary {
    /// A vocabulary of these keys.
    pub fn new(mut keys: Vec<u32>) -> Self {
        keys.sort_unstable();
        keys.dedup();
        Self(keys)
    }

    /// The key of a word.
    pub fn key(word: &Word) -> u32 {
        mix(1, word.lower) >> 8
    }

    /// The key of a word's ending.
    pub fn ending(word: &Word) -> u32 {
        mix(2 + u32::from(word.capital), word.suffix[2]) >> 8
    }

    /// How many words there are, with the edge of the sentence.
    pub fn len(&self) -> usize {
        TAGS as usize + self.0.len()
    }

    /// The number of a key.
    pub fn find(&self, key: u32) -> Option<u16> {
        self.0.binary_search(&key).ok().map(|i| i as u16 + TAGS)
    }

    /// The number of a word that is not known by itself.
    pub fn unknown(&self, word: &Word, tag: Pos) -> u16 {
        self.find(Self::ending(word)).unwrap_or(tag as u16 + 1)
    }

    pub(super) fn id(&self, word: &Word, tag: Pos) -> u16 {
        self.find(Self::key(word)).unwrap_or_else(|| self.unknown(word, tag))
    }

    pub(super) fn read(from: &mut Reader) -> Result<Self, Error> {
        let count = from.number()?;
        if count > from.left() || count > usize::from(u16::MAX - TAGS) {
            return Err(bad("the parser's vocabulary is cut short"));
        }
        let mut key = 0_u32;
        let mut keys = Vec::with_capacity(count);
        for _ in 0..count {
            key = key.saturating_add(from.number()? as u32);
            keys.push(key);
        }
        Ok(Self(keys))
    }

    pub(super) fn write(&self, out: &mut Writer) {
        out.number(self.0.len());
        let mut last = 0;
        for &key in &self.0 {
            out.number((key - last) as usize);
            last = key;
        }
    }
}
