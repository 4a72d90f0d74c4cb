/*! The training program: reads a corpus, trains every learned stage, writes one model file.

In: [`Options`]. Out: the file, and a report of its scores. Later stages are trained on what earlier ones say of articles that they
were not trained on.
*/

mod attributions;
mod corpus;
mod entities;
mod lemmas;
mod parser;
mod tagger;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Instant;

use crate::model::file::{File, Section};
use crate::tags::{self, Pos};
use crate::text::Text;
use crate::{Error, ErrorKind, Model};

/// What to train on, and where to write.
#[derive(Debug, Clone)]
pub struct Options {
    /// The folder of the corpus (PolNeAR).
    pub corpus: PathBuf,
    /// The model file to write.
    pub output: PathBuf,
    /// The date that the provenance gives, ISO 8601.
    pub date: String,
    /// Added to the margin of each cue: more finds more, less finds surer ones.
    pub bias: i32,
}

/// Trains and writes the model; gives the report that the provenance holds too.
///
/// # Errors
/// [`ErrorKind::Input`] if the corpus cannot be read, [`ErrorKind::Output`] if the file cannot be written.
pub fn run(options: &Options) -> Result<String, Error> {
    let start = Instant::now();
    let say = |what: &str| eprintln!("{:6.1} s  {what}", start.elapsed().as_secs_f32());
    let left_out = corpus::left_out(&options.corpus)?;
    let train = corpus::read(&options.corpus, "train", &left_out)?;
    let dev = corpus::read(&options.corpus, "dev", &left_out)?;
    let articles: Vec<_> = train.iter().collect();
    let tokens: usize = train.iter().map(|a| a.spans.len()).sum();
    say(&format!("{} articles, {tokens} tokens", articles.len()));

    let mut scores = Vec::new();
    let (tagger, tagger_bytes) = tagger::train(&articles);
    scores.push(format!("tags {:.2} % right", tagger::score(&tagger, &dev)));
    say(&scores[scores.len() - 1]);
    let lemmas = lemmas::train(&articles);
    scores.push(format!("lemmas {:.2} % right", lemmas::score(&lemmas, &dev)));
    say(&scores[scores.len() - 1]);

    let fold_tags = tagger::out_of_fold(&train);
    say("tags of every article by taggers trained on others");
    let tagged: Vec<_> = train.iter().zip(&fold_tags).map(|(a, t)| (a, t.as_slice())).collect();
    let (parser, parser_bytes) = parser::train(&tagged);
    let dev_tags: Vec<_> = dev.iter().map(|a| tagger::tags(&tagger, a)).collect();
    let dev_tagged: Vec<_> = dev.iter().zip(&dev_tags).map(|(a, t)| (a, t.as_slice())).collect();
    let (heads, both) = parser::score(&parser, &dev_tagged);
    scores.push(format!(
        "governors {heads:.2} % right without punctuation, with their relation {both:.2} %"
    ));
    say(&scores[scores.len() - 1]);

    let (entities, entities_bytes) = entities::train(&tagged);
    scores.push(entities::score(&entities, &dev_tagged));
    say(&scores[scores.len() - 1]);

    let gold = attributions::read(&options.corpus, "train", &left_out)?;
    let lemma_bytes = lemmas.write();
    let full = Model::of(tagger, lemmas, parser, entities);
    let fold_models = fold_models(&train, &fold_tags);
    say("taggers, parsers and entity labellers for each fold");
    let fold_of: BTreeMap<&str, usize> = train.iter().enumerate().map(|(i, a)| (a.raw.as_str(), i % FOLDS)).collect();
    let tag = |i: usize, text: &Text| {
        let model = fold_of.get(gold[i].raw.as_str()).map_or(&full, |&fold| &fold_models[fold]);
        tags::tag(text, model)
    };
    let attributions = attributions::train(&gold, tag, options.bias, FOLDS);
    say("cues and the roles around them");

    let section = |name: &str, features: u32, bytes| Section { name: name.into(), features, bytes };
    let provenance = format!(
        "Corpus: PolNeAR v1.0.0, train without the articles of look.txt, silver annotation ({} articles, {tokens} tokens)\n\
         Date: {}\nCommand: sayso-train --corpus PATH --date {}\nOn dev: {}\n",
        articles.len(),
        options.date,
        options.date,
        scores.join("; "),
    );
    let file = File {
        provenance: provenance.clone(),
        sections: vec![
            section(tags::tagger::SECTION, tags::tagger::fingerprint(), tagger_bytes),
            section(tags::lemmas::SECTION, tags::lemmas::LONGEST as u32, lemma_bytes),
            section(tags::parser::SECTION, tags::parser::fingerprint(), parser_bytes),
            section(tags::entities::SECTION, tags::entities::fingerprint(), entities_bytes),
        ]
        .into_iter()
        .chain(attributions)
        .collect(),
    };
    for s in &file.sections {
        say(&format!("section {}: {} bytes", s.name, s.bytes.len()));
    }
    std::fs::write(&options.output, file.write())
        .map_err(|e| Error::new(ErrorKind::Output, format!("{}: {e}", options.output.display())))?;
    say(&format!("wrote {}", options.output.display()));
    Ok(provenance)
}

/// Trains the attributions stage again and puts it into the model file at `options.output`, whose other stages stay; their tags are
/// not out-of-fold then, so this is for trying things out.
///
/// # Errors
/// As [`run`], and [`ErrorKind::Model`] if the file is no model file.
pub fn run_attributions(options: &Options) -> Result<String, Error> {
    let failed = |e| Error::new(ErrorKind::Model, format!("{}: {e}", options.output.display()));
    let bytes = std::fs::read(&options.output).map_err(failed)?;
    let model = Model::from_bytes(&bytes)?;
    let gold = attributions::read(&options.corpus, "train", &corpus::left_out(&options.corpus)?)?;
    let sections = attributions::train(&gold, |_, text| tags::tag(text, &model), options.bias, 1);
    let old = File::read(&bytes)?;
    let mut file = File {
        provenance: old.provenance.clone(),
        sections: old
            .sections
            .iter()
            .map(|s| Section {
                name: s.name.clone(),
                features: s.features,
                bytes: s.bytes.to_vec(),
            })
            .collect(),
    };
    for section in sections {
        eprintln!("section {}: {} bytes", section.name, section.bytes.len());
        file.sections.retain(|s| s.name != section.name);
        file.sections.push(section);
    }
    std::fs::write(&options.output, file.write())
        .map_err(|e| Error::new(ErrorKind::Output, format!("{}: {e}", options.output.display())))?;
    Ok(file.provenance)
}

/// For each fold, a model of the stages before attributions that learned from the other folds' articles.
fn fold_models(articles: &[corpus::Article], tags: &[Vec<Pos>]) -> Vec<Model> {
    let one = |fold: usize| {
        let others: Vec<_> = (articles.iter().enumerate()).filter(|(i, _)| i % FOLDS != fold).map(|(_, a)| a).collect();
        let (tagger, _) = tagger::train(&others);
        let tagged: Vec<_> = (articles.iter().zip(tags).enumerate())
            .filter(|(i, _)| i % FOLDS != fold)
            .map(|(_, (a, t))| (a, t.as_slice()))
            .collect();
        let (parser, _) = parser::train(&tagged);
        let (entities, _) = entities::train(&tagged);
        Model::of(tagger, lemmas::train(&others), parser, entities)
    };
    let one = &one;
    let mut out = Vec::new();
    for pair in (0..FOLDS).collect::<Vec<_>>().chunks(2) {
        std::thread::scope(|scope| {
            let jobs: Vec<_> = pair.iter().map(|&fold| scope.spawn(move || one(fold))).collect();
            out.extend(jobs.into_iter().map(|job| job.join().expect("training does not panic")));
        });
    }
    out
}

/// How many parts the corpus is cut into for out-of-fold predictions.
const FOLDS: usize = 5;

/// What `predict` says of each article by a model that `train` made from the other folds' articles; two folds at a time.
fn folds<'a, A: Sync, M, P: Send>(
    articles: &'a [A],
    train: impl Fn(&[&'a A]) -> M + Sync,
    predict: impl Fn(&M, &'a A) -> P + Sync,
) -> Vec<P> {
    let one = |fold: usize| -> Vec<(usize, P)> {
        let others: Vec<_> = articles
            .iter()
            .enumerate()
            .filter(|(i, _)| i % FOLDS != fold)
            .map(|(_, a)| a)
            .collect();
        let model = train(&others);
        let own = articles.iter().enumerate().filter(|(i, _)| i % FOLDS == fold);
        own.map(|(i, a)| (i, predict(&model, a))).collect()
    };
    let (one, mut found) = (&one, Vec::new());
    for pair in (0..FOLDS).collect::<Vec<_>>().chunks(2) {
        std::thread::scope(|scope| {
            let jobs: Vec<_> = pair.iter().map(|&fold| scope.spawn(move || one(fold))).collect();
            for job in jobs {
                found.extend(job.join().expect("training does not panic"));
            }
        });
    }
    found.sort_by_key(|f| f.0);
    found.into_iter().map(|f| f.1).collect()
}
