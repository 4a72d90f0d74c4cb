/*! Learning: an averaged perceptron over hashed features, pruned to a budget and trained again within it.

In: features, right and wrong labels, as the trainer of a stage meets them. Out: the [`Row`]s to store. All arithmetic that matters
is in integers, so that the same data in the same order gives the same bytes.
*/

use super::sequence::{self, May};
use super::weights::{KEY_BITS, Row};

/// Before pruning there are so many features that keys are longer than those stored, lest they fall together.
const LONG_BITS: u32 = 26;

/// How often each feature occurs, up to 255 times.
#[derive(Debug)]
pub struct Counts(Vec<u8>);

impl Default for Counts {
    fn default() -> Self {
        Self(vec![0; 1 << LONG_BITS])
    }
}

impl Counts {
    /// Counts `features` once more.
    pub fn add(&mut self, features: &[u32]) {
        for &f in features {
            let count = &mut self.0[(f >> (32 - LONG_BITS)) as usize];
            *count = count.saturating_add(1);
        }
    }
}

/// Weights under training.
#[derive(Debug)]
pub struct Learner {
    labels: usize,
    /// How many bits keys have.
    bits: u32,
    /// Row of a key, plus one.
    rows: Vec<u32>,
    keys: Vec<u32>,
    weights: Vec<i32>,
    /// Sum of each update times the moment of the update, from which the average follows.
    moments: Vec<i64>,
    /// Which weights may be other than 0.
    allowed: Option<Vec<bool>>,
    clock: i64,
}

impl Learner {
    /// A learner for features that were counted at least `least` times.
    pub fn new(labels: usize, counts: &Counts, least: u8) -> Self {
        let keys = (0..1 << LONG_BITS).filter(|&k| counts.0[k as usize] >= least).collect();
        Self::with_keys(labels, LONG_BITS, keys)
    }

    fn with_keys(labels: usize, bits: u32, keys: Vec<u32>) -> Self {
        let mut rows = vec![0; 1 << bits];
        for (i, &k) in keys.iter().enumerate() {
            rows[k as usize] = i as u32 + 1;
        }
        let size = keys.len() * labels;
        Self {
            labels,
            bits,
            rows,
            keys,
            weights: vec![0; size],
            moments: vec![0; size],
            allowed: None,
            clock: 1,
        }
    }

    fn row(&self, feature: u32) -> Option<usize> {
        (self.rows[(feature >> (32 - self.bits)) as usize] as usize)
            .checked_sub(1)
            .map(|r| r * self.labels)
    }

    /// Adds the weights of `features` to `scores`.
    pub fn add(&self, features: &[u32], scores: &mut [i32]) {
        for &f in features {
            if let Some(at) = self.row(f) {
                for (score, weight) in scores.iter_mut().zip(&self.weights[at..at + self.labels]) {
                    *score += weight;
                }
            }
        }
    }

    /// One decision has been made: moves the clock by which weights are averaged.
    pub fn tick(&mut self) {
        self.clock += 1;
    }

    /// Adds `by` to the weights that `features` give to `label`.
    pub fn change(&mut self, features: &[u32], label: usize, by: i32) {
        for &f in features {
            if let Some(at) = self.row(f) {
                let at = at + label;
                if self.allowed.as_ref().is_none_or(|a| a[at]) {
                    self.weights[at] += by;
                    self.moments[at] += i64::from(by) * self.clock;
                }
            }
        }
    }

    /// Moves weight from the wrong label to the right one.
    pub fn correct(&mut self, features: &[u32], right: usize, wrong: usize) {
        self.change(features, right, 1);
        self.change(features, wrong, -1);
    }

    /// The averaged weight at a place, times the clock.
    fn average(&self, at: usize) -> i64 {
        i64::from(self.weights[at]) * self.clock - self.moments[at]
    }

    /// Keeps only the `budget` weights that are strongest on average, and begins again from nothing.
    pub fn prune(self, budget: usize) -> Self {
        let mut sizes: Vec<_> = (0..self.weights.len())
            .map(|at| self.average(at).unsigned_abs())
            .filter(|&a| a > 0)
            .collect();
        sizes.sort_unstable_by(|a, b| b.cmp(a));
        let least = sizes.get(budget).copied().unwrap_or(0) + 1;
        drop(sizes);
        let strong = |row: usize| {
            (row * self.labels..(row + 1) * self.labels)
                .map(|at| self.average(at).unsigned_abs() >= least)
        };
        // From here on keys are as short as those stored, so that training sees what falls together.
        let (mut keys, mut allowed): (Vec<u32>, Vec<bool>) = (Vec::new(), Vec::new());
        for row in (0..self.keys.len()).filter(|&r| strong(r).any(|s| s)) {
            let key = self.keys[row] >> (self.bits - KEY_BITS);
            if keys.last() == Some(&key) {
                let last = allowed.len() - self.labels;
                allowed[last..].iter_mut().zip(strong(row)).for_each(|(a, s)| *a |= s);
            } else {
                keys.push(key);
                allowed.extend(strong(row));
            }
        }
        let mut next = Self::with_keys(self.labels, KEY_BITS, keys);
        next.allowed = Some(allowed);
        next
    }

    /// The averaged weights in eight bits; a weight of average size becomes `size`.
    pub fn rows(&self, size: i64) -> Vec<Row> {
        self.rows_by(self.mean(), size)
    }

    /// The average size of the weights that are not 0, times the clock: at least 1.
    pub fn mean(&self) -> i128 {
        let (mut sum, mut count) = (0_i128, 0_i128);
        for at in 0..self.weights.len() {
            let a = self.average(at);
            if a != 0 {
                sum += i128::from(a.unsigned_abs());
                count += 1;
            }
        }
        (sum / count.max(1)).max(1)
    }

    /// The averaged weights in eight bits; a weight of size `mean` becomes `size`. Weights that are added up need the same scale.
    pub fn rows_by(&self, mean: i128, size: i64) -> Vec<Row> {
        let quantise = |a: i64| {
            let exact = i128::from(a) * i128::from(size);
            ((exact + exact.signum() * (mean / 2)) / mean).clamp(-127, 127) as i8
        };
        let mut out = Vec::new();
        for (r, &key) in self.keys.iter().enumerate() {
            let entries: Vec<_> = (0..self.labels)
                .map(|l| (l as u8, quantise(self.average(r * self.labels + l))))
                .filter(|e| e.1 != 0)
                .collect();
            if !entries.is_empty() {
                out.push(Row { key, entries });
            }
        }
        out
    }
}

/// How to train a model.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// Features that occur more rarely are left out.
    pub least: u8,
    /// Passes over the data before pruning.
    pub before: usize,
    /// How many weights are kept.
    pub budget: usize,
    /// Passes over the data after pruning.
    pub after: usize,
    /// What a weight of average size becomes in eight bits.
    pub size: i64,
}

/// Trains by `plan`: `pass` goes once over the data, `counts` are those of its features.
pub fn train(
    labels: usize,
    plan: Plan,
    counts: &Counts,
    mut pass: impl FnMut(&mut Learner, usize),
) -> Vec<Row> {
    let mut learner = Learner::new(labels, counts, plan.least);
    for n in 0..plan.before {
        pass(&mut learner, n);
    }
    let mut learner = learner.prune(plan.budget);
    for n in 0..plan.after {
        pass(&mut learner, plan.before + n);
    }
    learner.rows(plan.size)
}

/// The numbers from 0 to `n`, in an order that looks random and is the same for the same `seed`.
pub fn shuffled(n: usize, seed: usize) -> Vec<usize> {
    let mut order: Vec<_> = (0..n).collect();
    order.sort_by_key(|&i| (super::hash::mix(seed as u32 + 1, i as u32), i));
    order
}

/// Sequences to learn from: for every position its features and its label.
#[derive(Debug, Default)]
pub struct Sequences {
    ids: Vec<u32>,
    /// Where the features of each position begin; a position without features has but one possible label.
    starts: Vec<usize>,
    gold: Vec<u8>,
    ends: Vec<usize>,
}

impl Sequences {
    /// Adds a position to the last sequence. One without features is not learned from: its label is taken as settled.
    pub fn push(&mut self, features: &[u32], label: u8) {
        self.starts.push(self.ids.len());
        self.ids.extend_from_slice(features);
        self.gold.push(label);
    }

    /// Ends the last sequence.
    pub fn end(&mut self) {
        self.ends.push(self.gold.len());
    }

    fn features(&self, i: usize) -> &[u32] {
        &self.ids[self.starts[i]..self.starts.get(i + 1).copied().unwrap_or(self.ids.len())]
    }
}

/// Trains a [`super::sequence::Labeller`] by `plan`: an averaged perceptron that compares whole sequences.
pub fn sequences(labels: usize, plan: Plan, data: &Sequences, may: May) -> Vec<Row> {
    let mut counts = Counts::default();
    counts.add(&data.ids);
    for before in 0..=labels {
        for _ in 0..plan.least {
            counts.add(&[sequence::transition(before)]);
        }
    }
    let mut scores = Vec::new();
    train(labels, plan, &counts, |learner, pass| {
        for s in shuffled(data.ends.len(), pass) {
            let start = if s == 0 { 0 } else { data.ends[s - 1] };
            let range = start..data.ends[s];
            scores.clear();
            scores.resize(range.len() * labels, 0);
            for (i, scores) in range.clone().zip(scores.chunks_mut(labels)) {
                match data.features(i) {
                    [] => sequence::force(scores, data.gold[i]),
                    features => learner.add(features, scores),
                }
            }
            let table = sequence::transitions(labels, may, |f, row| learner.add(&[f], row));
            let guess = sequence::decode(labels, &scores, &table);
            let gold = &data.gold[range.clone()];
            learner.tick();
            if guess == gold {
                continue;
            }
            let (mut g, mut r) = (labels, labels);
            for (k, i) in range.enumerate() {
                let (guess, right) = (guess[k] as usize, gold[k] as usize);
                if guess != right {
                    learner.correct(data.features(i), right, guess);
                }
                if (g, guess) != (r, right) {
                    learner.change(&[sequence::transition(r)], right, 1);
                    learner.change(&[sequence::transition(g)], guess, -1);
                }
                (g, r) = (guess, right);
            }
        }
    })
}
