//! The document's own tests.

use indexmap::IndexMap;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use crate::diagnostic::Diagnostic;
use crate::document::{Example, Expectation, Field, Name};
use crate::value::Value;

use super::keys::{At, Reader, id_error};

impl Reader<'_> {
    /// `data` and `settings` say how values are spelled; a clock without an offset shows the time of `zone`.
    pub(super) fn example(
        &mut self,
        at: &At<'_>,
        data: &IndexMap<Name, Field>,
        settings: &IndexMap<Name, Field>,
        zone: &TimeZone,
    ) -> Option<Example> {
        let mut keys = self.keys(at.clone(), "an example")?;
        let name = self.required(&mut keys, "name", Self::text);
        let given = self.optional(&mut keys, "given", |reader, at| reader.named_values(at, data));
        let settings = self.optional(&mut keys, "settings", |reader, at| reader.named_values(at, settings));
        let clock = self.optional(&mut keys, "at", |reader, at| reader.moment(at, zone));
        let answers = self.optional(&mut keys, "answers", |reader, at| reader.answers(at, data));
        let expect = self.required(&mut keys, "expect", |reader, at| reader.expectation(at, data));
        self.end(keys);
        Some(Example {
            name: name?,
            given: given.unwrap_or_default(),
            settings: settings.unwrap_or_default(),
            at: clock,
            answers: answers.unwrap_or_default(),
            expect: expect?,
        })
    }

    fn expectation(&mut self, at: &At<'_>, data: &IndexMap<Name, Field>) -> Option<Expectation> {
        let mut keys = self.keys(at.clone(), "what an example expects")?;
        let outcome = self.optional(&mut keys, "outcome", Self::id);
        let path = self.optional(&mut keys, "path", Self::ids);
        let data = self.optional(&mut keys, "data", |reader, at| reader.named_values(at, data));
        let exceptions = self.optional(&mut keys, "exceptions", Self::ids);
        self.end(keys);
        Some(Expectation {
            outcome,
            path: path.unwrap_or_default(),
            data: data.unwrap_or_default(),
            exceptions: exceptions.unwrap_or_default(),
        })
    }

    fn named_values(&mut self, at: &At<'_>, fields: &IndexMap<Name, Field>) -> Option<IndexMap<Name, Value>> {
        let values = self.values_of(at, fields)?;
        let named: Vec<Option<(Name, Value)>> = values
            .into_iter()
            .map(|(name, value)| match name.parse() {
                Ok(parsed) => Some((parsed, value)),
                Err(error) => self.fail(id_error(at.path.key(&name), &error).at_key()),
            })
            .collect();
        named.into_iter().collect()
    }

    /// What a person answers holds fields of the run; what a connector answers is its own.
    fn answers(&mut self, at: &At<'_>, data: &IndexMap<Name, Field>) -> Option<IndexMap<String, Value>> {
        self.open_map(at, |reader, at| {
            let by_system = at.name().contains('.');
            reader.answer(at, if by_system { None } else { Some(data) })
        })
    }

    fn answer(&mut self, at: &At<'_>, data: Option<&IndexMap<Name, Field>>) -> Option<Value> {
        match (data, at.node.items(), at.node.entries()) {
            (Some(_), Some(_), _) => self.list(at, |reader, at| reader.answer(at, data)).map(Value::List),
            (Some(data), None, Some(_)) => {
                self.values_of(at, data).map(|fields| Value::Object(fields.into_iter().collect()))
            }
            (Some(_), None, None) | (None, _, _) => self.value(at),
        }
    }

    fn moment(&mut self, at: &At<'_>, zone: &TimeZone) -> Option<Timestamp> {
        let text = self.characters(at, "a moment such as `2026-01-31T09:30`")?.trim();
        let local =
            || text.parse::<DateTime>().ok().filter(|_| !text.ends_with(['Z', 'z']))?.to_zoned(zone.clone()).ok();
        match text.parse::<Timestamp>().ok().or_else(|| local().map(|zoned| zoned.timestamp())) {
            Some(moment) => Some(moment),
            None => self.fail(
                Diagnostic::error(
                    "bad-moment",
                    at.path.clone(),
                    format!("`{}` is no moment", super::keys::shorten(text)),
                )
                .fix(
                    "Write day and time, as in `2026-01-31T09:30` (in the calendar's zone) or `2026-01-31T08:30:00Z`.",
                ),
            ),
        }
    }
}
