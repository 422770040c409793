//! Any text read as JSON ends without a panic, and a text that is read whole survives printing.
#![no_main]

use libfuzzer_sys::fuzz_target;
use procedure::source::{Limits, json};

fuzz_target!(|text: &str| {
    let limits = Limits::default();
    let read = json::parse(text, &limits);
    if read.is_clean() {
        let printed = json::print(&read.root);
        let again = json::parse(&printed, &limits);
        assert!(
            again.is_clean() && again.root.same(&read.root),
            "printed text reads differently: {printed:?}, {:?}",
            again.diagnostics
        );
    }
});
