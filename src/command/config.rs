//! `config`: the effective configuration, without secrets.

use anyhow::Result;
use clap::Args;
use serde_json::{Value as Json, json};

use super::Context;
use crate::configuration::Account;
use crate::exit::Exit;
use crate::output;

/// Show the effective configuration and where each value comes from.
#[derive(Args)]
pub struct Arguments {}

pub fn run(_: &Arguments, context: &Context) -> Result<Exit> {
    let configuration = &context.configuration;
    let account = Account::of_process();
    let rows = configuration.shown();
    let you = match configuration.people.value.iter().find(|(id, person)| person.account(id) == account.name) {
        Some((id, _)) => id.clone(),
        None if configuration.is_single_user() => account.name.clone(),
        None => String::new(),
    };
    if context.json {
        let values: serde_json::Map<String, Json> =
            rows.into_iter().map(|(key, value, origin)| (key, json!({"value": value, "origin": origin}))).collect();
        output::json(&json!({
            "file": configuration.file,
            "account": account.name,
            "person": Some(you).filter(|you| !you.is_empty()),
            "single_user": configuration.is_single_user(),
            "values": values,
        }))?;
        return Ok(Exit::Done);
    }
    match &configuration.file {
        Some(file) => output::line(format_args!("Configuration: {}", file.display()))?,
        None => output::line("Configuration: no file; defaults, environment and flags")?,
    }
    if configuration.is_single_user() {
        output::line(format_args!(
            "People: none configured, so {account} administers everything and holds every role (single-user mode). \
             A rule that wants two people still wants two."
        ))?;
    } else if you.is_empty() {
        output::line(format_args!(
            "You: the account {account} is no person of this configuration; you may only read what anybody may"
        ))?;
    } else {
        output::line(format_args!("You: {you} (account {account})"))?;
    }
    output::line("")?;
    let width = rows.iter().map(|(key, _, _)| key.len()).max().unwrap_or(0);
    for (key, value, origin) in rows {
        let value = match value {
            Json::String(text) => text,
            Json::Null => "-".to_owned(),
            other => other.to_string(),
        };
        output::line(format_args!("{key:width$}  {}  ({origin})", output::plain(&value)))?;
    }
    Ok(Exit::Done)
}
