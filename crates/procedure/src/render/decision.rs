//! Decisions: cases as sentences, tables as tables.

use indexmap::IndexMap;

use super::reading::{Block, Inline};
use super::step;
use super::words::{self, Words, letter, raised, sentence, series};
use crate::document::{Decide, Hit, Name, Otherwise, Step, Table};
use crate::expression::Formula;

/// What the decision says, and the steps of its branches.
pub(super) fn blocks(words: &Words<'_>, decide: &Decide, number: &str, level: u8) -> (Vec<Block>, Vec<Block>) {
    let mut own = Vec::new();
    let mut branches = Vec::new();
    if let Some(found) = &decide.table {
        own.extend(table(words, found));
    }
    let mut items = Vec::new();
    if !decide.cases.is_empty() {
        own.push(Block::paragraph(if decide.cases.len() == 1 { "Decide:" } else { "The first that holds is taken:" }));
    }
    for (at, case) in decide.cases.iter().enumerate() {
        let letter = letter(at);
        let when = words.expression(&case.when);
        let condition = match &case.title {
            Some(title) => format!("{title}, if {when}:"),
            None => format!("If {when}:"),
        };
        items.push(line(words, &letter, &condition, &case.set, &case.steps, case.because.as_deref()));
        let heading = case.title.clone().unwrap_or_else(|| format!("If {}", words.expression(&case.when)));
        branches.extend(branch(words, &case.steps, &heading, number, &letter, level));
    }
    match &decide.otherwise {
        Some(Otherwise::Continue) => items.push(vec![Inline::strong("Otherwise"), " go on.".into()]),
        Some(Otherwise::Branch { because, set, steps }) => {
            let letter = letter(decide.cases.len());
            items.push(line(words, &letter, "Otherwise:", set, steps, because.as_deref()));
            branches.extend(branch(words, steps, "Otherwise", number, &letter, level));
        }
        None => {}
    }
    if !items.is_empty() {
        own.push(Block::bullets(items));
    }
    (own, branches)
}

fn line(
    words: &Words<'_>,
    letter: &str,
    condition: &str,
    set: &IndexMap<Name, Formula>,
    steps: &[Step],
    because: Option<&str>,
) -> Vec<Inline> {
    let mut then =
        series(set.iter().map(|(name, formula)| format!("{} is {}", words.name(name), words.formula(formula))), "and");
    match (steps.is_empty(), then.is_empty()) {
        (true, true) => then.push_str("go on"),
        (true, false) => {}
        (false, true) => then.push_str(&format!("do the steps under {letter} below")),
        (false, false) => then.push_str(&format!("; do the steps under {letter} below")),
    }
    let mut text = vec![Inline::strong(format!("{letter}. {condition}")), format!(" {then}.").into()];
    text.extend(because.map(|because| Inline::Text(format!(" ({})", sentence(because)))));
    text
}

fn branch(words: &Words<'_>, steps: &[Step], heading: &str, number: &str, letter: &str, level: u8) -> Option<Block> {
    let steps = (!steps.is_empty()).then(|| step::list(words, steps, &format!("{number}{letter}."), 0, level + 2))?;
    Some(Block::section(level + 1, format!("{number}{letter}. {heading}"), steps))
}

fn table(words: &Words<'_>, table: &Table) -> Vec<Block> {
    let rule = match table.hit {
        Hit::Unique => "Exactly one row holds:",
        Hit::First => "The first row that holds counts:",
        Hit::Priority => "Of the rows that hold, the one whose result stands first among the allowed values counts:",
        Hit::Any => "Any row that holds counts; all that do say the same:",
        Hit::Collect => "Every row that holds counts; the results are lists:",
    };
    let explained = table.rules.iter().any(|row| row.because.is_some());
    let mut head: Vec<Vec<Inline>> = table
        .inputs
        .iter()
        .map(|input| vec![Inline::Text(raised(&words.expression(input)))])
        .chain(table.results.iter().map(|name| vec![Inline::Text(format!("→ {}", raised(&words.name(name))))]))
        .collect();
    if explained {
        head.push(vec!["Why".into()]);
    }
    let rows = table.rules.iter().map(|row| {
        let inputs = row.inputs.iter().map(words::cell);
        let results = row.results.iter().map(|result| words.formula(result));
        let why = explained.then(|| row.because.clone().unwrap_or_default());
        inputs.chain(results).chain(why).map(|cell| vec![Inline::Text(cell)]).collect()
    });
    vec![Block::paragraph(rule), Block::Table { head, rows: rows.collect() }]
}
