/*! Cue verbs in the text: which verb of the lexicon, with which particle, in which group of auxiliaries.

"could not have said": one [`Cue`] with the group of four words, hypothetical and negated.
*/

use std::ops::Range;
use std::sync::LazyLock;

use super::Context;
use crate::document::{Act, EntityKind, Stance};

/// The table; its header explains the columns.
const TABLE: &str = include_str!("../lexicon/cues.txt");

/// What a cue verb allows around it, one bit a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Frames(u16);

impl Frames {
    /// Takes a quotation, and may stand after what is said.
    pub const SPEECH: Self = Self(1);
    /// A clause with "that".
    pub const CLAUSE: Self = Self(2);
    /// A clause without "that".
    pub const BARE: Self = Self(4);
    /// A clause with a question word.
    pub const QUESTION: Self = Self(8);
    /// A noun phrase is the content.
    pub const NOUN: Self = Self(16);
    /// The object and what follows it are the content.
    pub const OBJECT: Self = Self(32);
    /// An infinitive is the content.
    pub const INFINITIVE: Self = Self(64);
    /// An addressee may come first.
    pub const ADDRESSEE: Self = Self(128);
    /// Only beside a quotation that is a sentence: "“…,” Ruiz emailed", not "emailed the staff".
    pub const BESIDE: Self = Self(256);

    /// Is every frame of `other` allowed?
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    fn parse(letters: &str) -> Self {
        Self(letters.split(' ').fold(0, |bits, letter| {
            bits | match letter {
                "s" => Self::SPEECH.0,
                "c" => Self::CLAUSE.0,
                "b" => Self::BARE.0,
                "w" => Self::QUESTION.0,
                "n" => Self::NOUN.0,
                "o" => Self::OBJECT.0,
                "i" => Self::INFINITIVE.0,
                "a" => Self::ADDRESSEE.0,
                "q" => Self::BESIDE.0,
                _ => 0,
            }
        }))
    }
}

/// A line of the lexicon.
#[derive(Debug)]
pub struct CueVerb {
    /// The verb, without particle.
    #[cfg(test)]
    pub verb: &'static str,
    /// The words that must follow it ("call" + "for").
    pub particles: Vec<&'static str>,
    /// What kind of act it names.
    pub act: Act,
    /// How it presents the content.
    pub stance: Stance,
    /// What it allows around it.
    pub frames: Frames,
}

/// The lexicon: its lines, and every form of every verb with its line, sorted by form.
#[derive(Debug)]
struct Lexicon {
    verbs: Vec<CueVerb>,
    forms: Vec<(&'static str, usize)>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut lexicon = Lexicon { verbs: vec![], forms: vec![] };
    for line in TABLE.lines().filter(|l| !l.starts_with('#') && !l.is_empty()) {
        let mut columns = line.split('\t');
        let mut column = || columns.next().unwrap_or("");
        let (verb, act, stance, frames, forms) = (column(), column(), column(), column(), column());
        let mut words = verb.split(' ');
        let verb = words.next().unwrap_or("");
        let id = lexicon.verbs.len();
        lexicon.verbs.push(CueVerb {
            #[cfg(test)]
            verb,
            particles: words.collect(),
            // OK because the hygiene test reads every line.
            act: act.parse().unwrap_or(Act::Says),
            stance: stance.parse().unwrap_or(Stance::Neutral),
            frames: Frames::parse(frames),
        });
        lexicon.forms.push((verb, id));
        lexicon.forms.extend(forms.split(' ').map(|form| (form, id)));
    }
    lexicon.forms.sort_unstable();
    lexicon
});

/// The form of a cue's verb group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// "said", "has said", "could say".
    Finite,
    /// "saying".
    Participle,
    /// "to say", without a verb before it.
    Infinitive,
    /// "was told", "is expected".
    Passive,
    /// "accused of lying" after a noun.
    Reduced,
}

/// A cue verb in the text.
#[derive(Debug, Clone)]
pub struct Cue {
    /// The verb's token.
    pub head: usize,
    /// The whole group with auxiliaries, adverbs and particles.
    pub tokens: Range<usize>,
    /// The line of the lexicon.
    pub verb: &'static CueVerb,
    /// Its form.
    pub shape: Shape,
    /// "did not say".
    pub negated: bool,
    /// "could say", "if he says".
    pub hypothetical: bool,
}

impl Cue {
    /// Frames and shape in one number, never 0.
    pub fn code(&self) -> u32 {
        // The learned weights know the first eight frames.
        u32::from(self.verb.frames.0 & 255) << 3 | (self.shape as u32 + 1)
    }
}

/// All cue verbs of the tokens in `range`, in order, by their heads.
pub fn find(context: Context, range: Range<usize>) -> Vec<Cue> {
    range.clone().filter_map(|i| at(context, i, range.clone())).collect()
}

/// The cue whose verb is token `head`, looking no further than `bounds`.
pub fn at(context: Context, head: usize, bounds: Range<usize>) -> Option<Cue> {
    let speaks = || closes_speech(context, head, &bounds);
    if !context.pos(head).starts_with("VB") && !is_read(context, head, &bounds) && !speaks() {
        return None;
    }
    let form = context.lower(head);
    let verb = lines(&form)
        .filter(|verb| particles_follow(context, verb, head, bounds.end).is_some())
        .filter(|verb| !verb.frames.has(Frames::BESIDE) || beside_quotation(context, head))
        .max_by_key(|verb| verb.particles.len())
        .or_else(|| speaks().then_some(&*ANY_VERB))?;
    let end = particles_follow(context, verb, head, bounds.end)?;
    // "of" and the like belong to the cue, but "said of" needs its content in front.
    let mut start = head;
    let mut negated = false;
    let mut modal = false;
    let mut auxiliary = false;
    let mut be = false;
    while start > bounds.start {
        let before = start - 1;
        let word = context.lower(before);
        match &*word {
            "not" | "n't" | "never" | "n’t" | "hardly" | "nor" => negated = true,
            "could" | "can" | "may" | "might" | "would" | "should" | "must" | "’d" | "'d"
            | "ca" => {
                modal |= &*word != "'d" && &*word != "’d";
                auxiliary = true;
            }
            "will" | "'ll" | "’ll" | "wo" | "shall" | "do" | "does" | "did" | "has" | "have"
            | "had" | "having" | "'ve" | "’ve" => auxiliary = true,
            "is" | "are" | "was" | "were" | "be" | "been" | "being" | "am" | "'re" | "’re"
            | "'m" | "’m" | "get" | "gets" | "got" => {
                be = true;
                auxiliary = true;
            }
            "'s" | "’s" if context.pos(before).starts_with("VB") => auxiliary = true,
            "to" if before > bounds.start && context.pos(before - 1).starts_with("VB") => {
                auxiliary = true;
            }
            _ if context.pos(before) == "RB"
                && before > bounds.start
                && !context.opens_clause(before) => {}
            // "declined to say": the verb that governs the infinitive.
            _ if start < head
                && context.lower(start) == "to"
                && context.pos(before).starts_with("VB") =>
            {
                negated |= matches!(&*word, "declined" | "refused" | "declines" | "refuses");
            }
            _ => break,
        }
        start = before;
    }
    // An adverb alone in front of the subject is not part of the group.
    let shape = match context.pos(head) {
        "VBN" if be => Shape::Passive,
        "VBN" if !auxiliary && !answers(context, start, bounds.start) => Shape::Reduced,
        "VBG" if !be => Shape::Participle,
        "VB" if start == head && head > bounds.start && context.lower(head - 1) == "to" => {
            Shape::Infinitive
        }
        _ => Shape::Finite,
    };
    Some(Cue { head, tokens: start..end, verb, shape, negated, hypothetical: modal })
}

/// "“…,” Ruiz answered.": behind a quotation and its speaker stands a verb with tense, whatever taggers take it for.
fn answers(context: Context, verb: usize, from: usize) -> bool {
    let subject = context.phrase_before(verb, from);
    subject.is_some_and(|s| s.start > 0 && !context.quoted(s.start) && context.quoted(s.start - 1))
}

/// What a verb is that no line of the table has, where the words around show it to be a cue.
static ANY_VERB: LazyLock<CueVerb> = LazyLock::new(|| CueVerb {
    #[cfg(test)]
    verb: "",
    particles: vec![],
    act: Act::Says,
    stance: Stance::Neutral,
    frames: Frames::SPEECH,
});

/// How long a quotation must be, in tokens with its marks, to be no title of a work.
const SPEECH: usize = 6;

/// "“Nobody told us,” Ruiz emailed.", "“…?” she laughs.": behind a quotation that goes on, and somebody, the last word of the clause is a cue, whether or
/// not the table has it or the tagger takes it for a verb.
fn closes_speech(context: Context, head: usize, bounds: &Range<usize>) -> bool {
    let pos = context.pos(head);
    let verb = matches!(pos, "VBD" | "VBZ" | "VBN")
        || pos.starts_with("NN")
            && lines(&context.lower(head)).any(|v| v.frames.has(Frames::SPEECH));
    let ends = head + 1 >= bounds.end
        || matches!(context.word(head + 1), "." | "," | ":" | ";")
        || context.pos(head + 1) == "RB";
    if !verb || !ends || head <= bounds.start {
        return false;
    }
    let Some(somebody) = context.mentions_before(head).next().map(|id| &context.mentions[id])
    else {
        return false;
    };
    let start = context.text.tokens_in(somebody.full).start;
    let person =
        matches!(somebody.kind, EntityKind::Person | EntityKind::Group | EntityKind::Anonymous);
    let Some(mark) =
        start.checked_sub(1).filter(|&mark| person && mark > 0 && context.quoted(mark))
    else {
        return false;
    };
    let quotation = context.quotes.around(mark).map(|q| &context.quotes.quotations[q]);
    // "“Stop!” The officer fired.": behind a comma the sentence goes on, else a capital may begin another.
    let another = context.word(mark - 1) != ","
        && context.word(start).starts_with(char::is_uppercase)
        && !somebody.names_person();
    quotation.is_some_and(|q| q.tokens.end == start && is_speech(context, &q.tokens)) && !another
}

/// "“…,” Ruiz emailed staff", "Ruiz messaged: “…”": does a quotation that is speech stand before or behind the verb at `head`?
fn beside_quotation(context: Context, head: usize) -> bool {
    let sentence = &context.sentence(head).tokens;
    // "“It is a disaster!” Keller broke in.", which ends a sentence.
    let from = sentence.start.saturating_sub(1);
    let before = (from..head).rev().find(|&i| context.quoted(i));
    let after = (head + 1..sentence.end.min(head + SPEECH)).find(|&i| context.quoted(i));
    let answers = before.is_some_and(|mark| {
        context.quotes.around(mark).is_some_and(|q| {
            let quotation = &context.quotes.quotations[q].tokens;
            // “I am done”, Ruiz emailed.
            let behind =
                quotation.len() > 3 && quotation.end < head && context.is_comma(quotation.end);
            behind || is_speech(context, quotation)
        })
    });
    let announces = after.is_some_and(|mark| matches!(context.word(mark - 1), ":" | ","));
    answers || announces
}

/// Is the quotation of these tokens long enough, and does its last word go on, as what somebody says does?
fn is_speech(context: Context, quotation: &Range<usize>) -> bool {
    quotation.len() >= SPEECH
        && matches!(context.word(quotation.end - 2), "," | "?" | "!" | "—" | "…" | "...")
}

/// "“…,” the statement read.": the form does not show the tense, and taggers take it for a noun.
fn is_read(context: Context, head: usize, bounds: &Range<usize>) -> bool {
    context.lower(head) == "read"
        && head > bounds.start
        && context.pos(head - 1).starts_with("NN")
        && (head + 1 == bounds.end || matches!(context.word(head + 1), "." | ":" | ","))
}

/// The lexicon's lines for a form.
fn lines(form: &str) -> impl Iterator<Item = &'static CueVerb> {
    let lexicon: &'static Lexicon = &LEXICON;
    let from = lexicon.forms.partition_point(|(f, _)| *f < form);
    let form = form.to_string();
    lexicon.forms[from..]
        .iter()
        .take_while(move |(f, _)| *f == form)
        .map(|&(_, id)| &lexicon.verbs[id])
}

/// The token after the particles, if they follow the verb at `head`; an adverb may stand between.
fn particles_follow(context: Context, verb: &CueVerb, head: usize, end: usize) -> Option<usize> {
    let mut at = head + 1;
    for (k, particle) in verb.particles.iter().enumerate() {
        if k == 0 && at < end && context.pos(at) == "RB" && context.lower(at) != *particle {
            at += 1;
        }
        if at >= end || context.lower(at) != *particle {
            return None;
        }
        at += 1;
    }
    Some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_unique_and_complete() {
        let lines: Vec<&str> = TABLE.lines().filter(|l| !l.starts_with('#')).collect();
        assert!(lines.len() > 300);
        let mut last = "";
        for line in lines {
            let columns: Vec<&str> = line.split('\t').collect();
            assert_eq!(columns.len(), 5, "{line}");
            assert!(last < columns[0], "{line} is not after {last}");
            assert!(
                columns[1].parse::<Act>().is_ok() && columns[2].parse::<Stance>().is_ok(),
                "{line}"
            );
            assert_ne!(Frames::parse(columns[3]), Frames::default(), "{line}");
            assert!(columns[4].split(' ').count() >= 3, "{line}");
            last = columns[0];
        }
    }

    #[test]
    fn a_form_finds_its_lines() {
        assert_eq!(lines("told").map(|v| v.verb).collect::<Vec<_>>(), ["tell"]);
        assert_eq!(lines("called").count(), 3);
        assert_eq!(lines("table").count(), 0);
    }
}
