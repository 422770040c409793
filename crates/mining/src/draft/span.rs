//! Lengths of time as people agree on them: an hour, three days, two weeks.

const MINUTE: i64 = 60_000_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// What people say, each with how a procedure writes it.
const SAID: [(i64, &str); 24] = [
    (15 * MINUTE, "15m"),
    (30 * MINUTE, "30m"),
    (HOUR, "1h"),
    (2 * HOUR, "2h"),
    (4 * HOUR, "4h"),
    (8 * HOUR, "8h"),
    (12 * HOUR, "12h"),
    (DAY, "1d"),
    (2 * DAY, "2d"),
    (3 * DAY, "3d"),
    (5 * DAY, "5d"),
    (7 * DAY, "1w"),
    (10 * DAY, "10d"),
    (14 * DAY, "2w"),
    (21 * DAY, "3w"),
    (28 * DAY, "4w"),
    (42 * DAY, "6w"),
    (60 * DAY, "60d"),
    (90 * DAY, "90d"),
    (120 * DAY, "120d"),
    (150 * DAY, "150d"),
    (180 * DAY, "180d"),
    (270 * DAY, "270d"),
    (365 * DAY, "365d"),
];

/// A length that is agreed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Agreed {
    micros: i64,
    pub text: &'static str,
}

/// The shortest agreed length that is no shorter; none where it is minutes only, or more than a year: no clock helps there.
pub(super) fn agreed(micros: i64) -> Option<Agreed> {
    if micros < 5 * MINUTE {
        return None;
    }
    SAID.iter().find(|(length, _)| *length >= micros).map(|&(micros, text)| Agreed { micros, text })
}

/// The value below which this share of the values lies (nearest rank); the values are put into order.
pub(super) fn percentile(values: &mut [i64], share: f64) -> Option<i64> {
    values.sort_unstable();
    let rank = (share * values.len() as f64).ceil() as usize;
    values.get(rank.saturating_sub(1)).copied()
}

/// About how long, in words: `at once`, `20 minutes`, `3 hours`, `12 days`.
pub(super) fn words(micros: i64) -> String {
    let (number, unit) = match micros {
        micros if micros < MINUTE / 2 => return "at once".to_owned(),
        micros if micros < 90 * MINUTE => (micros as f64 / MINUTE as f64, "minute"),
        micros if micros < 36 * HOUR => (micros as f64 / HOUR as f64, "hour"),
        micros if micros < 60 * DAY => (micros as f64 / DAY as f64, "day"),
        micros if micros < 730 * DAY => (micros as f64 / (DAY as f64 * 30.44), "month"),
        micros => (micros as f64 / (DAY as f64 * 365.25), "year"),
    };
    let number = (number.round() as u64).max(1);
    format!("{number} {unit}{}", if number == 1 { "" } else { "s" })
}
