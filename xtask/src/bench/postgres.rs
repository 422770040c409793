//! A PostgreSQL cluster of its own: made in a folder, on the loopback and a free port, stopped at the end.
//!
//! Its settings are the defaults of `initdb`: `fsync` and `synchronous_commit` are on.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::process;

/// Where Debian and Red Hat keep the programs of a version; else they are looked for on the path.
const PROGRAMS: &[&str] = &["/usr/lib/postgresql/15/bin", "/usr/pgsql-15/bin"];

/// Who runs it when we are root, which `initdb` refuses.
const ACCOUNT: &str = "postgres";

/// A running cluster.
pub struct Postgres {
    programs: PathBuf,
    data: PathBuf,
    folder: PathBuf,
    port: u16,
    as_root: bool,
    running: bool,
}

impl Postgres {
    /// Makes a cluster in the folder, and starts it.
    pub fn start(folder: &Path) -> Result<Self> {
        let programs = PROGRAMS.iter().map(PathBuf::from).find(|folder| folder.join("initdb").is_file());
        let as_root = process::output(process::command(folder, "id", &["-u"]))?.trim() == "0";
        if as_root {
            process::run(process::command(folder, "chown", &[ACCOUNT, "."]))?;
        }
        let port = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
        let mut postgres = Postgres {
            programs: programs.unwrap_or_default(),
            data: folder.join("data"),
            folder: folder.to_owned(),
            port: port.context("no port of the loopback is free")?.port(),
            as_root,
            running: false,
        };
        let data = postgres.data.to_string_lossy().into_owned();
        let arguments = ["-D", &data, "-U", ACCOUNT, "--auth=trust", "--encoding=UTF8", "--locale=C"];
        process::output(postgres.command("initdb", &arguments))?;
        let options = format!("-p {} -c listen_addresses=127.0.0.1 -c unix_socket_directories=''", postgres.port);
        let log = folder.join("log").to_string_lossy().into_owned();
        process::run(postgres.command("pg_ctl", &["-D", &data, "-l", &log, "-o", &options, "-w", "start"]))?;
        postgres.running = true;
        Ok(postgres)
    }

    /// A new database in it; its address.
    pub fn database(&self, name: &str) -> Result<String> {
        let port = self.port.to_string();
        process::run(self.command("createdb", &["-h", "127.0.0.1", "-p", &port, "-U", ACCOUNT, name]))?;
        Ok(format!("postgres://{ACCOUNT}@127.0.0.1:{}/{name}", self.port))
    }

    /// Stops it.
    pub fn stop(mut self) -> Result<()> {
        ensure!(self.halt(), "PostgreSQL in {} could not be stopped; `pg_ctl stop` does it", self.data.display());
        Ok(())
    }

    fn halt(&mut self) -> bool {
        let data = self.data.to_string_lossy().into_owned();
        let stopped =
            !self.running || process::succeeds(self.command("pg_ctl", &["-D", &data, "-m", "fast", "-w", "stop"]));
        self.running = !stopped;
        stopped
    }

    /// One of its programs, run by an account that is not root.
    fn command(&self, program: &str, arguments: &[&str]) -> Command {
        let program = self.programs.join(program).to_string_lossy().into_owned();
        if !self.as_root {
            return process::command(&self.folder, &program, arguments);
        }
        let (user, group) = (format!("--reuid={ACCOUNT}"), format!("--regid={ACCOUNT}"));
        let mut words = vec![user.as_str(), group.as_str(), "--clear-groups", &program];
        words.extend(arguments);
        process::command(&self.folder, "setpriv", &words)
    }
}

impl Drop for Postgres {
    /// After a failure, too, nothing is left running.
    fn drop(&mut self) {
        let _ = self.halt();
    }
}
