//! OCEL 2.0 in JSON.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use indexmap::IndexMap;
use serde_json::{Value as Json, json};

use crate::log::{Column, Kind, Log, Value};

/// Writes a log as OCEL 2.0 in JSON: every case is an object of one type, and every event belongs to its own. A case
/// with the name of an earlier one gets its number behind it. OCEL asks for a time of every event: one that has none is
/// written without, which other readers may refuse.
pub fn ocel(log: &Log, object_type: &str, out: &mut impl Write) -> io::Result<()> {
    let object_types = json!([{ "name": object_type, "attributes": attribute_types(log.case_columns().iter()) }]);
    write!(out, "{{\"objectTypes\":{object_types},\n\"eventTypes\":[")?;
    for (index, event_type) in event_types(log).into_iter().enumerate() {
        write!(out, "{}{event_type}", if index == 0 { "" } else { ",\n" })?;
    }
    out.write_all(b"],\n\"objects\":[")?;
    let ids = ids(log);
    for case in log.cases() {
        let attributes = values(log.case_columns(), case.index, Some("1970-01-01T00:00:00Z"));
        let object = json!({ "id": &ids[case.index], "type": object_type, "attributes": attributes });
        write!(out, "{}{object}", if case.index == 0 { "" } else { ",\n" })?;
    }
    out.write_all(b"],\n\"events\":[")?;
    for case in log.cases() {
        for event in case.events() {
            let mut attributes = values(log.event_columns(), event.index, None);
            if let Some(person) = event.person() {
                attributes.push(json!({ "name": "org:resource", "value": log.person_name(person) }));
            }
            if let Some(transition) = event.transition() {
                let transition = log.transitions().text(transition);
                attributes.push(json!({ "name": "lifecycle:transition", "value": transition }));
            }
            let mut written = json!({
                "id": format!("e{}", event.index + 1),
                "type": log.name(event.activity()),
            });
            if let Some(time) = event.time() {
                written["time"] = Json::String(time.to_string());
            }
            written["attributes"] = Json::Array(attributes);
            written["relationships"] = json!([{ "objectId": &ids[case.index], "qualifier": "case" }]);
            write!(out, "{}{written}", if event.index == 0 { "" } else { ",\n" })?;
        }
    }
    out.write_all(b"]}\n")
}

/// The names of the cases, each once.
fn ids(log: &Log) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let unique = log.cases().map(|case| {
        let mut id = case.name().to_owned();
        while !taken.insert(id.clone()) {
            id = format!("{id}#{}", case.index + 1);
        }
        id
    });
    unique.collect()
}

fn values(columns: &IndexMap<Box<str>, Column>, row: usize, time: Option<&str>) -> Vec<Json> {
    let given = columns.iter().filter_map(|(key, column)| Some((key, column.get(row)?)));
    let written = given.map(|(key, value)| {
        let value = match value {
            Value::Text(text) => json!(text),
            Value::Number(number) => json!(number),
            Value::Whole(number) => json!(number),
            Value::Moment(moment) => json!(moment.to_string()),
            Value::Flag(flag) => json!(flag),
        };
        match time {
            Some(time) => json!({ "name": key, "time": time, "value": value }),
            None => json!({ "name": key, "value": value }),
        }
    });
    written.collect()
}

/// Every activity with the attributes that its events have.
fn event_types(log: &Log) -> Vec<Json> {
    let mut keys: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    let activities: Vec<usize> = log.cases().flat_map(|case| case.trace()).map(|activity| activity.index()).collect();
    for (index, column) in log.event_columns().values().enumerate() {
        for (row, _) in column.iter() {
            keys.entry(activities[row]).or_default().insert(index);
        }
    }
    let typed = log.activities().iter().map(|(name, text)| {
        let columns = keys.get(&name.index()).into_iter().flatten();
        let columns = columns.filter_map(|&index| log.event_columns().get_index(index));
        let mut attributes = attribute_types(columns);
        for key in ["org:resource", "lifecycle:transition"] {
            attributes.push(json!({ "name": key, "type": "string" }));
        }
        json!({ "name": text, "attributes": attributes })
    });
    typed.collect()
}

fn attribute_types<'a>(columns: impl Iterator<Item = (&'a Box<str>, &'a Column)>) -> Vec<Json> {
    let typed = columns.map(|(key, column)| {
        let kind = match column.kind() {
            Kind::Text => "string",
            Kind::Number => "float",
            Kind::Whole => "integer",
            Kind::Moment => "time",
            Kind::Flag => "boolean",
        };
        json!({ "name": key, "type": kind })
    });
    typed.collect()
}
