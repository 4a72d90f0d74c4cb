/*! The one error type. Only reading a model, a lexicon or a file can fail; [`crate::Analyser::analyse`] cannot. */

use std::fmt;

/// What went wrong, in one sentence that names the place.
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    message: String,
}

/// What an [`Error`] is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// An option has a value that is not allowed.
    Options,
    /// A model file is truncated, damaged or of another version.
    Model,
    /// Input is not what it should be: not UTF-8, not JSON, not the expected form.
    Input,
    /// Writing a result failed.
    Output,
}

impl Error {
    /// An error of `kind`; `message` is a sentence without a full stop that names the place: "line 3: expected …, but found …".
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into() }
    }

    /// What the error is about.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// A stable code for programs: `options`, `model`, `input`, `output`.
    pub fn code(&self) -> &'static str {
        match self.kind {
            ErrorKind::Options => "options",
            ErrorKind::Model => "model",
            ErrorKind::Input => "input",
            ErrorKind::Output => "output",
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}
