//! When people work: on weekdays, from about eight to about six, and a little later in the day than they meant to.

use jiff::civil::{Weekday, time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, Zoned};

use super::chance::Dice;

const OPENS: i8 = 8;
const CLOSES: i8 = 18;

/// The zone of the firm; its zone data are part of the program.
pub fn zone() -> TimeZone {
    TimeZone::get(super::ZONE).unwrap_or(TimeZone::UTC)
}

/// The moment itself while people work, else some time in the next morning on which they do.
pub fn at_work(moment: Timestamp, dice: &mut Dice) -> Timestamp {
    let here = moment.to_zoned(zone());
    let free = matches!(here.weekday(), Weekday::Saturday | Weekday::Sunday);
    if !free && (OPENS..CLOSES).contains(&here.hour()) {
        return moment;
    }
    let morning = if !free && here.hour() < OPENS { Some(here) } else { next_weekday(here) };
    let morning = morning.and_then(|day| day.date().to_datetime(time(OPENS, 0, 0, 0)).to_zoned(zone()).ok());
    let Some(morning) = morning else { return moment };
    morning.timestamp().checked_add(SignedDuration::from_secs(dice.between(300, 9_000))).unwrap_or(moment)
}

fn next_weekday(from: Zoned) -> Option<Zoned> {
    let mut day = from;
    loop {
        day = day.tomorrow().ok()?;
        if !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
            return Some(day);
        }
    }
}
