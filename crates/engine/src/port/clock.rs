//! The only way by which the engine learns what time it is.

use async_trait::async_trait;
use jiff::Timestamp;

/// A clock. It may jump in both directions; nothing but waiting relies on it moving.
#[async_trait]
pub trait Clock: Send + Sync {
    fn now(&self) -> Timestamp;

    /// Returns once the clock shows `moment` or later; at once when it already does.
    async fn sleep_until(&self, moment: Timestamp);
}
