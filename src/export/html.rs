/*! A standalone HTML page: the article with its marks, the voices, a legend, and every attribution as a list.

In: an article. Out: one file without script, picture or request; a policy in it forbids all three. All words of the article are escaped;
characters that HTML cannot carry (NUL and most control characters) are shown as U+FFFD.

Marks are `<mark>` elements; one that runs over a paragraph's end, or that overlaps another, is closed and opened again. The number behind a mark
leads to its entry in the list, and back.
*/

use std::fmt::Write as _;

use super::Article;
use crate::document::{Attribution, AttributionKind, Document, Entity};

const STYLE: &str = include_str!("page.css");

/// Hues that the style sheet has; further voices share the neutral one.
const HUES: usize = 8;

/// Everything before the first article.
pub(super) fn head() -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>Who said what</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n"
    )
}

/// Everything after the last article.
pub(super) const TAIL: &str = "</main>\n</body>\n</html>\n";

/// One article.
pub(super) fn section(article: &Article) -> String {
    let document = article.document;
    let page = Page { article, document, hues: hues(document) };
    let mut out = String::with_capacity(article.text.len() * 3);
    out.push_str("<section class=\"piece\">\n<header>\n");
    let _ = writeln!(out, "<h1>{}</h1>", escape(article.id.unwrap_or("Who said what")));
    let _ = write!(out, "<p class=\"sum\">{}", summary(document));
    if let Some(url) = article.url {
        let words = escape(url);
        // Other schemes, such as javascript:, are shown but lead nowhere.
        if url.starts_with("https://") || url.starts_with("http://") {
            let _ = write!(out, " <a href=\"{words}\">{words}</a>");
        } else {
            let _ = write!(out, " {words}");
        }
    }
    out.push_str("</p>\n");
    for warning in &document.warnings {
        let _ = writeln!(out, "<p class=\"sum\">Note: {}.</p>", escape(&warning.code));
    }
    out.push_str("</header>\n");
    let _ = writeln!(out, "<article class=\"text\" lang=\"{}\">", escape(&document.language));
    page.text(&mut out);
    out.push_str("</article>\n<aside>\n");
    page.voices(&mut out);
    out.push_str(LEGEND);
    out.push_str("</aside>\n");
    page.list(&mut out);
    out.push_str("</section>\n");
    out
}

const LEGEND: &str = "<h2>Legend</h2>\n<ul class=\"legend\">\n\
    <li><mark class=\"say direct v0\">“Their words”</mark> direct speech</li>\n\
    <li><mark class=\"say mixed v0\">partly <span class=\"q\">“their words”</span></mark> mixed</li>\n\
    <li><mark class=\"say indirect v0\">the outlet’s words for it</mark> indirect speech</li>\n\
    <li><span class=\"source v0\">Source</span> and <span class=\"cue\">cue</span>: who says it, and the words that tell</li>\n\
    </ul>\n";

/// The voice class of each entity: `v0` for the greatest voice, `none` for those without one.
fn hues(document: &Document) -> Vec<&'static str> {
    const CLASSES: [&str; HUES] = ["v0", "v1", "v2", "v3", "v4", "v5", "v6", "v7"];
    let mut hues = vec!["none"; document.entities.len()];
    for (voice, class) in document.voices.iter().zip(CLASSES) {
        if let Some(hue) = hues.get_mut(voice.speaker) {
            *hue = class;
        }
    }
    hues
}

fn summary(document: &Document) -> String {
    let count =
        |n: usize, one: &str| if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") };
    if document.attributions.is_empty() {
        return "Nobody is quoted.".into();
    }
    let acts = count(document.attributions.len(), "attribution");
    format!("{}, {acts}.", count(document.voices.len(), "voice"))
}

/// An element of the marked text.
struct Mark {
    start: usize,
    end: usize,
    open: String,
    close: &'static str,
    /// What follows the element where it ends for good.
    after: String,
}

struct Page<'a> {
    article: &'a Article<'a>,
    document: &'a Document,
    hues: Vec<&'static str>,
}

impl Page<'_> {
    fn hue(&self, a: &Attribution) -> &'static str {
        a.speaker.and_then(|id| self.hues.get(id).copied()).unwrap_or("none")
    }

    fn speaker(&self, a: &Attribution) -> Option<&Entity> {
        a.speaker.and_then(|id| self.document.entities.get(id))
    }

    /// An anchor in this page: `a3` is an attribution's entry in the list, `t3` its place in the text.
    fn anchor(&self, letter: char, id: usize) -> String {
        match self.article.number {
            0 => format!("{letter}{id}"),
            n => format!("{letter}{n}-{id}"),
        }
    }

    /// Who says it, in words: the speaker's name, or else the source.
    fn who(&self, a: &Attribution) -> String {
        match self.speaker(a) {
            Some(entity) => entity.name.clone(),
            None if a.text.source.is_empty() => "Somebody unnamed".into(),
            None => a.text.source.clone(),
        }
    }

    /// All elements, in the order in which they open.
    fn marks(&self) -> Vec<Mark> {
        let mut marks = Vec::new();
        let bytes = |range| self.article.bytes(range);
        for furniture in &self.document.furniture {
            let span = bytes(furniture.span);
            let open = format!("<span class=\"furniture\" title=\"{}\">", furniture.kind);
            marks.push(Mark {
                start: span.start,
                end: span.end,
                open,
                close: "</span>",
                after: String::new(),
            });
        }
        for a in &self.document.attributions {
            let hue = self.hue(a);
            let title = escape(&format!("{} ({})", self.who(a), a.kind));
            for (n, range) in a.content.iter().enumerate() {
                let id = if n == 0 {
                    format!(" id=\"{}\"", self.anchor('t', a.id))
                } else {
                    String::new()
                };
                let open = format!("<mark class=\"say {} {hue}\" title=\"{title}\"{id}>", a.kind);
                let after = if n + 1 == a.content.len() {
                    format!("<sup><a href=\"#{}\">{}</a></sup>", self.anchor('a', a.id), a.id + 1)
                } else {
                    String::new()
                };
                let span = bytes(*range);
                marks.push(Mark {
                    start: span.start,
                    end: span.end,
                    open,
                    close: "</mark>",
                    after,
                });
            }
            for (ranges, class) in [(&a.source, "source"), (&a.cue, "cue")] {
                for range in ranges {
                    let span = bytes(*range);
                    let open = format!("<span class=\"{class} {hue}\">");
                    marks.push(Mark {
                        start: span.start,
                        end: span.end,
                        open,
                        close: "</span>",
                        after: String::new(),
                    });
                }
            }
        }
        for quotation in &self.document.quotations {
            let mixed = quotation
                .attribution
                .and_then(|id| self.document.attributions.get(id))
                .is_some_and(|a| a.kind == AttributionKind::Mixed);
            if mixed && quotation.depth == 0 {
                let span = bytes(quotation.span);
                let open = "<span class=\"q\">".to_owned();
                marks.push(Mark {
                    start: span.start,
                    end: span.end,
                    open,
                    close: "</span>",
                    after: String::new(),
                });
            }
        }
        marks.retain(|m| m.start < m.end);
        marks.sort_by_key(|m| (m.start, std::cmp::Reverse(m.end)));
        // An element opens once only; an id twice would be an error.
        marks
    }

    /// The paragraphs, and whatever the document left between them, in order.
    fn blocks(&self) -> Vec<(std::ops::Range<usize>, bool)> {
        let text = self.article.text;
        let mut blocks = Vec::new();
        let mut end = 0;
        let gap = |from: usize, to: usize, blocks: &mut Vec<_>| {
            if text.get(from..to).is_some_and(|between| !between.trim().is_empty()) {
                blocks.push((from..to, false));
            }
        };
        for paragraph in &self.document.paragraphs {
            let span = self.article.bytes(*paragraph);
            if span.start < end || span.is_empty() {
                continue;
            }
            gap(end, span.start, &mut blocks);
            end = span.end;
            blocks.push((span, true));
        }
        gap(end, text.len(), &mut blocks);
        blocks
    }

    /// The text, block by block, with its marks.
    fn text(&self, out: &mut String) {
        let marks = self.marks();
        let mut next = 0;
        // Marks that have begun and not ended, outermost first.
        let mut open: Vec<usize> = Vec::new();
        let mut seen = vec![false; marks.len()];
        for (block, paragraph) in self.blocks() {
            out.push_str(if paragraph {
                "<p dir=\"auto\">"
            } else {
                "<p class=\"plain\" dir=\"auto\">"
            });
            let mut at = block.start;
            open.retain(|i| marks[*i].end > at);
            for i in open.clone() {
                start(out, &marks[i], &mut seen[i]);
            }
            loop {
                // The next place where something begins or ends.
                let begins = marks.get(next).map_or(block.end, |m| m.start.max(at));
                let ends = open.iter().map(|i| marks[*i].end).min().unwrap_or(block.end);
                let to = begins.min(ends).min(block.end);
                out.push_str(&escape(&self.article.text[at..to]));
                at = to;
                if let Some(first) = open.iter().position(|i| marks[*i].end <= at) {
                    let reopen = open.split_off(first);
                    for i in reopen.iter().rev() {
                        out.push_str(marks[*i].close);
                        if marks[*i].end <= at {
                            out.push_str(&marks[*i].after);
                        }
                    }
                    for i in reopen.into_iter().filter(|i| marks[*i].end > at) {
                        start(out, &marks[i], &mut seen[i]);
                        open.push(i);
                    }
                }
                if at >= block.end {
                    break;
                }
                while marks.get(next).is_some_and(|m| m.start <= at) {
                    if marks[next].end > at {
                        start(out, &marks[next], &mut seen[next]);
                        open.push(next);
                    }
                    next += 1;
                }
            }
            for i in open.iter().rev() {
                out.push_str(marks[*i].close);
            }
            out.push_str("</p>\n");
        }
    }

    fn voices(&self, out: &mut String) {
        if self.document.voices.is_empty() {
            return;
        }
        out.push_str("<h2>Voices</h2>\n<ul class=\"voices\">\n");
        let all: usize =
            self.document.voices.iter().map(|v| v.direct_words + v.indirect_words).sum();
        let part = |words: usize| words as f64 * 100.0 / all.max(1) as f64;
        for voice in &self.document.voices {
            let Some(entity) = self.document.entities.get(voice.speaker) else { continue };
            let hue = self.hues[voice.speaker];
            let words = voice.direct_words + voice.indirect_words;
            let _ = write!(
                out,
                "<li class=\"{hue}\"><b><bdi>{}</bdi></b><span>{:.0} %</span>\
                 <span class=\"bar\" style=\"--d:{:.1}%;--e:{:.1}%\"></span>",
                escape(&entity.name),
                voice.share * 100.0,
                part(voice.direct_words),
                part(words),
            );
            if let Some(role) = entity.roles.first() {
                let _ = write!(out, "<span class=\"role\">{}</span>", escape(role));
            }
            let times = if voice.attributions == 1 { "once" } else { "times" };
            let number = if voice.attributions == 1 {
                String::new()
            } else {
                format!("{} ", voice.attributions)
            };
            let _ = writeln!(
                out,
                "<span class=\"count\">quoted {number}{times}, {words} words, {} of them in quotation marks</span></li>",
                voice.direct_words
            );
        }
        out.push_str("</ul>\n");
    }

    fn list(&self, out: &mut String) {
        if self.document.attributions.is_empty() {
            return;
        }
        out.push_str("<section class=\"said\">\n<h2>Who said what</h2>\n<ol>\n");
        for a in &self.document.attributions {
            let _ = write!(
                out,
                "<li id=\"{}\"><a class=\"no\" href=\"#{}\">{}</a><div><b><bdi>{}</bdi></b>",
                self.anchor('a', a.id),
                self.anchor('t', a.id),
                a.id + 1,
                escape(&self.who(a)),
            );
            if !a.text.source.is_empty() && self.speaker(a).is_some_and(|e| e.name != a.text.source)
            {
                let _ = write!(out, " <bdi>“{}”</bdi>", escape(&a.text.source));
            }
            if !a.text.cue.is_empty() {
                let _ = write!(out, " <span class=\"cue\">{}</span>", escape(&a.text.cue));
            }
            let _ =
                write!(out, "<blockquote dir=\"auto\">{}</blockquote>", escape(&a.text.content));
            let _ = writeln!(
                out,
                "<span class=\"facts\">{}</span></div></li>",
                escape(&facts(self.document, a))
            );
        }
        out.push_str("</ol>\n</section>\n");
    }
}

/// Opens `mark`; its id stands in the first of its elements only.
fn start(out: &mut String, mark: &Mark, seen: &mut bool) {
    match mark.open.find(" id=\"").filter(|_| *seen) {
        Some(at) => {
            out.push_str(&mark.open[..at]);
            out.push('>');
        }
        None => out.push_str(&mark.open),
    }
    *seen = true;
}

/// Kind, stance, circumstances and confidence in one line.
fn facts(document: &Document, a: &Attribution) -> String {
    let mut facts = vec![a.kind.to_string(), a.act.to_string()];
    if a.stance.as_str() != "neutral" {
        facts.push(a.stance.to_string());
    }
    facts.extend(a.negated.then(|| "negated".to_owned()));
    facts.extend(a.hypothetical.then(|| "hypothetical".to_owned()));
    facts.extend(a.parent.map(|p| format!("inside {}", p + 1)));
    let via = a.via.and_then(|id| document.entities.get(id)).map(|e| format!("via {}", e.name));
    facts.extend(via);
    let notes = [&a.medium, &a.venue, &a.hedge].into_iter().flatten();
    facts.extend(a.addressee.iter().map(|n| format!("to {}", n.text)));
    facts.extend(notes.map(|n| n.text.clone()));
    facts.extend(a.time.iter().map(|t| t.text.clone()));
    facts.push(format!("{:.0} % sure", a.confidence * 100.0));
    facts.join(" · ")
}

/// `text` for use between tags and in quoted attributes.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' | '\r' => out.push(c),
            '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' => out.push('\u{fffd}'),
            _ => out.push(c),
        }
    }
    out
}
