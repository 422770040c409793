//! What stands after the steps: exceptions, who hears of what, what counts as success, how it can end, examples.

use std::collections::BTreeSet;

use super::reading::{Block, Inline};
use super::step;
use super::words::{self, Words, raised, sentence, series, spaced};
use crate::document::{Counts, Escalation, EscalationCause, Example, Exception, Finish, Handler, Resume, Severity};

pub(super) fn blocks(words: &Words<'_>) -> Vec<Block> {
    let procedure = words.procedure;
    let mut blocks = exceptions(words, &procedure.exceptions, "", 2);
    if !procedure.escalation.is_empty() {
        let rules = procedure.escalation.iter().map(|rule| vec![Inline::Text(escalation(words, rule))]);
        blocks.push(Block::section(2, "Who hears of what", vec![Block::bullets(rules)]));
    }
    if !procedure.success.is_empty() {
        let criteria = procedure.success.iter().map(|criterion| vec![Inline::Text(success(words, criterion))]);
        blocks.push(Block::section(2, "What counts as success", vec![Block::bullets(criteria)]));
    }
    if !procedure.outcomes.is_empty() {
        let outcomes = procedure.outcomes.iter().map(|(id, outcome)| {
            let counts = match outcome.counts {
                Counts::Success => " counts as a success.",
                Counts::Neutral => " counts neither way.",
                Counts::Failure => " counts as a failure.",
            };
            vec![Inline::strong(raised(&words.outcome(id))), counts.into()]
        });
        blocks.push(Block::section(2, "How else it can end", vec![Block::bullets(outcomes)]));
    }
    if !procedure.examples.is_empty() {
        let examples = procedure.examples.iter().map(|given| example(words, given)).collect();
        blocks.push(Block::section(2, "Examples", examples));
    }
    blocks
}

/// Exceptions with what is done about them; `number` is that of the group that handles them.
pub(super) fn exceptions(words: &Words<'_>, exceptions: &[Exception], number: &str, level: u8) -> Vec<Block> {
    if exceptions.is_empty() {
        return Vec::new();
    }
    let each = exceptions.iter().enumerate().map(|(at, exception)| {
        let number = format!("{number}E{}", at + 1);
        Block::Section {
            level: level + 1,
            heading: vec![format!("{number}. {}", exception.title).into()],
            anchor: None,
            blocks: handling(words, exception, &number, level + 1),
        }
    });
    let heading =
        if number.is_empty() { "What may go sideways".to_owned() } else { format!("Exceptions in step {number}") };
    vec![Block::section(level, heading, each.collect())]
}

fn handling(words: &Words<'_>, exception: &Exception, number: &str, level: u8) -> Vec<Block> {
    let mut notes = Vec::new();
    notes.extend(exception.severity.map(|severity| format!("Severity: {}.", self::severity(severity))));
    notes.extend(exception.when.as_ref().map(|when| format!("This is so each time {}.", words.expression(when))));
    let Handler { steps, escalate, finish } = &exception.then;
    notes.extend(escalate.as_ref().map(|role| sentence(&format!("{} is told at once", words.the_role(role)))));
    let end = finish_in_words(words, finish);
    let mut blocks = Vec::new();
    if steps.is_empty() {
        notes.push(sentence(&end));
        blocks.push(Block::paragraph(notes.join(" ")));
        return blocks;
    }
    if !notes.is_empty() {
        blocks.push(Block::paragraph(notes.join(" ")));
    }
    blocks.extend(step::list(words, steps, &format!("{number}."), 0, level + 1));
    blocks.push(Block::paragraph(sentence(&format!("after that, {end}"))));
    blocks
}

pub(crate) fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Minor => "minor",
        Severity::Major => "major",
        Severity::Critical => "critical",
    }
}

/// How a handler ends, as a clause.
pub(crate) fn finish_in_words(words: &Words<'_>, finish: &Finish) -> String {
    match finish {
        Finish::Resume { resume: Resume::Retry } => "the step is done again".to_owned(),
        Finish::Resume { resume: Resume::RetryBlock { retry } } => {
            format!("the run goes back to {}", words.step(retry))
        }
        Finish::Resume { resume: Resume::Continue } => "the run goes on after the step, without its result".to_owned(),
        Finish::End { end } => format!("the run ends as “{}”", words.outcome(end)),
    }
}

/// `If step 2 (Inspect the item) is 2 hours overdue, the support lead is told and takes over its open tasks.`
pub(crate) fn escalation(words: &Words<'_>, rule: &Escalation) -> String {
    let steps = match rule.steps.as_slice() {
        [] => "a step or the run".to_owned(),
        steps => series(steps.iter().map(|step| words.step(step)), "or"),
    };
    let cause = match &rule.after {
        EscalationCause::Overdue(length) => format!("if {steps} is {} overdue", words::duration(*length)),
        EscalationCause::BeforeDue(length) => format!("{} before {steps} is due", words::duration(*length)),
        EscalationCause::Failed(verb) => {
            let what = match verb.as_str() {
                "call" => "a system’s answer",
                "agent" => "an AI assistant’s work",
                "document" => "the making of a document",
                "notify" => "a notice",
                "procedure" => "another procedure",
                other => other,
            };
            let within = if rule.steps.is_empty() { String::new() } else { format!(" in {steps}") };
            format!("if {what} fails{within}")
        }
        EscalationCause::Raised(exception) => {
            let within = if rule.steps.is_empty() { String::new() } else { format!(" in {steps}") };
            format!("if the exception {} is raised{within}", words.exception(exception))
        }
        EscalationCause::Refused(step) => format!("if {} is refused", words.step(step)),
    };
    let mut then = Vec::new();
    if !rule.notify.is_empty() {
        let told = series(rule.notify.iter().map(|role| words.the_role(role)), "and");
        then.push(format!("{told} {} told", if rule.notify.len() == 1 { "is" } else { "are" }));
    }
    if let Some(role) = &rule.reassign {
        then.push(match rule.notify.as_slice() {
            [only] if only == role => "takes over the open tasks".to_owned(),
            _ => format!("{} takes over the open tasks", words.the_role(role)),
        });
    }
    if then.is_empty() {
        then.push("nobody is told".to_owned());
    }
    let text = rule.text.as_ref().map(|text| format!(" They are told: “{}”", words.template(text)));
    format!("{}{}", sentence(&format!("{cause}, {}", series(then, "and"))), text.unwrap_or_default())
}

pub(crate) fn success(words: &Words<'_>, criterion: &crate::document::Criterion) -> String {
    let mut text = sentence(&words.expression(&criterion.that));
    text.extend(criterion.because.as_ref().map(|because| format!(" {}", sentence(because))));
    if !criterion.outcomes.is_empty() {
        let outcomes = series(criterion.outcomes.iter().map(|outcome| format!("“{}”", words.outcome(outcome))), "or");
        text.push_str(&format!(" Judged when the run ends as {outcomes}."));
    }
    text
}

fn example(words: &Words<'_>, example: &Example) -> Block {
    let pairs = |values: &indexmap::IndexMap<crate::document::Name, crate::value::Value>| {
        values
            .iter()
            .map(|(name, value)| format!("{} is {}", words.name(name), words::value(value)))
            .collect::<Vec<_>>()
    };
    let mut items = Vec::new();
    let mut given = pairs(&example.given);
    given.extend(
        example.settings.iter().map(|(name, value)| format!("{} is set to {}", spaced(name), words::value(value))),
    );
    given.extend(example.at.map(|at| format!("the clock says {at}")));
    if !given.is_empty() {
        items.push(vec![Inline::strong("Given that"), format!(" {}.", series(given, "and")).into()]);
    }
    if !example.answers.is_empty() {
        let known: BTreeSet<String> =
            words::numbered(words.procedure).iter().map(|(step, _)| step.id.to_string()).collect();
        let answers = example.answers.iter().map(|(who, answer)| {
            let who = match who.parse() {
                Ok(step) if known.contains(who) => words.step(&step),
                Ok(_) | Err(_) => spaced(&who.replace('.', " ")),
            };
            format!("{who} gives {}", words::value(answer))
        });
        items.push(vec![Inline::strong("When"), format!(" {}.", series(answers, "and")).into()]);
    }
    let mut then = Vec::new();
    let expect = &example.expect;
    then.extend(expect.outcome.as_ref().map(|outcome| format!("the run ends as “{}”", words.outcome(outcome))));
    if !expect.path.is_empty() {
        let path = expect.path.iter().map(|step| words.number(step).map_or_else(|| spaced(step), str::to_owned));
        then.push(format!("the steps done are {}", series(path, "and")));
    }
    then.extend(pairs(&expect.data));
    if !expect.exceptions.is_empty() {
        let raised = series(expect.exceptions.iter().map(|exception| words.exception(exception)), "and");
        then.push(format!("the exceptions raised are {raised}"));
    }
    if !then.is_empty() {
        items.push(vec![Inline::strong("Then"), format!(" {}.", series(then, "and")).into()]);
    }
    Block::section(3, raised(&example.name), vec![Block::bullets(items)])
}
