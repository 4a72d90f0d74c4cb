/*! Bodies called after the one they work for: "the Sanders campaign", "Sanders's campaign", and with it "his campaign" and "the campaign"; "Ryan's office".

In: the people of the text. Out: for each such phrase an entity, the same for one person and noun, under the words in which the text first says it in full.
*/

use std::collections::BTreeMap;
use std::ops::Range;

use super::Resolution;
use super::entities::tidy;
use super::resolve::{Resolver, found};
use crate::document::{EntityKind, MentionForm, ResolutionHow};

/// How many forms of a name are kept.
const MOST_NAMES: usize = 8;

/// How many phrases before "the campaign" are looked through.
const NEAR: usize = 40;

/// How many phrases are kept.
const MOST: usize = 400;

/// The phrases of the text that name such a body.
#[derive(Debug, Default)]
pub(super) struct Campaigns {
    /// The token of the noun, and the entity, in order.
    said: Vec<(usize, usize)>,
    /// The entity of a person's campaign, or of their office.
    of: BTreeMap<(usize, bool), usize>,
}

/// The nouns that stand for one and the same body, the campaign of a person or (true) their office; none: another noun.
fn is_office(noun: &str) -> Option<bool> {
    match noun {
        "campaign" | "camp" => Some(false),
        "office" => Some(true),
        _ => None,
    }
}

impl Resolver<'_> {
    /// Finds the phrases with a name: "the Sanders campaign", "Bernie Sanders’s presidential campaign".
    pub(super) fn find_campaigns(&mut self) {
        let context = self.context;
        let mut found = Campaigns::default();
        for (id, mention) in context.mentions.iter().enumerate() {
            let end = mention.tokens.end;
            let person = mention.names_person();
            let Some(owner) = self.gathered.of_mention[id].filter(|_| person) else { continue };
            if found.said.len() >= MOST || end + 1 >= context.text.tokens.len() {
                continue;
            }
            let marked = context.pos(end) == "POS";
            let from = end + usize::from(marked);
            let noun = (from..context.text.tokens.len().min(from + 3))
                .take_while(|&i| i == from || marked && matches!(context.pos(i - 1), "JJ" | "NN"))
                .find_map(|i| Some((i, is_office(context.word(i))?)))
                // "Obama's office of management and budget" is another's.
                .filter(|&(n, _)| {
                    context.text.tokens.len() > n + 1 && context.lower(n + 1) != "of"
                });
            let Some((noun, office)) = noun
                .filter(|&(n, _)| context.text.sentence_of(n) == context.text.sentence_of(end - 1))
            else {
                continue;
            };
            let said = tidy(&context.text.raw[context.text.span(mention.tokens.start..noun + 1)]);
            let entity = *(found.of.entry((owner, office)))
                .or_insert_with(|| self.gathered.add(EntityKind::Organisation, &said));
            let names = &mut self.gathered.entities[entity].names;
            if names.len() < MOST_NAMES && !names.contains(&said) {
                names.push(said);
            }
            found.said.push((noun, entity));
        }
        found.said.sort_unstable();
        self.campaigns = found;
    }

    /// The campaign that is the subject of `verb` in a sentence from token `start`, and its noun.
    pub(super) fn campaign_before(&self, start: usize, verb: usize) -> Option<(usize, usize)> {
        let next = self.campaigns.said.partition_point(|s| s.0 < verb);
        let &(noun, entity) = self.campaigns.said[..next].last()?;
        let tags = self.context.tags;
        let subject =
            tags.relation[noun].as_str() == "nsubj" && tags.head[noun] == Some(verb as u32);
        (noun >= start && subject).then_some((entity, noun))
    }

    /// The campaign, or office, that was named last before token `at`.
    fn last_campaign(&self, at: usize, office: bool) -> Option<usize> {
        let next = self.campaigns.said.partition_point(|s| s.0 < at);
        let alike = |s: &&(usize, usize)| is_office(self.context.word(s.0)) == Some(office);
        self.campaigns.said[..next].iter().rev().take(NEAR).find(alike).map(|s| s.1)
    }

    /// A source that is such a body: by name, by "his", or "the campaign" that was named last, or is the only one.
    pub(super) fn campaign(&mut self, source: &Range<usize>) -> Option<Resolution> {
        let context = self.context;
        // "The Sanders and Clinton campaigns": both of them.
        let last = source.end - 1;
        let several = matches!(&*context.lower(last), "campaigns" | "camps" | "offices")
            && (source.clone()).any(|i| matches!(&*context.lower(i), "and" | "nor" | "or"));
        if several && source.len() < 9 {
            let span = context.text.span(source.clone());
            let entity = self.described(EntityKind::Group, span, true);
            return Some(found(entity, ResolutionHow::Role, 70, Some(span)));
        }
        let noun = source.clone().find(|&i| {
            is_office(&context.lower(i)).is_some()
                && (i + 1 == source.end
                    || !context.pos(i + 1).starts_with("NN") && context.pos(i + 1) != "POS")
        })?;
        if noun > source.start + 5
            || (source.start..noun)
                .any(|i| matches!(&*context.lower(i), "of" | "for" | "in" | "with" | "a" | "an"))
        {
            return None;
        }
        let office = is_office(&context.lower(noun))?;
        let span = context.text.span(source.start..noun + 1);
        let named = self.campaigns.said.binary_search_by_key(&noun, |s| s.0);
        let (entity, confidence) = match named {
            Ok(k) => (self.campaigns.said[k].1, 90),
            Err(_) if context.pos(source.start) == "PRP$" => {
                let owner = self.possessor(source.start).map(|(owner, _)| owner);
                match owner.and_then(|owner| self.campaigns.of.get(&(owner, office))) {
                    Some(&entity) => (entity, 70),
                    None => (self.last_campaign(noun, office)?, 50),
                }
            }
            // "the campaign", "campaign" in a headline; "the camp" may be one of tents.
            Err(_) if noun <= source.start + 1 && context.lower(noun) == "campaign" => {
                let mut all = self.campaigns.of.iter().filter(|(key, _)| !key.1);
                let only = all.next().filter(|_| all.next().is_none());
                let before = self.last_campaign(noun, false);
                // Named long ago, it may be that of whoever is spoken of now.
                let paragraph = |i: usize| context.sentence(i).paragraph;
                let far = self.campaigns.said
                    [..self.campaigns.said.partition_point(|s| s.0 < noun)]
                    .last()
                    .is_none_or(|s| paragraph(s.0) + 1 < paragraph(noun));
                let focus = || {
                    let (owner, ..) = self.person_in_focus(noun, None, None, &|_| false)?;
                    self.campaigns.of.get(&(owner, false)).copied()
                };
                let meant = if far { focus() } else { None };
                (meant.or(before).or(only.map(|(_, &entity)| entity))?, 65)
            }
            Err(_) => return None,
        };
        let form = if named.is_ok() { MentionForm::Name } else { MentionForm::Role };
        self.gathered.entities[entity].mentions.push((span, form));
        let how = if named.is_ok() { ResolutionHow::Name } else { ResolutionHow::Role };
        Some(found(entity, how, confidence, Some(span)))
    }
}
