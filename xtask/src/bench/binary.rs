//! The real program, as somebody uses it: a table of cases, the first prompt, an idle server.

use std::fmt::Write as _;
use std::fs::File;
use std::io::Read as _;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

use super::{build, target};
use crate::process;

/// How long an idle server is left alone before its memory is read.
const SETTLING: Duration = Duration::from_secs(5);

/// How long a server may take until it listens: it looks at every open run first.
const STARTING: Duration = Duration::from_secs(120);

/// How often the memory of a running batch is read.
const LOOK: Duration = Duration::from_millis(50);

/// Starts of which the first prompt is awaited; the middle one counts.
const STARTS: usize = 5;

/// The program, built in release.
pub struct Binary {
    program: PathBuf,
    procedures: PathBuf,
}

/// What a table of cases came to.
pub struct Batch {
    pub cases_per_second: f64,
    pub peak_megabytes: f64,
    pub file_bytes_per_case: f64,
}

impl Binary {
    pub fn build(root: &Path) -> Result<Self> {
        build(root, "app", "Cargo.toml", &["--package", "understudy"])?;
        let program = target(root, "app").join("release/understudy");
        Ok(Binary { program, procedures: root.join("bench/procedures") })
    }

    /// `run --batch` over a table made for it, with the table of the accounts behind the connector.
    pub fn batch(&self, folder: &Path, cases: usize) -> Result<Batch> {
        let mut accounts = String::from("account_id,verified,connected,shared,rate\n");
        let mut table = String::from("account_id\n");
        for case in 0..cases {
            let (verified, shared) = (case % 2 == 0, case % 3 == 0);
            writeln!(accounts, "ACC{case},{verified},{},{shared},0.{}", case % 30, case % 10)?;
            writeln!(table, "ACC{case}")?;
        }
        write(folder, "accounts.csv", &accounts)?;
        write(folder, "cases.csv", &table)?;
        write(
            folder,
            "connectors.json",
            r#"{"connectors": {"accounts": {"table": {"file": "accounts.csv", "key": "account_id"}}}}"#,
        )?;
        let mut command = self.command(folder, &["--connectors", "connectors.json", "--json", "run"]);
        command.arg(self.procedures.join("scored.sop.yaml")).args(["--batch", "cases.csv"]);
        let results = File::create(folder.join("results.jsonl")).context("could not create the file of results")?;
        command.stdout(results).stderr(Stdio::inherit());

        let begun = Instant::now();
        let mut child = command.spawn().context("could not start understudy")?;
        let mut peak = 0.0;
        let status = loop {
            if let Some(status) = child.try_wait()? {
                break status;
            }
            peak = memory(&child, "VmHWM:").unwrap_or(peak);
            sleep(LOOK);
        };
        let took = begun.elapsed().as_secs_f64();
        ensure!(status.success(), "the table of cases failed ({status})");
        let lines = std::fs::read_to_string(folder.join("results.jsonl"))?.lines().count();
        ensure!(lines == cases, "of {cases} cases {lines} have a result");
        let bytes = size_of(folder, "data.sqlite");
        let batch = Batch {
            cases_per_second: cases as f64 / took,
            peak_megabytes: peak,
            file_bytes_per_case: bytes / cases as f64,
        };
        println!("       batch: {:.0} cases a second, {peak:.0} MB", batch.cases_per_second);
        Ok(batch)
    }

    /// Milliseconds from the start of the program to the first question, on a new data file.
    pub fn first_prompt(&self, folder: &Path) -> Result<f64> {
        let mut took = Vec::with_capacity(STARTS);
        for start in 0..STARTS {
            let folder = folder.join(start.to_string());
            std::fs::create_dir(&folder)?;
            let mut command = self.command(&folder, &["run"]);
            command.arg(self.procedures.join("approved.sop.yaml"));
            command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
            let begun = Instant::now();
            let mut child = command.spawn().context("could not start understudy")?;
            let found = prompted(&mut child);
            took.push(begun.elapsed().as_secs_f64() * 1_000.0);
            end(child);
            found?;
        }
        took.sort_by(f64::total_cmp);
        println!("       first prompt: {:.0} ms", took[STARTS / 2]);
        Ok(took[STARTS / 2])
    }

    /// Megabytes that a server holds that has nothing to do.
    pub fn idle(&self, folder: &Path) -> Result<f64> {
        let mut command = self.command(folder, &["serve", "--headless"]);
        command.stdout(Stdio::null()).stderr(Stdio::inherit());
        let mut child = command.spawn().context("could not start understudy")?;
        sleep(SETTLING);
        let held = memory(&child, "VmRSS:");
        let gone = child.try_wait()?;
        end(child);
        if let Some(status) = gone {
            bail!("the server did not stay ({status})");
        }
        let held = held.context("this system has no /proc, so a program's memory cannot be read")?;
        println!("       idle: {held:.1} MB");
        Ok(held)
    }

    /// A server on the folder's data file, once it listens.
    pub fn serve(&self, folder: &Path) -> Result<Serving> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let address = format!("127.0.0.1:{port}");
        let mut command = self.command(folder, &["serve", "--listen", &address]);
        command.stdout(Stdio::null()).stderr(Stdio::inherit());
        let begun = Instant::now();
        let mut serving = Serving { child: command.spawn().context("could not start understudy")?, address };
        while TcpStream::connect(&serving.address).is_err() {
            if let Some(status) = serving.child.try_wait()? {
                bail!("the server did not stay ({status})");
            }
            ensure!(begun.elapsed() < STARTING, "the server does not listen");
            sleep(LOOK);
        }
        Ok(serving)
    }

    /// The program in the folder, with its configuration, data and socket there.
    fn command(&self, folder: &Path, arguments: &[&str]) -> Command {
        let mut command = process::command(folder, &self.program.to_string_lossy(), &["--data", "data.sqlite"]);
        command.args(arguments).env("HOME", folder).env("XDG_RUNTIME_DIR", folder).env_remove("UNDERSTUDY_CONFIG");
        command.env("XDG_CONFIG_HOME", folder).env("XDG_DATA_HOME", folder);
        command
    }
}

/// A server that runs; it ends with this.
pub struct Serving {
    child: Child,
    pub address: String,
}

impl Serving {
    /// The most megabytes that it held.
    pub fn peak(&self) -> Option<f64> {
        memory(&self.child, "VmHWM:")
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Reads what the program says until it asks.
fn prompted(child: &mut Child) -> Result<()> {
    let mut said = child.stderr.take().context("its standard error is a pipe")?;
    let (mut text, mut bytes) = (Vec::new(), [0; 1024]);
    while !String::from_utf8_lossy(&text).contains('›') {
        let read = said.read(&mut bytes)?;
        ensure!(read > 0, "understudy asked nothing: {}", String::from_utf8_lossy(&text));
        text.extend(&bytes[..read]);
    }
    Ok(())
}

/// Ends a program that was started here.
fn end(mut child: Child) {
    // It may have ended by itself.
    let _ = child.kill();
    let _ = child.wait();
}

fn write(folder: &Path, name: &str, text: &str) -> Result<()> {
    std::fs::write(folder.join(name), text).with_context(|| format!("could not write {name} in {}", folder.display()))
}

/// Bytes of a file, of which nothing may be there.
fn size_of(folder: &Path, name: &str) -> f64 {
    std::fs::metadata(folder.join(name)).map_or(0.0, |file| file.len() as f64)
}

/// A figure of `/proc/<id>/status` in megabytes; none where there is no such file.
fn memory(child: &Child, name: &str) -> Option<f64> {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    let kilobytes: f64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kilobytes / 1024.0)
}
