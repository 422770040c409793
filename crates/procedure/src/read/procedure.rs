//! The document's own keys.

use jiff::tz::TimeZone;

use crate::diagnostic::{Diagnostic, Path};
use crate::document::{Counts, Criterion, IdError, Name, Outcome, OutcomeId, Procedure, Role, RoleId};
use crate::source::Node;
use crate::time::{Calendar, Holidays};

use super::keys::{At, Reader};

/// The version of the format that is read.
const FORMAT: u32 = 1;

impl Reader<'_> {
    pub(super) fn procedure(&mut self, root: &Node) -> Option<Procedure> {
        let at = At { node: root, path: Path::root() };
        let mut keys = self.keys(at, "a procedure")?;
        let procedure = self.required(&mut keys, "procedure", Self::format);
        let id = self.required(&mut keys, "id", Self::id);
        let title = self.required(&mut keys, "title", Self::text);
        let purpose = self.optional(&mut keys, "purpose", Self::text);
        let scope = self.optional(&mut keys, "scope", Self::text);
        let owner = self.optional(&mut keys, "owner", Self::id);
        let readers = self.optional(&mut keys, "readers", Self::ids::<RoleId>);
        let review = self.optional(&mut keys, "review", |reader, at| {
            reader.parsed(at, "bad-interval", "an interval such as `every 90 days`")
        });
        let calendar = self.optional(&mut keys, "calendar", Self::calendar);
        let due = self.optional(&mut keys, "due", Self::due);
        let standards = self.optional(&mut keys, "standards", Self::texts);
        let tags = self.optional(&mut keys, "tags", Self::texts);
        let roles = self.optional(&mut keys, "roles", |reader, at| reader.map::<RoleId, _>(at, Self::role));
        let settings = self.optional(&mut keys, "settings", Self::fields);
        let data = self.optional(&mut keys, "data", Self::fields);
        let outputs = self.optional(&mut keys, "outputs", Self::ids::<Name>);
        let outcomes = self.optional(&mut keys, "outcomes", |reader, at| reader.map::<OutcomeId, _>(at, Self::outcome));
        let triggers = self.optional(&mut keys, "triggers", |reader, at| reader.list(at, Self::trigger));
        let steps = self.required(&mut keys, "steps", Self::steps);
        let exceptions = self.optional(&mut keys, "exceptions", |reader, at| reader.list(at, Self::exception));
        let escalation = self.optional(&mut keys, "escalation", |reader, at| reader.list(at, Self::escalation));
        let success = self.optional(&mut keys, "success", |reader, at| reader.list(at, Self::criterion));
        let settings = settings.unwrap_or_default();
        let data = data.unwrap_or_default();
        let zone = calendar.as_ref().map_or(TimeZone::UTC, |calendar: &Calendar| calendar.timezone.time_zone().clone());
        let examples = self.optional(&mut keys, "examples", |reader, at| {
            reader.list(at, |reader, at| reader.example(at, &data, &settings, &zone))
        });
        self.end(keys);
        Some(Procedure {
            procedure: procedure?,
            id: id?,
            title: title?,
            purpose,
            scope,
            owner,
            readers,
            review,
            calendar,
            due,
            standards: standards.unwrap_or_default(),
            tags: tags.unwrap_or_default(),
            roles: roles.unwrap_or_default(),
            settings,
            data,
            outputs: outputs.unwrap_or_default(),
            outcomes: outcomes.unwrap_or_default(),
            triggers: triggers.unwrap_or_default(),
            steps: steps?,
            exceptions: exceptions.unwrap_or_default(),
            escalation: escalation.unwrap_or_default(),
            success: success.unwrap_or_default(),
            examples: examples.unwrap_or_default(),
        })
    }

    fn format(&mut self, at: &At<'_>) -> Option<u32> {
        let version = self.count(at, "the version of the format (a whole number)")?;
        if version == FORMAT {
            return Some(version);
        }
        let message = format!("version {version} of the format is not known");
        self.fail(
            Diagnostic::error("unknown-format", at.path.clone(), message)
                .because("A later version may mean something else by the same words.")
                .fix(format!("Write `procedure: {FORMAT}`, or read the document with a release that knows it.")),
        )
    }

    pub(super) fn ids<T: std::str::FromStr<Err = IdError>>(&mut self, at: &At<'_>) -> Option<Vec<T>> {
        self.list(at, Self::id)
    }

    fn calendar(&mut self, at: &At<'_>) -> Option<Calendar> {
        let mut keys = self.keys(at.clone(), "a calendar")?;
        let timezone = self.optional(&mut keys, "timezone", |reader, at| {
            reader.parsed(at, "bad-time-zone", "a time zone such as `Europe/Berlin`")
        });
        let hours = self.optional(&mut keys, "hours", |reader, at| {
            reader.parsed(at, "bad-hours", "working hours such as `Mon-Fri 09:00-17:00`")
        });
        let holidays = self.optional(&mut keys, "holidays", Self::holidays);
        self.end(keys);
        Some(Calendar {
            timezone: timezone.unwrap_or_default(),
            hours: hours.unwrap_or_default(),
            holidays: holidays.unwrap_or_default(),
        })
    }

    fn holidays(&mut self, at: &At<'_>) -> Option<Holidays> {
        let entries = self.one_or_many(at, Self::text)?;
        match Holidays::read(entries.iter().map(String::as_str)) {
            Ok(holidays) => Some(holidays),
            Err(error) => self.fail(Diagnostic::error("bad-holidays", at.path.clone(), error.to_string())),
        }
    }

    /// A role by what it does, or with its keys; one without anything to say may be left empty.
    fn role(&mut self, at: &At<'_>) -> Option<Role> {
        if self.is_absent(at.node) {
            return Some(Role::default());
        }
        if at.node.as_text().is_some() {
            return Some(Role { description: Some(self.text(at)?), ..Role::default() });
        }
        let mut keys = self.keys(at.clone(), "a role")?;
        let title = self.optional(&mut keys, "title", Self::text);
        let description = self.optional(&mut keys, "description", Self::text);
        let training = self.optional(&mut keys, "training", |reader, at| reader.word(at, &[("required", true)]));
        self.end(keys);
        Some(Role { title, description, training_required: training.unwrap_or(false) })
    }

    fn outcome(&mut self, at: &At<'_>) -> Option<Outcome> {
        if self.is_absent(at.node) {
            return Some(Outcome::default());
        }
        let mut keys = self.keys(at.clone(), "an outcome")?;
        let counts = self.optional(&mut keys, "counts", |reader, at| {
            let words = [("success", Counts::Success), ("neutral", Counts::Neutral), ("failure", Counts::Failure)];
            reader.word(at, &words)
        });
        let title = self.optional(&mut keys, "title", Self::text);
        self.end(keys);
        Some(Outcome { counts: counts.unwrap_or_default(), title })
    }

    fn criterion(&mut self, at: &At<'_>) -> Option<Criterion> {
        let mut keys = self.keys(at.clone(), "a success criterion")?;
        let that = self.required(&mut keys, "that", Self::expression);
        let because = self.optional(&mut keys, "because", Self::text);
        let outcomes = self.optional(&mut keys, "outcomes", Self::ids);
        self.end(keys);
        Some(Criterion { that: that?, because, outcomes: outcomes.unwrap_or_default() })
    }
}
