/*! Reads a corpus: articles with automatic (silver) tokens, sentences, tags, lemmas, parses and names.

In: a folder with `train.jsonl.gz`, `train.corenlp.jsonl.gz`, the same for `dev`, and `look.txt`, the articles to leave out. Out:
[`Article`]s in the corpus' order. Articles without silver annotation are left out.
*/

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use flate2::read::MultiGzDecoder;
use serde::Deserialize;

use crate::tags::{EntityLabel, Pos, Relation};
use crate::text::{Paragraph, Sentence, Span, Text, Token, TokenKind};
use crate::{Error, ErrorKind};

/// An article and its silver annotation; the lists have an entry per token.
#[derive(Debug, Clone, Default)]
pub struct Article {
    /// The corpus' name for it.
    pub id: String,
    /// The text.
    pub raw: String,
    /// Where the tokens stand, in bytes.
    pub spans: Vec<Span>,
    /// Where sentences end, as numbers of tokens.
    pub sentence_ends: Vec<usize>,
    /// Part of speech.
    pub pos: Vec<Pos>,
    /// Lemma.
    pub lemma: Vec<String>,
    /// Governor, an index into the tokens.
    pub head: Vec<Option<u32>>,
    /// What the token is to its governor.
    pub relation: Vec<Relation>,
    /// The kind of name that the token is part of.
    pub entity: Vec<EntityLabel>,
}

impl Article {
    /// The article cut as the silver annotation cuts it; a line break between sentences is a new paragraph.
    pub fn text(&self) -> Text<'_> {
        let tokens = self.spans.iter().map(|&span| Token { span, kind: TokenKind::Word }).collect();
        let mut text = Text {
            raw: &self.raw,
            tokens,
            sentences: vec![],
            paragraphs: vec![],
            furniture: vec![],
            furniture_mask: vec![],
        };
        let mut start = 0;
        for &end in &self.sentence_ends {
            let span = self.spans[start].cover(self.spans[end - 1]);
            let breaks = start == 0
                || self.raw
                    [self.spans[start - 1].end()..span.start().max(self.spans[start - 1].end())]
                    .contains('\n');
            let s = text.sentences.len();
            if breaks {
                text.paragraphs.push(Paragraph { span, tokens: start..end, sentences: s..s + 1 });
            } else if let Some(p) = text.paragraphs.last_mut() {
                p.span = p.span.cover(span);
                p.tokens.end = end;
                p.sentences.end = s + 1;
            }
            let paragraph = text.paragraphs.len() - 1;
            text.sentences.push(Sentence { span, tokens: start..end, paragraph });
            start = end;
        }
        text
    }
}

#[derive(Deserialize)]
struct RawArticle {
    id: String,
    text: String,
}

#[derive(Deserialize)]
struct RawSilver {
    id: String,
    sentences: Vec<RawSentence>,
}

#[derive(Deserialize)]
struct RawSentence {
    tokens: Vec<(usize, usize, String, String, String)>,
    deps: Vec<(i64, String)>,
}

fn failed(path: &Path, what: impl std::fmt::Display) -> Error {
    Error::new(ErrorKind::Input, format!("{}: {what}", path.display()))
}

/// Calls `take` for each line of a gzipped file of JSON Lines.
pub fn lines<T: for<'a> Deserialize<'a>>(
    path: &Path,
    mut take: impl FnMut(T) -> Result<(), String>,
) -> Result<(), Error> {
    let file = File::open(path).map_err(|e| failed(path, e))?;
    for (n, line) in BufReader::new(MultiGzDecoder::new(file)).lines().enumerate() {
        let line = line.map_err(|e| failed(path, e))?;
        let item = serde_json::from_str(&line).map_err(|e| e.to_string());
        item.and_then(&mut take).map_err(|e| failed(path, format!("line {}: {e}", n + 1)))?;
    }
    Ok(())
}

/// Reads one part (`train` or `dev`) of the corpus in `folder`, without the articles whose ids are in `without`.
///
/// # Errors
/// [`ErrorKind::Input`] if a file is absent or not of the form that is expected, with the file, line and cause.
pub fn read(folder: &Path, part: &str, without: &BTreeSet<String>) -> Result<Vec<Article>, Error> {
    let mut texts = BTreeMap::new();
    lines(&folder.join(format!("{part}.jsonl.gz")), |a: RawArticle| {
        texts.insert(a.id, a.text);
        Ok(())
    })?;
    let mut articles = Vec::new();
    lines(&folder.join(format!("{part}.corenlp.jsonl.gz")), |silver: RawSilver| {
        if without.contains(&silver.id) {
            return Ok(());
        }
        let raw = texts.remove(&silver.id).ok_or_else(|| format!("no text for {}", silver.id))?;
        articles.push(article(raw, silver)?);
        Ok(())
    })?;
    Ok(articles)
}

/// The ids in `look.txt`.
///
/// # Errors
/// [`ErrorKind::Input`] if the file cannot be read.
pub fn left_out(folder: &Path) -> Result<BTreeSet<String>, Error> {
    let path = folder.join("look.txt");
    let text = std::fs::read_to_string(&path).map_err(|e| failed(&path, e))?;
    Ok(text.lines().map(str::trim).filter(|l| !l.starts_with('#')).map(Into::into).collect())
}

fn article(raw: String, silver: RawSilver) -> Result<Article, String> {
    let bytes: Vec<_> = raw.char_indices().map(|(at, _)| at).chain([raw.len()]).collect();
    let mut a = Article { id: silver.id, ..Article::default() };
    for sentence in silver.sentences {
        let first = a.spans.len();
        if sentence.tokens.len() != sentence.deps.len() {
            return Err("as many tokens as dependencies expected".into());
        }
        for (start, end, pos, ner, lemma) in sentence.tokens {
            let (Some(&start), Some(&end)) = (bytes.get(start), bytes.get(end)) else {
                return Err("a token ends beyond the text".into());
            };
            if start > end {
                return Err("a token ends before it begins".into());
            }
            a.spans.push(Span::new(start, end));
            a.pos.push(Pos::from_name(&pos).ok_or_else(|| format!("unknown tag {pos}"))?);
            // Numbers, dates and the like are no names.
            a.entity.push(EntityLabel::from_name(&ner).unwrap_or(EntityLabel::O));
            a.lemma.push(lemma);
        }
        for (head, relation) in sentence.deps {
            let head = u32::try_from(head).ok().map(|h| h + first as u32);
            if head.is_some_and(|h| h as usize >= a.spans.len()) {
                return Err("a governor is beyond its sentence".into());
            }
            a.head.push(head);
            let relation = Relation::from_name(&relation)
                .ok_or_else(|| format!("unknown relation {relation}"));
            a.relation.push(relation?);
        }
        if a.spans.len() > first {
            a.sentence_ends.push(a.spans.len());
        }
    }
    a.raw = raw;
    Ok(a)
}
