/*! Who is described first and named afterwards: "A spokesman for the mayor said …" in the lead, "spokesman Brian Falk" two paragraphs on.

Headlines and leads keep the name back. Looked for only among those whom the text names for the first time shortly after the description, and only if
nothing the text says of them speaks against it.
*/

use std::ops::Range;

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
    /// The person or body named after `description` (tokens) that it fits, and where the name stands.
    pub(super) fn introduced_later(
        &self,
        description: &Range<usize>,
        kind: EntityKind,
    ) -> Option<(usize, Span)> {
        let context = self.context;
        let paragraph = |i: usize| context.text.sentences[context.text.sentence_of(i)].paragraph;
        let here = paragraph(description.start);
        let words_of = &context.text.raw[context.text.span(description.clone())];
        let end = context.text.tokens[description.end - 1].span.end();
        // A bare noun speaks of somebody to come only in a headline.
        let bare = description.len() == 1
            || description.len() == 2 && context.pos(description.start) == "DT";
        let indefinite =
            here < LEAD || matches!(&*context.lower(description.start), "a" | "an" | "one");
        let from = context.mentions.partition_point(|m| m.span.start() < end);
        let named = |m: &Mention| m.form == MentionForm::Name && m.kind == kind;
        for id in (from..context.mentions.len()).take(2 * MEMORY) {
            let mention = &context.mentions[id];
            if paragraph(mention.tokens.start) > here + PARAGRAPHS {
                break;
            }
            let Some(entity) = self.gathered.of_mention[id].filter(|_| named(mention)) else {
                continue;
            };
            let known = &self.gathered.entities[entity];
            let full = |span: Span| words(&context.text.raw[span]).len() > 1;
            let first = (known.mentions.iter())
                .filter(|(span, form)| *form == MentionForm::Name && full(*span))
                .map(|(span, _)| span.start())
                .min();
            if known.kind != kind || first != Some(mention.span.start()) {
                continue;
            }
            // "A woman who … said" in one paragraph, and the next begins with a name that is new.
            let opens = paragraph(mention.tokens.start) == here + 1
                && context.text.paragraphs[here + 1].span.start() == mention.full.start()
                && indefinite
                && known.mentions.iter().all(|(span, _)| span.start() >= end);
            if opens && known.roles.iter().all(|r| roles::fit(words_of, r) > 0) {
                return Some((entity, mention.span));
            }
            if (!bare || here == 0)
                && known.roles.iter().any(|role| roles::is_same_office(words_of, role, here < LEAD))
            {
                return Some((entity, mention.span));
            }
        }
        None
    }
}
