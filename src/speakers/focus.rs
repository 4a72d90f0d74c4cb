/*! Who is in focus: whom "he", "she", "it" or "they" would mean at a place of the text.

Everybody mentioned shortly before is compared by a score: distance, subjects, the last speaker, who is spoken of most, and who is only part of what
others say (after the salience factors of Lappin and Leass 1994), and whether the pronoun goes with what the text shows of them.
*/

use std::ops::Range;

use super::Resolution;
use super::resolve::{MEMORY, Resolver, found};
use crate::attributions::Attribution;
use crate::document::{EntityKind, MentionForm, ResolutionHow};
use crate::names::{Gender, Mention};
use crate::text::{Span, TokenKind};

/// How far back, in sentences, a pronoun looks.
const NEAR: usize = 6;

/// How many of those who spoke last are looked through for one whose turn it was.
const TURNS: usize = 6;

/// How many are compared.
const RIVALS: usize = 12;

/// What each sentence of distance takes from the score of 100, and another paragraph.
const SENTENCE: i32 = 12;
const PARAGRAPH: i32 = 8;

/// What it takes to stand inside quotation marks, in what somebody is said to say, and in the very words whose speaker is sought.
const QUOTED: i32 = 45;
const REPORTED: i32 = 16;
const OWN_CONTENT: i32 = 27;

/// What it takes to stand there only as an owner or before a noun, after a preposition, or without a name.
const OWNER: i32 = 4;
const GOVERNED: i32 = 8;
const UNNAMED: i32 = 10;

/// What it adds to be a subject, to have spoken last, and to have done so in this paragraph.
const SUBJECT: i32 = 18;
const SPOKE_LAST: i32 = 14;
const SAME_TURN: i32 = 4;

/// What it adds to be the only person whom the paragraph has spoken of so far.
const ALONE: i32 = 20;

/// What it takes to have just asked somebody else.
const ASKED: i32 = 14;

/// How many words of a clause in front may lead up to the name behind its comma.
const FRONT: usize = 30;

/// What it takes to be named in the very words whose speaker is sought.
const TOLD: i32 = 10;

/// What it takes to be the object of the very verb.
const OBJECT: i32 = 60;

/// How many mentions in what somebody says are looked at for those whom it names.
const TOLD_MOST: usize = 40;

/// What each doubling of the number of mentions adds, up to four.
const OFTEN: i32 = 3;

/// Who has no better score is hardly in focus.
const FAINT: i32 = 72;

/// What a pronoun may stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Candidate {
    /// An entity that is known.
    Known(usize),
    /// A mention by role that was no source, and so belongs to nobody yet.
    Role(usize),
    /// Two people named together.
    Pair(usize, usize),
}

impl Resolver<'_> {
    /// The one whom `pronoun`, standing where `mention` does, would mean.
    pub(super) fn in_focus(
        &mut self,
        mention: &Mention,
        pronoun: &str,
        source: &Range<usize>,
        attribution: Option<&Attribution>,
    ) -> Resolution {
        let at = mention.tokens.start;
        let rivals = self.rivals(at, pronoun, mention.gender, source, attribution);
        // Where only the quoted speak of several, "they" are the two who are quoted.
        let faint = rivals.first().is_none_or(|r| r.1 < FAINT);
        if faint
            && pronoun == "they"
            && let Some(two) = self.last_two(at)
        {
            return two;
        }
        let Some(&(best, score, span)) = rivals.first() else { return Resolution::NONE };
        let confidence = certainty(score, rivals.get(1).map(|r| r.1));
        let entity = match best {
            Candidate::Known(entity) => entity,
            Candidate::Pair(one, other) => self.together(&[one.min(other), one.max(other)]),
            Candidate::Role(id) => {
                let tokens = self.context.mentions[id].tokens.clone();
                match self.mention(id, &tokens, None).speaker {
                    Some(entity) => entity,
                    None => return Resolution::NONE,
                }
            }
        };
        // "It" that stands for a document speaks for whoever put that out.
        match self.issuers.get(&entity) {
            Some(&issuer) => Resolution {
                via: Some(entity),
                ..found(issuer, ResolutionHow::Pronoun, confidence.min(70), Some(span))
            },
            None => found(entity, ResolutionHow::Pronoun, confidence, Some(span)),
        }
    }

    /// The person with a name whom "he" or "she" at token `at` would mean: who, how sure, and where they were mentioned; none of those who are `excluded`.
    pub(super) fn person_in_focus(
        &self,
        at: usize,
        gender: Option<Gender>,
        attribution: Option<&Attribution>,
        excluded: &dyn Fn(usize) -> bool,
    ) -> Option<(usize, u8, Span)> {
        let mut rivals: Vec<(usize, i32, Span)> =
            (self.rivals(at, "he", gender, &(at..at + 1), attribution))
                .into_iter()
                .filter_map(|(candidate, score, span)| match candidate {
                    Candidate::Known(entity) => Some((entity, score, span)),
                    _ => None,
                })
                .collect();
        rivals.retain(|r| self.gathered.entities[r.0].is_named() && !excluded(r.0));
        let &(entity, score, span) = rivals.first()?;
        Some((entity, certainty(score, rivals.get(1).map(|r| r.1)), span))
    }

    /// Those that a pronoun may stand for, the likeliest first, with scores and where they were mentioned.
    fn rivals(
        &self,
        at: usize,
        pronoun: &str,
        gender: Option<Gender>,
        source: &Range<usize>,
        attribution: Option<&Attribution>,
    ) -> Vec<(Candidate, i32, Span)> {
        let context = self.context;
        let here = context.text.tokens[at].span.start();
        let sentence = context.text.sentence_of(at);
        let paragraph = context.text.sentences[sentence].paragraph;
        let before = context.mentions.partition_point(|m| m.span.start() < here);
        // "Trump, who has insulted many": what only tells of somebody is no turn.
        let relative = |at: usize| matches!(context.pos(at), "WP" | "WDT" | "WP$");
        let last = self.spoken.iter().rev().take(TURNS).find(|s| !relative(s.1)).copied();
        // A question passes the turn on.
        let asker = last.filter(|l| self.answers.is_some_and(|(_, asked)| asked == l.1));
        let last = match self.answers.filter(|_| asker.is_some()) {
            Some(answers) => Some(answers),
            None => last,
        };
        // The content in front of its source, outside quotation marks, that begins the paragraph.
        let opening = attribution.and_then(|a| a.content.first()).map(|c| c.start).filter(|&c| {
            matches!(&*context.lower(at), "he" | "she")
                && c < source.start
                && !context.quoted(c)
                && context.text.paragraphs[paragraph].tokens.start == c
        });
        let mut best: Vec<(Candidate, i32, Span)> = Vec::new();
        for id in (before.saturating_sub(MEMORY)..before).rev() {
            let other = &context.mentions[id];
            let token = other.tokens.start;
            let distance = sentence - context.text.sentence_of(token);
            if distance > NEAR && !best.is_empty() {
                break;
            }
            let Some((candidate, bonus)) = self.candidate(id, pronoun, gender) else {
                continue;
            };
            // Who signs a letter is not spoken of in the next.
            if self.signs(id) {
                continue;
            }
            // Whoever a paragraph is about may well say it: "¶ Ruiz was sacked by video, ‸she told the paper."
            let first =
                opening.is_some_and(|opening| context.text.tokens_in(other.full).start == opening);
            let mine =
                !first && attribution.is_some_and(|a| a.content.iter().any(|c| c.contains(&token)));
            let mut score = 100 + bonus - SENTENCE * distance as i32;
            score -= if context.quoted(token) {
                QUOTED
            } else if mine {
                OWN_CONTENT
            } else if self.reported[token] && !self.reported[at] {
                REPORTED
            } else {
                0
            };
            score += if self.is_subject(other) { SUBJECT } else { 0 };
            let own = context.sentence(token).paragraph;
            score -= if own == paragraph { 0 } else { PARAGRAPH };
            // A place for the person is not the person: "Mr. Obama's aides".
            let possessive = context
                .text
                .tokens
                .get(other.tokens.end)
                .is_some_and(|t| matches!(&context.text.raw[t.span], "'s" | "’s"));
            // "the Hutchens campaign"
            let modifier = other.form == MentionForm::Name
                && other.tokens.end < context.text.tokens.len()
                && matches!(context.pos(other.tokens.end), "NN" | "NNS")
                && context.text.sentence_of(other.tokens.end) == context.text.sentence_of(token);
            score -= if possessive || modifier { OWNER } else { 0 };
            let first = context.text.tokens_in(other.full).start;
            let governed = first > 0 && matches!(context.pos(first - 1), "IN" | "TO");
            score -= if governed { GOVERNED } else { 0 };
            if let Candidate::Known(entity) = candidate {
                if last.is_some_and(|(speaker, place)| speaker == entity && place < source.start) {
                    score += SPOKE_LAST;
                    // "Ruiz disagreed. “…,” she said": within a paragraph the turn stays with one.
                    let near = last
                        .is_some_and(|(_, place)| context.sentence(place).paragraph == paragraph);
                    score += if near && attribution.is_some() { SAME_TURN } else { 0 };
                }
                score -=
                    if asker.is_some_and(|(speaker, _)| speaker == entity) { ASKED } else { 0 };
                let named = self.gathered.entities[entity].is_named();
                score -= if named || pronoun == "they" || pronoun == "it" { 0 } else { UNNAMED };
                let often =
                    self.gathered.entities[entity].mentions.len().max(1).ilog2().min(4) as i32;
                score += OFTEN * often;
            }
            if let Some(known) = best.iter_mut().find(|b| b.0 == candidate) {
                if score > known.1 {
                    *known = (candidate, score, other.span);
                }
            } else if best.len() < RIVALS {
                best.push((candidate, score, other.span));
            }
        }
        // The only person whom a paragraph has spoken of so far is whom it is about.
        let person = |b: &&mut (Candidate, i32, Span)| match b.0 {
            Candidate::Known(id) => {
                let entity = &self.gathered.entities[id];
                entity.kind == EntityKind::Person && !entity.plural
            }
            _ => false,
        };
        let start = context.text.paragraphs[paragraph].span.start();
        let mut here = best
            .iter_mut()
            .filter(person)
            .filter(|b| b.2.start() >= start && !context.quoted(context.text.tokens_in(b.2).start));
        if let (Some(only), None) = (here.next(), here.next()) {
            only.1 += ALONE;
        }
        self.add_speakers(at, source.start, pronoun, gender, &mut best);
        self.add_led_up_to(at, gender, &mut best);
        let object = self.object_of(at, attribution);
        if let Some(attribution) = attribution {
            let told = self.told_of(attribution);
            for rival in &mut best {
                let first =
                    opening.is_some_and(|opening| context.text.tokens_in(rival.2).start == opening);
                if !first && matches!(rival.0, Candidate::Known(id) if told.contains(&id)) {
                    rival.1 -= TOLD;
                }
            }
        }
        for rival in &mut best {
            if matches!(rival.0, Candidate::Known(id) if Some(id) == object) {
                rival.1 -= OBJECT;
            }
        }
        best.sort_by_key(|b| std::cmp::Reverse(b.1));
        best
    }

    /// Who cannot be the subject at token `at`, being what its verb is about: "‸he sees Ruiz as sharing this", "Ruiz, whom ‸he describes as".
    fn object_of(&self, at: usize, attribution: Option<&Attribution>) -> Option<usize> {
        let context = self.context;
        if at > 1 && context.lower(at - 1) == "whom" {
            let end = at - 1 - usize::from(context.is_comma(at - 2));
            return context.mentions_before(end).find_map(|id| self.gathered.of_mention[id]);
        }
        let attribution = attribution?;
        let (cue, content) = (attribution.cue.as_ref()?, attribution.content.first()?);
        let next = context
            .mentions
            .partition_point(|m| m.full.start() < context.text.tokens[content.start].span.start());
        let mention = context.mentions.get(next)?;
        let opens = content.start == cue.end
            && at < cue.start
            && context.text.tokens_in(mention.full).start == content.start
            && mention.form == MentionForm::Name
            && mention.tokens.end < content.end
            // "he said Ruiz was late" may be Ruiz of himself; "he sees Ruiz as", "he accused Ruiz of" is not.
            && matches!(context.pos(mention.tokens.end), "IN" | "TO");
        self.gathered.of_mention[next].filter(|_| opens)
    }

    /// Those whom the words of an attribution name: whoever says "Ruiz was late" is not Ruiz.
    fn told_of(&self, attribution: &Attribution) -> Vec<usize> {
        let mentions = self.context.mentions;
        let mut told = Vec::new();
        for content in &attribution.content {
            let from = mentions.partition_point(|m| m.tokens.start < content.start);
            let named = (from..mentions.len())
                .take(TOLD_MOST)
                .take_while(|&id| mentions[id].tokens.start < content.end)
                .filter(|&id| mentions[id].form == MentionForm::Name);
            told.extend(named.filter_map(|id| self.gathered.of_mention[id]));
        }
        told
    }

    /// Adds the one to whom a clause in front leads up: "Despite what ‸he wrote, Cross said", "In ‸his proposal, Salceda cited".
    fn add_led_up_to(
        &self,
        at: usize,
        gender: Option<Gender>,
        best: &mut Vec<(Candidate, i32, Span)>,
    ) {
        let context = self.context;
        let sentence = &context.sentence(at).tokens;
        let fronted = gender.is_some()
            && at > sentence.start
            && at < sentence.start + FRONT
            && !context.quoted(at)
            && matches!(context.pos(sentence.start), "IN" | "WRB")
            && !(sentence.start..at).any(|i| context.is_comma(i));
        if !fronted {
            return;
        }
        let first = context.mentions.partition_point(|m| m.tokens.start < sentence.start);
        let here = context.mentions.partition_point(|m| m.tokens.start < at);
        let person = |id: usize| {
            let m = &context.mentions[id];
            m.names_person()
        };
        if (first..here).any(person) {
            return;
        }
        let comma = (at + 1..sentence.end.min(at + FRONT)).find(|&i| context.is_comma(i));
        let Some(comma) = comma else { return };
        // “he called a "rant," Ruiz said”
        let closes =
            comma + 1 < sentence.end && context.text.tokens[comma + 1].kind == TokenKind::Quote;
        let comma = comma + usize::from(closes);
        let next = context
            .mentions
            .partition_point(|m| m.full.start() < context.text.tokens[comma].span.end());
        let Some(mention) = context.mentions.get(next).filter(|_| person(next)) else { return };
        let opens =
            context.text.tokens_in(mention.full).start == comma + 1 && self.is_subject(mention);
        let Some(entity) = self.gathered.of_mention[next].filter(|_| opens) else { return };
        if let Some(bonus) = self.meant(entity, "he", gender) {
            best.retain(|b| b.0 != Candidate::Known(entity));
            best.push((Candidate::Known(entity), 100 + bonus + SUBJECT + ALONE, mention.span));
        }
    }

    /// Adds those who spoke shortly before under words that no mention covers: "Critics of the plan say … They add".
    fn add_speakers(
        &self,
        at: usize,
        source: usize,
        pronoun: &str,
        gender: Option<Gender>,
        best: &mut Vec<(Candidate, i32, Span)>,
    ) {
        let text = self.context.text;
        let paragraph = |sentence: usize| text.sentences[sentence].paragraph;
        let sentence = text.sentence_of(at);
        for (turn, &(entity, place)) in self.spoken.iter().rev().take(TURNS).enumerate() {
            let there = text.sentence_of(place);
            let known = best.iter().any(|b| b.0 == Candidate::Known(entity));
            if place >= source || there + NEAR < sentence || known || best.len() >= RIVALS {
                continue;
            }
            let Some(bonus) = self.meant(entity, pronoun, gender) else { continue };
            let mut score = 100 + bonus + SUBJECT - SENTENCE * sentence.abs_diff(there) as i32;
            score -= if paragraph(there) == paragraph(sentence) { 0 } else { PARAGRAPH };
            score -= if self.context.quoted(place) { QUOTED } else { 0 };
            score += if turn == 0 { SPOKE_LAST } else { 0 };
            let named = self.gathered.entities[entity].is_named();
            score -= if named || matches!(pronoun, "they" | "it") { 0 } else { UNNAMED };
            best.push((Candidate::Known(entity), score, text.tokens[place].span));
        }
    }

    /// What mention `id` would make `pronoun` stand for, if anything, and how much better or worse than usual that is.
    fn candidate(
        &self,
        id: usize,
        pronoun: &str,
        gender: Option<Gender>,
    ) -> Option<(Candidate, i32)> {
        let mention = &self.context.mentions[id];
        let plural = matches!(pronoun, "they" | "them" | "their");
        let Some(entity) = self.gathered.of_mention[id] else {
            let fits = mention.form == MentionForm::Role
                && match (plural, pronoun) {
                    (true, _) => mention.plural && mention.kind != EntityKind::Document,
                    (false, "it") => {
                        matches!(mention.kind, EntityKind::Organisation | EntityKind::Document)
                    }
                    (false, _) => mention.kind == EntityKind::Person && !mention.plural,
                };
            // "her son": not she.
            let own = super::gender::of_noun(&self.context.lower(mention.tokens.end - 1));
            let other = !plural && gender.is_some() && own.is_some() && own != gender;
            return (fits && !other)
                .then_some((Candidate::Role(id), if plural { -15 } else { -18 }));
        };
        if plural && let Some(first) = self.named_with(id) {
            return Some((Candidate::Pair(first, entity), 12));
        }
        self.meant(entity, pronoun, gender).map(|bonus| (Candidate::Known(entity), bonus))
    }

    /// Can `pronoun` mean the entity, and how much better or worse than usual is that?
    fn meant(&self, entity: usize, pronoun: &str, gender: Option<Gender>) -> Option<i32> {
        let plural = matches!(pronoun, "they" | "them" | "their");
        let known = &self.gathered.entities[entity];
        let many = known.plural || known.kind == EntityKind::Group;
        let bonus = match (plural, pronoun) {
            (true, _) if many => 10,
            (true, _) if known.kind == EntityKind::Organisation => -25,
            (false, "it") => match known.kind {
                EntityKind::Organisation | EntityKind::Document if !known.plural => 0,
                _ => return None,
            },
            (true, _) => return None,
            _ => {
                let person = matches!(known.kind, EntityKind::Person | EntityKind::Anonymous);
                if !person || known.plural {
                    return None;
                }
                known.agrees(gender)?
            }
        };
        Some(bonus)
    }

    /// The person that "and" joins to the person of mention `id`, before it.
    pub(super) fn named_with(&self, id: usize) -> Option<usize> {
        let context = self.context;
        let (mention, other) = (&context.mentions[id], &context.mentions[id.checked_sub(1)?]);
        let named = |m: &Mention| m.names_person();
        let first = context.text.tokens_in(mention.full).start;
        let joined = other.tokens.end + 1 == first && context.lower(other.tokens.end) == "and";
        if !(named(mention) && named(other) && joined) {
            return None;
        }
        self.gathered.of_mention[id - 1].filter(|&o| Some(o) != self.gathered.of_mention[id])
    }

    /// Is the mention the subject of a clause: by the tree, or since it opens its sentence or a verb follows?
    pub(super) fn is_subject(&self, mention: &Mention) -> bool {
        let context = self.context;
        let end = mention.tokens.end;
        let sentence = &context.sentence(mention.tokens.start).tokens;
        let full = context.text.tokens_in(mention.full).start;
        let governed = full > sentence.start && context.pos(full - 1) == "IN";
        let verb = |i: usize| i < sentence.end && context.is_finite(i);
        // "One voter, Ana Ruiz, said"
        let apposed = context.tags.relation[end - 1].as_str() == "appos"
            && context.tags.head[end - 1].is_some_and(|up| context.is_subject(up as usize));
        full == sentence.start
            || apposed
            || context.is_subject(end - 1)
            || !governed
                && (verb(end) || end < sentence.end && context.pos(end) == "RB" && verb(end + 1))
    }
}

/// How sure the first of several is, in hundredths, from its score and that of the second.
fn certainty(first: i32, second: Option<i32>) -> u8 {
    match second.map(|second| first - second) {
        None if first > 60 => 88,
        None => 70,
        Some(25..) => 85,
        Some(12..) => 75,
        Some(5..) => 62,
        Some(_) => 50,
    }
}
