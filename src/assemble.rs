/*! From what the stages found to the output document; spans are still bytes. */

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::attributions::{Attribution, Context, Found};
use crate::dates;
use crate::document::{self as out, Document, ResolutionHow};
use crate::replies::Reply;
use crate::speakers::{Resolution, Speakers};
use crate::text::Span;

/// Fills the document's lists.
pub fn assemble(
    document: &mut Document,
    context: Context,
    found: &Found,
    speakers: &Speakers,
    replies: &[Reply],
    date: Option<&str>,
) {
    let text = context.text;
    document.furniture = text
        .furniture
        .iter()
        .map(|f| out::Furniture { kind: f.kind, span: f.span.into(), value: f.value.clone() })
        .collect();
    document.quotations = (context.quotes.quotations.iter().zip(&found.quotations).enumerate())
        .map(|(id, (q, &(kind, attribution)))| out::Quotation {
            id,
            span: q.span.into(),
            inner: q.inner.map(Into::into),
            depth: q.depth,
            parent: q.parent,
            kind,
            attribution,
        })
        .collect();
    document.entities = entities(context, speakers);
    document.attributions = (found.attributions.iter().zip(&speakers.resolutions).enumerate())
        .map(|(id, (attribution, resolution))| one(context, id, attribution, resolution, date))
        .collect();
    document.replies = replies
        .iter()
        .map(|r| out::Reply { from: r.from, to: r.to, whom: r.whom, kind: r.kind })
        .collect();
    document.voices = voices(context, &found.attributions, speakers);
    for &mark in &context.quotes.unpaired {
        document
            .warnings
            .push(out::Warning { code: "unpaired-mark".into(), span: Some(mark.into()) });
    }
}

fn entities(context: Context, speakers: &Speakers) -> Vec<out::Entity> {
    (speakers.entities.iter().enumerate())
        .map(|(id, entity)| out::Entity {
            id,
            kind: entity.kind,
            name: entity.names[0].clone(),
            aliases: entity.names[1..].to_vec(),
            roles: entity.roles.clone(),
            reason: entity.reason.map(|span| note(context, span)),
            mentions: (entity.mentions.iter())
                .map(|&(span, form)| out::Mention { span: span.into(), form })
                .collect(),
        })
        .collect()
}

fn note(context: Context, span: Span) -> out::Note {
    out::Note { text: context.text.raw[span].to_string(), span: span.into() }
}

fn note_of(context: Context, tokens: Option<&Range<usize>>) -> Option<out::Note> {
    tokens.map(|tokens| note(context, context.text.span(tokens.clone())))
}

fn one(
    context: Context,
    id: usize,
    attribution: &Attribution,
    resolution: &Resolution,
    date: Option<&str>,
) -> out::Attribution {
    let spans = |ranges: &[Range<usize>]| -> Vec<Span> {
        merged(ranges).into_iter().map(|r| context.text.span(r)).collect()
    };
    let words = |spans: &[Span]| {
        spans.iter().map(|&s| &context.text.raw[s]).collect::<Vec<_>>().join(" … ")
    };
    let ranges = |spans: &[Span]| spans.iter().map(|&s| s.into()).collect::<Vec<out::Range>>();
    let (source, content) = (spans(&attribution.source), spans(&attribution.content));
    let cue: Vec<Span> = attribution.cue.iter().map(|c| context.text.span(c.clone())).collect();
    let circumstances = &attribution.circumstances;
    let mut because = vec![out::Because { rule: attribution.rule.into(), spans: ranges(&cue) }];
    if let Some(strength) = attribution.strength {
        because.push(out::Because { rule: format!("model-{strength}"), spans: vec![] });
    }
    if let Some(evidence) = resolution.evidence.filter(|_| resolution.how != ResolutionHow::None) {
        because.push(out::Because {
            rule: format!(
                "speaker-{}",
                if resolution.via.is_some() { "document" } else { resolution.how.as_str() }
            ),
            spans: vec![evidence.into()],
        });
    }
    out::Attribution {
        id,
        kind: attribution.kind(context.quotes),
        act: attribution.act,
        stance: attribution.stance,
        negated: attribution.negated,
        hypothetical: attribution.hypothetical,
        text: out::AttributionText {
            source: words(&source),
            cue: words(&cue),
            content: words(&content),
        },
        source: ranges(&source),
        cue: ranges(&cue),
        content: ranges(&content),
        speaker: resolution.speaker,
        via: resolution.via,
        resolution: out::Resolution {
            how: resolution.how,
            confidence: f64::from(resolution.confidence) / 100.0,
        },
        medium: note_of(context, circumstances.medium.as_ref()),
        addressee: note_of(context, circumstances.addressee.as_ref()),
        venue: note_of(context, circumstances.venue.as_ref()),
        time: note_of(context, circumstances.time.as_ref()).map(|n| out::Time {
            date: date.and_then(|date| dates::resolve(&n.text, date)),
            text: n.text,
            span: n.span,
        }),
        hedge: note_of(context, circumstances.hedge.as_ref()),
        parent: attribution.parent,
        confidence: f64::from(attribution.confidence) / 100.0,
        because,
    }
}

/// Sorted, and what touches or overlaps made one.
fn merged(ranges: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut sorted: Vec<Range<usize>> = ranges.iter().filter(|r| !r.is_empty()).cloned().collect();
    sorted.sort_unstable_by_key(|r| (r.start, r.end));
    let mut out: Vec<Range<usize>> = Vec::new();
    for range in sorted {
        match out.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => out.push(range),
        }
    }
    out
}

/// Each speaker's words: of what is said or thought, not of children nor of refusals to speak; each word once.
fn voices(context: Context, attributions: &[Attribution], speakers: &Speakers) -> Vec<out::Voice> {
    let words: Vec<Range<usize>> =
        context.text.raw.unicode_word_indices().map(|(at, word)| at..at + word.len()).collect();
    let mut voices: Vec<out::Voice> = Vec::new();
    let mut of_entity: Vec<Option<usize>> = vec![None; speakers.entities.len()];
    let mut counted = vec![false; words.len()];
    for (attribution, resolution) in attributions.iter().zip(&speakers.resolutions) {
        let Some(speaker) = resolution.speaker else { continue };
        let counts = matches!(attribution.act, out::Act::Says | out::Act::Thinks)
            && attribution.stance != out::Stance::Decline
            && attribution.parent.is_none();
        if !counts {
            continue;
        }
        let at = *of_entity[speaker].get_or_insert_with(|| {
            voices.push(out::Voice {
                speaker,
                attributions: 0,
                direct_words: 0,
                indirect_words: 0,
                share: 0.0,
            });
            voices.len() - 1
        });
        voices[at].attributions += 1;
        for range in merged(&attribution.content) {
            let span = context.text.span(range.clone());
            let first = words.partition_point(|w| w.start < span.start());
            for (k, word) in
                words[first..].iter().enumerate().take_while(|(_, w)| w.start < span.end())
            {
                if std::mem::replace(&mut counted[first + k], true) {
                    continue;
                }
                let token = context.text.tokens_in(Span::new(word.start, word.end)).start;
                let direct = context.quoted(token)
                    || attribution.kind(context.quotes) == out::AttributionKind::Direct;
                *(if direct {
                    &mut voices[at].direct_words
                } else {
                    &mut voices[at].indirect_words
                }) += 1;
            }
        }
    }
    let all: usize = voices.iter().map(|v| v.direct_words + v.indirect_words).sum();
    for voice in &mut voices {
        voice.share = if all == 0 {
            0.0
        } else {
            (voice.direct_words + voice.indirect_words) as f64 / all as f64
        };
    }
    voices.retain(|v| v.direct_words + v.indirect_words > 0);
    voices.sort_by_key(|v| (std::cmp::Reverse(v.direct_words + v.indirect_words), v.speaker));
    voices
}
