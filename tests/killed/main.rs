//! The real binary, killed with SIGKILL at random moments while its runs call another system.
//!
//! The moments are drawn from a seed: the process dies when the other system has got so many more requests, before it
//! answers the last of them or after. Five deaths by default; `UNDERSTUDY_KILLS=100` for the long run.

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a test that fails here fails rightly")]

mod other_system;

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use other_system::OtherSystem;
use serde_json::Value;

const RUNS: usize = 200;

const PROCEDURE: &str = "\
procedure: 1
id: killed
title: Order, pay, and tell the customer
purpose: Shows that nothing is lost and nothing is done twice.
owner: clerk
review: every year
roles:
  clerk: Does everything.
data:
  order: {type: string}
outputs: [order]
steps:
  - id: pause
    title: Give the table of cases time to begin
    wait: {for: 1s}
  - id: quote
    title: Ask for the price
    call: other.quote
    with: {order: =order}
    save: quote
    on_error: {failure: {retry: 20, backoff: 1s}}
  - id: pay
    title: Pay
    call: other.pay
    with: {order: =order}
    save: receipt
    on_error: {failure: {retry: 20, backoff: 1s}}
  - id: tell
    title: Tell the customer
    call: other.mail
    with: {order: =order}
exceptions:
  - id: in-doubt
    title: Nobody knows whether the mail went out
    severity: minor
    then: {resume: continue}
success:
  - {that: receipt.paid, because: The order is paid.}
";

#[test]
fn a_killed_process_loses_nothing_and_does_nothing_twice() {
    let kills: usize = std::env::var("UNDERSTUDY_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(5);
    let other = OtherSystem::start();
    let place = tempfile::tempdir().unwrap();
    let house = House::furnish(place.path(), other.port());
    house.start_runs();

    // splitmix64 (Steele, Lea, Flood 2014): small, seeded, good enough to spread moments.
    let mut seed = 0x9E37_79B9_7F4A_7C15_u64;
    let mut next = |below: u64| {
        seed = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = (seed ^ (seed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % below
    };
    let mut died = 0;
    let most = (RUNS as u64 * 3 / kills as u64).max(2);
    while died < kills {
        let mut server = house.serve();
        let answered = next(2) == 0;
        if !other.wait_for_requests(1 + next(most), answered, || house.all_ended()) {
            server.stop();
            break;
        }
        server.kill();
        died += 1;
    }
    let mut server = house.serve();
    other.wait_until(|| house.all_ended());
    server.stop();

    assert!(died > 0, "no moment came to kill the process at");
    for run in house.runs() {
        assert_eq!(run["progress"]["status"], "ended", "{run}");
        assert_eq!(run["progress"]["outcome"], "completed", "{run}");
    }
    let counts = other.counts();
    let mailed: BTreeMap<&String, &u32> = counts.mails.iter().filter(|(_, times)| **times > 1).collect();
    assert!(mailed.is_empty(), "a mail must never be sent twice: {mailed:?}");
    assert_eq!(counts.paid.len(), RUNS, "every order is paid, once by its key");
    house.results_are_accepted_once();
    house.understudy(&["audit", "verify"]);
    eprintln!("{died} deaths, {} requests, {} mails of {RUNS}", counts.requests, counts.mails.len());
}

/// A folder with a configuration, a procedure and its cases.
struct House {
    folder: PathBuf,
}

impl House {
    fn furnish(folder: &Path, port: u16) -> Self {
        let write = |name: &str, text: String| std::fs::write(folder.join(name), text).unwrap();
        write("killed.sop.yaml", PROCEDURE.to_owned());
        write(
            "connectors.yaml",
            format!(
                "connectors:\n  other:\n    http:\n      base: http://127.0.0.1:{port}\n      allow_internal: [127.0.0.1]\n      \
                 allow_plain: true\n      timeout: 10s\n      concurrency: 8\n      actions:\n        \
                 quote: {{method: GET, path: '/quote/{{order}}'}}\n        \
                 pay: {{method: POST, path: /pay, repeat: keyed}}\n        \
                 mail: {{method: POST, path: /mail, repeat: never}}\n"
            ),
        );
        write("understudy.toml", "data = \"understudy.sqlite\"\nconnectors = \"connectors.yaml\"\n".to_owned());
        let cases: String = (1..=RUNS).map(|number| format!("O-{number}\n")).collect();
        write("cases.csv", format!("order\n{cases}"));
        House { folder: folder.to_owned() }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_understudy"));
        command.current_dir(&self.folder).args(["--config", "understudy.toml"]).args(arguments);
        command
    }

    /// Runs a command to its end; it must succeed.
    fn understudy(&self, arguments: &[&str]) -> String {
        let output = self.command(arguments).output().unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "understudy {arguments:?}: {errors}");
        String::from_utf8(output.stdout).unwrap()
    }

    fn start_runs(&self) {
        // It says that no case has ended yet: all of them wait.
        let output = self.command(&["run", "killed.sop.yaml", "--batch", "cases.csv", "--json"]).output().unwrap();
        let lines = String::from_utf8(output.stdout).unwrap();
        assert_eq!(lines.lines().count(), RUNS, "{lines}\n{}", String::from_utf8_lossy(&output.stderr));
    }

    fn serve(&self) -> Server {
        let mut child =
            self.command(&["serve", "--headless"]).stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let ready = lines.by_ref().map(Result::unwrap).find(|line| line.contains("Serving"));
        assert!(ready.is_some(), "the server ended before it served");
        std::thread::spawn(move || lines.for_each(drop));
        Server { child }
    }

    fn runs(&self) -> Vec<Value> {
        let text = self.understudy(&["runs", "list", "--all", "--limit", "1000", "--json"]);
        let found: Value = serde_json::from_str(&text).unwrap();
        found.as_array().unwrap().clone()
    }

    fn all_ended(&self) -> bool {
        let runs = self.runs();
        runs.len() == RUNS && runs.iter().all(|run| run["progress"]["status"] == "ended")
    }

    /// Every effect has at most one accepted result in all journals.
    fn results_are_accepted_once(&self) {
        let mut accepted: BTreeMap<(String, u64), u32> = BTreeMap::new();
        for line in self.understudy(&["export"]).lines() {
            let entry: Value = serde_json::from_str(line).unwrap();
            let done = &entry["event"]["effect-succeeded"];
            if let (Some(run), Some(effect)) = (entry["run"].as_str(), done["effect"].as_u64()) {
                *accepted.entry((run.to_owned(), effect)).or_default() += 1;
            }
        }
        assert!(accepted.len() >= RUNS * 2, "only {} results stand in the export", accepted.len());
        assert!(accepted.values().all(|times| *times == 1), "a result was accepted twice");
    }
}

struct Server {
    child: Child,
}

impl Server {
    /// SIGKILL.
    fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// SIGTERM, and a clean end.
    fn stop(&mut self) {
        let pid = Pid::from_raw(self.child.id().try_into().unwrap());
        kill(pid, Signal::SIGTERM).unwrap();
        assert!(self.child.wait().unwrap().success());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It has ended, unless the test failed in between.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
