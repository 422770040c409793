//! `cargo xtask bench`: builds and runs the benchmark workspace in release.
//!
//! `bench/` is a workspace of its own, so that neither its build nor the peers it compares us with are ever part of the
//! normal build.

use std::path::Path;

use anyhow::{Result, bail};

use crate::process;

/// Runs the benchmark program with `arguments`; it prints its own table.
///
/// # Errors
/// When there is no benchmark workspace, or the build or the run fails.
pub fn run(root: &Path, arguments: &[String]) -> Result<()> {
    if !root.join("bench/Cargo.toml").is_file() {
        bail!("there is no bench/Cargo.toml, so there is nothing to measure");
    }
    let fixed = ["run", "--release", "--manifest-path", "bench/Cargo.toml", "--target-dir", "target/bench", "--"];
    let mut command = process::command(root, "cargo", &fixed);
    command.args(arguments);
    process::run(command)
}
