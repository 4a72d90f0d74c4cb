/*! What each word around a cue is to it: source, part of the cue, content, or nothing; the best labelling of the whole window. */

use std::ops::Range;

use super::view::{View, near};
use super::{CUE, NONE, SOURCE};
use crate::Error;
use crate::model::file::File;
use crate::model::hash::{Features, mix};
use crate::model::weights::{self, Narrow, Weights};

/// The section of the model file.
pub const SECTION: &str = "roles";

/// Number of labels.
pub const LABELS: usize = 4;

/// The learned labeller.
#[derive(Debug, Clone, Default)]
pub struct Roles {
    /// What a word is.
    words: Narrow,
    /// What two neighbours are: label pairs.
    borders: Weights,
}

/// The labels of a window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labels {
    /// The tokens labelled.
    pub window: Range<usize>,
    /// One label a token.
    pub labels: Vec<u8>,
}

impl Roles {
    /// A labeller with these weights.
    #[cfg(feature = "train")]
    pub fn new(words: &[weights::Row], borders: &[weights::Row]) -> Self {
        Self { words: Narrow::new(words), borders: Weights::new(borders) }
    }

    /// Reads the section.
    pub fn read(file: &File<&[u8]>) -> Result<Self, Error> {
        let mut from = file.section(SECTION, fingerprint())?;
        let words = Narrow::new(&weights::read(LABELS, &mut from)?);
        Ok(Self { words, borders: Weights::new(&weights::read(LABELS * LABELS, &mut from)?) })
    }

    /// The best labels of the words around `head`, which itself is part of the cue.
    pub fn label(&self, view: &View, head: usize) -> Labels {
        let (mut words, mut borders) = (Vec::new(), Vec::new());
        let window = describe(view, head, |f, g| {
            let mut word = [0; LABELS];
            self.words.add(f, &mut word);
            words.push(word);
            let mut border = [0; LABELS * LABELS];
            self.borders.add(g, &mut border);
            borders.push(border);
        });
        let labels = best(&words, &borders, &inside(view, &window), head - window.start);
        Labels { window, labels }
    }
}

/// The labelling with the highest sum (Viterbi 1967) among those that an attribution can have: the cue is one run of words around
/// the word at `cue`, the source is one run, and a quotation is content as a whole or not at all. `inside` says of each word
/// whether it and the word before are in the same quotation.
pub fn best(
    words: &[[i32; LABELS]],
    borders: &[[i32; LABELS * LABELS]],
    inside: &[bool],
    cue: usize,
) -> Vec<u8> {
    const NEVER: i32 = i32::MIN / 4;
    /// A label, and whether a source has been seen: label + LABELS.
    const STATES: usize = 2 * LABELS;
    let (source, of_cue) = (SOURCE as usize, CUE as usize);
    let n = words.len();
    let mut score = [NEVER; STATES];
    let mut back: Vec<[u8; STATES]> = Vec::with_capacity(n);
    for i in 0..n {
        let mut next = [NEVER; STATES];
        let mut from = [0; STATES];
        for label in 0..LABELS {
            if (i == cue) != (label == of_cue) && (i == cue || inside[i]) {
                continue;
            }
            if i == 0 {
                let state = if label == source { label + LABELS } else { label };
                next[state] = words[0][label] + borders[0][label];
                continue;
            }
            for (previous, &so_far) in score.iter().enumerate() {
                let before = previous % LABELS;
                let seen = previous >= LABELS;
                let again = label == source && before != source && seen;
                let torn =
                    (before == of_cue) != (label == of_cue) && (i <= cue) == (before == of_cue);
                let split = inside[i] && before != label;
                if again || torn || split || so_far <= NEVER {
                    continue;
                }
                let state = if seen || label == source { label + LABELS } else { label };
                let s = so_far + words[i][label] + borders[i][before * LABELS + label];
                if s > next[state] {
                    next[state] = s;
                    from[state] = previous as u8;
                }
            }
        }
        score = next;
        back.push(from);
    }
    let mut labels = vec![NONE; n];
    let mut state = weights::best(&score) as u8;
    for i in (0..n).rev() {
        labels[i] = state % LABELS as u8;
        state = back[i][state as usize];
    }
    labels
}

/// For each word of `window`: are it and the word before in the same quotation?
pub fn inside(view: &View, window: &Range<usize>) -> Vec<bool> {
    window
        .clone()
        .map(|i| i > window.start && view.quote[i] > 0 && view.quote[i] == view.quote[i - 1])
        .collect()
}

/// A distance in steps that grow.
fn distance(t: usize, head: usize) -> u32 {
    let (side, d) = if t < head { (0, head - t) } else { (1, t - head) };
    let step = match d {
        0..=4 => d,
        5..=6 => 5,
        7..=9 => 6,
        10..=14 => 7,
        15..=24 => 8,
        25..=49 => 9,
        _ => 10,
    };
    side * 16 + step as u32
}

/// Gives the features of each word of the window, and of its border to the word before, to `take`, in order; returns the window.
pub fn describe(view: &View, head: usize, mut take: impl FnMut(&[u32], &[u32])) -> Range<usize> {
    let window = view.window(head);
    let (rules, rule) = view.rule_labels(head, &window);
    let ancestors = view.ancestors(head);
    let (mut f, mut g) = (Features::new(), Features::new());
    let (lemma, pos_h) = (view.lemma[head], view.pos[head]);
    let lexicon = view.lexicon[head];
    // The quotations nearest to the cue, before and after.
    let near_before =
        (window.start..head).rev().find(|&i| view.quote[i] > 0).map_or(0, |i| view.quote[i]);
    let near_after = (head..window.end).find(|&i| view.quote[i] > 0).map_or(0, |i| view.quote[i]);
    let mut last = (u32::MAX, u32::MAX, NONE as u32, 0_u32, 0_u32);
    // Words that open a content, met since the cue.
    let mut opened = 0_u32;
    for t in window.clone() {
        f.clear();
        g.clear();
        let side = u32::from(t > head) + u32::from(t >= head);
        let d = distance(t, head);
        let (coarse, fine) = view.path(head, &ancestors, t);
        let same = (view.sentence[t] as i64 - view.sentence[head] as i64).clamp(-2, 2) as u32;
        let quote = match view.quote[t] {
            0 => 0,
            q if q == near_before && q == near_after => 1,
            q if q == near_before => 2,
            q if q == near_after => 3,
            _ => 4,
        };
        let role = u32::from(rules[t - window.start]);
        let other = u32::from(view.rule_roles[t]) * 2
            + u32::from(view.rule_of_cue[t] > 0 && role != u32::from(CUE));
        let commas = view.commas[t].abs_diff(view.commas[head]).min(4);
        let verbs = view.verbs[t].abs_diff(view.verbs[head]).min(3);
        let mention = u32::from(view.mention[t]);
        let (word, pos) = (view.word[t], view.pos[t]);
        if t > head && opened == 0 {
            opened = match &*view.context.lower(t) {
                "that" => 1,
                "to" => 2,
                ":" => 3,
                "whether" | "if" | "how" | "why" | "what" => 4,
                "of" | "for" | "on" | "as" => 5,
                _ if view.quote[t] > 0 => 6,
                _ => 0,
            };
        }
        let at = |list: &[u32], by: isize| near(list, t, by);
        f.one(1, side);
        f.two(2, role, side);
        f.two(3, role, rule);
        f.two(4, role, lemma);
        f.one(5, d);
        f.two(6, d, pos_h);
        f.two(7, coarse, side);
        f.two(8, coarse, lemma);
        f.one(9, fine);
        f.two(10, fine, pos);
        f.three(11, coarse, side, same);
        f.two(12, word, side);
        f.two(13, pos, d);
        f.three(14, at(&view.pos, -1), pos, at(&view.pos, 1));
        f.three(15, quote, side, same);
        f.two(16, quote, lemma);
        f.three(17, quote, same, role);
        f.two(18, commas, side);
        f.three(19, commas, verbs, quote * 4 + side);
        f.two(20, other, side);
        f.three(21, other, role, side);
        f.three(22, mention, side, coarse);
        f.two(23, word, coarse);
        f.three(24, lexicon, coarse, side);
        f.three(25, opened, side, verbs);
        f.three(26, opened, lemma, side);
        f.three(27, role, coarse, side);
        f.three(28, role, commas, verbs);
        f.three(29, quote, role, rule);
        f.two(30, word, at(&view.word, 1));
        if d & 15 < 4 {
            f.three(31, lemma, word, side);
            f.three(32, pos_h, word, d);
            f.three(33, lexicon, pos, d);
        }
        f.three(34, mention, d, pos);
        f.three(35, rule, coarse, side);
        f.two(36, at(&view.word, -1), word);
        f.three(37, view.entity[t], coarse, side);
        f.three(38, view.entity[t], mention, d);

        let opens = t > window.start && view.quote[t] > 0 && view.quote[t - 1] != view.quote[t];
        let closes =
            t > window.start && view.quote[t - 1] > 0 && view.quote[t - 1] != view.quote[t];
        let border = u32::from(opens) | u32::from(closes) << 1 | side << 2;
        let starts = u32::from(t > window.start && view.sentence[t] != view.sentence[t - 1]);
        let previous = if t > window.start { view.word[t - 1] } else { 0 };
        g.one(1, starts);
        g.two(2, previous, side);
        g.two(3, word, side);
        g.three(4, at(&view.pos, -1), pos, side);
        g.two(5, border, starts);
        g.three(6, last.2, role, side);
        g.three(7, last.2, role, rule);
        g.three(8, last.0, coarse, side);
        g.two(9, last.1, fine);
        g.two(10, previous, word);
        g.three(11, lemma, word, side);
        g.one(12, d);
        g.three(13, last.3, other, side);
        g.three(14, pos, at(&view.pos, 1), side);
        g.three(15, border, quote, last.4);
        g.three(16, u32::from(last.0 == coarse), word, side);
        g.three(17, u32::from(last.0 == coarse), previous, side);
        g.three(18, last.2 * 4 + role, border, pos);
        g.two(19, mix(last.2 * 4 + role, last.0), coarse);
        g.three(20, lexicon, opened, word);
        take(f.ids(), g.ids());
        last = (coarse, fine, role, other, quote);
    }
    window
}

/// Stands for the definition of the features above: raise it with every change of a template.
pub fn fingerprint() -> u32 {
    mix(0x401e5, 3)
}
