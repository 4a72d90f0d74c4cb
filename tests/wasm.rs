/*! The boundary to JavaScript, run in a browser: plain data out, real errors for wrong input, lone surrogates kept in place. */
#![cfg(target_arch = "wasm32")]

use js_sys::{Array, Error, JsString, Object, Reflect};
use sayso::wasm::Analyser;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

fn options(fields: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in fields {
        Reflect::set(&object, &(*name).into(), value).unwrap();
    }
    object.into()
}

fn get(value: &JsValue, path: &str) -> JsValue {
    path.split('.').fold(value.clone(), |v, key| Reflect::get(&v, &key.into()).unwrap())
}

#[track_caller]
fn rejects(text: JsValue, options: JsValue, code: &str, message: &str) {
    let error = Analyser::new().analyse(text, options).expect_err("should be rejected");
    assert!(error.is_instance_of::<Error>());
    assert_eq!(get(&error, "code").as_string().as_deref(), Some(code));
    assert_eq!(String::from(error.message()), message);
}

#[wasm_bindgen_test]
fn the_document_is_plain_data() {
    let document =
        Analyser::new().analyse("“Yes,” said Ana Ruiz.".into(), JsValue::UNDEFINED).unwrap();
    assert_eq!(get(&document, "schema").as_f64(), Some(1.0));
    assert_eq!(get(&document, "offsets").as_string().as_deref(), Some("utf16"));
    assert_eq!(get(&document, "length").as_f64(), Some(21.0));
    assert!(Array::is_array(&get(&document, "sentences")));
    let prototype = Object::get_prototype_of(&document);
    assert_eq!(prototype, Object::get_prototype_of(&Object::new()), "an object, not a Map");
    let copied: JsValue = js_sys::JSON::stringify(&document).unwrap().into();
    assert!(copied.as_string().unwrap().starts_with("{\"schema\":1,"));
}

#[wasm_bindgen_test]
fn offsets_count_what_was_asked_for() {
    let text = "😀é “Yes.”";
    for (unit, length) in [("utf16", 10.0), ("codepoint", 9.0), ("byte", 17.0)] {
        let document =
            Analyser::new().analyse(text.into(), options(&[("offsets", unit.into())])).unwrap();
        assert_eq!(get(&document, "length").as_f64(), Some(length), "{unit}");
    }
}

#[wasm_bindgen_test]
fn lone_surrogates_keep_their_place() {
    // "a😀", a lone low surrogate, " said ", a lone high one.
    let text =
        JsString::from_char_code(&[97, 0xd83d, 0xde00, 0xdc00, 32, 115, 97, 105, 100, 0xd800]);
    for (unit, start, end, length) in
        [("utf16", 3.0, 4.0, 10.0), ("codepoint", 2.0, 3.0, 9.0), ("byte", 5.0, 8.0, 16.0)]
    {
        let document = Analyser::new()
            .analyse(text.clone().into(), options(&[("offsets", unit.into())]))
            .unwrap();
        assert_eq!(get(&document, "length").as_f64(), Some(length), "{unit}");
        let warnings: Array = get(&document, "warnings").unchecked_into();
        let warning =
            warnings.iter().find(|w| get(w, "code") == "lone-surrogate").expect("a warning");
        assert_eq!(get(&warning, "span.0").as_f64(), Some(start), "{unit}");
        assert_eq!(get(&warning, "span.1").as_f64(), Some(end), "{unit}");
    }
    let honest = Analyser::new().analyse("a \u{fffd} b".into(), JsValue::UNDEFINED).unwrap();
    let warnings: Array = get(&honest, "warnings").unchecked_into();
    assert!(!warnings.iter().any(|w| get(&w, "code") == "lone-surrogate"));
}

#[wasm_bindgen_test]
fn a_text_over_the_limit_has_a_warning_and_no_marks() {
    let document = Analyser::new()
        .analyse("Twelve bytes".into(), options(&[("maxBytes", 11.into())]))
        .unwrap();
    assert_eq!(get(&document, "warnings.0.code").as_string().as_deref(), Some("text-too-long"));
    assert_eq!(get(&document, "paragraphs.length").as_f64(), Some(0.0));
}

#[wasm_bindgen_test]
fn wrong_input_is_rejected() {
    let text = || JsValue::from("text");
    rejects(7.into(), JsValue::UNDEFINED, "input", "text: expected a string, but found 7");
    rejects(JsValue::NULL, JsValue::UNDEFINED, "input", "text: expected a string, but found null");
    rejects(text(), "x".into(), "options", "options: expected an object, but found \"x\"");
    rejects(
        text(),
        Array::new().into(),
        "options",
        "options: expected an object, but found object",
    );
    rejects(
        text(),
        options(&[("offsets", "utf8".into())]),
        "options",
        "options.offsets: expected \"utf16\", \"codepoint\" or \"byte\", but found \"utf8\"",
    );
    for bad in ["2021-13-01", "2021-02-29", "21-01-01", "2021-1-1", "yesterday", "", "2021-01-01-"]
    {
        let message =
            format!("options.date: expected a date like \"2021-01-13\", but found {bad:?}");
        rejects(text(), options(&[("date", bad.into())]), "options", &message);
    }
    for bad in [
        JsValue::from(-1),
        JsValue::from(1.5),
        f64::NAN.into(),
        f64::INFINITY.into(),
        "9".into(),
        JsValue::TRUE,
    ] {
        let error =
            Analyser::new().analyse(text(), options(&[("maxBytes", bad)])).expect_err("rejected");
        assert_eq!(get(&error, "code").as_string().as_deref(), Some("options"));
    }
    rejects(
        text(),
        options(&[("offset", "utf16".into())]),
        "options",
        "options.offset: expected offsets, date or maxBytes",
    );
}

#[wasm_bindgen_test]
fn good_options_are_taken() {
    for fields in [
        vec![],
        vec![("date", "2024-02-29".into())],
        vec![("date", JsValue::NULL)],
        vec![("offsets", JsValue::UNDEFINED)],
        vec![("maxBytes", JsValue::from(1 << 20)), ("offsets", "byte".into())],
    ] {
        assert!(Analyser::new().analyse("text".into(), options(&fields)).is_ok(), "{fields:?}");
    }
    assert!(Analyser::new().analyse("text".into(), JsValue::NULL).is_ok());
}
