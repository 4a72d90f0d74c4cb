/*! The dependency parser: greedy, arc-hybrid transitions, then a relation for every arc of the finished tree.

In: the words and tags of one sentence. Out: a governor and a relation for each word; exactly one word of a sentence has no
governor, and the arcs make a tree without crossings. Every word is shifted once and reduced once, so time is linear.
*/

use super::labels::{Pos, Relation};
use super::tagger::probe;
use super::words::{self, Word};
use crate::Error;
use crate::model::file::{File, Reader, Writer};
use crate::model::hash::{Features, mix};
use crate::model::weights::{self, Narrow, Row, Weights};

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

/// No word: an index beyond every sentence.
const NONE: u32 = u32::MAX;

/// A word as features of the parser see it.
#[derive(Debug, Clone, Copy)]
struct Seen {
    word: u32,
    tag: u32,
    both: u32,
}

const EDGE: Seen = Seen { word: 0xed6e, tag: 77, both: 0xed6f };

/// A sentence ready to be parsed.
#[derive(Debug)]
pub struct Input {
    seen: Vec<Seen>,
    /// How many commas, verbs and quotation marks stand before each word.
    before: Vec<[u32; 3]>,
    /// The first finite verb at or after each word.
    verbs: Vec<u32>,
}

impl Input {
    /// Prepares a sentence.
    pub fn new(words: &[Word], tags: &[Pos]) -> Self {
        let mut sums = [0; 3];
        let mut before = Vec::with_capacity(words.len() + 1);
        let mut seen = Vec::with_capacity(words.len());
        for (word, &tag) in words.iter().zip(tags) {
            before.push(sums);
            sums[0] += u32::from(tag == Pos::Comma || tag == Pos::Colon);
            sums[1] += u32::from(tag.is_verb() || tag == Pos::Md);
            sums[2] += u32::from(word.exact == words::OPEN || word.exact == words::CLOSE);
            let t = tag as u32;
            seen.push(Seen { word: word.lower, tag: t, both: mix(word.lower, t) });
        }
        before.push(sums);
        let mut verbs = vec![NONE; tags.len()];
        let mut next = NONE;
        for (i, tag) in tags.iter().enumerate().rev() {
            if matches!(tag, Pos::Vbd | Pos::Vbz | Pos::Vbp | Pos::Md) {
                next = i as u32;
            }
            verbs[i] = next;
        }
        Self { seen, before, verbs }
    }

    /// The number of words.
    pub fn len(&self) -> usize {
        self.seen.len()
    }

    #[inline]
    fn at(&self, i: u32) -> Seen {
        self.seen.get(i as usize).copied().unwrap_or(EDGE)
    }

    #[inline]
    fn next_verb(&self, i: u32) -> u32 {
        self.verbs.get(i as usize).copied().unwrap_or(NONE)
    }

    /// What lies between two words, in small numbers: commas, verbs, quotation marks.
    #[inline]
    fn between(&self, a: u32, b: u32) -> u32 {
        // NONE has no successor where addresses have 32 bits.
        let after = (a as usize).checked_add(1);
        let (Some(from), Some(to)) =
            (after.and_then(|i| self.before.get(i)), self.before.get(b as usize))
        else {
            return 99;
        };
        let n = |i: usize, most: u32| to[i].saturating_sub(from[i]).min(most);
        n(0, 2) | n(1, 2) << 2 | n(2, 2) << 4
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
}

const CHILDLESS: Children = Children { left: [NONE; 2], right: [NONE; 2], lefts: 0, rights: 0 };

/// A parse in progress. The root stands behind the last word, at index `n`.
#[derive(Debug)]
pub struct State {
    /// Words without a governor yet, the last on top.
    pub stack: Vec<u32>,
    /// The first word not yet shifted.
    pub next: u32,
    /// The governors so far; `n` is the root.
    pub heads: Vec<u32>,
    n: u32,
    children: Vec<Children>,
}

impl State {
    /// The beginning of a sentence of `n` words.
    pub fn new(n: usize) -> Self {
        Self {
            stack: Vec::with_capacity(n.min(64)),
            next: 0,
            heads: vec![NONE; n],
            n: n as u32,
            children: vec![CHILDLESS; n + 1],
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

    /// Does `action`, which must be legal.
    pub fn apply(&mut self, action: usize) {
        if action == SHIFT {
            self.stack.push(self.next);
            self.next += 1;
            return;
        }
        let Some(child) = self.stack.pop() else { return };
        let head =
            if action == LEFT { self.next } else { self.stack.last().copied().unwrap_or(NONE) };
        self.heads[child as usize] = head;
        if let Some(c) = self.children.get_mut(head as usize) {
            if action == LEFT {
                c.left = [child, c.left[0]];
                c.lefts += 1;
            } else {
                c.right = [child, c.right[0]];
                c.rights += 1;
            }
        }
    }

    fn below(&self, n: usize) -> u32 {
        self.stack.len().checked_sub(n + 1).map_or(NONE, |i| self.stack[i])
    }

    fn children(&self, i: u32) -> &Children {
        self.children.get(i as usize).unwrap_or(&CHILDLESS)
    }

    /// The features of the next decision.
    #[inline]
    pub fn describe(&self, input: &Input, f: &mut Features) {
        let (i0, i1, i2) = (self.below(0), self.below(1), self.below(2));
        let ib = self.next;
        let (s0, s1, s2) = (input.at(i0), input.at(i1), input.at(i2));
        let (b0, b1, b2) = (input.at(ib), input.at(ib + 1), input.at(ib + 2));
        let b3 = input.at(ib + 3);
        let (c0, c1, cb) = (self.children(i0), self.children(i1), self.children(ib));
        let (s0l, s0l2) = (input.at(c0.left[0]), input.at(c0.left[1]));
        let (s0r, s0r2) = (input.at(c0.right[0]), input.at(c0.right[1]));
        let (s1l, s1r) = (input.at(c1.left[0]), input.at(c1.right[0]));
        let s1r2 = input.at(c1.right[1]);
        let (b0l, b0l2) = (input.at(cb.left[0]), input.at(cb.left[1]));
        let distance = |a: u32, b: u32| match b.wrapping_sub(a) {
            d @ 0..=4 => d,
            5..=6 => 5,
            7..=10 => 6,
            11..=20 => 7,
            _ => 8,
        };
        let d0 = distance(i0, ib);
        let d1 = distance(i1, i0);
        let v0 = c0.lefts.min(3) | c0.rights.min(3) << 2;
        let v1 = c1.lefts.min(3) | c1.rights.min(3) << 2;
        let vb = cb.lefts.min(3);
        let m0 = input.between(i0, ib);
        let m1 = input.between(i1, i0);

        f.one(1, s0.word);
        f.one(2, s0.tag);
        f.one(3, s0.both);
        f.one(4, s1.word);
        f.one(5, s1.tag);
        f.one(6, s1.both);
        f.one(7, s2.both);
        f.one(8, s2.tag);
        f.one(9, b0.word);
        f.one(10, b0.tag);
        f.one(11, b0.both);
        f.one(12, b1.word);
        f.one(13, b1.tag);
        f.one(14, b1.both);
        f.one(15, b2.both);
        f.one(16, b2.tag);

        f.two(20, s0.both, b0.both);
        f.two(21, s0.both, b0.tag);
        f.two(22, s0.tag, b0.both);
        f.two(23, s0.word, b0.word);
        f.three(24, s0.tag, b0.tag, d0);
        f.two(25, b0.tag, b1.tag);
        f.two(26, s1.both, s0.both);
        f.two(27, s1.both, s0.tag);
        f.two(28, s1.tag, s0.both);
        f.three(29, s1.tag, s0.tag, d1);
        f.two(30, s1.tag, b0.tag);
        f.two(31, s1.both, b0.tag);
        f.two(32, s1.tag, b0.both);
        f.two(33, s0.both, b1.tag);
        f.two(34, s0.tag, b1.both);
        f.two(35, b0.both, b1.tag);
        f.two(36, b0.tag, b1.both);
        f.two(37, s1.word, b0.word);

        f.three(40, b0.tag, b1.tag, b2.tag);
        f.three(41, s0.tag, b0.tag, b1.tag);
        f.three(42, s1.tag, s0.tag, b0.tag);
        f.three(43, s2.tag, s1.tag, s0.tag);
        f.three(44, s0.tag, s0l.tag, b0.tag);
        f.three(45, s0.tag, s0r.tag, b0.tag);
        f.three(46, s0.tag, b0.tag, b0l.tag);
        f.three(47, s1.tag, s0.tag, s1r.tag);
        f.three(48, s1.tag, s0.tag, s0l.tag);
        f.three(49, s1.tag, s0.tag, s0r.tag);
        f.three(50, s1.tag, s0.tag, s1l.tag);
        f.three(51, s0.tag, s0l.tag, s0l2.tag);
        f.three(52, s0.tag, s0r.tag, s0r2.tag);
        f.three(53, b0.tag, b0l.tag, b0l2.tag);
        f.three(54, s0.word, b0.tag, b1.tag);
        f.three(55, s0.word, s1.tag, b0.tag);
        f.three(56, b0.word, s0.tag, s1.tag);
        f.three(57, mix(s0.tag, b0.tag), b1.tag, b2.tag);
        f.three(58, mix(s1.tag, s0.tag), b0.tag, b1.tag);
        f.three(59, mix(s2.tag, s1.tag), s0.tag, b0.tag);
        f.three(60, mix(b0.tag, b1.tag), b2.tag, b3.tag);
        f.three(61, s1.word, s0.tag, b0.tag);
        f.three(62, s1.tag, s1r.tag, s1r2.tag);

        f.two(70, s0.word, d0);
        f.two(71, s0.tag, d0);
        f.two(72, b0.word, d0);
        f.two(73, s0.both, v0);
        f.two(74, s0.tag, v0);
        f.two(75, b0.word, vb);
        f.two(76, b0.tag, vb);
        f.two(77, s1.both, v1);
        f.two(78, s1.tag, v1);
        f.three(79, s0.tag, b0.tag, m0);
        f.three(80, s1.tag, s0.tag, m1);
        f.three(81, s0.word, b0.tag, m0);
        f.three(82, s1.word, s0.tag, m1);

        f.one(90, s0l.both);
        f.one(91, s0r.both);
        f.one(92, s1l.both);
        f.one(93, s1r.both);
        f.one(94, b0l.both);
        f.two(95, s0.word, s0l.word);
        f.two(96, s0.word, s0r.word);
        f.two(97, s1.word, s1r.word);
        f.two(98, s0r.both, b0.tag);
        f.two(99, s1r.both, s0.tag);
        f.two(100, s0l.both, b0.tag);
        f.three(101, s1.tag, s0.tag, s0l.word);
        f.three(102, s0.tag, b0.tag, b0l.word);

        // Prepositions and conjunctions hang on the words they introduce: what they tie those words to.
        f.two(110, s0.word, b0l.word);
        f.two(111, s1.word, b0l.word);
        f.three(112, s0.word, b0.tag, b0l.word);
        f.three(113, s1.tag, s0.tag, b0l.word);
        f.three(114, s0.tag, b0.word, b0l.word);
        f.two(115, s1.word, s0l.word);
        f.three(116, s1.word, s0.tag, s0l.word);
        f.three(117, s1.tag, s0.word, s0l.word);
        f.three(118, mix(s1.tag, s0.tag), b0.tag, b0l.word);
        f.three(119, s0.tag, s0r.word, b0.tag);
        f.three(120, mix(s0.tag, s0r.tag), s0r2.tag, b0.tag);
        f.three(121, mix(s1.tag, s0.tag), s1r.word, b0.tag);
        f.three(122, s0.tag, b0.word, b1.tag);
        f.three(123, mix(s1.tag, s0.tag), b0.word, b1.tag);
        f.three(124, mix(s1.tag, s0.tag), mix(b0.tag, b1.tag), b2.tag);
        f.three(125, mix(s2.tag, s1.tag), mix(s0.tag, b0.tag), b1.tag);

        // The frame of the sentence: what waits at the bottom of the stack, and the next finite verb.
        let depth = self.stack.len().min(4) as u32;
        let bottom = input.at(self.stack.first().copied().unwrap_or(NONE));
        let iv = input.next_verb(ib);
        let v = input.at(iv);
        let dv = distance(ib, iv);
        f.three(130, depth, s0.tag, b0.tag);
        f.three(131, bottom.tag, s0.tag, b0.tag);
        f.three(132, bottom.both, s0.tag, b0.tag);
        f.three(133, s0.tag, b0.tag, v.both);
        f.three(134, mix(s1.tag, s0.tag), b0.tag, mix(v.tag, dv));
        f.three(135, mix(s0.tag, b0.tag), b1.tag, v.word);
    }
}

/// The finished tree, for deciding relations.
#[derive(Debug)]
pub struct Tree<'a> {
    input: &'a Input,
    heads: &'a [u32],
    children: Vec<Children>,
}

impl<'a> Tree<'a> {
    /// The tree with these governors; `n` is the root.
    pub fn new(input: &'a Input, heads: &'a [u32]) -> Self {
        let mut children = vec![CHILDLESS; heads.len() + 1];
        for (i, &h) in heads.iter().enumerate() {
            let Some(c) = children.get_mut(h as usize) else { continue };
            if i < h as usize {
                // Only the first two and their number are kept, from left to right.
                match c.lefts {
                    0 => c.left[0] = i as u32,
                    1 => c.left[1] = i as u32,
                    _ => {}
                }
                c.lefts += 1;
            } else {
                c.right = [i as u32, c.right[0]];
                c.rights += 1;
            }
        }
        Self { input, heads, children }
    }

    /// The features of the relation of word `i` to its governor.
    pub fn describe(&self, i: usize, f: &mut Features) {
        let n = self.heads.len() as u32;
        let (i, h) = (i as u32, self.heads[i]);
        let (d, g) = (self.input.at(i), self.input.at(h));
        let (of_d, of_g) = (
            self.children[i as usize],
            self.children.get(h as usize).copied().unwrap_or(CHILDLESS),
        );
        let side = match () {
            () if h >= n => 0,
            () if i + 1 == h => 1,
            () if i < h => 2,
            () if i == h + 1 => 3,
            () => 4,
        };
        let pair = mix(d.tag, g.tag);
        f.three(1, d.tag, g.tag, side);
        f.three(2, d.both, g.tag, side);
        f.three(3, d.tag, g.both, side);
        f.two(4, d.word, g.word);
        f.two(5, d.word, side);
        f.two(6, g.word, side);
        f.three(7, d.both, g.both, side);
        for (t, c) in [
            (10, of_d.left[0]),
            (11, of_d.left[1]),
            (12, of_d.right[0]),
            (13, of_d.right[1]),
            (14, of_g.left[0]),
            (15, of_g.left[1]),
            (16, of_g.right[0]),
            (17, of_g.right[1]),
        ] {
            let c = if c == i { EDGE } else { self.input.at(c) };
            f.three(t, c.word, pair, side);
            f.three(t + 20, c.tag, pair, side);
        }
        // A modifier of a modifier: what governs the governor.
        let gg = self.heads.get(h as usize).map_or(EDGE, |&gg| self.input.at(gg));
        f.three(60, pair, gg.tag, side);
        let (before, after) = (self.input.at(i.wrapping_sub(1)), self.input.at(i + 1));
        f.three(61, pair, before.tag, after.tag);
        f.three(62, pair, before.word, side);
        f.three(63, pair, after.word, side);
        let span = if h < n { self.input.between(i.min(h), i.max(h)) } else { 0 };
        f.three(64, pair, span, side);
        f.three(65, d.tag, of_d.lefts.min(3), of_d.rights.min(3));
        // How many siblings stand further out on the same side: subject and object keep their places.
        let rank = u32::from(of_g.left[0] == i) | u32::from(of_g.right[0] == i) << 1;
        f.three(66, pair, rank, (of_g.lefts + of_g.rights).min(4));
        f.three(67, mix(of_d.left[0].min(n), 0).min(1), self.input.at(of_d.left[0]).both, side);
    }
}

/// The learned parser.
#[derive(Debug, Clone, Default)]
pub struct Parser {
    actions: Narrow,
    relations: Weights,
}

impl Parser {
    /// Reads the parser's section.
    pub fn read(file: &File<&[u8]>) -> Result<Self, Error> {
        let mut from: Reader = file.section(SECTION, fingerprint())?;
        let actions = weights::read(ACTIONS, &mut from)?;
        let relations = weights::read(Relation::ALL.len(), &mut from)?;
        Ok(Self { actions: Narrow::new(&actions), relations: Weights::new(&relations) })
    }

    /// The governors of a sentence; its length stands for the root.
    pub fn heads(&self, input: &Input) -> Vec<u32> {
        let mut state = State::new(input.len());
        let mut features = Features::new();
        while !state.is_done() {
            let legal = state.legal();
            if legal == [true, false, false] {
                state.apply(SHIFT);
                continue;
            }
            features.clear();
            state.describe(input, &mut features);
            let mut scores = [0; 4];
            self.actions.add(features.ids(), &mut scores);
            state.apply(best_legal(&scores, legal));
        }
        state.heads
    }

    /// The relations of a tree.
    pub fn relations(&self, tree: &Tree, relations: &mut Vec<Relation>) {
        let mut features = Features::new();
        for (i, &h) in tree.heads.iter().enumerate() {
            if h as usize >= tree.heads.len() {
                relations.push(Relation::Root);
                continue;
            }
            features.clear();
            tree.describe(i, &mut features);
            let mut scores = [0; Relation::ALL.len()];
            self.relations.add(features.ids(), &mut scores);
            relations.push(Relation::ALL[weights::best(&scores)]);
        }
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
        let input = Input::new(words, tags);
        let found = self.heads(&input);
        self.relations(&Tree::new(&input, &found), relations);
        let n = found.len() as u32;
        heads.extend(found.iter().map(|&h| (h < n).then_some(h + first as u32)));
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
pub fn write(actions: &[Row], relations: &[Row]) -> Vec<u8> {
    let mut out = Writer::new();
    weights::write(ACTIONS, actions, &mut out);
    weights::write(Relation::ALL.len(), relations, &mut out);
    out.finish()
}

/// A hash of what the features are, from those of an invented sentence.
pub fn fingerprint() -> u32 {
    let words = probe();
    let tags: Vec<_> = (0..words.len()).map(|i| Pos::ALL[i * 2 % Pos::ALL.len()]).collect();
    let input = Input::new(&words, &tags);
    let mut state = State::new(words.len());
    let mut features = Features::new();
    let mut turn = 0;
    while !state.is_done() {
        state.describe(&input, &mut features);
        let scores = [turn % 3, turn % 2, turn % 5 / 2];
        state.apply(best_legal(&scores, state.legal()));
        turn += 1;
    }
    let heads = state.heads;
    let tree = Tree::new(&input, &heads);
    for i in 0..heads.len() {
        tree.describe(i, &mut features);
    }
    features.fingerprint()
}
