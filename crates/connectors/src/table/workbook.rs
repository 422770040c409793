//! XLSX: one sheet of a workbook, whose first row with cells names the columns. An empty cell is null.
//!
//! A day is a date. A moment in a workbook has no zone, so it is text (`2026-03-31T09:00:00`). Refuses cells that hold an
//! error such as `#N/A`, and a workbook that unpacks to more than eight times the largest file.

use std::collections::HashMap;
use std::io::{Cursor, Read as _};
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, ExcelDateTime, Reader as _, Xlsx, XlsxError};
use jiff::civil;
use procedure::diagnostic::did_you_mean;
use procedure::value::Value;

use super::TableError;
use super::load::{Cells, Raw, Source, short};

const UNIT: &str = "row";

/// Columns of a sheet, by the format's own limit.
const COLUMNS: u32 = 16_384;

pub(super) fn read(bytes: Vec<u8>, sheet: Option<&str>, source: &Source) -> Result<Raw, TableError> {
    // The reader of workbooks is not ours, and a damaged one must not take the program down.
    catch_unwind(AssertUnwindSafe(|| {
        unpacked_size(&bytes, source)?;
        read_sheet(bytes, sheet, source)
    }))
    .unwrap_or_else(|_| Err(TableError::unreadable(source.file, "the workbook is damaged")))
}

/// Unpacks everything once, keeping nothing, so that a small file cannot fill the memory.
fn unpacked_size(bytes: &[u8], source: &Source) -> Result<(), TableError> {
    let failed = |error: String| TableError::unreadable(source.file, format!("it is no workbook: {error}"));
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| failed(error.to_string()))?;
    let mut left = source.limits.file_bytes.saturating_mul(8);
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|error| failed(error.to_string()))?;
        let size =
            std::io::copy(&mut part.take(left + 1), &mut std::io::sink()).map_err(|error| failed(error.to_string()))?;
        left = left
            .checked_sub(size)
            .ok_or_else(|| TableError::unreadable(source.file, "the workbook unpacks to too many bytes"))?;
    }
    Ok(())
}

fn read_sheet(bytes: Vec<u8>, sheet: Option<&str>, source: &Source) -> Result<Raw, TableError> {
    let failed = |error: XlsxError| TableError::unreadable(source.file, error.to_string());
    let mut workbook = Xlsx::new(Cursor::new(bytes)).map_err(failed)?;
    let sheet = choose(&workbook.sheet_names(), sheet, source)?;
    let mut cells = workbook.worksheet_cells_reader(&sheet).map_err(failed)?;
    let mut columns: Vec<String> = Vec::new();
    // From the column of a sheet to the place among `columns`.
    let mut places: HashMap<u32, usize> = HashMap::new();
    let mut header_row = None;
    let mut rows: Vec<(u64, Vec<Value>)> = Vec::new();
    while let Some(cell) = cells.next_cell().map_err(failed)? {
        let (row, column) = cell.get_position();
        let line = u64::from(row) + 1;
        if column >= COLUMNS {
            return Err(source.row(UNIT, line, "a cell lies beyond the last column of a sheet"));
        }
        let value = value(cell.get_value()).map_err(|problem| source.row(UNIT, line, problem))?;
        if value.is_null() {
            continue;
        }
        if *header_row.get_or_insert(row) == row {
            let name = super::column::text(&value).unwrap_or_default().trim().to_owned();
            places.insert(column, columns.len());
            columns.push(name);
            continue;
        }
        let Some(place) = places.get(&column) else {
            let problem = format!("cell {} stands under no column name", column + 1);
            return Err(source.row(UNIT, line, problem));
        };
        if rows.last().is_none_or(|(last, _)| *last != line) {
            source.admit(rows.len(), columns.len())?;
            rows.push((line, vec![Value::Null; columns.len()]));
        }
        if let Some((_, cells)) = rows.last_mut() {
            cells[*place] = value;
        }
    }
    if columns.is_empty() {
        return Err(TableError::shape(source.file, format!("sheet `{}` is empty", short(&sheet))));
    }
    source.header(&columns)?;
    Ok(Raw { unit: UNIT, columns, rows, cells: Cells::Typed })
}

fn choose(sheets: &[String], wanted: Option<&str>, source: &Source) -> Result<String, TableError> {
    let Some(wanted) = wanted else {
        return sheets.first().cloned().ok_or_else(|| TableError::shape(source.file, "the workbook has no sheet"));
    };
    sheets.iter().find(|sheet| *sheet == wanted).cloned().ok_or_else(|| {
        let hint = did_you_mean(wanted, sheets.iter().map(String::as_str)).unwrap_or_default();
        TableError::shape(source.file, format!("there is no sheet `{wanted}`; {hint}"))
    })
}

fn value(cell: &DataRef<'_>) -> Result<Value, String> {
    Ok(match cell {
        DataRef::Empty => Value::Null,
        DataRef::Bool(value) => Value::Bool(*value),
        DataRef::Int(number) => Value::from(*number),
        DataRef::Float(number) => number_value(*number)?,
        DataRef::String(text) => text_value(text),
        DataRef::SharedString(text) => text_value(text),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text_value(text),
        DataRef::DateTime(moment) => moment_value(moment)?,
        DataRef::Error(error) => return Err(format!("a cell holds the error {error}; correct it in the workbook")),
    })
}

fn text_value(text: &str) -> Value {
    if text.is_empty() { Value::Null } else { Value::from(text) }
}

/// The shortest decimal that is this number in the workbook, as it shows there.
fn number_value(number: f64) -> Result<Value, String> {
    use procedure::source::{Resolved, resolve};
    match resolve(&number.to_string()) {
        Ok(Resolved::Number(number)) => Ok(Value::Number(number)),
        Ok(Resolved::Null | Resolved::Bool(_) | Resolved::Text) | Err(_) => {
            Err(format!("the number {number:e} has more digits than an exact decimal holds"))
        }
    }
}

fn moment_value(moment: &ExcelDateTime) -> Result<Value, String> {
    if moment.is_duration() {
        return number_value(moment.as_f64());
    }
    let (year, month, day, hour, minute, second, milli) = moment.to_ymd_hms_milli();
    let part = |number: u16| i16::try_from(number).unwrap_or(i16::MAX);
    let small = |number: u8| i8::try_from(number).unwrap_or(i8::MAX);
    let wrong = || "a cell holds a date that the calendar does not have".to_owned();
    let date = civil::Date::new(part(year), small(month), small(day)).map_err(|_| wrong())?;
    if (hour, minute, second, milli) == (0, 0, 0, 0) {
        return Ok(Value::Date(date));
    }
    let nanoseconds = i32::from(milli) * 1_000_000;
    let time = civil::Time::new(small(hour), small(minute), small(second), nanoseconds).map_err(|_| wrong())?;
    Ok(Value::from(date.to_datetime(time).to_string()))
}
