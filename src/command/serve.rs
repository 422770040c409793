//! `serve`: the process that dispatches, answers the other commands, and serves the screens and the API.

use std::net::SocketAddr;

use anyhow::Result;
use clap::Args;

use super::Context;
use crate::configuration::Setting;
use crate::exit::Exit;

/// Serve the screens and the API, dispatch effects, timers and schedules, and answer the other commands.
#[derive(Args)]
pub struct Arguments {
    /// Without screens and API
    #[arg(long, conflicts_with = "listen")]
    headless: bool,
    /// Where to serve [default: UNDERSTUDY_LISTEN, `listen` under [server], else 127.0.0.1:7770]; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
}

pub async fn run(arguments: &Arguments, context: &Context) -> Result<Exit> {
    let mut configuration = context.configuration.clone();
    if let Some(listen) = arguments.listen {
        configuration.server.listen = Setting::flag(listen, "--listen");
    }
    crate::desk::serve(&configuration, !arguments.headless).await?;
    Ok(Exit::Done)
}
