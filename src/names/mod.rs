/*! The names stage: mentions of people, organisations, groups and places, with titles and roles. */

use std::ops::Range;

use crate::document::{EntityKind, MentionForm};
use crate::tags::Tags;
use crate::text::{Span, Text};

/// What grammar says of a person; never guessed from a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gender {
    /// "he", "Mr."
    Masculine,
    /// "she", "Mrs."
    Feminine,
}

/// One reference to an entity; spans are bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The name without title, or the whole of a role mention or pronoun.
    pub span: Span,
    /// With title and role before it.
    pub full: Span,
    /// The tokens of `span`.
    pub tokens: Range<usize>,
    /// What it refers to.
    pub kind: EntityKind,
    /// How it refers.
    pub form: MentionForm,
    /// Titles before, appositives after, relative clauses, copulas.
    pub roles: Vec<Span>,
    /// More than one?
    pub plural: bool,
    /// As grammar shows it here.
    pub gender: Option<Gender>,
}

/// Finds the mentions of a text, sorted by start.
pub fn find(text: &Text, tags: &Tags) -> Vec<Mention> {
    let mut out = Vec::new();
    let mut i = 0;
    while i < text.tokens.len() {
        let pos = tags.pos[i].as_str();
        if pos.starts_with("NNP") {
            let from = i;
            while i < text.tokens.len() && tags.pos[i].as_str().starts_with("NNP") {
                i += 1;
            }
            let span = text.span(from..i);
            out.push(Mention {
                span,
                full: span,
                tokens: from..i,
                kind: EntityKind::Person,
                form: MentionForm::Name,
                roles: vec![],
                plural: false,
                gender: None,
            });
            continue;
        }
        if pos == "PRP" {
            let gender = match text.word(i).to_lowercase().as_str() {
                "he" => Some(Gender::Masculine),
                "she" => Some(Gender::Feminine),
                _ => None,
            };
            let span = text.tokens[i].span;
            let plural = matches!(text.word(i).to_lowercase().as_str(), "they" | "we");
            out.push(Mention {
                span,
                full: span,
                tokens: i..i + 1,
                kind: EntityKind::Person,
                form: MentionForm::Pronoun,
                roles: vec![],
                plural,
                gender,
            });
        }
        i += 1;
    }
    out
}
