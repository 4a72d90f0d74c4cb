/*! Labels a sequence of positions as a whole: features of each position, scores of neighbouring labels, Viterbi.

In: for every position its features, and which label may follow which. Out: the sequence of labels with the highest sum. To
label something new: number the labels from 0 (at most 255), describe a position by hashed [`Features`], train with
`learn::sequences`, store the rows with `weights::write`, and read them into a [`Labeller`].
*/

use super::hash::{Features, mix};
use super::weights::{Rows, Weights};

/// Which label may follow which: the label before (`None` at the beginning) and the label.
pub type May = fn(before: Option<u8>, label: u8) -> bool;

/// Any label may follow any.
pub fn any(_: Option<u8>, _: u8) -> bool {
    true
}

/// The score of what must not be; sums of it stay far from overflow.
pub const NEVER: i32 = -1_000_000;

/// The feature that carries the scores of what follows `before`, the number of labels standing for the beginning.
pub const fn transition(before: usize) -> u32 {
    mix(0x7472_616e, before as u32)
}

/// A learned labeller of sequences.
#[derive(Debug, Clone, Default)]
pub struct Labeller {
    labels: usize,
    weights: Weights,
    /// The score of each label after each label, and after the beginning.
    transitions: Vec<i32>,
}

impl Labeller {
    /// A labeller with these weights.
    pub fn new(labels: usize, rows: &(impl Rows + ?Sized), may: May) -> Self {
        let weights = Weights::new(rows);
        let transitions =
            transitions(labels, may, |feature, scores| weights.add(&[feature], scores));
        Self { labels, weights, transitions }
    }

    /// The labels of `n` positions; `describe` gives a position's features, or the one label that it can have.
    pub fn label(
        &self,
        n: usize,
        mut describe: impl FnMut(usize, &mut Features) -> Option<u8>,
    ) -> Vec<u8> {
        let mut scores = vec![0; n * self.labels];
        let mut features = Features::new();
        for (i, scores) in scores.chunks_mut(self.labels.max(1)).enumerate() {
            features.clear();
            match describe(i, &mut features) {
                Some(only) => force(scores, only),
                None => self.weights.add(features.ids(), scores),
            }
        }
        decode(self.labels, &scores, &self.transitions)
    }
}

/// Leaves a position only one label.
pub fn force(scores: &mut [i32], only: u8) {
    for (label, score) in scores.iter_mut().enumerate() {
        *score = if label == only as usize { 0 } else { NEVER };
    }
}

/// The table of transitions, from the weights that `add` adds.
pub fn transitions(labels: usize, may: May, add: impl Fn(u32, &mut [i32])) -> Vec<i32> {
    let mut table = vec![0; (labels + 1) * labels];
    for (before, row) in table.chunks_mut(labels.max(1)).enumerate() {
        add(transition(before), row);
        for (label, score) in row.iter_mut().enumerate() {
            if !may((before < labels).then_some(before as u8), label as u8) {
                *score = NEVER;
            }
        }
    }
    table
}

/// The best sequence of labels: `scores` has a row for each position, `transitions` one for each label before and one for the beginning.
pub fn decode(labels: usize, scores: &[i32], transitions: &[i32]) -> Vec<u8> {
    let n = scores.len().checked_div(labels).unwrap_or(0);
    let mut from = vec![0_u8; n * labels];
    let mut now = vec![0_i32; labels];
    let mut next = vec![0_i32; labels];
    for i in 0..n {
        for label in 0..labels {
            let (best, before) = if i == 0 {
                (transitions[labels * labels + label], 0)
            } else {
                let mut best = (now[0].saturating_add(transitions[label]), 0);
                for before in 1..labels {
                    let score = now[before].saturating_add(transitions[before * labels + label]);
                    if score > best.0 {
                        best = (score, before as u8);
                    }
                }
                best
            };
            next[label] = best.saturating_add(scores[i * labels + label]);
            from[i * labels + label] = before;
        }
        // Only differences matter: kept near 0, sums never reach the end of their range.
        let top = next.iter().copied().max().unwrap_or(0);
        for (n, x) in now.iter_mut().zip(&next) {
            *n = x.saturating_sub(top);
        }
    }
    let mut out = vec![0; n];
    if n > 0 {
        out[n - 1] = super::weights::best(&now) as u8;
        for i in (1..n).rev() {
            out[i - 1] = from[i * labels + out[i] as usize];
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_sequence_is_found_among_all() {
        let mut seed = 5;
        let mut random = || {
            seed = mix(seed, 3);
            (seed % 41) as i32 - 20
        };
        for _ in 0..200 {
            let (labels, n) = (3, 4);
            let scores: Vec<_> = (0..labels * n).map(|_| random()).collect();
            let table: Vec<_> = (0..(labels + 1) * labels).map(|_| random()).collect();
            let value = |path: &[usize]| {
                let mut before = labels;
                path.iter().enumerate().fold(0, |sum, (i, &l)| {
                    let add = table[before * labels + l] + scores[i * labels + l];
                    before = l;
                    sum + add
                })
            };
            let paths = (0..81_usize).map(|p| [p / 27, p / 9 % 3, p / 3 % 3, p % 3]);
            let best = paths.map(|p| value(&p)).max();
            let found: Vec<_> =
                decode(labels, &scores, &table).into_iter().map(usize::from).collect();
            assert_eq!(Some(value(&found)), best);
        }
    }

    #[test]
    fn what_may_not_follow_does_not() {
        // 0 outside, 1 begins, 2 goes on: 2 only after 1 or 2.
        let may: May = |before, label| label != 2 || matches!(before, Some(1 | 2));
        let table = transitions(3, may, |_, _| {});
        assert_eq!(decode(3, &[0, 0, 9, 0, 0, 9], &table), [1, 2]);
        assert_eq!(decode(3, &[], &table), [0_u8; 0]);
    }
}
