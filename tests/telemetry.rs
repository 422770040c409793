//! What those who watch are told: traces of requests and of effects, to a collector on this machine; logs as JSON.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

mod program;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc;

use program::{Desk, Server};

/// Takes what is sent to it, and tells the path and the body of each request.
fn collector() -> (String, mpsc::Receiver<(String, Vec<u8>)>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let (tell, told) = mpsc::channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = BufReader::new(stream.unwrap());
            let mut first = String::new();
            let mut size = 0;
            loop {
                let mut line = String::new();
                if stream.read_line(&mut line).unwrap() == 0 || line == "\r\n" {
                    break;
                }
                if let Some(length) = line.to_lowercase().strip_prefix("content-length:") {
                    size = length.trim().parse().unwrap();
                }
                if first.is_empty() {
                    first = line;
                }
            }
            let mut body = vec![0; size];
            stream.read_exact(&mut body).unwrap();
            let answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
            stream.get_mut().write_all(answer.as_bytes()).unwrap();
            if tell.send((first, body)).is_err() {
                return;
            }
        }
    });
    (address, told)
}

/// Where the server says that its screens are.
fn address_of(server: &mut Server) -> String {
    std::iter::repeat_with(|| server.line())
        .find_map(|line| line.trim().strip_prefix("Screens at http://").map(str::to_owned))
        .unwrap()
}

fn holds(body: &[u8], part: &[u8]) -> bool {
    body.windows(part.len()).any(|window| window == part)
}

#[test]
fn a_collector_is_told_of_requests_within_the_callers_trace_and_of_effects() {
    let (address, told) = collector();
    let desk = Desk::new();
    desk.write(
        "notice.sop.yaml",
        "procedure: 1\nid: notice\ntitle: Notice\nowner: lead\nreview: every 90 days\nroles: {lead: Leads.}\n\
         triggers: [{manual: {roles: [lead]}}]\nsteps:\n  - {id: tell, title: Tell, document: {template: A secret word., name: word, format: markdown}}\n",
    );
    desk.write("understudy.toml", "[telemetry]\notlp = 'http://127.0.0.1:1/nowhere'\n");
    let mut command = desk.command(&["serve", "--listen", "127.0.0.1:0"]);
    // The environment stands over the file.
    command.env("OTEL_EXPORTER_OTLP_ENDPOINT", &address);
    let mut server = desk.serve_as(command);
    let url = address_of(&mut server);
    let mut stream = TcpStream::connect(&url).unwrap();
    let trace = [0xab; 16];
    let parent = format!("00-{}-{}-01", "ab".repeat(16), "cd".repeat(8));
    write!(stream, "GET /api/v1/setup HTTP/1.1\r\nHost: {url}\r\ntraceparent: {parent}\r\nConnection: close\r\n\r\n")
        .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    let run = desk.understudy(&["run", "notice.sop.yaml", "--start-only"]);
    // Everything that was not sent yet is sent before the end.
    assert_eq!(server.stop(), 0);
    let (paths, bodies): (Vec<String>, Vec<Vec<u8>>) = told.try_iter().unzip();
    let all = bodies.concat();
    assert!(paths.iter().all(|path| path.starts_with("POST /v1/traces ")) && !all.is_empty(), "{paths:?}");
    for part in [&b"understudy"[..], b"GET /api/v1/setup", &trace, &[0xcd; 8]] {
        assert!(holds(&all, part), "{} is missing", String::from_utf8_lossy(part));
    }
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(holds(&all, b"effect") && holds(&all, b"document") && holds(&all, run.run().as_bytes()));
    assert!(!holds(&all, b"secret word"), "values are no business of traces");
}

#[test]
fn an_address_that_is_none_is_told() {
    let desk = Desk::new();
    desk.write("understudy.toml", "[telemetry]\notlp = 'collector:4318'\n");
    let done = desk.understudy(&["config"]);
    assert!(done.code == 4 && done.err.contains("telemetry.otlp: `collector:4318` is no address"), "{}", done.err);
}

#[test]
fn each_line_of_the_log_is_an_object_that_names_the_request() {
    let desk = Desk::new();
    let mut command = desk.command(&["serve", "--listen", "127.0.0.1:0", "-v"]);
    command.env("UNDERSTUDY_LOG_FORMAT", "json");
    let mut server = desk.serve_as(command);
    let url = address_of(&mut server);
    let mut stream = TcpStream::connect(&url).unwrap();
    let (path, id) = ("/api/v1/runs/%22%0A%7B", "request-of-a-test");
    write!(stream, "GET {path}?q=secret HTTP/1.1\r\nHost: {url}\r\nX-Request-Id: {id}\r\nConnection: close\r\n\r\n")
        .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.to_lowercase().contains(&format!("x-request-id: {id}")), "{answer}");
    let line = std::iter::repeat_with(|| server.line()).find(|line| line.contains(id)).unwrap();
    let log: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert_eq!((log["level"].as_str(), log["message"].as_str()), (Some("INFO"), Some("answered")), "{line}");
    let span = &log["span"];
    assert_eq!((span["id"].as_str(), span["path"].as_str()), (Some(id), Some(path)), "{line}");
    assert_eq!((span["method"].as_str(), span["status"].as_u64()), (Some("GET"), Some(401)), "{line}");
    assert!(log["timestamp"].as_str().unwrap().parse::<jiff::Timestamp>().is_ok(), "{line}");
    assert!(!line.contains("secret"), "what is asked for may be anything: {line}");
    assert_eq!(server.stop(), 0);
}
