/*! Which candidates stay: contents may nest, and otherwise no two share a word.

Where two collide the one with the greater margin stays; one that lies whole inside another's content is its child.
*/

use std::ops::Range;

use super::frames::Candidate;
use super::layout::story;
use super::learned::ONLY_AS_CHILD;
use super::{Attribution, Context};
use crate::document::{Act, QuotationKind, Stance};

/// Keeps the candidates that fit together, in order of their extent, and links children to parents.
pub fn choose(context: Context, mut candidates: Vec<Candidate>) -> Vec<Attribution> {
    // Stronger rules first; of equals, the earlier and longer.
    candidates.sort_by_key(|c| {
        let extent = c.extent();
        (std::cmp::Reverse(c.margin), extent.start, std::cmp::Reverse(extent.end))
    });
    // For each token, the kept candidate whose content it is, and the one whose source or cue it is.
    let length = context.text.tokens.len();
    let mut content: Vec<Option<u32>> = vec![None; length];
    let mut frame: Vec<Option<u32>> = vec![None; length];
    let mut kept: Vec<Candidate> = Vec::new();
    let furniture = context.text.furniture_mask();
    for mut candidate in candidates {
        let cut = |ranges: &mut Vec<Range<usize>>| {
            *ranges = ranges.iter().flat_map(|r| story(r.clone(), furniture)).collect();
        };
        cut(&mut candidate.content);
        cut(&mut candidate.source);
        let dead = candidate.cue.iter().flat_map(Clone::clone).any(|i| furniture[i]);
        if dead || candidate.content.is_empty() {
            continue;
        }
        free_source(context, &mut candidate, &content);
        cut_before(context, &candidate, &mut kept, &mut content, &frame);
        let parent = match place(&candidate, &content, &frame) {
            Place::Beside => None,
            Place::Inside(parent) => Some(parent),
            Place::Nowhere => continue,
        };
        let fits = match parent {
            None => candidate.margin > ONLY_AS_CHILD,
            Some(_) => is_child(&candidate),
        };
        if !fits {
            continue;
        }
        candidate.parent = parent.map(|p| p as usize);
        let id = Some(kept.len() as u32);
        for i in candidate.content.iter().flat_map(Clone::clone) {
            content[i] = id;
        }
        for i in candidate.source.iter().chain(&candidate.cue).flat_map(Clone::clone) {
            frame[i] = id;
        }
        kept.push(candidate);
    }
    kept
}

/// Is it worth telling inside another's content? Nobody has taught the models to look there, so an act that is only imagined is not, nor
/// one with a mere noun phrase that names no attitude: "he wants to call it", "the doctor addressed the crowd" (`tests/children`).
fn is_child(candidate: &Candidate) -> bool {
    let phrase = matches!(
        candidate.rule,
        "object" | "object-complement" | "trailing-clause" | "indirect-infinitive"
    );
    let attitude =
        matches!(candidate.act, Act::Feels | Act::Thinks) || candidate.stance != Stance::Neutral;
    !candidate.negated && !candidate.hypothetical && (!phrase || attitude)
}

/// "Sen. Dorn, noting the crowd, said": where what is kept says part of a rule's source, the source ends before that.
fn free_source(context: Context, candidate: &mut Candidate, content: &[Option<u32>]) {
    if candidate.strength.is_some() {
        return;
    }
    for range in &mut candidate.source {
        let taken = |i: &usize| content[*i] != content[range.start];
        if let Some(first) = range.clone().find(taken) {
            let comma = range.clone().find(|&i| context.is_comma(i));
            range.end = comma.filter(|&c| c > range.start && c < first).unwrap_or(first);
        }
    }
}

/// "He says he respects her and calls her “a liar”": what a rule quotes has a cue of its own, so the content before ends there.
fn cut_before(
    context: Context,
    candidate: &Candidate,
    kept: &mut [Candidate],
    content: &mut [Option<u32>],
    frame: &[Option<u32>],
) {
    let quoted = candidate.content.first().filter(|c| content[c.start].is_none());
    let Some(cue) = candidate.cue.as_ref().filter(|_| quoted.is_some()) else { return };
    let Some(other) = content[cue.start] else { return };
    let Some(last) = kept[other as usize].content.last_mut().filter(|c| c.contains(&cue.start))
    else {
        return;
    };
    // Only where a new clause is joined on.
    let joined = cue.start > last.start + 3 && context.pos(cue.start - 1) == "CC";
    if candidate.strength.is_some() || !joined || last.clone().any(|i| context.quoted(i)) {
        return;
    }
    let cut = cue.start - 1..last.end;
    // What others say within it would lose its parent.
    if content[cut.clone()].iter().any(|of| *of != Some(other))
        || frame[cut.clone()].iter().any(Option::is_some)
    {
        return;
    }
    last.end = cut.start;
    content[cut].fill(None);
}

/// Where a candidate fits among what is kept already.
enum Place {
    /// Its words are free.
    Beside,
    /// Whole inside the content of one that is kept.
    Inside(u32),
    /// It would share words with something.
    Nowhere,
}

fn place(candidate: &Candidate, content: &[Option<u32>], frame: &[Option<u32>]) -> Place {
    let own = || candidate.content.iter().chain(&candidate.cue).flat_map(Clone::clone);
    let Some(first) = own().next() else { return Place::Nowhere };
    let parent = content[first];
    // Cue and content keep clear of other cues and sources; a source may be shared ("He praised the plan and said …").
    let clear = own().all(|i| content[i] == parent && frame[i].is_none());
    let source = candidate.source.iter().flat_map(Clone::clone).all(|i| content[i] == parent);
    match parent {
        _ if !clear || !source => Place::Nowhere,
        None => Place::Beside,
        Some(parent) => Place::Inside(parent),
    }
}

/// Puts attributions into the order of the document: by first content, then cue.
pub fn order(attributions: &mut Vec<Attribution>) {
    for attribution in attributions.iter_mut() {
        attribution.content.sort_unstable_by_key(|r| (r.start, r.end));
        attribution.source.sort_unstable_by_key(|r| (r.start, r.end));
    }
    let key =
        |a: &Attribution| (a.content.first().map(|r| r.start), a.cue.as_ref().map(|r| r.start));
    let mut order: Vec<usize> = (0..attributions.len()).collect();
    order.sort_by_key(|&i| key(&attributions[i]));
    let mut place = vec![0; order.len()];
    for (new, &old) in order.iter().enumerate() {
        place[old] = new;
    }
    let mut sorted: Vec<Attribution> = order.iter().map(|&i| attributions[i].clone()).collect();
    for attribution in &mut sorted {
        attribution.parent = attribution.parent.map(|p| place[p]);
    }
    *attributions = sorted;
}

/// For each quotation: what it holds, and the attribution it belongs to.
pub fn quotations(
    context: Context,
    attributions: &[Attribution],
) -> Vec<(QuotationKind, Option<usize>)> {
    let mut owner: Vec<Option<usize>> = vec![None; context.text.tokens.len()];
    // Children come after their parents in order of content, so they win inside.
    for (id, attribution) in attributions.iter().enumerate() {
        for i in attribution.content.iter().flat_map(Clone::clone) {
            owner[i] = Some(id);
        }
    }
    context
        .quotes
        .quotations
        .iter()
        .map(|quotation| {
            let attribution = owner[quotation.tokens.start];
            let kind = if attribution.is_some() && quotation.depth == 0 {
                QuotationKind::Speech
            } else if is_title(context, quotation) {
                QuotationKind::Title
            } else if is_sentence(context, quotation) {
                QuotationKind::Speech
            } else {
                QuotationKind::Phrase
            };
            (kind, attribution)
        })
        .collect()
}

/// Every word of weight begins with a capital: the name of a work.
fn is_title(context: Context, quotation: &crate::quotes::Quotation) -> bool {
    let words: Vec<&str> = (quotation.tokens.clone())
        .map(|i| context.word(i))
        .filter(|w| w.starts_with(char::is_alphabetic))
        .collect();
    let weighty = words.iter().filter(|w| w.chars().count() > 3);
    (1..=10).contains(&words.len())
        && weighty.clone().count() > 0
        && weighty.clone().all(|w| w.starts_with(char::is_uppercase))
        && words[0].starts_with(char::is_uppercase)
}

/// A verb and an end: somebody's sentence, even if nobody is named.
fn is_sentence(context: Context, quotation: &crate::quotes::Quotation) -> bool {
    quotation.tokens.len() > 5 && context.has_finite(quotation.tokens.clone())
}
