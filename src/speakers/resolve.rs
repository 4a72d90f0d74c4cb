/*! From sources to entities, in the order of the text.

Each form has its way: a name was gathered already; a role is compared with what the text said about people before; a pronoun goes to the
person in focus, where the subject of the sentence before and the last speaker weigh most; a document goes to whoever put it out.
*/

use std::ops::Range;

use super::entities::{Gathered, tidy, words};
use super::{Resolution, roles};
use crate::attributions::{Attribution, Context};
use crate::document::{EntityKind, MentionForm, ResolutionHow};
use crate::names::{Gender, Mention};
use crate::text::Span;

/// How far back, in mentions, a pronoun or a role looks.
const MEMORY: usize = 80;

/// How far back, in sentences, a pronoun looks.
const NEAR: usize = 6;

struct Resolver<'a> {
    context: Context<'a>,
    gathered: &'a mut Gathered,
    /// Speaker, and where its source stands, latest last.
    spoken: Vec<(usize, usize)>,
}

/// Resolves each attribution's source; new entities (unnamed people, documents) are added to `gathered`.
pub fn resolve(
    context: Context,
    attributions: &[Attribution],
    gathered: &mut Gathered,
) -> Vec<Resolution> {
    let mut out = vec![Resolution::NONE; attributions.len()];
    let mut order: Vec<usize> = (0..attributions.len()).collect();
    let place = |a: &Attribution| {
        a.source.first().or(a.cue.as_ref()).or(a.content.first()).map(|r| r.start)
    };
    order.sort_by_key(|&i| place(&attributions[i]));
    let mut resolver = Resolver { context, gathered, spoken: vec![] };
    for i in order {
        let attribution = &attributions[i];
        let parent = attribution.parent.map(|p| out[p]);
        let resolution = resolver.source(attribution, parent);
        if let (Some(speaker), Some(source)) = (resolution.speaker, attribution.source.first()) {
            resolver.spoken.push((speaker, source.start));
        }
        out[i] = resolution;
    }
    out
}

fn found(speaker: usize, how: ResolutionHow, confidence: u8, evidence: Option<Span>) -> Resolution {
    Resolution { speaker: Some(speaker), via: None, how, confidence, evidence }
}

impl Resolver<'_> {
    fn source(&mut self, attribution: &Attribution, parent: Option<Resolution>) -> Resolution {
        let Some(source) = attribution.source.first().cloned() else { return Resolution::NONE };
        let span = self.context.text.span(source.clone());
        match self.mention_of(span) {
            Some(id) => {
                let mention = self.context.mentions[id].clone();
                self.mention(id, &mention, &source, attribution, parent)
            }
            None => self.plain(span, &source),
        }
    }

    /// The mention that says who the source is: a person's name that no preposition governs, else what stands first.
    fn mention_of(&self, span: Span) -> Option<usize> {
        let all = self.context.mentions;
        let mut from = all.partition_point(|m| m.span.start() < span.start());
        // A title may stand before the name, and then the mention's `full` begins earlier than its span.
        from = from.saturating_sub(1);
        let inside: Vec<usize> = (from..all.len())
            .take_while(|&i| all[i].full.start() < span.end())
            .filter(|&i| span.contains(all[i].span))
            .collect();
        let governed = |i: usize| {
            let first = self.context.text.tokens_in(all[i].full).start;
            let start = self.context.text.tokens_in(span).start;
            (first > start
                && matches!(
                    &*self.context.lower(first - 1),
                    "of" | "for" | "to" | "by" | "from" | "with" | "at" | "in" | "on" | "against"
                ))
                || self.context.text.tokens.get(all[i].tokens.end).is_some_and(|t| {
                    t.span.end() < span.end()
                        && matches!(&self.context.text.raw[t.span], "'s" | "’s")
                })
        };
        let person = |i: &usize| {
            all[*i].kind == EntityKind::Person && all[*i].form == MentionForm::Name && !governed(*i)
        };
        let first = inside.first().copied();
        inside
            .iter()
            .copied()
            .find(person)
            .or_else(|| {
                inside
                    .iter()
                    .copied()
                    .find(|&i| all[i].full.start() <= span.start() && !governed(i))
            })
            .or_else(|| inside.iter().copied().find(|&i| !governed(i)))
            .or(first)
    }

    fn mention(
        &mut self,
        id: usize,
        mention: &Mention,
        source: &Range<usize>,
        attribution: &Attribution,
        parent: Option<Resolution>,
    ) -> Resolution {
        match mention.form {
            MentionForm::Name | MentionForm::Handle => {
                let Some(entity) = self.gathered.of_mention[id] else { return Resolution::NONE };
                self.apposed(entity, mention, source);
                let full = words(&self.context.text.raw[mention.span]).len() > 1;
                found(entity, ResolutionHow::Name, if full { 98 } else { 95 }, Some(mention.span))
            }
            MentionForm::Pronoun => {
                let resolution = self.pronoun(mention, source, attribution, parent);
                if let Some(speaker) = resolution.speaker {
                    self.gathered.of_mention[id] = Some(speaker);
                    self.gathered.note(self.context, speaker, mention);
                }
                resolution
            }
            MentionForm::Role => {
                let resolution = self.role(mention, source);
                if let Some(entity) = resolution.via.or(resolution.speaker) {
                    self.gathered.of_mention[id] = Some(entity);
                    self.gathered.note(self.context, entity, mention);
                }
                resolution
            }
        }
    }

    /// "The director, Dr. Stella Camilleri": what stands before the name in the source is a role.
    fn apposed(&mut self, entity: usize, name: &Mention, source: &Range<usize>) {
        let context = self.context;
        let first = context.text.tokens_in(name.full).start;
        if first < source.start + 2 || !context.is_comma(first - 1) {
            return;
        }
        let span = context.text.span(source.start..first - 1);
        let at = context.mentions.partition_point(|m| m.span.start() < span.start());
        let role = context.mentions[at..].iter().take_while(|m| m.span.start() < span.end());
        if role.clone().any(|m| m.form == MentionForm::Role && m.kind == EntityKind::Person) {
            let words = tidy(&context.text.raw[span]);
            let bare = words
                .split_once(' ')
                .filter(|(article, _)| matches!(&*article.to_lowercase(), "the" | "a" | "an"));
            self.gathered.add_role(entity, bare.map_or(words.as_str(), |b| b.1));
        }
    }

    /// A source that no mention covers speaks for itself, under its own words.
    fn plain(&mut self, span: Span, source: &Range<usize>) -> Resolution {
        let context = self.context;
        if !context.text.raw[span].contains(char::is_alphanumeric) {
            return Resolution::NONE;
        }
        let words: Vec<String> = source.clone().map(|i| context.lower(i).into_owned()).collect();
        if matches!(words[0].as_str(), "who" | "which" | "that" | "whom") {
            return self.antecedent(source.start);
        }
        if source.len() == 1 && context.pos(source.start).starts_with("PRP") {
            return Resolution::NONE;
        }
        let plural = source
            .clone()
            .rev()
            .find(|&i| context.pos(i).starts_with("NN"))
            .is_some_and(|i| context.pos(i).ends_with('S'));
        let kind = if plural { EntityKind::Group } else { EntityKind::Organisation };
        let entity = self.described(kind, span, plural);
        found(entity, ResolutionHow::Role, 60, Some(span))
    }

    /// The entity with just this description, known or new.
    fn described(&mut self, kind: EntityKind, span: Span, plural: bool) -> usize {
        let name = tidy(&self.context.text.raw[span]);
        let key = words(&name);
        let recent = self.spoken.iter().rev().take(MEMORY).map(|s| s.0);
        let same = recent.into_iter().find(|&id| {
            let entity = &self.gathered.entities[id];
            entity.kind == kind && words(&entity.names[0]) == key
        });
        // Unnamed people are not the same just because they are described alike: "a resident said".
        let indefinite = matches!(
            &*name.split(' ').next().unwrap_or("").to_lowercase(),
            "a" | "an" | "one" | "another" | "some"
        );
        let id = same.filter(|_| !indefinite).unwrap_or_else(|| {
            let id = self.gathered.add(kind, &name);
            self.gathered.entities[id].plural = plural;
            id
        });
        self.gathered.entities[id].mentions.push((span, MentionForm::Role));
        id
    }

    /// The entity of the mention that a relative pronoun at token `at` follows.
    fn antecedent(&self, at: usize) -> Resolution {
        let context = self.context;
        let here = context.text.tokens[at].span.start();
        let before = context.mentions.partition_point(|m| m.span.start() < here);
        let sentence = context.text.sentence_of(at);
        for id in (before.saturating_sub(6)..before).rev() {
            let mention = &context.mentions[id];
            if mention.form == MentionForm::Pronoun
                || context.text.sentence_of(mention.tokens.start) != sentence
            {
                continue;
            }
            if let Some(entity) = self.gathered.of_mention[id] {
                return found(entity, ResolutionHow::Pronoun, 80, Some(mention.span));
            }
        }
        Resolution::NONE
    }

    fn pronoun(
        &self,
        mention: &Mention,
        source: &Range<usize>,
        attribution: &Attribution,
        parent: Option<Resolution>,
    ) -> Resolution {
        let context = self.context;
        let at = mention.tokens.start;
        match &*context.lower(at) {
            "i" | "we" | "my" | "our" => {
                // Inside somebody's words: that somebody.
                return parent
                    .and_then(|p| p.speaker)
                    .map_or(Resolution::NONE, |s| found(s, ResolutionHow::Pronoun, 80, None));
            }
            "who" | "which" | "that" | "whom" => return self.antecedent(at),
            _ => {}
        }
        let wants = |id: usize| {
            let entity = &self.gathered.entities[id];
            match &*context.lower(at) {
                "it" => {
                    entity.kind == EntityKind::Organisation || entity.kind == EntityKind::Document
                }
                "they" | "them" | "their" => {
                    entity.plural
                        || matches!(entity.kind, EntityKind::Group | EntityKind::Organisation)
                }
                _ => {
                    matches!(entity.kind, EntityKind::Person | EntityKind::Anonymous)
                        && !entity.plural
                        && (mention.gender.is_none()
                            || entity.gender.is_none_or(|g| Some(g) == mention.gender))
                }
            }
        };
        self.focus(at, source, attribution, &wants, mention.gender)
    }

    /// The entity in focus before token `at` among those that `wants` accepts.
    fn focus(
        &self,
        at: usize,
        source: &Range<usize>,
        attribution: &Attribution,
        wants: &dyn Fn(usize) -> bool,
        gender: Option<Gender>,
    ) -> Resolution {
        let context = self.context;
        let here = context.text.tokens[at].span.start();
        let sentence = context.text.sentence_of(at);
        let paragraph = context.text.sentences[sentence].paragraph;
        let before = context.mentions.partition_point(|m| m.span.start() < here);
        let last = self.spoken.last().copied();
        let mut best: Vec<(usize, i32, Span)> = Vec::new();
        for id in (before.saturating_sub(MEMORY)..before).rev() {
            let mention = &context.mentions[id];
            let Some(entity) = self.gathered.of_mention[id].filter(|&e| wants(e)) else { continue };
            let token = mention.tokens.start;
            let distance = sentence - context.text.sentence_of(token);
            if distance > NEAR && !best.is_empty() {
                break;
            }
            let mine = attribution.content.iter().any(|c| c.contains(&token));
            let mut score = 100 - 12 * distance as i32;
            score -= if mine || context.quoted(token) { 45 } else { 0 };
            score += if self.is_subject(mention) { 18 } else { 0 };
            let own = context.text.sentences[context.text.sentence_of(token)].paragraph;
            score -= if own == paragraph { 0 } else { 6 };
            // A place for the person is not the person: "Mr. Obama's aides".
            let possessive = context
                .text
                .tokens
                .get(mention.tokens.end)
                .is_some_and(|t| matches!(&context.text.raw[t.span], "'s" | "’s"));
            score -= if possessive { 10 } else { 0 };
            score += match last {
                Some((speaker, place)) if speaker == entity && place < source.start => 14,
                _ => 0,
            };
            score += if gender.is_some() && self.gathered.entities[entity].gender == gender {
                8
            } else {
                0
            };
            if let Some(known) = best.iter_mut().find(|b| b.0 == entity) {
                if score > known.1 {
                    *known = (entity, score, mention.span);
                }
            } else if best.len() < 12 {
                best.push((entity, score, mention.span));
            }
        }
        best.sort_by_key(|b| std::cmp::Reverse(b.1));
        match best[..] {
            [] => Resolution::NONE,
            [(entity, score, span)] => {
                found(entity, ResolutionHow::Pronoun, if score > 60 { 88 } else { 70 }, Some(span))
            }
            [(entity, score, span), (_, second, _), ..] => {
                let confidence = match score - second {
                    25.. => 85,
                    12.. => 75,
                    5.. => 62,
                    _ => 50,
                };
                found(entity, ResolutionHow::Pronoun, confidence, Some(span))
            }
        }
    }

    /// Does the mention open its sentence, or does a verb follow it?
    fn is_subject(&self, mention: &Mention) -> bool {
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

    fn role(&mut self, mention: &Mention, source: &Range<usize>) -> Resolution {
        let context = self.context;
        let span = context.text.span(source.clone());
        let description = &context.text.raw[mention.full];
        if mention.kind == EntityKind::Document {
            return self.document(mention, source);
        }
        let first = context.lower(context.text.tokens_in(mention.full).start);
        let definite = matches!(
            &*first,
            "the" | "this" | "that" | "his" | "her" | "their" | "its" | "these" | "those" | "both"
        ) || context.text.tokens_in(mention.full).any(|i| context.pos(i) == "POS");
        if definite
            && let Some((entity, score, evidence)) =
                self.fitting(description, mention, source.start)
        {
            return found(
                entity,
                ResolutionHow::Role,
                if score >= 7 { 82 } else { 65 },
                Some(evidence),
            );
        }
        let kind = if mention.kind == EntityKind::Person && mention.plural {
            EntityKind::Group
        } else {
            mention.kind
        };
        let whole =
            if mention.full.contains(span) { mention.full } else { span.cover(mention.full) };
        let entity = self.described(kind, whole, mention.plural);
        self.gathered.entities[entity].mentions.pop();
        found(entity, ResolutionHow::Role, 70, Some(span))
    }

    /// The entity mentioned before token `at` that the description fits best.
    fn fitting(
        &self,
        description: &str,
        mention: &Mention,
        at: usize,
    ) -> Option<(usize, i32, Span)> {
        let context = self.context;
        let here = context.text.tokens[at].span.start();
        let before = context.mentions.partition_point(|m| m.span.start() < here);
        let mut best: Option<(usize, i32, Span)> = None;
        let mut seen: Vec<usize> = Vec::new();
        for (steps, id) in (before.saturating_sub(3 * MEMORY)..before).rev().enumerate() {
            let Some(entity) = self.gathered.of_mention[id] else { continue };
            if seen.contains(&entity) || seen.len() > 40 {
                continue;
            }
            seen.push(entity);
            let known = &self.gathered.entities[entity];
            let person = mention.kind == EntityKind::Person;
            if person != (known.kind == EntityKind::Person)
                || (person && known.plural != mention.plural)
            {
                continue;
            }
            let fit = if person {
                known.roles.iter().map(|role| roles::fit(description, role)).max().unwrap_or(0)
            } else {
                short_form(description, &known.names)
            };
            // "the company" may be any body that was named before.
            let any = known.kind == EntityKind::Organisation && is_any_body(description);
            let fit = if any { fit.max(3) } else { fit };
            if fit < 3 {
                continue;
            }
            let recency = 3 - (steps as i32 / 10).min(3);
            let last = i32::from(self.spoken.last().is_some_and(|s| s.0 == entity));
            let score = fit + recency + last;
            if best.is_none_or(|(_, b, _)| score > b) {
                best = Some((entity, score, context.mentions[id].span));
            }
        }
        best
    }

    /// "the statement": who put it out, if the text said so shortly before; else the document speaks for itself.
    fn document(&mut self, mention: &Mention, source: &Range<usize>) -> Resolution {
        let context = self.context;
        let head = (mention.tokens.clone())
            .rev()
            .find(|&i| context.pos(i).starts_with("NN"))
            .unwrap_or(mention.tokens.start);
        let noun = context.tags.lemma(head).to_lowercase();
        let via = self.described(EntityKind::Document, mention.full, false);
        self.gathered.entities[via].mentions.pop();
        // "the mayor's letter"
        let owner = (self.gathered.named_in(context, mention.full).map(|(id, m)| (id, m.span)))
            .find(|o| o.0 != via);
        if let Some((speaker, span)) = owner {
            return Resolution {
                via: Some(via),
                ..found(speaker, ResolutionHow::Role, 80, Some(span))
            };
        }
        let sentence = context.text.sentence_of(source.start);
        let from = context.text.sentences[sentence.saturating_sub(4)].tokens.start;
        let introduced = (from..source.start).rev().find(|&i| {
            context.pos(i).starts_with("NN") && context.tags.lemma(i).eq_ignore_ascii_case(&noun)
        });
        if let Some(at) = introduced {
            let place = &context.text.sentences[context.text.sentence_of(at)];
            let before = Span::new(place.span.start(), context.text.tokens[at].span.start());
            let issuer = self
                .gathered
                .named_in(context, before)
                .filter(|(id, m)| {
                    *id != via
                        && matches!(
                            self.gathered.entities[*id].kind,
                            EntityKind::Person | EntityKind::Organisation | EntityKind::Group
                        )
                        && self.is_subject(m)
                })
                .map(|(id, m)| (id, m.span))
                .next();
            if let Some((speaker, span)) = issuer {
                return Resolution {
                    via: Some(via),
                    ..found(speaker, ResolutionHow::Role, 78, Some(span))
                };
            }
        }
        found(via, ResolutionHow::Role, 60, Some(mention.full))
    }
}

/// "the ministry" for "Iran's Foreign Ministry", "the Post" for "The Washington Post".
fn short_form(description: &str, names: &[String]) -> i32 {
    let wanted = words(description);
    let Some(head) = roles::head(&wanted) else { return 0 };
    let fits = names.iter().any(|name| {
        let given = words(name);
        given.contains(&head)
    });
    if fits { 6 } else { 0 }
}

/// Does the description fit every body of some kind: "the company", "the group"?
fn is_any_body(description: &str) -> bool {
    let wanted = words(description);
    wanted.len() == 1
        && matches!(
            wanted[0].as_str(),
            "agency"
                | "airline"
                | "bank"
                | "brand"
                | "chain"
                | "company"
                | "firm"
                | "group"
                | "maker"
                | "operator"
                | "organisation"
                | "organization"
                | "owner"
                | "retailer"
        )
}
