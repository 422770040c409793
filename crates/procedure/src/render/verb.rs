//! What each kind of step does, in words.

use indexmap::IndexMap;

use super::decision;
use super::prose;
use super::reading::{Block, Inline};
use super::sideways;
use super::step;
use super::words::{self, Words, count, field_kind, kept, letter, plural, raised, sentence, series, spaced};
use crate::document::{
    Agent, Approve, Call, Consequence, Document, DocumentFormat, Each, Field, Group, Join, Name, Notify, Person,
    Recipient, Save, Step, Subprocedure, Together, Tool, Verb, Wait,
};
use crate::expression::Formula;
use crate::value::Value;

/// What the step says of its work, and the steps inside it.
pub(super) fn blocks(words: &Words<'_>, step: &Step, number: &str, level: u8) -> (Vec<Block>, Vec<Block>) {
    let body = |steps: &[Step], before: usize| step::list(words, steps, &format!("{number}."), before, level + 1);
    match &step.verb {
        Verb::Person { person } => (person_blocks(words, person), Vec::new()),
        Verb::Approve { approve } => (approve_blocks(words, approve), Vec::new()),
        Verb::Call(call) => (call_blocks(words, call), Vec::new()),
        Verb::Agent { agent } => (agent_blocks(words, agent), Vec::new()),
        Verb::Set { set } => (vec![settled(words, set)], Vec::new()),
        Verb::Decide { decide } => decision::blocks(words, decide, number, level),
        Verb::Group { group } => group_blocks(words, group, number, level),
        Verb::Together { together } => together_blocks(words, together, number, level),
        Verb::Repeat { repeat } => {
            let text = format!(
                "Repeat these steps until {}, at most {}.",
                words.expression(&repeat.until),
                plural(u64::from(repeat.at_most.get()), "time")
            );
            (vec![Block::paragraph(text)], body(&repeat.steps, 0))
        }
        Verb::Each { each } => (each_blocks(words, each), body(&each.steps, 0)),
        Verb::Wait { wait, save } => (wait_blocks(words, wait, save.as_ref()), Vec::new()),
        Verb::Document { document, save } => (document_blocks(words, document, save.as_ref()), Vec::new()),
        Verb::Notify { notify } => (notify_blocks(words, notify), Vec::new()),
        Verb::Procedure(inner) => (procedure_blocks(words, inner), Vec::new()),
        Verb::Raise { raise } => {
            (vec![Block::paragraph(format!("The exception {} is raised.", words.exception(raise)))], Vec::new())
        }
        Verb::End { end } => {
            (vec![Block::paragraph(format!("The whole run ends here as “{}”.", words.outcome(end)))], Vec::new())
        }
    }
}

/// One field to fill in: its name, its question, what it may hold.
fn to_fill_in(words: &Words<'_>, name: &Name) -> Vec<Inline> {
    let mut text = vec![Inline::strong(raised(&words.name(name)))];
    if let Some(field) = words.procedure.data.get(name) {
        let optional = if field.optional { "; may be left empty" } else { "" };
        text.push(format!(" ({}{optional})", field_kind(words, field)).into());
        text.extend(field.ask.as_ref().map(|ask| Inline::Text(format!(": {ask}"))));
    }
    text
}

fn form(words: &Words<'_>, names: &[Name]) -> Vec<Block> {
    if names.is_empty() {
        return Vec::new();
    }
    let items = names.iter().map(|name| to_fill_in(words, name));
    vec![Block::Paragraph(vec![Inline::strong("Record:")]), Block::bullets(items)]
}

fn signature(sign: Option<&String>) -> Option<Block> {
    sign.map(|meaning| Block::paragraph(format!("Sign it. The signature means: {}", sentence(meaning))))
}

fn person_blocks(words: &Words<'_>, person: &Person) -> Vec<Block> {
    let mut blocks = form(words, &person.collect);
    for (name, condition) in &person.evidence {
        let (name, condition) = (raised(&words.name(name)), words.expression(condition));
        let text = if condition == "true" {
            format!("{name} is needed as evidence.")
        } else {
            format!("{name} is needed as evidence if {condition}.")
        };
        blocks.push(Block::paragraph(text));
    }
    blocks.extend(signature(person.sign.as_ref()));
    blocks
}

fn approve_blocks(words: &Words<'_>, approve: &Approve) -> Vec<Block> {
    let mut blocks = form(words, &approve.collect);
    let mut notes = Vec::new();
    if !approve.covers.is_empty() {
        let covered = words.names(&approve.covers);
        let change = if approve.covers.len() == 1 { "changes" } else { "change" };
        notes.push(format!("The approval no longer holds if {covered} {change} afterwards."));
    }
    notes.push(match &approve.on_refuse {
        Some(Consequence::Continue) => "If it is refused, the run goes on with that.".to_owned(),
        Some(other) => format!("If it is refused, {}.", words::consequence(words, other)),
        None => "If it is refused, the exception “refused” is raised.".to_owned(),
    });
    blocks.push(Block::paragraph(notes.join(" ")));
    blocks.extend(signature(approve.sign.as_ref()));
    blocks
}

fn given<'a>(words: &Words<'_>, with: impl Iterator<Item = (&'a str, &'a Formula)>) -> Option<Block> {
    let items: Vec<Vec<Inline>> = with
        .map(|(name, formula)| vec![format!("{}: {}", raised(&spaced(name)), words.formula(formula)).into()])
        .collect();
    (!items.is_empty()).then(|| Block::bullets(items))
}

fn call_blocks(words: &Words<'_>, call: &Call) -> Vec<Block> {
    let (action, connector) = (spaced(&call.call.action.replace('.', " ")), spaced(&call.call.connector));
    let with = if call.with.is_empty() { "." } else { " with:" };
    let mut blocks = vec![Block::Paragraph(vec![
        "The system ".into(),
        Inline::strong(connector),
        " does this by itself: ".into(),
        Inline::strong(action),
        with.into(),
    ])];
    blocks.extend(given(words, call.with.iter().map(|(name, formula)| (name.as_str(), formula))));
    let mut notes = Vec::new();
    notes.extend(call.save.as_ref().map(|save| sentence(&kept(words, save))));
    notes.extend(call.once.as_ref().map(|once| format!("Done only once for each value of {}.", words.formula(once))));
    if !notes.is_empty() {
        blocks.push(Block::paragraph(notes.join(" ")));
    }
    blocks
}

fn agent_blocks(words: &Words<'_>, agent: &Agent) -> Vec<Block> {
    let mut blocks = vec![Block::paragraph("An AI assistant works towards this goal:")];
    blocks.push(Block::Quote(prose::template(words, &agent.goal)));
    if !agent.tools.is_empty() {
        let tools = agent.tools.iter().map(|tool| match tool {
            Tool::Action(action) => {
                format!("{} of {}", spaced(&action.action.replace('.', " ")), spaced(&action.connector))
            }
            Tool::All(connector) => format!("all of {}", spaced(connector)),
        });
        blocks.push(Block::paragraph(format!("It may use {}.", series(tools, "and"))));
    }
    let limits = agent.limits;
    let mut most = Vec::new();
    most.extend(limits.turns.map(|turns| plural(u64::from(turns), "exchange")));
    most.extend(limits.tokens.map(|tokens| plural(tokens, "token")));
    most.extend(limits.time.map(words::duration));
    if !most.is_empty() {
        blocks.push(Block::paragraph(format!("It has at most {}.", series(most, "and"))));
    }
    if !agent.returns.is_empty() {
        blocks.push(Block::paragraph("It must give:"));
        blocks.push(Block::bullets(agent.returns.iter().map(|(name, field)| returned(words, name, field))));
    }
    blocks
}

fn returned(words: &Words<'_>, name: &Name, field: &Field) -> Vec<Inline> {
    let title = field.title.clone().unwrap_or_else(|| words.name(name));
    let note = field.description.as_ref().map(|text| format!(". {}", sentence(text))).unwrap_or_default();
    vec![Inline::strong(raised(&title)), format!(" ({}){note}", field_kind(words, field)).into()]
}

/// Values that are set, as a list.
fn settled(words: &Words<'_>, set: &IndexMap<Name, Formula>) -> Block {
    Block::bullets(set.iter().map(|(name, formula)| {
        vec![Inline::strong(raised(&words.name(name))), format!(" is {}.", words.formula(formula)).into()]
    }))
}

fn group_blocks(words: &Words<'_>, group: &Group, number: &str, level: u8) -> (Vec<Block>, Vec<Block>) {
    let mut own = vec![Block::paragraph("These steps belong together.")];
    if let Some(until) = &group.until {
        let until = words.expression(until);
        own = vec![Block::paragraph(format!(
            "Do these steps until {until}. This is looked at before the first step and after each; the rest is left out."
        ))];
    }
    let mut inner = step::list(words, &group.steps, &format!("{number}."), 0, level + 1);
    if let Some(recheck) = &group.recheck {
        inner.push(Block::paragraph("Each time before that is looked at:"));
        let steps = std::slice::from_ref(recheck.as_ref());
        inner.extend(step::list(words, steps, &format!("{number}."), group.steps.len(), level + 1));
    }
    inner.extend(sideways::exceptions(words, &group.exceptions, number, level + 1));
    (own, inner)
}

fn together_blocks(words: &Words<'_>, together: &Together, number: &str, level: u8) -> (Vec<Block>, Vec<Block>) {
    let text = match together.join {
        Join::All => "These branches go on at the same time. All must be done before the next step.",
        Join::Any => "These branches go on at the same time. The first one done ends the others.",
    };
    let inner = together.branches.iter().enumerate().map(|(at, (name, steps))| {
        let letter = letter(at);
        let blocks = step::list(words, steps, &format!("{number}{letter}."), 0, level + 2);
        Block::section(level + 1, format!("{number}{letter}. {}", raised(&spaced(name))), blocks)
    });
    (vec![Block::paragraph(text)], inner.collect())
}

fn each_blocks(words: &Words<'_>, each: &Each) -> Vec<Block> {
    let pace = match each.at_once.map_or(1, std::num::NonZeroU32::get) {
        1 => "one after the other".to_owned(),
        at_once => format!("{} at a time", count(u64::from(at_once))),
    };
    let (item, list) = (spaced(&each.item), words.expression(&each.of));
    let mut text = format!("For every {item} of {list}, {pace}:");
    if !each.gather.is_empty() {
        let gathered = each
            .gather
            .iter()
            .map(|(name, formula)| format!("{} lists {} of every {item}", words.name(name), words.formula(formula)));
        text = format!("For every {item} of {list}, {pace}. In the end {}:", series(gathered, "and"));
    }
    vec![Block::paragraph(text)]
}

/// A length written out as `3d` is 3 days.
fn length_of_time(words: &Words<'_>, length: &Formula) -> String {
    let literal = match length {
        Formula::Literal(Value::Text(text)) => text.parse().ok(),
        Formula::Literal(_) | Formula::Expression(_) | Formula::List(_) | Formula::Object(_) => None,
    };
    literal.map_or_else(|| words.formula(length), words::duration)
}

fn wait_blocks(words: &Words<'_>, wait: &Wait, save: Option<&Save>) -> Vec<Block> {
    let mut ways = Vec::new();
    ways.extend(wait.duration.as_ref().map(|length| format!("for {}", length_of_time(words, length))));
    ways.extend(wait.until.as_ref().map(|until| format!("until {}", words.expression(until))));
    if let Some(event) = &wait.event {
        let which = wait.when.as_ref().map(|when| format!(" where {}", words.expression(when))).unwrap_or_default();
        ways.push(format!("for the event {event}{which}"));
    }
    let first = if ways.len() > 1 { ", whichever comes first" } else { "" };
    let mut text = format!("Wait {}{first}.", series(ways, "or"));
    text.extend(save.map(|save| format!(" {}", sentence(&kept(words, save).replace("the result", "the event")))));
    vec![Block::paragraph(text)]
}

fn document_blocks(words: &Words<'_>, document: &Document, save: Option<&Save>) -> Vec<Block> {
    let format = match document.format {
        DocumentFormat::Pdf => "A PDF document",
        DocumentFormat::Docx => "A Word document",
        DocumentFormat::Html => "A web page",
        DocumentFormat::Markdown => "A text document",
    };
    let name = document.name.as_ref().map(|name| format!(" named “{}”", words.template(name))).unwrap_or_default();
    let kept = save.map(|save| format!(" {}", sentence(&kept(words, save).replace("the result", "the file"))));
    let mut text = format!("{format}{name} is made from the text below.");
    text.extend(kept);
    vec![Block::paragraph(text), Block::Quote(prose::template(words, &document.template))]
}

fn notify_blocks(words: &Words<'_>, notify: &Notify) -> Vec<Block> {
    let to = match &notify.to {
        Recipient::Role(role) => words.the_role_of(role),
        Recipient::Person { person } => words.formula(person),
    };
    let subject = notify.subject.as_ref().map(|subject| format!(", under “{}”", words.template(subject)));
    let text = format!("{} is told{}:", raised(&to), subject.unwrap_or_default());
    vec![Block::paragraph(text), Block::Quote(prose::template(words, &notify.text))]
}

fn procedure_blocks(words: &Words<'_>, inner: &Subprocedure) -> Vec<Block> {
    let with = if inner.with.is_empty() { "." } else { ", with:" };
    let mut blocks = vec![Block::Paragraph(vec![
        "Run the procedure ".into(),
        Inline::strong(spaced(&inner.procedure)),
        format!(" and wait for its end{with}").into(),
    ])];
    blocks.extend(given(words, inner.with.iter().map(|(name, formula)| (name.as_str(), formula))));
    blocks.extend(inner.save.as_ref().map(|save| Block::paragraph(sentence(&kept(words, save)))));
    blocks
}
