/*! The report for people: voices first, then the attributions in the order of the text.

In: an article. Out: text with ANSI styles, which the output stream drops where they are not wanted. Every word that comes from the
article has its control characters made visible first.
*/

use std::fmt::{Display, Write as _};

use anstyle::{AnsiColor, Style};
use sayso::document::{Attribution, AttributionKind, Document, Entity, Voice};
use sayso::export::Article;
use unicode_width::UnicodeWidthStr;

use crate::input::visible;

const TITLE: Style = Style::new().bold().underline();
const HEAD: Style = Style::new().bold();
const SOFT: Style = Style::new().dimmed();
const CUE: Style = Style::new().italic();
const DIRECT: Style = AnsiColor::Green.on_default();
const MIXED: Style = AnsiColor::Cyan.on_default();
const INDIRECT: Style = AnsiColor::Blue.on_default();
const WARNING: Style = AnsiColor::Yellow.on_default();

/// Lines of a content that are shown unless all are asked for.
const LINES: usize = 3;
/// Below this a speaker is shown as a guess.
const GUESS: f64 = 0.6;
/// What stands left of a content, and so its width.
const INDENT: &str = "      ";

/// The columns to write in: the terminal's, within reason.
pub fn width() -> usize {
    let columns = terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0));
    columns.clamp(40, 110)
}

/// The report on one article, with `name` as its heading where there are several.
pub fn write(article: &Article, name: Option<&str>, width: usize, full: bool) -> String {
    let document = article.document();
    let mut out = String::new();
    if let Some(name) = name {
        line(&mut out, &styled(TITLE, visible(name)));
        out.push('\n');
    }
    line(&mut out, &styled(HEAD, summary(document)));
    for warning in &document.warnings {
        line(&mut out, &styled(WARNING, format!("note: {}", warning_words(&warning.code))));
    }
    if !document.voices.is_empty() {
        out.push('\n');
        voices(&mut out, document, width);
    }
    if !document.attributions.is_empty() {
        out.push('\n');
        let mut in_order: Vec<_> = document.attributions.iter().collect();
        // A nested attribution follows the one that it is in, even where both begin with the same word.
        in_order.sort_by_key(|a| (a.content.first().map(|c| c.start), a.id));
        for (n, attribution) in in_order.into_iter().enumerate() {
            if n > 0 {
                out.push('\n');
            }
            act(&mut out, document, attribution, width, full);
        }
    }
    out
}

fn line(out: &mut String, words: &str) {
    out.push_str(words);
    out.push('\n');
}

/// `words` between the codes that turn `style` on and off.
fn styled(style: Style, words: impl Display) -> String {
    format!("{style}{words}{style:#}")
}

/// "1 voice", "2 voices".
fn count(n: usize, one: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") }
}

fn summary(document: &Document) -> String {
    if document.attributions.is_empty() {
        return "Nobody is quoted.".into();
    }
    let acts = count(document.attributions.len(), "attribution");
    format!("{}, {acts}.", count(document.voices.len(), "voice"))
}

/// What a warning code means.
fn warning_words(code: &str) -> String {
    match code {
        "language-unsupported" => {
            "the text is not in a language that is understood; nothing was marked".into()
        }
        "text-too-long" => "the text is too long; nothing was marked".into(),
        "unpaired-mark" => "a quotation mark has no partner".into(),
        "lone-surrogate" => "a broken character was replaced".into(),
        other => other.to_owned(),
    }
}

/// A table: share as a bar and a number, name, attributions, role.
fn voices(out: &mut String, document: &Document, width: usize) {
    let name = |v: &Voice| entity(document, v.speaker).map_or(String::new(), |e| visible(&e.name));
    let widest = document.voices.iter().map(|v| name(v).width()).max().unwrap_or(0);
    let column = widest.clamp(4, (width / 2).saturating_sub(12).max(12));
    for voice in &document.voices {
        let name = shorten(&name(voice), column);
        let pad = " ".repeat(column.saturating_sub(name.width()));
        let percent = (voice.share * 100.0).round();
        let words = count(voice.direct_words + voice.indirect_words, "word");
        let head = format!("{} {percent:>3}%  {}{pad}", bar(voice.share), styled(HEAD, &name));
        let role = entity(document, voice.speaker).and_then(|e| e.roles.first());
        let mut tail = format!("{}, {words}", voice.attributions);
        if let Some(role) = role {
            tail = format!("{tail}, {}", visible(role));
        }
        // Bar, number and their spaces take 17 columns.
        let room = width.saturating_sub(17 + column + 2);
        line(out, &format!("{head}  {}", styled(SOFT, shorten(&tail, room))));
    }
}

/// A bar of ten cells for a part of the whole, in eighths of a cell.
fn bar(share: f64) -> String {
    let eighths = (share.clamp(0.0, 1.0) * 80.0).round().max(1.0) as usize;
    let mut bar = "█".repeat(eighths / 8);
    if !eighths.is_multiple_of(8) {
        bar.push(['▏', '▎', '▍', '▌', '▋', '▊', '▉'][eighths % 8 - 1]);
    }
    bar.push_str(&" ".repeat(10 - bar.chars().count()));
    styled(DIRECT, bar)
}

fn entity(document: &Document, id: usize) -> Option<&Entity> {
    document.entities.get(id)
}

/// One attribution: who and how, what, the circumstances, how sure and why.
fn act(out: &mut String, document: &Document, a: &Attribution, width: usize, full: bool) {
    let colour = match a.kind {
        AttributionKind::Direct => DIRECT,
        AttributionKind::Indirect => INDIRECT,
        AttributionKind::Mixed => MIXED,
    };
    let named = a.speaker.and_then(|id| entity(document, id)).map(|e| visible(&e.name));
    let (source, cue) = (visible(&a.text.source), visible(&a.text.cue));
    let speaker = named.clone().unwrap_or_else(|| {
        if source.is_empty() { "somebody unnamed".into() } else { source.clone() }
    });
    let guess = named.is_some() && a.resolution.confidence < GUESS;
    let doubt = if guess { "perhaps " } else { "" };
    let mut head = format!("{:>4}  {doubt}{}", a.id + 1, styled(HEAD, &speaker));
    // "Miryousefi (“the Iranian diplomat” … said)": the words that lead to the speaker, where they are not the name itself.
    let mut words = Vec::new();
    if !source.is_empty() && source != speaker {
        words.push(source);
    }
    if !cue.is_empty() {
        words.push(styled(CUE, cue));
    }
    if !words.is_empty() {
        let _ = write!(head, "  {}", words.join(" · "));
    }
    line(out, &head);

    for piece in wrap(&visible(&a.text.content), width, if full { usize::MAX } else { LINES }) {
        line(out, &format!("{INDENT}{}", styled(colour, piece)));
    }

    let mut facts = vec![a.kind.to_string(), a.act.to_string()];
    if a.stance.as_str() != "neutral" {
        facts.push(a.stance.to_string());
    }
    if a.negated {
        facts.push("negated".into());
    }
    if a.hypothetical {
        facts.push("hypothetical".into());
    }
    if let Some(parent) = a.parent {
        facts.push(format!("inside {}", parent + 1));
    }
    let via = a.via.and_then(|id| entity(document, id)).map(|e| visible(&e.name));
    let notes = [
        ("via", via),
        ("medium", a.medium.as_ref().map(|n| visible(&n.text))),
        ("to", a.addressee.as_ref().map(|n| visible(&n.text))),
        ("venue", a.venue.as_ref().map(|n| visible(&n.text))),
        ("time", a.time.as_ref().map(|t| visible(&t.text))),
        ("hedge", a.hedge.as_ref().map(|n| visible(&n.text))),
    ];
    facts.extend(notes.into_iter().filter_map(|(what, note)| Some(format!("{what}: {}", note?))));
    let replies = document.replies.iter().filter(|r| r.from == a.id);
    for reply in replies {
        let whom = reply.whom.and_then(|id| entity(document, id)).map(|e| visible(&e.name));
        let to = reply.to.map(|id| (id + 1).to_string());
        let target = [whom, to].into_iter().flatten().collect::<Vec<_>>().join(", ");
        facts.push(format!("{} {target}", reply.kind));
    }
    for piece in wrap(&facts.join(" · "), width, usize::MAX) {
        line(out, &format!("{INDENT}{}", styled(SOFT, piece)));
    }
    let why: Vec<_> =
        a.because.iter().map(|b| sayso::because(&b.rule).unwrap_or(&b.rule)).collect();
    let mut sure = format!("{:.0}% sure", a.confidence * 100.0);
    if !why.is_empty() {
        let _ = write!(sure, ": {}", visible(&why.join(", ")));
    }
    for piece in wrap(&sure, width, usize::MAX) {
        line(out, &format!("{INDENT}{}", styled(SOFT, piece)));
    }
}

/// `words` in lines of what the width leaves, at most `most`, the last ending in "…" where something is left out.
fn wrap(words: &str, width: usize, most: usize) -> Vec<String> {
    let room = width.saturating_sub(INDENT.len()).max(20);
    // The report shows the words, not the article's layout.
    let flat = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let options = textwrap::Options::new(room)
        .wrap_algorithm(textwrap::WrapAlgorithm::FirstFit)
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    let mut lines: Vec<_> =
        textwrap::wrap(&flat, options).into_iter().map(std::borrow::Cow::into_owned).collect();
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            // Whole words, unless there is but one.
            while last.width() + 2 > room {
                match last.rfind(' ') {
                    Some(space) => last.truncate(space),
                    None => break,
                }
            }
            *last = shorten(&format!("{last} …"), room);
        }
    }
    lines
}

/// `words`, cut to `columns` with "…" at the end where they are wider.
fn shorten(words: &str, columns: usize) -> String {
    if words.width() <= columns {
        return words.to_owned();
    }
    let mut short = String::new();
    let mut used = 1;
    for c in words.chars() {
        used += unicode_width::UnicodeWidthChar::width(c).unwrap_or(0);
        if used > columns {
            break;
        }
        short.push(c);
    }
    short.truncate(short.trim_end_matches([' ', '…']).len());
    short.push('…');
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_contents_are_shortened_to_whole_lines() {
        let words = "word ".repeat(100);
        let lines = wrap(&words, 46, 3);
        assert_eq!(lines.len(), 3);
        assert!(lines.iter().all(|l| l.width() <= 40), "{lines:?}");
        assert!(lines[2].ends_with("word …"), "{lines:?}");
        assert_eq!(wrap(&words, 46, usize::MAX).join(" "), words.trim());
    }

    #[test]
    fn shortened_words_fit() {
        assert_eq!(shorten("Maria Lopez", 11), "Maria Lopez");
        assert_eq!(shorten("Maria Lopez", 6), "Maria…");
        assert_eq!(shorten("東京都知事", 5), "東京…");
    }

    #[test]
    fn bars_are_ten_columns() {
        for share in [0.0, 0.001, 0.34, 0.5, 1.0] {
            let plain = anstream::adapter::strip_str(&bar(share)).to_string();
            assert_eq!(plain.chars().count(), 10, "{share}");
            assert!(!plain.trim().is_empty(), "{share}");
        }
    }
}
