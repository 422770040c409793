//! What stands before the steps: purpose, people, what starts it, what it needs to know.

use indexmap::IndexMap;

use super::prose;
use super::reading::{Block, Inline};
use super::words::{self, Words, field_kind, field_notes, lowered, raised, sentence, spaced};
use crate::document::{Field, Name};

pub(super) fn blocks(words: &Words<'_>) -> Vec<Block> {
    let procedure = words.procedure;
    let mut blocks = Vec::new();
    if let Some(purpose) = &procedure.purpose {
        blocks.push(Block::section(2, "Purpose", prose::markdown(purpose)));
    }
    if let Some(scope) = &procedure.scope {
        blocks.push(Block::section(2, "Scope", prose::markdown(scope)));
    }
    let facts = facts(words);
    if !facts.is_empty() {
        blocks.push(Block::section(2, "At a glance", vec![Block::bullets(facts)]));
    }
    if !procedure.roles.is_empty() {
        blocks.push(Block::section(2, "Who takes part", vec![roles(words)]));
    }
    if !procedure.triggers.is_empty() {
        let triggers = procedure.triggers.iter().map(|trigger| vec![words::trigger(words, trigger).into()]);
        blocks.push(Block::section(2, "What starts it", vec![Block::bullets(triggers)]));
    }
    if !procedure.data.is_empty() {
        blocks.push(Block::section(2, "What it needs to know", vec![fields(words, &procedure.data)]));
    }
    if !procedure.settings.is_empty() {
        blocks.push(Block::section(2, "What can be tuned", vec![fields(words, &procedure.settings)]));
    }
    blocks
}

fn facts(words: &Words<'_>) -> Vec<Vec<Inline>> {
    let procedure = words.procedure;
    let mut facts: Vec<(&str, String)> = Vec::new();
    if let Some(owner) = &procedure.owner {
        facts.push(("Owner", words.the_role(owner)));
    }
    if procedure.readers.is_some() {
        facts.push(("Read by", words.readers()));
    }
    if let Some(review) = procedure.review {
        facts.push(("Reviewed", review.to_string()));
    }
    if let Some(due) = &procedure.due {
        facts.push(("To be done", words::due(words, due, "the start")));
    }
    if let Some(calendar) = &procedure.calendar {
        facts.push(("Working hours", words::calendar(calendar)));
    }
    if !procedure.standards.is_empty() {
        facts.push(("Standards", procedure.standards.join("; ")));
    }
    if !procedure.outputs.is_empty() {
        facts.push(("Result", words.names(&procedure.outputs)));
    }
    if !procedure.tags.is_empty() {
        facts.push(("Filed under", procedure.tags.join(", ")));
    }
    facts
        .into_iter()
        .map(|(label, text)| vec![Inline::strong(format!("{label}:")), format!(" {text}").into()])
        .collect()
}

fn roles(words: &Words<'_>) -> Block {
    let roles = words.procedure.roles.iter().map(|(id, role)| {
        let title = role.title.clone().unwrap_or_else(|| spaced(id));
        let mut text = vec![Inline::strong(raised(&title))];
        if let Some(description) = &role.description {
            text.push(format!(": {}", sentence(&lowered(description))).into());
        }
        if role.training_required {
            text.push(" Must have read and acknowledged the current version.".into());
        }
        text
    });
    Block::bullets(roles)
}

fn fields(words: &Words<'_>, fields: &IndexMap<Name, Field>) -> Block {
    let rows = fields.iter().map(|(name, field)| {
        let title = field.title.clone().unwrap_or_else(|| spaced(name));
        vec![
            vec![Inline::strong(raised(&title))],
            vec![raised(&field_kind(words, field)).into()],
            vec![field_notes(field).into()],
        ]
    });
    let mut head = vec![vec!["Name".into()], vec!["What it is".into()], vec!["Notes".into()]];
    let mut rows: Vec<Vec<Vec<Inline>>> = rows.collect();
    if fields.values().all(|field| field_notes(field).is_empty()) {
        head.truncate(2);
        rows.iter_mut().for_each(|row| row.truncate(2));
    }
    Block::Table { head, rows }
}
