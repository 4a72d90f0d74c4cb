/*! Whose words a cue ties: its subject, before it or behind it, the agent of a passive, and for a participle the subject of its sentence. */

use std::ops::Range;

use super::cues::{Cue, Frames, Shape};
use super::frames::Frame;
use super::phrases::is_day;

/// How many words before its verb a clause between commas may begin.
const ENCLOSED: usize = 14;

/// Where the subject stands, and which.
pub(super) struct Subject {
    pub range: Range<usize>,
    pub inverted: bool,
}

impl Frame<'_> {
    /// Who says it: the phrase after an inverted cue, else the one before.
    pub(super) fn subject(&self, cue: &Cue, body: &Range<usize>) -> Option<Subject> {
        let c = self.context;
        let start = cue.tokens.start;
        if c.is_asked(cue.head) {
            return None;
        }
        let inverted = cue.shape == Shape::Finite
            && cue.tokens.len() <= 2
            && cue.verb.frames.has(Frames::SPEECH)
            && start > 0
            && (start == body.start
                || c.is_comma(start - 1)
                || c.quoted(start - 1)
                || c.is_dash(start - 1))
            && cue.tokens.end < body.end
            && !c.quoted(cue.tokens.end)
            && c.starts_phrase(cue.tokens.end)
            && !is_day(&c.lower(cue.tokens.end))
            && (c.quoted(start - 1)
                || start >= 2 && c.is_comma(start - 1) && self.follows_speech(start));
        if inverted {
            let range = c.phrase_after(cue.tokens.end, body.end);
            if !range.is_empty() {
                return Some(Subject { range, inverted: true });
            }
        }
        if cue.shape == Shape::Passive {
            return self.agent(cue, body).map(|range| Subject { range, inverted: false });
        }
        if matches!(cue.shape, Shape::Participle | Shape::Infinitive) {
            return self.sentence_subject(start).map(|range| Subject { range, inverted: false });
        }
        // "He opposed the dam and said …": the subject of the verb before.
        let coordinated = start > self.sentence.start && c.pos(start - 1) == "CC";
        // "Pennock felt the penalty, awarded when Garrity fell, was wrong, ‸and suggested …": behind a comma the first cue's subject goes on.
        let first = || {
            let comma = start > self.sentence.start + 1 && c.is_comma(start - 2);
            let first = self.cues.first().filter(|first| {
                comma
                    && first.head < start
                    && first.shape == Shape::Finite
                    && c.pos(first.head) == c.pos(cue.head)
                    && !c.quoted(first.head)
            })?;
            c.phrase_before(first.tokens.start, self.sentence.start)
        };
        (coordinated.then(|| first().or_else(|| self.sentence_subject(start))).flatten())
            .or_else(|| c.phrase_before(start, self.sentence.start))
            .map(|range| Subject { range, inverted: false })
    }

    /// Does the text before an inverted cue look like something said?
    pub(super) fn follows_speech(&self, start: usize) -> bool {
        let c = self.context;
        start >= 2 && (c.quoted(start - 2) || c.has_finite(self.sentence.start..start - 1))
    }

    /// "by" and its phrase after a passive.
    pub(super) fn agent(&self, cue: &Cue, body: &Range<usize>) -> Option<Range<usize>> {
        let c = self.context;
        let by =
            (cue.tokens.end..body.end.min(cue.tokens.end + 8)).find(|&i| c.lower(i) == "by")?;
        let phrase = c.phrase_after(by + 1, body.end);
        (!phrase.is_empty()).then_some(phrase)
    }

    /// The subject of the first finite verb of the sentence before token `before`.
    pub(super) fn sentence_subject(&self, before: usize) -> Option<Range<usize>> {
        let c = self.context;
        let mut verb =
            (self.sentence.start..before).rev().find(|&i| c.is_finite(i) && !c.quoted(i))?;
        // "closed the road, which residents had wanted, ‸saying": what two commas enclose has a subject of its own.
        if c.is_comma(before - 1)
            && let Some(comma) = self.enclosed(verb)
        {
            let main = (self.sentence.start..comma).rev().find(|&i| c.is_finite(i) && !c.quoted(i));
            verb = main.unwrap_or(verb);
        }
        for _ in 0..3 {
            while verb > self.sentence.start
                && matches!(c.pos(verb - 1), "RB" | "MD" | "VBD" | "VBZ" | "VBP" | "VBN" | "VB")
            {
                verb -= 1;
            }
            if let Some(subject) = c.phrase_before(verb, self.sentence.start) {
                return Some(subject);
            }
            verb = (self.sentence.start..verb).rev().find(|&i| c.is_finite(i) && !c.quoted(i))?;
        }
        None
    }

    /// The comma before the relative clause or comparison that the verb stands in: ", which residents had wanted", ", two more than prosecutors had sought".
    pub(super) fn enclosed(&self, verb: usize) -> Option<usize> {
        let c = self.context;
        let comma = (self.sentence.start..verb).rev().take(ENCLOSED).find(|&i| c.is_comma(i))?;
        let first = c.lower(comma + 1);
        // Not "Reid, who resigned, saying": who is the subject there says it.
        let object = matches!(&*first, "which" | "whom")
            && (comma + 2..verb).any(|i| c.pos(i).starts_with("NN") || c.pos(i) == "PRP");
        let compares = !matches!(&*first, "which" | "who" | "whom" | "whose")
            && (comma + 1..verb).any(|i| c.lower(i) == "than");
        ((object || compares) && comma > self.sentence.start).then_some(comma)
    }
}
