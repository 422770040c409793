//! Laws of checking: it always ends the same way, and what it says of tables and cases is what trying all values says.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

mod drawn;

use std::collections::BTreeSet;

use procedure::check::{CODES, Context, check};
use procedure::document::{Hit, Procedure, Verb};
use procedure::expression::Limits;
use procedure::print::print;
use procedure::read::{Spelling, read};
use procedure::value::{Value, Values};
use proptest::prelude::*;

const HEAD: &str = "procedure: 1\nid: drawn\ntitle: Drawn\nowner: lead\nroles: {lead: Leads.}\ndata:\n  size: {type: integer, minimum: 0, maximum: 4}\n  kind: {type: string, enum: [a, b, c]}\n  done: {type: boolean}\n";

fn document(step: &str) -> Procedure {
    let text = format!("{HEAD}steps:\n{step}");
    let reading = read(&text, Spelling::Yaml, &());
    reading.procedure.unwrap_or_else(|| panic!("{text}\n{:#?}", reading.diagnostics))
}

/// Every value of the three inputs.
fn inputs() -> Vec<Values> {
    let mut found = Vec::new();
    for size in 0..=4_i64 {
        for kind in ["a", "b", "c"] {
            for done in [false, true] {
                found.push(Values::from([
                    ("size".to_owned(), Value::from(size)),
                    ("kind".to_owned(), Value::from(kind)),
                    ("done".to_owned(), Value::Bool(done)),
                ]));
            }
        }
    }
    found
}

fn codes(procedure: &Procedure) -> BTreeSet<&'static str> {
    check(procedure, &Context::default()).iter().map(|finding| finding.code).collect()
}

fn size_cell() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("any".to_owned()),
        (0..=4).prop_map(|at| format!("< {}", at + 1)),
        (0..=3).prop_map(|at| format!("> {at}")),
        (0..=4_u8).prop_map(|at: u8| at.to_string()),
        (0..=2, 2..=4).prop_map(|(from, to)| format!("[{from}..{to}]")),
        (0..=1, 3..=4).prop_map(|(from, to)| format!("({from}..{to})")),
        (0..=4).prop_map(|at| format!("not({at})")),
        Just("<= 1.5, 4".to_owned()),
    ]
}

fn row() -> impl Strategy<Value = (String, &'static str, &'static str, &'static str)> {
    let kinds = prop::sample::select(vec!["any", "a", "b", "a, c", "not(b)"]);
    let done = prop::sample::select(vec!["any", "any", "true", "false"]);
    (size_cell(), kinds, done, prop::sample::select(vec!["x", "y"]))
}

/// Which rows hold for an input.
fn holding(procedure: &Procedure, input: &Values) -> Vec<usize> {
    let Verb::Decide { decide } = &procedure.steps[0].verb else { panic!("a decision") };
    let table = decide.table.as_ref().unwrap();
    let met = |row: &procedure::document::Row| {
        row.inputs
            .iter()
            .zip(["size", "kind", "done"])
            .all(|(cell, name)| cell.matches(input.get(name), name, input, &Limits::default()).unwrap())
    };
    (0..table.rules.len()).filter(|at| met(&table.rules[*at])).collect()
}

fn condition() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(vec![
        "size > 2",
        "size <= 2",
        "size == 3",
        "size != 3",
        "3 >= size",
        "size in [1..3]",
        "size in [0, 4]",
        "kind == 'a'",
        "kind != 'a'",
        "kind in ['a', 'b']",
        "kind not in ['c']",
        "done",
        "done == false",
        "size * 2 > 5",
        "len(kind) == 1",
    ]);
    leaf.prop_map(str::to_owned).prop_recursive(2, 6, 2, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(left, right)| format!("({left}) and ({right})")),
            (inner.clone(), inner.clone()).prop_map(|(left, right)| format!("({left}) or ({right})")),
            inner.prop_map(|inner| format!("not ({inner})")),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_document_is_checked_to_the_end_and_always_the_same(procedure in drawn::document()) {
        let found = check(&procedure, &Context::default());
        prop_assert_eq!(&found, &check(&procedure, &Context::default()));
        for finding in found {
            prop_assert!(CODES.iter().any(|(code, _)| *code == finding.code), "{} is not explained", finding.code);
            prop_assert!(!finding.message.is_empty());
            prop_assert!(!finding.is_error() || !finding.explanation.is_empty() || finding.fix.is_some());
        }
    }

    #[test]
    fn with_the_text_every_finding_has_its_place_in_it(procedure in drawn::document()) {
        let text = print(&procedure, Spelling::Yaml);
        let reading = read(&text, Spelling::Yaml, &());
        let Some(procedure) = reading.procedure else { return Ok(()) };
        let context = Context { source: Some(&reading.source), ..Context::default() };
        for finding in check(&procedure, &context) {
            let span = finding.span.clone().unwrap();
            prop_assert!(text.get(span.clone()).is_some_and(|text| !text.is_empty()), "{finding:?}");
        }
    }

    #[test]
    fn a_table_is_judged_as_trying_all_values_would(rows in prop::collection::vec(row(), 1..6), hit in 0..3_usize) {
        let hit = ["unique", "first", "any"][hit];
        let lines: String =
            rows.iter().map(|(size, kind, done, x)| format!("          {size} | {kind} | {done} | {x}\n")).collect();
        let procedure = document(&format!(
            "  - id: choose\n    title: Choose\n    decide:\n      table:\n        hit: {hit}\n        inputs: [size, kind, done]\n        results: [x]\n        rules: |\n{lines}"
        ));
        let Verb::Decide { decide } = &procedure.steps[0].verb else { panic!("a decision") };
        let table = decide.table.as_ref().unwrap();
        let all: Vec<Vec<usize>> = inputs().iter().map(|input| holding(&procedure, input)).collect();
        let found = codes(&procedure);
        prop_assert_eq!(found.contains("table-gap"), all.iter().any(Vec::is_empty), "gap");
        match table.hit {
            Hit::Unique => prop_assert_eq!(found.contains("table-overlap"), all.iter().any(|rows| rows.len() > 1)),
            Hit::First => {
                let dead = (0..table.rules.len()).any(|row| all.iter().all(|rows| rows.first() != Some(&row)));
                prop_assert_eq!(found.contains("unreachable-row"), dead);
            }
            Hit::Any => {
                let differ = |rows: &Vec<usize>| {
                    rows.iter().any(|row| table.rules[*row].results != table.rules[rows[0]].results)
                };
                prop_assert_eq!(found.contains("table-results-differ"), all.iter().any(differ));
            }
            Hit::Priority | Hit::Collect => {}
        }
    }

    #[test]
    fn a_case_that_is_called_unreachable_is_never_taken(conditions in prop::collection::vec(condition(), 1..5)) {
        let cases: String = conditions
            .iter()
            .map(|when| format!("        - {{when: \"{when}\", set: {{x: 1}}}}\n"))
            .collect();
        let procedure = document(&format!(
            "  - id: choose\n    title: Choose\n    decide:\n      cases:\n{cases}      otherwise: {{set: {{x: 2}}}}\n"
        ));
        let Verb::Decide { decide } = &procedure.steps[0].verb else { panic!("a decision") };
        let taken: BTreeSet<usize> = inputs()
            .iter()
            .map(|input| {
                let holds = |case: &procedure::document::Case| case.when.holds(input, &Limits::default()).unwrap();
                decide.cases.iter().position(holds).unwrap_or(decide.cases.len())
            })
            .collect();
        // What the rule does not understand it takes to hold perhaps; of the rest it knows all.
        let understood = !conditions.iter().any(|when| when.contains('*') || when.contains("len"));
        let path = |case: usize| {
            if case < decide.cases.len() { format!("/steps/0/decide/cases/{case}/when") } else { "/steps/0/decide/otherwise".to_owned() }
        };
        let told: BTreeSet<String> = check(&procedure, &Context::default())
            .iter()
            .filter(|finding| finding.code == "unreachable-case")
            .map(|finding| finding.path.to_string())
            .collect();
        for case in 0..=decide.cases.len() {
            let unreachable = told.contains(&path(case));
            if understood {
                prop_assert_eq!(unreachable, !taken.contains(&case), "case {}", case);
            } else {
                prop_assert!(!unreachable || !taken.contains(&case), "case {} is taken", case);
            }
        }
    }
}
