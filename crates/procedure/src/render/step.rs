//! Steps: their numbers and headings, and what every kind of step may say.

use super::prose;
use super::reading::{Block, Inline};
use super::verb;
use super::words::{self, Words, raised, sentence, series};
use crate::document::{Approve, AutonomyLevel, Check, Obligation, Person, Rule, Step, Verb};

/// Steps under their numbers; `before` steps stand before them under the same prefix.
pub(super) fn list(words: &Words<'_>, steps: &[Step], prefix: &str, before: usize, level: u8) -> Vec<Block> {
    if steps.is_empty() {
        return vec![Block::paragraph("There are no steps.")];
    }
    steps
        .iter()
        .enumerate()
        .map(|(index, step)| {
            let number = format!("{prefix}{}", before + index + 1);
            Block::Section {
                level,
                heading: vec![format!("{number}. {}", words.title(step)).into()],
                anchor: Some(format!("step-{}", step.id)),
                blocks: body(words, step, &number, level),
            }
        })
        .collect()
}

/// All that a step says below its heading.
pub(super) fn body(words: &Words<'_>, step: &Step, number: &str, level: u8) -> Vec<Block> {
    let mut blocks = Vec::new();
    if let Some(condition) = &step.condition {
        let condition = words.expression(condition);
        blocks.push(Block::Paragraph(vec![
            Inline::strong("Only if"),
            format!(" {condition}. Otherwise this step is left out.").into(),
        ]));
    }
    let who = who(words, step);
    if !who.is_empty() {
        blocks.push(Block::Paragraph(vec![Inline::emphasis(who)]));
    }
    if let Some(instructions) = &step.instructions {
        blocks.extend(prose::template(words, instructions));
    }
    let (rules, notes) = (rules(&step.rules), notes(words, step));
    // What is inside comes last, so that all about the step itself stands together.
    let (own, inner) = verb::blocks(words, step, number, level);
    blocks.extend(own);
    blocks.extend(rules);
    blocks.extend(checks(words, step));
    blocks.extend(errors(words, step));
    blocks.extend(notes);
    blocks.extend(inner);
    blocks
}

/// Who does it, and by when: `The support agent does this, within 4 hours.`
pub(crate) fn who(words: &Words<'_>, step: &Step) -> String {
    let due = step.due.as_ref().map(|due| words::due(words, due, "the start of this step"));
    let mut text = match &step.verb {
        Verb::Person { person } => person_does(words, person),
        Verb::Approve { approve } => approvers(words, approve),
        Verb::Call(_)
        | Verb::Agent { .. }
        | Verb::Set { .. }
        | Verb::Decide { .. }
        | Verb::Group { .. }
        | Verb::Together { .. }
        | Verb::Repeat { .. }
        | Verb::Each { .. }
        | Verb::Wait { .. }
        | Verb::Document { .. }
        | Verb::Notify { .. }
        | Verb::Procedure(_)
        | Verb::Raise { .. }
        | Verb::End { .. } => String::new(),
    };
    let barred = match &step.verb {
        Verb::Person { person } => person.not_by.as_slice(),
        Verb::Approve { approve } => approve.not_by.as_slice(),
        _ => &[],
    };
    if !barred.is_empty() {
        text.push_str(&format!("; not {}", words::barred(words, barred)));
    }
    match due {
        Some(due) if text.is_empty() => text = format!("To be done {due}"),
        Some(due) => text.push_str(&format!("{} {due}", if barred.is_empty() { "," } else { ". To be done" })),
        None => {}
    }
    if text.is_empty() { text } else { sentence(&text) }
}

fn person_does(words: &Words<'_>, person: &Person) -> String {
    match &person.assign {
        Some(assign) => format!("{} does this, as {}", words.formula(assign), words.the_role_of(&person.role)),
        None => format!("{} does this", words.the_role_of(&person.role)),
    }
}

fn approvers(words: &Words<'_>, approve: &Approve) -> String {
    let roles: Vec<String> = approve.by.iter().map(|role| words.the_role_of(role)).collect();
    let several = roles.len() > 1;
    let roles = series(roles, "and");
    match (approve.quorum.unwrap_or(1), several) {
        (_, _) if roles.is_empty() => "Somebody approves".to_owned(),
        (0 | 1, false) => format!("{roles} approves"),
        (0 | 1, true) => format!("{roles} must each approve"),
        (quorum, false) => format!("{} people of {roles} must approve", words::count(u64::from(quorum))),
        (quorum, true) => format!("{} people of each of {roles} must approve", words::count(u64::from(quorum))),
    }
}

fn because(reason: Option<&str>) -> String {
    reason.map(|reason| format!(" Because: {}", sentence(reason))).unwrap_or_default()
}

fn rules(rules: &[Rule]) -> Option<Block> {
    let items: Vec<Vec<Inline>> = rules
        .iter()
        .map(|rule| {
            let (word, text) = match &rule.obligation {
                Obligation::Must(text) => ("MUST", text),
                Obligation::MustNot(text) => ("MUST NOT", text),
            };
            let text = format!(" {}{}", full_stop(text), because(rule.because.as_deref()));
            vec![Inline::strong(word), text.into()]
        })
        .collect();
    (!items.is_empty()).then(|| Block::bullets(items))
}

/// A clause that goes on from a word before it, with a full stop.
fn full_stop(text: &str) -> String {
    let text = text.trim();
    if text.ends_with(['.', '!', '?']) { text.to_owned() } else { format!("{text}.") }
}

fn checks(words: &Words<'_>, step: &Step) -> Vec<Block> {
    if step.checks.is_empty() {
        return Vec::new();
    }
    let items = step.checks.iter().map(|check| vec![Inline::Text(check_line(words, step, check))]);
    vec![Block::Paragraph(vec![Inline::strong("Check that:")]), Block::bullets(items)]
}

fn check_line(words: &Words<'_>, step: &Step, check: &Check) -> String {
    let otherwise = match (&check.otherwise, &step.verb) {
        (Some(otherwise), _) => format!(" If not, {}.", words::consequence(words, otherwise)),
        (None, Verb::Person { .. } | Verb::Approve { .. }) => " If not, correct it.".to_owned(),
        (None, _) => " If not, the exception “check failed” is raised.".to_owned(),
    };
    format!("{}.{}{otherwise}", raised(&words.expression(&check.that)), because(check.because.as_deref()))
}

fn errors(words: &Words<'_>, step: &Step) -> Vec<Block> {
    if step.on_error.is_empty() {
        return Vec::new();
    }
    let alone = step.on_error.len() == 1;
    let items = step.on_error.iter().map(|(error, reaction)| {
        let clause = words::reaction(words, reaction);
        vec![Inline::Text(sentence(&format!("{}, {clause}", words::error_name(error, alone))))]
    });
    vec![Block::Paragraph(vec![Inline::strong("If something goes wrong:")]), Block::bullets(items)]
}

fn notes(words: &Words<'_>, step: &Step) -> Option<Block> {
    let mut notes: Vec<String> = Vec::new();
    if !step.remind.is_empty() {
        let reminders = series(step.remind.iter().map(words::reminder), "and");
        notes.push(format!("A reminder is sent {reminders}."));
    }
    if let Some(autonomy) = &step.autonomy {
        let who = autonomy.role.as_ref().map_or_else(|| words.the_owner(), |role| words.the_role(role));
        notes.push(match autonomy.level {
            AutonomyLevel::Human => sentence(&format!("{who} does this; the machine only suggests")),
            AutonomyLevel::Confirm => {
                sentence(&format!("the machine prepares this; {who} accepts, changes or refuses it"))
            }
            AutonomyLevel::Auto => "The machine does this by itself.".to_owned(),
        });
    }
    if !step.visible_to.is_empty() {
        let roles = series(step.visible_to.iter().map(|role| words.the_role(role)), "and");
        notes.push(format!("Only {roles} can see this step."));
    }
    if step.guide.is_some() {
        notes.push("A recording shows how it is done.".to_owned());
    }
    if !step.standards.is_empty() {
        notes.push(format!("Standards: {}.", step.standards.join("; ")));
    }
    if !step.tags.is_empty() {
        notes.push(format!("Filed under: {}.", step.tags.join(", ")));
    }
    (!notes.is_empty()).then(|| Block::paragraph(notes.join(" ")))
}
