/*! Weights of a linear model over hashed features, quantised to eight bits and summed as integers.

In: bytes of a section, or the entries that training kept. Out: scores per label. The file form keeps keys, counts, labels and
weights in streams of their own, since each compresses best among its like.
*/

use super::file::{Reader, Writer, bad};
use crate::Error;

/// The number of bits of a feature that are kept: few enough to store cheaply, enough that chance hits are rare.
pub const KEY_BITS: u32 = 23;

/// The key under which a feature's weights are stored.
#[inline]
pub const fn key(feature: u32) -> u32 {
    feature >> (32 - KEY_BITS)
}

/// The weights that one feature gives to labels, as training keeps them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// See [`key`].
    pub key: u32,
    /// Labels in ascending order with their weights, none of them 0.
    pub entries: Vec<(u8, i8)>,
}

/// Writes `rows`, which are in ascending order of key.
pub fn write(labels: usize, rows: &[Row], out: &mut Writer) {
    out.number(labels);
    out.number(rows.len());
    out.number(rows.iter().map(|r| r.entries.len()).sum());
    let mut last = 0;
    for row in rows {
        out.number((row.key - last) as usize);
        last = row.key;
    }
    for row in rows {
        out.byte(row.entries.len() as u8);
    }
    for &(label, _) in rows.iter().flat_map(|r| &r.entries) {
        out.byte(label);
    }
    for &(_, weight) in rows.iter().flat_map(|r| &r.entries) {
        out.byte(weight as u8);
    }
}

/// Rows as a file stores them: keys in ascending order, and where each key's entries end.
#[derive(Debug, Default)]
pub struct Stored {
    keys: Vec<u32>,
    ends: Vec<u32>,
    entries: Vec<(u8, i8)>,
}

/// Rows from training or from a file.
pub trait Rows {
    /// How many rows and entries there are.
    fn size(&self) -> (usize, usize);
    /// Gives each row's key and entries, in ascending order of key.
    fn each(&self, take: impl FnMut(u32, &[(u8, i8)]));
}

impl Rows for [Row] {
    fn size(&self) -> (usize, usize) {
        (self.len(), self.iter().map(|r| r.entries.len()).sum())
    }

    fn each(&self, mut take: impl FnMut(u32, &[(u8, i8)])) {
        for row in self {
            take(row.key, &row.entries);
        }
    }
}

impl Rows for Vec<Row> {
    fn size(&self) -> (usize, usize) {
        self[..].size()
    }

    fn each(&self, take: impl FnMut(u32, &[(u8, i8)])) {
        self[..].each(take);
    }
}

impl Rows for Stored {
    fn size(&self) -> (usize, usize) {
        (self.keys.len(), self.entries.len())
    }

    fn each(&self, mut take: impl FnMut(u32, &[(u8, i8)])) {
        let mut start = 0;
        for (&key, &end) in self.keys.iter().zip(&self.ends) {
            take(key, &self.entries[start as usize..end as usize]);
            start = end;
        }
    }
}

/// Reads what [`write`] wrote; `labels` is how many labels the stage knows.
pub fn read(labels: usize, from: &mut Reader) -> Result<Stored, Error> {
    let stored = from.number()?;
    if stored != labels {
        return Err(bad(format!("weights for {stored} labels where {labels} are known")));
    }
    let (rows, entries) = (from.number()?, from.number()?);
    if rows > from.left() || entries > from.left() {
        return Err(bad("the weights are cut short"));
    }
    let mut keys = Vec::with_capacity(rows);
    let mut key = 0_usize;
    for i in 0..rows {
        let step = from.number()?;
        if i > 0 && step == 0 {
            return Err(bad("a feature stands twice among the weights"));
        }
        key = key.saturating_add(step);
        if key >= 1 << KEY_BITS {
            return Err(bad("a feature is beyond the range of features"));
        }
        keys.push(key as u32);
    }
    let mut end = 0;
    let ends: Vec<u32> = from
        .bytes(rows)?
        .iter()
        .map(|&count| {
            end += u32::from(count);
            end
        })
        .collect();
    if end as usize != entries {
        return Err(bad("the counts of weights do not add up"));
    }
    let (of, values) = (from.bytes(entries)?, from.bytes(entries)?);
    if of.iter().any(|&l| l as usize >= labels) {
        return Err(bad("a weight is for a label that is not known"));
    }
    let entries = of.iter().zip(values).map(|(&label, &value)| (label, value as i8)).collect();
    Ok(Stored { keys, ends, entries })
}

/// Finds the place of a key: open addressing, at most half full.
#[derive(Debug, Clone, Default)]
struct Table {
    /// Key plus one (0: empty), and what is stored.
    slots: Vec<(u32, u32)>,
}

impl Table {
    /// Room for `count` keys.
    fn new(count: usize) -> Self {
        Self { slots: vec![(0, 0); (count * 2).next_power_of_two().max(2)] }
    }

    /// Puts in a key that is not there yet.
    fn put(&mut self, key: u32, value: u32) {
        let mask = self.slots.len() - 1;
        let mut at = key as usize & mask;
        while self.slots[at].0 != 0 {
            at = (at + 1) & mask;
        }
        self.slots[at] = (key + 1, value);
    }

    #[inline]
    fn get(&self, key: u32) -> Option<u32> {
        let mask = self.slots.len().wrapping_sub(1);
        let mut at = key as usize & mask;
        loop {
            let &(found, value) = self.slots.get(at)?;
            if found == key + 1 {
                return Some(value);
            }
            if found == 0 {
                return None;
            }
            at = (at + 1) & mask;
        }
    }
}

/// Weights for any number of labels, few per feature.
#[derive(Debug, Clone, Default)]
pub struct Weights {
    table: Table,
    entries: Vec<(u8, i8)>,
}

impl Weights {
    /// The weights of `rows`.
    pub fn new(rows: &(impl Rows + ?Sized)) -> Self {
        let (count, sum) = rows.size();
        let mut table = Table::new(count);
        let mut entries = Vec::with_capacity(sum);
        rows.each(|key, row| {
            table.put(key, (entries.len() as u32) << 8 | row.len() as u32);
            entries.extend_from_slice(row);
        });
        Self { table, entries }
    }

    /// The first label and weight of `feature`: for dictionaries, which have one per word.
    pub fn first(&self, feature: u32) -> Option<(u8, i8)> {
        let place = self.table.get(key(feature))?;
        self.entries.get((place >> 8) as usize).copied()
    }

    /// Adds the weights of `features` to `scores`, which has a place for each label.
    #[inline]
    pub fn add(&self, features: &[u32], scores: &mut [i32]) {
        for &feature in features {
            let Some(place) = self.table.get(key(feature)) else { continue };
            let (start, len) = ((place >> 8) as usize, (place & 0xff) as usize);
            for &(label, weight) in &self.entries[start..start + len] {
                scores[label as usize] += i32::from(weight);
            }
        }
    }
}

/// Weights for at most four labels, kept in the table itself.
#[derive(Debug, Clone, Default)]
pub struct Narrow {
    table: Table,
}

impl Narrow {
    /// The weights of `rows`, whose labels are below 4.
    pub fn new(rows: &(impl Rows + ?Sized)) -> Self {
        let mut table = Table::new(rows.size().0);
        rows.each(|key, row| {
            let mut four = [0_u8; 4];
            for &(label, weight) in row {
                four[label as usize & 3] = weight as u8;
            }
            table.put(key, u32::from_le_bytes(four));
        });
        Self { table }
    }

    /// Adds the weights of `features` to `scores`.
    #[inline]
    pub fn add(&self, features: &[u32], scores: &mut [i32; 4]) {
        for &feature in features {
            if let Some(four) = self.table.get(key(feature)) {
                for (score, weight) in scores.iter_mut().zip(four.to_le_bytes()) {
                    *score += i32::from(weight as i8);
                }
            }
        }
    }
}

/// The label with the highest score, the first of equals.
#[inline]
pub fn best(scores: &[i32]) -> usize {
    let mut best = 0;
    for (i, &s) in scores.iter().enumerate() {
        if s > scores[best] {
            best = i;
        }
    }
    best
}
