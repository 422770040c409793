//! Logs made up for one thing each.

use mining::draft::{Draft, Options, Refused, draft};
use mining::log::{Builder, Log, Moment, Value};
use procedure::check::{Context, check};
use procedure::document::Verb;
use procedure::read::Spelling;
use proptest::prelude::*;

const HOUR: i64 = 3_600_000_000;

/// So many cases of each trace; an event an hour, everything done by one of ten people.
fn log(traces: &[(&str, usize)]) -> Log {
    let mut builder = Builder::default();
    let mut number: i64 = 0;
    for (trace, cases) in traces {
        for _ in 0..*cases {
            number += 1;
            builder.case(&number.to_string());
            for (place, activity) in trace.split(' ').filter(|name| !name.is_empty()).enumerate() {
                builder.event(activity, Some(Moment((number * 100 + place as i64) * HOUR)));
                builder.person(&format!("Person {}", number % 10));
            }
        }
    }
    builder.finish()
}

fn drafted(log: &Log) -> Draft {
    draft(log, &Options::default()).unwrap()
}

fn ids(draft: &Draft) -> Vec<String> {
    draft.procedure.all_steps().iter().map(|at| at.step.id.to_string()).collect()
}

#[test]
fn a_road_that_all_cases_go_is_its_steps_in_order() {
    let draft = drafted(&log(&[("register check pay", 20)]));
    assert_eq!(ids(&draft), ["register", "check", "pay"]);
    assert!((draft.fitness.log - 1.0).abs() < 1e-9);
    assert!(draft.exceptions.is_empty());
    let text = procedure::render::text(&draft.procedure, 100);
    assert!(text.contains("Done in 20 of 20 cases (100 %)."), "{text}");
    assert!(text.contains("Usually done 60 minutes after what comes before"), "{text}");
}

#[test]
fn rare_work_that_happens_together_is_one_exception() {
    let draft = drafted(&log(&[("register pay", 97), ("register send_appeal judge_appeal pay", 3)]));
    assert_eq!(draft.exceptions.len(), 1, "{:?}", draft.exceptions);
    assert_eq!(draft.exceptions[0].cases, 3);
    assert_eq!(ids(&draft), ["register", "pay", "send-appeal", "judge-appeal"]);
}

#[test]
fn a_full_coverage_leaves_nothing_out() {
    let log = log(&[("register pay", 97), ("register appeal pay", 3)]);
    let draft = draft(&log, &Options { coverage: 1.0, ..Options::default() }).unwrap();
    assert!(draft.exceptions.is_empty());
    assert!((draft.fitness.fitting - 1.0).abs() < 1e-9);
}

#[test]
fn what_no_rule_decides_is_asked_of_the_person_before() {
    let draft = drafted(&log(&[("register cash close", 30), ("register card close", 30)]));
    let register = draft.procedure.step("register").unwrap();
    let Verb::Person { person } = &register.verb else { panic!("a person's step") };
    assert_eq!(person.collect.len(), 1);
    assert!(draft.procedure.all_steps().iter().any(|at| matches!(at.step.verb, Verb::Decide { .. })));
    assert_eq!(draft.procedure.examples.len(), 2);
}

#[test]
fn a_sure_rule_over_the_data_decides_a_choice() {
    let mut builder = Builder::default();
    for number in 0..400_i64 {
        builder.case(&number.to_string());
        builder.case_value("amount", Value::Whole(number));
        for activity in ["register", if number < 250 { "simple" } else { "thorough" }, "close"] {
            builder.event(activity, None);
        }
    }
    let draft = drafted(&builder.finish());
    assert_eq!(draft.rules, 1);
    let yaml = procedure::print::to_yaml(&draft.procedure);
    assert!(yaml.contains("amount: {type: integer"), "{yaml}");
    assert!(yaml.contains("when: amount <= 250"), "{yaml}");
}

#[test]
fn no_person_is_named_and_small_groups_are_not_counted() {
    let mut builder = Builder::default();
    for number in 0..400_i64 {
        builder.case(&number.to_string());
        let who = if number % 2 == 0 { "Mona Vale" } else { "Piet Kuip" };
        builder.case_value("responsible", Value::Text(who));
        builder.event("register", None);
        builder.person(who);
        builder.event_value("handled", Value::Text(who));
        builder.event(if number % 2 == 0 { "simple" } else { "thorough" }, None);
        builder.person(who);
    }
    let yaml = procedure::print::to_yaml(&drafted(&builder.finish()).procedure);
    assert!(!yaml.contains("Mona") && !yaml.contains("Piet"), "{yaml}");
    assert!(!yaml.contains("people do it"), "{yaml}");
}

#[test]
fn a_log_without_events_is_refused() {
    assert!(matches!(draft(&log(&[]), &Options::default()), Err(Refused::Empty)));
    assert!(matches!(draft(&log(&[("", 3)]), &Options::default()), Err(Refused::Empty)));
}

#[test]
fn hostile_names_become_ids_and_titles() {
    let names =
        ["", "{{ data }}", "= 1 + 1", "in", "\u{202e}\n\t", "true", "Ümlaut ß", "-", "1.", &"long ".repeat(300)];
    let mut builder = Builder::default();
    for case in 0..10 {
        builder.case(&case.to_string());
        names.iter().for_each(|name| builder.event(name, None));
        names.iter().take(case % 3).for_each(|name| builder.event(name, None));
    }
    is_sound(&drafted(&builder.finish()));
}

fn is_sound(draft: &Draft) {
    let yaml = procedure::print::to_yaml(&draft.procedure);
    let again = procedure::read::read(&yaml, Spelling::Yaml, &()).clean().unwrap();
    assert_eq!(again, draft.procedure);
    let wrong: Vec<_> = check(&again, &Context::default()).into_iter().filter(|found| found.is_error()).collect();
    assert!(wrong.is_empty(), "{wrong:?}\n{yaml}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    /// Whatever the log, the draft is a document that can be read, printed and checked without errors.
    #[test]
    fn every_draft_is_a_sound_document(
        traces in prop::collection::vec((prop::collection::vec(0..9_usize, 0..9), 1..30_usize), 1..12),
        coverage in prop::sample::select(vec![0.0, 0.5, 0.8, 0.95, 1.0]),
    ) {
        let names = ["a", "b b", "c_c", "in", "E", "f", "g", "h!", ""];
        let mut builder = Builder::default();
        let mut time = 0;
        for (case, (trace, times)) in traces.iter().enumerate() {
            for time_of_case in 0..*times {
                builder.case(&format!("{case}-{time_of_case}"));
                builder.case_value("kind", Value::Whole(case as i64 % 3));
                for activity in trace {
                    time += HOUR * (1 + *activity as i64);
                    builder.event(names[*activity], Some(Moment(time)));
                    builder.event_value("state", Value::Text(names[case % 9]));
                    builder.person(&format!("P{}", (case + activity) % 7));
                }
            }
        }
        let log = builder.finish();
        prop_assume!(log.events() > 0);
        let draft = draft(&log, &Options { coverage, ..Options::default() }).unwrap();
        is_sound(&draft);
    }
}
