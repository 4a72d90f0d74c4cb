/*! Speech that the layout attributes: transcript turns, a dash and a name, and quotations that go on without a cue. */

use std::ops::Range;

use super::frames::Candidate;
use super::{Attribution, Context};
use crate::document::Act;
use crate::lexicon::{self, Noun};
use crate::quotes::Quotation;

/// Adds the candidates of transcript turns and of "— Name" lines.
pub fn propose(context: Context, out: &mut Vec<Candidate>) {
    turns(context, out);
    colons(context, out);
    sound_bites(context, out);
    lead_ins(context, out);
    dashes(context, out);
}

/// The label of a turn at the start of a paragraph: "SMITH:", "Ana Ruiz:", "Q:"; the token of its colon.
fn turn_label(context: Context, tokens: &Range<usize>) -> Option<usize> {
    if context.quoted(tokens.start) {
        return None;
    }
    let colon =
        (tokens.start + 1..tokens.end.min(tokens.start + 8)).find(|&i| context.word(i) == ":")?;
    let label = tokens.start..colon;
    let named = label.clone().all(|i| {
        let word = context.word(i);
        word.starts_with(char::is_uppercase)
            || matches!(word, "." | "(" | ")" | "of" | "the" | "de" | "van" | "-" | "'s" | "’s")
    });
    // A label speaks for somebody only if words follow it.
    (named && colon + 1 < tokens.end).then_some(colon)
}

/// Labels that head a note, not a speaker's turn.
const NOTES: &[&str] = &[
    "analysis",
    "caption",
    "contact",
    "correction",
    "editor's note",
    "note",
    "photo",
    "poll",
    "read more",
    "related",
    "report",
    "source",
    "tags",
    "transcript",
    "update",
    "updated",
    "video",
    "watch",
];

/// Turns of a transcript: several labels, some of them more than once, on a good part of the paragraphs from the first label on.
fn turns(context: Context, out: &mut Vec<Candidate>) {
    let paragraphs = &context.text.paragraphs;
    let mut labels: Vec<Option<usize>> =
        paragraphs.iter().map(|p| turn_label(context, &p.tokens)).collect();
    let mut names: Vec<String> = Vec::new();
    for (paragraph, label) in paragraphs.iter().zip(&mut labels) {
        let Some(colon) = *label else { continue };
        let words = context.text.span(paragraph.tokens.start..colon);
        let name = context.text.raw[words].to_lowercase();
        if NOTES.contains(&name.split(':').next().unwrap_or("").trim()) {
            *label = None;
        } else {
            names.push(name);
        }
    }
    let count = names.len();
    let first = labels.iter().position(Option::is_some).unwrap_or(0);
    names.sort_unstable();
    names.dedup();
    let often = count * 5 >= 2 * (paragraphs.len() - first);
    if count < 3 || names.len() == count || names.len() > 12 + count / 4 || !often {
        return;
    }
    let furniture = context.text.furniture_mask();
    let mut current: Option<Candidate> = None;
    for (paragraph, label) in paragraphs.iter().zip(&labels) {
        if let Some(colon) = *label {
            out.extend(current.take());
            let source = paragraph.tokens.start..colon;
            let content = story(colon + 1..paragraph.tokens.end, furniture);
            current = Some(Attribution::new("turn", vec![source], Some(colon..colon + 1), content));
        } else if let Some(turn) = &mut current {
            let content = story(paragraph.tokens.clone(), furniture);
            if content.is_empty() {
                out.extend(current.take());
            } else {
                turn.content.extend(content);
            }
        }
    }
    out.extend(current);
}

/// What of `range` is not furniture.
pub fn story(range: Range<usize>, furniture: &[bool]) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for i in range.filter(|&i| !furniture[i]) {
        match out.last_mut() {
            Some(last) if last.end == i => last.end = i + 1,
            _ => out.push(i..i + 1),
        }
    }
    out
}

/// "Ruiz: “We are done.”": a paragraph that opens with a name, a colon and a quotation.
fn colons(context: Context, out: &mut Vec<Candidate>) {
    for paragraph in &context.text.paragraphs {
        let Some(colon) = turn_label(context, &paragraph.tokens) else { continue };
        let source = paragraph.tokens.start..colon;
        let named = source.clone().any(|i| context.pos(i).starts_with("NNP"));
        if let Some(q) = context.quotes.around(colon + 1).filter(|_| named) {
            let content = context.quotes.quotations[q].pieces.clone();
            out.push(Attribution::new(
                "direct-colon",
                vec![source],
                Some(colon..colon + 1),
                content,
            ));
        }
    }
}

/// A line with a name, perhaps one that says what they are, and a quotation of its own: as scripts and pages set sound bites and testimonials.
fn sound_bites(context: Context, out: &mut Vec<Candidate>) {
    let paragraphs = &context.text.paragraphs;
    let short = |p: usize, most: usize| {
        let tokens = &paragraphs[p].tokens;
        tokens.len() <= most
            && !context.quoted(tokens.start)
            && !matches!(context.word(tokens.end - 1), "." | "!" | "?" | ":" | ";" | ",")
    };
    for p in 0..paragraphs.len().saturating_sub(1) {
        let name = paragraphs[p].tokens.clone();
        let is_name = (2..=5).contains(&name.len())
            && short(p, 5)
            && name.clone().all(|i| context.word(i).starts_with(char::is_uppercase))
            && (name.clone().all(|i| is_shouted(context.word(i))) || names_person(context, &name));
        if !is_name {
            continue;
        }
        let description = short(p + 1, 12) && p + 2 < paragraphs.len();
        let speech = [p + 1, p + 2].into_iter().take(1 + usize::from(description)).find_map(|q| {
            let tokens = &paragraphs[q].tokens;
            let quotation = &context.quotes.quotations[context.quotes.around(tokens.start)?];
            let whole =
                quotation.tokens.start == tokens.start && quotation.tokens.end + 1 >= tokens.end;
            whole.then(|| quotation.pieces.clone())
        });
        if let Some(content) = speech {
            out.push(Attribution::new("turn", vec![name], None, content));
        }
    }
}

/// Is the word in capitals, or an initial?
fn is_shouted(word: &str) -> bool {
    word.chars().any(char::is_alphabetic) && !word.chars().any(char::is_lowercase)
}

/// Is the range just one person's name, with or without a title?
fn names_person(context: Context, range: &Range<usize>) -> bool {
    let span = context.text.span(range.clone());
    let at = context.mentions.partition_point(|m| m.full.start() < span.start());
    context.mentions[at..].iter().take(3).any(|m| m.names_person() && m.full == span)
}

/// "Perez returned to his theme: “No one should live in poverty.”": a clause, a colon and a quotation, whatever the verb.
fn lead_ins(context: Context, out: &mut Vec<Candidate>) {
    for quotation in context.quotes.quotations.iter().filter(|q| q.depth == 0) {
        let Some(colon) = quotation.tokens.start.checked_sub(1) else { continue };
        let speech = quotation.tokens.len() > 5 && context.has_finite(quotation.tokens.clone());
        // "The mayor issued a statement, “…”"
        let document = || {
            colon > 0
                && context.is_comma(colon)
                && matches!(lexicon::noun(&context.lower(colon - 1)), Some((Noun::Document, true)))
        };
        let leads = context.word(colon) == ":" || document();
        if !leads || context.quoted(colon) || !speech {
            continue;
        }
        let sentence = &context.sentence(colon).tokens;
        let Some(mut verb) =
            (sentence.start..colon).rev().find(|&i| context.is_finite(i) && !context.quoted(i))
        else {
            continue;
        };
        while verb > sentence.start && matches!(context.pos(verb - 1), "RB" | "MD") {
            verb -= 1;
        }
        if let Some(source) = context.phrase_before(verb, sentence.start) {
            let cue = Some(verb..colon + 1);
            out.push(Attribution::new("direct-colon", vec![source], cue, quotation.pieces.clone()));
        }
    }
}

/// "“…” — Ana Ruiz, mayor": a dash after a quotation, in the same paragraph or at the start of the next.
fn dashes(context: Context, out: &mut Vec<Candidate>) {
    for quotation in context.quotes.quotations.iter().filter(|q| q.depth == 0) {
        let dash = quotation.tokens.end;
        if dash + 1 >= context.text.tokens.len()
            || !context.is_dash(dash)
            || !context.starts_phrase(dash + 1)
        {
            continue;
        }
        let sentence = &context.sentence(dash + 1);
        let body = context.body(sentence.tokens.clone());
        // Only a name stands alone; a clause after a dash goes on with the sentence.
        if context.has_finite(dash + 1..body.end) || body.end <= dash + 1 || body.end - dash > 20 {
            continue;
        }
        if context.pos(dash + 1).starts_with("NNP") {
            let content = quotation.pieces.clone();
            out.push(Attribution::new(
                "dash",
                vec![dash + 1..body.end],
                Some(dash..dash + 1),
                content,
            ));
        }
    }
}

/// Gives quotations without an attribution to the one before them: in the next sentence, or in paragraphs of their own.
pub fn continue_quotations(context: Context, attributions: &mut [Attribution]) {
    let furniture = context.text.furniture_mask();
    let mut owner: Vec<Option<usize>> = vec![None; context.quotes.quotations.len()];
    let mut taken = vec![false; context.text.tokens.len()];
    let ends: Vec<usize> = attributions.iter().map(|a| a.extent().end).collect();
    for (id, attribution) in attributions.iter().enumerate() {
        for i in attribution.source.iter().chain(&attribution.cue).flat_map(Clone::clone) {
            taken[i] = true;
        }
        for range in &attribution.content {
            for i in range.clone() {
                taken[i] = true;
                if let Some(q) = context.quotes.around(i) {
                    owner[q].get_or_insert(id);
                }
            }
        }
    }
    // For each sentence, the last attribution that reports there: who was just reported goes on in marks.
    let mut reported: Vec<Option<usize>> = vec![None; context.text.sentences.len()];
    for (id, attribution) in attributions.iter().enumerate().filter(|(_, a)| a.parent.is_none()) {
        let says =
            matches!(attribution.act, Act::Says | Act::Thinks) && !attribution.source.is_empty();
        if let Some(cue) = attribution.cue.as_ref().filter(|_| says) {
            reported[context.text.sentence_of(cue.start)] = Some(id);
        }
    }
    // The last attribution of the outlet's own text whose content held a quotation, and the token where it ended.
    let mut last: Option<(usize, usize)> = None;
    for (quotation, owner) in context.quotes.quotations.iter().zip(owner) {
        if quotation.depth > 0 {
            continue;
        }
        if let Some(id) = owner {
            if attributions[id].parent.is_none() {
                last = Some((id, ends[id].max(quotation.tokens.end)));
            }
            continue;
        }
        let start = quotation.tokens.start;
        if quotation.pieces.iter().flat_map(Clone::clone).any(|i| taken[i]) {
            continue;
        }
        let resumed = last.filter(|&(id, _)| resumes(context, &attributions[id], start));
        let follows = last.filter(|&(_, end)| start >= end && follows(context, quotation, end));
        let after_report = || {
            let sentence = context.text.sentence_of(start).checked_sub(1)?;
            let id = reported[sentence]?;
            let end = context.text.sentences[sentence].tokens.end;
            follows_in_paragraph(context, quotation, end).then_some((id, end))
        };
        if let Some((id, _)) = resumed.or(follows).or_else(after_report) {
            let pieces = quotation.pieces.iter();
            attributions[id].content.extend(pieces.flat_map(|p| story(p.clone(), furniture)));
            last = Some((id, quotation.tokens.end));
        }
    }
}

/// “In breaking news,” she wrote last January, “we won”: the quotation at token `start` resumes one that a comma broke off.
fn resumes(context: Context, attribution: &Attribution, start: usize) -> bool {
    let Some(cue) = attribution.cue.as_ref().filter(|c| c.end < start) else { return false };
    let broken_off =
        attribution.content.iter().rev().find(|c| c.end <= cue.start).is_some_and(|c| {
            context.quoted(c.end - 1) && c.len() > 2 && context.is_comma(c.end - 2)
        });
    broken_off
        && context.is_comma(start - 1)
        && context.text.sentence_of(cue.start) == context.text.sentence_of(start)
}

/// Does the quotation go on from what ended before token `end`: in the next sentence, or as a paragraph of its own?
fn follows(context: Context, quotation: &Quotation, end: usize) -> bool {
    let first = &context.sentence(quotation.tokens.start);
    let before = &context.sentence(end.saturating_sub(1));
    let opens_paragraph =
        context.text.paragraphs[first.paragraph].tokens.start == quotation.tokens.start;
    follows_in_paragraph(context, quotation, end)
        || (first.paragraph == before.paragraph + 1
            && opens_paragraph
            && is_alone(context, quotation))
}

fn follows_in_paragraph(context: Context, quotation: &Quotation, end: usize) -> bool {
    let first = context.text.sentence_of(quotation.tokens.start);
    let before = context.text.sentence_of(end.saturating_sub(1));
    let sentences = &context.text.sentences;
    sentences[first].paragraph == sentences[before].paragraph
        && first <= before + 1
        && is_alone(context, quotation)
}

/// Is the quotation all that its sentences hold?
fn is_alone(context: Context, quotation: &Quotation) -> bool {
    let Range { start, end } = quotation.tokens;
    let last = &context.sentence(end - 1).tokens;
    context.sentence(start).tokens.start == start
        && context.body(end.min(last.end)..last.end).is_empty()
}
