//! The screens and the API beside the dispatcher: opened with it, stopped before it.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};
use engine::Engine;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::configuration::Configuration;
use crate::desk::Refusal;
use crate::output;

/// A server that was started.
pub struct House {
    serving: JoinHandle<Result<(), server::ListenError>>,
}

/// What the configuration says of the server.
fn options(configuration: &Configuration) -> server::Options {
    let given = &configuration.server;
    let tls = given.tls.value.clone();
    server::Options {
        installation: given.name.value.clone(),
        public_url: given.public_url.value.clone(),
        tls: tls.map(|tls| server::Tls { certificate: tls.certificate, key: tls.key }),
        trusted_proxies: given.trusted_proxies.value.clone(),
        zone: configuration.calendar.value.timezone.to_string(),
        spool: folder(&configuration.data.value),
        configuration: shown(configuration),
        ..server::Options::default()
    }
}

/// The effective configuration, as the screens and the API show it.
pub fn shown(configuration: &Configuration) -> Vec<server::Configured> {
    let all = configuration.shown().into_iter();
    all.map(|(key, value, origin)| server::Configured { key, value, origin }).collect()
}

/// The folder of the data file: it has room for as much again, and is nobody else's.
fn folder(data: &Path) -> PathBuf {
    data.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_owned()
}

/// Where people reach the screens, as far as the configuration says.
pub fn address(configuration: &Configuration) -> String {
    options(configuration).url(configuration.server.listen.value)
}

/// Says so where the program was built without its screens: whoever opens the address should not have to find out.
pub fn missing_screens() {
    if !server::HAS_SCREENS {
        output::note(
            "warning: this program was built without its screens, so that only the API is there; \
             install Node 20.19 or newer with npm, and build it again with `cargo build --release`",
        );
    }
}

impl House {
    /// Listens as the configuration says, until `stopped` is true.
    pub async fn open(
        engine: &Engine,
        configuration: &Configuration,
        mut stopped: watch::Receiver<bool>,
    ) -> Result<Self> {
        let listen = configuration.server.listen.value;
        let listener = TcpListener::bind(listen).await.with_context(|| {
            format!("could not listen at {listen}; name another address with --listen, or `listen` under [server]")
        })?;
        let options = options(configuration);
        options.tls.as_ref().map_or(Ok(()), server::Tls::judge)?;
        let url = options.url(listener.local_addr()?);
        let server = server::Server::new(engine.clone(), options);
        output::note(format_args!("Screens at {url}"));
        missing_screens();
        if let Some(secret) = engine.offer_setup().await.map_err(Refusal::from)? {
            output::note(format_args!(
                "Nobody can sign in yet. Whoever opens this link within a day becomes the owner:\n  {url}/setup#{secret}"
            ));
        }
        let patience = Duration::from_secs(configuration.time_limits.value.shutdown);
        let serving = tokio::spawn(async move {
            let stop = async {
                // Whoever says so being gone means the same.
                let _ = stopped.wait_for(|stop| *stop).await;
            };
            server.serve(listener, stop, patience).await
        });
        Ok(House { serving })
    }

    /// Waits until live updates have ended and requests under way are answered. Call it after it was told to stop.
    pub async fn close(self) -> Result<()> {
        Ok(self.serving.await.context("the server's task failed")??)
    }
}
