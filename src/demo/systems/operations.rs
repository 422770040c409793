//! The site, its monitoring and deployment, and the supplier of its servers.

use std::collections::BTreeMap;

use engine::port::{Failure, Repeat, Request};
use serde_json::{Value as Json, json};

use super::{Offer, Office, locked, text};

pub const SYSTEMS: &[(&str, &[Offer])] = &[
    ("content", &[("read", "Read a text", Repeat::Safe, &[], read)]),
    ("links", &[("check", "Follow links", Repeat::Safe, &[], links)]),
    (
        "site",
        &[
            ("publish", "Publish a text", Repeat::Keyed, &["title", "fingerprint"], publish),
            ("takeDown", "Take a text down", Repeat::Keyed, &["title"], take_down),
        ],
    ),
    ("supplier", &[("openCase", "Open a case", Repeat::Keyed, &["text"], open_case)]),
    ("monitor", &[("health", "Ask whether all is well", Repeat::Safe, &["since"], health)]),
    ("deploy", &[("rollBack", "Go back a version", Repeat::Keyed, &["reason"], roll_back)]),
    ("statuspage", &[("post", "Post an update", Repeat::Keyed, &["text"], post)]),
];

#[derive(Default)]
pub struct Room {
    /// How often it was asked after each incident.
    looks: BTreeMap<String, i64>,
    cases: u32,
}

/// After how many looks an incident that began then is over.
fn looks_until_healthy(began: &str) -> i64 {
    1 + i64::from(began.bytes().map(u32::from).sum::<u32>() % 4)
}

fn read(_: &Office, _: &Request) -> Result<Json, Failure> {
    Ok(json!({"text": "The text as its author left it."}))
}

fn links(_: &Office, _: &Request) -> Result<Json, Failure> {
    Ok(json!({"dead": []}))
}

fn publish(_: &Office, request: &Request) -> Result<Json, Failure> {
    Ok(json!({"fingerprint": text(request, "fingerprint")}))
}

fn take_down(_: &Office, request: &Request) -> Result<Json, Failure> {
    Ok(json!({"down": text(request, "title")}))
}

fn open_case(office: &Office, _: &Request) -> Result<Json, Failure> {
    let mut room = locked(&office.operations);
    room.cases += 1;
    Ok(json!({"number": format!("CASE-{}", 88_200 + room.cases)}))
}

fn health(office: &Office, request: &Request) -> Result<Json, Failure> {
    let since = text(request, "since");
    let mut room = locked(&office.operations);
    let looks = room.looks.entry(since.clone()).or_default();
    *looks += 1;
    Ok(json!({"healthy": *looks >= looks_until_healthy(&since)}))
}

fn roll_back(office: &Office, request: &Request) -> Result<Json, Failure> {
    if office.dice(&request.key).percent(20) {
        return Err(Failure::permanent("refused", "the version before needs the old shape of the database"));
    }
    Ok(json!({"version": "the one before"}))
}

fn post(_: &Office, _: &Request) -> Result<Json, Failure> {
    Ok(json!({"posted": true}))
}
