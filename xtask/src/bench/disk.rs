//! How fast the disk is at what limits every durable engine: bringing a small write down.

use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result};

const WRITES: u32 = 200;

/// Writes of 4 KB brought to the disk a second, one after another.
pub fn syncs_per_second(folder: &Path) -> Result<f64> {
    let path = folder.join("synced");
    let mut file = File::create(&path).with_context(|| format!("could not create {}", path.display()))?;
    let begun = Instant::now();
    for _ in 0..WRITES {
        file.write_all(&[7; 4096]).and_then(|()| file.sync_data()).context("could not write and sync")?;
    }
    Ok(f64::from(WRITES) / begun.elapsed().as_secs_f64())
}
