/*! The training program: reads a corpus, trains every learned stage, writes one model file.

In: [`Options`]. Out: the file, and a report of its scores. Later stages are trained on what earlier ones say of articles that they
were not trained on.
*/

mod attributions;
mod corpus;
mod entities;
mod folds;
mod lemmas;
mod net;
mod parser;
mod tagger;
mod wikigold;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Instant;

use crate::model::file::{File, Section};
use crate::tags::words::Word;
use crate::tags::{self, Pos};
use crate::{Error, ErrorKind, Model};
use corpus::Article;
use folds::{FOLDS, Folds, fold_of, in_pairs};
use wikigold::Named;

/// What to train on, and where to write.
#[derive(Debug, Clone)]
pub struct Options {
    /// The folder of the corpus (PolNeAR).
    pub corpus: PathBuf,
    /// The model file to write.
    pub output: PathBuf,
    /// The date that the provenance gives, ISO 8601.
    pub date: String,
    /// A folder for the models of the folds, so that later stages can be trained again without the earlier ones.
    pub folds: Option<PathBuf>,
    /// The file of WikiGold, to learn names from other subjects too.
    pub names: Option<PathBuf>,
    /// Added to the margin of each cue.
    pub bias: i32,
}

/// An article and its tags by a tagger that was not trained on it.
type Tagged<'a> = (&'a Article, &'a [Pos]);

fn section(name: &str, features: u32, bytes: Vec<u8>) -> Section<Vec<u8>> {
    Section { name: name.into(), features, bytes }
}

/// Puts a labeller of names in the place of that among `sections`, or adds it.
fn put_names(sections: &mut Vec<Section<Vec<u8>>>, bytes: Vec<u8>) {
    let new = section(tags::entities::SECTION, tags::entities::fingerprint(), bytes);
    match sections.iter_mut().find(|s| s.name == new.name) {
        Some(old) => *old = new,
        None => sections.push(new),
    }
}

/// The sections of the stages up to names, but for the tagger, which is `tagger`.
fn stages(tagger: &[u8], tagged: &[Tagged], names: &[Named]) -> Vec<Section<Vec<u8>>> {
    let articles: Vec<_> = tagged.iter().map(|t| t.0).collect();
    let lemmas = lemmas::train(&articles).write();
    let parser = parser::train(tagged);
    let entities = entities::train(tagged, wikigold::cases(names));
    vec![
        section(tags::tagger::SECTION, tags::tagger::fingerprint(), tagger.to_vec()),
        section(tags::lemmas::SECTION, tags::lemmas::LONGEST as u32, lemmas),
        section(tags::parser::SECTION, tags::parser::fingerprint(), parser),
        section(tags::entities::SECTION, tags::entities::fingerprint(), entities),
    ]
}

/// The scores of the stages up to names on `dev`, in words.
fn scores(model: &Model, dev: &[Article]) -> String {
    let dev_tags: Vec<_> = dev.iter().map(|a| tagger::tags(model.tagger(), a)).collect();
    let tagged: Vec<_> = dev.iter().zip(&dev_tags).map(|(a, t)| (a, t.as_slice())).collect();
    let (heads, both) = parser::score(model.parser(), &tagged);
    format!(
        "tags {:.2} % right; lemmas {:.2} % right; governors {heads:.2} % right without punctuation, with their relation {both:.2} %; names {}",
        tagger::score(&tagged),
        lemmas::score(model.lemmas(), dev),
        entities::score(model.entities(), &tagged),
    )
}

/// Words per second of each learned stage, on one core, over `dev`.
fn speeds(model: &Model, dev: &[Article]) -> String {
    let texts: Vec<_> = dev.iter().map(Article::text).collect();
    let count: usize = texts.iter().map(|t| t.tokens.len()).sum();
    let mut out = Vec::new();
    let mut timed = |name: &str, job: &mut dyn FnMut()| {
        let start = Instant::now();
        job();
        let rate = count as f64 / start.elapsed().as_secs_f64() / 1e3;
        out.push(format!("{name} {rate:.0}"));
    };
    let words: Vec<_> = texts.iter().map(Word::read).collect();
    timed("looking at words", &mut || {
        let _ = texts.iter().map(Word::read).map(|w| w.len()).sum::<usize>();
    });
    let mut tags: Vec<Vec<Pos>> = Vec::new();
    timed("tagger", &mut || {
        for (text, words) in texts.iter().zip(&words) {
            let mut found = Vec::new();
            for s in &text.sentences {
                model.tagger().tag(&words[s.tokens.clone()], &mut found);
            }
            tags.push(found);
        }
    });
    timed("lemmas", &mut || {
        let mut lemmas = String::new();
        for (text, tags) in texts.iter().zip(&tags) {
            (0..tags.len()).for_each(|i| model.lemmas().append(text.word(i), tags[i], &mut lemmas));
        }
    });
    timed("parser", &mut || {
        for ((text, words), tags) in texts.iter().zip(&words).zip(&tags) {
            let (mut heads, mut relations) = (Vec::new(), Vec::new());
            for s in &text.sentences {
                let range = s.tokens.clone();
                let first = range.start;
                let (words, tags) = (&words[range.clone()], &tags[range]);
                model.parser().parse(words, tags, first, &mut heads, &mut relations);
            }
        }
    });
    timed("names", &mut || {
        for ((text, words), tags) in texts.iter().zip(&words).zip(&tags) {
            let sentences: Vec<_> = text.sentences.iter().map(|s| s.tokens.clone()).collect();
            model.entities().label(words, tags, &sentences);
        }
    });
    format!("thousand tokens a second: {}", out.join(", "))
}

/// How good and how fast the stages up to names are on dev, given silver tokens: two lines.
///
/// # Errors
/// [`ErrorKind::Input`] if the corpus cannot be read.
pub fn measure(corpus: &Path, model: &Model) -> Result<[String; 2], Error> {
    let dev = corpus::read(corpus, "dev", &BTreeSet::new())?;
    Ok([scores(model, &dev), speeds(model, &dev)])
}

/// Trains and writes the model; gives the report that the provenance holds too.
///
/// # Errors
/// [`ErrorKind::Input`] if the corpus cannot be read, [`ErrorKind::Output`] if a file cannot be written.
pub fn run(options: &Options) -> Result<String, Error> {
    let start = Instant::now();
    let say = |what: &str| eprintln!("{:6.1} s  {what}", start.elapsed().as_secs_f32());
    let left_out = corpus::left_out(&options.corpus)?;
    let train = corpus::read(&options.corpus, "train", &left_out)?;
    let dev = corpus::read(&options.corpus, "dev", &left_out)?;
    let gold = attributions::read(&options.corpus, "train", &left_out)?;
    let tokens: usize = train.iter().map(|a| a.spans.len()).sum();
    say(&format!("{} articles, {tokens} tokens", train.len()));

    // Model number `FOLDS` is that of all articles, the others leave a fold out.
    let all: Vec<_> = train.iter().collect();
    let taggers = in_pairs(FOLDS + 1, |k| {
        let own: Vec<_> = all.iter().copied().filter(|a| fold_of(&a.id) != k).collect();
        tagger::train(&own)
    });
    say("taggers");
    let tags: Vec<_> = train.iter().map(|a| tagger::tags(&taggers[fold_of(&a.id)].0, a)).collect();
    let names = options.names.as_deref().map(|path| wikigold::read(path, &taggers[FOLDS].0));
    let names = names.transpose()?.unwrap_or_default();
    let mut sections = in_pairs(FOLDS + 1, |k| {
        let own = train.iter().zip(&tags).filter(|(a, _)| fold_of(&a.id) != k);
        stages(&taggers[k].1, &own.map(|(a, t)| (a, t.as_slice())).collect::<Vec<_>>(), &names)
    });
    say("lemmas, parsers, names");
    let of_all = sections.pop().expect("there is a model of all articles");
    let folds = Folds::new(sections)?;
    if let Some(folder) = &options.folds {
        folds.write(folder)?;
    }

    let mut file = File { provenance: String::new(), sections: of_all };
    let model = Model::from_bytes(&file.write())?;
    say(&speeds(&model, &dev));
    let mut scores = scores(&model, &dev);
    say(&scores);
    file.sections.extend(attributions::train(
        &gold,
        |i, text| tags::tag(text, folds.of(&gold[i].id)),
        options.bias,
        true,
    ));
    say("attributions");
    if !names.is_empty() {
        let tagged: Vec<_> = train.iter().zip(&tags).map(|(a, t)| (a, t.as_slice())).collect();
        let figures = wikigold::cross_validate(&names, &tagged, &file.sections)?;
        say(&format!("WikiGold, {figures}"));
        scores = format!("{scores}\nWikiGold ({} texts), {figures}", names.len());
    }
    file.provenance = format!(
        "Corpus: PolNeAR v1.0.0, train without the articles of look.txt: silver annotation ({} articles, {tokens} tokens) and manual attributions ({} articles)\n\
         Date: {}\nCommand: sayso-train --corpus PATH --date {}{} --bias {}\nOn dev, given silver tokens: {scores}\n",
        train.len(),
        gold.len(),
        options.date,
        options.date,
        if names.is_empty() { "" } else { " --names PATH" },
        options.bias,
    );
    for s in &file.sections {
        say(&format!("section {}: {} bytes", s.name, s.bytes.len()));
    }
    put(&options.output, &file.write())?;
    Ok(file.provenance)
}

/// The provenance of a whole training with another bias: the file is then the one that the command in it makes.
fn with_bias(provenance: &str, bias: i32) -> String {
    let Some((before, after)) = provenance.split_once("--bias ") else { return provenance.into() };
    let rest = after.find('\n').map_or("", |at| &after[at..]);
    format!("{before}--bias {bias}{rest}")
}

fn put(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    std::fs::write(path, bytes)
        .map_err(|e| Error::new(ErrorKind::Output, format!("{}: {e}", path.display())))
}

/// Trains the attributions stage again and puts it into the model file at `options.output`, whose other stages stay. With the folder
/// of the folds' models, articles are tagged by models that did not learn from them; without it by the file's own.
///
/// # Errors
/// As [`run`], and [`ErrorKind::Model`] if a file is no model file.
pub fn run_attributions(options: &Options) -> Result<String, Error> {
    let failed = |e| Error::new(ErrorKind::Model, format!("{}: {e}", options.output.display()));
    let bytes = std::fs::read(&options.output).map_err(failed)?;
    let old = File::read(&bytes)?;
    // The attributions' own sections may be of other features by now: they are not even read.
    let base = [
        tags::tagger::SECTION,
        tags::lemmas::SECTION,
        tags::parser::SECTION,
        tags::entities::SECTION,
    ];
    let kept = old.sections.iter().filter(|s| base.contains(&s.name.as_str()));
    let kept = kept.map(|s| section(&s.name, s.features, s.bytes.to_vec()));
    let provenance = with_bias(&old.provenance, options.bias);
    let mut file = File { provenance, sections: kept.collect() };
    let model = Model::from_bytes(&file.write())?;
    let folds = options.folds.as_deref().map(Folds::read).transpose()?;
    let gold = attributions::read(&options.corpus, "train", &corpus::left_out(&options.corpus)?)?;
    let of = |i: usize| folds.as_ref().map_or(&model, |f| f.of(&gold[i].id));
    file.sections.extend(attributions::train(
        &gold,
        |i, text| tags::tag(text, of(i)),
        options.bias,
        folds.is_some(),
    ));
    for s in &file.sections {
        eprintln!("section {}: {} bytes", s.name, s.bytes.len());
    }
    put(&options.output, &file.write())?;
    Ok(file.provenance)
}

/// Trains the labeller of names again and puts it into the model file at `options.output`, whose other stages stay; with the folder of the
/// folds' models, also into those. Gives the scores of names, those of WikiGold by cross-validation.
///
/// # Errors
/// As [`run_attributions`].
pub fn run_names(options: &Options) -> Result<String, Error> {
    let failed = |e| Error::new(ErrorKind::Model, format!("{}: {e}", options.output.display()));
    let bytes = std::fs::read(&options.output).map_err(failed)?;
    let mut file = owned(&bytes)?;
    // The labeller's own section may be of other features by now: a first one is trained of nothing.
    put_names(&mut file.sections, entities::train(&[], std::iter::empty()));
    let model = Model::from_bytes(&file.write())?;
    let left_out = corpus::left_out(&options.corpus)?;
    let train = corpus::read(&options.corpus, "train", &left_out)?;
    let dev = corpus::read(&options.corpus, "dev", &left_out)?;
    let names = options.names.as_deref().map(|path| wikigold::read(path, model.tagger()));
    let names = names.transpose()?.unwrap_or_default();
    let mut folds = Vec::new();
    if let Some(folder) = &options.folds {
        for k in 0..FOLDS {
            let path = Folds::path(folder, k);
            let bytes = std::fs::read(&path)
                .map_err(|e| Error::new(ErrorKind::Input, format!("{}: {e}", path.display())))?;
            let mut file = owned(&bytes)?;
            put_names(&mut file.sections, entities::train(&[], std::iter::empty()));
            folds.push((Model::from_bytes(&file.write())?, file, path));
        }
    }
    let tagger = |id: &str| folds.get(fold_of(id)).map_or(&model, |f| &f.0).tagger();
    let tags: Vec<_> = train.iter().map(|a| tagger::tags(tagger(&a.id), a)).collect();
    let tagged: Vec<_> = train.iter().zip(&tags).map(|(a, t)| (a, t.as_slice())).collect();
    for (k, (_, file, path)) in folds.iter_mut().enumerate() {
        let own: Vec<_> = tagged.iter().copied().filter(|t| fold_of(&t.0.id) != k).collect();
        put_names(&mut file.sections, entities::train(&own, wikigold::cases(&names)));
        put(path, &file.write())?;
    }
    put_names(&mut file.sections, entities::train(&tagged, wikigold::cases(&names)));
    let bytes = file.write();
    put(&options.output, &bytes)?;
    let model = Model::from_bytes(&bytes)?;
    let dev_tags: Vec<_> = dev.iter().map(|a| tagger::tags(model.tagger(), a)).collect();
    let dev: Vec<_> = dev.iter().zip(&dev_tags).map(|(a, t)| (a, t.as_slice())).collect();
    let scores =
        format!("Labels on dev, given silver tokens: {}", entities::score(model.entities(), &dev));
    if names.is_empty() {
        return Ok(scores);
    }
    let figures = wikigold::cross_validate(&names, &tagged, &file.sections)?;
    Ok(format!("{scores}\nWikiGold ({} texts), {figures}", names.len()))
}

/// A model file whose sections are its own.
fn owned(bytes: &[u8]) -> Result<File<Vec<u8>>, Error> {
    let file = File::read(bytes)?;
    let sections = file.sections.iter();
    let sections = sections.map(|s| section(&s.name, s.features, s.bytes.to_vec())).collect();
    Ok(File { provenance: file.provenance, sections })
}
