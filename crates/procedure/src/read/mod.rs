//! From a text to the typed document, with everything that is wrong with the text.
//!
//! Reading never stops at the first mistake: unknown keys (with what was probably meant), values of the wrong type,
//! missing keys, names and expressions that cannot be read are all reported, each with its place. A document is given
//! only when every part of it could be read; an unknown key alone does not prevent that. What the parts mean together
//! (references, types, reachability) is not judged here.

mod decide;
mod effect;
mod example;
mod exception;
mod field;
mod keys;
mod people;
mod procedure;
mod step;
pub(crate) mod table;
mod trigger;

use std::fmt;
use std::str::FromStr;

use crate::diagnostic::Diagnostic;
use crate::document::Procedure;
use crate::source::{Limits, Node, SourceMap, json, markdown, yaml};

use keys::Reader;

/// The three ways to write a procedure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Spelling {
    /// `name.sop.yaml`, the canonical one.
    Yaml,
    /// `name.sop.json`
    Json,
    /// `name.sop.md`
    Markdown,
}

/// A word or file ending that names no spelling.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no spelling of a procedure; use `yaml`, `json` or `markdown`")]
pub struct UnknownSpelling(String);

impl Spelling {
    /// The spelling of a file by its name: `.yaml`, `.yml`, `.json`, `.md`, `.markdown`.
    pub fn of_file(name: &str) -> Option<Self> {
        name.rsplit_once('.').and_then(|(_, ending)| ending.parse().ok())
    }

    /// The ending of such a file, without a leading dot: `sop.yaml`.
    pub fn ending(self) -> &'static str {
        match self {
            Spelling::Yaml => "sop.yaml",
            Spelling::Json => "sop.json",
            Spelling::Markdown => "sop.md",
        }
    }
}

impl FromStr for Spelling {
    type Err = UnknownSpelling;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.to_ascii_lowercase().as_str() {
            "yaml" | "yml" => Ok(Spelling::Yaml),
            "json" => Ok(Spelling::Json),
            "md" | "markdown" => Ok(Spelling::Markdown),
            _ => Err(UnknownSpelling(text.chars().take(80).collect())),
        }
    }
}

impl fmt::Display for Spelling {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Spelling::Yaml => "yaml",
            Spelling::Json => "json",
            Spelling::Markdown => "markdown",
        })
    }
}

/// The files that stand beside a document: its decision tables as CSV.
pub trait Pack {
    /// The text of a file, by its path relative to the document; `None` when there is none.
    fn text(&self, path: &str) -> Option<String>;
}

/// No files.
impl Pack for () {
    fn text(&self, _: &str) -> Option<String> {
        None
    }
}

/// A document as far as it could be read.
#[derive(Debug, Clone)]
pub struct Reading {
    /// Present when every part could be read.
    pub procedure: Option<Procedure>,
    /// Everything that is wrong with the text, in the order of the text, each with its span.
    pub diagnostics: Vec<Diagnostic>,
    /// Leads places in the document back to the text.
    pub source: SourceMap,
}

impl Reading {
    /// The document, when nothing at all is wrong with the text.
    pub fn clean(self) -> Result<Procedure, Vec<Diagnostic>> {
        match self.procedure {
            Some(procedure) if !self.diagnostics.iter().any(Diagnostic::is_error) => Ok(procedure),
            Some(_) | None => Err(self.diagnostics),
        }
    }
}

/// Reads a document with the usual [`Limits`].
pub fn read(text: &str, spelling: Spelling, pack: &dyn Pack) -> Reading {
    read_within(text, spelling, pack, &Limits::default())
}

/// Reads a document.
pub fn read_within(text: &str, spelling: Spelling, pack: &dyn Pack, limits: &Limits) -> Reading {
    let parsed = match spelling {
        Spelling::Yaml => yaml::parse(text, limits),
        Spelling::Json => json::parse(text, limits),
        Spelling::Markdown => markdown::parse(text, limits),
    };
    let broken = parsed.diagnostics.iter().any(Diagnostic::is_error);
    // What stands behind a mistake of syntax was not read; to call it missing would mislead.
    let cut = parsed.diagnostics.iter().any(|diagnostic| CUTS.contains(&diagnostic.code));
    let (procedure, mut diagnostics) = if cut {
        (None, parsed.diagnostics)
    } else {
        let (procedure, found) = read_tree(&parsed.root, spelling, pack);
        let mut diagnostics = parsed.diagnostics;
        diagnostics.extend(found);
        (procedure.filter(|_| !broken), diagnostics)
    };
    let source = SourceMap::new(text, parsed.root);
    source.locate(&mut diagnostics);
    diagnostics.sort_by_key(|diagnostic| diagnostic.span.as_ref().map_or(0, |span| span.start));
    Reading { procedure, diagnostics, source }
}

/// Findings behind which the text was not read.
const CUTS: [&str; 7] =
    ["yaml-syntax", "json-syntax", "too-large", "too-deep", "too-many-values", "several-documents", "open-fence"];

/// Reads a document from a tree; findings carry paths, not spans.
pub fn read_tree(root: &Node, spelling: Spelling, pack: &dyn Pack) -> (Option<Procedure>, Vec<Diagnostic>) {
    let mut reader = Reader::new(spelling, pack);
    let procedure = reader.procedure(root);
    let (incomplete, found) = reader.finish();
    (procedure.filter(|_| !incomplete), found)
}
