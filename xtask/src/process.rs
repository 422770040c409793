//! Running other programs: the command line is shown first, and a failure repeats it.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// A command that runs in `root`. Cargo runs with the toolchain that started us, unless told otherwise.
pub fn command(root: &Path, program: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(root).stdin(Stdio::null());
    command
}

/// Runs a command with its output shown.
///
/// # Errors
/// When it cannot be started or exits with a failure; the message is the command line to repeat.
pub fn run(mut command: Command) -> Result<()> {
    let line = shown(&command);
    println!("    $ {line}");
    let status = command.status().with_context(|| format!("could not start: {line}"))?;
    if !status.success() {
        bail!("failed ({status}): {line}");
    }
    Ok(())
}

/// Runs a command and returns what it wrote to standard output; its standard error is shown.
///
/// # Errors
/// As [`run`], and when the output is not UTF-8.
pub fn output(mut command: Command) -> Result<String> {
    let line = shown(&command);
    let output = command.stderr(Stdio::inherit()).output().with_context(|| format!("could not start: {line}"))?;
    if !output.status.success() {
        bail!("failed ({}): {line}", output.status);
    }
    String::from_utf8(output.stdout).with_context(|| format!("the output is not UTF-8: {line}"))
}

/// Whether a command can be started and succeeds; its output is hidden.
pub fn succeeds(mut command: Command) -> bool {
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

/// The command line as one would type it.
fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args()).map(|word| {
        let word = word.to_string_lossy();
        if word.is_empty() || word.contains([' ', '"', '\'', '*', '$']) {
            format!("{word:?}")
        } else {
            word.into_owned()
        }
    });
    words.collect::<Vec<_>>().join(" ")
}
