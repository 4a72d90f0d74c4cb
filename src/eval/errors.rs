/*! Errors laid out to be read: attributions that were missed, and predictions that are wrong, each in its sentences.

In: articles and predictions. Out: text. Only articles that may be read by eye belong here; the program refuses the others.
*/

use std::fmt::Write;

use super::attributions::Compared;
use super::corpus::Article;
use super::{Prediction, Roles};
use crate::document::Range;

/// Which errors to show.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Only the direct slice, or only the indirect one.
    pub direct: Option<bool>,
    /// Only predictions of this rule; then nothing missed.
    pub rule: Option<String>,
    /// Only this kind of error.
    pub what: Option<ErrorKind>,
}

/// A kind of error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// A gold attribution without a partner.
    Missed,
    /// A prediction without a partner.
    Wrong,
    /// A pair with different sources.
    Source,
}

impl std::str::FromStr for ErrorKind {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        match name {
            "missed" => Ok(Self::Missed),
            "wrong" => Ok(Self::Wrong),
            "source" => Ok(Self::Source),
            _ => Err(format!("expected missed, wrong or source, but found {name}")),
        }
    }
}

/// The errors of one article, each as a block of lines.
pub fn describe(article: &Article, predictions: &[Prediction], filter: &Filter) -> Vec<String> {
    let roles: Vec<Roles> = predictions.iter().map(|p| p.roles.clone()).collect();
    let compared = Compared::new(article, &article.gold, &roles);
    let wanted = |kind, direct| {
        filter.what.is_none_or(|w| w == kind) && filter.direct.is_none_or(|d| d == direct)
    };
    let rule = |p: &Prediction| filter.rule.as_ref().is_none_or(|r| *r == p.rule);
    let mut out: Vec<(usize, String)> = Vec::new();
    for (i, gold) in article.gold.iter().enumerate() {
        if compared.gold[i].is_some()
            || filter.rule.is_some()
            || !wanted(ErrorKind::Missed, compared.gold_direct[i])
        {
            continue;
        }
        let near: Vec<&Prediction> =
            predictions.iter().filter(|p| touches(&p.roles, gold)).collect();
        out.push((first(gold), block(article, "missed", &[gold], &near)));
    }
    for (j, prediction) in predictions.iter().enumerate() {
        let (kind, title) = match compared.pred[j] {
            None => (ErrorKind::Wrong, "wrong"),
            Some((_, false)) => (ErrorKind::Source, "source"),
            Some((_, true)) => continue,
        };
        if !rule(prediction) || !wanted(kind, compared.pred_direct[j]) {
            continue;
        }
        let near: Vec<&Roles> = match compared.pred[j] {
            Some((i, _)) => vec![&article.gold[i]],
            None => article.gold.iter().filter(|g| touches(g, &prediction.roles)).collect(),
        };
        out.push((first(&prediction.roles), block(article, title, &near, &[prediction])));
    }
    out.sort_by_key(|(at, _)| *at);
    out.into_iter().map(|(_, text)| text).collect()
}

fn all(roles: &Roles) -> impl Iterator<Item = Range> {
    roles.source.iter().chain(&roles.cue).chain(&roles.content).copied()
}

fn first(roles: &Roles) -> usize {
    all(roles).map(|r| r.start).min().unwrap_or(0)
}

/// Do cue or content of the two overlap?
fn touches(a: &Roles, b: &Roles) -> bool {
    let spans = |r: &Roles| r.cue.iter().chain(&r.content).copied().collect::<Vec<_>>();
    let theirs = spans(b);
    spans(a).iter().any(|x| theirs.iter().any(|y| x.start < y.end && y.start < x.end))
}

fn block(article: &Article, title: &str, gold: &[&Roles], pred: &[&Prediction]) -> String {
    let mut out = format!("{title}: {}\n", article.id);
    let touched: Vec<Range> =
        gold.iter().copied().chain(pred.iter().map(|p| &p.roles)).flat_map(all).collect();
    for sentence in sentences(article) {
        if touched.iter().any(|r| r.start < sentence.end && sentence.start < r.end) {
            let _ = writeln!(out, "  | {}", flat(&article.slice(sentence)));
        }
    }
    let phrases = |spans: &[Range]| {
        let parts: Vec<String> = spans.iter().map(|&s| flat(&article.slice(s))).collect();
        if parts.is_empty() { "-".to_owned() } else { parts.join(" … ") }
    };
    let line = |name: &str, roles: &Roles| {
        let (s, c, t) = (phrases(&roles.source), phrases(&roles.cue), phrases(&roles.content));
        format!("  {name:5} {s} | {c} | {t}\n")
    };
    for roles in gold {
        out += &line("gold", roles);
    }
    for p in pred {
        out += &line("found", &p.roles);
        let _ = writeln!(out, "        {} {} {:.2}", p.rule, p.kind, p.confidence);
    }
    out
}

/// The silver sentences, or the lines where there are none.
fn sentences(article: &Article) -> Vec<Range> {
    if !article.silver.is_empty() {
        let ends = |s: &Vec<super::corpus::SilverToken>| {
            Some(Range { start: s.first()?.span.start, end: s.last()?.span.end })
        };
        return article.silver.iter().filter_map(ends).collect();
    }
    let mut start = 0;
    let mut out = Vec::new();
    for line in article.text.split('\n') {
        let end = start + line.chars().count();
        out.push(Range { start, end });
        start = end + 1;
    }
    out
}

/// On one line.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::AttributionKind;

    fn roles(text: &str, source: &str, cue: &str, content: &str) -> Roles {
        let find = |phrase: &str| {
            let start = text.find(phrase).unwrap();
            vec![Range { start, end: start + phrase.len() }]
        };
        Roles { source: find(source), cue: find(cue), content: find(content) }
    }

    #[test]
    fn missed_and_wrong_are_told_apart() {
        let text = "Ann said the dam would hold.\nBo denied it at once.";
        let article = Article {
            id: "a".into(),
            text: text.into(),
            gold: vec![
                roles(text, "Ann", "said", "the dam would hold"),
                roles(text, "Bo", "denied", "it"),
            ],
            tokens: text
                .split_whitespace()
                .map(|w| {
                    let start = w.as_ptr() as usize - text.as_ptr() as usize;
                    Range { start, end: start + w.len() }
                })
                .collect(),
            gold_ids: vec![],
            silver: vec![],
        };
        let found = Prediction {
            roles: roles(text, "Bo", "said", "the dam would hold"),
            kind: AttributionKind::Indirect,
            rule: "after".into(),
            confidence: 0.5,
        };
        let blocks = describe(&article, &[found], &Filter::default());
        assert_eq!(blocks.len(), 2);
        assert!(blocks[0].starts_with("source: a\n  | Ann said the dam"), "{}", blocks[0]);
        assert!(blocks[0].contains("gold  Ann | said | the dam would hold"), "{}", blocks[0]);
        assert!(blocks[1].starts_with("missed: a\n  | Bo denied it"), "{}", blocks[1]);
        let only = Filter { what: Some(ErrorKind::Wrong), ..Filter::default() };
        assert!(describe(&article, &[], &only).is_empty());
    }
}
