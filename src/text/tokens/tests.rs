use super::*;

fn tokens(raw: &str) -> Vec<Token> {
    let mut out = Vec::new();
    split(raw, Span::new(0, raw.len()), &mut out);
    out
}

/// Cuts `spaced` without the bars, and expects the tokens between blanks and bars.
#[track_caller]
fn check(spaced: &str) {
    let raw = spaced.replace('|', "");
    let got: Vec<_> = tokens(&raw).iter().map(|t| &raw.as_str()[t.span]).collect();
    let want: Vec<_> = spaced.split([' ', '|']).collect();
    assert_eq!(got, want);
}

#[track_caller]
fn kinds(raw: &str) -> Vec<TokenKind> {
    tokens(raw).iter().map(|t| t.kind).collect()
}

#[test]
fn clitics_are_tokens() {
    check(
        "Pompeo|'s claims , Iran|’s reply , I|’m here , they|'ve left , we|’ll see , she|'d know",
    );
    check("do|n't , ca|n’t , IS|N’T , would|n't|'ve");
    check("can|not , gon|na , Got|ta");
    check("the U.S.|'s ally , “|Hamilton|”|’s cast");
}

#[test]
fn apostrophes_inside_names_stay() {
    check("O’Brien , D'Souza , ma’am , Hawaiʻi , o'clock , rock ’n’ roll , the '90s , get 'em");
}

#[test]
fn a_possessive_apostrophe_is_a_word_only_where_it_cannot_close_a_quotation() {
    use TokenKind::{Mark, Quote, Word};
    assert_eq!(kinds("the groups' leaders"), [Word, Word, Word, Word]);
    assert_eq!(kinds("the U.S.’ ally"), [Word, Word, Word, Word]);
    assert_eq!(
        kinds("he said 'for the groups' sake"),
        [Word, Word, Quote, Word, Word, Word, Quote, Word]
    );
    assert_eq!(kinds("'Yes,' the boys' coach"), [Quote, Word, Mark, Quote, Word, Word, Word, Word]);
}

#[test]
fn abbreviations_and_initials_keep_their_stop() {
    check(
        "Mr. Smith of the U.S. and J. R. Stone , Ph.D. , e.g. at 5 p.m. vs. F.B.I. agents , U.S.-led , R-Ky. , then-Sen. Ruiz",
    );
    check("No. 5|. No|. Plan in full|. AT&T|.");
}

#[test]
fn numbers_and_money() {
    check(
        "$|1,200.50 or 4.9|% of 10-year-old , 9/11 , 6:01 , 12:00|pm , 1990s , -10 , US$|5 , 2010-2014",
    );
}

#[test]
fn letters_that_were_misread_stay_in_their_word() {
    check("PeÃ±a Nieto|, JosÃ© and CÃ¡ceres|.");
    check("SarukhA\u{303}\u{83}A\u{302}¡n|, JuliÃ\u{83}Â¡n");
    check("Ã|!");
}

#[test]
fn hyphens_join_and_dashes_part() {
    check("al-Qaeda|—|the warmongering|–|thing -- and|--|so e-mail CNN/ORC Q&A");
}

#[test]
fn marks() {
    check("“|‘|Yes|,|’|” and ''|quoted|'' and ``|quoted|'' wait|... what|…|?! [|sic|] #|1");
}

#[test]
fn addresses_handles_and_hashtags_are_whole() {
    check(
        "see https://example.org/a_b?c=d|. or www.example.org|, a.b@example.co.uk|, @SecNobody|'s #NoWay",
    );
    check("Breitbart.com and pic.example.com/xyz|.");
    assert_eq!(kinds("@a_b #tag x@example.org"), [TokenKind::Handle; 3]);
}

#[test]
fn words_glued_by_a_lost_space_are_cut() {
    check("end|.|The PAC|.|Contributing");
}

#[test]
fn nothing_is_lost_and_nothing_overlaps() {
    for raw in [
        "",
        " ",
        "\u{0}a\u{301}\u{feff}b",
        "😀\u{1f3fd}s’",
        "",
        "....",
        "a.b.c.",
        "<a <b> http://",
        "@",
        "’’s’",
        "1:2:3pm-",
        "ʼ",
    ] {
        let mut last = 0;
        for token in tokens(raw) {
            let between = &raw[last..token.span.start()];
            assert!(between.chars().all(is_blank), "{raw:?}: {between:?} is lost");
            assert!(!token.span.is_empty());
            last = token.span.end();
        }
        assert!(raw[last..].chars().all(is_blank), "{raw:?}");
    }
}
