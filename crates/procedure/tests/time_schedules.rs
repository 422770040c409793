//! When schedules fire: in the calendar's zone, across changes of the clock, and in bounded time when never.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

use jiff::Timestamp;
use procedure::time::{Calendar, Hours, Schedule, Zone};
use proptest::prelude::*;

fn berlin() -> Calendar {
    serde_json::from_str(r#"{"timezone": "Europe/Berlin", "holidays": "de-by"}"#).unwrap()
}

fn schedule(text: &str) -> Schedule {
    match text.starts_with('{') {
        true => serde_json::from_str(text).unwrap(),
        false => text.parse().unwrap(),
    }
}

/// The next `count` times, on the calendar's clock.
fn times(text: &str, calendar: &Calendar, from: &str, count: usize) -> Vec<String> {
    let schedule = schedule(text);
    let mut moment: Timestamp = from.parse().unwrap();
    let mut shown = Vec::new();
    for _ in 0..count {
        let Some(next) = schedule.next_after(calendar, moment) else { break };
        assert!(next > moment);
        shown.push(next.to_zoned(calendar.timezone.time_zone().clone()).strftime("%a %Y-%m-%d %H:%M %Z").to_string());
        moment = next;
    }
    shown
}

#[test]
fn schedules_fire_in_the_calendars_zone() {
    let calendar = berlin();
    let listed: String = [
        "0 7 1 * *",
        "0 7 L * *",
        "0 7 * * FRI#2",
        "30 8 * * MON-FRI",
        "@monthly",
        "FREQ=MONTHLY;BYDAY=-1FR",
        "FREQ=MONTHLY;BYDAY=-1FR;BYHOUR=7;BYMINUTE=30",
        "FREQ=WEEKLY",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;BYHOUR=7",
        "FREQ=MONTHLY;INTERVAL=3",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;BYHOUR=9",
        "DTSTART:20260131T070000 FREQ=MONTHLY",
        "DTSTART:20240229T070000 FREQ=YEARLY",
        "DTSTART:20261130T070000 FREQ=DAILY;COUNT=3",
        "DTSTART:20260105T070000 FREQ=WEEKLY;INTERVAL=2",
        "FREQ=DAILY;BYHOUR=7;UNTIL=20261124",
        "FREQ=DAILY;BYHOUR=7;UNTIL=20261124T060000Z",
        "FREQ=DAILY;BYHOUR=7;UNTIL=20261124T055959Z",
        r#"{"working_day": -3, "of": "month", "at": "07:00"}"#,
        r#"{"working_day": 1, "of": "week"}"#,
        r#"{"working_day": 1, "of": "quarter", "at": "08:00"}"#,
        r#"{"working_day": -1, "of": "year", "at": "12:00"}"#,
        r#"{"working_day": 23, "of": "month", "at": "07:00"}"#,
    ]
    .iter()
    .map(|text| format!("{text}\n    {}\n", times(text, &calendar, "2026-11-22T10:00:00Z", 4).join("\n    ")))
    .collect();
    insta::assert_snapshot!(listed);
}

#[test]
fn a_time_that_clocks_skip_comes_after_the_skip_and_one_that_comes_twice_runs_once() {
    let calendar = berlin();
    for text in ["30 2 * * *", "FREQ=DAILY;BYHOUR=2;BYMINUTE=30"] {
        let spring = times(text, &calendar, "2027-03-27T12:00:00Z", 2);
        assert_eq!(spring[1], "Mon 2027-03-29 02:30 CEST", "{text}");
        assert!(spring[0].starts_with("Sun 2027-03-28 03:"), "{text}: {spring:?}");
        let autumn = times(text, &calendar, "2026-10-24T12:00:00Z", 2);
        assert_eq!(autumn, ["Sun 2026-10-25 02:30 CEST", "Mon 2026-10-26 02:30 CET"], "{text}");
    }
    let two = times("FREQ=DAILY;BYHOUR=2,3;BYMINUTE=0,30", &calendar, "2027-03-27T12:00:00Z", 3);
    assert_eq!(two, ["Sun 2027-03-28 03:00 CEST", "Sun 2027-03-28 03:30 CEST", "Mon 2027-03-29 02:00 CEST"]);
}

#[test]
fn the_clock_time_stays_when_the_offset_changes() {
    let new_york = Calendar { timezone: "America/New_York".parse().unwrap(), ..Calendar::default() };
    for text in ["0 9 * * *", "FREQ=DAILY;BYHOUR=9", r#"{"working_day": 1, "of": "week", "at": "09:00"}"#] {
        for shown in times(text, &new_york, "2026-10-28T12:00:00Z", 6) {
            assert!(shown.contains(" 09:00 E"), "{text}: {shown}");
        }
    }
}

#[test]
fn a_rule_that_never_holds_has_no_next_moment_and_the_search_for_it_ends() {
    let one_day = Calendar { hours: "Mon 09:00-10:00".parse::<Hours>().unwrap(), ..Calendar::default() };
    let weekdays = "FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYHOUR=0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20;\
                    BYMINUTE=0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24";
    for (text, fires) in [
        ("0 0 30 2 *", false),
        ("0 0 31 2,4,6,9,11 *", false),
        ("0 0 29 2 *", true),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", false),
        ("FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30", false),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", false),
        ("FREQ=WEEKLY;BYMONTH=2;BYDAY=MO;BYSETPOS=2", false),
        ("FREQ=YEARLY;BYYEARDAY=366;INTERVAL=999", false),
        ("DTSTART:19000101T000000 FREQ=DAILY;COUNT=10000", false),
        ("DTSTART:19000101T000000 FREQ=DAILY;COUNT=10000;BYMONTH=2;BYMONTHDAY=30", false),
        (weekdays, true),
        (r#"{"working_day": 7, "of": "week", "at": "07:00"}"#, false),
        (r#"{"working_day": 366, "of": "year", "at": "07:00"}"#, false),
        (r#"{"working_day": -31, "of": "month"}"#, false),
    ] {
        let schedule = schedule(text);
        let next = schedule.next_after(&one_day, "2026-11-22T10:00:00Z".parse().unwrap());
        assert_eq!(next.is_some(), fires, "{text}: {next:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_next_moment_is_later_and_no_moment_between_is_skipped(
        seconds in 0_i64..4_000_000_000,
        within in 0_i64..100_000_000,
        which in 0_usize..8,
        zone in prop::sample::select(vec!["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"]),
    ) {
        let rules = [
            "0 7 1 * *",
            "30 2 * * SUN",
            "FREQ=MONTHLY;BYDAY=-1FR",
            "FREQ=WEEKLY;INTERVAL=3;BYDAY=SU;BYHOUR=2;BYMINUTE=30",
            "FREQ=DAILY;INTERVAL=7;BYHOUR=1,2,3",
            "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO",
            r#"{"working_day": -3, "of": "month", "at": "02:30"}"#,
            r#"{"working_day": 2, "of": "quarter"}"#,
        ];
        let schedule = schedule(rules[which]);
        let calendar = Calendar { timezone: zone.parse::<Zone>().unwrap(), ..berlin() };
        let from = Timestamp::from_second(seconds).unwrap();
        let next = schedule.next_after(&calendar, from).unwrap();
        prop_assert!(next > from);
        // From anywhere between, the same moment is next.
        let gap = next.as_second() - seconds;
        let between = Timestamp::from_second(seconds + within % gap).unwrap();
        prop_assert_eq!(schedule.next_after(&calendar, between), Some(next), "from {} in {}", between, zone);
    }
}

fn rules() -> impl Strategy<Value = String> {
    let list = |values: Vec<&'static str>| prop::sample::subsequence(values, 0..4);
    (
        (prop::sample::select(vec!["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]), 1_u32..5),
        list(vec!["1", "2", "6", "12"]),
        list(vec!["1", "15", "29", "30", "31", "-1", "-31"]),
        list(vec!["MO", "WE", "SU", "1MO", "-1FR", "5TH"]),
        list(vec!["1", "-1", "3"]),
        list(vec!["0", "2", "23"]),
        (prop::sample::select(vec!["", "MO", "SU"]), list(vec!["1", "53", "-1"]), list(vec!["1", "100", "366", "-1"])),
    )
        .prop_map(|((freq, interval), months, days, weekdays, places, hours, (start, weeks, year_days))| {
            let mut rule = format!("FREQ={freq};INTERVAL={interval}");
            let parts = [
                ("BYMONTH", months),
                ("BYMONTHDAY", days),
                ("BYDAY", weekdays),
                ("BYSETPOS", places),
                ("BYHOUR", hours),
                ("BYWEEKNO", weeks),
                ("BYYEARDAY", year_days),
                ("WKST", vec![start]),
            ];
            for (key, values) in parts {
                let value = values.join(",");
                if !value.is_empty() {
                    rule.push_str(&format!(";{key}={value}"));
                }
            }
            rule
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// A rule that counts is walked from its start; one that does not is entered near the moment asked for.
    #[test]
    fn a_recurrence_gives_the_same_times_wherever_it_is_entered(rule in rules(), seconds in 978_400_000_i64..1_400_000_000) {
        let (Ok(near), Ok(far)) = (
            rule.parse::<Schedule>(),
            format!("DTSTART:20010101T000000 {rule};COUNT=10000").parse::<Schedule>(),
        ) else { return Ok(()) };
        let from = Timestamp::from_second(seconds).unwrap();
        prop_assert_eq!(near.next_after(&berlin(), from), far.next_after(&berlin(), from), "{}", rule);
        let started = format!("DTSTART:20010101T000000 {rule}").parse::<Schedule>().unwrap();
        prop_assert_eq!(near.next_after(&berlin(), from), started.next_after(&berlin(), from), "{}", rule);
    }

    #[test]
    fn no_rule_and_no_moment_make_a_schedule_panic(
        rule in prop_oneof![rules(), "[0-9*/,-]{1,4}( [0-9*/,LW#?-]{1,5}){4}", "DTSTART:[0-9]{8} FREQ=(DAILY|YEARLY);BYMONTHDAY=-?[0-9]{1,2}"],
        seconds in prop_oneof![any::<i64>(), -400_000_000_000_i64..300_000_000_000],
    ) {
        let Ok(schedule) = rule.parse::<Schedule>() else { return Ok(()) };
        let least = Timestamp::MIN.as_second();
        let moment = Timestamp::from_second(seconds.clamp(least, Timestamp::MAX.as_second())).unwrap();
        if let Some(next) = schedule.next_after(&berlin(), moment) {
            prop_assert!(next > moment);
        }
    }
}
