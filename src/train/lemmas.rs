/*! Learns the rules for lemmas: an ending gets a rule of its own where the rule of the shorter ending would be wrong more often.

In: articles with silver lemmas. Out: [`Lemmas`].
*/

use std::collections::BTreeMap;

use super::corpus::Article;
use crate::tags::Pos;
use crate::tags::lemmas::{self, LONGEST, Lemmas, Rule};

type Script = (u8, String);

/// What turns `base` into `lemma`.
fn script(base: &str, lemma: &str) -> Script {
    let same = base.chars().zip(lemma.chars()).take_while(|(a, b)| a == b).count();
    let cut = base.chars().count() - same;
    (cut.min(255) as u8, lemma.chars().skip(same).collect())
}

/// The last `n` characters of `word`.
fn tail(word: &str, n: usize) -> &str {
    let at = word.char_indices().rev().nth(n - 1).map_or(0, |(at, _)| at);
    &word[at..]
}

/// Learns from `articles`.
pub fn train(articles: &[&Article]) -> Lemmas {
    let mut forms: BTreeMap<(Pos, String), BTreeMap<Script, u32>> = BTreeMap::new();
    for a in articles {
        for i in 0..a.pos.len() {
            let base = lemmas::base(&a.raw.as_str()[a.spans[i]], a.pos[i]);
            let script = script(&base, &a.lemma[i]);
            *forms.entry((a.pos[i], base)).or_default().entry(script).or_default() += 1;
        }
    }
    // One entry per form and tag: its commonest script, and how often the form occurs.
    let mut types: BTreeMap<Pos, Vec<(String, Script, u32)>> = BTreeMap::new();
    for ((pos, base), scripts) in forms {
        let count = scripts.values().sum();
        let best = scripts.into_iter().max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0)));
        types.entry(pos).or_default().push((base, best.expect("counted").0, count));
    }
    let mut rules = Vec::new();
    for (pos, types) in types {
        let mut inherited: Vec<Script> = vec![(0, String::new()); types.len()];
        for length in 1..=LONGEST {
            let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
            for (i, (base, _, _)) in types.iter().enumerate() {
                if base.chars().count() >= length {
                    groups.entry(tail(base, length)).or_default().push(i);
                }
            }
            for (ending, members) in groups {
                let mut votes: BTreeMap<&Script, usize> = BTreeMap::new();
                for &i in &members {
                    *votes.entry(&types[i].1).or_default() += 1;
                }
                let (&best, &most) = votes.iter().max_by_key(|v| v.1).expect("a group has members");
                let now = votes.get(&inherited[members[0]]).copied().unwrap_or(0);
                if most >= now + 2 && *best != inherited[members[0]] {
                    for &i in &members {
                        inherited[i] = best.clone();
                    }
                    rules.push(rule(pos, ending.into(), best));
                }
            }
        }
        for ((base, script, count), inherited) in types.iter().zip(&inherited) {
            if script != inherited && *count >= 2 {
                rules.push(rule(pos, format!("^{base}"), script));
            }
        }
    }
    Lemmas::new(rules)
}

fn rule(pos: Pos, ending: String, script: &Script) -> Rule {
    Rule { pos: pos as u8, ending, cut: script.0, put: script.1.clone() }
}

/// How many of the tokens of `articles` get their silver lemma, given their silver tags, in per cent.
pub fn score(lemmas: &Lemmas, articles: &[Article]) -> f64 {
    let (mut right, mut all) = (0_u32, 0_u32);
    for a in articles {
        for i in 0..a.pos.len() {
            let mut lemma = String::new();
            lemmas.append(&a.raw.as_str()[a.spans[i]], a.pos[i], &mut lemma);
            all += 1;
            right += u32::from(lemma == a.lemma[i]);
        }
    }
    100.0 * f64::from(right) / f64::from(all.max(1))
}
