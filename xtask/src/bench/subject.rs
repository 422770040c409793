//! A workspace under `bench/`: programs that each print lines of JSON with what they measured.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use super::{build, target};
use crate::process;

/// A built workspace.
pub struct Subject {
    root: PathBuf,
    programs: PathBuf,
}

impl Subject {
    /// Builds `bench/<name>`.
    pub fn build(root: &Path, name: &str) -> Result<Self> {
        build(root, name, &format!("bench/{name}/Cargo.toml"), &[])?;
        Ok(Subject { root: root.to_owned(), programs: target(root, name).join("release") })
    }

    /// Runs one of its programs; what each printed line is about, and how many of that a second.
    pub fn measure(&self, program: &str, arguments: &[String]) -> Result<Vec<(String, f64)>> {
        self.lines(program, arguments)?.iter().map(read).collect()
    }

    /// Where one of its programs lies.
    pub fn program(&self, name: &str) -> PathBuf {
        self.programs.join(name)
    }

    /// Runs one of its programs; the lines that it printed.
    pub fn lines(&self, program: &str, arguments: &[String]) -> Result<Vec<Value>> {
        let path = self.program(program);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let mut command = process::command(&self.root, &path.to_string_lossy(), &arguments);
        // What a peer has to say about its own retries is no part of the table.
        command.env("RUST_LOG", "off");
        json(command)
    }
}

/// Runs a program; the lines of JSON that it printed.
pub fn json(command: Command) -> Result<Vec<Value>> {
    let printed = process::output(command)?;
    let lines = printed.lines().filter(|line| line.starts_with('{'));
    lines.map(|line| serde_json::from_str(line).with_context(|| format!("a subject printed: {line}"))).collect()
}

fn read(line: &Value) -> Result<(String, f64)> {
    let subject = line["subject"].as_str().context("there is no `subject`")?;
    let value = line["per_second"].as_f64().context("there is no `per_second`")?;
    let failed = line["failed"].as_f64().filter(|failed| *failed > 0.0);
    let failed = failed.map_or_else(String::new, |failed| format!(", and {failed} failed"));
    println!("       {subject}: {value} a second{failed}");
    Ok((subject.to_owned(), value))
}
