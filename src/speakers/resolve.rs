/*! From sources to entities, in the order of the text.

Each form has its way: a name was gathered already; a role is compared with what the text says about people ([`super::descriptions`]); a pronoun goes to
the one in focus, to the noun before "who", to the one whose words these are, or to the author ([`super::pronouns`]); a document goes to whoever put it
out; and where no source stands, the speaker before goes on.
*/

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::ops::Range;

use super::Resolution;
use super::campaigns::Campaigns;
use super::documents::{self, Titled};
use super::entities::{Gathered, tidy, without_article, words};
use crate::attributions::{Attribution, Context, nouns};
use crate::document::{EntityKind, MentionForm, ResolutionHow};
use crate::lexicon;
use crate::names::{Mention, is_saying};
use crate::text::Span;

/// How far back, in mentions, a pronoun or a role looks.
pub(super) const MEMORY: usize = 80;

/// How many mentions may have to be resolved for the sake of one.
const DEEPEST: usize = 4;

/// How far, in attributions, another with the same source may stand.
const TURNS: usize = 20;

pub(super) struct Resolver<'a> {
    pub(super) context: Context<'a>,
    pub(super) gathered: &'a mut Gathered,
    /// Speaker, and where its source stands, latest last.
    pub(super) spoken: Vec<(usize, usize)>,
    /// How often each has spoken, and who most often, the first of equals.
    tally: BTreeMap<usize, usize>,
    pub(super) main: Option<usize>,
    /// Who put a document out: the document's entity to the speaker's.
    pub(super) issuers: BTreeMap<usize, usize>,
    /// People named together, in order, and the entity that they are together.
    pub(super) together: BTreeMap<Vec<usize>, usize>,
    /// Who writes the text, once somebody has asked.
    pub(super) author: OnceCell<Option<usize>>,
    /// Does the text say "I" in its own voice, once somebody has asked?
    pub(super) personal: OnceCell<bool>,
    /// Who answers in an interview, once somebody has asked.
    pub(super) interviewee: OnceCell<Option<usize>>,
    /// The names that readers' letters are signed with: paragraph, entity, name.
    pub(super) signatures: Vec<(usize, usize, Span)>,
    /// Where each entity is first named, and first by more than one word; as far as they are known from names.
    pub(super) first_named: Vec<[usize; 2]>,
    /// How many mentions are being resolved for the sake of one another.
    depth: usize,
    /// Bodies called after the one they work for.
    pub(super) campaigns: Campaigns,
    /// The documents that have names.
    pub(super) titled: Vec<Titled>,
    /// Who is named as the owner of documents, by their nouns.
    pub(super) owned: BTreeMap<String, Option<(usize, Span)>>,
    /// For each token: is it part of what somebody says?
    pub(super) reported: Vec<bool>,
    /// Who has the turn after the question that was asked last, and the token where its source stands.
    pub(super) answers: Option<(usize, usize)>,
}

/// What happens at a place of the text.
enum Event {
    /// Attribution number so-and-so has its source here.
    Source(usize),
    /// A pronoun in the outlet's own voice: whoever it stands for is in focus again.
    Pronoun(usize),
    /// A role in the outlet's own voice, as a subject: the same.
    Role(usize),
}

/// Resolves each attribution's source; new entities (unnamed people, documents) are added to `gathered`.
pub fn resolve(
    context: Context,
    attributions: &[Attribution],
    gathered: &mut Gathered,
) -> Vec<Resolution> {
    let mut out = vec![Resolution::NONE; attributions.len()];
    let place = |a: &Attribution| {
        a.source.first().or(a.cue.as_ref()).or(a.content.first()).map_or(0, |r| r.start)
    };
    let mut events: Vec<(usize, Event)> = (attributions.iter().enumerate())
        .map(|(i, a)| (place(a), Event::Source(i)))
        .chain((context.mentions.iter().enumerate()).filter_map(|(id, m)| {
            let at = m.tokens.start;
            let role = m.form == MentionForm::Role
                && m.kind == EntityKind::Person
                && !m.plural
                && context.lower(at) == "the"
                && !context.quoted(at);
            if role {
                return Some((at, Event::Role(id)));
            }
            let plain = m.form == MentionForm::Pronoun
                && matches!(&*context.lower(at), "he" | "she")
                && !context.quoted(at);
            plain.then_some((at, Event::Pronoun(id)))
        }))
        .collect();
    // Sources first: what they say of a pronoun stands.
    events.sort_by_key(|(at, event)| (*at, !matches!(event, Event::Source(_))));
    let reported = reported(context, attributions);
    let titled = documents::titled(context, &mut |name| gathered.add(EntityKind::Document, name));
    let mut resolver = Resolver {
        context,
        gathered,
        spoken: vec![],
        tally: BTreeMap::new(),
        main: None,
        issuers: BTreeMap::new(),
        together: BTreeMap::new(),
        author: OnceCell::new(),
        personal: OnceCell::new(),
        interviewee: OnceCell::new(),
        signatures: vec![],
        first_named: vec![],
        depth: 0,
        campaigns: Campaigns::default(),
        titled,
        owned: BTreeMap::new(),
        reported,
        answers: None,
    };
    resolver.find_first_names();
    resolver.find_campaigns();
    resolver.find_owned();
    resolver.find_signatures();
    let own_words = OwnWords::new(context, attributions);
    let mut waiting = Vec::new();
    for (_, event) in events {
        match event {
            Event::Source(i) if own_words.needs(i) => waiting.push(i),
            Event::Source(i) => {
                let attribution = &attributions[i];
                out[i] = match resolver.same_source(i, attributions, &out) {
                    Some(speaker) => found(speaker, ResolutionHow::Role, 70, None),
                    None => resolver.source(attribution),
                };
                if let (Some(speaker), Some(source)) = (out[i].speaker, attribution.source.first())
                {
                    resolver.hear_question(attribution, speaker);
                    resolver.spoken.push((speaker, source.start));
                    resolver.count(speaker);
                }
            }
            Event::Pronoun(id) => resolver.passing(id),
            Event::Role(id) => resolver.passing_role(id),
        }
    }
    // "I" is whoever's words these are, which may be said after them.
    for i in waiting {
        out[i] = match own_words.speaker(i, &out) {
            Some(speaker) => found(speaker, ResolutionHow::Pronoun, 80, None),
            None => resolver.first_person(&attributions[i]),
        };
    }
    out
}

/// For each token: is it part of a content? Contents may nest, so their borders are counted, not their tokens.
fn reported(context: Context, attributions: &[Attribution]) -> Vec<bool> {
    let mut borders = vec![0_i32; context.text.tokens.len() + 1];
    for content in attributions.iter().flat_map(|a| &a.content) {
        borders[content.start] += 1;
        borders[content.end] -= 1;
    }
    let mut depth = 0;
    borders.pop();
    borders
        .iter()
        .map(|step| {
            depth += step;
            depth > 0
        })
        .collect()
}

/// Sources in the first person, and the attribution whose content each is part of.
struct OwnWords {
    /// For each attribution: is its source "I" or "we", and whose words is it in?
    of: Vec<(bool, Option<usize>)>,
}

impl OwnWords {
    fn new(context: Context, attributions: &[Attribution]) -> Self {
        let first = |a: &Attribution| {
            a.source.first().filter(|s| s.len() == 1).is_some_and(|s| {
                matches!(&*context.lower(s.start), "i" | "we" | "me" | "my" | "our" | "us")
            })
        };
        // For each token, the attribution with the shortest content around it.
        let mut around: Vec<Option<usize>> = vec![None; context.text.tokens.len()];
        if attributions.iter().any(first) {
            let size = |i: usize| attributions[i].content.iter().map(Range::len).sum::<usize>();
            let mut order: Vec<usize> = (0..attributions.len()).collect();
            order.sort_by_key(|&i| std::cmp::Reverse(size(i)));
            for i in order {
                for content in &attributions[i].content {
                    around[content.clone()].fill(Some(i));
                }
            }
        }
        let of = attributions.iter().enumerate().map(|(i, a)| {
            let holder = a.source.first().and_then(|s| around[s.start]).filter(|&h| h != i);
            (first(a), holder)
        });
        Self { of: of.collect() }
    }

    fn needs(&self, i: usize) -> bool {
        self.of[i].0
    }

    /// The speaker of the words that hold attribution `i`, through others in the first person.
    fn speaker(&self, i: usize, known: &[Resolution]) -> Option<usize> {
        let mut at = i;
        for _ in 0..8 {
            at = self.of[at].1?;
            if let Some(speaker) = known[at].speaker {
                return Some(speaker);
            }
        }
        None
    }
}

pub(super) fn found(
    speaker: usize,
    how: ResolutionHow,
    confidence: u8,
    evidence: Option<Span>,
) -> Resolution {
    Resolution { speaker: Some(speaker), via: None, how, confidence, evidence }
}

impl Resolver<'_> {
    /// "‸According to the group", "‸said Ana Ruiz", where somebody counts only the words in front to the source: the phrase that they lead up to.
    fn named_behind(&self, source: &Range<usize>) -> Option<Range<usize>> {
        let context = self.context;
        let according = source.len() == 2 && self.is_according(source);
        let says = source.len() == 1
            && matches!(context.pos(source.start), "VBD" | "VBZ")
            && is_saying(&context.lower(source.start));
        let sentence = &context.sentence(source.start).tokens;
        let phrase = context.phrase_after(source.end, sentence.end);
        ((according || says) && !phrase.is_empty()).then_some(phrase)
    }

    /// Does a source, of two words or more, begin with "according to"?
    fn is_according(&self, source: &Range<usize>) -> bool {
        let context = self.context;
        context.lower(source.start) == "according" && context.lower(source.start + 1) == "to"
    }

    /// "‸A person close to the firm insisted …, adding that …": the one without a name whose words begin with those of this source.
    fn same_source(&self, at: usize, all: &[Attribution], known: &[Resolution]) -> Option<usize> {
        let source = all[at].source.first()?;
        let &(speaker, place) = self.spoken.last()?;
        let unnamed = !self.gathered.entities[speaker].is_named();
        if place != source.start || !unnamed || source.len() < 2 {
            return None;
        }
        let begins = |(a, resolution): (&Attribution, &Resolution)| {
            resolution.speaker == Some(speaker)
                && a.source.first().is_some_and(|s| s.start == source.start && s.end > source.end)
        };
        // Attributions stand by their extents, so the other is near.
        let near = at.saturating_sub(TURNS)..all.len().min(at + TURNS);
        all[near.clone()].iter().zip(&known[near]).any(begins).then_some(speaker)
    }

    fn source(&mut self, attribution: &Attribution) -> Resolution {
        let Some(source) = attribution.source.first().cloned() else {
            return self.goes_on(attribution);
        };
        let source = self.named_behind(&source).unwrap_or(source);
        // "viewed positively by Republicans": the preposition belongs to the verb.
        let governed = source.len() > 1
            && matches!(
                &*self.context.lower(source.start),
                "among" | "by" | "from" | "to" | "with"
            );
        // "said Bolton", where somebody counts the verb to the source.
        let verb = source.len() > 1
            && self.context.pos(source.start) == "VBD"
            && matches!(self.context.tags.lemma(source.start), "say" | "write" | "add" | "tell");
        // "According to the group"
        let according = source.len() > 2 && self.is_according(&source);
        let skipped = usize::from(governed || verb) + 2 * usize::from(according);
        // "the Census brazenly"
        let adverb = source.len() > skipped + 1
            && self.context.pos(source.end - 1) == "RB"
            && self.context.lower(source.end - 1).ends_with("ly");
        let source = source.start + skipped..source.end - usize::from(adverb);
        // "warnings from residents": whose they are says them.
        let from = (source.start + 1..source.end.min(source.start + 3))
            .find(|&i| matches!(&*self.context.lower(i), "by" | "from"))
            .filter(|&i| i + 1 < source.end && nouns::kind(self.context, i - 1).is_some());
        let source = from.map_or(source.start, |i| i + 1)..source.end;
        if let Some(resolution) = self.party(&source) {
            return resolution;
        }
        if let Some(resolution) = self.one_of_several(&source) {
            return resolution;
        }
        if let Some(resolution) = self.by_title(&source) {
            return resolution;
        }
        if let Some(resolution) = self.campaign(&source) {
            return resolution;
        }
        if let Some(resolution) = self.unlisted(&source).or_else(|| self.named_together(&source)) {
            return resolution;
        }
        match self.mention_of(&source) {
            Some(id) => self.mention(id, &source, Some(attribution)),
            None => self.plain(&source, attribution),
        }
    }

    /// "‸Republican criticism": the adjective of a party stands for its members.
    fn party(&mut self, source: &Range<usize>) -> Option<Resolution> {
        let context = self.context;
        let at = source.end - 1;
        let word = context.word(at);
        // "House and Senate Republicans"
        let joined = source.len() > 3
            && context.lower(at - 2) == "and"
            && lexicon::is_known_body(context.word(at - 1))
            && lexicon::is_known_body(context.word(at - 3));
        if joined && lexicon::PEOPLES.get(word) == Some("party plural") {
            let span = context.text.span(source.clone());
            let entity = self.described(EntityKind::Group, span, true);
            return Some(found(entity, ResolutionHow::Name, 70, Some(span)));
        }
        let bare = source.len() == 1 || source.len() == 2 && context.lower(source.start) == "the";
        let noun = at + 1 < context.text.tokens.len() && context.pos(at + 1).starts_with("NN");
        let party = lexicon::PEOPLES.get(word) == Some("party");
        if !(bare && noun && party) {
            return None;
        }
        let members = format!("{word}s");
        let span = context.text.span(at..at + 1);
        let entity = match self.gathered.known_as(&members) {
            Some(known) => known,
            None => self.gathered.add(EntityKind::Group, &members),
        };
        let known = &mut self.gathered.entities[entity];
        known.plural = true;
        known.mentions.push((span, MentionForm::Name));
        if !known.names.iter().any(|name| name == word) {
            known.names.push(word.to_string());
        }
        Some(found(entity, ResolutionHow::Name, 75, Some(span)))
    }

    /// The entity behind a mention; `attribution` if it is the source of one.
    pub(super) fn mention(
        &mut self,
        id: usize,
        source: &Range<usize>,
        attribution: Option<&Attribution>,
    ) -> Resolution {
        // "Its report", "its report": each asks for the one before, which is followed only so far.
        if self.depth >= DEEPEST {
            return Resolution::NONE;
        }
        self.depth += 1;
        let resolution = self.mention_as(id, source, attribution);
        self.depth -= 1;
        resolution
    }

    fn mention_as(
        &mut self,
        id: usize,
        source: &Range<usize>,
        attribution: Option<&Attribution>,
    ) -> Resolution {
        let mention = self.context.mentions[id].clone();
        match mention.form {
            MentionForm::Name | MentionForm::Handle => {
                if let Some(member) = self.member(&mention) {
                    let kind = EntityKind::Person;
                    let role = Mention { form: MentionForm::Role, kind, plural: false, ..mention };
                    self.refers(id, &role, member);
                    return member;
                }
                let Some(entity) = self.gathered.of_mention[id] else { return Resolution::NONE };
                self.apposed(entity, &mention, source);
                let full = words(&self.context.text.raw[mention.span]).len() > 1;
                found(entity, ResolutionHow::Name, if full { 98 } else { 95 }, Some(mention.span))
            }
            MentionForm::Pronoun => {
                let resolution = self.pronoun(&mention, source, attribution);
                self.refers(id, &mention, resolution);
                resolution
            }
            MentionForm::Role => {
                let resolution = self.role(&mention, source, attribution);
                self.refers(id, &mention, resolution);
                resolution
            }
        }
    }

    /// Notes that mention `id` refers to whom `resolution` found: to the document rather than to the one who put it out.
    pub(super) fn refers(&mut self, id: usize, mention: &Mention, resolution: Resolution) {
        if let Some(entity) = resolution.via.or(resolution.speaker) {
            self.gathered.of_mention[id] = Some(entity);
            self.gathered.note(self.context, entity, mention);
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
        let mut role = context.mentions[at..].iter().take_while(|m| m.span.start() < span.end());
        if role.any(|m| m.form == MentionForm::Role && m.kind == EntityKind::Person) {
            let words = tidy(&context.text.raw[span]);
            self.gathered.add_role(entity, without_article(&words));
        }
    }

    /// Counts one more time that `speaker` speaks.
    fn count(&mut self, speaker: usize) {
        *self.tally.entry(speaker).or_default() += 1;
        let rank = |id: usize| (self.tally[&id], std::cmp::Reverse(id));
        if self.main.is_none_or(|main| rank(speaker) > rank(main)) {
            self.main = Some(speaker);
        }
    }
}
