//! The moment at which a process dies.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use tokio::sync::Notify;

/// Counts the boundaries at which a process can die, and says when it is dead.
///
/// A dead process does nothing more: whoever asks is kept waiting until what is left of it is dropped.
#[derive(Default)]
pub struct Crash {
    left: AtomicU64,
    dead: AtomicBool,
    told: Notify,
}

impl Crash {
    /// A new life that ends at the boundary of this number; 0 for one that does not end by itself.
    pub fn live_for(&self, boundaries: u64) {
        self.left.store(boundaries, Ordering::SeqCst);
        self.dead.store(false, Ordering::SeqCst);
    }

    pub fn is_dead(&self) -> bool {
        self.dead.load(Ordering::SeqCst)
    }

    /// Passes a boundary. Does not return in a dead process, or in one that dies here.
    pub async fn pass(&self) {
        if !self.is_dead() {
            match self.left.load(Ordering::SeqCst) {
                0 => return,
                1 => {
                    self.left.store(0, Ordering::SeqCst);
                    self.dead.store(true, Ordering::SeqCst);
                    self.told.notify_one();
                }
                more => {
                    self.left.store(more - 1, Ordering::SeqCst);
                    return;
                }
            }
        }
        std::future::pending::<()>().await;
    }

    /// Returns when the process is dead.
    pub async fn died(&self) {
        while !self.is_dead() {
            self.told.notified().await;
        }
    }
}
