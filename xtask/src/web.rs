//! The web app's part of the developer commands: its packages, its generated client, its checks, and the scenes in a
//! real browser.
//!
//! Everything is an `npm` script of `ui/`, so that whoever works there needs no cargo for it.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::codegen::Mode;
use crate::{process, tool};

/// Oldest Node that the web app is built with, as `ui/package.json` says.
const NODE: (u32, u32) = (20, 19);

/// Installs the packages of the lock file, unless they are there.
///
/// # Errors
/// When Node is missing or too old, or the installation fails.
pub fn packages(root: &Path) -> Result<()> {
    node(root)?;
    let ui = root.join("ui");
    let changed = |path: &str| fs::metadata(ui.join(path)).and_then(|found| found.modified()).ok();
    let installed = changed("node_modules/.package-lock.json");
    if installed.is_some() && installed >= changed("package-lock.json") && installed >= changed("package.json") {
        println!("    the packages of ui/package-lock.json are installed");
        return Ok(());
    }
    npm(root, &["ci", "--no-audit", "--no-fund"])
}

/// Writes the client's types from `ui/openapi.json`, or compares them.
///
/// # Errors
/// When they differ, or the generator fails.
pub fn client(root: &Path, mode: Mode) -> Result<()> {
    packages(root)?;
    match mode {
        Mode::Write => npm(root, &["run", "--silent", "codegen"]),
        Mode::Compare => npm(root, &["run", "--silent", "codegen", "--", "--check"]).context(
            "ui/src/api/schema.d.ts is not what ui/openapi.json makes. Run `cargo xtask codegen` and commit it",
        ),
    }
}

/// Types and rules.
///
/// # Errors
/// When anything is refused.
pub fn check(root: &Path) -> Result<()> {
    npm(root, &["run", "--silent", "check"])
}

/// The tests that need no browser.
///
/// # Errors
/// When one fails.
pub fn test(root: &Path) -> Result<()> {
    npm(root, &["run", "--silent", "test"])
}

/// Builds `ui/dist`, which the next build of the server takes in.
///
/// # Errors
/// When it does not build.
pub fn build(root: &Path) -> Result<()> {
    npm(root, &["run", "--silent", "build", "--", "--logLevel", "warn"])
}

/// Builds the program with the web app in it, and plays the scenes in a browser of the system.
///
/// # Errors
/// When there is no browser and none can be installed, the program does not build, or a scene fails; pictures of those are
/// then below `target/scenes/`.
pub fn scenes(root: &Path) -> Result<()> {
    let browser = tool::chromium(root)?;
    process::run(process::command(root, "cargo", &["build", "--locked", "--bin", "understudy"]))?;
    let mut scenes = process::command(&root.join("ui"), "npm", &["run", "--silent", "scenes"]);
    scenes.env("CHROMIUM", browser);
    process::run(scenes).context("pictures and pages of what failed are below target/scenes/")
}

fn npm(root: &Path, arguments: &[&str]) -> Result<()> {
    process::run(process::command(&root.join("ui"), "npm", arguments))
}

/// Makes sure that there is a Node that is new enough, with npm.
///
/// # Errors
/// When there is not: what was found, and what is wanted.
pub fn node(root: &Path) -> Result<()> {
    let (major, minor) = NODE;
    let wanted = format!("Node {major}.{minor} or newer, with npm, is needed for the web app");
    let said = process::output(process::command(root, "node", &["--version"]));
    let Ok(said) = said else { bail!("{wanted}; there is no node") };
    if !is_at_least(&said, NODE) {
        bail!("{wanted}; this is {}", said.trim());
    }
    if !process::succeeds(process::command(root, "npm", &["--version"])) {
        bail!("{wanted}; npm does not run");
    }
    Ok(())
}

/// Whether a version such as `v20.19.1` is the wanted one or a later one.
fn is_at_least(said: &str, wanted: (u32, u32)) -> bool {
    let mut numbers = said.trim().trim_start_matches('v').split('.').map_while(|number| number.parse::<u32>().ok());
    (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0)) >= wanted
}

#[cfg(test)]
mod tests {
    use super::is_at_least;

    #[test]
    fn a_version_is_compared_by_its_numbers() {
        assert!(is_at_least("v20.19.0\n", (20, 19)));
        assert!(is_at_least("v22.1.0", (20, 19)));
        assert!(!is_at_least("v20.9.0", (20, 19)));
        assert!(!is_at_least("v18.20.0", (20, 19)));
        assert!(!is_at_least("", (20, 19)));
    }
}
