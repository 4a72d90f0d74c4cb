/*! The learned part of the attributions stage: which words are cues, and what each cue ties together.

In: everything that earlier stages found, and what the rules propose. Out: candidates, each with a strength. Two linear models:
[`heads`] decides for each verb, noun or colon whether it is the head of a cue; [`roles`] labels the words around a head as source, cue, content or
neither, all at once, as semantic role labelling does (after Gildea and Jurafsky 2002), so source, cue and content come linked.
The rules' proposals are features, so what a rule knows is kept and what it misses is learned.
*/

pub(crate) mod heads;
pub(crate) mod roles;
mod view;

use std::ops::Range;

use super::frames::Candidate;
use super::{Attribution, Circumstances, Context, cues, nouns};
use crate::Error;
use crate::document::{Act, Stance};
use crate::model::file::File;
pub(crate) use view::View;

/// The roles that a word can have for a cue, in the order of the model's labels.
pub(crate) const NONE: u8 = 0;
pub(crate) const SOURCE: u8 = 1;
pub(crate) const CUE: u8 = 2;
pub(crate) const CONTENT: u8 = 3;

/// The two learned models.
#[derive(Debug, Clone, Default)]
pub struct Learned {
    pub(crate) heads: heads::Heads,
    pub(crate) roles: roles::Roles,
}

impl Learned {
    /// Reads the sections of the model file.
    pub fn read(file: &File<&[u8]>) -> Result<Self, Error> {
        Ok(Self { heads: heads::Heads::read(file)?, roles: roles::Roles::read(file)? })
    }
}

/// The models' proposals, then those of the rules, which fill what is left: layouts that tie without a word, quotations that no
/// learned cue claims, and speech inside the models' contents.
pub fn with_rules(context: Context, learned: &Learned, rules: Vec<Candidate>) -> Vec<Candidate> {
    let mut out = propose(context, learned, &rules);
    out.extend(rules.into_iter().map(|mut rule| {
        rule.margin = if rule.rule.starts_with("direct") || matches!(rule.rule, "turn" | "dash") {
            -1
        } else {
            ONLY_AS_CHILD
        };
        rule
    }));
    out
}

/// The margin of what a rule proposes and the models reject: it may stay inside another's content, where the models have not been taught to look.
pub const ONLY_AS_CHILD: i32 = -1000;

/// What the models propose, in order of the cue's head; `rules` are the rules' proposals.
fn propose(context: Context, learned: &Learned, rules: &[Candidate]) -> Vec<Candidate> {
    let view = View::new(context, rules);
    let mut out = Vec::new();
    for (head, margin) in learned.heads.find(&view) {
        let labels = learned.roles.label(&view, head);
        out.extend(candidate(&view, head, margin, &labels));
    }
    out
}

/// The attribution that the labels of the words around `head` describe; `None` without content.
fn candidate(view: &View, head: usize, margin: i32, labels: &roles::Labels) -> Option<Candidate> {
    let context = view.context;
    let runs = |role: u8| -> Vec<Range<usize>> {
        let mut out: Vec<Range<usize>> = Vec::new();
        let labelled = labels.window.clone().zip(&labels.labels);
        for i in labelled.filter(|&(i, &l)| l == role && !view.furniture[i]).map(|l| l.0) {
            match out.last_mut() {
                Some(last) if last.end == i => last.end = i + 1,
                _ => out.push(i..i + 1),
            }
        }
        out
    };
    let content: Vec<_> =
        runs(CONTENT).into_iter().map(|r| trimmed(context, r)).filter(|r| !r.is_empty()).collect();
    if content.is_empty() {
        return None;
    }
    // One unbroken cue: the run around the head.
    let cue = runs(CUE).into_iter().find(|r| r.contains(&head)).unwrap_or(head..head + 1);
    let verb = cues::at(context, head, cue.start..labels.window.end);
    let noun = nouns::kind(context, head);
    let (act, stance) = verb
        .as_ref()
        .map(|v| (v.verb.act, v.verb.stance))
        .or(noun)
        .unwrap_or((Act::Says, Stance::Neutral));
    Some(Attribution {
        rule: describe(context, &cue, &content, &runs(SOURCE)),
        source: runs(SOURCE),
        cue: Some(cue),
        content,
        act,
        stance,
        negated: verb.as_ref().is_some_and(|v| v.negated),
        hypothetical: verb.as_ref().is_some_and(|v| v.hypothetical),
        circumstances: Circumstances::default(),
        parent: None,
        confidence: 0,
        strength: Some(strength(margin)),
        margin,
    })
}

/// Contents neither begin nor end with a comma or full stop outside quotation marks.
fn trimmed(context: Context, mut range: Range<usize>) -> Range<usize> {
    let mark = |i: usize| !context.quoted(i) && matches!(context.word(i), "," | "." | ";" | ":");
    while range.start < range.end && mark(range.start) {
        range.start += 1;
    }
    while range.end > range.start && mark(range.end - 1) {
        range.end -= 1;
    }
    range
}

/// The margin of a cue in five steps, which calibration turns into a probability.
fn strength(margin: i32) -> u8 {
    match margin {
        ..200 => 0,
        200..600 => 1,
        600..1200 => 2,
        1200..2000 => 3,
        _ => 4,
    }
}

/// The code of the layout, in the rules' own words.
fn describe(
    context: Context,
    cue: &Range<usize>,
    content: &[Range<usize>],
    source: &[Range<usize>],
) -> &'static str {
    let first = &content[0];
    let before = first.start < cue.start;
    let after = content.iter().any(|c| c.start > cue.start);
    let inverted = source.first().is_some_and(|s| s.start > cue.start);
    let quoted = content.iter().flat_map(Clone::clone).all(|i| context.quoted(i));
    let word = context.lower(first.start);
    let colon = context.word(cue.end - 1) == ":"
        || context.word((cue.end).min(context.text.tokens.len() - 1)) == ":";
    if context.lower(cue.start) == "according" {
        return "according-to";
    }
    match (quoted, before, after) {
        (true, true, true) => "direct-interrupted",
        (true, true, false) if inverted => "direct-inverted",
        (true, true, false) => "direct-after",
        (true, false, _) if colon => "direct-colon",
        (true, false, _) => "direct-before",
        (false, true, true) => "interrupted-clause",
        (false, true, false) if context.quoted(first.end - 1) => "mixed-before",
        (false, true, false) if inverted => "trailing-inverted",
        (false, true, false) => "trailing-clause",
        (false, false, _) => match &*word {
            "that" => "indirect-that",
            "to" => "indirect-infinitive",
            "whether" | "if" | "how" | "why" | "what" | "who" | "where" | "which" => {
                "indirect-question"
            }
            _ if colon => "indirect-colon",
            _ if context.pos(cue.end - 1).starts_with("NN") => "noun",
            _ if context.has_finite(first.clone()) => "indirect-bare",
            _ => "object",
        },
    }
}
