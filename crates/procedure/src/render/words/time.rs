//! Lengths of time, due moments, reminders and calendars in words.

use super::{Words, plural, series};
use crate::document::{Due, Reminder};
use crate::expression::Formula;
use crate::time::{Calendar, Duration};

/// `1 hour 30 minutes`, `3 working days`
pub(crate) fn duration(duration: Duration) -> String {
    let seconds = match duration {
        Duration::WorkingDays(count) => return plural(u64::from(count), "working day"),
        Duration::WorkingHours(count) => return plural(u64::from(count), "working hour"),
        Duration::Elapsed(0) => return "no time".to_owned(),
        Duration::Elapsed(seconds) => seconds,
    };
    let mut rest = seconds;
    let mut parts = Vec::new();
    for (unit, length) in [("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1)] {
        let count = rest / length;
        rest %= length;
        if count > 0 {
            parts.push(plural(count, unit));
        }
    }
    parts.join(" ")
}

/// When a step or a run is due: `within 4 hours`, `3 working days after order’s date, at 18:00`. `entering` is what a
/// count without a base of its own starts from: `the start of this step`.
pub(crate) fn due(words: &Words<'_>, due: &Due, entering: &str) -> String {
    match due {
        Due::Within(length) => format!("within {}", duration(*length)),
        Due::From { after, plus, minus, at } => {
            let base = after.as_ref().map(|after| base(words, after));
            let mut text = match (plus, minus, &base) {
                (None, None, Some(base)) => format!("by {base}"),
                (None, None, None) => "the same day".to_owned(),
                (Some(plus), None, None) => format!("within {}", duration(*plus)),
                (plus, minus, base) => {
                    let base = base.clone().unwrap_or_else(|| entering.to_owned());
                    match (plus, minus) {
                        (Some(plus), Some(minus)) => {
                            format!("{} after {base}, less {}", duration(*plus), duration(*minus))
                        }
                        (Some(plus), None) => format!("{} after {base}", duration(*plus)),
                        (None, Some(minus)) => format!("{} before {base}", duration(*minus)),
                        (None, None) => base,
                    }
                }
            };
            if let Some(at) = at {
                text.push_str(&format!(", at {at}"));
            }
            text
        }
    }
}

fn base(words: &Words<'_>, after: &Formula) -> String {
    let text = words.formula(after);
    // A plain name reads better with its article.
    let is_name = matches!(after, Formula::Expression(expression) if expression.root().path().is_some());
    if is_name && !text.starts_with("the ") && text != "now" { format!("the {text}") } else { text }
}

pub(crate) fn reminder(reminder: &Reminder) -> String {
    match reminder {
        Reminder::BeforeDue(before) => format!("{} before it is due", duration(*before)),
        Reminder::Every { every } => {
            let every = duration(*every);
            // `1 day` alone is `every day`; `1 day 2 hours` stays.
            let single = every.strip_prefix("1 ").filter(|unit| !unit.contains(|c: char| c.is_ascii_digit()));
            format!("every {}", single.unwrap_or(&every))
        }
    }
}

/// `Mon-Fri 09:00-17:00, time zone Europe/Berlin; not on the public holidays of Bavaria`
pub(crate) fn calendar(calendar: &Calendar) -> String {
    let mut text = format!("{}, time zone {}", calendar.hours, calendar.timezone);
    let regions: Vec<String> = calendar.holidays.regions().map(|region| region.name().to_owned()).collect();
    let dates: Vec<String> = calendar.holidays.dates().map(|date| date.to_string()).collect();
    let mut off = Vec::new();
    if !regions.is_empty() {
        off.push(format!("on the public holidays of {}", series(regions, "and")));
    }
    if !dates.is_empty() {
        off.push(format!("on {}", series(dates, "and")));
    }
    if !off.is_empty() {
        text.push_str(&format!("; not {}", off.join(" or ")));
    }
    text
}
