//! The store on one file keeps the contract.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

use std::sync::Arc;

use store_sqlite::SqliteStore;

fn fresh() -> Arc<dyn engine::port::Store> {
    // The store's threads may outlive the test, so the folder is left to the system's sweep of temporary files.
    let folder = tempfile::tempdir().unwrap().keep();
    Arc::new(SqliteStore::open(&folder.join("contract.db")).unwrap())
}

testkit::contract_tests!(fresh());
