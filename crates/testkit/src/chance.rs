//! Chance from a seed: the same bytes in every test.

use std::sync::Mutex;
use std::sync::PoisonError;

use engine::port::Chance;

/// Bytes that follow from a seed (SplitMix64, Steele et al. 2014).
pub struct SeededChance(Mutex<u64>);

impl SeededChance {
    pub fn new(seed: u64) -> Self {
        SeededChance(Mutex::new(seed))
    }
}

impl Chance for SeededChance {
    fn fill(&self, bytes: &mut [u8]) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for chunk in bytes.chunks_mut(8) {
            *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut mixed = *state;
            mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            mixed ^= mixed >> 31;
            chunk.copy_from_slice(&mixed.to_le_bytes()[..chunk.len()]);
        }
    }
}
