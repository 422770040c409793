//! JSON: a list of objects, or an object of objects whose names are the keys. An absent field is null.

use std::collections::HashMap;

use procedure::diagnostic::{Diagnostic, Path};
use procedure::source::{self, Node, SourceMap};
use procedure::value::Value;

use super::TableError;
use super::load::{Cells, Raw, Source, short};

const UNIT: &str = "item";

pub(super) fn read(bytes: Vec<u8>, key: Option<&str>, source: &Source) -> Result<Raw, TableError> {
    let text = String::from_utf8(bytes).map_err(|error| {
        let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        source.row("line", line as u64, "it is not UTF-8; save the file as UTF-8")
    })?;
    // Each cell is a node, each row another one.
    let limits = source::Limits {
        bytes: usize::try_from(source.limits.file_bytes).unwrap_or(usize::MAX),
        depth: 64,
        nodes: source.limits.cells.saturating_add(source.limits.rows).saturating_add(1),
    };
    let parsed = source::json::parse(&text, &limits);
    let mut found = parsed.diagnostics;
    if let Some(error) = first_error(&found, &text, source) {
        return Err(error);
    }
    let items = items(&parsed.root, key, source)?;
    let mut columns: Vec<String> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut rows: Vec<(u64, Vec<Value>)> = Vec::with_capacity(items.len());
    for (index, (name, item)) in items.into_iter().enumerate() {
        let line = index as u64 + 1;
        let entries = item
            .entries()
            .ok_or_else(|| source.row(UNIT, line, format!("expected an object, found {}", item.noun())))?;
        let mut cells = vec![Value::Null; columns.len()];
        let mut put = |column: &str, value: Value| {
            let place = *places.entry(column.to_owned()).or_insert_with(|| {
                columns.push(column.to_owned());
                columns.len() - 1
            });
            if cells.len() <= place {
                cells.resize(place + 1, Value::Null);
            }
            cells[place] = value;
        };
        if let (Some(name), Some(key)) = (name, key) {
            if let Some(inner) = item.get(key)
                && inner.as_text() != Some(name)
            {
                return Err(source.row(UNIT, line, format!("`{key}` differs from the name `{}`", short(name))));
            }
            put(key, Value::from(name));
        }
        for entry in entries {
            if name.is_none() || Some(entry.key.as_str()) != key {
                put(&entry.key, entry.value.to_value(&Path::root(), &mut found));
            }
        }
        source.admit(rows.len(), columns.len())?;
        rows.push((line, cells));
    }
    if let Some(error) = first_error(&found, &text, source) {
        return Err(error);
    }
    source.header(&columns)?;
    for (_, cells) in &mut rows {
        cells.resize(columns.len(), Value::Null);
    }
    Ok(Raw { unit: UNIT, columns, rows, cells: Cells::Values })
}

fn first_error(found: &[Diagnostic], text: &str, source: &Source) -> Option<TableError> {
    let first = found.iter().find(|diagnostic| diagnostic.is_error())?;
    let line = first.span.as_ref().map(|span| SourceMap::new(text, Node::null()).position(span.start).line);
    Some(match line {
        Some(line) => source.row("line", line as u64, first.message.clone()),
        None => TableError::shape(source.file, first.message.clone()),
    })
}

/// The objects, each with its name where names are keys.
fn items<'a>(
    root: &'a Node,
    key: Option<&str>,
    source: &Source,
) -> Result<Vec<(Option<&'a str>, &'a Node)>, TableError> {
    if let Some(items) = root.items() {
        return Ok(items.iter().map(|item| (None, item)).collect());
    }
    match (root.entries(), key) {
        (Some(entries), Some(_)) => Ok(entries.iter().map(|entry| (Some(entry.key.as_str()), &entry.value)).collect()),
        (Some(_), None) => {
            Err(TableError::shape(source.file, "it is an object of rows; `key` must say what its names are called"))
        }
        (None, _) => Err(TableError::shape(
            source.file,
            format!("expected a list of objects, or an object of them, found {}", root.noun()),
        )),
    }
}
