/*! From bytes to the units that others count in: one table per text, one binary search per offset. */

use serde::Serialize;

/// What an offset counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum OffsetUnit {
    /// UTF-16 code units, as JavaScript strings and the DOM count.
    #[default]
    Utf16,
    /// Unicode code points, as Python strings and W3C text position selectors count.
    Codepoint,
    /// Bytes of UTF-8, as Rust counts.
    Byte,
}

impl OffsetUnit {
    /// The unit's name in the output document and in options.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Utf16 => "utf16",
            Self::Codepoint => "codepoint",
            Self::Byte => "byte",
        }
    }
}

impl std::str::FromStr for OffsetUnit {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        [Self::Utf16, Self::Codepoint, Self::Byte]
            .into_iter()
            .find(|u| u.as_str() == name)
            .ok_or(())
    }
}

/// After a character that is not ASCII: how many bytes, code points and UTF-16 units stand before.
#[derive(Debug, Clone, Copy)]
struct Mark {
    byte: u32,
    codepoint: u32,
    utf16: u32,
}

/// The table of one text. Between two marks all characters are ASCII, so the units differ by a constant.
#[derive(Debug)]
pub struct Offsets {
    marks: Vec<Mark>,
}

impl Offsets {
    /// Reads `text` once.
    pub fn new(text: &str) -> Self {
        let mut marks = Vec::new();
        let (mut codepoint, mut utf16, mut last) = (0u32, 0u32, 0usize);
        for (byte, c) in text.char_indices().filter(|(_, c)| !c.is_ascii()) {
            let ascii = (byte - last) as u32;
            codepoint += ascii + 1;
            utf16 += ascii + c.len_utf16() as u32;
            last = byte + c.len_utf8();
            marks.push(Mark { byte: last as u32, codepoint, utf16 });
        }
        Self { marks }
    }

    /// The offset in `unit` of the character boundary at byte `byte`.
    pub fn convert(&self, byte: usize, unit: OffsetUnit) -> usize {
        let after = self.marks.partition_point(|m| m.byte as usize <= byte);
        let Some(mark) = after.checked_sub(1).map(|i| self.marks[i]) else { return byte };
        let ascii = byte - mark.byte as usize;
        match unit {
            OffsetUnit::Byte => byte,
            OffsetUnit::Codepoint => mark.codepoint as usize + ascii,
            OffsetUnit::Utf16 => mark.utf16 as usize + ascii,
        }
    }

    /// The byte at which the character at `offset`, counted in `unit`, begins. For an offset inside a character the byte is inside it too.
    pub fn byte(&self, offset: usize, unit: OffsetUnit) -> usize {
        let count = |m: &Mark| match unit {
            OffsetUnit::Byte => m.byte as usize,
            OffsetUnit::Codepoint => m.codepoint as usize,
            OffsetUnit::Utf16 => m.utf16 as usize,
        };
        let after = self.marks.partition_point(|m| count(m) <= offset);
        let Some(mark) = after.checked_sub(1).map(|i| self.marks[i]) else { return offset };
        mark.byte as usize + (offset - count(&mark))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_boundary_counts_as_the_string_does() {
        for text in ["", "plain", "a“b”c", "😀 said é", "\u{301}\u{0}x\u{feff}", "“😀”😀"]
        {
            let offsets = Offsets::new(text);
            for (byte, _) in text.char_indices().chain([(text.len(), ' ')]) {
                let before = &text[..byte];
                assert_eq!(offsets.convert(byte, OffsetUnit::Codepoint), before.chars().count());
                assert_eq!(offsets.convert(byte, OffsetUnit::Utf16), before.encode_utf16().count());
                assert_eq!(offsets.convert(byte, OffsetUnit::Byte), byte);
                for unit in [OffsetUnit::Utf16, OffsetUnit::Codepoint, OffsetUnit::Byte] {
                    assert_eq!(offsets.byte(offsets.convert(byte, unit), unit), byte);
                }
            }
        }
    }

    #[test]
    fn an_offset_inside_a_character_gives_no_boundary() {
        let text = "a😀b";
        let byte = Offsets::new(text).byte(2, OffsetUnit::Utf16);
        assert!(!text.is_char_boundary(byte), "{byte}");
    }
}
