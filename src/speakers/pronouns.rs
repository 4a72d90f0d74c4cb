/*! Whom a pronoun stands for.

"he", "she", "it", "they": the one in focus ([`super::focus`]); "who": the noun that its clause describes; "I", "my" outside all quotation marks: the
author.
*/

use std::cell::OnceCell;
use std::ops::Range;

use super::Resolution;
use super::resolve::{Resolver, found};
use crate::attributions::Attribution;
use crate::document::{EntityKind, FurnitureKind, MentionForm, ResolutionHow};
use crate::lexicon::{self, Noun};
use crate::names::{Gender, Mention};
use crate::text::Span;

/// How many relative clauses in a row are followed back.
const CHAIN: usize = 4;

/// How far back, in tokens, the noun before "who" may be.
const CLAUSE: usize = 30;

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
            "you" => self
                .asked(at)
                .map_or(Resolution::NONE, |entity| found(entity, ResolutionHow::Pronoun, 60, None)),
            "i" | "we" | "me" | "us" => {
                attribution.map_or(Resolution::NONE, |attribution| self.first_person(attribution))
            }
            "who" | "which" | "that" | "whom" | "whose" => self.antecedent(at),
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

    /// Whom "his", "her", "its" or "their" at token `at` means, and where they were mentioned.
    pub(super) fn possessor(&mut self, at: usize) -> Option<(usize, Span)> {
        let (pronoun, kind, gender) = match &*self.context.lower(at) {
            "his" => ("he", EntityKind::Person, Some(Gender::Masculine)),
            "her" => ("she", EntityKind::Person, Some(Gender::Feminine)),
            "its" => ("it", EntityKind::Organisation, None),
            "their" => ("they", EntityKind::Group, None),
            _ => return None,
        };
        let mention = self.as_mention(at..at + 1, MentionForm::Pronoun, kind, gender);
        let resolution = self.in_focus(&mention, pronoun, &(at..at + 1), None);
        resolution.speaker.zip(resolution.evidence)
    }

    /// Words that the names stage mentions nobody by, looked at as a mention.
    pub(super) fn as_mention(
        &self,
        tokens: Range<usize>,
        form: MentionForm,
        kind: EntityKind,
        gender: Option<Gender>,
    ) -> Mention {
        let span = self.context.text.span(tokens.clone());
        let plural = kind == EntityKind::Group;
        Mention { span, full: span, tokens, kind, form, roles: vec![], plural, gender }
    }

    /// "One of them", "Another", "A second": somebody without a name of those who were spoken of just before.
    pub(super) fn one_of_several(&mut self, source: &Range<usize>) -> Option<Resolution> {
        let context = self.context;
        let words: Vec<_> = source.clone().take(4).map(|i| context.lower(i)).collect();
        let one = match words.iter().map(|w| &**w).collect::<Vec<_>>()[..] {
            ["one" | "another", "of", "them"] | ["another" | "one"] => true,
            ["a" | "the", ordinal] => matches!(ordinal, "second" | "third" | "fourth" | "fifth"),
            _ => false,
        };
        let &(before, place) = self.spoken.last().filter(|_| one)?;
        let known = &self.gathered.entities[before];
        let people =
            matches!(known.kind, EntityKind::Person | EntityKind::Anonymous | EntityKind::Group);
        let near = context.text.sentence_of(place) + 2 >= context.text.sentence_of(source.start);
        let several = known.plural || known.kind == EntityKind::Group;
        if !people || known.is_named() && !several || !near {
            return None;
        }
        let span = context.text.span(source.clone());
        let name = super::entities::tidy(&context.text.raw[span]);
        let entity = self.gathered.add(EntityKind::Person, &name);
        self.gathered.entities[entity].mentions.push((span, MentionForm::Role));
        Some(found(entity, ResolutionHow::Role, 60, Some(span)))
    }

    /// "both", "the two", "most", "few": several who were spoken of just before.
    pub(super) fn quantity(
        &mut self,
        source: &Range<usize>,
        attribution: Option<&Attribution>,
    ) -> Option<Resolution> {
        let context = self.context;
        let first =
            if context.lower(source.start) == "the" { source.start + 1 } else { source.start };
        let one = first + 1 == source.end
            && matches!(
                &*context.lower(first),
                "all" | "both" | "few" | "most" | "neither" | "several" | "two" | "three" | "four"
            );
        if !one {
            return None;
        }
        let mention =
            self.as_mention(source.clone(), MentionForm::Pronoun, EntityKind::Group, None);
        if matches!(&*context.lower(first), "both" | "two" | "neither")
            && let Some(resolution) = self.last_two(source.start)
        {
            return Some(resolution);
        }
        let resolution = self.in_focus(&mention, "they", source, attribution);
        resolution
            .speaker
            .map(|_| Resolution { confidence: resolution.confidence.min(60), ..resolution })
    }

    /// "I" and "my" outside everybody's words are the author's.
    pub(super) fn first_person(&mut self, attribution: &Attribution) -> Resolution {
        let Some(at) = attribution.source.first().map(|s| s.start) else {
            return Resolution::NONE;
        };
        if self.context.quoted(at) || !matches!(&*self.context.lower(at), "i" | "me" | "my") {
            return Resolution::NONE;
        }
        let label = self.turn_of(at);
        let turn = label.as_ref().and_then(|label| self.turn_speaker(label));
        if let Some((speaker, label)) = turn.zip(label) {
            let evidence = Some(self.context.text.span(label));
            return found(speaker, ResolutionHow::Pronoun, 75, evidence);
        }
        if let Some((speaker, name)) = self.signature(at) {
            self.gathered.entities[speaker].mentions.push((name, MentionForm::Name));
            return found(speaker, ResolutionHow::Pronoun, 75, Some(name));
        }
        let author = self.author().unwrap_or_else(|| self.nameless_author(at));
        found(author, ResolutionHow::Pronoun, 75, None)
    }

    /// An author whom the text does not name: the one who says "I" in it.
    fn nameless_author(&mut self, at: usize) -> usize {
        let author = self.gathered.add(EntityKind::Person, "I");
        let span = self.context.text.tokens[at].span;
        self.gathered.entities[author].mentions.push((span, MentionForm::Pronoun));
        self.author = OnceCell::from(Some(author));
        author
    }

    /// Who writes the text.
    pub(super) fn author(&mut self) -> Option<usize> {
        if let Some(&author) = self.author.get() {
            return author;
        }
        let author = self.find_author();
        *self.author.get_or_init(|| author)
    }

    /// The one on the byline, the one who signs the headline ("Ana Ruiz: What I saw"), or the one that the last paragraph introduces: "Ana Ruiz teaches
    /// law in Lund."
    fn find_author(&mut self) -> Option<usize> {
        let context = self.context;
        let signed = context.mentions.first().filter(|m| {
            m.names_person()
                && m.tokens.start == 0
                && m.tokens.end < context.text.tokens.len()
                && context.word(m.tokens.end) == ":"
        });
        if signed.is_some() {
            return self.gathered.of_mention[0];
        }
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
        let opens = mention.full.start() == last.span.start() && mention.names_person();
        let entity = self.gathered.of_mention[first].filter(|_| opens)?;
        let introduced = (context.mentions[..first].iter().zip(&self.gathered.of_mention))
            .all(|(_, of)| *of != Some(entity));
        introduced.then_some(entity)
    }

    /// The entity of the noun that the relative pronoun at token `at` follows.
    pub(super) fn antecedent(&mut self, at: usize) -> Resolution {
        let context = self.context;
        if let Some((owner, evidence)) = self.owner_of_thing(at) {
            return found(owner, ResolutionHow::Pronoun, 60, Some(evidence));
        }
        let Some(noun) = self.described_noun(at) else { return Resolution::NONE };
        let phrase = self.phrase_of(noun);
        // "Feinstein of California, the ranking Democrat, who": between two commas it is said of the name.
        let closed = context.lower(at) == "who" && at > 0 && context.is_comma(at - 1);
        let beside = self
            .beside(&phrase, EntityKind::Person)
            .or_else(|| if closed { self.behind_name(&phrase, EntityKind::Person) } else { None })
            // "Corey is the Republican state attorney who"
            .or_else(|| {
                let near = (phrase.end..at).all(|i| context.is_comma(i));
                if near { self.predicated(&phrase) } else { None }
            });
        if let Some((entity, evidence)) = beside {
            return found(entity, ResolutionHow::Pronoun, 75, Some(evidence));
        }
        if let Some(id) = self.mention_at(noun).filter(|&id| context.mentions[id].tokens.end <= at)
        {
            return self.entity_of(id).map_or(Resolution::NONE, |entity| {
                found(entity, ResolutionHow::Pronoun, 80, Some(context.mentions[id].span))
            });
        }
        let span = context.text.span(self.coordinated(phrase.clone()));
        let one = matches!(
            lexicon::noun(&context.lower(noun)),
            Some((Noun::Person { plural: false, .. }, _))
        );
        if one && let Some((entity, evidence)) = self.introduced_later(&phrase, EntityKind::Person)
        {
            return found(entity, ResolutionHow::Pronoun, 60, Some(evidence));
        }
        let kind = if one { EntityKind::Person } else { EntityKind::Group };
        let entity = self.described(kind, span, !one);
        found(entity, ResolutionHow::Pronoun, 65, Some(span))
    }

    /// "Mr. Trump's remarks, ‸which have included", "a Trump tweet ‸that blasts": what is nobody says what its owner says.
    fn owner_of_thing(&mut self, at: usize) -> Option<(usize, Span)> {
        let context = self.context;
        let thing = matches!(&*context.lower(at), "which" | "that");
        let comma = at > 1 && (context.is_comma(at - 1) || context.is_dash(at - 1));
        let noun = at.checked_sub(1 + usize::from(comma)).filter(|_| thing)?;
        let nobody = matches!(context.pos(noun), "NN" | "NNS")
            && context.text.sentence_of(noun) == context.text.sentence_of(at)
            && matches!(lexicon::noun(&context.lower(noun)), None | Some((Noun::Document, _)))
            && lexicon::BODY_WORDS.get(&context.lower(noun)).is_none()
            && self.mention_at(noun).is_none();
        if nobody { self.said_whose(noun) } else { None }
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
        let start = context.sentence(at).tokens.start;
        let start = start.max(at.saturating_sub(CLAUSE));
        let own = context.lower(at);
        let relative = |i: &usize| context.lower(*i) == own && own != "whose";
        // "a man who came and who saw"
        let mut at = at;
        for _ in 0..CHAIN {
            let joined = at > start && matches!(&*context.lower(at - 1), "and" | "or" | "but");
            match (start..at.saturating_sub(1)).rev().find(relative).filter(|_| joined) {
                Some(first) => at = first,
                None => break,
            }
        }
        let body = |i: usize| {
            self.mention_at(i).is_some_and(|id| context.mentions[id].kind != EntityKind::Person)
                || matches!(
                    lexicon::noun(&context.lower(i)),
                    Some((Noun::Organisation | Noun::Group | Noun::Document, _))
                )
        };
        if own == "which" {
            return self
                .governor(at)
                .filter(|&n| n >= start && n < at && body(n))
                .or_else(|| (start..at).rev().find(|&i| body(i)));
        }
        let somebody = |i: usize| {
            // Not "in her 70s".
            matches!(context.pos(i), "NNS" | "NNPS")
                && !context.word(i).starts_with(|c: char| c.is_ascii_digit())
                || matches!(
                    lexicon::noun(&context.lower(i)),
                    Some((Noun::Person { .. } | Noun::Group, _))
                )
                || matches!(&*context.lower(i), "those" | "anyone" | "someone" | "everyone")
                || (context.pos(i).starts_with('N') && self.mention_at(i).is_some())
        };
        // "23 percent who said", "38 percent — who"
        let before = (start..at).rev().find(|&i| !context.is_dash(i) && !context.is_comma(i));
        if let Some(share) =
            before.filter(|&i| matches!(context.word(i), "%" | "percent") || context.pos(i) == "CD")
        {
            return Some(share);
        }
        // "the president of the Foundation for Peace, who": no body is a "who".
        let is_body =
            |i: usize| self.mention_at(i).is_some_and(|id| context.mentions[id].names_body());
        let by_tree = self.governor(at).filter(|&n| n >= start && n < at && somebody(n));
        let named = |i: usize| {
            self.mention_at(i).is_some_and(|id| {
                let m = &context.mentions[id];
                m.names_person()
            })
        };
        // "Ana Ruiz, head of the union of nurses, who": after a comma it is the one with a name, unless several people stand right before it.
        let apart = at > start + 1 && context.is_comma(at - 1) && context.pos(at - 2) != "NNS";
        let by_name = (start..at).rev().find(|&i| apart && named(i));
        // "Marco Rubio of Florida, who", "Marco Rubio (R-Fla.), who"
        let before_comma = (at > start + 1).then(|| {
            let last = at - 2;
            if context.word(last) == ")" {
                let open = (start..last).rev().take(6).find(|&i| context.word(i) == "(");
                return open.map_or(last, |i| i.saturating_sub(1));
            }
            let of = (start..last).rev().take(3).find(|&i| context.lower(i) == "of");
            of.filter(|_| !named(last)).map_or(last, |i| i.saturating_sub(1))
        });
        let beside = before_comma.filter(|&i| apart && named(i));
        // What only belongs to a noun by "of" is seldom meant: "head of the union of nurses, who".
        let of = |n: usize| {
            let first = self.phrase_of(n).start;
            first > start && context.lower(first - 1) == "of"
        };
        beside
            .or_else(|| by_tree.filter(|&n| !apart || named(n) || !(of(n) || is_body(n))))
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

    /// A phrase with those that commas and "and" join to it in front: "rights groups, entertainers and ‸business leaders".
    fn coordinated(&self, mut phrase: Range<usize>) -> Range<usize> {
        let context = self.context;
        let several = |i: usize| context.pos(i) == "NNS";
        if !several(phrase.end - 1) {
            return phrase;
        }
        for _ in 0..3 {
            let Some(joint) = phrase.start.checked_sub(1) else { break };
            let joins = context.lower(joint) == "and" || context.is_comma(joint);
            if !joins || joint == 0 || !several(joint - 1) {
                break;
            }
            phrase.start = self.phrase_of(joint - 1).start;
        }
        phrase
    }

    /// The words around a noun that belong to its phrase, from its determiner to itself.
    fn phrase_of(&self, noun: usize) -> Range<usize> {
        let context = self.context;
        let sentence = &context.sentence(noun).tokens;
        let inside = |i: usize| {
            matches!(
                context.pos(i),
                "DT" | "PRP$" | "CD" | "JJ" | "JJR" | "JJS" | "NN" | "NNS" | "NNP" | "NNPS"
            ) && !context.is_comma(i)
        };
        let mut start = noun;
        while start > sentence.start && noun - start < 8 && inside(start - 1) {
            start -= 1;
        }
        start..noun + 1
    }
}
