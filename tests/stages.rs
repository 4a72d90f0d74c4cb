/*! Gold cases: short invented texts, each with what must be found in it. The files of `cases/` are discovered; `gold.rs` tells their form.

To add a case, write it into the file whose subject it shares. `CASE=words cargo test stages` runs those whose place or title has the words.
*/

use std::path::Path;

use sayso::{Analyser, OffsetUnit, Options};

use crate::gold::{Case, compare, read_cases};

/// All cases of all files, in the files' order.
fn all() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .expect("tests/cases is there")
        .map(|entry| entry.expect("readable").path())
        .filter(|p| p.extension().is_some_and(|e| e == "txt"))
        .collect();
    files.sort();
    files
        .iter()
        .flat_map(|path| {
            let name = format!("tests/cases/{}", path.file_name().expect("a file").display());
            read_cases(&name, &std::fs::read_to_string(path).expect("UTF-8"))
                .unwrap_or_else(|e| panic!("{e}"))
        })
        .collect()
}

/// Does the analyser do what the case wants, or, for a todo, still not?
fn check(analyser: &Analyser, case: &Case) -> Result<(), String> {
    let options = Options { offsets: OffsetUnit::Byte, ..Options::default() };
    let result = compare(case, &analyser.analyse(&case.text, &options));
    match (&case.todo, result) {
        (None, result) => result,
        (Some(_), Err(_)) => Ok(()),
        (Some(why), Ok(())) => Err(format!(
            "{}: {}\nis met now: take out the line \"# todo: {why}\"\n",
            case.place, case.title
        )),
    }
}

#[test]
fn cases() {
    let analyser = Analyser::embedded();
    let filter = std::env::var("CASE").unwrap_or_default();
    let cases: Vec<Case> = all()
        .into_iter()
        .filter(|c| c.title.contains(&filter) || c.place.contains(&filter))
        .collect();
    let failures: Vec<String> = cases.iter().filter_map(|c| check(&analyser, c).err()).collect();
    let open = cases.iter().filter(|c| c.todo.is_some()).count();
    println!("{} cases, {open} of them open", cases.len());
    assert!(
        failures.is_empty(),
        "\n\n{}\n{} of {} cases failed",
        failures.join("\n"),
        failures.len(),
        cases.len()
    );
}

#[test]
fn there_are_cases_of_every_sort() {
    let cases = all();
    assert!(cases.len() >= 80, "only {} cases", cases.len());
    let mut titles: Vec<&str> = cases.iter().map(|c| c.title.as_str()).collect();
    titles.sort_unstable();
    let before = titles.len();
    titles.dedup();
    assert_eq!(titles.len(), before, "two cases share a title");
}

/// Reads one case and compares it with a document made by hand from it.
#[track_caller]
fn assert_outcome(
    case: &str,
    change: impl FnOnce(&mut sayso::Document),
    expected: Result<(), &str>,
) {
    let case = &read_cases("x.txt", case).expect("a good case")[0];
    let options = Options { offsets: OffsetUnit::Byte, ..Options::default() };
    let mut document = Analyser::embedded().analyse("", &options);
    let span = |phrase: &str| {
        let start = case.text.find(phrase).expect("in the text");
        vec![sayso::document::Range { start, end: start + phrase.len() }]
    };
    document.attributions.push(sayso::document::Attribution {
        id: 0,
        kind: sayso::document::AttributionKind::Direct,
        act: sayso::document::Act::Says,
        stance: sayso::document::Stance::Neutral,
        negated: false,
        hypothetical: false,
        source: span("Ann Bell"),
        cue: span("said"),
        content: span("\"We are\ndone,\""),
        text: sayso::document::AttributionText {
            source: String::new(),
            cue: String::new(),
            content: String::new(),
        },
        speaker: None,
        via: None,
        resolution: sayso::document::Resolution {
            how: sayso::document::ResolutionHow::None,
            confidence: 0.0,
        },
        medium: None,
        addressee: None,
        venue: None,
        time: None,
        hedge: None,
        parent: None,
        confidence: 0.0,
        because: vec![],
    });
    change(&mut document);
    match (compare(case, &document), expected) {
        (Ok(()), Ok(())) => {}
        (Err(got), Err(part)) => assert!(got.contains(part), "expected {part:?} in\n{got}"),
        (got, expected) => panic!("expected {expected:?}, got {got:?}"),
    }
}

const CASE: &str = "# title\n\"We are\ndone,\" Ann Bell said.\n  source  Ann Bell | Ann\n  content \"We are done,\"\n";

#[test]
fn a_right_expectation_is_met() {
    assert_outcome(CASE, |_| {}, Ok(()));
    assert_outcome(&format!("{CASE}  cue said\n  kind direct\n  speaker -\n"), |_| {}, Ok(()));
    assert_outcome(&format!("{CASE}  source -\n  content done\n  optional\n"), |_| {}, Ok(()));
    assert_outcome(&format!("{CASE}  furniture none\n  quotation none\n"), |_| {}, Ok(()));
}

#[test]
fn a_wrong_expectation_fails() {
    let wrong = |field: &str, part| {
        assert_outcome(&format!("{CASE}{field}\n"), |_| {}, Err(part));
    };
    wrong("  kind mixed", "kind: expected mixed, got direct");
    wrong("  cue Bell", "cue: expected Bell, got said");
    wrong("  speaker Ann Bell", "speaker: expected Ann Bell, got -");
    wrong("  negated yes", "negated: expected yes, got no");
    wrong("  source -\n  content done", "expected 2 attributions, got 1");
    wrong("  quotation speech \"We are", "quotation: expected speech \"We are, got none");
    wrong("  furniture byline Ann", "furniture: expected byline Ann, got none");
    wrong("  entity person Ann Bell", "entity: expected person Ann Bell, got none");
    wrong("  role Ann Bell = mayor", "role: expected Ann Bell = mayor, got none");
    wrong("  reply 1 2 reject", "reply: expected 1 2 reject, got none");
    let none = "# none\n\"We are\ndone,\" Ann Bell said.\n  none\n";
    assert_outcome(none, |_| {}, Err("expected 0 attributions, got 1"));
    assert_outcome(CASE, |d| d.attributions.clear(), Err("expected 1 attributions, got 0"));
}

#[test]
fn a_todo_must_fail() {
    let analyser = Analyser::embedded();
    let read = |text: &str| read_cases("x.txt", text).expect("a good case").remove(0);
    let met = read("# t\n# todo: later\nIt rained.\n  none\n");
    assert!(check(&analyser, &met).unwrap_err().contains("is met now"));
    let open = read("# t\n# todo: later\nIt rained.\n  source It\n  content rained\n");
    assert!(check(&analyser, &open).is_ok());
    let plain = read("# t\nIt rained.\n  source It\n  content rained\n");
    assert!(check(&analyser, &plain).unwrap_err().contains("x.txt:2: t"));
}

#[test]
fn a_malformed_case_is_an_error() {
    let error = |text: &str| read_cases("x.txt", text).unwrap_err();
    assert!(
        error("Ann spoke.\n  content Bo\n").starts_with("x.txt:1: line 2: these words are not")
    );
    assert!(error("Ann spoke.\n  sorce Ann\n").contains("unknown key"));
    assert!(error("Ann spoke.\n  cue spoke\n").contains("begins with source or content"));
    assert!(error("Ann spoke.\n  source Ann\n").contains("without content"));
    assert!(error("Ann spoke.\n  content Ann\n  cue Ann\n  cue Ann\n").contains("a second value"));
    assert!(error("Ann spoke.\n").contains("expected attributions, or none"));
    assert!(
        error("Ann spoke.\n  none\n  content Ann\n").contains("expected attributions, or none")
    );
    assert!(error("  none\n").contains("gold without a text"));
}

#[test]
fn paragraphs_and_blocks() {
    let cases =
        read_cases("x.txt", "# header only\n\n# a\nOne ¶ two.\n  none\n\n# b\nx\n¶\ny\n  none\n");
    let texts: Vec<String> = cases.unwrap().into_iter().map(|c| c.text).collect();
    assert_eq!(texts, ["One\n\ntwo.", "x\n\ny"]);
}
