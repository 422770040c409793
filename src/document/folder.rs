//! The procedures in files and folders.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// Endings of procedures, by which they are found in folders.
const ENDINGS: [&str; 5] = [".sop.yaml", ".sop.yml", ".sop.json", ".sop.md", ".sop.markdown"];

/// Deepest folders that are looked into.
const DEEPEST: usize = 32;

/// Most files that are found.
const MOST: usize = 20_000;

/// The files that were named, and every procedure in the folders that were named, at any depth, by name.
///
/// Hidden folders and links to folders are left out. A folder without any procedure is an error: it was named in the
/// belief that there is one.
pub fn find(paths: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            let before = found.len();
            walk(path, 0, &mut found)?;
            if found.len() == before {
                bail!(
                    "there is no procedure in {}; they are named `….sop.yaml`, `….sop.json` or `….sop.md`",
                    path.display()
                );
            }
        } else {
            found.push(path.clone());
        }
    }
    Ok(found)
}

fn walk(folder: &Path, depth: usize, found: &mut Vec<PathBuf>) -> Result<()> {
    let failed = || format!("could not look into {}", folder.display());
    let mut entries =
        std::fs::read_dir(folder).with_context(failed)?.collect::<Result<Vec<_>, _>>().with_context(failed)?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name().to_string_lossy().into_owned();
        let kind = entry.file_type().with_context(failed)?;
        if name.starts_with('.') || found.len() >= MOST {
            continue;
        }
        if kind.is_dir() && depth < DEEPEST {
            walk(&entry.path(), depth + 1, found)?;
        } else if !kind.is_dir() && ENDINGS.iter().any(|ending| name.ends_with(ending)) {
            found.push(entry.path());
        }
    }
    Ok(())
}
