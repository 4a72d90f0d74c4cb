/*! Why a source is not named, as the text puts it.

"said a senior official, who spoke on condition of anonymity because he was not allowed to talk to the press": the reason is what follows
"because". Looked for in the sentence of the source and the one after.
*/

use std::ops::Range;

use crate::attributions::{Attribution, Context};
use crate::text::Span;

/// How far the words of a pattern stand apart, in tokens.
const APART: usize = 8;

/// The text says that a source is not to be named.
#[derive(Debug, Clone, Copy)]
pub struct Anonymity {
    /// Why, if it says so.
    pub reason: Option<Span>,
}

/// What the text says of the anonymity of the source of `attribution`, if anything.
pub fn find(context: Context, attribution: &Attribution) -> Option<Anonymity> {
    let source = attribution.source.first()?;
    let sentence = context.text.sentence_of(source.start);
    let own = &context.text.sentences[sentence];
    let next = context.text.sentences.get(sentence + 1);
    let end =
        next.filter(|s| s.paragraph == own.paragraph).map_or(own.tokens.end, |s| s.tokens.end);
    let range = own.tokens.start..end;
    let said = (range.clone().filter(|&i| !context.quoted(i)))
        .find(|&i| is_unnamed(context, i) || is_forbidden(context, i, &range))?;
    let reason = reason(context, said, &range, attribution).map(|r| context.text.span(r));
    Some(Anonymity { reason })
}

fn lower_is(context: Context, i: usize, words: &[&str]) -> bool {
    words.contains(&&*context.lower(i))
}

/// "anonymity", "not to be named", "declined to be identified".
fn is_unnamed(context: Context, i: usize) -> bool {
    if lower_is(context, i, &["anonymity", "anonymously"]) {
        return true;
    }
    let named = lower_is(context, i, &["named", "identified", "quoted"]);
    let be = i >= 1 && lower_is(context, i - 1, &["be"]);
    named
        && be
        && (i.saturating_sub(APART)..i).any(|k| {
            lower_is(context, k, &["not", "n't", "n’t", "declined", "refused", "declining"])
        })
}

/// "was not authorized to speak publicly".
fn is_forbidden(context: Context, i: usize, range: &Range<usize>) -> bool {
    let allowed = lower_is(
        context,
        i,
        &["authorized", "authorised", "permitted", "allowed", "cleared", "supposed"],
    );
    let not = (i.saturating_sub(3)..i).any(|k| lower_is(context, k, &["not", "n't", "n’t"]));
    let speak = &["speak", "talk", "comment", "discuss", "disclose", "brief", "publicly"];
    allowed && not && (i..range.end.min(i + APART)).any(|k| lower_is(context, k, speak))
}

/// The clause of the reason.
fn reason(
    context: Context,
    said: usize,
    range: &Range<usize>,
    attribution: &Attribution,
) -> Option<Range<usize>> {
    let opens = |i: usize| {
        lower_is(context, i, &["because", "since", "citing", "given", "due", "so"])
            || (lower_is(context, i, &["to", "for", "out"]) && i <= said + 2 && i > said)
            || (lower_is(context, i, &["as"]) && i == said + 1)
    };
    let near = said.saturating_sub(APART).max(range.start)..range.end.min(said + APART);
    let start = if lower_is(
        context,
        said,
        &["anonymity", "anonymously", "named", "identified", "quoted"],
    ) {
        (said + 1..near.end).find(|&i| opens(i))?
    } else {
        // "because she was not authorized …", or from "not" where nothing gives the reason.
        let because =
            (near.start..said).rev().find(|&i| lower_is(context, i, &["because", "since", "as"]));
        because.or_else(|| {
            (near.start..said).rev().find(|&i| lower_is(context, i, &["not", "n't", "n’t"]))
        })?
    };
    let taken = |i: usize| attribution.cue.iter().any(|c| c.contains(&i)) || context.quoted(i);
    let ends = |i: usize| {
        taken(i)
            || matches!(context.word(i), "." | ";" | "?" | "!")
            || (context.is_comma(i)
                && i + 1 < range.end
                && (taken(i + 1) || context.is_finite(i + 1) || context.pos(i + 1) == "VBD"))
    };
    let end = (start + 1..range.end).find(|&i| ends(i)).unwrap_or(range.end);
    (end > start + 1).then_some(start..end)
}
