//! A document means the same in all three spellings: YAML to JSON to Markdown to YAML gives it back, hash and all.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

mod generate;

use procedure::document::Procedure;
use procedure::print::{content_hash, print};
use procedure::read::{Spelling, read};
use proptest::prelude::*;

fn again(procedure: &Procedure, spelling: Spelling) -> Procedure {
    let text = print(procedure, spelling);
    let again = match read(&text, spelling, &()).clean() {
        Ok(again) => again,
        Err(found) => panic!("{found:#?}\n{text}"),
    };
    assert_eq!(&again, procedure, "{text}");
    assert_eq!(print(&again, spelling), text, "the text is not canonical");
    again
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_document_survives_every_spelling(procedure in generate::procedure()) {
        let hash = content_hash(&procedure);
        let mut current = procedure;
        for spelling in [Spelling::Yaml, Spelling::Json, Spelling::Markdown, Spelling::Yaml] {
            current = again(&current, spelling);
            prop_assert_eq!(content_hash(&current), hash);
        }
    }

    #[test]
    fn a_damaged_text_is_read_without_a_panic(
        procedure in generate::procedure(),
        damages in prop::collection::vec((any::<prop::sample::Index>(), 0..20_usize, "[\\[\\]{}:#,'\"\\-\n =|a0-9]{0,4}"), 1..4),
    ) {
        for spelling in [Spelling::Yaml, Spelling::Json, Spelling::Markdown] {
            let mut text = print(&procedure, spelling);
            for (at, length, insert) in &damages {
                let at = text.floor_char_boundary(at.index(text.len() + 1));
                let end = text.floor_char_boundary((at + length).min(text.len())).max(at);
                text.replace_range(at..end, insert);
            }
            for read_as in [Spelling::Yaml, Spelling::Json, Spelling::Markdown] {
                let reading = read(&text, read_as, &());
                prop_assert!(reading.procedure.is_some() || !reading.diagnostics.is_empty());
                for found in &reading.diagnostics {
                    prop_assert!(text.get(found.span.clone().unwrap()).is_some(), "{found:?}\n{text}");
                }
            }
        }
    }
}
