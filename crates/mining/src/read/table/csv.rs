//! CSV (RFC 4180), with any of four delimiters.
//!
//! The first line names the columns. A quote that is never closed costs its line, not the rest of the file.

use std::borrow::Cow;

use super::super::Options;
use super::super::report::{End, Format, Problem, Report};
use super::super::window::Window;
use super::mapping::Mapping;
use super::rows::{Meant, Rows, kind, typed};
use crate::log::{Kind, Log};

/// How much of the beginning the mapping is guessed from: bytes and rows.
const HEAD: usize = 64 * 1024;
const ROWS: usize = 200;

/// How many lines a quoted field may have.
const LINES: usize = 200;

const DELIMITERS: [char; 4] = [',', ';', '\t', '|'];

pub(in super::super) fn read(window: &mut Window<'_>, options: &Options, mapping: Option<Mapping>) -> (Log, Report) {
    let (head, endless) = window.head(HEAD, options.limits.line);
    let head = &window.bytes()[..head];
    let (columns, sample, guessed) = head_of(head, mapping.as_ref().map(|mapping| mapping.delimiter));
    let kinds: Vec<Kind> = (0..columns.len())
        .map(|column| kind(sample.iter().filter_map(|row| row.get(column)).map(String::as_str)))
        .collect();
    let mapping = mapping.unwrap_or(guessed);
    let delimiter = u8::try_from(mapping.delimiter).unwrap_or(b',');
    let mut rows = Rows::new(Report::new(Format::Csv), options, mapping);
    if columns.is_empty() {
        rows.report.note_whole(Problem::NotALog, 1);
    }
    if !rows.usable() {
        if endless {
            rows.report.note(Problem::LineTooLong, || window.place(0));
        }
        return rows.finish();
    }
    let mut meant = Vec::new();
    for column in columns.iter().take(options.limits.keys.saturating_add(8)) {
        let too_long = column.len() > options.limits.key;
        if too_long {
            rows.report.note(Problem::KeyTooLong, || window.place(0));
        }
        let found = if too_long { Some(Meant::None) } else { rows.meant(column) };
        meant.push(found.unwrap_or_else(|| {
            rows.report.note(Problem::TooManyKeys, || window.place(0));
            Meant::None
        }));
    }
    let mut fields = Vec::new();
    let mut first = true;
    let mut offset = u64::MAX;
    while let Some(start) = next(window, delimiter, options.limits.line, &mut fields, &mut rows.report) {
        if std::mem::take(&mut first) || (fields.len() == 1 && fields[0].1 <= fields[0].0) {
            continue;
        }
        if fields.len() != columns.len() {
            rows.report.note(Problem::WrongFieldCount, || window.place(start));
        }
        for (index, &field) in fields.iter().enumerate().take(meant.len()) {
            let (text, not_utf8) = text(window.bytes(), field);
            if not_utf8 {
                rows.report.note(Problem::NotUtf8, || window.place(start));
            }
            let text = text.trim();
            rows.set(meant[index], typed(kinds[index], text), window, start);
        }
        rows.end(window, start);
        if window.offset(0) != offset {
            offset = window.offset(0);
            if rows.full() {
                rows.report.end = End::Full;
                break;
            }
        }
    }
    rows.finish()
}

/// The columns, some rows and the likeliest mapping of a table that begins like this.
pub(in super::super) fn head_of(head: &[u8], delimiter: Option<char>) -> (Vec<String>, Vec<Vec<String>>, Mapping) {
    let mut best: Option<(Fit, char, Vec<Vec<String>>)> = None;
    let tried = delimiter.map_or(DELIMITERS.to_vec(), |delimiter| vec![delimiter]);
    for delimiter in tried {
        let mut rows: Vec<Vec<String>> = Vec::new();
        let (mut at, mut fields) = (0, Vec::new());
        while rows.len() <= ROWS {
            let whole = head.len() < HEAD;
            let Some(end) = record(head, at, u8::try_from(delimiter).unwrap_or(b','), whole, &mut fields) else {
                break;
            };
            if fields.len() > 1 || fields[0].1 > fields[0].0 {
                rows.push(fields.iter().map(|&field| text(head, field).0.trim().to_owned()).collect());
            }
            at = end;
        }
        let width = rows.first().map_or(0, Vec::len);
        let even = rows.iter().filter(|row| row.len() == width).count();
        // As many columns as all rows have; of two delimiters that fit equally, the one with more columns.
        let score = (if width > 1 { even * 10 / rows.len().max(1) } else { 0 }, width);
        if best.as_ref().is_none_or(|(other, _, _)| score > *other) {
            best = Some((score, delimiter, rows));
        }
    }
    let (_, delimiter, mut rows) = best.unwrap_or(((0, 0), ',', Vec::new()));
    let columns = if rows.is_empty() { Vec::new() } else { rows.remove(0) };
    let mapping = Mapping::guess(delimiter, &columns, &rows);
    (columns, rows, mapping)
}

/// How well a delimiter fits: how many tenths of the rows have as many fields as the first, and how many these are.
type Fit = (usize, usize);

/// Where a field begins and ends, and whether quotes are doubled in it.
type Field = (usize, usize, bool);

fn text(bytes: &[u8], (start, end, doubled): Field) -> (Cow<'_, str>, bool) {
    let written = &bytes[start..end];
    let (text, not_utf8) = match std::str::from_utf8(written) {
        Ok(text) => (Cow::Borrowed(text), false),
        Err(_) => (encoding_rs::WINDOWS_1252.decode_without_bom_handling(written).0, true),
    };
    (if doubled { Cow::Owned(text.replace("\"\"", "\"")) } else { text }, not_utf8)
}

/// Finds the next record and where it begins; what cannot be one is passed over.
fn next(
    window: &mut Window<'_>,
    delimiter: u8,
    longest: usize,
    fields: &mut Vec<Field>,
    report: &mut Report,
) -> Option<usize> {
    let mut ended = false;
    loop {
        let start = window.at;
        if start == window.len() && ended {
            return None;
        }
        if let Some(end) = record(window.bytes(), start, delimiter, ended, fields) {
            window.at = end;
            return Some(start);
        }
        let length = window.len() - start;
        let line = memchr::memchr(b'\n', &window.bytes()[start..]);
        let quoted_lines = || memchr::memchr_iter(b'\n', &window.bytes()[start..]).nth(LINES).is_some();
        if let Some(line) = line.filter(|_| ended || length > longest || quoted_lines()) {
            // A quote was opened and never closed: what follows this line is read as if it had not been.
            report.note(Problem::LineUnreadable, || window.place(start));
            window.at = start + line + 1;
        } else if ended {
            report.note(Problem::LineUnreadable, || window.place(start));
            window.at = window.len();
        } else if length > longest {
            report.note(Problem::LineTooLong, || window.place(start));
            window.at = window.len();
            if !window.skip_past(b"\n") {
                return None;
            }
        } else if !window.more() {
            ended = true;
        }
    }
}

/// The fields of the record that begins here, and where the next one begins. Nothing where its end is not there.
fn record(bytes: &[u8], start: usize, delimiter: u8, last: bool, fields: &mut Vec<Field>) -> Option<usize> {
    fields.clear();
    let mut at = start;
    if last && at >= bytes.len() {
        return None;
    }
    loop {
        let mut field = (at, at, false);
        if bytes.get(at) == Some(&b'"') {
            let mut from = at + 1;
            field.0 = from;
            let mut lines = 0;
            loop {
                let found = from + memchr::memchr2(b'"', b'\n', bytes.get(from..)?)?;
                if bytes[found] == b'\n' {
                    lines += 1;
                    if lines > LINES {
                        return None;
                    }
                    from = found + 1;
                } else if bytes.get(found + 1) == Some(&b'"') {
                    field.2 = true;
                    from = found + 2;
                } else if bytes.get(found + 1).is_none() && !last {
                    return None;
                } else {
                    field.1 = found;
                    at = found + 1;
                    break;
                }
            }
        }
        let end = memchr::memchr2(delimiter, b'\n', &bytes[at..]).map(|found| at + found);
        let end = match end {
            Some(end) => end,
            None if last => bytes.len(),
            None => return None,
        };
        if field.1 < field.0 || field == (at, at, false) {
            field.1 = end;
        }
        let ends = bytes.get(end) != Some(&delimiter);
        if ends && field.1 == end && field.1 > field.0 && bytes[field.1 - 1] == b'\r' {
            field.1 -= 1;
        }
        fields.push(field);
        if ends {
            return Some((end + 1).min(bytes.len()));
        }
        at = end + 1;
    }
}
