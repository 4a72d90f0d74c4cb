//! The program `sayso`, run as a user runs it.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

const ARTICLE: &str = "“We are done,” said Maria Lopez, the mayor.\n\nShe left. 😀\n";

/// A folder of its own for a test, empty.
fn folder(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("cli-{test}"));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder for the test");
    folder
}

fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sayso"));
    command
        .args(args)
        .current_dir(folder)
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE")
        .env_remove("CLICOLOR");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Runs `sayso` with `args` in `folder`, giving it `input`.
fn sayso(folder: &Path, args: &[&str], input: &[u8]) -> Output {
    let mut child = command(folder, args).spawn().expect("the program starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    let input = input.to_vec();
    // Beside the reading, or both sides may wait for each other.
    let writer = std::thread::spawn(move || {
        // A program that does not read its input, as with --help, is not at fault.
        let _ = stdin.write_all(&input);
    });
    let output = child.wait_with_output().expect("the program ends");
    writer.join().expect("the writer ends");
    output
}

fn out(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).expect("UTF-8")
}

fn err(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).expect("UTF-8")
}

#[track_caller]
fn ended(output: &Output, code: i32) {
    assert_eq!(output.status.code(), Some(code), "stderr: {}", err(output));
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|e| panic!("{e}: {text}"))
}

#[test]
fn a_file_and_standard_input_give_the_same() {
    let folder = folder("same");
    fs::write(folder.join("a.txt"), ARTICLE).expect("written");
    let file = sayso(&folder, &["a.txt", "--format", "json"], b"");
    ended(&file, 0);
    for args in [&["--format", "json"][..], &["--format=json", "-"], &["-fjson"]] {
        let stdin = sayso(&folder, args, ARTICLE.as_bytes());
        ended(&stdin, 0);
        assert_eq!(out(&stdin), out(&file), "{args:?}");
    }
    assert_eq!(json(out(&file))["schema"], 1);
    assert!(json(out(&file)).get("id").is_none(), "the contract and no more");
    assert_eq!(err(&file), "");
}

#[test]
fn several_files_are_an_array_with_names() {
    let folder = folder("several");
    for name in ["b.txt", "a.txt", "c d.txt"] {
        fs::write(folder.join(name), format!("{name} {ARTICLE}")).expect("written");
    }
    let output = sayso(&folder, &["-f", "json", "b.txt", "a.txt", "c d.txt"], b"");
    ended(&output, 0);
    let array = json(out(&output));
    let ids: Vec<_> = array.as_array().expect("an array").iter().map(|d| &d["id"]).collect();
    assert_eq!(ids, ["b.txt", "a.txt", "c d.txt"], "in the order given");

    let lines = sayso(&folder, &["-f", "jsonl", "b.txt", "a.txt"], b"");
    let ids: Vec<_> = out(&lines).lines().map(|l| json(l)["id"].clone()).collect();
    assert_eq!(ids, ["b.txt", "a.txt"]);

    let report = sayso(&folder, &["b.txt", "a.txt"], b"");
    let (b, a) = (out(&report).find("b.txt\n"), out(&report).find("a.txt\n"));
    assert!(b.is_some() && b < a, "{}", out(&report));

    let csv = sayso(&folder, &["-f", "csv", "b.txt", "a.txt"], b"");
    assert_eq!(out(&csv).matches("id,attribution,kind").count(), 1, "one head");

    let html = sayso(&folder, &["-f", "html", "b.txt", "a.txt"], b"");
    assert_eq!(out(&html).matches("<!doctype html>").count(), 1);
    assert_eq!(out(&html).matches("<section class=\"piece\">").count(), 2);
}

#[test]
fn what_cannot_be_read_is_named_and_the_rest_goes_on() {
    let folder = folder("unread");
    fs::write(folder.join("good.txt"), ARTICLE).expect("written");
    fs::write(folder.join("latin.txt"), b"First line.\ncaf\xe9 said").expect("written");
    fs::create_dir(folder.join("folder")).expect("made");
    let output =
        sayso(&folder, &["-f", "json", "gone.txt", "latin.txt", "folder", "good.txt"], b"");
    ended(&output, 1);
    let messages: Vec<_> = err(&output).lines().collect();
    assert_eq!(messages.len(), 3, "{messages:?}");
    assert!(
        messages[0].starts_with("sayso: gone.txt: ") && messages[0].contains("No such file"),
        "{}",
        messages[0]
    );
    assert!(
        messages[1]
            .contains("latin.txt: expected UTF-8, but found byte 0xE9 at byte 15, in line 2"),
        "{}",
        messages[1]
    );
    assert!(messages[2].starts_with("sayso: folder: "), "{}", messages[2]);
    let array = json(out(&output));
    assert_eq!(array.as_array().map(Vec::len), Some(1));
    assert_eq!(array[0]["id"], "good.txt");

    for format in ["text", "json", "jsonl", "csv", "html", "annotations"] {
        let output = sayso(&folder, &["-f", format, "gone.txt"], b"");
        ended(&output, 1);
        assert_eq!(out(&output), "", "{format}: nothing to write");
    }
}

#[test]
fn standard_input_that_is_not_utf8_is_named() {
    let output = sayso(&folder("stdin"), &[], b"\xff\xfeW\0e\0");
    ended(&output, 1);
    assert!(
        err(&output).contains("standard input: expected UTF-8, but found byte 0xFF at byte 0"),
        "{}",
        err(&output)
    );
    assert!(err(&output).contains("UTF-16LE"), "{}", err(&output));
}

#[test]
fn wrong_usage_is_two() {
    let folder = folder("usage");
    for (args, word) in [
        (&["--format", "pdf"][..], "pdf"),
        (&["--offsets", "words"], "words"),
        (&["--date", "Tuesday"], "expected a date such as 2021-01-13"),
        (&["--date", "2021-02-30"], "expected a date"),
        (&["--nonsense"], "--nonsense"),
        (&["--show", "tokens", "--format", "json"], "cannot be used with"),
        (&["batch", "--format", "json"], "--format"),
        (&["--show", "nothing"], "nothing"),
    ] {
        let output = sayso(&folder, args, ARTICLE.as_bytes());
        ended(&output, 2);
        assert!(err(&output).contains(word), "{args:?}: {}", err(&output));
        assert_eq!(out(&output), "");
    }
}

#[test]
fn help_says_what_a_user_needs() {
    let folder = folder("help");
    let output = sayso(&folder, &["--help"], b"");
    ended(&output, 0);
    for word in [
        "Examples:",
        "Exit codes:",
        "batch",
        "--offsets",
        "annotations",
        "NO_COLOR",
        "sayso --format csv",
    ] {
        assert!(out(&output).contains(word), "{word}: {}", out(&output));
    }
    let batch = sayso(&folder, &["batch", "--help"], b"");
    ended(&batch, 0);
    for word in ["Examples:", "constant memory", "`id`", "--offsets"] {
        assert!(out(&batch).contains(word), "{word}: {}", out(&batch));
    }
    let version = sayso(&folder, &["--version"], b"");
    assert_eq!(out(&version), concat!("sayso ", env!("CARGO_PKG_VERSION"), "\n"));
}

#[test]
fn offsets_are_in_the_unit_asked_for() {
    let folder = folder("offsets");
    for (unit, length) in [
        ("byte", ARTICLE.len()),
        ("codepoint", ARTICLE.chars().count()),
        ("utf16", ARTICLE.encode_utf16().count()),
    ] {
        let document =
            json(out(&sayso(&folder, &["-f", "json", "--offsets", unit], ARTICLE.as_bytes())));
        assert_eq!(document["offsets"], unit);
        assert_eq!(document["length"], length);
        let last = document["sentences"].as_array().and_then(|s| s.last()).expect("sentences");
        assert!(
            last[1].as_u64().is_some_and(|end| end as usize <= length && end as usize > length - 9),
            "{last}"
        );
    }
}

#[test]
fn colour_is_for_terminals() {
    let folder = folder("colour");
    let coloured = |args: &[&str], no_color: bool| {
        let mut command = command(&folder, args);
        if no_color {
            command.env("NO_COLOR", "1");
        }
        let mut child = command.spawn().expect("the program starts");
        child.stdin.take().expect("a pipe").write_all(ARTICLE.as_bytes()).expect("read");
        out(&child.wait_with_output().expect("the program ends")).contains('\u{1b}')
    };
    assert!(!coloured(&[], false), "a pipe is no terminal");
    assert!(!coloured(&["--color", "never"], false));
    assert!(coloured(&["--color", "always"], false));
    assert!(coloured(&["--color", "always"], true), "asked for by name, it is given");
    assert!(!coloured(&["--color", "auto"], true));
    assert!(!coloured(&["--color", "always", "--format", "json"], false), "data has no colour");
}

#[test]
fn an_article_cannot_steer_the_terminal() {
    let text = "“\u{1b}[31mWe are \u{202e}done\u{7},” said Maria Lopez\u{9b}2J.";
    let folder = folder("steer");
    for args in [&["--color", "never"][..], &["--show", "tokens"]] {
        let output = sayso(&folder, args, text.as_bytes());
        ended(&output, 0);
        let bad = |c: char| c.is_control() && c != '\n' || ('\u{202a}'..='\u{202e}').contains(&c);
        assert!(!out(&output).contains(bad), "{:?}", out(&output));
    }
    let output = sayso(&folder, &["\u{1b}[2Jgone\u{7}.txt"], b"");
    ended(&output, 1);
    assert!(err(&output).contains("␛[2Jgone␇.txt"), "{:?}", err(&output));
}

#[test]
fn an_empty_text_is_no_error() {
    let folder = folder("empty");
    for format in ["text", "json", "jsonl", "csv", "html", "annotations"] {
        let output = sayso(&folder, &["-f", format], b"");
        ended(&output, 0);
        assert_eq!(err(&output), "");
    }
    assert_eq!(out(&sayso(&folder, &[], b"")), "Nobody is quoted.\n");
}

#[test]
fn a_byte_order_mark_for_spreadsheets() {
    let output = sayso(&folder("bom"), &["-f", "csv", "--bom"], ARTICLE.as_bytes());
    assert!(out(&output).starts_with("\u{feff}id,attribution,"), "{}", out(&output));
}

#[test]
fn the_language_base_can_be_looked_at() {
    let text = "Maria Lopez, the mayor, said she was done.".as_bytes();
    let shown = |stage: &str| {
        let output = sayso(&folder("stages"), &["--show", stage], text);
        assert!(output.status.success());
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    let columns = |view: &str, row: usize| -> Vec<String> {
        view.lines().nth(row).expect("a row").split_whitespace().map(Into::into).collect()
    };
    let tags = shown("tags");
    assert_eq!(columns(&tags, 1)[6], "said", "{tags}");
    assert_eq!(columns(&tags, 2)[6], "VBD", "{tags}");
    assert_eq!(columns(&tags, 3)[6], "say", "{tags}");
    let tree = shown("tree");
    assert_eq!(columns(&tree, 2)[6], "root", "{tree}");
    let names = shown("names");
    assert!(names.contains("name\tperson\tMaria Lopez\tmayor"), "{names}");
    assert!(names.contains("pronoun\tperson\tshe"), "{names}");
}

#[test]
fn tokens_are_shown_aligned() {
    let output = sayso(&folder("tokens"), &["--show", "tokens"], ARTICLE.as_bytes());
    ended(&output, 0);
    let words: Vec<_> = out(&output).lines().filter(|l| l.starts_with("  ")).collect();
    assert!(words[0].contains("“") && words[0].contains("Lopez"), "{}", out(&output));
    // Each kind stands under its word.
    let column = |line: &str, word: &str| line.find(word).map(|at| line[..at].chars().count());
    assert_eq!(column(words[0], "“"), column(words[1], "quote"));
    assert_eq!(column(words[0], "We"), column(words[1], "word"));
    for word in ["She", "left", "😀"] {
        assert!(out(&output).contains(word), "{word}");
    }
}

// sayso batch

fn batch(name: &str, args: &[&str], input: &[u8]) -> Output {
    sayso(&folder(name), &[&["batch"], args].concat(), input)
}

#[test]
fn batch_keeps_order_and_ids() {
    let line = |i: usize| {
        // Long and short in turn, so that what is done first is not what came first.
        let text = ARTICLE.repeat(if i.is_multiple_of(7) { 40 } else { 1 });
        serde_json::json!({"id": i, "text": text, "title": "passed over"}).to_string()
            + "
"
    };
    let input: String = (0..3000).map(line).collect();
    let output = batch("order", &[], input.as_bytes());
    ended(&output, 0);
    let ids: Vec<_> = out(&output).lines().map(|l| json(l)["id"].as_u64()).collect();
    assert_eq!(ids, (0..3000).map(Some).collect::<Vec<_>>());
    assert_eq!(err(&output), "");
}

#[test]
fn batch_lines_are_documents() {
    let folder = folder("lines");
    let alone =
        json(out(&sayso(&folder, &["-f", "json", "--offsets", "codepoint"], ARTICLE.as_bytes())));
    let line = serde_json::json!({"id": "x", "text": ARTICLE}).to_string();
    let output = batch("lines-batch", &["--offsets", "codepoint"], line.as_bytes());
    ended(&output, 0);
    assert!(out(&output).starts_with("{\"id\":\"x\",\"schema\":1,"));
    let mut document = json(out(&output));
    document.as_object_mut().expect("an object").remove("id");
    assert_eq!(document, alone);
}

#[test]
fn batch_gives_ids_back_as_they_came() {
    let ids = ["\"a\\u00e9\\n\"", "12345678901234567890123", "-1.50", "\"\""];
    let lines = ids.map(|id| {
        format!(
            "{{\"text\": \"\", \"id\": {id}}}
"
        )
    });
    let input = lines.concat();
    let output = batch("ids", &[], input.as_bytes());
    ended(&output, 0);
    for (line, id) in out(&output).lines().zip(ids) {
        assert!(line.starts_with(&format!("{{\"id\":{id},\"schema\"")), "{line}");
    }
}

#[test]
fn batch_reports_bad_lines_and_goes_on() {
    let input = b"{\"id\": 1, \"text\": \"One.\"}\n\
        nonsense\n\
        {\"id\": 3}\n\
        {\"text\": \"no id\"}\n\
        \n\
        {\"id\": [], \"text\": \"\"}\n\
        {\"id\": 7, \"text\": 7}\n\
        {\"id\": 8, \"text\": \"caf\xe9\"}\n\
        {\"id\": 9, \"text\": \"Nine.\", \"date\": \"yesterday\"}\n\
        {\"id\": 10, \"text\": \"Ten.\", \"date\": \"2021-01-13T10:00:00\"}\r\n\
        {\"id\": 11, \"text\": \"cut";
    let output = batch("bad", &[], input);
    ended(&output, 1);
    let ids: Vec<_> = out(&output).lines().map(|l| json(l)["id"].clone()).collect();
    assert_eq!(ids, [1, 9, 10]);
    let messages: Vec<_> = err(&output).lines().collect();
    let expected = [
        ("line 2", "expected"),
        ("line 3", "missing field `text`"),
        ("line 4", "missing field `id`"),
        ("line 6", "expected a text or number as `id`, but found []"),
        ("line 7", "integer `7`, expected a string"),
        ("line 8", "byte 0xE9 at byte 22 of the line"),
        ("line 9", "expected a date"),
        ("line 11", "EOF"),
    ];
    assert_eq!(messages.len(), expected.len(), "{messages:?}");
    for (message, (line, cause)) in messages.iter().zip(expected) {
        assert!(
            message.starts_with(&format!("sayso: standard input: {line}: "))
                && message.contains(cause),
            "{message}"
        );
    }
}

#[test]
fn batch_reads_files_and_names_those_it_cannot() {
    let folder = folder("batch-files");
    fs::write(folder.join("a.jsonl"), "\u{feff}{\"id\": \"a\", \"text\": \"A.\"}")
        .expect("written");
    fs::write(folder.join("b.jsonl"), "{\"id\": \"b\", \"text\": \"B.\"}\noops\n")
        .expect("written");
    let output = sayso(&folder, &["batch", "b.jsonl", "gone.jsonl", ".", "a.jsonl"], b"");
    ended(&output, 1);
    let ids: Vec<_> = out(&output).lines().map(|l| json(l)["id"].clone()).collect();
    assert_eq!(ids, ["b", "a"]);
    let messages: Vec<_> = err(&output).lines().collect();
    assert!(messages[0].starts_with("sayso: b.jsonl: line 2: "), "{messages:?}");
    assert!(messages[1].starts_with("sayso: gone.jsonl: "), "{messages:?}");
    assert!(messages[2].starts_with("sayso: .: "), "{messages:?}");
    assert_eq!(messages.len(), 3);
}

/// JSON may hold half a surrogate pair; it becomes U+FFFD, one unit for one.
#[test]
fn batch_reads_lone_surrogates() {
    let output =
        batch("surrogates", &[], br#"{"id": 1, "text": "\ud83d said \ud83d\ude00 \udc00\ud800."}"#);
    ended(&output, 0);
    let document = json(out(&output));
    assert_eq!(document["length"], 13);
    let places: Vec<_> = document["warnings"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|w| w["code"] == "lone-surrogate")
        .map(|w| w["span"][0].as_u64())
        .collect();
    assert_eq!(places, [Some(0), Some(10), Some(11)]);
}

/// Another program may wait for each answer before it asks again.
#[test]
fn batch_answers_at_once() {
    let mut child = command(&folder("dialogue"), &["batch"]).spawn().expect("the program starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    let mut stdout = BufReader::new(child.stdout.take().expect("a pipe"));
    for i in 0..5 {
        writeln!(stdin, "{{\"id\": {i}, \"text\": \"“No,” said Ann.\"}}").expect("read");
        let mut line = String::new();
        stdout.read_line(&mut line).expect("answered");
        assert_eq!(json(&line)["id"], i);
    }
    drop(stdin);
    assert!(child.wait().expect("the program ends").success());
}

/// `sayso … | head` is no mistake.
#[test]
fn a_reader_that_leaves_is_no_error() {
    let folder = folder("pipe");
    fs::write(folder.join("a.txt"), ARTICLE.repeat(2000)).expect("written");
    let line = serde_json::json!({"id": 1, "text": ARTICLE}).to_string() + "\n";
    fs::write(folder.join("a.jsonl"), line.repeat(5000)).expect("written");
    for args in [
        &["batch", "a.jsonl"][..],
        &["-f", "json", "a.txt", "a.txt"],
        &["--show", "tokens", "a.txt"],
    ] {
        let mut child = command(&folder, args).spawn().expect("the program starts");
        let mut stdout = child.stdout.take().expect("a pipe");
        let mut first = [0; 10];
        stdout.read_exact(&mut first).expect("something is written");
        drop(stdout);
        let output = child.wait_with_output().expect("the program ends");
        assert_eq!(err(&output), "", "{args:?}");
        ended(&output, 0);
    }
}

/// A disk that is full, here a device that always is, must not pass for success.
#[cfg(target_os = "linux")]
#[test]
fn a_result_that_cannot_be_written_is_an_error() {
    let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("Linux has it");
    let mut child =
        command(&folder("full"), &["-f", "json"]).stdout(full).spawn().expect("the program starts");
    child.stdin.take().expect("a pipe").write_all(ARTICLE.as_bytes()).expect("read");
    let output = child.wait_with_output().expect("the program ends");
    ended(&output, 1);
    assert!(err(&output).contains("standard output: No space left"), "{}", err(&output));
}
