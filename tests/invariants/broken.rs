//! Documents broken on purpose: each promise is broken once, and the check must say which.

use super::*;
use sayso::document::{Because, Reply, ReplyKind, Time, Warning};

use crate::util::{ARTICLE, article};

const UNITS: [OffsetUnit; 3] = [OffsetUnit::Byte, OffsetUnit::Codepoint, OffsetUnit::Utf16];

#[test]
fn a_right_document_is_accepted_in_every_unit() {
    for unit in UNITS {
        assert_eq!(complaints(&article(unit), ARTICLE), [""; 0], "{unit:?}");
    }
}

#[test]
fn an_empty_document_of_an_empty_text_is_right() {
    assert_eq!(complaints(&util::empty(""), ""), [""; 0]);
}

/// Breaks the article's document by `breaking` and wants exactly one kind of complaint: one that holds `expected`.
#[track_caller]
fn refused(expected: &str, breaking: impl Fn(&mut Document)) {
    for unit in UNITS {
        let mut document = article(unit);
        breaking(&mut document);
        let complaints = complaints(&document, ARTICLE);
        assert!(
            complaints.iter().any(|c| c.contains(expected)),
            "{unit:?}: expected “{expected}”, but found {complaints:?}"
        );
    }
}

fn swap<T: Clone>(list: &mut [T]) {
    list.swap(0, 1);
}

#[test]
fn frames() {
    refused("schema is 2", |d| d.schema = 2);
    refused("length is 7", |d| d.length = 7);
    refused("language is empty", |d| d.language.clear());
}

#[test]
fn spans_that_are_none() {
    refused("sentences[0] is empty", |d| d.sentences[0].end = d.sentences[0].start);
    refused("attributions[1].content[0] is empty", |d| d.attributions[1].content[0].start += 1000);
    refused("entities[0].mentions[1] is out of range", |d| {
        d.entities[0].mentions[1].span.end = 9999;
    });
    refused("quotations[0].inner is out of range", |d| {
        d.quotations[0].inner = Some(Range { start: 0, end: d.length + 1 });
    });
    refused("attributions[3].medium is empty", |d| {
        let note = d.attributions[3].medium.as_mut().expect("the article has one");
        note.span.end = note.span.start;
    });
    refused("warnings[0].span is out of range", |d| {
        d.warnings.push(Warning {
            code: "unpaired-mark".into(),
            span: Some(Range { start: 0, end: 9999 }),
        });
    });
}

#[test]
fn spans_that_cut_a_character() {
    // The emoji is at 6: four bytes, two UTF-16 units; code points cannot be cut.
    for unit in [OffsetUnit::Byte, OffsetUnit::Utf16] {
        let mut document = article(unit);
        document.furniture[0].span.start = 7;
        assert_eq!(complaints(&document, ARTICLE).len(), 1);
        assert!(complaints(&document, ARTICLE)[0].contains("furniture[0].span cuts a character"));
    }
}

#[test]
fn parts() {
    refused("paragraphs[1] is not after", |d| swap(&mut d.paragraphs));
    refused("sentences[1] is not after", |d| swap(&mut d.sentences));
    refused("sentences[0] is not in one paragraph", |d| d.sentences[0].end += 5);
    refused("sentences[0] begins or ends with white space", |d| d.sentences[0].end += 1);
    refused("paragraphs leave words out", |d| {
        d.paragraphs.remove(2);
        d.sentences.remove(2);
    });
    refused("sentences leave words out", |d| d.sentences[1].start += 4);
}

#[test]
fn furniture() {
    refused("content holds a dateline", |d| d.furniture[0].span.end += 20);
    refused("furniture[1] is not after", |d| {
        let again = d.furniture[0].clone();
        d.furniture.push(again);
    });
}

#[test]
fn entities() {
    refused("entities[0].id is 3", |d| d.entities[0].id = 3);
    refused("entities[0].name is empty", |d| d.entities[0].name = " ".into());
    refused("entities[0].name is no mention", |d| d.entities[0].name = "Ann Other".into());
    refused("entities[2] is never mentioned", |d| d.entities[2].mentions.clear());
    refused("entities[0].mentions[1] is not after", |d| swap(&mut d.entities[0].mentions));
    refused("entities[1].aliases repeat a form", |d| {
        d.entities[1].aliases.push("Lotte Maes".into());
    });
    refused("entities[1].roles repeat one", |d| d.entities[1].roles.push("nurse".into()));
    refused("entities[1] has an empty alias or role", |d| d.entities[1].roles.push(String::new()));
    refused("entities[1] is mentioned before", |d| {
        d.entities.swap(0, 1);
        (d.entities[0].id, d.entities[1].id) = (0, 1);
    });
    refused("it is not anonymous", |d| d.entities[1].reason = d.attributions[3].medium.clone());
}

#[test]
fn quotations() {
    refused("quotations[1].id is 0", |d| d.quotations[1].id = 0);
    refused("quotations[1] is not after", |d| swap(&mut d.quotations));
    refused("quotations[1].parent is Some(0), not None", |d| d.quotations[1].parent = Some(0));
    refused("quotations[2].depth is 1, not 0", |d| d.quotations[2].depth = 1);
    refused("quotations[1] crosses quotations[0]", |d| {
        d.quotations[0].span.end = d.quotations[1].inner.map_or(0, |i| i.start);
    });
    refused("quotations[0].inner is not inside", |d| {
        d.quotations[0].inner = Some(d.quotations[0].span);
    });
    refused("quotations[0].attribution is not there: 9", |d| d.quotations[0].attribution = Some(9));
    refused("quotations[0] is no part of attributions[3]", |d| {
        d.quotations[0].attribution = Some(3);
    });
}

#[test]
fn attributions() {
    refused("attributions[2].id is 7", |d| d.attributions[2].id = 7);
    refused("attributions[1] is not after", |d| swap(&mut d.attributions));
    refused("attributions[3].content is empty", |d| d.attributions[3].content.clear());
    refused("attributions[0].cue has 2 spans", |d| {
        let other = d.attributions[1].cue[0];
        d.attributions[0].cue.push(other);
    });
    refused("attributions[0].content[1] is not after", |d| swap(&mut d.attributions[0].content));
    refused("attributions[0].text.source is \"her\"", |d| {
        d.attributions[0].text.source = "her".into();
    });
    refused("attributions[0].text.content", |d| {
        let a = &mut d.attributions[0];
        a.text.content = a.text.content.replace(" … ", " ");
    });
    refused("attributions[1].source overlaps its cue", |d| {
        d.attributions[1].source = d.attributions[1].cue.clone();
    });
    refused("attributions[1].cue overlaps its content", |d| {
        d.attributions[1].cue = d.attributions[1].content.clone();
    });
    refused("attributions[0].speaker is not there", |d| d.attributions[0].speaker = Some(3));
    refused("attributions[0].via is its speaker", |d| d.attributions[0].via = Some(0));
    refused("attributions[0].resolution is none", |d| {
        d.attributions[0].resolution.how = ResolutionHow::None;
    });
    refused("attributions[3].resolution is role", |d| {
        d.attributions[3].resolution.how = ResolutionHow::Role;
    });
    refused("attributions[0].confidence is 1.5", |d| d.attributions[0].confidence = 1.5);
    refused("attributions[0].confidence is 0.123", |d| d.attributions[0].confidence = 0.123);
    refused("attributions[0].confidence is NaN", |d| d.attributions[0].confidence = f64::NAN);
    refused("attributions[0].resolution.confidence is -0.1", |d| {
        d.attributions[0].resolution.confidence = -0.1;
    });
    refused("attributions[3].medium.text is not", |d| {
        d.attributions[3].medium.as_mut().expect("the article has one").text = "in a tweet".into();
    });
    refused("attributions[0].because is empty", |d| d.attributions[0].because.clear());
    refused("attributions[0].because has no code", |d| {
        d.attributions[0].because.push(Because { rule: "By hand".into(), spans: vec![] });
    });
    refused("attributions[3] is direct, but nothing", |d| {
        d.attributions[3].kind = AttributionKind::Direct;
    });
    refused("attributions[0].time.date is no date", |d| {
        let span = d.attributions[0].cue[0];
        d.attributions[0].time =
            Some(Time { text: "said".into(), span, date: Some("Tuesday".into()) });
    });
}

#[test]
fn parents() {
    refused("attributions[2].parent is not there: Some(4)", |d| d.attributions[2].parent = Some(4));
    refused("attributions[2].parent is not there: Some(2)", |d| d.attributions[2].parent = Some(2));
    refused("leads in a circle", |d| d.attributions[1].parent = Some(2));
    refused("attributions[2].content overlaps that of attributions[1]", |d| {
        d.attributions[2].parent = None;
    });
    refused("attributions[2].content is not inside its parent's", |d| {
        d.attributions[2].parent = Some(0);
    });
}

#[test]
fn replies() {
    let reply = |from, to, whom| Reply { from, to, whom, kind: ReplyKind::Reject };
    refused("replies[0].from is not there", |d| d.replies.push(reply(4, Some(0), None)));
    refused("replies[0].to is not there", |d| d.replies.push(reply(0, Some(4), None)));
    refused("replies[0].to is not there", |d| d.replies.push(reply(0, Some(0), None)));
    refused("replies[0].whom is not there", |d| d.replies.push(reply(0, None, Some(3))));
    refused("replies[0] answers nothing", |d| d.replies.push(reply(0, None, None)));
}

#[test]
fn voices() {
    refused("voices[0].speaker is not there", |d| d.voices[0].speaker = 3);
    refused("voices[1] is not after", |d| swap(&mut d.voices));
    refused("shares sum to", |d| d.voices[0].share += 0.1);
    refused("voices are not as counted", |d| d.voices[0].direct_words += 1);
    refused("voices are not as counted", |d| d.voices[1].attributions += 1);
    refused("voices are not as counted", |d| {
        d.voices.pop();
    });
    refused("voices[0].share is", |d| {
        d.voices[0].share += 0.05;
        d.voices[1].share -= 0.05;
    });
}

#[test]
fn warnings() {
    refused("warnings[0].code is unknown: oops", |d| {
        d.warnings.push(Warning { code: "oops".into(), span: None });
    });
}
