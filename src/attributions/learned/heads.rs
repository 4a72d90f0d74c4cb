/*! Which verbs, nouns and colons are the heads of cues. */

use super::view::{View, near};
use crate::Error;
use crate::model::file::File;
use crate::model::hash::Features;
use crate::model::weights::{self, Weights};

/// The section of the model file.
pub const SECTION: &str = "cues";

/// The learned decision: two labels, no and yes.
#[derive(Debug, Clone, Default)]
pub struct Heads {
    weights: Weights,
    /// Added to the score of "yes", chosen for the best F1 in cross-validation.
    bias: i32,
}

impl Heads {
    /// A decision with these weights.
    #[cfg(feature = "train")]
    pub fn new(rows: &[weights::Row], bias: i32) -> Self {
        Self { weights: Weights::new(rows), bias }
    }

    /// Reads the section.
    pub fn read(file: &File<&[u8]>) -> Result<Self, Error> {
        let mut from = file.section(SECTION, fingerprint())?;
        let bias = from.number()? as i32 - BIAS_ZERO;
        Ok(Self { weights: Weights::new(&weights::read(2, &mut from)?), bias })
    }

    /// The tokens that are heads of cues, with the margin of the decision.
    pub fn find(&self, view: &View) -> Vec<(usize, i32)> {
        let mut features = Features::new();
        (0..view.word.len())
            .filter(|&i| possible(view, i))
            .filter_map(|i| {
                features.clear();
                describe(view, i, &mut features);
                let mut scores = [0; 2];
                self.weights.add(features.ids(), &mut scores);
                let margin = scores[1] - scores[0] + self.bias;
                (margin > 0).then_some((i, margin))
            })
            .collect()
    }
}

/// What the stored bias counts from, since numbers in the file have no sign.
pub const BIAS_ZERO: i32 = 1 << 20;

/// Can token `i` be the head of a cue? Words inside quotation marks are somebody's own, and furniture says nothing.
pub fn possible(view: &View, i: usize) -> bool {
    if view.quote[i] > 0 || view.furniture[i] {
        return false;
    }
    matches!(
        view.context.pos(i),
        "VB" | "VBD" | "VBG" | "VBN" | "VBP" | "VBZ" | "NN" | "NNS" | "JJ"
    ) || view.context.word(i) == ":"
}

/// The features of token `i` as a head.
pub fn describe(view: &View, i: usize, f: &mut Features) {
    let (word, lemma, pos) = (&view.word, &view.lemma, &view.pos);
    let at = |list: &[u32], by: isize| near(list, i, by);
    let rule = (view.rule_of_cue[i] as usize).checked_sub(1).map(|id| &view.rules[id]);
    let rule_name = rule.map_or(0, |r| crate::model::hash::bytes(r.rule.as_bytes()));
    let last_of_cue = rule.is_some_and(|r| r.cue.as_ref().is_some_and(|c| c.end == i + 1));
    let shape = u32::from(last_of_cue) | u32::from(rule.is_some_and(|r| r.source.is_empty())) << 1;
    let children = view.children[i];
    let head = view.head[i] as usize;
    let roles = u32::from(view.rule_roles[i]);
    let quote_near = u32::from(
        (1..6).any(|k| near(&view.quote, i, k) != 0 && near(&view.quote, i, k) != u32::MAX),
    ) | u32::from(
        (1..6).any(|k| near(&view.quote, i, -k) != 0 && near(&view.quote, i, -k) != u32::MAX),
    ) << 1;
    f.one(1, 0);
    f.one(2, lemma[i]);
    f.two(3, lemma[i], pos[i]);
    f.two(4, word[i], at(word, 1));
    f.two(5, at(word, -1), word[i]);
    f.two(6, lemma[i], at(pos, 1));
    f.two(7, lemma[i], at(pos, -1));
    f.two(8, lemma[i], children);
    f.two(9, pos[i], children);
    for bit in 0..20 {
        if children & (1 << bit) != 0 {
            f.two(10, lemma[i], bit);
            f.two(11, view.lexicon[i], bit);
        }
    }
    f.two(12, view.relation[i], pos[i]);
    f.two(13, lemma[i], view.relation[i]);
    f.two(14, lemma[head], view.relation[i]);
    f.three(15, lemma[head], view.relation[i], lemma[i]);
    f.one(16, rule_name);
    f.two(17, rule_name, lemma[i]);
    f.two(18, rule_name, shape);
    f.three(19, rule_name, shape, pos[i]);
    f.two(20, view.lexicon[i], pos[i]);
    f.three(21, view.lexicon[i], at(pos, -1), at(pos, 1));
    f.two(22, at(word, 1), at(word, 2));
    f.two(23, at(word, -2), at(word, -1));
    f.three(24, at(pos, -1), pos[i], at(pos, 1));
    f.three(25, pos[i], at(pos, 1), at(pos, 2));
    f.two(26, quote_near, lemma[i]);
    f.three(27, quote_near, rule_name, pos[i]);
    f.two(28, roles, lemma[i]);
    f.two(29, roles, rule_name);
    f.one(30, at(word, 1));
    f.one(31, at(word, -1));
    f.two(32, at(word, 2), pos[i]);
    f.two(33, u32::from(view.context.word(i).starts_with(char::is_uppercase)), lemma[i]);
    let before = i.checked_sub(1).map_or(0, |k| u32::from(view.mention[k]));
    let after = view.mention.get(i + 1).map_or(0, |&m| u32::from(m));
    f.three(34, before, after, pos[i]);
    f.three(35, before, lemma[i], 0);
    f.three(36, after, lemma[i], 0);
    let subject = (i.saturating_sub(20)..(i + 8).min(view.word.len())).find(|&k| {
        view.head[k] as usize == i
            && k != i
            && view.context.tags.relation[k].as_str().starts_with("nsubj")
    });
    let subject = subject.map_or((0, 0), |k| (lemma[k], u32::from(view.mention[k]) + 1));
    f.two(37, lemma[i], subject.1);
    f.two(38, subject.0, pos[i]);
    f.two(39, subject.1, view.lexicon[i]);
    f.three(40, at(&view.entity, -1), pos[i], at(&view.entity, 1));
    f.two(41, at(&view.entity, -1), lemma[i]);
    f.two(42, at(&view.entity, 1), lemma[i]);
}

/// Stands for the definition of the features above: raise it with every change of a template.
pub fn fingerprint() -> u32 {
    crate::model::hash::mix(0xc0e5, 3)
}
