/*! Mentions by role ("the chief Iranian diplomat", "officials", "the statement"), and the roles that stand beside names.

In: a [`Reader`]. Out: noun phrases whose head is a noun for people, a body or a document, and the ends of phrases behind a name
("a spokeswoman for the ministry", "who runs the clinic"). Found by parts of speech; a phrase is at most so long.
*/

use std::ops::Range;

use super::reader::Reader;
use super::runs::is_time;
use super::seats;
use crate::document::EntityKind;
use crate::lexicon::{self, Noun};
use crate::tags::Pos;

/// Longest run of words before the head, and behind it.
pub(super) const BEFORE: usize = 12;
const BEHIND: usize = 25;

/// A mention by role.
#[derive(Debug, Clone)]
pub struct Role {
    /// With determiner and what belongs behind.
    pub phrase: Range<usize>,
    /// The noun.
    pub head: usize,
    pub kind: EntityKind,
    pub plural: bool,
}

/// All mentions by role; those that stand right before a name are left to the name.
pub fn find(reader: &Reader, is_name: &[bool]) -> Vec<Role> {
    let mut out: Vec<Role> = Vec::new();
    for head in 0..reader.len() {
        if is_name[head] {
            continue;
        }
        let Some(role) = at(reader, head, is_name) else { continue };
        // "the mayor", and around it "the mayor's spokeswoman".
        let owner = |last: &Role| {
            role.phrase.start <= last.phrase.start
                && last.phrase.end < head
                && reader.pos(last.phrase.end) == Pos::Pos
        };
        if out.last().is_none_or(|last| last.phrase.end <= role.phrase.start || owner(last)) {
            out.push(role);
        }
    }
    out
}

/// Is the word at `i`, which may be an adjective as well, a noun for one person: "general", "cleric"?
pub(super) fn names_one(reader: &Reader, i: usize) -> bool {
    matches!(lexicon::noun(&reader.folded[i]), Some((Noun::Person { plural: false, .. }, true)))
}

/// "The ‸cleric said", "the ‸34-year-old, who": a word that is an adjective as well, right behind its article and with nothing behind it to describe.
fn stands_alone(reader: &Reader, i: usize) -> bool {
    let next = i + 1;
    let ends = || {
        !reader.together(next, i)
            || reader.pos(next).is_verb()
            || reader.pos(next) == Pos::Md
            || matches!(reader.word(next), "." | "who" | "also" | "has" | "had")
            // Not "one prominent conservative, syndicated host".
            || reader.word(next) == "," && i > 0 && is_determiner(reader, i - 1)
    };
    let person = || {
        names_one(reader, i)
            || i > 0 && reader.folded[i].ends_with("-year-old") && reader.folded[i - 1] == "the"
    };
    // "the former general"
    let article = (i.saturating_sub(3)..i)
        .rev()
        .find(|&k| reader.pos(k) != Pos::Jj)
        .is_some_and(|k| reader.together(k, i) && is_determiner(reader, k));
    reader.pos(i) == Pos::Jj && article && person() && ends()
}

/// The mention whose head is token `head`.
fn at(reader: &Reader, head: usize, is_name: &[bool]) -> Option<Role> {
    if !(reader.pos(head).is_noun() || stands_alone(reader, head)) {
        return None;
    }
    let aged = reader.folded[head].ends_with("-year-old");
    let (noun, sure) = lexicon::noun(&reader.folded[head])
        .or_else(|| aged.then_some((Noun::Person { plural: false, kin: false }, true)))?;
    let next = head + 1;
    let follows = reader.together(next, head);
    // "a report Tuesday" is no compound.
    let noun_at = |i: usize| reader.pos(i).is_noun() && !is_time(&reader.folded[i]);
    if follows && (noun_at(next) || is_name[next]) && reader.pos(next) != Pos::Pos {
        return None;
    }
    // "the chief ‸Iranian diplomat": the noun is still to come.
    let adjective =
        |i: usize| reader.together(i, head) && matches!(reader.pos(i), Pos::Jj | Pos::Jjs);
    let noun_at = |i: usize| reader.together(i, head) && reader.pos(i).is_noun();
    if adjective(next) && (noun_at(next + 1) || (adjective(next + 1) && noun_at(next + 2))) {
        return None;
    }
    // "the ‸police and crime commissioner"
    let affair = |i: usize| lexicon::AFFAIRS.has(&reader.folded[i]);
    if reader.together(next + 2, head)
        && reader.pos(next) == Pos::Cc
        && affair(head)
        && affair(next + 1)
        && noun_at(next + 2)
    {
        return None;
    }
    let start = phrase_start(reader, head);
    let first = &*reader.folded[start];
    let determined =
        is_determiner(reader, start) || (start..head).any(|i| reader.pos(i) == Pos::Pos);
    let definite =
        determined && !matches!(first, "a" | "an" | "no" | "any" | "every" | "each" | "another");
    let verb = |i: usize| reader.pos(i).is_verb() || reader.pos(i) == Pos::Md;
    // "The council head later tells"
    let verb_follows = follows
        && (verb(next)
            || reader.pos(next) == Pos::Rb && reader.together(next + 1, head) && verb(next + 1));
    let of_follows = follows && matches!(reader.word(next), "of" | "for");
    let (kind, plural, accepted) = match noun {
        Noun::Person { plural, .. } => {
            let plural = plural && reader.folded[head] != "person";
            let accepted = if matches!(&*reader.folded[head], "source" | "sources") {
                verb_follows || (follows && knows_something(reader, next))
            } else if plural {
                sure || definite
            } else {
                determined && (sure || of_follows || verb_follows)
            };
            (if plural { EntityKind::Group } else { EntityKind::Person }, plural, accepted)
        }
        Noun::Organisation => {
            (EntityKind::Organisation, false, definite || (determined && verb_follows))
        }
        Noun::Group => {
            let bare =
                matches!(&*reader.folded[head], "police" | "authorities" | "troops" | "media");
            (EntityKind::Group, true, determined || bare)
        }
        Noun::Document => (
            EntityKind::Document,
            false,
            determined && (sure || verb_follows || (definite && of_follows)),
        ),
    };
    if !accepted {
        return None;
    }
    let mut end = next;
    if matches!(noun, Noun::Person { .. } | Noun::Organisation | Noun::Document) {
        end = behind(reader, head, matches!(noun, Noun::Person { .. }));
    }
    let anonymous = kind != EntityKind::Document && is_unnamed(reader, head, &mut end);
    let kind = if anonymous { EntityKind::Anonymous } else { kind };
    Some(Role { phrase: start..end, head, kind, plural })
}

pub(super) fn is_determiner(reader: &Reader, i: usize) -> bool {
    matches!(reader.pos(i), Pos::Dt | Pos::PrpPoss | Pos::WpPoss)
        || matches!(
            &*reader.folded[i],
            "another"
                | "one"
                | "two"
                | "three"
                | "four"
                | "five"
                | "six"
                | "several"
                | "many"
                | "some"
                | "both"
                | "all"
                | "most"
                | "few"
                | "dozens"
                | "hundreds"
        )
}

/// Where the noun phrase of `head` begins: over adjectives, nouns, numbers and possessors, up to its determiner.
pub fn phrase_start(reader: &Reader, head: usize) -> usize {
    let mut start = head;
    while start > 0 && head - start < BEFORE && reader.together(start - 1, head) {
        let i = start - 1;
        if is_time(&reader.folded[i]) {
            break;
        }
        match reader.pos(i) {
            Pos::Dt | Pos::PrpPoss | Pos::WpPoss => {
                // "that the", "all the"
                if matches!(&*reader.folded[i], "that" | "this") && reader.pos(start) == Pos::Dt {
                    break;
                }
                return i;
            }
            Pos::Jj | Pos::Jjr | Pos::Jjs | Pos::Nn | Pos::Nnp | Pos::Nnps | Pos::Cd | Pos::Pos => {
                start = i;
            }
            // "the Highlands and Islands MSP"
            Pos::Cc
                if i > 0
                    && seats::sits(reader, head)
                    && reader.is_capital(i - 1)
                    && reader.is_capital(start) =>
            {
                start = i - 1;
            }
            // "the police and crime commissioner", not "the company and the leader".
            Pos::Cc
                if i > 0
                    && lexicon::AFFAIRS.has(&reader.folded[i - 1])
                    && lexicon::AFFAIRS.has(&reader.folded[start]) =>
            {
                start = i - 1;
            }
            // "members' spokesman"; but not two plain nouns in a row.
            Pos::Nns if reader.pos(start) == Pos::Pos || start == head => start = i,
            // "the elected leader", "the ruling party", not "said officials"
            Pos::Vbn | Pos::Vbg
                if i > 0
                    && reader.together(i - 1, head)
                    && matches!(
                        reader.pos(i - 1),
                        Pos::Dt | Pos::PrpPoss | Pos::Jj | Pos::Pos | Pos::Rb
                    ) =>
            {
                start = i;
            }
            Pos::Rb
                if start < head
                    && matches!(reader.pos(start), Pos::Vbn | Pos::Jj | Pos::Vbg)
                    && i > 0
                    && reader.pos(i - 1) == Pos::Dt =>
            {
                start = i;
            }
            _ => break,
        }
    }
    start
}

/// The end of the phrase of `head`: over "of the ministry", for people also "for the ministry" and the like.
pub fn behind(reader: &Reader, head: usize, person: bool) -> usize {
    let mut end = head + 1;
    let linked = person && speaks_for(&reader.folded[head]);
    while end - head < BEHIND && reader.together(end, head) {
        let word = &*reader.folded[end];
        let takes = word == "of" || (linked && matches!(word, "for" | "at" | "to" | "with" | "in"));
        if !takes {
            break;
        }
        match noun_phrase(reader, end + 1, head) {
            Some(next) => end = next,
            None => break,
        }
    }
    end
}

/// Nouns whose "for", "at", "to" belong to them.
fn speaks_for(noun: &str) -> bool {
    matches!(
        noun,
        "spokesman"
            | "spokeswoman"
            | "spokesperson"
            | "spokespeople"
            | "adviser"
            | "advisor"
            | "advisers"
            | "lawyer"
            | "lawyers"
            | "attorney"
            | "attorneys"
            | "ambassador"
            | "envoy"
            | "professor"
            | "director"
            | "fellow"
            | "candidate"
            | "aide"
            | "aides"
            | "counsel"
            | "analyst"
            | "economist"
            | "researcher"
            | "researchers"
            | "scholar"
            | "representative"
            | "strategist"
            | "correspondent"
            | "reporter"
            | "editor"
            | "manager"
            | "consultant"
            | "lobbyist"
            | "secretary"
            | "delegate"
            | "expert"
            | "nurse"
            | "teacher"
            | "scientist"
            | "student"
            | "coordinator"
            | "officer"
            | "commissioner"
    )
}

/// The end of a noun phrase that begins at `i`, with one possessor and one "and".
fn noun_phrase(reader: &Reader, i: usize, with: usize) -> Option<usize> {
    let mut end = i;
    let mut last_noun = None;
    while end - i < BEFORE && reader.together(end, with) {
        match reader.pos(end) {
            Pos::Nn | Pos::Nns | Pos::Nnp | Pos::Nnps => last_noun = Some(end + 1),
            Pos::Dt | Pos::PrpPoss if end == i => {}
            Pos::Jj | Pos::Jjr | Pos::Jjs | Pos::Cd | Pos::Pos => {}
            Pos::Vbn | Pos::Vbg if last_noun.is_none() => {}
            // "Health and Human Services"
            Pos::Cc
                if reader.word(end) == "and"
                    && last_noun == Some(end)
                    && reader.pos(end - 1) == Pos::Nnp
                    && reader.together(end + 1, with)
                    && reader.pos(end + 1) == Pos::Nnp => {}
            _ => break,
        }
        end += 1;
    }
    last_noun
}

/// Behind "a source": words that make it somebody, not the place where something springs.
fn knows_something(reader: &Reader, i: usize) -> bool {
    matches!(
        reader.word(i),
        "familiar"
            | "briefed"
            | "close"
            | "with"
            | "in"
            | "inside"
            | "within"
            | "at"
            | "near"
            | "who"
    )
}

/// An unnamed source: "two people familiar with the matter", "a senior official who spoke on condition of anonymity". Moves `end` behind what describes it.
fn is_unnamed(reader: &Reader, head: usize, end: &mut usize) -> bool {
    let noun = &*reader.folded[head];
    let next = *end;
    let word = |i: usize| if reader.together(i, head) { &*reader.folded[i] } else { "" };
    let knows = matches!(word(next), "familiar" | "briefed" | "close")
        || (word(next) == "with" && matches!(word(next + 1), "knowledge" | "direct"))
        || (word(next) == "who"
            && matches!(word(next + 1), "spoke" | "asked" | "requested" | "declined" | "insisted"))
        || (word(next) == "granted" && word(next + 1) == "anonymity");
    if knows {
        let mut i = next;
        while reader.together(i, head) && i - head < BEHIND {
            let pos = reader.pos(i);
            let stops = pos.is_punctuation()
                || pos == Pos::Md
                || (matches!(pos, Pos::Vbd | Pos::Vbz | Pos::Vbp) && i > next + 1);
            if stops {
                break;
            }
            i += 1;
        }
        *end = i;
        return true;
    }
    if matches!(noun, "source" | "sources" | "insider" | "insiders") {
        return true;
    }
    // The words may stand anywhere in the sentence: "…, the official said, speaking on condition of anonymity."
    let sentence = reader.text.sentences[reader.sentence[head] as usize].tokens.clone();
    let to = sentence.end.min(head + 60);
    (head..to).any(|i| {
        matches!(&*reader.folded[i], "anonymity" | "anonymously")
            || (reader.folded[i] == "named"
                && i > 1
                && reader.folded[i - 1] == "be"
                && (i.saturating_sub(4)..i)
                    .any(|j| matches!(&*reader.folded[j], "not" | "declined")))
    })
}

/// The roles beside a name: an appositive, a relative clause, a copula, also one behind the commas of the first. Their phrases without article.
pub fn beside(reader: &Reader, name: Range<usize>) -> Vec<Range<usize>> {
    let here = name.start;
    let end = behind_place(reader, name.end, here);
    if !reader.together(end + 1, here) {
        return vec![];
    }
    let mut i = end;
    if !matches!(reader.word(i), "," | "—" | "–" | "--") {
        return copula(reader, i, here).into_iter().collect();
    }
    i += 1;
    // ", 34, a nurse"
    let age = reader.pos(i) == Pos::Cd && reader.together(i + 1, here) && reader.word(i + 1) == ",";
    if age {
        i += 2;
    }
    if reader.together(i, here) && reader.folded[i] == "who" {
        return clause(reader, i, here).into_iter().collect();
    }
    // "Khan, a Muslim, was elected mayor"
    let close = (i..i + BEFORE)
        .take_while(|&k| reader.together(k, here) && !reader.pos(k).is_verb())
        .find(|&k| reader.word(k) == ",");
    let chosen = close.and_then(|close| copula(reader, close + 1, here));
    appositive(reader, i, here).into_iter().chain(chosen).collect()
}

/// Behind "of California" or "(D-Calif.)" after a name that ends at `end`, if a comma follows.
fn behind_place(reader: &Reader, end: usize, with: usize) -> usize {
    let place = match reader.together(end, with).then(|| reader.word(end)) {
        Some("of") => (end + 1..end + 5)
            .find(|&i| !reader.together(i, with) || reader.pos(i) != Pos::Nnp)
            .filter(|&i| i > end + 1),
        Some("(") => (end + 1..end + 8)
            .take_while(|&i| reader.together(i, with))
            .find(|&i| reader.word(i) == ")")
            .map(|close| close + 1),
        _ => None,
    };
    place.filter(|&i| reader.together(i, with) && reader.word(i) == ",").unwrap_or(end)
}

/// "is the mayor", "was elected as mayor": the role behind the verb at `i`.
fn copula(reader: &Reader, i: usize, with: usize) -> Option<Range<usize>> {
    let is = reader.together(i + 1, with)
        && reader.pos(i).is_verb()
        && matches!(&*reader.folded[i], "is" | "was" | "became" | "remains" | "'s" | "’s");
    if !is {
        return None;
    }
    let mut role = i + 1;
    // "is no conservative"
    if matches!(
        &*reader.folded[role],
        "n't" | "n’t" | "not" | "never" | "no" | "hardly" | "neither"
    ) {
        return None;
    }
    let chosen = matches!(&*reader.folded[role], "appointed" | "elected" | "named" | "re-elected");
    if chosen {
        role += 1;
        if reader.together(role, with) && reader.folded[role] == "as" {
            role += 1;
        }
    }
    appositive(reader, role, with).filter(|r| chosen || is_determiner(reader, role) || r.len() > 1)
}

/// A noun phrase from `i` whose head is a noun for a person, up to the next comma or verb.
fn appositive(reader: &Reader, i: usize, with: usize) -> Option<Range<usize>> {
    let mut at = i;
    while at - i < BEFORE && reader.together(at, with) {
        let pos = reader.pos(at);
        let part = pos.is_noun()
            || matches!(
                pos,
                Pos::Dt
                    | Pos::PrpPoss
                    | Pos::Jj
                    | Pos::Jjr
                    | Pos::Jjs
                    | Pos::Cd
                    | Pos::Pos
                    | Pos::Vbn
                    | Pos::Vbg
                    | Pos::Rb
                    | Pos::Comma
            );
        let goes_on = at > i && reader.pos(at - 1) == Pos::Jj && !names_one(reader, at - 1);
        if !part || (pos == Pos::Comma && !goes_on) {
            break;
        }
        at += 1;
    }
    // The head is the last noun before what stopped it.
    let mut head = at;
    while head > i && !(reader.pos(head - 1).is_noun() || head == at && names_one(reader, at - 1)) {
        head -= 1;
    }
    let head = head.checked_sub(1).filter(|&h| h >= i)?;
    let noun = &*reader.folded[head];
    let person = matches!(lexicon::noun(noun), Some((Noun::Person { plural: false, .. }, _)));
    // "the ranking Democrat on the committee"
    let member = reader.pos(i) == Pos::Dt && lexicon::ATTRIBUTES.get(noun) == Some("member");
    if !person && !member && lexicon::title(noun).is_none() {
        return None;
    }
    let start = if matches!(&*reader.folded[i], "a" | "an" | "the") { i + 1 } else { i };
    if start > head {
        return None;
    }
    let mut end = head + 1;
    while reader.together(end, with) && end - head < BEHIND {
        let pos = reader.pos(end);
        let stops = pos.is_punctuation()
            || pos == Pos::Md
            || matches!(pos, Pos::Vbd | Pos::Vbz | Pos::Vbp | Pos::Wp | Pos::Wdt);
        // "mayor of London last week"
        let time = is_time(&reader.folded[end])
            || matches!(&*reader.folded[end], "last" | "next" | "this")
                && reader.together(end + 1, with)
                && is_time(&reader.folded[end + 1]);
        if stops || time {
            break;
        }
        end += 1;
    }
    while end > head + 1
        && matches!(
            reader.pos(end - 1),
            Pos::In | Pos::To | Pos::Cc | Pos::Dt | Pos::Rb | Pos::PrpPoss
        )
    {
        end -= 1;
    }
    Some(start..end)
}

/// "who runs the clinic": the clause after "who", if it says what somebody does.
fn clause(reader: &Reader, who: usize, with: usize) -> Option<Range<usize>> {
    let verb = who + 1;
    if !reader.together(verb, with) || !reader.pos(verb).is_verb() {
        return None;
    }
    let tells = matches!(
        reader.tags.lemma(verb),
        "run"
            | "lead"
            | "head"
            | "chair"
            | "represent"
            | "own"
            | "found"
            | "direct"
            | "oversee"
            | "manage"
            | "teach"
            | "edit"
            | "coach"
            | "cover"
            | "serve"
            | "work"
            | "play"
            | "advise"
            | "command"
            | "be"
            | "study"
            | "co-found"
    );
    if !tells {
        return None;
    }
    let mut end = verb + 1;
    while reader.together(end, with) && end - verb < BEHIND && !reader.pos(end).is_punctuation() {
        end += 1;
    }
    (end > verb + 1).then_some(verb..end)
}
