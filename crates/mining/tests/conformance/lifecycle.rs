//! Logs that tell when work was begun and when it was complete.

use mining::conform::{Acceptance, Class};
use mining::log::{Builder, Log};

use super::one_case::moves;
use super::plants::cases;
use super::{compared, only};

/// The same log with a start and an assignment before each completion.
fn with_starts(log: &Log) -> Log {
    let mut told = Builder::default();
    for case in log.cases() {
        told.case(case.name());
        for (key, column) in log.case_columns() {
            column.get(case.index).inspect(|value| told.case_value(key, *value));
        }
        for event in case.events() {
            for transition in ["assign", "start", "complete"] {
                told.event(log.name(event.activity()), event.time());
                told.transition(transition);
                event.person().inspect(|person| told.person(&person.index().to_string()));
                for (key, column) in log.event_columns() {
                    column.get(event.index).inspect(|value| told.event_value(key, *value));
                }
            }
        }
    }
    told.finish()
}

#[test]
fn a_step_is_done_once_however_often_the_log_tells_of_it() {
    let found = compared(&with_starts(&cases(|_| {})), &Acceptance::default());
    assert_eq!((found.cases, found.conforming, found.deviations.len()), (1_000, 1_000, 0));
}

#[test]
fn what_was_left_out_is_found_all_the_same() {
    let log = with_starts(&cases(|case| case.events.retain(|event| event.step != "approve")));
    let found = compared(&log, &Acceptance::default());
    only(&found, Class::Missing, "approve");
    let place = found.deviations[0].cases[0] as usize;
    let events: Vec<u32> = moves(&log, place).iter().filter_map(|one| one.event).collect();
    // Of three events each, the last is the completion.
    assert_eq!(events, (0..events.len() as u32).map(|event| event * 3 + 2).collect::<Vec<_>>());
    assert_eq!(events.len() * 3, log.trace(place).len());
}
