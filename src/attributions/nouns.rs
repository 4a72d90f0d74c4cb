/*! Attributions whose cue is a noun: "his claim that …", "Pompeo's allegations that …", "calls for …". */

use std::ops::Range;
use std::sync::LazyLock;

use super::frames::Candidate;
use super::{Attribution, Context};
use crate::document::{Act, Stance};

/// The table; its header explains the columns.
const TABLE: &str = include_str!("../lexicon/cue-nouns.txt");

/// Singular or plural form, act, stance; sorted by form.
static NOUNS: LazyLock<Vec<(&'static str, Act, Stance)>> = LazyLock::new(|| {
    let mut nouns = Vec::new();
    for line in TABLE.lines().filter(|l| !l.starts_with('#')) {
        let columns: Vec<&'static str> = line.split('\t').collect();
        if let [singular, act, stance, plural] = columns[..] {
            let (act, stance) =
                (act.parse().unwrap_or(Act::Says), stance.parse().unwrap_or(Stance::Neutral));
            nouns.push((singular, act, stance));
            nouns.push((plural, act, stance));
        }
    }
    nouns.sort_unstable_by_key(|n| n.0);
    nouns
});

/// Act and stance of the cue noun at token `i`, if it is one.
pub fn kind(context: Context, i: usize) -> Option<(Act, Stance)> {
    let word = context.lower(i);
    let at = NOUNS.binary_search_by_key(&&*word, |n| n.0).ok()?;
    Some((NOUNS[at].1, NOUNS[at].2))
}

/// Adds the candidates of all cue nouns outside quotations.
pub fn propose(context: Context, out: &mut Vec<Candidate>) {
    for sentence in &context.text.sentences {
        let body = context.body(sentence.tokens.clone());
        for i in body.clone() {
            if matches!(context.pos(i), "NN" | "NNS") && !context.quoted(i) {
                out.extend(at(context, i, &body));
            }
        }
    }
}

fn at(context: Context, i: usize, body: &Range<usize>) -> Option<Candidate> {
    let (act, stance) = kind(context, i)?;
    let next = i + 1;
    if next + 1 >= body.end || context.lower(next) != "that" || context.pos(next) != "IN" {
        return None;
    }
    let stop =
        (next..body.end).find(|&k| context.is_comma(k) && !context.quoted(k)).unwrap_or(body.end);
    let mut start = i;
    while start > body.start
        && matches!(context.pos(start - 1), "JJ" | "JJR" | "JJS" | "NN" | "VBN")
    {
        start -= 1;
    }
    let source = start.checked_sub(1).filter(|&p| p >= body.start).and_then(|before| match context
        .pos(before)
    {
        "PRP$" => Some(before..start),
        "POS" => {
            let mut from = before;
            while from > body.start
                && matches!(
                    context.pos(from - 1),
                    "NNP" | "NNPS" | "NN" | "NNS" | "JJ" | "DT" | "CD" | "PRP$"
                )
            {
                from -= 1;
            }
            (from < before).then_some(from..start)
        }
        _ => None,
    });
    let rule = if source.is_some() { "noun" } else { "noun-alone" };
    Some(Attribution {
        act,
        stance,
        ..Attribution::new(rule, source.into_iter().collect(), Some(start..next), vec![next..stop])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_unique_and_complete() {
        let lines: Vec<&str> = TABLE.lines().filter(|l| !l.starts_with('#')).collect();
        assert!(lines.windows(2).all(|w| w[0] < w[1]));
        for line in lines {
            let columns: Vec<&str> = line.split('\t').collect();
            assert_eq!(columns.len(), 4, "{line}");
            assert!(
                columns[1].parse::<Act>().is_ok() && columns[2].parse::<Stance>().is_ok(),
                "{line}"
            );
        }
    }
}
