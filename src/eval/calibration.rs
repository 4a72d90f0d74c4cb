/*! How far confidence can be trusted: per rule and per kind how many predictions are right, and whether those at 0.8 are right in 80 % of cases.

In: predictions paired with gold. Out: counts, tables, and the file of rules' precision that the attribution stage reads.

A prediction is right when its content is paired with a gold content and its source is right: as "who said what" is scored.
*/

use std::collections::BTreeMap;

use serde::Serialize;

use super::attributions::Compared;
use super::table::{row, table};
use super::{Prediction, percent};

/// How many predictions there were, and how many were right.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Hits {
    /// Predictions.
    pub predicted: usize,
    /// Of these, content right.
    pub content: usize,
    /// Of these, content and source right.
    pub right: usize,
}

impl Hits {
    fn count(&mut self, paired: Option<(usize, bool)>) {
        self.predicted += 1;
        self.content += usize::from(paired.is_some());
        self.right += usize::from(paired.is_some_and(|p| p.1));
    }

    /// The share of right ones in percent.
    pub fn precision(self) -> f64 {
        percent(self.right as f64, self.predicted as f64)
    }
}

/// Hits by rule, by kind and by confidence.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Breakdown {
    /// By the code of the rule.
    pub rules: BTreeMap<String, Hits>,
    /// By the analyser's kind: direct, indirect, mixed.
    pub kinds: BTreeMap<String, Hits>,
    /// Ten bins of confidence, each with the sum of confidences.
    pub bins: [Bin; 10],
}

/// Predictions of about the same confidence.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Bin {
    /// How many, how many right.
    pub hits: Hits,
    /// Sum of their confidences.
    pub confidence: f64,
}

impl Breakdown {
    /// Adds one article's predictions.
    pub fn add(&mut self, predictions: &[Prediction], compared: &Compared) {
        for (prediction, &paired) in predictions.iter().zip(&compared.pred) {
            self.rules.entry(prediction.rule.clone()).or_default().count(paired);
            self.kinds.entry(prediction.kind.to_string()).or_default().count(paired);
            let bin = &mut self.bins[((prediction.confidence * 10.0) as usize).min(9)];
            bin.hits.count(paired);
            bin.confidence += prediction.confidence;
        }
    }

    /// The expected calibration error: by how much, on average, confidence and the share of right predictions differ, from 0 to 1.
    pub fn calibration_error(&self) -> f64 {
        let all: usize = self.bins.iter().map(|b| b.hits.predicted).sum();
        let off: f64 = self.bins.iter().map(|b| (b.confidence - b.hits.right as f64).abs()).sum();
        if all == 0 { 0.0 } else { off / all as f64 }
    }

    /// The tables by kind, by rule and by confidence.
    pub fn tables(&self) -> String {
        let hits = |title: &str, map: &BTreeMap<String, Hits>| {
            let mut rows: Vec<_> = map.iter().collect();
            rows.sort_by_key(|(name, h)| (std::cmp::Reverse(h.predicted), *name));
            let rows: Vec<_> = rows
                .into_iter()
                .map(|(name, h)| {
                    row![name.as_str(), h.predicted, h.content, h.right, h.precision()]
                })
                .collect();
            table(&[title, "pred", "content", "right", "precision"], &rows)
        };
        let rows: Vec<_> = self
            .bins
            .iter()
            .enumerate()
            .map(|(i, b)| {
                let n = b.hits.predicted;
                row![
                    format!("{:.1} to {:.1}", i as f64 / 10.0, (i + 1) as f64 / 10.0),
                    n,
                    b.hits.right,
                    percent(b.confidence, n as f64),
                    b.hits.precision(),
                ]
            })
            .collect();
        format!(
            "{}\n{}\n{}expected calibration error {:.4}\n",
            hits("kind", &self.kinds),
            hits("rule", &self.rules),
            table(&["confidence", "pred", "right", "mean conf", "precision"], &rows),
            self.calibration_error()
        )
    }
}

/// Today's date (UTC), ISO 8601.
pub fn today() -> String {
    let seconds = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(0, |d| d.as_secs());
    date(seconds / 86_400)
}

/// The date `days` after 1970-01-01, in the Gregorian calendar (Howard Hinnant's `civil_from_days`).
fn date(days: u64) -> String {
    let z = days + 719_468;
    let era = z / 146_097;
    let day_of_era = z % 146_097;
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::AttributionKind;
    use crate::eval::Roles;

    fn prediction(rule: &str, confidence: f64) -> Prediction {
        Prediction {
            roles: Roles::default(),
            kind: AttributionKind::Direct,
            rule: rule.into(),
            confidence,
        }
    }

    #[test]
    fn hits_are_counted_by_rule_and_confidence() {
        let predictions = [prediction("b", 0.95), prediction("a", 0.95), prediction("a", 1.0)];
        let compared = Compared {
            gold: vec![],
            pred: vec![Some((0, true)), Some((1, false)), None],
            gold_direct: vec![],
            pred_direct: vec![],
        };
        let mut breakdown = Breakdown::default();
        breakdown.add(&predictions, &compared);
        assert_eq!(breakdown.rules["a"], Hits { predicted: 2, content: 1, right: 0 });
        assert_eq!(breakdown.rules["b"], Hits { predicted: 1, content: 1, right: 1 });
        assert_eq!(breakdown.bins[9].hits.predicted, 3);
        // 2.9 were promised, 1 came true.
        assert!((breakdown.calibration_error() - 1.9 / 3.0).abs() < 1e-9);
    }

    #[test]
    fn dates_follow_the_calendar() {
        let known =
            [(0, "1970-01-01"), (59, "1970-03-01"), (11_016, "2000-02-29"), (20_779, "2026-11-22")];
        for (days, expected) in known {
            assert_eq!(date(days), expected);
        }
    }
}
