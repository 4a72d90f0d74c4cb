/*! Attributions without a source.

Whose words they are says the clause that the cue belongs to ("adding that …"), the noun that is the cue ("his promise to …"), the words of its title,
the outlet that asked; and a quotation alone goes on for the speaker before.
*/

use std::ops::Range;

use super::Resolution;
use super::resolve::{MEMORY, Resolver, found};
use crate::attributions::{Attribution, nouns};
use crate::document::{Act, EntityKind, ResolutionHow};
use crate::lexicon;
use crate::text::Span;

/// How far, in tokens, a subject may follow its verb.
const INVERTED: usize = 12;

/// How far, in sentences, speech without a source is from the one who goes on.
const GOES_ON: usize = 8;

impl Resolver<'_> {
    /// Speech without a source: the subject of the clause that the cue depends on ("adding that …"), or the speaker before goes on.
    pub(super) fn goes_on(&mut self, attribution: &Attribution) -> Resolution {
        let context = self.context;
        let start = attribution.extent().start;
        let near = self.spoken.last().copied().filter(|&(_, at)| {
            at < start && context.text.sentence_of(start) - context.text.sentence_of(at) <= GOES_ON
        });
        let Some(cue) = &attribution.cue else {
            let quoted = attribution.content.iter().any(|c| context.quoted(c.start));
            return near.filter(|_| quoted).map_or(Resolution::NONE, |(speaker, at)| {
                let evidence = Some(context.text.tokens[at].span);
                found(speaker, ResolutionHow::Continuation, 60, evidence)
            });
        };
        if let Some(resolution) = self.subject_of(cue).or_else(|| self.asker(cue)) {
            return resolution;
        }
        let owner = self.owner_of(cue.start).or_else(|| self.whose_title(cue));
        if let Some((speaker, evidence)) = owner {
            return found(speaker, ResolutionHow::Continuation, 65, Some(evidence));
        }
        if let Some(resolution) = self.own_opinion(cue) {
            return resolution;
        }
        // "the promise that …": in an account of what somebody said it is most often theirs.
        let noun = cue.clone().any(|i| {
            matches!(context.pos(i), "NN" | "NNS")
                && nouns::kind(context, i)
                    .is_some_and(|(act, _)| matches!(act, Act::Says | Act::Wants))
        });
        match self.main.filter(|&main| noun && near.is_some() && self.is_near(main, start)) {
            Some(speaker) => found(speaker, ResolutionHow::Continuation, 40, None),
            None => Resolution::NONE,
        }
    }

    /// Is the entity spoken of shortly before token `at`, in its sentence or the one before?
    fn is_near(&self, entity: usize, at: usize) -> bool {
        let text = self.context.text;
        let sentence = text.sentence_of(at);
        let from = text.sentences[sentence.saturating_sub(1)].tokens.start;
        let end = text.sentences[sentence].tokens.end;
        let next = self.context.mentions.partition_point(|m| m.tokens.start < end);
        (next.saturating_sub(MEMORY)..next).any(|id| {
            self.context.mentions[id].tokens.start >= from
                && self.gathered.of_mention[id] == Some(entity)
        })
    }

    /// "his now-familiar ‸promise", "Trump's oft-repeated ‸claim": whose the words before a noun that starts at token `noun` say it is.
    fn owner_of(&mut self, noun: usize) -> Option<(usize, Span)> {
        let context = self.context;
        let sentence = &context.sentence(noun).tokens;
        let before = (sentence.start.max(noun.saturating_sub(4))..noun)
            .rev()
            .take_while(|&i| matches!(context.pos(i), "JJ" | "NN" | "VBN" | "RB" | "PRP$" | "POS"))
            .find(|&i| matches!(context.pos(i), "PRP$" | "POS"))?;
        if context.pos(before) == "PRP$" {
            return self.possessor(before);
        }
        let id = context.mentions_before(before).next()?;
        Some((self.gathered.of_mention[id]?, context.mentions[id].span))
    }

    /// "a children's book by the comedian ‸titled “…”", "Trump says in the spot ‸titled “…”": whose work it is, or else who is its sentence's subject.
    fn whose_title(&mut self, cue: &Range<usize>) -> Option<(usize, Span)> {
        let context = self.context;
        let titled = cue.len() == 1
            && context.pos(cue.start) == "VBN"
            && matches!(
                context.tags.lemma(cue.start),
                "call" | "dub" | "entitle" | "headline" | "title"
            );
        if !titled {
            return None;
        }
        let sentence = &context.sentence(cue.start).tokens;
        let work =
            (sentence.start.max(cue.start.saturating_sub(10))..cue.start).rev().find(|&i| {
                matches!(lexicon::noun(&context.lower(i)), Some((lexicon::Noun::Document, _)))
            })?;
        self.said_whose(work).or_else(|| {
            let from = context.mentions.partition_point(|m| m.tokens.start < sentence.start);
            let id = (from..context.mentions.len())
                .take(MEMORY)
                .take_while(|&id| context.mentions[id].tokens.end <= work)
                .filter(|&id| context.mentions[id].kind == EntityKind::Person)
                .find(|&id| self.is_subject(&context.mentions[id]))?;
            Some((self.gathered.of_mention[id]?, context.mentions[id].span))
        })
    }

    /// The subject that a cue without one takes from the verb above it; never of a passive, which names nobody.
    fn subject_of(&mut self, cue: &Range<usize>) -> Option<Resolution> {
        let context = self.context;
        let mut at = cue.clone().rev().find(|&i| context.pos(i).starts_with("VB"))?;
        let children = |of: usize, names: &[&str]| {
            let sentence = &context.sentence(of).tokens;
            (sentence.start.max(of.saturating_sub(40))..of).rev().find(|&i| {
                context.tags.head[i] == Some(of as u32)
                    && names.contains(&context.tags.relation[i].as_str())
            })
        };
        if children(at, &["auxpass", "nsubjpass"]).is_some() || context.pos(at) == "VBN" {
            return None;
        }
        // "When told that …", "Asked whether …": the one who was asked.
        let asked =
            matches!(context.tags.lemma(at), "ask" | "tell" | "question" | "press" | "inform");
        if asked && context.pos(at) == "VBD" {
            return None;
        }
        let sentence = &context.sentence(at).tokens;
        let named = |at: usize| {
            let span = context.text.tokens[at].span;
            let next = context.mentions.partition_point(|m| m.span.start() <= span.start());
            (next.saturating_sub(3)..next)
                .rev()
                .find(|&i| context.mentions[i].full.holds(span.start()))
                .map(|id| (id, span))
        };
        // "“…,” said Ana Ruiz, referring to …"
        let inverted = |of: usize| {
            (of + 1..cue.start.min(of + INVERTED)).find(|&i| {
                context.tags.head[i] == Some(of as u32)
                    && context.tags.relation[i].as_str() == "nsubj"
            })
        };
        for _ in 0..3 {
            if matches!(context.tags.relation[at].as_str(), "xcomp" | "advcl" | "conj") {
                at = context.tags.head[at]? as usize;
            } else {
                // "Trump called for an inquiry, saying …": whatever the tree hangs it on, it is the clause before that goes on.
                let main = (sentence.start.max(cue.start.saturating_sub(40))..cue.start)
                    .rev()
                    .find(|&i| {
                        context.pos(i).starts_with("VB")
                            && !context.quoted(i)
                            // Not "who assaulted a reporter, calling": that only tells of somebody.
                            && children(i, &["nsubj"])
                                .or_else(|| inverted(i))
                                .is_some_and(|s| !matches!(context.pos(s), "WDT" | "WP"))
                    });
                at = main.filter(|_| context.pos(cue.start) == "VBG")?;
            }
            if children(at, &["nsubjpass"]).is_some() {
                return None;
            }
            if let Some(subject) = children(at, &["nsubj"]).or_else(|| inverted(at)) {
                let (id, span) = named(subject)?;
                let entity = self.gathered.of_mention[id]?;
                return Some(found(entity, ResolutionHow::Continuation, 70, Some(span)));
            }
        }
        None
    }
}
