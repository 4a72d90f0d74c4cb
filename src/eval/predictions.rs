/*! What the analyser says of an article, in the form that figures are computed from.

In: an analyser and a text. Out: one [`Prediction`] per attribution, in code points, children left out, since the corpus does not mark them.
*/

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::Roles;
use crate::document::AttributionKind;
use crate::{Analyser, OffsetUnit, Options};

/// One attribution that the analyser found.
#[derive(Debug, Clone, PartialEq)]
pub struct Prediction {
    /// Its spans.
    pub roles: Roles,
    /// Direct, indirect or mixed.
    pub kind: AttributionKind,
    /// The code of the first reason, or `(none)`.
    pub rule: String,
    /// Between 0 and 1.
    pub confidence: f64,
}

/// Analyses `text` and gives its attributions without children.
pub fn predict(analyser: &Analyser, text: &str) -> Vec<Prediction> {
    let options = Options { offsets: OffsetUnit::Codepoint, ..Options::default() };
    let document = analyser.analyse(text, &options);
    document
        .attributions
        .into_iter()
        .filter(|a| a.parent.is_none())
        .map(|a| Prediction {
            kind: a.kind,
            rule: a.because.first().map_or_else(|| "(none)".to_owned(), |b| b.rule.clone()),
            confidence: a.confidence,
            roles: Roles { source: a.source, cue: a.cue, content: a.content },
        })
        .collect()
}

/// Writes predictions as JSON Lines, one article a line, in the form that the corpus' scorer reads.
///
/// # Errors
/// If writing fails.
pub fn write_predictions(
    predictions: &BTreeMap<String, Vec<Roles>>,
    mut out: impl Write,
) -> io::Result<()> {
    for (id, list) in predictions {
        let attributions: Vec<_> = list
            .iter()
            .map(|a| serde_json::json!({"source": a.source, "cue": a.cue, "content": a.content}))
            .collect();
        writeln!(out, "{}", serde_json::json!({"id": id, "attributions": attributions}))?;
    }
    out.flush()
}
