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

/// How many verbs of a cue are asked for their subject.
const VERBS: usize = 4;

/// How many verbs above that of the cue are asked.
const CLIMB: usize = 3;

/// Does this verb tell nothing of what its subject says? So it looks to whoever writes; and what somebody gets comes from others.
fn is_silent(lemma: &str) -> bool {
    matches!(lemma, "appear" | "draw" | "earn" | "face" | "look" | "receive" | "seem" | "sound")
}

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
        // "seems", "has drawn criticism"
        if cue.clone().any(|i| is_silent(context.tags.lemma(i))) {
            return Resolution::NONE;
        }
        // "a report concluding that", "an email warning that": whose it is, and nobody else.
        if let Some(document) = self.document_before(cue) {
            let owner = self.said_whose(document).or_else(|| self.put_out(document));
            return owner.map_or(Resolution::NONE, |(speaker, evidence)| {
                found(speaker, ResolutionHow::Continuation, 60, Some(evidence))
            });
        }
        if let Some(resolution) = self.subject_of(cue).or_else(|| self.asker(cue)) {
            return resolution;
        }
        // "wrote that the group would be “…” ‸and pledged to keep it"
        let same = |at: usize| context.text.sentence_of(at) == context.text.sentence_of(start);
        let joined = cue.start > 0
            && context.pos(cue.start - 1) == "CC"
            && matches!(context.pos(cue.start), "VBD" | "VBZ");
        if let Some((speaker, at)) = near.filter(|n| joined && same(n.1)) {
            let evidence = Some(context.text.tokens[at].span);
            return found(speaker, ResolutionHow::Continuation, 55, evidence);
        }
        let owner = (self.owner_of(cue.start))
            .or_else(|| self.who_does(cue))
            .or_else(|| self.whose_title(cue));
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

    /// The document right before a cue that describes it: "a ‸report concluding that".
    fn document_before(&self, cue: &Range<usize>) -> Option<usize> {
        let context = self.context;
        let noun = cue.start.checked_sub(1)?;
        let described = context.pos(cue.start) == "VBG"
            && context.pos(noun).starts_with("NN")
            && context.text.sentence_of(noun) == context.text.sentence_of(cue.start)
            && matches!(lexicon::noun(&context.lower(noun)), Some((lexicon::Noun::Document, true)));
        described.then_some(noun)
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

    /// "In an apparent ‸counter to the plan, Ruiz stressed": who does what the cue describes in front.
    fn who_does(&mut self, cue: &Range<usize>) -> Option<(usize, Span)> {
        let context = self.context;
        let tags = context.tags;
        let start = context.sentence(cue.start).tokens.start;
        let noun = cue.clone().find(|&i| matches!(context.pos(i), "NN" | "NNS"))?;
        // "in the interest of precision"
        if matches!(
            &*context.lower(noun),
            "case" | "effort" | "event" | "hope" | "interest" | "light" | "view"
        ) {
            return None;
        }
        let fronted = context.lower(start) == "in" && tags.head[start] == Some(noun as u32);
        let verb = tags.head[noun].filter(|_| fronted)? as usize;
        let subject = self.child(verb, &["nsubj"]).filter(|&s| s > cue.end)?;
        self.somebody_at(subject)
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
        // "a mock children's book by the comedian": those in front only say what sort of book it is.
        let next = context.mentions.partition_point(|m| m.tokens.start <= work);
        let by = context.lower(work + 1) == "by";
        let author = context.mentions.get(next).filter(|m| by && m.tokens.end <= cue.start);
        if let Some((entity, author)) =
            author.and_then(|m| self.gathered.of_mention[next].zip(Some(m)))
        {
            return Some((entity, author.span));
        }
        let said_in = (sentence.start.max(work.saturating_sub(3))..work)
            .any(|i| matches!(&*context.lower(i), "in" | "has" | "have" | "with" | "wrote"));
        self.said_whose(work).or_else(|| {
            if !said_in {
                return None;
            }
            let from = context.mentions.partition_point(|m| m.tokens.start < sentence.start);
            let id = (from..context.mentions.len())
                .take(MEMORY)
                .take_while(|&id| context.mentions[id].tokens.end <= work)
                .filter(|&id| context.mentions[id].kind == EntityKind::Person)
                .find(|&id| self.is_subject(&context.mentions[id]))?;
            Some((self.gathered.of_mention[id]?, context.mentions[id].span))
        })
    }

    /// The subject of a cue without a source: its verb's own, or that of a verb above it; never of a passive, which names nobody.
    fn subject_of(&mut self, cue: &Range<usize>) -> Option<Resolution> {
        let context = self.context;
        let verbs = cue.clone().rev().filter(|&i| context.pos(i).starts_with("VB"));
        let verbs: Vec<usize> = verbs.take(VERBS).collect();
        if self.is_passive(*verbs.first()?) {
            return None;
        }
        let subjects = verbs.iter().filter_map(|&verb| self.subject_above(verb, cue.start));
        let subjects: Vec<usize> = subjects.chain(self.subject_before(cue.start)).collect();
        // "It is worth remembering that …"
        if matches!(&*context.lower(*subjects.first()?), "it" | "this" | "that" | "there") {
            return None;
        }
        let (entity, evidence) = subjects.into_iter().find_map(|at| self.somebody_at(at))?;
        Some(found(entity, ResolutionHow::Continuation, 70, Some(evidence)))
    }

    /// Does the passive at token `at` leave open who speaks? "was accused", "when asked whether".
    fn is_passive(&self, at: usize) -> bool {
        let context = self.context;
        let perfect = || {
            let before = at.saturating_sub(3)..at;
            before.rev().any(|i| {
                context.tags.relation[i].as_str() == "aux" && context.tags.lemma(i) == "have"
            })
        };
        // "When told that …", "Asked whether …": the one who was asked.
        let asked = context.pos(at) == "VBD"
            && matches!(context.tags.lemma(at), "ask" | "tell" | "question" | "press" | "inform");
        asked
            || self.child(at, &["auxpass", "nsubjpass"]).is_some()
            || context.pos(at) == "VBN" && !perfect()
    }

    /// The token that is the subject of the verb at token `at`, or of the one that it is joined to or depends on; the cue starts at token `cue`.
    fn subject_above(&self, mut at: usize, cue: usize) -> Option<usize> {
        for step in 0..=CLIMB {
            // "Ruiz was extradited and pleaded guilty"
            let relations: &[&str] = if step > 0 { &["nsubj", "nsubjpass"] } else { &["nsubj"] };
            if let Some(subject) = self.child(at, relations).or_else(|| self.inverted(at, cue)) {
                return Some(subject);
            }
            let tags = self.context.tags;
            at = tags.head[at]
                .filter(|_| matches!(tags.relation[at].as_str(), "xcomp" | "advcl" | "conj"))?
                as usize;
        }
        None
    }

    /// "Trump called for an inquiry, ‸saying …": whatever the tree hangs it on, it is the subject of the clause before that goes on.
    fn subject_before(&self, cue: usize) -> Option<usize> {
        let context = self.context;
        let sentence = &context.sentence(cue).tokens;
        (sentence.start.max(cue.saturating_sub(40))..cue)
            .rev()
            .filter(|_| context.pos(cue) == "VBG")
            .filter(|&i| context.pos(i).starts_with("VB") && !context.quoted(i))
            .filter_map(|i| self.child(i, &["nsubj"]).or_else(|| self.inverted(i, cue)))
            // Not "who assaulted a reporter, calling": that only tells of somebody.
            .find(|&s| !matches!(context.pos(s), "WDT" | "WP"))
    }

    /// The nearest token before the verb at token `of` that the tree hangs on it by one of these relations.
    fn child(&self, of: usize, relations: &[&str]) -> Option<usize> {
        let tags = self.context.tags;
        let sentence = &self.context.sentence(of).tokens;
        (sentence.start.max(of.saturating_sub(40))..of).rev().find(|&i| {
            tags.head[i] == Some(of as u32) && relations.contains(&tags.relation[i].as_str())
        })
    }

    /// The subject behind its verb, before the cue: "“…,” said Ana Ruiz, referring to …".
    fn inverted(&self, of: usize, cue: usize) -> Option<usize> {
        let tags = self.context.tags;
        (of + 1..cue.min(of + INVERTED))
            .find(|&i| tags.head[i] == Some(of as u32) && tags.relation[i].as_str() == "nsubj")
    }

    /// Who is mentioned by words around token `at`, and where.
    fn somebody_at(&mut self, at: usize) -> Option<(usize, Span)> {
        let context = self.context;
        let span = context.text.tokens[at].span;
        let next = context.mentions.partition_point(|m| m.span.start() <= span.start());
        let id = (next.saturating_sub(3)..next)
            .rev()
            .find(|&i| context.mentions[i].full.holds(span.start()))?;
        self.entity_of(id).map(|entity| (entity, span))
    }
}
