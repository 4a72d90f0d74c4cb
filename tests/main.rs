//! All integration tests, in one binary so that they are linked once. Where does a new test go?

// Whole articles, scored against what a careful reader finds in them (`articles/`).
mod articles;
// Figures equal to those of the corpora's own scorers.
#[cfg(feature = "eval")]
mod evaluation;
// The form of gold files.
mod gold;
// Short texts with what must be found in them (`cases/`).
mod stages;
