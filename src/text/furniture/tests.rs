use super::*;

/// The furniture of `raw` as "kind: words | value".
fn found(raw: &str) -> Vec<String> {
    let text = Text::read(raw);
    text.furniture.iter().map(|f| format!("{}: {} | {}", f.kind, &raw[f.span], f.value)).collect()
}

const STORY: &str = "The mayor of the small town said on Monday that the bridge over the river would be closed for a year.";

#[test]
fn patterns_compile() {
    for pattern in [&CREDIT, &CONTRIBUTED, &LICENCE, &LINK, &CAPTION, &DATELINE, &AGENCY, &INITIALS]
    {
        assert!(!pattern.as_str().is_empty());
    }
}

#[test]
fn a_dateline_is_the_place_up_to_its_dash() {
    for (line, value) in [
        ("TEHRAN -", "TEHRAN"),
        ("WASHINGTON (Reuters) —", "WASHINGTON"),
        ("PARIS, Jan. 3 (AFP) –", "PARIS"),
        ("MANCHESTER, N.H. (AP) —", "MANCHESTER"),
        ("NEW YORK —", "NEW YORK"),
        ("KYIV, Ukraine (AP) —", "KYIV"),
        ("Berlin (dpa) -", "Berlin"),
        ("Nairobi —", "Nairobi"),
        ("SÃO PAULO —", "SÃO PAULO"),
        ("ANKARA, 12 March 2024 /Anadolu/ –", "ANKARA"),
    ] {
        let raw = format!("{line} {STORY}");
        assert_eq!(found(&raw), [format!("dateline: {line} | {value}")], "{line}");
    }
}

#[test]
fn dateline_credit_and_licence_of_one_block() {
    let raw = format!(
        "SELMA - {STORY} {STORY} AB/CD This text is licensed under a Creative Commons Attribution 4.0 International License."
    );
    let kinds: Vec<_> = Text::read(&raw).furniture.iter().map(|f| f.kind).collect();
    assert_eq!(kinds, [Dateline, Credit, Licence]);
}

#[test]
fn what_is_no_dateline() {
    for raw in [
        format!("UPDATE - {STORY}"),
        "Paris – the city of light – was dark on Monday.".to_string(),
        "The vote – a close one – was counted.".to_string(),
        "AL-QAEDA fighters left.".to_string(),
        "Maria Lopez — The mayor — left.".to_string(),
    ] {
        assert!(!found(&raw).iter().any(|f| f.starts_with("dateline")), "{raw}: {:?}", found(&raw));
    }
}

#[test]
fn headline_byline_and_dateline_on_lines_of_their_own() {
    let raw = format!(
        "Bridge to close, mayor says\nBy Maria Lopez and Ken Ito, City Desk\n\nSELMA, Ala. — {STORY}\n"
    );
    assert_eq!(
        found(&raw),
        [
            "headline: Bridge to close, mayor says | Bridge to close, mayor says",
            "byline: By Maria Lopez and Ken Ito, City Desk | Maria Lopez and Ken Ito",
            "dateline: SELMA, Ala. — | SELMA",
        ]
    );
    let raw = format!("Bridge to close, mayor says\n\nMaria Lopez, City Desk\n\n{STORY}");
    assert_eq!(found(&raw)[1], "byline: Maria Lopez, City Desk | Maria Lopez");
    let raw = format!("{STORY}\n\nShe left.\n\n{STORY}");
    assert!(found(&raw).is_empty(), "{:?}", found(&raw));
}

#[test]
fn byline_and_dateline_in_a_text_that_lost_its_breaks() {
    let raw = format!("By Maria Lopez SELMA, Ala. (AP) — {STORY} {STORY}");
    assert_eq!(
        found(&raw),
        ["byline: By Maria Lopez | Maria Lopez", "dateline: SELMA, Ala. (AP) — | SELMA"]
    );
    let raw =
        format!("Bridge to close, mayor says By Maria Lopez The river is high. {STORY} {STORY}");
    assert_eq!(found(&raw), ["byline: By Maria Lopez | Maria Lopez"]);
    let raw = format!("Bridge to close, mayor says LONDON (Reuters) - {STORY} {STORY}");
    assert_eq!(found(&raw), ["dateline: LONDON (Reuters) - | LONDON"]);
    let raw = "By Monday the river was high. The mayor left.";
    assert!(found(raw).is_empty());
}

#[test]
fn credits_and_licences_at_the_end() {
    let licence = "All content by Example Press is licensed under a Creative Commons Attribution 4.0 International License.";
    assert_eq!(
        found(&format!("{STORY} AB/CD {licence}")),
        [
            "credit: AB/CD | AB/CD",
            &*format!(
                "licence: {licence} | Creative Commons Attribution 4.0 International License"
            )
        ]
    );
    for (line, value) in [
        ("(Reporting by Maria Lopez; Editing by Ken Ito)", "Maria Lopez; Editing by Ken Ito"),
        ("--additional reporting by Maria Lopez", "Maria Lopez"),
        ("Contributing: Maria Lopez", "Maria Lopez"),
        ("Photo: Maria Lopez", "Maria Lopez"),
        ("(AP)", "AP"),
        ("AB/CD", "AB/CD"),
    ] {
        assert_eq!(found(&format!("{STORY}\n\n{line}")), [format!("credit: {line} | {value}")]);
        if line != "Photo: Maria Lopez" {
            assert_eq!(found(&format!("{STORY} {line}")), [format!("credit: {line} | {value}")]);
        }
    }
    for line in [
        "© 2021 Example Press",
        "Copyright 2021 Example Press. All rights reserved.",
        "All rights reserved",
    ] {
        assert!(
            found(&format!("{STORY}\n\n{line}")).iter().all(|f| f.starts_with("licence: ")),
            "{line}"
        );
    }
}

#[test]
fn a_sentence_is_no_credit() {
    for line in [
        "Research by the University of Kent found that the fish were ill.",
        "Reporting from Lisbon, the radio's Maria Lopez said the mood was tense.",
        "Photos from the scene showed smoke.",
        "Writing by hand helps children, Maria Lopez said.",
        "A judge ruled that the name of the boy may not be published.",
        "The diary was published with permission of the family.",
        "Like many on Twitter, she was angry, Maria Lopez said.",
    ] {
        assert_eq!(found(&format!("{STORY}\n\n{line}\n\n{STORY}")), [""; 0], "{line}");
    }
    for line in [
        "Reporting by Maria Lopez in Lisbon; editing by Ken Ito",
        "With reporting from the Associated Press and staff writers",
        "With files from wire services",
        "(Editing by Anaïs and José)",
        "(Editing by José))))",
    ] {
        let found = found(&format!("{STORY}\n\n{line}"));
        assert!(matches!(&found[..], [one] if one.starts_with("credit: ")), "{line}: {found:?}");
    }
}

#[test]
fn links_and_captions() {
    for line in [
        "Read more: The river is high",
        "Click here to see the map",
        "Related: The river is high",
        "Follow Maria Lopez on Twitter",
        "https://example.org/bridge",
    ] {
        assert_eq!(found(&format!("{STORY}\n\n{line}\n\n{STORY}")).len(), 1, "{line}");
        assert!(found(&format!("{STORY}\n\n{line}\n\n{STORY}"))[0].starts_with("link: "), "{line}");
    }
    for line in [
        "The bridge over the river on Monday. (AP Photo/Maria Lopez)",
        "FILE PHOTO: The bridge over the river.",
    ] {
        assert!(
            found(&format!("{STORY}\n\n{line}\n\n{STORY}"))[0].starts_with("caption: "),
            "{line}"
        );
    }
}

#[test]
fn furniture_is_in_order_and_apart() {
    let raw = "By A\n".repeat(200) + &"© 2021 X. All rights reserved AB/CD\n".repeat(200);
    let text = Text::read(&raw);
    assert!(text.furniture.windows(2).all(|pair| pair[0].span.end() <= pair[1].span.start()));
}
