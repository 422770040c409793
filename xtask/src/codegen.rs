//! `cargo xtask codegen`: the checked-in files that are made from the code, and the proof that they are current.
//!
//! A file is made by an example program of the crate that knows its content: it prints the whole file to standard
//! output. So this crate needs none of them to build. The types of the web app's client are made from one of those files.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::{process, web};

/// One file and the program that prints it.
struct Generator {
    /// The file, from the root of the repository.
    output: &'static str,
    /// The crate and its example, as in `cargo run --package P --example E`.
    package: &'static str,
    example: &'static str,
}

/// Every generated file. A new one is a line here and a file in the `examples/` folder of a crate.
const GENERATORS: &[Generator] = &[
    Generator { output: "docs/procedure.schema.json", package: "procedure", example: "schema" },
    Generator { output: "docs/format.md", package: "procedure", example: "format_reference" },
    Generator { output: "docs/diagnostics.md", package: "procedure", example: "diagnostics" },
    Generator { output: "ui/openapi.json", package: "server", example: "openapi" },
];

/// What to do with what the generators print.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Write the files.
    Write,
    /// Write nothing, and fail when a file differs.
    Compare,
}

/// Runs every generator.
///
/// # Errors
/// When a generator fails, a file cannot be written, or, comparing, when any file differs.
pub fn run(root: &Path, mode: Mode) -> Result<()> {
    let mut stale = Vec::new();
    for Generator { output, package, example } in GENERATORS {
        let arguments = ["run", "--quiet", "--locked", "--package", package, "--example", example];
        let made = process::output(process::command(root, "cargo", &arguments))
            .with_context(|| format!("could not generate {output}"))?;
        if !settle(&root.join(output), &made, mode)? {
            stale.push(*output);
        }
    }
    if !stale.is_empty() {
        bail!("not what the code makes: {}. Run `cargo xtask codegen` and commit the result", stale.join(", "));
    }
    web::client(root, mode)?;
    println!("codegen: {} generated files, all current", GENERATORS.len() + 1);
    Ok(())
}

/// Writes `made`, or compares it with the file; says whether the file is current now. A file that is already right is
/// not touched, so that builds which watch it do not start.
fn settle(file: &Path, made: &str, mode: Mode) -> Result<bool> {
    if fs::read_to_string(file).is_ok_and(|present| present == made) {
        return Ok(true);
    }
    match mode {
        Mode::Compare => Ok(false),
        Mode::Write => {
            if let Some(folder) = file.parent() {
                fs::create_dir_all(folder).with_context(|| format!("could not create {}", folder.display()))?;
            }
            fs::write(file, made).with_context(|| format!("could not write {}", file.display()))?;
            println!("    wrote {}", file.display());
            Ok(true)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Mode, settle};

    #[test]
    fn a_file_that_differs_is_reported_when_comparing_and_written_when_writing() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("docs/made.json");
        assert!(!settle(&file, "new", Mode::Compare).expect("a missing file compares as different"));
        assert!(!file.exists());
        assert!(settle(&file, "new", Mode::Write).expect("the folder can be created"));
        assert!(settle(&file, "new", Mode::Compare).expect("the file can be read"));
        assert!(!settle(&file, "newer", Mode::Compare).expect("the file can be read"));
    }
}
