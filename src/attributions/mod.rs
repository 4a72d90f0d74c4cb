/*! The attributions stage: source, cue and content of everything that somebody is said to say or think.

In: text, tags, mentions, quotations. Out: [`Attribution`]s whose roles are ranges of tokens.
“We are done,” said Maria Lopez: content “We are done,”, cue said, source Maria Lopez, rule `direct-inverted`.

Every cue proposes what its frames allow (`frames`), layouts without a cue propose theirs (`layout`), and `choose` keeps what fits
together. Who the source is, is decided by the speakers stage.
*/

mod choose;
pub mod circumstances;
pub(crate) mod confidence;
mod cues;
mod frames;
mod layout;
pub(crate) mod learned;
pub(crate) mod nouns;
mod phrases;
mod subjects;

use std::ops::Range;

use crate::document::{Act, AttributionKind, QuotationKind, Stance};
use crate::model::Model;
use crate::names::Mention;
use crate::quotes::Quotes;
use crate::tags::Tags;
use crate::text::Text;

pub use circumstances::Circumstances;
use learned::Learned;

/// One act of saying; all ranges are tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribution {
    /// Stable code of the rule that found it.
    pub rule: &'static str,
    /// Who says it; empty where the text names nobody.
    pub source: Vec<Range<usize>>,
    /// The words that tie source and content.
    pub cue: Option<Range<usize>>,
    /// What is said, in order.
    pub content: Vec<Range<usize>>,
    /// What kind of act the cue names.
    pub act: Act,
    /// How the cue presents the content.
    pub stance: Stance,
    /// "did not say".
    pub negated: bool,
    /// "could argue", "if he says".
    pub hypothetical: bool,
    /// Addressee, medium, venue, time, hedge.
    pub circumstances: Circumstances,
    /// The attribution whose content holds this one: an index into the result of [`find`].
    pub parent: Option<usize>,
    /// How often attributions like this one are right, in hundredths.
    pub confidence: u8,
    /// How sure the learned model is, in steps from 0; `None` where a rule decided alone.
    pub strength: Option<u8>,
    /// The model's margin: where two candidates collide, the greater one stays.
    pub margin: i32,
}

impl Attribution {
    /// A plain act of saying by `rule`; what is special is set by struct update.
    pub(crate) fn new(
        rule: &'static str,
        source: Vec<Range<usize>>,
        cue: Option<Range<usize>>,
        content: Vec<Range<usize>>,
    ) -> Self {
        Self {
            rule,
            source,
            cue,
            content,
            act: Act::Says,
            stance: Stance::Neutral,
            negated: false,
            hypothetical: false,
            circumstances: Circumstances::default(),
            parent: None,
            confidence: 0,
            strength: None,
            margin: 0,
        }
    }

    /// Direct, indirect or mixed, by what of the content is inside quotation marks.
    pub fn kind(&self, quotes: &Quotes) -> AttributionKind {
        if matches!(self.rule, "turn" | "post" | "block") {
            return AttributionKind::Direct;
        }
        let (mut inside, mut outside) = (false, false);
        for i in self.content.iter().flat_map(Clone::clone) {
            if quotes.around(i).is_some() {
                inside = true;
            } else {
                outside = true;
            }
        }
        match (inside, outside) {
            (true, false) => AttributionKind::Direct,
            (true, true) => AttributionKind::Mixed,
            _ => AttributionKind::Indirect,
        }
    }

    /// From the first to the last token of content, source and cue.
    pub fn extent(&self) -> Range<usize> {
        let all = self.content.iter().chain(&self.source).chain(&self.cue);
        let start = all.clone().map(|r| r.start).min().unwrap_or(0);
        start..all.map(|r| r.end).max().unwrap_or(start)
    }
}

/// What the stage sees: everything that earlier stages found.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// Tokens, sentences, paragraphs, furniture.
    pub text: &'a Text<'a>,
    /// Parts of speech, lemmas, syntax.
    pub tags: &'a Tags,
    /// Quotations.
    pub quotes: &'a Quotes,
    /// Names, roles, pronouns.
    pub mentions: &'a [Mention],
}

/// What the stage finds.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// In order of their first content, then cue.
    pub attributions: Vec<Attribution>,
    /// For each quotation: what it holds, and the attribution whose content it is part of.
    pub quotations: Vec<(QuotationKind, Option<usize>)>,
}

impl Found {
    /// These attributions, and what they make of the quotations.
    pub(crate) fn new(context: Context, attributions: Vec<Attribution>) -> Self {
        let quotations = choose::quotations(context, &attributions);
        Self { attributions, quotations }
    }
}

/// What the rules propose, in any order and in conflict with each other.
pub(crate) fn rules(context: Context) -> Vec<frames::Candidate> {
    let mut candidates = frames::propose(context);
    nouns::propose(context, &mut candidates);
    layout::propose(context, &mut candidates);
    candidates
}

/// Finds the attributions of a text.
pub fn find(context: Context, model: &Model) -> Found {
    let mut attributions = find_with(context, model.attributions());
    for attribution in &mut attributions {
        attribution.circumstances = circumstances::find(context, attribution);
        attribution.confidence = model.confidence().of(attribution.rule, attribution.strength);
    }
    Found::new(context, attributions)
}

/// The attributions without circumstances and confidence, by rules alone or with the learned models.
pub(crate) fn find_with(context: Context, learned: Option<&Learned>) -> Vec<Attribution> {
    let mut candidates = rules(context);
    if let Some(learned) = learned {
        candidates = learned::with_rules(context, learned, candidates);
    }
    let mut attributions = choose::choose(context, candidates);
    layout::continue_quotations(context, &mut attributions);
    choose::order(&mut attributions);
    attributions
}
