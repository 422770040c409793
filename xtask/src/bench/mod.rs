//! `cargo xtask bench`: one table from one run.
//!
//! `bench/` holds a workspace for each subject, so that neither they nor the peers they compare us with are ever part of
//! the normal build, and because two of the subjects link different copies of SQLite. Everything that is measured more
//! than once is measured in turns, so that a busy moment of the machine does not fall on one subject alone.

mod binary;
mod disk;
mod http;
mod mining;
mod postgres;
mod subject;
mod table;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use clap::Args;

use crate::process;
use binary::Binary;
use http::Served;
use postgres::Postgres;
use subject::Subject;
use table::{Row, Samples};

/// What is measured, and how often.
#[derive(Args)]
pub struct Options {
    /// Durable runs of each engine, each time
    #[arg(long, default_value_t = 2_000)]
    runs: usize,
    /// Durable runs under way at once
    #[arg(long, default_value_t = 64)]
    in_flight: usize,
    /// Cases of the table
    #[arg(long, default_value_t = 100_000)]
    cases: usize,
    /// How often everything is measured
    #[arg(long, default_value_t = 3)]
    repeats: usize,
    /// Tasks that are open before people work over HTTP
    #[arg(long, default_value_t = 100_000)]
    open: usize,
    /// Tasks that they do
    #[arg(long, default_value_t = 5_000)]
    tasks: usize,
    /// People at work at once
    #[arg(long, default_value_t = 200)]
    people: usize,
    /// Measure only the server over HTTP
    #[arg(long)]
    only_http: bool,
    /// Measure only ourselves
    #[arg(long)]
    skip_peers: bool,
    #[command(flatten)]
    mining: mining::Wanted,
}

/// Workers of duroxide's dispatchers. The best of 1, 2, 4, 8 and 16 that cost no more memory: its provider lets go for
/// 200 ms whenever it finds the file locked, and more workers bridge that.
const DUROXIDE_WORKERS: &str = "--workers=8";

/// Runs that are interpreted for the commands handled a second.
const INTERPRETED: usize = 50_000;

/// Builds all subjects, measures them and prints the table.
///
/// # Errors
/// When something cannot be built or started, or a subject fails.
pub fn run(root: &Path, options: &Options) -> Result<()> {
    ensure!(options.repeats > 0 && options.runs > 0, "nothing is to be measured: --repeats and --runs are at least 1");
    if options.mining.only_mining {
        let scratch = Scratch::new(root)?;
        return mining::run(root, &scratch.folder("mining")?, &options.mining, !options.skip_peers);
    }
    let binary = Binary::build(root)?;
    let ours = Subject::build(root, "ours")?;
    let peers = match options.skip_peers || options.only_http {
        true => None,
        false => Some((Subject::build(root, "duroxide")?, Subject::build(root, "dbos")?)),
    };
    let scratch = Scratch::new(root)?;
    let postgres = match &peers {
        Some(_) => Some(Postgres::start(&scratch.folder("postgres")?)?),
        None => None,
    };

    let mut measured = Measured::default();
    let runs = ["--runs".into(), options.runs.to_string(), "--in-flight".into(), options.in_flight.to_string()];
    for turn in 0..options.repeats {
        println!("== turn {} of {}", turn + 1, options.repeats);
        measured.served.measure(&binary, &ours, &scratch.folder(&format!("http-{turn}"))?, options)?;
        if options.only_http {
            continue;
        }
        measured.fsyncs.push(disk::syncs_per_second(&scratch.folder(&format!("disk-{turn}"))?)?);
        for (subject, value) in ours.measure("commands", &["--runs".into(), INTERPRETED.to_string()])? {
            match subject.as_str() {
                "decided-by-rules" => measured.rules.push(value),
                _ => measured.people.push(value),
            }
        }
        let store =
            |name: &str| -> Result<String> { Ok(scratch.folder(&format!("{name}-{turn}"))?.display().to_string()) };
        let durable = |subject: &Subject, program: &str, store: String, more: &[&str]| -> Result<f64> {
            let mut arguments = runs.to_vec();
            arguments.extend(["--store".into(), store]);
            arguments.extend(more.iter().map(ToString::to_string));
            Ok(subject.measure(program, &arguments)?.first().context("a subject prints one line")?.1)
        };
        measured.ours.push(durable(&ours, "durable", store("ours")?, &[])?);
        if let (Some((duroxide, dbos)), Some(postgres)) = (&peers, &postgres) {
            measured.duroxide.push(durable(duroxide, "bench-duroxide", store("duroxide")?, &[DUROXIDE_WORKERS])?);
            let address = postgres.database(&format!("turn{turn}"))?;
            measured.dbos.push(durable(dbos, "bench-dbos", address, &[])?);
        }
        let batch = binary.batch(&scratch.folder(&format!("batch-{turn}"))?, options.cases)?;
        measured.cases.push(batch.cases_per_second);
        measured.peak.push(batch.peak_megabytes);
        measured.file.push(batch.file_bytes_per_case);
        measured.prompt.push(binary.first_prompt(&scratch.folder(&format!("prompt-{turn}"))?)?);
        measured.idle.push(binary.idle(&scratch.folder(&format!("idle-{turn}"))?)?);
    }
    if let Some(postgres) = postgres {
        postgres.stop()?;
    }
    println!("\n{}", measured.table(options));
    if options.only_http {
        return Ok(());
    }
    mining::run(root, &scratch.folder("mining")?, &options.mining, !options.skip_peers)
}

/// All samples.
#[derive(Default)]
struct Measured {
    fsyncs: Samples,
    rules: Samples,
    people: Samples,
    ours: Samples,
    duroxide: Samples,
    dbos: Samples,
    cases: Samples,
    peak: Samples,
    file: Samples,
    prompt: Samples,
    idle: Samples,
    served: Served,
}

impl Measured {
    fn table(&self, options: &Options) -> String {
        if options.only_http {
            return table::markdown(&self.served.rows(options));
        }
        let Options { runs, in_flight, cases, .. } = options;
        let mut rows = vec![
            Row::new("Durable runs a second, ours (SQLite)", &self.ours, "")
                .note(format!("{runs} runs, {in_flight} in flight")),
        ];
        if let (Some(duroxide), Some(dbos)) = (self.ours.ratio(&self.duroxide), self.ours.ratio(&self.dbos)) {
            rows.push(Row::ratio("Ours to duroxide (SQLite)", duroxide, "5 times"));
            rows.push(Row::ratio("Ours to dbos (PostgreSQL)", dbos, "ahead"));
            rows.push(Row::new("The same program on duroxide 0.1.32", &self.duroxide, ""));
            rows.push(Row::new("The same program on dbos 0.5.0", &self.dbos, ""));
        }
        rows.extend([
            Row::new("Cases a second, `run --batch`, durable", &self.cases, "10,000").note(format!("{cases} cases")),
            Row::new("Its peak memory, MB", &self.peak, ""),
            Row::new("Its file, bytes a case", &self.file, ""),
            Row::new("Start to first prompt, ms", &self.prompt, "100"),
            Row::new("Idle memory of `serve --headless`, MB", &self.idle, "40"),
            Row::new("Commands decided a second, by rules", &self.rules, "").note("one thread, no store".into()),
            Row::new("Commands decided a second, by people", &self.people, "").note("one thread, no store".into()),
            Row::new("The disk: syncs of 4 KB a second, one after another", &self.fsyncs, ""),
        ]);
        rows.extend(self.served.rows(options));
        table::markdown(&rows)
    }
}

/// A folder for everything that is measured, beside the build so that it lies on the same disk as a real file would, and
/// gone afterwards.
struct Scratch(PathBuf);

impl Scratch {
    fn new(root: &Path) -> Result<Self> {
        let folder = root.join(format!("target/bench/scratch-{}", std::process::id()));
        std::fs::create_dir_all(&folder).with_context(|| format!("could not create {}", folder.display()))?;
        Ok(Scratch(folder))
    }

    /// A new folder in it.
    fn folder(&self, name: &str) -> Result<PathBuf> {
        let folder = self.0.join(name);
        std::fs::create_dir(&folder).with_context(|| format!("could not create {}", folder.display()))?;
        Ok(folder)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What cannot be removed lies under target/, where `cargo clean` finds it.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The folder that a workspace is built in: one each, so that none waits for another's lock.
fn target(root: &Path, name: &str) -> PathBuf {
    root.join("target/bench").join(name)
}

/// Builds one workspace in release.
fn build(root: &Path, name: &str, manifest: &str, more: &[&str]) -> Result<()> {
    let folder = target(root, name);
    let folder = folder.to_string_lossy();
    let mut arguments = vec!["build", "--release", "--locked", "--manifest-path", manifest, "--target-dir", &folder];
    arguments.extend(more);
    process::run(process::command(root, "cargo", &arguments))
}
