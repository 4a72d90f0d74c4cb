/*! The second stage: part of speech, lemma, governor and kind of name for every token.

In: [`Text`] and the learned [`Model`]. Out: [`Tags`], one entry per token. Nothing here knows of attributions.
*/

#[cfg_attr(not(feature = "train"), allow(dead_code, reason = "only training writes models"))]
pub(crate) mod entities;
pub(crate) mod labels;
#[cfg_attr(not(feature = "train"), allow(dead_code, reason = "only training writes models"))]
pub(crate) mod lemmas;
#[cfg_attr(not(feature = "train"), allow(dead_code, reason = "only training writes models"))]
pub(crate) mod parser;
#[cfg_attr(not(feature = "train"), allow(dead_code, reason = "only training writes models"))]
pub(crate) mod tagger;
pub(crate) mod words;

pub use labels::{EntityLabel, Pos, Relation};

use crate::model::Model;
use crate::text::Text;
use words::Word;

/// What is known of each token; all lists are as long as [`Text::tokens`].
#[derive(Debug, Clone, Default)]
pub struct Tags {
    /// Part of speech.
    pub pos: Vec<Pos>,
    /// The token's governor, an index into [`Text::tokens`] within the same sentence; `None` for the root of a sentence.
    pub head: Vec<Option<u32>>,
    /// What the token is to its governor.
    pub relation: Vec<Relation>,
    /// The kind of name that the token is part of.
    pub entity: Vec<EntityLabel>,
    lemmas: String,
    ends: Vec<u32>,
}

impl Tags {
    /// The lemma of token `i`: in lower case, except for proper nouns.
    pub fn lemma(&self, i: usize) -> &str {
        let start = if i == 0 { 0 } else { self.ends[i - 1] as usize };
        &self.lemmas[start..self.ends[i] as usize]
    }
}

/// Tags `text`, sentence by sentence.
pub fn tag(text: &Text, model: &Model) -> Tags {
    let words = Word::read(text);
    let mut tags = Tags::default();
    for sentence in &text.sentences {
        model.tagger().tag(&words[sentence.tokens.clone()], &mut tags.pos);
    }
    for (i, &pos) in tags.pos.iter().enumerate() {
        model.lemmas().append(text.word(i), pos, &mut tags.lemmas);
        tags.ends.push(tags.lemmas.len() as u32);
    }
    for sentence in &text.sentences {
        let range = sentence.tokens.clone();
        let (first, pos) = (range.start, &tags.pos[range.clone()]);
        model.parser().parse(&words[range], pos, first, &mut tags.head, &mut tags.relation);
    }
    let sentences: Vec<_> = text.sentences.iter().map(|s| s.tokens.clone()).collect();
    tags.entity = model.entities().label(&words, &tags.pos, &sentences);
    tags
}

#[cfg(all(test, feature = "embed"))]
mod tests {
    use super::*;

    fn tagged(raw: &str) -> (Text<'_>, Tags) {
        let text = Text::read(raw);
        let tags = tag(&text, &Model::embedded());
        (text, tags)
    }

    #[test]
    fn words_get_their_parts_of_speech_and_lemmas() {
        let raw = "The ministers were running late , and the wives of two mayors said they had seen nothing .";
        let (text, tags) = tagged(raw);
        let views: Vec<_> = (0..text.tokens.len())
            .map(|i| format!("{}/{}/{}", text.word(i), tags.pos[i], tags.lemma(i)))
            .collect();
        for expected in [
            "ministers/NNS/minister",
            "were/VBD/be",
            "running/VBG/run",
            "wives/NNS/wife",
            "said/VBD/say",
            "seen/VBN/see",
        ] {
            assert!(views.iter().any(|v| v == expected), "{expected} in {views:?}");
        }
    }

    #[test]
    fn words_find_their_governors() {
        let raw = "The minister said on Monday that the city had closed two schools .";
        let (text, tags) = tagged(raw);
        let arcs: Vec<_> = (0..text.tokens.len())
            .map(|i| {
                let head = tags.head[i].map_or("-", |h| text.word(h as usize));
                format!("{} {} {head}", text.word(i), tags.relation[i])
            })
            .collect();
        for expected in [
            "minister nsubj said",
            "said root -",
            "that mark closed",
            "city nsubj closed",
            "closed ccomp said",
            "schools dobj closed",
        ] {
            assert!(arcs.iter().any(|a| a == expected), "{expected} in {arcs:?}");
        }
    }

    #[test]
    fn every_sentence_is_a_tree() {
        let raw = "“ No ” , she said ; ( and then ) : left .\nGo - go !\n, , ,\nA B C D E F G";
        let (text, tags) = tagged(raw);
        for s in &text.sentences {
            assert_eq!(s.tokens.clone().filter(|&i| tags.head[i].is_none()).count(), 1);
            for i in s.tokens.clone() {
                let mut at = i;
                let mut steps = 0;
                while let Some(h) = tags.head[at] {
                    at = h as usize;
                    steps += 1;
                    assert!(s.tokens.contains(&at) && steps <= s.tokens.len());
                }
            }
        }
    }

    #[test]
    fn names_get_their_kinds() {
        let raw =
            "Maria Lopez , a lawyer in London , told the Justice Department that Lopez had left .";
        let (text, tags) = tagged(raw);
        let of = |kind| -> Vec<_> {
            let hit = |i: &usize| tags.entity[*i] == kind;
            (0..text.tokens.len()).filter(hit).map(|i| text.word(i)).collect()
        };
        assert_eq!(of(EntityLabel::Person), ["Maria", "Lopez", "Lopez"]);
        assert_eq!(of(EntityLabel::Organisation), ["Justice", "Department"]);
        assert_eq!(of(EntityLabel::Place), ["London"]);
    }

    #[test]
    fn any_text_is_tagged_once_per_token() {
        for raw in [
            "",
            " ",
            "\"",
            "“",
            "’",
            "\u{0}",
            "\u{301}\u{301}",
            "İ ǅ ﬁ",
            "a\nb",
            "((((",
            "😀 said 😀",
        ] {
            let (text, tags) = tagged(raw);
            let n = text.tokens.len();
            assert_eq!(
                [tags.pos.len(), tags.head.len(), tags.relation.len(), tags.entity.len()],
                [n; 4]
            );
            for i in 0..n {
                let _ = tags.lemma(i);
            }
        }
    }
}
