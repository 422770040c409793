//! Secrets that we make: 256 bits of chance, known to whoever was given them and kept as a hash.

use std::fmt::Write;

use procedure::hash::ContentHash;

use crate::engine::Engine;

impl Engine {
    /// 64 hexadecimal digits of chance.
    pub(crate) fn secret(&self) -> String {
        self.digits(32)
    }

    /// Hexadecimal digits of this many bytes of chance.
    pub(crate) fn digits(&self, bytes: usize) -> String {
        let mut chance = vec![0; bytes];
        self.chance().fill(&mut chance);
        chance.iter().fold(String::new(), |mut text, byte| {
            write!(text, "{byte:02x}").expect("a text takes what is written to it");
            text
        })
    }
}

/// What is kept of a secret. It is random, so that a plain hash is enough.
pub(crate) fn sealed(secret: &str) -> String {
    ContentHash::of(secret.as_bytes()).to_string()
}

/// Whether both are the same, in a time that does not tell how far they are.
pub(crate) fn same(one: &str, other: &str) -> bool {
    one.len() == other.len() && one.bytes().zip(other.bytes()).fold(0, |differ, (a, b)| differ | (a ^ b)) == 0
}
