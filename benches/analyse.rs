//! Words per second, natively and on one core: `cargo bench`.
//!
//! The article is invented and repeated: 800 words as an article has them, and 100 kB, where whatever does not grow with the text no
//! longer counts. Throughput is in words (UAX #29), so "150 Kelem/s" is 150,000 words a second.

#![allow(missing_docs, reason = "criterion's macros make public functions")]

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use sayso::text::Text;
use sayso::{Analyser, Model, Options};
use unicode_segmentation::UnicodeSegmentation;

const ARTICLE: &str = "\
GHENT (Northern Wire) – The harbour authority denied on Tuesday that it had known of the leak, a day after residents said \
the water had turned “the colour of tea.”

“We measured every week, and every week the figures were clean,” said Hanne Verbruggen, the authority’s director. “If anybody has other \
figures, we want to see them.”

According to a report by the provincial laboratory, the quay’s soil holds four times the permitted amount of tar. The report, which was \
finished in March, warned that “digging without a plan would spread it.”

Councillor Piet Daems, who asked for the report, accused the authority of sitting on it. “They had this in the spring,” he told the \
Scheldt Courier. “They chose the summer’s festival over the people who live here.”

Verbruggen rejected that. She said that the report had reached her office only last week and that the festival would have been \
cancelled “at once” had she known. A spokesman for the province declined to comment.

Lotte Maes, a nurse who has lived on the quay for thirty years, believes neither of them: “First it smelled, then the fish went, then they \
came with their cans. Nobody asked us anything.”

The minister for the environment, Yusuf Benali, promised an inquiry and called for the quay to be closed until its results are known.

";

/// The article over and over, at least `words` words of it.
fn repeated(words: usize) -> String {
    ARTICLE.repeat(words.div_ceil(ARTICLE.unicode_words().count()))
}

fn texts() -> [(&'static str, String); 2] {
    let per_word = ARTICLE.len() / ARTICLE.unicode_words().count();
    [("800 words", repeated(800)), ("100 kB", repeated(100_000 / per_word))]
}

fn analyse(criterion: &mut Criterion) {
    let analyser = Analyser::embedded();
    let mut group = criterion.benchmark_group("analyse");
    for (name, text) in texts() {
        group.throughput(Throughput::Elements(text.unicode_words().count() as u64));
        group.bench_with_input(BenchmarkId::from_parameter(name), &text, |b, text| {
            b.iter(|| analyser.analyse(black_box(text), &Options::default()));
        });
    }
    group.finish();
}

/// The first stage alone.
fn read(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("text");
    for (name, text) in texts() {
        group.throughput(Throughput::Elements(text.unicode_words().count() as u64));
        group.bench_with_input(BenchmarkId::from_parameter(name), &text, |b, text| {
            b.iter(|| Text::read(black_box(text)));
        });
    }
    group.finish();
}

/// Parts of speech, lemmas, syntax and names.
fn tag(criterion: &mut Criterion) {
    let model = Model::embedded();
    let mut group = criterion.benchmark_group("tags");
    for (name, text) in texts() {
        let text = Text::read(&text);
        group.throughput(Throughput::Elements(text.raw.unicode_words().count() as u64));
        group.bench_with_input(BenchmarkId::from_parameter(name), &text, |b, text| {
            b.iter(|| sayso::tags::tag(black_box(text), &model));
        });
    }
    group.finish();
}

/// What a page pays before its first analysis.
fn load(criterion: &mut Criterion) {
    let bytes = include_bytes!("../src/model/sayso.model");
    criterion.bench_function("model", |b| b.iter(|| Model::from_bytes(black_box(bytes))));
}

criterion_group!(benches, analyse, read, tag, load);
criterion_main!(benches);
