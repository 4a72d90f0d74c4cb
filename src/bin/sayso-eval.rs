//! The evaluation program: figures of the analyser on annotated corpora, whose path it is given.
//!
//! Exit status: 0 figures were printed, 2 wrong usage, or a corpus is absent or malformed.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::OnceLock;

use clap::{Args, Parser, Subcommand};
use sayso::eval::attributions::{self, Compared};
use sayso::eval::calibration::{Breakdown, today};
use sayso::eval::children::{self, Judgements};
use sayso::eval::corpus::{Article, Corpus, Split};
use sayso::eval::errors::{self, Filter};
use sayso::eval::speakers::{self, Half, Labels};
use sayso::eval::{Prediction, Roles, borders, names, predict, table, write_predictions};
use sayso::{Analyser, Error, ErrorKind, Model};

/// Figures of Sayso on annotated corpora.
///
/// The corpora are not part of this project: --corpus names the folder where PolNeAR's files (dev.jsonl.gz, train.jsonl.gz, look.txt and so on)
/// and WikiGold's lie, themselves or in subfolders `polnear` and `ner`.
#[derive(Parser)]
#[command(version)]
struct Cli {
    /// A model file instead of the one that is built in.
    #[arg(long, global = true, value_name = "FILE")]
    model: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Args)]
struct Data {
    /// Folder of the corpora.
    #[arg(long, value_name = "FOLDER")]
    corpus: PathBuf,
    /// Articles: train (without those of look), look (to be read by eye), dev (for figures only).
    #[arg(long, default_value = "dev")]
    split: Split,
    /// Keep the articles of look in train.
    #[arg(long)]
    with_look: bool,
}

impl Data {
    fn articles(&self) -> Result<(Corpus, Vec<Article>), Error> {
        let corpus = Corpus::open(&self.corpus)?;
        let articles = corpus.articles(self.split, self.with_look)?;
        Ok((corpus, articles))
    }

    /// An error for dev, whose articles nobody reads.
    fn readable(&self) -> Result<(), Error> {
        if self.split == Split::Dev {
            let message = "dev is for figures only: its articles are not read; use --split look";
            return Err(Error::new(ErrorKind::Options, message));
        }
        Ok(())
    }
}

#[derive(Subcommand)]
enum Command {
    /// Attributions: spans, tokens, CofeNet's figures, who said what, by slice, kind, rule and confidence.
    Attributions {
        #[command(flatten)]
        data: Data,
        /// Write the predictions, in the form that the corpus' scorer reads.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        /// Print JSON.
        #[arg(long)]
        json: bool,
        /// Print one row for the table in tests/eval/runs.md.
        #[arg(long, conflicts_with = "json")]
        run: bool,
    },
    /// Missed and wrong attributions, laid out to be read (not on dev).
    Errors {
        #[command(flatten)]
        data: Data,
        /// Only one slice: direct or indirect.
        #[arg(long, value_parser = ["direct", "indirect"])]
        slice: Option<String>,
        /// Only one kind of error: missed, wrong or source.
        #[arg(long)]
        what: Option<errors::ErrorKind>,
        /// Only predictions of this rule.
        #[arg(long)]
        rule: Option<String>,
        /// How many, spread evenly over all.
        #[arg(short, long, default_value_t = 20)]
        n: usize,
        /// Begin with a later error, to see others.
        #[arg(long, default_value_t = 0)]
        from: usize,
    },
    /// Names: WikiGold by hand, and PolNeAR's automatic ones.
    Names {
        #[command(flatten)]
        data: Data,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Speakers: the entity behind each gold attribution, by labels of our own for articles of look or train.
    Speakers {
        /// Folder of the corpora.
        #[arg(long, value_name = "FOLDER")]
        corpus: PathBuf,
        /// The labels speak of articles of train; every one may be read.
        #[arg(long)]
        train: bool,
        /// The file of labels.
        #[arg(long, value_name = "FILE", default_value = "tests/speakers/labels.tsv")]
        labels: PathBuf,
        /// List the errors in the half that may be read.
        #[arg(long)]
        errors: bool,
    },
    /// Attributions inside others' contents on look, by judgements of our own.
    Children {
        /// Folder of the corpora.
        #[arg(long, value_name = "FOLDER")]
        corpus: PathBuf,
        /// The file of judgements.
        #[arg(long, value_name = "FILE", default_value = "tests/children/labels.tsv")]
        labels: PathBuf,
        /// List so many of those that nobody has judged, spread evenly over all.
        #[arg(long, value_name = "N", default_value_t = 0)]
        open: usize,
    },
    /// The language base on dev: tags, lemmas, governors, names, tokens, sentences, and how fast each learned stage is.
    Base {
        /// Folder of the corpora.
        #[arg(long, value_name = "FOLDER")]
        corpus: PathBuf,
    },
    /// Tokens against CoreNLP's.
    Tokens {
        #[command(flatten)]
        data: Data,
        /// List the commonest differences (not on dev).
        #[arg(long, default_value_t = 0)]
        differences: usize,
    },
    /// Sentences against CoreNLP's.
    Sentences {
        #[command(flatten)]
        data: Data,
        /// List the commonest differences (not on dev).
        #[arg(long, default_value_t = 0)]
        differences: usize,
    },
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    match open_model(cli.model.as_deref()).and_then(|()| run(cli.command)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("sayso-eval: {error}");
            ExitCode::from(2)
        }
    }
}

fn run(command: Command) -> Result<(), Error> {
    match command {
        Command::Attributions { data, out, json, run } => {
            attributions(&data, out.as_deref(), json, run)
        }
        Command::Errors { data, slice, what, rule, n, from } => {
            data.readable()?;
            let direct = slice.map(|s| s == "direct");
            show_errors(&data, &Filter { direct, rule, what }, n, from)
        }
        Command::Names { data, json } => show_names(&data, json),
        Command::Speakers { corpus, train, labels, errors } => {
            show_speakers(&corpus, train, &labels, errors)
        }
        Command::Children { corpus, labels, open } => show_children(&corpus, &labels, open),
        Command::Base { corpus } => show_base(&corpus),
        Command::Tokens { data, differences } => show_borders(&data, differences, borders::tokens),
        Command::Sentences { data, differences } => {
            show_borders(&data, differences, borders::sentences)
        }
    }
}

/// The model that the command line asks for, and its analyser: kept in one place, since every command needs them.
static MODEL: OnceLock<Model> = OnceLock::new();
static ANALYSER: OnceLock<Analyser> = OnceLock::new();

fn open_model(path: Option<&Path>) -> Result<(), Error> {
    let model = match path {
        None => Model::embedded(),
        Some(path) => {
            let bytes = std::fs::read(path)
                .map_err(|e| Error::new(ErrorKind::Model, format!("{}: {e}", path.display())))?;
            Model::from_bytes(&bytes)?
        }
    };
    MODEL.get_or_init(|| model);
    Ok(())
}

fn model() -> &'static Model {
    MODEL.get_or_init(Model::embedded)
}

fn analyser() -> &'static Analyser {
    ANALYSER.get_or_init(|| Analyser::new(model().clone()))
}

/// The analyser's predictions for all articles, in their order.
fn analyse(articles: &[Article]) -> Vec<Vec<Prediction>> {
    let analyser = analyser();
    articles.iter().map(|a| predict(analyser, &a.text)).collect()
}

fn roles(list: &[Prediction]) -> Vec<Roles> {
    list.iter().map(|p| p.roles.clone()).collect()
}

fn breakdown(articles: &[Article], predictions: &[Vec<Prediction>]) -> Breakdown {
    let mut breakdown = Breakdown::default();
    for (article, list) in articles.iter().zip(predictions) {
        breakdown.add(list, &Compared::new(article, &article.gold, &roles(list)));
    }
    breakdown
}

fn attributions(data: &Data, out: Option<&Path>, json: bool, run: bool) -> Result<(), Error> {
    let (corpus, articles) = data.articles()?;
    let predictions = analyse(&articles);
    let by_id: BTreeMap<String, Vec<Roles>> =
        articles.iter().zip(&predictions).map(|(a, p)| (a.id.clone(), roles(p))).collect();
    if let Some(path) = out {
        let fail =
            |e: std::io::Error| Error::new(ErrorKind::Output, format!("{}: {e}", path.display()));
        let file = File::create(path).map_err(fail)?;
        write_predictions(&by_id, BufWriter::new(file)).map_err(fail)?;
    }
    let instances = if data.split == Split::Dev { corpus.instances()? } else { None };
    let figures = attributions::score(&articles, &by_id, instances.as_deref());
    let breakdown = breakdown(&articles, &predictions);
    if json {
        let value = serde_json::json!({
            "split": data.split.as_str(),
            "figures": figures,
            "breakdown": breakdown,
            "calibration_error": breakdown.calibration_error(),
        });
        println!("{value:#}");
    } else if run {
        let row = table::run(&figures, breakdown.calibration_error());
        println!("| {} | … | {}, … {row}", today(), data.split.as_str());
    } else {
        println!("{}", table::figures(&figures));
        print!("{}", breakdown.tables());
    }
    Ok(())
}

fn show_errors(data: &Data, filter: &Filter, n: usize, from: usize) -> Result<(), Error> {
    let (_, articles) = data.articles()?;
    let predictions = analyse(&articles);
    let all: Vec<String> = articles
        .iter()
        .zip(&predictions)
        .flat_map(|(a, p)| errors::describe(a, p, filter))
        .collect();
    let step = (all.len() / n.max(1)).max(1);
    for block in all.iter().skip(from).step_by(step).take(n) {
        println!("{block}");
    }
    println!("{} errors in all", all.len());
    Ok(())
}

fn show_names(data: &Data, json: bool) -> Result<(), Error> {
    let corpus = Corpus::open(&data.corpus)?;
    let analyser = analyser();
    let mut sets = Vec::new();
    match corpus.wikigold()? {
        Some(documents) => sets.push(("WikiGold".to_owned(), documents)),
        None => eprintln!("sayso-eval: no wikigold.jsonl.gz: left out"),
    }
    let articles = corpus.articles(data.split, data.with_look);
    match articles {
        Ok(articles) => {
            let silver = articles.iter().filter_map(names::silver).collect();
            sets.push((format!("silver {}", data.split.as_str()), silver));
        }
        Err(e) if sets.is_empty() => return Err(e),
        Err(e) => eprintln!("sayso-eval: silver names left out: {e}"),
    }
    let mut report = BTreeMap::new();
    for (title, documents) in sets {
        let predictions =
            documents.iter().map(|d| (d.id.clone(), names::predict(analyser, &d.text))).collect();
        report.insert(title, names::score(&documents, &predictions));
    }
    if json {
        println!("{:#}", serde_json::json!(report));
    } else {
        let tables: Vec<String> =
            report.iter().map(|(title, rows)| names::figures(title, rows)).collect();
        print!("{}", tables.join("\n"));
    }
    Ok(())
}

fn show_speakers(
    corpus: &Path,
    train: bool,
    labels: &Path,
    list_errors: bool,
) -> Result<(), Error> {
    let labels = Labels::read(labels)?;
    let split = if train { Split::Train } else { Split::Look };
    let articles = Corpus::open(corpus)?.articles(split, false)?;
    for half in [Half::Read, Half::Scored] {
        let (figures, errors) = speakers::score(&labels, half, &articles, analyser())?;
        println!("{}", figures.tables(half));
        if list_errors && (train || half == Half::Read) {
            println!("{}", errors.join("\n"));
        }
    }
    Ok(())
}

fn show_children(corpus: &Path, labels: &Path, list: usize) -> Result<(), Error> {
    let judgements = Judgements::read(labels)?;
    let articles = Corpus::open(corpus)?.articles(Split::Look, false)?;
    let (share, open) = children::score(&articles, &judgements, analyser());
    let (all, percent) = (share.all, share.percent());
    println!("children judged {all}, right {percent:.2} %; not judged {}", open.len());
    let step = (open.len() / list.max(1)).max(1);
    for line in open.iter().step_by(step).take(list) {
        println!("\n{line}");
    }
    Ok(())
}

fn show_base(folder: &Path) -> Result<(), Error> {
    let corpus = Corpus::open(folder)?;
    let articles = corpus.articles(Split::Dev, false)?;
    let file = corpus.file("dev.jsonl.gz").unwrap_or_default();
    for line in sayso::train::measure(file.parent().unwrap_or(folder), model())? {
        println!("{line}");
    }
    println!("\n{}", borders::tokens(&articles).figures());
    println!("{}", borders::sentences(&articles).figures());
    show_names(&Data { corpus: folder.to_owned(), split: Split::Dev, with_look: false }, false)
}

fn show_borders(
    data: &Data,
    differences: usize,
    compare: fn(&[Article]) -> borders::Report,
) -> Result<(), Error> {
    if differences > 0 {
        data.readable()?;
    }
    let (_, articles) = data.articles()?;
    let report = compare(&articles);
    print!("{}", report.figures());
    if differences > 0 {
        println!("\nsilver | ours\n{}", report.commonest(differences));
    }
    Ok(())
}
