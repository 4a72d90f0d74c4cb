/*! Evaluation: how often the analyser is right, measured on annotated corpora.

In: a folder with corpora (never part of this project), and predictions. Out: figures. The figures for attributions and names are
defined by the scorers that come with the corpora; `tests/evaluation.rs` shows that ours equal theirs.

All offsets here are Unicode code points of the article, as in the corpora.

PolNeAR marks the words that name a source, not who that is: [`speakers`] is measured with labels of our own.
*/

pub mod attributions;
pub mod borders;
pub mod calibration;
pub mod children;
pub mod corpus;
pub mod errors;
pub mod names;
mod predictions;
pub mod speakers;
pub mod table;

pub use predictions::{Prediction, predict, write_predictions};

use std::path::Path;

use serde::Serialize;

use crate::document::Range;
use crate::{Error, ErrorKind};

/// The spans of one attribution, by role; each list is sorted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Roles {
    /// Who says it.
    pub source: Vec<Range>,
    /// The words that tie the two.
    pub cue: Vec<Range>,
    /// What is said.
    pub content: Vec<Range>,
}

/// The roles, in the order of all tables.
pub const ROLES: [&str; 3] = ["source", "cue", "content"];

impl Roles {
    /// The spans of the role with index `role` in [`ROLES`].
    pub fn spans(&self, role: usize) -> &[Range] {
        [&self.source, &self.cue, &self.content][role]
    }
}

/// Precision, recall and F1 in percent.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Prf {
    /// Of the predicted, how many are right.
    pub p: f64,
    /// Of the gold, how many are found.
    pub r: f64,
    /// Their harmonic mean.
    pub f1: f64,
}

impl Prf {
    /// From counts; all 100 where both sides are empty.
    pub fn new(correct: usize, predicted: usize, gold: usize) -> Self {
        if predicted == 0 && gold == 0 {
            return Self { p: 100.0, r: 100.0, f1: 100.0 };
        }
        Self {
            p: percent(correct as f64, predicted as f64),
            r: percent(correct as f64, gold as f64),
            f1: percent((2 * correct) as f64, (predicted + gold) as f64),
        }
    }
}

/// A percentage; 0 where there is nothing to divide by.
pub fn percent(part: f64, whole: f64) -> f64 {
    if whole == 0.0 { 0.0 } else { 100.0 * part / whole }
}

/// Gives the fields of each line of a file of labels, but for comments, to `each`; what that finds wrong becomes an error with file and line.
fn rows(path: &Path, mut each: impl FnMut(&[&str]) -> Result<(), String>) -> Result<(), Error> {
    let fail = |what: &str| Error::new(ErrorKind::Input, format!("{}{what}", path.display()));
    let text = std::fs::read_to_string(path).map_err(|e| fail(&format!(": {e}")))?;
    for (i, line) in text.lines().enumerate().filter(|(_, l)| !l.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        each(&fields).map_err(|what| fail(&format!(":{}: {what}", i + 1)))?;
    }
    Ok(())
}
