//! Every promise of the output document (design section 3), as one check that takes any document and its text.
//!
//! [`complaints`] reads the document as a stranger would: it has its own table of offsets and counts words itself. It takes time
//! n log n, so that it can be run on megabytes. [`check`] fails a test with all complaints. The documents broken on purpose in `broken`
//! show that each promise is really looked at; a new promise needs a line in both places.

mod broken;

use std::collections::BTreeSet;

use sayso::OffsetUnit;
use sayso::document::{
    Attribution, AttributionKind, Document, EntityKind, FurnitureKind, MentionForm, Note, Range,
    ResolutionHow, SCHEMA,
};

use crate::util;

/// Fails where `document`, in any unit, breaks a promise.
#[track_caller]
pub fn check(document: &Document, text: &str) {
    let complaints = complaints(document, text);
    if !complaints.is_empty() {
        let start: String = text.chars().take(300).collect();
        let first = complaints[..complaints.len().min(20)].join("\n  ");
        panic!("{} broken promises:\n  {first}\nin the document of {start:?}", complaints.len());
    }
}

/// All promises that `document` breaks, in words.
pub fn complaints(document: &Document, text: &str) -> Vec<String> {
    let mut checker = Checker { text, complaints: vec![] };
    checker.frame(document);
    let spans = spans(document);
    let Some(document) = checker.in_bytes(document, &spans) else {
        // With wrong spans nothing else can be looked at.
        return checker.complaints;
    };
    checker.parts(&document);
    checker.furniture(&document);
    checker.entities(&document);
    checker.quotations(&document);
    for a in &document.attributions {
        checker.attribution(&document, a);
    }
    checker.order(&document);
    checker.nesting(&document);
    checker.replies(&document);
    checker.voices(&document);
    checker.warnings(&document);
    checker.complaints
}

/// Every span of `document` with the place where it stands in it.
fn spans(document: &Document) -> Vec<(String, Range)> {
    let mut spans = Vec::new();
    let mut add = |place: String, range: &Range| spans.push((place, *range));
    for (i, r) in document.paragraphs.iter().enumerate() {
        add(format!("paragraphs[{i}]"), r);
    }
    for (i, r) in document.sentences.iter().enumerate() {
        add(format!("sentences[{i}]"), r);
    }
    for (i, f) in document.furniture.iter().enumerate() {
        add(format!("furniture[{i}].span"), &f.span);
    }
    for (i, e) in document.entities.iter().enumerate() {
        for (n, m) in e.mentions.iter().enumerate() {
            add(format!("entities[{i}].mentions[{n}]"), &m.span);
        }
        if let Some(note) = &e.reason {
            add(format!("entities[{i}].reason"), &note.span);
        }
    }
    for (i, q) in document.quotations.iter().enumerate() {
        add(format!("quotations[{i}].span"), &q.span);
        if let Some(inner) = &q.inner {
            add(format!("quotations[{i}].inner"), inner);
        }
    }
    for (i, a) in document.attributions.iter().enumerate() {
        for (role, ranges) in [("source", &a.source), ("cue", &a.cue), ("content", &a.content)] {
            for (n, r) in ranges.iter().enumerate() {
                add(format!("attributions[{i}].{role}[{n}]"), r);
            }
        }
        for (what, note) in notes(a) {
            add(format!("attributions[{i}].{what}"), &note.span);
        }
        if let Some(time) = &a.time {
            add(format!("attributions[{i}].time"), &time.span);
        }
        for (n, r) in a.because.iter().flat_map(|b| &b.spans).enumerate() {
            add(format!("attributions[{i}].because[{n}]"), r);
        }
    }
    for (i, w) in document.warnings.iter().enumerate() {
        if let Some(span) = &w.span {
            add(format!("warnings[{i}].span"), span);
        }
    }
    spans
}

fn notes(a: &Attribution) -> impl Iterator<Item = (&'static str, &Note)> {
    let all = [
        ("medium", &a.medium),
        ("addressee", &a.addressee),
        ("venue", &a.venue),
        ("hedge", &a.hedge),
    ];
    all.into_iter().filter_map(|(what, note)| note.as_ref().map(|n| (what, n)))
}

struct Checker<'a> {
    text: &'a str,
    complaints: Vec<String>,
}

impl Checker<'_> {
    fn say(&mut self, complaint: impl Into<String>) {
        self.complaints.push(complaint.into());
    }

    fn expect(&mut self, holds: bool, complaint: impl FnOnce() -> String) {
        if !holds {
            self.complaints.push(complaint());
        }
    }

    fn slice(&self, range: Range) -> &str {
        &self.text[range.start..range.end]
    }

    fn frame(&mut self, document: &Document) {
        self.expect(document.schema == SCHEMA, || format!("schema is {}", document.schema));
        self.expect(!document.language.is_empty(), || "language is empty".into());
        let length = match document.offsets {
            OffsetUnit::Byte => self.text.len(),
            OffsetUnit::Codepoint => self.text.chars().count(),
            OffsetUnit::Utf16 => self.text.encode_utf16().count(),
        };
        self.expect(document.length == length, || {
            format!("length is {}, not {length}", document.length)
        });
    }

    /// The document in bytes; `None`, with complaints, where a span is none.
    fn in_bytes(&mut self, document: &Document, spans: &[(String, Range)]) -> Option<Document> {
        let mut seen = 0;
        document.clone().for_each_range(&mut |_| seen += 1);
        assert_eq!(seen, spans.len(), "the check does not know all spans of a document");

        // For each offset of the document's unit the byte, where a character begins there.
        let width = |c: char| match document.offsets {
            OffsetUnit::Byte => c.len_utf8(),
            OffsetUnit::Codepoint => 1,
            OffsetUnit::Utf16 => c.len_utf16(),
        };
        let mut byte_at = Vec::with_capacity(self.text.len() + 1);
        for (byte, c) in self.text.char_indices() {
            byte_at.push(Some(byte));
            byte_at.extend((1..width(c)).map(|_| None));
        }
        byte_at.push(Some(self.text.len()));

        let before = self.complaints.len();
        for (place, range) in spans {
            let Range { start, end } = *range;
            self.expect(start < end, || format!("{place} is empty: {start}..{end}"));
            for offset in [start, end] {
                match byte_at.get(offset) {
                    None => self.say(format!("{place} is out of range: {start}..{end}")),
                    Some(None) => self.say(format!("{place} cuts a character: {start}..{end}")),
                    Some(Some(_)) => {}
                }
            }
        }
        if self.complaints.len() > before {
            return None;
        }
        let mut bytes = document.clone();
        bytes.offsets = OffsetUnit::Byte;
        bytes.length = self.text.len();
        bytes.for_each_range(&mut |range| {
            range.start = byte_at[range.start].unwrap_or_default();
            range.end = byte_at[range.end].unwrap_or_default();
        });
        Some(bytes)
    }

    /// Complains where `ranges` are not sorted or overlap.
    fn sorted(&mut self, place: &str, ranges: &[Range]) {
        for (i, pair) in ranges.windows(2).enumerate() {
            self.expect(pair[0].end <= pair[1].start, || {
                format!("{place}[{}] is not after the one before", i + 1)
            });
        }
    }

    fn parts(&mut self, document: &Document) {
        self.sorted("paragraphs", &document.paragraphs);
        self.sorted("sentences", &document.sentences);
        for (name, ranges) in
            [("paragraphs", &document.paragraphs), ("sentences", &document.sentences)]
        {
            for (i, range) in ranges.iter().enumerate() {
                let words = self.slice(*range);
                let bare = words.trim() == words;
                self.expect(bare, || format!("{name}[{i}] begins or ends with white space"));
            }
        }
        for (i, sentence) in document.sentences.iter().enumerate() {
            let after = document.paragraphs.partition_point(|p| p.start <= sentence.start);
            let inside = after > 0 && sentence.end <= document.paragraphs[after - 1].end;
            self.expect(inside, || format!("sentences[{i}] is not in one paragraph"));
        }
        // Without marks, as after a warning, a document may be without parts.
        if document.paragraphs.is_empty() && !document.warnings.is_empty() {
            return;
        }
        for (name, ranges) in
            [("paragraphs", &document.paragraphs), ("sentences", &document.sentences)]
        {
            let mut end = 0;
            let last = Range { start: self.text.len(), end: self.text.len() };
            for range in ranges.iter().chain([&last]) {
                let between = self.text.get(end..range.start).unwrap_or_default();
                let lost = between.chars().any(char::is_alphanumeric);
                self.expect(!lost, || {
                    format!("{name} leave words out between {end} and {}", range.start)
                });
                end = range.end;
            }
        }
    }

    fn furniture(&mut self, document: &Document) {
        let spans: Vec<_> = document.furniture.iter().map(|f| f.span).collect();
        self.sorted("furniture", &spans);
        // An address may well be part of what is said; the rest is not.
        let silent: Vec<_> =
            document.furniture.iter().filter(|f| f.kind != FurnitureKind::Link).collect();
        for a in &document.attributions {
            for content in &a.content {
                let after = silent.partition_point(|f| f.span.end <= content.start);
                let hit = silent.get(after).filter(|f| f.span.start < content.end);
                let id = a.id;
                self.expect(hit.is_none(), || {
                    format!(
                        "attributions[{id}].content holds a {}",
                        hit.map_or("", |f| f.kind.as_str())
                    )
                });
            }
        }
    }

    fn entities(&mut self, document: &Document) {
        for (i, e) in document.entities.iter().enumerate() {
            self.expect(e.id == i, || format!("entities[{i}].id is {}", e.id));
            self.expect(!e.name.trim().is_empty(), || format!("entities[{i}].name is empty"));
            self.expect(!e.mentions.is_empty(), || format!("entities[{i}] is never mentioned"));
            let spans: Vec<_> = e.mentions.iter().map(|m| m.span).collect();
            self.sorted(&format!("entities[{i}].mentions"), &spans);
            let named = e.mentions.iter().any(|m| m.form == MentionForm::Name);
            let found = spans.iter().any(|s| flat(self.slice(*s)).contains(&flat(&e.name)));
            self.expect(!named || found, || {
                format!("entities[{i}].name is no mention: {}", e.name)
            });
            let aliases: BTreeSet<_> = e.aliases.iter().chain([&e.name]).collect();
            self.expect(aliases.len() == e.aliases.len() + 1, || {
                format!("entities[{i}].aliases repeat a form")
            });
            let roles: BTreeSet<_> = e.roles.iter().collect();
            self.expect(roles.len() == e.roles.len(), || format!("entities[{i}].roles repeat one"));
            let empty = e.aliases.iter().chain(&e.roles).any(|w| w.trim().is_empty());
            self.expect(!empty, || format!("entities[{i}] has an empty alias or role"));
            if let Some(reason) = &e.reason {
                self.note(&format!("entities[{i}].reason"), &reason.text, reason.span);
                let unnamed = e.kind == EntityKind::Anonymous;
                self.expect(unnamed, || format!("entities[{i}].reason, but it is not anonymous"));
            }
        }
        let firsts: Vec<_> = document.entities.iter().filter_map(|e| e.mentions.first()).collect();
        for (i, pair) in firsts.windows(2).enumerate() {
            let sorted = pair[0].span.start <= pair[1].span.start;
            self.expect(sorted, || {
                format!("entities[{}] is mentioned before the one before", i + 1)
            });
        }
    }

    fn note(&mut self, place: &str, words: &str, span: Range) {
        let same = words == self.slice(span);
        self.expect(same, || format!("{place}.text is not what stands there: {words:?}"));
    }

    fn quotations(&mut self, document: &Document) {
        let mut around: Vec<(usize, Range)> = Vec::new();
        for (i, q) in document.quotations.iter().enumerate() {
            self.expect(q.id == i, || format!("quotations[{i}].id is {}", q.id));
            let previous = i.checked_sub(1).map(|p| document.quotations[p].span);
            let ordered = previous.is_none_or(|p| {
                (p.start, std::cmp::Reverse(p.end)) <= (q.span.start, std::cmp::Reverse(q.span.end))
            });
            self.expect(ordered, || format!("quotations[{i}] is not after the one before"));
            while around.last().is_some_and(|(_, span)| span.end <= q.span.start) {
                around.pop();
            }
            if let Some((outer, span)) = around.last() {
                self.expect(q.span.end <= span.end, || {
                    format!("quotations[{i}] crosses quotations[{outer}]")
                });
            }
            let parent = around.last().map(|(id, _)| *id);
            self.expect(q.parent == parent, || {
                format!("quotations[{i}].parent is {:?}, not {parent:?}", q.parent)
            });
            self.expect(q.depth == around.len(), || {
                format!("quotations[{i}].depth is {}, not {}", q.depth, around.len())
            });
            around.push((i, q.span));
            if let Some(inner) = q.inner {
                let inside = q.span.start < inner.start && inner.end <= q.span.end;
                self.expect(inside, || format!("quotations[{i}].inner is not inside its marks"));
            }
            if let Some(id) = q.attribution {
                match document.attributions.get(id) {
                    None => self.say(format!("quotations[{i}].attribution is not there: {id}")),
                    Some(a) => {
                        let touches =
                            a.content.iter().any(|c| c.start < q.span.end && q.span.start < c.end);
                        self.expect(touches, || {
                            format!("quotations[{i}] is no part of attributions[{id}].content")
                        });
                    }
                }
            }
        }
    }

    fn attribution(&mut self, document: &Document, a: &Attribution) {
        let place = format!("attributions[{}]", a.id);
        self.expect(!a.content.is_empty(), || format!("{place}.content is empty"));
        self.expect(a.cue.len() <= 1, || format!("{place}.cue has {} spans", a.cue.len()));
        for (role, ranges, words) in [
            ("source", &a.source, &a.text.source),
            ("cue", &a.cue, &a.text.cue),
            ("content", &a.content, &a.text.content),
        ] {
            self.sorted(&format!("{place}.{role}"), ranges);
            let expected = util::joined(self.text, ranges);
            self.expect(*words == expected, || {
                format!("{place}.text.{role} is {words:?}, not {expected:?}")
            });
        }
        let roles = [("source", &a.source), ("cue", &a.cue), ("content", &a.content)];
        for (i, (one, ranges)) in roles.iter().enumerate() {
            for (other, others) in &roles[i + 1..] {
                let overlap = ranges
                    .iter()
                    .any(|r| others.iter().any(|o| r.start < o.end && o.start < r.end));
                self.expect(!overlap, || format!("{place}.{one} overlaps its {other}"));
            }
        }
        for (what, id) in [("speaker", a.speaker), ("via", a.via)] {
            let there = id.is_none_or(|id| id < document.entities.len());
            self.expect(there, || format!("{place}.{what} is not there: {id:?}"));
        }
        let apart = a.via.is_none() || a.via != a.speaker;
        self.expect(apart, || format!("{place}.via is its speaker"));
        let resolved = a.speaker.is_some() == (a.resolution.how != ResolutionHow::None);
        self.expect(resolved, || {
            format!("{place}.resolution is {}, but its speaker {:?}", a.resolution.how, a.speaker)
        });
        for (what, value) in
            [("confidence", a.confidence), ("resolution.confidence", a.resolution.confidence)]
        {
            let rounded = (value * 100.0).round() / 100.0;
            let right = (0.0..=1.0).contains(&value) && value.to_bits() == rounded.to_bits();
            self.expect(right, || format!("{place}.{what} is {value}"));
        }
        for (what, note) in notes(a) {
            self.note(&format!("{place}.{what}"), &note.text, note.span);
        }
        if let Some(time) = &a.time {
            self.note(&format!("{place}.time"), &time.text, time.span);
            let date = time.date.as_ref().is_none_or(|d| is_date(d));
            self.expect(date, || format!("{place}.time.date is no date: {:?}", time.date));
        }
        self.expect(!a.because.is_empty(), || format!("{place}.because is empty"));
        for because in &a.because {
            let code = !because.rule.is_empty()
                && because
                    .rule
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
            self.expect(code, || format!("{place}.because has no code: {:?}", because.rule));
        }
        if a.kind != AttributionKind::Indirect
            && a.because.iter().all(|b| !matches!(b.rule.as_str(), "turn" | "post" | "block"))
        {
            let touches = |c: &Range| {
                let after = document.quotations.partition_point(|q| q.span.start < c.end);
                document.quotations[..after].iter().rev().take(64).any(|q| c.start < q.span.end)
            };
            self.expect(a.content.iter().any(touches), || {
                format!("{place} is {}, but nothing in it is quoted", a.kind)
            });
        }
    }

    fn order(&mut self, document: &Document) {
        for (i, a) in document.attributions.iter().enumerate() {
            self.expect(a.id == i, || format!("attributions[{i}].id is {}", a.id));
        }
        let key =
            |a: &Attribution| (a.content.first().map(|r| r.start), a.cue.first().map(|r| r.start));
        for (i, pair) in document.attributions.windows(2).enumerate() {
            self.expect(key(&pair[0]) <= key(&pair[1]), || {
                format!("attributions[{}] is not after the one before", i + 1)
            });
        }
    }

    /// Contents overlap only as parent and child, and a child is inside.
    fn nesting(&mut self, document: &Document) {
        let all = &document.attributions;
        let before = self.complaints.len();
        for (i, a) in all.iter().enumerate() {
            let there = a.parent.is_none_or(|p| p < all.len() && p != i);
            self.expect(there, || format!("attributions[{i}].parent is not there: {:?}", a.parent));
        }
        if self.complaints.len() > before {
            return;
        }
        // An ancestor that comes round again: looked for with steps counted, since a cycle has no end.
        let mut state = vec![0u8; all.len()];
        for first in 0..all.len() {
            let mut path = vec![];
            let mut at = Some(first);
            while let Some(i) = at.filter(|i| state[*i] == 0) {
                state[i] = 1;
                path.push(i);
                at = all[i].parent;
            }
            if at.is_some_and(|i| state[i] == 1) {
                self.say(format!("attributions[{first}].parent leads in a circle"));
                return;
            }
            for i in path {
                state[i] = 2;
            }
        }
        for (i, a) in all.iter().enumerate() {
            let Some(p) = a.parent else { continue };
            let inside = a
                .content
                .iter()
                .all(|c| all[p].content.iter().any(|o| o.start <= c.start && c.end <= o.end));
            self.expect(inside, || format!("attributions[{i}].content is not inside its parent's"));
        }
        let ancestor = |of: usize, which: usize| {
            let mut at = all[of].parent;
            while at.is_some_and(|i| i != which) {
                at = at.and_then(|i| all[i].parent);
            }
            at.is_some()
        };
        let mut contents: Vec<(Range, usize)> = all
            .iter()
            .enumerate()
            .flat_map(|(i, a)| a.content.iter().map(move |c| (*c, i)))
            .collect();
        contents.sort_by_key(|(c, i)| (c.start, std::cmp::Reverse(c.end), *i));
        let mut open: Vec<(Range, usize)> = Vec::new();
        for (content, i) in contents {
            while open.last().is_some_and(|(o, _)| o.end <= content.start) {
                open.pop();
            }
            if let Some((_, outer)) = open.last().filter(|(_, outer)| *outer != i) {
                let related = ancestor(i, *outer) || ancestor(*outer, i);
                self.expect(related, || {
                    format!("attributions[{i}].content overlaps that of attributions[{outer}]")
                });
            }
            open.push((content, i));
        }
    }

    fn replies(&mut self, document: &Document) {
        let acts = document.attributions.len();
        for (i, r) in document.replies.iter().enumerate() {
            self.expect(r.from < acts, || format!("replies[{i}].from is not there: {}", r.from));
            let to = r.to.is_none_or(|to| to < acts && to != r.from);
            self.expect(to, || format!("replies[{i}].to is not there: {:?}", r.to));
            let whom = r.whom.is_none_or(|whom| whom < document.entities.len());
            self.expect(whom, || format!("replies[{i}].whom is not there: {:?}", r.whom));
            self.expect(r.to.is_some() || r.whom.is_some(), || {
                format!("replies[{i}] answers nothing")
            });
        }
    }

    fn voices(&mut self, document: &Document) {
        for (i, v) in document.voices.iter().enumerate() {
            let there = v.speaker < document.entities.len();
            self.expect(there, || format!("voices[{i}].speaker is not there: {}", v.speaker));
        }
        for (i, pair) in document.voices.windows(2).enumerate() {
            let sorted = pair[0].share > pair[1].share
                || (pair[0].share >= pair[1].share && pair[0].speaker < pair[1].speaker);
            self.expect(sorted, || format!("voices[{}] is not after the one before", i + 1));
        }
        let sum: f64 = document.voices.iter().map(|v| v.share).sum();
        self.expect(document.voices.is_empty() || (sum - 1.0).abs() < 1e-6, || {
            format!("the voices' shares sum to {sum}")
        });
        let expected = util::voices(document, self.text);
        let counts = |voices: &[sayso::document::Voice]| {
            let counts = voices
                .iter()
                .map(|v| (v.speaker, v.attributions, v.direct_words, v.indirect_words));
            counts.collect::<BTreeSet<_>>()
        };
        let (found, expected_counts) = (counts(&document.voices), counts(&expected));
        self.expect(found == expected_counts && document.voices.len() == expected.len(), || {
            let wrong: Vec<_> = found.symmetric_difference(&expected_counts).take(6).collect();
            format!(
                "voices are not as counted (speaker, attributions, direct, indirect): {wrong:?}"
            )
        });
        for (i, v) in document.voices.iter().enumerate() {
            let counted = expected.iter().find(|e| e.speaker == v.speaker).map_or(0.0, |e| e.share);
            self.expect((v.share - counted).abs() < 0.006, || {
                format!("voices[{i}].share is {}, not {counted}", v.share)
            });
        }
    }

    fn warnings(&mut self, document: &Document) {
        for (i, w) in document.warnings.iter().enumerate() {
            let known =
                ["language-unsupported", "text-too-long", "unpaired-mark", "lone-surrogate"];
            self.expect(known.contains(&w.code.as_str()), || {
                format!("warnings[{i}].code is unknown: {}", w.code)
            });
        }
    }
}

/// Words with single spaces: a name may run over a line's end.
fn flat(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// "2021", "2021-01", "2021-01-13".
fn is_date(words: &str) -> bool {
    let lengths: Vec<usize> = words.split('-').map(str::len).collect();
    matches!(lengths[..], [4] | [4, 2] | [4, 2, 2])
        && words.bytes().all(|b| b.is_ascii_digit() || b == b'-')
}

/// `document`'s spans in bytes, for comparing units.
pub fn in_bytes(document: &Document, text: &str) -> Document {
    let mut checker = Checker { text, complaints: vec![] };
    let bytes = checker.in_bytes(document, &spans(document));
    bytes.unwrap_or_else(|| panic!("{:?}", checker.complaints))
}
