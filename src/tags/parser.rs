/*! The dependency parser: greedy, arc-hybrid transitions chosen by a small network, which also gives each new arc its relation.

In: the words and tags of one sentence. Out: a governor and a relation for each word; exactly one word of a sentence has no
governor, and the arcs make a tree without crossings. Every word is shifted once and reduced once, so time is linear. Only words
are parsed; marks of punctuation are seen in the gaps between them, and then governed by the words that the gaps are between.
*/

mod vocabulary;

use super::labels::{Pos, Relation};
use super::tagger::probe;
use super::words::Word;
use crate::Error;
use crate::model::file::{File, Reader, Writer};
use crate::model::hash::{Features, mix};
use crate::model::net::{self, Net, PLACES, Shape};
use crate::model::weights;

pub use vocabulary::Vocabulary;

/// The section of the model file.
pub const SECTION: &str = "parser";

/// What the parser can do next.
pub const SHIFT: usize = 0;
/// The word on the stack gets the next word as its governor.
pub const LEFT: usize = 1;
/// The word on the stack gets the one below it as its governor.
pub const RIGHT: usize = 2;
/// How many actions there are.
pub const ACTIONS: usize = 3;

/// How many relations there are.
pub const RELATIONS: usize = Relation::ALL.len();
const NO_RELATION: u8 = RELATIONS as u8;

/// Sets of relations are kept in the bits of a number.
const _: () = assert!(RELATIONS <= 64);

/// The first of the network's labels for the relation that `action` gives; the labels of actions come before all others.
pub fn relation_labels(action: usize) -> usize {
    if action == LEFT { ACTIONS } else { ACTIONS + RELATIONS }
}

/// No word: an index beyond every sentence.
const NONE: u32 = u32::MAX;

/// A word as the network sees it.
#[derive(Debug, Clone, Copy)]
struct Known {
    id: u16,
    tag: u16,
    gap: u16,
}

/// How many tags there are, with the one of what is beyond the sentence.
const TAGS: u16 = Pos::ALL.len() as u16 + 1;

const BEYOND: Known = Known { id: 0, tag: TAGS - 1, gap: 0 };

/// How many kinds of gaps there are.
const GAPS: u16 = 12;

/// The kind of the gap before a word: nothing, a mark, or several.
fn gap_of(marks: &[Pos]) -> u16 {
    match marks {
        [] => 0,
        [Pos::Comma] => 1,
        [Pos::Colon] => 2,
        [Pos::OpenQuote] => 3,
        [Pos::CloseQuote] => 4,
        [Pos::OpenBracket] => 5,
        [Pos::CloseBracket] => 6,
        [Pos::Stop] => 7,
        [Pos::Comma, Pos::CloseQuote] | [Pos::CloseQuote, Pos::Comma] => 8,
        [Pos::Comma | Pos::Colon, Pos::OpenQuote] => 9,
        [.., Pos::CloseQuote] => 10,
        _ => 11,
    }
}

/// How many bits of a set a decision sees: six such sets and the other values are no more than a network takes.
const MOST_BITS: u32 = 8;

/// What a decision sees.
#[derive(Debug, Clone, Default)]
pub struct Sight {
    /// A word for each place.
    pub words: [u16; PLACES],
    /// Small values, each of a range of its own.
    pub values: Vec<u16>,
    start: u16,
}

impl Sight {
    /// One of `count` values.
    #[inline]
    fn put(&mut self, count: u16, value: u32) {
        self.values.push(self.start + (value as u16).min(count - 1));
        self.start += count;
    }

    /// Any of `count` bits, but no more than [`MOST_BITS`].
    #[inline]
    fn bits(&mut self, count: u16, mut bits: u64) {
        for _ in 0..bits.count_ones().min(MOST_BITS) {
            self.values.push(self.start + (bits.trailing_zeros() as u16).min(count - 1));
            bits &= bits - 1;
        }
        self.start += count;
    }
}

/// How many different things can lie between two words.
const BETWEEN: u32 = 4 * 3 * 3 * 3 + 1;

/// A sentence ready to be parsed: its words; punctuation is only seen between them.
#[derive(Debug)]
pub struct Input {
    tags: Vec<Pos>,
    /// Where each word stands in the sentence.
    pub places: Vec<u32>,
    known: Vec<Known>,
    /// How many commas, quotation marks and other marks stand before each word, and how many verbs.
    before: Vec<[u32; 4]>,
    /// The first finite verb at or after each word.
    verbs: Vec<u32>,
}

impl Input {
    /// Prepares a sentence.
    pub fn new(vocabulary: &Vocabulary, words: &[Word], tags: &[Pos]) -> Self {
        let all = tags.iter().all(|t| t.is_punctuation());
        let mut input = Self {
            tags: tags.to_vec(),
            places: Vec::with_capacity(tags.len()),
            known: Vec::with_capacity(tags.len()),
            before: Vec::with_capacity(tags.len()),
            verbs: vec![],
        };
        let mut sums = [0; 4];
        let mut start = 0;
        for (i, (word, &tag)) in words.iter().zip(tags).enumerate() {
            if tag.is_punctuation() && !all {
                let column = match tag {
                    Pos::Comma => 0,
                    Pos::OpenQuote | Pos::CloseQuote => 1,
                    _ => 2,
                };
                sums[column] += 1;
                continue;
            }
            let gap = if all { 0 } else { gap_of(&tags[start..i]) };
            start = i + 1;
            input.places.push(i as u32);
            input.before.push(sums);
            sums[3] += u32::from(tag.is_verb() || tag == Pos::Md);
            input.known.push(Known { id: vocabulary.id(word, tag), tag: tag as u16, gap });
        }
        input.before.push(sums);
        input.verbs = vec![NONE; input.places.len()];
        let mut next = NONE;
        for (i, &at) in input.places.iter().enumerate().rev() {
            if matches!(tags[at as usize], Pos::Vbd | Pos::Vbz | Pos::Vbp | Pos::Md) {
                next = i as u32;
            }
            input.verbs[i] = next;
        }
        input
    }

    /// The number of words.
    pub fn len(&self) -> usize {
        self.known.len()
    }

    #[inline]
    fn known(&self, i: u32) -> Known {
        self.known.get(i as usize).copied().unwrap_or(BEYOND)
    }

    /// The network's number of each word.
    pub fn ids(&self) -> impl Iterator<Item = u16> {
        self.known.iter().map(|k| k.id)
    }

    /// Gives word `i` another number.
    pub fn rename(&mut self, i: usize, id: u16) {
        self.known[i].id = id;
    }

    #[inline]
    fn next_verb(&self, i: u32) -> u32 {
        self.verbs.get(i as usize).copied().unwrap_or(NONE)
    }

    /// What lies between two words, as a number below [`BETWEEN`]: marks and verbs.
    #[inline]
    fn between(&self, a: u32, b: u32) -> u32 {
        let (Some(from), Some(to)) = (self.before.get(a as usize), self.before.get(b as usize))
        else {
            return BETWEEN - 1;
        };
        let n = |i: usize, most: u32| to[i].saturating_sub(from[i]).min(most);
        let first = self.before.get(a as usize + 1).map_or(to[3], |first| first[3]);
        let verbs = to[3].saturating_sub(first).min(2);
        ((n(0, 3) * 3 + n(1, 2)) * 3 + n(2, 2)) * 3 + verbs
    }

    /// The relation of each token, from the parse of the words.
    pub fn relations(&self, state: &State) -> Vec<Relation> {
        let mut out = vec![Relation::Punct; self.tags.len()];
        for (&place, &relation) in self.places.iter().zip(&state.relations) {
            out[place as usize] = Relation::ALL[relation as usize];
        }
        out
    }

    /// The governor of each token, from the parse of the words: a mark is governed by the word that ties together what stands on its
    /// two sides. The number of tokens stands for the root.
    pub fn governors(&self, state: &State) -> Vec<u32> {
        let tokens = self.tags.len() as u32;
        let place = |i: u32| self.places.get(i as usize).copied().unwrap_or(tokens);
        let root =
            state.heads.iter().position(|&h| h == state.n).map_or(tokens, |i| self.places[i]);
        let mut out = Vec::with_capacity(self.tags.len());
        let (mut word, mut open) = (0, None);
        for (i, tag) in self.tags.iter().enumerate() {
            if place(word) == i as u32 {
                out.push(place(state.heads[word as usize]));
                word += 1;
                continue;
            }
            let (above, below) = state.ties[word as usize];
            out.push(match tag {
                _ if above == NONE => root,
                // Brackets belong to what they enclose.
                Pos::OpenBracket if below >= word => {
                    open = Some(place(below));
                    place(below)
                }
                Pos::CloseBracket => open.take().unwrap_or(place(above)),
                _ => place(above),
            });
        }
        out
    }
}

/// The children of a word so far.
#[derive(Debug, Clone, Copy)]
struct Children {
    /// Leftmost, and next to leftmost.
    left: [u32; 2],
    /// Rightmost, and next to rightmost.
    right: [u32; 2],
    lefts: u32,
    rights: u32,
    /// The relations of those on the left, and of those on the right, as bits.
    relations: [u64; 2],
    /// The first word below this one, or the word itself.
    first: u32,
}

const CHILDLESS: Children = Children {
    left: [NONE; 2],
    right: [NONE; 2],
    lefts: 0,
    rights: 0,
    relations: [0; 2],
    first: NONE,
};

/// A parse in progress. The root stands behind the last word, at index `n`.
#[derive(Debug)]
pub struct State {
    /// Words without a governor yet, the last on top.
    pub stack: Vec<u32>,
    /// The first word not yet shifted.
    pub next: u32,
    /// The governors so far; `n` is the root.
    pub heads: Vec<u32>,
    /// What each word is to its governor, as an index of [`Relation::ALL`].
    pub relations: Vec<u8>,
    n: u32,
    children: Vec<Children>,
    /// The arc that joined what stands before and after the gap in front of each word: governor and child.
    ties: Vec<(u32, u32)>,
}

impl State {
    /// The beginning of a sentence of `n` words.
    pub fn new(n: usize) -> Self {
        Self {
            stack: Vec::with_capacity(n.min(64)),
            next: 0,
            heads: vec![NONE; n],
            relations: vec![NO_RELATION; n],
            n: n as u32,
            children: (0..=n as u32).map(|first| Children { first, ..CHILDLESS }).collect(),
            ties: vec![(NONE, NONE); n + 1],
        }
    }

    /// Has every word its governor?
    pub fn is_done(&self) -> bool {
        self.next == self.n && self.stack.is_empty()
    }

    /// Which actions are possible. The last word on the stack is the only one that the root may govern.
    pub fn legal(&self) -> [bool; ACTIONS] {
        let depth = self.stack.len();
        let at_root = self.next == self.n;
        [!at_root, depth > 0 && (!at_root || depth == 1), depth > 1]
    }

    /// The child and the governor that `action` makes, if it makes an arc.
    pub fn arc(&self, action: usize) -> Option<(u32, u32)> {
        match action {
            LEFT => Some((self.below(0), self.next)),
            RIGHT => Some((self.below(0), self.below(1))),
            _ => None,
        }
    }

    /// Does `action`, which must be legal; a child gets this relation.
    pub fn apply(&mut self, action: usize, relation: u8) {
        let Some((child, head)) = self.arc(action) else {
            self.stack.push(self.next);
            self.next += 1;
            return;
        };
        self.stack.pop();
        self.heads[child as usize] = head;
        if head >= self.n {
            self.relations[child as usize] = Relation::Root as u8;
            return;
        }
        self.relations[child as usize] = relation;
        let first = self.children[child as usize].first;
        let c = &mut self.children[head as usize];
        let gap = if action == LEFT {
            c.left = [child, c.left[0]];
            c.lefts += 1;
            c.relations[0] |= 1 << relation;
            std::mem::replace(&mut c.first, first)
        } else {
            c.right = [child, c.right[0]];
            c.rights += 1;
            c.relations[1] |= 1 << relation;
            first
        };
        self.ties[gap as usize] = (head, child);
    }

    fn relation(&self, i: u32) -> u32 {
        u32::from(self.relations.get(i as usize).copied().unwrap_or(NO_RELATION))
    }

    fn below(&self, n: usize) -> u32 {
        self.stack.len().checked_sub(n + 1).map_or(NONE, |i| self.stack[i])
    }

    fn children(&self, i: u32) -> &Children {
        self.children.get(i as usize).unwrap_or(&CHILDLESS)
    }

    /// What the next decision sees.
    #[inline]
    pub fn describe(&self, input: &Input, f: &mut Sight) {
        let (i0, i1, i2) = (self.below(0), self.below(1), self.below(2));
        let ib = self.next;
        let (c0, c1, cb) = (self.children(i0), self.children(i1), self.children(ib));
        let (s0, s1, s2) = (input.known(i0), input.known(i1), input.known(i2));
        let (b0, b1) = (input.known(ib), input.known(ib + 1));
        let (b2, b3) = (input.known(ib + 2), input.known(ib + 3));
        let (s0l, s0r) = (input.known(c0.left[0]), input.known(c0.right[0]));
        let (s1l, s1r) = (input.known(c1.left[0]), input.known(c1.right[0]));
        let b0l = input.known(cb.left[0]);
        let s1r2 = input.known(c1.right[1]);
        let iv = input.next_verb(ib);
        let verb = input.known(iv);
        let bottom = input.known(self.stack.first().copied().unwrap_or(NONE));
        f.words = [s0, s1, b0, b1, s0l, s0r, s1l, s1r, b0l, b2, s2, verb, s1r2].map(|word| word.id);
        f.values.clear();
        f.start = 0;
        f.put(1, 0);
        let [s0l2, s0r2, b0l2] = [c0.left[1], c0.right[1], cb.left[1]].map(|i| input.known(i));
        for word in [s0, s1, s2, b0, b1, b2, b3, s0l, s0r, s1l, s1r, b0l, bottom] {
            f.put(TAGS, u32::from(word.tag));
        }
        for word in [s0l2, s0r2, s1r2, b0l2, verb] {
            f.put(TAGS, u32::from(word.tag));
        }
        // Punctuation next to the words of interest.
        for word in [s0, b0, b1, input.known(i0.wrapping_add(1))] {
            f.put(GAPS, u32::from(word.gap));
        }
        for (a, b) in [(i0, ib), (i1, i0), (ib, iv)] {
            f.put(9, distance(a, b));
        }
        f.put(5, self.stack.len().min(4) as u32);
        f.put(BETWEEN as u16, input.between(i0, ib));
        f.put(BETWEEN as u16, input.between(i1, i0));
        // What the words already govern.
        for c in [c0, c1, cb] {
            f.put(16, c.lefts.min(3) | c.rights.min(3) << 2);
            c.relations.iter().for_each(|&set| f.bits(RELATIONS as u16, set));
        }
        for i in [c0.left[0], c0.right[0], c1.left[0], c1.right[0], cb.left[0]] {
            f.put(RELATIONS as u16 + 1, self.relation(i));
        }
    }
}

/// How far apart two words are, in nine steps.
#[inline]
fn distance(a: u32, b: u32) -> u32 {
    match b.wrapping_sub(a) {
        d @ 0..=4 => d,
        5..=6 => 5,
        7..=10 => 6,
        11..=20 => 7,
        _ => 8,
    }
}

/// The shape of the network with this vocabulary.
pub fn shape(vocabulary: &Vocabulary) -> Shape {
    let mut sight = Sight::default();
    State::new(0).describe(&Input::new(&Vocabulary::default(), &[], &[]), &mut sight);
    Shape {
        values: sight.start as usize,
        words: vocabulary.len(),
        places: PLACES,
        labels: ACTIONS + 2 * RELATIONS,
    }
}

/// The learned parser.
#[derive(Debug, Clone, Default)]
pub struct Parser {
    vocabulary: Vocabulary,
    net: Net,
}

impl Parser {
    /// Reads the parser's section.
    pub fn read(file: &File<&[u8]>) -> Result<Self, Error> {
        let mut from: Reader = file.section(SECTION, fingerprint())?;
        let vocabulary = Vocabulary::read(&mut from)?;
        let net = Net::read(shape(&vocabulary), &mut from)?;
        Ok(Self { vocabulary, net })
    }

    /// Parses the words of a sentence; their number stands for the root.
    fn words(&self, input: &Input) -> State {
        let mut state = State::new(input.len());
        let mut sight = Sight::default();
        while !state.is_done() {
            let legal = state.legal();
            let (action, relation) = match legal {
                [true, false, false] => (SHIFT, NO_RELATION),
                // Only the root is left to govern the last word.
                [false, true, false] => (LEFT, NO_RELATION),
                _ => {
                    state.describe(input, &mut sight);
                    let sums = self.net.sums(&sight.values, &sight.words);
                    let mut scores = [0; ACTIONS];
                    self.net.weigh(&sums, 0, &mut scores);
                    let action = best_legal(&scores, legal);
                    let mut scores = [0; RELATIONS];
                    if action != SHIFT {
                        self.net.weigh(&sums, relation_labels(action), &mut scores);
                    }
                    (action, weights::best(&scores) as u8)
                }
            };
            state.apply(action, relation);
        }
        state
    }

    /// Parses one sentence whose first word has the index `first` in the text.
    pub fn parse(
        &self,
        words: &[Word],
        tags: &[Pos],
        first: usize,
        heads: &mut Vec<Option<u32>>,
        relations: &mut Vec<Relation>,
    ) {
        let input = Input::new(&self.vocabulary, words, tags);
        let state = self.words(&input);
        let n = tags.len() as u32;
        let found = input.governors(&state);
        heads.extend(found.iter().map(|&h| (h < n).then_some(h + first as u32)));
        relations.extend(input.relations(&state));
    }
}

/// The legal action with the highest score.
pub fn best_legal(scores: &[i32], legal: [bool; ACTIONS]) -> usize {
    let mut best = None;
    for action in 0..ACTIONS {
        if legal[action] && best.is_none_or(|b: usize| scores[action] > scores[b]) {
            best = Some(action);
        }
    }
    best.unwrap_or(SHIFT)
}

/// Writes the parser's section.
pub fn write(vocabulary: &Vocabulary, numbers: [&[i8]; 4]) -> Vec<u8> {
    let mut out = Writer::new();
    vocabulary.write(&mut out);
    net::write(numbers, &mut out);
    out.finish()
}

/// A hash of what the features are, from those of an invented sentence.
pub fn fingerprint() -> u32 {
    let words = probe();
    let tags: Vec<_> = (0..words.len()).map(|i| Pos::ALL[i * 2 % Pos::ALL.len()]).collect();
    let input = Input::new(&Vocabulary::default(), &words, &tags);
    let mut state = State::new(input.len());
    let mut sight = Sight::default();
    let mut features = Features::new();
    let mut turn = 0;
    while !state.is_done() {
        state.describe(&input, &mut sight);
        sight.values.iter().chain(&sight.words).for_each(|&v| features.one(1, u32::from(v)));
        let scores = [turn % 3, turn % 2, turn % 5 / 2];
        state.apply(best_legal(&scores, state.legal()), turn as u8 % RELATIONS as u8);
        turn += 1;
    }
    mix(features.fingerprint(), (net::WIDTH * net::DEPTH) as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Parses by these actions, each with the relation `dep`.
    fn governors(sentence: &[(&str, Pos)], actions: &[usize]) -> Vec<u32> {
        let words: Vec<_> = sentence.iter().map(|(word, _)| Word::new(word)).collect();
        let tags: Vec<_> = sentence.iter().map(|&(_, tag)| tag).collect();
        let input = Input::new(&Vocabulary::default(), &words, &tags);
        let mut state = State::new(input.len());
        for &action in actions {
            assert!(state.legal()[action]);
            state.apply(action, Relation::Dep as u8);
        }
        assert!(state.is_done());
        input.governors(&state)
    }

    #[test]
    fn marks_are_governed_by_what_joins_their_sides() {
        let sentence = [
            ("``", Pos::OpenQuote),
            ("Go", Pos::Vb),
            (",", Pos::Comma),
            ("''", Pos::CloseQuote),
            ("he", Pos::Prp),
            ("(", Pos::OpenBracket),
            ("Bo", Pos::Nnp),
            (")", Pos::CloseBracket),
            ("said", Pos::Vbd),
            (".", Pos::Stop),
        ];
        // Bo to he, he to said, Go to said, said to the root.
        let found = governors(&sentence, &[SHIFT, SHIFT, SHIFT, RIGHT, LEFT, LEFT, SHIFT, LEFT]);
        assert_eq!(found, [8, 8, 8, 8, 8, 6, 4, 6, 10, 8]);
    }

    #[test]
    fn marks_alone_are_parsed_as_words() {
        let sentence = [("(", Pos::OpenBracket), (")", Pos::CloseBracket)];
        assert_eq!(governors(&sentence, &[SHIFT, SHIFT, RIGHT, LEFT]), [2, 0]);
        assert_eq!(governors(&[], &[]), [0; 0]);
    }
}
