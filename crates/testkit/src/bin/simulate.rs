//! Simulates seeds: `cargo run -p testkit --bin simulate -- --seeds 2000 [--from S] [--break LAW]`.
//!
//! Prints the first seed that breaks a law and ends with 1; with `--break` that is what is wanted.
#![expect(clippy::print_stdout, reason = "a developer's command tells what it found")]

use std::process::ExitCode;

use testkit::simulator::{Covered, Sabotage, simulate};

struct Wanted {
    seeds: u64,
    from: u64,
    sabotage: Option<Sabotage>,
}

fn wanted() -> Result<Wanted, String> {
    let mut wanted = Wanted { seeds: 200, from: 0, sabotage: None };
    let mut arguments = std::env::args().skip(1);
    while let Some(flag) = arguments.next() {
        let value = arguments.next().ok_or_else(|| format!("`{flag}` wants a value"))?;
        let number = || value.parse::<u64>().map_err(|_| format!("`{flag}` wants a number, and `{value}` is none"));
        match flag.as_str() {
            "--seeds" => wanted.seeds = number()?,
            "--from" => wanted.from = number()?,
            "--break" => wanted.sabotage = Some(value.parse()?),
            _ => return Err(format!("`{flag}` is none of --seeds, --from, --break")),
        }
    }
    Ok(wanted)
}

fn main() -> ExitCode {
    let Wanted { seeds, from, sabotage } = match wanted() {
        Ok(wanted) => wanted,
        Err(wrong) => {
            println!("{wrong}");
            return ExitCode::from(2);
        }
    };
    let mut all = Covered::default();
    for seed in from..from.saturating_add(seeds) {
        match simulate(seed, sabotage) {
            Ok(covered) => {
                all.runs += covered.runs;
                all.ended += covered.ended;
                all.events += covered.events;
                all.crashes += covered.crashes;
                all.commands += covered.commands;
            }
            Err(broken) => {
                println!("{}\n{broken}", broken.story);
                return ExitCode::FAILURE;
            }
        }
    }
    println!("{seeds} seeds from {from} break no law: {all:?}");
    ExitCode::SUCCESS
}
