//! What departs from a procedure is found, named on its step, and nothing else.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

mod lifecycle;
mod one_case;
mod plants;
mod unseen_ways;

use mining::align::Budget;
use mining::conform::{Acceptance, Accepted, Class, Conformance, Mapping, Options, conform};
use mining::log::{Builder, Log};
use plants::{Planted, cases};
use procedure::document::Procedure;
use procedure::read::{Spelling, read};

fn refund() -> Procedure {
    read(include_str!("refund.sop.yaml"), Spelling::Yaml, &()).clean().unwrap()
}

fn compared(log: &Log, acceptance: &Acceptance) -> Conformance {
    let procedure = refund();
    let mapping = Mapping::guess(&procedure, log);
    let calendar = procedure.calendar.clone().unwrap();
    conform(&procedure, log, &Options { mapping: &mapping, calendar: &calendar, acceptance, budget: Budget::default() })
}

fn planted(change: impl Fn(&mut Planted)) -> Conformance {
    compared(&cases(change), &Acceptance::default())
}

/// The one finding: its class, its step, and that it is told where and since when.
fn only(found: &Conformance, class: Class, step: &str) {
    let told: Vec<_> =
        found.deviations.iter().map(|one| (one.class, one.step.as_ref().map(|step| step.id.as_str()))).collect();
    assert_eq!(told, [(class, Some(step))]);
    let deviation = &found.deviations[0];
    // A tenth of the later half of a third of the cases.
    assert!((0.005..0.03).contains(&deviation.share), "{}", deviation.share);
    assert_eq!(found.conforming, 1_000 - deviation.cases.len());
    let explained = &deviation.explained[0];
    assert_eq!(
        (explained.attribute.as_str(), explained.condition.as_str()),
        ("region", "= north"),
        "{:#?}",
        deviation.explained
    );
    assert_eq!(explained.outside, 0.0);
    let changed = deviation.changed.as_ref().unwrap();
    assert_eq!((changed.before, changed.among.as_deref()), (0.0, Some("region = north")));
    assert!((0.05..0.25).contains(&changed.since), "{changed:?}");
    // The first case that was touched begins within two days of the day from which cases are.
    assert!(["2026-02-15", "2026-02-16", "2026-02-17", "2026-02-18"].contains(&changed.on.as_str()), "{changed:?}");
}

#[test]
fn what_is_as_it_should_be_stays_silent() {
    let found = planted(|_| {});
    assert_eq!(found.deviations, []);
    assert_eq!((found.conforming, found.unproven, found.fitness.cost), (1_000, 0, 0));
    assert_eq!((found.unknown_activities.len(), found.unseen_steps.len()), (0, 0));
}

#[test]
fn a_step_that_is_left_out_is_missing() {
    let found = planted(|case| drop(case.events.remove(case.place("approve"))));
    only(&found, Class::Missing, "approve");
}

#[test]
fn a_step_that_is_done_again_is_extra() {
    let found = planted(|case| {
        let again = case.events[case.place("pay")].clone();
        case.events.push(again);
    });
    only(&found, Class::Extra, "pay");
    assert_eq!(found.deviations[0].detail, "again");
}

#[test]
fn a_step_that_is_done_elsewhere_is_out_of_order() {
    let found = planted(|case| {
        let early = case.events.remove(case.place("pay"));
        case.events.insert(1, early);
    });
    only(&found, Class::OutOfOrder, "pay");
}

#[test]
fn a_way_that_the_data_forbids_is_a_wrong_branch() {
    // Large claims that are only glanced at.
    let found = planted(|case| {
        if case.amount > 500 {
            let inspect = case.place("inspect");
            case.events.remove(inspect + 1);
            case.events[inspect].step = "glance";
        } else {
            case.amount += 501;
        }
    });
    only(&found, Class::WrongBranch, "route");
    assert_eq!(found.deviations[0].detail, "the case is: A large claim");
}

#[test]
fn whoever_registered_may_not_approve() {
    let found = planted(|case| {
        let same = case.events[0].person.clone();
        let approve = case.place("approve");
        case.events[approve].person = same;
    });
    only(&found, Class::FourEyes, "approve");
}

#[test]
fn what_is_done_after_it_was_due_is_late() {
    let found = planted(|case| {
        let approve = case.place("approve");
        case.events[approve].hours = 49;
    });
    only(&found, Class::Late, "approve");
    let time = found.deviations[0].time.unwrap();
    assert!(time.with > time.without + 20 * 3600, "{time:?}");
}

#[test]
fn a_step_done_by_another_role_and_one_without_its_evidence_are_told() {
    let found = planted(|case| {
        let pay = case.place("pay");
        case.events[pay].role = "agent";
    });
    only(&found, Class::WrongRole, "pay");
    let found = planted(|case| case.events[0].receipt = false);
    only(&found, Class::MissingEvidence, "register");
    assert_eq!(found.deviations[0].detail, "receipt");
}

#[test]
fn what_was_accepted_does_not_count_until_it_expires() {
    let log = cases(|case| drop(case.events.remove(case.place("approve"))));
    let accepted = Accepted {
        class: Class::Missing,
        step: Some("approve".to_owned()),
        detail: None,
        reason: "The lead of the north is new.".to_owned(),
        until: Some("2026-06-30".parse().unwrap()),
    };
    let on = |day: &str| Acceptance::on(vec![accepted.clone()], day.parse().unwrap());
    let found = compared(&log, &on("2026-06-30"));
    assert_eq!(
        (found.conforming, found.deviations[0].accepted.as_deref()),
        (1_000, Some("The lead of the north is new."))
    );
    let found = compared(&log, &on("2026-07-01"));
    assert!(found.conforming < 1_000 && found.deviations[0].accepted.is_none());
}

#[test]
fn activities_are_told_by_id_by_title_and_by_what_somebody_says() {
    let procedure = refund();
    let mut log = Builder::default();
    log.case("1");
    for name in ["REGISTER", "look at the photo", "OK by boss", "pay", "Coffee", "Tell the customer"] {
        log.event(name, None);
    }
    let log = log.finish();
    let mut mapping = Mapping::guess(&procedure, &log);
    mapping.say(&procedure, "OK by boss", &["approve".to_owned()]).unwrap();
    let error = mapping.say(&procedure, "Coffee", &["aprove".to_owned()]).unwrap_err();
    assert!(error.to_string().contains("did you mean `approve`?"), "{error}");
    let calendar = procedure.calendar.clone().unwrap();
    let acceptance = Acceptance::default();
    let found = conform(
        &procedure,
        &log,
        &Options { mapping: &mapping, calendar: &calendar, acceptance: &acceptance, budget: Budget::default() },
    );
    let told: Vec<_> = found.deviations.iter().map(|one| (one.class, one.detail.as_str())).collect();
    assert_eq!(told, [(Class::Extra, "Coffee")]);
    assert_eq!(found.unknown_activities, [("Coffee".to_owned(), 1)]);
    let unseen: Vec<_> = found.unseen_steps.iter().map(|step| (step.number.as_str(), step.id.as_str())).collect();
    assert_eq!(unseen, [("3a.1", "inspect"), ("3a.2", "report")]);
}
