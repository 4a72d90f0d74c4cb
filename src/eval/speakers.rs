/*! The figures for speakers: is the entity behind a source the right one?

In: labels by hand (`tests/speakers/labels.tsv` says how they are written), articles, an analyser. Out: [`Figures`]. The speakers stage is given the gold
attributions, so that only its own errors count; end to end it has to live with those that the analyser finds.

A speaker is right as in the scorer that comes with the articles: the entity's name is one of the label's, or one of its other names is and its
words are all within the fullest name (or the reverse). Of several speakers joined any one is enough, since the output holds one, and so
are all of them together under one name. Nobody but
whom the source describes: the entity is mentioned by the source's words and its names come from no other place.
*/

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

use super::attributions::{Compared, covered};
use super::corpus::Article;
use super::table::{self, row};
use super::{Roles, percent, rows};
use crate::attributions::{Attribution, Context};
use crate::document::{Document, Entity, EntityKind, MentionForm, Range};
use crate::text::{Offsets, Span};
use crate::{Analyser, Error, ErrorKind, OffsetUnit, Options};

/// Who speaks, as a label says it.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Speaker {
    /// By name: for each of several joined speakers the fullest form and others.
    Named(Vec<Vec<String>>),
    /// Nobody but whom the source describes.
    Described,
    /// The same one as behind another attribution.
    Same(String),
    /// Whom these words of the text describe.
    Words(String),
    /// The text does not say.
    Unknown,
}

/// The label of one attribution.
#[derive(Debug, Clone)]
struct Label {
    form: &'static str,
    kind: String,
    speaker: Speaker,
    /// Might two people well differ?
    doubtful: bool,
}

/// The labels: articles in their order, each with the labels of its attributions.
#[derive(Debug, Clone, Default)]
pub struct Labels(Vec<(String, BTreeMap<String, Label>)>);

/// Which labelled articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Half {
    /// The first, third and so on, which may be read while working.
    Read,
    /// The others, for figures only.
    Scored,
}

impl Half {
    const fn title(self) -> &'static str {
        match self {
            Self::Read => "read while working",
            Self::Scored => "for figures only",
        }
    }
}

impl Labels {
    /// How many articles have labels.
    pub fn articles(&self) -> usize {
        self.0.len()
    }

    /// How many attributions have a source of this form: name, role, pronoun, none.
    pub fn count(&self, form: &str) -> usize {
        self.0.iter().flat_map(|(_, list)| list.values()).filter(|l| l.form == form).count()
    }

    /// Reads a file of labels.
    ///
    /// # Errors
    /// If it is absent or malformed; the message names file and line.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let mut labels = Self::default();
        rows(path, |fields| {
            let &[article, id, form, kind, speaker, ref rest @ ..] = fields else {
                return Err("expected article, attribution, form, kind, speaker".into());
            };
            let form = (FORMS.into_iter().find(|f| *f == form))
                .ok_or_else(|| format!("the form {form} is not known"))?;
            if labels.0.last().is_none_or(|(last, _)| last != article) {
                labels.0.push((article.into(), BTreeMap::new()));
            }
            let Some((_, list)) = labels.0.last_mut() else { return Ok(()) };
            let label = Label {
                form,
                kind: kind.into(),
                speaker: Speaker::parse(speaker),
                doubtful: *rest == ["?"],
            };
            match list.insert(id.into(), label) {
                Some(_) => Err("this attribution has a label already".into()),
                None => Ok(()),
            }
        })?;
        Ok(labels)
    }
}

/// What a source span can be, in the order of the tables.
const FORMS: [&str; 4] = ["name", "role", "pronoun", "none"];

impl Speaker {
    fn parse(field: &str) -> Self {
        let name = |one: &str| one.split(" | ").map(str::to_owned).collect();
        match field {
            "-" => Self::Unknown,
            "self" => Self::Described,
            _ => {
                if let Some(id) = field.strip_prefix("self=") {
                    Self::Same(id.into())
                } else if let Some(words) = field.strip_prefix("text=") {
                    Self::Words(words.into())
                } else {
                    Self::Named(field.split(" & ").map(name).collect())
                }
            }
        }
    }
}

/// Right ones and all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    /// How many are right.
    pub right: usize,
    /// Of how many.
    pub all: usize,
}

impl Share {
    pub(super) fn count(&mut self, right: bool) {
        self.right += usize::from(right);
        self.all += 1;
    }

    /// The share in percent.
    pub fn percent(self) -> f64 {
        percent(self.right as f64, self.all as f64)
    }
}

/// What is measured.
#[derive(Debug, Clone, Default)]
pub struct Figures {
    /// Given gold attributions: by the form of the source and the kind of the speaker.
    pub cells: BTreeMap<(&'static str, String), Share>,
    /// People and organisations where the label is not marked as one on which two people might well differ.
    pub sure: Share,
    /// End to end: gold attributions of the direct slice, with a person or organisation as speaker, that were found with the right entity.
    pub direct: Share,
    /// Labelled people who are more than one entity in the document: `right` counts the superfluous entities, `all` the people's entities.
    pub duplicates: Share,
}

impl Figures {
    /// The share over one form, of people and organisations only or of all kinds.
    pub fn form(&self, form: &str, named: bool) -> Share {
        self.sum(|f, kind| f == form && (!named || is_named(kind)))
    }

    /// The share over all forms where the speaker is a person or organisation.
    pub fn overall(&self) -> Share {
        self.sum(|_, kind| is_named(kind))
    }

    fn sum(&self, wanted: impl Fn(&str, &str) -> bool) -> Share {
        let mut out = Share::default();
        for ((form, kind), share) in &self.cells {
            if wanted(form, kind) {
                out.right += share.right;
                out.all += share.all;
            }
        }
        out
    }

    /// As tables to read.
    pub fn tables(&self, half: Half) -> String {
        let kinds: BTreeSet<&String> = self.cells.keys().map(|(_, kind)| kind).collect();
        let mut rows = Vec::new();
        let line = |title: &str, share: Share| row![title, share.all, share.percent()];
        for form in FORMS {
            rows.push(line(form, self.form(form, false)));
            for &kind in &kinds {
                if let Some(&share) = self.cells.get(&(form, kind.clone())) {
                    rows.push(line(&format!("  {kind}"), share));
                }
            }
        }
        rows.push(line("people and organisations", self.overall()));
        rows.push(line("  where readers agree", self.sure));
        rows.push(line("end to end: direct speech with the right entity", self.direct));
        rows.push(line("superfluous entities of people", self.duplicates));
        let title = format!("speakers ({})", half.title());
        table::table(&[&title, "gold", "%"], &rows)
    }
}

fn is_named(kind: &str) -> bool {
    matches!(kind, "person" | "organisation")
}

/// What is measured, and the errors as lines to read.
///
/// # Errors
/// If the labels speak of an article or attribution that is not there.
pub fn score(
    labels: &Labels,
    half: Half,
    articles: &[Article],
    analyser: &Analyser,
) -> Result<(Figures, Vec<String>), Error> {
    let mut figures = Figures::default();
    let mut errors = Vec::new();
    let skip = usize::from(half == Half::Scored);
    for (id, list) in labels.0.iter().skip(skip).step_by(2) {
        let absent = |what: &str| Error::new(ErrorKind::Input, format!("the labels' {what}"));
        let article = (articles.iter().find(|a| a.id == *id))
            .ok_or_else(|| absent(&format!("article {id} is not in the corpus")))?;
        if let Some(other) = list.keys().find(|&k| !article.gold_ids.contains(k)) {
            return Err(absent(&format!("attribution {other} is not in {id}")));
        }
        given(article, list, analyser, &mut figures, &mut errors);
        end_to_end(article, list, analyser, &mut figures, &mut errors);
    }
    Ok((figures, errors))
}

/// Scores the speakers stage on the gold attributions of one article.
fn given(
    article: &Article,
    labels: &BTreeMap<String, Label>,
    analyser: &Analyser,
    figures: &mut Figures,
    errors: &mut Vec<String>,
) {
    let options = Options { offsets: OffsetUnit::Codepoint, ..Options::default() };
    let document = analyser
        .analyse_given(&article.text, &options, &|context| gold_attributions(context, article));
    let judge = Judge { article, labels, document: &document };
    for (i, id) in article.gold_ids.iter().enumerate() {
        let Some(label) = labels.get(id) else { continue };
        let right =
            judge.is_right(label, i, &|other| article.gold_ids.iter().position(|id| id == other));
        figures.cells.entry((label.form, label.kind.clone())).or_default().count(right);
        if is_named(&label.kind) && !label.doubtful {
            figures.sure.count(right);
        }
        if !right {
            errors.push(describe(article, &document, i, id, label));
        }
    }
    judge.duplicates(&mut figures.duplicates);
}

/// The gold attributions as the stages have theirs; one that lies whole inside another's content is its child.
fn gold_attributions(context: Context, article: &Article) -> Vec<Attribution> {
    let offsets = Offsets::new(context.text.raw);
    let tokens = |spans: &[Range]| -> Vec<std::ops::Range<usize>> {
        (spans.iter())
            .map(|s| {
                let byte = |at: usize| offsets.byte(at, OffsetUnit::Codepoint);
                context.text.tokens_in(Span::new(byte(s.start), byte(s.end)))
            })
            .filter(|r| !r.is_empty())
            .collect()
    };
    let mut out: Vec<Attribution> = (article.gold.iter())
        .map(|gold| {
            let cue = tokens(&gold.cue);
            let cue = cue.first().zip(cue.last()).map(|(a, b)| a.start..b.end);
            Attribution::new("given", tokens(&gold.source), cue, tokens(&gold.content))
        })
        .collect();
    for i in 0..out.len() {
        let own = out[i].extent();
        let around = (0..out.len()).filter(|&k| {
            k != i && out[k].content.iter().any(|c| c.start <= own.start && own.end <= c.end)
        });
        out[i].parent = around.min_by_key(|&k| out[k].extent().len());
    }
    out
}

/// Scores the direct speech of one article with the analyser's own attributions.
fn end_to_end(
    article: &Article,
    labels: &BTreeMap<String, Label>,
    analyser: &Analyser,
    figures: &mut Figures,
    errors: &mut Vec<String>,
) {
    let options = Options { offsets: OffsetUnit::Codepoint, ..Options::default() };
    let document = analyser.analyse(&article.text, &options);
    let own: Vec<usize> = (0..document.attributions.len())
        .filter(|&i| document.attributions[i].parent.is_none())
        .collect();
    let roles: Vec<Roles> = (own.iter().map(|&i| &document.attributions[i]))
        .map(|a| Roles { source: a.source.clone(), cue: a.cue.clone(), content: a.content.clone() })
        .collect();
    let compared = Compared::new(article, &article.gold, &roles);
    let judge = Judge { article, labels, document: &document };
    let place = |i: usize| compared.gold[i].map(|(j, _)| own[j]);
    for (i, id) in article.gold_ids.iter().enumerate() {
        let Some(label) = labels.get(id) else { continue };
        if !compared.gold_direct[i] || !is_named(&label.kind) {
            continue;
        }
        let other =
            |other: &str| article.gold_ids.iter().position(|id| id == other).and_then(place);
        let right = place(i).is_some_and(|j| judge.is_right(label, j, &other));
        figures.direct.count(right);
        if !right {
            errors.push(match place(i) {
                Some(j) => format!("end to end: {}", describe(article, &document, j, id, label)),
                None => format!(
                    "end to end: {} {id} not found\n  {}\n",
                    article.id,
                    article.gold[i]
                        .content
                        .iter()
                        .map(|&s| article.slice(s))
                        .collect::<Vec<_>>()
                        .join(" … ")
                ),
            });
        }
    }
}

/// Compares a document's speakers with labels.
struct Judge<'a> {
    article: &'a Article,
    labels: &'a BTreeMap<String, Label>,
    document: &'a Document,
}

impl Judge<'_> {
    fn speaker(&self, attribution: usize) -> Option<&Entity> {
        self.document.attributions[attribution].speaker.map(|id| &self.document.entities[id])
    }

    /// Has attribution number `i` of the document the speaker that the label says? `find` gives the number of another labelled attribution.
    fn is_right(&self, label: &Label, i: usize, find: &dyn Fn(&str) -> Option<usize>) -> bool {
        let entity = self.speaker(i);
        match &label.speaker {
            Speaker::Unknown => entity.is_none(),
            Speaker::Named(joined) => {
                entity.is_some_and(|e| is_joined(e, joined) || joined.iter().any(|n| is_same(e, n)))
            }
            Speaker::Described => entity.is_some_and(|e| {
                self.mentioned(e, &self.document.attributions[i].source)
                    && is_unnamed(e, &self.document.attributions[i].source)
            }),
            Speaker::Same(other) => {
                let same = find(other).and_then(|k| self.speaker(k));
                entity.zip(same).is_some_and(|(a, b)| a.id == b.id)
            }
            Speaker::Words(words) => entity.is_some_and(|e| {
                let chars: Vec<char> = self.article.text.chars().collect();
                let wanted: Vec<char> = words.chars().collect();
                let places: Vec<Range> = (chars.windows(wanted.len()).enumerate())
                    .filter(|(_, w)| **w == wanted[..])
                    .map(|(at, w)| Range { start: at, end: at + w.len() })
                    .collect();
                self.mentioned(e, &places)
            }),
        }
    }

    /// Does the entity have a mention that shares a token with `spans`?
    fn mentioned(&self, entity: &Entity, spans: &[Range]) -> bool {
        let mentions: Vec<Range> = entity.mentions.iter().map(|m| m.span).collect();
        let tokens = &self.article.tokens;
        !covered(&mentions, tokens).is_disjoint(&covered(spans, tokens))
    }

    /// Counts the entities of each labelled person.
    fn duplicates(&self, share: &mut Share) {
        let people: BTreeSet<&Vec<String>> = (self.labels.values())
            .filter(|l| l.kind == "person")
            .filter_map(|l| match &l.speaker {
                Speaker::Named(joined) => joined.first(),
                _ => None,
            })
            .collect();
        for names in people {
            let entities = (self.document.entities.iter())
                .filter(|e| e.kind == EntityKind::Person && is_same(e, names))
                .count();
            share.right += entities.saturating_sub(1);
            share.all += entities;
        }
    }
}

/// Is every name of the entity inside `spans`?
fn is_unnamed(entity: &Entity, spans: &[Range]) -> bool {
    (entity.mentions.iter())
        .filter(|m| matches!(m.form, MentionForm::Name | MentionForm::Handle))
        .all(|m| spans.iter().any(|s| s.start <= m.span.start && m.span.end <= s.end))
}

/// Words that are no part of a name.
const TITLES: &[&str] =
    &["the", "a", "an", "mr", "mrs", "ms", "dr", "sen", "rep", "gov", "president", "senator"];

/// A name without case, marks, articles and courtesy titles.
fn plain(name: &str) -> String {
    let lower = name.to_lowercase().replace('’', "'").replace("'s", " ");
    lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty() && !TITLES.contains(w))
        .collect::<Vec<_>>()
        .join(" ")
}

/// Is the entity the one with these names, the fullest first?
fn is_same(entity: &Entity, names: &[String]) -> bool {
    let wanted: Vec<String> = names.iter().map(|n| plain(n)).filter(|n| !n.is_empty()).collect();
    let main = plain(&entity.name);
    if wanted.contains(&main) {
        return true;
    }
    let Some(fullest) = wanted.first() else { return false };
    let (words, full): (BTreeSet<&str>, BTreeSet<&str>) =
        (main.split(' ').collect(), fullest.split(' ').collect());
    (words.is_subset(&full) || full.is_subset(&words))
        && entity.aliases.iter().any(|a| wanted.contains(&plain(a)))
}

/// Is the entity all of these at once: "Ana Ruiz and Bo Li"?
fn is_joined(entity: &Entity, joined: &[Vec<String>]) -> bool {
    let parts: Vec<String> =
        entity.name.split(" and ").flat_map(|n| n.split(", ")).map(plain).collect();
    joined.len() > 1
        && joined.len() == parts.len()
        && joined.iter().all(|names| names.iter().any(|n| parts.contains(&plain(n))))
}

/// An error to read: the source in its words before and after, what the label says, what was found.
fn describe(article: &Article, document: &Document, i: usize, id: &str, label: &Label) -> String {
    let attribution = &document.attributions[i];
    let at = (attribution.source.first().or(attribution.cue.first()))
        .or(attribution.content.first())
        .map_or(0, |r| r.start);
    let around = Range { start: at.saturating_sub(600), end: at };
    let after = Range { start: at, end: (at + 120).min(article.text.chars().count()) };
    let line = |span: Range| article.slice(span).replace('\n', " ¶ ");
    let mut out = String::new();
    let _ = writeln!(out, "{} {id} ({}, {})", article.id, label.form, label.kind);
    let _ = writeln!(out, "  {}⟦{}⟧{}", line(around), attribution.text.source, line(after));
    let found = attribution.speaker.map(|s| &document.entities[s]);
    let _ = writeln!(out, "  label {:?}", label.speaker);
    let _ = writeln!(
        out,
        "  found {} ({})",
        found.map_or("nobody".into(), |e| format!("{} {:?} {:?}", e.kind, e.name, e.aliases)),
        attribution.resolution.how
    );
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entity(names: &[&str]) -> Entity {
        Entity {
            id: 0,
            kind: EntityKind::Person,
            name: names[0].into(),
            aliases: names[1..].iter().map(|n| (*n).into()).collect(),
            roles: vec![],
            reason: None,
            mentions: vec![],
        }
    }

    #[test]
    fn labels_are_parsed() {
        assert_eq!(Speaker::parse("-"), Speaker::Unknown);
        assert_eq!(Speaker::parse("self"), Speaker::Described);
        assert_eq!(Speaker::parse("self=E5"), Speaker::Same("E5".into()));
        assert_eq!(Speaker::parse("text=the nurse"), Speaker::Words("the nurse".into()));
        let joined = vec![vec!["Ana Ruiz".into(), "Ruiz".into()], vec!["Bo Li".into()]];
        assert_eq!(Speaker::parse("Ana Ruiz | Ruiz & Bo Li"), Speaker::Named(joined));
    }

    #[test]
    fn an_entity_is_the_one_that_the_label_names() {
        let label = ["Ana Ruiz".to_string(), "Ruiz".to_string()];
        assert!(is_same(&entity(&["Ana Ruiz"]), &label));
        assert!(is_same(&entity(&["Mrs. Ruiz"]), &label));
        assert!(is_same(&entity(&["Ana Maria Ruiz", "Ruiz"]), &label));
        assert!(!is_same(&entity(&["Pedro Ruiz", "Ruiz"]), &label));
        assert!(!is_same(&entity(&["Ana"]), &label));
    }
}
