/*! Paragraphs: line breaks, hard-wrapped lines, and pastes that lost their breaks.

In: the text. Out: spans of its paragraphs, without the blanks around them. A line is a paragraph, unless the text is hard-wrapped:
then lines are joined where the next word would not have fit. A text that lost its breaks stays one paragraph; no break is invented.
*/

use super::Span;
use super::tokens::is_blank;

/// Widest and narrowest column of a hard-wrapped text, in characters.
const COLUMN: std::ops::RangeInclusive<usize> = 30..=120;
/// A line at least this long that stops amid a sentence is joined to a next one in lower case.
const BROKEN: usize = 40;

/// A line that is not blank.
struct Line {
    span: Span,
    /// Characters.
    width: usize,
    /// Characters of its first word.
    first_word: usize,
    /// A blank line, or a form feed, stands before.
    after_blank: bool,
    /// White space at its beginning.
    indented: bool,
}

/// Cuts `raw` into paragraphs, without the white space around them.
pub fn split(raw: &str) -> Vec<Span> {
    let lines = lines(raw);
    let column = column(raw, &lines);
    let mut blocks: Vec<Span> = Vec::new();
    for (i, line) in lines.iter().enumerate() {
        let joined = i > 0 && joins(raw, &lines[i - 1], line, column);
        match blocks.last_mut() {
            Some(last) if joined => *last = last.cover(line.span),
            _ => blocks.push(line.span),
        }
    }
    blocks
}

fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// The lines of `raw` that are not blank.
fn lines(raw: &str) -> Vec<Line> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut after_blank = true;
    let mut previous = ' ';
    for line in raw.split_inclusive(is_break) {
        let last = line.chars().next_back().unwrap_or(' ');
        let body = line.trim_end_matches(is_break);
        let trimmed = body.trim_matches(is_blank);
        if trimmed.is_empty() {
            // The second half of a CRLF is no line.
            after_blank |= !(previous == '\r' && line == "\n");
        } else {
            let at = start + (body.len() - body.trim_start_matches(is_blank).len());
            let mut words = trimmed.split(is_blank);
            out.push(Line {
                span: Span::new(at, at + trimmed.len()),
                width: trimmed.chars().count(),
                first_word: words.next().map_or(0, |w| w.chars().count()),
                after_blank,
                indented: at > start,
            });
            after_blank = false;
        }
        after_blank |= matches!(last, '\u{c}' | '\u{2029}');
        previous = last;
        start += line.len();
    }
    out
}

/// Does the line end as sentences do?
fn is_finished(raw: &str, line: &Line) -> bool {
    let text = raw[line.span].trim_end_matches(['"', '”', '’', '\'', ')', ']', '»']);
    text.ends_with(['.', '?', '!', '…'])
}

/// The column at which `raw` is hard-wrapped, if it is: most breaks amid sentences stand where the next word would not have fit.
fn column(raw: &str, lines: &[Line]) -> Option<usize> {
    let inner: Vec<_> = lines.windows(2).filter(|pair| !pair[1].after_blank).collect();
    let width = inner.iter().map(|pair| pair[0].width).max()?;
    if !COLUMN.contains(&width) {
        return None;
    }
    let amid = inner.iter().filter(|pair| !is_finished(raw, &pair[0]));
    let (mut forced, mut free) = (0, 0);
    for pair in amid {
        if is_forced(&pair[0], &pair[1], width) {
            forced += 1;
        } else {
            free += 1;
        }
    }
    (forced >= 3 && forced >= 4 * free).then_some(width)
}

/// Would the first word of `next` not have fit behind `line`? With a little room, as some break early.
fn is_forced(line: &Line, next: &Line, column: usize) -> bool {
    line.width + 1 + next.first_word + 2 >= column
}

/// Is `next` the same paragraph as `line`?
fn joins(raw: &str, line: &Line, next: &Line, column: Option<usize>) -> bool {
    if next.after_blank {
        return false;
    }
    let lower = raw[next.span].starts_with(char::is_lowercase);
    let amid = lower && !is_finished(raw, line);
    if let Some(column) = column {
        let starts = next.indented && !line.indented;
        return (amid || is_forced(line, next, column)) && !starts;
    }
    // A stray break amid a sentence.
    amid && line.width >= BROKEN
        && raw[line.span].ends_with(|c: char| c.is_alphanumeric() || c == ',')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(raw: &str, want: &[&str]) {
        let got: Vec<_> = split(raw).iter().map(|b| raw[*b].replace(['\n', '\r'], " ")).collect();
        assert_eq!(got, want);
    }

    #[test]
    fn blank_lines_and_single_breaks_part_paragraphs() {
        check(
            "One here.\nTwo here.\n\n\nThree here.\n",
            &["One here.", "Two here.", "Three here."],
        );
        check("One.\r\n\r\nTwo.\r\nThree.", &["One.", "Two.", "Three."]);
        check(
            "One.\u{2028}Two.\u{2029}Three.\u{c}Four.\rFive.",
            &["One.", "Two.", "Three.", "Four.", "Five."],
        );
        check("One.\n\u{a0}\u{200b}\nTwo.", &["One.", "Two."]);
        check(" \n\t\n", &[]);
        check("", &[]);
    }

    #[test]
    fn hard_wrapped_lines_are_joined() {
        check(
            "The mayor of the small town said on\nMonday that the bridge over the river\nwould be closed for a year, and that\nnobody had asked her.\n\nResidents, who have used it for many\nyears, said they would rather swim\nacross the river.",
            &[
                "The mayor of the small town said on Monday that the bridge over the river would be closed for a year, and that nobody had asked her.",
                "Residents, who have used it for many years, said they would rather swim across the river.",
            ],
        );
    }

    #[test]
    fn hard_wrapped_paragraphs_without_blank_lines_end_at_a_short_line() {
        check(
            "The mayor of the small town said on\nMonday that the bridge over the river\nwould be closed for a year, and that\nnobody had asked her.\nResidents, who have used it for many\nyears, said they would rather swim\nacross the river.",
            &[
                "The mayor of the small town said on Monday that the bridge over the river would be closed for a year, and that nobody had asked her.",
                "Residents, who have used it for many years, said they would rather swim across the river.",
            ],
        );
    }

    #[test]
    fn lists_and_short_lines_stay_apart() {
        check(
            "Bread\nButter and jam\nA pint of milk\nTea\nSalt",
            &["Bread", "Butter and jam", "A pint of milk", "Tea", "Salt"],
        );
    }

    #[test]
    fn a_stray_break_amid_a_sentence_is_mended() {
        check(
            "The mayor of the small town said on Monday that\nthe bridge would be closed.\nShe left.",
            &[
                "The mayor of the small town said on Monday that the bridge would be closed.",
                "She left.",
            ],
        );
    }

    #[test]
    fn a_text_without_breaks_is_one_paragraph() {
        let raw = "The mayor left. ".repeat(200);
        assert_eq!(split(&raw).len(), 1);
    }
}
