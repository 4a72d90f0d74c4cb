/*! Children: how many of the attributions inside others' contents are right, by labels of our own, since PolNeAR marks none.

In: the analyser's children on the articles that may be read, and a file of judgements (`tests/children/labels.tsv` says how it is written). Out: the
share that is right among those judged, and the others as lines to be judged. A judgement is of one cue and its content: it holds
as long as the analyser finds just that.
*/

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use super::corpus::Article;
use super::rows;
use super::speakers::Share;
use crate::document::{Attribution, Range};
use crate::{Analyser, Error, OffsetUnit, Options};

/// What a judgement is about: the article, the cue and the contents, as the file writes them.
type Place = (String, String, String);

/// Whether children that were judged are right.
#[derive(Debug, Clone, Default)]
pub struct Judgements(BTreeMap<Place, bool>);

impl Judgements {
    /// Reads a file of judgements.
    ///
    /// # Errors
    /// If it is absent or malformed; the message names file and line.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let mut out = Self::default();
        rows(path, |fields| {
            let &[article, cue, content, verdict] = fields else {
                return Err("expected article, cue, content, right or wrong".into());
            };
            let right = match verdict {
                "right" => true,
                "wrong" => false,
                _ => return Err("expected right or wrong".into()),
            };
            let place = (article.to_owned(), cue.to_owned(), content.to_owned());
            match out.0.insert(place, right) {
                Some(_) => Err("this was judged already".into()),
                None => Ok(()),
            }
        })?;
        Ok(out)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Are there none?
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Spans as the file writes them: "12-20,25-30", in code points.
fn spans(list: &[Range]) -> String {
    list.iter().map(|r| format!("{}-{}", r.start, r.end)).collect::<Vec<_>>().join(",")
}

fn place(article: &Article, child: &Attribution) -> Place {
    (article.id.clone(), spans(&child.cue), spans(&child.content))
}

/// The share of judged children that are right, and the children that nobody has judged, each with its parent, as lines to read.
pub fn score(
    articles: &[Article],
    judgements: &Judgements,
    analyser: &Analyser,
) -> (Share, Vec<String>) {
    let options = Options { offsets: OffsetUnit::Codepoint, ..Options::default() };
    let mut share = Share::default();
    let mut open = Vec::new();
    for article in articles {
        let document = analyser.analyse(&article.text, &options);
        for child in &document.attributions {
            let Some(parent) = child.parent.map(|p| &document.attributions[p]) else { continue };
            let place = place(article, child);
            if let Some(&right) = judgements.0.get(&place) {
                share.count(right);
                continue;
            }
            let mut line = format!("{}\t{}\t{}\t?\n", place.0, place.1, place.2);
            for (title, a) in [("in   ", parent), ("child", child)] {
                let text = &a.text;
                let _ =
                    writeln!(line, "  {title} {} | {} | {}", text.source, text.cue, text.content);
            }
            open.push(line);
        }
    }
    (share, open)
}
