//! Every sentence of the format, played: commands in, events out, reviewed as snapshots.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

mod scenario;

use scenario::{document, play};

#[test]
fn every_scenario_goes_as_its_snapshot_says() {
    insta::glob!("scenarios/*.yaml", |path| {
        let text = std::fs::read_to_string(path).unwrap();
        let played: Vec<String> = document::read(&text).iter().map(|scenario| play::play(scenario).report).collect();
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!("scenario", played.join("\n"));
        });
    });
}
