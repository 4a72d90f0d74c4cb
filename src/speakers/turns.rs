/*! Turns of interviews and transcripts: whose "I" and "you" stand in them, and who "Q" and "A" are.

The letters of readers end with a name alone in its paragraph: whose "I" stands in them.

A label before a colon at the start of a paragraph says who speaks from there on. "Q" is the author; "A" is the one whom the words before the first
answer speak of most.
*/

use std::ops::Range;

use super::Resolution;
use super::resolve::{MEMORY, Resolver, found};
use super::roles;
use crate::attributions::Attribution;
use crate::document::{EntityKind, FurnitureKind, MentionForm, ResolutionHow};
use crate::text::Span;

/// How many paragraphs one turn may run on for.
const PARAGRAPHS: usize = 8;

/// How many sentences before a question the one may have spoken who answers it.
const QUESTION: usize = 4;

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
        let here = context.sentence(at).paragraph;
        (here.saturating_sub(PARAGRAPHS)..=here).rev().find_map(|p| {
            let tokens = &context.text.paragraphs[p].tokens;
            let end = tokens.end.min(tokens.start + 6);
            let colon = (tokens.start + 1..end).find(|&i| context.word(i) == ":")?;
            let capitals = (tokens.start..colon)
                .all(|i| context.word(i).starts_with(char::is_uppercase) && !context.quoted(i));
            (capitals && colon <= at).then_some(tokens.start..colon)
        })
    }

    /// Who signs the letter that token `at` is in: "Ana Ruiz" or "@anaruiz" alone in a later paragraph, if the text has several such letters.
    pub(super) fn signature(&self, at: usize) -> Option<(usize, Span)> {
        let here = self.context.sentence(at).paragraph;
        let next = self.signatures.partition_point(|s| s.0 <= here);
        let &(paragraph, entity, name) = self.signatures.get(next)?;
        (paragraph <= here + PARAGRAPHS).then_some((entity, name))
    }

    /// Is mention `id` the name that a letter is signed with?
    pub(super) fn signs(&self, id: usize) -> bool {
        let name = self.context.mentions[id].span;
        self.signatures.binary_search_by_key(&name.start(), |s| s.2.start()).is_ok()
    }

    /// Notes the paragraphs that hold nothing but the name of a person, who that is, and where the name stands; a single one signs no letter.
    pub(super) fn find_signatures(&mut self) {
        let context = self.context;
        let paragraph_of = |i: usize| context.sentence(i).paragraph;
        let mut out: Vec<(usize, usize, Span)> = Vec::new();
        for (id, mention) in context.mentions.iter().enumerate() {
            let tokens = &mention.tokens;
            let paragraph = paragraph_of(tokens.start);
            let all = &context.text.paragraphs[paragraph].tokens;
            let named = mention.kind == EntityKind::Person
                && (mention.form == MentionForm::Name && tokens.len() > 1
                    || mention.form == MentionForm::Handle);
            let alone = paragraph > 0
                && tokens.start == all.start
                && (tokens.end..all.end).all(|i| matches!(context.word(i), "." | ","));
            if let Some(entity) = self.gathered.of_mention[id].filter(|_| named && alone) {
                out.push((paragraph, entity, mention.span));
            }
        }
        // One byline is the author's; more of them are signatures too.
        let bylines = context.text.furniture.iter().filter(|f| f.kind == FurnitureKind::Byline);
        for byline in bylines.filter(|f| !f.value.is_empty()) {
            let paragraph = paragraph_of(context.text.tokens_in(byline.span).start);
            if paragraph > 0 {
                out.push((paragraph, self.gathered.person(&byline.value), byline.span));
            }
        }
        out.sort_unstable_by_key(|s| s.2.start());
        if out.len() < 2 {
            return;
        }
        // Only words in the first person need to be signed; names alone in their paragraphs may be headings.
        let mut own: Vec<usize> = (0..context.text.tokens.len())
            .filter(|&i| matches!(context.word(i), "I" | "me" | "my" | "My") && !context.quoted(i))
            .map(paragraph_of)
            .collect();
        own.dedup();
        let mut from = 0;
        let signs = |s: &(usize, usize, Span)| {
            let first = own.partition_point(|&p| p < from);
            from = s.0 + 1;
            own.get(first).is_some_and(|&p| p < s.0)
        };
        out.retain(signs);
        if out.len() > 1 {
            self.signatures = out;
        }
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

    /// Notes who has the turn once `speaker` has asked: the one asked, "Ruiz asked Bauer whether …", or else who spoke before, "“You?” Ruiz asked."
    pub(super) fn hear_question(&mut self, attribution: &Attribution, speaker: usize) {
        let context = self.context;
        let (Some(cue), Some(source)) = (&attribution.cue, attribution.source.first()) else {
            return;
        };
        let asks = |i: usize| {
            matches!(context.tags.lemma(i), "ask" | "press") && context.pos(i).starts_with("VB")
        };
        if !cue.clone().any(asks) {
            return;
        }
        let person = |id: usize| {
            id != speaker
                && self.gathered.entities[id].kind == EntityKind::Person
                && !self.gathered.entities[id].plural
        };
        let named = |id: usize| context.mentions[id].form == MentionForm::Name;
        let of = |id: usize| self.gathered.of_mention[id].filter(|&e| named(id) && person(e));
        let next = context.mentions.partition_point(|m| m.tokens.start < cue.end);
        let object = (next..context.mentions.len())
            .take(1)
            .find(|&id| context.text.tokens_in(context.mentions[id].full).start == cue.end);
        // "Rubio was asked by Baker"
        let start = cue.start.min(source.start);
        let sentence = &context.sentence(start).tokens;
        let subject = (next.saturating_sub(4)..next).rev().find(|&id| {
            let tokens = &context.mentions[id].tokens;
            source.start > cue.start
                && tokens.start >= sentence.start
                && context.tags.relation[tokens.end - 1].as_str() == "nsubjpass"
        });
        let asked = object.or(subject).and_then(of).or_else(|| {
            let &(before, place) = self.spoken.last()?;
            let near =
                context.text.sentence_of(place) + QUESTION >= context.text.sentence_of(start);
            let direct = attribution.content.iter().any(|c| context.quoted(c.start));
            (near && direct && person(before)).then_some(before)
        });
        self.answers = asked.map(|id| (id, source.start));
    }

    /// Who asked, where the text has only "when asked whether …" or "a question about": the outlet that the answer was given to, "Ruiz told CNN when asked",
    /// "in an interview with the Post".
    pub(super) fn asker(&self, cue: &Range<usize>) -> Option<Resolution> {
        let context = self.context;
        let asked = cue.clone().any(|i| {
            matches!(context.tags.lemma(i), "ask" | "press" | "question")
                && matches!(context.pos(i), "VBN" | "VBD" | "NN" | "NNS")
        });
        if !asked {
            return None;
        }
        let paragraph = |i: usize| context.sentence(i).paragraph;
        let here = context.text.sentence_of(cue.start);
        let from = context.text.sentences[here.saturating_sub(QUESTION)].tokens.start;
        let end = context.text.sentences[here].tokens.end;
        let first = context.mentions.partition_point(|m| m.tokens.start < from);
        let last = context.mentions.partition_point(|m| m.tokens.start < end);
        let heard = |&id: &usize| {
            let mention = &context.mentions[id];
            let start = context.text.tokens_in(mention.full).start;
            let start = start - usize::from(start > from && context.pos(start - 1) == "DT");
            // "told Britain's ITV"
            let belongs = start > from + 1 && context.pos(start - 1) == "POS";
            let start = if belongs { start - 2 } else { start };
            let told = start > from && context.tags.lemma(start - 1) == "tell";
            let interview = start > from + 1
                && matches!(&*context.lower(start - 1), "with" | "to" | "by")
                && (from.max(start.saturating_sub(4))..start)
                    .any(|i| matches!(context.tags.lemma(i), "interview" | "respond" | "response"));
            let near = paragraph(mention.tokens.start) + 1 >= paragraph(cue.start);
            let name = &context.text.raw[mention.span];
            // In one sentence anybody may have asked: "told Congress when asked".
            let same = context.text.sentence_of(mention.tokens.start) == here;
            // "Asked on CNN whether"
            let heard_on = same && start > from && context.lower(start - 1) == "on";
            let asks = told || interview || heard_on && roles::is_press(name);
            mention.names_body() && near && asks && (same || roles::is_press(name))
        };
        let id = (first.max(last.saturating_sub(MEMORY))..last).rev().filter(heard).min_by_key(
            |&id| here.abs_diff(context.text.sentence_of(context.mentions[id].tokens.start)),
        )?;
        let entity = self.gathered.of_mention[id]?;
        let span = context.mentions[id].span;
        Some(found(entity, ResolutionHow::Continuation, 50, Some(span)))
    }

    /// "There is no doubt that …", "Let's hope that …": in a letter the one who signs it, in a turn the one who has it, else the author who says "I" elsewhere.
    pub(super) fn own_opinion(&mut self, cue: &Range<usize>) -> Option<Resolution> {
        let context = self.context;
        let opinion = !context.quoted(cue.start)
            && cue.clone().any(|i| {
                matches!(
                    context.tags.lemma(i),
                    "doubt" | "feel" | "guess" | "hope" | "needed" | "obvious" | "pray" | "wish"
                )
            });
        if !opinion {
            return None;
        }
        let label = self.turn_of(cue.start);
        let turn =
            label.and_then(|label| Some((self.turn_speaker(&label)?, context.text.span(label))));
        if let Some((speaker, span)) = turn.or_else(|| self.signature(cue.start)) {
            return Some(found(speaker, ResolutionHow::Continuation, 55, Some(span)));
        }
        let personal = *self.personal.get_or_init(|| {
            (0..context.text.tokens.len())
                .any(|i| matches!(context.word(i), "I" | "me" | "my") && !context.quoted(i))
        });
        let author = self.author().filter(|_| personal)?;
        Some(found(author, ResolutionHow::Continuation, 50, None))
    }
}
