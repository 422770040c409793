//! The only source of what cannot be guessed: ids of runs, salts, keys.

/// Random bytes. In production from the operating system; in tests from a seed.
pub trait Chance: Send + Sync {
    fn fill(&self, bytes: &mut [u8]);
}
