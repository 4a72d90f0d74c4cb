/*! Phrases and clauses: where a noun phrase begins and ends, where a clause does.

Answers the questions that frames ask: which noun phrase stands before this verb, which one after it, how far the clause goes.
All ranges are tokens. Every walk stays inside one sentence, so a paragraph costs what its sentences cost.
*/

use std::borrow::Cow;
use std::ops::Range;

use super::Context;
use crate::text::Sentence;

/// Longest walk, in tokens, from a verb to the border of its subject. Longer sentences are lists, not speech.
const REACH: usize = 80;

impl<'a> Context<'a> {
    /// The words of token `i`.
    pub fn word(self, i: usize) -> &'a str {
        self.text.word(i)
    }

    /// The words of token `i` in lower case.
    pub fn lower(self, i: usize) -> Cow<'a, str> {
        let word = self.word(i);
        if word.bytes().any(|b| !b.is_ascii_lowercase() && b != b'\'') {
            Cow::Owned(word.to_lowercase())
        } else {
            Cow::Borrowed(word)
        }
    }

    /// The Penn Treebank tag of token `i`.
    pub fn pos(self, i: usize) -> &'static str {
        self.tags.pos[i].as_str()
    }

    /// Is token `i` part of a quotation, marks included?
    pub fn quoted(self, i: usize) -> bool {
        self.quotes.around(i).is_some()
    }

    /// The sentence that token `i` is in.
    pub fn sentence(self, i: usize) -> &'a Sentence {
        &self.text.sentences[self.text.sentence_of(i)]
    }

    /// The mentions that end right before token `end`, the shortest first.
    pub fn mentions_before(self, end: usize) -> impl Iterator<Item = usize> + 'a {
        let next = self.mentions.partition_point(|m| m.tokens.start < end);
        (next.saturating_sub(4)..next).rev().filter(move |&id| self.mentions[id].tokens.end == end)
    }

    /// Does token `i` open its sentence or follow a comma or a closing mark?
    pub fn opens_clause(self, i: usize) -> bool {
        let sentence = self.sentence(i);
        i == sentence.tokens.start || self.is_comma(i - 1) || self.quoted(i - 1)
    }

    /// Is token `i` a comma?
    pub fn is_comma(self, i: usize) -> bool {
        self.word(i) == ","
    }

    /// Is token `i` a dash between words?
    pub fn is_dash(self, i: usize) -> bool {
        matches!(self.word(i), "-" | "--" | "---" | "–" | "—" | "―")
    }

    /// Is it the verb of "when asked whether …", which does not say who asks?
    pub fn is_asked(self, verb: usize) -> bool {
        verb > 0
            && self.pos(verb) != "VBG"
            && matches!(self.tags.lemma(verb), "ask" | "press" | "question" | "tell")
            && matches!(&*self.lower(verb - 1), "if" | "once" | "when" | "while")
    }

    /// Does the tree have token `i` as the subject of a verb?
    pub fn is_subject(self, i: usize) -> bool {
        matches!(self.tags.relation[i].as_str(), "nsubj" | "nsubjpass")
    }

    /// Is token `i` a verb with tense or a modal?
    pub fn is_finite(self, i: usize) -> bool {
        matches!(self.pos(i), "VBD" | "VBZ" | "VBP" | "MD")
    }

    /// Can a noun phrase begin with token `i`?
    pub fn starts_phrase(self, i: usize) -> bool {
        match self.pos(i) {
            "DT" | "PRP$" | "CD" | "JJ" | "JJR" | "JJS" | "NN" | "NNS" | "NNP" | "NNPS" | "PRP"
            | "WP" | "PDT" | "EX" | "$" | "WDT" => true,
            _ => self.word(i).starts_with('@'),
        }
    }

    fn is_nominal(self, i: usize) -> bool {
        matches!(
            self.pos(i),
            "DT" | "PRP$"
                | "CD"
                | "JJ"
                | "JJR"
                | "JJS"
                | "NN"
                | "NNS"
                | "NNP"
                | "NNPS"
                | "PDT"
                | "POS"
                | "$"
                | "#"
                | "FW"
        ) || self.word(i).starts_with('@')
    }

    fn is_noun(self, i: usize) -> bool {
        matches!(self.pos(i), "NN" | "NNS" | "NNP" | "NNPS" | "CD" | "FW")
            || self.word(i).starts_with('@')
    }

    /// Does token `i` open a clause of its own: "because", "who", "that"?
    fn is_subordinator(self, i: usize) -> bool {
        matches!(
            &*self.lower(i),
            "because"
                | "while"
                | "when"
                | "if"
                | "since"
                | "although"
                | "though"
                | "until"
                | "unless"
                | "whether"
                | "than"
                | "whereas"
                | "after"
                | "before"
                | "that"
                | "where"
                | "why"
                | "how"
                | "what"
                | "as"
        )
    }

    /// The noun phrase without what follows its head: "the president", "Rep. Glenn Thompson".
    pub fn base_phrase(self, from: usize, end: usize) -> Range<usize> {
        if from < end && matches!(self.pos(from), "PRP" | "WP" | "EX" | "WDT") {
            return from..from + 1;
        }
        let mut at = from;
        while at < end && !self.quoted(at) {
            let inside = self.is_nominal(at)
                || (at > from
                    && matches!(self.pos(at), "VBG" | "VBN")
                    && at + 1 < end
                    && self.is_noun(at + 1))
                || (at > from
                    && self.lower(at) == "and"
                    && self.is_noun(at - 1)
                    && at + 1 < end
                    && self.is_noun(at + 1))
                || (at > from
                    && matches!(self.word(at), "&" | "-")
                    && at + 1 < end
                    && self.is_noun(at + 1));
            if !inside || (at > from && self.pos(at) == "DT" && self.is_noun(at - 1)) {
                break;
            }
            at += 1;
        }
        from..at
    }

    /// The noun phrase from `from` with what belongs to it: of-phrases, appositives, age, relative clauses; not beyond `end`.
    pub fn phrase_after(self, from: usize, end: usize) -> Range<usize> {
        let base = self.base_phrase(from, end);
        if base.is_empty() || matches!(self.pos(from), "PRP" | "WDT") {
            return base;
        }
        let mut at = base.end;
        while at < end && !self.quoted(at) {
            let word = self.lower(at);
            match &*word {
                "of" | "for" | "at" | "from" | "with" | "to" | "in" | "on" | "against" => {
                    if &*word != "of" && !self.attaches(at, from) {
                        break;
                    }
                    let next = self.base_phrase(at + 1, end);
                    if next.is_empty() {
                        break;
                    }
                    at = next.end;
                }
                "," | "(" | "-" | "–" | "—" | "--" => {
                    let Some(close) = self.appositive(at, end) else { break };
                    at = close;
                }
                "who" if at > from => {
                    at = self.clause_end(at, end);
                }
                "close" | "familiar" | "briefed" if at + 1 < end => {
                    let next = self.base_phrase(at + 2, end);
                    if next.is_empty() {
                        break;
                    }
                    at = next.end;
                }
                _ => break,
            }
        }
        from..at
    }

    /// Does the preposition at `at` belong to the noun before it rather than to the verb? Times and channels belong to the verb.
    fn attaches(self, at: usize, from: usize) -> bool {
        let next =
            if at + 1 < self.text.tokens.len() { self.lower(at + 1) } else { Cow::Borrowed("") };
        let word = self.lower(at);
        if is_day(&next) || self.pos(at - 1) == "PRP" {
            return false;
        }
        let head = self.lower(at - 1);
        let named = self.pos(at - 1).starts_with("NNP");
        match &*word {
            "for" | "with" | "from" | "at" => !named || from + 1 < at,
            "in" | "on" | "to" | "against" => {
                !named && !matches!(&*next, "a" | "an")
                    || matches!(&*head, "minister" | "ambassador" | "professor")
            }
            _ => false,
        }
    }

    /// Whether the comma, bracket or dash at `at` opens an appositive: the token after it ends.
    fn appositive(self, at: usize, end: usize) -> Option<usize> {
        let close = match self.word(at) {
            "(" => ")",
            "," => ",",
            dash => dash,
        };
        let inside = at + 1;
        if inside >= end {
            return None;
        }
        let first = self.lower(inside);
        let opens = matches!(&*first, "who" | "whose" | "which" | "one")
            || matches!(self.pos(inside), "DT" | "PRP$" | "CD" | "NN" | "NNP" | "JJ" | "NNS")
            || matches!(&*first, "of" | "then" | "now" | "formerly" | "currently");
        if !opens || self.word(at) == "," && self.pos(inside) == "NNP" && is_day(&first) {
            return None;
        }
        let stop =
            (inside..end.min(inside + REACH)).find(|&i| self.word(i) == close || self.quoted(i));
        let relative = matches!(&*first, "who" | "whose" | "which");
        if !relative && self.has_finite(inside..stop.unwrap_or(end.min(inside + REACH))) {
            return None;
        }
        match stop {
            Some(i) if self.quoted(i) => Some(i),
            Some(i) if self.word(at) == "," => {
                // "X, the mayor, and Y" goes on; "X, the mayor," ends with its comma when something follows.
                Some(if i + 1 < end && !self.is_finite(i + 1) { i } else { i + 1 })
            }
            Some(i) => Some(i + 1),
            None if self.word(at) == "," => Some(end),
            None => None,
        }
    }

    /// How far the clause from `from` goes: to a closing comma after a verb, or to `end`.
    fn clause_end(self, from: usize, end: usize) -> usize {
        (from + 1..end.min(from + REACH))
            .find(|&i| self.is_comma(i) || self.quoted(i))
            .unwrap_or(end)
    }

    /// The noun phrase that is the subject of the verb group starting at `verb`, looking back no further than `start`.
    pub fn phrase_before(self, verb: usize, start: usize) -> Option<Range<usize>> {
        let start = start.max(verb.saturating_sub(REACH));
        if verb <= start {
            return None;
        }
        let mut at = verb;
        let closing_comma =
            self.is_comma(verb - 1) || self.is_dash(verb - 1) || self.word(verb - 1) == ")";
        let mut commas_open = closing_comma;
        // Walk to the left border of what can be one noun phrase with its appositives and relative clauses.
        while at > start {
            let i = at - 1;
            if self.quoted(i) {
                break;
            }
            let word = self.lower(i);
            if self.is_comma(i) || self.is_dash(i) {
                if !commas_open {
                    break;
                }
            } else if matches!(&*word, ";" | ":" | "…" | "...") {
                break;
            } else if self.is_finite(i)
                || (self.pos(i) == "TO" && i + 1 < verb && self.pos(i + 1) == "VB")
            {
                // A verb in a relative clause is inside the phrase; any other ends it.
                let Some(relative) = self.relative_before(i, start) else { break };
                at = relative;
                if at > start && self.is_comma(at - 1) {
                    at -= 1;
                    commas_open = true;
                }
                continue;
            } else if self.borders_clause(i, start) {
                break;
            }
            at = i;
        }
        self.trim_subject(at..verb)
    }

    /// Does token `i`, met on the way left from a verb, border the verb's clause?
    fn borders_clause(self, i: usize, start: usize) -> bool {
        let word = self.lower(i);
        (self.is_subordinator(i) && !matches!(&*word, "after" | "before" | "as"))
            || (matches!(&*word, "but" | "so" | "yet" | "or") && self.pos(i) == "CC")
            || (&*word == "and" && !(i > start && self.is_noun(i - 1)))
    }

    /// The relative pronoun that governs the finite verb at `verb`, if there is one close before.
    fn relative_before(self, verb: usize, start: usize) -> Option<usize> {
        let from = start.max(verb.saturating_sub(12));
        for i in (from..verb).rev() {
            let word = self.lower(i);
            if matches!(&*word, "who" | "which" | "whose" | "whom")
                || (&*word == "that" && self.pos(i) == "WDT")
            {
                return (i > start).then_some(i);
            }
            if self.is_comma(i) || self.is_finite(i) || self.quoted(i) {
                return None;
            }
        }
        None
    }

    /// Cuts what cannot belong to a subject from its front: "However, in a statement, the mayor" gives "the mayor".
    fn trim_subject(self, range: Range<usize>) -> Option<Range<usize>> {
        let mut from = range.start;
        let end = range.end;
        // Commas and adverbs at the end, but not the comma that closes an appositive.
        let mut stop = end;
        while stop > from && matches!(self.pos(stop - 1), "RB" | "CC") {
            stop -= 1;
        }
        loop {
            if from >= stop {
                return None;
            }
            let pos = self.pos(from);
            let word = self.lower(from);
            let adverbial = matches!(pos, "IN" | "TO" | "VBG" | "VBN")
                || (is_day(&word) && from + 1 < stop && self.is_comma(from + 1))
                || (matches!(pos, "RB" | "RBR" | "NN")
                    && from + 1 < stop
                    && self.is_comma(from + 1));
            if adverbial {
                // Up to the comma that ends it, or else to the last phrase that no preposition governs.
                match (from..stop).find(|&i| self.is_comma(i)).filter(|&i| i + 1 < stop) {
                    Some(comma) => from = comma + 1,
                    None => return self.last_phrase(from, stop),
                }
            } else if matches!(pos, "RB" | "CC" | "UH" | "RBR" | "," | ":" | "RP")
                || !self.starts_phrase(from)
            {
                from += 1;
            } else {
                return Some(from..stop);
            }
        }
    }

    /// The last base phrase in the range that begins a phrase by itself.
    fn last_phrase(self, from: usize, stop: usize) -> Option<Range<usize>> {
        let mut at = stop;
        while at > from && self.is_nominal(at - 1) {
            at -= 1;
            if matches!(self.pos(at), "DT" | "PRP$") {
                break;
            }
        }
        if at == stop && stop > from && self.pos(stop - 1) == "PRP" {
            return Some(stop - 1..stop);
        }
        while at < stop && !self.starts_phrase(at) {
            at += 1;
        }
        (at < stop).then_some(at..stop)
    }

    /// Is there a finite verb in the range outside quotations?
    pub fn has_finite(self, range: Range<usize>) -> bool {
        range.into_iter().any(|i| self.is_finite(i))
    }

    /// The sentence's tokens without its closing full stop.
    pub fn body(self, sentence: Range<usize>) -> Range<usize> {
        let mut end = sentence.end;
        while end > sentence.start
            && !self.quoted(end - 1)
            && matches!(self.word(end - 1), "." | "!" | "?" | "…" | "..." | ";" | ":" | ",")
        {
            end -= 1;
        }
        sentence.start..end
    }
}

/// Is the word a day or a part of one, which says when and not what?
pub fn is_day(word: &str) -> bool {
    matches!(
        word,
        "monday"
            | "tuesday"
            | "wednesday"
            | "thursday"
            | "friday"
            | "saturday"
            | "sunday"
            | "yesterday"
            | "today"
            | "tonight"
            | "tomorrow"
            | "later"
            | "earlier"
            | "recently"
            | "last"
            | "this"
            | "afterward"
            | "afterwards"
    )
}
