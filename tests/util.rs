//! Documents made by hand from phrases, for tests that must not depend on what the analyser finds.
//!
//! A phrase stands for its first occurrence in the text; "said#2" for the second. A phrase that is not there fails the test.

use std::ops;

use sayso::OffsetUnit;
use sayso::document::{
    Act, Attribution, AttributionKind, AttributionText, Because, Document, Entity, EntityKind,
    Furniture, FurnitureKind, Mention, MentionForm, Note, Quotation, QuotationKind, Range,
    Resolution, ResolutionHow, SCHEMA, Stance, Voice,
};
use sayso::text::Offsets;
use unicode_segmentation::UnicodeSegmentation;

/// A document in the making; its spans are bytes until [`Draft::finish`].
pub struct Draft<'a> {
    text: &'a str,
    document: Document,
}

/// An attribution in phrases; what is left out is empty, neutral, said.
#[derive(Default, Clone, Copy)]
pub struct Says<'a> {
    pub source: &'a str,
    pub cue: &'a str,
    pub content: &'a [&'a str],
    pub speaker: Option<usize>,
    pub stance: Option<Stance>,
    pub act: Option<Act>,
    pub parent: Option<usize>,
    pub medium: &'a str,
    pub hedge: &'a str,
}

impl<'a> Draft<'a> {
    /// A paragraph a line, a sentence a paragraph, a quotation for each pair of “ and ”.
    pub fn new(text: &'a str) -> Self {
        let mut draft = Self { text, document: empty(text) };
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let words = line.trim();
            if !words.is_empty() {
                let at = start + line.find(words).unwrap_or(0);
                let range = Range { start: at, end: at + words.len() };
                draft.document.paragraphs.push(range);
                draft.document.sentences.push(range);
            }
            start += line.len();
        }
        for (id, (open, _)) in text.match_indices('“').enumerate() {
            let close = open + text[open..].find('”').expect("a closing mark");
            draft.document.quotations.push(Quotation {
                id,
                span: Range { start: open, end: close + '”'.len_utf8() },
                inner: Some(Range { start: open + '“'.len_utf8(), end: close }),
                depth: 0,
                parent: None,
                kind: QuotationKind::Phrase,
                attribution: None,
            });
        }
        draft
    }

    /// Where `phrase` stands.
    #[track_caller]
    pub fn at(&self, phrase: &str) -> Range {
        let (words, nth) = match phrase.rsplit_once('#') {
            Some((words, n)) if !words.is_empty() => (words, n.parse().expect("a number after #")),
            _ => (phrase, 1),
        };
        let found = self.text.match_indices(words).nth(nth - 1);
        let Some((start, _)) = found else { panic!("not in the text: {phrase}") };
        Range { start, end: start + words.len() }
    }

    /// An entity with its mentions by name, in order.
    #[track_caller]
    pub fn entity(
        &mut self,
        kind: EntityKind,
        name: &str,
        roles: &[&str],
        mentions: &[&str],
    ) -> usize {
        let mention = |phrase: &&str| Mention { span: self.at(phrase), form: MentionForm::Name };
        let id = self.document.entities.len();
        let entity = Entity {
            id,
            kind,
            name: name.into(),
            aliases: vec![],
            roles: roles.iter().map(ToString::to_string).collect(),
            reason: None,
            mentions: mentions.iter().map(mention).collect(),
        };
        self.document.entities.push(entity);
        id
    }

    #[track_caller]
    pub fn furniture(&mut self, kind: FurnitureKind, phrase: &str, value: &str) {
        let span = self.at(phrase);
        self.document.furniture.push(Furniture { kind, span, value: value.into() });
    }

    /// An attribution; must be given in the order of the text.
    #[track_caller]
    pub fn says(&mut self, says: Says) -> usize {
        let id = self.document.attributions.len();
        let phrase = |p: &str| if p.is_empty() { vec![] } else { vec![self.at(p)] };
        let note = |p: &str| phrase(p).pop().map(|span| Note { text: p.into(), span });
        let (source, cue) = (phrase(says.source), phrase(says.cue));
        let content: Vec<_> = says.content.iter().map(|p| self.at(p)).collect();
        let (medium, hedge) = (note(says.medium), note(says.hedge));
        let text = AttributionText {
            source: joined(self.text, &source),
            cue: joined(self.text, &cue),
            content: joined(self.text, &content),
        };
        let how = match says.speaker {
            None => ResolutionHow::None,
            Some(_) if source.is_empty() => ResolutionHow::Continuation,
            Some(_) => ResolutionHow::Name,
        };
        let kind = kind(self.text, &content, &self.document.quotations);
        for quotation in &mut self.document.quotations {
            if content
                .iter()
                .any(|c| c.start <= quotation.span.start && quotation.span.end <= c.end)
            {
                quotation.attribution = Some(id);
                quotation.kind = QuotationKind::Speech;
            }
        }
        let because = vec![Because { rule: "by-hand".into(), spans: cue.clone() }];
        self.document.attributions.push(Attribution {
            id,
            kind,
            act: says.act.unwrap_or(Act::Says),
            stance: says.stance.unwrap_or(Stance::Neutral),
            negated: false,
            hypothetical: false,
            source,
            cue,
            content,
            text,
            speaker: says.speaker,
            via: None,
            resolution: Resolution { how, confidence: 0.9 },
            medium,
            addressee: None,
            venue: None,
            time: None,
            hedge,
            parent: says.parent,
            confidence: 0.87,
            because,
        });
        id
    }

    /// The document with its voices, in `unit`.
    pub fn finish(mut self, unit: OffsetUnit) -> Document {
        self.document.voices = voices(&self.document, self.text);
        in_unit(&self.document, self.text, unit)
    }
}

/// A document without marks, in bytes.
pub fn empty(text: &str) -> Document {
    Document {
        schema: SCHEMA,
        language: "en".into(),
        offsets: OffsetUnit::Byte,
        length: text.len(),
        paragraphs: vec![],
        sentences: vec![],
        furniture: vec![],
        entities: vec![],
        quotations: vec![],
        attributions: vec![],
        replies: vec![],
        voices: vec![],
        warnings: vec![],
    }
}

/// `document`, whose spans are bytes, in `unit`.
pub fn in_unit(document: &Document, text: &str, unit: OffsetUnit) -> Document {
    assert_eq!(document.offsets, OffsetUnit::Byte);
    let offsets = Offsets::new(text);
    let mut document = document.clone();
    document.offsets = unit;
    document.length = offsets.convert(text.len(), unit);
    document.for_each_range(&mut |range| {
        range.start = offsets.convert(range.start, unit);
        range.end = offsets.convert(range.end, unit);
    });
    document
}

/// The slices at `ranges`, in bytes, joined as the contract says.
pub fn joined(text: &str, ranges: &[Range]) -> String {
    let slices: Vec<_> = ranges.iter().map(|r| &text[r.start..r.end]).collect();
    slices.join(" … ")
}

/// The voices of a document in bytes, counted as design section 3 says, and in no hurry.
pub fn voices(document: &Document, text: &str) -> Vec<Voice> {
    let marked = disjoint(document.quotations.iter().map(|q| q.span.start..q.span.end).collect());
    let words: Vec<usize> = text.unicode_word_indices().map(|(at, _)| at).collect();
    let mut voices: Vec<Voice> = Vec::new();
    for a in &document.attributions {
        let counts = matches!(a.act, Act::Says | Act::Thinks) && a.stance != Stance::Decline;
        let (Some(speaker), None, true) = (a.speaker, a.parent, counts) else { continue };
        let at = voices.iter().position(|v| v.speaker == speaker).unwrap_or_else(|| {
            let voice =
                Voice { speaker, attributions: 0, direct_words: 0, indirect_words: 0, share: 0.0 };
            voices.push(voice);
            voices.len() - 1
        });
        voices[at].attributions += 1;
        for span in &a.content {
            let inside = words.partition_point(|w| *w < span.start)
                ..words.partition_point(|w| *w < span.end);
            for word in &words[inside] {
                // A transcript turn or a post is somebody's own words without marks.
                if a.kind == AttributionKind::Direct || holds(&marked, *word) {
                    voices[at].direct_words += 1;
                } else {
                    voices[at].indirect_words += 1;
                }
            }
        }
    }
    // A voice is words: who is quoted with marks and signs alone has none.
    voices.retain(|v| v.direct_words + v.indirect_words > 0);
    let all: usize = voices.iter().map(|v| v.direct_words + v.indirect_words).sum();
    for voice in &mut voices {
        voice.share = (voice.direct_words + voice.indirect_words) as f64 / all.max(1) as f64;
    }
    voices.sort_by(|a, b| b.share.total_cmp(&a.share).then(a.speaker.cmp(&b.speaker)));
    voices
}

/// The same places as sorted ranges that do not overlap.
fn disjoint(mut ranges: Vec<ops::Range<usize>>) -> Vec<ops::Range<usize>> {
    ranges.sort_by_key(|r| (r.start, r.end));
    let mut out: Vec<ops::Range<usize>> = Vec::new();
    for range in ranges {
        match out.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => out.push(range),
        }
    }
    out
}

fn holds(ranges: &[ops::Range<usize>], at: usize) -> bool {
    let after = ranges.partition_point(|r| r.start <= at);
    after > 0 && at < ranges[after - 1].end
}

fn kind(text: &str, content: &[Range], quotations: &[Quotation]) -> AttributionKind {
    let marked = disjoint(quotations.iter().map(|q| q.span.start..q.span.end).collect());
    let words = |r: &Range| {
        text[r.start..r.end]
            .unicode_word_indices()
            .map(move |(at, _)| r.start + at)
            .collect::<Vec<_>>()
    };
    let inside: Vec<bool> = content.iter().flat_map(words).map(|at| holds(&marked, at)).collect();
    match (inside.contains(&true), inside.contains(&false)) {
        (true, false) => AttributionKind::Direct,
        (true, true) => AttributionKind::Mixed,
        _ => AttributionKind::Indirect,
    }
}

/// An invented article with an emoji before its first quotation, letters beyond ASCII, an attribution in two pieces, one inside another,
/// a source without a name, and words that HTML and spreadsheets take for their own.
pub const ARTICLE: &str = "\
GHENT 😀 – “=We measured <b>every</b> week & found nothing,” said Zoë Verbruggen, the harbour’s director. “If anybody has other figures, we want to see them.”
The nurse Lotte Maes says Verbruggen told her that “it’s only a smell”.
A report in the Scheldt Courier warned that digging would spread the tar.
";

/// [`ARTICLE`]'s document.
pub fn article(unit: OffsetUnit) -> Document {
    let mut draft = Draft::new(ARTICLE);
    draft.furniture(FurnitureKind::Dateline, "GHENT 😀 –", "Ghent");
    let director = draft.entity(
        EntityKind::Person,
        "Zoë Verbruggen",
        &["the harbour’s director"],
        &["Zoë Verbruggen", "Verbruggen#2"],
    );
    let nurse = draft.entity(EntityKind::Person, "Lotte Maes", &["nurse"], &["Lotte Maes"]);
    draft.entity(EntityKind::Organisation, "Scheldt Courier", &[], &["Scheldt Courier"]);
    draft.says(Says {
        source: "Zoë Verbruggen, the harbour’s director",
        cue: "said",
        content: &[
            "“=We measured <b>every</b> week & found nothing,”",
            "“If anybody has other figures, we want to see them.”",
        ],
        speaker: Some(director),
        ..Says::default()
    });
    let outer = draft.says(Says {
        source: "The nurse Lotte Maes",
        cue: "says",
        content: &["Verbruggen told her that “it’s only a smell”"],
        speaker: Some(nurse),
        stance: Some(Stance::Claim),
        ..Says::default()
    });
    draft.says(Says {
        source: "Verbruggen#2",
        cue: "told",
        content: &["that “it’s only a smell”"],
        speaker: Some(director),
        parent: Some(outer),
        ..Says::default()
    });
    draft.says(Says {
        source: "A report",
        cue: "warned",
        content: &["that digging would spread the tar"],
        stance: Some(Stance::Warn),
        medium: "in the Scheldt Courier",
        ..Says::default()
    });
    draft.finish(unit)
}

#[test]
fn phrases_are_found_where_they_stand() {
    let draft = Draft::new("Ann said no. Bo said yes.");
    assert_eq!(draft.at("said"), Range { start: 4, end: 8 });
    assert_eq!(draft.at("said#2"), Range { start: 16, end: 20 });
}

#[test]
#[should_panic(expected = "not in the text: said#3")]
fn a_phrase_that_is_not_there_fails() {
    Draft::new("Ann said no. Bo said yes.").at("said#3");
}

#[test]
fn words_are_counted_as_a_person_would() {
    let document = article(OffsetUnit::Byte);
    let counts: Vec<_> = document
        .voices
        .iter()
        .map(|v| {
            (
                document.entities[v.speaker].name.as_str(),
                v.attributions,
                v.direct_words,
                v.indirect_words,
            )
        })
        .collect();
    // We measured b every b week found nothing (8); If anybody has other figures we want to see them (10).
    // Verbruggen told her that (4) it’s only a smell (4); the child is not counted again, nor the report, which is nobody.
    assert_eq!(counts, [("Zoë Verbruggen", 1, 18, 0), ("Lotte Maes", 1, 4, 4)]);
    let kinds: Vec<_> = document.attributions.iter().map(|a| a.kind.as_str()).collect();
    assert_eq!(kinds, ["direct", "mixed", "mixed", "indirect"]);
}
