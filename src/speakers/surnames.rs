/*! Words that stand in front of a surname and are no given name: "Fascist Trump", "Denounces Clinton". */

use std::collections::{BTreeMap, BTreeSet};

use super::entities::words;
use crate::attributions::Context;
use crate::lexicon;
use crate::names::Mention;

/// The surnames of people whose full names begin with a given name that is known, and how often each name of two words stands in the text.
pub(super) struct Surnames {
    firm: BTreeSet<String>,
    pairs: BTreeMap<Vec<String>, usize>,
}

impl Surnames {
    pub fn new(context: Context) -> Self {
        let (mut firm, mut pairs) = (BTreeSet::new(), BTreeMap::new());
        let named = context.mentions.iter().filter(|m| m.names_person() || m.names_body());
        for mention in named {
            let key = words(&context.text.raw[mention.span]);
            if key.len() < 2 {
                continue;
            }
            if mention.names_person() && lexicon::GIVEN_NAMES.has(&key[0]) {
                firm.insert(key[key.len() - 1].clone());
            }
            if key.len() == 2 {
                *pairs.entry(key).or_default() += 1;
            }
        }
        Self { firm, pairs }
    }

    /// "Fascist Trump" on a shirt, "Denounces Clinton" in a headline: a word in front of the surname of somebody whose given name the text has.
    pub fn is_led_up_to(&self, context: Context, mention: &Mention, key: &[String]) -> bool {
        let [first, last] = key else { return false };
        let at = mention.tokens.start;
        let sentence = &context.sentence(at);
        let odd = context.quoted(at) || at == sentence.tokens.start || sentence.paragraph == 0;
        // As verbs, participles and nouns for partisans end; "Melania" does not.
        let tells = first.chars().count() > 4
            && ["ing", "ist", "s"].iter().any(|ending| first.ends_with(ending));
        // "Painting Trump as a threat" may look like a body.
        (mention.names_person() || mention.names_body() && first.ends_with("ing"))
            && mention.tokens.len() == 2
            && mention.full == mention.span
            && mention.roles.is_empty()
            && odd
            && tells
            && !lexicon::GIVEN_NAMES.has(first)
            && self.firm.contains(last)
            && self.pairs.get(key) == Some(&1)
    }
}
