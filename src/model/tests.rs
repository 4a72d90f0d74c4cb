//! A model file that is wrong, cut short or hostile gives an error, never a panic.

use super::*;
use crate::tags::parser::{Vocabulary, shape};

const BUILT_IN: &[u8] = include_bytes!("sayso.model");

/// A small model: every section is there, with few weights.
fn small() -> Vec<u8> {
    let file = File::read(BUILT_IN).expect("the built-in model is good");
    let rows = |n: u32| -> Vec<weights::Row> {
        (0..n).map(|i| weights::Row { key: i * 7919 + 3, entries: vec![(0, 5), (2, -7)] }).collect()
    };
    let sections = file
        .sections
        .iter()
        .map(|s| {
            let bytes = match s.name.as_str() {
                crate::tags::tagger::SECTION => crate::tags::tagger::write(&rows(4), &rows(9)),
                crate::tags::parser::SECTION => {
                    let vocabulary = Vocabulary::new(vec![3, 900]);
                    let [values, words, places, labels] =
                        shape(&vocabulary).sizes().map(|size| vec![1; size]);
                    crate::tags::parser::write(&vocabulary, [&values, &words, &places, &labels])
                }
                crate::tags::entities::SECTION => crate::tags::entities::write(&rows(9)),
                _ => s.bytes.to_vec(),
            };
            file::Section { name: s.name.clone(), features: s.features, bytes }
        })
        .collect();
    File { provenance: "a test".into(), sections }.write()
}

/// Puts the right checksum on a damaged file, so that what is inside is read.
fn sealed(mut bytes: Vec<u8>) -> Vec<u8> {
    if bytes.len() >= 20 {
        let sum = hash::checksum(&bytes[20..]);
        bytes[12..20].copy_from_slice(&sum.to_le_bytes());
    }
    bytes
}

fn use_it(bytes: &[u8]) {
    if let Ok(model) = Model::from_bytes(bytes) {
        let text =
            crate::text::Text::read("“We have no plans,” Maria Lopez-Ruiz, 52, told Reuters.");
        let _ = crate::tags::tag(&text, &model);
    }
}

#[test]
fn the_built_in_model_is_good_and_says_where_it_comes_from() {
    let model = Model::from_bytes(BUILT_IN).expect("good");
    assert!(model.provenance().contains("PolNeAR"), "{}", model.provenance());
}

#[test]
fn errors_say_what_is_wrong() {
    let good = small();
    assert!(Model::from_bytes(&good).is_ok());
    let says = |bytes: &[u8], what: &str| {
        let error = Model::from_bytes(bytes).expect_err(what);
        assert!(error.to_string().contains(what), "{error}");
        assert_eq!(error.code(), "model");
    };
    says(b"", "begin");
    says(b"GIF89a..........", "begin");
    let mut other = good.clone();
    other[8] = 99;
    says(&other, "version is 99");
    let mut damaged = good.clone();
    let last = damaged.len() - 1;
    damaged[last] ^= 1;
    says(&damaged, "checksum");
    let mut features = good;
    let at = 20 + 4 + "a test".len() + 4 + 8;
    features[at] ^= 1;
    says(&sealed(features), "other features");
}

#[test]
fn every_truncation_is_an_error() {
    let good = small();
    for n in 0..good.len() {
        if n > 400 && n % 97 != 0 {
            continue;
        }
        assert!(Model::from_bytes(&good[..n]).is_err(), "{n} bytes");
        assert!(Model::from_bytes(&sealed(good[..n].to_vec())).is_err(), "{n} bytes, sealed");
    }
}

#[test]
fn flipped_bytes_never_panic() {
    let good = small();
    let mut seed = 1_u32;
    let mut random = |n: usize| {
        seed = hash::mix(seed, 17);
        seed as usize % n
    };
    for _ in 0..600 {
        let mut bytes = good.clone();
        for _ in 0..=random(4) {
            let at = random(bytes.len());
            bytes[at] = random(256) as u8;
        }
        assert!(bytes == good || Model::from_bytes(&bytes).is_err());
        use_it(&sealed(bytes));
    }
}
