/*! The evaluation program's figures equal those of the corpora's own scorers.

The scorers (Python) and corpora are not part of this project. They are looked for in the folder that `SAYSO_SHARED` names, else in `../shared`
beside the project (`corpora/polnear`, `corpora/ner`, `eval/score_attributions.py`, `eval/score_names.py`); without them these tests say that
nothing was compared.
*/

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use sayso::Analyser;
use sayso::document::{EntityKind, Range};
use sayso::eval::children::{self, Judgements};
use sayso::eval::corpus::{Article, Corpus, Split};
use sayso::eval::speakers::{self, Half, Labels};
use sayso::eval::{Roles, attributions, names, predict, write_predictions};
use serde_json::Value;

fn shared() -> Option<PathBuf> {
    let folder = std::env::var_os("SAYSO_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    if folder.join("eval/score_attributions.py").is_file() {
        return Some(folder);
    }
    // Straight to the terminal: the test harness hides what passing tests print.
    let _ = writeln!(
        std::io::stderr(),
        "SKIPPED: no scorers in {}; set SAYSO_SHARED to compare figures",
        folder.display()
    );
    None
}

/// A small generator of pseudo-random numbers (SplitMix64), so that every run perturbs alike.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % n as u64) as usize
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }
}

/// Gold with mistakes of every sort: dropped, doubled, merged, shifted, without source, with another's source.
fn perturbed(article: &Article, dice: &mut Dice) -> Vec<Roles> {
    let length = article.text.chars().count();
    let mut out: Vec<Roles> = Vec::new();
    for gold in &article.gold {
        let mut a = gold.clone();
        for role in [&mut a.source, &mut a.cue, &mut a.content] {
            for span in role.iter_mut() {
                if !dice.one_in(3) {
                    continue;
                }
                span.start = (span.start + dice.below(12)).saturating_sub(6).min(length - 1);
                span.end = (span.end + dice.below(40)).saturating_sub(20);
                span.end = span.end.clamp(span.start + 1, length);
            }
            if role.len() > 1 && dice.one_in(3) {
                *role = vec![Range { start: role[0].start, end: role[role.len() - 1].end }];
            }
            role.sort_unstable();
        }
        match dice.below(8) {
            0 => continue,
            1 => a.source.clear(),
            2 => a.source = out.last().map(|b| b.source.clone()).unwrap_or_default(),
            3 => out.push(a.clone()),
            4 => {
                if let Some(before) = out.last_mut() {
                    before.content.append(&mut a.content);
                    before.content.sort_unstable();
                    continue;
                }
            }
            _ => {}
        }
        out.push(a);
    }
    out
}

/// Both trees hold the same keys and, within a hair, the same numbers.
#[track_caller]
fn assert_same(ours: &Value, theirs: &Value, place: &str) {
    match (ours, theirs) {
        (Value::Object(a), Value::Object(b)) => {
            let keys =
                |m: &serde_json::Map<String, Value>| m.keys().cloned().collect::<BTreeSet<_>>();
            assert_eq!(keys(a), keys(b), "keys of {place}");
            for (key, value) in a {
                assert_same(value, &b[key], &format!("{place}.{key}"));
            }
        }
        (Value::Number(a), Value::Number(b)) => {
            let (a, b) = (a.as_f64().unwrap(), b.as_f64().unwrap());
            assert!((a - b).abs() < 1e-9, "{place}: ours {a}, theirs {b}");
        }
        _ => panic!("{place}: ours {ours}, theirs {theirs}"),
    }
}

/// Runs a scorer and reads the JSON that it prints.
fn scorer(script: &Path, arguments: &[&Path]) -> Value {
    let output = Command::new("python3").arg(script).args(arguments).arg("--json").output();
    let output = output.expect("python3 runs the scorers");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[track_caller]
fn compare(shared: &Path, name: &str, predictions: &BTreeMap<String, Vec<Roles>>) -> Value {
    let folder = shared.join("corpora/polnear");
    let corpus = Corpus::open(&folder).unwrap();
    let articles = corpus.articles(Split::Dev, false).unwrap();
    let instances = corpus.instances().unwrap();
    let ours = attributions::score(&articles, predictions, instances.as_deref());
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.jsonl"));
    write_predictions(predictions, std::fs::File::create(&file).unwrap()).unwrap();
    let theirs = scorer(
        &shared.join("eval/score_attributions.py"),
        &[
            &folder.join("dev.jsonl.gz"),
            &file,
            Path::new("--corenlp"),
            &folder.join("dev.corenlp.jsonl.gz"),
            Path::new("--cofenet"),
            &folder.join("cofenet-dev.jsonl.gz"),
        ],
    );
    assert_same(&serde_json::to_value(&ours).unwrap(), &theirs, name);
    theirs
}

#[test]
fn attribution_figures_equal_the_scorers() {
    let Some(shared) = shared() else { return };
    let articles =
        Corpus::open(&shared.join("corpora")).unwrap().articles(Split::Dev, false).unwrap();
    let mut dice = Dice(20_161_108);
    let perturbed: BTreeMap<String, Vec<Roles>> = articles
        .iter()
        .enumerate()
        .filter(|(i, _)| i % 7 != 3)
        .map(|(_, a)| (a.id.clone(), perturbed(a, &mut dice)))
        .collect();
    let theirs = compare(&shared, "perturbed", &perturbed);
    // The comparison must be of something: neither nothing nor everything is right.
    for figure in ["/cofenet/content/exact/f1", "/attributions/content_and_source/f1"] {
        let f1 = theirs.pointer(figure).and_then(Value::as_f64).unwrap();
        assert!((20.0..95.0).contains(&f1), "{figure} {f1}");
    }
    let analyser = Analyser::embedded();
    let roles = |a: &Article| predict(&analyser, &a.text).into_iter().map(|p| p.roles).collect();
    let analysed: BTreeMap<String, Vec<Roles>> =
        articles.iter().step_by(3).map(|a| (a.id.clone(), roles(a))).collect();
    compare(&shared, "analysed", &analysed);
}

#[test]
fn name_figures_equal_the_scorers() {
    let Some(shared) = shared() else { return };
    let gold = Corpus::open(&shared.join("corpora")).unwrap().wikigold().unwrap().unwrap();
    let analyser = Analyser::embedded();
    let mut dice = Dice(7);
    let kinds =
        [EntityKind::Person, EntityKind::Organisation, EntityKind::Place, EntityKind::Group];
    let predictions: BTreeMap<String, names::Names> = gold
        .iter()
        .enumerate()
        .filter(|(i, _)| i % 5 != 2)
        .map(|(i, document)| {
            let length = document.text.chars().count();
            let changed = document.names.iter().map(|(span, label)| {
                let shift = usize::from(dice.one_in(5) && span.end < length);
                let kind = names::TYPES.iter().find(|t| t.0 == label).map(|t| t.1);
                let kind = kind.filter(|_| !dice.one_in(5)).unwrap_or_else(|| kinds[dice.below(4)]);
                (Range { start: span.start, end: span.end + shift }, kind)
            });
            let changed: names::Names = changed.collect();
            let found =
                if i % 2 == 0 { changed } else { names::predict(&analyser, &document.text) };
            (document.id.clone(), found)
        })
        .collect();
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("names.jsonl");
    let mut out = std::fs::File::create(&file).unwrap();
    for (id, list) in &predictions {
        let entities: Vec<_> =
            list.iter().map(|(span, kind)| (span.start, span.end, kind.as_str())).collect();
        writeln!(out, "{}", serde_json::json!({"id": id, "entities": entities})).unwrap();
    }
    let theirs = scorer(
        &shared.join("eval/score_names.py"),
        &[&shared.join("corpora/ner/wikigold.jsonl.gz"), &file],
    );
    let ours = serde_json::to_value(names::score(&gold, &predictions)).unwrap();
    assert_same(&ours, &theirs, "names");
    assert!(theirs["micro"]["right"].as_u64().unwrap() > 500);
}

#[test]
#[should_panic(expected = "roles.cue.p: ours 1, theirs 2")]
fn a_difference_is_seen() {
    let ours = serde_json::json!({"cue": {"p": 1.0}});
    let theirs = serde_json::json!({"cue": {"p": 2.0}});
    assert_same(&ours, &theirs, "roles");
}

#[test]
fn spans_given_to_the_scorer_lie_in_the_text() {
    // A figure that counts nonsense equals another that counts the same nonsense: look at the perturbed input itself.
    let article = Article {
        id: "a".into(),
        text: "Ann said the dam would hold.".into(),
        gold_ids: vec![],
        gold: vec![Roles {
            source: vec![Range { start: 0, end: 3 }],
            cue: vec![Range { start: 4, end: 8 }],
            content: vec![Range { start: 9, end: 27 }],
        }],
        tokens: vec![],
        silver: vec![],
    };
    for seed in 0..200 {
        for a in perturbed(&article, &mut Dice(seed)) {
            for span in a.source.iter().chain(&a.cue).chain(&a.content) {
                assert!(span.start < span.end && span.end <= article.text.len(), "{a:?}");
            }
        }
    }
}

/// Runs the program; exit status and what it printed.
fn program(arguments: &[&str]) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_sayso-eval")).args(arguments).output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8_lossy(&text).into_owned())
}

#[test]
fn an_absent_corpus_is_said_plainly() {
    for command in ["attributions", "names", "tokens", "sentences"] {
        let (code, text) = program(&[command, "--corpus", "no/such/folder"]);
        assert_eq!(code, Some(2), "{text}");
        assert!(text.contains("no/such/folder is not a folder"), "{text}");
        assert!(text.contains("not part of this project"), "{text}");
    }
    let (code, text) = program(&["attributions", "--corpus", env!("CARGO_MANIFEST_DIR")]);
    assert_eq!(code, Some(2));
    assert!(text.contains("holds no dev.jsonl.gz"), "{text}");
}

#[test]
fn articles_for_figures_only_are_not_shown() {
    for arguments in [
        &["errors", "--corpus", "."][..],
        &["errors", "--corpus", ".", "--split", "dev"],
        &["tokens", "--corpus", ".", "--differences", "5"],
        &["sentences", "--corpus", ".", "--differences", "5"],
    ] {
        let (code, text) = program(arguments);
        assert_eq!(code, Some(2), "{text}");
        assert!(text.contains("its articles are not read"), "{text}");
    }
}

#[test]
fn splits_do_not_overlap() {
    let Some(shared) = shared() else { return };
    let corpus = Corpus::open(&shared.join("corpora/polnear")).unwrap();
    let ids = |split, with_look| -> BTreeSet<String> {
        corpus.untokenised(split, with_look).unwrap().into_iter().map(|a| a.id).collect()
    };
    let (train, look) = (ids(Split::Train, false), ids(Split::Look, false));
    assert_eq!((train.len(), look.len(), ids(Split::Dev, false).len()), (756, 84, 84));
    assert!(train.is_disjoint(&look));
    let whole = ids(Split::Train, true);
    assert_eq!(whole.len(), 840);
    assert!(whole.is_superset(&look));
}

fn speaker_labels() -> Labels {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/speakers/labels.tsv");
    Labels::read(&path).expect("the labels are well formed")
}

#[test]
fn there_are_labels_of_every_form() {
    let labels = speaker_labels();
    assert!(labels.articles() >= 20, "{} articles", labels.articles());
    for form in ["name", "role", "pronoun", "none"] {
        assert!(labels.count(form) >= 40, "{form}: {}", labels.count(form));
    }
}

#[test]
fn malformed_labels_are_refused_with_their_line() {
    let path = std::env::temp_dir().join(format!("labels-{}.tsv", std::process::id()));
    for (line, what) in [
        ("a\tE1\tname\tperson", "expected article"),
        ("a\tE1\tshape\tperson\tAna Ruiz", "is not known"),
        ("a\tE1\tname\tperson\tAna Ruiz\na\tE1\tname\tperson\tAna Ruiz", "already"),
    ] {
        std::fs::write(&path, line).expect("a file in the folder for such files");
        let error = Labels::read(&path).expect_err("malformed").to_string();
        assert!(error.contains(what) && error.contains(".tsv:"), "{error}");
    }
    std::fs::remove_file(&path).expect("it was there");
}

#[test]
fn speakers_are_right_as_often_as_demanded() {
    let Some(shared) = shared() else { return };
    let corpus = Corpus::open(&shared.join("corpora")).expect("a folder");
    let articles = corpus.articles(Split::Look, false).expect("well formed");
    let analyser = Analyser::embedded();
    let (figures, _) = speakers::score(&speaker_labels(), Half::Scored, &articles, &analyser)
        .expect("labels of articles that are there");
    for (what, percent, least) in [
        ("names", figures.form("name", true).percent(), 96.0),
        ("roles", figures.form("role", true).percent(), 35.0),
        ("pronouns", figures.form("pronoun", true).percent(), 85.0),
        ("people and organisations", figures.overall().percent(), 87.0),
        ("direct speech, end to end", figures.direct.percent(), 83.0),
    ] {
        assert!(percent >= least, "{what}: {percent:.1} %, at least {least} demanded");
    }
    let duplicates = figures.duplicates.percent();
    assert!(duplicates < 3.0, "{duplicates:.1} % of people's entities are superfluous");
}

#[test]
fn children_are_right_as_often_as_demanded() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/children/labels.tsv");
    let judgements = Judgements::read(&path).expect("the judgements are well formed");
    assert!(judgements.len() >= 100, "{} judgements", judgements.len());
    let Some(shared) = shared() else { return };
    let corpus = Corpus::open(&shared.join("corpora")).expect("a folder");
    let articles = corpus.articles(Split::Look, false).expect("well formed");
    let (share, open) = children::score(&articles, &judgements, &Analyser::embedded());
    let all = share.all + open.len();
    assert!(2 * share.all >= all, "only {} of {all} children were judged: judge more", share.all);
    assert!(share.percent() >= 70.0, "{:.1} % of children are right", share.percent());
}
