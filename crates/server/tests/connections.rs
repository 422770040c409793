//! Over real connections: what hyper and the listener do before any route is asked.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

mod house;

use std::net::SocketAddr;
use std::time::Duration;

use house::House;
use server::Limits;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

struct Served {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    ended: tokio::task::JoinHandle<()>,
}

async fn served(limits: Limits) -> Served {
    let house = House::with(server::Options { demo: true, limits, ..server::Options::default() }).await;
    house.engine.configure_people(house::people()).await.unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let ended = tokio::spawn(async move {
        let stopped = async { drop(stopped.await) };
        house.server.serve(listener, stopped, Duration::from_secs(10)).await.unwrap();
    });
    Served { address, stop, ended }
}

/// Sends the text, and gives all that comes until the other side ends it.
async fn told(address: SocketAddr, text: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    // Whoever refuses early reads no more.
    let _ = stream.write_all(text.as_bytes()).await;
    rest(&mut stream).await
}

async fn rest(stream: &mut TcpStream) -> String {
    let mut all = Vec::new();
    let mut part = [0; 4_096];
    while let Ok(read @ 1..) = stream.read(&mut part).await {
        all.extend_from_slice(&part[..read]);
    }
    String::from_utf8_lossy(&all).into_owned()
}

const HEAD: &str = "POST /api/v1/session HTTP/1.1\r\nHost: house.test\r\nContent-Type: application/json\r\n";

#[tokio::test]
async fn too_many_or_too_large_headers_are_refused() {
    let served = served(Limits::default()).await;
    let many: String = (0..500).map(|number| format!("X-{number}: y\r\n")).collect();
    let large = format!("X-Large: {}\r\n", "y".repeat(200 << 10));
    let address = format!("GET /{} HTTP/1.1\r\n", "y".repeat(200 << 10));
    for (text, status) in [
        (format!("GET /healthz HTTP/1.1\r\nHost: house.test\r\n{many}\r\n"), "431"),
        (format!("GET /healthz HTTP/1.1\r\nHost: house.test\r\n{large}\r\n"), "431"),
        (format!("{address}Host: house.test\r\n\r\n"), "431"),
        ("GARBAGE\r\n\r\n".to_owned(), "400"),
        (format!("{HEAD}Content-Length: 5\r\nContent-Length: 7\r\n\r\nhello"), "400"),
        (format!("{HEAD}Transfer-Encoding: chunked\r\n\r\nzz\r\n"), "400"),
    ] {
        let answer = told(served.address, &text).await;
        let start: String = text.chars().take(60).collect();
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{start}: {answer}");
    }
    assert!(
        told(served.address, "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await.ends_with("ok\n")
    );
}

#[tokio::test]
async fn whoever_never_ends_a_request_is_let_go() {
    let limits = Limits { greeting: Duration::from_millis(100), time: Duration::from_millis(100), ..Limits::default() };
    let served = served(limits).await;
    // A head without end.
    let mut head = TcpStream::connect(served.address).await.unwrap();
    head.write_all(HEAD.as_bytes()).await.unwrap();
    rest(&mut head).await;
    // A body without end.
    let mut body = TcpStream::connect(served.address).await.unwrap();
    body.write_all(format!("{HEAD}Content-Length: 50\r\n\r\n{{\"name\":").as_bytes()).await.unwrap();
    let answer = rest(&mut body).await;
    assert!(answer.starts_with("HTTP/1.1 408 ") && answer.contains("\"not-received\""), "{answer}");
}

#[tokio::test]
async fn a_body_without_an_announced_length_is_limited_all_the_same() {
    let served = served(Limits { body: 1_000, ..Limits::default() }).await;
    let piece = format!("3e8\r\n{}\r\n", "x".repeat(1_000));
    let text = format!("{HEAD}Transfer-Encoding: chunked\r\n\r\n{}0\r\n\r\n", piece.repeat(5));
    let answer = told(served.address, &text).await;
    assert!(answer.starts_with("HTTP/1.1 413 ") && answer.contains("\"too-large\""), "{answer}");
}

#[tokio::test]
async fn what_is_under_way_when_it_is_told_to_stop_is_answered() {
    let served = served(Limits::default()).await;
    let mut slow = TcpStream::connect(served.address).await.unwrap();
    let body = "{\"person\": \"bob\"}";
    let (first, second) = body.split_at(5);
    let head = "POST /api/v1/session/demo HTTP/1.1\r\nHost: house.test\r\nContent-Type: application/json\r\n";
    let asks = format!("{head}Expect: 100-continue\r\nContent-Length: {}\r\n\r\n", body.len());
    slow.write_all(asks.as_bytes()).await.unwrap();
    let mut go_on = [0; 25];
    slow.read_exact(&mut go_on).await.unwrap();
    assert_eq!(&go_on, b"HTTP/1.1 100 Continue\r\n\r\n");
    slow.write_all(first.as_bytes()).await.unwrap();
    served.stop.send(()).unwrap();
    // New connections are refused as soon as it stops listening.
    while TcpStream::connect(served.address).await.is_ok() {
        tokio::task::yield_now().await;
    }
    slow.write_all(second.as_bytes()).await.unwrap();
    let answer = rest(&mut slow).await;
    assert!(answer.starts_with("HTTP/1.1 200 ") && answer.contains("csrf"), "{answer}");
    served.ended.await.unwrap();
}

#[tokio::test]
async fn an_export_arrives_whole_also_compressed() {
    let served = served(Limits::default()).await;
    let body = "{\"person\": \"ada\"}";
    let head = "POST /api/v1/session/demo HTTP/1.1\r\nHost: house.test\r\nContent-Type: application/json\r\n";
    let length = body.len();
    let answer =
        told(served.address, &format!("{head}Connection: close\r\nContent-Length: {length}\r\n\r\n{body}")).await;
    let cookie = answer.lines().find_map(|line| line.strip_prefix("set-cookie: ")).unwrap();
    let cookie = cookie.split(';').next().unwrap();
    for coding in ["identity", "gzip"] {
        let ask = format!(
            "GET /api/v1/ledger/export HTTP/1.1\r\nHost: house.test\r\nCookie: {cookie}\r\n\
             Accept-Encoding: {coding}\r\nConnection: close\r\n\r\n"
        );
        let answer = told(served.address, &ask).await;
        assert!(answer.starts_with("HTTP/1.1 200 ") && answer.ends_with("\r\n0\r\n\r\n"), "{coding}: {answer}");
    }
}
