//! Quality's records: complaints by lot, and how the next lot of a supplier's part is inspected.

use std::collections::BTreeMap;

use engine::port::{Failure, Repeat, Request};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value as Json, json};

use super::{Offer, Office, locked, text};

pub const SYSTEMS: &[(&str, &[Offer])] = &[(
    "quality",
    &[
        ("countComplaints", "Count complaints about a lot", Repeat::Safe, &["lot"], count_complaints),
        ("getState", "State of a supplier's part", Repeat::Safe, &["supplier", "part"], get_state),
        ("putState", "Keep the state of a supplier's part", Repeat::Keyed, &["supplier", "part"], put_state),
    ],
)];

pub const SUPPLIERS: &[&str] = &[
    "Brandl Präzisionsteile GmbH",
    "Ferreira & Filhos, Lda.",
    "Kaoru Seimitsu K.K.",
    "Northgate Castings Ltd",
    "Zakład Obróbki Metali Wiśniewski i Synowie Sp. z o.o.",
];

/// Number and name.
pub const PARTS: &[(&str, &str)] = &[
    ("P-1040", "spindle bearing seat"),
    ("P-1122", "chuck jaw, hardened"),
    ("P-2075", "motor housing, left"),
    ("P-2076", "motor housing, right"),
    ("P-3310", "fence rail"),
    ("P-4408", "switch plate"),
];

/// Most lots that the history of a part keeps.
const HISTORY: usize = 5;

#[derive(Default)]
pub struct Records {
    complaints: BTreeMap<String, BTreeMap<String, Timestamp>>,
    parts: BTreeMap<(String, String), Part>,
}

struct Part {
    switching: String,
    /// Newest first; true is accepted.
    history: Vec<bool>,
    /// Whether the gauge's date has run out, and was not looked at since.
    gauge_out: bool,
}

fn count_complaints(office: &Office, request: &Request) -> Result<Json, Failure> {
    let mut records = locked(&office.quality);
    let now = office.now();
    let of_lot = records.complaints.entry(text(request, "lot")).or_default();
    of_lot.insert(request.key.clone(), now);
    let month = SignedDuration::from_hours(24 * 30);
    let count = of_lot.values().filter(|at| now.duration_since(**at) <= month).count();
    Ok(json!({"count": count}))
}

fn part<'a>(office: &Office, records: &'a mut Records, request: &Request) -> &'a mut Part {
    let key = (text(request, "supplier"), text(request, "part"));
    let mut dice = office.dice(&format!("part {} {}", key.0, key.1));
    records.parts.entry(key).or_insert_with(|| Part {
        switching: if dice.percent(15) { "tightened" } else { "normal" }.to_owned(),
        history: (0..4).map(|_| dice.percent(92)).collect(),
        gauge_out: dice.percent(10),
    })
}

fn get_state(office: &Office, request: &Request) -> Result<Json, Failure> {
    let mut records = locked(&office.quality);
    let part = part(office, &mut records, request);
    let due = if part.gauge_out { office.today().yesterday() } else { Ok(office.day(120)) };
    let due = due.map_err(|error| Failure::permanent("failure", error.to_string()))?;
    part.gauge_out = false;
    Ok(json!({"switching": part.switching, "history": part.history, "gauge_due": due.to_string()}))
}

fn put_state(office: &Office, request: &Request) -> Result<Json, Failure> {
    let mut records = locked(&office.quality);
    let part = part(office, &mut records, request);
    let switching = text(request, "switching");
    // Somebody restarts a stopped inspection with the supplier; the next lot is looked at closely.
    part.switching = if switching == "stopped" { "tightened".to_owned() } else { switching };
    part.history.insert(0, text(request, "accepted") == "true");
    part.history.truncate(HISTORY);
    Ok(json!({"kept": true}))
}
