/*! What the learned models see of a text: one small number per token and property, made once per text. */

use std::ops::Range;

use super::super::Context;
use super::super::cues;
use super::super::frames::Candidate;
use super::{CONTENT, CUE, NONE, SOURCE};
use crate::document::{EntityKind, MentionForm};
use crate::model::hash;

/// Most ancestors that a path in the tree climbs.
const CLIMB: usize = 12;

/// How far from a cue its source and content are looked for, in tokens.
const REACH: usize = 130;

/// The properties of every token, and the rules' proposals by token.
#[derive(Debug)]
pub struct View<'a> {
    pub context: Context<'a>,
    /// Hash of the word in lower case, its shape mixed in for single letters and numbers.
    pub word: Vec<u32>,
    pub lemma: Vec<u32>,
    pub pos: Vec<u32>,
    pub relation: Vec<u32>,
    /// Governor; the token itself at the root.
    pub head: Vec<u32>,
    /// Number of the sentence.
    pub sentence: Vec<u32>,
    /// Outermost quotation plus one.
    pub quote: Vec<u32>,
    /// Commas before the token, and verbs before it, outside quotations.
    pub commas: Vec<u32>,
    pub verbs: Vec<u32>,
    /// Kind of name that the token is part of.
    pub entity: Vec<u32>,
    /// Kind of the mention that the token is part of.
    pub mention: Vec<u8>,
    /// What the lexicon says of the token as a cue verb: 0 nothing, else its frames and shape.
    pub lexicon: Vec<u32>,
    /// Is the token furniture?
    pub furniture: &'a [bool],
    pub rules: &'a [Candidate],
    /// The rules' candidate whose cue the token is in, plus one.
    pub rule_of_cue: Vec<u32>,
    /// The role of the token in the rules' candidates, whichever: a bit a role.
    pub rule_roles: Vec<u8>,
    /// Relations of the tokens that each token governs: a bit a relation that matters.
    pub children: Vec<u32>,
}

/// The relations that matter for a cue's arguments.
const ARGUMENTS: &[&str] = &[
    "nsubj",
    "nsubjpass",
    "ccomp",
    "xcomp",
    "dobj",
    "parataxis",
    "nmod",
    "advcl",
    "mark",
    "aux",
    "auxpass",
    "neg",
    "cop",
    "acl",
    "case",
    "advmod",
    "compound:prt",
    "iobj",
    "nmod:poss",
    "acl:relcl",
];

impl<'a> View<'a> {
    pub fn new(context: Context<'a>, rules: &'a [Candidate]) -> Self {
        let n = context.text.tokens.len();
        let mut view = View {
            context,
            word: Vec::with_capacity(n),
            lemma: Vec::with_capacity(n),
            pos: Vec::with_capacity(n),
            relation: Vec::with_capacity(n),
            head: Vec::with_capacity(n),
            sentence: vec![0; n],
            quote: Vec::with_capacity(n),
            commas: Vec::with_capacity(n),
            verbs: Vec::with_capacity(n),
            entity: context.tags.entity.iter().map(|&e| e as u32).collect(),
            mention: vec![0; n],
            lexicon: vec![0; n],
            furniture: context.text.furniture_mask(),
            rules,
            rule_of_cue: vec![0; n],
            rule_roles: vec![0; n],
            children: vec![0; n],
        };
        for (s, sentence) in context.text.sentences.iter().enumerate() {
            view.sentence[sentence.tokens.clone()].fill(s as u32);
        }
        let (mut commas, mut verbs) = (0, 0);
        for i in 0..n {
            view.word.push(hash::bytes(context.lower(i).as_bytes()));
            view.lemma.push(hash::bytes(context.tags.lemma(i).to_lowercase().as_bytes()));
            view.pos.push(context.tags.pos[i] as u32);
            view.relation.push(context.tags.relation[i] as u32);
            view.head.push(context.tags.head[i].unwrap_or(i as u32));
            view.quote.push(context.quotes.around(i).map_or(0, |q| q as u32 + 1));
            view.commas.push(commas);
            view.verbs.push(verbs);
            if view.quote[i] == 0 {
                commas += u32::from(context.is_comma(i));
                verbs += u32::from(context.is_finite(i));
            }
        }
        for i in 0..n {
            let head = view.head[i] as usize;
            if let Some(bit) =
                ARGUMENTS.iter().position(|r| *r == context.tags.relation[i].as_str())
                && head != i
            {
                view.children[head] |= 1 << bit;
            }
        }
        for sentence in &context.text.sentences {
            for cue in cues::find(context, sentence.tokens.clone()) {
                view.lexicon[cue.head] = cue.code();
            }
        }
        for mention in context.mentions {
            let person = matches!(mention.kind, EntityKind::Person | EntityKind::Anonymous);
            let code = match (mention.form, person) {
                (MentionForm::Pronoun, _) => 1,
                (MentionForm::Role, true) => 2,
                (MentionForm::Role, false) => 3,
                (_, true) => 4,
                (_, false) if mention.kind == EntityKind::Place => 5,
                _ => 6,
            };
            let full = context.text.tokens_in(mention.full);
            view.mention[full].fill(code);
        }
        for (id, rule) in rules.iter().enumerate() {
            for i in rule.cue.iter().flat_map(Clone::clone) {
                view.rule_of_cue[i] = id as u32 + 1;
                view.rule_roles[i] |= 1 << CUE;
            }
            for i in rule.source.iter().flat_map(Clone::clone) {
                view.rule_roles[i] |= 1 << SOURCE;
            }
            for i in rule.content.iter().flat_map(Clone::clone) {
                view.rule_roles[i] |= 1 << CONTENT;
            }
        }
        view
    }

    /// The tokens around `head` that can play a role for it: its sentence, the quotations that reach into it, and following sentences of
    /// the paragraph that open with a quotation, since speech goes on there. Where paragraphs end plays no part, so a paste that lost its line breaks reads the same.
    pub fn window(&self, head: usize) -> Range<usize> {
        let sentences = &self.context.text.sentences;
        let number = self.sentence[head] as usize;
        let paragraph = &self.context.text.paragraphs[sentences[number].paragraph].tokens;
        let own = &sentences[number].tokens;
        let mut start = own.start;
        let mut end = own.end;
        // A quotation that ends in this sentence may have begun sentences before.
        if self.quote[start] > 0 {
            let quotation = &self.context.quotes.quotations[self.quote[start] as usize - 1];
            start = start.min(quotation.tokens.start);
        }
        // Speech that goes on after the sentence.
        for _ in 0..2 {
            let last = end - 1;
            if self.quote[last] > 0 {
                let quotation = &self.context.quotes.quotations[self.quote[last] as usize - 1];
                end = end.max(quotation.tokens.end);
            }
            if end < paragraph.end && self.quote[end] > 0 {
                let quotation = &self.context.quotes.quotations[self.quote[end] as usize - 1];
                end = quotation.tokens.end.max(end + 1);
            }
        }
        paragraph.start.max(start).max(head.saturating_sub(REACH))
            ..paragraph.end.min(end).min(head + REACH)
    }

    /// The role that the rules' candidate with `head` in its cue gives to each token of `window`, and the candidate's rule.
    pub fn rule_labels(&self, head: usize, window: &Range<usize>) -> (Vec<u8>, u32) {
        let mut labels = vec![NONE; window.len()];
        let Some(id) = (self.rule_of_cue[head] as usize).checked_sub(1) else { return (labels, 0) };
        let rule = &self.rules[id];
        let mut fill = |range: &Range<usize>, role: u8| {
            let (from, to) = (range.start.max(window.start), range.end.min(window.end));
            if from < to {
                labels[from - window.start..to - window.start].fill(role);
            }
        };
        rule.content.iter().for_each(|r| fill(r, CONTENT));
        rule.source.iter().for_each(|r| fill(r, SOURCE));
        rule.cue.iter().for_each(|r| fill(r, CUE));
        (labels, hash::bytes(rule.rule.as_bytes()))
    }

    /// Where token `t` hangs in the tree as seen from `head`: a coarse and a fine code.
    pub fn path(&self, head: usize, ancestors: &[u32], t: usize) -> (u32, u32) {
        let mut at = t as u32;
        let mut below = u32::MAX;
        for depth in 0..CLIMB as u32 {
            if at as usize == head {
                let top = if t == head { 1000 } else { self.relation[below as usize] };
                return (hash::mix(1, top), hash::mix(hash::mix(2, top), depth.min(3)));
            }
            if let Some(up) = ancestors.iter().position(|&a| a == at) {
                let mine = if below == u32::MAX { 1001 } else { self.relation[below as usize] };
                let theirs = self.relation[if up == 0 { head } else { ancestors[up - 1] as usize }];
                let coarse = hash::mix(hash::mix(3, mine), up.min(3) as u32);
                return (coarse, hash::mix(hash::mix(coarse, theirs), depth.min(2)));
            }
            let next = self.head[at as usize];
            if next == at {
                break;
            }
            below = at;
            at = next;
        }
        (4, 5)
    }

    /// The governors of `head`, nearest first.
    pub fn ancestors(&self, head: usize) -> Vec<u32> {
        let mut out = Vec::new();
        let mut at = head as u32;
        while out.len() < CLIMB {
            let next = self.head[at as usize];
            if next == at {
                break;
            }
            out.push(next);
            at = next;
        }
        out
    }
}

/// The entry of `list` that stands `by` from `i`, or a number that stands for no token.
pub fn near(list: &[u32], i: usize, by: isize) -> u32 {
    i.checked_add_signed(by).and_then(|k| list.get(k)).copied().unwrap_or(u32::MAX)
}
