//! What differs between two versions of a procedure, in words for whoever reviews the change.
//!
//! Steps are matched by id, fields by name, rows and cases by what they say. Comments, layout and the order of named
//! entries make no difference. Nothing is refused; two unlike documents simply differ in much.

mod align;
mod document;
mod field;
mod part;
mod step;
mod steps;

use serde::Serialize;

use crate::diagnostic::Path;
use crate::document::{ExceptionId, Name, OutcomeId, Procedure, RoleId, StepId};
use crate::render::words::{Words, plural};
use crate::render::{Block, Inline, as_markdown, as_text};

/// What became of a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Added,
    Removed,
    Moved,
    Changed,
}

/// Whether a run can go otherwise because of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    Behaviour,
    /// Words for people, labels, the document's own tests.
    Wording,
}

/// What a change is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// The document itself.
    Procedure,
    Role(RoleId),
    Setting(Name),
    Field(Name),
    Outcome(OutcomeId),
    Triggers,
    Step(StepId),
    Exception {
        /// The group whose handler it is; none for the document's.
        group: Option<StepId>,
        exception: ExceptionId,
    },
    Escalation,
    Success,
    Example(String),
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    pub kind: Kind,
    pub subject: Subject,
    /// The place in the document before; of what is new inside an older thing, that thing's place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path_before: Option<Path>,
    /// The place in the document after; of what is gone from a thing that stays, that thing's place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path_after: Option<Path>,
    /// The difference as one line of plain text.
    pub sentence: String,
    /// What it was, in words, whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    pub weight: Weight,
}

/// Every difference from `before` to `after`, in the order of the document. Empty exactly when both mean the same.
pub fn diff(before: &Procedure, after: &Procedure) -> Vec<Change> {
    if before == after {
        return Vec::new();
    }
    let (old, new) = (Words::of(before), Words::of(after));
    let mut changes = Vec::new();
    document::head(&old, &new, &mut changes);
    steps::compare(&old, &new, &mut changes);
    document::tail(&old, &new, &mut changes);
    if changes.is_empty() {
        // A difference that has no words, such as a value of another type that is written alike.
        changes.push(Change {
            kind: Kind::Changed,
            subject: Subject::Procedure,
            path_before: Some(Path::root()),
            path_after: Some(Path::root()),
            sentence: "The document is spelled differently, and reads the same.".to_owned(),
            before: None,
            after: None,
            weight: Weight::Wording,
        });
    }
    changes
}

/// The changes as Markdown for a reviewer: what runs differently first, then wording, each by what it is about.
pub fn in_words(changes: &[Change]) -> String {
    as_markdown(&reading(changes))
}

/// The same as plain text, wrapped at `width` characters.
pub fn in_text(changes: &[Change], width: usize) -> String {
    as_text(&reading(changes), width)
}

fn reading(changes: &[Change]) -> Vec<Block> {
    if changes.is_empty() {
        return vec![Block::paragraph("Nothing differs.")];
    }
    let of = |weight: Weight| changes.iter().filter(|change| change.weight == weight).collect::<Vec<_>>();
    let (behaviour, wording) = (of(Weight::Behaviour), of(Weight::Wording));
    let summary = match (behaviour.len(), wording.len()) {
        (0, wording) => format!("{} of wording. Every run goes as before.", plural(wording as u64, "change")),
        (behaviour, 0) => format!("{} of how runs go.", plural(behaviour as u64, "change")),
        (behaviour, wording) => {
            format!("{} of how runs go, {wording} of wording.", plural(behaviour as u64, "change"))
        }
    };
    let mut blocks = vec![Block::paragraph(summary)];
    for (title, changes) in [("How runs go", behaviour), ("Wording", wording)] {
        if !changes.is_empty() {
            blocks.push(Block::section(2, title, groups(&changes)));
        }
    }
    blocks
}

fn groups(changes: &[&Change]) -> Vec<Block> {
    let mut groups: Vec<(&'static str, Vec<Vec<Inline>>)> = Vec::new();
    for change in changes {
        let group = match &change.subject {
            Subject::Procedure => "The procedure",
            Subject::Role(_) => "Who takes part",
            Subject::Setting(_) => "What can be tuned",
            Subject::Field(_) => "What it needs to know",
            Subject::Outcome(_) => "How it can end",
            Subject::Triggers => "What starts it",
            Subject::Step(_) => "Steps",
            Subject::Exception { .. } => "What may go sideways",
            Subject::Escalation => "Who hears of what",
            Subject::Success => "What counts as success",
            Subject::Example(_) => "Examples",
        };
        let line = vec![Inline::Text(change.sentence.clone())];
        match groups.iter_mut().find(|(name, _)| *name == group) {
            Some((_, lines)) => lines.push(line),
            None => groups.push((group, vec![line])),
        }
    }
    groups.into_iter().map(|(name, lines)| Block::section(3, name, vec![Block::bullets(lines)])).collect()
}
