/*! CSV (RFC 4180): one row an attribution, for spreadsheets and data frames.

In: an article. Out: rows with CRLF line ends; the column names are [`head`]. Columns are stable: new ones are added at the end.

A cell that a spreadsheet would take for a formula, since the article's words begin with `=`, `+`, `-`, `@`, a tab or a line break, gets
an apostrophe in front. That is the only thing that differs from the text.
*/

use std::borrow::Cow;

use ::csv::{Terminator, WriterBuilder};

use super::Article;
use crate::document::{Attribution, Document, Note, Range};

/// Column names; see [`row`] for what stands in them.
const COLUMNS: [&str; 29] = [
    "id",
    "attribution",
    "kind",
    "act",
    "stance",
    "negated",
    "hypothetical",
    "speaker",
    "speaker_kind",
    "role",
    "source",
    "cue",
    "content",
    "via",
    "medium",
    "addressee",
    "venue",
    "time",
    "date",
    "hedge",
    "parent",
    "resolution",
    "confidence",
    "because",
    "offsets",
    "source_spans",
    "cue_spans",
    "content_spans",
    "replies",
];

/// The first row.
pub(super) fn head() -> String {
    written(&[COLUMNS.map(Cow::Borrowed)])
}

/// A row for each attribution of the article.
pub(super) fn rows(article: &Article) -> String {
    let document = article.document;
    let rows: Vec<_> = document.attributions.iter().map(|a| row(article, document, a)).collect();
    written(&rows)
}

fn row<'a>(
    article: &Article<'a>,
    document: &'a Document,
    a: &'a Attribution,
) -> [Cow<'a, str>; 29] {
    let entity = |id: Option<usize>| id.and_then(|id| document.entities.get(id));
    let note = |n: &'a Option<Note>| n.as_ref().map_or("", |n| n.text.as_str());
    let speaker = entity(a.speaker);
    let rules: Vec<_> = a.because.iter().map(|b| b.rule.as_str()).collect();
    let cells: [Cow<'a, str>; 29] = [
        article.id.unwrap_or_default().into(),
        a.id.to_string().into(),
        a.kind.as_str().into(),
        a.act.as_str().into(),
        a.stance.as_str().into(),
        a.negated.to_string().into(),
        a.hypothetical.to_string().into(),
        speaker.map_or("", |e| e.name.as_str()).into(),
        speaker.map_or("", |e| e.kind.as_str()).into(),
        speaker.map_or(String::new(), |e| e.roles.join("; ")).into(),
        a.text.source.as_str().into(),
        a.text.cue.as_str().into(),
        a.text.content.as_str().into(),
        entity(a.via).map_or("", |e| e.name.as_str()).into(),
        note(&a.medium).into(),
        note(&a.addressee).into(),
        note(&a.venue).into(),
        a.time.as_ref().map_or("", |t| t.text.as_str()).into(),
        a.time.as_ref().and_then(|t| t.date.as_deref()).unwrap_or_default().into(),
        note(&a.hedge).into(),
        a.parent.map_or(String::new(), |p| p.to_string()).into(),
        a.resolution.how.as_str().into(),
        a.confidence.to_string().into(),
        rules.join("; ").into(),
        document.offsets.as_str().into(),
        spans(&a.source).into(),
        spans(&a.cue).into(),
        spans(&a.content).into(),
        replies(document, a.id).into(),
    ];
    cells.map(harmless)
}

/// "12..34 40..52".
fn spans(ranges: &[Range]) -> String {
    let words: Vec<_> = ranges.iter().map(|r| format!("{}..{}", r.start, r.end)).collect();
    words.join(" ")
}

/// "reject 3; respond Maria Lopez": what the attribution answers, by number or, failing that, whom.
fn replies(document: &Document, from: usize) -> String {
    let mine = document.replies.iter().filter(|r| r.from == from);
    let words: Vec<_> = mine
        .map(|r| {
            let whom = r.whom.and_then(|id| document.entities.get(id)).map(|e| e.name.clone());
            let target = r.to.map(|id| id.to_string()).or(whom).unwrap_or_default();
            format!("{} {target}", r.kind).trim_end().to_owned()
        })
        .collect();
    words.join("; ")
}

/// The cell, with an apostrophe in front where a spreadsheet would run it.
fn harmless(cell: Cow<str>) -> Cow<str> {
    // East Asian spreadsheets take the full-width forms too.
    let formula = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    if cell.starts_with(formula) { format!("'{cell}").into() } else { cell }
}

fn written(rows: &[[Cow<str>; 29]]) -> String {
    let mut writer =
        WriterBuilder::new().terminator(Terminator::CRLF).has_headers(false).from_writer(vec![]);
    for row in rows {
        writer
            .write_record(row.iter().map(|cell| cell.as_bytes()))
            .expect("a Vec takes all that is written");
    }
    let bytes = writer.into_inner().expect("a Vec takes all that is written");
    String::from_utf8(bytes).expect("cells are UTF-8")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_harmless() {
        for bad in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1"] {
            assert_eq!(harmless(bad.into()), format!("'{bad}"));
        }
        for good in ["", "“=1”", "a=1", "—yes", "'quoted'"] {
            assert_eq!(harmless(good.into()), good);
        }
    }
}
