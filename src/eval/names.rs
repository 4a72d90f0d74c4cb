/*! The figures for names of people, organisations and places, as WikiGold's scorer defines them.

In: documents with gold names, and an analyser or predictions. Out: precision, recall and F1 by type. A name is right if start, end and type are.
Predicted groups are not scored, since gold calls them now this, now that; a prediction that overlaps a gold name of another class (MISC) is ignored.

Silver names are CoreNLP's: runs of tokens of one class in a sentence. They include titles of no kind, and no possessive 's.
*/

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::corpus::{Article, NamedDocument};
use super::percent;
use super::table::{row, table};
use crate::document::{EntityKind, MentionForm, Range};
use crate::{Analyser, OffsetUnit, Options};

/// The types that are scored, with the kinds of the output document.
pub const TYPES: [(&str, EntityKind); 3] =
    [("PER", EntityKind::Person), ("ORG", EntityKind::Organisation), ("LOC", EntityKind::Place)];

/// Predicted names of one document.
pub type Names = BTreeSet<(Range, EntityKind)>;

/// The figures of one type.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Row {
    /// Precision.
    pub p: f64,
    /// Recall.
    pub r: f64,
    /// F1.
    pub f1: f64,
    /// Gold names.
    pub gold: usize,
    /// Predicted names that count.
    pub predicted: usize,
    /// Right ones.
    pub right: usize,
    /// Predicted names that do not count.
    pub ignored: usize,
}

impl Row {
    fn finish(mut self) -> Self {
        let (right, gold, predicted) = (self.right as f64, self.gold as f64, self.predicted as f64);
        self.p = percent(right, predicted);
        self.r = percent(right, gold);
        self.f1 = percent(2.0 * right, gold + predicted);
        self
    }
}

/// The names that the analyser finds in `text`, in code points.
pub fn predict(analyser: &Analyser, text: &str) -> Names {
    let options = Options { offsets: OffsetUnit::Codepoint, ..Options::default() };
    let scored = |kind| TYPES.iter().any(|t| t.1 == kind) || kind == EntityKind::Group;
    analyser
        .analyse(text, &options)
        .entities
        .iter()
        .filter(|e| scored(e.kind))
        .flat_map(|e| e.mentions.iter().map(|m| (m, e.kind)))
        .filter(|(m, _)| m.form == MentionForm::Name)
        .map(|(m, kind)| (m.span, kind))
        .collect()
}

/// Figures by type, and `micro` over all three.
pub fn score(
    documents: &[NamedDocument],
    predictions: &BTreeMap<String, Names>,
) -> BTreeMap<&'static str, Row> {
    let mut rows: BTreeMap<&'static str, Row> = BTreeMap::new();
    for (label, kind) in TYPES {
        let mut row = Row::default();
        for document in documents {
            row.gold += document.names.iter().filter(|(_, k)| k == label).count();
            let misc: Vec<Range> =
                document.names.iter().filter(|(_, k)| k == "MISC").map(|(s, _)| *s).collect();
            let none = Names::new();
            let names = predictions.get(&document.id).unwrap_or(&none);
            for (span, _) in names.iter().filter(|(_, k)| *k == kind) {
                if document.names.contains(&(*span, label.to_owned())) {
                    row.predicted += 1;
                    row.right += 1;
                } else if misc.iter().any(|m| span.start < m.end && m.start < span.end) {
                    row.ignored += 1;
                } else {
                    row.predicted += 1;
                }
            }
        }
        rows.insert(label, row);
    }
    let sum = rows.values().fold(Row::default(), |a, b| Row {
        gold: a.gold + b.gold,
        predicted: a.predicted + b.predicted,
        right: a.right + b.right,
        ignored: a.ignored + b.ignored,
        ..a
    });
    rows.insert("micro", sum);
    rows.into_iter().map(|(label, row)| (label, row.finish())).collect()
}

/// The figures as a table.
pub fn figures(title: &str, rows: &BTreeMap<&'static str, Row>) -> String {
    let order = TYPES.iter().map(|t| t.0).chain(["micro"]);
    let lines: Vec<_> = order
        .filter_map(|label| rows.get(label).map(|r| (label, r)))
        .map(|(label, r)| row![label, r.gold, r.predicted, r.right, r.ignored, r.p, r.r, r.f1])
        .collect();
    table(&[title, "gold", "pred", "right", "ignored", "P", "R", "F1"], &lines)
}

/// The silver names of an article; `None` where it has no automatic tokens.
pub fn silver(article: &Article) -> Option<NamedDocument> {
    let mut names = BTreeSet::new();
    for sentence in &article.silver {
        let mut open: Option<(Range, &str)> = None;
        for token in sentence {
            let kind = match token.class.as_str() {
                "PERSON" => "PER",
                "ORGANIZATION" => "ORG",
                "LOCATION" => "LOC",
                "MISC" => "MISC",
                _ => "",
            };
            match &mut open {
                Some((span, k)) if *k == kind => span.end = token.span.end,
                _ => {
                    names.extend(open.take().map(|(s, k)| (s, k.to_owned())));
                    open = (!kind.is_empty()).then_some((token.span, kind));
                }
            }
        }
        names.extend(open.map(|(s, k)| (s, k.to_owned())));
    }
    let named = || NamedDocument { id: article.id.clone(), text: article.text.clone(), names };
    (!article.silver.is_empty()).then(named)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::corpus::SilverToken;

    #[test]
    fn figures_of_a_small_file() {
        let r = |start, end| Range { start, end };
        let gold =
            [(0, 3, "PER"), (8, 11, "PER"), (15, 18, "ORG"), (22, 26, "LOC"), (30, 35, "MISC")];
        let document = NamedDocument {
            id: "a".into(),
            text: "Ann met Bob at IBM in Rome, a Dutch Rome.".into(),
            names: gold.iter().map(|(s, e, k)| (r(*s, *e), (*k).to_owned())).collect(),
        };
        let names = Names::from([
            (r(0, 3), EntityKind::Person),
            (r(8, 11), EntityKind::Organisation),
            (r(15, 18), EntityKind::Group),
            (r(22, 27), EntityKind::Place),
            (r(30, 40), EntityKind::Place),
            (r(36, 40), EntityKind::Place),
        ]);
        let rows = score(&[document], &BTreeMap::from([("a".to_owned(), names)]));
        let counts = |k: &str| {
            let row = rows[k];
            [row.gold, row.predicted, row.right, row.ignored]
        };
        assert_eq!(counts("PER"), [2, 1, 1, 0]);
        assert_eq!(counts("ORG"), [1, 1, 0, 0]);
        assert_eq!(counts("LOC"), [1, 2, 0, 1]);
        assert_eq!(counts("micro"), [4, 4, 1, 1]);
    }

    #[test]
    fn silver_names_are_runs_within_a_sentence() {
        let token = |start, class: &str| SilverToken {
            span: Range { start, end: start + 2 },
            class: class.to_owned(),
        };
        let article = Article {
            id: "a".into(),
            text: String::new(),
            gold: vec![],
            tokens: vec![],
            gold_ids: vec![],
            silver: vec![
                vec![
                    token(0, "PERSON"),
                    token(3, "PERSON"),
                    token(6, "LOCATION"),
                    token(9, "DATE"),
                ],
                vec![token(12, "PERSON")],
            ],
        };
        let expected = [((0, 5), "PER"), ((6, 8), "LOC"), ((12, 14), "PER")]
            .map(|((start, end), kind)| (Range { start, end }, kind.to_owned()));
        assert_eq!(silver(&article).unwrap().names, BTreeSet::from(expected));
    }
}
