//! Places for files that arrive: as much memory as they may take together, and a few at a time of one person.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use axum::http::HeaderMap;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::decode;
use crate::problem::Problem;

/// Bytes of one place.
const PLACE: usize = 1 << 20;

/// Files of one person that arrive at once.
const OF_ONE: usize = 2;

/// What arrives now.
pub(crate) struct Uploads {
    places: Arc<Semaphore>,
    by_person: Mutex<BTreeMap<String, Weak<Semaphore>>>,
    wait: Duration,
}

/// A place; it is free again when this is dropped.
pub(crate) struct Place {
    _own: OwnedSemaphorePermit,
    _all: OwnedSemaphorePermit,
}

impl Uploads {
    /// Places for so many bytes, and how long somebody waits for one.
    pub fn new(bytes: usize, wait: Duration) -> Self {
        Uploads { places: Arc::new(Semaphore::new(bytes.div_ceil(PLACE))), by_person: Mutex::default(), wait }
    }

    /// Waits for a place for a body that may have `most` bytes.
    pub async fn enter(&self, person: &str, headers: &HeaderMap, most: usize) -> Result<Place, Problem> {
        let said = decode::header(headers, "content-length").and_then(|said| said.parse().ok());
        let size: usize = said.unwrap_or(most).min(most);
        let wanted = u32::try_from(size.div_ceil(PLACE).max(1)).unwrap_or(u32::MAX);
        let own = self.of(person);
        let both = async {
            // One's own first: whoever waits for that holds up nobody else.
            let own = own.acquire_owned().await;
            (own, Arc::clone(&self.places).acquire_many_owned(wanted).await)
        };
        match tokio::time::timeout(self.wait, both).await {
            Ok((Ok(own), Ok(all))) => Ok(Place { _own: own, _all: all }),
            _ => {
                let words = "too many files arrive at this moment; send it again in a while";
                Err(Problem::new("too-many-uploads", words).retry_after(10))
            }
        }
    }

    fn of(&self, person: &str) -> Arc<Semaphore> {
        let mut by_person = self.by_person.lock().unwrap_or_else(PoisonError::into_inner);
        by_person.retain(|_, own| own.strong_count() > 0);
        if let Some(own) = by_person.get(person).and_then(Weak::upgrade) {
            return own;
        }
        let own = Arc::new(Semaphore::new(OF_ONE));
        by_person.insert(person.to_owned(), Arc::downgrade(&own));
        own
    }
}
