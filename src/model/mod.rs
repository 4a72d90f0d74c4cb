/*! What was learned from corpora: the weights of the tagger, the parser and the other learned stages. */

/// The learned weights of all stages.
#[derive(Debug, Clone, Default)]
pub struct Model {}

impl Model {
    /// The model that is built in.
    pub fn embedded() -> Self {
        Self::default()
    }
}
