//! Places for what takes the processor: a few at a time, and one for each person.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use interpreter::id::PersonId;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The places.
pub(crate) struct Places {
    all: Arc<Semaphore>,
    by_person: Mutex<BTreeMap<PersonId, Weak<Semaphore>>>,
}

/// One of them; it is free again when this is dropped.
pub(crate) struct Place {
    _own: OwnedSemaphorePermit,
    _all: OwnedSemaphorePermit,
}

impl Places {
    pub fn new(count: usize) -> Self {
        Places { all: Arc::new(Semaphore::new(count)), by_person: Mutex::default() }
    }

    /// Waits for a place: for one's own first, so that whoever asks again and again holds up nobody else.
    pub async fn enter(&self, person: &PersonId) -> Place {
        let open = "no place is ever closed";
        let own = self.of(person).acquire_owned().await.expect(open);
        let all = Arc::clone(&self.all).acquire_owned().await.expect(open);
        Place { _own: own, _all: all }
    }

    fn of(&self, person: &PersonId) -> Arc<Semaphore> {
        let mut by_person = self.by_person.lock().unwrap_or_else(PoisonError::into_inner);
        by_person.retain(|_, own| own.strong_count() > 0);
        if let Some(own) = by_person.get(person).and_then(Weak::upgrade) {
            return own;
        }
        let own = Arc::new(Semaphore::new(1));
        by_person.insert(person.clone(), Arc::downgrade(&own));
        own
    }
}
