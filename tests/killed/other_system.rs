//! The other system: an HTTP server on loopback that counts what it is asked.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};

/// What was asked for.
#[derive(Debug, Clone, Default)]
pub struct Counts {
    pub requests: u64,
    answered: u64,
    /// Payments by their idempotency key: a second one with the same key is the same payment.
    pub paid: BTreeMap<String, u32>,
    /// Mails by the order they are about.
    pub mails: BTreeMap<String, u32>,
}

#[derive(Default)]
struct Shared {
    counts: Mutex<Counts>,
    changed: Condvar,
}

pub struct OtherSystem {
    port: u16,
    shared: Arc<Shared>,
}

impl OtherSystem {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let shared = Arc::new(Shared::default());
        let of_server = Arc::clone(&shared);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = Arc::clone(&of_server);
                std::thread::spawn(move || serve(stream, &shared));
            }
        });
        OtherSystem { port, shared }
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    pub fn counts(&self) -> Counts {
        self.lock().clone()
    }

    fn lock(&self) -> MutexGuard<'_, Counts> {
        self.shared.counts.lock().unwrap()
    }

    /// Waits until so many more requests came (or were answered). False when everything has ended before.
    pub fn wait_for_requests(&self, more: u64, answered: bool, ended: impl Fn() -> bool) -> bool {
        let of = |counts: &Counts| if answered { counts.answered } else { counts.requests };
        let wanted = of(&self.lock()) + more;
        loop {
            let counts = self.lock();
            let patience = std::time::Duration::from_secs(3);
            let (counts, waited) =
                self.shared.changed.wait_timeout_while(counts, patience, |counts| of(counts) < wanted).unwrap();
            if of(&counts) >= wanted {
                return true;
            }
            drop(counts);
            if waited.timed_out() && ended() {
                return false;
            }
        }
    }

    /// Waits until something holds; looked at when requests come, and when none do.
    pub fn wait_until(&self, holds: impl Fn() -> bool) {
        while !holds() {
            let counts = self.lock();
            let before = counts.requests;
            let patience = std::time::Duration::from_secs(1);
            drop(self.shared.changed.wait_timeout_while(counts, patience, |counts| counts.requests < before + 50));
        }
    }
}

fn serve(stream: TcpStream, shared: &Shared) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut stream = stream;
    // The killed process leaves connections that end in the middle.
    while let Some(request) = read(&mut reader) {
        {
            let mut counts = shared.counts.lock().unwrap();
            counts.requests += 1;
            match request.path.as_str() {
                "/pay" => *counts.paid.entry(request.key.clone()).or_default() += 1,
                "/mail" => *counts.mails.entry(request.body.clone()).or_default() += 1,
                _ => {}
            }
            shared.changed.notify_all();
        }
        let body = r#"{"paid": true, "price": 12.5}"#;
        let answer = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        if stream.write_all(answer.as_bytes()).is_err() {
            return;
        }
        shared.counts.lock().unwrap().answered += 1;
        shared.changed.notify_all();
    }
}

struct Request {
    path: String,
    key: String,
    body: String,
}

fn read(reader: &mut BufReader<TcpStream>) -> Option<Request> {
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
    let path = line.split_whitespace().nth(1)?.to_owned();
    let (mut key, mut length) = (String::new(), 0);
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).ok().filter(|read| *read > 0)?;
        let Some((name, value)) = header.trim_end().split_once(':') else { break };
        match name.to_ascii_lowercase().as_str() {
            "idempotency-key" => key = value.trim().to_owned(),
            "content-length" => length = value.trim().parse().ok()?,
            _ => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(Request { path, key, body: String::from_utf8_lossy(&body).into_owned() })
}
