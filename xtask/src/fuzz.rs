//! `cargo xtask fuzz SECONDS`: runs each fuzz target in turn and stops at the first finding.
//!
//! `fuzz/` has the layout of cargo-fuzz and is a workspace of its own. A finding is kept under `fuzz/artifacts/`, and
//! becomes a test of the crate it was found in.

use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::{process, tool};

/// Memory a target may take, in megabytes: the readers promise to be bounded.
const MEMORY: &str = "-rss_limit_mb=2048";

/// Time one input may take, in seconds: the readers promise not to hang.
const TIMEOUT: &str = "-timeout=10";

/// Leaks are not looked for: a reader's thread that is just ending is told as one that lost what it still holds.
const NO_LEAKS: (&str, &str) = ("ASAN_OPTIONS", "detect_leaks=0");

/// Runs every target (or those named) for `seconds` each.
///
/// # Errors
/// When there are no targets, the nightly toolchain is missing, a name is unknown, or a target finds something.
pub fn run(root: &Path, seconds: u32, names: &[String]) -> Result<()> {
    if !root.join("fuzz/Cargo.toml").is_file() {
        bail!("there is no fuzz/Cargo.toml, so there is nothing to fuzz");
    }
    if !process::succeeds(process::command(root, "cargo", &["+nightly", "--version"])) {
        bail!(
            "fuzzing needs the nightly toolchain: `cargo +nightly --version` failed; `rustup toolchain install nightly`"
        );
    }
    tool::cargo_subcommand(root, "fuzz")?;
    let listed = process::output(process::command(root, "cargo", &["+nightly", "fuzz", "list"]))?;
    let targets = chosen(listed.lines().map(str::trim).filter(|line| !line.is_empty()).collect(), names)?;
    let time = format!("-max_total_time={seconds}");
    for target in targets {
        println!("== fuzz {target}, {seconds} s");
        let arguments = ["+nightly", "fuzz", "run", target, "--", &time, MEMORY, TIMEOUT];
        let mut command = process::command(root, "cargo", &arguments);
        command.env(NO_LEAKS.0, NO_LEAKS.1);
        process::run(command).with_context(|| {
            format!("the fuzz target `{target}` failed; its input lies under fuzz/artifacts/{target}/")
        })?;
    }
    Ok(())
}

fn chosen<'a>(listed: Vec<&'a str>, names: &[String]) -> Result<Vec<&'a str>> {
    if let Some(unknown) = names.iter().find(|name| !listed.contains(&name.as_str())) {
        bail!("there is no fuzz target `{unknown}`; there are: {}", listed.join(", "));
    }
    Ok(listed.into_iter().filter(|target| names.is_empty() || names.iter().any(|name| name == target)).collect())
}

#[cfg(test)]
mod tests {
    #[test]
    fn without_names_every_target_runs_and_an_unknown_name_is_refused_with_the_known_ones() {
        assert_eq!(super::chosen(vec!["cell", "template"], &[]).expect("no name asks for all"), ["cell", "template"]);
        assert_eq!(super::chosen(vec!["cell", "template"], &["cell".into()]).expect("a known name"), ["cell"]);
        let refusal = super::chosen(vec!["cell", "template"], &["sell".into()]).expect_err("an unknown name");
        assert_eq!(refusal.to_string(), "there is no fuzz target `sell`; there are: cell, template");
    }
}
