//! What starts runs, in words. Timetables that have no short wording are shown as they are written.

use super::{Words, ordinal, series, value};
use crate::document::{Trigger, WhenBusy};
use crate::time::{Period, Schedule, WorkingDay};

/// One way a run starts, as a sentence.
pub(crate) fn trigger(words: &Words<'_>, trigger: &Trigger) -> String {
    match trigger {
        Trigger::Manual { manual } if manual.roles.is_empty() => "Anybody starts it by hand.".to_owned(),
        Trigger::Manual { manual } => {
            let roles = series(manual.roles.iter().map(|role| words.the_role(role)), "or");
            super::sentence(&format!("{roles} starts it by hand"))
        }
        Trigger::Event { event, when, set, key } => {
            let mut text = format!("The event {event} starts it");
            if let Some(when) = when {
                text.push_str(&format!(", if {}", words.expression(when)));
            }
            if let Some(key) = key {
                text.push_str(&format!(", once for each value of {}", words.formula(key)));
            }
            text.push('.');
            text.push_str(&begins_with(words, set));
            text
        }
        Trigger::Schedule { schedule: when, each, when_busy, set } => {
            let mut text = format!("It starts by itself {}", schedule(when));
            if let Some((name, values)) = each {
                let values = series(values.iter().map(value), "and");
                text.push_str(&format!(", one run each for {} {values}", words.name(name)));
            }
            text.push('.');
            match when_busy {
                WhenBusy::Start => {}
                WhenBusy::Queue => text.push_str(" If the run before still goes on, the new one waits for its end."),
                WhenBusy::Skip => text.push_str(" If the run before still goes on, the new one is left out."),
            }
            text.push_str(&begins_with(words, set));
            text
        }
    }
}

fn begins_with(
    words: &Words<'_>,
    set: &indexmap::IndexMap<crate::document::Name, crate::expression::Formula>,
) -> String {
    if set.is_empty() {
        return String::new();
    }
    let set = set.iter().map(|(name, formula)| format!("{} is {}", words.name(name), words.formula(formula)));
    format!(" Then {}.", series(set, "and"))
}

/// `on the 3rd working day of every month, at 07:00`, `every day at 07:00`
fn schedule(schedule: &Schedule) -> String {
    match schedule {
        Schedule::Cron(cron) => {
            let text = cron.to_string();
            cron_words(&text).unwrap_or_else(|| format!("by the timetable {text}"))
        }
        Schedule::Recurrence(rule) => {
            let text = rule.to_string();
            recurrence_words(&text).unwrap_or_else(|| format!("by the calendar rule {text}"))
        }
        Schedule::WorkingDay(day) => working_day(day),
    }
}

fn working_day(day: &WorkingDay) -> String {
    let count = u64::from(day.working_day().unsigned_abs());
    let which = match (day.working_day() < 0, count) {
        (true, 1) => "last".to_owned(),
        (true, count) => format!("{}-to-last", ordinal(count)),
        (false, 1) => "first".to_owned(),
        (false, count) => ordinal(count),
    };
    let period = match day.of() {
        Period::Week => "week",
        Period::Month => "month",
        Period::Quarter => "quarter",
        Period::Year => "year",
    };
    let at = day.at().map_or_else(|| ", when work begins".to_owned(), |at| format!(", at {at}"));
    format!("on the {which} working day of every {period}{at}")
}

const DAYS: [(&str, &str); 7] = [
    ("SU", "Sunday"),
    ("MO", "Monday"),
    ("TU", "Tuesday"),
    ("WE", "Wednesday"),
    ("TH", "Thursday"),
    ("FR", "Friday"),
    ("SA", "Saturday"),
];

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn weekday(text: &str) -> Option<&'static str> {
    if let Ok(number) = text.parse::<usize>() {
        return DAYS.get(number % 7).filter(|_| number <= 7).map(|(_, name)| *name);
    }
    let start: String = text.chars().take(2).collect::<String>().to_ascii_uppercase();
    DAYS.iter().find(|(short, _)| *short == start).map(|(_, name)| *name)
}

/// Fixed times on plain days; nothing for anything more artful.
fn cron_words(text: &str) -> Option<String> {
    match text {
        "@hourly" => return Some("every hour".to_owned()),
        "@daily" | "@midnight" => return Some("every day at 00:00".to_owned()),
        "@weekly" => return Some("every Sunday at 00:00".to_owned()),
        "@monthly" => return Some("on the 1st of every month at 00:00".to_owned()),
        "@yearly" | "@annually" => return Some("every year on 1 January at 00:00".to_owned()),
        _ => {}
    }
    let fields: Vec<&str> = text.split(' ').collect();
    let &[minute, hour, day, month, week] = fields.as_slice() else { return None };
    if let (Some(step), "*", "*", "*", "*") = (minute.strip_prefix("*/"), hour, day, month, week) {
        return Some(format!("every {}", super::plural(step.parse().ok()?, "minute")));
    }
    let minute: u8 = minute.parse().ok()?;
    if hour == "*" && [day, month, week] == ["*"; 3] {
        return Some(format!("every hour at minute {minute}"));
    }
    let hours: Vec<u8> = hour.split(',').map(|hour| hour.parse().ok()).collect::<Option<_>>()?;
    let at = series(hours.iter().map(|hour| format!("{hour:02}:{minute:02}")), "and");
    let days = match (day, month, week) {
        ("*", "*", "*") => "every day".to_owned(),
        ("*", "*", week) => match week.split_once('-') {
            Some((from, to)) => format!("from {} to {}", weekday(from)?, weekday(to)?),
            None => {
                let days: Vec<&str> = week.split(',').map(weekday).collect::<Option<_>>()?;
                format!("every {}", series(days.into_iter().map(str::to_owned), "and"))
            }
        },
        (day, "*", "*") => format!("on the {} of every month", month_days(day)?),
        (day, month, "*") => {
            let months: Vec<String> = month
                .split(',')
                .map(|month| MONTHS.get(month.parse::<usize>().ok()?.checked_sub(1)?).map(|name| (*name).to_owned()))
                .collect::<Option<_>>()?;
            format!("on the {} of {}", month_days(day)?, series(months, "and"))
        }
        (_, _, _) => return None,
    };
    Some(format!("{days} at {at}"))
}

fn month_days(text: &str) -> Option<String> {
    if text == "L" {
        return Some("last day".to_owned());
    }
    let days: Vec<String> = text.split(',').map(|day| day.parse().ok().map(ordinal)).collect::<Option<_>>()?;
    Some(series(days, "and"))
}

/// A frequency, plain days and one time; nothing for anything more artful.
fn recurrence_words(text: &str) -> Option<String> {
    let (mut frequency, mut interval, mut days, mut month_day) = (None, 1_u64, None, None);
    let (mut hour, mut minute) = (0_u8, 0_u8);
    for part in text.split(';') {
        let (key, value) = part.split_once('=')?;
        match key {
            "FREQ" => frequency = Some(value),
            "INTERVAL" => interval = value.parse().ok()?,
            "BYDAY" => days = Some(value),
            "BYMONTHDAY" => month_day = Some(value),
            "BYHOUR" => hour = value.parse().ok()?,
            "BYMINUTE" => minute = value.parse().ok()?,
            _ => return None,
        }
    }
    let unit = match frequency? {
        "DAILY" => "day",
        "WEEKLY" => "week",
        "MONTHLY" => "month",
        "YEARLY" => return None,
        _ => return None,
    };
    let every = if interval == 1 { format!("every {unit}") } else { format!("every {interval} {unit}s") };
    let on = match (days, month_day) {
        (None, None) if unit == "day" => every,
        (None, None) => return None,
        (Some(days), None) => {
            let days: Vec<String> = days.split(',').map(recurring_day).collect::<Option<_>>()?;
            format!("{every} on {}", series(days, "and"))
        }
        (None, Some("-1")) => format!("{every} on the last day"),
        (None, Some(days)) => format!("{every} on the {}", month_days(days)?),
        (Some(_), Some(_)) => return None,
    };
    Some(format!("{on} at {hour:02}:{minute:02}"))
}

/// `MO`, `1MO`, `-1FR`
fn recurring_day(text: &str) -> Option<String> {
    let split = text.find(|c: char| c.is_ascii_alphabetic())?;
    let (place, day) = text.split_at(split);
    let day = weekday(day)?;
    match place {
        "" => Some(day.to_owned()),
        "-1" => Some(format!("the last {day}")),
        place => {
            let number: i64 = place.parse().ok()?;
            let count = ordinal(number.unsigned_abs());
            Some(if number < 0 { format!("the {count}-to-last {day}") } else { format!("the {count} {day}") })
        }
    }
}
