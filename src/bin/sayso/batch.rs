/*! `sayso batch`: JSON Lines in, JSON Lines out, on every core, in constant memory, in the order of the input.

One thread reads lines and numbers them; whatever has been read is analysed by all cores and written before the next lot is taken. So a
fast producer keeps every core busy, and a slow one, such as another program in a dialogue, gets each answer at once. What is under way
is bounded by its bytes.
*/

use std::fmt;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;

use rayon::prelude::*;
use sayso::document::{Range, Warning};
use sayso::export::record;
use sayso::text::Offsets;
use sayso::{Analyser, Options};
use serde::de::Visitor;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use crate::args::{self, Batch};
use crate::{complain, input, paths};

/// A line may have this many bytes; longer ones are reported and passed over.
const MAX_LINE: u64 = 128 << 20;
/// Lines of this many bytes together may be under way.
const BUDGET: usize = 64 << 20;
/// Lines that are analysed together.
const LOT: usize = 1024;

/// One line of the input.
#[derive(Deserialize)]
struct Record<'a> {
    /// Given back as it came.
    #[serde(borrow)]
    id: &'a RawValue,
    text: Words,
    date: Option<String>,
}

/// A JSON string, which may hold halves of surrogate pairs: each becomes U+FFFD.
struct Words {
    text: String,
    /// Bytes at which they stood.
    lone: Vec<usize>,
}

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl Visitor<'_> for Reader {
            type Value = Words;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_bytes<E: serde::de::Error>(self, bytes: &[u8]) -> Result<Words, E> {
                // serde_json gives a lone surrogate as UTF-8 would write it if it could: in three bytes, as U+FFFD has.
                let mut bytes = bytes.to_vec();
                let mut lone = Vec::new();
                for at in 0..bytes.len().saturating_sub(2) {
                    if bytes[at] == 0xED && bytes[at + 1] >= 0xA0 {
                        bytes[at..at + 3].copy_from_slice("\u{fffd}".as_bytes());
                        lone.push(at);
                    }
                }
                let text = String::from_utf8(bytes).map_err(E::custom)?;
                Ok(Words { text, lone })
            }
        }
        deserializer.deserialize_bytes(Reader)
    }
}

/// What the reading thread hands over.
enum Item {
    /// A line, its file and its number.
    Line { file: Arc<str>, number: usize, bytes: Vec<u8> },
    /// Something that could not be read.
    Problem(String),
}

/// Works through the input; false where some of it could not be read. Errors are those of writing.
pub fn run(asked: &Batch) -> io::Result<bool> {
    let paths = paths(&asked.files);
    let analyser = Analyser::embedded();
    let options = asked.analysis.options();
    let budget = Arc::new(Budget::default());
    let (sender, receiver) = sync_channel(LOT);
    let reader = Arc::clone(&budget);
    // Not joined: when writing fails it may be waiting for input that never comes.
    thread::spawn(move || read(&paths, &sender, &reader));

    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut all_read = true;
    while let Some(lot) = lot(&receiver) {
        let answers: Vec<_> =
            lot.par_iter().map(|item| answer(item, &analyser, &options)).collect();
        for (item, answer) in lot.iter().zip(answers) {
            for problem in answer.problems {
                all_read = false;
                complain(&problem);
            }
            if let Some(line) = answer.line {
                out.write_all(line.as_bytes())?;
                out.write_all(b"\n")?;
            }
            if let Item::Line { bytes, .. } = item {
                budget.release(bytes.len());
            }
        }
        out.flush()?;
    }
    Ok(all_read)
}

/// All that has been read and not been worked on, at least one line; `None` at the end.
fn lot(receiver: &Receiver<Item>) -> Option<Vec<Item>> {
    let mut lot = vec![receiver.recv().ok()?];
    lot.extend(receiver.try_iter().take(LOT - 1));
    Some(lot)
}

/// What comes of one line.
#[derive(Default)]
struct Answer {
    line: Option<String>,
    problems: Vec<String>,
}

fn answer(item: &Item, analyser: &Analyser, options: &Options) -> Answer {
    let (file, number, bytes) = match item {
        Item::Line { file, number, bytes } => (file, number, bytes),
        Item::Problem(problem) => return Answer { problems: vec![problem.clone()], line: None },
    };
    let mut answer = Answer::default();
    let mut problem = |cause: &str| answer.problems.push(format!("{file}: line {number}: {cause}"));
    match parse(bytes) {
        Err(cause) => problem(&cause),
        Ok(record_in) => {
            let mut options = options.clone();
            match record_in.date.as_deref().map(args::date) {
                Some(Ok(date)) => options.date = Some(date),
                Some(Err(cause)) => {
                    problem(&format!("{}; analysed without it", input::visible(&cause)));
                }
                None => {}
            }
            let Words { text, lone } = &record_in.text;
            let mut document = analyser.analyse(text, &options);
            if !lone.is_empty() {
                let offsets = Offsets::new(text);
                let at = |byte| offsets.convert(byte, options.offsets);
                document.warnings.extend(lone.iter().map(|byte| Warning {
                    code: "lone-surrogate".into(),
                    span: Some(Range { start: at(*byte), end: at(byte + '\u{fffd}'.len_utf8()) }),
                }));
            }
            answer.line = Some(record(record_in.id, &document));
        }
    }
    answer
}

/// The record in a line, or what is wrong with it.
fn parse(bytes: &[u8]) -> Result<Record<'_>, String> {
    let line = std::str::from_utf8(bytes).map_err(|e| {
        let at = e.valid_up_to();
        format!("expected UTF-8, but found byte 0x{:02X} at byte {at} of the line", bytes[at])
    })?;
    let record: Record = serde_json::from_str(line).map_err(|e| {
        // serde_json counts lines too, but each of ours is a text of its own.
        let words = e.to_string();
        let words = words.split(" at line ").next().unwrap_or(&words);
        input::visible(&format!(
            "expected {{\"id\": …, \"text\": …}}, but found this at byte {}: {words}",
            e.column()
        ))
    })?;
    let id = record.id.get();
    if id.starts_with(|c: char| c == '"' || c == '-' || c.is_ascii_digit()) {
        return Ok(record);
    }
    let start: String = id.chars().take(20).collect();
    Err(format!("expected a text or number as `id`, but found {}", input::visible(&start)))
}

/// Reads all lines of all files and hands them over, until the other side is gone.
fn read(paths: &[PathBuf], sender: &SyncSender<Item>, budget: &Budget) {
    for path in paths {
        let opened: io::Result<Box<dyn Read>> = if input::is_stdin(path) {
            Ok(Box::new(io::stdin()))
        } else {
            open(path).map(|file| Box::new(file) as Box<dyn Read>)
        };
        let name: Arc<str> = input::visible(&input::name(path)).into();
        let gone = match opened {
            Ok(from) => lines(BufReader::with_capacity(1 << 16, from), &name, sender, budget),
            Err(e) => sender.send(Item::Problem(format!("{name}: {}", input::cause(&e)))).is_err(),
        };
        if gone {
            return;
        }
    }
}

/// Opens a file, and says at once where it is a directory.
fn open(path: &Path) -> io::Result<File> {
    let file = File::open(path)?;
    if file.metadata()?.is_dir() {
        return Err(io::Error::from(io::ErrorKind::IsADirectory));
    }
    Ok(file)
}

/// Hands over the lines of one file; true where nobody takes them any more. Empty lines are passed over.
fn lines(
    mut from: impl BufRead,
    name: &Arc<str>,
    sender: &SyncSender<Item>,
    budget: &Budget,
) -> bool {
    for number in 1.. {
        let mut bytes = Vec::new();
        let item = match (&mut from).take(MAX_LINE).read_until(b'\n', &mut bytes) {
            Ok(0) => return false,
            Ok(_) if bytes.len() as u64 == MAX_LINE && !bytes.ends_with(b"\n") => {
                bytes.clear();
                if let Err(e) = skip_line(&mut from) {
                    let _ = sender.send(Item::Problem(format!(
                        "{name}: line {number}: {}",
                        input::cause(&e)
                    )));
                    return false;
                }
                Item::Problem(format!("{name}: line {number}: longer than {} MiB", MAX_LINE >> 20))
            }
            Ok(_) => {
                while bytes.last().is_some_and(u8::is_ascii_whitespace) {
                    bytes.pop();
                }
                // Editors on Windows begin a file with a byte order mark.
                if number == 1 && bytes.starts_with(b"\xef\xbb\xbf") {
                    bytes.drain(..3);
                }
                if bytes.is_empty() {
                    continue;
                }
                budget.take(bytes.len());
                Item::Line { file: Arc::clone(name), number, bytes }
            }
            Err(e) => {
                let _ = sender
                    .send(Item::Problem(format!("{name}: line {number}: {}", input::cause(&e))));
                return false;
            }
        };
        if sender.send(item).is_err() {
            return true;
        }
    }
    false
}

/// Reads on to the end of the line and keeps nothing.
fn skip_line(from: &mut impl BufRead) -> io::Result<()> {
    loop {
        let buffer = from.fill_buf()?;
        let (length, end) = match buffer.iter().position(|b| *b == b'\n') {
            Some(at) => (at + 1, true),
            None => (buffer.len(), buffer.is_empty()),
        };
        from.consume(length);
        if end {
            return Ok(());
        }
    }
}

/// The bytes of all lines under way.
#[derive(Default)]
struct Budget {
    used: Mutex<usize>,
    freed: Condvar,
}

impl Budget {
    /// Waits until there is room for `bytes`; a line that is greater than the whole budget goes alone.
    fn take(&self, bytes: usize) {
        let used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        let mut used = self
            .freed
            .wait_while(used, |used| *used > 0 && *used + bytes > BUDGET)
            .unwrap_or_else(PoisonError::into_inner);
        *used += bytes;
    }

    fn release(&self, bytes: usize) {
        *self.used.lock().unwrap_or_else(PoisonError::into_inner) -= bytes;
        self.freed.notify_one();
    }
}
