//! All integration tests, in one binary so that they are linked once. Where does a new test go?

// Documents made from phrases, for tests that must not depend on what the analyser finds.
mod util;

// Whole articles, scored against what a careful reader finds in them (`articles/`).
mod articles;
// The command line program, run as a user runs it: files, standard input, formats, messages, exit codes.
mod cli;
// Figures equal to those of the corpora's own scorers.
#[cfg(feature = "eval")]
mod evaluation;
// Each export, read back by an independent reader.
mod exports;
// The form of gold files.
mod gold;
// Strings that a stranger may paste: no panic, valid spans, linear time.
mod hostile;
// Every promise of the output document, as one reusable check, and documents broken on purpose that it must refuse.
mod invariants;
// Short texts with what must be found in them (`cases/`).
mod stages;
