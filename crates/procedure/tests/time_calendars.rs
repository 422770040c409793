//! Working calendars: which days and hours are worked, how time is counted in them, and when something is due.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

use std::collections::BTreeSet;

use jiff::civil::{Date, Weekday};
use jiff::{SignedDuration, Timestamp};
use procedure::time::{Base, Calendar, ClockTime, Duration, Holidays, Region, TimeError, due_moment};
use proptest::prelude::*;

fn calendar(json: &str) -> Calendar {
    serde_json::from_str(json).unwrap()
}

fn munich() -> Calendar {
    calendar(r#"{"timezone": "Europe/Berlin", "hours": "Mon-Thu 09:00-17:00, Fri 09:00-15:00", "holidays": "de-by"}"#)
}

/// A moment written on the calendar's clock, and a moment shown on it.
fn on(calendar: &Calendar, text: &str) -> Timestamp {
    calendar.timezone.moment(text.parse().unwrap()).unwrap()
}

fn shown(calendar: &Calendar, moment: Timestamp) -> String {
    moment.to_zoned(calendar.timezone.time_zone().clone()).strftime("%a %Y-%m-%d %H:%M").to_string()
}

fn duration(text: &str) -> Duration {
    text.parse().unwrap()
}

#[test]
fn a_calendar_has_defaults_and_prints_as_a_document_writes_it() {
    let plain = calendar("{}");
    assert_eq!(plain, Calendar::default());
    assert_eq!(serde_json::to_string(&plain).unwrap(), r#"{"timezone":"UTC","hours":"Mon-Fri 09:00-17:00"}"#);
    let text = r#"{"timezone":"Europe/Berlin","hours":"24/7","holidays":["de-by","2026-12-24"]}"#;
    assert_eq!(serde_json::to_string(&calendar(text)).unwrap(), text);
    let wrong = serde_json::from_str::<Calendar>(r#"{"zone": "UTC"}"#).unwrap_err().to_string();
    assert!(wrong.contains("`timezone`"), "{wrong}");
}

#[test]
fn the_json_schemas_of_the_time_forms_stay_as_they_are() {
    let schemas = [
        serde_json::to_value(schemars::schema_for!(Calendar)).unwrap(),
        serde_json::to_value(schemars::schema_for!(procedure::time::Schedule)).unwrap(),
        serde_json::to_value(schemars::schema_for!(Duration)).unwrap(),
        serde_json::to_value(schemars::schema_for!(procedure::time::Interval)).unwrap(),
    ];
    insta::assert_snapshot!(schemas.map(|schema| serde_json::to_string_pretty(&schema).unwrap()).join("\n"));
}

#[test]
fn the_public_holidays_of_every_region_in_2026() {
    let listed: String = Region::all()
        .map(|region| {
            let days: String = region.of_year(2026).iter().map(|(date, name)| format!("    {date} {name}\n")).collect();
            format!("{region} ({})\n{days}", region.name())
        })
        .collect();
    insta::assert_snapshot!(listed);
}

#[test]
fn easter_falls_where_published_tables_put_it() {
    for (year, easter) in [
        (1818, "1818-03-22"),
        (1943, "1943-04-25"),
        (1954, "1954-04-18"),
        (1981, "1981-04-19"),
        (2000, "2000-04-23"),
        (2008, "2008-03-23"),
        (2019, "2019-04-21"),
        (2024, "2024-03-31"),
        (2025, "2025-04-20"),
        (2026, "2026-04-05"),
        (2027, "2027-03-28"),
        (2038, "2038-04-25"),
        (2285, "2285-03-22"),
    ] {
        let days = "de-bb".parse::<Region>().unwrap().of_year(year);
        let found = days.iter().find(|(_, name)| **name == "Easter Sunday").map(|(date, _)| date.to_string());
        assert_eq!(found.as_deref(), Some(easter));
    }
}

#[test]
fn holidays_on_a_weekend_are_kept_on_the_weekday_their_law_says() {
    let is_kept = |code: &str, date: &str| Holidays::read([code]).unwrap().on(date.parse::<Date>().unwrap()).is_some();
    // 4 July 2026 is a Saturday, 1 January 2028 a Saturday whose Friday lies in the year before.
    assert!(is_kept("us", "2026-07-03") && !is_kept("us", "2026-07-06"));
    assert!(is_kept("us", "2027-12-31"));
    // Christmas 2021 was a Saturday, 2022 a Sunday.
    assert!(is_kept("gb-eng", "2021-12-27") && is_kept("gb-eng", "2021-12-28"));
    assert!(is_kept("gb-eng", "2022-12-26") && is_kept("gb-eng", "2022-12-27"));
    assert!(is_kept("gb-sct", "2022-01-03") && is_kept("gb-sct", "2022-01-04"));
    // 27 April 2025 was a Sunday.
    assert!(is_kept("nl", "2025-04-26") && !is_kept("nl", "2025-04-27"));
    // 1 February 2030 is a Friday.
    assert!(is_kept("ie", "2030-02-01") && !is_kept("ie", "2030-02-04") && is_kept("ie", "2031-02-03"));
    // Assumption Day depends on the town in Bavaria.
    assert!(is_kept("de-by", "2026-08-15") && !is_kept("de-by-protestant", "2026-08-15"));
}

#[test]
fn a_day_is_worked_unless_the_week_or_a_holiday_says_no() {
    let munich = munich();
    for (date, works) in [
        ("2026-11-20", true),
        ("2026-11-21", false),
        ("2026-12-24", true),
        ("2026-12-25", false),
        ("2026-01-06", false),
    ] {
        assert_eq!(munich.is_working_day(date.parse().unwrap()), works, "{date}");
    }
    for (moment, works) in [
        ("2026-11-20T08:59:59", false),
        ("2026-11-20T09:00:00", true),
        ("2026-11-20T14:59:59", true),
        ("2026-11-20T15:00:00", false),
        ("2026-11-21T10:00:00", false),
    ] {
        assert_eq!(munich.is_working(on(&munich, moment)), works, "{moment}");
    }
    let next = munich.next_working_moment(on(&munich, "2026-12-24T18:00")).unwrap();
    assert_eq!(shown(&munich, next), "Mon 2026-12-28 09:00");
}

#[test]
fn time_is_added_and_taken_away_as_the_counting_rules_say() {
    let munich = munich();
    let mut listed = String::new();
    for (from, lengths) in [
        (
            "2026-11-20T14:00",
            vec!["4h", "2d", "0 working days", "1 working day", "3 working days", "1 working hour", "6 working hours"],
        ),
        ("2026-11-20T20:00", vec!["1 working day", "1 working hour", "0 working hours"]),
        ("2026-11-21T10:00", vec!["0 working days", "1 working day", "5 working days", "2 working hours"]),
        ("2026-12-23T10:00", vec!["1 working day", "2 working days", "3 working days", "20 working hours"]),
        ("2027-03-27T02:30", vec!["1d", "1 working day"]),
        ("2026-10-24T12:00", vec!["1d"]),
    ] {
        let moment = on(&munich, from);
        listed.push_str(&format!("{}\n", shown(&munich, moment)));
        for length in lengths {
            let later = shown(&munich, munich.add(moment, duration(length)).unwrap());
            let earlier = shown(&munich, munich.subtract(moment, duration(length)).unwrap());
            listed.push_str(&format!("    {length}: {later} (before: {earlier})\n"));
        }
    }
    insta::assert_snapshot!(listed);
}

#[test]
fn working_time_over_a_change_of_the_clock_is_the_time_that_passes() {
    let always = calendar(r#"{"timezone": "Europe/Berlin", "hours": "24/7"}"#);
    for (day, hours) in [("2026-10-25", 25), ("2027-03-28", 23), ("2026-06-01", 24)] {
        let start: Date = day.parse().unwrap();
        let from = always.timezone.moment(start.at(0, 0, 0, 0)).unwrap();
        let to = always.timezone.moment(start.tomorrow().unwrap().at(0, 0, 0, 0)).unwrap();
        assert_eq!(always.working_time_between(from, to).unwrap(), SignedDuration::from_hours(hours), "{day}");
    }
    // The skipped hour is worked by nobody, even where a span ends or begins within it.
    let night = calendar(r#"{"timezone": "Europe/Berlin", "hours": "Sun 01:00-02:30 03:00-05:00"}"#);
    let (from, to) = (on(&night, "2027-03-28T00:00"), on(&night, "2027-03-28T12:00"));
    assert_eq!(night.working_time_between(from, to).unwrap(), SignedDuration::from_hours(3));
}

#[test]
fn due_moments_count_from_a_moment_or_a_day() {
    let munich = munich();
    let moment = Base::Moment(on(&munich, "2026-11-20T14:00"));
    let friday = Base::Date("2026-11-20".parse().unwrap());
    let sunday = Base::Date("2026-11-22".parse().unwrap());
    let mut listed = String::new();
    for (name, base, plus, minus, at) in [
        ("moment", moment, "", "", ""),
        ("moment", moment, "4h", "", ""),
        ("moment", moment, "3 working days", "", "18:00"),
        ("moment", moment, "", "1 working day", ""),
        ("moment", moment, "2d", "1 working day", "08:00"),
        ("friday", friday, "", "", ""),
        ("friday", friday, "", "", "18:00"),
        ("friday", friday, "3 working days", "", ""),
        ("friday", friday, "3 working days", "", "18:00"),
        ("friday", friday, "1d", "", ""),
        ("friday", friday, "2d", "", ""),
        ("friday", friday, "1d 4h", "", "09:00"),
        ("friday", friday, "4 working hours", "", ""),
        ("friday", friday, "", "2 working days", ""),
        ("friday", friday, "", "4 working hours", ""),
        ("friday", friday, "1w", "1 working day", "12:00"),
        ("sunday", sunday, "", "", ""),
        ("sunday", sunday, "0 working days", "", ""),
        ("sunday", sunday, "1 working day", "", ""),
        ("sunday", sunday, "", "0 working days", ""),
        ("sunday", sunday, "", "1 working day", ""),
    ] {
        let length = |text: &str| (!text.is_empty()).then(|| duration(text));
        let time = (!at.is_empty()).then(|| at.parse::<ClockTime>().unwrap());
        let due = due_moment(&munich, base, length(plus), length(minus), time).unwrap();
        listed.push_str(&format!("{name} plus `{plus}` minus `{minus}` at `{at}`: {}\n", shown(&munich, due)));
    }
    insta::assert_snapshot!(listed);
}

#[test]
fn counting_gives_up_at_its_horizon() {
    let rare = calendar(r#"{"hours": "Mon 09:00-09:01"}"#);
    let moment = on(&rare, "2026-11-20T14:00");
    for length in ["4294967295 working days", "4294967295 working hours", "1000 working hours"] {
        let wrong = rare.add(moment, duration(length)).unwrap_err();
        assert_eq!((wrong, wrong.code()), (TimeError::TooFar { from: wrong_from(wrong) }, "time-too-far"), "{length}");
        assert!(rare.subtract(moment, duration(length)).is_err(), "{length}");
    }
    assert_eq!(rare.add(Timestamp::MAX, duration("1s")).unwrap_err(), TimeError::OutOfRange);
    for edge in [Timestamp::MAX, Timestamp::MIN] {
        for length in ["3650000d", "1 working day", "8 working hours", "0 working days"] {
            let _ = rare.add(edge, duration(length));
            let _ = rare.subtract(edge, duration(length));
            let _ = rare.next_working_moment(edge);
            let _ = rare.working_time_between(edge, moment);
        }
    }
}

fn wrong_from(wrong: TimeError) -> Timestamp {
    match wrong {
        TimeError::TooFar { from } => from,
        TimeError::OutOfRange => Timestamp::UNIX_EPOCH,
    }
}

fn calendars() -> impl Strategy<Value = Calendar> {
    (
        prop::sample::select(vec!["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"]),
        prop::sample::select(vec![
            "Mon-Fri 09:00-17:00",
            "Mon-Thu 08:00-12:00 13:00-17:00, Sat 09:00-12:00",
            "Mon 06:00-06:30",
            "Sun-Thu 08:00-24:00",
        ]),
        prop::sample::select(vec!["de-by", "us", "gb-sct", "nl"]),
    )
        .prop_map(|(timezone, hours, holidays)| {
            calendar(&serde_json::json!({"timezone": timezone, "hours": hours, "holidays": holidays}).to_string())
        })
}

fn durations() -> impl Strategy<Value = Duration> {
    prop_oneof![
        (0_u64..10_000_000).prop_map(Duration::Elapsed),
        (0_u32..40).prop_map(Duration::WorkingDays),
        (0_u32..60).prop_map(Duration::WorkingHours),
    ]
}

fn moments() -> impl Strategy<Value = Timestamp> {
    (1_300_000_000_i64..2_500_000_000).prop_map(|seconds| Timestamp::from_second(seconds).unwrap())
}

/// Working days keep the time of day, and clocks that go back show an hour twice: there, order by the clock and order in
/// time differ. Laws about working days hold everywhere else.
fn is_repeated(calendar: &Calendar, moment: Timestamp) -> bool {
    calendar.timezone.moment(calendar.timezone.civil(moment)) != Some(moment)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_later_moment_is_never_due_earlier(
        calendar in calendars(), length in durations(), from in moments(), more in 0_i64..2_000_000,
    ) {
        let later = Timestamp::from_second(from.as_second() + more).unwrap();
        prop_assume!(!is_repeated(&calendar, from) && !is_repeated(&calendar, later));
        prop_assert!(calendar.add(from, length).unwrap() <= calendar.add(later, length).unwrap());
        prop_assert!(calendar.subtract(from, length).unwrap() <= calendar.subtract(later, length).unwrap());
    }

    #[test]
    fn more_time_is_never_due_earlier(
        calendar in calendars(), from in moments(), days in 0_u32..40, hours in 0_u32..60,
    ) {
        prop_assume!(!is_repeated(&calendar, from));
        let add = |length| calendar.add(from, length).unwrap();
        prop_assert!(add(Duration::WorkingDays(days)) <= add(Duration::WorkingDays(days + 1)));
        prop_assert!(add(Duration::WorkingHours(hours)) < add(Duration::WorkingHours(hours + 1)));
        prop_assert!(from <= add(Duration::WorkingDays(days)));
        prop_assert!(calendar.subtract(from, Duration::WorkingDays(days)).unwrap() <= from);
    }

    #[test]
    fn as_much_working_time_passes_as_was_added(calendar in calendars(), from in moments(), hours in 0_u32..60) {
        let length = Duration::WorkingHours(hours);
        let due = calendar.add(from, length).unwrap();
        let passed = SignedDuration::from_hours(i64::from(hours));
        prop_assert_eq!(calendar.working_time_between(from, due).unwrap(), passed);
        prop_assert_eq!(calendar.working_time_between(due, from).unwrap(), -passed);
        let before = calendar.subtract(from, length).unwrap();
        prop_assert_eq!(calendar.working_time_between(before, from).unwrap(), passed);
    }

    #[test]
    fn taking_away_what_was_added_leads_back_where_work_is_done(
        calendar in calendars(), from in moments(), days in 0_u32..40, hours in 1_u32..60,
    ) {
        let from = calendar.next_working_moment(from).unwrap();
        prop_assert!(calendar.is_working(from));
        let there = calendar.add(from, Duration::WorkingDays(days)).unwrap();
        prop_assume!(!is_repeated(&calendar, from));
        prop_assume!(calendar.timezone.civil(there).time() == calendar.timezone.civil(from).time());
        // Where days have different hours, the same time of day may lie outside of them.
        prop_assume!(calendar.is_working(there));
        prop_assert_eq!(calendar.subtract(there, Duration::WorkingDays(days)).unwrap(), from);
        // The last moment since which so much working time passed is `from`, or a closing before it as far away.
        let due = calendar.add(from, Duration::WorkingHours(hours)).unwrap();
        let back = calendar.subtract(due, Duration::WorkingHours(hours)).unwrap();
        prop_assert_eq!(calendar.working_time_between(back, from).unwrap(), SignedDuration::ZERO);
    }

    #[test]
    fn what_is_due_on_a_day_is_due_on_a_working_day_within_that_day(
        calendar in calendars(), from in moments(), days in 0_u32..40,
    ) {
        let date = calendar.timezone.civil(from).date();
        let due = calendar.add_working_days(date, days).unwrap();
        prop_assert!(calendar.is_working_day(due) && due >= date);
        let between: u32 = std::iter::successors(Some(date), |day| day.tomorrow().ok())
            .skip(1)
            .take_while(|day| *day <= due)
            .map(|day| u32::from(calendar.is_working_day(day)))
            .sum();
        prop_assert!(between == days || (days == 0 && between <= 1));
    }

    #[test]
    fn every_year_has_its_holidays_in_order_and_within_it(year in -9998_i16..9998) {
        for region in Region::all() {
            let days = region.of_year(year);
            prop_assert!(days.keys().all(|date| date.year() == year));
            let dates: BTreeSet<_> = days.keys().collect();
            prop_assert_eq!(dates.len(), days.len());
        }
        let friday = "de".parse::<Region>().unwrap().of_year(year);
        let good = friday.iter().find(|(_, name)| **name == "Good Friday").map(|(date, _)| date.weekday());
        prop_assert_eq!(good, Some(Weekday::Friday));
    }
}
