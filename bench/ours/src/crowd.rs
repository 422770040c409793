//! One person at the other end of a connection that stays open, as a browser's does.

use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::{Method, Request, StatusCode};
use hyper_util::rt::TokioIo;
use serde_json::Value as Json;
use tokio::net::TcpStream;

pub struct Visitor {
    sender: SendRequest<Full<Bytes>>,
    host: String,
    token: String,
}

impl Visitor {
    /// # Panics
    /// When nobody listens at the address.
    pub async fn connect(address: &str, token: &str) -> Self {
        let stream = TcpStream::connect(address).await.expect("the server listens");
        stream.set_nodelay(true).expect("a socket takes it");
        let (sender, connection) = handshake(TokioIo::new(stream)).await.expect("it speaks HTTP");
        // It ends with the sender.
        tokio::spawn(connection);
        Visitor { sender, host: address.to_owned(), token: token.to_owned() }
    }

    /// What the API answers.
    ///
    /// # Panics
    /// When the connection breaks, or the answer is no JSON.
    pub async fn ask(&mut self, method: Method, path: &str, sent: Option<&Json>) -> (StatusCode, Json) {
        let (status, body) = self.fetch(method, path, sent, "identity").await;
        let json = if body.is_empty() { Json::Null } else { serde_json::from_slice(&body).expect("it answers JSON") };
        (status, json)
    }

    /// The bytes of an answer as they came over the wire, in that encoding.
    ///
    /// # Panics
    /// When the connection breaks.
    pub async fn fetch(
        &mut self,
        method: Method,
        path: &str,
        sent: Option<&Json>,
        encoding: &str,
    ) -> (StatusCode, Bytes) {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("host", &self.host)
            .header("authorization", format!("Bearer {}", self.token))
            .header("accept-encoding", encoding)
            .header("content-type", "application/json")
            .body(Full::from(sent.map(Json::to_string).unwrap_or_default()))
            .expect("these are headers");
        self.sender.ready().await.expect("the connection is open");
        let answer = self.sender.send_request(request).await.expect("it answers");
        let status = answer.status();
        (status, answer.into_body().collect().await.expect("the answer comes whole").to_bytes())
    }
}
