//! Developer commands: `cargo xtask check | test | codegen | bench | fuzz | schemathesis`.
//!
//! It runs tools and reads the source tree. It depends on no crate of the product, so that it still builds, and can say
//! what is wrong, while the product does not compile.
#![expect(clippy::print_stdout, reason = "a developer command talks to a terminal")]

mod bench;
mod check;
mod codegen;
mod fuzz;
mod process;
mod schemathesis;
mod test;
mod tool;
mod web;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Developer commands of this repository")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Check the structure: import edges, purity, file length, names, headers, left-overs
    Check,
    /// Everything a change must pass: format, structure, the web app, clippy, generated files, licences, tests
    Test,
    /// Write the checked-in files that are made from the code
    Codegen {
        /// Write nothing; fail when a file differs from what the code makes
        #[arg(long)]
        check: bool,
    },
    /// Measure, in release, ourselves and our peers from the separate workspaces of `bench/`, and print one table
    Bench(bench::Options),
    /// Run every fuzz target of `fuzz/` in turn (needs the nightly toolchain)
    Fuzz {
        /// How long each target runs
        seconds: u32,
        /// Only the targets with these names
        #[arg(long = "target")]
        targets: Vec<String>,
    },
    /// Ask a demonstration whatever its description of the API allows, and much that it does not
    Schemathesis(schemathesis::Options),
}

fn main() -> ExitCode {
    // The chain of reasons, and never a backtrace: what failed is another program, or the tree.
    match carry_out(Arguments::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn carry_out(command: Command) -> anyhow::Result<()> {
    let root = root();
    match command {
        Command::Check => check::run(&root),
        Command::Test => test::run(&root),
        Command::Codegen { check } => {
            codegen::run(&root, if check { codegen::Mode::Compare } else { codegen::Mode::Write })
        }
        Command::Bench(options) => bench::run(&root, &options),
        Command::Fuzz { seconds, targets } => fuzz::run(&root, seconds, &targets),
        Command::Schemathesis(options) => schemathesis::run(&root, &options),
    }
}

/// The folder of the workspace: the one that holds this crate's folder.
fn root() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().expect("xtask lies one folder below the root of the workspace").to_path_buf()
}
