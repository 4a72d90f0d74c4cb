/*! WikiGold: texts with hand-made names, of other subjects than political news.

In: the path of `wikigold.jsonl.gz`, lines of `{"id", "text", "entities": [[start, end, "PER" | "ORG" | "LOC" | "MISC"], …]}` in code
points. Out: the texts, and figures by cross-validation.
*/

use std::path::Path;

use serde::Deserialize;

use super::corpus::lines;
use super::entities::{Case, Counts};
use super::folds::{FOLDS, fold_of, in_pairs};
use super::{Tagged, entities};
use crate::Error;
use crate::tags::EntityLabel;
use crate::tags::tagger::Tagger;
use crate::tags::words::Word;
use crate::text::{Span, Text};

#[derive(Deserialize)]
struct RawText {
    id: String,
    text: String,
    entities: Vec<(usize, usize, String)>,
}

/// A text with its names, ready to learn from.
#[derive(Debug)]
pub struct Named {
    id: String,
    case: Case,
}

/// Reads the texts; `tagger` gives their tags, by our own tokens and sentences.
pub fn read(path: &Path, tagger: &Tagger) -> Result<Vec<Named>, Error> {
    let mut out = Vec::new();
    lines(path, |raw: RawText| {
        let bytes: Vec<_> =
            raw.text.char_indices().map(|(at, _)| at).chain([raw.text.len()]).collect();
        let text = Text::read(&raw.text);
        let mut labels = vec![EntityLabel::O; text.tokens.len()];
        for (start, end, kind) in raw.entities {
            let kind = match kind.as_str() {
                "PER" => EntityLabel::Person,
                "ORG" => EntityLabel::Organisation,
                "LOC" => EntityLabel::Place,
                "MISC" => EntityLabel::Other,
                _ => return Err(format!("unknown kind of name {kind}")),
            };
            let (Some(&start), Some(&end)) = (bytes.get(start), bytes.get(end)) else {
                return Err("a name ends beyond its text".into());
            };
            if start > end {
                return Err("a name ends before it begins".into());
            }
            for i in text.tokens_in(Span::new(start, end)) {
                labels[i] = kind;
            }
        }
        let words = Word::read(&text);
        let sentences: Vec<_> = text.sentences.iter().map(|s| s.tokens.clone()).collect();
        let mut tags = Vec::new();
        for s in &sentences {
            tagger.tag(&words[s.clone()], &mut tags);
        }
        out.push(Named { id: raw.id, case: Case { words, tags, sentences, labels } });
        Ok(())
    })?;
    Ok(out)
}

/// The cases of all texts.
pub fn cases(texts: &[Named]) -> impl Iterator<Item = &Case> {
    texts.iter().map(|t| &t.case)
}

/// Scores of models that did not learn from any of the texts, and of models that learned from the other folds' texts too.
pub fn cross_validate(texts: &[Named], tagged: &[Tagged]) -> String {
    let without = entities::learn(tagged, std::iter::empty());
    let mut alone = Counts::default();
    for case in cases(texts) {
        alone.add(&without, case);
    }
    let mut both = Counts::default();
    let of_folds = in_pairs(FOLDS, |k| {
        let others = texts.iter().filter(|t| fold_of(&t.id) != k).map(|t| &t.case);
        entities::learn(tagged, others)
    });
    for text in texts {
        both.add(&of_folds[fold_of(&text.id)], &text.case);
    }
    format!("trained on none of it {alone}; cross-validated {both}")
}
