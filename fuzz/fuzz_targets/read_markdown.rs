//! Any text read as a procedure in Markdown ends without a panic, and a document that comes out survives printing.
#![no_main]

use libfuzzer_sys::fuzz_target;
use procedure::print::{content_hash, print};
use procedure::read::{Spelling, read};

fuzz_target!(|text: &str| {
    let Some(document) = read(text, Spelling::Markdown, &()).procedure else { return };
    let printed = print(&document, Spelling::Markdown);
    let again = read(&printed, Spelling::Markdown, &());
    let hash = again.procedure.as_ref().map(content_hash);
    assert_eq!(hash, Some(content_hash(&document)), "printed text reads differently: {printed:?}, {:?}", again.diagnostics);
});
