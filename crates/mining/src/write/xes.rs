//! XES (IEEE 1849-2016).

use std::io::{self, Write};

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::log::{Column, Log, Value};

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849-2016" xes.features="" xmlns="http://www.xes-standard.org/">
	<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
	<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
	<extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
	<extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
	<classifier name="Activity" keys="concept:name"/>
"#;

/// Keys that the columns of a log do not write, since the log itself does.
const OF_EVENTS: [&str; 4] = ["concept:name", "time:timestamp", "org:resource", "lifecycle:transition"];

/// Writes a log as XES. Characters that XML cannot hold become U+FFFD.
pub fn xes(log: &Log, out: &mut impl Write) -> io::Result<()> {
    out.write_all(HEAD.as_bytes())?;
    let case_columns: Vec<(String, &Column)> = columns(log.case_columns(), &OF_EVENTS[..1]);
    let event_columns: Vec<(String, &Column)> = columns(log.event_columns(), &OF_EVENTS);
    for case in log.cases() {
        out.write_all(b"\t<trace>\n")?;
        attribute(out, "\t\t", "concept:name", Value::Text(case.name()))?;
        for (key, column) in &case_columns {
            if let Some(value) = column.get(case.index) {
                attribute(out, "\t\t", key, value)?;
            }
        }
        for event in case.events() {
            out.write_all(b"\t\t<event>\n")?;
            attribute(out, "\t\t\t", "concept:name", Value::Text(log.name(event.activity())))?;
            if let Some(time) = event.time() {
                attribute(out, "\t\t\t", "time:timestamp", Value::Moment(time))?;
            }
            if let Some(person) = event.person() {
                attribute(out, "\t\t\t", "org:resource", Value::Text(log.person_name(person)))?;
            }
            if let Some(transition) = event.transition() {
                attribute(out, "\t\t\t", "lifecycle:transition", Value::Text(log.transitions().text(transition)))?;
            }
            for (key, column) in &event_columns {
                if let Some(value) = column.get(event.index) {
                    attribute(out, "\t\t\t", key, value)?;
                }
            }
            out.write_all(b"\t\t</event>\n")?;
        }
        out.write_all(b"\t</trace>\n")?;
    }
    out.write_all(b"</log>\n")
}

/// Writes a log as XES packed with gzip.
pub fn packed_xes(log: &Log, out: &mut impl Write) -> io::Result<()> {
    let mut packed = io::BufWriter::new(GzEncoder::new(out, Compression::fast()));
    xes(log, &mut packed)?;
    packed.into_inner().map_err(io::IntoInnerError::into_error)?.finish()?;
    Ok(())
}

/// The columns that are written, with their keys as XML writes them.
fn columns<'a>(columns: &'a indexmap::IndexMap<Box<str>, Column>, without: &[&str]) -> Vec<(String, &'a Column)> {
    let written = columns.iter().filter(|(key, _)| !without.contains(&&***key));
    written.map(|(key, column)| (escaped(key), column)).collect()
}

fn attribute(out: &mut impl Write, indent: &str, key: &str, value: Value<'_>) -> io::Result<()> {
    match value {
        Value::Text(text) => writeln!(out, r#"{indent}<string key="{key}" value="{}"/>"#, escaped(text)),
        Value::Number(number) => writeln!(out, r#"{indent}<float key="{key}" value="{number}"/>"#),
        Value::Whole(number) => writeln!(out, r#"{indent}<int key="{key}" value="{number}"/>"#),
        Value::Moment(moment) => writeln!(out, r#"{indent}<date key="{key}" value="{moment}"/>"#),
        Value::Flag(flag) => writeln!(out, r#"{indent}<boolean key="{key}" value="{flag}"/>"#),
    }
}

fn escaped(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => written.push_str("&amp;"),
            '<' => written.push_str("&lt;"),
            '>' => written.push_str("&gt;"),
            '"' => written.push_str("&quot;"),
            '\t' => written.push_str("&#9;"),
            '\n' => written.push_str("&#10;"),
            '\r' => written.push_str("&#13;"),
            '\0'..'\x20' | '\u{fffe}' | '\u{ffff}' => written.push('\u{fffd}'),
            other => written.push(other),
        }
    }
    written
}
