//! The manual in `docs/`: every example in it is tried, every command and function is in it.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

mod program;

use std::collections::BTreeSet;

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

/// Every command with its flags, as `--help` tells them; the first is the program itself, whose flags all others have too.
fn commands(desk: &Desk) -> Vec<(String, BTreeSet<String>)> {
    let mut found = Vec::new();
    let mut names: Vec<Vec<String>> = vec![Vec::new()];
    while let Some(command) = names.pop() {
        let words: Vec<&str> = command.iter().map(String::as_str).chain(["--help"]).collect();
        let help = desk.understudy(&words).good().out;
        let mut flags = BTreeSet::new();
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
            {
                flags.extend(flags_in(flag));
            }
        }
        found.push((command.join(" "), flags));
    }
    found
}

/// The commands that a row of a table is about: what stands in back quotes in its first cell, up to what is typed by the user.
/// A name alone is also that of the group before it: "`runs pause`, `cancel`".
fn about(row: &str) -> BTreeSet<String> {
    let row = row.replace("\\|", "\\");
    let cell = row.trim_start_matches('|').split('|').next().unwrap().to_owned();
    let mut found = BTreeSet::new();
    let mut group = String::new();
    for quoted in cell.split('`').skip(1).step_by(2) {
        let typed = |word: &&str| word.starts_with(|first: char| first.is_ascii_lowercase());
        let words: Vec<&str> = quoted.split(' ').take_while(typed).collect();
        let Some((last, before)) = words.split_last() else { continue };
        if let Some(first) = before.first() {
            group = (*first).to_owned();
        }
        for name in last.split('\\') {
            found.insert(name.to_owned());
            found.insert(format!("{group} {name}"));
        }
        if !before.is_empty() {
            found.retain(|name| *name != *last);
        }
    }
    found
}

/// The flags that a text names, by their long names.
fn flags_in(text: &str) -> BTreeSet<String> {
    let ends = |c: char| !(c.is_ascii_lowercase() || c == '-');
    let text = text.replace("`-s ", "`--set ").replace("`-o`", "`--output`").replace("[-o ", "[--output ");
    let parts = text.split("--").skip(1).map(|rest| rest.split(ends).next().unwrap());
    parts.filter(|name| !name.is_empty() && !name.starts_with('-')).map(|name| format!("--{name}")).collect()
}

#[test]
fn every_command_is_in_the_manual_with_its_flags_and_with_no_others() {
    let desk = Desk::new();
    let page = page("docs/cli.md");
    let rows: Vec<(BTreeSet<String>, BTreeSet<String>)> =
        page.lines().filter(|line| line.starts_with("| `")).map(|row| (about(row), flags_in(row))).collect();
    let mut commands = commands(&desk);
    let (_, of_all) = commands.remove(0);
    let mut wrong = Vec::new();
    for flag in of_all.iter().filter(|flag| !["--help", "--version"].contains(&flag.as_str())) {
        if !page.lines().any(|line| line.contains("Every command takes") && line.contains(flag.as_str())) {
            wrong.push(format!("{flag}, which every command takes, is not said to be one"));
        }
    }
    for (command, flags) in &commands {
        let about: Vec<_> = rows.iter().filter(|(names, _)| names.contains(command)).collect();
        let has_commands = commands.iter().any(|(other, _)| other.starts_with(&format!("{command} ")));
        if about.is_empty() && !has_commands {
            wrong.push(format!("`{command}` has no row"));
        }
        for flag in flags.difference(&of_all) {
            if !about.iter().any(|(_, said)| said.contains(flag)) {
                wrong.push(format!("`{command} {flag}` is in no row of `{command}`"));
            }
        }
    }
    for (names, said) in &rows {
        let mut known: BTreeSet<&String> = of_all.iter().collect();
        known.extend(commands.iter().filter(|(name, _)| names.contains(name)).flat_map(|(_, flags)| flags));
        let is_of_command = commands.iter().any(|(name, _)| names.contains(name));
        for flag in said.iter().filter(|flag| is_of_command && !known.contains(flag)) {
            wrong.push(format!("{names:?} do not have {flag}"));
        }
    }
    assert!(wrong.is_empty(), "docs/cli.md:\n{}", wrong.join("\n"));
}

/// The keys that are known where `table` stands, as the refusal of an unknown one lists them.
fn known_keys(desk: &Desk, table: &str) -> Vec<String> {
    desk.write("wrong.toml", &format!("[{table}]\nno-such-key = 1\n"));
    let refused = desk.understudy(&["--config", "wrong.toml", "config"]);
    assert_eq!(refused.code, 4, "{table}: {}{}", refused.out, refused.err);
    let (_, expected) = refused.err.split_once("expected ").unwrap_or_else(|| panic!("{table}: {}", refused.err));
    let expected = expected.split(';').next().unwrap();
    expected.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn every_key_of_the_configuration_is_in_the_manual_and_what_the_manual_says_is_accepted() {
    let desk = Desk::new();
    let (command_line, server) = (page("docs/cli.md"), page("docs/server.md"));
    let all = [blocks(&command_line, "toml"), blocks(&server, "toml")].concat().join("\n\n");
    desk.write("manual.toml", &all);
    let mut command = desk.command(&["--config", "manual.toml", "config", "--json"]);
    let output = command.env_remove("UNDERSTUDY_DATA").output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let shown: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    for (key, row) in shown["values"].as_object().unwrap() {
        assert_eq!(row["origin"], "manual.toml", "the manual sets no `{key}`");
    }
    let mut missing = Vec::new();
    for table in ["", "calendar", "people.x", "limits", "time_limits", "watching", "server", "server.tls", "telemetry"]
    {
        let table_or_root = if table.is_empty() { "no-such-table" } else { table };
        for key in known_keys(&desk, table_or_root) {
            let stands = [format!("{key} = "), format!("[{key}]"), format!("[{key}.")];
            if !stands.iter().any(|text| all.contains(text)) {
                missing.push(format!("{table}.{key}"));
            }
        }
    }
    assert!(missing.is_empty(), "keys that no TOML of docs/cli.md and docs/server.md has: {missing:?}");
}
