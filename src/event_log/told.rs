//! What is said of a log that was read: what was kept and dropped, and what a table's columns were taken as.

use mining::read::{End, Outcome, Report};

use crate::output;

/// The longest name of a column that is shown, in characters.
const LONGEST: usize = 60;

/// Tells the report of an import on standard error.
pub fn tell(name: &str, report: &Report) {
    let say = |text: String| output::note(output::plain(&text));
    say(format!("{name}: {} cases, {} events", report.cases, report.events));
    if let Some(mapping) = &report.mapping {
        let short = |name: &String| name.chars().take(LONGEST).collect();
        let column = |column: &Option<String>| column.as_ref().map_or_else(|| "none".to_owned(), short);
        say(format!(
            "  columns: case is {}, activity is {}, time is {}, resource is {}",
            column(&mapping.case),
            column(&mapping.activity),
            column(&mapping.time),
            column(&mapping.person),
        ));
    }
    match &report.end {
        End::Complete => {}
        End::CutOff => say("  the log ends in the middle; what came of it was kept".to_owned()),
        End::Failed(because) => say(format!("  reading ended early: {because}")),
        End::Stopped => say("  reading was stopped; what was read so far was kept".to_owned()),
        End::Full => say("  the log is larger than the limits allow; what was read so far was kept".to_owned()),
    }
    for (problem, noted) in &report.problems {
        let kept = match problem.outcome() {
            Outcome::Kept => "note",
            Outcome::CaseDropped | Outcome::EventDropped | Outcome::ValueDropped | Outcome::TextDropped => "dropped",
        };
        let first = noted.first.first().map_or_else(String::new, |place| format!(", first in line {}", place.line));
        say(format!("  {kept}: {} ({}×{first})", problem.message(), noted.count));
    }
}
