//! Sensitive fields that would leave the run: into a notice, an agent's goal, a document, a title.
//!
//! What is set or saved from a sensitive name is sensitive too. Comparing a sensitive name, testing it for a value and
//! choosing by it are no flow: `{{ ssn != null ? 'given' : 'missing' }}` shows nothing of it.

use std::collections::BTreeSet;
use std::ops::Range;

use super::Report;
use super::index::Index;
use super::site::{Purpose, Shown};
use super::write::{self, Given};
use crate::diagnostic::Diagnostic;
use crate::document::{Field, Save, Verb};
use crate::expression::{Expression, Formula, Function, Kind, Loop, Node, Operator};

/// Dotted paths of what is sensitive.
struct Sensitive(BTreeSet<String>);

impl Sensitive {
    fn declare(&mut self, path: &str, field: &Field) {
        if field.sensitive {
            self.0.insert(path.to_owned());
        }
        for (name, part) in &field.properties {
            self.declare(&format!("{path}.{name}"), part);
        }
        // An item's part is a part of what the list gives.
        if let Some(item) = &field.items {
            self.declare(path, item);
        }
    }

    /// Whether reading the path may give something sensitive: it, what it stands in, or what stands in it.
    fn holds(&self, path: &[&str]) -> bool {
        let whole = path.join(".");
        let above = (1..=path.len()).any(|length| self.0.contains(&path[..length].join(".")));
        above || self.0.range(format!("{whole}.")..).next().is_some_and(|below| below.starts_with(&format!("{whole}.")))
    }

    fn of(index: &Index<'_>) -> Sensitive {
        let mut found = Sensitive(BTreeSet::new());
        for (name, field) in &index.procedure.data {
            found.declare(name, field);
        }
        for (name, field) in &index.procedure.settings {
            found.declare(&format!("settings.{name}"), field);
        }
        for place in &index.steps {
            if let Verb::Agent { agent } = &place.step.verb {
                for (name, field) in &agent.returns {
                    found.declare(name, field);
                }
            }
        }
        if found.0.is_empty() {
            return found;
        }
        loop {
            let before = found.0.len();
            found.spread(index);
            if found.0.len() == before {
                return found;
            }
        }
    }

    /// Names that get something sensitive are sensitive.
    fn spread(&mut self, index: &Index<'_>) {
        for write in &index.writes {
            let formulas = match &write.given {
                Given::Formula(formula) | Given::Part(formula) | Given::Gathered(formula) => vec![*formula],
                Given::Cell(at) => write::column(index.steps[write.step].step, *at).0,
                Given::Collected | Given::Result | Given::Returned(_) => Vec::new(),
            };
            if !self.0.contains(write.name) && formulas.iter().any(|formula| self.flows(formula)) {
                self.0.insert(write.name.to_owned());
            }
        }
        for place in &index.steps {
            let Verb::Each { each } = &place.step.verb else { continue };
            let Some(path) = each.of.root().path() else { continue };
            let list = path.join(".");
            let parts: Vec<String> = self
                .0
                .iter()
                .filter_map(|known| known.strip_prefix(&list))
                .filter(|rest| rest.is_empty() || rest.starts_with('.'))
                .map(|rest| format!("{}{rest}", each.item))
                .collect();
            self.0.extend(parts);
        }
    }

    fn flows(&self, formula: &Formula) -> bool {
        formula.expressions().iter().any(|(_, expression)| self.shown(expression).is_some())
    }

    /// The first sensitive path whose content the expression's value has.
    fn shown(&self, expression: &Expression) -> Option<(String, Range<usize>)> {
        let mut found = None;
        content(expression.root(), &mut Vec::new(), &mut |path, range| {
            if found.is_none() && self.holds(path) {
                found = Some((path.join("."), range));
            }
        });
        found
    }
}

/// Calls `visit` for every path whose content a node's value has.
fn content<'a>(node: &'a Node, aliases: &mut Vec<&'a str>, visit: &mut dyn FnMut(&[&str], Range<usize>)) {
    if let Some(path) = node.path() {
        if !path.first().is_some_and(|root| aliases.contains(root)) {
            visit(&path, node.range.clone());
        }
        return;
    }
    match &node.kind {
        // True or false tells next to nothing.
        Kind::Not(_) | Kind::In { .. } => {}
        Kind::Binary { operator, left, right } => match operator {
            Operator::Or
            | Operator::And
            | Operator::Equal
            | Operator::NotEqual
            | Operator::Less
            | Operator::LessOrEqual
            | Operator::Greater
            | Operator::GreaterOrEqual => {}
            Operator::Add
            | Operator::Subtract
            | Operator::Multiply
            | Operator::Divide
            | Operator::Remainder
            | Operator::Power
            | Operator::Otherwise => {
                content(left, aliases, visit);
                content(right, aliases, visit);
            }
        },
        Kind::Choose { then, other, .. } => {
            content(then, aliases, visit);
            content(other, aliases, visit);
        }
        Kind::Call { function, arguments, .. } => {
            let hides = matches!(
                function,
                Function::Length
                    | Function::Contains
                    | Function::StartsWith
                    | Function::EndsWith
                    | Function::Matches
                    | Function::IsNumeric
                    | Function::Type
                    | Function::Keys
            );
            if !hides {
                arguments.iter().for_each(|argument| content(argument, aliases, visit));
            }
        }
        Kind::Loop { function, items, alias, body } => match function {
            Loop::All | Loop::None | Loop::Some | Loop::One | Loop::Count => {}
            Loop::Filter => content(items, aliases, visit),
            Loop::Map | Loop::FlatMap => {
                // Of `map(customers as c, c.name)` only the names are shown: they are read as parts of the list.
                let list = items.path();
                let mut parts = Vec::new();
                content(body, &mut Vec::new(), &mut |path, range| {
                    parts.push((path.iter().map(|name| (*name).to_owned()).collect::<Vec<String>>(), range));
                });
                for (path, range) in parts {
                    let mut names: Vec<&str> = path.iter().map(String::as_str).collect();
                    if names.first() == Some(&alias.as_str()) {
                        let Some(list) = &list else { continue };
                        names.splice(..1, list.iter().copied());
                    }
                    if !names.first().is_some_and(|root| aliases.contains(root)) {
                        visit(&names, range);
                    }
                }
                if list.is_none() {
                    content(items, aliases, visit);
                }
            }
        },
        Kind::Null
        | Kind::Bool(_)
        | Kind::Number(_)
        | Kind::Text(_)
        | Kind::Name(_)
        | Kind::Member { .. }
        | Kind::Index { .. }
        | Kind::Slice { .. }
        | Kind::List(_)
        | Kind::Object(_)
        | Kind::Negate(_)
        | Kind::Interval { .. }
        | Kind::Method { .. } => node.children(&mut |child| content(child, aliases, visit)),
    }
}

pub(super) fn check(index: &Index<'_>, report: &mut Report<'_>) {
    let sensitive = Sensitive::of(index);
    if sensitive.0.is_empty() {
        return;
    }
    for site in &index.sites {
        let Purpose::Hole(shown) = site.purpose else { continue };
        let Some((name, range)) = sensitive.shown(site.expression) else { continue };
        let (code, error, message) = match shown {
            Shown::Notice => {
                ("sensitive-flow", true, format!("the sensitive `{name}` would be told in a notification"))
            }
            Shown::Goal => ("sensitive-flow", true, format!("the sensitive `{name}` would be told to a model")),
            Shown::Title => ("sensitive-flow", false, format!("the sensitive `{name}` stands in a title")),
            Shown::Document if kept_sensitive(index, site.step) => continue,
            Shown::Document => (
                "sensitive-flow",
                false,
                format!("the sensitive `{name}` stands in a document that is not sensitive itself"),
            ),
            // Whoever works on the step may see it.
            Shown::Instructions => continue,
        };
        let within = report.within(site, &range);
        let found = if error {
            Diagnostic::error(code, site.path.clone(), message)
                .because(
                    "Sensitive values are masked in logs, search, exports and prompts; here they would leave unmasked.",
                )
                .fix("Leave it out, or say only whether it is there: `x != null ? 'given' : 'missing'`.")
        } else {
            let fix = if shown == Shown::Title {
                "Leave it out; lists and journals show titles, with the value masked."
            } else {
                "Keep the file in a field with `sensitive: true`, or leave the value out."
            };
            Diagnostic::warning(code, site.path.clone(), message).fix(fix)
        };
        report.push(found.within(within));
    }
}

/// Whether the file is kept in a field that is sensitive itself.
fn kept_sensitive(index: &Index<'_>, step: Option<usize>) -> bool {
    let is = |name: &str| index.procedure.data.get(name).is_some_and(|field| field.sensitive);
    let Some(Verb::Document { save, .. }) = step.map(|step| &index.steps[step].step.verb) else { return false };
    match save {
        Some(Save::Whole(name)) => is(name),
        Some(Save::Parts(parts)) => !parts.is_empty() && parts.keys().all(|name| is(name)),
        None => false,
    }
}
