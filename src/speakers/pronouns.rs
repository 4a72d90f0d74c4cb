/*! Whom a pronoun stands for.

"he", "she", "it", "they": the one in focus, where distance, subjects and the last speaker weigh most (after the salience factors of Lappin and Leass
1994); "who": the noun that its clause describes; "I", "we" outside all quotation marks: the author.
*/

use std::ops::Range;

use super::Resolution;
use super::resolve::{MEMORY, Resolver, found};
use crate::attributions::Attribution;
use crate::document::{EntityKind, FurnitureKind, MentionForm, ResolutionHow};
use crate::lexicon::{self, Noun};
use crate::names::{Gender, Mention};
use crate::text::Span;

/// How far back, in sentences, a pronoun looks.
const NEAR: usize = 6;

/// How far back, in tokens, the noun before "who" may be.
const CLAUSE: usize = 30;

/// How many are compared.
const RIVALS: usize = 12;

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
    /// Whom a pronoun stands for that is the source of `attribution`, if any.
    pub(super) fn pronoun(
        &mut self,
        mention: &Mention,
        source: &Range<usize>,
        attribution: Option<&Attribution>,
    ) -> Resolution {
        let at = mention.tokens.start;
        match &*self.context.lower(at) {
            "i" | "we" | "me" | "us" => {
                attribution.map_or(Resolution::NONE, |attribution| self.first_person(attribution))
            }
            "who" | "which" | "that" | "whom" => self.antecedent(at),
            pronoun => self.in_focus(mention, pronoun, source, attribution),
        }
    }

    /// A pronoun that says nothing: if it is clear, it keeps its person in focus.
    pub(super) fn passing(&mut self, id: usize) {
        if self.gathered.of_mention[id].is_some() {
            return;
        }
        let mention = self.context.mentions[id].clone();
        let pronoun = self.context.lower(mention.tokens.start);
        let resolution = self.in_focus(&mention, &pronoun, &mention.tokens.clone(), None);
        if resolution.confidence >= 85 {
            // A guess shows nothing of anybody's gender.
            self.refers(id, &Mention { gender: None, ..mention }, resolution);
        }
    }

    /// "I" and "my" outside everybody's words are the author's.
    pub(super) fn first_person(&mut self, attribution: &Attribution) -> Resolution {
        let Some(at) = attribution.source.first().map(|s| s.start) else {
            return Resolution::NONE;
        };
        if self.context.quoted(at) || !matches!(&*self.context.lower(at), "i" | "me" | "my") {
            return Resolution::NONE;
        }
        let author = if let Some(&author) = self.author.get() {
            author
        } else {
            let author = self.find_author();
            *self.author.get_or_init(|| author)
        };
        author.map_or(Resolution::NONE, |a| found(a, ResolutionHow::Pronoun, 75, None))
    }

    /// The one on the byline, or the one that the last paragraph introduces: "Ana Ruiz teaches law in Lund."
    fn find_author(&mut self) -> Option<usize> {
        let context = self.context;
        let byline = context.text.furniture.iter().find(|f| f.kind == FurnitureKind::Byline);
        if let Some(byline) = byline.filter(|b| !b.value.is_empty()) {
            let author = self.gathered.person(&byline.value);
            let words = &context.text.raw[byline.span];
            let start = byline.span.start() + words.find(&byline.value).unwrap_or(0);
            let name = Span::new(start, (start + byline.value.len()).min(byline.span.end()));
            self.gathered.entities[author].mentions.push((name, MentionForm::Name));
            return Some(author);
        }
        let last = context.text.paragraphs.last()?;
        let first = context.mentions.partition_point(|m| m.full.start() < last.span.start());
        let mention = context.mentions.get(first)?;
        let opens = mention.full.start() == last.span.start()
            && mention.kind == EntityKind::Person
            && mention.form == MentionForm::Name;
        let entity = self.gathered.of_mention[first].filter(|_| opens)?;
        let introduced = (context.mentions[..first].iter().zip(&self.gathered.of_mention))
            .all(|(_, of)| *of != Some(entity));
        introduced.then_some(entity)
    }

    /// The entity of the noun that the relative pronoun at token `at` follows.
    pub(super) fn antecedent(&mut self, at: usize) -> Resolution {
        let context = self.context;
        let Some(noun) = self.described_noun(at) else { return Resolution::NONE };
        if let Some(id) = self.mention_at(noun).filter(|&id| context.mentions[id].tokens.end <= at)
        {
            let known = self.gathered.of_mention[id].or_else(|| {
                let tokens = context.mentions[id].tokens.clone();
                self.mention(id, &tokens, None).speaker
            });
            return known.map_or(Resolution::NONE, |entity| {
                found(entity, ResolutionHow::Pronoun, 80, Some(context.mentions[id].span))
            });
        }
        let span = context.text.span(self.phrase_of(noun));
        let one = matches!(
            lexicon::noun(&context.lower(noun)),
            Some((Noun::Person { plural: false, .. }, _))
        );
        let kind = if one { EntityKind::Person } else { EntityKind::Group };
        let entity = self.described(kind, span, !one);
        found(entity, ResolutionHow::Pronoun, 65, Some(span))
    }

    /// The mention of somebody or some body whose words hold token `i`.
    fn mention_at(&self, i: usize) -> Option<usize> {
        let context = self.context;
        let here = context.text.tokens[i].span.start();
        let next = context.mentions.partition_point(|m| m.span.start() <= here);
        (next.saturating_sub(4)..next).rev().find(|&id| {
            let m = &context.mentions[id];
            m.full.holds(here) && !matches!(m.kind, EntityKind::Place | EntityKind::Document)
        })
    }

    /// The noun that the clause of the relative pronoun at `at` describes: by the tree if that is somebody, else the nearest that is.
    fn described_noun(&self, at: usize) -> Option<usize> {
        let context = self.context;
        let start = context.text.sentences[context.text.sentence_of(at)].tokens.start;
        let start = start.max(at.saturating_sub(CLAUSE));
        let relative = |i: &usize| &*context.lower(*i) == "who";
        // "a man who came and who saw"
        if at > start
            && matches!(&*context.lower(at - 1), "and" | "or" | "but")
            && let Some(first) = (start..at - 1).rev().find(relative)
        {
            return self.described_noun(first);
        }
        let somebody = |i: usize| {
            matches!(context.pos(i), "NNS" | "NNPS")
                || matches!(
                    lexicon::noun(&context.lower(i)),
                    Some((Noun::Person { .. } | Noun::Group, _))
                )
                || matches!(&*context.lower(i), "those" | "anyone" | "someone" | "everyone")
                || (context.pos(i).starts_with('N') && self.mention_at(i).is_some())
        };
        let by_tree = self.governor(at).filter(|&n| n >= start && n < at && somebody(n));
        let named = |i: usize| {
            self.mention_at(i).is_some_and(|id| {
                let m = &context.mentions[id];
                m.kind == EntityKind::Person && m.form == MentionForm::Name
            })
        };
        // "Ana Ruiz, head of the union of nurses, who": after a comma it is the one with a name, unless several people stand right before it.
        let apart = at > start + 1 && context.is_comma(at - 1) && context.pos(at - 2) != "NNS";
        let by_name = (start..at).rev().find(|&i| apart && named(i));
        by_tree
            .filter(|&n| !apart || named(n))
            .or(by_name)
            .or(by_tree)
            .or_else(|| (start..at).rev().find(|&i| somebody(i)))
    }

    /// The noun that the tree hangs the clause of the relative pronoun at `at` on.
    fn governor(&self, at: usize) -> Option<usize> {
        let tags = self.context.tags;
        let mut verb = tags.head[at]? as usize;
        for _ in 0..6 {
            let up = tags.head[verb]? as usize;
            if tags.relation[verb].as_str() == "acl:relcl" {
                return Some(up);
            }
            verb = up;
        }
        None
    }

    /// The words around a noun that belong to its phrase, from its determiner to itself.
    fn phrase_of(&self, noun: usize) -> Range<usize> {
        let context = self.context;
        let sentence = &context.text.sentences[context.text.sentence_of(noun)].tokens;
        let inside = |i: usize| {
            matches!(
                context.pos(i),
                "DT" | "PRP$" | "CD" | "JJ" | "JJR" | "JJS" | "NN" | "NNS" | "NNP" | "NNPS"
            )
        };
        let mut start = noun;
        while start > sentence.start && noun - start < 8 && inside(start - 1) {
            start -= 1;
        }
        start..noun + 1
    }

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
        let Some(&(best, score, span)) = rivals.first() else { return Resolution::NONE };
        let confidence = certainty(score, rivals.get(1).map(|r| r.1));
        let entity = match best {
            Candidate::Known(entity) => entity,
            Candidate::Pair(one, other) => self.pair(one, other),
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

    /// The person with a name whom "he" or "she" at token `at` would mean: who, how sure, and where they were mentioned.
    pub(super) fn person_in_focus(&self, at: usize) -> Option<(usize, u8, Span)> {
        let mut rivals: Vec<(usize, i32, Span)> =
            (self.rivals(at, "he", None, &(at..at + 1), None))
                .into_iter()
                .filter_map(|(candidate, score, span)| match candidate {
                    Candidate::Known(entity) => Some((entity, score, span)),
                    _ => None,
                })
                .collect();
        rivals.retain(|r| {
            let mentions = &self.gathered.entities[r.0].mentions;
            mentions.iter().any(|(_, form)| *form == MentionForm::Name)
        });
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
        let last = self.spoken.last().copied();
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
            let mine = attribution.is_some_and(|a| a.content.iter().any(|c| c.contains(&token)));
            let mut score = 100 + bonus - 12 * distance as i32;
            score -= if mine || context.quoted(token) { 45 } else { 0 };
            score += if self.is_subject(other) { 18 } else { 0 };
            let own = context.text.sentences[context.text.sentence_of(token)].paragraph;
            score -= if own == paragraph { 0 } else { 6 };
            // A place for the person is not the person: "Mr. Obama's aides".
            let possessive = context
                .text
                .tokens
                .get(other.tokens.end)
                .is_some_and(|t| matches!(&context.text.raw[t.span], "'s" | "’s"));
            score -= if possessive { 10 } else { 0 };
            score += match (last, candidate) {
                (Some((speaker, place)), Candidate::Known(entity))
                    if speaker == entity && place < source.start =>
                {
                    14
                }
                _ => 0,
            };
            if let Some(known) = best.iter_mut().find(|b| b.0 == candidate) {
                if score > known.1 {
                    *known = (candidate, score, other.span);
                }
            } else if best.len() < RIVALS {
                best.push((candidate, score, other.span));
            }
        }
        best.sort_by_key(|b| std::cmp::Reverse(b.1));
        best
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
            return fits.then_some((Candidate::Role(id), if plural { -8 } else { -25 }));
        };
        if plural && let Some(first) = self.named_with(id) {
            return Some((Candidate::Pair(first, entity), 12));
        }
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
                let agrees = gender.is_none() || known.gender.is_none_or(|g| Some(g) == gender);
                if !person || known.plural || !agrees {
                    return None;
                }
                if gender.is_some() && known.gender == gender { 8 } else { 0 }
            }
        };
        Some((Candidate::Known(entity), bonus))
    }

    /// The person that "and" joins to the person of mention `id`, before it.
    fn named_with(&self, id: usize) -> Option<usize> {
        let context = self.context;
        let (mention, other) = (&context.mentions[id], &context.mentions[id.checked_sub(1)?]);
        let named = |m: &Mention| m.kind == EntityKind::Person && m.form == MentionForm::Name;
        let first = context.text.tokens_in(mention.full).start;
        let joined = other.tokens.end + 1 == first && context.lower(other.tokens.end) == "and";
        if !(named(mention) && named(other) && joined) {
            return None;
        }
        self.gathered.of_mention[id - 1].filter(|&o| Some(o) != self.gathered.of_mention[id])
    }

    /// The entity that two people are together.
    fn pair(&mut self, one: usize, other: usize) -> usize {
        let key = (one.min(other), one.max(other));
        if let Some(&known) = self.pairs.get(&key) {
            return known;
        }
        let name = |id: usize| self.gathered.fullest(id).to_string();
        let joined = format!("{} and {}", name(one), name(other));
        let id = self.gathered.add(EntityKind::Group, &joined);
        self.gathered.entities[id].plural = true;
        self.pairs.insert(key, id);
        id
    }

    /// Does the mention open its sentence, or does a verb follow it?
    pub(super) fn is_subject(&self, mention: &Mention) -> bool {
        let context = self.context;
        let end = mention.tokens.end;
        let sentence =
            &context.text.sentences[context.text.sentence_of(mention.tokens.start)].tokens;
        let full = context.text.tokens_in(mention.full).start;
        full == sentence.start
            || (end < sentence.end
                && (context.is_finite(end)
                    || context.pos(end) == "RB"
                        && end + 1 < sentence.end
                        && context.is_finite(end + 1)))
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
