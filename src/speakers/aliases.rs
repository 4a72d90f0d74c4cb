/*! What the text itself says that somebody is also called: letters for a body, the name from before a marriage, the role in front of a name; and short
forms of given names.
*/

use super::entities::{Gathered, tidy, without_article, words};
use crate::attributions::Context;
use crate::document::{EntityKind, MentionForm};
use crate::lexicon;
use crate::names::Mention;

impl Gathered {
    /// "Born Dorothea Harcourt": the only one of that first name so far, before she was called otherwise.
    pub(super) fn born(
        &self,
        context: Context,
        mention: &Mention,
        key: &[String],
    ) -> Option<usize> {
        let before = mention.tokens.start.checked_sub(1)?;
        let word = |back: usize| before.checked_sub(back).map(|i| context.lower(i));
        // "Born Maria Lopez", ", born Maria Lopez", "She was born Maria Lopez"; not "To Ana Ruiz was born Maria Lopez".
        let opens = context.sentence(before).tokens.start == before
            || word(1).is_some_and(|w| matches!(&*w, "," | "("))
            || word(2).is_some_and(|w| matches!(&*w, "he" | "she" | "who"));
        let birth = match &*context.lower(before) {
            "born" => opens,
            "née" | "nee" => true,
            _ => false,
        };
        let name = mention.kind == EntityKind::Person && key.len() > 1;
        if !birth || !name || self.by_name.contains_key(&key.join(" ")) {
            return None;
        }
        match self.by_first.get(&key[0]).map_or(&[][..], |ids| ids) {
            &[one] if self.entities[one].kind == EntityKind::Person => Some(one),
            _ => None,
        }
    }

    /// "Swiss People's Party, or SVP", "the Federal Institute (IFB)": the letters that the text itself gives a body go by, whatever language they come from.
    pub(super) fn abbreviated(&mut self, context: Context) {
        let count = context.text.tokens.len();
        for (id, mention) in context.mentions.iter().enumerate() {
            let end = mention.tokens.end;
            let body = mention.kind == EntityKind::Organisation && mention.tokens.len() > 1;
            let Some(entity) = self.of_mention[id].filter(|_| body && end + 2 < count) else {
                continue;
            };
            let at = match context.word(end) {
                "(" if context.word(end + 2) == ")" => end + 1,
                "," if context.lower(end + 1) == "or" => end + 2,
                _ => continue,
            };
            let letters = context.word(at);
            // Not "the Labour Party (UK)", "the Education Ministry (PM)".
            let other = lexicon::PLACES.has(letters)
                || lexicon::is_known_body(letters)
                || lexicon::title(&letters.to_lowercase()).is_some();
            if letters.chars().count() > 1 && letters.chars().all(char::is_uppercase) && !other {
                let letters = letters.to_lowercase();
                self.by_name.insert(letters.clone(), entity);
                self.abbreviations.insert(letters);
            }
        }
        if self.abbreviations.is_empty() {
            return;
        }
        // "the Eurosceptic SVP"
        for (id, mention) in context.mentions.iter().enumerate() {
            let key = words(&context.text.raw[mention.span]);
            if let [_, last] = &key[..]
                && mention.names_body()
                && self.abbreviations.contains(last)
            {
                self.of_mention[id] = self.by_name.get(last).copied();
            }
        }
    }

    /// "Qasran's ambassador, Hamad al-Mazari, said": what stands before a name and its comma is what they are.
    pub(super) fn apposed(&mut self, context: Context) {
        for id in 1..context.mentions.len() {
            let (before, name) = (&context.mentions[id - 1], &context.mentions[id]);
            let Some(entity) = self.of_mention[id] else { continue };
            // The mention before may be a name inside the role: "Qasran" in "Qasran's ambassador".
            let role = (id.saturating_sub(4)..id).rev().map(|k| &context.mentions[k]).find(|m| {
                m.form == MentionForm::Role
                    && m.kind == EntityKind::Person
                    && !m.plural
                    && m.tokens.end + 1 == name.tokens.start
                    && context.is_comma(m.tokens.end)
            });
            let closed = context.text.tokens.get(name.tokens.end).is_none_or(|t| {
                matches!(&context.text.raw[t.span], "," | "." | ";" | ")" | "—" | "–")
            });
            let person = name.names_person()
                && name.full == name.span
                && before.tokens.end < name.tokens.start;
            if let Some(role) = role.filter(|_| person && closed) {
                let words = tidy(&context.text.raw[role.span]);
                self.add_role(entity, without_article(&words));
            }
        }
    }
}

/// Is `short` the initial of `long`: "d." of "donald"?
pub(super) fn is_initial(short: &str, long: &str) -> bool {
    let letters = |w: &str| w.trim_end_matches('.').chars().count();
    let pair = |a: &str, b: &str| letters(a) == 1 && b.starts_with(a.trim_end_matches('.'));
    pair(short, long) || pair(long, short)
}

/// First names that stand for each other: "Bill" and "William".
pub(super) fn is_nickname(a: &str, b: &str) -> bool {
    let short = |a: &str, b: &str| {
        lexicon::NICKNAMES.get(a).is_some_and(|all| all.split(' ').any(|name| name == b))
    };
    short(a, b) || short(b, a)
}
