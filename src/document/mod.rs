//! Procedure documents as they come to the command line: files, folders, standard input.
//!
//! Refuses files larger than a document may be before they are read whole, and tables outside of a document's folder.

mod folder;
mod pack;

use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use procedure::read::{Reading, Spelling};
use procedure::source::Limits;

pub use folder::find;
pub use pack::Folder;

/// A text, where it came from, and how it is spelled.
#[derive(Debug, Clone)]
pub struct Text {
    /// The file as it was named, or `standard input`.
    pub name: String,
    /// The file; none for standard input.
    pub file: Option<PathBuf>,
    pub text: String,
    pub spelling: Spelling,
}

impl Text {
    /// Reads a file, or standard input for `-`.
    pub fn load(path: &Path) -> Result<Text> {
        if path == Path::new("-") {
            let text = limited(std::io::stdin().lock()).context("could not read the document from standard input")?;
            let spelling = engine::catalogue::spelling_of(&text);
            return Ok(Text { name: "standard input".to_owned(), file: None, text, spelling });
        }
        let name = path.display().to_string();
        let spelling = Spelling::of_file(&name).with_context(|| {
            format!("{name} is no procedure by its name; name it `….sop.yaml`, `….sop.json` or `….sop.md`")
        })?;
        let opened = std::fs::File::open(path).with_context(|| format!("could not open {name}"))?;
        if opened.metadata().is_ok_and(|found| found.is_dir()) {
            bail!("{name} is a folder; name a file in it");
        }
        let text = limited(opened).with_context(|| format!("could not read {name}"))?;
        Ok(Text { name, file: Some(path.to_owned()), text, spelling })
    }

    /// The text of any file, or of standard input for `-`, within the limits of a document.
    pub fn load_any(path: &Path) -> Result<String> {
        if path == Path::new("-") {
            return limited(std::io::stdin().lock()).context("could not read standard input");
        }
        let opened = std::fs::File::open(path).with_context(|| format!("could not open {}", path.display()))?;
        limited(opened).with_context(|| format!("could not read {}", path.display()))
    }

    /// The typed document with everything that is wrong with the text.
    pub fn read(&self) -> Reading {
        let folder = self.file.as_deref().and_then(Path::parent).unwrap_or(Path::new(""));
        procedure::read::read(&self.text, self.spelling, &Folder::new(folder))
    }
}

/// Reads at most one byte more than a document may have, so that the reader can say that it is too large.
fn limited(from: impl Read) -> Result<String> {
    let most = Limits::default().bytes;
    let mut bytes = Vec::new();
    from.take(most as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > most {
        // The cut may be inside of a character.
        return Ok(String::from_utf8_lossy(&bytes).into_owned());
    }
    String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..good].iter().filter(|byte| **byte == b'\n').count() + 1;
        anyhow::anyhow!("line {line} is not UTF-8; save the text as UTF-8")
    })
}
