/*! The form of the model file: a header, and sections that each belong to one learned stage.

```text
magic 8 bytes | version u32 | checksum u64 of all that follows | provenance: length u32, UTF-8 |
number of sections u32 | per section: name 8 bytes, hash of its features u32, length u32, bytes
```

Numbers are little-endian. Everything read is checked: a file that is wrong, cut short or hostile gives an error that says where,
never a panic and never a large allocation.
*/

use crate::model::hash;
use crate::{Error, ErrorKind};

const MAGIC: [u8; 8] = *b"\x89sayso\r\n";
/// The version of the file's form.
pub const VERSION: u32 = 1;

/// An error about a model file.
pub fn bad(what: impl std::fmt::Display) -> Error {
    Error::new(ErrorKind::Model, format!("the model file is unusable: {what}"))
}

/// Reads numbers and bytes one after the other.
#[derive(Debug, Clone)]
pub struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    /// Reads `bytes` from their beginning.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// How many bytes are left.
    pub fn left(&self) -> usize {
        self.0.len()
    }

    /// The next `n` bytes.
    pub fn bytes(&mut self, n: usize) -> Result<&'a [u8], Error> {
        let (head, tail) = self.0.split_at_checked(n).ok_or_else(|| bad("it is cut short"))?;
        self.0 = tail;
        Ok(head)
    }

    /// The next byte.
    pub fn byte(&mut self) -> Result<u8, Error> {
        Ok(self.bytes(1)?[0])
    }

    /// A number in as few bytes as it needs (LEB128), at most 32 bits.
    pub fn number(&mut self) -> Result<usize, Error> {
        let mut value = 0_u64;
        for shift in (0..35).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return match u32::try_from(value) {
                    Ok(v) => Ok(v as usize),
                    Err(_) => Err(bad("a number is too large")),
                };
            }
        }
        Err(bad("a number has no end"))
    }

    /// Four bytes as a number.
    pub fn u32(&mut self) -> Result<u32, Error> {
        Ok(self.bytes(4)?.iter().rev().fold(0, |x, &b| x << 8 | u32::from(b)))
    }

    /// Eight bytes as a number.
    pub fn u64(&mut self) -> Result<u64, Error> {
        Ok(self.bytes(8)?.iter().rev().fold(0, |x, &b| x << 8 | u64::from(b)))
    }

    /// A length and as many bytes of UTF-8.
    pub fn text(&mut self) -> Result<&'a str, Error> {
        let n = self.number()?;
        std::str::from_utf8(self.bytes(n)?).map_err(|_| bad("a text in it is not UTF-8"))
    }
}

/// Writes what [`Reader`] reads.
#[derive(Debug, Clone, Default)]
pub struct Writer(Vec<u8>);

impl Writer {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// All that was written.
    pub fn finish(self) -> Vec<u8> {
        self.0
    }

    /// One byte.
    pub fn byte(&mut self, byte: u8) {
        self.0.push(byte);
    }

    /// Bytes as they are.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    /// See [`Reader::number`].
    pub fn number(&mut self, value: usize) {
        let mut value = value as u32;
        while value >= 0x80 {
            self.0.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.0.push(value as u8);
    }

    /// See [`Reader::text`].
    pub fn text(&mut self, text: &str) {
        self.number(text.len());
        self.bytes(text.as_bytes());
    }
}

/// One learned stage's part of the file.
#[derive(Debug, Clone)]
pub struct Section<B> {
    /// The stage: at most eight ASCII letters.
    pub name: String,
    /// A hash of what the stage's features are, see [`super::Stage`].
    pub features: u32,
    /// What the stage itself wrote.
    pub bytes: B,
}

/// A whole model file.
#[derive(Debug, Clone)]
pub struct File<B> {
    /// Corpus, date, command and scores, in words.
    pub provenance: String,
    /// In the order of the stages.
    pub sections: Vec<Section<B>>,
}

impl<'a> File<&'a [u8]> {
    /// Reads a file. An error says what is wrong with it.
    pub fn read(bytes: &'a [u8]) -> Result<Self, Error> {
        let mut from = Reader::new(bytes);
        if from.bytes(8).ok() != Some(&MAGIC) {
            return Err(bad("it does not begin as a model file does"));
        }
        let version = from.u32()?;
        if version != VERSION {
            return Err(bad(format!("its version is {version}, this program reads {VERSION}")));
        }
        let stored = from.u64()?;
        if stored != hash::checksum(from.0) {
            return Err(bad("its checksum is wrong, so it is damaged or cut short"));
        }
        let length = from.u32()? as usize;
        let provenance = String::from_utf8(from.bytes(length)?.to_vec())
            .map_err(|_| bad("its provenance is not UTF-8"))?;
        let count = from.u32()?;
        let mut sections = Vec::new();
        for _ in 0..count {
            let name = String::from_utf8_lossy(from.bytes(8)?).trim_end().to_owned();
            let features = from.u32()?;
            let length = from.u32()? as usize;
            sections.push(Section { name, features, bytes: from.bytes(length)? });
        }
        if from.left() > 0 {
            return Err(bad("something follows its last section"));
        }
        Ok(Self { provenance, sections })
    }

    /// Is there a section of that name?
    pub fn has(&self, name: &str) -> bool {
        self.sections.iter().any(|s| s.name == name)
    }

    /// The bytes of the section `name`, made with the features whose hash is `features`.
    pub fn section(&self, name: &str, features: u32) -> Result<Reader<'a>, Error> {
        let Some(section) = self.sections.iter().find(|s| s.name == name) else {
            return Err(bad(format!("it has no section `{name}`")));
        };
        if section.features != features {
            return Err(bad(format!(
                "its section `{name}` was trained with other features than this program has"
            )));
        }
        Ok(Reader::new(section.bytes))
    }
}

impl File<Vec<u8>> {
    /// The bytes of the file.
    pub fn write(&self) -> Vec<u8> {
        let mut body = (self.provenance.len() as u32).to_le_bytes().to_vec();
        body.extend_from_slice(self.provenance.as_bytes());
        body.extend_from_slice(&(self.sections.len() as u32).to_le_bytes());
        for section in &self.sections {
            body.extend_from_slice(format!("{:<8}", section.name).as_bytes());
            body.extend_from_slice(&section.features.to_le_bytes());
            body.extend_from_slice(&(section.bytes.len() as u32).to_le_bytes());
            body.extend_from_slice(&section.bytes);
        }
        let mut out = MAGIC.to_vec();
        out.extend_from_slice(&VERSION.to_le_bytes());
        out.extend_from_slice(&hash::checksum(&body).to_le_bytes());
        out.extend_from_slice(&body);
        out
    }
}
