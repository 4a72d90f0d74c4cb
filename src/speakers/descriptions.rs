/*! Whom a description stands for: "the Iranian diplomat", "the ministry", "the statement", "the Wisconsin Republican".

What the text says people are, before and after, is compared with the description's words ([`super::roles::fit`]). A description of nobody known is
an entity of its own; two that are alike are one only if they are definite ("the official"), never "a resident" and "a resident".
*/

use std::ops::Range;

use super::Resolution;
use super::entities::{tidy, words};
use super::resolve::{MEMORY, Resolver, found};
use super::roles;
use super::variety::{is_member, is_one_of_people};
use crate::attributions::Attribution;
use crate::document::{EntityKind, MentionForm, ResolutionHow};
use crate::lexicon;
use crate::names::Mention;
use crate::text::Span;

/// A fit of at least this much is the same head noun.
const SAME_NOUN: i32 = 6;

/// A fit of at least this much: one noun implies the other.
pub(super) const IMPLIED: i32 = 3;

/// How many of those who spoke last are looked through for one without a name.
const SPOKEN: usize = 20;

impl Resolver<'_> {
    /// The entity with just this description, known or new.
    pub(super) fn described(&mut self, kind: EntityKind, span: Span, plural: bool) -> usize {
        let name = tidy(&self.context.text.raw[self.essence(span)]);
        let key = words(&name);
        let recent = self.spoken.iter().rev().take(MEMORY).map(|s| s.0);
        let same = recent.chain(self.issuers.keys().rev().take(MEMORY).copied()).find(|&id| {
            let entity = &self.gathered.entities[id];
            entity.kind == kind && words(&entity.names[0]) == key
        });
        // "these people", "those officials": the ones just spoken of.
        let shown =
            matches!(&*name.split(' ').next().unwrap_or("").to_lowercase(), "these" | "those");
        let before = || {
            self.spoken.iter().rev().take(SPOKEN).map(|s| s.0).find(|&id| {
                let entity = &self.gathered.entities[id];
                entity.plural && !entity.is_named()
            })
        };
        let same = same.or_else(|| before().filter(|_| shown && plural && key.len() < 3));
        // Unnamed people are not the same just because they are described alike: "a resident said".
        let indefinite = matches!(
            &*name.split(' ').next().unwrap_or("").to_lowercase(),
            "a" | "an" | "one" | "another" | "some"
        );
        let id = same.filter(|_| !indefinite).unwrap_or_else(|| {
            let id = self.gathered.add(kind, &name);
            let entity = &mut self.gathered.entities[id];
            entity.plural = plural;
            // "the daughter of a shrimper" is no "he".
            if let Some(gender) = roles::head(&key).and_then(|noun| super::gender::of_noun(&noun)) {
                entity.show(gender, super::gender::NOUN);
            }
            id
        });
        self.gathered.entities[id].mentions.push((span, MentionForm::Role));
        id
    }

    /// A description without what only adds to it: "a nurse" of "One, a nurse who asked not to be named", "the regulator" of "the regulator, which …".
    fn essence(&self, span: Span) -> Span {
        let context = self.context;
        let tokens = context.text.tokens_in(span);
        let mut start = tokens.start;
        // "But later the agency"
        while start + 2 < tokens.end && context.pos(start) == "RB" && context.pos(start + 1) == "DT"
        {
            start += 1;
        }
        let counted = matches!(&*context.lower(start), "one" | "another" | "a");
        if counted && tokens.len() > 3 && context.is_comma(start + 1) {
            start += 2;
        }
        let noun = |i: usize| {
            context.pos(i).starts_with("NN")
                || context.pos(i) == "CD"
                // "The liberal, who won", "the 34-year-old, who"
                || i > start
                    && context.pos(i - 1) == "DT"
                    && (lexicon::noun(&context.lower(i)).is_some()
                        || context.lower(i).ends_with("-year-old"))
        };
        // "the Ministry of Agriculture, Forestry and Fisheries"
        let listed = |i: usize| {
            let name = |i: usize| i < tokens.end && context.pos(i) == "NNP";
            let and = (i + 2..tokens.end.min(i + 4)).find(|&k| context.lower(k) == "and");
            name(i - 1) && name(i + 1) && and.is_some_and(|k| name(k + 1))
        };
        let end = (start + 1..tokens.end)
            .find(|&i| {
                noun(i - 1)
                    && (context.is_comma(i) && !listed(i)
                        || context.is_dash(i)
                        || context.word(i) == "("
                        || matches!(context.pos(i), "WP" | "WDT" | "WP$"))
            })
            .unwrap_or(tokens.end);
        context.text.span(start..end)
    }

    /// The one whom a phrase only describes further, beside it: "Breitbart News, a website", "A Texas voter who …, Golvach".
    pub(super) fn beside(&self, phrase: &Range<usize>, kind: EntityKind) -> Option<(usize, Span)> {
        let context = self.context;
        let indefinite = matches!(&*context.lower(phrase.start), "a" | "an" | "one" | "once");
        // "Lindsey Graham, Congress’ most zealous advocate", "Clinton, the 68-year-old former secretary": only where the tree says so.
        let apposed = phrase.clone().any(|i| context.tags.relation[i].as_str() == "appos")
            && (context.lower(phrase.start) == "the"
                || phrase.clone().any(|i| context.pos(i) == "POS"));
        let start = phrase.start;
        let sentence = &context.sentence(start).tokens;
        // "Ana Ruiz, seen as a formidable opponent"
        if start > sentence.start + 3
            && context.lower(start - 1) == "as"
            && matches!(
                context.tags.lemma(start - 2),
                "describe" | "know" | "regard" | "see" | "view"
            )
            && context.is_comma(start - 3)
        {
            return self.behind_name(&(start - 2..start), kind);
        }
        if start > sentence.start + 1 && context.is_comma(start - 1) {
            let behind = || self.behind_name(phrase, kind);
            return if indefinite || apposed { behind() } else { None };
        }
        // "Lionel Sosa, a media consultant and an influential Republican"
        if start > sentence.start + 4 && indefinite && context.lower(start - 1) == "and" {
            let comma = (start.saturating_sub(9).max(sentence.start + 1)..start - 1)
                .rev()
                .find(|&i| context.is_comma(i))?;
            let first = matches!(&*context.lower(comma + 1), "a" | "an");
            let phrase = comma + 1..start - 1;
            return if first { self.behind_name(&phrase, kind) } else { None };
        }
        // In front of the name: up to the first comma, and the name is the subject.
        if start > sentence.start + 1 || !indefinite {
            return None;
        }
        let comma = (phrase.end..sentence.end.min(start + 30)).find(|&i| context.is_comma(i))?;
        let at = context.mentions.partition_point(|m| m.tokens.start <= comma);
        let id = (at..context.mentions.len()).take(2).find(|&id| {
            let m = &context.mentions[id];
            let end = m.tokens.end;
            let closed = (end..sentence.end.min(end + 8)).any(|i| context.is_comma(i));
            context.text.tokens_in(m.full).start == comma + 1 && (closed || self.is_subject(m))
        })?;
        self.named_alike(id, kind)
    }

    /// The one whose name, its place aside, ends right before the comma in front of a phrase.
    pub(super) fn behind_name(
        &self,
        phrase: &Range<usize>,
        kind: EntityKind,
    ) -> Option<(usize, Span)> {
        let context = self.context;
        let comma = phrase.start.checked_sub(1).filter(|&i| context.is_comma(i))?;
        let next = context.mentions.partition_point(|m| m.tokens.start < comma);
        let id = (next.saturating_sub(3)..next)
            .rev()
            .find(|&id| self.ends_before(context.mentions[id].tokens.end, comma))?;
        self.named_alike(id, kind)
    }

    /// The entity of mention `id` if it is a name for somebody of that kind, and where it stands.
    fn named_alike(&self, id: usize, kind: EntityKind) -> Option<(usize, Span)> {
        let mention = &self.context.mentions[id];
        let alike = mention.kind == kind
            || kind == EntityKind::Group && mention.kind == EntityKind::Organisation;
        let entity =
            self.gathered.of_mention[id].filter(|_| alike && mention.form == MentionForm::Name)?;
        Some((entity, mention.span))
    }

    /// The one of whom a phrase is said with "is", "was" or "remains": "Gore remains one of the last …", "Weiner, who is just a man …".
    pub(super) fn predicated(&mut self, phrase: &Range<usize>) -> Option<(usize, Span)> {
        let context = self.context;
        let sentence = &context.sentence(phrase.start).tokens;
        let verb = (sentence.start.max(phrase.start.saturating_sub(3))..phrase.start)
            .rev()
            .find(|&i| context.pos(i) != "RB")
            .filter(|&i| matches!(context.tags.lemma(i), "be" | "become" | "remain"))?;
        let subject = (sentence.start.max(verb.saturating_sub(3))..verb)
            .rev()
            .find(|&i| !matches!(context.pos(i), "RB" | "MD"))?;
        let here = context.text.tokens[subject].span;
        let id = context
            .mentions_before(subject + 1)
            .find(|&id| context.mentions[id].kind == EntityKind::Person)?;
        if context.mentions[id].form == MentionForm::Role {
            return None;
        }
        let tokens = context.mentions[id].tokens.clone();
        let resolution = self.mention(id, &tokens, None);
        resolution.speaker.map(|entity| (entity, here))
    }

    /// Does a name that ends before token `end` reach up to token `comma`, but for its place: "Feinstein of California,", "Graham (R-S.C.),"?
    fn ends_before(&self, end: usize, comma: usize) -> bool {
        let context = self.context;
        end == comma
            || end < comma
                && comma - end < 8
                && (context.lower(end) == "of"
                    && (end + 1..comma).all(|i| context.pos(i).starts_with("NNP"))
                    || context.word(end) == "(" && context.word(comma - 1) == ")"
                    // "Sanders, I-Vt.,", "Ruiz, 34,"
                    || context.is_comma(end)
                        && comma == end + 2
                        && (context.pos(end + 1) == "CD"
                            || context.word(end + 1).contains('-')
                                && context.word(end + 1).ends_with('.')))
    }

    /// Whom a mention by role stands for; `attribution` if it is the source of one.
    pub(super) fn role(
        &mut self,
        mention: &Mention,
        source: &Range<usize>,
        attribution: Option<&Attribution>,
    ) -> Resolution {
        let context = self.context;
        let speaks = attribution.is_some();
        let span = context.text.span(source.clone());
        if mention.kind == EntityKind::Document {
            return self.document(mention, source);
        }
        let tokens = context.text.tokens_in(mention.full);
        // "the bespectacled, 71-year-old diplomat"
        let tokens = source.start.min(tokens.start)..tokens.end;
        if let Some((entity, evidence)) = self.beside(&tokens, mention.kind) {
            return found(entity, ResolutionHow::Role, 80, Some(evidence));
        }
        if mention.kind == EntityKind::Person
            && let Some((entity, evidence)) = self.predicated(&tokens)
        {
            return found(entity, ResolutionHow::Role, 70, Some(evidence));
        }
        let definite = matches!(
            &*context.lower(tokens.start),
            "the" | "this" | "that" | "his" | "her" | "their" | "its" | "these" | "those" | "both"
        ) || tokens.clone().any(|i| context.pos(i) == "POS");
        if definite {
            let description = &context.text.raw[mention.full];
            // "the Wisconsin Republican": there are many, and the one in focus is meant.
            let last = context.word(mention.tokens.end - 1);
            if (is_member(last) || is_one_of_people(last))
                && let Some(resolution) = self.varied(&tokens, attribution)
            {
                return resolution;
            }
            let honour =
                tokens.len() == 2 && lexicon::noun_of_honour(&context.lower(tokens.end - 1));
            let description = match self.owner_of_office(&tokens).filter(|_| !honour) {
                Some(owner) => format!("{description} of {owner}"),
                None => description.to_string(),
            };
            // "Her husband" of "Brett and Melissa Nguyen-Hall", "his elder brother" of "Joe and Will Hargreave"
            let married = matches!(tokens.len(), 2 | 3)
                && context.pos(tokens.start) == "PRP$"
                && matches!(
                    &*context.lower(tokens.end - 1),
                    "brother" | "husband" | "sister" | "twin" | "wife"
                );
            if married
                && let Some((owner, evidence)) = self.possessor(tokens.start)
                && let Some(entity) = self
                    .gathered
                    .namesakes
                    .partner(owner, matches!(&*context.lower(tokens.end - 1), "husband" | "wife"))
            {
                return found(entity, ResolutionHow::Role, 75, Some(evidence));
            }
            if let Some((entity, fit, evidence)) = self.fitting(&description, mention, source.start)
            {
                let confidence = if fit >= SAME_NOUN { 82 } else { 65 };
                return found(entity, ResolutionHow::Role, confidence, Some(evidence));
            }
            let one = mention.kind == EntityKind::Person && !mention.plural;
            let whole = tokens.start..tokens.end.max(source.end.min(tokens.end + 2));
            let varied = |resolver: &mut Self| {
                resolver
                    .varied(&tokens, attribution)
                    .or_else(|| resolver.varied(&whole, attribution))
            };
            if let Some(resolution) = one.then(|| varied(self)).flatten() {
                return resolution;
            }
        }
        if speaks
            && mention.kind == EntityKind::Person
            && !mention.plural
            && let Some((entity, evidence)) = self.introduced_later(&tokens, mention.kind)
        {
            return found(entity, ResolutionHow::Role, 60, Some(evidence));
        }
        if let Some(attribution) = attribution
            && definite
            && mention.kind == EntityKind::Person
            && !mention.plural
            && let Some(resolution) = self.newly_called(&tokens, attribution)
        {
            return resolution;
        }
        if speaks
            && mention.kind == EntityKind::Organisation
            && !mention.plural
            && let Some((entity, evidence)) = self.body_later(&tokens)
        {
            return found(entity, ResolutionHow::Role, 50, Some(evidence));
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

    /// The surname of the one whose man somebody is: "Gore" for "his spokesman", "the former vice president's spokesman".
    fn owner_of_office(&mut self, phrase: &Range<usize>) -> Option<String> {
        let context = self.context;
        let owner = if context.pos(phrase.start) == "PRP$" {
            self.possessor(phrase.start)?.0
        } else {
            let mark = phrase.clone().find(|&i| context.pos(i) == "POS")?;
            let id = context.mentions_before(mark).next()?;
            if context.mentions[id].form != MentionForm::Role {
                return None;
            }
            let tokens = context.mentions[id].tokens.clone();
            self.mention(id, &tokens, None).speaker?
        };
        let named = self.gathered.entities[owner].is_named();
        named.then(|| words(self.gathered.fullest(owner)).pop())?
    }

    /// "‸The former governor shrugged it off": a role that says nothing, as a subject, keeps whomever it surely fits in focus.
    pub(super) fn passing_role(&mut self, id: usize) {
        let mention = self.context.mentions[id].clone();
        if self.gathered.of_mention[id].is_some() || !self.is_subject(&mention) {
            return;
        }
        let context = self.context;
        let description = &context.text.raw[mention.full];
        let last = context.word(mention.tokens.end - 1);
        // "The Welshman, whose side have lost four, refused it."
        if is_member(last) || is_one_of_people(last) {
            if let Some(resolution) = self.varied(&mention.tokens, None) {
                self.refers(id, &mention, resolution);
            }
            return;
        }
        let fitting = self.fitting(description, &mention, mention.tokens.start);
        if let Some((entity, fit, _)) = fitting
            && fit >= SAME_NOUN
            && self.gathered.entities[entity].is_named()
        {
            self.refers(id, &mention, found(entity, ResolutionHow::Role, 80, None));
        }
    }

    /// The entity that the description of `mention` fits best among those mentioned before token `at`, or else named after it.
    fn fitting(
        &self,
        description: &str,
        mention: &Mention,
        at: usize,
    ) -> Option<(usize, i32, Span)> {
        if let Some(found) = self.unnamed(description, mention) {
            return Some(found);
        }
        let all = self.context.mentions;
        let here = self.context.text.tokens[at].span.start();
        let before = all.partition_point(|m| m.span.start() < here);
        let back = (before.saturating_sub(3 * MEMORY)..before).rev();
        let ahead = before..all.len().min(before + 3 * MEMORY);
        let (fit, id) = self
            .best_fit(description, mention, back, IMPLIED)
            .or_else(|| self.best_fit(description, mention, ahead.clone(), SAME_NOUN + 1))
            // A lead may say "the company" before its name.
            .or_else(|| {
                let body = mention.kind == EntityKind::Organisation
                    && words(description).len() == 1
                    && description.to_lowercase().starts_with("the ");
                self.best_fit(description, mention, ahead.filter(|_| body), IMPLIED)
            })?;
        let entity = self.gathered.of_mention[id]?;
        Some((entity, fit, all[id].span))
    }

    /// The one without a name who spoke last and was called the same: "the nurse" after "One, a nurse who asked not to be named".
    fn unnamed(&self, description: &str, mention: &Mention) -> Option<(usize, i32, Span)> {
        let person = |kind| matches!(kind, EntityKind::Person | EntityKind::Anonymous);
        let bare_person = ["the person", "the source", "the individual"]
            .iter()
            .any(|bare| description.eq_ignore_ascii_case(bare));
        self.spoken.iter().rev().take(SPOKEN).find_map(|&(id, place)| {
            let entity = &self.gathered.entities[id];
            let alike =
                person(mention.kind) && person(entity.kind) && entity.plural == mention.plural;
            let other = roles::differ_in_owner(description, &entity.names[0]);
            let fit = match other {
                true => 0,
                // "the person said": whoever spoke last without a name.
                false if bare_person => SAME_NOUN,
                false => roles::fit(description, &entity.names[0]),
            };
            let span = self.context.text.tokens[place].span;
            (!entity.is_named() && alike && fit >= SAME_NOUN).then_some((id, fit, span))
        })
    }

    /// Of the entities of mentions `ids`, nearest first, the mention of the one that the description fits best, and at least by `least`.
    fn best_fit(
        &self,
        description: &str,
        mention: &Mention,
        ids: impl Iterator<Item = usize>,
        least: i32,
    ) -> Option<(i32, usize)> {
        let wanted = words(description);
        let kin = roles::head(&wanted)
            .is_some_and(|noun| lexicon::is_kin(&noun) || lexicon::noun_of_honour(&noun));
        let whose = mention.kind == EntityKind::Person
            && !kin
            && wanted.first().is_some_and(|w| matches!(w.as_str(), "her" | "his" | "their"));
        let mut best: Option<(i32, i32, usize)> = None;
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
            let several = mention.plural && known.plural && known.kind == EntityKind::Anonymous;
            if (person != is_person(known.kind) && !several)
                || (person && known.plural != mention.plural)
                || known.kind == EntityKind::Document
            {
                continue;
            }
            let fit = if person {
                // Who has no name is called by what they are.
                let described = !known.is_named();
                let own = (known.names.first())
                    .filter(|name| described && !roles::differ_in_owner(description, name));
                let roles = known.roles.iter().chain(own);
                roles.map(|role| roles::fit_words(&wanted, role)).max().unwrap_or(0)
            } else {
                roles::short_form(description, &known.names)
            };
            // "the company" may be any body that was named before.
            let trades = known.kind == EntityKind::Organisation
                || known.kind == EntityKind::Place && may_trade(description, &known.names[0]);
            let sort = if trades && least <= IMPLIED {
                roles::fits_sort(description, &known.names)
            } else {
                0
            };
            let fit = if sort > 0 { fit.max(IMPLIED + sort - 1) } else { fit };
            // "his commander" is not the colonel of another paragraph.
            let fit = if whose && fit < SAME_NOUN { 0 } else { fit };
            if fit < least {
                continue;
            }
            let recency = 3 - (steps as i32 / 10).min(3);
            let last = i32::from(self.spoken.last().is_some_and(|s| s.0 == entity));
            // Of bodies the one that is spoken of most.
            let often = if person { 0 } else { known.mentions.len().max(1).ilog2().min(3) as i32 };
            let score = fit + recency + last + often;
            if best.is_none_or(|(b, ..)| score > b) {
                best = Some((score, fit, id));
            }
        }
        best.map(|(_, fit, id)| (fit, id))
    }
}

/// "the company" may be what was taken for a place that no list knows: "made by Veridane".
fn may_trade(description: &str, name: &str) -> bool {
    let one = !name.contains(' ') && !lexicon::PLACES.has(name);
    let business = ["company", "firm", "maker", "manufacturer", "retailer"];
    one && words(description).last().is_some_and(|noun| business.contains(&noun.as_str()))
}
