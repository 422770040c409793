//! One case, move by move.

use std::collections::BTreeSet;

use mining::align::Budget;
use mining::conform::{Acceptance, CaseMove, Class, Mapping, MoveKind, Options, case, conform};
use mining::log::Log;

use super::plants::{Planted, cases};
use super::refund;

pub fn moves(log: &Log, place: usize) -> Vec<CaseMove> {
    let procedure = refund();
    let mapping = Mapping::guess(&procedure, log);
    let calendar = procedure.calendar.clone().unwrap();
    let acceptance = Acceptance::default();
    let options =
        Options { mapping: &mapping, calendar: &calendar, acceptance: &acceptance, budget: Budget::default() };
    case(&procedure, log, place, &options)
}

/// The first case that departs, as one line a move.
fn told(change: impl Fn(&mut Planted)) -> Vec<String> {
    let log = cases(change);
    let procedure = refund();
    let mapping = Mapping::guess(&procedure, &log);
    let calendar = procedure.calendar.clone().unwrap();
    let acceptance = Acceptance::default();
    let options =
        Options { mapping: &mapping, calendar: &calendar, acceptance: &acceptance, budget: Budget::default() };
    let found = conform(&procedure, &log, &options);
    // What is told of each case is what is told of the log.
    let key = |class: Class, step: Option<&str>, detail: &str| (class, step.map(str::to_owned), detail.to_owned());
    let own: Vec<BTreeSet<_>> = (0..log.len())
        .map(|place| {
            let moves = case(&procedure, &log, place, &options);
            let all = moves.iter().flat_map(|one| &one.found);
            all.map(|one| key(one.class, one.step.as_ref().map(|step| step.id.as_str()), &one.detail)).collect()
        })
        .collect();
    let mut of_log: Vec<BTreeSet<_>> = vec![BTreeSet::new(); log.len()];
    for one in &found.deviations {
        for &place in &one.cases {
            let step = one.step.as_ref().map(|step| step.id.as_str());
            of_log[place as usize].insert(key(one.class, step, &one.detail));
        }
    }
    assert_eq!(own, of_log);
    let first = found.deviations[0].cases[0] as usize;
    let line = |one: &CaseMove| {
        let kind = match one.kind {
            MoveKind::Both => "both",
            MoveKind::Log => "log",
            MoveKind::Model => "model",
        };
        let event = one.event.map_or("-", |event| log.name(log.trace(first)[event as usize]));
        let step = one.step.as_ref().map_or("-", |step| step.id.as_str());
        let found: Vec<&str> = one.found.iter().map(|one| one.words.as_str()).collect();
        format!("{kind} {event} {step} {}", found.join("; ")).trim_end().to_owned()
    };
    moves(&log, first).iter().map(line).collect()
}

#[test]
fn a_step_that_is_left_out_is_told_where_it_should_have_been() {
    let told = told(|case| {
        case.amount = 1;
        case.events.retain(|event| event.step != "approve" && event.step != "report");
        case.events[1].step = "glance";
    });
    assert_eq!(
        told,
        [
            "both register register",
            "both glance glance",
            "model - approve Step 4 Approve the refund, left out",
            "both pay pay",
            "both close close",
        ]
    );
}

#[test]
fn a_step_that_is_done_elsewhere_is_told_at_both_places() {
    let told = told(|case| {
        let early = case.events.remove(case.place("pay"));
        case.events.insert(0, early);
    });
    assert_eq!(told[0], "log pay - Step 5 Pay the customer, done out of order");
    assert!(told.contains(&"model - pay Step 5 Pay the customer should have been done here".to_owned()), "{told:?}");
}

#[test]
fn what_data_and_people_say_is_told_at_the_event() {
    let told = told(|case| {
        let same = case.events[0].person.clone();
        let approve = case.place("approve");
        case.events[approve].person = same;
        case.events[0].receipt = false;
    });
    assert_eq!(told[0], "both register register Step 1 Register the claim, without what it asks for (receipt)");
    let approve = "both approve approve Step 4 Approve the refund, done by one person where two must (whoever did “Register the claim”)";
    assert!(told.contains(&approve.to_owned()), "{told:?}");
}
