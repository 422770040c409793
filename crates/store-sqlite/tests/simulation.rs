//! The simulator, on a file.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

use std::sync::Arc;

use store_sqlite::SqliteStore;
use testkit::simulator::simulate_on;

#[test]
fn seeds_break_no_law_on_a_file() {
    for seed in 1_000..1_006 {
        let folder = tempfile::tempdir().unwrap();
        let store = Arc::new(SqliteStore::open(&folder.path().join("simulated.db")).unwrap());
        simulate_on(store, false, seed, None).unwrap_or_else(|broken| panic!("{}\n{broken}", broken.story));
    }
}
