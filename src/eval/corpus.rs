/*! Reading the corpora: PolNeAR (attributions by hand, CoreNLP's automatic tokens, the instances of CofeNet) and WikiGold (names).

In: a folder; files are looked for in it and in its subfolders `polnear` and `ner`. Out: articles, checked. Every error names file and line.
*/

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};

use super::Roles;
use crate::document::Range;
use crate::{Error, ErrorKind};

/// Which articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Split {
    /// To learn from; without the articles of [`Split::Look`] unless asked for.
    Train,
    /// The articles of train that may be read by eye, listed in `look.txt`.
    Look,
    /// For figures only.
    Dev,
}

impl Split {
    /// The split's name on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Train => "train",
            Self::Look => "look",
            Self::Dev => "dev",
        }
    }
}

impl Split {
    /// The beginning of its files' names.
    const fn file(self) -> &'static str {
        match self {
            Self::Dev => "dev",
            Self::Train | Self::Look => "train",
        }
    }
}

impl std::str::FromStr for Split {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        [Self::Train, Self::Look, Self::Dev]
            .into_iter()
            .find(|s| s.as_str() == name)
            .ok_or_else(|| format!("expected train, look or dev, but found {name}"))
    }
}

/// One automatic token of CoreNLP.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SilverToken {
    /// Where it stands.
    pub span: Range,
    /// Its class: `PERSON`, `ORGANIZATION`, `LOCATION`, `MISC`, a number's or date's class, or `O`.
    pub class: String,
}

/// An annotated article.
#[derive(Debug, Clone)]
pub struct Article {
    /// Its name in the corpus.
    pub id: String,
    /// Its words; the headline is the first line.
    pub text: String,
    /// The attributions of the first annotator.
    pub gold: Vec<Roles>,
    /// The corpus' name for each of them.
    pub gold_ids: Vec<String>,
    /// The tokens that figures are counted in: CoreNLP's, or simple ones where it has none.
    pub tokens: Vec<Range>,
    /// CoreNLP's sentences, each a list of tokens; empty where it has none.
    pub silver: Vec<Vec<SilverToken>>,
}

impl Article {
    /// The span of code points, as a string.
    pub fn slice(&self, span: Range) -> String {
        self.text.chars().skip(span.start).take(span.end - span.start).collect()
    }
}

/// A token sequence of CofeNet's data set with its labels.
#[derive(Debug, Clone)]
pub struct Instance {
    /// The article's name.
    pub article: String,
    /// Tokens of that article.
    pub tokens: Vec<Range>,
    /// For each token `O`, `B-` or `I-` and a role.
    pub labels: Vec<String>,
}

/// A document with names marked by hand or, where `silver`, by CoreNLP.
#[derive(Debug, Clone)]
pub struct NamedDocument {
    /// Its name in the corpus.
    pub id: String,
    /// Its words.
    pub text: String,
    /// Span and type: `PER`, `ORG`, `LOC`, `MISC`.
    pub names: BTreeSet<(Range, String)>,
}

/// A folder with corpora.
#[derive(Debug, Clone)]
pub struct Corpus {
    folder: PathBuf,
}

#[derive(Deserialize)]
struct GoldRecord {
    id: String,
    text: String,
    attributions: Vec<RolesRecord>,
}

#[derive(Deserialize)]
struct RolesRecord {
    #[serde(default)]
    id: String,
    #[serde(default)]
    source: Vec<(usize, usize)>,
    #[serde(default)]
    cue: Vec<(usize, usize)>,
    #[serde(default)]
    content: Vec<(usize, usize)>,
}

#[derive(Deserialize)]
struct SilverRecord {
    id: String,
    sentences: Vec<SilverSentence>,
}

#[derive(Deserialize)]
struct SilverSentence {
    tokens: Vec<(usize, usize, IgnoredAny, String, IgnoredAny)>,
}

#[derive(Deserialize)]
struct InstanceRecord {
    id: String,
    tokens: Vec<(usize, usize)>,
    labels: Vec<String>,
}

#[derive(Deserialize)]
struct NamesRecord {
    id: String,
    text: String,
    entities: Vec<(usize, usize, String)>,
}

impl Corpus {
    /// The corpora in `folder`.
    ///
    /// # Errors
    /// If there is no such folder.
    pub fn open(folder: &Path) -> Result<Self, Error> {
        if folder.is_dir() {
            Ok(Self { folder: folder.to_owned() })
        } else {
            Err(absent(&format!("{} is not a folder", folder.display())))
        }
    }

    /// The path of a file, if it is there.
    pub fn file(&self, name: &str) -> Option<PathBuf> {
        ["", "polnear", "ner"]
            .iter()
            .map(|sub| self.folder.join(sub).join(name))
            .find(|p| p.is_file())
    }

    fn need(&self, name: &str) -> Result<PathBuf, Error> {
        self.file(name).ok_or_else(|| absent(&format!("{} holds no {name}", self.folder.display())))
    }

    /// The articles of a split, in the order of their file. `with_look` keeps the articles of [`Split::Look`] in [`Split::Train`].
    ///
    /// # Errors
    /// If a file is absent or not what it should be.
    pub fn articles(&self, split: Split, with_look: bool) -> Result<Vec<Article>, Error> {
        let mut articles = self.untokenised(split, with_look)?;
        let index: BTreeMap<String, (usize, usize)> = articles
            .iter()
            .enumerate()
            .map(|(i, a)| (a.id.clone(), (i, a.text.chars().count())))
            .collect();
        read_lines(
            &self.need(&format!("{}.corenlp.jsonl.gz", split.file()))?,
            |place, record: SilverRecord| {
                let Some(&(i, length)) = index.get(&record.id) else { return Ok(()) };
                for sentence in record.sentences {
                    let mut tokens = Vec::with_capacity(sentence.tokens.len());
                    for (start, end, _, class, _) in sentence.tokens {
                        let span = spans(vec![(start, end)], length, place)?[0];
                        tokens.push(SilverToken { span, class });
                    }
                    articles[i].silver.push(tokens);
                }
                articles[i].tokens = articles[i].silver.iter().flatten().map(|t| t.span).collect();
                Ok(())
            },
        )?;
        for article in articles.iter_mut().filter(|a| a.silver.is_empty()) {
            article.tokens = simple_tokens(&article.text);
        }
        Ok(articles)
    }

    /// Like [`Corpus::articles`], but without any tokens, which take most of the time to read.
    ///
    /// # Errors
    /// If a file is absent or not what it should be.
    pub fn untokenised(&self, split: Split, with_look: bool) -> Result<Vec<Article>, Error> {
        let name = split.file();
        let look = match (split, with_look) {
            (Split::Dev, _) | (Split::Train, true) => BTreeSet::new(),
            _ => self.look()?,
        };
        let wanted = |id: &str| match split {
            Split::Dev => true,
            Split::Look => look.contains(id),
            Split::Train => !look.contains(id),
        };
        let mut articles = Vec::new();
        let mut ids = BTreeSet::new();
        read_lines(&self.need(&format!("{name}.jsonl.gz"))?, |place, record: GoldRecord| {
            if !wanted(&record.id) {
                return Ok(());
            }
            let length = record.text.chars().count();
            let gold_ids = record.attributions.iter().map(|a| a.id.clone()).collect();
            let gold = record
                .attributions
                .into_iter()
                .map(|a| {
                    Ok(Roles {
                        source: spans(a.source, length, place)?,
                        cue: spans(a.cue, length, place)?,
                        content: spans(a.content, length, place)?,
                    })
                })
                .collect::<Result<_, Error>>()?;
            if !ids.insert(record.id.clone()) {
                return Err(bad(place, &format!("article {} occurs twice", record.id)));
            }
            articles.push(Article {
                id: record.id,
                text: record.text,
                gold,
                gold_ids,
                tokens: vec![],
                silver: vec![],
            });
            Ok(())
        })?;
        Ok(articles)
    }

    /// CofeNet's instances of dev; `None` where the file is not there.
    ///
    /// # Errors
    /// If the file is not what it should be.
    pub fn instances(&self) -> Result<Option<Vec<Instance>>, Error> {
        let Some(path) = self.file("cofenet-dev.jsonl.gz") else { return Ok(None) };
        let mut instances = Vec::new();
        read_lines(&path, |place, record: InstanceRecord| {
            if record.tokens.len() != record.labels.len() {
                return Err(bad(place, "expected as many labels as tokens"));
            }
            // Unlike lists of spans elsewhere, these keep the file's order: labels belong to them by position.
            let tokens = record
                .tokens
                .into_iter()
                .map(|(start, end)| Range { start, end })
                .collect::<Vec<_>>();
            instances.push(Instance { article: record.id, tokens, labels: record.labels });
            Ok(())
        })?;
        Ok(Some(instances))
    }

    /// WikiGold; `None` where the file is not there.
    ///
    /// # Errors
    /// If the file is not what it should be.
    pub fn wikigold(&self) -> Result<Option<Vec<NamedDocument>>, Error> {
        let Some(path) = self.file("wikigold.jsonl.gz") else { return Ok(None) };
        let mut documents = Vec::new();
        read_lines(&path, |place, record: NamesRecord| {
            let length = record.text.chars().count();
            let names = record
                .entities
                .into_iter()
                .map(|(start, end, kind)| Ok((spans(vec![(start, end)], length, place)?[0], kind)))
                .collect::<Result<_, Error>>()?;
            documents.push(NamedDocument { id: record.id, text: record.text, names });
            Ok(())
        })?;
        Ok(Some(documents))
    }

    /// The names of the articles that may be read by eye.
    fn look(&self) -> Result<BTreeSet<String>, Error> {
        let path = self.need("look.txt")?;
        let text = std::fs::read_to_string(&path)
            .map_err(|e| bad(&path.display().to_string(), &e.to_string()))?;
        Ok(text.lines().filter(|l| !l.starts_with('#')).map(|l| l.trim().to_owned()).collect())
    }
}

fn absent(what: &str) -> Error {
    Error::new(
        ErrorKind::Input,
        format!(
            "{what}: --corpus names the folder of the PolNeAR corpus, which is not part of this project"
        ),
    )
}

fn bad(place: &str, what: &str) -> Error {
    Error::new(ErrorKind::Input, format!("{place}: {what}"))
}

/// Checks spans and sorts them.
fn spans(list: Vec<(usize, usize)>, length: usize, place: &str) -> Result<Vec<Range>, Error> {
    let mut out = Vec::with_capacity(list.len());
    for (start, end) in list {
        if start >= end || end > length {
            let what = format!("[{start}, {end}] is empty or outside the text of {length}");
            return Err(bad(place, &what));
        }
        out.push(Range { start, end });
    }
    out.sort_unstable();
    Ok(out)
}

/// Calls `each` with the place and value of every line of a JSON Lines file, plain or gzipped.
fn read_lines<T: DeserializeOwned>(
    path: &Path,
    mut each: impl FnMut(&str, T) -> Result<(), Error>,
) -> Result<(), Error> {
    let name = path.display();
    let fail = |e: std::io::Error| bad(&name.to_string(), &format!("cannot be read: {e}"));
    let mut file = BufReader::new(File::open(path).map_err(fail)?);
    let zipped = file.fill_buf().map_err(fail)?.starts_with(&[0x1f, 0x8b]);
    let reader: Box<dyn Read> =
        if zipped { Box::new(MultiGzDecoder::new(file)) } else { Box::new(file) };
    for (i, line) in BufReader::new(reader).lines().enumerate() {
        let line = line.map_err(fail)?;
        if line.trim().is_empty() {
            continue;
        }
        let place = format!("{name}:{}", i + 1);
        let value = serde_json::from_str(&line).map_err(|e| bad(&place, &e.to_string()))?;
        each(&place, value)?;
    }
    Ok(())
}

/// White space as Python's `str.isspace` has it, since the scorers are written in that.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

/// Words (with apostrophes and hyphens inside) and single marks, for articles without CoreNLP's tokens.
fn simple_tokens(text: &str) -> Vec<Range> {
    let chars: Vec<char> = text.chars().collect();
    let is_word = |i: usize| chars.get(i).is_some_and(|&c| c.is_alphanumeric() || c == '_');
    let mut tokens = Vec::new();
    let mut i = 0;
    while i < chars.len() {
        let start = i;
        i += 1;
        if is_word(start) {
            while is_word(i) || (matches!(chars.get(i), Some('\'' | '’' | '-')) && is_word(i + 1))
            {
                i += 1;
            }
        } else if is_space(chars[start]) {
            continue;
        }
        tokens.push(Range { start, end: i });
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn simple_tokens_are_words_and_single_marks() {
        let text = "Ann's well-kept \"x_1\" -- it’s, é-1 '";
        let chars: Vec<char> = text.chars().collect();
        let words: Vec<String> =
            simple_tokens(text).iter().map(|t| chars[t.start..t.end].iter().collect()).collect();
        let expected = ["Ann's", "well-kept", "\"", "x_1", "\"", "-", "-", "it’s", ",", "é-1", "'"];
        assert_eq!(words, expected);
    }

    #[test]
    fn spans_outside_the_text_are_refused() {
        assert!(spans(vec![(0, 3)], 3, "x:1").is_ok());
        assert_eq!(
            spans(vec![(2, 4)], 3, "x:1").unwrap_err().to_string(),
            "x:1: [2, 4] is empty or outside the text of 3"
        );
        assert!(spans(vec![(2, 2)], 3, "x:1").is_err());
    }
}
