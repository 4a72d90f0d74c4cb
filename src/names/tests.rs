use super::*;
use crate::model::Model;
use crate::tags;

fn mentions(raw: &str) -> Vec<Mention> {
    let text = Text::read(raw);
    let tags = tags::tag(&text, &Model::embedded());
    find(&text, &tags)
}

/// Names and handles as "kind: words".
fn names(raw: &str) -> Vec<String> {
    let named = |m: &&Mention| matches!(m.form, MentionForm::Name | MentionForm::Handle);
    mentions(raw).iter().filter(named).map(|m| format!("{}: {}", m.kind, &raw[m.span])).collect()
}

/// Mentions by role as "kind: words".
fn roles(raw: &str) -> Vec<String> {
    let by_role = |m: &&Mention| m.form == MentionForm::Role;
    mentions(raw).iter().filter(by_role).map(|m| format!("{}: {}", m.kind, &raw[m.span])).collect()
}

/// The mention of `name`: its words with the title, and its roles.
fn titled(raw: &str, name: &str) -> (String, Vec<String>) {
    let found = mentions(raw).into_iter().find(|m| &raw[m.span] == name);
    let m = found.unwrap_or_else(|| panic!("{name} is not found in {raw:?}: {:?}", names(raw)));
    (raw[m.full].to_string(), m.roles.iter().map(|r| raw[*r].to_string()).collect())
}

#[test]
fn people_with_titles_ranks_and_offices() {
    for (title, name) in [
        ("U.S. Secretary of State", "Ana Ruiz"),
        ("former Lt. Gov.", "Ken Ito"),
        ("Iran’s Foreign Minister", "Mohammad Javad Nouri"),
        ("Russian Foreign Ministry spokesman", "Zakhar Belov"),
        ("martyr", "Rahimi"),
        ("Supreme Court Justice", "Ruth Stone"),
        ("Sen.", "Ana Ruiz"),
        ("spokeswoman", "Ana Ruiz"),
    ] {
        let raw = format!("On Monday {title} {name} said that the bridge was closed.");
        assert_eq!(
            titled(&raw, name),
            (format!("{title} {name}"), vec![title.to_string()]),
            "{raw}"
        );
    }
}

#[test]
fn a_title_at_the_beginning_of_a_sentence_is_whole() {
    let raw = "Chief Minister Ana Ruiz said that the bridge was closed.";
    assert_eq!(titled(raw, "Ana Ruiz").1, ["Chief Minister"]);
}

#[test]
fn a_capital_that_neither_list_nor_label_knows_names_nobody() {
    let raw = "The council gave them IDs, and then the Song and the Principles were read.";
    assert_eq!(names(raw), [""; 0]);
}

#[test]
fn a_run_of_several_names_is_taken_apart() {
    let raw =
        "They came late. On Monday Texas Republican Ana Ruiz met Senate Republicans in Austin.";
    let found = names(raw);
    for wanted in ["person: Ana Ruiz", "organisation: Senate", "place: Austin"] {
        assert!(found.iter().any(|n| n == wanted), "{wanted} in {found:?}");
    }
}

#[test]
fn a_courtesy_title_is_no_role_but_shows_gender() {
    let raw = "The council met Mr. Ito and Mrs. Ruiz on Monday.";
    assert_eq!(titled(raw, "Ito"), ("Mr. Ito".to_string(), vec![]));
    let gender = |name: &str| {
        mentions(raw).into_iter().find(|m| &raw[m.span] == name).and_then(|m| m.gender)
    };
    assert_eq!((gender("Ito"), gender("Ruiz")), (Some(Gender::Masculine), Some(Gender::Feminine)));
    // A first name shows nothing.
    assert!(mentions("Then Maria Ruiz left.").iter().all(|m| m.gender.is_none()));
}

#[test]
fn names_of_many_origins() {
    for name in [
        "Nguyen Van Thanh",
        "Ursula van der Berg",
        "Juan de la Vega",
        "Sean O’Hara",
        "Fatima al-Masri",
        "Jean-Pierre Dubois-Martin",
        "John F. Stone",
        "Khalid bin Salim",
    ] {
        let raw = format!("The council heard from {name} on Monday.");
        assert_eq!(names(&raw), [format!("person: {name}")], "{raw}");
    }
}

#[test]
fn a_surname_is_a_person_once_the_full_name_was_seen() {
    let raw =
        "Ana Ruiz left the council. Nobody asked why. Ruiz was tired, and Ruiz’s car was there.";
    assert_eq!(names(raw), ["person: Ana Ruiz", "person: Ruiz", "person: Ruiz"]);
}

#[test]
fn organisations_places_and_groups() {
    let raw = "The Ministry of Health, Acme Inc., the University of Chicago and the NTSB met in Paris with Republicans and Iranians.";
    assert_eq!(
        names(raw),
        [
            "organisation: Ministry of Health",
            "organisation: Acme Inc.",
            "organisation: University of Chicago",
            "organisation: NTSB",
            "place: Paris",
            "group: Republicans",
            "group: Iranians",
        ]
    );
    assert_eq!(
        names("Officials at the Kremlin and in Cook County left."),
        ["organisation: Kremlin", "place: Cook County"]
    );
}

/// In the middle of a sentence, as a speaker.
fn spoken(name: &str) -> Vec<String> {
    names(&format!("Officials met on Monday, and {name} said that the plan was flawed."))
}

#[test]
fn bodies_by_names_that_no_run_of_capitals_holds() {
    for (said, name) in [
        ("the Food and Drug Administration", "Food and Drug Administration"),
        ("Emily’s List", "Emily’s List"),
        ("Doctors Without Borders", "Doctors Without Borders"),
        ("Meet the Press", "Meet the Press"),
        ("the Economist", "the Economist"),
        ("Macy’s", "Macy’s"),
    ] {
        assert_eq!(spoken(said), [format!("organisation: {name}")]);
    }
    // What only looks like one of them.
    assert_eq!(spoken("the Australian minister"), [""; 0]);
    assert_eq!(spoken("McDonald’s wife"), ["person: McDonald"]);
    assert!(!spoken("the New Yorker").contains(&"organisation: the New Yorker".to_string()));
}

#[test]
fn bodies_that_no_list_has() {
    for (said, name) in [
        ("the Office of Rivers and Canals", "Office of Rivers and Canals"),
        (
            "the Coastal and Inland Fisheries Administration",
            "Coastal and Inland Fisheries Administration",
        ),
        ("the Norland Senate Committee on Fisheries", "Norland Senate Committee on Fisheries"),
        ("the Ministry of Roads, Ports and Trade", "Ministry of Roads, Ports and Trade"),
        ("the Orma County Sheriff’s Office", "Orma County Sheriff’s Office"),
        ("the Velden Ledger", "Velden Ledger"),
        ("the newspaper Dagens Eko", "Dagens Eko"),
        ("the charity Warm Homes", "Warm Homes"),
        ("RiverWatch", "RiverWatch"),
    ] {
        assert_eq!(spoken(said), [format!("organisation: {name}")]);
    }
    // An office, a surname that follows, a place and a phrase in front are none of it.
    for (said, found) in [
        (
            "the Ministry of Health and Health Minister Zweli Mkhize",
            &["organisation: Ministry of Health", "person: Zweli Mkhize"][..],
        ),
        (
            "the Department of Justice and Woods",
            &["organisation: Department of Justice", "person: Woods"],
        ),
        (
            "the Bank of England and Financial Conduct Authority",
            &["organisation: Bank of England", "organisation: Financial Conduct Authority"],
        ),
        ("the lawmaker Htun Htun", &["person: Htun Htun"]),
        ("the President’s National Party", &["organisation: National Party"]),
        ("in nearby Mount Gravatt, a teacher", &["place: Mount Gravatt"]),
        ("in a letter to the company Kenyatta", &["person: Kenyatta"]),
        ("Jim VandeHei", &["person: Jim VandeHei"]),
        ("the Independent from Vermont", &["place: Vermont"]),
        ("in the Sun, the mayor", &["organisation: Sun"]),
    ] {
        assert_eq!(spoken(said), found, "{said}");
    }
    // Two bodies, a person, and a surname with a capital in it.
    assert_eq!(
        spoken("the Department of Justice and Ana Ruiz"),
        ["organisation: Department of Justice", "person: Ana Ruiz"]
    );
    assert_eq!(spoken("the company Ana Ruiz"), ["person: Ana Ruiz"]);
    assert_eq!(spoken("DeShawn McAllister"), ["person: DeShawn McAllister"]);
}

#[test]
fn firms_by_how_their_names_are_joined() {
    for (said, found) in [
        ("Calder & Voss Robotics, Inc.", &["organisation: Calder & Voss Robotics, Inc."][..]),
        ("the local station KTLA 5", &["organisation: KTLA 5"]),
    ] {
        assert_eq!(spoken(said), found, "{said}");
    }
    assert_eq!(names("Calder & Voss said no."), ["organisation: Calder & Voss"]);
    assert_eq!(names("Employees at LullaBay Home raised it."), ["organisation: LullaBay Home"]);
    // The law's word left out.
    let both = names("Orla Robotics, Inc. opened a hub. Then Orla Robotics closed it.");
    assert_eq!(both, ["organisation: Orla Robotics, Inc.", "organisation: Orla Robotics"]);
}

#[test]
fn families_and_people_by_given_names() {
    let raw =
        "Keeley-Ann Draper moved in. But a defiant Keeley-Ann hit back, and the Drapers stayed.";
    assert_eq!(names(raw), ["person: Keeley-Ann Draper", "person: Keeley-Ann", "group: Drapers"]);
}

#[test]
fn common_nouns_in_capitals_are_roles() {
    for said in ["the CFO", "the PM", "her Ladyship", "the Company"] {
        assert_eq!(spoken(said), [""; 0], "{said}");
        assert_eq!(roles(&format!("Then {said} said no.")).len(), 1, "{said}");
    }
}

#[test]
fn ministers_of_several_things() {
    let said = "Federal Minister for Water Resources Begum Shaista Jamali";
    assert_eq!(spoken(said), ["person: Shaista Jamali"]);
}

#[test]
fn things_are_nobody() {
    for thing in
        ["Zika", "Covid-19", "Christmas", "the Second Amendment", "Alzheimer’s", "Obamacare"]
    {
        assert_eq!(names(&format!("Officials spoke of {thing} on Monday.")), [""; 0]);
    }
    assert_eq!(spoken("the Alzheimer’s Association"), ["organisation: Alzheimer’s Association"]);
}

#[test]
fn a_surname_that_is_a_common_word_is_one_inside_a_sentence_too() {
    let raw = "George Will left. Then the mayor, whom Will knows, said that it will rain.";
    assert_eq!(names(raw), ["person: George Will", "person: Will"]);
}

#[test]
fn handles_are_mentions() {
    assert_eq!(names("It came from @SecNobody on Monday."), ["person: @SecNobody"]);
}

#[test]
fn a_capital_that_begins_a_sentence_names_nobody() {
    assert_eq!(
        names("Prices rose. Police came. However, nothing was said. “Nothing is sure,” she said."),
        [""; 0]
    );
}

#[test]
fn a_headline_in_title_case_names_only_who_the_story_names() {
    let raw = "Angry Residents Demand Answers From Mayor Ruiz Over Closed Bridge\n\nThe mayor, Ana Ruiz, did not answer on Monday, and residents left the hall.";
    assert_eq!(names(raw), ["person: Ruiz", "person: Ana Ruiz"]);
}

#[test]
fn roles_beside_a_name() {
    for (raw, name, role) in [
        (
            "Ana Ruiz, a spokeswoman for the ministry, said so.",
            "Ana Ruiz",
            "spokeswoman for the ministry",
        ),
        ("Ken Ito, 34, a nurse at the clinic, said so.", "Ken Ito", "nurse at the clinic"),
        ("Ana Ruiz, who runs the clinic, said so.", "Ana Ruiz", "runs the clinic"),
        ("Ana Ruiz is the head of the council.", "Ana Ruiz", "head of the council"),
    ] {
        assert_eq!(titled(raw, name).1, [role], "{raw}");
    }
    for raw in
        ["Ana Ruiz is not a lawyer.", "Ana Ruiz isn’t a lawyer.", "Ana Ruiz was never a lawyer."]
    {
        assert_eq!(titled(raw, "Ana Ruiz").1, [""; 0], "{raw}");
    }
}

#[test]
fn mentions_by_role() {
    for (raw, wanted) in [
        ("The chief Iranian diplomat said so.", "person: The chief Iranian diplomat"),
        ("Then the 34-year-old nurse left.", "person: the 34-year-old nurse"),
        ("He met his American counterpart on Monday.", "person: his American counterpart"),
        ("The statement said so.", "document: The statement"),
        ("Officials said so.", "group: Officials"),
        ("The head of the council said so.", "person: The head of the council"),
        ("A spokesman for the ministry said so.", "person: A spokesman for the ministry"),
        (
            "Two people familiar with the matter said so.",
            "anonymous: Two people familiar with the matter",
        ),
        ("The company said so.", "organisation: The company"),
        // Adjectives to the tagger.
        ("The cleric said so.", "person: The cleric"),
        ("The former general said so.", "person: The former general"),
        ("The 34-year-old said so.", "person: The 34-year-old"),
        ("The MP said so.", "person: The MP"),
    ] {
        assert_eq!(roles(raw), [wanted], "{raw}");
    }
}

#[test]
fn pronouns() {
    let raw = "He said that they had told her.";
    let found: Vec<_> =
        mentions(raw).iter().map(|m| (raw[m.span].to_string(), m.gender, m.plural)).collect();
    assert_eq!(
        found,
        [
            ("He".to_string(), Some(Gender::Masculine), false),
            ("they".to_string(), None, true),
            ("her".to_string(), Some(Gender::Feminine), false)
        ]
    );
}

#[test]
fn mentions_are_sorted_and_spans_hold() {
    for raw in [
        "",
        "Mr.",
        "The",
        "President",
        "“”",
        "AAA BBB CCC DDD EEE FFF",
        "of of of",
        "Ana Ruiz, ",
        "@",
        "the the official of of",
    ] {
        let found = mentions(raw);
        assert!(
            found.windows(2).all(|pair| pair[0].span.start() <= pair[1].span.start()),
            "{raw:?}"
        );
        for m in found {
            assert!(
                m.full.contains(m.span)
                    && !m.span.is_empty()
                    && raw.is_char_boundary(m.span.start())
            );
        }
    }
}
