//! The real binary in a folder of its own, with no configuration but what a test gives it.
#![allow(dead_code, clippy::unwrap_used, reason = "each test file uses a part; a test that fails here fails rightly")]

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, Command, Output, Stdio};

pub use nix::sys::signal::Signal;
use nix::unistd::Pid;
use tempfile::TempDir;

/// A folder with its own data file.
pub struct Desk {
    pub folder: TempDir,
}

/// What a command came to.
pub struct Done {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Done {
    fn of(output: Output) -> Self {
        Done {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// The result as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}{}", self.out, self.err))
    }

    /// The run that the result names.
    pub fn run(&self) -> String {
        self.out.split_whitespace().next().unwrap_or_else(|| panic!("no run: {}", self.err)).to_owned()
    }

    #[track_caller]
    pub fn good(self) -> Self {
        assert_eq!(self.code, 0, "out: {}\nerr: {}", self.out, self.err);
        self
    }
}

impl Desk {
    pub fn new() -> Self {
        Desk { folder: tempfile::tempdir().unwrap() }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_understudy"));
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env_clear()
            .env("HOME", self.folder.path())
            .env("COLUMNS", "100")
            .env("UNDERSTUDY_DATA", self.path("data.sqlite"));
        command
    }

    /// Runs a command without any input.
    pub fn understudy(&self, arguments: &[&str]) -> Done {
        Done::of(self.command(arguments).stdin(Stdio::null()).output().unwrap())
    }

    /// Runs a command that is told these lines.
    pub fn told(&self, arguments: &[&str], input: &str) -> Done {
        let mut child = self
            .command(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // Whoever refuses early reads nothing.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        Done::of(child.wait_with_output().unwrap())
    }

    /// A server that answers.
    pub fn serve(&self) -> Server {
        self.serve_as(self.command(&["serve", "--headless"]))
    }

    /// A server by this command.
    pub fn serve_as(&self, mut command: Command) -> Server {
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap());
        let mut first = String::new();
        lines.read_line(&mut first).unwrap();
        assert!(first.starts_with("Serving "), "{first}");
        Server { child, lines }
    }
}

/// A server process. It is killed when the test is done with it.
pub struct Server {
    child: Child,
    lines: BufReader<ChildStderr>,
}

impl Server {
    /// The next line that it says. Fails where it says no more.
    pub fn line(&mut self) -> String {
        let mut line = String::new();
        assert!(self.lines.read_line(&mut line).unwrap() > 0, "the server says no more");
        line
    }

    /// Sends a signal.
    pub fn signal(&self, signal: Signal) {
        send(&self.child, signal);
    }

    /// SIGKILL: nothing is finished, nothing given back.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// SIGTERM: what is under way is finished. Returns the exit code.
    pub fn stop(mut self) -> i32 {
        send(&self.child, Signal::SIGTERM);
        let mut rest = String::new();
        std::io::Read::read_to_string(&mut self.lines, &mut rest).unwrap();
        self.child.wait().unwrap().code().unwrap_or(-1)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Sends a signal to a process of ours.
pub fn send(child: &Child, signal: Signal) {
    nix::sys::signal::kill(Pid::from_raw(child.id().try_into().unwrap()), signal).unwrap();
}

/// Our examples.
pub fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples")
}

/// What differs from run to run, replaced by words.
pub fn settled(text: &str, desk: &Desk) -> String {
    let folder = desk.folder.path().to_string_lossy().into_owned();
    let text = text.replace(&folder, "FOLDER");
    let replace =
        |text: String, pattern: &str, by: &str| regex::Regex::new(pattern).unwrap().replace_all(&text, by).into_owned();
    let text = replace(text, r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}", "RUN");
    let text = replace(text, r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z| UTC)", "MOMENT");
    let text = replace(text, r"\b[0-9a-f]{64}\b", "HASH");
    let me = nix::unistd::User::from_uid(nix::unistd::geteuid()).unwrap().unwrap().name;
    replace(text, &format!(r"\b{}\b", regex::escape(&me)), "ME")
}
