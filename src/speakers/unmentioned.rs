/*! Sources that no mention covers: relative pronouns, possessives, descriptions that no list knows. */

use std::ops::Range;

use super::Resolution;
use super::resolve::{Resolver, found};
use super::variety::is_one_of_people;
use crate::attributions::Attribution;
use crate::document::{EntityKind, MentionForm, ResolutionHow};
use crate::lexicon::{self, Noun};
use crate::text::Span;

impl Resolver<'_> {
    /// A source that no mention covers: a name that the text has elsewhere, a pronoun of sorts, or somebody who speaks under these words.
    pub(super) fn plain(&mut self, source: &Range<usize>, attribution: &Attribution) -> Resolution {
        let context = self.context;
        let span = context.text.span(source.clone());
        // "The", where somebody cuts a source short, is nobody.
        let article = source.len() == 1 && context.lower(source.start) == "the";
        if article || !context.text.raw[span].contains(char::is_alphanumeric) {
            return Resolution::NONE;
        }
        // "who", "two of whom"
        if let Some(relative) = (source.clone().take(3))
            .find(|&i| matches!(&*context.lower(i), "who" | "which" | "that" | "whom" | "whose"))
            .filter(|&i| i == source.start || context.lower(i) == "whom")
        {
            return self.antecedent(relative);
        }
        if source.len() == 1 && context.pos(source.start) == "PRP" {
            return Resolution::NONE;
        }
        // "Her opposite number" is not she.
        let other = (source.clone()).any(|i| matches!(&*context.lower(i), "number" | "half"))
            && source.len() == 3;
        if context.pos(source.start) == "PRP$" && !other {
            return self.possessor(source.start).map_or(Resolution::NONE, |(entity, evidence)| {
                found(entity, ResolutionHow::Pronoun, 60, Some(evidence))
            });
        }
        let heads = source.end.min(source.start + 12);
        let body = (source.start..heads).find_map(|i| match lexicon::noun(&context.lower(i)) {
            Some((Noun::Organisation, _)) => Some(EntityKind::Organisation),
            Some((Noun::Person { plural: false, .. }, _)) => Some(EntityKind::Person),
            _ => None,
        });
        if let Some((entity, evidence)) = body.and_then(|kind| self.beside(source, kind)) {
            return found(entity, ResolutionHow::Role, 75, Some(evidence));
        }
        if let Some((entity, evidence)) = self.predicated(source) {
            return found(entity, ResolutionHow::Role, 65, Some(evidence));
        }
        if let Some(resolution) = self.self_described(source) {
            return resolution;
        }
        if let Some(entity) = self.interview(source) {
            return found(entity, ResolutionHow::Role, 70, Some(span));
        }
        if let Some(entity) = self.gathered.known_as(&context.text.raw[span]) {
            self.gathered.entities[entity].mentions.push((span, MentionForm::Name));
            return found(entity, ResolutionHow::Name, 80, Some(span));
        }
        if let Some(resolution) = self.quantity(source, Some(attribution)) {
            if let Some(entity) = resolution.speaker {
                self.gathered.entities[entity].mentions.push((span, MentionForm::Pronoun));
            }
            return resolution;
        }
        if let Some(varied) = self.varied(source, Some(attribution)) {
            return varied;
        }
        let noun = source.clone().find(|&i| {
            (context.pos(i).starts_with("NN") || source.len() == 1)
                && (i + 1 == source.end || !context.pos(i + 1).starts_with("NN"))
        });
        // "‸Emails seen by the paper", which looks like a verb or a name where it opens the sentence.
        let opening = Some(source.start).filter(|&i| {
            noun.is_none_or(|noun| noun > i + 1)
                && matches!(lexicon::noun(&context.lower(i)), Some((_, true)))
                && (i + 1 == source.end
                    || matches!(context.pos(i + 1), "VBN" | "IN" | "WDT" | "WP"))
        });
        // "the accused", a participle to the tagger.
        let closing = Some(source.end - 1).filter(|&i| {
            source.len() == 2
                && context.pos(i) == "VBN"
                && matches!(lexicon::noun(&context.lower(i)), Some((Noun::Person { .. }, true)))
        });
        let noun = opening.or(closing).or(noun);
        let of_noun = noun.and_then(|i| lexicon::noun(&context.lower(i)));
        if let Some((head, (Noun::Document, _))) = noun.zip(of_noun) {
            if let Some(resolution) = self.untitled(head) {
                return resolution;
            }
            // "Report: …" in a headline is the one that the story is about.
            if source.len() == 1
                && let Some((speaker, evidence)) = self.only_issuer(head)
            {
                return found(speaker, ResolutionHow::Role, 55, Some(evidence));
            }
            // "the email read", where the tags take two nouns for one; "recent data from comScore", "F.A.A. records".
            let whole = context.lower(source.start) == "the" && head + 1 == source.end;
            if whole || self.said_whose(head).is_some() {
                let form = MentionForm::Role;
                let tokens = source.start..head + 1;
                let mention = self.as_mention(tokens, form, EntityKind::Document, None);
                let resolution = self.document(&mention, source);
                if let Some(entity) = resolution.via.or(resolution.speaker) {
                    self.gathered.entities[entity].mentions.push((span, MentionForm::Role));
                }
                return resolution;
            }
        }
        let counted = context.pos(source.start) == "CD"
            || matches!(&*context.lower(source.start), "some" | "others" | "many" | "most" | "few");
        let (kind, plural) = match of_noun {
            Some((Noun::Person { plural: false, .. }, _)) => (EntityKind::Person, false),
            Some((Noun::Person { .. } | Noun::Group, _)) => (EntityKind::Group, true),
            Some((Noun::Document, _)) => (EntityKind::Document, false),
            Some((Noun::Organisation, _)) => (EntityKind::Organisation, false),
            None if other => (EntityKind::Person, false),
            None if source.len() < 4 && is_one_of_people(context.word(source.end - 1)) => {
                (EntityKind::Person, false)
            }
            None if counted || noun.is_some_and(|i| context.pos(i).ends_with('S')) => {
                (EntityKind::Group, true)
            }
            None => (EntityKind::Organisation, false),
        };
        if kind == EntityKind::Person
            && let Some((entity, evidence)) =
                self.introduced_later(source, kind).or_else(|| self.told_by_lead(source))
        {
            self.gathered.entities[entity].mentions.push((span, MentionForm::Role));
            return found(entity, ResolutionHow::Role, 55, Some(evidence));
        }
        if kind == EntityKind::Organisation
            && of_noun.is_some()
            && let Some((entity, evidence)) = self.body_later(source)
        {
            self.gathered.entities[entity].mentions.push((span, MentionForm::Role));
            return found(entity, ResolutionHow::Role, 50, Some(evidence));
        }
        let entity = self.described(kind, span, plural);
        found(entity, ResolutionHow::Role, 60, Some(span))
    }

    /// "a ‸self-described socialist": whom the words that follow describe.
    fn self_described(&mut self, source: &Range<usize>) -> Option<Resolution> {
        let context = self.context;
        let own = source.len() == 1 && context.lower(source.start).starts_with("self-");
        if !own {
            return None;
        }
        let at = source.start;
        let sentence = &context.sentence(at).tokens;
        let article = at > sentence.start && context.pos(at - 1) == "DT";
        let start = at - usize::from(article);
        let end = (at + 1..sentence.end.min(at + 6))
            .take_while(|&i| matches!(context.pos(i), "JJ" | "NN" | "NNP" | "NNPS" | "CC"))
            .last()?
            + 1;
        let phrase = start..end;
        // "the self-described socialist Bernie Sanders"
        let next = context.mentions.partition_point(|m| m.tokens.start <= at);
        let name = (next..context.mentions.len()).take(3).find(|&id| {
            (context.mentions[id].tokens.start..=context.mentions[id].tokens.end).contains(&end)
        });
        let (entity, evidence) = name
            .filter(|&id| context.mentions[id].kind == EntityKind::Person)
            .and_then(|id| Some((self.gathered.of_mention[id]?, context.mentions[id].span)))
            .or_else(|| self.beside(&phrase, EntityKind::Person))
            .or_else(|| self.predicated(&phrase))
            .or_else(|| self.predicated_above(end - 1))?;
        Some(found(entity, ResolutionHow::Role, 70, Some(evidence)))
    }

    /// The subject of what the noun at token `noun` stands beside: "She was a leader of women, a ‸housewife".
    fn predicated_above(&mut self, noun: usize) -> Option<(usize, Span)> {
        let context = self.context;
        let mut at = noun;
        for _ in 0..4 {
            at = context.tags.head[at]? as usize;
            let sentence = &context.sentence(at).tokens;
            let from = sentence.start.max(at.saturating_sub(20));
            let subject = (from..at).rev().find(|&i| {
                context.tags.head[i] == Some(at as u32)
                    && context.tags.relation[i].as_str() == "nsubj"
            });
            let Some(subject) = subject else { continue };
            let here = context.text.tokens[subject].span;
            let next = context.mentions.partition_point(|m| m.span.start() <= here.start());
            let id = next.checked_sub(1)?;
            let mention = &context.mentions[id];
            let named = mention.tokens.contains(&subject) && mention.names_person();
            return self.gathered.of_mention[id].filter(|_| named).map(|entity| (entity, here));
        }
        None
    }
}
