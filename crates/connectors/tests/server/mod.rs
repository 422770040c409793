//! A tiny HTTP server on loopback that answers by a script and keeps what it was sent.
#![allow(dead_code, reason = "each test file uses its own part")]

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What a connection gets for each request.
#[derive(Clone)]
pub enum Answer {
    /// These bytes, then the connection is closed.
    Bytes(Vec<u8>),
    /// A beginning, then a byte every few milliseconds for ever.
    Drip(&'static str),
    /// Nothing, while the connection stays open.
    Silence,
    /// The connection is closed.
    Hangup,
}

pub struct Server {
    pub port: u16,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Answer {
    pub fn json(status: &str, body: &str) -> Self {
        Answer::with(status, "Content-Type: application/json\r\n", body)
    }

    pub fn with(status: &str, headers: &str, body: &str) -> Self {
        let length = body.len();
        Answer::Bytes(format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {length}\r\n\r\n{body}").into_bytes())
    }
}

impl Server {
    /// Answers every request the same way.
    pub async fn answering(answer: Answer) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&requests);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, answer.clone(), Arc::clone(&kept)));
            }
        });
        Server { port, requests }
    }

    /// What was sent so far, one text a request.
    pub fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

async fn serve(mut stream: TcpStream, answer: Answer, requests: Arc<Mutex<Vec<String>>>) {
    let Some(request) = read(&mut stream).await else { return };
    requests.lock().unwrap().push(request);
    match answer {
        Answer::Bytes(bytes) => {
            // A client that has had enough closes the connection first.
            let _ = stream.write_all(&bytes).await;
            let _ = stream.shutdown().await;
        }
        Answer::Drip(start) => {
            let mut ticks = tokio::time::interval(Duration::from_millis(10));
            let _ = stream.write_all(start.as_bytes()).await;
            loop {
                ticks.tick().await;
                if stream.write_all(b" ").await.is_err() {
                    return;
                }
            }
        }
        Answer::Silence => std::future::pending().await,
        Answer::Hangup => drop(stream),
    }
}

/// One request, head and body.
async fn read(stream: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    loop {
        let mut buffer = [0; 4096];
        let count = stream.read(&mut buffer).await.ok().filter(|count| *count > 0)?;
        bytes.extend_from_slice(&buffer[..count]);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        // The greeting of TLS, which this server does not speak.
        if bytes[0] == 0x16 {
            return Some(text);
        }
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = head
            .lines()
            .find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ").map(str::to_owned))
            .map_or(0, |length| length.parse().unwrap());
        if body.len() >= length {
            return Some(text);
        }
    }
}
