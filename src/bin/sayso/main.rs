/*! The command line program `sayso`: articles in, who said what out.

`args` says what may be asked for, `input` reads, `report` writes for people, `show` the stages, `batch` works through archives; all
other formats are the library's. Exit codes: 0 all was read, 1 some input could not be read (or the result not be written), 2 wrong usage.
*/

mod args;
mod batch;
mod input;
mod report;
mod show;

use std::borrow::Cow;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anstream::{AutoStream, ColorChoice};
use clap::Parser;
use rayon::prelude::*;
use sayso::export::Article;
use sayso::{Analyser, Error};

use args::{Cli, Colour, Command, Report};

fn main() -> ExitCode {
    let cli = Cli::parse();
    let done = match cli.command {
        Some(Command::Batch(batch)) => batch::run(&batch),
        None => run(&cli.report),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        // Whoever reads the result has seen enough; `sayso … | head` is no mistake.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            complain(&format!("standard output: {}", input::cause(&error)));
            ExitCode::from(1)
        }
    }
}

/// Writes one line to standard error.
fn complain(message: &str) {
    // Nothing can be done where even that fails.
    let _ = writeln!(io::stderr().lock(), "sayso: {message}");
}

/// The paths to read: those named, or standard input.
fn paths(files: &[PathBuf]) -> Vec<PathBuf> {
    if files.is_empty() {
        if io::stdin().is_terminal() {
            complain(
                "reading from standard input; paste the article, then press Ctrl-D on a line of its own (--help says more)",
            );
        }
        return vec!["-".into()];
    }
    files.to_vec()
}

/// Analyses the articles and writes the result; false where some could not be read. Errors are those of writing.
fn run(asked: &Report) -> io::Result<bool> {
    let paths = paths(&asked.files);
    let several = paths.len() > 1;
    let analyser = Analyser::embedded();
    let format = if asked.show.is_some() { None } else { asked.format.format() };

    let head = || format.map_or(Cow::Borrowed(""), |f| f.head(several));
    let (between, tail) = format.map_or(("\n", ""), |f| (f.between(), f.tail(several)));

    let mut out = output(asked.color, format.is_some());
    if asked.bom {
        out.write_all("\u{feff}".as_bytes())?;
    }
    let mut all_read = true;
    let mut begun = false;
    // A few files at a time, so that many do not fill the memory.
    let lot = rayon::current_num_threads() * 4;
    for (n, some) in paths.chunks(lot).enumerate() {
        let pieces: Vec<_> = some
            .par_iter()
            .enumerate()
            .map(|(i, path)| piece(asked, &analyser, path, n * lot + i, several))
            .collect();
        for piece in pieces {
            match piece {
                Ok(piece) => {
                    let before = if begun { Cow::Borrowed(between) } else { head() };
                    begun = true;
                    out.write_all(before.as_bytes())?;
                    out.write_all(piece.as_bytes())?;
                }
                Err(error) => {
                    all_read = false;
                    complain(&error.to_string());
                }
            }
        }
        out.flush()?;
    }
    if several && !begun {
        out.write_all(head().as_bytes())?;
    }
    if several || begun {
        out.write_all(tail.as_bytes())?;
    }
    out.flush()?;
    Ok(all_read)
}

/// Standard output; data goes there as it is, the report and the views with colour or without.
fn output(colour: Colour, data: bool) -> Box<dyn Write> {
    let stdout = io::stdout().lock();
    if data {
        return Box::new(io::BufWriter::new(stdout));
    }
    let choice = match colour {
        Colour::Auto => AutoStream::choice(&stdout),
        Colour::Always => ColorChoice::Always,
        Colour::Never => ColorChoice::Never,
    };
    Box::new(AutoStream::new(stdout, choice))
}

/// What is written about one article, the one at `number` among all.
fn piece(
    asked: &Report,
    analyser: &Analyser,
    path: &Path,
    number: usize,
    several: bool,
) -> Result<String, Error> {
    let text = input::read(path)?;
    let name = input::name(path);
    let heading = several.then_some(name.as_str());
    if let Some(stage) = asked.show {
        return Ok(show::stage(stage, &text, heading, report::width()));
    }
    let document = analyser.analyse(&text, &asked.analysis.options());
    let mut article = Article::new(&document, &text)?.number(number);
    if let Some(url) = &asked.url {
        article = article.url(url);
    }
    Ok(match asked.format.format() {
        None => report::write(&article, heading, report::width(), asked.full),
        Some(format) if several || format.names_texts() => format.piece(&article.id(&name)),
        Some(format) => format.piece(&article),
    })
}
