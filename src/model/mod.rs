/*! What was learned from corpora: the weights of the tagger, the parser and the other learned stages.

In: the bytes of a model file. Out: [`Model`]. Each stage reads its own section; to add a stage, give it a `SECTION` name, a
`fingerprint()` of its features, a `read` and a `write`, one field here and one step in the training program.
*/

#[cfg_attr(not(feature = "train"), allow(dead_code, reason = "only training writes models"))]
pub(crate) mod file;
pub(crate) mod hash;
#[cfg(feature = "train")]
pub(crate) mod learn;
#[cfg_attr(not(feature = "train"), allow(dead_code, reason = "only training writes models"))]
pub(crate) mod net;
pub(crate) mod sequence;
#[cfg(test)]
mod tests;
#[cfg_attr(not(feature = "train"), allow(dead_code, reason = "only training writes models"))]
pub(crate) mod weights;

use std::sync::Arc;

use crate::Error;
use crate::attributions::confidence::Confidence;
use crate::attributions::learned::Learned;
use crate::tags::entities::Entities;
use crate::tags::lemmas::Lemmas;
use crate::tags::parser::Parser;
use crate::tags::tagger::Tagger;
use file::File;

/// The learned weights of all stages. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Model(Arc<Stages>);

#[derive(Debug)]
struct Stages {
    provenance: String,
    tagger: Tagger,
    lemmas: Lemmas,
    parser: Parser,
    entities: Entities,
    attributions: Option<Learned>,
    confidence: Confidence,
}

impl Model {
    /// Reads a model file; an error says what is wrong with it.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Model`] if the bytes are not a model file of this version, are damaged, or were trained with other features.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        let file = File::read(bytes)?;
        Ok(Self(Arc::new(Stages {
            tagger: Tagger::read(&file)?,
            lemmas: Lemmas::read(&file)?,
            parser: Parser::read(&file)?,
            entities: Entities::read(&file)?,
            // A file without them leaves the attributions to the rules: so the first training begins.
            attributions: file.has("cues").then(|| Learned::read(&file)).transpose()?,
            confidence: Confidence::read(&file)?,
            provenance: file.provenance,
        })))
    }

    /// The model that is built in, read once.
    #[cfg(feature = "embed")]
    pub fn embedded() -> Self {
        static MODEL: std::sync::OnceLock<Model> = std::sync::OnceLock::new();
        MODEL
            .get_or_init(|| {
                Self::from_bytes(include_bytes!("sayso.model"))
                    .expect("the built-in model is read by a test")
            })
            .clone()
    }

    /// What the model was trained on, when, by which command, and its scores, in words.
    pub fn provenance(&self) -> &str {
        &self.0.provenance
    }

    pub(crate) fn tagger(&self) -> &Tagger {
        &self.0.tagger
    }

    pub(crate) fn lemmas(&self) -> &Lemmas {
        &self.0.lemmas
    }

    pub(crate) fn parser(&self) -> &Parser {
        &self.0.parser
    }

    pub(crate) fn confidence(&self) -> &Confidence {
        &self.0.confidence
    }

    pub(crate) fn attributions(&self) -> Option<&Learned> {
        self.0.attributions.as_ref()
    }

    pub(crate) fn entities(&self) -> &Entities {
        &self.0.entities
    }
}
