//! The commands: what can be typed, and where each is carried out.

mod audit;
mod backup;
mod check;
mod config;
mod conform;
mod convert;
mod demo;
mod diff;
mod event;
mod export;
mod mine;
mod new;
mod publish;
mod reset;
mod restore;
mod run;
mod runs;
mod serve;
mod show;
mod stats;
mod task;
mod value;

use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, Parser, Subcommand};

use crate::configuration::{Configuration, Environment, Flags};
use crate::exit::Exit;
use crate::output;

/// Procedures that people read, follow and run: one document, one journal, one binary.
#[derive(Parser)]
#[command(name = "understudy", version, max_term_width = 100)]
pub struct Cli {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
}

/// What every command takes.
#[derive(Args)]
pub struct Global {
    /// The configuration's file [default: UNDERSTUDY_CONFIG, ./understudy.toml, then the user's own]
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The data file [default: as configured, else understudy/understudy.sqlite in the user's data folder]
    #[arg(long, global = true, value_name = "FILE")]
    data: Option<PathBuf>,
    /// The connectors, in a JSON, YAML or TOML file
    #[arg(long, global = true, value_name = "FILE")]
    connectors: Option<PathBuf>,
    /// Results as JSON; errors too, on standard error
    #[arg(long, global = true)]
    pub json: bool,
    /// Tell more on standard error; may be repeated
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub verbose: u8,
}

#[derive(Subcommand)]
pub enum Command {
    New(new::Arguments),
    Check(check::Arguments),
    Show(show::Arguments),
    Diff(diff::Arguments),
    Convert(convert::Arguments),
    Mine(mine::Arguments),
    Conform(conform::Arguments),
    Stats(stats::Arguments),
    Publish(publish::Arguments),
    Run(run::Arguments),
    Task(task::Arguments),
    Runs(runs::Arguments),
    Serve(serve::Arguments),
    Audit(audit::Arguments),
    Event(event::Arguments),
    Export(export::Arguments),
    Backup(backup::Arguments),
    Restore(restore::Arguments),
    Reset(reset::Arguments),
    Config(config::Arguments),
    Demo(demo::Arguments),
}

/// What a command is given beside its own arguments.
pub struct Context {
    pub configuration: Configuration,
    pub json: bool,
}

impl Context {
    pub fn of(global: &Global) -> Result<Self> {
        let flags = Flags {
            config: global.config.clone(),
            data: global.data.clone(),
            connectors: global.connectors.clone(),
            autonomy: None,
        };
        let configuration = Configuration::read(flags, &Environment::of_process())?;
        for warning in &configuration.warnings {
            output::note(format_args!("warning: {}", output::plain(warning)));
        }
        Ok(Context { configuration, json: global.json })
    }
}

/// Carries out a command.
pub fn run(command: Command, context: &Context) -> Result<Exit> {
    match command {
        Command::New(arguments) => new::run(&arguments, context),
        Command::Check(arguments) => check::run(&arguments, context),
        Command::Convert(arguments) => convert::run(&arguments, context),
        Command::Mine(arguments) => mine::run(&arguments, context),
        Command::Conform(arguments) => conform::run(&arguments, context),
        Command::Stats(arguments) => stats::run(&arguments, context),
        Command::Config(arguments) => config::run(&arguments, context),
        Command::Demo(arguments) => block_on(demo::run(&arguments, context)),
        Command::Show(arguments) => block_on(show::run(&arguments, context)),
        Command::Diff(arguments) => block_on(diff::run(&arguments, context)),
        Command::Publish(arguments) => block_on(publish::run(&arguments, context)),
        Command::Run(arguments) => block_on(run::run(&arguments, context)),
        Command::Task(arguments) => block_on(task::run(&arguments, context)),
        Command::Runs(arguments) => block_on(runs::run(&arguments, context)),
        Command::Serve(arguments) => block_on(serve::run(&arguments, context)),
        Command::Audit(arguments) => block_on(audit::run(&arguments, context)),
        Command::Event(arguments) => block_on(event::run(&arguments, context)),
        Command::Export(arguments) => block_on(export::run(&arguments, context)),
        Command::Backup(arguments) => block_on(backup::run(&arguments, context)),
        Command::Restore(arguments) => block_on(restore::run(&arguments, context)),
        Command::Reset(arguments) => block_on(reset::run(&arguments, context)),
    }
}

/// Runs what waits for other systems or for another process.
fn block_on(work: impl Future<Output = Result<Exit>>) -> Result<Exit> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let done = runtime.block_on(work);
    // A request that hangs does not keep a finished command.
    runtime.shutdown_background();
    done
}
