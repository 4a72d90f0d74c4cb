/*! Second ways to call somebody, for variety: "the Wisconsin Republican", "the Norwegian", "the novelist", "the 57-year-old", where nobody is known for that. */

use std::ops::Range;

use super::Resolution;
use super::entities::words;
use super::resolve::{MEMORY, Resolver, found};
use super::roles;
use crate::attributions::Attribution;
use crate::document::{EntityKind, ResolutionHow};
use crate::lexicon;
use crate::names::Mention;
use crate::text::Span;

/// Who is in focus at least so surely may go by another description.
const CLEAR: u8 = 62;

impl Resolver<'_> {
    /// "the Wisconsin Republican", "the Dutchman": a member of a party or people, not the whole of it.
    pub(super) fn member(&mut self, mention: &Mention) -> Option<Resolution> {
        let context = self.context;
        let (first, last) = (mention.tokens.start, mention.tokens.end - 1);
        let start = if first > 0 && context.lower(first - 1) == "the" { first - 1 } else { first };
        let person = mention.kind == EntityKind::Person && mention.tokens.len() < 2;
        let one = matches!(context.pos(last), "NNP" | "NN") && is_member(context.word(last));
        if person || !one || context.lower(start) != "the" {
            return None;
        }
        // "the Republican case"
        if context.text.tokens.len() > last + 1 && context.pos(last + 1).starts_with("NN") {
            return None;
        }
        let (entity, confidence, evidence) = self.person_in_focus(start, None, None, &|_| false)?;
        Some(found(entity, ResolutionHow::Role, confidence.min(65), Some(evidence)))
    }

    /// A second way to call the one in focus: "the lawyer", "the 57-year-old", where nobody is known for that.
    pub(super) fn varied(
        &mut self,
        phrase: &Range<usize>,
        attribution: Option<&Attribution>,
    ) -> Option<Resolution> {
        let context = self.context;
        // "the former secretary of state"
        let office = (phrase.clone().skip(1)).find(|&i| {
            context.lower(i) == "of"
                && i + 1 < context.text.tokens.len()
                && context.lower(i - 1) == "secretary"
                && matches!(&*context.lower(i + 1), "defense" | "defence" | "state")
        });
        let phrase = &(phrase.start..office.unwrap_or(phrase.end));
        let last = phrase.end - 1;
        let bare = self.is_bare(phrase);
        // "the mother of three"
        let parent = phrase.len() == 4
            && context.pos(last) == "CD"
            && lexicon::GENDERED.has(&context.lower(phrase.start + 1));
        let aged = phrase.clone().any(|i| context.lower(i).ends_with("-year-old"));
        // "the Isfahan representative"
        let of_place = phrase.len() > 2 && context.lower(last) == "representative";
        let attribute = bare && (aged || of_place || is_attribute(context.word(last)));
        // "Candidate says" in a headline.
        let sentence = &context.sentence(phrase.start);
        let headline = sentence.paragraph < 2 && phrase.len() == 1;
        let shown = phrase.len() == 2 && context.lower(last) == "person";
        let article = matches!(&*context.lower(phrase.start), "the" | "this" | "that");
        // "the father-of-two", "the 34-year-old", "the mother of three": not "the novelist".
        let told = context.lower(phrase.start) == "the"
            && (parent || bare && (aged || context.word(last).contains("-of-")));
        if aged
            && told
            && let Some((entity, evidence)) = self.of_age(phrase)
        {
            return Some(found(entity, ResolutionHow::Role, 75, Some(evidence)));
        }
        if (shown && article || told)
            && let Some(entity) = self.unnamed_before(phrase.start, last)
        {
            let evidence = Some(context.text.tokens[self.spoken.last()?.1].span);
            return Some(found(entity, ResolutionHow::Role, 60, evidence));
        }
        if context.lower(phrase.start) != "the" && !headline || !(attribute || parent) {
            return None;
        }
        let (entity, confidence, evidence) =
            self.called_so(phrase, if parent { phrase.start + 1 } else { last }, attribution)?;
        // Only where there is one in focus, clearly.
        (confidence >= CLEAR).then(|| found(entity, ResolutionHow::Role, 55, Some(evidence)))
    }

    /// "Breck headed the goal. “We got scared,” ‸the captain admitted.": who is in focus right before a quotation goes by what nobody has been called, unless it
    /// is an office that a story may bring in by its mere name.
    pub(super) fn newly_called(
        &mut self,
        phrase: &Range<usize>,
        attribution: &Attribution,
    ) -> Option<Resolution> {
        let context = self.context;
        let last = phrase.end - 1;
        let noun = &*context.lower(last);
        let sure = matches!(
            lexicon::noun(noun),
            Some((lexicon::Noun::Person { plural: false, kin: false }, true))
        );
        let bare = self.is_bare(phrase);
        let direct = attribution.content.iter().all(|c| context.quoted(c.start));
        // "the doctor", "the neighbour" may be anybody; "the operations commander" is one of whom more is known.
        let gender = super::gender::of_noun(noun);
        let person = matches!(noun, "man" | "woman");
        let told =
            phrase.len() > 2 || person || matches!(noun, "captain" | "commander" | "skipper");
        if !(sure && bare && direct && told && context.lower(phrase.start) == "the")
            || roles::is_brought_in(noun)
        {
            return None;
        }
        let (entity, confidence, evidence) = self.called_so(phrase, last, Some(attribution))?;
        let paragraph = |i: usize| context.sentence(i).paragraph;
        let near = paragraph(context.text.tokens_in(evidence).start) + 1 >= paragraph(phrase.start);
        let shown = !person
            || gender
                .is_some_and(|gender| self.gathered.entities[entity].shown[gender as usize] > 0);
        (near && shown && confidence >= CLEAR)
            .then(|| found(entity, ResolutionHow::Role, 50, Some(evidence)))
    }

    /// Does a phrase say nothing of whose, of what or for what somebody is?
    fn is_bare(&self, phrase: &Range<usize>) -> bool {
        let context = self.context;
        phrase
            .clone()
            .all(|i| !matches!(&*context.lower(i), "of" | "for") && context.pos(i) != "POS")
    }

    /// The person in focus whom nothing forbids to call by `phrase`, whose noun is token `noun`; how sure, and where they were mentioned.
    fn called_so(
        &self,
        phrase: &Range<usize>,
        noun: usize,
        attribution: Option<&Attribution>,
    ) -> Option<(usize, u8, Span)> {
        let context = self.context;
        let last = phrase.end - 1;
        // "the mother of three" is a woman.
        let gender = super::gender::of_noun(&context.lower(noun));
        // "the Republican candidate" is no Democrat.
        let party = phrase.clone().find_map(|i| party_of(&context.lower(i)));
        // "the Norwegian" is the Norwegian skier, if the text has one.
        let nation = Some(adjective_of(context.word(last))).filter(|_| phrase.len() < 4);
        let compatriots =
            nation.map_or_else(Vec::new, |nation| self.of_nation(nation, phrase.start));
        // "the pensions secretary" is no police commissioner.
        let affair = phrase.clone().any(|i| lexicon::AFFAIRS.has(&context.lower(i)))
            && matches!(
                &*context.lower(last),
                "chief" | "commissioner" | "director" | "minister" | "secretary"
            );
        let description = &context.text.raw[context.text.span(phrase.clone())];
        let unfit = |entity: usize| {
            let roles = &self.gathered.entities[entity].roles;
            !roles.is_empty() && roles.iter().all(|role| roles::fit(description, role) == 0)
        };
        // "the accused" is not the judge.
        let charged = matches!(&*context.lower(last), "accused" | "defendant" | "suspect");
        let official = |entity: usize| {
            self.gathered.entities[entity].roles.iter().any(|role| roles::is_office(role))
        };
        let other = |entity: usize| {
            let mut of = self.parties(entity);
            affair && unfit(entity)
                || charged && official(entity)
                || party.is_some()
                    && of
                        .next()
                        .is_some_and(|first| Some(first) != party && of.all(|p| Some(p) != party))
                || !compatriots.is_empty() && !compatriots.contains(&entity)
                || self.gathered.entities[entity].goes_by_another(gender)
        };
        let (entity, confidence, evidence) =
            self.person_in_focus(phrase.start, gender, attribution, &other)?;
        // Not the judge who "sentenced a teenager".
        let apart = !is_member(context.word(last)) && self.is_told_of_apart(last, evidence);
        (!apart).then_some((entity, confidence, evidence))
    }

    /// "Karen Miles, 52" for "the 52-year-old": the one of this age, and where the name stands.
    fn of_age(&self, phrase: &Range<usize>) -> Option<(usize, Span)> {
        let context = self.context;
        let aged = phrase.clone().map(|i| context.lower(i));
        let age = aged.into_iter().find_map(|w| w.strip_suffix("-year-old").map(str::to_string))?;
        let before = context.mentions.partition_point(|m| m.tokens.start < phrase.start);
        let of_age = |id: usize| {
            let mention = &context.mentions[id];
            let end = mention.tokens.end;
            let behind =
                context.is_comma(end) && end + 1 < phrase.start && context.lower(end + 1) == age;
            let role =
                |role: &Span| context.text.raw[*role].starts_with(&format!("{age}-year-old"));
            mention.names_person() && (behind || mention.roles.iter().any(role))
        };
        let gender = phrase.clone().find_map(|i| super::gender::of_noun(&context.lower(i)));
        let fits = |entity: usize| !self.gathered.entities[entity].goes_by_another(gender);
        let aged = (before.saturating_sub(3 * MEMORY)..before).rev().filter(|&id| of_age(id));
        let mut known = aged
            .filter_map(|id| Some((self.gathered.of_mention[id]?, context.mentions[id].span)))
            .filter(|(entity, _)| fits(*entity));
        let first = known.next()?;
        // Of two of one age it may be either.
        known.all(|(entity, _)| entity == first.0).then_some(first)
    }

    /// "Judge Miller sentenced a ‸teenager": has the text, since the one named at `evidence` or in that sentence, told of another by the noun at token `noun`?
    fn is_told_of_apart(&self, noun: usize, evidence: Span) -> bool {
        let context = self.context;
        let word = context.lower(noun);
        let named = context.text.tokens_in(evidence);
        let from = context.sentence(named.start).tokens.start;
        (from..noun).filter(|&i| !named.contains(&i) && context.lower(i) == word).any(|i| {
            let relation = context.tags.relation[i].as_str();
            let object = matches!(relation, "dobj" | "iobj") || relation.starts_with("nmod");
            let subject =
                context.is_subject(i) && matches!(&*context.lower(i.saturating_sub(1)), "a" | "an");
            (object || subject) && !context.quoted(i)
        })
    }

    /// "A neighbour said …. “…,” ‸the father-of-two fumed": the one without a name who spoke last, if nobody has been named since.
    fn unnamed_before(&self, at: usize, noun: usize) -> Option<usize> {
        let context = self.context;
        let &(id, place) = self.spoken.last()?;
        let entity = &self.gathered.entities[id];
        let near = context.text.sentence_of(place) + 2 >= context.text.sentence_of(at);
        let person = matches!(entity.kind, EntityKind::Person | EntityKind::Anonymous);
        let gender = super::gender::of_noun(&context.lower(noun));
        let first = context.mentions.partition_point(|m| m.tokens.start < place);
        let next = context.mentions.partition_point(|m| m.tokens.start < at);
        let named = (first..next).rev().take(MEMORY).any(|m| {
            context.mentions[m].names_person() && !context.quoted(context.mentions[m].tokens.start)
        });
        let own = near
            && person
            && !entity.plural
            && !entity.is_named()
            && !named
            && !roles::is_office(&entity.names[0]);
        (own && !entity.goes_by_another(gender)).then_some(id)
    }

    /// The parties that the roles of an entity name.
    fn parties(&self, entity: usize) -> impl Iterator<Item = u8> + '_ {
        let roles = &self.gathered.entities[entity].roles;
        roles.iter().flat_map(|r| words(r)).filter_map(|w| party_of(&w))
    }

    /// The people before token `at` whose roles have this word for a nation: "Norwegian skier".
    fn of_nation(&self, nation: &str, at: usize) -> Vec<usize> {
        if !lexicon::PEOPLES.get(nation).is_some_and(|value| value.starts_with("nation")) {
            return vec![];
        }
        let has = |role: &String| role.split(' ').any(|word| word == nation);
        let before = self.context.mentions.partition_point(|m| m.tokens.start < at);
        let mut out: Vec<usize> = (before.saturating_sub(3 * MEMORY)..before)
            .filter_map(|id| self.gathered.of_mention[id])
            .filter(|&id| self.gathered.entities[id].kind == EntityKind::Person)
            .filter(|&id| self.gathered.entities[id].roles.iter().any(has))
            .collect();
        out.sort_unstable();
        out.dedup();
        out
    }
}

/// The party that a word in a description or a role names.
fn party_of(word: &str) -> Option<u8> {
    Some(match word.trim_end_matches('s') {
        "conservative" | "tory" => 0,
        "democrat" | "democratic" => 1,
        "gop" | "republican" => 2,
        "labour" => 3,
        "liberal" => 4,
        _ => return None,
    })
}

/// Words for one member of a party or a people that tell nothing else of them; `word` as the text writes it.
pub(super) fn is_member(word: &str) -> bool {
    let lower = word.to_lowercase();
    // "Dutchman", "Irishwoman"
    let people = ["man", "woman"].iter().any(|end| {
        lower
            .strip_suffix(end)
            .is_some_and(|stem| stem.ends_with("sh") || stem.ends_with("ch") || stem == "norse")
    });
    people || lexicon::ATTRIBUTES.get(&lower) == Some("member")
}

/// "the Norwegian", one of the Norwegians; not "the French".
pub(super) fn is_one_of_people(word: &str) -> bool {
    lexicon::PEOPLES.has(word) && lexicon::PEOPLES.has(&format!("{word}s"))
}

/// The adjective beside the noun for one of a people: "British" for "Briton"; most have one word for both.
fn adjective_of(noun: &str) -> &str {
    let stem = noun.strip_suffix("woman").or_else(|| noun.strip_suffix("man"));
    match noun {
        "Briton" => "British",
        "Dane" => "Danish",
        "Finn" => "Finnish",
        "Pole" => "Polish",
        "Scot" => "Scottish",
        "Spaniard" => "Spanish",
        "Swede" => "Swedish",
        "Turk" => "Turkish",
        _ => stem.filter(|s| s.ends_with("sh") || s.ends_with("ch")).unwrap_or(noun),
    }
}

/// Nouns that writers use for variety when they mean the one they speak of: "the striker", "the 34-year-old", "the mother-of-two".
fn is_attribute(word: &str) -> bool {
    let noun = &*word.to_lowercase();
    noun.ends_with("-year-old")
        || noun.contains("-of-")
        || is_member(word)
        || is_one_of_people(word)
        || lexicon::ATTRIBUTES.has(noun)
        || lexicon::NOUNS.get(noun) == Some("trait")
}
