//! Names of people become pseudonyms that only who holds the key can make again.

use std::collections::BTreeSet;
use std::fmt::Write;

use sha2::{Digest, Sha256};

use crate::log::{Log, Names};

/// Replaces names of people by keyed pseudonyms: the same name is the same pseudonym in every log of an installation,
/// and another one under another key (HMAC-SHA256, RFC 2104, cut to 64 bits).
#[derive(Clone)]
pub struct Pseudonyms {
    inner: Sha256,
    outer: Sha256,
    keys: BTreeSet<Box<str>>,
    cases: bool,
}

/// Never shows the key.
impl std::fmt::Debug for Pseudonyms {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { inner: _, outer: _, keys, cases } = self;
        f.debug_struct("Pseudonyms").field("keys", keys).field("cases", cases).finish_non_exhaustive()
    }
}

/// The length of a block of SHA-256, in bytes.
const BLOCK: usize = 64;

impl Pseudonyms {
    /// With an installation's key, which should be 32 bytes of chance.
    pub fn new(key: &[u8]) -> Self {
        let mut block = [0; BLOCK];
        if key.len() > BLOCK {
            block[..32].copy_from_slice(&Sha256::digest(key));
        } else {
            block[..key.len()].copy_from_slice(key);
        }
        let keyed = |pad: u8| Sha256::new_with_prefix(block.map(|byte| byte ^ pad));
        Self { inner: keyed(0x36), outer: keyed(0x5c), keys: BTreeSet::new(), cases: false }
    }

    /// Attributes of events or cases that name people as well.
    pub fn attributes<'a>(mut self, keys: impl IntoIterator<Item = &'a str>) -> Self {
        self.keys.extend(keys.into_iter().map(Box::from));
        self
    }

    /// The names of cases name people as well.
    pub fn case_names(mut self) -> Self {
        self.cases = true;
        self
    }

    /// The pseudonym of a name: `p-` and 16 hexadecimal digits.
    pub fn of(&self, name: &str) -> String {
        let inner = self.inner.clone().chain_update(name).finalize();
        let code = self.outer.clone().chain_update(inner).finalize();
        let mut text = String::from("p-");
        for byte in &code[..8] {
            write!(text, "{byte:02x}").expect("a text can be written to");
        }
        text
    }

    /// The same log without the names of people.
    pub fn apply(&self, mut log: Log) -> Log {
        let (people, to) = log.people.renamed(|name| self.of(name));
        log.people = people;
        log.person.iter_mut().filter(|raw| **raw != Names::NONE).for_each(|raw| *raw = to[*raw as usize]);
        let columns = log.event_columns.iter_mut().chain(&mut log.case_columns);
        for (_, column) in columns.filter(|(key, _)| self.keys.contains(&**key)) {
            column.become_text();
            column.renamed(|name| self.of(name));
        }
        if self.cases {
            let mut names = super::super::Texts::default();
            log.case_names.iter().for_each(|name| names.push(&self.of(name)));
            log.case_names = names;
        }
        log
    }
}
