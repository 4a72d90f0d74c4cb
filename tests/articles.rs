/*! Whole invented articles, each with what a careful reader finds in it, scored.

`articles/NAME.txt` is the article as a reader would paste it, `articles/NAME.gold` its gold: comments that tell what is special about it, a line of
demands, and below, indented, the attributions as `gold.rs` describes them (only `content`, `source`, `speaker`, `kind` and `optional` are looked at, and other
demands such as `furniture` and `quotation`).

```text
demand found 90 kind 90 speaker 80 extra 10 other 100
```

- `found`: of the attributions not optional, at least so many percent have a partner, by half of their characters; children too.
- `kind`, `speaker`: so many of the found ones have the right kind; name the right entity, and always the same one for one speaker.
- `extra`: at most so many percent of the predicted ones have no partner. Those that say nothing (`decline`) or name another act than saying or
  thinking are not counted, since these golds leave them out.
- `other`: so many percent of the other demands are met.

To add an article: write both files; put `demand found 0 kind 0 speaker 0 extra 100 other 0`; run the test with `UPDATE_GOLD=1`, which writes what was measured into that line
(and always fails, lest it be left on); look at what is missed with `ARTICLE=NAME cargo test articles -- --nocapture`.
*/

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use sayso::document::{Act, Range, Stance};
use sayso::{Analyser, Document, OffsetUnit, Options};

use crate::gold::{self, Demand, Gold, alternatives, flat, meets, read_gold};

/// An article and its gold.
struct Article {
    path: PathBuf,
    text: String,
    demand: Scores,
    attributions: Vec<Gold>,
    others: Vec<Demand>,
}

/// Percentages; all but `extra` are better when greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Scores {
    found: usize,
    kind: usize,
    speaker: usize,
    extra: usize,
    other: usize,
}

impl Scores {
    fn read(line: &str) -> Result<Self, String> {
        let fail =
            || format!("expected \"demand found N kind N speaker N extra N other N\": {line}");
        let words: Vec<&str> = line.split_whitespace().collect();
        let [
            "demand",
            "found",
            found,
            "kind",
            kind,
            "speaker",
            speaker,
            "extra",
            extra,
            "other",
            other,
        ] = words[..]
        else {
            return Err(fail());
        };
        let number = |word: &str| word.parse().map_err(|_| fail());
        Ok(Self {
            found: number(found)?,
            kind: number(kind)?,
            speaker: number(speaker)?,
            extra: number(extra)?,
            other: number(other)?,
        })
    }

    /// Does what was measured meet these demands?
    fn met_by(self, measured: Self) -> bool {
        measured.found >= self.found
            && measured.kind >= self.kind
            && measured.speaker >= self.speaker
            && measured.extra <= self.extra
            && measured.other >= self.other
    }
}

impl std::fmt::Display for Scores {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { found, kind, speaker, extra, other } = self;
        write!(f, "demand found {found} kind {kind} speaker {speaker} extra {extra} other {other}")
    }
}

fn read(path: &Path) -> Result<Article, String> {
    let fail = |e: &str| format!("{}: {e}", path.display());
    let text =
        std::fs::read_to_string(path.with_extension("txt")).map_err(|e| fail(&e.to_string()))?;
    let gold = std::fs::read_to_string(path).map_err(|e| fail(&e.to_string()))?;
    let demand = gold.lines().find(|l| l.starts_with("demand")).ok_or_else(|| fail("no demand"))?;
    let lines =
        gold.lines().enumerate().filter(|(_, l)| l.starts_with(' ') && !l.trim().is_empty());
    let (attributions, others) =
        read_gold(lines.map(|(i, l)| (i + 1, l)), &text).map_err(|e| fail(&e))?;
    Ok(Article {
        path: path.to_owned(),
        demand: Scores::read(demand).map_err(|e| fail(&e))?,
        text,
        attributions,
        others,
    })
}

/// The bytes of `phrases` (joined by ` … `) in `text`, each searched after the one before, however lines are broken.
fn locate(text: &str, phrases: &str, from: usize) -> Option<Vec<Range>> {
    let mut spans = Vec::new();
    let mut at = from;
    for phrase in phrases.split(" … ") {
        let words: Vec<&str> = phrase.split_whitespace().collect();
        let found = text[at..].char_indices().map(|(i, _)| at + i).find_map(|start| {
            let mut end = start;
            for (i, word) in words.iter().enumerate() {
                let rest = &text[end..];
                let gap = if i == 0 { 0 } else { rest.len() - rest.trim_start().len() };
                if (i > 0 && gap == 0) || !rest[gap..].starts_with(word) {
                    return None;
                }
                end += gap + word.len();
            }
            Some(Range { start, end })
        })?;
        at = found.end;
        spans.push(found);
    }
    Some(spans)
}

fn shared(a: &[Range], b: &[Range]) -> usize {
    a.iter()
        .flat_map(|x| b.iter().map(move |y| x.end.min(y.end).saturating_sub(x.start.max(y.start))))
        .sum()
}

/// Twice the shared bytes make at least all bytes of either: Jaccard of one half.
fn overlap(a: &[Range], b: &[Range]) -> Option<usize> {
    let size = |s: &[Range]| s.iter().map(|r| r.end - r.start).sum::<usize>();
    let common = shared(a, b);
    let either = size(a) + size(b) - common;
    (common > 0 && 2 * common >= either).then(|| 1_000_000 * common / either)
}

fn share(part: usize, whole: usize, nothing: usize) -> usize {
    (100 * part).checked_div(whole).unwrap_or(nothing)
}

/// The scores of a document (offsets in bytes) and a description of each mistake.
fn score(article: &Article, document: &Document) -> (Scores, String) {
    let mut report = String::new();
    let mut from = 0;
    let spans: Vec<Vec<Range>> = article
        .attributions
        .iter()
        .map(|gold| {
            let phrases = gold.get("content").unwrap_or_default();
            let found = alternatives(phrases).find_map(|p| {
                locate(&article.text, p, from).or_else(|| locate(&article.text, p, 0))
            });
            let found = found.unwrap_or_else(|| {
                panic!("{}: not in the text, in this order: {phrases}", article.path.display())
            });
            from = found[0].start;
            found
        })
        .collect();
    let mut pairs: Vec<(usize, usize, usize)> = Vec::new();
    for (i, wanted) in spans.iter().enumerate() {
        for (j, a) in document.attributions.iter().enumerate() {
            pairs.extend(overlap(wanted, &a.content).map(|o| (1_000_000 - o, i, j)));
        }
    }
    pairs.sort_unstable();
    let mut partner = vec![None; spans.len()];
    let mut taken = vec![false; document.attributions.len()];
    for (_, i, j) in pairs {
        if partner[i].is_none() && !taken[j] {
            partner[i] = Some(j);
            taken[j] = true;
        }
    }
    let (mut wanted, mut found, mut kind, mut speakers, mut speaker) = (0, 0, 0, 0, 0);
    let mut entities: BTreeMap<&str, usize> = BTreeMap::new();
    for (i, gold) in article.attributions.iter().enumerate() {
        if gold.optional {
            continue;
        }
        wanted += 1;
        let said = gold.get("content").unwrap_or_default();
        let Some(a) = partner[i].map(|j| &document.attributions[j]) else {
            let _ = writeln!(report, "  missed   {} | {said}", gold.get("source").unwrap_or("-"));
            continue;
        };
        found += 1;
        let right = gold.get("kind").is_none_or(|k| alternatives(k).any(|k| k == a.kind.as_str()));
        kind += usize::from(right);
        if !right {
            let _ = writeln!(report, "  kind     {} | {said}", a.kind);
        }
        let Some(name) = gold.get("speaker") else { continue };
        speakers += 1;
        let entity = a.speaker.map(|id| &document.entities[id]);
        let got = entity.map_or("-", |e| e.name.as_str());
        let one = entity.is_none_or(|e| *entities.entry(name).or_insert(e.id) == e.id);
        if alternatives(name).any(|n| n == got) && one {
            speaker += 1;
        } else {
            let again = if one { "" } else { ", a second entity" };
            let _ = writeln!(report, "  speaker  {got}{again}, expected {name} | {said}");
        }
    }
    let beside = |j: usize| {
        let a = &document.attributions[j];
        !matches!(a.act, Act::Says | Act::Thinks) || a.stance == Stance::Decline
    };
    let counted: Vec<usize> = (0..taken.len()).filter(|&j| taken[j] || !beside(j)).collect();
    let extra: Vec<usize> = counted.iter().copied().filter(|&j| !taken[j]).collect();
    for &j in &extra {
        let a = &document.attributions[j];
        let rule = a.because.first().map_or("-", |b| b.rule.as_str());
        let words = |s: &[Range]| {
            s.iter().map(|r| flat(&article.text[r.start..r.end])).collect::<Vec<_>>().join(" … ")
        };
        let _ = writeln!(
            report,
            "  extra    {} | {} | {} ({rule})",
            words(&a.source),
            words(&a.cue),
            words(&a.content)
        );
    }
    let unmet: Vec<&Demand> =
        article.others.iter().filter(|d| !meets(&article.text, document, d)).collect();
    for demand in &unmet {
        let _ = writeln!(report, "  {}", gold::unmet(&article.text, document, demand));
    }
    let scores = Scores {
        found: share(found, wanted, 100),
        kind: share(kind, found, 100),
        speaker: share(speaker, speakers, 100),
        extra: (100 * extra.len()).div_ceil(counted.len().max(1)),
        other: share(article.others.len() - unmet.len(), article.others.len(), 100),
    };
    (scores, report)
}

fn all() -> Vec<Article> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/articles");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("tests/articles is there")
        .map(|entry| entry.expect("readable").path())
        .filter(|p| p.extension().is_some_and(|e| e == "gold"))
        .collect();
    paths.sort();
    paths.iter().map(|p| read(p).unwrap_or_else(|e| panic!("{e}"))).collect()
}

#[test]
fn articles() {
    let analyser = Analyser::embedded();
    let options = Options { offsets: OffsetUnit::Byte, ..Options::default() };
    let only = std::env::var("ARTICLE").unwrap_or_default();
    let update = std::env::var_os("UPDATE_GOLD").is_some();
    let mut failures = String::new();
    for article in all().iter().filter(|a| a.path.to_string_lossy().contains(&only)) {
        let (measured, report) = score(article, &analyser.analyse(&article.text, &options));
        let name = article.path.file_name().map(|n| n.to_string_lossy().into_owned());
        let name = name.unwrap_or_default();
        println!("{name}: {measured}\n{report}");
        if update {
            let gold = std::fs::read_to_string(&article.path).expect("UTF-8");
            let lines: Vec<String> = gold
                .lines()
                .map(|l| if l.starts_with("demand") { measured.to_string() } else { l.to_owned() })
                .collect();
            std::fs::write(&article.path, lines.join("\n") + "\n").expect("writable");
        } else if !article.demand.met_by(measured) {
            let _ = writeln!(
                failures,
                "{name}: {}\n  but measured: {measured}\n{report}",
                article.demand
            );
        }
    }
    assert!(
        !update,
        "UPDATE_GOLD rewrote the demands: look at the difference, then run without it"
    );
    assert!(failures.is_empty(), "\n{failures}");
}

#[test]
fn there_are_articles_of_many_layouts() {
    let articles = all();
    assert!(articles.len() >= 8, "only {}", articles.len());
    for article in articles {
        let words = article.text.split_whitespace().count();
        assert!((150..=800).contains(&words), "{}: {words} words", article.path.display());
        let with_speaker =
            article.attributions.iter().filter(|g| g.get("speaker").is_some()).count();
        assert!(with_speaker >= 4, "{}: gold names few speakers", article.path.display());
    }
}

/// An article as gold, and the document that is scored against it.
fn example(gold: &str) -> Article {
    let text = "\"We are\n  done,\" Ann Bell said. Bo Li denied it. He left.".to_owned();
    let lines = gold.lines().enumerate().map(|(i, l)| (i + 1, l));
    let (attributions, others) = read_gold(lines, &text).expect("good gold");
    let demand = Scores { found: 100, kind: 100, speaker: 100, extra: 0, other: 100 };
    Article { path: "x.gold".into(), text, demand, attributions, others }
}

#[test]
fn nothing_found_is_nothing_found() {
    let article = example(
        "  source Ann Bell\n  content \"We are done,\"\n  kind direct\n  quotation title \"We are done,\"\n",
    );
    let options = Options { offsets: OffsetUnit::Byte, ..Options::default() };
    let document = Analyser::embedded().analyse("", &options);
    let (scores, report) = score(&article, &document);
    assert_eq!(scores, Scores { found: 0, kind: 100, speaker: 100, extra: 0, other: 0 });
    assert!(!article.demand.met_by(scores));
    assert!(
        report.contains("missed   Ann Bell") && report.contains("quotation: expected title"),
        "{report}"
    );
}

#[test]
fn phrases_are_found_over_line_breaks() {
    let text = "\"We are\n  done,\" she said. We are done.";
    let spans = locate(text, "\"We are done,\" … We are done", 0).expect("there");
    assert_eq!(&text[spans[0].start..spans[0].end], "\"We are\n  done,\"");
    assert_eq!(&text[spans[1].start..spans[1].end], "We are done");
    assert!(locate(text, "We are gone", 0).is_none());
    let half = [Range { start: 0, end: 10 }];
    assert!(overlap(&half, &[Range { start: 5, end: 10 }]).is_some());
    assert!(overlap(&half, &[Range { start: 6, end: 10 }]).is_none());
}

#[test]
fn demands_are_read_and_compared() {
    let line = "demand found 90 kind 80 speaker 70 extra 10 other 100";
    let demand = Scores::read(line).expect("a demand");
    assert_eq!(demand.to_string(), line);
    assert!(demand.met_by(demand));
    for worse in [
        Scores { found: 89, ..demand },
        Scores { kind: 79, ..demand },
        Scores { speaker: 69, ..demand },
        Scores { extra: 11, ..demand },
        Scores { other: 99, ..demand },
    ] {
        assert!(!demand.met_by(worse), "{worse}");
    }
    assert!(Scores::read("demand found 90").is_err());
    assert!(Scores::read("demand found x kind 80 speaker 70 extra 10 other 100").is_err());
}
