//! Every short text of the time module: what it reads, how it prints, what it refuses and how it says so.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

use std::fmt::{Debug, Display};
use std::str::FromStr;

use procedure::time::{ClockTime, Duration, Holidays, Hours, Interval, Region, Schedule, Zone};
use proptest::prelude::*;

fn reads<T: FromStr + Display>(text: &str) -> String
where
    T::Err: Display,
{
    match text.parse::<T>() {
        Ok(value) => value.to_string(),
        Err(wrong) => format!("REFUSED: {wrong}"),
    }
}

fn listing<T: FromStr + Display>(texts: &[&str]) -> String
where
    T::Err: Display,
{
    texts.iter().map(|text| format!("{text:?}\n    {}\n", reads::<T>(text))).collect()
}

#[test]
fn durations_read_and_print() {
    insta::assert_snapshot!(listing::<Duration>(&[
        "4h",
        "2d",
        "1w",
        "1h 30m",
        "90m",
        "0s",
        "  3   working days ",
        "1 working day",
        "6 working hours",
        "0 working days",
        "1 working hours",
        "30m 1h",
        "1h 1h",
        "+3 working days",
        "4",
        "4 h",
        "-4h",
        "",
        "99999999999999999999s",
        "4294967296 working days",
        "3 working weeks",
        "3 workdays",
    ]));
}

#[test]
fn working_hours_read_and_print_their_shortest_form() {
    insta::assert_snapshot!(listing::<Hours>(&[
        "Mon-Fri 09:00-17:00",
        "Mon-Thu 09:00-17:00, Fri 9:00-15:00",
        "Mon-Fri 08:00-12:00 13:00-17:00",
        "Mon-Fri 08:00-12:00, 13:00-17:00",
        "Mon-Fri 13:00-17:00 08:00-13:00",
        "Mon, Wed, Fri 09:00-17:00",
        "monday-FRIDAY 09:00-17:00",
        "Sun-Thu 08:00-16:00",
        "24/7",
        "Mon-Sun 00:00-24:00",
        "Mon 22:00-24:00, Tue 00:00-06:00",
        "",
        ",",
        "Mon-Fri",
        "09:00-17:00",
        "Mon-Fri 22:00-06:00",
        "Mon-Fri 09:00-09:00",
        "Mon-Fri 9-17",
        "Mon-Fri 09:00-25:00",
        "Mon-Fri 09:00-24:30",
        "Mon-Fri 09:00-12:00 11:00-13:00",
        "Mon-Fri 09:00-17:00, Wed 10:00-12:00",
        "Mo-Fr 09:00-17:00",
        "Mon 09:00-10:00 Tue 09:00-10:00",
        "Mon-Tue-Wed 09:00-10:00",
    ]));
}

#[test]
fn schedules_read_and_print() {
    insta::assert_snapshot!(listing::<Schedule>(&[
        "0 7 1 * *",
        " */15  9-17 * * MON-FRI ",
        "0 7 L * *",
        "0 7 * * FRI#2",
        "0 7 * * 5L",
        "@monthly",
        "0 0 30 2 *",
        "0 7 1 *",
        "0 0 7 1 * *",
        "0 7 1 * * 2027",
        "61 7 1 * *",
        "0 7 1 13 *",
        "0 7 * * FUN",
        "@sometimes",
        "",
        "every monday",
        "FREQ=MONTHLY;BYDAY=-1FR",
        "rrule:freq=weekly;interval=2;byday=mo,we;byhour=7",
        "DTSTART:20260105T070000 RRULE:FREQ=WEEKLY;COUNT=3",
        "DTSTART:20260105\nRRULE:FREQ=WEEKLY;UNTIL=20260301",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=HOURLY",
        "FREQ=FORTNIGHTLY",
        "BYDAY=FR",
        "FREQ=DAILY;FREQ=DAILY",
        "FREQ=DAILY;COUNT=3",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;BYDAYS=MO",
        "FREQ=MONTHLY;BYDAY=9FR",
        "FREQ=WEEKLY;BYMONTHDAY=3",
        "FREQ=DAILY;UNTIL=yesterday",
        "FREQ=DAILY;BYHOUR=24",
        "DTSTART;TZID=Europe/Berlin:20260105T070000 RRULE:FREQ=DAILY",
        "DTSTART:20260105T070000Z RRULE:FREQ=DAILY",
        "DTSTART:20260105T070000",
        "DTSTART:20260105T070000 FREQ=DAILY;UNTIL=20250101",
        "FREQ=DAILY EXDATE:20260101",
    ]));
}

#[test]
fn intervals_times_of_day_and_zones_read_and_print() {
    insta::assert_snapshot!(
        [
            listing::<Interval>(&[
                "every 90 days",
                "every 1 months",
                "every year",
                "every 26 weeks",
                "every 0 days",
                "every 101 years",
                "90 days",
                "every ninety days",
                "every 3 fortnights",
            ]),
            listing::<ClockTime>(&["18:00", "7:05", "24:00", "7", "07:60", "07:5", "-1:00", "+7:00"]),
            listing::<Zone>(&[
                "Europe/Berlin",
                "utc",
                "america/new_york",
                "Berlin",
                "Europe/Berln",
                "CET+1",
                "",
                "../x"
            ]),
        ]
        .join("\n")
    );
}

#[test]
fn holidays_read_codes_and_dates_in_any_order_and_name_what_is_near() {
    let read = |entries: &[&str]| match Holidays::read(entries.iter().copied()) {
        Ok(holidays) => serde_json::to_string(&holidays).unwrap(),
        Err(wrong) => format!("REFUSED: {wrong}"),
    };
    insta::assert_snapshot!(
        [
            read(&["de-by"]),
            read(&["DE-BY", "us"]),
            read(&["2026-12-31", "de-by", "2026-12-24"]),
            read(&[]),
            read(&["de-ba"]),
            read(&["gb"]),
            read(&["uk"]),
            read(&["usa"]),
            read(&["2026-02-30"]),
            read(&["24.12.2026"]),
            read(&["bavaria"]),
        ]
        .join("\n")
    );
    let many = vec!["2026-01-01"; 1_001];
    assert!(Holidays::read(many).unwrap_err().to_string().contains("more than 1000"));
}

#[test]
fn region_codes_are_unique_and_in_order() {
    let codes: Vec<&str> = Region::all().map(Region::code).collect();
    assert!(codes.is_sorted_by(|a, b| a < b), "{codes:?}");
}

#[test]
fn every_text_form_goes_through_serde_unchanged() {
    fn there_and_back<T>(text: &str)
    where
        T: FromStr + serde::Serialize + serde::de::DeserializeOwned + PartialEq + Debug,
        T::Err: Debug,
    {
        let value: T = text.parse().unwrap();
        let json = serde_json::to_value(&value).unwrap();
        assert_eq!(json, serde_json::Value::from(text));
        assert_eq!(serde_json::from_value::<T>(json).unwrap(), value);
    }
    there_and_back::<Duration>("1h 30m");
    there_and_back::<Hours>("Mon-Thu 09:00-17:00, Fri 09:00-15:00");
    there_and_back::<Schedule>("0 7 L * *");
    there_and_back::<Schedule>("DTSTART:20260105T070000 FREQ=WEEKLY;COUNT=3");
    there_and_back::<Interval>("every 90 days");
    there_and_back::<ClockTime>("18:00");
    there_and_back::<Zone>("Europe/Berlin");
    let text = serde_json::json!({"working_day": -3, "of": "month", "at": "07:00"});
    let schedule: Schedule = serde_json::from_value(text.clone()).unwrap();
    assert_eq!(serde_json::to_value(&schedule).unwrap(), text);
    assert_eq!(schedule.to_string(), "{working_day: -3, of: month, at: '07:00'}");
}

/// Texts near the grammars, so that garbage also reaches the deeper parts of the parsers.
fn garbage() -> impl Strategy<Value = String> {
    let near = "(Mon|Fri|Sun|24/7|[0-9]{1,3}|:|-|,|;|=| |\\*|/|L|#|W|\\?|@|FREQ=|DAILY|MONTHLY|BYDAY=|BYSETPOS=|COUNT=|\
                UNTIL=|DTSTART|RRULE:|T|Z|INTERVAL=|every|days|working|h|m|s|é|\n){0,16}";
    prop_oneof![any::<String>(), near.prop_map(String::from), "[ -~]{0,260}"]
}

/// Whatever is read prints to a text that reads as the same value.
fn is_total<T: FromStr + Display + PartialEq + Debug>(text: &str) -> Result<(), TestCaseError>
where
    T::Err: Display,
{
    match text.parse::<T>() {
        Ok(value) => {
            let printed = value.to_string();
            let again = printed.parse::<T>().map_err(|wrong| TestCaseError::fail(wrong.to_string()))?;
            prop_assert_eq!(&again, &value);
            prop_assert_eq!(again.to_string(), printed);
        }
        Err(wrong) => prop_assert!(wrong.to_string().len() < 1_500),
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_a_parser_panic_and_what_is_read_prints_back(text in garbage()) {
        is_total::<Duration>(&text)?;
        is_total::<Hours>(&text)?;
        is_total::<Schedule>(&text)?;
        is_total::<Interval>(&text)?;
        is_total::<ClockTime>(&text)?;
        is_total::<Zone>(&text)?;
        is_total::<Region>(&text)?;
    }
}

#[test]
fn texts_longer_than_the_limit_are_refused() {
    let long = " ".repeat(300);
    assert!(format!("4h{long}").parse::<Duration>().is_err());
    assert!(format!("Mon{}09:00-10:00", " ".repeat(300)).parse::<Hours>().is_err());
    assert!(format!("0 7 1 *{long}*").parse::<Schedule>().is_err());
    assert!(format!("every{long}day").parse::<Interval>().is_err());
    assert!("Europe/Berlin".repeat(100).parse::<Zone>().is_err());
}
