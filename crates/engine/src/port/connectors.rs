//! Every connector of an installation, by name.

use std::sync::Arc;
use std::time::Duration;

use super::Connector;

/// A connector with the bounds that the dispatcher keeps for it.
#[derive(Clone)]
pub struct Link {
    pub connector: Arc<dyn Connector>,
    /// How many requests may be under way at once; at least 1.
    pub concurrency: usize,
    /// How long one request may take.
    pub time_limit: Duration,
}

/// The connectors of an installation.
pub trait Connectors: Send + Sync {
    fn link(&self, name: &str) -> Option<Link>;

    /// Their names, in a stable order.
    fn names(&self) -> Vec<String>;
}
