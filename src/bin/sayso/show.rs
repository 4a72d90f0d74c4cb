/*! Views of the stages, for those who work on them: what each saw, aligned under the words. */

use std::fmt::Write as _;

use sayso::tags::{self, Tags};
use sayso::text::{Text, TokenKind};
use sayso::{Model, names};
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
        Stage::Tags => {
            let text = Text::read(text);
            let tags = tags::tag(&text, &Model::embedded());
            sentences(&mut out, &text, width, |i| {
                vec![tags.pos[i].to_string(), visible(tags.lemma(i)), tags.entity[i].to_string()]
            });
        }
        Stage::Tree => {
            let text = Text::read(text);
            let tags = tags::tag(&text, &Model::embedded());
            sentences(&mut out, &text, width, |i| {
                let governor =
                    tags.head[i].map_or("root".into(), |h| visible(text.word(h as usize)));
                vec![tags.relation[i].to_string(), governor]
            });
        }
        Stage::Names => {
            let text = Text::read(text);
            mentions(&mut out, &text, &tags::tag(&text, &Model::embedded()));
        }
    }
    out
}

/// Each mention in a line: where, form, kind, words, and what the text says it is.
fn mentions(out: &mut String, text: &Text, tags: &Tags) {
    for mention in names::find(text, tags) {
        let roles: Vec<_> = mention.roles.iter().map(|&r| visible(&text.raw[r])).collect();
        let _ = writeln!(
            out,
            "{:?}\t{}\t{}\t{}\t{}",
            mention.span,
            mention.form,
            mention.kind,
            visible(&text.raw[mention.span]),
            roles.join("; ")
        );
    }
}

/// Each sentence under its number, its tokens in columns over what `below` says of them.
fn sentences(out: &mut String, text: &Text, width: usize, below: impl Fn(usize) -> Vec<String>) {
    for (s, sentence) in text.sentences.iter().enumerate() {
        let _ = writeln!(
            out,
            "paragraph {} sentence {} bytes {:?}",
            sentence.paragraph + 1,
            s + 1,
            sentence.span
        );
        let columns: Vec<_> = (sentence.tokens.clone())
            .map(|i| [vec![visible(text.word(i))], below(i)].concat())
            .collect();
        aligned(out, &columns, width);
        out.push('\n');
    }
}

/// The sentences with the kinds of their tokens, then the furniture.
fn tokens(out: &mut String, text: &Text, width: usize) {
    sentences(out, text, width, |i| vec![kind(text.tokens[i].kind).to_owned()]);
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
