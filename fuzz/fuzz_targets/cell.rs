//! Any text read as a table cell ends without a panic, and prints as it was.
#![no_main]

use libfuzzer_sys::fuzz_target;
use procedure::expression::{Cell, Column, Limits};
use procedure::value::{Value, Values};

fuzz_target!(|text: &str| {
    let Ok(cell) = Cell::parse(text) else { return };
    let _ = cell.in_words();
    let again = Cell::parse(&cell.to_string());
    assert_eq!(again.as_ref(), Ok(&cell), "a printed cell reads differently");
    for value in [Value::from(3), Value::from("a"), Value::from(true)] {
        if let Some(column) = Column::of(&value) {
            let region = cell.region(column);
            let matches = cell.matches(Some(&value), "x", &Values::new(), &Limits::default());
            if let (Some(region), Ok(matches)) = (region, matches) {
                assert_eq!(region.contains(&value), matches, "{cell} and {value:?}");
            }
        }
    }
});
