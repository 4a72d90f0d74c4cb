/*! Trains the labeller of named entities.

In: articles with silver names, and tags as the tagger gives them to articles it was not trained on. Out: [`Entities`] and the bytes
of its section.
*/

use std::collections::BTreeSet;
use std::ops::Range;

use super::corpus::Article;
use crate::model::hash::Features;
use crate::model::learn::{self, Plan, Sequences};
use crate::model::sequence;
use crate::tags::entities::{self, Entities, Input, Runs};
use crate::tags::words::Word;
use crate::tags::{EntityLabel, Pos};

const PLAN: Plan = Plan { least: 2, before: 6, budget: 50_000, after: 6, size: 12 };

fn sentences(article: &Article) -> Vec<Range<usize>> {
    article.text().sentences.iter().map(|s| s.tokens.clone()).collect()
}

/// Trains on `articles` with their `tags`.
pub fn train(articles: &[(&Article, &[Pos])]) -> Vec<u8> {
    let mut data = Sequences::default();
    let mut features = Features::new();
    for (article, tags) in articles {
        let words = Word::read(&article.text());
        let sentences = sentences(article);
        let input = Input::new(&words, tags, &sentences);
        for s in &sentences {
            let runs = Runs::new(&words[s.clone()]);
            for i in s.clone() {
                features.clear();
                match input.describe(s, &runs, i, &mut features) {
                    Some(only) => data.push(&[], only),
                    None => data.push(features.ids(), article.entity[i] as u8),
                }
            }
            data.end();
        }
    }
    let rows = learn::sequences(EntityLabel::ALL.len(), PLAN, &data, sequence::any);
    entities::write(&rows)
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

/// Exact-span F1 per kind and of people, organisations and places together, in words.
pub fn score(entities: &Entities, articles: &[(&Article, &[Pos])]) -> String {
    let kinds = [EntityLabel::Person, EntityLabel::Organisation, EntityLabel::Place];
    let mut counts = [[0_u32; 3]; 4];
    for (article, tags) in articles {
        let sentences = sentences(article);
        let words = Word::read(&article.text());
        let found = spans(&entities.label(&words, tags, &sentences), &sentences);
        let gold = spans(&article.entity, &sentences);
        for (k, kind) in kinds.iter().enumerate() {
            let of = |set: &BTreeSet<(usize, usize, EntityLabel)>| {
                set.iter().filter(|s| s.2 == *kind).count() as u32
            };
            let both = gold.intersection(&found).filter(|s| s.2 == *kind).count() as u32;
            for row in [k, 3] {
                for (count, add) in counts[row].iter_mut().zip([of(&gold), of(&found), both]) {
                    *count += add;
                }
            }
        }
    }
    let f1 =
        |[gold, found, both]: [u32; 3]| 200.0 * f64::from(both) / f64::from((gold + found).max(1));
    format!(
        "names F1 {:.1} (people {:.1}, organisations {:.1}, places {:.1})",
        f1(counts[3]),
        f1(counts[0]),
        f1(counts[1]),
        f1(counts[2])
    )
}
