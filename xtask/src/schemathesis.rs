//! The API against its own description: `schemathesis` asks a demonstration of this very program whatever the
//! description allows and much that it does not, as an administrator and as nobody.
//!
//! It fails at an answer of 500 or above, at a status, a media type or a shape that the description does not have, and
//! where somebody is let in without being known.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, bail, ensure};
use clap::Args;
use serde_json::{Value as Json, json};

use crate::{process, tool};

/// Who is asked as: the demonstration's administrator.
const ADMINISTRATOR: &str = "marta.oyelaran";

/// Answers that never end.
const ENDLESS: &str = "/api/v1/events";

/// What is judged. That every request which the description allows must be carried out is not: most of what may be sent
/// names things that are not there.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,\
                      response_headers_conformance,response_schema_conformance,unsupported_method";

/// For whoever is nobody alone: a token stays good when a wrong cookie stands beside it.
const AS_NOBODY: &str = "ignored_auth";

#[derive(Args)]
pub struct Options {
    /// Requests made up for each operation
    #[arg(long, default_value_t = 40)]
    examples: u32,
    /// Only the operations whose path holds this regular expression
    #[arg(long)]
    path: Option<String>,
    /// Repeats an earlier run
    #[arg(long)]
    seed: Option<u64>,
}

/// Asks everything, first as an administrator and then as nobody.
///
/// # Errors
/// When something was answered that the description does not have.
pub fn run(root: &Path, options: &Options) -> Result<()> {
    let program = tool::schemathesis(root)?;
    process::run(process::command(root, "cargo", &["build", "--locked", "--package", "understudy"]))?;
    let house = House::open(root)?;
    let token = house.token()?;
    for secret in [Some(token.as_str()), None] {
        let mut command = Command::new(&program);
        command.current_dir(root.join("target")).stdin(Stdio::null());
        command.args(["run", &format!("{}/api/openapi.json", house.url), "--no-color"]);
        let checks = if secret.is_some() { CHECKS.to_owned() } else { format!("{CHECKS},{AS_NOBODY}") };
        command.args(["--phases", "examples,coverage,fuzzing", "--checks", &checks, "--exclude-path", ENDLESS]);
        command.args(["--max-examples", &options.examples.to_string(), "--continue-on-failure"]);
        command.args(["--rate-limit", "auto", "--request-timeout", "20", "--generation-database", "none"]);
        command.args(["--suppress-health-check", "all", "--warnings", "off"]);
        if let Some(path) = &options.path {
            command.args(["--include-path-regex", path]);
        }
        if let Some(seed) = options.seed {
            command.args(["--seed", &seed.to_string()]);
        }
        if let Some(secret) = secret {
            command.args(["--header", &format!("Authorization: Bearer {secret}")]);
        }
        println!("    schemathesis {}", if secret.is_some() { "as an administrator" } else { "as nobody" });
        // Its own command line would show the token.
        let status = command.status().context("could not start schemathesis")?;
        ensure!(status.success(), "the API and its description differ, as told above");
    }
    // A panic after an answer's head shows nowhere else.
    let said = std::fs::read_to_string(&house.log)?;
    ensure!(!said.contains("panicked at"), "the server panicked: see {}", house.log.display());
    Ok(())
}

/// A demonstration that is served. It ends with this.
struct House {
    child: Child,
    url: String,
    /// What it says on standard error.
    log: PathBuf,
}

impl House {
    fn open(root: &Path) -> Result<Self> {
        let program = root.join("target/debug/understudy");
        let mut command = process::command(root, program.to_str().context("the path is not UTF-8")?, &[]);
        command.args(["--json", "demo", "--runs", "40", "--listen", "127.0.0.1:0", "--no-open"]);
        let log = root.join("target/schemathesis.log");
        let errors = File::create(&log).with_context(|| format!("could not write {}", log.display()))?;
        command.stdout(Stdio::piped()).stderr(errors);
        let mut child = command.spawn().context("could not start the demonstration")?;
        let mut line = String::new();
        let out = child.stdout.take().context("its output is ours to read")?;
        BufReader::new(out).read_line(&mut line)?;
        let told: Json = serde_json::from_str(&line).context("the demonstration did not say where it is")?;
        let url = told["url"].as_str().context("the demonstration did not say where it is")?.to_owned();
        Ok(House { child, url, log })
    }

    /// A token of the administrator's that may do everything.
    fn token(&self) -> Result<String> {
        let (head, session) = self.post("/api/v1/session/demo", "", &json!({"person": ADMINISTRATOR}))?;
        let cookie = head.lines().find_map(|line| line.strip_prefix("set-cookie: ")?.split(';').next());
        let cookie = cookie.context("signing in set no cookie")?;
        let csrf = session["csrf"].as_str().context("the session has no word against forged requests")?;
        let wanted = json!({
            "name": "schemathesis", "scopes": ["read", "work", "write", "administer", "events"],
            "expires_at": session["expires_at"],
        });
        let headers = format!("Cookie: {cookie}\r\nX-CSRF-Token: {csrf}\r\n");
        let (_, issued) = self.post("/api/v1/tokens", &headers, &wanted)?;
        Ok(issued["secret"].as_str().with_context(|| format!("no token was made: {issued}"))?.to_owned())
    }

    /// Sends one request, as little as it needs, and gives the answer's head and body.
    fn post(&self, path: &str, headers: &str, body: &Json) -> Result<(String, Json)> {
        let host = self.url.trim_start_matches("http://");
        let body = body.to_string();
        let mut stream = TcpStream::connect(host).with_context(|| format!("could not reach {host}"))?;
        write!(
            stream,
            "POST {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\n{headers}\r\n{body}",
            body.len()
        )?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        let Some((head, body)) = answer.split_once("\r\n\r\n") else { bail!("{path}: no whole answer") };
        let json = serde_json::from_str(body).with_context(|| format!("{path} answered {head}"))?;
        Ok((head.to_owned(), json))
    }
}

impl Drop for House {
    fn drop(&mut self) {
        // It may be gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
