/*! The figures for attributions, as the corpus' scorer defines them: spans and tokens of each role, CofeNet's figures, who said what.

In: articles with gold and predicted attributions. Out: [`Figures`], whose JSON has the same form as the scorer's.

Two attributions are paired when their contents share at least half of their tokens; a pair's source is right when the two sources share a token,
or when there is none on either side.
*/

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::corpus::{Article, Instance, is_space};
use super::{Prf, ROLES, Roles, percent};
use crate::document::Range;

/// The least share of tokens (Jaccard) that two contents must have in common to be paired.
const LEAST_OVERLAP: f64 = 0.5;
/// A content with as many tokens inside double quotation marks is in the direct slice.
const DIRECT_TOKENS: usize = 3;

/// All figures; `by_role` arrays follow [`ROLES`].
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figures {
    /// Articles.
    pub articles: Articles,
    /// Spans and tokens of each role.
    pub roles: ByRole<RoleFigures>,
    /// CofeNet's figures, where its instances are at hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cofenet: Option<Cofenet>,
    /// Who said what.
    pub attributions: Whole,
}

/// Counts of articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Articles {
    /// In the corpus.
    pub gold: usize,
    /// With a prediction, be it empty.
    pub predicted: usize,
    /// With CoreNLP's tokens.
    pub corenlp: usize,
}

/// One value for each role.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ByRole<T> {
    /// Who.
    pub source: T,
    /// Said.
    pub cue: T,
    /// What.
    pub content: T,
}

impl<T> ByRole<T> {
    fn of(mut value: impl FnMut(usize) -> T) -> Self {
        Self { source: value(0), cue: value(1), content: value(2) }
    }

    /// The values with their roles' names.
    pub fn each(&self) -> [(&'static str, &T); 3] {
        [(ROLES[0], &self.source), (ROLES[1], &self.cue), (ROLES[2], &self.content)]
    }
}

/// Spans and tokens of one role.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct RoleFigures {
    /// Both ends right, marks at the ends set aside.
    pub exact: Counted,
    /// Tokens.
    pub token: Counted,
}

/// Percentages with the counts they stand on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Counted {
    /// The percentages.
    #[serde(flatten)]
    pub prf: Prf,
    /// How many there are.
    pub gold: usize,
    /// How many were predicted.
    pub pred: usize,
}

/// CofeNet's figures (Wang et al., COLING 2022).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cofenet {
    /// Paragraphs of one annotator's version of an article.
    pub instances: usize,
    /// By role.
    #[serde(flatten)]
    pub roles: ByRole<CofenetRole>,
}

/// CofeNet's figures of one role.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct CofenetRole {
    /// Both ends right.
    pub exact: Prf,
    /// First tokens right.
    pub begin: Prf,
    /// Mean overlap.
    pub jaccard: f64,
    /// Gold spans.
    pub gold: usize,
    /// Predicted spans.
    pub pred: usize,
}

/// Whole attributions.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Whole {
    /// Paired contents.
    pub content: Prf,
    /// Paired contents whose source is right: who said what.
    pub content_and_source: Prf,
    /// Gold attributions.
    pub gold: usize,
    /// Predicted attributions.
    pub pred: usize,
    /// Gold attributions in quotation marks, and the others.
    pub slices: Slices,
}

/// The two slices.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Slices {
    /// At least three tokens of the content are inside double quotation marks.
    pub direct: Slice,
    /// All others.
    pub indirect: Slice,
}

/// One slice of the gold attributions.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Slice {
    /// How many there are.
    pub gold: usize,
    /// The share that was paired.
    pub content_recall: f64,
    /// How many were paired.
    pub matched: usize,
    /// The share of the pairs whose source is right.
    pub speaker_accuracy: f64,
}

/// All figures. `predictions` are by article id; an article without one counts as empty.
pub fn score(
    articles: &[Article],
    predictions: &BTreeMap<String, Vec<Roles>>,
    instances: Option<&[Instance]>,
) -> Figures {
    let predicted = |a: &Article| predictions.get(&a.id).map_or(&[][..], Vec::as_slice);
    let compared: Vec<Compared> =
        articles.iter().map(|a| Compared::new(a, &a.gold, predicted(a))).collect();
    Figures {
        articles: Articles {
            gold: articles.len(),
            predicted: articles.iter().filter(|a| predictions.contains_key(&a.id)).count(),
            corenlp: articles.iter().filter(|a| !a.silver.is_empty()).count(),
        },
        roles: role_figures(articles, predictions),
        cofenet: instances.map(|i| cofenet(i, articles, predictions)),
        attributions: whole(&compared),
    }
}

// --- spans and tokens of each role ---

/// The indices of `tokens` that overlap any of `spans`.
pub fn covered(spans: &[Range], tokens: &[Range]) -> BTreeSet<usize> {
    let mut out = BTreeSet::new();
    for span in spans {
        let first = tokens.partition_point(|t| t.end <= span.start);
        out.extend((first..tokens.len()).take_while(|&i| tokens[i].start < span.end));
    }
    out
}

/// The span without white space, quotation marks and `. , ; :` at its ends; as it is if nothing else is in it.
fn strip(span: Range, chars: &[char]) -> Range {
    let off = |c: char| is_space(c) || "\"'`´‘’‚‛“”„‟«»‹›.,;:".contains(c);
    let Range { mut start, mut end } = span;
    while start < end && off(chars[start]) {
        start += 1;
    }
    while end > start && off(chars[end - 1]) {
        end -= 1;
    }
    if start < end { Range { start, end } } else { span }
}

#[derive(Default, Clone, Copy)]
struct Tally {
    gold: usize,
    pred: usize,
    right: usize,
}

impl Tally {
    fn counted(self) -> Counted {
        let prf = Prf::new(self.right, self.pred, self.gold);
        Counted { prf, gold: self.gold, pred: self.pred }
    }
}

fn role_figures(
    articles: &[Article],
    predictions: &BTreeMap<String, Vec<Roles>>,
) -> ByRole<RoleFigures> {
    let mut exact = [Tally::default(); 3];
    let mut token = [Tally::default(); 3];
    for article in articles {
        let chars: Vec<char> = article.text.chars().collect();
        let pred = predictions.get(&article.id).map_or(&[][..], Vec::as_slice);
        for role in 0..3 {
            let side = |list: &[Roles]| {
                let spans: Vec<Range> = list.iter().flat_map(|a| a.spans(role)).copied().collect();
                let mut bag: BTreeMap<Range, usize> = BTreeMap::new();
                for &span in &spans {
                    *bag.entry(strip(span, &chars)).or_default() += 1;
                }
                (spans.len(), bag, covered(&spans, &article.tokens))
            };
            let (gold_count, gold_bag, gold_tokens) = side(&article.gold);
            let (pred_count, pred_bag, pred_tokens) = side(pred);
            exact[role].gold += gold_count;
            exact[role].pred += pred_count;
            exact[role].right += gold_bag
                .iter()
                .map(|(s, n)| pred_bag.get(s).map_or(0, |m| *n.min(m)))
                .sum::<usize>();
            token[role].gold += gold_tokens.len();
            token[role].pred += pred_tokens.len();
            token[role].right += gold_tokens.intersection(&pred_tokens).count();
        }
    }
    ByRole::of(|r| RoleFigures { exact: exact[r].counted(), token: token[r].counted() })
}

// --- CofeNet ---

/// For each role and code point the span that it belongs to: of overlapping ones the first, then the longest.
fn owners(attributions: &[Roles], length: usize) -> [Vec<Option<usize>>; 3] {
    [0, 1, 2].map(|role| {
        let mut table = vec![None; length];
        let spans: BTreeSet<(usize, std::cmp::Reverse<usize>)> = attributions
            .iter()
            .flat_map(|a| a.spans(role))
            .map(|s| (s.start, std::cmp::Reverse(s.end)))
            .collect();
        for (number, (start, end)) in spans.into_iter().enumerate() {
            for cell in &mut table[start..end.0] {
                cell.get_or_insert(number);
            }
        }
        table
    })
}

/// For each token its role, and whether it begins a span.
fn labels(tokens: &[Range], owner: &[Vec<Option<usize>>; 3]) -> Vec<Option<(usize, bool)>> {
    // Where spans of different roles share a token, the cue wins, then the source.
    const PRECEDENCE: [usize; 3] = [1, 0, 2];
    let mut previous = None;
    tokens
        .iter()
        .map(|t| {
            let current = PRECEDENCE.into_iter().find_map(|role| {
                let cells = owner[role].get(t.start..t.end).unwrap_or_default();
                cells.iter().find_map(|n| n.map(|n| (role, n)))
            });
            let label = current.map(|(role, _)| (role, current != previous));
            previous = current;
            label
        })
        .collect()
}

/// The spans of tokens that labels mark: only `B-` opens one, `I-` of the same role goes on.
fn extract(labels: &[Option<(usize, bool)>]) -> [Vec<(usize, usize)>; 3] {
    let mut out: [Vec<(usize, usize)>; 3] = Default::default();
    let mut open: Option<(usize, usize)> = None;
    for (i, label) in labels.iter().copied().chain([None]).enumerate() {
        if let Some((role, start)) = open {
            if label == Some((role, false)) {
                continue;
            }
            out[role].push((start, i));
            open = None;
        }
        if let Some((role, true)) = label {
            open = Some((role, i));
        }
    }
    out
}

/// The Jaccard coefficient of two spans of tokens.
fn overlap(a: (usize, usize), b: (usize, usize)) -> f64 {
    let shared = a.1.min(b.1).saturating_sub(a.0.max(b.0));
    shared as f64 / (a.1.max(b.1) - a.0.min(b.0)) as f64
}

fn cofenet(
    instances: &[Instance],
    articles: &[Article],
    predictions: &BTreeMap<String, Vec<Roles>>,
) -> Cofenet {
    let mut exact = [Tally::default(); 3];
    let mut begin = [0; 3];
    let mut overlaps: [Vec<f64>; 3] = Default::default();
    let tables: BTreeMap<&str, [Vec<Option<usize>>; 3]> = articles
        .iter()
        .map(|a| {
            let pred = predictions.get(&a.id).map_or(&[][..], Vec::as_slice);
            (a.id.as_str(), owners(pred, a.text.chars().count()))
        })
        .collect();
    let mut scored = 0;
    for instance in instances {
        let Some(owner) = tables.get(instance.article.as_str()) else { continue };
        scored += 1;
        let given: Vec<Option<(usize, bool)>> = instance
            .labels
            .iter()
            .map(|l| {
                let (prefix, role) = l.split_once('-')?;
                Some((ROLES.iter().position(|r| *r == role)?, prefix == "B"))
            })
            .collect();
        let gold_spans = extract(&given);
        let pred_spans = extract(&labels(&instance.tokens, owner));
        for role in 0..3 {
            let (gold, pred) = (&gold_spans[role], &pred_spans[role]);
            exact[role].gold += gold.len();
            exact[role].pred += pred.len();
            exact[role].right += gold.iter().filter(|g| pred.contains(g)).count();
            begin[role] += gold.iter().filter(|g| pred.iter().any(|p| p.0 == g.0)).count();
            overlaps[role].extend(
                gold.iter().map(|&g| pred.iter().map(|&p| overlap(g, p)).fold(0.0, f64::max)),
            );
            let alone = |p: &&(usize, usize)| gold.iter().all(|&g| overlap(**p, g) == 0.0);
            overlaps[role].extend(pred.iter().filter(alone).map(|_| 0.0));
        }
    }
    let roles = ByRole::of(|r| CofenetRole {
        exact: Prf::new(exact[r].right, exact[r].pred, exact[r].gold),
        begin: Prf::new(begin[r], exact[r].pred, exact[r].gold),
        jaccard: if overlaps[r].is_empty() {
            100.0
        } else {
            percent(overlaps[r].iter().sum(), overlaps[r].len() as f64)
        },
        gold: exact[r].gold,
        pred: exact[r].pred,
    });
    Cofenet { instances: scored, roles }
}

// --- who said what ---

/// One article's gold and predicted attributions, paired.
#[derive(Debug, Clone)]
pub struct Compared {
    /// For each gold attribution: the index of its predicted partner, and whether the source is right.
    pub gold: Vec<Option<(usize, bool)>>,
    /// For each predicted attribution the same with the gold partner.
    pub pred: Vec<Option<(usize, bool)>>,
    /// Which gold attributions are in the direct slice.
    pub gold_direct: Vec<bool>,
    /// Which predicted attributions would be.
    pub pred_direct: Vec<bool>,
}

impl Compared {
    /// Pairs the two sides one to one, highest overlap of contents first.
    pub fn new(article: &Article, gold: &[Roles], pred: &[Roles]) -> Self {
        let tokens = &article.tokens;
        let cover = |list: &[Roles], role: usize| -> Vec<BTreeSet<usize>> {
            list.iter().map(|a| covered(a.spans(role), tokens)).collect()
        };
        let (gold_source, pred_source) = (cover(gold, 0), cover(pred, 0));
        let (gold_content, pred_content) = (cover(gold, 2), cover(pred, 2));
        let quoted = quoted(&article.text);
        let direct = |content: &BTreeSet<usize>| {
            let inside = |i: &&usize| quoted[tokens[**i].start..tokens[**i].end].iter().all(|q| *q);
            content.iter().filter(inside).count() >= DIRECT_TOKENS
        };
        let mut out = Self {
            gold: vec![None; gold.len()],
            pred: vec![None; pred.len()],
            gold_direct: gold_content.iter().map(direct).collect(),
            pred_direct: pred_content.iter().map(direct).collect(),
        };
        for (i, j) in pairs(&gold_content, &pred_content) {
            let (theirs, ours) = (&gold_source[i], &pred_source[j]);
            let right = !theirs.is_disjoint(ours) || (theirs.is_empty() && ours.is_empty());
            out.gold[i] = Some((j, right));
            out.pred[j] = Some((i, right));
        }
        out
    }
}

/// Pairs sets one to one, highest Jaccard first, ties by index.
fn pairs(gold: &[BTreeSet<usize>], pred: &[BTreeSet<usize>]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for (i, g) in gold.iter().enumerate() {
        for (j, p) in pred.iter().enumerate() {
            let shared = g.intersection(p).count();
            let either = g.len() + p.len() - shared;
            if shared > 0 && shared as f64 >= LEAST_OVERLAP * either as f64 {
                found.push((-(shared as f64) / either as f64, i, j));
            }
        }
    }
    found.sort_by(|a, b| a.0.total_cmp(&b.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut gold_taken, mut pred_taken) = (BTreeSet::new(), BTreeSet::new());
    found.retain(|&(_, i, j)| {
        let free = !gold_taken.contains(&i) && !pred_taken.contains(&j);
        if free {
            gold_taken.insert(i);
            pred_taken.insert(j);
        }
        free
    });
    found.into_iter().map(|(_, i, j)| (i, j)).collect()
}

/// For each code point, is it inside double quotation marks? Each line starts outside; a mark left open reaches the line's end.
fn quoted(text: &str) -> Vec<bool> {
    let mut inside = false;
    let mut flags = Vec::new();
    for c in text.chars() {
        let mark = matches!(c, '“' | '"');
        inside = match c {
            '\n' | '”' => false,
            '“' => true,
            '"' => !inside,
            _ => inside,
        };
        flags.push(inside && !mark);
    }
    flags
}

fn whole(compared: &[Compared]) -> Whole {
    let gold: usize = compared.iter().map(|c| c.gold.len()).sum();
    let pred: usize = compared.iter().map(|c| c.pred.len()).sum();
    let slice = |wanted: Option<bool>| {
        let each = || {
            compared
                .iter()
                .flat_map(|c| c.gold.iter().zip(&c.gold_direct))
                .filter(move |(_, direct)| wanted.is_none_or(|w| w == **direct))
                .map(|(pair, _)| pair)
        };
        (each().count(), each().flatten().count(), each().flatten().filter(|p| p.1).count())
    };
    let (_, content, source) = slice(None);
    let figures = |direct: bool| {
        let (gold, content, source) = slice(Some(direct));
        Slice {
            gold,
            content_recall: percent(content as f64, gold as f64),
            matched: content,
            speaker_accuracy: percent(source as f64, content as f64),
        }
    };
    Whole {
        content: Prf::new(content, pred, gold),
        content_and_source: Prf::new(source, pred, gold),
        gold,
        pred,
        slices: Slices { direct: figures(true), indirect: figures(false) },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(items: &[usize]) -> BTreeSet<usize> {
        items.iter().copied().collect()
    }

    #[test]
    fn pairing_takes_the_best_first() {
        let gold = [set(&[0, 1, 2, 3]), set(&[2, 3, 4, 5])];
        assert_eq!(pairs(&gold, &[set(&[2, 3, 4, 5]), set(&[0, 1, 2])]), [(1, 0), (0, 1)]);
        assert_eq!(pairs(&gold, &[set(&[0, 1])]), [(0, 0)]);
        assert_eq!(pairs(&gold, &[set(&[0])]), []);
        assert_eq!(pairs(&[set(&[])], &[set(&[])]), []);
    }

    #[test]
    fn quoted_lines_start_outside() {
        let inside = |text: &str| -> String {
            text.chars().zip(quoted(text)).filter(|(_, q)| *q).map(|(c, _)| c).collect()
        };
        assert_eq!(inside("a \"b\" c"), "b");
        assert_eq!(inside("a “b” c “d"), "bd");
        assert_eq!(inside("“open\nnext \"x\" y"), "openx");
    }

    #[test]
    fn labels_prefer_cue_then_source() {
        let r = |start, end| Range { start, end };
        let tokens: Vec<Range> = (0..5).map(|i| r(2 * i, 2 * i + 1)).collect();
        let found = [Roles { source: vec![r(2, 5)], cue: vec![r(4, 5)], content: vec![r(0, 9)] }];
        let got = labels(&tokens, &owners(&found, 9));
        let expected =
            [Some((2, true)), Some((0, true)), Some((1, true)), Some((2, true)), Some((2, false))];
        assert_eq!(got, expected);
        assert_eq!(extract(&got), [vec![(1, 2)], vec![(2, 3)], vec![(0, 1), (3, 5)]]);
    }

    #[test]
    fn a_span_of_marks_only_stays() {
        let chars: Vec<char> = "\",x".chars().collect();
        assert_eq!(strip(Range { start: 0, end: 2 }, &chars), Range { start: 0, end: 2 });
        assert_eq!(strip(Range { start: 0, end: 3 }, &chars), Range { start: 2, end: 3 });
    }
}
