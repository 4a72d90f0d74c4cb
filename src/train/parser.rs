/*! Trains the parser: actions with a dynamic oracle, so that it learns to go on well after a mistake, then relations.

In: articles with silver parses, and tags as the tagger gives them to articles it was not trained on. Out: the [`Parser`] and the
bytes of its section.
*/

use super::corpus::Article;
use crate::model::hash::Features;
use crate::model::learn::{self, Counts, Plan};
use crate::model::weights;
use crate::tags::parser::{
    self, ACTIONS, Input, LEFT, Parser, RIGHT, SHIFT, State, Tree, best_legal,
};
use crate::tags::words::Word;
use crate::tags::{Pos, Relation};

const ACTION_PLAN: Plan = Plan { least: 3, before: 4, budget: 100_000, after: 4, size: 12 };
/// By how much the right action is to be ahead of the others.
const MARGIN: i32 = 8;
const RELATION_PLAN: Plan = Plan { least: 3, before: 3, budget: 30_000, after: 3, size: 12 };

/// A sentence with its silver parse; the root is the number of words.
struct Sentence {
    input: Input,
    heads: Vec<u32>,
    relations: Vec<usize>,
    /// The children of each word, and of the root, in order.
    children: Vec<Vec<u32>>,
}

fn sentences<'a>(articles: impl IntoIterator<Item = (&'a Article, &'a [Pos])>) -> Vec<Sentence> {
    let mut out = Vec::new();
    for (article, tags) in articles {
        let text = article.text();
        let words = Word::read(&text);
        for s in &text.sentences {
            let range = s.tokens.clone();
            let n = range.len() as u32;
            let first = range.start as u32;
            let heads: Vec<_> =
                article.head[range.clone()].iter().map(|h| h.map_or(n, |h| h - first)).collect();
            let mut children = vec![vec![]; heads.len() + 1];
            for (i, &h) in heads.iter().enumerate() {
                children[h as usize].push(i as u32);
            }
            out.push(Sentence {
                input: Input::new(&words[range.clone()], &tags[range.clone()]),
                heads,
                relations: article.relation[range].iter().map(|&r| r as usize).collect(),
                children,
            });
        }
    }
    out
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

/// Parses one sentence; `choose` gets the features, the legal actions and the costs, and gives the action.
fn follow(
    gold: &Sentence,
    features: &mut Features,
    mut choose: impl FnMut(&[u32], [bool; ACTIONS], [usize; ACTIONS]) -> usize,
) {
    let mut state = State::new(gold.heads.len());
    let mut on_stack = vec![false; gold.heads.len() + 1];
    while !state.is_done() {
        let legal = state.legal();
        let action = if legal == [true, false, false] {
            SHIFT
        } else {
            features.clear();
            state.describe(&gold.input, features);
            choose(features.ids(), legal, costs(&state, gold, &on_stack))
        };
        match action {
            SHIFT => on_stack[state.next as usize] = true,
            _ => on_stack[state.stack[state.stack.len() - 1] as usize] = false,
        }
        state.apply(action);
    }
}

/// The best of the legal actions that cost least.
fn right_action(scores: &[i32], legal: [bool; ACTIONS], costs: [usize; ACTIONS]) -> usize {
    let least = (0..ACTIONS).filter(|&a| legal[a]).map(|a| costs[a]).min().unwrap_or(0);
    let mut cheap = legal;
    for (a, ok) in cheap.iter_mut().enumerate() {
        *ok &= costs[a] == least;
    }
    best_legal(scores, cheap)
}

/// Trains on `articles` with their `tags`.
pub fn train(articles: &[(&Article, &[Pos])]) -> Vec<u8> {
    let sentences = sentences(articles.iter().copied());
    let mut features = Features::new();
    let mut counts = Counts::default();
    for s in &sentences {
        follow(s, &mut features, |ids, legal, costs| {
            counts.add(ids);
            right_action(&[0; ACTIONS], legal, costs)
        });
    }
    let actions = learn::train(ACTIONS, ACTION_PLAN, &counts, |learner, pass| {
        for n in learn::shuffled(sentences.len(), pass) {
            follow(&sentences[n], &mut features, |ids, legal, costs| {
                let mut scores = [0; ACTIONS];
                learner.add(ids, &mut scores);
                let guess = best_legal(&scores, legal);
                let right = right_action(&scores, legal, costs);
                learner.tick();
                // The best of the actions that cost more: to be beaten by a margin, so that what was right by chance teaches too.
                let wrong = (0..ACTIONS)
                    .filter(|&a| legal[a] && costs[a] > costs[right])
                    .max_by_key(|&a| scores[a]);
                if let Some(wrong) = wrong.filter(|&w| scores[right] - scores[w] <= MARGIN) {
                    learner.correct(ids, right, wrong);
                }
                // In the first pass mistakes are so common that only the right way teaches anything.
                if pass == 0 { right } else { guess }
            });
        }
    });

    let mut counts = Counts::default();
    let mut each = |f: &mut dyn FnMut(&[u32], usize), order: &[usize]| {
        for &n in order {
            let s = &sentences[n];
            let tree = Tree::new(&s.input, &s.heads);
            for i in 0..s.heads.len() {
                if (s.heads[i] as usize) < s.heads.len() {
                    features.clear();
                    tree.describe(i, &mut features);
                    f(features.ids(), s.relations[i]);
                }
            }
        }
    };
    each(&mut |ids, _| counts.add(ids), &(0..sentences.len()).collect::<Vec<_>>());
    let relations = learn::train(Relation::ALL.len(), RELATION_PLAN, &counts, |learner, pass| {
        let mut decide = |ids: &[u32], right: usize| {
            let mut scores = [0; Relation::ALL.len()];
            learner.add(ids, &mut scores);
            let guess = weights::best(&scores);
            learner.tick();
            if guess != right {
                learner.correct(ids, right, guess);
            }
        };
        each(&mut decide, &learn::shuffled(sentences.len(), pass));
    });
    parser::write(&actions, &relations)
}

/// Unlabelled and labelled attachment without punctuation, in per cent.
pub fn score(parser: &Parser, articles: &[(&Article, &[Pos])]) -> (f64, f64) {
    let (mut all, mut heads, mut both) = (0_u32, 0_u32, 0_u32);
    for s in sentences(articles.iter().copied()) {
        let found = parser.heads(&s.input);
        let mut relations = Vec::new();
        parser.relations(&Tree::new(&s.input, &found), &mut relations);
        for i in 0..found.len() {
            if s.relations[i] != Relation::Punct as usize {
                all += 1;
                heads += u32::from(found[i] == s.heads[i]);
                both +=
                    u32::from(found[i] == s.heads[i] && relations[i] as usize == s.relations[i]);
            }
        }
    }
    let share = |n: u32| 100.0 * f64::from(n) / f64::from(all.max(1));
    (share(heads), share(both))
}
