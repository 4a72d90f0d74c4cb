/*! Lemmas: the longest ending with a rule, learned for each part of speech, decides what is cut off and what is put on.

In: a word and its part of speech. Out: its lemma, in lower case except for proper nouns. A whole word counts as an ending too,
so exceptions are rules like all others.
*/

use super::labels::Pos;
use super::words::{self, Word};
use crate::Error;
use crate::model::file::{File, Reader, Writer, bad};

/// The section of the model file.
pub const SECTION: &str = "lemmas";

/// The longest ending that a rule may have, in characters; whole words may be longer.
pub const LONGEST: usize = 5;

/// What becomes of words with an ending.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rule {
    /// The index of the part of speech.
    pub pos: u8,
    /// The ending in lower case; a whole word begins with `^`.
    pub ending: String,
    /// How many characters are cut off.
    pub cut: u8,
    /// What is put on.
    pub put: String,
}

/// The learned rules.
#[derive(Debug, Clone, Default)]
pub struct Lemmas {
    /// In ascending order of part of speech and ending.
    rules: Vec<Rule>,
}

/// Numbers that parts of speech share rules by: proper nouns keep their case, the others have rules of their own.
fn keeps_case(pos: Pos) -> bool {
    matches!(pos, Pos::Nnp | Pos::Nnps)
}

/// The form that rules apply to.
pub fn base(word: &str, pos: Pos) -> String {
    let looked = Word::new(word);
    if looked.exact == words::OPEN {
        return "``".into();
    }
    if looked.exact == words::CLOSE {
        return "''".into();
    }
    let word = word.replace(['’', 'ʼ'], "'");
    if keeps_case(pos) { word } else { word.to_lowercase() }
}

impl Lemmas {
    /// Lemmas by `rules`.
    pub fn new(mut rules: Vec<Rule>) -> Self {
        rules.sort();
        Self { rules }
    }

    /// Reads the section.
    pub fn read(file: &File<&[u8]>) -> Result<Self, Error> {
        let mut from: Reader = file.section(SECTION, LONGEST as u32)?;
        let count = from.number()?;
        let mut rules = Vec::new();
        for _ in 0..count {
            let (pos, cut) = (from.byte()?, from.byte()?);
            let (ending, put) = (from.text()?.to_owned(), from.text()?.to_owned());
            if pos as usize >= Pos::ALL.len() {
                return Err(bad("a rule for lemmas names an unknown part of speech"));
            }
            rules.push(Rule { pos, ending, cut, put });
        }
        if !rules.is_sorted() {
            return Err(bad("the rules for lemmas are not in order"));
        }
        Ok(Self { rules })
    }

    /// The section's bytes.
    pub fn write(&self) -> Vec<u8> {
        let mut out = Writer::new();
        out.number(self.rules.len());
        for rule in &self.rules {
            out.byte(rule.pos);
            out.byte(rule.cut);
            out.text(&rule.ending);
            out.text(&rule.put);
        }
        out.finish()
    }

    fn find(&self, pos: Pos, ending: &str) -> Option<&Rule> {
        let key = (pos as u8, ending);
        let at = self.rules.binary_search_by(|r| (r.pos, r.ending.as_str()).cmp(&key));
        at.ok().map(|i| &self.rules[i])
    }

    /// The rule for `base`, a form that [`base`] made.
    pub fn rule(&self, base: &str, pos: Pos) -> Option<&Rule> {
        let marked = format!("^{base}");
        if let Some(rule) = self.find(pos, &marked) {
            return Some(rule);
        }
        let mut starts: [usize; LONGEST + 1] = [base.len(); LONGEST + 1];
        let mut n = 0;
        for (at, _) in base.char_indices().rev().take(LONGEST) {
            n += 1;
            starts[n] = at;
        }
        (0..=n).rev().find_map(|k| self.find(pos, &base[starts[k]..]))
    }

    /// Appends the lemma of `word` to `out`.
    pub fn append(&self, word: &str, pos: Pos, out: &mut String) {
        let base = base(word, pos);
        match self.rule(&base, pos) {
            Some(rule) => apply(&base, rule.cut, &rule.put, out),
            None => out.push_str(&base),
        }
    }
}

/// Cuts `cut` characters off `base` and puts `put` on.
pub fn apply(base: &str, cut: u8, put: &str, out: &mut String) {
    let end = match cut {
        0 => base.len(),
        n => base.char_indices().rev().nth(n as usize - 1).map_or(0, |(at, _)| at),
    };
    out.push_str(&base[..end]);
    out.push_str(put);
}
