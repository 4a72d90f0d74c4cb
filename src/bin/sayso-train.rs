//! Trains the model file from a corpus.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

/// Trains every learned stage and writes the model file; the same corpus, date and program give the same bytes.
#[derive(Parser)]
#[command(name = "sayso-train", version)]
struct Arguments {
    /// Folder of PolNeAR: train.jsonl.gz, train.corenlp.jsonl.gz, dev…, look.txt
    #[arg(long)]
    corpus: PathBuf,
    /// File to write
    #[arg(long, default_value = "src/model/sayso.model")]
    output: PathBuf,
    /// Date for the provenance (ISO 8601)
    #[arg(long)]
    date: String,
    /// Train only the attributions stage, and keep the other stages of the file
    #[arg(long)]
    only_attributions: bool,
    /// Train only the labeller of names, and keep the other stages of the file; prints the scores of names
    #[arg(long, conflicts_with = "only_attributions")]
    only_names: bool,
    /// WikiGold (wikigold.jsonl.gz), to learn names from other subjects too
    #[arg(long)]
    names: Option<PathBuf>,
    /// Folder for the models of the five folds: written by a whole training, read by --only-attributions and --only-names
    #[arg(long)]
    folds: Option<PathBuf>,
    /// Added to the margin of each cue: more finds more, less finds surer ones
    #[arg(long, default_value_t = 0, allow_negative_numbers = true)]
    bias: i32,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let options = sayso::train::Options {
        corpus: arguments.corpus,
        output: arguments.output,
        date: arguments.date,
        folds: arguments.folds,
        names: arguments.names,
        bias: arguments.bias,
    };
    let result = if arguments.only_attributions {
        sayso::train::run_attributions(&options)
    } else if arguments.only_names {
        sayso::train::run_names(&options)
    } else {
        sayso::train::run(&options)
    };
    match result {
        Ok(report) => {
            println!("{report}");
            ExitCode::SUCCESS
        }
        Err(e) => {
            eprintln!("sayso-train: {e}");
            ExitCode::FAILURE
        }
    }
}
