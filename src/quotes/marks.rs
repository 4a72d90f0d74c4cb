/*! Which mark opens, which closes, and which is an apostrophe.

One pass over the tokens of each paragraph with a stack of open marks. A mark's neighbours say what it can be: after white space or
an opening bracket it opens, before white space or punctuation it closes. What the neighbours leave open, the stack decides.
*/

use std::ops::Range;

use super::Quotation;
use crate::text::{Span, Text, TokenKind};

/// Longest paragraph, in tokens, to whose end an unclosed quotation is taken to run; beyond, it ends with its sentence.
const LONGEST_UNCLOSED: usize = 400;

/// Most marks open at once; deeper ones are left alone, so that no text makes the stack a cost.
const DEEPEST: usize = 8;

/// Marks that can pair with each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    Double,
    Single,
    Guillemets,
    SingleGuillemets,
    Corner,
    WhiteCorner,
}

/// What a mark can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Opens,
    Closes,
    Either,
    Nothing,
}

#[derive(Debug)]
struct Open {
    family: Family,
    /// The character, since „ and “ open what “ closes, and » what « closes.
    mark: char,
    /// Index of the quotation.
    id: usize,
}

/// The quotations of `text` in order of their opening mark, and the opening marks without a partner.
pub fn pair(text: &Text) -> (Vec<Quotation>, Vec<Span>) {
    let mut pairing = Pairing { text, quotations: vec![], stack: vec![], carried: None };
    for paragraph in 0..text.paragraphs.len() {
        pairing.paragraph(paragraph);
    }
    pairing.end_of_text();
    pairing.finish()
}

struct Pairing<'a> {
    text: &'a Text<'a>,
    /// A quotation whose `pieces` is empty was no quotation after all.
    quotations: Vec<Quotation>,
    stack: Vec<Open>,
    /// A double quotation that the paragraph before left open, with its mark.
    carried: Option<(usize, char)>,
}

impl Pairing<'_> {
    fn paragraph(&mut self, paragraph: usize) {
        let tokens = self.text.paragraphs[paragraph].tokens.clone();
        self.resume(tokens.clone());
        let single_closers = self.count_single_closers(tokens.clone());
        for i in tokens.clone() {
            if self.text.tokens[i].kind == TokenKind::Quote {
                self.mark(i, tokens.clone(), single_closers[i - tokens.start]);
            }
        }
        self.end_of_paragraph(tokens);
    }

    /// Takes up the quotation that the paragraph before left open, if this one goes on with it.
    fn resume(&mut self, tokens: Range<usize>) {
        let Some((id, mark)) = self.carried.take() else { return };
        let first = self.text.word(tokens.start);
        let reopened = first.starts_with(mark);
        let closes_first = || {
            tokens.clone().find_map(|i| match self.classify(i).1 {
                Role::Closes if self.is_double(i) => Some(true),
                Role::Opens if self.is_double(i) => Some(false),
                _ => None,
            }) == Some(true)
        };
        if reopened || closes_first() {
            self.quotations[id].pieces.push(tokens.start..tokens.end);
            self.stack.push(Open { family: Family::Double, mark, id });
        }
    }

    fn is_double(&self, i: usize) -> bool {
        self.classify(i).0 == Some(Family::Double)
    }

    /// For each token of the paragraph: how many single marks from here on can close.
    fn count_single_closers(&self, tokens: Range<usize>) -> Vec<u32> {
        let mut counts = vec![0; tokens.len() + 1];
        for i in tokens.clone().rev() {
            let closes = matches!(self.text.word(i), "'" | "’")
                && matches!(self.classify(i).1, Role::Closes | Role::Either);
            counts[i - tokens.start] = counts[i - tokens.start + 1] + u32::from(closes);
        }
        counts
    }

    /// The family of the mark at token `i`, and what its neighbours let it be.
    fn classify(&self, i: usize) -> (Option<Family>, Role) {
        let raw = self.text.raw;
        let span = self.text.tokens[i].span;
        if self.text.tokens[i].kind != TokenKind::Quote {
            return (None, Role::Nothing);
        }
        let before = raw[..span.start()].chars().next_back();
        let after = raw[span.end()..].chars().next();
        let opens_after = before.is_none_or(|c| c.is_whitespace() || "([{—–-/“‘«„‚\"'".contains(c));
        let open = opens_after && after.is_some_and(|c| !c.is_whitespace());
        let close = before.is_some_and(|c| !c.is_whitespace())
            && after.is_none_or(|c| c.is_whitespace() || ".,;:!?)]}—–-…”’»\"'/[".contains(c));
        let by_neighbours = match (open, close) {
            (true, false) => Role::Opens,
            (false, true) => Role::Closes,
            // Between letters, between spaces, or a mark among marks.
            _ => Role::Either,
        };
        match &raw[span] {
            "“" | "‟" | "``" | "„" => (Some(Family::Double), Role::Opens),
            "”" => (Some(Family::Double), Role::Closes),
            "\"" | "''" | "＂" => {
                let inches = before.is_some_and(|c| c.is_ascii_digit())
                    && raw[..span.start()]
                        .trim_end_matches(|c: char| c.is_ascii_digit())
                        .ends_with(['\'', '’']);
                (Some(Family::Double), if inches { Role::Nothing } else { by_neighbours })
            }
            "«" | "»" => {
                // A bullet, not a mark: "» Read more".
                let bullet =
                    opens_after && after.is_none_or(char::is_whitespace) && &raw[span] == "»";
                (Some(Family::Guillemets), if bullet { Role::Nothing } else { by_neighbours })
            }
            "‹" | "›" => (Some(Family::SingleGuillemets), by_neighbours),
            "「" => (Some(Family::Corner), Role::Opens),
            "」" => (Some(Family::Corner), Role::Closes),
            "『" => (Some(Family::WhiteCorner), Role::Opens),
            "』" => (Some(Family::WhiteCorner), Role::Closes),
            "‘" | "‚" | "‛" | "`" => (
                Some(Family::Single),
                if before.is_some_and(char::is_alphanumeric) { Role::Nothing } else { Role::Opens },
            ),
            "'" | "’" => (Some(Family::Single), by_neighbours),
            _ => (None, Role::Nothing),
        }
    }

    fn mark(&mut self, i: usize, paragraph: Range<usize>, single_closers: u32) {
        // The mark that reopens a carried quotation belongs to it already.
        if i == paragraph.start
            && self.stack.len() == 1
            && self.quotations[self.stack[0].id].pieces.len() > 1
            && self.text.word(i).starts_with(self.stack[0].mark)
        {
            return;
        }
        let (Some(family), role) = self.classify(i) else { return };
        let c = self.text.word(i).chars().next().unwrap_or('"');
        let open_at = self.stack.iter().rposition(|o| o.family == family);
        let closes_open = open_at.is_some_and(|at| can_close(self.stack[at].mark, c));
        match (family, role) {
            (_, Role::Nothing) => {}
            (Family::Single, _) => self.single(i, role, open_at, single_closers),
            (Family::Guillemets | Family::SingleGuillemets, _) if closes_open => {
                self.close(open_at, i);
            }
            (Family::Guillemets | Family::SingleGuillemets, Role::Opens | Role::Either) => {
                self.open(i, family);
            }
            // “ closes what „ opened.
            (Family::Double, Role::Opens)
                if c == '“' && open_at.is_some_and(|at| self.stack[at].mark == '„') =>
            {
                self.close(open_at, i);
            }
            (Family::Double, Role::Opens) if closes_open || (open_at.is_some() && c == '“') => {
                self.open_inside(i, open_at, paragraph);
            }
            (_, Role::Opens) => self.open(i, family),
            (_, Role::Closes | Role::Either) if closes_open => self.close(open_at, i),
            // A closing curly mark in opening position, as Swedish has it.
            (_, Role::Either) => self.open(i, family),
            (_, Role::Closes) => {}
        }
    }

    /// A double mark opens while another of its kind is open: nested, a new paragraph of the same quotation, or the first was never closed.
    fn open_inside(&mut self, i: usize, open_at: Option<usize>, paragraph: Range<usize>) {
        let Some(at) = open_at else { return self.open(i, Family::Double) };
        let follows_sentence =
            i > paragraph.start && matches!(self.text.word(i - 1), "." | "?" | "!" | "…" | "...");
        let next: Vec<Role> = (i + 1..paragraph.end.min(i + 1 + LONGEST_UNCLOSED))
            .filter(|&k| self.is_double(k))
            .map(|k| self.classify(k).1)
            .take(2)
            .collect();
        if next.len() == 2 && next.iter().all(|r| *r == Role::Closes) {
            self.open(i, Family::Double);
        } else if follows_sentence && next.first() == Some(&Role::Closes) {
            // Lost paragraph break: the quotation goes on.
            let id = self.stack[at].id;
            self.stack.truncate(at + 1);
            if let Some(last) = self.quotations[id].pieces.last_mut() {
                last.end = i;
            }
            self.quotations[id].pieces.push(i..paragraph.end);
        } else {
            let id = self.stack[at].id;
            self.stack.truncate(at);
            self.end_with_sentence(id, i);
            self.open(i, Family::Double);
        }
    }

    fn single(&mut self, i: usize, role: Role, open_at: Option<usize>, closers: u32) {
        let word = self.text.word(i);
        let next = self.text.tokens.get(i + 1).map(|t| &self.text.raw[t.span]);
        let elision = next.is_some_and(|w| {
            let lower = w.to_lowercase();
            matches!(&*lower, "em" | "til" | "tis" | "twas" | "cause" | "n" | "round" | "bout")
                || (w.starts_with(|c: char| c.is_ascii_digit()) && w.ends_with('s'))
        });
        match (role, open_at) {
            (Role::Opens, _) if !elision && (closers > 0 || word == "‘") => {
                self.open(i, Family::Single);
            }
            (Role::Closes | Role::Either, Some(_)) => {
                let possessive = i > 0
                    && self.text.word(i - 1).ends_with(['s', 'S'])
                    && closers > 1
                    && next.is_some_and(|w| w.starts_with(char::is_lowercase))
                    && word != "‘";
                if !possessive {
                    self.close(open_at, i);
                }
            }
            _ => {}
        }
    }

    fn open(&mut self, i: usize, family: Family) {
        if self.stack.len() >= DEEPEST {
            return;
        }
        let id = self.quotations.len();
        let mark = self.text.word(i).chars().next().unwrap_or('"');
        self.quotations.push(Quotation {
            span: self.text.tokens[i].span,
            tokens: i..i + 1,
            inner: None,
            pieces: vec![i..i + 1],
            depth: 0,
            parent: None,
            closed: false,
        });
        self.stack.push(Open { family, mark, id });
    }

    /// Closes the quotation at `open_at` of the stack with the mark at token `i`; single marks opened inside were apostrophes.
    fn close(&mut self, open_at: Option<usize>, i: usize) {
        let Some(at) = open_at else { return };
        for inner in self.stack.drain(at + 1..) {
            self.quotations[inner.id].pieces.clear();
        }
        if let Some(open) = self.stack.pop() {
            let quotation = &mut self.quotations[open.id];
            quotation.closed = true;
            if let Some(last) = quotation.pieces.last_mut() {
                last.end = i + 1;
            }
        }
    }

    /// Ends an unclosed quotation with the sentence of its last piece's first token, and before token `limit`.
    fn end_with_sentence(&mut self, id: usize, limit: usize) {
        let Some(last) = self.quotations[id].pieces.last().cloned() else { return };
        let sentence = self.text.sentence_of(last.start);
        let end = self.text.sentences[sentence].tokens.end.min(limit).max(last.start + 1);
        if let Some(piece) = self.quotations[id].pieces.last_mut() {
            piece.end = end;
        }
    }

    fn end_of_paragraph(&mut self, tokens: Range<usize>) {
        let mut outer = true;
        for open in std::mem::take(&mut self.stack) {
            if outer && open.family == Family::Double {
                if tokens.len() > LONGEST_UNCLOSED {
                    self.end_with_sentence(open.id, tokens.end);
                } else if let Some(last) = self.quotations[open.id].pieces.last_mut() {
                    last.end = tokens.end;
                }
                self.carried = Some((open.id, open.mark));
            } else {
                self.quotations[open.id].pieces.clear();
            }
            outer = false;
        }
    }

    fn end_of_text(&mut self) {
        self.carried = None;
    }

    /// Spans, nesting and order.
    fn finish(self) -> (Vec<Quotation>, Vec<Span>) {
        let text = self.text;
        let mut unpaired = Vec::new();
        let mut out: Vec<Quotation> = Vec::new();
        let mut around: Vec<usize> = Vec::new();
        for mut quotation in self.quotations.into_iter().filter(|q| !q.pieces.is_empty()) {
            let first = quotation.pieces[0].start;
            let end = quotation.pieces[quotation.pieces.len() - 1].end;
            if !quotation.closed {
                unpaired.push(text.tokens[first].span);
            }
            quotation.tokens = first..end;
            quotation.span = text.span(first..end);
            let inside = first + 1..end - usize::from(quotation.closed);
            quotation.inner = (inside.start < inside.end).then(|| text.span(inside));
            while around.last().is_some_and(|&o| out[o].tokens.end <= first) {
                around.pop();
            }
            // One that was never closed and ends before this one does: what seems to begin inside it cannot be told.
            if around.last().is_some_and(|&o| out[o].tokens.end < end) {
                continue;
            }
            quotation.parent = around.last().copied();
            quotation.depth = around.len();
            around.push(out.len());
            out.push(quotation);
        }
        (out, unpaired)
    }
}

/// Can `close` close what `open` opened?
fn can_close(open: char, close: char) -> bool {
    match open {
        '"' | '\'' | '`' | '＂' => matches!(close, '"' | '\'' | '”' | '＂'),
        '“' | '‟' | '”' => matches!(close, '”' | '"' | '\''),
        '„' => matches!(close, '“' | '”' | '"'),
        '«' => close == '»',
        '»' => close == '«',
        '‹' => close == '›',
        '›' => close == '‹',
        '「' => close == '」',
        '『' => close == '』',
        _ => true,
    }
}
