//! The bytes that hashes are taken over: every part with its length before it, so that no two entries share them.

use procedure::hash::ContentHash;

/// What the first entry of a chain follows: 32 zero bytes.
pub const GENESIS: [u8; 32] = [0; 32];

/// A hash over parts, which are few and short: they are gathered, and hashed in one go.
pub(super) struct Chain(Vec<u8>);

impl Chain {
    /// Begins with the name of what is hashed and the hash before.
    pub fn after(name: &str, previous: &ContentHash) -> Self {
        Chain(Vec::with_capacity(384)).text(name).bytes(previous.as_bytes())
    }

    /// Four bytes of length, most significant first, then the bytes.
    pub fn bytes(mut self, part: &[u8]) -> Self {
        let length = u32::try_from(part.len()).expect("a part is far below 4 GiB");
        self.0.extend_from_slice(&length.to_be_bytes());
        self.0.extend_from_slice(part);
        self
    }

    pub fn text(self, part: &str) -> Self {
        self.bytes(part.as_bytes())
    }

    /// In decimal digits.
    pub fn number(self, part: u64) -> Self {
        self.text(&part.to_string())
    }

    pub fn end(self) -> ContentHash {
        ContentHash::of(&self.0)
    }
}
