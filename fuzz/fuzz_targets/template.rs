//! Any text read as a template ends without a panic, and renders without one.
#![no_main]

use libfuzzer_sys::fuzz_target;
use procedure::expression::Limits;
use procedure::template::Template;
use procedure::value::{Value, Values};

fuzz_target!(|text: &str| {
    let Ok(template) = Template::parse(text) else { return };
    assert_eq!(template.source(), text);
    let scope = Values::from([("a".to_owned(), Value::from(1)), ("b".to_owned(), Value::from("text"))]);
    let _ = template.render(&scope, &Limits::default());
});
