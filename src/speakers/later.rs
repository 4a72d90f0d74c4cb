/*! Who is described first and named afterwards: "A spokesman for the mayor said …" in the lead, "spokesman Brian Falk" two paragraphs on.

Headlines and leads keep the name back. Looked for only among those whom the text names for the first time shortly after the description, and only if
nothing the text says of them speaks against it.
*/

use std::ops::Range;

use super::descriptions::IMPLIED;
use super::entities::words;
use super::resolve::{MEMORY, Resolver};
use super::roles;
use crate::document::{EntityKind, MentionForm};
use crate::names::Mention;
use crate::text::Span;

/// How many paragraphs after the description the name may stand.
const PARAGRAPHS: usize = 8;

/// So many paragraphs are headline and lead, where even "the hacker" may be new.
const LEAD: usize = 3;

impl Resolver<'_> {
    /// Notes where each entity is first named.
    pub(super) fn find_first_names(&mut self) {
        self.first_named = vec![[usize::MAX; 2]; self.gathered.entities.len()];
        for (mention, of) in self.context.mentions.iter().zip(&self.gathered.of_mention) {
            let Some(entity) = of.filter(|_| mention.form == MentionForm::Name) else { continue };
            let [named, full] = &mut self.first_named[entity];
            *named = mention.span.start().min(*named);
            if words(&self.context.text.raw[mention.span]).len() > 1 {
                *full = mention.span.start().min(*full);
            }
        }
    }

    /// A bare noun in a headline, "Woman says …": what the lead says of her, "A woman who lives …", and whom that means.
    pub(super) fn told_by_lead(&self, headline: &Range<usize>) -> Option<(usize, Span)> {
        let context = self.context;
        let paragraph = |i: usize| context.sentence(i).paragraph;
        if headline.len() > 2 || paragraph(headline.start) > 1 {
            return None;
        }
        let noun = context.lower(headline.end - 1);
        let end = context.text.tokens[headline.end - 1].span.end();
        let from = context.mentions.partition_point(|m| m.span.start() < end);
        let told = context.mentions[from..].iter().take(MEMORY).find(|m| {
            m.form == MentionForm::Role
                && m.kind == EntityKind::Person
                && paragraph(m.tokens.start) <= LEAD
                && m.tokens.clone().any(|i| context.lower(i) == noun)
        })?;
        let tokens = context.text.tokens_in(told.full);
        if tokens.len() > 1 { self.introduced_later(&tokens, EntityKind::Person) } else { None }
    }

    /// A body in headline or lead, "Newspaper says …", "a Lund company": the first of its sort that is named for the first time soon after.
    pub(super) fn body_later(&self, description: &Range<usize>) -> Option<(usize, Span)> {
        let context = self.context;
        let paragraph = |i: usize| context.sentence(i).paragraph;
        let here = paragraph(description.start);
        let noun = context.lower(description.end - 1);
        let end = context.text.tokens[description.end - 1].span.end();
        if here >= LEAD || matches!(&*context.lower(description.start), "another" | "one") {
            return None;
        }
        let from = context.mentions.partition_point(|m| m.span.start() < end);
        let new = |id: usize| {
            let mention = &context.mentions[id];
            let entity = self.gathered.of_mention[id]?;
            let known = &self.gathered.entities[entity];
            let fresh = self.first_named.get(entity)?[0] == mention.span.start();
            let body = mention.names_body() && known.kind == EntityKind::Organisation;
            (fresh && body).then_some((entity, mention.span, roles::fits_sort(&noun, &known.names)))
        };
        let near: Vec<(usize, Span, i32)> = (from..context.mentions.len())
            .take(MEMORY)
            .take_while(|&id| paragraph(context.mentions[id].tokens.start) <= here + LEAD)
            .filter_map(new)
            .collect();
        let of_sort = |sort: i32| near.iter().find(|n| n.2 == sort);
        of_sort(2).or_else(|| of_sort(1)).map(|n| (n.0, n.1))
    }

    /// The person or body named after `description` (tokens) that it fits, and where the name stands.
    pub(super) fn introduced_later(
        &self,
        description: &Range<usize>,
        kind: EntityKind,
    ) -> Option<(usize, Span)> {
        let context = self.context;
        let paragraph = |i: usize| context.sentence(i).paragraph;
        let here = paragraph(description.start);
        let words_of = &context.text.raw[context.text.span(description.clone())];
        let end = context.text.tokens[description.end - 1].span.end();
        // Who is named beside the description is somebody else.
        let sentence = context.text.sentence_of(description.end - 1);
        let beyond = context.text.sentences[sentence].span.end();
        // A bare noun speaks of somebody to come only in a headline.
        let bare = description.len() == 1
            || description.len() == 2 && context.pos(description.start) == "DT";
        let indefinite =
            here < LEAD || matches!(&*context.lower(description.start), "a" | "an" | "one");
        let from = context.mentions.partition_point(|m| m.span.start() < end);
        let named = |m: &Mention| m.form == MentionForm::Name && m.kind == kind;
        let noun = context.lower(description.end - 1);
        // "A spokesman said …. Karen Miles lost her home": not she.
        let speaks_for_others =
            roles::head(&words(words_of)).is_some_and(|noun| roles::is_spokesperson(&noun));
        for id in (from..context.mentions.len()).take(2 * MEMORY) {
            let mention = &context.mentions[id];
            let far = paragraph(mention.tokens.start) > here + PARAGRAPHS;
            if far && (bare || here >= PARAGRAPHS) {
                break;
            }
            let Some(entity) = self.gathered.of_mention[id].filter(|_| named(mention)) else {
                continue;
            };
            let known = &self.gathered.entities[entity];
            let Some(&[first_named, first_full]) = self.first_named.get(entity) else { continue };
            if known.kind != kind || first_full != mention.span.start() {
                continue;
            }
            // "A woman who … said" in one paragraph, and the next begins with a name that is new.
            let opens = paragraph(mention.tokens.start) == here + 1
                && context.text.paragraphs[here + 1].span.start() == mention.full.start();
            // The lead keeps back the name of the one whom the story is about.
            let topic = here < LEAD
                && paragraph(mention.tokens.start) <= here.max(2) + 1
                && self.leads_sentence(mention.tokens.end - 1)
                && self.opens_sentence(description);
            let lead = here < LEAD;
            let may_be = |role: &String| {
                roles::fit(words_of, role) > 0 || lead && roles::may_be_one(words_of, role)
            };
            let new = (opens && indefinite || topic)
                && (!speaks_for_others || !known.roles.is_empty())
                && first_named >= if lead { beyond } else { end }
                && known.roles.iter().all(may_be);
            if new {
                return Some((entity, mention.span));
            }
            // "Her opposite number said he had not seen it. “…,” said Marc Villeneuve."
            let counterpart = context.pos(description.start) == "PRP$"
                && (matches!(&*noun, "counterpart" | "number")
                    && paragraph(mention.tokens.start) == here
                    || matches!(&*noun, "challenger" | "opponent" | "rival")
                        && paragraph(mention.tokens.start) <= here + 1
                        && self.is_subject(mention));
            let trade = |role: &String| {
                roles::head(&words(role)).is_some_and(|noun| crate::lexicon::title(&noun).is_none())
            };
            let apt = known.roles.is_empty() || !known.roles.iter().all(trade);
            if counterpart && apt && first_named >= end {
                return Some((entity, mention.span));
            }
            // "a State Department spokesman" near the beginning is the only one of that title, however much later he is named.
            let same = |role: &String| words(words_of) == words(role);
            let fits = |role: &String| {
                if far {
                    return same(role);
                }
                roles::is_same_office(words_of, role, here < LEAD)
                    || here < 2 && roles::fit(words_of, role) >= IMPLIED
            };
            if (!bare || here < 2) && known.roles.iter().any(fits) {
                return Some((entity, mention.span));
            }
        }
        None
    }

    /// Is a description what its sentence is about: "The hacker who …", "For outgoing chief, …"?
    fn opens_sentence(&self, description: &Range<usize>) -> bool {
        let context = self.context;
        let start = description.start;
        let sentence = &context.sentence(start).tokens;
        start == sentence.start + 1 && context.pos(sentence.start) == "IN"
            || description.clone().any(|i| self.leads_sentence(i))
    }

    /// Does token `i` stand for the one whom its sentence is about: subject of the main verb, or first of all?
    fn leads_sentence(&self, i: usize) -> bool {
        let tags = self.context.tags;
        let sentence = &self.context.sentence(i).tokens;
        i == sentence.start
            || self.context.is_subject(i)
                && tags.head[i].is_some_and(|verb| tags.relation[verb as usize].as_str() == "root")
    }
}
