/*! What each cue verb ties together, by its frames: the subject is the source; the content stands after the cue, before it, or on both sides.

Works sentence by sentence on the outlet's own words; what is inside quotation marks is never searched for cues here.
*/

use std::ops::Range;

use super::circumstances::time_end;
use super::cues::{self, Cue, Frames, Shape};
use super::phrases::is_day;
use super::subjects::Subject;
use super::{Attribution, Context};

/// What one cue proposes.
pub type Candidate = Attribution;

/// Candidates of all cues, in order of the cue.
pub fn propose(context: Context) -> Vec<Candidate> {
    let mut out = Vec::new();
    let furniture = context.text.furniture_mask();
    for sentence in &context.text.sentences {
        // Without the furniture at its start, such as a dateline.
        let from = sentence.tokens.clone().find(|&i| !furniture[i]).unwrap_or(sentence.tokens.end);
        let tokens = from..sentence.tokens.end;
        if tokens.is_empty() {
            continue;
        }
        let cues: Vec<Cue> = cues::find(context, tokens.clone())
            .into_iter()
            .filter(|cue| !context.quoted(cue.head))
            .collect();
        let frame = Frame { context, sentence: tokens, cues: &cues };
        for (k, cue) in cues.iter().enumerate() {
            // "declined to say": the longer group speaks for both.
            if cues
                .get(k + 1)
                .is_some_and(|next| next.tokens.start <= cue.head && next.head > cue.head)
            {
                continue;
            }
            out.extend(frame.candidate(cue).map(|c| whole_quotations(context, c)));
        }
        frame.according_to(&mut out);
    }
    out
}

/// A candidate of `rule` with the cue's own properties.
pub fn candidate(
    rule: &'static str,
    cue: &Cue,
    source: Option<Range<usize>>,
    content: Vec<Range<usize>>,
) -> Option<Candidate> {
    let content: Vec<_> = content.into_iter().filter(|c| !c.is_empty()).collect();
    (!content.is_empty()).then(|| Attribution {
        act: cue.verb.act,
        stance: cue.verb.stance,
        negated: cue.negated,
        hypothetical: cue.hypothetical,
        ..Attribution::new(rule, source.into_iter().collect(), Some(cue.tokens.clone()), content)
    })
}

/// Extends contents that end inside a quotation, over a sentence border, to its end: who quotes, quotes the whole.
fn whole_quotations(context: Context, mut candidate: Candidate) -> Candidate {
    for range in &mut candidate.content {
        let Some(last) = range.end.checked_sub(1).filter(|&i| i >= range.start) else { continue };
        if let Some(q) = context.quotes.around(last) {
            let quotation = &context.quotes.quotations[q];
            if quotation.closed && quotation.pieces.len() == 1 {
                range.end = range.end.max(quotation.tokens.end);
            }
        }
    }
    candidate
}

pub(super) struct Frame<'a> {
    pub(super) context: Context<'a>,
    pub(super) sentence: Range<usize>,
    pub(super) cues: &'a [Cue],
}

impl Frame<'_> {
    fn candidate(&self, cue: &Cue) -> Option<Candidate> {
        let c = self.context;
        let body = c.body(self.sentence.clone());
        let subject = self.subject(cue, &body);
        let unit = match &subject {
            Some(s) => s.range.start.min(cue.tokens.start)..s.range.end.max(cue.tokens.end),
            None => cue.tokens.clone(),
        };
        let source = subject.as_ref().map(|s| s.range.clone());
        let after = if subject.as_ref().is_some_and(|s| s.inverted)
            || self.answers_quotation(cue, &unit)
            || self.closes_question(cue, &unit, &body)
        {
            None
        } else if cue.shape == Shape::Passive {
            self.passive_after(cue, &body)
        } else {
            self.content_after(cue, &body)
        };
        if let Some((rule, content)) = after {
            return candidate(rule, cue, source, content);
        }
        if !cue.verb.frames.has(Frames::SPEECH) || cue.shape != Shape::Finite {
            return None;
        }
        self.content_before(cue, subject.as_ref(), &unit, &body)
    }

    /// Does a quotation that is complete, or ends with a comma, stand right before source and cue? Then it is the content, whatever follows.
    fn answers_quotation(&self, cue: &Cue, unit: &Range<usize>) -> bool {
        let c = self.context;
        let near = unit.start > self.sentence.start && unit.start >= 2;
        if !cue.verb.frames.has(Frames::SPEECH) || cue.shape != Shape::Finite || !near {
            return false;
        }
        let comma = c.is_comma(unit.start - 1) || c.is_dash(unit.start - 1);
        let last = if comma { unit.start - 2 } else { unit.start - 1 };
        let Some(q) = c.quotes.around(last) else { return false };
        let quotation = &c.quotes.quotations[q];
        let finished = last > 0
            && matches!(c.word(last - 1), "," | "." | "?" | "!" | "—" | "--" | "…" | "...");
        quotation.tokens.end == last + 1 && (finished || comma && quotation.tokens.len() > 4)
    }

    /// "“Who knows?” Ruiz told a radio station on Monday.": the mark ended a sentence, and what follows the cue is no clause.
    fn closes_question(&self, cue: &Cue, unit: &Range<usize>, body: &Range<usize>) -> bool {
        let c = self.context;
        let starts = &c.text.paragraphs[c.sentence(cue.head).paragraph].tokens;
        let speech = cue.verb.frames.has(Frames::SPEECH) && cue.shape == Shape::Finite;
        if !speech || unit.start != self.sentence.start || unit.start < starts.start + 3 {
            return false;
        }
        let asks = c.quotes.around(unit.start - 1).is_some_and(|q| {
            c.quotes.quotations[q].tokens.end == unit.start
                && matches!(c.word(unit.start - 2), "?" | "!")
        });
        if !asks {
            return false;
        }
        let mut at = cue.tokens.end;
        if at < body.end && c.starts_phrase(at) && !is_day(&c.lower(at)) {
            at = c.base_phrase(at, body.end).end.max(at + 1);
            // "Britain's ITV television station"
            if at + 1 < body.end && c.pos(at) == "POS" {
                at = c.base_phrase(at + 1, body.end).end.max(at + 1);
            }
        }
        at >= body.end
            || c.is_comma(at)
            || is_day(&c.lower(at))
            || matches!(c.pos(at), "RB" | "WRB" | ".")
            || c.pos(at) == "IN" && !matches!(&*c.lower(at), "that" | "if" | "whether")
    }

    /// Where a clause that begins at `from` ends: before a following cue that is not part of it.
    fn clause_end(&self, cue: &Cue, from: usize, end: usize) -> usize {
        let c = self.context;
        for other in self.cues.iter().filter(|o| o.head > cue.head && o.tokens.start > from) {
            let start = other.tokens.start;
            if start >= end {
                break;
            }
            if other.shape == Shape::Participle && c.is_comma(start - 1) {
                return start - 1;
            }
            // "… and warned that": the same subject goes on.
            if other.shape == Shape::Finite && c.pos(start - 1) == "CC" {
                return if start >= 2 && c.is_comma(start - 2) { start - 2 } else { start - 1 };
            }
        }
        (from..end.saturating_sub(2))
            .find(|&i| {
                c.is_comma(i)
                    && !c.quoted(i)
                    && (c.lower(i + 1) == "according"
                        || c.lower(i + 1) == "adding"
                        || c.lower(i + 1) == "saying")
            })
            .unwrap_or(end)
    }

    /// What stands after the cue, and by which rule.
    fn content_after(
        &self,
        cue: &Cue,
        body: &Range<usize>,
    ) -> Option<(&'static str, Vec<Range<usize>>)> {
        let c = self.context;
        let frames = cue.verb.frames;
        let end = body.end;
        let mut at = cue.tokens.end;
        if at >= end {
            return None;
        }
        if frames.has(Frames::ADDRESSEE)
            && !c.quoted(at)
            && c.starts_phrase(at)
            && !self.opens_content(at, frames)
        {
            let addressee = c.base_phrase(at, end);
            let next = addressee.end;
            if next < end
                && (self.opens_content(next, frames)
                    || self.opens_later(next, end).is_some()
                    || c.quoted(next)
                    || c.is_comma(next) && next + 1 < end && c.quoted(next + 1))
            {
                at = next;
            } else if next < end && frames.has(Frames::BARE) && c.starts_phrase(next) {
                let clause = next..self.clause_end(cue, next, end);
                if c.has_finite(clause.clone()) {
                    return Some(("indirect-bare", vec![clause]));
                }
            }
        }
        // Times and places between the cue and the content.
        if !self.opens_content(at, frames) && !c.quoted(at) {
            if let Some(later) = self.opens_later(at, end) {
                at = later;
            } else if is_day(&c.lower(at)) {
                at = time_end(c, at, end);
            } else if c.pos(at) == "RB" {
                at += 1;
            }
        }
        if at >= end {
            return None;
        }
        if c.is_comma(at) && at + 1 < end && c.quoted(at + 1) || c.word(at) == ":" && at + 1 < end {
            let colon = c.word(at) == ":";
            at += 1;
            if c.quoted(at) {
                let rule = if colon { "direct-colon" } else { "direct-before" };
                return frames.has(Frames::SPEECH).then(|| (rule, self.quotation(cue, at, end)));
            }
            return (colon && frames.has(Frames::SPEECH))
                .then(|| ("indirect-colon", vec![at..end]));
        }
        if c.quoted(at) {
            return self.quotation_after(cue, at, end);
        }
        let word = c.lower(at);
        let clause = |from: usize| from..self.clause_end(cue, from, end);
        if &*word == "that"
            && frames.has(Frames::CLAUSE)
            && at + 1 < end
            && matches!(c.pos(at), "IN" | "WDT" | "DT")
        {
            return Some(("indirect-that", vec![clause(at)]));
        }
        if frames.has(Frames::QUESTION) && self.is_question_word(at) && at + 1 < end {
            return Some(("indirect-question", vec![clause(at)]));
        }
        if frames.has(Frames::INFINITIVE)
            && &*word == "to"
            && at + 1 < end
            && c.pos(at + 1).starts_with("VB")
        {
            return Some(("indirect-infinitive", vec![clause(at)]));
        }
        if cue.shape == Shape::Infinitive {
            return None;
        }
        if frames.has(Frames::OBJECT) && c.starts_phrase(at) {
            return Some(("object-complement", vec![clause(at)]));
        }
        if frames.has(Frames::BARE) && c.starts_phrase(at) {
            let range = clause(at);
            if c.has_finite(range.clone()) && c.base_phrase(at, end).end < range.end {
                return Some(("indirect-bare", vec![range]));
            }
        }
        if frames.has(Frames::NOUN) && (c.starts_phrase(at) || c.pos(at) == "VBG") {
            let range = clause(at);
            let stop = (range.start..range.end)
                .find(|&i| !c.quoted(i) && (c.is_comma(i) || c.word(i) == ";" || c.is_dash(i)))
                .unwrap_or(range.end);
            return Some(("object", vec![range.start..stop]));
        }
        None
    }

    /// Does a content clause begin at `at`?
    fn opens_content(&self, at: usize, frames: Frames) -> bool {
        let c = self.context;
        match &*c.lower(at) {
            "that" => c.pos(at) == "IN" || frames.has(Frames::CLAUSE) && c.pos(at) == "WDT",
            ":" => true,
            "," => at + 1 < self.sentence.end && c.quoted(at + 1),
            "to" => frames.has(Frames::INFINITIVE),
            _ => frames.has(Frames::QUESTION) && self.is_question_word(at),
        }
    }

    fn is_question_word(&self, at: usize) -> bool {
        matches!(
            &*self.context.lower(at),
            "whether" | "if" | "how" | "why" | "what" | "who" | "where" | "which"
        )
    }

    /// The "that", colon or quotation that follows a stretch without verbs: "said in a statement on Monday that".
    fn opens_later(&self, from: usize, end: usize) -> Option<usize> {
        let c = self.context;
        if !matches!(c.pos(from), "IN" | "TO" | "RB" | "NNP" | "NN" | "JJ" | "DT")
            && !c.is_comma(from)
        {
            return None;
        }
        for i in from..end.min(from + 14) {
            if c.quoted(i) || c.word(i) == ":" {
                let adverbial = matches!(c.pos(from), "IN" | "TO" | "RB") || is_day(&c.lower(from));
                return (adverbial && i > from || c.word(i) == ":").then_some(i);
            }
            if c.lower(i) == "that" && c.pos(i) == "IN" && i > from {
                return Some(i);
            }
            if c.is_comma(i) && i + 1 < end && c.quoted(i + 1) {
                return Some(i);
            }
            if c.pos(i).starts_with("VB") || c.pos(i) == "MD" || matches!(c.word(i), ";") {
                return None;
            }
        }
        None
    }

    /// All pieces of the quotation at token `at`, as far as this sentence is concerned, and what resumes it.
    fn quotation(&self, cue: &Cue, at: usize, end: usize) -> Vec<Range<usize>> {
        let c = self.context;
        let Some(id) = c.quotes.around(at) else { return vec![] };
        let quotation = &c.quotes.quotations[id];
        let mut pieces = quotation.pieces.clone();
        // "…" and "…" in one sentence are one content.
        let mut last = quotation.tokens.end;
        while last < end && !c.has_finite(last..(last + 1).min(end)) {
            let Some(next) = (last..end.min(last + 4)).find(|&i| c.quoted(i)) else { break };
            if c.text.sentence_of(next) != c.text.sentence_of(cue.head)
                || (last..next).any(|i| !matches!(&*c.lower(i), "and" | "," | "or" | "but"))
            {
                break;
            }
            let Some(id) = c.quotes.around(next) else { break };
            pieces.extend(c.quotes.quotations[id].pieces.iter().cloned());
            last = c.quotes.quotations[id].tokens.end;
        }
        pieces
    }

    /// A quotation directly after the cue: the whole content, or the beginning of a clause that goes on outside the marks.
    fn quotation_after(
        &self,
        cue: &Cue,
        at: usize,
        end: usize,
    ) -> Option<(&'static str, Vec<Range<usize>>)> {
        let c = self.context;
        let quotation = &c.quotes.quotations[c.quotes.around(at)?];
        let close = quotation.tokens.end;
        let finished = close >= 2 && matches!(c.word(close - 2), "." | "," | "?" | "!" | "…" | "—");
        let speech = cue.verb.frames.has(Frames::SPEECH);
        let goes_on = close < end && !finished && quotation.pieces.len() == 1 && {
            let pos = c.pos(close);
            !matches!(c.word(close), "," | ";" | ")" | "–" | "—" | "--")
                && (!speech
                    || matches!(
                        pos,
                        "NN" | "NNS" | "NNP" | "VBD" | "VBZ" | "VBP" | "MD" | "VBG" | "CC" | "DT"
                    ))
                && !is_day(&c.lower(close))
        };
        if goes_on {
            let stop = self.clause_end(cue, close, end);
            return Some(("mixed-clause", vec![at..stop]));
        }
        Some((if speech { "direct-before" } else { "object" }, self.quotation(cue, at, end)))
    }

    /// "was accused of lying by": what stands after a passive.
    fn passive_after(
        &self,
        cue: &Cue,
        body: &Range<usize>,
    ) -> Option<(&'static str, Vec<Range<usize>>)> {
        let c = self.context;
        let at = cue.tokens.end;
        let subject = c.phrase_before(cue.tokens.start, self.sentence.start);
        if at >= body.end {
            return None;
        }
        let word = c.lower(at);
        if &*word == "to" && at + 1 < body.end && c.pos(at + 1) == "VB" {
            let mut content: Vec<_> = subject.into_iter().collect();
            content.push(at..self.clause_end(cue, at, body.end));
            return Some(("passive", content));
        }
        if &*word == "that" && cue.verb.frames.has(Frames::CLAUSE) {
            return Some(("passive-that", vec![at..self.clause_end(cue, at, body.end)]));
        }
        if matches!(&*word, "of" | "as") {
            let stop =
                (at..body.end).find(|&i| c.is_comma(i) || c.lower(i) == "by").unwrap_or(body.end);
            let mut content: Vec<_> = subject.into_iter().collect();
            content.push(at..stop);
            return Some(("passive", content));
        }
        None
    }

    /// What stands before "she said" or "said the mayor": a quotation, or a clause that a comma ends.
    fn content_before(
        &self,
        cue: &Cue,
        subject: Option<&Subject>,
        unit: &Range<usize>,
        body: &Range<usize>,
    ) -> Option<Candidate> {
        let c = self.context;
        let source = subject.map(|s| s.range.clone());
        let inverted = subject.is_some_and(|s| s.inverted);
        let mut before = unit.start.checked_sub(1)?;
        let paragraph = &c.text.paragraphs[c.sentence(cue.head).paragraph];
        if unit.start <= paragraph.tokens.start {
            return None;
        }
        if (c.is_comma(before) || c.is_dash(before)) && before > paragraph.tokens.start {
            before -= 1;
        } else if !c.quoted(before) {
            return None;
        }
        let resumed = self.resumed(unit.end, body.end);
        if let Some(id) = c.quotes.around(before) {
            let quotation = &c.quotes.quotations[id];
            let open = quotation.tokens.start;
            let sentence = &c.sentence(open);
            let from = self.clause_start(sentence.tokens.start, open);
            // "The plan "will fail," he said": the words before the mark belong to it, unless a cue ties them elsewhere.
            let mixed = from < open
                && !c.is_comma(open - 1)
                && c.word(open - 1) != ":"
                && !self.cue_between(from, open)
                && quotation.pieces.len() == 1;
            let (rule, mut content) = if mixed {
                ("mixed-before", vec![from..quotation.tokens.end])
            } else {
                let rule = match (inverted, resumed.is_some()) {
                    (_, true) => "direct-interrupted",
                    (true, _) => "direct-inverted",
                    (false, _) => "direct-after",
                };
                (rule, quotation.pieces.clone())
            };
            content.extend(resumed);
            return candidate(rule, cue, source, content);
        }
        // A clause without marks: "The bridge is safe, the mayor said."
        source.as_ref()?;
        let from = self.clause_start(self.sentence.start, before);
        let content = from..before + 1;
        if unit.start - 1 == before
            || !c.has_finite(content.clone())
            || self.cue_between(from, before)
        {
            return None;
        }
        let rest = unit.end;
        if rest + 1 < body.end && c.is_comma(rest) && !inverted {
            // "The bridge, the mayor said, is safe."
            return candidate("interrupted-clause", cue, source, vec![content, rest + 1..body.end]);
        }
        candidate(
            if inverted { "trailing-inverted" } else { "trailing-clause" },
            cue,
            source,
            vec![content],
        )
    }

    /// The quotation that resumes after the cue in the same sentence.
    fn resumed(&self, from: usize, end: usize) -> Option<Range<usize>> {
        let c = self.context;
        let open =
            (from..end).take_while(|&i| !c.is_finite(i) || c.quoted(i)).find(|&i| c.quoted(i))?;
        // "“…,” she said, adding: “…”": the second is the other cue's.
        let next = self.cues.partition_point(|cue| cue.head < from);
        let taken = self.cues[next..]
            .iter()
            .take_while(|cue| cue.head < open)
            .any(|cue| cue.verb.frames.has(Frames::SPEECH));
        let quotation = &c.quotes.quotations[c.quotes.around(open)?];
        Some(quotation.tokens.clone()).filter(|t| t.start == open && !taken)
    }

    /// The first token of the sentence's own clause: after "But", "And", "Still,".
    fn clause_start(&self, start: usize, end: usize) -> usize {
        let c = self.context;
        let mut from = start.max(self.sentence.start.min(end));
        if from < end && c.pos(from) == "CC" && !c.quoted(from) {
            from += 1;
        }
        if from + 1 < end && matches!(c.pos(from), "RB") && c.is_comma(from + 1) {
            from += 2;
        }
        from.min(end)
    }

    /// Is there a cue with a verb of speech between the two tokens?
    fn cue_between(&self, from: usize, end: usize) -> bool {
        self.cues.iter().any(|cue| {
            from <= cue.head
                && cue.head < end
                && cue.verb.frames.has(Frames::SPEECH)
                && cue.shape == Shape::Finite
        })
    }

    /// "According to X, …" and "…, according to X".
    fn according_to(&self, out: &mut Vec<Candidate>) {
        let c = self.context;
        let body = c.body(self.sentence.clone());
        for i in body.clone() {
            if i + 2 >= body.end
                || c.lower(i) != "according"
                || c.lower(i + 1) != "to"
                || c.quoted(i)
            {
                continue;
            }
            let source = c.phrase_after(i + 2, body.end);
            if source.is_empty() {
                continue;
            }
            let content = if i == body.start || (i == body.start + 1 && c.pos(body.start) == "CC") {
                let mut from = source.end;
                if c.is_comma(from - 1) {
                    from -= 1;
                }
                let Some(comma) = (from..body.end).find(|&k| c.is_comma(k) && !c.quoted(k)) else {
                    continue;
                };
                comma + 1..body.end
            } else {
                let stop = if c.is_comma(i - 1) { i - 1 } else { i };
                self.clause_start(self.sentence.start, stop)..stop
            };
            if content.is_empty() {
                continue;
            }
            let mut source = source;
            if source.end > source.start + 1
                && c.is_comma(source.end - 1)
                && source.end >= content.start
            {
                source.end -= 1;
            }
            let cue = Some(i..i + 2);
            out.push(Attribution::new("according-to", vec![source], cue, vec![content]));
        }
    }
}
