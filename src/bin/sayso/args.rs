/*! The command line: what may be asked for, and its help. */

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;
use sayso::export::Format;
use sayso::{OffsetUnit, Options};

const ABOUT: &str = "Shows who said what in a news article.";

const LONG_ABOUT: &str = "\
Shows who said what in a news article: every voice with its role and its share of the words, then every \
attribution in the order of the text, with its source, cue and content, what kind it is, how sure it is and why.

Reads the files named, or standard input where none is named or a name is `-`. Text is plain text in UTF-8. \
Nothing is sent anywhere.";

const AFTER_HELP: &str = "\
Examples:
  sayso article.txt                            a report to read
  pbpaste | sayso                              the same for what was copied
  sayso --format csv *.txt > quotes.csv        a row an attribution, for a spreadsheet
  sayso --format html article.txt > page.html  the article marked up, one file, no script
  sayso --format json article.txt | jq '.attributions[].text'
  sayso batch < articles.jsonl > who-said-what.jsonl

Exit codes:
  0  all input was read
  1  some input could not be read, or the result could not be written; the message names file, line and cause
  2  the command line is wrong

To read a file whose name is `batch`, write ./batch.";

const BATCH_ABOUT: &str = "Analyses an archive: JSON Lines in, JSON Lines out, on every core";

const BATCH_LONG_ABOUT: &str = "\
Analyses an archive of any size in constant memory: JSON Lines in, JSON Lines out, on every core, in the order of the input.

Each line in is an object with an `id` (text or number) and a `text`; `date` (ISO 8601) is the article's own date; other fields are \
passed over. Each line out is the document with the `id` in front. A line that cannot be read is reported on standard error with its \
number and the cause, has no line in the output, and does not stop the rest; the exit code is then 1.";

const BATCH_AFTER_HELP: &str = "\
Examples:
  sayso batch articles.jsonl > documents.jsonl
  zcat archive.jsonl.gz | sayso batch --offsets codepoint | gzip > documents.jsonl.gz
  jq -c '{id: .url, text: .body}' dump.json | sayso batch";

/// `sayso [OPTIONS] [FILE]…` and `sayso batch [OPTIONS] [FILE]…`.
#[derive(Debug, Parser)]
#[command(name = "sayso", version, about = ABOUT, long_about = LONG_ABOUT, after_help = AFTER_HELP)]
#[command(
    args_conflicts_with_subcommands = true,
    subcommand_precedence_over_arg = true,
    disable_help_subcommand = true
)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Option<Command>,
    #[command(flatten)]
    pub report: Report,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    #[command(about = BATCH_ABOUT, long_about = BATCH_LONG_ABOUT, after_help = BATCH_AFTER_HELP)]
    Batch(Batch),
}

/// What is asked of some articles.
#[derive(Debug, Args)]
pub struct Report {
    /// Articles to read; none, or `-`, is standard input
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,

    /// What to write
    ///
    /// With several files `json` and `annotations` are an array; `json` has the file's name as `id` in front of each document then,
    /// `jsonl` and `csv` always.
    #[arg(short, long, value_enum, default_value_t = Output::Text)]
    pub format: Output,

    /// Show a stage of the analysis instead of its result
    #[arg(long, value_enum, value_name = "STAGE", conflicts_with = "format")]
    pub show: Option<Stage>,

    #[command(flatten)]
    pub analysis: Analysis,

    /// When to use colour; `auto` is on a terminal, unless NO_COLOR is set
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Colour::Auto)]
    pub color: Colour,

    /// Show contents in full in the report, however long they are
    #[arg(long)]
    pub full: bool,

    /// Begin with a byte order mark, by which Excel knows that a CSV file is UTF-8
    #[arg(long)]
    pub bom: bool,

    /// The address that the article was published at, for `annotations` and `html`
    #[arg(long)]
    pub url: Option<String>,
}

/// What is asked of an archive.
#[derive(Debug, Args)]
pub struct Batch {
    /// JSON Lines to read; none, or `-`, is standard input
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,

    #[command(flatten)]
    pub analysis: Analysis,
}

/// How to analyse.
#[derive(Debug, Args)]
pub struct Analysis {
    /// What the offsets in the result count
    #[arg(long, value_enum, value_name = "UNIT", default_value_t = Unit::Utf16)]
    pub offsets: Unit,

    /// The article's own date (2021-01-13), to tell what "on Tuesday" means
    #[arg(long, value_parser = date)]
    pub date: Option<String>,
}

impl Analysis {
    /// The same for the library.
    pub fn options(&self) -> Options {
        let offsets = match self.offsets {
            Unit::Utf16 => OffsetUnit::Utf16,
            Unit::Codepoint => OffsetUnit::Codepoint,
            Unit::Byte => OffsetUnit::Byte,
        };
        Options { offsets, date: self.date.clone(), ..Options::default() }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Output {
    /// A report to read
    Text,
    /// The document; one field, and one item of a list, a line
    Json,
    /// The document in one line, a line a file
    Jsonl,
    /// A table for spreadsheets, a row an attribution
    Csv,
    /// The article marked up in a page of its own, without script
    Html,
    /// W3C Web Annotations (JSON-LD)
    Annotations,
}

impl Output {
    /// The library's format; `None` for the report.
    pub fn format(self) -> Option<Format> {
        match self {
            Self::Text => None,
            Self::Json => Some(Format::Json),
            Self::Jsonl => Some(Format::Jsonl),
            Self::Csv => Some(Format::Csv),
            Self::Html => Some(Format::Html),
            Self::Annotations => Some(Format::Annotations),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Stage {
    /// Paragraphs, sentences and their tokens
    Tokens,
    /// Part of speech, lemma and kind of name of every token
    Tags,
    /// Governor and relation of every token
    Tree,
    /// Mentions: names, roles, pronouns, handles
    Names,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Unit {
    /// UTF-16 code units, as JavaScript strings count
    Utf16,
    /// Unicode code points, as Python strings count
    Codepoint,
    /// Bytes of UTF-8
    Byte,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    Auto,
    Always,
    Never,
}

/// An ISO 8601 date, or a time of which the date is taken.
pub fn date(text: &str) -> Result<String, String> {
    let date: Date = text
        .parse()
        .map_err(|_| format!("expected a date such as 2021-01-13, but found “{text}”"))?;
    Ok(date.to_string())
}
