//! `demo`: a firm that does not exist, with six weeks of history, to look at everything with something in it.

use std::io::IsTerminal;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use clap::Args;
use engine::Engine;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use jiff::Timestamp;
use serde_json::json;
use server::{Options, Server};
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::Context;
use crate::configuration::Origin;
use crate::demo::{self, Wishes};
use crate::desk::signalled;
use crate::exit::Exit;
use crate::output;

/// Where it is served, unless something else is there.
const USUAL: &str = "127.0.0.1:8787";

/// How long what is under way may take when it is told to stop.
const PATIENCE: Duration = Duration::from_secs(5);

/// Serve a demonstration: procedures, people to be with a click, and six weeks of runs that were really run.
#[derive(Args)]
pub struct Arguments {
    /// How many cases people bring in the six weeks
    #[arg(long, value_name = "N", default_value_t = 300, value_parser = clap::value_parser!(u32).range(1..=5_000))]
    runs: u32,
    /// Another number makes another history
    #[arg(long, value_name = "NUMBER", default_value_t = 7)]
    seed: u64,
    /// Where to serve; port 0 takes a free one [default: 127.0.0.1:8787, or a free port where that is taken]
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
    /// Do not open the browser
    #[arg(long)]
    no_open: bool,
    /// Make the data file that --data names, and serve nothing
    #[arg(long)]
    no_serve: bool,
    /// When the history ends [default: now]
    #[arg(long, value_name = "MOMENT", hide = true)]
    until: Option<Timestamp>,
}

pub async fn run(arguments: &Arguments, context: &Context) -> Result<Exit> {
    let wanted = &context.configuration.data;
    let kept = matches!(wanted.origin, Origin::Flag(_)).then(|| wanted.value.clone());
    if arguments.no_serve && kept.is_none() {
        bail!("without --data the file is gone when the command ends; name the file to make");
    }
    if let Some(file) = kept.as_ref().filter(|file| file.exists()) {
        bail!("{} is there already, and the demonstration makes a file of its own; name another", file.display());
    }
    // Removed when this goes out of scope: at the end, and when told to stop.
    let folder = tempfile::Builder::new().prefix("understudy-demo-").tempdir()?;
    let file = kept.clone().unwrap_or_else(|| folder.path().join("demo.sqlite"));
    let engine = tokio::select! {
        made = make(arguments, context, &file, kept.is_some()) => made?,
        signal = signalled() => return signal.map(|()| Exit::Done),
    };
    if kept.is_some() {
        output::note(format_args!("The data file is {}.", file.display()));
    }
    if !arguments.no_serve {
        serve(arguments, context, &engine).await?;
    }
    Ok(Exit::Done)
}

/// Makes the history, and tells what it came to.
async fn make(arguments: &Arguments, context: &Context, file: &Path, kept: bool) -> Result<Engine> {
    let until = arguments.until.unwrap_or_else(Timestamp::now);
    let wishes = Wishes { runs: arguments.runs as usize, seed: arguments.seed, until, kept };
    let began = Instant::now();
    let bar = progress(context.json);
    let (engine, made) = demo::make(file, wishes, |share| bar.set_position(share as u64)).await?;
    bar.finish_and_clear();
    for refused in &made.refused {
        tracing::info!(refused, "an act that the history meant was refused");
    }
    let counts = demo::count(&engine, until).await?;
    output::note(format_args!(
        "{}: {} runs ({} open, {} paused, {} cancelled), {} open tasks ({} overdue), made in {:.1} s.",
        demo::FIRM,
        counts.runs,
        counts.running,
        counts.paused,
        counts.cancelled,
        counts.tasks,
        counts.overdue,
        began.elapsed().as_secs_f64()
    ));
    if context.json && arguments.no_serve {
        let verified = demo::verify(&engine).await?;
        output::json(&json!({
            "file": file, "counts": counts, "acts": made.acts, "refused": made.refused,
            "entries": verified.entries, "events": verified.events, "head": verified.head.to_string(),
        }))?;
    }
    Ok(engine)
}

/// Serves until told to stop.
async fn serve(arguments: &Arguments, context: &Context, engine: &Engine) -> Result<()> {
    let options = Options {
        installation: demo::FIRM.to_owned(),
        demo: true,
        zone: demo::ZONE.to_owned(),
        configuration: crate::house::shown(&context.configuration),
        ..Options::default()
    };
    let listener = listen(arguments.listen).await?;
    let address = listener.local_addr()?;
    let url = options.url(address);
    let server = Server::new(engine.clone(), options);
    engine.lead().await?;
    crate::house::missing_screens();
    welcome(arguments, context, &url)?;
    let (stop, stopped) = watch::channel(false);
    let asked = || {
        let mut stopped = stopped.clone();
        // The sender lives until everything here has ended.
        async move { drop(stopped.wait_for(|stopped| *stopped).await) }
    };
    let dispatching = async {
        let dispatched = engine.dispatch(asked()).await;
        stop.send_replace(true);
        dispatched
    };
    let told = async {
        tokio::select! {
            signal = signalled() => { stop.send_replace(true); signal }
            () = asked() => Ok(()),
        }
    };
    let (dispatched, served, told) = tokio::join!(dispatching, server.serve(listener, asked(), PATIENCE), told);
    drop(tokio::time::timeout(PATIENCE, engine.step_down()).await);
    dispatched?;
    served?;
    told
}

/// Takes the address that was asked for; without one the usual port, or a free one.
async fn listen(asked: Option<SocketAddr>) -> Result<TcpListener> {
    if let Some(address) = asked {
        return TcpListener::bind(address).await.with_context(|| format!("could not listen at {address}"));
    }
    match TcpListener::bind(USUAL).await {
        Ok(listener) => Ok(listener),
        Err(_) => TcpListener::bind("127.0.0.1:0").await.context("could not listen at any port of 127.0.0.1"),
    }
}

/// Says where it is and who one can be, and opens the browser where somebody sits at a terminal.
fn welcome(arguments: &Arguments, context: &Context, url: &str) -> Result<()> {
    if context.json {
        let people: Vec<_> =
            demo::GUIDED.iter().map(|(person, words)| json!({"person": person, "words": words})).collect();
        return output::json_line(&json!({"url": url, "people": people}));
    }
    output::note(format_args!("\nOpen {url} and be anybody with a click, such as"));
    for (person, words) in demo::GUIDED {
        output::note(format_args!("  {person:20} {words}"));
    }
    output::note("\nStop it with Ctrl-C.");
    if !arguments.no_open && std::io::stderr().is_terminal() {
        let opener = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
        // Whoever has no browser here opens the address elsewhere.
        let _ = std::process::Command::new(opener)
            .arg(url)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
    }
    Ok(())
}

/// A bar on standard error, if somebody looks.
fn progress(quiet: bool) -> ProgressBar {
    let target = if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
    let bar = ProgressBar::with_draw_target(Some(100), target);
    if let Ok(style) = ProgressStyle::with_template("Six weeks are passing {bar:40} {percent}%") {
        bar.set_style(style);
    }
    bar
}
