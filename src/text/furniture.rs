/*! Furniture: headline, dateline, byline, desk credit and agency line, licence, caption, link.

In: the text, cut into paragraphs and sentences. Out: what is not story, in order, without overlaps. Lines of their own are
recognised by how they begin and end; in a paste that lost its breaks, sentences near the beginning and the end are.

# Not handled
A headline that a lost break has glued to the story; subheadings.
*/

mod patterns;
mod places;

use patterns::{
    AGENCY, CAPTION, CAPTION_WORDS, CONTRIBUTED, CREDIT, DATELINE, INITIALS, LICENCE,
    LICENCE_WORDS, LINK, PICTURED_BY,
};
use places::{is_label, is_place, is_shouted_place};

use super::{Furniture, Span, Text, TokenKind};
use crate::document::FurnitureKind::{
    self, Byline, Caption, Credit, Dateline, Headline, Licence, Link,
};
use crate::lexicon;

/// Longest line, in bytes, that can be furniture.
const LONGEST: usize = 600;
/// So many paragraphs from the beginning may hold headline, byline and dateline.
const TOP: usize = 6;
/// So many paragraphs may stand between a headline and the story.
const STORY_AHEAD: usize = 14;
/// So many sentences from the end may be credit, licence or link without a line of their own.
const BOTTOM: usize = 8;
/// So many tokens of a text without breaks are searched for byline and dateline.
const OPENING: usize = 80;

/// Is more than a third of these words neither a name nor said of those who made a piece? Then it is a sentence.
fn tells(by: &str) -> bool {
    let credits = |word: &str| {
        word.starts_with(char::is_uppercase)
            || matches!(
                word,
                "a" | "additional"
                    | "agencies"
                    | "agency"
                    | "and"
                    | "at"
                    | "by"
                    | "correspondents"
                    | "editing"
                    | "editors"
                    | "for"
                    | "from"
                    | "graphics"
                    | "in"
                    | "news"
                    | "of"
                    | "on"
                    | "photography"
                    | "photos"
                    | "reporters"
                    | "reporting"
                    | "research"
                    | "services"
                    | "staff"
                    | "the"
                    | "to"
                    | "translation"
                    | "wire"
                    | "with"
                    | "writers"
                    | "writing"
            )
    };
    let words: Vec<&str> = by
        .split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty())
        .collect();
    words.iter().filter(|word| !credits(word)).count() * 3 > words.len()
}

/// Finds the furniture of `text`, in order.
pub fn find(text: &Text) -> Vec<Furniture> {
    let mut finder = Finder { text, found: Vec::new() };
    for paragraph in 0..text.paragraphs.len() {
        finder.line(paragraph);
    }
    finder.bottom();
    finder.addresses();
    finder.top();
    finder.settle()
}

struct Finder<'a> {
    text: &'a Text<'a>,
    found: Vec<Furniture>,
}

impl Finder<'_> {
    fn add(&mut self, kind: FurnitureKind, span: Span, value: &str) {
        let value = value.trim().to_string();
        self.found.push(Furniture { kind, span, value });
    }

    fn holds(&self, span: Span) -> bool {
        self.found.iter().any(|f| f.span.overlaps(span))
    }

    /// A paragraph of one or two sentences that is furniture as a whole.
    fn line(&mut self, paragraph: usize) {
        let paragraph = &self.text.paragraphs[paragraph];
        let span = paragraph.span;
        if span.len() > LONGEST || paragraph.sentences.len() > 3 {
            return;
        }
        // The words under a picture may say something; who took it says nothing.
        let line = &self.text.raw[span];
        if line.contains(':')
            && let Some(found) = PICTURED_BY.captures(line)
            && let Some(by) = found.name("in").or_else(|| found.name("by"))
            && by.as_str().split([' ', '/']).all(|word| word.starts_with(char::is_uppercase))
            && found.get(0).is_some_and(|all| all.start() > 0)
        {
            let start = span.start() + found.get(0).map_or(0, |all| all.start() + 1);
            let credit = Span::new(start, span.end());
            self.add(Credit, credit, by.as_str());
        }
        self.whole(span, true);
    }

    /// Is `span`, a line or a sentence, credit, licence, link or caption? Only a line of its own can be some of these.
    fn whole(&mut self, span: Span, own_line: bool) -> bool {
        let line = &self.text.raw[span];
        let low = line.to_ascii_lowercase();
        let words = line.split_ascii_whitespace().count();
        if words <= 60
            && LICENCE_WORDS.iter().any(|w| low.contains(w))
            && let Some(found) = LICENCE.captures(&low)
            // "It may not be published until June, Ruiz said."
            && !(low.contains(" said") && !low.contains(['©', ':']) && !low.contains("licen"))
        {
            let name = found.name("name").or_else(|| found.name("cc"));
            let value = name.map_or(line, |m| line[m.range()].trim_end_matches('.'));
            self.add(Licence, span, value);
            return true;
        }
        if words <= 40
            && let Some(found) = CREDIT.captures(&low)
        {
            let by = found.name("by").map_or(line, |m| &line[m.range()]);
            // "Research by the University of Kent found that …" is the story.
            let before = found.name("by").map_or(0, |m| m.start());
            if !low[..before].contains(':') && tells(by) {
                return false;
            }
            // "Photo: …" with a sentence is a caption.
            let kind = if by.split_ascii_whitespace().count() > 14 { Caption } else { Credit };
            self.add(kind, span, by);
            return true;
        }
        if words <= 40
            && low.contains("contributed")
            && let Some(found) = CONTRIBUTED.captures(&low)
        {
            let by = found.name("by").map_or(line, |m| &line[m.range()]);
            self.add(Credit, span, by);
            return true;
        }
        // "Like many on Twitter, Ruiz was angry, she said": the story. "Read more: Ruiz told MPs" is not.
        let says = low.split(|c: char| !c.is_alphanumeric()).any(|w| matches!(w, "said" | "told"));
        let more = line.starts_with("READ MORE")
            || low
                .strip_prefix("read more")
                .is_some_and(|rest| rest.trim_start().starts_with([':', '|', '–', '—', '-']));
        let offers = more || low.starts_with("click here");
        if words <= 30 && (!says || offers || low.contains(':')) && LINK.is_match(&low) {
            self.add(Link, span, line);
            return true;
        }
        if !own_line {
            return false;
        }
        let bare = line.trim_matches(['(', ')', '[', ']', '.', '—', '–', '-', ' ']);
        if words <= 4 && (lexicon::AGENCIES.has(bare) || INITIALS.is_match(bare)) {
            self.add(Credit, span, bare);
            return true;
        }
        if words <= 60 && CAPTION_WORDS.iter().any(|w| line.contains(w)) && CAPTION.is_match(line) {
            self.add(Caption, span, line);
            return true;
        }
        false
    }

    /// The last sentences, whether or not they stand on lines of their own, and desk initials glued to them.
    fn bottom(&mut self) {
        let text = self.text;
        let from = text.sentences.len().saturating_sub(BOTTOM);
        for sentence in &text.sentences[from..] {
            let mut tokens = sentence.tokens.clone();
            if self.holds(sentence.span) && !INITIALS.is_match(text.word(tokens.start)) {
                continue;
            }
            // "… links to al-Qaeda. SM/PA All content is licensed …"
            let alone = tokens.len() == 1 || sentence.tokens.start > 0;
            if alone && INITIALS.is_match(text.word(tokens.start)) && tokens.len() != 2 {
                let span = text.tokens[tokens.start].span;
                self.found.retain(|f| !f.span.overlaps(span));
                self.add(Credit, span, &text.raw[span]);
                tokens.start += 1;
                if tokens.is_empty() {
                    continue;
                }
            }
            let span = text.span(tokens.clone());
            if span.len() > LONGEST || self.whole(span, false) {
                continue;
            }
            // "… he said. (AFP)"
            let last = tokens.end - 1;
            if tokens.end == text.tokens.len() && tokens.len() <= 6 {
                let bare = text.raw[span].trim_matches(['(', ')', '[', ']', '.', ' ']);
                if lexicon::AGENCIES.has(bare) || INITIALS.is_match(bare) {
                    self.add(Credit, span, bare);
                    continue;
                }
            }
            if last > tokens.start
                && sentence.tokens.end == text.tokens.len()
                && INITIALS.is_match(text.word(last))
            {
                let stop = matches!(text.word(last - 1), "." | "”" | "\"" | "!" | "?");
                if stop {
                    let span = text.tokens[last].span;
                    self.add(Credit, span, &text.raw[span]);
                }
            }
        }
        // A bracketed agency right at the end: "(AP)".
        if let [.., open, name, close] = &text.tokens[..]
            && text.raw[open.span].starts_with(['(', '['])
            && text.raw[close.span].starts_with([')', ']'])
            && lexicon::AGENCIES.has(&text.raw[name.span])
        {
            let span = open.span.cover(close.span);
            if !self.holds(span) {
                self.add(Credit, span, &text.raw[name.span]);
            }
        }
    }

    /// Headline, byline and dateline.
    fn top(&mut self) {
        let text = self.text;
        for (n, paragraph) in text.paragraphs.iter().take(TOP).enumerate() {
            if self.holds(text.tokens[paragraph.tokens.start].span) {
                continue;
            }
            // The line that opens a press release.
            let line = &text.raw[paragraph.span];
            if n <= 1
                && line.len() <= 60
                && line.to_ascii_lowercase().starts_with("for immediate release")
            {
                self.add(Credit, paragraph.span, line);
                continue;
            }
            if let Some(span) = self.byline_of(paragraph.tokens.clone()) {
                let whole = span.end() == paragraph.span.end();
                let start = text.tokens_in(span).end;
                if whole || self.dateline_at(start) {
                    continue;
                }
                break;
            }
            if self.dateline_at(paragraph.tokens.start) {
                break;
            }
            if self.is_lone_name(paragraph.tokens.clone(), n) {
                continue;
            }
            let before_story = n <= 1 && !self.found.iter().any(|f| f.kind == Byline);
            // "THE TOTO SHIMBUN" under the headline, but not a headline under "WORLD".
            let shouts = |span: Span| !text.raw[span].contains(char::is_lowercase);
            let second = shouts(paragraph.span)
                && (self.found.iter()).any(|f| f.kind == Headline && !shouts(f.span));
            if before_story && !second && self.is_headline(n) {
                self.add(Headline, paragraph.span, &text.raw[paragraph.span]);
            }
        }
        // In a text without breaks they stand wherever the break was.
        if text.paragraphs.len() <= 2 && !self.found.iter().any(|f| f.kind == Dateline) {
            let end = text.tokens.len().min(OPENING);
            for i in 1..end {
                if self.text.word(i) == "By" && !self.found.iter().any(|f| f.kind == Byline) {
                    if let Some(span) = self.glued_byline(i) {
                        let next = text.tokens_in(span).end;
                        if self.dateline_at(next) {
                            break;
                        }
                    }
                } else if is_shouted_place(text.word(i)) && self.dateline_at(i) {
                    break;
                }
            }
        }
    }

    /// A dateline that begins with token `i`.
    fn dateline_at(&mut self, i: usize) -> bool {
        let text = self.text;
        if i >= text.tokens.len() {
            return false;
        }
        let start = text.tokens[i].span.start();
        let line = head(&text.raw[start..], 140);
        let Some(found) = DATELINE.captures(line) else {
            // "(CNN) — The mayor"
            if let Some(found) = AGENCY.captures(line)
                && lexicon::AGENCIES.has(&found["by"])
            {
                let span = Span::new(start, start + found[0].trim_end().len());
                self.add(Credit, span, &found["by"]);
                return true;
            }
            return false;
        };
        let whole = found[0].trim_end();
        let place = found["place"].trim();
        let rest = line[found[0].len()..].trim_start();
        let story = rest
            .starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || "“\"‘'".contains(c));
        let dash = &found["dash"];
        let spaced = found[0].ends_with(' ') || !matches!(dash, "-");
        let agency = found.name("agency").is_some();
        let dated = found.name("date").is_some();
        let letters: Vec<char> = place.chars().filter(|c| c.is_alphabetic()).collect();
        let shouted = letters.len() >= 2 && letters.iter().all(|c| c.is_uppercase());
        let known = is_place(place);
        let agency_known = found.name("agency").is_some_and(|a| lexicon::AGENCIES.has(a.as_str()));
        // "PARIS-based" is no dateline, nor is "UPDATE - …".
        let spaced_before =
            line[..found[0].trim_end().len() - dash.len()].ends_with(' ') || !matches!(dash, "-");
        let good = if shouted {
            letters.len() >= 3
                && (known || !is_label(place))
                && (known
                    || agency
                    || dated
                    || found.name("region").is_some()
                    || place.split(' ').count() <= 3)
        } else {
            place.split(' ').count() <= 4
                && ((known && (agency || dated || !matches!(dash, "-"))) || agency_known)
        };
        if !(good && story && spaced && spaced_before) {
            return false;
        }
        let span = Span::new(start, start + whole.len());
        // "Dec. 29 (Reuters) -" names no place.
        let day = place.contains(|c: char| c.is_ascii_digit());
        self.add(
            Dateline,
            span,
            if day { found.name("agency").map_or(place, |a| a.as_str()) } else { place },
        );
        true
    }

    /// The byline that begins the paragraph of `tokens`: "By Maria Lopez and Ken Ito, City Desk".
    fn byline_of(&mut self, tokens: std::ops::Range<usize>) -> Option<Span> {
        let text = self.text;
        let mut i = tokens.start;
        let first = lexicon::fold(text.word(i));
        if matches!(
            &*first,
            "written" | "story" | "text" | "words" | "report" | "analysis" | "posted" | "published"
        ) {
            i += 1;
        }
        if i >= tokens.end || !text.word(i).eq_ignore_ascii_case("by") {
            return None;
        }
        let (name, mut end) = self.names_from(i + 1, tokens.end)?;
        let one_sentence = text.sentence_of(tokens.start) == text.sentence_of(tokens.end - 1);
        let short = tokens.len() <= 24 && one_sentence;
        let stop = matches!(text.word(tokens.end - 1), "." | "?" | "!" | "”");
        let follows = |words: &[&str]| end < tokens.end && words.contains(&text.word(end));
        if short
            && !stop
            && (end == tokens.end
                || follows(&[",", "|", "•", "/", "-", "–", "—", "·", "in", "of", "for", "("]))
        {
            end = tokens.end;
        } else if end < tokens.end {
            let capital = text.word(end).starts_with(char::is_uppercase);
            let given = lexicon::GIVEN_NAMES.has(&lexicon::fold(text.word(i + 1)));
            if !(capital && (given || is_shouted_place(text.word(end)))) {
                return None;
            }
        }
        let span = text.span(tokens.start..end);
        self.add(Byline, span, &text.raw[name]);
        Some(span)
    }

    /// "By Maria Lopez" amid a text that lost its breaks.
    fn glued_byline(&mut self, by: usize) -> Option<Span> {
        let text = self.text;
        let (name, end) = self.names_from(by + 1, text.tokens.len())?;
        let given = lexicon::GIVEN_NAMES.has(&lexicon::fold(text.word(by + 1)));
        let next = (end < text.tokens.len()).then(|| text.word(end))?;
        let begins = next.starts_with(char::is_uppercase)
            && (lexicon::STARTERS.has(&lexicon::fold(next)) || is_shouted_place(next))
            || matches!(next, "|" | "•" | "“");
        if !(given && begins && end - by >= 3) {
            return None;
        }
        let span = text.span(by..end);
        self.add(Byline, span, &text.raw[name]);
        Some(span)
    }

    /// One or more names from token `i`: their bytes, and the token after them.
    fn names_from(&self, i: usize, limit: usize) -> Option<(Span, usize)> {
        let text = self.text;
        let mut end = i;
        let mut words = 0;
        let mut since = 0;
        while end < limit && end - i < 24 {
            let word = text.word(end);
            let token = text.tokens[end];
            let name = token.kind == TokenKind::Word
                && word.starts_with(char::is_uppercase)
                && (since == 0 || !lexicon::STARTERS.has(&lexicon::fold(word)))
                && !is_shouted_place(word);
            let particle = since > 0
                && matches!(
                    word,
                    "de" | "la"
                        | "van"
                        | "von"
                        | "der"
                        | "bin"
                        | "al"
                        | "da"
                        | "del"
                        | "di"
                        | "le"
                        | "ter"
                        | "den"
                );
            if name || particle {
                // "Maria Lopez Ken" is too long for one name.
                if since == 4 {
                    break;
                }
                words += 1;
                since += 1;
            } else if since > 0
                && matches!(word, "and" | "&" | ",")
                && end + 2 < limit
                && text.word(end + 1).starts_with(char::is_uppercase)
                && (word != "," || lexicon::GIVEN_NAMES.has(&lexicon::fold(text.word(end + 1))))
            {
                since = 0;
            } else {
                break;
            }
            end += 1;
        }
        (words > 0 && since > 0).then(|| (text.span(i..end), end))
    }

    /// Is paragraph `n` a headline: short, without a full stop or in title case, and story behind it?
    fn is_headline(&self, n: usize) -> bool {
        let text = self.text;
        let paragraph = &text.paragraphs[n];
        let line = &text.raw[paragraph.span];
        let words = line.split_ascii_whitespace().count();
        // "Home > News > Brindleford", "Culture | Theatre": where the page stands; not "Opinion | The mayor is wrong".
        let parts = line.split(['>', '|', '›', '»']).map(str::trim).filter(|part| !part.is_empty());
        let short = |part: &str| {
            part.split(' ').count() <= 2
                && part.split(' ').all(|w| w.starts_with(char::is_uppercase))
        };
        let crumbs = words <= 8
            && (parts.clone().count() > 2 || parts.clone().count() > 1 && parts.clone().all(short));
        if line.len() > 220 || words > 26 || paragraph.sentences.len() > 2 || crumbs {
            return false;
        }
        // Many lines of its page may stand between a headline and the story; a word or two may be the section's name.
        let first = !self.found.iter().any(|f| f.kind == Headline);
        let ahead = if words > 3 && first { STORY_AHEAD } else { 4 };
        let story = text.paragraphs[n + 1..].iter().take(ahead).any(|p| {
            p.tokens.len() >= 15
                && text.raw[p.span]
                    .trim_end_matches(['”', '"', '’', '\'', ')'])
                    .ends_with(['.', '?', '!', '…'])
        });
        if !story {
            return false;
        }
        let open = line.trim_end_matches(['”', '"', '’', '\'']);
        if !open.ends_with(['.', '!', '…', ':', ',', ';']) {
            return true;
        }
        let (mut long, mut capital) = (0, 0);
        for word in line.split_ascii_whitespace().filter(|w| w.chars().count() > 3) {
            long += 1;
            capital += usize::from(
                word.trim_start_matches(['“', '"', '‘', '\'', '(']).starts_with(char::is_uppercase),
            );
        }
        n == 0 && long >= 3 && capital * 4 >= long * 3 && paragraph.sentences.len() == 1
    }

    /// "Maria Lopez" or "Maria Lopez, City Desk" on a line of its own near the top.
    fn is_lone_name(&mut self, tokens: std::ops::Range<usize>, n: usize) -> bool {
        let text = self.text;
        if n == 0
            || tokens.len() > 10
            || matches!(text.word(tokens.end - 1), "." | "?" | "!" | "”" | ":")
        {
            return false;
        }
        if !lexicon::GIVEN_NAMES.has(&lexicon::fold(text.word(tokens.start))) {
            return false;
        }
        let Some((name, end)) = self.names_from(tokens.start, tokens.end) else { return false };
        let enough = text.tokens_in(name).len() >= 2;
        let tail = end == tokens.end
            || matches!(text.word(end), "," | "|" | "•" | "in" | "/" | "-" | "–" | "—");
        if !(enough && tail) {
            return false;
        }
        let span = text.span(tokens);
        self.add(Byline, span, &text.raw[name]);
        true
    }

    /// Addresses, wherever they stand.
    fn addresses(&mut self) {
        for token in self.text.tokens.iter().filter(|t| t.kind == TokenKind::Handle) {
            let word = &self.text.raw[token.span];
            if word.contains('/') || word.starts_with("www.") {
                self.found.push(Furniture {
                    kind: Link,
                    span: token.span,
                    value: word.to_string(),
                });
            }
        }
    }

    /// In order, and where two overlap the longer.
    fn settle(mut self) -> Vec<Furniture> {
        self.found.sort_by_key(|f| (f.span.start(), std::cmp::Reverse(f.span.end())));
        let mut out: Vec<Furniture> = Vec::new();
        for piece in self.found {
            if out.last().is_none_or(|last| !last.span.overlaps(piece.span)) {
                out.push(piece);
            }
        }
        out
    }
}

/// At most `bytes` of `text`, on a character boundary and one line.
fn head(text: &str, bytes: usize) -> &str {
    let mut end = text.len().min(bytes);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text[..end].split('\n').next().unwrap_or("")
}

#[cfg(test)]
mod tests;
