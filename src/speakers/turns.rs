/*! Turns of interviews and transcripts: whose "I" and "you" stand in them, and who "Q" and "A" are.

A label before a colon at the start of a paragraph says who speaks from there on. "Q" is the author; "A" is the one whom the words before the first
answer speak of most.
*/

use std::ops::Range;

use super::resolve::Resolver;
use crate::document::EntityKind;

/// How many paragraphs one turn may run on for.
const PARAGRAPHS: usize = 8;

impl Resolver<'_> {
    /// The label of a turn that says only who asks and who answers.
    pub(super) fn interview(&mut self, source: &Range<usize>) -> Option<usize> {
        let context = self.context;
        let labels = source.len() == 1
            && context.text.tokens.len() > source.end
            && matches!(context.word(source.end), ":" | ".");
        match &*context.lower(source.start) {
            "q" | "question" if labels => self.author(),
            "a" | "answer" if labels => self.interviewee(source.start),
            _ => None,
        }
    }

    /// The one who answers, once asked at token `at`: whom the words before it speak of most.
    fn interviewee(&self, at: usize) -> Option<usize> {
        *self.interviewee.get_or_init(|| {
            let start = self.context.text.tokens[at].span.start();
            let before = |id: &usize| {
                let mentions = &self.gathered.entities[*id].mentions;
                mentions.iter().filter(|(span, _)| span.start() < start).count()
            };
            (0..self.gathered.entities.len())
                .filter(|&id| self.gathered.entities[id].kind == EntityKind::Person)
                .map(|id| (before(&id), std::cmp::Reverse(id)))
                .filter(|(count, _)| *count > 0)
                .max()
                .map(|(_, std::cmp::Reverse(id))| id)
        })
    }

    /// The label of the turn that token `at` is in.
    pub(super) fn turn_of(&self, at: usize) -> Option<Range<usize>> {
        let context = self.context;
        let here = context.text.sentences[context.text.sentence_of(at)].paragraph;
        (here.saturating_sub(PARAGRAPHS)..=here).rev().find_map(|p| {
            let tokens = &context.text.paragraphs[p].tokens;
            let end = tokens.end.min(tokens.start + 6);
            let colon = (tokens.start + 1..end).find(|&i| context.word(i) == ":")?;
            let capitals = (tokens.start..colon)
                .all(|i| context.word(i).starts_with(char::is_uppercase) && !context.quoted(i));
            (capitals && colon <= at).then_some(tokens.start..colon)
        })
    }

    /// Who speaks in a turn with this label.
    pub(super) fn turn_speaker(&mut self, label: &Range<usize>) -> Option<usize> {
        let name = &self.context.text.raw[self.context.text.span(label.clone())];
        self.interview(label).or_else(|| self.gathered.known_as(name))
    }

    /// Whom "you" means in the question of an interview.
    pub(super) fn asked(&mut self, at: usize) -> Option<usize> {
        let label = self.turn_of(at)?;
        let asks =
            label.len() == 1 && matches!(&*self.context.lower(label.start), "q" | "question");
        if asks { self.interviewee(at) } else { None }
    }
}
