//! Copies of the whole file while work goes on, and putting one in place.

use std::fs::{self, File};
use std::path::Path;

use engine::port::store::{RESTORED, StoreError};
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use crate::error::{OpenError, failed};
use crate::migration;

/// Copies what the connection sees to a new file. Whoever writes is not held up.
pub(crate) fn backup(from: &Connection, to: &Path) -> Result<(), StoreError> {
    let cannot = |because: String| StoreError::Failed(format!("{} cannot be written: {because}", to.display()));
    // Made by us alone: an existing file is somebody's.
    File::create_new(to).map_err(|error| cannot(error.to_string()))?;
    let copied = copy(from, to);
    if copied.is_err() {
        // What is half-written is no backup; that it cannot be removed would not change what is reported.
        let _ = fs::remove_file(to);
    }
    copied.map_err(|error| cannot(error.to_string()))?;
    File::open(to).and_then(|file| file.sync_all()).map_err(|error| cannot(error.to_string()))
}

fn copy(from: &Connection, to: &Path) -> Result<(), StoreError> {
    let mut copy = Connection::open(to).map_err(failed)?;
    {
        let backup = Backup::new(from, &mut copy).map_err(failed)?;
        // All pages in one step are one moment of the file.
        loop {
            match backup.step(-1).map_err(failed)? {
                StepResult::Done => break,
                StepResult::More => {}
                _ => std::thread::sleep(std::time::Duration::from_millis(5)),
            }
        }
    }
    copy.execute_batch("PRAGMA journal_mode = delete; BEGIN; DELETE FROM lease; DELETE FROM passing;")
        .map_err(failed)?;
    copy.execute("INSERT INTO fact (name, value) VALUES (?1, x'01') ON CONFLICT DO NOTHING", [RESTORED])
        .map_err(failed)?;
    copy.execute_batch("COMMIT").map_err(failed)?;
    copy.close().map_err(|(_, error)| failed(error))
}

/// Puts a backup in the place of a file that is not there yet. It was checked, and dispatch is paused in it.
pub fn restore(backup: &Path, to: &Path) -> Result<(), OpenError> {
    let unreadable = |because: String| OpenError::Failed { path: backup.to_owned(), because };
    let from = Connection::open_with_flags(backup, OpenFlags::SQLITE_OPEN_READ_ONLY)
        .map_err(|error| unreadable(error.to_string()))?;
    if migration::layout(&from, backup)? == 0 {
        return Err(OpenError::NotOurs(backup.to_owned()));
    }
    let sound: String = from
        .query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))
        .map_err(|error| unreadable(error.to_string()))?;
    if sound != "ok" {
        return Err(unreadable(sound));
    }
    if to.exists() {
        return Err(OpenError::Exists(to.to_owned()));
    }
    self::backup(&from, to).map_err(|error| OpenError::Failed { path: to.to_owned(), because: error.to_string() })
}
