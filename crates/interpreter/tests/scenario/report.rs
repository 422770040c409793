//! A journal in compact words.

use interpreter::state::{LaneState, Phase, Status, TaskKind, Work};
use interpreter::{Recorded, State};
use jiff::Timestamp;
use serde_json::Value as Json;

/// A line of a script as its file has it, in one line.
pub fn line(line: &Json) -> String {
    let words = line.as_object().expect("a line is a mapping").iter().map(|(key, value)| match value {
        Json::String(text) => format!("{key} {text}"),
        Json::Object(fields) if fields.is_empty() => key.clone(),
        other => format!("{key} {other}"),
    });
    words.collect::<Vec<_>>().join(", ")
}

/// A moment without its year: scenarios stay within one.
pub fn moment(at: Timestamp) -> String {
    at.strftime("%a %d %b %H:%M:%S").to_string()
}

/// An event: its number, name, who, and its facts.
pub fn event(recorded: &Recorded) -> String {
    let json = serde_json::to_value(&recorded.event).unwrap();
    let facts = json.as_object().and_then(|event| event.values().next()).cloned().unwrap_or_default();
    let facts: Vec<String> = match facts {
        Json::Object(fields) => fields.iter().map(|(key, value)| format!("{key}={}", compact(value))).collect(),
        _ => Vec::new(),
    };
    let who = match (&recorded.actor.person, &recorded.actor.role) {
        (None, _) => String::new(),
        (Some(person), None) => format!(" by {person}"),
        (Some(person), Some(role)) => format!(" by {person} as {role}"),
    };
    format!("  {:>3} {}{who} {}", recorded.sequence, recorded.event.name(), facts.join(" ")).trim_end().to_owned()
        + "\n"
}

fn compact(value: &Json) -> String {
    match value {
        Json::String(text) => match text.parse::<Timestamp>() {
            Ok(at) => format!("({})", moment(at)),
            Err(_) if text.contains(' ') => format!("\"{text}\""),
            Err(_) => text.clone(),
        },
        other => other.to_string(),
    }
}

/// What is open: tasks, effects, timers, waits; or how the run ended.
pub fn open(state: &State) -> String {
    let mut lines = Vec::new();
    match &state.status {
        Status::New | Status::Running => {}
        Status::Paused { .. } => lines.push("  = paused".to_owned()),
        Status::Ended { outcome } => lines.push(format!("  = ended {outcome}, path {}", path(state))),
        Status::Cancelled => lines.push(format!("  = cancelled, path {}", path(state))),
    }
    let step = |id| state.activations.get(&id).map_or("?", |open| open.step.as_str());
    for (id, task) in &state.tasks {
        let kind = match &task.kind {
            TaskKind::Work => "work".to_owned(),
            TaskKind::Approve { role } => format!("approve as {role}"),
            TaskKind::Supply { fields } => format!("supply {fields:?}"),
            TaskKind::ByHand { fields, because, .. } => format!("by hand {fields:?}: {because}"),
            TaskKind::Confirm { .. } => "confirm".to_owned(),
            TaskKind::Choose { options, suggested, .. } => format!("choose of {options:?}, suggested {suggested:?}"),
            TaskKind::Settle { exception, .. } => format!("settle {exception}"),
        };
        let roles = task.candidates.iter().map(|role| role.as_str()).collect::<Vec<_>>().join(" or ");
        let assignee = task.assignee.as_ref().map(|person| format!(", with {person}")).unwrap_or_default();
        let due = task.due.map(|due| format!(", due {}", moment(due))).unwrap_or_default();
        let back =
            if task.returned.is_empty() { String::new() } else { format!(", back: {}", task.returned.join("; ")) };
        lines.push(format!("  - task {id} at {}: {kind}, for {roles}{assignee}{due}{back}", step(task.activation)));
    }
    for (id, effect) in &state.effects {
        let left = if effect.abandoned { ", abandoned" } else { "" };
        let once = effect.once.as_ref().map(|once| format!(", once {once}")).unwrap_or_default();
        let (at, key) = (step(effect.activation), &effect.key);
        lines.push(format!("  - effect {id} at {at}: try {}, key {key}{once}{left}", effect.attempt));
    }
    for (id, timer) in &state.timers {
        let at = timer.activation.map_or("the run", step);
        let kind = compact(&serde_json::to_value(&timer.purpose).unwrap());
        let stops = if timer.from_entry { ", stops in a pause" } else { "" };
        lines.push(format!("  - timer {id} at {at}: {kind} {}{stops}", moment(timer.at)));
    }
    for (id, open) in &state.activations {
        match (&open.phase, &open.work) {
            (Phase::Raised(raised), _) => {
                lines.push(format!("  - {}#{id} waits for the handler of {}", open.step, raised.exception))
            }
            (_, Work::Wait { event: Some(event), .. }) => {
                lines.push(format!("  - {}#{id} waits for {event}", open.step))
            }
            _ => {}
        }
    }
    if !state.kept.is_empty() {
        lines.push(format!("  - kept events: {}", state.kept.len()));
    }
    if state.status == Status::Running && state.lane == LaneState::Done {
        lines.push("  - nothing is left to do".to_owned());
    }
    lines.into_iter().map(|line| line + "\n").collect()
}

fn path(state: &State) -> String {
    format!("[{}]", state.path.iter().map(|step| step.as_str()).collect::<Vec<_>>().join(", "))
}
