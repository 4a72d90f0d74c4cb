/*! The document as JSON: for programs one line a text, for people one line a thing. */

use std::io;

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, Serializer};

use super::Article;
use crate::document::Document;

/// A document with a name, as in `sayso batch`; the name comes first, the document's own fields follow.
#[derive(Serialize)]
struct Record<'a, Id: Serialize> {
    id: Id,
    #[serde(flatten)]
    document: &'a Document,
}

/// `{"id": …, …Document}` in one line, without a line break at its end.
///
/// # Panics
/// If `id` cannot be written as JSON.
pub fn record(id: impl Serialize, document: &Document) -> String {
    serde_json::to_string(&Record { id, document }).expect("a document is plain data")
}

/// The document in one line, with its line break, and with its name where it has one.
pub(super) fn line(article: &Article) -> String {
    let mut line = match article.id {
        Some(id) => record(id, article.document),
        None => serde_json::to_string(article.document).expect("a document is plain data"),
    };
    line.push('\n');
    line
}

/// The document with each field, and each item of a list, on a line of its own.
pub(super) fn pretty(article: &Article) -> String {
    match article.id {
        Some(id) => lines(&Record { id, document: article.document }, 2),
        None => lines(article.document, 2),
    }
}

/// `value` as JSON, broken into lines `depth` levels deep.
pub(super) fn lines(value: &impl Serialize, depth: usize) -> String {
    let mut out = Vec::new();
    let mut serializer =
        Serializer::with_formatter(&mut out, Lines { broken: depth, depth: 0, empty: true });
    value.serialize(&mut serializer).expect("what is exported is plain data");
    String::from_utf8(out).expect("serde_json writes UTF-8")
}

/// Breaks lines in the outermost objects and lists, but not further in.
struct Lines {
    /// Deeper than this everything stays in its line.
    broken: usize,
    depth: usize,
    /// Is the list or object that is being written empty so far?
    empty: bool,
}

impl Lines {
    fn open<W: io::Write + ?Sized>(&mut self, writer: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth += 1;
        self.empty = true;
        writer.write_all(bracket)
    }

    fn close<W: io::Write + ?Sized>(&mut self, writer: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth -= 1;
        if !self.empty && self.depth < self.broken {
            self.indent(writer)?;
        }
        self.empty = false;
        writer.write_all(bracket)
    }

    fn item<W: io::Write + ?Sized>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        if !first {
            writer.write_all(if self.depth > self.broken { b", " } else { b"," })?;
        }
        if self.depth <= self.broken {
            self.indent(writer)?;
        }
        Ok(())
    }

    fn indent<W: io::Write + ?Sized>(&self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b"\n")?;
        (0..self.depth).try_for_each(|_| writer.write_all(b"  "))
    }
}

impl Formatter for Lines {
    fn begin_array<W: io::Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.open(writer, b"[")
    }

    fn end_array<W: io::Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.close(writer, b"]")
    }

    fn begin_array_value<W: io::Write + ?Sized>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.item(writer, first)
    }

    fn end_array_value<W: io::Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.empty = false;
        CompactFormatter.end_array_value(writer)
    }

    fn begin_object<W: io::Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.open(writer, b"{")
    }

    fn end_object<W: io::Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.close(writer, b"}")
    }

    fn begin_object_key<W: io::Write + ?Sized>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.item(writer, first)
    }

    fn begin_object_value<W: io::Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b": ")
    }

    fn end_object_value<W: io::Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.empty = false;
        CompactFormatter.end_object_value(writer)
    }
}
