//! The store in memory keeps the contract.

use std::sync::Arc;

testkit::contract_tests!(Arc::new(testkit::MemoryStore::new()));
