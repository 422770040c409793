//! Chance from a seed: the same history for the same number.

use std::sync::Mutex;
use std::sync::PoisonError;

use engine::port::Chance;

/// Numbers that follow from a seed (SplitMix64; Steele, Lea and Flood, 2014).
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// Dice of their own for whatever the words name, so that one story does not change another.
    pub fn of(seed: u64, words: &str) -> Self {
        let mixed = words.bytes().fold(seed ^ 0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
        Dice(mixed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = u64::try_from(high.saturating_sub(low)).unwrap_or(0).saturating_add(1);
        low.saturating_add(i64::try_from(self.next() % span).unwrap_or(0))
    }

    /// True in so many cases of a hundred.
    pub fn percent(&mut self, share: i64) -> bool {
        self.between(1, 100) <= share
    }

    pub fn pick<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.below(of.len())]
    }

    /// An index below `count`, which is more than nothing.
    pub fn below(&mut self, count: usize) -> usize {
        usize::try_from(self.next() % (count.max(1) as u64)).unwrap_or(0)
    }
}

/// The engine's chance from a seed, while the history is made; the operating system's from then on.
pub struct DemoChance(Mutex<Option<Dice>>);

impl DemoChance {
    pub fn new(seed: u64) -> Self {
        DemoChance(Mutex::new(Some(Dice::of(seed, "chance of the engine"))))
    }

    /// From here on nobody can guess: sessions and keys come from it too.
    pub fn hand_over(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

impl Chance for DemoChance {
    fn fill(&self, bytes: &mut [u8]) {
        match &mut *self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            Some(dice) => {
                for chunk in bytes.chunks_mut(8) {
                    let next = dice.next().to_le_bytes();
                    chunk.copy_from_slice(&next[..chunk.len()]);
                }
            }
            None => getrandom::fill(bytes).expect("the operating system gives random bytes"),
        }
    }
}
