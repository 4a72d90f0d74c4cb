/*! Places as datelines write them, and the labels in capitals that are none. */

use crate::lexicon;

/// In the list, whatever its capitals?
pub(super) fn is_place(name: &str) -> bool {
    if lexicon::PLACES.has(name) {
        return true;
    }
    let titled: Vec<String> = name
        .split(' ')
        .map(|word| {
            let mut chars = word.chars();
            chars.next().map_or(String::new(), |c| {
                c.to_uppercase().chain(chars.flat_map(char::to_lowercase)).collect()
            })
        })
        .collect();
    lexicon::PLACES.has(&titled.join(" "))
}

/// "TEHRAN", as datelines write it.
pub(super) fn is_shouted_place(word: &str) -> bool {
    let shouted = word.chars().filter(|c| c.is_alphabetic()).count() >= 3
        && !word.contains(char::is_lowercase);
    shouted
        && (is_place(word)
            || matches!(
                word,
                "NEW"
                    | "SAN"
                    | "LOS"
                    | "ST."
                    | "RIO"
                    | "ABU"
                    | "TEL"
                    | "HONG"
                    | "MEXICO"
                    | "KUALA"
                    | "PHNOM"
                    | "BUENOS"
                    | "CAPE"
            ))
}

/// Words in capitals before a dash that name no place.
pub(super) fn is_label(place: &str) -> bool {
    const LABELS: &[&str] = &[
        "ADVISORY",
        "ANALYSIS",
        "BREAKING",
        "CORRECTED",
        "CORRECTION",
        "EDITORIAL",
        "EXCLUSIVE",
        "EXPLAINED",
        "EXPLAINER",
        "FACTBOX",
        "FEATURE",
        "FILE",
        "GALLERY",
        "INTERVIEW",
        "INVESTIGATION",
        "LATEST",
        "LISTEN",
        "LIVE",
        "NEW",
        "NEWS",
        "NOTE",
        "OPINION",
        "PHOTOS",
        "POLL",
        "PREVIEW",
        "PROFILE",
        "QUIZ",
        "RECAP",
        "REPORT",
        "REVIEW",
        "SPECIAL",
        "SPORTS",
        "TIMELINE",
        "UPDATE",
        "UPDATED",
        "URGENT",
        "VIDEO",
        "WATCH",
        "WRAPUP",
        "NOW OPEN",
        "MOVING SHOP",
    ];
    LABELS.iter().any(|label| {
        place == *label || place.strip_prefix(label).is_some_and(|rest| rest.starts_with(' '))
    })
}
