/*! WikiGold: texts with hand-made names, of other subjects than political news.

In: the path of `wikigold.jsonl.gz`, lines of `{"id", "text", "entities": [[start, end, "PER" | "ORG" | "LOC" | "MISC"], …]}` in code
points. Out: the texts, and figures by cross-validation.
*/

use std::collections::BTreeSet;
use std::path::Path;

use serde::Deserialize;

use super::corpus::lines;
use super::entities::{Case, Counts};
use super::folds::{FOLDS, fold_of, in_pairs};
use super::{Tagged, entities, put_names};
use crate::document::Range;
use crate::eval::corpus::NamedDocument;
use crate::eval::names;
use crate::model::file::{File, Section};
use crate::tags::EntityLabel;
use crate::tags::tagger::Tagger;
use crate::tags::words::Word;
use crate::text::{Span, Text};
use crate::{Analyser, Error, Model};

#[derive(Deserialize)]
struct RawText {
    id: String,
    text: String,
    entities: Vec<(usize, usize, String)>,
}

/// A text with its names, ready to learn from.
#[derive(Debug)]
pub struct Named {
    document: NamedDocument,
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
        let mut names = BTreeSet::new();
        for (start, end, name) in raw.entities {
            let kind = match name.as_str() {
                "PER" => EntityLabel::Person,
                "ORG" => EntityLabel::Organisation,
                "LOC" => EntityLabel::Place,
                "MISC" => EntityLabel::Other,
                _ => return Err(format!("unknown kind of name {name}")),
            };
            names.insert((Range { start, end }, name));
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
        let document = NamedDocument { id: raw.id, text: raw.text.clone(), names };
        out.push(Named { document, case: Case { words, tags, sentences, labels } });
        Ok(())
    })?;
    Ok(out)
}

/// The cases of all texts.
pub fn cases(texts: &[Named]) -> impl Iterator<Item = &Case> {
    texts.iter().map(|t| &t.case)
}

/// Scores of the labeller, and of the whole names stage with it: by models that did not learn from any of the texts, and by models that
/// learned from the other folds' texts too. `sections` are those of a model, whose labeller is replaced.
pub fn cross_validate(
    texts: &[Named],
    tagged: &[Tagged],
    sections: &[Section<Vec<u8>>],
) -> Result<String, Error> {
    let without = vec![model(sections, entities::train(tagged, std::iter::empty()))?];
    let of_folds = in_pairs(FOLDS, |k| {
        let others = texts.iter().filter(|t| fold_of(&t.document.id) != k).map(|t| &t.case);
        model(sections, entities::train(tagged, others))
    });
    let of_folds = of_folds.into_iter().collect::<Result<Vec<_>, _>>()?;
    Ok(format!(
        "trained on none of it: {}; cross-validated: {}",
        scores(texts, &without),
        scores(texts, &of_folds)
    ))
}

/// A model of `sections`, with another labeller of names.
fn model(sections: &[Section<Vec<u8>>], labeller: Vec<u8>) -> Result<Model, Error> {
    let mut sections = sections.to_vec();
    put_names(&mut sections, labeller);
    Model::from_bytes(&File { provenance: "names of WikiGold".into(), sections }.write())
}

/// The figures of the labeller and of the names stage, where the model for a text is that of its fold, or the only one.
fn scores(texts: &[Named], models: &[Model]) -> String {
    let of = |t: &Named| &models[fold_of(&t.document.id) % models.len()];
    let mut labels = Counts::default();
    for text in texts {
        labels.add(of(text).entities(), &text.case);
    }
    let documents: Vec<_> = texts.iter().map(|t| t.document.clone()).collect();
    let predict = |t: &Named| names::predict(&Analyser::new(of(t).clone()), &t.document.text);
    let predictions = texts.iter().map(|t| (t.document.id.clone(), predict(t))).collect();
    let rows = names::score(&documents, &predictions);
    let f1 = |row: &str| rows.get(row).map_or(0.0, |r| r.f1);
    format!(
        "labels {labels}, names F1 {:.1} (people {:.1}, organisations {:.1}, places {:.1})",
        f1("micro"),
        f1("PER"),
        f1("ORG"),
        f1("LOC")
    )
}
