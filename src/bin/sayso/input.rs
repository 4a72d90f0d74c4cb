/*! Reading text: a file or standard input, in UTF-8, or an error that names the place. */

use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use sayso::{Error, ErrorKind};

/// What a path is called in messages and results; `-` stands for standard input.
pub fn name(path: &Path) -> String {
    if is_stdin(path) { "standard input".into() } else { path.display().to_string() }
}

/// Does `path` stand for standard input?
pub fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// The text of the file at `path`.
///
/// # Errors
/// If it cannot be read or is not UTF-8; the message names the file, and the first byte that is wrong.
pub fn read(path: &Path) -> Result<String, Error> {
    let mut bytes = Vec::new();
    let done = if is_stdin(path) {
        io::stdin().lock().read_to_end(&mut bytes)
    } else {
        File::open(path).and_then(|mut file| file.read_to_end(&mut bytes))
    };
    let name = visible(&name(path));
    done.map_err(|e| Error::new(ErrorKind::Input, format!("{name}: {}", cause(&e))))?;
    String::from_utf8(bytes).map_err(|e| {
        let problem = not_utf8(e.as_bytes(), e.utf8_error().valid_up_to());
        Error::new(ErrorKind::Input, format!("{name}: {problem}"))
    })
}

/// The operating system's words without its number: "No such file or directory".
pub fn cause(error: &io::Error) -> String {
    let words = error.to_string();
    match words.find(" (os error") {
        Some(at) => words[..at].to_owned(),
        None => words,
    }
}

/// Says where `bytes` stop being UTF-8, and what they may be instead.
pub fn not_utf8(bytes: &[u8], at: usize) -> String {
    let line = bytes[..at].split(|b| *b == b'\n').count();
    let byte = bytes[at];
    let mut words =
        format!("expected UTF-8, but found byte 0x{byte:02X} at byte {at}, in line {line}");
    let guess = match bytes {
        [0xFF, 0xFE, ..] => Some("UTF-16LE"),
        [0xFE, 0xFF, ..] => Some("UTF-16BE"),
        // What browsers and word processors of the West wrote before UTF-8; binary files have NUL bytes.
        _ if !bytes.contains(&0) => Some("WINDOWS-1252"),
        _ => None,
    };
    if let Some(encoding) = guess {
        let _ = write!(words, " (is it {encoding}? `iconv -f {encoding} -t UTF-8` converts it)");
    }
    words
}

/// `text` with its control characters made visible, so that no input can steer the terminal.
pub fn visible(text: &str) -> String {
    text.chars().map(|c| picture(c).unwrap_or(c)).collect()
}

/// What is shown for a character that would steer the terminal or reorder what stands around it.
fn picture(c: char) -> Option<char> {
    match c {
        '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)),
        '\u{7f}' => Some('␡'),
        '\u{80}'..='\u{9f}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}' => Some('\u{fffd}'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wrong_byte_is_named() {
        let words = not_utf8(b"one\ncaf\xe9", 7);
        assert!(words.contains("byte 0xE9 at byte 7, in line 2"), "{words}");
        assert!(words.contains("WINDOWS-1252"), "{words}");
        let words = not_utf8(b"\xff\xfea\0", 0);
        assert!(words.contains("UTF-16LE"), "{words}");
        let words = not_utf8(b"\x89PNG\0", 0);
        assert!(!words.contains("iconv"), "{words}");
    }

    #[test]
    fn nothing_steers_the_terminal() {
        assert_eq!(visible("a\u{1b}[31mb\u{202e}c\u{9b}d\u{7f}"), "a␛[31mb\u{fffd}c\u{fffd}d␡");
        assert_eq!(visible("“été” 😀"), "“été” 😀");
    }
}
