//! The document for people: as Markdown, as HTML, as text for a terminal, in plain words.
//!
//! One reading is built and printed three ways, so all say the same. Nothing of the format's spelling shows, and every
//! document renders, a faulty one too: what a reference does not find is called by its id. Authors' prose is data: raw
//! HTML is dropped, links lead to http, https and mailto only, and a terminal gets no control characters.

mod decision;
mod head;
mod html;
mod markdown;
mod prose;
mod reading;
pub(crate) mod sideways;
mod step;
mod text;
mod verb;
pub(crate) mod words;

use crate::document::{Procedure, Step, StepId, Trigger};
use crate::template::Template;
use words::Words;

pub(crate) use reading::{Block, Inline};

/// The whole document as Markdown (CommonMark with tables).
pub fn markdown(procedure: &Procedure) -> String {
    markdown::print(&[whole(procedure)])
}

/// The whole document as an HTML fragment: no scripts, no styles, every text escaped. Each step is a `<section>` whose
/// id is `step-` and the step's id.
pub fn html(procedure: &Procedure) -> String {
    html::print(&[whole(procedure)])
}

/// The whole document as an HTML page of its own, with a style for screens and for paper.
pub fn page(procedure: &Procedure) -> String {
    html::page(&procedure.title, &html(procedure))
}

/// The whole document as plain text, wrapped at `width` characters (30 to 400).
pub fn text(procedure: &Procedure, width: usize) -> String {
    text::print(&[whole(procedure)], width)
}

/// One step, with the steps inside it, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepInWords {
    /// As the reading view numbers it: `2`, `3a.1`.
    pub number: String,
    pub title: String,
    /// Who does it and by when, in one sentence; empty where there is nobody to name.
    pub who: String,
    pub markdown: String,
    pub html: String,
    pub text: String,
}

/// Every step with its number, in the order of the document.
pub fn numbers(procedure: &Procedure) -> Vec<(&Step, String)> {
    words::numbered(procedure)
}

/// Every step with its title as the reading view has it, what is filled in at run time as `‹words›`; in the order of
/// [`Procedure::all_steps`].
pub fn titles(procedure: &Procedure) -> Vec<(&Step, String)> {
    let words = Words::of(procedure);
    procedure.all_steps().into_iter().map(|at| (at.step, words.title(at.step))).collect()
}

/// One step for a run's screen; nothing when there is no such step. The text is wrapped at 80 characters.
pub fn step_in_words(procedure: &Procedure, id: &StepId) -> Option<StepInWords> {
    let words = Words::of(procedure);
    let step = procedure.step(id)?;
    let number = words.number(id)?.to_owned();
    let blocks = step::body(&words, step, &number, 3);
    Some(StepInWords {
        title: words.title(step),
        who: step::who(&words, step),
        markdown: markdown::print(&blocks),
        html: html::print(&blocks),
        text: text::print(&blocks, 80),
        number,
    })
}

/// What starts runs, as a sentence.
pub fn trigger(procedure: &Procedure, trigger: &Trigger) -> String {
    words::trigger(&Words::of(procedure), trigger)
}

/// A step's prose as an HTML fragment, with these texts in its holes, in order. What stands in a hole is shown as it is:
/// it is no Markdown, and it is escaped as every text is.
pub fn prose(template: &Template, holes: &[String]) -> String {
    html::print(&prose::filled(template, holes))
}

/// Blocks as Markdown, for other readings than the document's own.
pub(crate) fn as_markdown(blocks: &[Block]) -> String {
    markdown::print(blocks)
}

/// Blocks as text, for other readings than the document's own.
pub(crate) fn as_text(blocks: &[Block], width: usize) -> String {
    text::print(blocks, width)
}

/// What a step does, without what is inside it, as one line.
pub(crate) fn work_in_words(words: &Words<'_>, step: &crate::document::Step) -> String {
    let number = words.number(&step.id).unwrap_or_default();
    let (own, _) = verb::blocks(words, step, number, 3);
    let text = format!("{} {}", step::who(words, step), text::print(&own, 400));
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn whole(procedure: &Procedure) -> Block {
    let words = Words::of(procedure);
    let mut blocks = head::blocks(&words);
    blocks.push(Block::section(2, "Steps", step::list(&words, &procedure.steps, "", 0, 3)));
    blocks.extend(sideways::blocks(&words));
    Block::section(1, procedure.title.as_str(), blocks)
}
