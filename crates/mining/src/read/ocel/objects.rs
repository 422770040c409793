//! What an object-centric log has, and the log that it is when seen from one type of objects.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value as Json;

use super::super::attributes::{Attributes, Role};
use super::super::report::{Format, Noted, Problem, Report, Scope};
use super::super::table::flat;
use super::super::{Imported, Options};
use crate::log::{Builder, Log, Moment, Name, Names, Selection, Value, Zone};

/// Events that belong to several objects each.
#[derive(Debug, Clone)]
pub struct ObjectLog {
    /// Its events are all events, its case names and values those of all objects; which belong together is said below.
    log: Log,
    types: Names,
    /// The type of each object, in the order of the log's case names.
    type_of: Vec<u32>,
    /// For every event where its objects end in `related`.
    ends: Vec<usize>,
    related: Vec<u32>,
    pseudonyms: Option<crate::log::Pseudonyms>,
}

/// A type of objects: each may be what a case is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ObjectType {
    pub name: String,
    pub objects: usize,
    /// How many events belong to an object of this type.
    pub events: usize,
}

impl ObjectLog {
    pub fn objects(&self) -> usize {
        self.type_of.len()
    }

    pub fn events(&self) -> usize {
        self.ends.len()
    }

    fn related(&self, event: usize) -> &[u32] {
        let start = if event == 0 { 0 } else { self.ends[event - 1] };
        &self.related[start..self.ends[event]]
    }

    /// The types, in the order in which they appear first.
    pub fn types(&self) -> Vec<ObjectType> {
        let counted = |(Name(number), name): (Name, &str)| ObjectType {
            name: name.to_owned(),
            objects: self.type_of.iter().filter(|of| **of == number).count(),
            events: (0..self.events())
                .filter(|&event| self.related(event).iter().any(|&object| self.type_of[object as usize] == number))
                .count(),
        };
        self.types.iter().map(counted).collect()
    }

    /// The log in which every object of this type is a case, with the events that belong to it in the order of their
    /// times. An event of several such objects is in the case of each. What is special to this view is added to the
    /// report.
    pub fn flatten(&self, object_type: &str, mut report: Report) -> Imported {
        let mut selection = Selection::default();
        match self.types.find(object_type) {
            None => report.note_whole(Problem::NoSuchType, 1),
            Some(Name(wanted)) => {
                let (mut pairs, mut shared, mut without) = (Vec::new(), 0, 0);
                for event in 0..self.events() {
                    let before = pairs.len();
                    let objects = self.related(event).iter().copied();
                    pairs.extend(
                        objects.filter(|&object| self.type_of[object as usize] == wanted).map(|object| (object, event)),
                    );
                    pairs[before..].sort_unstable();
                    let mut count = 0;
                    for index in before..pairs.len() {
                        if index == before || pairs[index] != pairs[index - 1] {
                            pairs[before + count] = pairs[index];
                            count += 1;
                        }
                    }
                    pairs.truncate(before + count);
                    shared += u64::from(count > 1);
                    without += u64::from(count == 0);
                }
                // Events without a time stay where they are told, before those that have one.
                pairs.sort_by_key(|&(object, event)| (object, self.log.moment(event)));
                let mut rest = &*pairs;
                for object in (0..self.type_of.len()).filter(|&object| self.type_of[object] == wanted) {
                    let end = rest.iter().take_while(|(of, _)| *of as usize == object).count();
                    rest[..end].iter().for_each(|&(_, event)| selection.event(event));
                    rest = &rest[end..];
                    selection.case(object);
                    if end == 0 {
                        report.note_whole(Problem::CaseWithoutEvents, 1);
                    }
                }
                for (problem, count) in [(Problem::EventInManyCases, shared), (Problem::EventWithoutObject, without)] {
                    if count > 0 {
                        report.problems.insert(problem, Noted { count, first: Vec::new() });
                    }
                }
            }
        }
        let mut log = self.log.select(&selection);
        report.cases = log.len() as u64;
        report.events = log.events() as u64;
        if let Some(pseudonyms) = &self.pseudonyms {
            log = pseudonyms.apply(log);
        }
        Imported { log, report }
    }
}

/// An object-centric log in the making.
pub(super) struct Gathered<'a> {
    pub report: Report,
    pub seen: bool,
    pub full: bool,
    options: &'a Options,
    builder: Builder,
    of_events: Attributes<'a>,
    of_objects: Attributes<'a>,
    ids: Names,
    /// For every id the number of its object, once that was read.
    object_of: Vec<Option<u32>>,
    types: Names,
    type_of: Vec<u32>,
    ends: Vec<usize>,
    related: Vec<u32>,
    zones: BTreeMap<Zone, u64>,
}

impl<'a> Gathered<'a> {
    pub(super) fn new(options: &'a Options) -> Self {
        let mut builder = Builder::default();
        builder.begin_case();
        Self {
            report: Report::new(Format::Ocel2),
            seen: false,
            full: false,
            options,
            builder,
            of_events: Attributes::new(Scope::Event, &options.keep, &options.limits),
            of_objects: Attributes::new(Scope::Case, &options.keep, &options.limits),
            ids: Names::default(),
            object_of: Vec::new(),
            types: Names::default(),
            type_of: Vec::new(),
            ends: Vec::new(),
            related: Vec::new(),
            zones: BTreeMap::new(),
        }
    }

    pub(super) fn is_full(&mut self) -> bool {
        let related = self.related.capacity() * 4 + self.ends.capacity() * 8 + self.type_of.capacity() * 4;
        let ids = self.ids.bytes() + self.types.bytes() + self.object_of.capacity() * 8;
        self.full = self.builder.bytes() + related + ids > self.options.limits.memory
            || self.builder.events().max(self.type_of.len()).max(self.related.len()) > u32::MAX as usize / 2;
        self.full
    }

    fn id(&mut self, id: &str) -> u32 {
        let Name(number) = self.ids.intern(id);
        if number as usize == self.object_of.len() {
            self.object_of.push(None);
        }
        number
    }

    pub(super) fn event(&mut self, event: &Json) {
        let text = |keys: [&str; 2]| keys.iter().find_map(|key| event.get(key)).and_then(Json::as_str);
        let Some(activity) = text(["type", "ocel:activity"]) else {
            return self.report.note_whole(Problem::EventUnreadable, 1);
        };
        let activities = self.builder.activities_mut();
        if activities.len() >= self.options.limits.activities && activities.find(activity).is_none() {
            return self.report.note_whole(Problem::TooManyActivities, 1);
        }
        let time = match text(["time", "ocel:timestamp"]).map(|written| Moment::parse(written.as_bytes())) {
            Some(Some((moment, zone))) => {
                *self.zones.entry(zone).or_default() += 1;
                Some(moment)
            }
            found => {
                let problem = if found.is_some() { Problem::TimeUnreadable } else { Problem::EventWithoutTime };
                self.report.note_whole(problem, 1);
                None
            }
        };
        let (mut person, mut transition) = (None, None);
        for (key, value) in attributes(event, ["attributes", "ocel:vmap"]) {
            let text = || value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            match &*key {
                "org:resource" | "resource" | "user" => person = Some(self.builder.people_mut().intern(&text())),
                "lifecycle:transition" => transition = Some(self.builder.transitions_mut().intern(&text())),
                _ => self.value(Scope::Event, &key, &value),
            }
        }
        let activity = self.builder.activity(activity);
        self.builder.push(activity, time, person, transition);
        let related = event.get("relationships").or_else(|| event.get("ocel:omap")).and_then(Json::as_array);
        for relation in related.into_iter().flatten() {
            match relation.get("objectId").unwrap_or(relation).as_str() {
                Some(id) => {
                    let id = self.id(id);
                    self.related.push(id);
                }
                None => self.report.note_whole(Problem::UnknownObject, 1),
            }
        }
        self.ends.push(self.related.len());
    }

    pub(super) fn object(&mut self, id: Option<&str>, object: &Json) {
        let text = |keys: [&str; 2]| keys.iter().find_map(|key| object.get(key)).and_then(Json::as_str);
        let (Some(id), Some(of)) = (id.or_else(|| text(["id", "ocel:oid"])), text(["type", "ocel:type"])) else {
            return self.report.note_whole(Problem::ObjectUnreadable, 1);
        };
        let number = self.id(id);
        if self.object_of[number as usize].is_some() {
            return self.report.note_whole(Problem::ObjectUnreadable, 1);
        }
        self.object_of[number as usize] = Some(self.type_of.len() as u32);
        self.type_of.push(self.types.intern(of).0);
        for (key, value) in attributes(object, ["attributes", "ocel:ovmap"]) {
            self.value(Scope::Case, &key, &value);
        }
        self.builder.end_case(id);
    }

    fn value(&mut self, scope: Scope, key: &str, value: &Json) {
        let attributes = match scope {
            Scope::Case => &mut self.of_objects,
            Scope::Event => &mut self.of_events,
        };
        let (report, builder) = (&mut self.report, &mut self.builder);
        let object = serde_json::Map::from_iter([(key.to_owned(), value.clone())]);
        flat("", &object, &mut |key, value| {
            let found =
                if key.len() > self.options.limits.key { None } else { attributes.find(key, Role::Other, None) };
            let Some(found) = found else { return report.note_whole(Problem::TooManyKeys, 1) };
            // OCEL writes times as text; an attribute that is full of them is one of times.
            let moment = match value {
                Value::Text(text) if text.len() >= 19 => Moment::parse(text.as_bytes()).map(|(moment, _)| moment),
                Value::Text(_) | Value::Number(_) | Value::Whole(_) | Value::Moment(_) | Value::Flag(_) => None,
            };
            let value = moment.map_or(value, Value::Moment);
            attributes.count(found, value.kind());
            if attributes.kept(found) {
                attributes.set(found, value, builder);
            }
        });
    }

    pub(super) fn finish(mut self) -> (ObjectLog, Report) {
        let (mut ends, mut related, mut start, mut unknown) = (Vec::new(), Vec::new(), 0, 0);
        for &end in &self.ends {
            for &id in &self.related[start..end] {
                match self.object_of[id as usize] {
                    Some(object) => related.push(object),
                    None => unknown += 1,
                }
            }
            start = end;
            ends.push(related.len());
        }
        if unknown > 0 {
            self.report.note_whole(Problem::UnknownObject, unknown);
        }
        self.report.cases = self.type_of.len() as u64;
        self.report.events = self.ends.len() as u64;
        self.report.zones = self.zones;
        self.report.attributes = self.of_objects.told().chain(self.of_events.told()).collect();
        let log = self.builder.finish();
        let pseudonyms = self.options.pseudonyms.clone();
        (ObjectLog { log, types: self.types, type_of: self.type_of, ends, related, pseudonyms }, self.report)
    }
}

/// The attributes of an event or object: a list of names and values (of a name that comes again, the one with the latest
/// time) in OCEL 2.0, an object in OCEL 1.0.
fn attributes(element: &Json, keys: [&str; 2]) -> BTreeMap<String, Json> {
    let mut found: BTreeMap<String, (Option<String>, Json)> = BTreeMap::new();
    match keys.iter().find_map(|key| element.get(key)) {
        Some(Json::Array(list)) => {
            for attribute in list {
                let (Some(name), Some(value)) = (attribute.get("name").and_then(Json::as_str), attribute.get("value"))
                else {
                    continue;
                };
                let time = attribute.get("time").and_then(Json::as_str).map(str::to_owned);
                let earlier = found.get(name).is_some_and(|(other, _)| *other > time);
                if !earlier {
                    found.insert(name.to_owned(), (time, value.clone()));
                }
            }
        }
        Some(Json::Object(map)) => {
            found.extend(map.iter().map(|(key, value)| (key.clone(), (None, value.clone()))));
        }
        Some(Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_)) | None => {}
    }
    found.into_iter().map(|(key, (_, value))| (key, value)).collect()
}
