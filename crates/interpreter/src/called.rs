//! What people call things: a person by name, a role and a field by title. Ids are for machines.

use procedure::document::{ExceptionId, RoleId, Unit};
use procedure::expression::Terms;
use procedure::expression::written::written;
use procedure::value::Value;

use crate::id::PersonId;
use crate::sight::Sight;
use crate::story::shorten;

/// Who is called what.
pub trait People: std::fmt::Debug + Send + Sync {
    /// The person's name; nothing for somebody who is not known.
    fn name(&self, id: &PersonId) -> Option<&str>;
}

impl People for std::collections::BTreeMap<PersonId, String> {
    fn name(&self, id: &PersonId) -> Option<&str> {
        self.get(id).map(String::as_str)
    }
}

/// The words of an id: `support-lead` as `support lead`.
pub fn spaced(id: &str) -> String {
    id.replace(['-', '_'], " ")
}

impl Sight<'_> {
    /// A person by name, or by the id where nobody knows them.
    pub fn person(&self, id: &PersonId) -> String {
        if let Some(name) = self.people().and_then(|people| people.name(id)).filter(|name| !name.is_empty()) {
            return name.to_owned();
        }
        match id.as_str().strip_prefix("guest:") {
            Some(name) => format!("{name} (guest)"),
            None => id.to_string(),
        }
    }

    /// A role by its title, or by the words of its id.
    pub fn role(&self, id: &RoleId) -> String {
        let titled = self.program.procedure.roles.get(id).and_then(|role| role.title.clone());
        titled.unwrap_or_else(|| capital(&spaced(id.as_str())))
    }

    /// An exception by its title, or by the words of its id.
    pub fn exception(&self, id: &ExceptionId) -> String {
        let all =
            std::iter::once(None).chain(self.program.procedure.all_steps().into_iter().map(|at| Some(&at.step.id)));
        let mut declared = all.filter_map(|level| self.program.exception(level, id));
        declared.next().map_or_else(|| spaced(id.as_str()), |exception| format!("“{}”", exception.title))
    }

    /// A dotted name by the title of its field, or by its words.
    pub fn label(&self, path: &str) -> String {
        let procedure = &self.program.procedure;
        if let Some((step, part)) = path.strip_prefix("steps.").and_then(|path| path.split_once('.')) {
            return format!("{part} of “{}”", self.titled(step));
        }
        let (fields, path) = match path.strip_prefix("settings.") {
            Some(path) => (&procedure.settings, path),
            None => (&procedure.data, path),
        };
        let (root, rest) = path.split_once('.').unwrap_or((path, ""));
        let root = fields.get(root).and_then(|field| field.title.clone()).unwrap_or_else(|| spaced(root));
        if rest.is_empty() { root } else { format!("{root} {}", spaced(&rest.replace('.', " "))) }
    }

    /// A step, as expressions spell it, by its title; by the words of its id where values stand in the title.
    fn titled(&self, spelled: &str) -> String {
        let id = spelled.replace('_', "-");
        let step = self.program.procedure.step(&id).filter(|step| self.shows(&step.id));
        let title = step.map(|step| &step.title).filter(|title| title.holes().next().is_none());
        title.map_or_else(|| spaced(&id), |title| title.source().to_owned())
    }

    /// A value as this reader sees it under a name, with its unit.
    pub fn value(&self, name: &str, value: &Value) -> String {
        let value = &self.mask().value(name, value);
        let procedure = &self.program.procedure;
        let field = match name.strip_prefix("settings.") {
            Some(name) => procedure.settings.get(name),
            None => procedure.data.get(name),
        };
        let unit = match field.and_then(|field| field.unit.as_ref()) {
            Some(Unit::Fixed(unit)) if matches!(value, Value::Number(_)) => format!(" {unit}"),
            _ => String::new(),
        };
        match written(value, self.program.calendar.timezone.time_zone()) {
            Some(text) if text.is_empty() => "empty".to_owned(),
            Some(text) => format!("{text}{unit}"),
            None if value.is_null() => "nothing".to_owned(),
            None => shorten(&value.to_plain().to_string()),
        }
    }
}

impl Terms for Sight<'_> {
    fn label(&self, path: &str) -> String {
        self.label(path)
    }

    fn value(&self, path: &str, value: &Value) -> String {
        self.value(path, value)
    }

    fn hides(&self, path: &str) -> bool {
        self.mask().hides(path)
    }
}

pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
