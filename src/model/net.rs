/*! A small network for decisions that are made often: rows are added up, what is positive remains, and each label weighs it.

In: bytes of a section, or the numbers that training found. Out: scores per label. There is a row of [`WIDTH`] numbers for each small
value that a decision may see, and for each word in each place where it may stand; the latter are products of the word's own few
numbers and the place's, made when first needed. All arithmetic is in integers and nothing overflows, so every platform gives
the same scores.
*/

use std::sync::OnceLock;

use super::file::{Reader, Writer, bad};
use crate::Error;

/// How many numbers a row has.
pub const WIDTH: usize = 128;
/// How many numbers a word has.
pub const DEPTH: usize = 32;
/// The unit of rows, of places and of labels is one by this; all are stored in eight bits.
pub const UNIT: f32 = 64.0;
/// The unit of words is one by this.
pub const WORD_UNIT: f32 = 32.0;
/// How many values a decision may see.
pub const VALUES: usize = 90;
/// In how many places words may stand.
pub const PLACES: usize = 13;
/// The largest number in a product: so many rows can be added up in 16 bits.
const MOST: i32 = (i16::MAX as i32 - VALUES as i32 * 128) / PLACES as i32;
/// How many numbers are added up at a time.
const BLOCK: usize = 64;

/// How many values, words, places and labels a network knows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Shape {
    /// Values that a decision may see.
    pub values: usize,
    /// Words.
    pub words: usize,
    /// Places where words may stand, at most [`PLACES`].
    pub places: usize,
    /// Labels.
    pub labels: usize,
}

impl Shape {
    /// How many numbers there are of values, words, places and labels; a label's last number is its bias.
    pub fn sizes(self) -> [usize; 4] {
        [
            self.values * WIDTH,
            self.words * DEPTH,
            self.places * DEPTH * WIDTH,
            self.labels * (WIDTH + 1),
        ]
    }
}

/// One number of each kind of sum.
pub type Line = [i16; WIDTH];

/// A network ready for use.
#[derive(Debug, Clone, Default)]
pub struct Net {
    values: Vec<Line>,
    words: Vec<i8>,
    places: Vec<Line>,
    labels: Vec<Line>,
    biases: Vec<i32>,
    /// For each word its row in each place.
    products: Vec<OnceLock<Box<[Line]>>>,
}

fn lines(bytes: &[u8]) -> Vec<Line> {
    let line = |c: &[u8]| std::array::from_fn(|i| i16::from(c[i] as i8));
    bytes.chunks_exact(WIDTH).map(line).collect()
}

/// Writes the numbers of a network, in the order of [`Shape::sizes`].
pub fn write(numbers: [&[i8]; 4], out: &mut Writer) {
    for list in numbers {
        out.number(list.len());
        for &x in list {
            out.byte(x as u8);
        }
    }
}

impl Net {
    /// Reads what [`write`] wrote, for a network of this shape.
    pub fn read(shape: Shape, from: &mut Reader) -> Result<Self, Error> {
        let mut lists: [&[u8]; 4] = [&[]; 4];
        for (list, size) in lists.iter_mut().zip(shape.sizes()) {
            if from.number()? != size {
                return Err(bad("a network is not of the expected shape"));
            }
            *list = from.bytes(size)?;
        }
        let [values, words, places, labels] = lists;
        let label = |c: &[u8]| lines(&c[..WIDTH])[0];
        Ok(Self {
            values: lines(values),
            words: words.iter().map(|&x| x as i8).collect(),
            places: lines(places),
            labels: labels.chunks_exact(WIDTH + 1).map(label).collect(),
            biases: labels
                .chunks_exact(WIDTH + 1)
                .map(|c| i32::from(c[WIDTH] as i8) * UNIT as i32)
                .collect(),
            products: vec![OnceLock::new(); shape.words],
        })
    }

    /// The rows of a word, one for each place.
    fn rows(&self, word: usize) -> Box<[Line]> {
        let own = &self.words[word * DEPTH..(word + 1) * DEPTH];
        let row = |place: &[Line]| {
            let mut sums = [0_i32; WIDTH];
            for (&x, line) in own.iter().zip(place) {
                for (sum, &y) in sums.iter_mut().zip(line) {
                    *sum += i32::from(x) * i32::from(y);
                }
            }
            let unit = WORD_UNIT as i32;
            sums.map(|s| ((s + unit / 2).div_euclid(unit)).clamp(-MOST, MOST) as i16)
        };
        self.places.chunks_exact(DEPTH).map(row).collect()
    }

    /// What a decision that sees these values, at most [`VALUES`], and a word in each place amounts to.
    #[inline]
    pub fn sums(&self, values: &[u16], words: &[u16]) -> Line {
        let words = words.iter().enumerate().filter_map(|(place, &w)| {
            let rows = self.products.get(w as usize)?;
            rows.get_or_init(|| self.rows(w as usize)).get(place)
        });
        let values = values.iter().take(VALUES).filter_map(|&v| self.values.get(v as usize));
        let mut lines: [&Line; VALUES + PLACES] = [&[0; WIDTH]; VALUES + PLACES];
        let mut count = 0;
        for (to, line) in lines.iter_mut().zip(values.chain(words)) {
            *to = line;
            count += 1;
        }
        let mut sums = [0; WIDTH];
        // So many sums at a time as the registers of processors hold.
        for (block, sums) in sums.chunks_exact_mut(BLOCK).enumerate() {
            let mut part = [0_i16; BLOCK];
            for line in &lines[..count] {
                let line = &line[block * BLOCK..(block + 1) * BLOCK];
                for (sum, x) in part.iter_mut().zip(line) {
                    *sum = sum.wrapping_add(*x);
                }
            }
            for (sum, x) in sums.iter_mut().zip(part) {
                *sum = x.max(0);
            }
        }
        sums
    }

    /// The scores of the labels from `first` on, for these sums.
    #[inline]
    pub fn weigh(&self, sums: &Line, first: usize, scores: &mut [i32]) {
        let labels = self.labels.iter().zip(&self.biases).skip(first);
        for (score, (line, &bias)) in scores.iter_mut().zip(labels) {
            let products = sums.iter().zip(line).map(|(&s, &w)| i32::from(s) * i32::from(w));
            *score = bias + products.sum::<i32>();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::file::{Reader, Writer};
    use super::*;

    const SHAPE: Shape = Shape { values: 3, words: 2, places: 2, labels: 2 };

    fn written(value: impl Fn(usize, usize) -> i8) -> Vec<u8> {
        let sizes = SHAPE.sizes();
        let lists: [Vec<i8>; 4] =
            std::array::from_fn(|n| (0..sizes[n]).map(|i| value(n, i)).collect());
        let mut out = Writer::new();
        write([&lists[0], &lists[1], &lists[2], &lists[3]], &mut out);
        out.finish()
    }

    #[test]
    fn rows_are_added_up_and_weighed() {
        let bytes = written(|n, i| match n {
            // Value 0 gives 1 each, value 1 gives -9 each.
            0 => [1, -9, 0][i / WIDTH],
            // Word 1 gives the sum of all of its numbers times 3, in the unit of rows, in each place.
            1 => i8::from(i / DEPTH == 1),
            2 => 3,
            _ => [2, -1][i / (WIDTH + 1)],
        });
        let net = Net::read(SHAPE, &mut Reader::new(&bytes)).unwrap();
        let score = |values: &[u16], words: &[u16]| {
            let mut scores = [0; 2];
            net.weigh(&net.sums(values, words), 0, &mut scores);
            scores
        };
        let (width, unit) = (WIDTH as i32, UNIT as i32);
        let product = (DEPTH as i32 * 3 + WORD_UNIT as i32 / 2) / WORD_UNIT as i32;
        assert_eq!(score(&[], &[]), [2 * unit, -unit]);
        assert_eq!(score(&[0], &[]), [2 * (unit + width), -unit - width]);
        assert_eq!(score(&[1], &[]), score(&[], &[]));
        let both = 1 + 2 * product;
        assert_eq!(score(&[0], &[1, 1]), [2 * (unit + width * both), -unit - width * both]);
        // What is not known counts for nothing.
        assert_eq!(score(&[0, 99], &[9, 9]), score(&[0], &[]));
    }

    #[test]
    fn the_largest_numbers_fit() {
        for size in [127, -128] {
            let bytes = written(|_, _| size);
            let net = Net::read(SHAPE, &mut Reader::new(&bytes)).unwrap();
            let sum = net.values[0][0] as i32 * VALUES as i32;
            let product = net.rows(0)[0][0] as i32 * PLACES as i32;
            assert!(i16::try_from(sum + product).is_ok() && product.abs() > 20_000);
            assert!(i16::try_from(sum - product).is_ok());
        }
    }

    #[test]
    fn another_shape_is_an_error() {
        let bytes = written(|_, _| 0);
        let other = Shape { values: 4, ..SHAPE };
        assert!(Net::read(other, &mut Reader::new(&bytes)).is_err());
        assert!(Net::read(SHAPE, &mut Reader::new(&bytes[..100])).is_err());
    }
}
