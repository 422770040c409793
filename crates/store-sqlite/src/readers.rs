//! Connections that read. They see what is kept at the moment they begin, and never wait for the one that writes.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use engine::port::store::StoreError;
use rusqlite::{Connection, OpenFlags};
use tokio::sync::Semaphore;

use crate::error::failed;

/// Most reads at once.
const MOST: usize = 4;

/// A few connections that are opened as they are needed.
pub(crate) struct Readers {
    path: PathBuf,
    idle: Arc<Mutex<Vec<Connection>>>,
    turns: Semaphore,
}

impl Readers {
    pub fn new(path: PathBuf) -> Self {
        Readers { path, idle: Arc::default(), turns: Semaphore::new(MOST) }
    }

    /// Has the work done on a thread where it may block.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let _turn = self.turns.acquire().await.map_err(|_| StoreError::Failed("the store was closed".into()))?;
        let (path, idle) = (self.path.clone(), Arc::clone(&self.idle));
        let task = tokio::task::spawn_blocking(move || {
            let kept = idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let connection = match kept {
                Some(connection) => connection,
                None => open(&path)?,
            };
            let done = work(&connection);
            idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
            done
        });
        task.await.map_err(|error| StoreError::Failed(error.to_string()))?
    }
}

fn open(path: &std::path::Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(failed)?;
    connection.busy_timeout(crate::store::BUSY).map_err(failed)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}
