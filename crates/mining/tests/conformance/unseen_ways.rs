//! Choices whose ways leave nothing in the log.

use mining::align::Budget;
use mining::conform::{Acceptance, Class, Conformance, Mapping, Options, conform};
use mining::log::{Builder, Log};
use procedure::read::{Spelling, read};
use procedure::time::Calendar;

/// The decision sets what no step shows; the approval is shown, or left out.
const RETURN: &str = "procedure: 1
id: return
title: Process a return
roles: {agent: Answers customers.}
data:
  amount: {type: number}
  remedy: {type: string, enum: [refund, manual], optional: true}
steps:
  - {id: inspect, title: Inspect, person: {role: agent, collect: [amount]}}
  - id: choose
    title: Choose
    decide:
      cases: [{when: amount > 100, set: {remedy: manual}}]
      otherwise: {set: {remedy: refund}}
  - {id: approve, title: Approve, if: amount > 10, approve: {by: agent}}
  - {id: pay, title: Pay, person: {role: agent}}
";

fn log(cases: &[(f64, &[&str])]) -> Log {
    let mut told = Builder::default();
    for (place, (amount, activities)) in cases.iter().enumerate() {
        told.case(&place.to_string());
        for activity in *activities {
            told.event(activity, None);
            if *activity == "Inspect" {
                told.event_value("amount", mining::log::Value::Number(*amount));
            }
        }
    }
    told.finish()
}

fn compared(log: &Log) -> Conformance {
    let procedure = read(RETURN, Spelling::Yaml, &()).clean().unwrap();
    let (mapping, acceptance, calendar) = (Mapping::guess(&procedure, log), Acceptance::default(), Calendar::default());
    conform(
        &procedure,
        log,
        &Options { mapping: &mapping, calendar: &calendar, acceptance: &acceptance, budget: Budget::default() },
    )
}

#[test]
fn between_ways_that_leave_no_trace_none_is_called_wrong() {
    let found = compared(&log(&[(5.0, &["Inspect", "Pay"]), (500.0, &["Inspect", "Approve", "Pay"])]));
    assert_eq!((found.deviations.len(), found.conforming), (0, 2), "{:#?}", found.deviations);
}

#[test]
fn a_step_that_the_data_asks_for_is_still_missed() {
    let approved: &[&str] = &["Inspect", "Approve", "Pay"];
    let found = compared(&log(&[(5.0, &["Inspect", "Pay"]), (50.0, &["Inspect", "Pay"]), (60.0, approved)]));
    let told: Vec<_> = found.deviations.iter().map(|one| (one.class, one.step.as_ref().unwrap().id.as_str())).collect();
    assert_eq!((told, found.conforming), (vec![(Class::WrongBranch, "approve")], 2));
}

#[test]
fn of_a_step_that_the_log_never_has_nothing_is_said() {
    let found = compared(&log(&[(50.0, &["Inspect", "Pay"])]));
    let unseen: Vec<_> = found.unseen_steps.iter().map(|step| step.id.as_str()).collect();
    assert_eq!((unseen, found.deviations.len()), (vec!["approve"], 0));
}
