/*! Trains the labeller of named entities.

In: articles with silver names, and tags as the tagger gives them to articles it was not trained on; other texts with names. Out:
the bytes of the section, and figures.
*/

use std::collections::BTreeSet;
use std::ops::Range;

use super::Tagged;
use crate::model::hash::Features;
use crate::model::learn::{self, Plan, Sequences};
use crate::model::sequence;
use crate::model::weights::Row;
use crate::tags::entities::{self, Entities, Input, Runs};
use crate::tags::words::Word;
use crate::tags::{EntityLabel, Pos};

const PLAN: Plan = Plan { least: 2, before: 6, budget: 50_000, after: 6, size: 12 };

/// How often a text made by hand is shown for each time that one labelled by machine is.
const BY_HAND: usize = 4;

/// A text with its names.
#[derive(Debug)]
pub struct Case {
    /// The words.
    pub words: Vec<Word>,
    /// Their parts of speech.
    pub tags: Vec<Pos>,
    /// The sentences as ranges of words.
    pub sentences: Vec<Range<usize>>,
    /// The kind of name that each word is part of.
    pub labels: Vec<EntityLabel>,
}

fn case((article, tags): Tagged) -> Case {
    let text = article.text();
    Case {
        words: Word::read(&text),
        tags: tags.to_vec(),
        sentences: text.sentences.iter().map(|s| s.tokens.clone()).collect(),
        labels: article.entity.clone(),
    }
}

fn add(case: &Case, data: &mut Sequences) {
    let mut features = Features::new();
    let input = Input::new(&case.words, &case.tags, &case.sentences);
    for s in &case.sentences {
        let runs = Runs::new(&case.words[s.clone()]);
        for i in s.clone() {
            features.clear();
            match input.describe(s, &runs, i, &mut features) {
                Some(only) => data.push(&[], only),
                None => data.push(features.ids(), case.labels[i] as u8),
            }
        }
        data.end();
    }
}

fn rows<'a>(tagged: &[Tagged], others: impl Iterator<Item = &'a Case>) -> Vec<Row> {
    let mut data = Sequences::default();
    for &article in tagged {
        add(&case(article), &mut data);
    }
    for other in others {
        for _ in 0..BY_HAND {
            add(other, &mut data);
        }
    }
    learn::sequences(EntityLabel::ALL.len(), PLAN, &data, sequence::any)
}

/// Trains on articles with silver names, and on `others`; gives the bytes of the section.
pub fn train<'a>(tagged: &[Tagged], others: impl Iterator<Item = &'a Case>) -> Vec<u8> {
    entities::write(&rows(tagged, others))
}

/// Names as maximal runs of one label inside a sentence.
fn spans(
    labels: &[EntityLabel],
    sentences: &[Range<usize>],
) -> BTreeSet<(usize, usize, EntityLabel)> {
    let mut out = BTreeSet::new();
    for s in sentences {
        let mut at = s.start;
        for run in labels[s.clone()].chunk_by(|a, b| a == b) {
            if run[0] != EntityLabel::O {
                out.insert((at, at + run.len(), run[0]));
            }
            at += run.len();
        }
    }
    out
}

/// How many names there are, were found, and were found with exact borders and kind: people, organisations, places.
#[derive(Debug, Default)]
pub struct Counts([[u32; 3]; 3]);

impl Counts {
    /// Counts the names of one text.
    pub fn add(&mut self, entities: &Entities, case: &Case) {
        let labels = entities.label(&case.words, &case.tags, &case.sentences);
        let found = spans(&labels, &case.sentences);
        let gold = spans(&case.labels, &case.sentences);
        let kinds = [EntityLabel::Person, EntityLabel::Organisation, EntityLabel::Place];
        for (counts, kind) in self.0.iter_mut().zip(kinds) {
            let of = |set: &BTreeSet<(usize, usize, EntityLabel)>| {
                set.iter().filter(|s| s.2 == kind).count() as u32
            };
            counts[0] += of(&gold);
            counts[1] += of(&found);
            counts[2] += gold.intersection(&found).filter(|s| s.2 == kind).count() as u32;
        }
    }
}

impl std::fmt::Display for Counts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let f1 = |c: [u32; 3]| 200.0 * f64::from(c[2]) / f64::from((c[0] + c[1]).max(1));
        let [people, organisations, places] = self.0;
        let all = [0, 1, 2].map(|i| people[i] + organisations[i] + places[i]);
        write!(
            f,
            "F1 {:.1} (people {:.1}, organisations {:.1}, places {:.1})",
            f1(all),
            f1(people),
            f1(organisations),
            f1(places)
        )
    }
}

/// Counts over all articles.
pub fn score(entities: &Entities, tagged: &[Tagged]) -> Counts {
    let mut counts = Counts::default();
    for &article in tagged {
        counts.add(entities, &case(article));
    }
    counts
}
