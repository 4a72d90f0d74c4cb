/*! The names stage: who and what the text speaks of.

In: text and tags. Out: [`Mention`]s, sorted by start: names with their titles ("U.S. Secretary of State Mike Pompeo"), roles
("the chief Iranian diplomat"), pronouns, handles. Which mentions belong together is left to the speakers stage.

`runs` finds stretches of capitals, `listed` the names of bodies that have more in them, `kinds` takes them apart and says what they name, `labels` weighs that against what was learned, `roles` finds
what is mentioned by what it is. `titles` and `beside` read what stands next to names, `seats` the capitals that are no names.
*/

mod beside;
mod bodies;
mod kinds;
mod labels;
mod listed;
mod reader;
mod roles;
mod runs;
mod seats;
mod settle;
mod titles;

use std::collections::BTreeSet;
use std::ops::Range;

use crate::document::{EntityKind, FurnitureKind, MentionForm};
use crate::lexicon;
use crate::tags::{Pos, Tags};
use crate::text::{Span, Text, TokenKind};
pub(crate) use kinds::is_saying;
use reader::Reader;
pub(crate) use runs::is_time;

/// What grammar says of a person; never guessed from a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gender {
    /// "he", "Mr."
    Masculine,
    /// "she", "Mrs."
    Feminine,
}

/// One reference to an entity; spans are bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The name without title, or the whole of a role mention or pronoun.
    pub span: Span,
    /// With title and role before it.
    pub full: Span,
    /// The tokens of `span`.
    pub tokens: Range<usize>,
    /// What it refers to.
    pub kind: EntityKind,
    /// How it refers.
    pub form: MentionForm,
    /// Titles before, appositives after, relative clauses, copulas.
    pub roles: Vec<Span>,
    /// More than one?
    pub plural: bool,
    /// As grammar shows it here.
    pub gender: Option<Gender>,
}

impl Mention {
    /// Does it call a person by name: "Ana Ruiz", not "the mayor", "she" or a handle?
    pub fn names_person(&self) -> bool {
        self.kind == EntityKind::Person && self.form == MentionForm::Name
    }

    /// Does it call an organisation by name?
    pub fn names_body(&self) -> bool {
        self.kind == EntityKind::Organisation && self.form == MentionForm::Name
    }
}

/// How many bytes may stand behind the name of who took a picture.
const CREDIT: usize = 40;

/// Finds the mentions of a text, sorted by start.
pub fn find(text: &Text, tags: &Tags) -> Vec<Mention> {
    let reader = Reader::new(text, tags);
    let runs = runs::find(&reader);
    let names = kinds::find(&reader, &runs);
    let mut is_name = vec![false; reader.len()];
    let full: BTreeSet<String> = (names.iter())
        .filter(|name| name.kind == EntityKind::Person && name.tokens.len() == 2)
        .map(|name| reader.join(name.tokens.start, name.tokens.end, true))
        .collect();
    for name in &names {
        is_name[name.tokens.clone()].fill(true);
    }
    let mut out = Vec::new();
    // Tokens that a title or a role beside a name has taken.
    let mut taken = is_name.clone();
    for name in names {
        inner(&reader, name.title.clone(), &mut out);
        if name.tokens.is_empty() {
            continue;
        }
        out.push(named(&reader, &name, &is_name, &mut taken));
    }
    for role in roles::find(&reader, &is_name) {
        if !taken[role.head] {
            let span = text.span(role.phrase.clone());
            out.push(Mention {
                span,
                full: span,
                tokens: role.phrase,
                kind: role.kind,
                form: MentionForm::Role,
                roles: vec![],
                plural: role.plural,
                gender: None,
            });
            taken[role.head] = true;
        }
    }
    out.extend(text.paragraphs.iter().filter_map(|p| shouted(&reader, &p.tokens, &is_name)));
    out.extend((0..reader.len()).filter(|&i| !is_name[i]).filter_map(|i| small(&reader, i)));
    // What is no story names nobody who speaks in it.
    let beside_story = |m: &Mention| {
        use FurnitureKind::{Byline, Caption, Credit, Licence, Link};
        // Who took the picture: "… on Monday. Photo: Anna Brandt".
        let took = |from: usize| text.raw[from..m.span.start()].trim_end().ends_with([':', '/']);
        text.furniture_in(m.span).any(|f| match f.kind {
            Byline | Credit | Licence | Link => true,
            // "The Big Picture: Ruiz said it was great" says something.
            Caption => {
                took(f.span.start().min(m.span.start())) && f.span.end() < m.span.end() + CREDIT
            }
            _ => false,
        })
    };
    out.retain(|m| !beside_story(m));
    // "Cllr Brian Hewitt (‸Con, Wexbridge South)": a party.
    let party = |m: &Mention| {
        let first = m.tokens.start;
        m.tokens.len() == 1
            && first > 1
            && reader.word(first - 1) == "("
            && is_name[first - 2]
            && matches!(
                reader.word(first),
                "Con" | "D" | "DUP" | "Green" | "Ind" | "Lab" | "LD" | "Lib" | "R"
            )
    };
    out.retain(|m| !party(m));
    // "PITTSBURGH and GHENT, Belgium, March 4": what a dateline names is a place.
    let datelined = |m: &Mention| {
        let mut around = text.furniture_in(m.span);
        m.form == MentionForm::Name
            && !lexicon::AGENCIES.has(&text.raw[m.span])
            && around.any(|f| f.kind == FurnitureKind::Dateline)
    };
    for mention in out.iter_mut().filter(|m| datelined(m)) {
        mention.kind = EntityKind::Place;
    }
    let mut concerns = Vec::new();
    for mention in &mut out {
        unknown_title(&reader, mention);
        unknown_given_name(&reader, mention, &is_name, &full);
        numeral(&reader, mention);
        beside::letters(&reader, mention);
        beside::channel(&reader, mention);
        beside::magazine(&reader, mention);
        members(&reader, mention, &is_name);
        concerns.extend(concern(&reader, mention));
    }
    concerns.sort_unstable_by_key(|c: &Range<usize>| c.start);
    let is_concern = |m: &Mention| {
        let next = concerns.partition_point(|c| c.end < m.tokens.end);
        concerns.get(next).is_some_and(|c| c.start <= m.tokens.start)
    };
    out.retain(|m| !is_concern(m));
    out.sort_by_key(|m| (m.span.start(), std::cmp::Reverse(m.span.end())));
    out.dedup_by(|later, earlier| later.span == earlier.span);
    out.dedup_by(|later, earlier| {
        let joined = is_whose(text, earlier, later);
        if joined {
            earlier.tokens.end = later.tokens.end;
            earlier.span = earlier.span.cover(later.span);
            earlier.full = earlier.full.cover(later.full);
            earlier.kind = EntityKind::Organisation;
        }
        joined
    });
    out
}

/// "the Seafarers' Union": the members, an apostrophe and the body are one name.
fn is_whose(text: &Text, members: &Mention, body: &Mention) -> bool {
    let gap = members.span.end()..body.span.start().max(members.span.end());
    matches!(members.kind, EntityKind::Organisation | EntityKind::Group)
        && body.kind == EntityKind::Organisation
        && members.form == MentionForm::Name
        && body.form == MentionForm::Name
        && text.raw[members.span].ends_with('s')
        && matches!(&text.raw[gap], "' " | "’ ")
}

/// "Sian Morris" where "Sian" opens the sentence and no list knows it: the labeller of names has the say. Inside a sentence, "Dele Okonjo", the capital
/// has it, if no list knows the word for something else.
fn unknown_given_name(
    reader: &Reader,
    mention: &mut Mention,
    is_name: &[bool],
    full: &BTreeSet<String>,
) {
    let Some(before) = mention.tokens.start.checked_sub(1) else { return };
    let sentence = reader.text.sentence_of(mention.tokens.start);
    let tokens = &reader.text.sentences[sentence].tokens;
    if mention.kind != EntityKind::Person
        || mention.form != MentionForm::Name
        || mention.full != mention.span
        || is_name[before]
        || !tokens.contains(&before)
    {
        return;
    }
    // "Ban Ki-moon": the surname stands in front, even where it opens the sentence and is a word as well.
    let follows = mention.tokens.len() == 1
        && reader.is_capital(before)
        && reader
            .word(mention.tokens.start)
            .split_once('-')
            .is_some_and(|(_, tail)| tail.starts_with(char::is_lowercase));
    // "Tell Dottie that …"
    let opens = reader.is_initial(before) && lexicon::STARTERS.has(&reader.folded[before]);
    if opens || reader.pos(before) != Pos::Nnp && !follows {
        return;
    }
    let word = reader.word(before);
    let labelled = reader.tags.entity[before] == crate::tags::EntityLabel::Person;
    let inside = || {
        before > tokens.start
            && mention.tokens.len() == 1
            && reader.together(before, mention.tokens.start)
            && reader.pos(before - 1) != Pos::Nnp
            && word.chars().skip(1).all(char::is_lowercase)
            && word.chars().all(char::is_alphabetic)
            && reader.is_capital(before)
            && is_unlisted(&reader.folded[before], word)
    };
    // "Brice Kollman" at the start of a sentence, after "BRICE KOLLMAN" in capitals.
    let known = mention.tokens.len() == 1
        && reader.is_capital(before)
        && full.contains(&reader.join(before, mention.tokens.end, true));
    if labelled || follows || known || inside() {
        mention.tokens.start = before;
        mention.span = reader.text.span(mention.tokens.clone());
        mention.full = mention.span;
    }
}

/// Does no list know the word as a title, a role, a people, a place, a body or a time?
fn is_unlisted(folded: &str, word: &str) -> bool {
    !(lexicon::noun(folded).is_some()
        || lexicon::title(folded).is_some()
        || lexicon::PEOPLES.has(word)
        || lexicon::PLACES.has(word)
        || lexicon::ORGANISATIONS.has(folded)
        || lexicon::is_known_body(word)
        || lexicon::STARTERS.has(folded)
        || is_time(folded))
}

/// "the Nurses’ ‸Guild": whose body it is belongs to its name.
fn members(reader: &Reader, mention: &mut Mention, is_name: &[bool]) {
    // "the ‸Maritime and Harbour Workers’ Union"
    let first = mention.tokens.start;
    let affair = |i: usize| bodies::is_affair(reader, i) && reader.together(i, first);
    let plural = (mention.tokens.clone().skip(1))
        .any(|i| reader.is_possessive(i) || matches!(reader.word(i), "'" | "’"));
    if mention.names_body()
        && plural
        && first > 1
        && affair(first)
        && reader.word(first - 1) == "and"
        && affair(first - 2)
        && !is_name[first - 2]
    {
        mention.tokens.start = first - 2;
        mention.span = reader.text.span(mention.tokens.clone());
        mention.full = mention.span;
        return;
    }
    let Some(plural) = first.checked_sub(2) else { return };
    if mention.names_body()
        && matches!(reader.word(first - 1), "'" | "’")
        && reader.is_capital(plural)
        && reader.word(plural).ends_with('s')
        && !is_name[plural]
        && reader.together(plural, first)
    {
        mention.tokens.start = plural;
        mention.span = reader.text.span(mention.tokens.clone());
        mention.full = mention.span;
    }
}

/// "House Select Committee ‸on Benghazi", "Court of Appeals ‸for the 3rd Circuit": what a body is for belongs to its name. Gives the tokens that say it.
fn concern(reader: &Reader, mention: &mut Mention) -> Option<Range<usize>> {
    let end = mention.tokens.end;
    let body = mention.names_body();
    let together = |i: usize| reader.together(i, mention.tokens.start);
    if !body || !together(end) {
        return None;
    }
    let head = &*reader.folded[end - 1];
    let has = |words: &[&str]| mention.tokens.clone().any(|i| words.contains(&&*reader.folded[i]));
    let select = has(&["select", "joint", "special"]);
    // "Commission on River Safety", "Task Force on Rural Health"
    let affairs = || {
        (end + 1..end + 4).any(|i| together(i) && bodies::is_affair(reader, i))
            && !bodies::begins_other(reader, end + 1)
    };
    let joins = match reader.word(end) {
        "on" => {
            matches!(head, "commission" | "committee" | "subcommittee")
                && (select || has(&["house", "senate"]))
                || matches!(
                    head,
                    "board"
                        | "center"
                        | "centre"
                        | "commission"
                        | "committee"
                        | "council"
                        | "institute"
                        | "subcommittee"
                ) && affairs()
                || head == "force" && has(&["task"]) && affairs()
                || head == "group" && has(&["working"]) && affairs()
        }
        "for" => head == "appeals" || lexicon::ORGANISATIONS.get(head) == Some(""),
        _ => false,
    };
    if !joins {
        return None;
    }
    let capital = |i: usize| together(i) && reader.is_capital(i) && !is_time(&reader.folded[i]);
    let mut last = end + 1;
    while last < end + 3 && together(last) && matches!(reader.word(last), "the" | "a") {
        last += 1;
    }
    // "the 3rd Circuit"
    if together(last) && reader.word(last).starts_with(|c: char| c.is_ascii_digit()) {
        last += 1;
    }
    if !capital(last) {
        return None;
    }
    // "the House committee on Capitol Hill", "a court for Ana Ruiz": where it is and whom it is about is no part of it.
    let person = reader.tags.entity[last] == crate::tags::EntityLabel::Person;
    let place = lexicon::PLACES.has(reader.word(last)) || reader.word(last) == "Capitol";
    let body = lexicon::is_known_body(reader.word(last));
    if person || (place || body) && !select {
        return None;
    }
    let far = end + FOR_LONGEST;
    let joint = |i: usize| together(i) && matches!(reader.word(i), "and" | "of");
    while last < far && (capital(last) || joint(last) && capital(last + 1)) {
        last += 1;
    }
    // "Committee on Civil Liberties, Justice and Home Affairs"
    let listed = together(last) && reader.word(last) == ",";
    if listed && let Some(next) = bodies::lists_affairs(reader, last + 1) {
        last = next;
        while last < far && capital(last) {
            last += 1;
        }
    }
    mention.tokens.end = last;
    mention.span = reader.text.span(mention.tokens.clone());
    mention.full = mention.full.cover(mention.span);
    Some(end..last)
}

/// How many words may say what a body is for.
const FOR_LONGEST: usize = 9;

/// "John Paul ‸II", "Ernest Coleman ‸Jr.": what tells bearers of one name apart belongs to it.
fn numeral(reader: &Reader, mention: &mut Mention) {
    let end = mention.tokens.end;
    if mention.kind != EntityKind::Person
        || mention.form != MentionForm::Name
        || !reader.together(end, mention.tokens.start)
    {
        return;
    }
    let word = reader.word(end);
    let roman = word.len() > 1 && word.bytes().all(|b| matches!(b, b'I' | b'V' | b'X'));
    if roman || matches!(word, "Jr." | "Sr." | "Jr" | "Sr") {
        mention.tokens.end += 1;
        mention.span = reader.text.span(mention.tokens.clone());
        mention.full = mention.full.cover(mention.span);
    }
}

/// "Campaigner Yusuf Demir" at the start of a sentence: a capital that only the place explains, on a word for what somebody does.
fn unknown_title(reader: &Reader, mention: &mut Mention) {
    let first = mention.tokens.start;
    if mention.kind != EntityKind::Person
        || mention.form != MentionForm::Name
        || mention.tokens.len() < 3
        || mention.full != mention.span
    {
        return;
    }
    let word = &*reader.folded[first];
    let role =
        matches!(lexicon::noun(word), Some((lexicon::Noun::Person { plural: false, .. }, _)))
            || (word.len() > 6
                && ["man", "woman", "person", "er"].iter().any(|e| word.ends_with(e)));
    if role && !lexicon::GIVEN_NAMES.has(word) {
        mention.roles.insert(0, reader.text.tokens[first].span);
        mention.tokens.start += 1;
        mention.span = reader.text.span(mention.tokens.clone());
    }
}

/// The places, bodies and peoples named inside a title: "U.S." of "U.S. Secretary of State".
fn inner(reader: &Reader, title: Range<usize>, out: &mut Vec<Mention>) {
    let mut i = title.start;
    while i < title.end {
        // "Vice" is a magazine too, but not before "President".
        if !reader.is_capital(i) || (reader.folded[i] == "vice" && i + 1 < title.end) {
            i += 1;
            continue;
        }
        let longest = (i + 1..=title.end.min(i + 5)).rev().find_map(|to| {
            let name = reader.join(i, to, false);
            let body = lexicon::is_known_body(&name)
                || (to - i > 1 && lexicon::ORGANISATIONS.get(&reader.folded[to - 1]) == Some(""));
            let kind = if lexicon::PLACES.has(&name) {
                EntityKind::Place
            } else if body && lexicon::title(&lexicon::fold(&name)).is_none() {
                EntityKind::Organisation
            } else {
                return None;
            };
            Some((to, kind))
        });
        let Some((to, kind)) = longest else {
            i += 1;
            continue;
        };
        let span = reader.text.span(i..to);
        out.push(Mention {
            span,
            full: span,
            tokens: i..to,
            kind,
            form: MentionForm::Name,
            roles: vec![],
            plural: false,
            gender: None,
        });
        i = to;
    }
}

/// The mention of a name, with the title and role before it and the role beside it.
fn named(reader: &Reader, name: &kinds::Name, is_name: &[bool], taken: &mut [bool]) -> Mention {
    let text = reader.text;
    let tokens = name.tokens.clone();
    let mut start = name.title.start.min(tokens.start);
    let mut spans = Vec::new();
    if name.kind == EntityKind::Person {
        let titled = !name.title.is_empty() && !name.courtesy;
        start = role_start(reader, start, titled, is_name);
        // "British diplomat Sir Peter": a courtesy title is no part of the role.
        let end = if name.courtesy { name.title.start } else { tokens.start };
        if start < end {
            let from = if matches!(&*reader.folded[start], "a" | "an" | "the") {
                start + 1
            } else {
                start
            };
            if from < end {
                spans.push(text.span(from..end));
            }
        }
        taken[start..tokens.start].fill(true);
        for role in roles::beside(reader, tokens.clone()) {
            taken[role.clone()].fill(true);
            spans.push(text.span(role));
        }
    }
    Mention {
        span: text.span(tokens.clone()),
        full: text.span(start..tokens.end),
        tokens,
        kind: name.kind,
        form: MentionForm::Name,
        roles: spans,
        plural: name.plural,
        gender: name.gender,
    }
}

/// Where the words that describe a name begin, the name or its title being at `start`: "Russian Foreign Ministry spokesman ‸Zamir Kabulov".
fn role_start(reader: &Reader, start: usize, titled: bool, is_name: &[bool]) -> usize {
    let Some(before) = start.checked_sub(1).filter(|&i| reader.together(i, start)) else {
        return start;
    };
    if titled {
        // "former U.S. ‸President", "Iran's ‸Foreign Minister", "Chief ‸Minister" where the sentence lends the capital
        let joins = reader.pos(before) == Pos::Pos
            || lexicon::PEOPLES.has(reader.word(before))
            || lexicon::PLACES.has(reader.word(before))
            || matches!(
                &*reader.folded[before],
                "former"
                    | "then"
                    | "late"
                    | "current"
                    | "outgoing"
                    | "acting"
                    | "incoming"
                    | "deputy"
                    | "ex"
                    | "interim"
                    | "chief"
                    | "first"
                    | "foreign"
                    | "prime"
                    | "vice"
            );
        return if joins { roles::phrase_start(reader, start) } else { start };
    }
    let noun = lexicon::noun(&reader.folded[before]);
    let role = matches!(noun, Some((lexicon::Noun::Person { plural: false, .. }, sure)) if sure || reader.pos(before) == Pos::Nn);
    // "Leicester ‸fly-half Ben Lyle": taggers take rare words for adjectives.
    let rare = matches!(noun, Some((_, true))) && matches!(reader.pos(before), Pos::Jj | Pos::Jjr);
    if role && !is_name[before] && (reader.pos(before).is_noun() || rare) {
        return roles::phrase_start(reader, start);
    }
    start
}

/// "TERESA BYNUM" on a line of its own, as scripts set those who speak: a given name and one to three more words, all in capitals.
fn shouted(reader: &Reader, line: &Range<usize>, is_name: &[bool]) -> Option<Mention> {
    let capitals = |i: usize| {
        let word = reader.word(i);
        word.chars().any(char::is_alphabetic) && !word.chars().any(char::is_lowercase)
    };
    let name = (2..=4).contains(&line.len())
        && lexicon::GIVEN_NAMES.has(&reader.folded[line.start])
        && line.clone().all(|i| capitals(i) && !is_name[i]);
    let span = reader.text.span(line.clone());
    name.then(|| Mention {
        span,
        full: span,
        tokens: line.clone(),
        kind: EntityKind::Person,
        form: MentionForm::Name,
        roles: vec![],
        plural: false,
        gender: None,
    })
}

/// Pronouns and handles.
fn small(reader: &Reader, i: usize) -> Option<Mention> {
    let token = reader.text.tokens[i];
    let word = &*reader.folded[i];
    let mention = |kind, form, plural, gender| {
        Some(Mention {
            span: token.span,
            full: token.span,
            tokens: i..i + 1,
            kind,
            form,
            roles: vec![],
            plural,
            gender,
        })
    };
    if token.kind == TokenKind::Handle {
        return word
            .starts_with('@')
            .then(|| mention(EntityKind::Person, MentionForm::Handle, false, None))
            .flatten();
    }
    if !matches!(reader.pos(i), Pos::Prp | Pos::Wp) {
        return None;
    }
    let (person, pronoun) = (EntityKind::Person, MentionForm::Pronoun);
    match word {
        "he" | "him" => mention(person, pronoun, false, Some(Gender::Masculine)),
        "she" | "her" => mention(person, pronoun, false, Some(Gender::Feminine)),
        "i" | "me" | "you" | "who" => mention(person, pronoun, false, None),
        "we" | "us" | "they" | "them" => mention(person, pronoun, true, None),
        "it" => mention(EntityKind::Organisation, pronoun, false, None),
        _ => None,
    }
}

#[cfg(all(test, feature = "embed"))]
mod tests;
