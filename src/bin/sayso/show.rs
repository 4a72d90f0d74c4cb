/*! Views of the stages, for those who work on them: what each saw, aligned under the words. */

use std::fmt::Write as _;

use sayso::text::{Text, TokenKind};
use unicode_width::UnicodeWidthStr;

use crate::args::Stage;
use crate::input::visible;

/// The view of one stage on `text`, with `name` as its heading where there are several.
pub fn stage(stage: Stage, text: &str, name: Option<&str>, width: usize) -> String {
    let mut out = String::new();
    if let Some(name) = name {
        let _ = writeln!(out, "# {}\n", visible(name));
    }
    match stage {
        Stage::Tokens => tokens(&mut out, &Text::read(text), width),
    }
    out
}

/// Each sentence under its number, its tokens in columns with their kinds below.
fn tokens(out: &mut String, text: &Text, width: usize) {
    for (p, paragraph) in text.paragraphs.iter().enumerate() {
        for s in paragraph.sentences.clone() {
            let sentence = &text.sentences[s];
            let _ =
                writeln!(out, "paragraph {} sentence {} bytes {:?}", p + 1, s + 1, sentence.span);
            let columns: Vec<_> = sentence
                .tokens
                .clone()
                .map(|i| vec![visible(text.word(i)), kind(text.tokens[i].kind).to_owned()])
                .collect();
            aligned(out, &columns, width);
            out.push('\n');
        }
    }
    for furniture in &text.furniture {
        let words = visible(&text.raw[furniture.span]);
        let _ = writeln!(out, "{} {:?} {words}", furniture.kind, furniture.span);
    }
}

fn kind(kind: TokenKind) -> &'static str {
    match kind {
        TokenKind::Word => "word",
        TokenKind::Number => "number",
        TokenKind::Quote => "quote",
        TokenKind::Mark => "mark",
        TokenKind::Handle => "handle",
    }
}

/// Columns side by side, each as wide as its widest cell; a block of rows for as many columns as fit, then the next.
fn aligned(out: &mut String, columns: &[Vec<String>], width: usize) {
    let widths: Vec<usize> =
        columns.iter().map(|c| c.iter().map(|cell| cell.width()).max().unwrap_or(0)).collect();
    let mut start = 0;
    while start < columns.len() {
        let (mut end, mut used) = (start, 0);
        while end < columns.len() && (end == start || used + 2 + widths[end] <= width) {
            used += 2 + widths[end];
            end += 1;
        }
        let rows = columns[start..end].iter().map(Vec::len).max().unwrap_or(0);
        for row in 0..rows {
            let mut line = String::new();
            for (column, width) in columns[start..end].iter().zip(&widths[start..end]) {
                let cell = column.get(row).map_or("", String::as_str);
                let _ = write!(line, "  {cell}{}", " ".repeat(width - cell.width()));
            }
            let _ = writeln!(out, "{}", line.trim_end());
        }
        start = end;
    }
}
