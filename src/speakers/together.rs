/*! People who speak together: "both", "the two", and those whom one source names. */

use std::ops::Range;

use super::Resolution;
use super::resolve::{Resolver, found};
use crate::document::{EntityKind, MentionForm, ResolutionHow};

/// How many mentions of a source are looked at.
const MENTIONS: usize = 40;

/// How many tokens may stand between two names of a list.
const BETWEEN: usize = 10;

impl Resolver<'_> {
    /// "both", "the two": the two people who were named or spoke last, if they are the only ones for a while.
    pub(super) fn last_two(&mut self, at: usize) -> Option<Resolution> {
        if let Some(pair) = self.joined_before(at) {
            return Some(pair);
        }
        let recent = self.spoken.iter().rev().map(|s| s.0).filter(|&id| {
            let entity = &self.gathered.entities[id];
            entity.kind == EntityKind::Person && !entity.plural
        });
        let mut two: Vec<usize> = Vec::new();
        for id in recent.take(6) {
            if !two.contains(&id) {
                two.push(id);
            }
        }
        let &[one, other] = &two[..] else { return None };
        let evidence = Some(self.context.text.tokens[at].span);
        let pair = self.together(&[one.min(other), one.max(other)]);
        Some(found(pair, ResolutionHow::Pronoun, 55, evidence))
    }

    /// "Republican Ruiz and Democrat Li criticised the plan. ‸Both said": the two who are a sentence's subject right before token `at`.
    fn joined_before(&mut self, at: usize) -> Option<Resolution> {
        let context = self.context;
        let sentence = context.text.sentence_of(at);
        let from = context.text.sentences[sentence.checked_sub(1)?].tokens.start;
        let next = context.mentions.partition_point(|m| m.tokens.start < at);
        let first = context.mentions.partition_point(|m| m.tokens.start < from);
        let id = (first..next).rev().take(MENTIONS).find(|&id| {
            let mention = &context.mentions[id];
            // Not the last two of three.
            let more = id > 1 && {
                let first = context.text.tokens_in(context.mentions[id - 1].full).start;
                context.mentions[id - 2].names_person()
                    && context.mentions[id - 2].tokens.end + 1 == first
            };
            self.named_with(id).is_some()
                && !more
                && !context.quoted(mention.tokens.start)
                && (self.is_subject(mention) || self.is_subject(&context.mentions[id - 1]))
        })?;
        let (one, other) = (self.named_with(id)?, self.gathered.of_mention[id]?);
        let evidence = Some(context.mentions[id - 1].span.cover(context.mentions[id].span));
        Some(found(self.together(&[one, other]), ResolutionHow::Pronoun, 65, evidence))
    }

    /// "Two analysts, Ana Ruiz and Bo Li": the people whom a source describes and then names, as commas and "and" join them.
    pub(super) fn named_together(&mut self, source: &Range<usize>) -> Option<Resolution> {
        let context = self.context;
        let from = context.mentions.partition_point(|m| m.tokens.start < source.start);
        let inside = (from..context.mentions.len())
            .take(MENTIONS)
            .take_while(|&id| context.mentions[id].tokens.end <= source.end);
        let role = &context.mentions[inside.clone().next()?];
        let closed = role.tokens.end < source.end
            && (context.is_comma(role.tokens.end) || context.is_dash(role.tokens.end));
        let described = role.form == MentionForm::Role
            && role.plural
            && closed
            && role.tokens.start == source.start
            && !role.tokens.clone().any(|i| matches!(&*context.lower(i), "for" | "of"));
        if !described {
            return None;
        }
        let first = |id: usize| context.text.tokens_in(context.mentions[id].full).start;
        let mut named = Vec::new();
        let mut from = role.tokens.end;
        let mut joined = false;
        for id in inside.filter(|&id| context.mentions[id].names_person()) {
            let between = from..first(id);
            if !self.lists(between.clone()) {
                return None;
            }
            joined = between.into_iter().any(|i| context.lower(i) == "and");
            let entity = self.gathered.of_mention[id].filter(|e| !named.contains(e))?;
            named.push(entity);
            from = context.mentions[id].tokens.end;
        }
        if named.len() < 2 || !joined {
            return None;
        }
        let span = context.text.span(source.clone());
        let all = self.together(&named);
        self.gathered.entities[all].mentions.push((span, MentionForm::Role));
        Some(found(all, ResolutionHow::Name, 80, Some(span)))
    }

    /// May these tokens stand between the names of a list? Commas, "and", "of Florida", "(R-Fla.)", "40"; not "including", "such as".
    fn lists(&self, between: Range<usize>) -> bool {
        let context = self.context;
        // "of Florida", "of the University of Lund"
        let place = |i: usize| {
            let next = context.mentions.partition_point(|m| m.tokens.start <= i);
            next.checked_sub(1).is_some_and(|id| {
                let mention = &context.mentions[id];
                matches!(mention.kind, EntityKind::Place | EntityKind::Organisation)
                    && mention.form == MentionForm::Name
                    && mention.tokens.contains(&i)
            })
        };
        let mut open = false;
        between.len() <= BETWEEN
            && between.into_iter().all(|i| {
                let word = context.word(i);
                open = word == "(" || open && word != ")";
                open || matches!(word, ")" | "and" | "at" | "of" | "the" | ":")
                    || context.pos(i) == "CD"
                    || context.is_comma(i)
                    || context.is_dash(i)
                    || place(i)
            })
    }

    /// The entity that several people are together.
    pub(super) fn together(&mut self, people: &[usize]) -> usize {
        let mut key = people.to_vec();
        key.sort_unstable();
        if let Some(&known) = self.together.get(&key) {
            return known;
        }
        let names: Vec<String> =
            people.iter().map(|&id| self.gathered.fullest(id).to_string()).collect();
        let joined = names
            .split_last()
            .map_or(String::new(), |(last, others)| format!("{} and {last}", others.join(", ")));
        let id = self.gathered.add(EntityKind::Group, &joined);
        self.gathered.entities[id].plural = true;
        self.together.insert(key, id);
        id
    }
}
