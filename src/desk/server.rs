//! The process that dispatches and answers others.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use engine::Engine;
use engine::port::store::StoreError;
use serde_json::Value as Json;
use tokio::io::BufReader;
use tokio::net::unix::OwnedWriteHalf;
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::{Semaphore, mpsc, watch};
use tokio::task::JoinSet;

use super::answer::answer;
use super::local::{caller, configure, give_up_dead, open_engine, open_store};
use super::socket::{Reply, WORKING, read, write};
use super::{Refusal, Request};
use crate::configuration::{Account, Configuration};
use crate::house::House;
use crate::output;

/// Most connections at once.
const MOST_CONNECTIONS: usize = 256;

/// Longest path of a Unix socket that every system takes, in bytes.
const LONGEST_PATH: usize = 100;

/// Dispatches and answers until told to stop; then finishes what is under way and gives the lease back.
pub async fn serve(configuration: &Configuration, screens: bool) -> Result<()> {
    let address = address(configuration)?;
    let store = open_store(&configuration.data.value)?;
    let engine =
        open_engine(configuration, Arc::clone(&store), configuration.registry()?, Some(address.display().to_string()))
            .await?;
    if let Err(error) = engine.lead().await {
        let engine::Error::Store(StoreError::LeaseHeld(lease)) = &error else {
            return Err(Refusal::from(error).into());
        };
        give_up_dead(&store, lease).await?;
        engine.lead().await.map_err(Refusal::from)?;
    }
    configure(&engine, configuration).await?;
    let served = until_stopped(&engine, configuration, &address, screens).await;
    let limit = Duration::from_secs(configuration.time_limits.value.shutdown);
    match tokio::time::timeout(limit, engine.step_down()).await {
        Ok(done) => done.map_err(Refusal::from)?,
        Err(_) => {
            output::note("warning: requests to other systems were still under way; they are taken up at the next start")
        }
    }
    served
}

async fn until_stopped(engine: &Engine, configuration: &Configuration, address: &Path, screens: bool) -> Result<()> {
    let listener = listen(address, configuration.socket.value.is_some())?;
    let (stop, stopped) = watch::channel(false);
    output::note(format_args!(
        "Serving {} at {} (process {}); stop it with Ctrl-C.",
        configuration.data.value.display(),
        address.display(),
        std::process::id()
    ));
    if engine.is_paused().await.map_err(Refusal::from)? {
        output::note(
            "Dispatch is paused since this file was restored; `understudy restore --resume` tells what may have happened.",
        );
    }
    let house = match screens {
        true => Some(House::open(engine, configuration, stopped.clone()).await.inspect_err(|_| {
            // Nobody else's: the lease is ours.
            let _ = std::fs::remove_file(address);
        })?),
        false => None,
    };
    let accepting = tokio::spawn(accept(engine.clone(), listener, stopped.clone()));
    let mut asked = stopped.clone();
    let dispatching = engine.dispatch(async move {
        told_to_stop(&mut asked).await;
    });
    let dispatched = tokio::select! {
        dispatched = dispatching => dispatched.map_err(|error| anyhow::Error::from(Refusal::from(error))),
        signal = signalled() => signal,
    };
    // Gone before anybody finds it closed: who looks now waits for the lease.
    let _ = std::fs::remove_file(address);
    stop.send_replace(true);
    accepting.await.context("the socket's task failed")?;
    if let Some(house) = house {
        house.close().await?;
    }
    dispatched
}

/// Returns when the process is told to stop.
pub async fn signalled() -> Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    output::note("Stopping: what is under way is finished.");
    Ok(())
}

/// The socket's path: as configured, else beside the data file, else in the folder for such things.
pub(super) fn address(configuration: &Configuration) -> Result<PathBuf> {
    let path = match &configuration.socket.value {
        Some(path) => path.clone(),
        None => {
            let mut name = configuration.data.value.as_os_str().to_owned();
            name.push(".socket");
            PathBuf::from(name)
        }
    };
    let path = std::path::absolute(path)?;
    if path.as_os_str().len() > LONGEST_PATH {
        bail!(
            "the socket's path {} has more than {LONGEST_PATH} bytes; name a shorter one with `socket` in the configuration",
            path.display()
        );
    }
    Ok(path)
}

/// Opens the socket. Whoever holds the lease is alone, so that a socket that is there was left by a crash.
///
/// One that the configuration names is for everybody on the machine: who asks is known by the account. The one beside
/// the data file is its owner's.
fn listen(address: &Path, everybody: bool) -> Result<UnixListener> {
    use std::os::unix::fs::FileTypeExt;
    if let Ok(found) = std::fs::symlink_metadata(address) {
        if !found.file_type().is_socket() {
            bail!(
                "{} is there and is no socket; name another one with `socket` in the configuration",
                address.display()
            );
        }
        std::fs::remove_file(address)
            .with_context(|| format!("could not remove the old socket {}", address.display()))?;
    }
    let listener =
        UnixListener::bind(address).with_context(|| format!("could not open the socket {}", address.display()))?;
    let mode = if everybody { 0o666 } else { 0o600 };
    std::fs::set_permissions(address, std::fs::Permissions::from_mode(mode))?;
    Ok(listener)
}

async fn accept(engine: Engine, listener: UnixListener, mut stopped: watch::Receiver<bool>) {
    let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    let mut talks = JoinSet::new();
    loop {
        while talks.try_join_next().is_some() {}
        let stream = tokio::select! {
            () = told_to_stop(&mut stopped) => break,
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => stream,
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
        let (engine, stopped) = (engine.clone(), stopped.clone());
        talks.spawn(async move {
            if let Err(error) = talk(engine, stream, stopped).await {
                tracing::info!(%error, "a connection ended early");
            }
            drop(place);
        });
    }
    while talks.join_next().await.is_some() {}
}

/// Returns once the server stops, also when whoever says so is gone.
async fn told_to_stop(stopped: &mut watch::Receiver<bool>) {
    let _ = stopped.wait_for(|stop| *stop).await;
}

/// Answers one connection until it ends, or until the server stops between two requests.
async fn talk(engine: Engine, stream: UnixStream, mut stopped: watch::Receiver<bool>) -> Result<()> {
    let account = Account::of(stream.peer_cred().context("the system does not say who connected")?.uid());
    let (from, to) = stream.into_split();
    let mut from = BufReader::new(from);
    let mut to = to;
    loop {
        let request = tokio::select! {
            () = told_to_stop(&mut stopped) => return Ok(()),
            request = read::<Request>(&mut from) => request,
        };
        let request = match request {
            Ok(Some(request)) => request,
            Ok(None) => return Ok(()),
            Err(error) => {
                let message = format!("the request cannot be read: {error}");
                let refused = Reply::Refused { code: "bad-request".to_owned(), message, unable: false };
                return write(&mut to, &refused).await;
            }
        };
        let (sender, lines) = mpsc::unbounded_channel();
        // A task of its own: work that keeps this one busy must not look like silence.
        let mut writing = tokio::spawn(write_lines(to, lines));
        let answered = tokio::select! {
            answered = answered(&engine, &account, request, sender) => answered,
            // Whoever asked is gone: what is not begun need not begin.
            gone = &mut writing => return gone.context("the task that writes failed")?.map(drop),
        };
        to = writing.await.context("the task that writes failed")??;
        let reply = match answered {
            Ok(answer) => Reply::Done(answer),
            Err(Refusal { code, message, unable }) => Reply::Refused { code, message, unable },
        };
        write(&mut to, &reply).await?;
    }
}

/// Writes lines as they come, and now and then that there is work going on; gives the socket back after the last.
async fn write_lines(mut to: OwnedWriteHalf, mut lines: mpsc::UnboundedReceiver<String>) -> Result<OwnedWriteHalf> {
    let mut working = tokio::time::interval_at(tokio::time::Instant::now() + WORKING, WORKING);
    loop {
        let reply = tokio::select! {
            line = lines.recv() => match line {
                Some(line) => Reply::Line(line),
                None => return Ok(to),
            },
            _ = working.tick() => Reply::Working,
        };
        write(&mut to, &reply).await?;
    }
}

async fn answered(
    engine: &Engine,
    account: &Account,
    request: Request,
    lines: mpsc::UnboundedSender<String>,
) -> Result<Json, Refusal> {
    // Looked up anew each time: a person may have been taken out meanwhile.
    let caller = caller(engine, account)?;
    let mut send = |line: String| {
        // Whoever went away needs no lines.
        let _ = lines.send(line);
    };
    answer(engine, &caller, request, &mut send).await
}
