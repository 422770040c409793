//! How often somebody calls: buckets of tokens, in a bounded memory.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;

use crate::options::Rate;
use crate::problem::Problem;

/// Most buckets. Above it, those that are full again are forgotten, which forgets nothing.
const MOST: usize = 20_000;

/// A bucket for each caller.
pub(crate) struct Buckets {
    rate: Rate,
    by_key: HashMap<String, Bucket>,
}

struct Bucket {
    tokens: f64,
    at: Timestamp,
}

impl Buckets {
    pub fn new(rate: Rate) -> Self {
        Buckets { rate, by_key: HashMap::new() }
    }

    /// Takes a token, or says after how many seconds there is one.
    fn take(&mut self, key: &str, now: Timestamp) -> Result<(), u64> {
        let Rate { burst, second } = self.rate;
        if self.by_key.len() >= MOST && !self.by_key.contains_key(key) {
            self.forget(now);
        }
        let fresh = Bucket { tokens: f64::from(burst), at: now };
        let bucket = self.by_key.entry(key.to_owned()).or_insert(fresh);
        bucket.tokens = filled(bucket, self.rate, now);
        bucket.at = now;
        if bucket.tokens >= 1.0 {
            bucket.tokens -= 1.0;
            return Ok(());
        }
        let missing = (1.0 - bucket.tokens) / f64::from(second.max(1));
        // Between one second and, for a rate below one a second, a few.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "positive and small")]
        Err(missing.ceil().max(1.0) as u64)
    }

    fn forget(&mut self, now: Timestamp) {
        let rate = self.rate;
        self.by_key.retain(|_, bucket| filled(bucket, rate, now) < f64::from(rate.burst));
        if self.by_key.len() >= MOST {
            // A flood from more callers than are remembered: those who called least begin anew.
            let mut fills: Vec<f64> = self.by_key.values().map(|bucket| filled(bucket, rate, now)).collect();
            fills.sort_by(f64::total_cmp);
            let middle = fills[fills.len() / 2];
            self.by_key.retain(|_, bucket| filled(bucket, rate, now) < middle);
        }
    }
}

fn filled(bucket: &Bucket, rate: Rate, now: Timestamp) -> f64 {
    let seconds = now.duration_since(bucket.at).as_secs_f64().max(0.0);
    (bucket.tokens + seconds * f64::from(rate.second)).min(f64::from(rate.burst))
}

/// Takes a token of the caller's, or refuses.
pub(super) fn take(buckets: &Mutex<Buckets>, key: &str, now: Timestamp) -> Result<(), Problem> {
    let taken = buckets.lock().unwrap_or_else(PoisonError::into_inner).take(key, now);
    taken.map_err(|seconds| {
        let words = format!("too many requests; try again in {seconds} s");
        Problem::new("too-many-requests", words).retry_after(seconds)
    })
}

/// Puts back a token that was taken for somebody who is counted otherwise.
pub(super) fn give_back(buckets: &Mutex<Buckets>, key: &str) {
    let mut buckets = buckets.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(bucket) = buckets.by_key.get_mut(key) {
        bucket.tokens += 1.0;
    }
}
