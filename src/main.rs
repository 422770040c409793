//! The `understudy` binary: the composition root, one file per command.
//!
//! Reads the configuration once, chooses the adapters, decodes what was typed, calls one use case, prints the answer.
//! Holds no logic of procedures, runs or access.

mod command;
mod configuration;
mod demo;
mod desk;
mod document;
mod event_log;
mod exit;
mod house;
mod logging;
mod output;
mod telemetry;
mod terminal;

use std::process::ExitCode;

/// States and events are trees of small texts that one thread makes and another drops: with the system's allocator a
/// quarter of a case's time goes there (`docs/benchmarks.md`).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

use clap::Parser;

use command::{Cli, Command, Context};
use desk::Refusal;
use exit::{BadValue, Exit};
use logging::Logs;
use telemetry::Telemetry;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return unreadable(&error),
    };
    let logs = Logs::of(cli.global.verbose);
    let json = cli.global.json;
    // What is logged of reading the configuration comes before what the configuration says of traces.
    let context = logs.meanwhile(|| Context::of(&cli.global));
    let done = context.and_then(|context| {
        let traces = match &cli.command {
            Command::Serve(_) => Telemetry::begin(&context.configuration)?,
            _ => None,
        };
        logs.begin(traces.as_ref());
        let done = command::run(cli.command, &context);
        traces.into_iter().for_each(Telemetry::end);
        done
    });
    match done {
        Ok(exit) => exit.into(),
        Err(error) => report(&error, json),
    }
}

/// Tells what is wrong with the command line, or the help that was asked for.
fn unreadable(error: &clap::Error) -> ExitCode {
    let json = std::env::args_os().take_while(|argument| argument != "--").any(|argument| argument == "--json");
    if !error.use_stderr() || !json {
        // Whoever closed the pipe has heard enough.
        let _ = error.print();
        return if error.use_stderr() { Exit::Usage.into() } else { Exit::Done.into() };
    }
    let text = error.render().to_string();
    let message = text.trim().trim_start_matches("error: ");
    output::error("usage", &output::plain(message), true);
    Exit::Usage.into()
}

/// Tells why it failed. Whoever closed the pipe has heard enough.
fn report(error: &anyhow::Error, json: bool) -> ExitCode {
    let broken_pipe = |cause: &(dyn std::error::Error + 'static)| {
        cause.downcast_ref::<std::io::Error>().is_some_and(|io| io.kind() == std::io::ErrorKind::BrokenPipe)
    };
    if error.chain().any(broken_pipe) {
        return ExitCode::SUCCESS;
    }
    let refusal = error.downcast_ref::<Refusal>();
    let bad_value = error.chain().any(|cause| cause.is::<BadValue>());
    let (exit, code) = match refusal {
        Some(Refusal { unable: false, code, .. }) => (Exit::Refused, code.as_str()),
        Some(Refusal { unable: true, code, .. }) => (Exit::Unable, code.as_str()),
        None if bad_value => (Exit::Usage, "bad-value"),
        None => (Exit::Unable, "unable"),
    };
    output::error(code, &output::plain(&format!("{error:#}")), json);
    exit.into()
}
