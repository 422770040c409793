//! The `understudy` binary: the composition root, one file per command.
//!
//! Reads the configuration once, chooses the adapters, decodes what was typed, calls one use case, prints the answer.
//! Holds no logic of procedures, runs or access.

mod command;
mod configuration;
mod desk;
mod document;
mod exit;
mod output;
mod terminal;

use std::process::ExitCode;

/// States and events are trees of small texts that one thread makes and another drops: with the system's allocator a
/// quarter of a case's time goes there (`docs/benchmarks.md`).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

use clap::Parser;

use command::{Cli, Context};
use exit::Exit;

fn main() -> ExitCode {
    let cli = Cli::parse();
    log(cli.global.verbose);
    let json = cli.global.json;
    match Context::of(&cli.global).and_then(|context| command::run(cli.command, &context)) {
        Ok(exit) => exit.into(),
        Err(error) => report(&error, json),
    }
}

/// Tells why it failed. Whoever closed the pipe has heard enough.
fn report(error: &anyhow::Error, json: bool) -> ExitCode {
    let broken_pipe = |cause: &(dyn std::error::Error + 'static)| {
        cause.downcast_ref::<std::io::Error>().is_some_and(|io| io.kind() == std::io::ErrorKind::BrokenPipe)
    };
    if error.chain().any(broken_pipe) {
        return ExitCode::SUCCESS;
    }
    let refusal = error.downcast_ref::<desk::Refusal>();
    let exit = if refusal.is_some_and(|refusal| !refusal.unable) { Exit::Refused } else { Exit::Unable };
    let message = output::plain(&format!("{error:#}")).into_owned();
    if json {
        let code = refusal.map_or("unable", |refusal| refusal.code.as_str());
        let told = serde_json::json!({"error": {"code": code, "message": message}});
        output::note(told);
    } else {
        output::note(format_args!("error: {message}"));
    }
    exit.into()
}

/// Logs on standard error: warnings, or more for each `-v`.
fn log(verbose: u8) {
    let level = match verbose {
        0 => tracing::Level::WARN,
        1 => tracing::Level::INFO,
        2 => tracing::Level::DEBUG,
        3.. => tracing::Level::TRACE,
    };
    tracing_subscriber::fmt().with_max_level(level).with_writer(std::io::stderr).with_target(verbose > 1).init();
}
