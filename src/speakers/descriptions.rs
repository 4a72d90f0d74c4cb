/*! Whom a description stands for: "the Iranian diplomat", "the ministry", "the statement", "the Wisconsin Republican".

What the text says people are, before and after, is compared with the description's words ([`super::roles::fit`]). A description of nobody known is
an entity of its own; two that are alike are one only if they are definite ("the official"), never "a resident" and "a resident".
*/

use std::ops::Range;

use super::Resolution;
use super::entities::{tidy, words};
use super::resolve::{MEMORY, Resolver, found};
use super::roles;
use crate::document::{EntityKind, MentionForm, ResolutionHow};
use crate::lexicon;
use crate::names::Mention;
use crate::text::Span;

/// A fit of at least this much is the same head noun.
const SAME_NOUN: i32 = 6;

/// A fit of at least this much: one noun implies the other.
const IMPLIED: i32 = 3;

impl Resolver<'_> {
    /// The entity with just this description, known or new.
    pub(super) fn described(&mut self, kind: EntityKind, span: Span, plural: bool) -> usize {
        let name = tidy(&self.context.text.raw[span]);
        let key = words(&name);
        let recent = self.spoken.iter().rev().take(MEMORY).map(|s| s.0);
        let same = recent.chain(self.issuers.keys().rev().take(MEMORY).copied()).find(|&id| {
            let entity = &self.gathered.entities[id];
            entity.kind == kind && words(&entity.names[0]) == key
        });
        // Unnamed people are not the same just because they are described alike: "a resident said".
        let indefinite = matches!(
            &*name.split(' ').next().unwrap_or("").to_lowercase(),
            "a" | "an" | "one" | "another" | "some"
        );
        let id = same.filter(|_| !indefinite).unwrap_or_else(|| {
            let id = self.gathered.add(kind, &name);
            self.gathered.entities[id].plural = plural;
            id
        });
        self.gathered.entities[id].mentions.push((span, MentionForm::Role));
        id
    }

    /// Whom a mention by role stands for.
    pub(super) fn role(&mut self, mention: &Mention, source: &Range<usize>) -> Resolution {
        let context = self.context;
        let span = context.text.span(source.clone());
        if mention.kind == EntityKind::Document {
            return self.document(mention, source);
        }
        let tokens = context.text.tokens_in(mention.full);
        let definite = matches!(
            &*context.lower(tokens.start),
            "the" | "this" | "that" | "his" | "her" | "their" | "its" | "these" | "those" | "both"
        ) || tokens.clone().any(|i| context.pos(i) == "POS");
        if definite {
            let description = &context.text.raw[mention.full];
            // "the Wisconsin Republican": there are many, and the one in focus is meant.
            if is_member(&context.lower(mention.tokens.end - 1))
                && let Some(resolution) = self.varied(&tokens)
            {
                return resolution;
            }
            if let Some((entity, score, evidence)) =
                self.fitting(description, mention, source.start)
            {
                let confidence = if score > SAME_NOUN { 82 } else { 65 };
                return found(entity, ResolutionHow::Role, confidence, Some(evidence));
            }
            let one = mention.kind == EntityKind::Person && !mention.plural;
            if let Some(resolution) = one.then(|| self.varied(&tokens)).flatten() {
                return resolution;
            }
        }
        let kind = if mention.kind == EntityKind::Person && mention.plural {
            EntityKind::Group
        } else {
            mention.kind
        };
        let whole =
            if mention.full.contains(span) { mention.full } else { span.cover(mention.full) };
        let entity = self.described(kind, whole, mention.plural);
        self.gathered.entities[entity].mentions.pop();
        found(entity, ResolutionHow::Role, 70, Some(span))
    }

    /// "the Wisconsin Republican", "the Dutchman": a member of a party or people, not the whole of it.
    pub(super) fn member(&mut self, mention: &Mention) -> Option<Resolution> {
        let context = self.context;
        let (first, last) = (mention.tokens.start, mention.tokens.end - 1);
        let start = if first > 0 && context.lower(first - 1) == "the" { first - 1 } else { first };
        let person = mention.kind == EntityKind::Person && mention.tokens.len() < 2;
        let one = matches!(context.pos(last), "NNP" | "NN") && is_member(&context.lower(last));
        if person || !one || context.lower(start) != "the" {
            return None;
        }
        // "the Republican case"
        if context.text.tokens.len() > last + 1 && context.pos(last + 1).starts_with("NN") {
            return None;
        }
        let (entity, confidence, evidence) = self.person_in_focus(start)?;
        Some(found(entity, ResolutionHow::Role, confidence.min(65), Some(evidence)))
    }

    /// A second way to call the one in focus: "the lawyer", "the 57-year-old", where nobody is known for that.
    pub(super) fn varied(&mut self, phrase: &Range<usize>) -> Option<Resolution> {
        let context = self.context;
        let last = phrase.end - 1;
        let bare = phrase.clone().all(|i| !matches!(&*context.lower(i), "of" | "for" | "'s"));
        let head = context.lower(last);
        if !bare || context.lower(phrase.start) != "the" || !is_attribute(&head) {
            return None;
        }
        let (entity, confidence, evidence) = self.person_in_focus(phrase.start)?;
        // Only where there is one in focus, clearly.
        (confidence >= 62).then(|| found(entity, ResolutionHow::Role, 55, Some(evidence)))
    }

    /// The entity that the description of `mention` fits best among those mentioned before token `at`, or else named after it.
    fn fitting(
        &self,
        description: &str,
        mention: &Mention,
        at: usize,
    ) -> Option<(usize, i32, Span)> {
        let all = self.context.mentions;
        let here = self.context.text.tokens[at].span.start();
        let before = all.partition_point(|m| m.span.start() < here);
        let back = (before.saturating_sub(3 * MEMORY)..before).rev();
        let ahead = before..all.len().min(before + MEMORY);
        let (fit, id) = self
            .best_fit(description, mention, back, IMPLIED)
            .or_else(|| self.best_fit(description, mention, ahead, SAME_NOUN + 1))?;
        let entity = self.gathered.of_mention[id]?;
        Some((entity, fit, all[id].span))
    }

    /// Of the entities of mentions `ids`, nearest first, the mention of the one that the description fits best, and at least by `least`.
    fn best_fit(
        &self,
        description: &str,
        mention: &Mention,
        ids: impl Iterator<Item = usize>,
        least: i32,
    ) -> Option<(i32, usize)> {
        let mut best: Option<(i32, usize)> = None;
        let mut seen: Vec<usize> = Vec::new();
        for (steps, id) in ids.enumerate() {
            let Some(entity) = self.gathered.of_mention[id] else { continue };
            if seen.contains(&entity) || seen.len() > 40 {
                continue;
            }
            seen.push(entity);
            let known = &self.gathered.entities[entity];
            let is_person = |kind| matches!(kind, EntityKind::Person | EntityKind::Anonymous);
            let person = is_person(mention.kind);
            if person != is_person(known.kind) || (person && known.plural != mention.plural) {
                continue;
            }
            let fit = if person {
                // Who has no name is called by what they are.
                let described = known.mentions.iter().all(|(_, form)| *form == MentionForm::Role);
                let own = known.names.first().filter(|_| described);
                let roles = known.roles.iter().chain(own);
                roles.map(|role| roles::fit(description, role)).max().unwrap_or(0)
            } else {
                roles::short_form(description, &known.names)
            };
            // "the company" may be any body that was named before.
            let any = known.kind == EntityKind::Organisation
                && least <= IMPLIED
                && roles::is_any_body(description);
            let fit = if any { fit.max(IMPLIED) } else { fit };
            if fit < least {
                continue;
            }
            let recency = 3 - (steps as i32 / 10).min(3);
            let last = i32::from(self.spoken.last().is_some_and(|s| s.0 == entity));
            let score = fit + recency + last;
            if best.is_none_or(|(b, _)| score > b) {
                best = Some((score, id));
            }
        }
        best
    }

    /// "the statement": who put it out, if the text said so shortly before; else the document speaks for itself.
    fn document(&mut self, mention: &Mention, source: &Range<usize>) -> Resolution {
        let via = self.described(EntityKind::Document, mention.full, false);
        self.gathered.entities[via].mentions.pop();
        let issuer = self.issuer(mention, source, via);
        if let Some((speaker, span, confidence)) = issuer {
            self.issuers.insert(via, speaker);
            return Resolution {
                via: Some(via),
                ..found(speaker, ResolutionHow::Role, confidence, Some(span))
            };
        }
        found(via, ResolutionHow::Role, 60, Some(mention.full))
    }

    /// Who put a document out, the words that say so, and how sure that is.
    fn issuer(
        &self,
        mention: &Mention,
        source: &Range<usize>,
        via: usize,
    ) -> Option<(usize, Span, u8)> {
        let context = self.context;
        // "the mayor's letter"
        let owner = (self.gathered.named_in(context, mention.full).map(|(id, m)| (id, m.span)))
            .find(|o| o.0 != via && self.speaks(o.0));
        if let Some((speaker, span)) = owner {
            return Some((speaker, span, 80));
        }
        if let Some(&known) = self.issuers.get(&via) {
            return Some((known, mention.full, 75));
        }
        let head = (mention.tokens.clone())
            .rev()
            .find(|&i| context.pos(i).starts_with("NN"))
            .unwrap_or(mention.tokens.start);
        let noun = context.tags.lemma(head).to_lowercase();
        let sentence = context.text.sentence_of(source.start);
        let from = context.text.sentences[sentence.saturating_sub(4)].tokens.start;
        let introduced = (from..source.start).rev().find(|&i| {
            context.pos(i).starts_with("NN") && context.tags.lemma(i).eq_ignore_ascii_case(&noun)
        })?;
        let place = &context.text.sentences[context.text.sentence_of(introduced)];
        let before = Span::new(place.span.start(), context.text.tokens[introduced].span.start());
        self.gathered
            .named_in(context, before)
            .filter(|(id, m)| *id != via && self.speaks(*id) && self.is_subject(m))
            .map(|(id, m)| (id, m.span, 78))
            .next()
    }

    /// Can the entity put out a document?
    fn speaks(&self, id: usize) -> bool {
        matches!(
            self.gathered.entities[id].kind,
            EntityKind::Person | EntityKind::Organisation | EntityKind::Group
        )
    }
}

/// Words for one member of a party or a people that tell nothing else of them.
fn is_member(word: &str) -> bool {
    // "Dutchman", "Irishwoman"
    let people = ["man", "woman"].iter().any(|end| {
        word.strip_suffix(end)
            .is_some_and(|stem| stem.ends_with("sh") || stem.ends_with("ch") || stem == "norse")
    });
    people
        || lexicon::PEOPLES.has(word)
        || matches!(
            word,
            "conservative"
                | "democrat"
                | "independent"
                | "liberal"
                | "libertarian"
                | "native"
                | "progressive"
                | "republican"
                | "socialist"
                | "spaniard"
                | "briton"
                | "dane"
                | "swede"
                | "finn"
                | "pole"
                | "turk"
                | "scot"
                | "scotsman"
        )
}

/// Nouns that writers use for variety when they mean the one they speak of.
fn is_attribute(noun: &str) -> bool {
    noun.ends_with("-year-old")
        || is_member(noun)
        || matches!(
            noun,
            "activist"
                | "actor"
                | "actress"
                | "athlete"
                | "author"
                | "billionaire"
                | "businessman"
                | "businesswoman"
                | "candidate"
                | "congressman"
                | "congresswoman"
                | "defender"
                | "diplomat"
                | "entrepreneur"
                | "executive"
                | "forward"
                | "frontrunner"
                | "front-runner"
                | "goalkeeper"
                | "governor"
                | "incumbent"
                | "lawmaker"
                | "lawyer"
                | "magnate"
                | "mayor"
                | "midfielder"
                | "minister"
                | "mogul"
                | "musician"
                | "newcomer"
                | "nominee"
                | "novelist"
                | "philanthropist"
                | "politician"
                | "premier"
                | "president"
                | "retiree"
                | "scientist"
                | "senator"
                | "singer"
                | "star"
                | "striker"
                | "tycoon"
                | "veteran"
                | "widow"
                | "winger"
                | "writer"
        )
}
