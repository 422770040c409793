//! Rows become events, and events that lie apart become cases.

use std::collections::BTreeMap;

use super::super::Options;
use super::super::attributes::{Attributes, Found, Role};
use super::super::report::{Problem, Report, Scope};
use super::super::window::Window;
use super::mapping::Mapping;
use crate::log::{Builder, Kind, Log, Moment, Name, Names, Value, Zone};

/// The events of a table, in its order.
pub(super) struct Rows<'a> {
    pub report: Report,
    options: &'a Options,
    mapping: Mapping,
    builder: Builder,
    attributes: Attributes<'a>,
    case_names: Names,
    case_of: Vec<u32>,
    row: Row,
    zones: BTreeMap<Zone, u64>,
}

/// The row that is being read.
#[derive(Default)]
struct Row {
    case: Option<u32>,
    activity: Option<String>,
    time: Option<Moment>,
    person: Option<Name>,
    transition: Option<Name>,
    places: Vec<crate::log::Place>,
}

/// What a column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meant {
    Case,
    Activity,
    Time,
    Person,
    Transition,
    Other(Found),
    /// It is not kept.
    None,
}

impl<'a> Rows<'a> {
    pub(super) fn new(mut report: Report, options: &'a Options, mapping: Mapping) -> Self {
        let mut builder = Builder::default();
        builder.begin_case();
        if mapping.case.is_none() || mapping.activity.is_none() {
            report.note_whole(Problem::NoColumn, 1);
        }
        Self {
            report,
            options,
            mapping,
            builder,
            attributes: Attributes::new(Scope::Event, &options.keep, &options.limits),
            case_names: Names::default(),
            case_of: Vec::new(),
            row: Row::default(),
            zones: BTreeMap::new(),
        }
    }

    /// Whether there are columns enough for an event.
    pub(super) fn usable(&self) -> bool {
        self.mapping.case.is_some() && self.mapping.activity.is_some()
    }

    /// What the column of this name is.
    pub(super) fn meant(&mut self, column: &str) -> Option<Meant> {
        let is = |name: &Option<String>| name.as_deref() == Some(column);
        Some(if is(&self.mapping.case) {
            Meant::Case
        } else if is(&self.mapping.activity) {
            Meant::Activity
        } else if is(&self.mapping.time) {
            Meant::Time
        } else if is(&self.mapping.person) {
            Meant::Person
        } else if is(&self.mapping.transition) {
            Meant::Transition
        } else {
            let found = self.attributes.find(column, Role::Other, None)?;
            if self.attributes.kept(found) { Meant::Other(found) } else { Meant::None }
        })
    }

    /// A value of the row. Nothing is known of an empty one.
    pub(super) fn set(&mut self, meant: Meant, value: Value<'_>, window: &Window<'_>, start: usize) {
        let text = match value {
            Value::Text(text) => text.into(),
            Value::Whole(number) => std::borrow::Cow::Owned(number.to_string()),
            Value::Number(number) => number.to_string().into(),
            Value::Flag(flag) => flag.to_string().into(),
            Value::Moment(moment) => moment.to_string().into(),
        };
        if text.is_empty() {
            return;
        }
        if text.len() > self.options.limits.value {
            self.report.note(Problem::ValueTooLong, || window.place(start));
            return;
        }
        match meant {
            Meant::Case => self.row.case = Some(self.case_names.intern(&text).0),
            Meant::Activity => self.row.activity = Some(text.into_owned()),
            Meant::Time => match self.mapping.times.parse(&text) {
                Some((moment, zone)) => {
                    self.row.time = Some(moment);
                    *self.zones.entry(zone).or_default() += 1;
                }
                None => self.report.note(Problem::TimeUnreadable, || window.place(start)),
            },
            Meant::Person => self.row.person = Some(self.builder.people_mut().intern(&text)),
            Meant::Transition => self.row.transition = Some(self.builder.transitions_mut().intern(&text)),
            Meant::Other(found) => {
                self.attributes.count(found, value.kind());
                let place = self.attributes.set(found, value, &mut self.builder);
                self.row.places.push(place);
            }
            Meant::None => {}
        }
    }

    /// The row ends and is an event, if it has a case and an activity.
    pub(super) fn end(&mut self, window: &Window<'_>, start: usize) {
        let Row { case, activity, time, person, transition, places } = std::mem::take(&mut self.row);
        let activities = self.builder.activities_mut();
        let problem = match &activity {
            None => Some(Problem::EventWithoutActivity),
            Some(_) if case.is_none() => Some(Problem::EventWithoutCase),
            Some(name) if activities.len() >= self.options.limits.activities && activities.find(name).is_none() => {
                Some(Problem::TooManyActivities)
            }
            Some(_) => None,
        };
        match (problem, activity, case) {
            (None, Some(activity), Some(case)) => {
                let activity = self.builder.activity(&activity);
                self.builder.push(activity, time, person, transition);
                self.case_of.push(case);
                if time.is_none() {
                    self.report.note(Problem::EventWithoutTime, || window.place(start));
                }
            }
            (problem, _, _) => {
                self.report.note(problem.unwrap_or(Problem::EventWithoutCase), || window.place(start));
                places.into_iter().for_each(|place| self.builder.unset_next_event(place));
            }
        }
    }

    /// Whether the table takes all the memory that it may take: it is sorted by case at the end, beside itself.
    pub(super) fn full(&self) -> bool {
        let cases = self.case_names.bytes() + self.case_of.capacity() * 4;
        (self.builder.bytes() + cases) * 2 > self.options.limits.memory || self.builder.events() > u32::MAX as usize / 2
    }

    /// The cases, each in the order of its times where all its events have one.
    pub(super) fn finish(mut self) -> (Log, Report) {
        self.builder.end_case("");
        let (log, reordered) = self.builder.finish().grouped(&self.case_of, &self.case_names);
        if reordered > 0 {
            self.report.note_whole(Problem::Reordered, reordered as u64);
        }
        self.report.zones = self.zones;
        self.report.attributes = self.attributes.told().collect();
        self.report.mapping = Some(self.mapping);
        (log, self.report)
    }
}

/// What a field says, as the kind that a column of such fields has: a number keeps its text only if it is written as
/// numbers are written, since `007` is none.
pub(super) fn typed(kind: Kind, text: &str) -> Value<'_> {
    let found = match kind {
        Kind::Text | Kind::Moment => None,
        Kind::Whole => text.parse().ok().filter(|whole: &i64| whole.to_string() == text).map(Value::Whole),
        Kind::Number => number(text).map(Value::Number),
        Kind::Flag => match text {
            "true" | "True" | "TRUE" => Some(Value::Flag(true)),
            "false" | "False" | "FALSE" => Some(Value::Flag(false)),
            _ => None,
        },
    };
    found.unwrap_or(Value::Text(text))
}

fn number(text: &str) -> Option<f64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let leading_zero = digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.");
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') && !leading_zero;
    if plain { text.parse().ok() } else { None }
}

/// The kind of a column with these fields.
pub(super) fn kind<'a>(texts: impl Iterator<Item = &'a str> + Clone) -> Kind {
    let texts = texts.filter(|text| !text.is_empty());
    let all = |kind: Kind| texts.clone().all(|text| typed(kind, text).kind() == kind);
    if texts.clone().next().is_none() {
        return Kind::Text;
    }
    [Kind::Whole, Kind::Number, Kind::Flag].into_iter().find(|kind| all(*kind)).unwrap_or(Kind::Text)
}
