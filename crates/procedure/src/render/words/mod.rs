//! The one place that says in plain words what a document spells in keys, ids and signs.
//!
//! Reading views, diagrams and differences all speak through [`Words`], so a thing has one name everywhere. Nothing
//! here refuses: a reference that leads nowhere is called by its own id.

mod field;
mod people;
mod schedule;
mod time;
mod value;

use std::collections::BTreeMap;

use crate::document::{Block, Exception, ExceptionId, Name, OutcomeId, Procedure, RoleId, RoleRef, Step, StepId, Verb};
use crate::expression::{Expression, Formula};
use crate::template::Template;

pub(crate) use field::{field_kind, field_notes};
pub(crate) use people::{barred, consequence, error_name, kept, reaction};
pub(crate) use schedule::trigger;
pub(crate) use time::{calendar, due, duration, reminder};
pub(crate) use value::{cell, formula, value};

/// Speaks about one document: its roles, steps, fields and exceptions by what people call them.
pub(crate) struct Words<'a> {
    pub(crate) procedure: &'a Procedure,
    steps: BTreeMap<&'a str, (String, &'a Step)>,
    exceptions: BTreeMap<&'a str, &'a Exception>,
}

impl<'a> Words<'a> {
    pub(crate) fn of(procedure: &'a Procedure) -> Words<'a> {
        let mut steps = BTreeMap::new();
        let mut exceptions = BTreeMap::new();
        for (step, number) in numbered(procedure) {
            if let Verb::Group { group } = &step.verb {
                for exception in &group.exceptions {
                    exceptions.entry(exception.id.as_str()).or_insert(exception);
                }
            }
            steps.entry(step.id.as_str()).or_insert((number, step));
        }
        for exception in &procedure.exceptions {
            exceptions.insert(exception.id.as_str(), exception);
        }
        Words { procedure, steps, exceptions }
    }

    /// A role by its title, else by its id without hyphens.
    pub(crate) fn role(&self, role: &RoleId) -> String {
        let title = self.procedure.roles.get(role).and_then(|role| role.title.clone());
        title.filter(|title| !title.trim().is_empty()).map_or_else(|| spaced(role), |title| lowered(&title))
    }

    pub(crate) fn the_role(&self, role: &RoleId) -> String {
        format!("the {}", self.role(role))
    }

    pub(crate) fn the_role_of(&self, role: &RoleRef) -> String {
        match role {
            RoleRef::Role(role) => self.the_role(role),
            RoleRef::Field(name) => format!("the role that {} names", self.name(name)),
        }
    }

    /// The role that answers for the procedure.
    pub(crate) fn the_owner(&self) -> String {
        self.procedure.owner.as_ref().map_or_else(|| "the owner".to_owned(), |owner| self.the_role(owner))
    }

    /// Who may read the procedure.
    pub(crate) fn readers(&self) -> String {
        let Some(readers) = &self.procedure.readers else { return "everybody who is signed in".to_owned() };
        let named = readers.iter().map(|role| self.the_role(role));
        series(named.chain(["those who take part".to_owned()]), "and")
    }

    /// A step's number, where there is such a step.
    pub(crate) fn number(&self, step: &str) -> Option<&str> {
        self.steps.get(step).map(|(number, _)| number.as_str())
    }

    pub(crate) fn find(&self, step: &StepId) -> Option<&'a Step> {
        self.steps.get(step.as_str()).map(|(_, step)| *step)
    }

    /// `step 2 (Inspect the item)`
    pub(crate) fn step(&self, step: &StepId) -> String {
        match self.steps.get(step.as_str()) {
            Some((number, step)) => format!("step {number} ({})", self.title(step)),
            None => format!("the step “{}”", spaced(step)),
        }
    }

    /// A step's title, its holes as words.
    pub(crate) fn title(&self, step: &Step) -> String {
        self.template(&step.title)
    }

    pub(crate) fn exception(&self, exception: &ExceptionId) -> String {
        match self.exceptions.get(exception.as_str()) {
            Some(exception) => format!("“{}”", exception.title),
            None => format!("“{}”", spaced(exception)),
        }
    }

    pub(crate) fn outcome(&self, outcome: &OutcomeId) -> String {
        let declared = self.procedure.outcomes.get(outcome).and_then(|outcome| outcome.title.clone());
        declared.unwrap_or_else(|| spaced(outcome))
    }

    /// A value by its field's title, else by its name with spaces.
    pub(crate) fn name(&self, name: &str) -> String {
        let field = self.procedure.data.get(name);
        field.and_then(|field| field.title.clone()).map_or_else(|| spaced(name), |title| lowered(&title))
    }

    pub(crate) fn names(&self, names: &[Name]) -> String {
        series(names.iter().map(|name| self.name(name)), "and")
    }

    /// A condition or a value, in words.
    pub(crate) fn expression(&self, expression: &Expression) -> String {
        expression.in_words(&|path| self.label(path))
    }

    /// What stands in a hole of a text, in `‹ ›`.
    pub(crate) fn hole(&self, expression: &Expression) -> String {
        format!("‹{}›", self.expression(expression))
    }

    pub(crate) fn formula(&self, given: &Formula) -> String {
        formula(self, given)
    }

    /// A template as one text, its holes as words.
    pub(crate) fn template(&self, template: &Template) -> String {
        let source = template.source();
        let mut text = String::new();
        let mut at = 0;
        for hole in template.holes() {
            text.push_str(source.get(at..hole.range.start.saturating_sub(2)).unwrap_or_default());
            text.push_str(&self.hole(&hole.expression));
            at = hole.range.end + 2;
        }
        text.push_str(source.get(at..).unwrap_or_default());
        text
    }

    fn label(&self, path: &str) -> Option<String> {
        let (root, rest) = path.split_once('.').map_or((path, None), |(root, rest)| (root, Some(rest)));
        let of = |whose: &str, rest: &str| {
            // `data` is where an event keeps what it is about, which nobody would say.
            let rest = rest.strip_prefix("data.").filter(|_| root == "event").unwrap_or(rest);
            Some(format!("{whose}’s {}", rest.split('.').map(spaced).collect::<Vec<_>>().join("’s ")))
        };
        match (root, rest) {
            ("now", None) => None,
            ("pass", None) => Some("the number of the pass".to_owned()),
            ("index", None) => Some("the number of the item (from 0)".to_owned()),
            ("result" | "event" | "run", None) => Some(format!("the {root}")),
            ("result" | "event" | "run", Some(rest)) => of(&format!("the {root}"), rest),
            ("settings", Some(name)) => {
                let title = self.procedure.settings.get(name).and_then(|field| field.title.clone());
                Some(format!("the {}", title.map_or_else(|| spaced(name), |title| lowered(&title))))
            }
            ("settings", None) => None,
            ("steps", Some(rest)) => self.step_fact(rest),
            ("steps", None) => None,
            (name, None) => Some(self.name(name)),
            (name, Some(rest)) => of(&self.name(name), rest),
        }
    }

    /// `look_up.outcome`
    fn step_fact(&self, path: &str) -> Option<String> {
        let (name, fact) = path.split_once('.')?;
        let step = self.steps.values().map(|(_, step)| *step).find(|step| step.id.in_expressions() == name)?;
        let step = self.step(&step.id);
        match fact {
            "outcome" => Some(format!("the outcome of {step}")),
            "by" => Some(format!("who did {step}")),
            "at" => Some(format!("when {step} was done")),
            other => Some(format!("the {} of {step}", spaced(other))),
        }
    }
}

/// Every step with its number, in the order of the document.
pub(crate) fn numbered(procedure: &Procedure) -> Vec<(&Step, String)> {
    let mut found = Vec::new();
    for (block, _, steps) in procedure.blocks() {
        let place = match &block {
            Block::Handler(_, exception) => (handler_prefix("", &procedure.exceptions, exception), 0),
            Block::Procedure
            | Block::Body(_)
            | Block::Recheck(_)
            | Block::Branch(..)
            | Block::Case(..)
            | Block::Otherwise(_) => (String::new(), 0),
        };
        number(steps, place, &mut found);
    }
    found
}

fn number<'a>(steps: &'a [Step], (prefix, before): (String, usize), found: &mut Vec<(&'a Step, String)>) {
    for (index, step) in steps.iter().enumerate() {
        let own = format!("{prefix}{}", before + index + 1);
        found.push((step, own.clone()));
        for (block, _, inner) in step.blocks() {
            number(inner, place(step, &own, &block), found);
        }
    }
}

/// What the numbers of a block's steps begin with, and how many stand before them under the same beginning.
pub(crate) fn place(step: &Step, number: &str, block: &Block) -> (String, usize) {
    let body = |before: usize| (format!("{number}."), before);
    let lettered = |at: usize| (format!("{number}{}.", letter(at)), 0);
    match (block, &step.verb) {
        (Block::Recheck(_), Verb::Group { group }) => body(group.steps.len()),
        (Block::Branch(_, name), Verb::Together { together }) => {
            lettered(together.branches.get_index_of(name).unwrap_or(0))
        }
        (Block::Case(_, at), _) => lettered(*at),
        (Block::Otherwise(_), Verb::Decide { decide }) => lettered(decide.cases.len()),
        (Block::Handler(_, exception), Verb::Group { group }) => {
            (handler_prefix(number, &group.exceptions, exception), 0)
        }
        (_, _) => body(0),
    }
}

fn handler_prefix(number: &str, exceptions: &[Exception], id: &ExceptionId) -> String {
    let at = exceptions.iter().position(|exception| exception.id == *id).unwrap_or(0);
    format!("{number}E{}.", at + 1)
}

/// a, b, … z, aa, ab …
pub(crate) fn letter(at: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = at + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'a' + (rest % 26) as u8));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

/// An id or a name as words: `support-agent`, `order_id` and `orderId` with spaces.
pub(crate) fn spaced(id: &str) -> String {
    let mut words = String::with_capacity(id.len() + 4);
    let mut small_before = false;
    for c in id.chars() {
        if matches!(c, '-' | '_') {
            words.push(' ');
        } else if c.is_ascii_uppercase() && small_before {
            words.push(' ');
            words.push(c.to_ascii_lowercase());
        } else {
            words.push(c);
        }
        small_before = c.is_ascii_lowercase();
    }
    words
}

/// A title within a sentence: its first letter small, unless the word is an abbreviation or a name in capitals.
pub(crate) fn lowered(title: &str) -> String {
    let mut chars = title.chars();
    match (chars.next(), chars.next()) {
        (Some(first), Some(second)) if first.is_uppercase() && second.is_lowercase() => {
            first.to_lowercase().chain(title.chars().skip(1)).collect()
        }
        (Some(_) | None, _) => title.to_owned(),
    }
}

/// The first letter large, at the beginning of a sentence.
pub(crate) fn raised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// With a full stop, unless the text ends with one of its own.
pub(crate) fn sentence(text: &str) -> String {
    let text = raised(text.trim());
    if text.is_empty() || text.ends_with(['.', '!', '?', ':', '…']) { text } else { format!("{text}.") }
}

/// `a, b and c`
pub(crate) fn series(items: impl IntoIterator<Item = String>, joint: &str) -> String {
    let mut items: Vec<String> = items.into_iter().collect();
    match items.pop() {
        None => String::new(),
        Some(last) if items.is_empty() => last,
        Some(last) => format!("{} {joint} {last}", items.join(", ")),
    }
}

/// Small numbers in words.
pub(crate) fn count(number: u64) -> String {
    const WORDS: [&str; 13] =
        ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    let word = usize::try_from(number).ok().and_then(|at| WORDS.get(at));
    word.map_or_else(|| number.to_string(), |word| (*word).to_owned())
}

/// 1st, 2nd, 3rd, 4th …
pub(crate) fn ordinal(number: u64) -> String {
    let ending = match (number % 100, number % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        (_, _) => "th",
    };
    format!("{number}{ending}")
}

/// `1 day`, `2 days`
pub(crate) fn plural(number: u64, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}
