//! The files that stand beside a document: its decision tables as CSV.

use std::io::Read;
use std::path::{Component, Path, PathBuf};

use procedure::read::Pack;

/// Largest table, in bytes.
const MOST_BYTES: u64 = 1 << 20;

/// The folder of a document. Nothing outside of it is read.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new(folder: &Path) -> Self {
        Folder(folder.to_owned())
    }
}

impl Pack for Folder {
    fn text(&self, path: &str) -> Option<String> {
        let path = Path::new(path);
        if !path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir)) {
            return None;
        }
        let root = if self.0.as_os_str().is_empty() { Path::new(".") } else { &self.0 };
        let file = root.join(path).canonicalize().ok()?;
        // A link may lead out of the folder.
        if !file.starts_with(root.canonicalize().ok()?) || !file.is_file() {
            return None;
        }
        let mut text = String::new();
        std::fs::File::open(file).ok()?.take(MOST_BYTES + 1).read_to_string(&mut text).ok()?;
        (text.len() as u64 <= MOST_BYTES).then_some(text)
    }
}
