/*! Which pronoun people go by, as far as the text shows it: titles, words such as "husband" and "spokeswoman", and the pronouns around their names.

In: the named mentions of each person. Out: votes, in [`super::Entity::shown`]; a title in [`super::Entity::gender`] outweighs them. Never guessed from a
name, never part of the output.

A noun beside the name is a few votes. Every pronoun is one, shared out among those named shortly before it, more to the one whom the votes so far
favour, in a few rounds (as expectation and maximisation do): the one person who is near every "she" of a text is who goes by it.
*/

use std::collections::{BTreeMap, BTreeSet};

use super::Entity;
use super::entities::{Gathered, words};
use crate::attributions::Context;
use crate::document::{EntityKind, MentionForm};
use crate::lexicon;
use crate::names::{Gender, Mention};

/// The weight of a noun that only men or only women are called by.
pub(super) const NOUN: u32 = 4;

/// What full agreement adds to the score of one who may be in focus, and full disagreement takes away.
const AGREEMENT: i32 = 20;
const DISAGREEMENT: i32 = 60;

/// How many names before a pronoun are looked at, and how often the pronouns are shared out.
const NEAREST: usize = 8;
const ROUNDS: usize = 6;

/// One vote, as shares are counted.
const WHOLE: u64 = 120;

/// So many votes is a title worth.
const CERTAIN: u64 = 50;

impl Entity {
    /// Adds `weight` votes for a gender.
    pub(super) fn show(&mut self, gender: Gender, weight: u32) {
        let slot = &mut self.shown[gender as usize];
        *slot = slot.saturating_add(weight);
    }

    /// Do the pronouns and nouns around the entity clearly show another gender?
    pub(super) fn goes_by_another(&self, gender: Option<Gender>) -> bool {
        gender.is_some_and(|wanted| {
            let (mine, other) = (self.shown[wanted as usize], self.shown[1 - wanted as usize]);
            self.gender.is_some_and(|own| own != wanted) || other >= 2 && other > 3 * mine
        })
    }

    /// How well a pronoun of this gender goes with what the text shows of the entity; none: it cannot mean them.
    pub(super) fn agrees(&self, gender: Option<Gender>) -> Option<i32> {
        let Some(wanted) = gender else { return Some(0) };
        if let Some(own) = self.gender {
            return (own == wanted).then_some(AGREEMENT);
        }
        let votes = |gender: usize| i32::try_from(self.shown[gender].min(1000)).unwrap_or(0);
        let (mine, other) = (votes(wanted as usize), votes(1 - wanted as usize));
        // A few votes for are worth little, since others may go by the same pronoun; a few against, much.
        Some(if mine > other {
            AGREEMENT * (mine - other) / (mine + other + 6)
        } else {
            DISAGREEMENT * (mine - other) / (mine + other + 2)
        })
    }
}

/// The gender that a noun for one person has: "widow", "spokeswoman".
pub(super) fn of_noun(word: &str) -> Option<Gender> {
    // "mother-of-three", "mum-of-two"
    let word = word.split_once("-of-").map_or(word, |(noun, _)| noun);
    match lexicon::GENDERED.get(word) {
        Some("m") => Some(Gender::Masculine),
        Some(_) => Some(Gender::Feminine),
        None if word.ends_with("woman") => Some(Gender::Feminine),
        // "chairman" and "spokesman" are said of women too, but seldom.
        None if word.ends_with("man") && lexicon::ROLES.has(word) => Some(Gender::Masculine),
        None => None,
    }
}

/// The gender of a pronoun.
fn of_pronoun(word: &str) -> Option<Gender> {
    match word {
        "he" | "his" | "him" | "himself" => Some(Gender::Masculine),
        "she" | "her" | "hers" | "herself" => Some(Gender::Feminine),
        _ => None,
    }
}

impl Gathered {
    /// Those whose surnames go with a courtesy title as well: what the text shows of them tells which a "Mrs." can mean, if any.
    pub fn tell_apart(&mut self, context: Context) {
        let titled: BTreeSet<String> = (context.mentions.iter())
            .filter(|m| m.gender.is_some() && m.form == MentionForm::Name && m.tokens.len() == 1)
            .map(|m| words(&context.text.raw[m.span]).concat())
            .collect();
        let shared: Vec<usize> = (0..self.entities.len())
            .filter(|&id| {
                let entity = &self.entities[id];
                entity.kind == EntityKind::Person
                    && entity.gender.is_none()
                    && words(&entity.names[0]).last().is_some_and(|last| titled.contains(last))
            })
            .collect();
        if shared.is_empty() {
            return;
        }
        self.hear(context);
        // Where each is named first.
        let mut named: BTreeMap<usize, usize> = BTreeMap::new();
        for (at, of) in self.of_mention.iter().enumerate() {
            if let Some(entity) = *of {
                named.entry(entity).or_insert(at);
            }
        }
        for id in shared {
            let alone = words(&self.entities[id].names[0])
                .last()
                .is_some_and(|last| self.bearers(last).len() < 2);
            if alone {
                self.entities[id].gender = named.get(&id).and_then(|&at| own_pronoun(context, at));
                continue;
            }
            let entity = &mut self.entities[id];
            let [he, she] = entity.shown;
            if he >= 2 && he > 3 * she {
                entity.gender = Some(Gender::Masculine);
            } else if she >= 2 && she > 3 * he {
                entity.gender = Some(Gender::Feminine);
            }
        }
    }

    /// Takes the votes on everybody whose mentions are known.
    pub fn hear(&mut self, context: Context) {
        for entity in &mut self.entities {
            entity.shown = [0; 2];
        }
        let is_person = |m: &Mention| m.names_person();
        let people: Vec<usize> =
            (0..context.mentions.len()).filter(|&id| is_person(&context.mentions[id])).collect();
        for &id in &people {
            if let Some(entity) = self.of_mention[id] {
                beside(context, &mut self.entities[entity], &context.mentions[id]);
            }
        }
        self.share_out(context, &people);
    }

    /// Shares out the pronouns among the people named in their own sentence and the one before.
    fn share_out(&mut self, context: Context, people: &[usize]) {
        let pronouns: Vec<(Gender, Vec<(usize, u64)>)> = (0..context.text.tokens.len())
            .filter(|&i| !context.quoted(i))
            .filter_map(|i| Some((of_pronoun(&context.lower(i))?, i)))
            .map(|(gender, i)| (gender, self.named_before(context, people, i)))
            .collect();
        let mut shares = vec![[0_u64; 2]; self.entities.len()];
        for _ in 0..ROUNDS {
            let mut next = vec![[0_u64; 2]; self.entities.len()];
            for (gender, near) in &pronouns {
                let g = *gender as usize;
                let weight = |&(id, nearness): &(usize, u64)| {
                    let entity = &self.entities[id];
                    let votes = |g: usize| {
                        let title = entity.gender.is_some_and(|own| own as usize == g);
                        let certain = if title { CERTAIN } else { 0 };
                        shares[id][g] + WHOLE * (u64::from(entity.shown[g]) + certain) + WHOLE / 2
                    };
                    // The cube makes those whom the votes favour win the more clearly.
                    let favour = WHOLE * votes(g) / (votes(g) + votes(1 - g));
                    nearness * favour.pow(3)
                };
                let all: u64 = near.iter().map(weight).sum();
                for one in near {
                    next[one.0][g] += WHOLE * weight(one) / all.max(1);
                }
            }
            shares = next;
        }
        for (entity, [he, she]) in self.entities.iter_mut().zip(shares) {
            let votes = |share: u64| u32::try_from((share + WHOLE / 2) / WHOLE).unwrap_or(u32::MAX);
            entity.show(Gender::Masculine, votes(he));
            entity.show(Gender::Feminine, votes(she));
        }
    }

    /// The people named last before the pronoun at token `at`, in its own sentence or the one before, and how near each is.
    fn named_before(&self, context: Context, people: &[usize], at: usize) -> Vec<(usize, u64)> {
        let sentence = context.text.sentence_of(at);
        let end = people.partition_point(|&id| context.mentions[id].tokens.start < at);
        let mut near: Vec<(usize, u64)> = Vec::new();
        for &id in people[..end].iter().rev().take(NEAREST) {
            let own = context.text.sentence_of(context.mentions[id].tokens.start);
            if own + 1 < sentence {
                break;
            }
            let Some(entity) = self.of_mention[id] else { continue };
            if self.entities[entity].kind == EntityKind::Person
                && !near.iter().any(|&(other, _)| other == entity)
            {
                let first = near.is_empty();
                near.push((entity, if own < sentence { 2 } else { 3 + u64::from(first) }));
            }
        }
        near
    }
}

/// "Donna MacVicar, who runs it with ‸her husband, said ‸she": the pronouns that follow the first full name of somebody, in a sentence that has named nobody
/// else so far; one alone may be another's.
fn own_pronoun(context: Context, at: usize) -> Option<Gender> {
    let mention = &context.mentions[at];
    let sentence = &context.sentence(mention.tokens.start).tokens;
    let people = |m: &&Mention| m.names_person() && sentence.contains(&m.tokens.start);
    let before = context.mentions[..at].iter().rev().take(NEAREST).any(|m| people(&m));
    let next = context.mentions[at + 1..].iter().take(NEAREST).find(people);
    let end = next.map_or(sentence.end, |m| m.tokens.start);
    let behind: Vec<usize> = (mention.tokens.end..end)
        .filter(|&i| !context.quoted(i) && of_pronoun(&context.lower(i)).is_some())
        .collect();
    let pronouns: Vec<Gender> =
        behind.iter().filter_map(|&i| of_pronoun(&context.lower(i))).collect();
    let spouse = behind.first().is_some_and(|&i| {
        i + 1 < end && matches!(&*context.lower(i + 1), "husband" | "partner" | "wife")
    });
    // "Alex Kerr, whose mother said she knew": another's.
    let other = behind.first().is_some_and(|&end| {
        (mention.tokens.end..end).any(|i| {
            matches!(
                lexicon::noun(&context.lower(i)),
                Some((lexicon::Noun::Person { plural: false, .. }, _))
            ) && context.pos(i + 1) != "POS"
        })
    });
    let first = (pronouns.first().copied())
        .filter(|_| !before && !other && (spouse || pronouns.len() > 1))?;
    pronouns.iter().all(|&gender| gender == first).then_some(first)
}

/// The votes of the nouns that say what somebody is: "her husband, former Mayor Otto Bauer", "Ana Ruiz, a spokeswoman".
fn beside(context: Context, entity: &mut Entity, mention: &Mention) {
    let sentence = &context.sentence(mention.tokens.start).tokens;
    let first = context.text.tokens_in(mention.full).start;
    // Not the wife of Otto Bauer, nor John Smith's spokeswoman.
    let before = (first.saturating_sub(3).max(sentence.start)..first)
        .rev()
        .take_while(|&i| context.is_comma(i) || matches!(context.pos(i), "NN" | "NNP" | "JJ"));
    let heads = (mention.roles.iter())
        .filter_map(|&role| super::roles::head(&words(&context.text.raw[role])));
    let nouns = before.map(|i| context.lower(i).into_owned()).chain(heads);
    for gender in nouns.filter_map(|noun| of_noun(&noun)) {
        entity.show(gender, NOUN);
    }
}
