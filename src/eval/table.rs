/*! Tables of figures for the terminal: the first column is text, the others numbers.

In: a header and rows of cells. Out: lines of aligned text.
*/

use std::fmt::Write;

use super::attributions::Figures;

/// A cell of a table.
#[derive(Debug, Clone)]
pub enum Cell {
    /// Words.
    Text(String),
    /// A count.
    Count(usize),
    /// A percentage, printed with two decimals.
    Figure(f64),
}

impl std::fmt::Display for Cell {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Count(n) => write!(f, "{n}"),
            Self::Figure(x) => write!(f, "{x:.2}"),
        }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<usize> for Cell {
    fn from(n: usize) -> Self {
        Self::Count(n)
    }
}

impl From<f64> for Cell {
    fn from(x: f64) -> Self {
        Self::Figure(x)
    }
}

/// A row from anything that can be a cell.
macro_rules! row {
    ($($cell:expr),+ $(,)?) => { vec![$($crate::eval::table::Cell::from($cell)),+] };
}
pub(crate) use row;

/// Lays out `rows` under `header`; every row is as long as the header.
pub fn table(header: &[&str], rows: &[Vec<Cell>]) -> String {
    let mut lines: Vec<Vec<String>> = vec![header.iter().map(ToString::to_string).collect()];
    lines.extend(rows.iter().map(|r| r.iter().map(ToString::to_string).collect()));
    let width = |i: usize| lines.iter().map(|l| l[i].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..header.len()).map(width).collect();
    let mut out = String::new();
    for line in &lines {
        let mut text = String::new();
        for (i, cell) in line.iter().enumerate() {
            let w = widths[i];
            if i == 0 {
                let _ = write!(text, "{cell:<w$}");
            } else {
                let _ = write!(text, "  {cell:>w$}");
            }
        }
        out += text.trim_end();
        out.push('\n');
    }
    out
}

/// The figures for attributions as tables, laid out as the corpus' scorer does.
pub fn figures(f: &Figures) -> String {
    let mut out = format!(
        "{} articles, {} without prediction; CoreNLP tokens for {}, simple tokens for the rest\n\n",
        f.articles.gold,
        f.articles.gold - f.articles.predicted,
        f.articles.corenlp
    );
    let exact = f.roles.each().map(|(name, r)| (name, r.exact));
    let token = f.roles.each().map(|(name, r)| (name, r.token));
    for (title, part) in [("exact spans", exact), ("tokens", token)] {
        let rows = part.map(|(name, c)| row![name, c.gold, c.pred, c.prf.p, c.prf.r, c.prf.f1]);
        out += &table(&[title, "gold", "pred", "P", "R", "F1"], &rows);
        out.push('\n');
    }
    if let Some(cofenet) = &f.cofenet {
        let title = format!("CofeNet ({})", cofenet.instances);
        let rows = cofenet.roles.each().map(|(name, c)| {
            row![name, c.gold, c.pred, c.exact.p, c.exact.r, c.exact.f1, c.begin.f1, c.jaccard]
        });
        let header = [&title, "gold", "pred", "exact P", "R", "F1", "begin F1", "Jaccard"];
        out += &table(&header, &rows);
        out.push('\n');
    }
    let w = &f.attributions;
    let rows = [("content", w.content), ("content + source", w.content_and_source)]
        .map(|(name, c)| row![name, w.gold, w.pred, c.p, c.r, c.f1]);
    out += &table(&["attributions", "gold", "pred", "P", "R", "F1"], &rows);
    out.push('\n');
    let rows = [("direct", w.slices.direct), ("indirect", w.slices.indirect)]
        .map(|(name, s)| row![name, s.gold, s.content_recall, s.matched, s.speaker_accuracy]);
    out += &table(&["slice", "gold", "content R", "matched", "speaker acc"], &rows);
    out
}

/// The main figures as one row of the table in `tests/eval/runs.md`.
pub fn run(f: &Figures, calibration_error: f64) -> String {
    let cofenet = f.cofenet.as_ref().map_or("–".to_owned(), |c| {
        let parts = c.roles.each().map(|(_, r)| format!("{:.1}", r.exact.f1));
        parts.join(" / ")
    });
    let w = &f.attributions;
    let who = w.content_and_source;
    let slice = |s: super::attributions::Slice| {
        format!("{:.1} / {:.1}", s.content_recall, s.speaker_accuracy)
    };
    format!(
        "| {cofenet} | {:.1} | {:.1} / {:.1} / {:.1} | {} | {} | {calibration_error:.3} |",
        w.content.f1,
        who.p,
        who.r,
        who.f1,
        slice(w.slices.direct),
        slice(w.slices.indirect),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_aligned() {
        let got = table(&["name", "n"], &[row!["a", 5usize], row!["longer", 12.0]]);
        assert_eq!(got, "name        n\na           5\nlonger  12.00\n");
    }
}
