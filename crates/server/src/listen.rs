//! Taking connections, with TLS where there is a certificate, until told to stop.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_rustls::TlsAcceptor;
use tower::Service;

use crate::certificate::{Certified, ListenError};
use crate::server::Server;

/// How often what has passed is forgotten.
const SWEEP: Duration = Duration::from_secs(15 * 60);

impl Server {
    /// Serves until `stop` is done; then live updates end, requests under way are answered, and it returns, at the latest
    /// after `patience`.
    pub async fn serve(
        &self,
        listener: TcpListener,
        stop: impl Future<Output = ()>,
        patience: Duration,
    ) -> Result<(), ListenError> {
        let mut tls = self.options().tls.clone().map(Certified::read).transpose()?;
        let router = self.router();
        let places = Arc::new(Semaphore::new(self.options().limits.connections));
        let graceful = GracefulShutdown::new();
        let mut sweep = tokio::time::interval(SWEEP);
        let mut stop = std::pin::pin!(stop);
        loop {
            let (stream, peer) = tokio::select! {
                () = &mut stop => break,
                _ = sweep.tick() => {
                    if let Err(error) = self.engine().sweep().await {
                        tracing::warn!(code = error.code(), %error, "what has passed was not forgotten");
                    }
                    continue;
                }
                accepted = listener.accept() => match accepted {
                    Ok(accepted) => accepted,
                    Err(error) => {
                        tracing::warn!(%error, "a connection was not taken");
                        tokio::time::sleep(Duration::from_millis(100)).await;
                        continue;
                    }
                },
            };
            let Ok(place) = Arc::clone(&places).try_acquire_owned() else {
                tracing::warn!("too many connections at once; one was closed");
                continue;
            };
            let (router, watcher) = (router.clone(), graceful.watcher());
            let tls = tls.as_mut().map(Certified::current);
            let greeting = self.options().limits.greeting;
            tokio::spawn(async move {
                talk((stream, peer), tls, greeting, router, watcher).await;
                drop(place);
            });
        }
        drop(listener);
        self.stop();
        if tokio::time::timeout(patience, graceful.shutdown()).await.is_err() {
            tracing::warn!("requests were still under way when the server stopped");
        }
        Ok(())
    }
}

async fn talk(
    (stream, peer): (TcpStream, SocketAddr),
    tls: Option<TlsAcceptor>,
    greeting: Duration,
    router: axum::Router,
    watcher: Watcher,
) {
    // Small answers are not held back to be sent together.
    let _ = stream.set_nodelay(true);
    match tls {
        None => answer((stream, peer), greeting, router, watcher).await,
        Some(tls) => match tokio::time::timeout(greeting, tls.accept(stream)).await {
            Ok(Ok(stream)) => answer((stream, peer), greeting, router, watcher).await,
            Ok(Err(error)) => tracing::debug!(%error, "a connection did not begin"),
            Err(_) => tracing::debug!("a connection did not begin in time"),
        },
    }
}

async fn answer<S>((stream, peer): (S, SocketAddr), greeting: Duration, router: axum::Router, watcher: Watcher)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let service = tower::service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().call(request)
    });
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(greeting).max_buf_size(64 << 10);
    builder.http2().timer(TokioTimer::new()).keep_alive_interval(Duration::from_secs(30)).max_concurrent_streams(128);
    let connection = builder.serve_connection(TokioIo::new(stream), TowerToHyperService::new(service)).into_owned();
    if let Err(error) = watcher.watch(connection).await {
        tracing::debug!(%error, "a connection ended early");
    }
}
