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

/// A row, in blocks.
pub type Line = [[i16; BLOCK]; WIDTH / BLOCK];

const NOTHING: Line = [[0; BLOCK]; WIDTH / BLOCK];

/// A network ready for use.
#[derive(Debug, Clone, Default)]
pub struct Net {
    values: Vec<Line>,
    words: Vec<i8>,
    places: Vec<Line>,
    /// The weights and the bias of each label.
    labels: Vec<(Line, i32)>,
    /// For each word its row in each place.
    products: Vec<OnceLock<Box<[Line]>>>,
}

fn line(bytes: &[u8]) -> Line {
    std::array::from_fn(|b| std::array::from_fn(|i| i16::from(bytes[b * BLOCK + i] as i8)))
}

fn lines(bytes: &[u8]) -> Vec<Line> {
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
        let label = |c: &[u8]| (line(&c[..WIDTH]), i32::from(c[WIDTH] as i8) * UNIT as i32);
        Ok(Self {
            values: lines(values),
            words: words.iter().map(|&x| x as i8).collect(),
            places: lines(places),
            labels: labels.chunks_exact(WIDTH + 1).map(label).collect(),
            products: vec![OnceLock::new(); shape.words],
        })
    }

    /// The rows of a word, one for each place.
    fn rows(&self, word: usize) -> Box<[Line]> {
        let own = &self.words[word * DEPTH..(word + 1) * DEPTH];
        let unit = WORD_UNIT as i32;
        let row = |place: &[Line]| -> Line {
            std::array::from_fn(|block| {
                let mut sums = [unit / 2; BLOCK];
                for (&x, line) in own.iter().zip(place) {
                    for (sum, &y) in sums.iter_mut().zip(&line[block]) {
                        *sum += i32::from(x) * i32::from(y);
                    }
                }
                sums.map(|s| s.div_euclid(unit).clamp(-MOST, MOST) as i16)
            })
        };
        self.places.chunks_exact(DEPTH).map(row).collect()
    }

    /// What a decision that sees these values, at most [`VALUES`], and a word in each place amounts to.
    #[inline]
    pub fn sums(&self, values: &[u16], words: &[u16]) -> Line {
        let mut lines: [&Line; VALUES + PLACES] = [&NOTHING; VALUES + PLACES];
        let mut count = 0;
        for &v in values.iter().take(VALUES) {
            if let Some(line) = self.values.get(v as usize) {
                lines[count] = line;
                count += 1;
            }
        }
        for (place, &w) in words.iter().take(PLACES).enumerate() {
            let Some(cell) = self.products.get(w as usize) else { continue };
            if let Some(line) = cell.get_or_init(|| self.rows(w as usize)).get(place) {
                lines[count] = line;
                count += 1;
            }
        }
        let lines = &lines[..count];
        // So many sums at a time as the registers of processors hold.
        std::array::from_fn(|block| {
            let mut sums = NOTHING[block];
            for line in lines {
                let line = &line[block];
                sums = std::array::from_fn(|i| sums[i].wrapping_add(line[i]));
            }
            sums.map(|s| s.max(0))
        })
    }

    /// The scores of the labels from `first` on, for these sums.
    #[inline]
    pub fn weigh(&self, sums: &Line, first: usize, scores: &mut [i32]) {
        let labels = self.labels.get(first..).unwrap_or_default();
        let sums = sums.as_flattened();
        for (score, (line, bias)) in scores.iter_mut().zip(labels) {
            let line = line.as_flattened();
            let products = sums.iter().zip(line).map(|(&s, &w)| i32::from(s) * i32::from(w));
            *score = *bias + products.sum::<i32>();
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
            let sum = i32::from(net.values[0][0][0]) * VALUES as i32;
            let product = i32::from(net.rows(0)[0][0][0]) * PLACES as i32;
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
