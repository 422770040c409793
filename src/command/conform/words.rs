//! How work departs from a procedure, in plain words.

use mining::conform::words::named;
use mining::conform::{Changed, Conformance, Deviation};
use procedure::document::Procedure;

use crate::event_log::{duration, percent};

/// So many deviations, and so many explanations of one, are told.
const MOST: usize = 30;
const EXPLAINED: usize = 3;

/// The report, a line each.
pub fn report(procedure: &Procedure, log: &str, found: &Conformance) -> Vec<String> {
    let mut lines = vec![summary(procedure, log, found)];
    lines.extend(cautions(found));
    let (counted, accepted): (Vec<&Deviation>, Vec<&Deviation>) =
        found.deviations.iter().partition(|deviation| deviation.accepted.is_none());
    if counted.is_empty() {
        lines.push("Nothing departs from it.".to_owned());
    }
    for (place, deviation) in counted.iter().take(MOST).enumerate() {
        lines.push(String::new());
        lines.push(format!("{}. {}: {}", place + 1, deviation.title(), frequency(deviation)));
        lines.extend(more(deviation).into_iter().map(|line| format!("   {line}")));
    }
    if counted.len() > MOST {
        lines.push(format!("\nand {} rarer ones; --json lists them all", counted.len() - MOST));
    }
    for deviation in accepted.iter().take(MOST) {
        let reason = deviation.accepted.as_deref().unwrap_or_default();
        lines.push(format!("\nAccepted: {}, {}: {reason}", deviation.title(), frequency(deviation)));
    }
    lines
}

/// How many cases keep to the procedure.
pub fn summary(procedure: &Procedure, log: &str, found: &Conformance) -> String {
    let share = if found.cases == 0 { 1.0 } else { found.conforming as f64 / found.cases as f64 };
    format!(
        "{log} and “{}”: {} of {} cases ({}) keep to it; fitness {}.",
        procedure.title,
        found.conforming,
        found.cases,
        percent(share),
        percent(found.fitness.log)
    )
}

/// What the comparison could not see.
pub fn cautions(found: &Conformance) -> Vec<String> {
    let mut lines = Vec::new();
    if found.unproven > 0 {
        lines.push(format!("{} cases were too hard to be proven: their deviations may be fewer.", found.unproven));
    }
    if !found.unknown_activities.is_empty() {
        let names: Vec<String> =
            found.unknown_activities.iter().take(10).map(|(name, times)| format!("{name} ({times} times)")).collect();
        let rest = found.unknown_activities.len().saturating_sub(10);
        let rest = if rest > 0 { format!(" and {rest} more") } else { String::new() };
        lines.push(format!("No step of the procedure, unless --map names one: {}{rest}.", names.join(", ")));
    }
    if !found.unseen_steps.is_empty() {
        let names: Vec<String> = found.unseen_steps.iter().map(named).collect();
        lines.push(format!("Not in the log, and so not judged: {}.", names.join("; ")));
    }
    lines
}

pub fn frequency(deviation: &Deviation) -> String {
    let times = if deviation.occurrences > deviation.cases.len() {
        format!(", {} times", deviation.occurrences)
    } else {
        String::new()
    };
    format!("{} cases ({}){times}", deviation.cases.len(), percent(deviation.share))
}

/// Since when, where, and what it costs.
pub fn more(deviation: &Deviation) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(Changed { on, before, since, among, .. }) = &deviation.changed {
        let among = among.as_ref().map_or_else(String::new, |among| format!(" where {among}"));
        lines.push(format!("since {on}{among}: {} of the cases, before {}", percent(*since), percent(*before)));
    }
    for told in deviation.explained.iter().take(EXPLAINED) {
        lines.push(format!(
            "more often where {} {}: {} of these cases, elsewhere {}",
            told.attribute,
            told.condition,
            percent(told.inside),
            percent(told.outside)
        ));
    }
    if let Some(time) = deviation.time {
        lines.push(format!(
            "cases with it take {} (median), without it {}",
            duration(time.with as f64),
            duration(time.without as f64)
        ));
    }
    lines
}
