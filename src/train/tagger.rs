/*! Trains the tagger and its dictionary.

In: articles with silver tags. Out: the [`Tagger`], and the bytes of its section.
*/

use std::collections::BTreeMap;

use super::corpus::Article;
use crate::model::learn::{self, Counts, Plan};
use crate::model::weights::{self, Row};
use crate::tags::Pos;
use crate::tags::tagger::{self, Tagger};
use crate::tags::words::Word;

/// Words that occur at least this often are in the dictionary.
const DICTIONARY: u32 = 6;
/// Words that occur at least this often with one tag (but for one in [`SLIPS`]) are sure.
const SURE: u32 = 40;
const SLIPS: u32 = 400;

const PLAN: Plan = Plan { least: 3, before: 4, budget: 40_000, after: 4, size: 12 };

struct Sentence {
    words: Vec<Word>,
    tags: Vec<u8>,
}

fn sentences(articles: &[&Article]) -> Vec<Sentence> {
    let mut out = Vec::new();
    for article in articles {
        let text = article.text();
        let words = Word::read(&text);
        for s in &text.sentences {
            let tags = article.pos[s.tokens.clone()].iter().map(|&p| p as u8).collect();
            out.push(Sentence { words: words[s.tokens.clone()].to_vec(), tags });
        }
    }
    out
}

fn dictionary(sentences: &[Sentence]) -> Vec<Row> {
    let mut counts: BTreeMap<u32, BTreeMap<u8, u32>> = BTreeMap::new();
    for s in sentences {
        for (word, &tag) in s.words.iter().zip(&s.tags) {
            *counts
                .entry(weights::key(tagger::entry(word)))
                .or_default()
                .entry(tag)
                .or_default() += 1;
        }
    }
    let mut rows = Vec::new();
    for (key, tags) in counts {
        let sum: u32 = tags.values().sum();
        let (&tag, &most) = tags.iter().max_by_key(|t| t.1).expect("no word without a tag");
        let sure = most >= SURE && (sum - most) * SLIPS <= sum;
        if sum >= DICTIONARY {
            rows.push(Row { key, entries: vec![(tag, 1 + i8::from(sure))] });
        }
    }
    rows
}

/// Trains on `articles`.
pub fn train(articles: &[&Article]) -> (Tagger, Vec<u8>) {
    let sentences = sentences(articles);
    let dictionary = dictionary(&sentences);
    let frame = Tagger::new(&dictionary, &[]);
    let mut counts = Counts::default();
    for s in &sentences {
        frame.decide(&s.words, |i, features, _| {
            counts.add(features);
            s.tags[i] as usize
        });
    }
    let rows = learn::train(Pos::ALL.len(), PLAN, &counts, |learner, pass| {
        for n in learn::shuffled(sentences.len(), pass) {
            let s = &sentences[n];
            frame.decide(&s.words, |i, features, scores| {
                learner.add(features, scores);
                let (guess, right) = (weights::best(scores), s.tags[i] as usize);
                learner.tick();
                if guess != right {
                    learner.correct(features, right, guess);
                }
                guess
            });
        }
    });
    (Tagger::new(&dictionary, &rows), tagger::write(&dictionary, &rows))
}

/// How many of the tokens have their silver tag, in per cent.
pub fn score(tagged: &[(&Article, &[Pos])]) -> f64 {
    let pairs = || tagged.iter().flat_map(|(a, tags)| a.pos.iter().zip(*tags));
    100.0 * pairs().filter(|(a, b)| a == b).count() as f64 / pairs().count().max(1) as f64
}

/// The tags of one article.
pub fn tags(tagger: &Tagger, article: &Article) -> Vec<Pos> {
    let text = article.text();
    let words = Word::read(&text);
    let mut tags = Vec::new();
    for s in &text.sentences {
        tagger.tag(&words[s.tokens.clone()], &mut tags);
    }
    tags
}
