/*! Names that belong to one entity: full name and surname, title and surname, acronym and what it stands for, handle and name. */

use std::collections::{BTreeMap, BTreeSet};

use super::aliases::{is_initial, is_nickname};
use super::surnames::{
    COURTESIES, Namesakes, Surnames, courtesy, shared_surname, shown, speaks, title_of, titles_of,
};
use super::{Entity, Resolution, Speakers};
use crate::attributions::Context;
use crate::document::{EntityKind, MentionForm};
use crate::lexicon;
use crate::names::{Gender, Mention};
use crate::text::Span;

/// Of the bearers of one name, how many of the latest are looked at: no text makes the search a cost.
const BEARERS: usize = 30;

/// How many surnames a handle is compared with.
const HANDLE_OWNERS: usize = 300;

/// How many mentions of its own paragraph are looked at for whom a bare name means.
const PARAGRAPH: usize = 200;

/// How many mentions before that of a relative are looked at for whose relative it is.
const WHOSE: usize = 5;

/// How many roles, and how many forms of the name, are kept for one entity.
const MOST_ROLES: usize = 16;

/// Entities under construction, with an index of the words of their names.
#[derive(Debug, Default)]
pub struct Gathered {
    pub entities: Vec<Entity>,
    /// The entity of each mention, by its index in the context's list.
    pub of_mention: Vec<Option<usize>>,
    /// Last word of a name, lower case, to the entities that end with it, latest last.
    by_last: BTreeMap<String, Vec<usize>>,
    /// First word of a person's name of several words.
    pub(super) by_first: BTreeMap<String, Vec<usize>>,
    /// Whole names and acronyms.
    pub(super) by_name: BTreeMap<String, usize>,
    /// The letters that the text gives as short for a name, lower case.
    pub(super) abbreviations: BTreeSet<String>,
    /// The courtesy title that a surname went with: "mrs" and its entity.
    titled: BTreeMap<(String, String), usize>,
    /// Those who share a surname.
    pub(super) namesakes: Namesakes,
}

/// The name of a body includes whose it is: "Russia's Foreign Ministry".
fn name_span(context: Context, mention: &Mention) -> Span {
    if mention.kind != EntityKind::Organisation || mention.form != MentionForm::Name {
        return mention.span;
    }
    let start = context.text.tokens_in(mention.full).start;
    let place = start
        .checked_sub(2)
        .filter(|_| matches!(context.word(start - 1), "'s" | "’s"))
        .and_then(|last| {
            let at = context.text.tokens[last].span.start();
            let next = context.mentions.partition_point(|m| m.span.start() <= at);
            let owner = &context.mentions[next.checked_sub(1)?];
            (owner.kind == EntityKind::Place && owner.span.holds(at)).then_some(owner.span)
        });
    place.map_or(mention.full, |place| place.cover(mention.full))
}

/// A name's words without case, marks and articles.
pub fn words(name: &str) -> Vec<String> {
    name.split(|c: char| c.is_whitespace() || c == ',' || c == '“' || c == '"')
        .map(|w| {
            w.trim_matches(|c: char| !c.is_alphanumeric() && c != '-')
                .replace('’', "'")
                .to_lowercase()
        })
        .map(|w| w.strip_suffix("'s").map(str::to_string).unwrap_or(w))
        .filter(|w| !w.is_empty() && !matches!(w.as_str(), "the" | "a" | "an"))
        .collect()
}

/// The first letters of the words that count: "National Press Club" gives "npc".
fn initials(words: &[String]) -> String {
    words
        .iter()
        .filter(|w| !matches!(w.as_str(), "of" | "for" | "and" | "in" | "on"))
        .filter_map(|w| w.chars().next())
        .collect()
}

/// Gathers the named mentions of the text into entities, in two rounds: full names first, so that a headline's surname finds its person.
pub fn gather(context: Context) -> Gathered {
    let mut gathered =
        Gathered { of_mention: vec![None; context.mentions.len()], ..Gathered::default() };
    let named = |m: &Mention| matches!(m.form, MentionForm::Name | MentionForm::Handle);
    let surnames = Surnames::new(context);
    let (mut led_up_to, mut born) = (BTreeSet::new(), BTreeSet::new());
    for (id, mention) in context.mentions.iter().enumerate().filter(|(_, m)| named(m)) {
        let name = &context.text.raw[name_span(context, mention)];
        let key = words(name);
        if let Some(known) = gathered.born(context, mention, &key) {
            gathered.of_mention[id] = Some(known);
            gathered.by_last.entry(key[key.len() - 1].clone()).or_default().push(known);
            born.insert(id);
        } else if surnames.is_led_up_to(context, mention, &key) {
            led_up_to.insert(id);
        } else if key.len() > 1 {
            gathered.of_mention[id] = Some(gathered.full_name(mention, name, &key));
        }
    }
    gathered.abbreviated(context);
    gathered.tell_apart(context);
    for (id, mention) in context.mentions.iter().enumerate().filter(|(_, m)| named(m)) {
        if let Some(known) = gathered.of_mention[id] {
            gathered.namesakes.hear(known, id, shown(context, mention));
            if let Some(surname) = words(&context.text.raw[mention.span]).pop() {
                for title in titles_of(context, mention) {
                    gathered.namesakes.hear_title(title, &surname, known);
                }
            }
            continue;
        }
        let mut name = &context.text.raw[name_span(context, mention)];
        if led_up_to.contains(&id) {
            name = context.word(mention.tokens.end - 1);
        }
        let key = words(name);
        if let Some(only) = key.first() {
            let entity = gathered.short_name(context, mention, id, name, only);
            // "the couple, ‸Brett and Melissa Nguyen-Hall": the surname is his too.
            if let Some((surname, married)) = shared_surname(context, id)
                && let Some(other) = gathered.of_mention[id + 1]
            {
                if gathered.entities[entity].names == [name] {
                    gathered.by_last.entry(surname).or_default().push(entity);
                }
                gathered.namesakes.hear_pair(entity, other, married);
            }
            gathered.of_mention[id] = Some(entity);
            gathered.namesakes.hear(entity, id, shown(context, mention));
        }
    }
    gathered.apposed(context);
    for (id, mention) in context.mentions.iter().enumerate() {
        let Some(entity) = gathered.of_mention[id] else { continue };
        if born.contains(&id) {
            // A name of the past is not the one to show.
            gathered.entities[entity].mentions.push((mention.span, MentionForm::Name));
        } else if led_up_to.contains(&id) {
            let last = mention.tokens.end - 1;
            let span = context.text.tokens[last].span;
            let surname = Mention { span, full: span, tokens: last..last + 1, ..mention.clone() };
            gathered.note(context, entity, &surname);
        } else {
            gathered.note(context, entity, mention);
        }
    }
    gathered.hear(context);
    gathered
}

impl Gathered {
    /// The entity of a name of several words.
    fn full_name(&mut self, mention: &Mention, name: &str, key: &[String]) -> usize {
        let joined = key.join(" ");
        if let Some(&known) = self.by_name.get(&joined) {
            return known;
        }
        let (first, last) = (&key[0], &key[key.len() - 1]);
        // "Donald J. Trump" and "Donald Trump": same first and last word, one has a middle name or initial.
        if mention.kind == EntityKind::Person {
            let same = self.by_last.get(last).and_then(|ids| {
                ids.iter().rev().take(BEARERS).copied().find(|&id| {
                    let entity = &self.entities[id];
                    entity.kind == EntityKind::Person
                        && entity.names.iter().any(|n| {
                            let other = words(n);
                            other.len() > 1
                                && (other[0] == *first
                                    || is_initial(&other[0], first)
                                    || is_nickname(&other[0], first)
                                    // "Van Steenlo" of "Jaap van Steenlo"
                                    || other.ends_with(key)
                                    || key.ends_with(&other))
                        })
                })
            });
            if let Some(id) = same {
                self.by_name.insert(joined, id);
                return id;
            }
        }
        let id = self.add(mention.kind, name);
        self.entities[id].gender = mention.gender;
        self.by_name.insert(joined, id);
        self.by_last.entry(last.clone()).or_default().push(id);
        self.by_first.entry(first.clone()).or_default().push(id);
        if mention.kind != EntityKind::Person {
            let short = initials(key);
            if short.chars().count() > 1 {
                self.by_name.entry(short).or_insert(id);
            }
        }
        id
    }

    /// Those whose names end with this word.
    pub fn bearers(&self, last: &str) -> &[usize] {
        self.by_last.get(last).map_or(&[][..], |ids| &ids[ids.len().saturating_sub(BEARERS)..])
    }

    /// The entity of a single word: a surname, a first name, an acronym, a short form, a handle.
    fn short_name(
        &mut self,
        context: Context,
        mention: &Mention,
        at: usize,
        name: &str,
        key: &str,
    ) -> usize {
        // "Ms Nguyen" and "Mrs Nguyen" are two people.
        let title = courtesy(context, mention).map(|title| (title, key.to_string()));
        if let Some(&known) = title.as_ref().and_then(|t| self.titled.get(t)) {
            return known;
        }
        if let Some(&known) = self.by_name.get(key)
            && self.fits_gender(known, mention.gender)
        {
            return known;
        }
        if mention.form == MentionForm::Handle {
            let handle = key.trim_start_matches('@');
            let owner = self.by_last.iter().take(HANDLE_OWNERS).find(|(last, ids)| {
                last.chars().count() > 3
                    && handle.contains(last.as_str())
                    && self.entities[ids[0]].kind != EntityKind::Place
            });
            if let Some((_, ids)) = owner {
                return ids[0];
            }
        }
        let mut fitting: Vec<usize> = (self.bearers(key).iter().copied())
            .filter(|&id| {
                self.fits_gender(id, mention.gender) && self.fits_kind(id, mention.kind, name)
            })
            .collect();
        // "Dottie" is Dottie Lachance rather than the show "Tell Dottie".
        let of_other = |id: &usize| match &words(&self.entities[*id].names[0])[..] {
            [first, _, ..] => !lexicon::GIVEN_NAMES.has(first) && lexicon::title(first).is_none(),
            _ => false,
        };
        let by_given = self.by_first.get(key).map_or(&[][..], |ids| &ids[..]);
        if let &[only] = by_given
            && self.entities[only].kind == EntityKind::Person
            && lexicon::GIVEN_NAMES.has(key)
            && !fitting.is_empty()
            && fitting.iter().all(of_other)
        {
            return only;
        }
        // Donald Trump rather than Team Trump.
        let alike = |id: &usize| self.entities[*id].kind == mention.kind;
        let people = |id: &usize| self.entities[*id].kind == EntityKind::Person;
        if fitting.iter().any(alike) {
            fitting.retain(alike);
        } else if fitting.iter().any(people) {
            fitting.retain(people);
        }
        // "Mrs." means the one who is known to be a woman before one of whom nothing is known.
        let known = |id: &usize| self.entities[*id].gender == mention.gender;
        if mention.gender.is_some() && fitting.iter().any(known) {
            fitting.retain(known);
        }
        if title.is_some() {
            let taken = |id: &usize| {
                COURTESIES
                    .iter()
                    .any(|title| self.titled.get(&(title.to_string(), key.to_string())) == Some(id))
            };
            let free: Vec<usize> = fitting.iter().copied().filter(|id| !taken(id)).collect();
            if !free.is_empty() {
                fitting = free;
            }
        }
        if let Some(title) = title_of(context, mention) {
            self.namesakes.with_title(&title, key, &mut fitting);
        }
        if let Some(id) = self.bearer(context, &fitting, at) {
            let entity = &mut self.entities[id];
            entity.gender = entity.gender.or(mention.gender);
            if let Some(title) = title {
                self.titled.insert(title, id);
            }
            return id;
        }
        // "Donna MacVicar and her husband Iain": he is Mr MacVicar.
        if let (Some(title), Some(gender)) = (&title, mention.gender) {
            let given = |id: &usize| {
                let entity = &self.entities[*id];
                entity.kind == EntityKind::Person && words(&entity.names[0]).len() == 1
            };
            // Whose husband he is stands right before him.
            let own = |call: usize| {
                let mut before = (call.saturating_sub(WHOSE)..call).rev();
                let person = before.find(|&m| context.mentions[m].names_person());
                person
                    .and_then(|m| self.of_mention[m])
                    .is_some_and(|id| self.bearers(key).contains(&id))
            };
            let relative =
                (self.namesakes.relatives(gender)).find(|(id, call)| given(id) && own(*call));
            if let Some((id, _)) = relative {
                self.titled.insert(title.clone(), id);
                self.by_last.entry(key.to_string()).or_default().push(id);
                self.entities[id].gender = Some(gender);
                return id;
            }
        }
        if mention.kind == EntityKind::Person {
            let first = self
                .by_first
                .get(key)
                .map_or(&[][..], |ids| &ids[ids.len().saturating_sub(BEARERS)..]);
            let mut people: Vec<usize> = first
                .iter()
                .copied()
                .filter(|&id| self.entities[id].kind == EntityKind::Person)
                .collect();
            // "Comm Lim" of "Comm Datuk Lim Boon Keat"
            if let Some(title) = title_of(context, mention).filter(|_| people.len() > 1) {
                people.retain(|&id| {
                    let surname = words(&self.entities[id].names[0]).pop();
                    surname.is_some_and(|surname| self.namesakes.is_titled(&title, &surname, id))
                });
            }
            if let [only] = people[..] {
                return only;
            }
        }
        // "Corvane" for "Corvane Foods Inc", but "BBC" is not BBC Radio Kelder.
        if mention.kind == EntityKind::Organisation && !lexicon::is_known_body(name) {
            let bodies: Vec<usize> = (self.by_first.get(key).into_iter().flatten())
                .take(BEARERS)
                .copied()
                .filter(|&id| self.entities[id].kind == EntityKind::Organisation)
                .collect();
            if let [only] = bodies[..] {
                return only;
            }
        }
        let id = self.add(mention.kind, name);
        if mention.gender.is_none() {
            self.by_name.insert(key.to_string(), id);
        }
        self.by_last.entry(key.to_string()).or_default().push(id);
        self.entities[id].gender = mention.gender;
        id
    }

    /// The entity that goes by this name, or whose name begins or ends with it; only for words that begin with a capital.
    pub fn known_as(&self, name: &str) -> Option<usize> {
        let name = tidy(name);
        let key = words(&name);
        // "d’Aubray" is a name too.
        let capitals = name.split(' ').all(|w| w.contains(char::is_uppercase));
        if !capitals || key.is_empty() {
            return None;
        }
        if key.len() > 1 {
            return self.by_name.get(&key.join(" ")).copied();
        }
        let only = |ids: Option<&Vec<usize>>| match ids.map_or(&[][..], |v| v) {
            &[one] => Some(one),
            _ => None,
        };
        (self.by_name.get(&key[0]).copied())
            .or_else(|| only(self.by_last.get(&key[0])))
            .or_else(|| only(self.by_first.get(&key[0])))
    }

    /// The person with this full name, known or new.
    pub fn person(&mut self, name: &str) -> usize {
        let key = words(name).join(" ");
        if let Some(&known) = self.by_name.get(&key) {
            return known;
        }
        let id = self.add(EntityKind::Person, name);
        self.by_name.insert(key, id);
        id
    }

    /// The longest of an entity's names.
    pub fn fullest(&self, id: usize) -> &str {
        let names = &self.entities[id].names;
        names.iter().max_by_key(|n| n.chars().count()).map_or("", String::as_str)
    }

    fn fits_gender(&self, id: usize, gender: Option<Gender>) -> bool {
        gender.is_none() || self.entities[id].gender.is_none_or(|g| Some(g) == gender)
    }

    fn fits_kind(&self, id: usize, kind: EntityKind, name: &str) -> bool {
        let own = self.entities[id].kind;
        // "the House" is that of Congress.
        if name == "House" && self.entities[id].names[0].ends_with("White House") {
            return false;
        }
        // A surname that looks like a place, and is none that anybody knows.
        let unknown = own == EntityKind::Person && !lexicon::PLACES.has(name);
        // "Twitter" is not Wilayat Twitter; but Bloomberg may be Michael Bloomberg.
        let given = || {
            let names = words(&self.entities[id].names[0]);
            names.first().is_some_and(|first| lexicon::GIVEN_NAMES.has(first))
        };
        let body = kind == EntityKind::Organisation
            && own == EntityKind::Person
            && lexicon::is_known_body(name)
            && !given();
        if body {
            return false;
        }
        own == kind
            || (kind == EntityKind::Place && unknown)
            || !(matches!(own, EntityKind::Place | EntityKind::Group)
                || matches!(kind, EntityKind::Place | EntityKind::Group))
    }

    /// Of several bearers of a name, whom the bare name at mention `at` means: the only one that its paragraph has named so far, or else
    /// the one whose name it is by then ([`Namesakes::bare`]).
    fn bearer(&mut self, context: Context, ids: &[usize], at: usize) -> Option<usize> {
        if ids.len() < 2 {
            return ids.first().copied();
        }
        let paragraph = |m: usize| {
            let token = context.mentions[m].tokens.start;
            context.sentence(token).paragraph
        };
        let here = paragraph(at);
        let mut near = (at.saturating_sub(PARAGRAPH)..at)
            .rev()
            .take_while(|&m| paragraph(m) == here)
            .filter_map(|m| self.of_mention[m].filter(|id| ids.contains(id)));
        let latest = near.next();
        let only = latest.filter(|&id| near.all(|other| other == id));
        // "the elder Corrigan"
        let age = context.mentions[at].tokens.start.checked_sub(1).map(|i| context.lower(i));
        let elder = age.and_then(|word| match &*word {
            "elder" | "older" => Some(true),
            "younger" => Some(false),
            _ => None,
        });
        if let Some(known) = elder.and_then(|elder| self.namesakes.by_age(ids, elder)) {
            return Some(known);
        }
        // "Ms. Arrowood was 36" is the one whom the story is about.
        let mention = &context.mentions[at];
        let acts = speaks(context, mention) || mention.full == mention.span;
        let owner = self.namesakes.bare(ids, acts);
        only.or(owner)
    }

    /// A new entity with a first name.
    pub fn add(&mut self, kind: EntityKind, name: &str) -> usize {
        self.entities.push(Entity {
            kind,
            names: vec![tidy(name)],
            roles: vec![],
            mentions: vec![],
            gender: None,
            shown: [0; 2],
            plural: false,
            reason: None,
        });
        self.entities.len() - 1
    }

    /// Adds a role, unless it is known or there are enough.
    pub fn add_role(&mut self, id: usize, role: &str) {
        let roles = &mut self.entities[id].roles;
        if !role.is_empty()
            && roles.len() < MOST_ROLES
            && !roles.iter().any(|r| r.eq_ignore_ascii_case(role))
        {
            roles.push(role.to_string());
        }
    }

    /// Adds what a mention shows of its entity.
    pub fn note(&mut self, context: Context, id: usize, mention: &Mention) {
        let entity = &mut self.entities[id];
        let name = tidy(&context.text.raw[name_span(context, mention)]);
        if mention.form != MentionForm::Pronoun {
            if matches!(mention.form, MentionForm::Name | MentionForm::Handle) {
                if entity.names.len() < MOST_ROLES && !entity.names.contains(&name) {
                    entity.names.push(name);
                }
                // A person is a person in every mention.
                if mention.kind == EntityKind::Person && mention.gender.is_some() {
                    entity.kind = EntityKind::Person;
                }
            }
            for &role in &mention.roles {
                let role = tidy(&context.text.raw[role]);
                self.add_role(id, &role);
            }
        }
        let entity = &mut self.entities[id];
        if mention.form == MentionForm::Pronoun {
            if let Some(gender) = mention.gender {
                entity.show(gender, 1);
            }
        } else {
            entity.gender = entity.gender.or(mention.gender);
        }
        entity.plural |= mention.plural;
        entity.mentions.push((mention.span, mention.form));
    }

    /// Entities in order of first mention, with the resolutions renumbered.
    pub fn finish(self, _context: Context, resolutions: Vec<Resolution>) -> Speakers {
        let used: Vec<bool> = {
            let mut used = vec![false; self.entities.len()];
            for r in &resolutions {
                for id in [r.speaker, r.via].into_iter().flatten() {
                    used[id] = true;
                }
            }
            used
        };
        let first = |e: &Entity| e.mentions.iter().map(|m| m.0.start()).min();
        let mut order: Vec<usize> = (0..self.entities.len())
            .filter(|&id| used[id] || !self.entities[id].mentions.is_empty())
            .collect();
        order.sort_by_key(|&id| (first(&self.entities[id]).unwrap_or(usize::MAX), id));
        let mut place = vec![usize::MAX; self.entities.len()];
        for (new, &old) in order.iter().enumerate() {
            place[old] = new;
        }
        let mut entities: Vec<Entity> = order.iter().map(|&id| self.entities[id].clone()).collect();
        for entity in &mut entities {
            entity
                .mentions
                .sort_unstable_by_key(|m| (m.0.start(), std::cmp::Reverse(m.0.end()), m.1));
            // One place refers once, in its widest words.
            entity.mentions.dedup_by(|later, earlier| later.0.start() < earlier.0.end());
            // The fullest form is the one with most words, then the longest, then the earliest.
            let best = (0..entity.names.len())
                .max_by_key(|&i| {
                    let handle = entity.names[i].starts_with('@');
                    (
                        !handle,
                        words(&entity.names[i]).len(),
                        entity.names[i].chars().count(),
                        std::cmp::Reverse(i),
                    )
                })
                .unwrap_or(0);
            let name = entity.names.remove(best);
            entity.names.insert(0, name);
        }
        let resolutions = resolutions
            .into_iter()
            .map(|mut r| {
                r.speaker = r.speaker.map(|id| place[id]);
                r.via = r.via.map(|id| place[id]);
                r
            })
            .collect();
        Speakers { entities, resolutions }
    }
}

/// A description without its article.
pub fn without_article(words: &str) -> &str {
    words
        .split_once(' ')
        .filter(|(article, _)| matches!(&*article.to_lowercase(), "the" | "a" | "an"))
        .map_or(words, |(_, rest)| rest)
}

/// A name on one line, without a possessive ending.
pub fn tidy(name: &str) -> String {
    let joined = name.split_whitespace().collect::<Vec<_>>().join(" ");
    // "Macy's" is the whole name.
    if lexicon::is_known_body(&joined.replace('’', "'")) {
        return joined;
    }
    let bare = joined.strip_suffix("'s").or_else(|| joined.strip_suffix("’s")).unwrap_or(&joined);
    // "Democrats' warning"
    let plural = bare.strip_suffix(['\'', '’']).filter(|stem| stem.ends_with('s'));
    let clean = plural.unwrap_or(bare).trim_end_matches([',', ';', ':', ' ']);
    if clean.is_empty() { joined } else { clean.to_string() }
}
