/*! A checked range of bytes of the text. */

use std::ops::Index;

/// Half-open range of **bytes** of the analysed text; `text[span]` is the words.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// The bytes from `start` up to, not including, `end`.
    ///
    /// # Panics
    /// If `start > end`, or `end` does not fit 32 bits (longer texts are refused before any span is made).
    #[track_caller]
    pub fn new(start: usize, end: usize) -> Self {
        assert!(start <= end && u32::try_from(end).is_ok(), "not a span: {start}..{end}");
        Self { start: start as u32, end: end as u32 }
    }

    /// First byte inside.
    pub const fn start(self) -> usize {
        self.start as usize
    }

    /// First byte after.
    pub const fn end(self) -> usize {
        self.end as usize
    }

    /// Number of bytes.
    pub const fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Is nothing inside?
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Does all of `other` lie inside?
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Is the byte at `offset` inside?
    pub const fn holds(self, offset: usize) -> bool {
        self.start as usize <= offset && offset < self.end as usize
    }

    /// Do the two share a byte?
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span around both.
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

impl std::fmt::Debug for Span {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

impl Index<Span> for str {
    type Output = str;

    fn index(&self, span: Span) -> &str {
        &self[span.start()..span.end()]
    }
}
