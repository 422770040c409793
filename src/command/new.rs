//! `new`: a commented starter.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use clap::Args;
use procedure::read::Spelling;

use super::Context;
use crate::exit::Exit;
use crate::output;

/// The starter; its id and title are replaced.
const STARTER: &str = procedure::STARTER;

/// Write a commented procedure to begin with.
#[derive(Args)]
pub struct Arguments {
    /// The file to make, such as `returns.sop.yaml`; `-` writes to standard output
    file: PathBuf,
}

pub fn run(arguments: &Arguments, context: &Context) -> Result<Exit> {
    let file = &arguments.file;
    if file == Path::new("-") {
        output::raw(STARTER)?;
        return Ok(Exit::Done);
    }
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    if Spelling::of_file(&name) != Some(Spelling::Yaml) {
        bail!("a new procedure is YAML; name it `….sop.yaml` (`convert` makes JSON or Markdown of it)");
    }
    let id = id_of(name.split('.').next().unwrap_or_default());
    let text = STARTER.replace("id: my-procedure", &format!("id: {id}"));
    output::new_file(file)?
        .write_all(text.as_bytes())
        .with_context(|| format!("could not write {}", file.display()))?;
    if context.json {
        output::json(&serde_json::json!({"file": file, "id": id}))?;
    } else {
        output::line(file.display())?;
        output::note(format_args!("Next: understudy check {0}, then understudy run {0}", file.display()));
    }
    Ok(Exit::Done)
}

/// A procedure's id from a file's name: its letters and digits in words.
fn id_of(name: &str) -> String {
    let lower = name.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let id = words.join("-");
    if id.parse::<procedure::document::ProcedureId>().is_ok() { id } else { "my-procedure".to_owned() }
}
