/*! Surnames: words in front of them that are no given name ("Fascist Trump", "Denounces Clinton"), and whom a bare one means where several bear it. */

use std::collections::{BTreeMap, BTreeSet};

use super::entities::words;
use super::roles::long;
use crate::attributions::Context;
use crate::document::EntityKind;
use crate::lexicon;
use crate::names::{Gender, Mention, is_saying};

/// How many words before a name may tell that it is a relative's: "his younger brother, ".
const KIN: usize = 4;

/// How many words before two names may say what they are to each other.
const PAIR: usize = 5;

/// How many relatives are looked at for one whose surname a title gives.
const RELATIVES: usize = 30;

/// The titles by which two people of one surname are told apart.
pub(super) const COURTESIES: [&str; 5] = ["mr", "mrs", "ms", "miss", "mx"];

/// The surnames of people whose full names begin with a given name that is known, and how often each name of two words stands in the text.
pub(super) struct Surnames {
    firm: BTreeSet<String>,
    pairs: BTreeMap<Vec<String>, usize>,
}

impl Surnames {
    pub fn new(context: Context) -> Self {
        let (mut firm, mut pairs) = (BTreeSet::new(), BTreeMap::new());
        let named = context.mentions.iter().filter(|m| m.names_person() || m.names_body());
        for mention in named {
            let key = words(&context.text.raw[mention.span]);
            if key.len() < 2 {
                continue;
            }
            if mention.names_person() && lexicon::GIVEN_NAMES.has(&key[0]) {
                firm.insert(key[key.len() - 1].clone());
            }
            if key.len() == 2 {
                *pairs.entry(key).or_default() += 1;
            }
        }
        Self { firm, pairs }
    }

    /// "Fascist Trump" on a shirt, "Denounces Clinton" in a headline: a word in front of the surname of somebody whose given name the text has.
    pub fn is_led_up_to(&self, context: Context, mention: &Mention, key: &[String]) -> bool {
        let [first, last] = key else { return false };
        let at = mention.tokens.start;
        let sentence = &context.sentence(at);
        let headline = sentence.paragraph == 0 && context.text.paragraphs[0].sentences.len() == 1;
        let odd = context.quoted(at) || at == sentence.tokens.start || headline;
        // As verbs, participles and nouns for partisans end; "Melania" does not.
        let tells = first.chars().count() > 4
            && ["ing", "ist", "s"].iter().any(|ending| first.ends_with(ending));
        // "Painting Trump as a threat" may look like a body.
        (mention.names_person() || mention.names_body() && first.ends_with("ing"))
            && mention.tokens.len() == 2
            && mention.full == mention.span
            && mention.roles.is_empty()
            && odd
            && tells
            && !lexicon::GIVEN_NAMES.has(first)
            && self.firm.contains(last)
            && self.pairs.get(key) == Some(&1)
    }
}

/// What a word for a relative in front of a name tells: "his brother", "her daughter".
#[derive(Debug, Clone, Copy)]
pub(super) struct Relative {
    /// The gender of the word.
    pub gender: Option<Gender>,
}

/// What a mention shows of one who may share a surname.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shown {
    /// Is it the subject of a verb outside quotations, and of one of saying?
    pub acts: bool,
    pub speaks: bool,
    /// What word for a relative leads up to it: "his brother".
    pub relative: Option<Relative>,
    /// Is it younger than the one whose relative it is, as a child is, or older, as a father?
    pub younger: Option<bool>,
    /// Has it a title that is more than a courtesy?
    pub office: bool,
}

/// The people of one surname, as far as the text has been read.
#[derive(Debug, Default)]
pub(super) struct Namesakes {
    /// Who has been named, and how often.
    named: BTreeMap<usize, usize>,
    /// The latest mention of each entity as a subject.
    subjects: BTreeMap<usize, usize>,
    /// Those who have spoken, relatives of others, and holders of offices.
    spoke: BTreeSet<usize>,
    kin: BTreeMap<usize, (Option<Gender>, usize)>,
    offices: BTreeSet<usize>,
    /// Those who are called somebody's child, and those who are called somebody's father.
    children: BTreeSet<usize>,
    parents: BTreeSet<usize>,
    /// Those whom the text called by the bare name before it had named another who bears it.
    owners: BTreeSet<usize>,
    /// "the couple, Brett and Melissa Nguyen-Hall", "brothers Joe and Will Hargreave": of each the other, and whether they are married.
    pairs: BTreeMap<usize, (usize, bool)>,
    /// Who has been named in full with a title: title and surname.
    titled: BTreeMap<(String, String), BTreeSet<usize>>,
}

impl Namesakes {
    /// Mention number `at` was this entity.
    pub fn hear(&mut self, entity: usize, at: usize, shown: Shown) {
        *self.named.entry(entity).or_default() += 1;
        if shown.acts {
            self.subjects.insert(entity, at);
        }
        if shown.speaks {
            self.spoke.insert(entity);
        }
        if let Some(relative) = shown.relative {
            self.kin.entry(entity).or_insert((relative.gender, at));
        } else if shown.office {
            self.offices.insert(entity);
        }
        match shown.younger {
            Some(true) => self.children.insert(entity),
            Some(false) => self.parents.insert(entity),
            None => false,
        };
    }

    /// "Dr. Renata Castellano": she is the one whom "Dr. Castellano" means.
    pub fn hear_title(&mut self, title: String, surname: &str, entity: usize) {
        self.titled.entry((title, surname.to_string())).or_default().insert(entity);
    }

    /// The bearers of `surname` who have been named in full with this title.
    fn titled_as(&self, title: &str, surname: &str) -> Option<&BTreeSet<usize>> {
        self.titled.get(&(title.to_string(), surname.to_string()))
    }

    /// Has this bearer of `surname` been named in full with this title?
    pub fn is_titled(&self, title: &str, surname: &str, entity: usize) -> bool {
        self.titled_as(title, surname).is_some_and(|own| own.contains(&entity))
    }

    /// Of the bearers of `surname`, those who have been named with this title; all if nobody has.
    pub fn with_title(&self, title: &str, surname: &str, ids: &mut Vec<usize>) {
        if let Some(own) = self.titled_as(title, surname)
            && ids.iter().any(|id| own.contains(id))
        {
            ids.retain(|id| own.contains(id));
        }
    }

    /// "the elder Corrigan", "the younger Corrigan": of two, the one who was named first is taken for the elder, unless as the other's child or beside a parent.
    pub fn by_age(&self, ids: &[usize], elder: bool) -> Option<usize> {
        let mut named: Vec<usize> =
            ids.iter().copied().filter(|id| self.named.contains_key(id)).collect();
        named.sort_unstable();
        let &[first, second] = &named[..] else { return None };
        let younger = |one: usize, other: usize| {
            self.children.contains(&one) || self.parents.contains(&other)
        };
        let parent = if younger(first, second) && !younger(second, first) { second } else { first };
        Some(if elder == (parent == first) { first } else { second })
    }

    /// Two have been named together as a married couple, or as siblings.
    pub fn hear_pair(&mut self, one: usize, other: usize, married: bool) {
        self.pairs.entry(one).or_insert((other, married));
        self.pairs.entry(other).or_insert((one, married));
    }

    /// The other of a couple, or of two siblings, that the text names together.
    pub fn partner(&self, entity: usize, married: bool) -> Option<usize> {
        self.pairs.get(&entity).filter(|pair| pair.1 == married).map(|pair| pair.0)
    }

    /// Relatives of this gender, and the mention that calls them so: "her husband Iain".
    pub fn relatives(&self, gender: Gender) -> impl Iterator<Item = (usize, usize)> {
        let fitting = self.kin.iter().rev().filter(move |kin| kin.1.0 == Some(gender));
        fitting.map(|kin| (*kin.0, kin.1.1)).take(RELATIVES)
    }

    /// Whom the bare name means: the one named first, if the text has called that one so before others of the name came up, since it is the others that
    /// writers then keep calling by their full names; else, if the mention `acts`, the one who did something last, be it the first or another who has
    /// not only been named in passing; else the only one who is nobody's relative, or holds an office.
    pub fn bare(&mut self, ids: &[usize], acts: bool) -> Option<usize> {
        let &first = ids.iter().min()?;
        let alone = ids.iter().all(|id| *id == first || !self.named.contains_key(id));
        if alone {
            self.owners.insert(first);
        }
        if self.owners.contains(&first) {
            return Some(first);
        }
        let only = |fits: &dyn Fn(usize) -> bool| {
            let named = ids.iter().copied().filter(|id| self.named.contains_key(id));
            let mut fitting = named.filter(|&id| fits(id));
            fitting.next().filter(|_| fitting.next().is_none())
        };
        let unrelated = || {
            only(&|id| !self.kin.contains_key(&id))
                .or_else(|| only(&|id| self.offices.contains(&id)))
                .unwrap_or(first)
        };
        // "Andrew Kemp signed it. His brother Chris Kemp runs a shop": he does so in passing.
        let passing = |id: usize| {
            id != first
                && !self.spoke.contains(&id)
                && self.kin.contains_key(&id)
                && self.named.get(&id) == Some(&1)
        };
        let acted = ids.iter().copied().filter(|id| acts && self.subjects.contains_key(id));
        let last = acted.filter(|&id| !passing(id)).max_by_key(|id| self.subjects[id]);
        last.or_else(|| Some(unrelated()))
    }
}

/// The nouns of a mention that the tree has as subjects: its last word, or what that is an apposition to ("Their brother, Mateo Robles, said").
fn subjects(context: Context, mention: &Mention) -> impl Iterator<Item = usize> {
    let last = mention.tokens.end - 1;
    let apposed = (context.tags.head[last])
        .filter(|_| context.tags.relation[last].as_str() == "appos")
        .map(|up| up as usize);
    [Some(last), apposed].into_iter().flatten().filter(move |&i| context.is_subject(i))
}

/// Is the mention the subject of a verb of saying, or beside one, outside quotations?
pub(super) fn speaks(context: Context, mention: &Mention) -> bool {
    let (first, last) = (mention.tokens.start, mention.tokens.end - 1);
    let says = |i: usize| i < context.text.tokens.len() && is_saying(&context.lower(i));
    let beside = [last + 1, first.saturating_sub(1)];
    let verbs = subjects(context, mention).filter_map(|i| context.tags.head[i]);
    (verbs.map(|verb| verb as usize).chain(beside).any(says)) && !context.quoted(last)
}

/// What a mention shows of one who may share a surname.
pub(super) fn shown(context: Context, mention: &Mention) -> Shown {
    let (first, last) = (mention.tokens.start, mention.tokens.end - 1);
    let title = title_of(context, mention);
    let sentence = &context.sentence(first).tokens;
    let before: Vec<_> = (first.saturating_sub(KIN).max(sentence.start)..first)
        .rev()
        .take_while(|&i| context.is_comma(i) || context.pos(i).starts_with(['N', 'J']))
        .map(|i| context.lower(i))
        .collect();
    let relative = before.iter().find(|word| is_relative(word));
    let has = |age: &[&str]| before.iter().any(|word| age.contains(&&**word));
    // "Rand Paul, son of Ron Paul"
    let behind = || {
        let noun =
            (last + 1..sentence.end.min(last + KIN)).find(|&i| is_relative(&context.lower(i)));
        noun.filter(|&i| {
            context.is_comma(last + 1) && i + 1 < sentence.end && context.lower(i + 1) == "of"
        })
    };
    Shown {
        acts: subjects(context, mention).next().is_some() && !context.quoted(last),
        speaks: speaks(context, mention),
        relative: relative.map(|word| Relative { gender: super::gender::of_noun(word) }),
        younger: if has(&["big", "elder", "older"]) {
            relative.map(|_| false)
        } else if has(&["baby", "kid", "little", "younger"]) {
            relative.map(|_| true)
        } else {
            (relative.and_then(|word| is_younger(word)))
                .or_else(|| behind().and_then(|i| is_younger(&context.lower(i))))
        },
        office: title.is_some_and(|title| {
            !COURTESIES.contains(&title.as_str()) && lexicon::title(&title).is_some()
        }),
    }
}

/// Is a relative called so, in lower case, younger than the one whose relative it is?
fn is_younger(word: &str) -> Option<bool> {
    let generation = word.trim_start_matches("grand").trim_start_matches("step");
    match generation {
        "child" | "daughter" | "nephew" | "niece" | "son" => Some(true),
        "aunt" | "dad" | "father" | "mother" | "mum" | "uncle" => Some(false),
        _ => None,
    }
}

/// "brother", "wife": is it a word for a relative, in lower case?
fn is_relative(word: &str) -> bool {
    lexicon::is_kin(word)
        || matches!(word, "ex-husband" | "ex-wife" | "partner" | "widow" | "widower")
}

/// The last word of the title before a name, long and in lower case: "doctor" of "Dr. Renata Castellano".
pub(super) fn title_of(context: Context, mention: &Mention) -> Option<String> {
    let before = mention.tokens.start.checked_sub(1)?;
    let first = context.text.tokens_in(mention.full).start;
    (mention.kind == EntityKind::Person && first <= before).then(|| long(&context.lower(before)))
}

/// The words of the titles before a name, long and in lower case.
pub(super) fn titles_of(context: Context, mention: &Mention) -> Vec<String> {
    let first = context.text.tokens_in(mention.full).start;
    if mention.kind != EntityKind::Person {
        return vec![];
    }
    (first..mention.tokens.start).map(|i| long(&context.lower(i))).collect()
}

/// The courtesy title before a surname, in lower case without its full stop.
pub(super) fn courtesy(context: Context, mention: &Mention) -> Option<String> {
    let first = context.text.tokens_in(mention.full).start;
    let title = context.lower(first).trim_end_matches('.').to_string();
    COURTESIES.contains(&title.as_str()).then_some(title)
}

/// "the couple, ‸Brett and Melissa Nguyen-Hall": the surname that a given name alone, which is mention number `at`, has in common with the name behind
/// "and", and whether the two are married rather than siblings. Not "Oprah and Michelle Obama".
pub(super) fn shared_surname(context: Context, at: usize) -> Option<(String, bool)> {
    let (mention, next) = (&context.mentions[at], context.mentions.get(at + 1)?);
    let couple = mention.names_person()
        && next.names_person()
        && mention.tokens.len() == 1
        && next.tokens.len() == 2
        && next.full == next.span
        && next.tokens.start == mention.tokens.end + 1
        && matches!(context.word(mention.tokens.end), "and" | "&")
        && lexicon::GIVEN_NAMES.has(&context.lower(mention.tokens.start));
    let surname = words(&context.text.raw[next.span]).pop().filter(|_| couple)?;
    let sentence = &context.sentence(mention.tokens.start).tokens;
    let start = mention.tokens.start;
    let married = (sentence.start.max(start.saturating_sub(PAIR))..start)
        .rev()
        .find_map(|i| is_married(&context.lower(i)))?;
    Some((surname, married))
}

/// Does a word before two names say that they are married, or that they are siblings?
fn is_married(word: &str) -> Option<bool> {
    match word {
        "couple" | "newlyweds" | "pair" | "parents" | "spouses" => Some(true),
        "brothers" | "siblings" | "sisters" | "twins" => Some(false),
        _ => None,
    }
}
