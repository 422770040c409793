//! What was measured of event logs, as tables.

use std::fmt::Write as _;

use super::{Log, Measured, Quality, STAGES, SUBJECTS, Wanted};

/// The table of times and memory, and the table of what was compared.
pub(super) fn tables(logs: &[Log], options: &Wanted) -> String {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let mut text = format!(
        "{cores} cores, which everybody may use; at most {} s a stage and 6 GB; the median, and the best in brackets, of \
         {} turns where a stage takes less than 2 s.\n\n",
        options.limit, options.turns
    );
    text += "| Log | Stage | ours | process_mining 0.6.2 | Ebi 0.3.14 | pm4py 2.7.23 | process_mining to ours | Ebi to ours \
             | pm4py to ours |\n|---|---|--:|--:|--:|--:|--:|--:|--:|\n";
    for log in logs {
        for (stage, name) in STAGES {
            let cells = SUBJECTS.map(|(subject, stages)| match log.measured.get(&(stage, subject)) {
                Some(measured) => cell(measured, stage),
                None if !stages.contains(&stage) => "–".to_owned(),
                None if subject == "pm4py" && options.python.is_none() => "no Python named".to_owned(),
                None => "not measured".to_owned(),
            });
            let ratios = ["process_mining", "ebi", "pm4py"].map(|subject| ratio(log, stage, subject));
            let _ = writeln!(text, "| {} | {name} | {} | {} |", short(log.name), cells.join(" | "), ratios.join(" | "));
        }
        for (stage, name) in [("parse-needed", "needed columns"), ("parse-all", "all attributes")] {
            let peak = |subject| log.measured.get(&(stage, subject)).and_then(|measured| measured.figure("peak_mb"));
            let cells =
                SUBJECTS.map(|(subject, _)| peak(subject).map_or_else(|| "–".into(), |peak| format!("{peak:.0}")));
            let ratios = ["process_mining", "ebi", "pm4py"].map(|subject| {
                let ratio = peak(subject).zip(peak("ours")).map(|(theirs, ours)| format!("{:.1} ×", theirs / ours));
                ratio.unwrap_or_default()
            });
            let (cells, ratios) = (cells.join(" | "), ratios.join(" | "));
            let _ = writeln!(text, "| {} | peak memory, {name}, MB | {cells} | {ratios} |", short(log.name));
        }
    }
    text += "\nThe costs of optimal alignments with the same tree, and how good the trees are (both trees judged by us; in \
             brackets what pm4py says of ours).\n\n";
    text += "| Log | Variants | proven optimal by us | equal to process_mining | equal to Ebi | equal to pm4py | Fitness: our \
             tree, pm4py's | Precision: our tree, pm4py's |\n|---|--:|--:|--:|--:|--:|--:|--:|\n";
    for log in logs {
        let ours = log.measured.get(&("align", "ours"));
        let figure = |name| ours.and_then(|measured| measured.figure(name)).unwrap_or_default();
        let equal = ["process_mining", "ebi", "pm4py"].map(|subject| equal(log, subject));
        let (one, other): (Quality, Quality) = (log.quality, log.quality_of_pm4py);
        let theirs = log.measured.get(&("precision", "pm4py")).and_then(|measured| measured.figure("share"));
        let theirs = theirs.map_or_else(String::new, |theirs| format!(" ({theirs:.4})"));
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {}, {} | {}{theirs}, {} |",
            short(log.name),
            figure("variants"),
            figure("solved"),
            equal.join(" | "),
            share(one.0),
            share(other.0),
            share(one.1),
            share(other.1),
        );
    }
    text
}

fn short(name: &str) -> &str {
    name.split('.').next().unwrap_or(name)
}

fn share(share: Option<f64>) -> String {
    share.map_or_else(|| "–".into(), |share| format!("{share:.4}"))
}

/// Seconds, as people read them.
fn duration(seconds: f64) -> String {
    match seconds {
        ..0.000_1 => format!("{:.0} µs", seconds * 1e6),
        ..0.01 => format!("{:.2} ms", seconds * 1e3),
        ..1.0 => format!("{:.0} ms", seconds * 1e3),
        _ => format!("{seconds:.1} s"),
    }
}

fn cell(measured: &Measured, stage: &str) -> String {
    if measured.line.is_none() {
        return "failed".to_owned();
    }
    let figure = |name| measured.figure(name).unwrap_or_default();
    let median = measured.seconds.median().unwrap_or_default();
    if stage == "align" && figure("solved") < figure("variants") {
        let why = if measured.stopped() == Some("memory") { ", then over 6 GB" } else { "" };
        return format!(
            "not solved: {} of {} variants in {}{why}",
            figure("solved"),
            figure("variants"),
            duration(median)
        );
    }
    match measured.stopped() {
        Some("memory") => format!("over 6 GB after {}", duration(median)),
        Some(_) => format!("not within {}", duration(median)),
        None => match measured.seconds.best() {
            Some(best) if measured.seconds.len() > 1 => format!("{} ({})", duration(median), duration(best)),
            _ => duration(median),
        },
    }
}

/// How many times our time somebody takes; at least, where it did not end.
fn ratio(log: &Log, stage: &str, subject: &str) -> String {
    let of = |subject: &str| {
        let key = STAGES.iter().find(|(name, _)| *name == stage)?.0;
        let who = SUBJECTS.iter().find(|(name, _)| *name == subject)?.0;
        log.measured.get(&(key, who)).filter(|measured| measured.line.is_some())
    };
    let (Some(theirs), Some(ours)) = (of(subject), of("ours")) else { return String::new() };
    let unsolved = theirs.figure("solved") < theirs.figure("variants");
    let Some(ratio) = theirs.seconds.ratio(&ours.seconds) else { return String::new() };
    let least = if theirs.stopped().is_some() || (stage == "align" && unsolved) { "over " } else { "" };
    if ratio < 100.0 { format!("{least}{ratio:.1} ×") } else { format!("{least}{ratio:.0} ×") }
}

/// Of how many variants that both solved the costs are equal.
fn equal(log: &Log, subject: &str) -> String {
    let (Some(ours), Some(theirs)) = (log.costs.get("ours"), log.costs.get(subject)) else { return "–".into() };
    let both: Vec<bool> = theirs.iter().filter_map(|(trace, cost)| Some(ours.get(trace)? == cost)).collect();
    format!("{} of {}", both.iter().filter(|equal| **equal).count(), both.len())
}
