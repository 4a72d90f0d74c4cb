/*! Trains the learned part of the attributions stage on the manual annotation of PolNeAR.

In: articles with gold attributions, tagged by models that were trained on other articles. Out: the sections `cues` and `roles`.
A structured perceptron with averaging (Collins 2002), pruned and trained again within its budget.
*/

use std::collections::BTreeSet;
use std::path::Path;

use serde::Deserialize;

use super::corpus;
use super::folds::{FOLDS, fold_of, in_pairs};
use crate::Error;
use crate::attributions::confidence::{self, Confidence};
use crate::attributions::learned::heads::{self, Heads};
use crate::attributions::learned::roles::{self, Roles};
use crate::attributions::learned::{CONTENT, CUE, Learned, NONE, SOURCE, View};
use crate::attributions::{self, Context};
use crate::model::file::{Section, Writer};
use crate::model::hash::{Features, mix};
use crate::model::learn::{self, Counts, Learner};
use crate::model::weights::{self, Row};
use crate::names::{self, Mention};
use crate::quotes::{self, Quotes};
use crate::tags::Tags;
use crate::text::{Span, Text};

/// Passes before and after pruning.
const PASSES: (usize, usize) = (5, 7);

/// Features that occur more rarely are left out.
const LEAST: u8 = 6;

/// How many weights are kept: of cue heads, of words, of borders. Few: three times as many learn the articles by heart (`tests/eval`).
const BUDGET: (usize, usize, usize) = (20_000, 45_000, 25_000);

/// By how much the right decision about a head is to be ahead of the wrong one.
const HEAD_MARGIN: i32 = 12;

/// What each wrong label of a word counts for itself in training, so that right labellings come to be ahead by a margin
/// (cost-augmented inference, Taskar et al. 2005).
const COST: i32 = 30;

/// Of each word's features so many in a hundred are forgotten at random in each pass, so that no decision rests on few of them.
const FORGOTTEN: u32 = 20;

/// What a weight of average size becomes.
const SIZE: i64 = 12;

/// An article with its gold attributions; spans are bytes.
#[derive(Debug)]
pub struct Gold {
    /// The corpus' name for the article.
    pub id: String,
    /// The text.
    pub raw: String,
    /// Spans of source, cue, content.
    pub attributions: Vec<[Vec<Span>; 3]>,
}

#[derive(Deserialize)]
struct RawGold {
    id: String,
    text: String,
    attributions: Vec<RawAttribution>,
}

#[derive(Deserialize)]
struct RawAttribution {
    source: Vec<(usize, usize)>,
    cue: Vec<(usize, usize)>,
    content: Vec<(usize, usize)>,
}

/// Reads the gold attributions of one part of the corpus, without the articles in `without`.
///
/// # Errors
/// [`crate::ErrorKind::Input`] if the file is absent or malformed.
pub fn read(folder: &Path, part: &str, without: &BTreeSet<String>) -> Result<Vec<Gold>, Error> {
    let mut out = Vec::new();
    corpus::lines(&folder.join(format!("{part}.jsonl.gz")), |article: RawGold| {
        if without.contains(&article.id) {
            return Ok(());
        }
        let bytes: Vec<_> =
            article.text.char_indices().map(|(at, _)| at).chain([article.text.len()]).collect();
        let spans = |list: &[(usize, usize)]| -> Result<Vec<Span>, String> {
            let span = |&(start, end): &(usize, usize)| match (bytes.get(start), bytes.get(end)) {
                (Some(&start), Some(&end)) if start < end => Ok(Span::new(start, end)),
                _ => Err(format!("{}: [{start}, {end}] is not a span of the text", article.id)),
            };
            list.iter().map(span).collect()
        };
        let attributions = (article.attributions.iter())
            .map(|a| Ok([spans(&a.source)?, spans(&a.cue)?, spans(&a.content)?]))
            .collect::<Result<_, String>>()?;
        out.push(Gold { id: article.id, raw: article.text, attributions });
        Ok(())
    })?;
    Ok(out)
}

/// All that earlier stages find in one text.
struct Found {
    tags: Tags,
    mentions: Vec<Mention>,
    quotes: Quotes,
}

/// A gold attribution as the models see it: the head of its cue, and the label of each token of its window.
struct Case {
    article: usize,
    head: usize,
    labels: Vec<u8>,
}

/// Trains on `gold`; `tag` gives the tags of the article with a number, by models that did not learn from it. With `count_odds`
/// the confidence is counted too, by models that each learn from the other folds' articles.
pub fn train(
    gold: &[Gold],
    tag: impl Fn(usize, &Text) -> Tags,
    bias: i32,
    count_odds: bool,
) -> Vec<Section<Vec<u8>>> {
    let texts: Vec<Text> = gold.iter().map(|g| Text::read(&g.raw)).collect();
    let found: Vec<Found> = (texts.iter().enumerate())
        .map(|(i, text)| {
            let tags = tag(i, text);
            let mentions = names::find(text, &tags);
            Found { mentions, quotes: quotes::find(text), tags }
        })
        .collect();
    let contexts: Vec<Context> = (texts.iter().zip(&found))
        .map(|(text, f)| Context { text, tags: &f.tags, quotes: &f.quotes, mentions: &f.mentions })
        .collect();
    let rules: Vec<_> = contexts.iter().map(|&c| attributions::rules(c)).collect();
    let views: Vec<View> = (contexts.iter().zip(&rules)).map(|(&c, r)| View::new(c, r)).collect();
    let all: Vec<usize> = (0..gold.len()).collect();
    let mut confidence = Confidence::default();
    if count_odds {
        let one = |fold: usize| {
            let others: Vec<usize> =
                all.iter().copied().filter(|&i| fold_of(&gold[i].id) != fold).collect();
            let (heads, words, borders) = learn(gold, &views, &others);
            Learned { heads: Heads::new(&heads, bias), roles: Roles::new(&words, &borders) }
        };
        for (fold, learned) in in_pairs(FOLDS, one).iter().enumerate() {
            for i in all.iter().copied().filter(|&i| fold_of(&gold[i].id) == fold) {
                count(&gold[i], contexts[i], learned, &mut confidence);
            }
        }
    }
    let (heads, words, borders) = learn(gold, &views, &all);
    let mut cues = Writer::new();
    cues.number((bias + heads::BIAS_ZERO) as usize);
    weights::write(2, &heads, &mut cues);
    let mut around = Writer::new();
    weights::write(roles::LABELS, &words, &mut around);
    weights::write(roles::LABELS * roles::LABELS, &borders, &mut around);
    let section = |name: &str, features, bytes| Section { name: name.into(), features, bytes };
    vec![
        section(heads::SECTION, heads::fingerprint(), cues.finish()),
        section(roles::SECTION, roles::fingerprint(), around.finish()),
        section(confidence::SECTION, 1, confidence.write()),
    ]
}

/// The weights of heads, words and borders, learned from the articles with the numbers `which`.
fn learn(gold: &[Gold], views: &[View], which: &[usize]) -> (Vec<Row>, Vec<Row>, Vec<Row>) {
    let mut cases = Vec::new();
    let mut is_head: Vec<Vec<bool>> = views.iter().map(|v| vec![false; v.word.len()]).collect();
    for &article in which {
        for attribution in &gold[article].attributions {
            if let Some(case) = case(&views[article], article, attribution) {
                is_head[article][case.head] = true;
                cases.push(case);
            }
        }
    }
    let heads = train_heads(views, which, &is_head);
    let (words, borders) = train_roles(views, &cases);
    (heads, words, borders)
}

/// Counts how often what the stage finds in one article is right: content and source, as the corpus' scorer pairs them.
fn count(gold: &Gold, context: Context, learned: &Learned, confidence: &mut Confidence) {
    let tokens = |spans: &[Span]| -> BTreeSet<usize> {
        spans.iter().flat_map(|&s| context.text.tokens_in(s)).collect()
    };
    let wanted: Vec<_> = gold.attributions.iter().map(|[s, _, c]| (tokens(s), tokens(c))).collect();
    let found: Vec<_> = attributions::find_with(context, Some(learned))
        .into_iter()
        .filter(|a| a.parent.is_none())
        .collect();
    let given: Vec<_> = (found.iter())
        .map(|a| {
            let set = |ranges: &[std::ops::Range<usize>]| {
                ranges.iter().flat_map(Clone::clone).collect::<BTreeSet<_>>()
            };
            (set(&a.source), set(&a.content))
        })
        .collect();
    let mut pairs = Vec::new();
    for (i, (_, want)) in wanted.iter().enumerate() {
        for (j, (_, have)) in given.iter().enumerate() {
            let shared = want.intersection(have).count();
            let union = want.len() + have.len() - shared;
            if shared > 0 && 2 * shared >= union {
                // Best overlap first, in integers.
                pairs.push((std::cmp::Reverse(shared * 1_000_000 / union), i, j));
            }
        }
    }
    pairs.sort_unstable();
    let (mut paired, mut right) = (vec![false; wanted.len()], vec![None; given.len()]);
    for (_, i, j) in pairs {
        if !paired[i] && right[j].is_none() {
            paired[i] = true;
            let (want, have) = (&wanted[i].0, &given[j].0);
            right[j] = Some(!want.is_disjoint(have) || (want.is_empty() && have.is_empty()));
        }
    }
    for (attribution, right) in found.iter().zip(right) {
        confidence.count(attribution.rule, attribution.strength, right == Some(true));
    }
}

/// The case of a gold attribution; `None` where no word of its cue can be a head.
fn case(view: &View, article: usize, [source, cue, content]: &[Vec<Span>; 3]) -> Option<Case> {
    let text = view.context.text;
    let tokens =
        |spans: &[Span]| -> Vec<usize> { spans.iter().flat_map(|&s| text.tokens_in(s)).collect() };
    let cue = tokens(cue);
    let last = |wanted: &dyn Fn(usize) -> bool| {
        cue.iter().rev().copied().find(|&i| heads::possible(view, i) && wanted(i))
    };
    let head = last(&|i| view.context.pos(i).starts_with("VB"))
        .or_else(|| last(&|i| view.context.pos(i).starts_with("NN")))
        .or_else(|| last(&|_| true))?;
    let window = view.window(head);
    let mut labels = vec![NONE; window.len()];
    for (role, list) in [(CONTENT, tokens(content)), (SOURCE, tokens(source)), (CUE, cue)] {
        for i in list.into_iter().filter(|i| window.contains(i)) {
            labels[i - window.start] = role;
        }
    }
    // A quotation is content as a whole, as the labeller has it.
    let mut from = 0;
    let inside = roles::inside(view, &window);
    while from < labels.len() {
        let to = (from + 1..labels.len()).find(|&k| !inside[k]).unwrap_or(labels.len());
        if to > from + 1 {
            let within: usize = labels[from..to].iter().map(|&l| usize::from(l == CONTENT)).sum();
            labels[from..to].fill(if 2 * within >= to - from { CONTENT } else { NONE });
        }
        from = to;
    }
    (labels.contains(&CONTENT)).then_some(Case { article, head, labels })
}

fn train_heads(views: &[View], which: &[usize], is_head: &[Vec<bool>]) -> Vec<Row> {
    let mut features = Features::new();
    let mut counts = Counts::default();
    let mut places = Vec::new();
    for (v, view) in which.iter().map(|&v| (v, &views[v])) {
        for i in (0..view.word.len()).filter(|&i| heads::possible(view, i)) {
            features.clear();
            heads::describe(view, i, &mut features);
            counts.add(features.ids());
            places.push((v, i));
        }
    }
    let plan = learn::Plan {
        least: LEAST,
        before: PASSES.0,
        budget: BUDGET.0,
        after: PASSES.1,
        size: SIZE,
    };
    learn::train(2, plan, &counts, |learner, pass| {
        for n in learn::shuffled(places.len(), pass) {
            let (v, i) = places[n];
            features.clear();
            heads::describe(&views[v], i, &mut features);
            let mut scores = [0; 2];
            learner.add(features.ids(), &mut scores);
            learner.tick();
            let right = usize::from(is_head[v][i]);
            // A margin keeps learning from decisions that were right by chance.
            if scores[right] - scores[1 - right] <= HEAD_MARGIN {
                learner.correct(features.ids(), right, 1 - right);
            }
        }
    })
}

fn train_roles(views: &[View], cases: &[Case]) -> (Vec<Row>, Vec<Row>) {
    let (mut word_counts, mut border_counts) = (Counts::default(), Counts::default());
    for case in cases {
        roles::describe(&views[case.article], case.head, |f, g| {
            word_counts.add(f);
            border_counts.add(g);
        });
    }
    let mut words = Learner::new(roles::LABELS, &word_counts, LEAST);
    let mut borders = Learner::new(roles::LABELS * roles::LABELS, &border_counts, LEAST);
    for pass in 0..PASSES.0 {
        roles_pass(views, cases, &mut words, &mut borders, pass);
    }
    let (mut words, mut borders) = (words.prune(BUDGET.1), borders.prune(BUDGET.2));
    for pass in PASSES.0..PASSES.0 + PASSES.1 {
        roles_pass(views, cases, &mut words, &mut borders, pass);
    }
    // Both are added up, so they share one scale.
    let mean = words.mean();
    (words.rows_by(mean, SIZE), borders.rows_by(mean, SIZE))
}

/// The features that are not forgotten this time.
fn kept(features: &[u32], pass: usize, case: usize, word: usize) -> Vec<u32> {
    let moment = mix(mix(pass as u32, case as u32), word as u32);
    features.iter().copied().filter(|&f| mix(f, moment) % 100 >= FORGOTTEN).collect()
}

fn roles_pass(
    views: &[View],
    cases: &[Case],
    words: &mut Learner,
    borders: &mut Learner,
    pass: usize,
) {
    for n in learn::shuffled(cases.len(), pass + 1000) {
        let case = &cases[n];
        let (mut f, mut g): (Vec<Vec<u32>>, Vec<Vec<u32>>) = (Vec::new(), Vec::new());
        let (mut of_words, mut of_borders) = (Vec::new(), Vec::new());
        let window = roles::describe(&views[case.article], case.head, |a, b| {
            let (a, b) = (kept(a, pass, n, f.len()), kept(b, pass, n, f.len()));
            let mut word = [COST; roles::LABELS];
            word[case.labels[f.len()] as usize] = 0;
            words.add(&a, &mut word);
            let mut border = [0; roles::LABELS * roles::LABELS];
            borders.add(&b, &mut border);
            f.push(a);
            g.push(b);
            of_words.push(word);
            of_borders.push(border);
        });
        let guess = roles::best(
            &of_words,
            &of_borders,
            &roles::inside(&views[case.article], &window),
            case.head - window.start,
        );
        words.tick();
        borders.tick();
        if guess == case.labels {
            continue;
        }
        let (mut before, mut before_guess) = (0, 0);
        for i in 0..guess.len() {
            let (right, own) = (case.labels[i] as usize, guess[i] as usize);
            if right != own {
                words.correct(&f[i], right, own);
            }
            let (pair, own_pair) =
                (before * roles::LABELS + right, before_guess * roles::LABELS + own);
            if pair != own_pair {
                borders.correct(&g[i], pair, own_pair);
            }
            (before, before_guess) = (right, own);
        }
    }
}
