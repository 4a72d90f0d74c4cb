/*! Trains the parser with a dynamic oracle, so that it learns to go on well after a mistake.

In: articles with silver parses, and tags as the tagger gives them to articles it was not trained on. Out: the bytes of the
[`Parser`]'s section.
*/

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::corpus::Article;
use super::net::Trainer;
use crate::model::hash::mix;
use crate::model::learn;
use crate::tags::parser::{
    self, ACTIONS, Input, LEFT, Parser, RELATIONS, RIGHT, SHIFT, Sight, State, Vocabulary,
};
use crate::tags::words::Word;
use crate::tags::{Pos, Relation};

/// How many words are known by themselves at most, and how often they occur at least.
const WORDS: (usize, u32) = (4000, 5);
/// The same for the endings of the other words.
const ENDINGS: (usize, u32) = (800, 15);
/// A word that occurs this often is taken for an unknown one half of the time, commoner ones less often.
const FORGET: u32 = 10;
/// How often the data is gone through.
const PASSES: usize = 14;
/// Sentences between steps.
const BATCH: usize = 16;
/// The rate of the first step; the last step's is nothing.
const RATE: f32 = 0.002;
/// Of 256 sums, how many are left out of a decision.
const DROP: u32 = 80;
/// How much a relation matters; an action matters 1.
const RELATION_WEIGHT: f32 = 0.5;

/// A sentence with its silver parse.
struct Sentence {
    input: Input,
    /// The number of each word, and what it would be if it were not known by itself.
    ids: Vec<u16>,
    unknown: Vec<u16>,
    /// The governors of words; their number stands for the root.
    heads: Vec<u32>,
    relations: Vec<usize>,
    /// The children of each word, and of the root, in order.
    children: Vec<Vec<u32>>,
}

/// The sentences of an article.
fn sentences(vocabulary: &Vocabulary, article: &Article, tags: &[Pos]) -> Vec<Sentence> {
    let text = article.text();
    let words = Word::read(&text);
    let sentence = |range: std::ops::Range<usize>| {
        let first = range.start;
        let input = Input::new(vocabulary, &words[range.clone()], &tags[range.clone()]);
        // The word that governs, past marks in between: punctuation itself is not parsed.
        let word = |mut at: Option<u32>| {
            for _ in range.clone() {
                let Some(token) = at else { break };
                match input.places.binary_search(&(token - first as u32)) {
                    Ok(word) => return word as u32,
                    Err(_) => at = article.head[token as usize],
                }
            }
            input.len() as u32
        };
        let places = || input.places.iter().map(|&i| first + i as usize);
        let heads: Vec<_> = places().map(|i| word(article.head[i])).collect();
        let mut children = vec![vec![]; heads.len() + 1];
        for (i, &h) in heads.iter().enumerate() {
            children[h as usize].push(i as u32);
        }
        let unknown = places().map(|i| vocabulary.unknown(&words[i], tags[i])).collect();
        let relations = places().map(|i| article.relation[i] as usize).collect();
        let ids = input.ids().collect();
        Sentence { input, ids, unknown, heads, relations, children }
    };
    text.sentences.iter().map(|s| sentence(s.tokens.clone())).collect()
}

/// How many arcs of the silver parse each action puts out of reach.
fn costs(state: &State, gold: &Sentence, on_stack: &[bool]) -> [usize; ACTIONS] {
    let next = state.next;
    let mut costs = [0; ACTIONS];
    let top = state.stack.last().copied();
    let under = state.stack.len().checked_sub(2).map(|i| state.stack[i]);
    if (next as usize) < gold.heads.len() {
        let head = gold.heads[next as usize];
        costs[SHIFT] =
            gold.children[next as usize].iter().filter(|&&c| on_stack[c as usize]).count();
        costs[SHIFT] += usize::from(head < next && on_stack[head as usize] && Some(head) != top);
    }
    if let Some(top) = top {
        let head = gold.heads[top as usize];
        let waiting = gold.children[top as usize].iter().filter(|&&c| c >= next).count();
        costs[LEFT] = waiting + usize::from(Some(head) == under || head > next);
        costs[RIGHT] = waiting + usize::from(head >= next);
    }
    costs
}

/// The legal actions that cost least.
fn right_actions(legal: [bool; ACTIONS], costs: [usize; ACTIONS]) -> [bool; ACTIONS] {
    let least = (0..ACTIONS).filter(|&a| legal[a]).map(|a| costs[a]).min();
    std::array::from_fn(|a| legal[a] && Some(costs[a]) == least)
}

/// The one of these labels with the highest score.
fn best(scores: &[f32], of: impl Fn(usize) -> bool) -> usize {
    let all = (0..scores.len()).filter(|&l| of(l));
    all.max_by(|&a, &b| scores[a].total_cmp(&scores[b])).unwrap_or(0)
}

/// Parses a sentence as the network under training does, and learns on the way; with `lead` only right actions are taken.
fn follow(gold: &Sentence, trainer: &mut Trainer, sight: &mut Sight, lead: bool) {
    let mut state = State::new(gold.heads.len());
    let mut on_stack = vec![false; gold.heads.len() + 1];
    while !state.is_done() {
        let legal = state.legal();
        let (mut action, mut relation) = (best(&[0.0; ACTIONS], |a| legal[a]), 0);
        // Where there is no choice and no relation to give, there is nothing to learn.
        if !matches!(legal, [true, false, false] | [false, true, false]) {
            state.describe(&gold.input, sight);
            trainer.look(&sight.values, &sight.words);
            let mut scores = [0.0; ACTIONS];
            trainer.weigh(0, &mut scores);
            let right = right_actions(legal, costs(&state, gold, &on_stack));
            if right != legal {
                trainer.blame(0, &scores, 1.0, |a| legal[a], |a| right[a]);
            }
            action = best(&scores, |a| if lead { right[a] } else { legal[a] });
            if let Some((child, head)) = state.arc(action) {
                let first = parser::relation_labels(action);
                let mut scores = [0.0; RELATIONS];
                trainer.weigh(first, &mut scores);
                relation = best(&scores, |_| true);
                if gold.heads[child as usize] == head {
                    let right = gold.relations[child as usize];
                    trainer.blame(first, &scores, RELATION_WEIGHT, |_| true, |r| r == right);
                    if lead {
                        relation = right;
                    }
                }
            }
            trainer.learn();
        }
        match state.arc(action) {
            None => on_stack[state.next as usize] = true,
            Some((child, _)) => on_stack[child as usize] = false,
        }
        state.apply(action, relation as u8);
    }
}

/// The `most` commonest keys that occur at least so often.
fn common(counts: &BTreeMap<u32, u32>, (most, least): (usize, u32)) -> Vec<u32> {
    let mut all: Vec<_> =
        counts.iter().filter(|c| *c.1 >= least).map(|(&k, &c)| (Reverse(c), k)).collect();
    all.sort_unstable();
    all.into_iter().take(most).map(|(_, k)| k).collect()
}

/// The words worth knowing by themselves and the endings of the others, and how often each word of the vocabulary occurs.
fn vocabulary(articles: &[(&Article, &[Pos])]) -> (Vocabulary, Vec<u32>) {
    let words: Vec<_> = articles.iter().flat_map(|(a, _)| Word::read(&a.text())).collect();
    let mut counts = BTreeMap::new();
    for w in &words {
        *counts.entry(Vocabulary::key(w)).or_insert(0) += 1;
    }
    let mut keys = common(&counts, WORDS);
    let known = Vocabulary::new(keys.clone());
    let mut endings = BTreeMap::new();
    for w in words.iter().filter(|w| known.find(Vocabulary::key(w)).is_none()) {
        *endings.entry(Vocabulary::ending(w)).or_insert(0) += 1;
    }
    keys.extend(common(&endings, ENDINGS));
    let vocabulary = Vocabulary::new(keys);
    // What is no word cannot be forgotten any further.
    let mut often = vec![u32::MAX; vocabulary.len()];
    for (&key, &count) in &counts {
        if let Some(id) = vocabulary.find(key) {
            often[id as usize] = count;
        }
    }
    (vocabulary, often)
}

/// Trains on `articles` with their `tags`.
pub fn train(articles: &[(&Article, &[Pos])]) -> Vec<u8> {
    let (vocabulary, often) = vocabulary(articles);
    let mut sentences: Vec<_> =
        articles.iter().flat_map(|(a, tags)| sentences(&vocabulary, a, tags)).collect();
    let mut trainer = Trainer::new(parser::shape(&vocabulary), DROP);
    let mut sight = Sight::default();
    let steps = PASSES * sentences.len().div_ceil(BATCH);
    let (mut step, mut moment) = (0, 0);
    for pass in 0..PASSES {
        for batch in learn::shuffled(sentences.len(), pass).chunks(BATCH) {
            for &n in batch {
                let gold = &mut sentences[n];
                // Rare words are now and then taken for unknown ones, so that those too are learned from.
                for i in 0..gold.ids.len() {
                    moment += 1;
                    let id = gold.ids[i];
                    let often = u64::from(FORGET) + u64::from(often[id as usize]);
                    let forgotten = u64::from(mix(99, moment)) * often < u64::from(FORGET) << 32;
                    gold.input.rename(i, if forgotten { gold.unknown[i] } else { id });
                }
                // In the first pass mistakes are so common that only the right way teaches anything.
                follow(gold, &mut trainer, &mut sight, pass == 0);
            }
            trainer.step(RATE * (1.0 - step as f32 / steps as f32));
            step += 1;
        }
    }
    let [values, words, places, labels] = trainer.finish();
    parser::write(&vocabulary, [&values, &words, &places, &labels])
}

/// Unlabelled and labelled attachment without punctuation, in per cent.
pub fn score(parser: &Parser, articles: &[(&Article, &[Pos])]) -> (f64, f64) {
    let (mut all, mut heads, mut both) = (0_u32, 0_u32, 0_u32);
    for (article, tags) in articles {
        let text = article.text();
        let words = Word::read(&text);
        let (mut found, mut relations) = (Vec::new(), Vec::new());
        for s in &text.sentences {
            let range = s.tokens.clone();
            let first = range.start;
            let (words, tags) = (&words[range.clone()], &tags[range]);
            parser.parse(words, tags, first, &mut found, &mut relations);
        }
        for i in 0..found.len() {
            if article.relation[i] != Relation::Punct {
                let right = found[i] == article.head[i];
                all += 1;
                heads += u32::from(right);
                both += u32::from(right && relations[i] == article.relation[i]);
            }
        }
    }
    let share = |n: u32| 100.0 * f64::from(n) / f64::from(all.max(1));
    (share(heads), share(both))
}
