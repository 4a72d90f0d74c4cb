/*! The boundary to JavaScript: a string and an options object in, the document as plain data out.

Nothing that crosses it has to be freed but the [`Analyser`] itself, and errors are JavaScript `Error`s
with a `code`. The types that TypeScript sees are those of `www/types.d.ts`.

# Not handled

Loading models from outside, export formats, several texts at once.
*/

use js_sys::{Error, JsString, Object, Reflect};
use serde::Serialize;
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};

use crate::document::{Range, Warning};
use crate::{ErrorKind, OffsetUnit, Options};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &'static str = include_str!("../www/types.d.ts");

/// Finds who said what. Made once, used for any number of texts.
#[derive(Debug)]
#[wasm_bindgen]
pub struct Analyser {
    inner: crate::Analyser,
}

#[wasm_bindgen]
impl Analyser {
    /// An analyser with the model that is built in.
    #[wasm_bindgen(constructor)]
    #[allow(clippy::new_without_default)]
    pub fn new() -> Self {
        Self { inner: crate::Analyser::embedded() }
    }

    /// The document of `text`, as plain data.
    ///
    /// A lone surrogate counts as U+FFFD, one unit for one unit, and the document then has a warning `lone-surrogate`
    /// with the place of the first.
    ///
    /// # Errors
    ///
    /// An `Error` whose `code` is `input` where `text` is not a string, and `options` where an option is unknown or wrong.
    // The boundary hands values over, and an absent option is a value too.
    #[allow(clippy::needless_pass_by_value)]
    #[wasm_bindgen(unchecked_return_type = "SaysoDocument")]
    pub fn analyse(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] text: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "Options | null")] options: JsValue,
    ) -> Result<JsValue, Error> {
        let text: JsString = text
            .dyn_into()
            .map_err(|v: JsValue| error(ErrorKind::Input, &expected("text", "a string", &v)))?;
        let options = read_options(&options).map_err(|e| error(ErrorKind::Options, &e))?;
        let string = String::from(&text);
        let mut document = self.inner.analyse(&string, &options);
        if let Some(span) = lone_surrogate(&text, &string, options.offsets) {
            document.warnings.push(Warning { code: "lone-surrogate".into(), span: Some(span) });
        }
        document
            .serialize(&serde_wasm_bindgen::Serializer::json_compatible())
            .map_err(|e| error(ErrorKind::Output, &e.to_string()))
    }
}

/// Where the first lone surrogate of `text` stands in `string`, its copy in UTF-8, in which each became U+FFFD.
fn lone_surrogate(text: &JsString, string: &str, unit: OffsetUnit) -> Option<Range> {
    let (mut utf16, mut codepoint) = (0, 0);
    for (byte, c) in string.char_indices() {
        if c == char::REPLACEMENT_CHARACTER && text.char_code_at(utf16) as u32 != 0xfffd {
            let (start, width) = match unit {
                OffsetUnit::Utf16 => (utf16 as usize, 1),
                OffsetUnit::Codepoint => (codepoint, 1),
                OffsetUnit::Byte => (byte, c.len_utf8()),
            };
            return Some(Range { start, end: start + width });
        }
        utf16 += c.len_utf16() as u32;
        codepoint += 1;
    }
    None
}

/// Reads `{offsets, date, maxBytes}`; `undefined` and `null` stand for all defaults.
fn read_options(value: &JsValue) -> Result<Options, String> {
    let mut options = Options::default();
    if value.is_undefined() || value.is_null() {
        return Ok(options);
    }
    if !value.is_object() || js_sys::Array::is_array(value) {
        return Err(expected("options", "an object", value));
    }
    for key in Object::keys(value.unchecked_ref::<Object>()) {
        let name = key.as_string().unwrap_or_default();
        let field = Reflect::get(value, &key).map_err(|_| format!("options.{name}: unreadable"))?;
        if field.is_undefined() {
            continue;
        }
        match name.as_str() {
            "offsets" => {
                options.offsets =
                    field.as_string().and_then(|s| s.parse().ok()).ok_or_else(|| {
                        expected("options.offsets", "\"utf16\", \"codepoint\" or \"byte\"", &field)
                    })?;
            }
            "date" if field.is_null() => options.date = None,
            "date" => {
                let date = field.as_string().filter(|d| is_date(d));
                options.date = Some(date.ok_or_else(|| {
                    expected("options.date", "a date like \"2021-01-13\"", &field)
                })?);
            }
            "maxBytes" => {
                let limit = field.as_f64().filter(|n| n.fract() == 0.0 && *n >= 0.0);
                options.max_bytes = limit.ok_or_else(|| {
                    expected("options.maxBytes", "a whole number that is not negative", &field)
                })? as usize;
            }
            _ => return Err(format!("options.{name}: expected offsets, date or maxBytes")),
        }
    }
    Ok(options)
}

/// Is `text` a date as `2021-01-13`?
fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts[..] else { return false };
    let number = |s: &str, width: usize| {
        (s.len() == width && s.bytes().all(|b| b.is_ascii_digit()))
            .then(|| s.parse::<u32>().ok())?
    };
    let (Some(year), Some(month), Some(day)) = (number(year, 4), number(month, 2), number(day, 2))
    else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u32::from(leap),
        _ => 0,
    };
    (1..=days).contains(&day)
}

/// "text: expected a string, but found 7".
fn expected(what: &str, wanted: &str, found: &JsValue) -> String {
    let found = match found.as_string() {
        Some(s) => format!("{:?}", s.chars().take(40).collect::<String>()),
        None if found.is_null() => "null".into(),
        None => found
            .as_f64()
            .map(|n| n.to_string())
            .or_else(|| found.as_bool().map(|b| b.to_string()))
            .unwrap_or_else(|| found.js_typeof().as_string().unwrap_or_default()),
    };
    format!("{what}: expected {wanted}, but found {found}")
}

/// A JavaScript `Error` with a `code`.
fn error(kind: ErrorKind, message: &str) -> Error {
    let error = crate::Error::new(kind, message);
    let js = Error::new(&error.to_string());
    // OK to ignore: a fresh `Error` is extensible.
    let _ = Reflect::set(&js, &"code".into(), &error.code().into());
    js
}
