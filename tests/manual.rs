//! The manual in `docs/`: every example in it is tried, every command and function is in it.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

mod program;

use jiff::tz::TimeZone;
use procedure::expression::{Cell, Expression, Failure, Function, Known, Limits, Loop, Method};
use procedure::value::{Value, Values};
use program::Desk;

fn page(name: &str) -> String {
    std::fs::read_to_string(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

/// The fenced blocks of one language.
fn blocks<'a>(page: &'a str, language: &str) -> Vec<&'a str> {
    let fence = format!("```{language}\n");
    page.split(fence.as_str()).skip(1).map(|rest| rest.split("\n```").next().unwrap()).collect()
}

/// Data in which `"@2026-01-31"` is a date and `"@2026-01-31T10:00:00Z"` a moment.
fn typed(value: Value) -> Value {
    match value {
        Value::Text(text) => match text.strip_prefix('@') {
            Some(date) if date.len() == 10 => Value::Date(date.parse().unwrap()),
            Some(moment) => Value::Moment(moment.parse().unwrap()),
            None => Value::Text(text),
        },
        Value::List(items) => Value::List(items.into_iter().map(typed).collect()),
        Value::Object(fields) => Value::Object(fields.into_iter().map(|(name, value)| (name, typed(value))).collect()),
        other => other,
    }
}

fn data(json: &str) -> Value {
    typed(Value::from_plain(&serde_json::from_str(json).unwrap_or_else(|error| panic!("{error}: {json}"))).unwrap())
}

fn berlin() -> TimeZone {
    TimeZone::get("Europe/Berlin").unwrap()
}

fn told(failure: Failure) -> String {
    match failure {
        Failure::Unknown { name } => format!("unknown {name}"),
        Failure::BadData { .. } => "bad-data".to_owned(),
        Failure::TooCostly => "too-costly".to_owned(),
    }
}

fn outcome(source: &str, values: &Values) -> String {
    match Expression::parse(source) {
        Err(error) => format!("refused {}", error.code),
        Ok(expression) => match expression.evaluate(&Known { values, zone: berlin() }, &Limits::default()) {
            Ok(value) => value.to_plain().to_string(),
            Err(failure) => told(failure),
        },
    }
}

#[test]
fn every_expression_of_the_manual_gives_what_the_manual_says() {
    let page = page("docs/expressions.md");
    let mut wrong = Vec::new();
    for line in blocks(&page, "expression").into_iter().flat_map(str::lines) {
        let (left, expected) = line.rsplit_once(" → ").unwrap_or_else(|| panic!("no result: {line}"));
        let (source, given) = left.split_once("   with ").unwrap_or((left, "{}"));
        let Value::Object(values) = data(given) else { panic!("no data: {line}") };
        let found = outcome(source, &values);
        let same = match (serde_json::from_str::<serde_json::Value>(&found), serde_json::from_str(expected)) {
            (Ok(found), Ok::<serde_json::Value, _>(expected)) => found == expected,
            _ => found == expected,
        };
        if !same {
            wrong.push(format!("{line}\n    gives {found}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_function_is_in_the_manual_with_its_shape_and_an_example() {
    let page = page("docs/expressions.md");
    let examples = blocks(&page, "expression").join("\n");
    let functions = Function::ALL.iter().map(|known| (known.shape(), format!("{}(", known.name())));
    let loops = Loop::ALL.iter().map(|known| (known.shape(), format!("{}(", known.name())));
    let methods = Method::ALL.iter().map(|known| (known.shape(), format!(".{}(", known.name())));
    for (shape, call) in functions.chain(loops).chain(methods) {
        assert!(page.contains(&format!("`{shape}`")), "`{shape}` is not in the manual");
        assert!(examples.contains(&call), "`{call}` has no example");
    }
}

#[test]
fn every_cell_of_the_manual_is_met_as_the_manual_says() {
    let page = page("docs/cells.md");
    let values = Values::from([("limit".to_owned(), Value::from(50))]);
    let scope = Known { values: &values, zone: berlin() };
    let mut wrong = Vec::new();
    for line in blocks(&page, "cells").into_iter().flat_map(str::lines) {
        let columns: Vec<&str> = line.split('|').map(str::trim).collect();
        let [cell, input, expected] = columns[..] else { panic!("not three columns: {line}") };
        let input = if input.is_empty() { None } else { Some(data(input)) };
        let found = match Cell::parse(cell) {
            Err(_) => "refused".to_owned(),
            Ok(cell) => match cell.matches(input.as_ref(), "input", &scope, &Limits::default()) {
                Ok(met) => if met { "yes" } else { "no" }.to_owned(),
                Err(failure) => told(failure).split(' ').next().unwrap().to_owned(),
            },
        };
        if found != expected {
            wrong.push(format!("{line}\n    gives {found}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_procedure_of_the_manual_passes_its_own_examples() {
    let desk = Desk::new();
    let mut tried = 0;
    for name in ["README.md", "docs/cells.md", "docs/running.md", "docs/expressions.md", "docs/cli.md"] {
        let page = page(name);
        for document in blocks(&page, "yaml").into_iter().filter(|block| block.starts_with("procedure: 1")) {
            desk.write("manual.sop.yaml", document);
            let done = desk.understudy(&["check", "manual.sop.yaml"]);
            assert_eq!(done.code, 0, "{name}:\n{}", done.err);
            assert!(!done.err.contains("Error") && !done.err.contains("×"), "{name}:\n{}", done.err);
            tried += 1;
        }
    }
    assert_eq!(tried, 5);
}

#[test]
fn every_command_and_every_flag_is_in_the_manual() {
    let desk = Desk::new();
    let page = page("docs/cli.md");
    let mut missing = Vec::new();
    let mut names: Vec<Vec<String>> = vec![Vec::new()];
    while let Some(command) = names.pop() {
        let words: Vec<&str> = command.iter().map(String::as_str).chain(["--help"]).collect();
        let help = desk.understudy(&words).good().out;
        let mut commands = false;
        for line in help.lines() {
            if !line.starts_with(' ') {
                commands = line == "Commands:";
            }
            let mut words = line.split_whitespace();
            if commands && line.starts_with("  ") && !line.starts_with("   ") {
                let name = words.next().unwrap().to_owned();
                if name != "help" {
                    names.push([&command[..], &[name]].concat());
                }
            } else if let Some(flag) = words.find(|word| word.starts_with("--"))
                && line.trim_start().starts_with('-')
                && !["--help", "--version"].contains(&flag)
            {
                let flag = flag.trim_end_matches("...");
                if !page.contains(flag) {
                    missing.push(format!("{} {flag}", command.join(" ")));
                }
            }
        }
        if let Some(last) = command.last() {
            assert!(page.contains(last.as_str()), "`{}` is not in the manual", command.join(" "));
        }
    }
    assert!(missing.is_empty(), "flags that docs/cli.md does not have:\n{}", missing.join("\n"));
}
