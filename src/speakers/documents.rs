/*! Documents: whose words they are, and the names that some of them have.

"the mayor's letter", "the statement", "a report by the agency": whoever put a document out speaks, and the document is what they speak through; where
the text does not say who did, it speaks for itself. Polls and studies speak for themselves under the names they are known by: "the latest
Quinnipiac University poll", and "the poll" after or before it.
*/

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::Resolution;
use super::entities::tidy;
use super::resolve::{MEMORY, Resolver, found};
use super::roles;
use crate::attributions::{Context, circumstances};
use crate::document::{EntityKind, MentionForm, ResolutionHow};
use crate::lexicon;
use crate::names::Mention;
use crate::text::Span;

/// How many named documents are kept, and compared with another.
const MOST: usize = 40;

/// How far back, in sentences, the words that say who put a document out may be.
const SENTENCES: usize = 4;

/// The same in tokens, since a sentence may be of any length.
const TOKENS: usize = 300;

/// How many of its like before it are asked whose they are.
const LIKE: usize = 4;

/// How many paragraphs from the beginning "a poll" may mean one that is named later.
const LEAD: usize = 3;

/// A document with a name: the token of its noun, its entity, and the name.
#[derive(Debug, Clone)]
pub(super) struct Titled {
    head: usize,
    entity: usize,
    name: Range<usize>,
}

/// Nouns for documents that are known by the name of whoever made them.
fn is_survey(noun: &str) -> bool {
    matches!(noun, "poll" | "survey" | "study" | "index" | "average" | "barometer" | "census")
}

/// Verbs by which somebody puts a document out.
fn puts_out(lemma: &str) -> bool {
    matches!(
        lemma,
        "air"
            | "circulate"
            | "deliver"
            | "email"
            | "file"
            | "give"
            | "hand"
            | "issue"
            | "launch"
            | "make"
            | "post"
            | "produce"
            | "publish"
            | "put"
            | "read"
            | "release"
            | "run"
            | "send"
            | "share"
            | "sign"
            | "submit"
            | "tweet"
            | "unveil"
            | "upload"
            | "write"
    )
}

/// Nouns by which one document goes in turn, "her ad … the spot", by the first of them; any other noun is its own.
fn kin(noun: &str) -> &str {
    const ALIKE: [&[&str]; 8] = [
        &["ad", "advertisement", "commercial", "spot", "video"],
        &["article", "column", "editorial", "essay", "op-ed", "piece", "story"],
        &["complaint", "filing", "lawsuit", "petition", "suit"],
        &["email", "e-mail", "message"],
        &["memo", "memorandum"],
        &["post", "posting", "tweet"],
        &["address", "remarks", "speech"],
        &["announcement", "release", "statement"],
    ];
    ALIKE.iter().find(|all| all.contains(&noun)).map_or(noun, |all| all[0])
}

/// The words of a name, however they are joined: "Washington Post-ABC News poll" gives washington, post, abc, news, poll.
fn parts(name: &str) -> BTreeSet<String> {
    name.split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// The documents of the text that have names, in order, each with an entity; of two names one of which holds the other the entity is the same.
pub(super) fn titled(context: Context, add: &mut dyn FnMut(&str) -> usize) -> Vec<Titled> {
    let mut out: Vec<Titled> = Vec::new();
    let mut known: Vec<(BTreeSet<String>, usize)> = Vec::new();
    let capital = |i: usize| {
        context.word(i).starts_with(char::is_uppercase) && !crate::names::is_time(&context.lower(i))
    };
    for head in 1..context.text.tokens.len() {
        if known.len() > MOST || !is_survey(&context.lower(head)) {
            continue;
        }
        // "U.S. Geological Survey", "Republican Study Committee"
        let next = context.mentions.partition_point(|m| m.tokens.start <= head);
        let body = context.mentions[next.saturating_sub(4)..next].iter().any(|mention| {
            mention.names_body()
                && mention.tokens.contains(&head)
                && (mention.tokens.end > head + 1
                    || lexicon::is_known_body(&context.text.raw[mention.span]))
        });
        if body {
            continue;
        }
        let sentence = &context.sentence(head).tokens;
        let mut start = head;
        while start > sentence.start
            && head - start < 10
            && (capital(start - 1) && context.pos(start - 1) != "DT"
                || matches!(context.word(start - 1), "/" | "-" | "–" | "&")
                || (matches!(context.word(start - 1), "the" | "of" | "for" | "and")
                    && start - 1 > sentence.start
                    && context.word(start).starts_with(char::is_uppercase)
                    && capital(start - 2)
                    && context.word(start - 2).contains('/')))
        {
            start -= 1;
        }
        if start == head || !context.word(start).starts_with(char::is_uppercase) {
            continue;
        }
        // "the RealClearPolitics average of national polls"
        let of = (head + 1..sentence.end.min(head + 4))
            .take_while(|_| context.lower((head + 1).min(sentence.end - 1)) == "of")
            .find(|&i| context.pos(i) == "NNS");
        let end = of.unwrap_or(head) + 1;
        let name = tidy(&context.text.raw[context.text.span(start..end)]);
        let words = parts(&name);
        let same = known.iter().find(|(w, _)| w.is_subset(&words) || words.is_subset(w));
        let entity = if let Some(&(_, entity)) = same {
            entity
        } else {
            let entity = add(&name);
            known.push((words, entity));
            entity
        };
        out.push(Titled { head, entity, name: start..end });
    }
    out
}

impl Resolver<'_> {
    /// A source that is a document with a name: "a new Suffolk University poll", "the results of the latest Quinnipiac University poll".
    pub(super) fn by_title(&mut self, source: &Range<usize>) -> Option<Resolution> {
        let context = self.context;
        let at = self.titled.partition_point(|t| t.head < source.start);
        let titled = self.titled.get(at).filter(|t| t.head < source.end)?.clone();
        let leads = |i: usize| {
            matches!(
                context.pos(i),
                "DT" | "JJ" | "JJS" | "JJR" | "NN" | "NNS" | "NNP" | "CD" | "RB" | "RBS" | "VBN"
            ) || context.lower(i) == "of"
        };
        if !(source.start..titled.name.start).all(leads) {
            return None;
        }
        Some(self.titled_as(&titled, 88))
    }

    /// The document with a name, noted as mentioned there.
    fn titled_as(&mut self, titled: &Titled, confidence: u8) -> Resolution {
        let span = self.context.text.span(titled.name.clone());
        let name = tidy(&self.context.text.raw[span]);
        let entity = &mut self.gathered.entities[titled.entity];
        if entity.names.len() < MOST && !entity.names.contains(&name) {
            entity.names.push(name);
        }
        entity.mentions.push((span, MentionForm::Name));
        found(titled.entity, ResolutionHow::Name, confidence, Some(span))
    }

    /// "the poll", "poll" in a headline: the one named last, or near the beginning the one named next.
    pub(super) fn untitled(&self, head: usize) -> Option<Resolution> {
        let context = self.context;
        let noun = context.tags.lemma(head).to_lowercase();
        if !(is_survey(&noun) || noun == "finding") {
            return None;
        }
        let alike = |t: &&Titled| {
            let other = context.lower(t.head);
            let poll = |w: &str| matches!(w, "poll" | "survey" | "finding");
            *other == *noun || (poll(&other) && poll(&noun))
        };
        let at = self.titled.partition_point(|t| t.head < head);
        let before = self.titled[..at].iter().rev().take(MOST).find(alike);
        let lead = || context.sentence(head).paragraph < LEAD;
        let titled = before
            .or_else(|| lead().then(|| self.titled[at..].iter().take(MOST).find(alike))?)?;
        let span = context.text.span(titled.name.clone());
        Some(found(titled.entity, ResolutionHow::Role, 70, Some(span)))
    }

    /// "the statement": who put it out, if the text says so; else the document speaks for itself.
    pub(super) fn document(&mut self, mention: &Mention, source: &Range<usize>) -> Resolution {
        let head = self.noun_of(mention);
        if let Some(resolution) = self.untitled(head) {
            return resolution;
        }
        // "Breitbart News, a website that …"
        let beside = self.beside(&mention.tokens, EntityKind::Organisation);
        if let Some((speaker, span)) = beside {
            return found(speaker, ResolutionHow::Role, 75, Some(span));
        }
        let via = self.described(EntityKind::Document, mention.full, false);
        self.gathered.entities[via].mentions.pop();
        let issuer = self.issuer(mention, source, via);
        if let Some((speaker, span, confidence)) = issuer {
            self.issuers.insert(via, speaker);
            return Resolution {
                via: Some(via),
                ..found(speaker, ResolutionHow::Role, confidence, Some(span))
            };
        }
        found(via, ResolutionHow::Role, 60, Some(mention.full))
    }

    /// The noun of a mention by role.
    fn noun_of(&self, mention: &Mention) -> usize {
        let context = self.context;
        (mention.tokens.clone())
            // Not the "Post" of "a Washington Post analysis".
            .find(|&i| {
                matches!(context.pos(i), "NN" | "NNS")
                    && matches!(
                        lexicon::noun(&context.lower(i)),
                        Some((lexicon::Noun::Document, _))
                    )
            })
            .unwrap_or(mention.tokens.end - 1)
    }

    /// Who put a document out, the words that say so, and how sure that is.
    fn issuer(
        &mut self,
        mention: &Mention,
        source: &Range<usize>,
        via: usize,
    ) -> Option<(usize, Span, u8)> {
        let context = self.context;
        let head = self.noun_of(mention);
        if let Some((speaker, span)) = self.said_whose(head) {
            return Some((speaker, span, 80));
        }
        if let Some(&known) = self.issuers.get(&via) {
            return Some((known, mention.full, 75));
        }
        // "a report" is not the report before it; but "The union sent ‸an email saying".
        if matches!(&*context.lower(mention.tokens.start), "a" | "an" | "another" | "one") {
            let verb = context.tags.head[head].map(|verb| verb as usize);
            let object = context.tags.relation[head].as_str() == "dobj"
                && verb.is_some_and(|verb| puts_out(context.tags.lemma(verb)));
            let issuer = if object { self.put_out(head) } else { None };
            return issuer.map(|(speaker, span)| (speaker, span, 65));
        }
        let noun = context.tags.lemma(head).to_lowercase();
        let sentence = context.text.sentence_of(source.start);
        let from = context.text.sentences[sentence.saturating_sub(SENTENCES)].tokens.start;
        let alike = |i: &usize| {
            context.pos(*i).starts_with("NN")
                && kin(&context.tags.lemma(*i).to_lowercase()) == kin(&noun)
        };
        let from = from.max(source.start.saturating_sub(TOKENS));
        for i in (from..source.start).rev().filter(alike).take(LIKE) {
            if let Some((speaker, span)) = self.said_whose(i).or_else(|| self.put_out(i)) {
                return Some((speaker, span, 75));
            }
        }
        if let Some((speaker, span)) = self.who_sues(source.start, &noun) {
            return Some((speaker, span, 70));
        }
        self.just_wrote(source.start, &noun)
            .or_else(|| self.only_issuer(head).map(|(speaker, span)| (speaker, span, 60)))
    }

    /// The only one of whom the text says by name that such a document is theirs: "the AP report", "the Times’s editorial".
    pub(super) fn only_issuer(&self, head: usize) -> Option<(usize, Span)> {
        let noun = self.context.tags.lemma(head).to_lowercase();
        self.owned.get(&noun).copied().flatten()
    }

    /// Gathers who is named as the owner of documents, by their nouns; of a noun with two owners nothing is kept.
    pub(super) fn find_owned(&mut self) {
        let context = self.context;
        let mut owned: BTreeMap<String, Option<(usize, Span)>> = BTreeMap::new();
        for (id, mention) in context.mentions.iter().enumerate() {
            let end = mention.tokens.end;
            let named = mention.form == MentionForm::Name
                && matches!(mention.kind, EntityKind::Organisation | EntityKind::Person);
            let Some(owner) = self.gathered.of_mention[id].filter(|_| named) else { continue };
            if end + 2 >= context.text.tokens.len() {
                continue;
            }
            let from = end + usize::from(context.pos(end) == "POS");
            let noun = (from..context.text.tokens.len().min(from + 3))
                .take_while(|&i| matches!(context.pos(i), "JJ" | "NN" | "VBN"))
                .find(|&i| {
                    matches!(
                        lexicon::noun(&context.lower(i)),
                        Some((lexicon::Noun::Document, true))
                    )
                });
            let Some(noun) = noun.filter(|&i| !is_survey(context.tags.lemma(i))) else { continue };
            let slot = owned
                .entry(context.tags.lemma(noun).to_lowercase())
                .or_insert(Some((owner, mention.span)));
            if slot.is_some_and(|(other, _)| other != owner) {
                *slot = None;
            }
        }
        self.owned = owned;
    }

    /// "a supervisor replied that … “…,” the email said": whoever spoke last in this paragraph or the one before, if they did so in writing.
    fn just_wrote(&self, at: usize, noun: &str) -> Option<(usize, Span, u8)> {
        let context = self.context;
        let letter = matches!(
            noun,
            "email" | "e-mail" | "letter" | "memo" | "message" | "note" | "post" | "text" | "tweet"
        );
        // Bodies speak in statements, whatever the verb: "The company confirmed … “…,” the statement said".
        let statement = matches!(noun, "announcement" | "release" | "statement");
        let &(speaker, place) = self.spoken.last().filter(|_| letter || statement)?;
        let sentences = &context.text.sentences;
        let (here, there) = (context.text.sentence_of(at), context.text.sentence_of(place));
        let wrote = (place..sentences[there].tokens.end.min(place + 40)).any(|i| {
            matches!(
                context.tags.lemma(i),
                "write" | "reply" | "respond" | "post" | "tweet" | "text" | "email" | "message"
            )
        });
        // "In a statement, the mogul announced that … “…,” the statement said"
        let from = sentences[there].tokens.start.max(place.saturating_sub(8));
        let within = (from + 1..sentences[there].tokens.end.min(place + 40)).any(|i| {
            kin(&context.tags.lemma(i).to_lowercase()) == kin(noun)
                && (i.saturating_sub(3).max(from)..i)
                    .any(|k| matches!(&*context.lower(k), "in" | "through" | "via"))
        });
        let wrote = within || letter && wrote || statement && self.still_speaks(speaker, place, at);
        let near = sentences[here].paragraph <= sentences[there].paragraph + 1 && here <= there + 3;
        (wrote && near && self.speaks(speaker))
            .then(|| (speaker, context.text.tokens[place].span, 65))
    }

    /// Is the speaker a body, and has no other been the subject of anything from token `place` to token `at`?
    fn still_speaks(&self, speaker: usize, place: usize, at: usize) -> bool {
        let context = self.context;
        let body = |id: usize| self.gathered.entities[id].kind == EntityKind::Organisation;
        let from = context.mentions.partition_point(|m| m.tokens.start < place);
        let subject = |id: usize| {
            let mention = &context.mentions[id];
            let start = mention.tokens.start;
            let sentence = &context.sentence(start).tokens;
            let opens = start == sentence.start + 1 && context.pos(sentence.start) == "DT";
            opens || self.is_subject(mention)
        };
        let other = (from..context.mentions.len())
            .take(MEMORY)
            .take_while(|&id| context.mentions[id].tokens.start < at)
            .filter(|&id| subject(id))
            .filter_map(|id| self.gathered.of_mention[id])
            .any(|id| id != speaker && self.gathered.entities[id].kind != EntityKind::Person);
        body(speaker) && !other
    }

    /// Whose a document is by the words around its noun: "the mayor's letter", "her letter", "the AP report", "a report by the agency".
    pub(super) fn said_whose(&mut self, noun: usize) -> Option<(usize, Span)> {
        let context = self.context;
        let sentence = context.sentence(noun).tokens.clone();
        let mut start = noun;
        while start > sentence.start
            && noun - start < 8
            && matches!(
                context.pos(start - 1),
                "JJ" | "JJS"
                    | "JJR"
                    | "NN"
                    | "NNS"
                    | "NNP"
                    | "NNPS"
                    | "CD"
                    | "VBN"
                    | "VBG"
                    | "POS"
                    | "PRP$"
                    | "DT"
            )
        {
            start -= 1;
        }
        for i in (start..noun).rev() {
            if context.pos(i) == "PRP$" {
                return self.possessor(i).filter(|&(owner, _)| self.speaks(owner));
            }
            // The name or role that ends here.
            let owner = context.mentions_before(i + 1).find(|&k| {
                let m = &context.mentions[k];
                !matches!(m.kind, EntityKind::Place | EntityKind::Document)
                    && m.form != MentionForm::Pronoun
            });
            let marked = context.pos(i + 1) == "POS";
            // "a Facebook post" is not the company's.
            let channel = |id: usize| {
                circumstances::is_channel(
                    &context.text.raw[context.mentions[id].span].to_lowercase(),
                )
            };
            if let Some(id) = owner.filter(|&id| marked || !channel(id))
                && (marked || context.mentions[id].form == MentionForm::Name)
                && let Some(entity) = self.entity_of(id).filter(|&e| self.speaks(e))
            {
                return Some((entity, context.mentions[id].span));
            }
        }
        // "a report by the agency", "a letter from the mayor", "a document filed by the attorney", "an article in Politico"
        let end = sentence.end.min(noun + 8);
        // "messages obtained by the Ledger" are others'; "written and reviewed by Ana Ruiz" is hers.
        let got = |by: usize| {
            context.pos(by - 1).starts_with("VB")
                && !(by > noun + 2 && context.lower(by - 2) == "and")
                && matches!(
                    context.tags.lemma(by - 1),
                    "acquire"
                        | "examine"
                        | "obtain"
                        | "read"
                        | "receive"
                        | "review"
                        | "see"
                        | "view"
                )
        };
        let by = (noun + 1..end)
            .take_while(|&i| !context.is_comma(i) && !context.is_finite(i))
            .find(|&i| matches!(&*context.lower(i), "by" | "from") && !got(i));
        // "an article in Politico", not "a letter in May" nor "a report in the Times by Ana Ruiz".
        let published = by.is_none();
        let printed = matches!(
            &*context.lower(noun),
            "article" | "column" | "editorial" | "interview" | "op-ed" | "report" | "story"
        );
        let report = context.lower(noun) == "report";
        let by = by.or_else(|| {
            (noun + 1 < end && printed && context.lower(noun + 1) == "in").then_some(noun + 1)
        })?;
        let next = context.mentions.partition_point(|m| m.tokens.start <= by);
        let id = (next..context.mentions.len()).take(2).find(|&k| {
            let m = &context.mentions[k];
            context.text.tokens_in(m.full).start <= by + 4
                && m.tokens.end <= sentence.end
                && !matches!(m.kind, EntityKind::Place | EntityKind::Document)
                && m.form != MentionForm::Pronoun
                && (!published || m.names_body())
                && (!published || !report || roles::is_press(&context.text.raw[m.span]))
        })?;
        let entity = self.entity_of(id).filter(|&e| self.speaks(e))?;
        Some((entity, context.mentions[id].span))
    }

    /// Whose lawsuit it is that is spoken of at token `at`: "The party will sue the state … The lawsuit says".
    fn who_sues(&mut self, at: usize, noun: &str) -> Option<(usize, Span)> {
        let context = self.context;
        if kin(noun) != kin("lawsuit") {
            return None;
        }
        let sues = |i: &usize| context.tags.lemma(*i) == "sue" && context.pos(*i).starts_with("VB");
        let verb = (at.saturating_sub(TOKENS)..at).rev().find(sues)?;
        // "Workers may sue."
        if verb > 0 && matches!(&*context.lower(verb - 1), "can" | "could" | "may" | "might") {
            return None;
        }
        let sentence = &context.sentence(verb).tokens;
        let subject = (sentence.start.max(verb.saturating_sub(40))..verb).find(|&i| {
            context.tags.head[i] == Some(verb as u32)
                && context.tags.relation[i].as_str() == "nsubj"
        })?;
        let here = context.text.tokens[subject].span;
        let next = context.mentions.partition_point(|m| m.span.start() <= here.start());
        let id = (next.saturating_sub(4)..next)
            .rev()
            .find(|&k| context.mentions[k].tokens.contains(&subject))?;
        let entity = self.entity_of(id).filter(|&e| self.speaks(e))?;
        Some((entity, context.mentions[id].span))
    }

    /// Who put the document at token `noun` out by a verb before it: "The union sent an email".
    pub(super) fn put_out(&mut self, noun: usize) -> Option<(usize, Span)> {
        let context = self.context;
        let sentence = context.sentence(noun).tokens.clone();
        let said_in = (noun.saturating_sub(3)..noun).any(|i| context.lower(i) == "in");
        let verb = (sentence.start.max(noun.saturating_sub(12))..noun).rev().find(|&i| {
            context.pos(i).starts_with("VB") && (said_in || puts_out(context.tags.lemma(i)))
        })?;
        // "The Ruiz campaign sent an email"
        if let Some((campaign, token)) = self.campaign_before(sentence.start, verb) {
            return Some((campaign, context.text.tokens[token].span));
        }
        let here = context.text.tokens[verb].span.start();
        let next = context.mentions.partition_point(|m| m.span.start() < here);
        let id = (next.saturating_sub(6)..next).rev().find(|&k| {
            let m = &context.mentions[k];
            m.tokens.start >= sentence.start
                && m.tokens.end <= verb
                && !matches!(m.kind, EntityKind::Place | EntityKind::Document)
                && self.is_subject(m)
        })?;
        let entity = self.entity_of(id).filter(|&e| self.speaks(e))?;
        Some((entity, context.mentions[id].span))
    }

    /// The entity of a mention, sought if it is a role that was no source.
    pub(super) fn entity_of(&mut self, id: usize) -> Option<usize> {
        if self.gathered.of_mention[id].is_none()
            && self.context.mentions[id].form != MentionForm::Name
        {
            let tokens = self.context.mentions[id].tokens.clone();
            return self.mention(id, &tokens, None).speaker;
        }
        self.gathered.of_mention[id]
    }

    /// Can the entity put out a document?
    fn speaks(&self, id: usize) -> bool {
        matches!(
            self.gathered.entities[id].kind,
            EntityKind::Person | EntityKind::Organisation | EntityKind::Group
        )
    }
}
