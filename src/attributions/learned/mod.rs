/*! The learned part of the attributions stage: which words are cues, and what each cue ties together.

In: everything that earlier stages found, and what the rules propose. Out: candidates, each with a strength. Two linear models:
[`heads`] decides for each verb, noun or colon whether it is the head of a cue; [`roles`] labels the words around a head as source, cue, content or
neither, all at once, as semantic role labelling does (after Gildea and Jurafsky 2002), so source, cue and content come linked.
The rules' proposals are features, so what a rule knows is kept and what it misses is learned.
*/

pub(crate) mod heads;
pub(crate) mod roles;
mod view;

use std::collections::BTreeSet;
use std::ops::Range;

use super::frames::Candidate;
use super::phrases::is_day;
use super::{Attribution, Context, cues, nouns};
use crate::Error;
use crate::document::{Act, MentionForm, Stance};
use crate::model::file::File;
use crate::names::Mention;
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
    let told = |rule: &Candidate| !rule.source.is_empty() || rule.rule.starts_with("direct");
    out.extend(rules.into_iter().filter(told).map(|mut rule| {
        rule.margin = match rule.rule {
            // Who is labelled as speaking speaks, whatever the words say of others.
            "turn" | "dash" => i32::MAX,
            name if name.starts_with("direct") || quotes_words(context, &rule.content) => -1,
            // Forms that say by themselves that something is said.
            "noun" | "indirect-that" | "according-to" => -2,
            _ => ONLY_AS_CHILD,
        };
        for source in &mut rule.source {
            source.start = title_start(context, source.start);
        }
        rule
    }));
    out
}

/// Where the title of the name that token `at` is in begins: "U.S. Secretary of ‸State Mike Pompeo".
fn title_start(context: Context, at: usize) -> usize {
    name_around(context, at).map_or(at, |m| context.text.tokens_in(m.full).start)
}

/// The name, with its title, that token `i` is in.
fn name_around(context: Context<'_>, i: usize) -> Option<&Mention> {
    let at = context.text.tokens[i].span.start();
    let next = context.mentions.partition_point(|m| m.full.start() <= at);
    context.mentions[next.saturating_sub(3)..next]
        .iter()
        .find(|m| m.form == MentionForm::Name && m.full.holds(at))
}

/// Are at least three words of the content in quotation marks? Then somebody said it, and the rule says who.
fn quotes_words(context: Context, content: &[Range<usize>]) -> bool {
    let words = content
        .iter()
        .flat_map(Clone::clone)
        .filter(|&i| context.quoted(i) && context.word(i).contains(char::is_alphanumeric));
    words.count() >= 3
}

/// The margin of what a rule proposes and the models reject: it may stay inside another's content, where the models have not been taught to look.
pub const ONLY_AS_CHILD: i32 = -1000;

/// What the models propose, in order of the cue's head; `rules` are the rules' proposals.
fn propose(context: Context, learned: &Learned, rules: &[Candidate]) -> Vec<Candidate> {
    let view = View::new(context, rules);
    let signed = signed(rules);
    let mut out = Vec::new();
    for (head, margin) in learned.heads.find(&view) {
        let labels = learned.roles.label(&view, head);
        out.extend(candidate(&view, head, margin, &labels, &signed));
    }
    out
}

/// The margin that a cue needs which is in no word list and ties no quotation.
const UNKNOWN_CUE: i32 = 45;

/// The attribution that the labels of the words around `head` describe; `None` without content.
fn candidate(
    view: &View,
    head: usize,
    margin: i32,
    labels: &roles::Labels,
    signed: &BTreeSet<usize>,
) -> Option<Candidate> {
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
    let content: Vec<_> = whole_quotations(context, content)
        .into_iter()
        .filter(|r| !has_other_speaker(context, head, r, signed))
        .map(|r| without_adverb(context, r))
        .collect();
    if content.is_empty() {
        return None;
    }
    let source: Vec<_> = runs(SOURCE)
        .into_iter()
        .filter(|_| !context.is_asked(head))
        .filter(|r| r.clone().any(|i| context.word(i).contains(char::is_alphanumeric)))
        .map(|r| whole_names(view, r, labels))
        .map(|r| to_its_noun(view, r, labels))
        .collect();
    // "(NASDAQ: CVRB)": a colon in brackets ties no words to anybody.
    if context.word(head) == ":" && in_brackets(context, head) {
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
    let rule = describe(context, &cue, &content, &source);
    // A word that no list knows as a cue needs more than a slight lean: "Lopez opened the bridge" is an action.
    let known = verb.is_some() || noun.is_some() || context.lower(cue.start) == "according";
    let quoted = rule.starts_with("direct") || rule.starts_with("mixed");
    if !known && !quoted && margin < UNKNOWN_CUE {
        return None;
    }
    Some(Attribution {
        act,
        stance,
        negated: is_negated(context, &cue),
        hypothetical: is_hypothetical(context, &cue, &source),
        strength: Some(strength(margin)),
        margin,
        ..Attribution::new(rule, source, Some(cue), content)
    })
}

/// Is a bracket open at token `at`, within its sentence?
fn in_brackets(context: Context, at: usize) -> bool {
    let sentence = &context.sentence(at).tokens;
    let bracket = |i: &usize| matches!(context.word(*i), "(" | ")" | "[" | "]");
    let near = sentence.start.max(at.saturating_sub(12))..at;
    near.rev().find(bracket).is_some_and(|i| matches!(context.word(i), "(" | "["))
}

/// "did not say", "never claimed", "refused to say".
fn is_negated(context: Context, cue: &Range<usize>) -> bool {
    cue.clone().any(|i| {
        matches!(
            &*context.lower(i),
            "not"
                | "n't"
                | "n’t"
                | "never"
                | "neither"
                | "nor"
                | "cannot"
                | "declined"
                | "refused"
                | "declines"
                | "refuses"
        )
    })
}

/// "could argue", "would say", "if he says".
fn is_hypothetical(context: Context, cue: &Range<usize>, source: &[Range<usize>]) -> bool {
    let modal = |i: usize| {
        matches!(
            &*context.lower(i),
            "could" | "can" | "may" | "might" | "would" | "should" | "must" | "ca"
        )
    };
    let start = source.iter().map(|s| s.start).chain([cue.start]).min().unwrap_or(cue.start);
    let sentence = &context.sentence(start).tokens;
    let condition =
        start > sentence.start && matches!(&*context.lower(start - 1), "if" | "unless" | "whether");
    condition || cue.clone().any(modal)
}

/// A source that begins or ends inside a name takes the name whole, as far as its words have no other role.
fn whole_names(view: &View, source: Range<usize>, labels: &roles::Labels) -> Range<usize> {
    let free = |i: usize| {
        labels.window.contains(&i)
            && labels.labels[i - labels.window.start] == NONE
            && !view.furniture[i]
    };
    let mut out = source;
    let context = view.context;
    for edge in [out.start, out.end - 1] {
        if let Some(name) = name_around(context, edge) {
            let full = context.text.tokens_in(name.full);
            while out.start > full.start && free(out.start - 1) {
                out.start -= 1;
            }
            while out.end < full.end && free(out.end) {
                out.end += 1;
            }
        }
    }
    out
}

/// Where the quotations begin that have a speaker and a cue of their own right behind them.
fn signed(rules: &[Candidate]) -> BTreeSet<usize> {
    let behind = |rule: &&Candidate| matches!(rule.rule, "direct-after" | "direct-inverted");
    let start = |rule: &Candidate| {
        let start = rule.content.first()?.start;
        rule.cue.as_ref().is_some_and(|cue| cue.start > start).then_some(start)
    };
    rules.iter().filter(behind).filter_map(start).collect()
}

/// Is this stretch of content, sentences after the cue at `head`, somebody else's?
fn has_other_speaker(
    context: Context,
    head: usize,
    stretch: &Range<usize>,
    signed: &BTreeSet<usize>,
) -> bool {
    stretch.start > head
        && signed.contains(&stretch.start)
        && context.text.sentence_of(stretch.start) > context.text.sentence_of(head)
}

/// "put it simply: “Nobody sails tonight.”": how it was put is no part of it.
fn without_adverb(context: Context, mut content: Range<usize>) -> Range<usize> {
    let colon = (content.start..content.end.min(content.start + 3))
        .find(|&i| context.word(i) == ":" && !context.quoted(i));
    if let Some(colon) = colon
        && colon + 1 < content.end
        && context.quoted(colon + 1)
        && (content.start..colon).all(|i| context.pos(i) == "RB")
    {
        content.start = colon + 1;
    }
    content
}

/// "Former Rovers captain Keith Dunwoody": a source goes on to the end of its noun phrase, as far as the words have no other role.
fn to_its_noun(view: &View, mut source: Range<usize>, labels: &roles::Labels) -> Range<usize> {
    let context = view.context;
    let noun = |i: usize| context.pos(i).starts_with("NN");
    while labels.window.contains(&source.end)
        && labels.labels[source.end - labels.window.start] == NONE
        && noun(source.end - 1)
        && noun(source.end)
        && !is_day(&context.lower(source.end))
        && view.quote[source.end] == 0
        && view.sentence[source.end] == view.sentence[source.end - 1]
    {
        source.end += 1;
    }
    source
}

/// Contents with all paragraphs of the quotations that they hold.
fn whole_quotations(context: Context, content: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut out = content;
    let held: Vec<usize> = out.iter().filter_map(|r| context.quotes.around(r.end - 1)).collect();
    for quotation in held.into_iter().map(|q| &context.quotes.quotations[q]) {
        for piece in &quotation.pieces {
            if !out.iter().any(|r| r.start < piece.end && piece.start < r.end) {
                out.push(piece.clone());
            }
        }
    }
    out
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
