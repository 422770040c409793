//! What the rules look at: the crates of the workspace and the text files of the repository.
//!
//! Build output, installed packages and fuzzing corpora are not read, nor is what is not UTF-8.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::process;

/// Folders whose content is made or installed, never written by us.
const NOT_OURS: &[&str] = &[".git", "target", "node_modules", "dist", "corpus", "artifacts"];

/// Files larger than this many bytes are data, whatever their name.
const LARGEST: u64 = 4 << 20;

/// A crate of the workspace.
#[derive(Debug)]
pub struct Crate {
    pub name: String,
    /// From the root; empty for the root package.
    pub folder: PathBuf,
    pub dependencies: Vec<Dependency>,
}

/// One line under a crate's dependencies.
#[derive(Debug)]
pub struct Dependency {
    pub name: String,
    /// Whether only tests, examples and benchmarks see it.
    pub dev: bool,
    /// Whether it is a folder of this repository rather than a package of a registry.
    pub local: bool,
}

/// A text file of the repository.
#[derive(Debug)]
pub struct Source {
    /// From the root.
    pub path: PathBuf,
    pub text: String,
}

impl Source {
    /// The file's extension, or nothing.
    pub fn extension(&self) -> &str {
        self.path.extension().and_then(OsStr::to_str).unwrap_or("")
    }

    /// Whether it is program code: Rust or TypeScript.
    pub fn is_code(&self) -> bool {
        matches!(self.extension(), "rs" | "ts" | "tsx")
    }

    /// Whether a program wrote it, which its first lines say.
    pub fn is_generated(&self) -> bool {
        self.text.lines().take(5).any(|line| line.contains("@generated") || line.contains("auto-generated"))
    }
}

/// The whole tree.
#[derive(Debug)]
pub struct Project {
    pub crates: Vec<Crate>,
    pub sources: Vec<Source>,
}

impl Project {
    /// Reads the crates from cargo, where `root` has a manifest, and every text file below `root`.
    ///
    /// # Errors
    /// When cargo refuses the manifests or a folder cannot be read.
    pub fn read(root: &Path) -> Result<Self> {
        let crates = if root.join("Cargo.toml").is_file() { crates(root)? } else { Vec::new() };
        let mut sources = Vec::new();
        collect(root, root, &mut sources)?;
        sources.sort_by(|left, right| left.path.cmp(&right.path));
        Ok(Self { crates, sources })
    }

    /// The Rust files under the `src/` folder of a crate.
    pub fn sources_of(&self, krate: &Crate) -> impl Iterator<Item = &Source> {
        let folder = krate.folder.join("src");
        self.sources.iter().filter(move |source| source.extension() == "rs" && source.path.starts_with(&folder))
    }
}

fn collect(root: &Path, folder: &Path, sources: &mut Vec<Source>) -> Result<()> {
    let entries = fs::read_dir(folder).with_context(|| format!("could not read the folder {}", folder.display()))?;
    for entry in entries {
        let entry = entry.with_context(|| format!("could not read the folder {}", folder.display()))?;
        let (path, kind) = (entry.path(), entry.file_type()?);
        if kind.is_dir() {
            if !NOT_OURS.iter().any(|name| entry.file_name() == *name) {
                collect(root, &path, sources)?;
            }
        } else if kind.is_file() && entry.metadata()?.len() <= LARGEST {
            let Ok(text) = String::from_utf8(fs::read(&path)?) else { continue };
            let path = path.strip_prefix(root).expect("the walk starts at the root").to_path_buf();
            sources.push(Source { path, text });
        }
    }
    Ok(())
}

fn crates(root: &Path) -> Result<Vec<Crate>> {
    let arguments = ["metadata", "--no-deps", "--offline", "--format-version", "1"];
    let printed = process::output(process::command(root, "cargo", &arguments))?;
    let metadata: Value = serde_json::from_str(&printed).context("`cargo metadata` did not print JSON")?;
    let root = PathBuf::from(text(&metadata, "workspace_root")?);
    let mut crates = Vec::new();
    for package in list(&metadata, "packages")? {
        let manifest = PathBuf::from(text(package, "manifest_path")?);
        let folder = manifest.parent().and_then(|folder| folder.strip_prefix(&root).ok());
        let folder = folder.with_context(|| format!("{} lies outside the workspace", manifest.display()))?;
        let mut dependencies = Vec::new();
        for dependency in list(package, "dependencies")? {
            dependencies.push(Dependency {
                name: text(dependency, "name")?.to_owned(),
                dev: dependency["kind"] == "dev",
                local: dependency["path"].is_string(),
            });
        }
        crates.push(Crate { name: text(package, "name")?.to_owned(), folder: folder.to_path_buf(), dependencies });
    }
    Ok(crates)
}

fn text<'a>(value: &'a Value, key: &str) -> Result<&'a str> {
    value[key].as_str().with_context(|| format!("`cargo metadata` printed no text under `{key}`"))
}

fn list<'a>(value: &'a Value, key: &str) -> Result<&'a Vec<Value>> {
    value[key].as_array().with_context(|| format!("`cargo metadata` printed no list under `{key}`"))
}
