/*! Tokens and sentences against CoreNLP's automatic ones.

In: articles with silver tokens. Out: precision, recall and F1 of tokens (both ends right) and of sentences (end right; end right but for quotation marks and brackets there; both ends right), and
the commonest disagreements.

Where the conventions differ is told in `tests/eval/README.md`. Silver sentences that run over a line break are left out, with every predicted
sentence that overlaps one: ours never cross a paragraph.
*/

use std::collections::{BTreeMap, BTreeSet};

use super::Prf;
use super::corpus::Article;
use super::table::{row, table};
use crate::document::Range;
use crate::text::{OffsetUnit, Offsets, Span, Text};

/// Counts of borders.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Borders {
    gold: usize,
    pred: usize,
    right: usize,
}

impl Borders {
    fn add(&mut self, gold: &BTreeSet<Range>, pred: &BTreeSet<Range>) {
        self.gold += gold.len();
        self.pred += pred.len();
        self.right += gold.intersection(pred).count();
    }

    /// Precision, recall and F1.
    pub fn prf(self) -> Prf {
        Prf::new(self.right, self.pred, self.gold)
    }
}

/// What tokens or sentences were compared, and where they differ.
#[derive(Debug, Default)]
pub struct Report {
    /// By what is compared.
    pub borders: BTreeMap<&'static str, Borders>,
    /// Silver pieces and ours, joined by `|`, with how often.
    pub differences: BTreeMap<String, usize>,
}

impl Report {
    /// The figures as a table.
    pub fn figures(&self) -> String {
        let rows: Vec<_> = self
            .borders
            .iter()
            .map(|(name, b)| {
                let f = b.prf();
                row![*name, b.gold, b.pred, f.p, f.r, f.f1]
            })
            .collect();
        table(&["", "silver", "pred", "P", "R", "F1"], &rows)
    }

    /// The `n` commonest differences, one a line.
    pub fn commonest(&self, n: usize) -> String {
        let mut list: Vec<_> = self.differences.iter().collect();
        list.sort_by_key(|(what, count)| (std::cmp::Reverse(**count), *what));
        let lines: Vec<String> =
            list.iter().take(n).map(|(what, count)| format!("{count:6}  {what}")).collect();
        lines.join("\n")
    }
}

fn code_points(spans: impl Iterator<Item = Span>, offsets: &Offsets) -> BTreeSet<Range> {
    let unit = OffsetUnit::Codepoint;
    spans
        .map(|s| Range {
            start: offsets.convert(s.start(), unit),
            end: offsets.convert(s.end(), unit),
        })
        .collect()
}

/// Compares the tokens of `articles`.
pub fn tokens(articles: &[Article]) -> Report {
    let mut report = Report::default();
    for article in articles.iter().filter(|a| !a.silver.is_empty()) {
        let text = Text::read(&article.text);
        let ours = code_points(text.tokens.iter().map(|t| t.span), &Offsets::new(&article.text));
        let silver: BTreeSet<Range> = article.tokens.iter().copied().collect();
        report.borders.entry("tokens").or_default().add(&silver, &ours);
        let chars: Vec<char> = article.text.chars().collect();
        for (theirs, mine) in disagreements(&silver, &ours) {
            let words = |list: &[Range]| {
                let parts: Vec<String> =
                    list.iter().map(|r| chars[r.start..r.end].iter().collect()).collect();
                parts.join(" ")
            };
            let what = format!("{} | {}", words(&theirs), words(&mine));
            *report.differences.entry(what).or_default() += 1;
        }
    }
    report
}

/// Groups of tokens that overlap each other without being equal.
fn disagreements(
    silver: &BTreeSet<Range>,
    ours: &BTreeSet<Range>,
) -> Vec<(Vec<Range>, Vec<Range>)> {
    let mut all: Vec<(Range, bool)> = silver
        .difference(ours)
        .map(|r| (*r, true))
        .chain(ours.difference(silver).map(|r| (*r, false)))
        .collect();
    all.sort_unstable();
    let mut groups: Vec<(Vec<Range>, Vec<Range>)> = Vec::new();
    let mut end = 0;
    for (range, is_silver) in all {
        if groups.is_empty() || range.start >= end {
            groups.push(Default::default());
        }
        end = end.max(range.end);
        if let Some(group) = groups.last_mut() {
            if is_silver { &mut group.0 } else { &mut group.1 }.push(range);
        }
    }
    groups
}

/// Where a sentence ends if the quotation marks, brackets and spaces at its end are not counted.
fn last_word(chars: &[char], sentence: Range) -> usize {
    let mark = |c: char| c.is_whitespace() || "\"'`‘’‚‛“”„‟«»‹›()[]".contains(c);
    let span = &chars[sentence.start..sentence.end];
    span.iter().rposition(|&c| !mark(c)).map_or(sentence.start, |i| sentence.start + i + 1)
}

/// Compares the sentences of `articles`.
pub fn sentences(articles: &[Article]) -> Report {
    let mut report = Report::default();
    for article in articles.iter().filter(|a| !a.silver.is_empty()) {
        let chars: Vec<char> = article.text.chars().collect();
        let text = Text::read(&article.text);
        let ours = code_points(text.sentences.iter().map(|s| s.span), &Offsets::new(&article.text));
        let silver: BTreeSet<Range> = article
            .silver
            .iter()
            .filter_map(|s| Some(Range { start: s.first()?.span.start, end: s.last()?.span.end }))
            .collect();
        let broken: Vec<Range> =
            silver.iter().filter(|r| chars[r.start..r.end].contains(&'\n')).copied().collect();
        let kept = |set: BTreeSet<Range>| -> BTreeSet<Range> {
            set.into_iter()
                .filter(|r| !broken.iter().any(|b| r.start < b.end && b.start < r.end))
                .collect()
        };
        let (silver, ours) = (kept(silver), kept(ours));
        report.borders.entry("both ends").or_default().add(&silver, &ours);
        let ends = |set: &BTreeSet<Range>| -> BTreeSet<Range> {
            set.iter().map(|r| Range { start: r.end, end: r.end }).collect()
        };
        let (silver_ends, our_ends) = (ends(&silver), ends(&ours));
        report.borders.entry("end").or_default().add(&silver_ends, &our_ends);
        let bare = |set: &BTreeSet<Range>| -> BTreeSet<Range> {
            set.iter().map(|r| last_word(&chars, *r)).map(|end| Range { start: end, end }).collect()
        };
        report.borders.entry("end, marks aside").or_default().add(&bare(&silver), &bare(&ours));
        let around = |at: usize| -> String {
            let (from, to) = (at.saturating_sub(24), (at + 12).min(chars.len()));
            let text: String =
                chars[from..at].iter().chain(['‖'].iter()).chain(&chars[at..to]).collect();
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        for end in silver_ends.difference(&our_ends) {
            *report.differences.entry(format!("missed  {}", around(end.end))).or_default() += 1;
        }
        for end in our_ends.difference(&silver_ends) {
            *report.differences.entry(format!("added   {}", around(end.end))).or_default() += 1;
        }
    }
    report
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_at_a_sentences_end_can_be_set_aside() {
        let chars: Vec<char> = "He left.\") \"".chars().collect();
        assert_eq!(last_word(&chars, Range { start: 0, end: 10 }), 8);
        assert_eq!(last_word(&chars, Range { start: 8, end: 10 }), 8);
    }

    #[test]
    fn disagreements_are_grouped() {
        let set = |list: &[(usize, usize)]| -> BTreeSet<Range> {
            list.iter().map(|&(start, end)| Range { start, end }).collect()
        };
        let silver = set(&[(0, 2), (2, 3), (4, 9), (10, 12)]);
        let ours = set(&[(0, 3), (4, 6), (6, 9), (10, 12)]);
        let groups = disagreements(&silver, &ours);
        assert_eq!(groups.len(), 2);
        assert_eq!((groups[0].0.len(), groups[0].1.len()), (2, 1));
        assert_eq!((groups[1].0.len(), groups[1].1.len()), (1, 2));
        let mut borders = Borders::default();
        borders.add(&silver, &ours);
        assert!((borders.prf().r - 25.0).abs() < 1e-9);
    }
}
