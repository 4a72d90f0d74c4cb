/*! Trains a [`Net`](crate::model::net::Net): steps of Adam over small batches, then the numbers are rounded.

In: decisions, as the trainer of a stage meets them: [`Trainer::look`], then [`Trainer::weigh`] and [`Trainer::blame`], then
[`Trainer::learn`]; [`Trainer::step`] ends a batch. Out: the numbers to store. Operations are done in one order and are only those
that IEEE 754 defines exactly, so the same data gives the same bytes.
*/

use crate::model::hash::mix;
use crate::model::net::{DEPTH, Shape, UNIT, WIDTH, WORD_UNIT};

/// The range of stored numbers.
const MOST: f32 = 127.0;

/// How fast the mean of slopes follows them, and that of their squares.
const QUICK: f32 = 0.1;
const SLOW: f32 = 0.001;

/// One kind of numbers, with what Adam remembers of them.
#[derive(Debug)]
struct Numbers {
    now: Vec<f32>,
    slope: Vec<f32>,
    mean: Vec<f32>,
    square: Vec<f32>,
    most: f32,
}

impl Numbers {
    fn new(size: usize, spread: f32, unit: f32, seed: u32) -> Self {
        let random = |i| (mix(seed, i as u32) as f32 / u32::MAX as f32 * 2.0 - 1.0) * spread;
        Self {
            now: (0..size).map(random).collect(),
            slope: vec![0.0; size],
            mean: vec![0.0; size],
            square: vec![0.0; size],
            most: MOST / unit,
        }
    }

    /// Takes a step for the numbers in `range`, and forgets their slope.
    fn step(&mut self, range: std::ops::Range<usize>, rate: f32) {
        let most = self.most;
        let (now, slope) = (&mut self.now[range.clone()], &mut self.slope[range.clone()]);
        let (mean, square) = (&mut self.mean[range.clone()], &mut self.square[range]);
        for (((x, g), m), s) in now.iter_mut().zip(slope).zip(mean).zip(square) {
            *m += (*g - *m) * QUICK;
            *s += (*g * *g - *s) * SLOW;
            *x = (*x - rate * *m / (s.sqrt() + 1e-8)).clamp(-most, most);
            *g = 0.0;
        }
    }

    /// What never had a slope is stored as 0: it is still what it was at random.
    fn rounded(&self, unit: f32) -> Vec<i8> {
        let round = |x: f32| (x * unit).round().clamp(-MOST, MOST) as i8;
        self.now
            .iter()
            .zip(&self.square)
            .map(|(&x, &s)| if s > 0.0 { round(x) } else { 0 })
            .collect()
    }
}

/// A network under training.
#[derive(Debug)]
pub struct Trainer {
    shape: Shape,
    values: Numbers,
    words: Numbers,
    places: Numbers,
    labels: Numbers,
    /// Values seen in this batch, in order, and whether each was.
    seen: Vec<u16>,
    is_seen: Vec<bool>,
    /// The number of each word's row in each place among `used`, plus one; 0 if it was not needed in this batch.
    row_of: Vec<u32>,
    /// The word and place of each row.
    used: Vec<(u16, u16)>,
    rows: Vec<f32>,
    row_slopes: Vec<f32>,
    /// How many decisions there were, and how much is left of the first steps' slopes and of their squares.
    moment: u32,
    fading: [f32; 2],
    /// The decision: its values, the rows of its words, its sums and their slopes.
    values_now: Vec<u16>,
    words_now: Vec<usize>,
    sums: [f32; WIDTH],
    slopes: [f32; WIDTH],
    drop: u32,
    scale: f32,
}

/// e to the power of `x`, which is not positive; the same on every platform.
fn exp(x: f32) -> f32 {
    let mut y = 1.0 + x.max(-200.0) / 256.0;
    for _ in 0..8 {
        y *= y;
    }
    y
}

impl Trainer {
    /// A network with random numbers; `drop` of 256 sums are left out of each decision.
    pub fn new(shape: Shape, drop: u32) -> Self {
        let [values, words, places, labels] = shape.sizes();
        Self {
            shape,
            values: Numbers::new(values, 0.1, UNIT, 1),
            words: Numbers::new(words, 0.5, WORD_UNIT, 2),
            places: Numbers::new(places, 0.1, UNIT, 3),
            labels: Numbers::new(labels, 0.2, UNIT, 4),
            seen: vec![],
            is_seen: vec![false; shape.values],
            row_of: vec![0; shape.words * shape.places],
            used: vec![],
            rows: vec![],
            row_slopes: vec![],
            moment: 0,
            fading: [1.0; 2],
            values_now: vec![],
            words_now: vec![],
            sums: [0.0; WIDTH],
            slopes: [0.0; WIDTH],
            drop,
            scale: 256.0 / (256 - drop) as f32,
        }
    }

    /// The number of a word's row in a place, which is made if it is needed for the first time in this batch.
    fn row(&mut self, word: u16, place: usize) -> usize {
        let known = &mut self.row_of[word as usize * self.shape.places + place];
        if *known == 0 {
            self.used.push((word, place as u16));
            *known = self.used.len() as u32;
            let at = self.rows.len();
            self.rows.resize(at + WIDTH, 0.0);
            self.row_slopes.resize(at + WIDTH, 0.0);
            let row = &mut self.rows[at..];
            let own = &self.words.now[word as usize * DEPTH..(word as usize + 1) * DEPTH];
            let lines = &self.places.now[place * DEPTH * WIDTH..(place + 1) * DEPTH * WIDTH];
            for (x, line) in own.iter().zip(lines.chunks_exact(WIDTH)) {
                for (sum, y) in row.iter_mut().zip(line) {
                    *sum += x * y;
                }
            }
        }
        *known as usize - 1
    }

    /// Looks at a decision: the next calls are about it.
    pub fn look(&mut self, values: &[u16], words: &[u16]) {
        self.moment += 1;
        self.values_now.clear();
        self.values_now.extend_from_slice(values);
        self.words_now.clear();
        let mut sums = [0.0; WIDTH];
        for &v in &self.values_now {
            let line = &self.values.now[v as usize * WIDTH..][..WIDTH];
            sums.iter_mut().zip(line).for_each(|(s, x)| *s += x);
        }
        for (place, &w) in words.iter().enumerate() {
            let row = self.row(w, place);
            self.words_now.push(row);
            let line = &self.rows[row * WIDTH..][..WIDTH];
            sums.iter_mut().zip(line).for_each(|(s, x)| *s += x);
        }
        // Some of the sums are left out at random, so that none relies on another; the rest make up for them.
        for (i, s) in sums.iter_mut().enumerate() {
            let kept = mix(self.moment, i as u32) >> 24 >= self.drop;
            *s = if kept { s.max(0.0) * self.scale } else { 0.0 };
        }
        self.sums = sums;
        self.slopes = [0.0; WIDTH];
    }

    /// The scores of the labels from `first` on.
    pub fn weigh(&self, first: usize, scores: &mut [f32]) {
        for (l, score) in scores.iter_mut().enumerate() {
            let line = &self.labels.now[(first + l) * (WIDTH + 1)..][..=WIDTH];
            let mut parts = [0.0_f32; 8];
            for (s, x) in self.sums.chunks_exact(8).zip(line.chunks_exact(8)) {
                (0..8).for_each(|i| parts[i] += s[i] * x[i]);
            }
            *score = line[WIDTH] + parts.iter().sum::<f32>();
        }
    }

    /// Of the labels from `first` on with these scores, the right ones, together, are to become likelier than the rest of the legal
    /// ones; `weight` is how much this matters.
    pub fn blame(
        &mut self,
        first: usize,
        scores: &[f32],
        weight: f32,
        legal: impl Fn(usize) -> bool,
        right: impl Fn(usize) -> bool,
    ) {
        let all = || (0..scores.len()).filter(|&l| legal(l));
        let highest = all().map(|l| scores[l]).fold(f32::MIN, f32::max);
        let mass = |l: usize| exp(scores[l] - highest);
        let sum: f32 = all().map(mass).sum();
        let good: f32 = all().filter(|&l| right(l)).map(mass).sum::<f32>().max(1e-10);
        for l in all() {
            let slope = weight * (mass(l) / sum - if right(l) { mass(l) / good } else { 0.0 });
            let range = (first + l) * (WIDTH + 1)..(first + l + 1) * (WIDTH + 1);
            let (line, line_slope) =
                (&self.labels.now[range.clone()], &mut self.labels.slope[range]);
            for i in 0..WIDTH {
                self.slopes[i] += slope * line[i];
                line_slope[i] += slope * self.sums[i];
            }
            line_slope[WIDTH] += slope;
        }
    }

    /// Learns from the blame of this decision.
    pub fn learn(&mut self) {
        let mut slopes = self.slopes;
        for (slope, sum) in slopes.iter_mut().zip(&self.sums) {
            *slope = if *sum > 0.0 { *slope * self.scale } else { 0.0 };
        }
        for &row in &self.words_now {
            let line = &mut self.row_slopes[row * WIDTH..][..WIDTH];
            line.iter_mut().zip(&slopes).for_each(|(x, s)| *x += s);
        }
        for &v in &self.values_now {
            if !std::mem::replace(&mut self.is_seen[v as usize], true) {
                self.seen.push(v);
            }
            let line = &mut self.values.slope[v as usize * WIDTH..][..WIDTH];
            line.iter_mut().zip(&slopes).for_each(|(x, s)| *x += s);
        }
    }

    /// Ends a batch: takes a step at this rate.
    pub fn step(&mut self, rate: f32) {
        // Both means begin at nothing, for which the first steps make up.
        self.fading[0] *= 1.0 - QUICK;
        self.fading[1] *= 1.0 - SLOW;
        let rate = rate * (1.0 - self.fading[1]).sqrt() / (1.0 - self.fading[0]);
        let mut words: Vec<u16> = Vec::new();
        for (n, &(word, place)) in self.used.iter().enumerate() {
            let slopes = &self.row_slopes[n * WIDTH..][..WIDTH];
            let own = word as usize * DEPTH;
            for d in 0..DEPTH {
                let at = (place as usize * DEPTH + d) * WIDTH;
                let line = &self.places.now[at..at + WIDTH];
                let line_slope = &mut self.places.slope[at..at + WIDTH];
                let x = self.words.now[own + d];
                // In eight sums side by side, which processors add at once.
                let mut parts = [0.0_f32; 8];
                for ((y, y_slope), s) in line
                    .chunks_exact(8)
                    .zip(line_slope.chunks_exact_mut(8))
                    .zip(slopes.chunks_exact(8))
                {
                    for i in 0..8 {
                        parts[i] += y[i] * s[i];
                        y_slope[i] += x * s[i];
                    }
                }
                self.words.slope[own + d] += parts.iter().sum::<f32>();
            }
            words.push(word);
            self.row_of[word as usize * self.shape.places + place as usize] = 0;
        }
        words.sort_unstable();
        words.dedup();
        for w in words {
            self.words.step(w as usize * DEPTH..(w as usize + 1) * DEPTH, rate);
        }
        for v in self.seen.drain(..) {
            self.is_seen[v as usize] = false;
            self.values.step(v as usize * WIDTH..(v as usize + 1) * WIDTH, rate);
        }
        self.places.step(0..self.places.now.len(), rate);
        self.labels.step(0..self.labels.now.len(), rate);
        self.used.clear();
        self.rows.clear();
        self.row_slopes.clear();
    }

    /// The numbers to store, in the order of [`Shape::sizes`].
    pub fn finish(&self) -> [Vec<i8>; 4] {
        [
            self.values.rounded(UNIT),
            self.words.rounded(WORD_UNIT),
            self.places.rounded(UNIT),
            self.labels.rounded(UNIT),
        ]
    }
}
