//! CSV: comma-separated values (RFC 4180), UTF-8, with a header line. An empty cell is null.

use procedure::value::Value;

use super::TableError;
use super::load::{Cells, Raw, Source};

const UNIT: &str = "line";

pub(super) fn read(bytes: Vec<u8>, delimiter: char, source: &Source) -> Result<Raw, TableError> {
    let delimiter = u8::try_from(delimiter)
        .ok()
        .filter(|byte| byte.is_ascii() && !matches!(byte, b'"' | b'\n' | b'\r'))
        .ok_or_else(|| TableError::shape(source.file, "`delimiter` must be one plain character, such as `;`"))?;
    let body = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(body);
    let header = reader.byte_headers().map_err(|error| TableError::unreadable(source.file, error.to_string()))?.clone();
    let columns: Vec<String> = texts(&header, 1, source)?.into_iter().map(|name| name.trim().to_owned()).collect();
    if columns.is_empty() {
        return Err(TableError::shape(source.file, "it is empty; the first line must name the columns"));
    }
    source.header(&columns)?;
    let mut rows = Vec::new();
    let mut record = csv::ByteRecord::new();
    while reader
        .read_byte_record(&mut record)
        .map_err(|error| TableError::unreadable(source.file, error.to_string()))?
    {
        let line = record.position().map_or(0, csv::Position::line);
        let cells = texts(&record, line, source)?;
        if cells.iter().all(|cell| cell.is_empty()) {
            continue;
        }
        if cells.len() != columns.len() {
            let problem = format!(
                "{} cells where the header names {} columns; a cell that holds the delimiter or a quote needs quotes",
                cells.len(),
                columns.len()
            );
            return Err(source.row(UNIT, line, problem));
        }
        source.admit(rows.len(), columns.len())?;
        let cells = cells.into_iter().map(|cell| if cell.is_empty() { Value::Null } else { Value::from(cell) });
        rows.push((line, cells.collect()));
    }
    Ok(Raw { unit: UNIT, columns, rows, cells: Cells::Texts })
}

fn texts<'a>(record: &'a csv::ByteRecord, line: u64, source: &Source) -> Result<Vec<&'a str>, TableError> {
    let wrong = || source.row(UNIT, line, "it is not UTF-8; save the file as UTF-8");
    record.iter().map(|cell| std::str::from_utf8(cell).map_err(|_| wrong())).collect()
}
