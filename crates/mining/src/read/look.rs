//! A first look at a log: what its beginning tells of it, before it is read.

use std::io::Read as _;

use encoding_rs::Encoding;
use flate2::bufread::MultiGzDecoder;

use super::{Format, Mapping, ObjectType, Options, Read, Report, any, table, unwatched};

/// What a log's beginning tells.
#[derive(Debug, Clone)]
pub struct Look {
    /// What is to be said of the beginning, read as if it were all.
    pub report: Report,
    /// Of a table: its columns and its first rows, as they are written.
    pub columns: Vec<String>,
    pub rows: Vec<Vec<String>>,
    /// Of a log of objects: their types.
    pub object_types: Vec<ObjectType>,
}

/// How many rows are shown.
const ROWS: usize = 5;
/// How much of the text is looked at for them, in bytes: as much as a mapping is guessed from.
const HEAD: usize = 64 * 1024;

/// Looks at the beginning of a log of whatever format.
pub fn look(beginning: &[u8], mapping: Option<Mapping>, options: &Options) -> Look {
    let delimiter = mapping.as_ref().map(|mapping| mapping.delimiter);
    match any(beginning, mapping, options, &mut unwatched) {
        Read::Log(read) => {
            let report = read.report;
            let head = || text(beginning, report.encoding);
            let (columns, mut rows, _) = match report.format {
                Format::Csv => table::head_of_csv(&head(), delimiter),
                Format::JsonLines => table::head_of_json_lines(&head()),
                Format::Xes | Format::Ocel1 | Format::Ocel2 => (Vec::new(), Vec::new(), Mapping::default()),
            };
            rows.truncate(ROWS);
            Look { report, columns, rows, object_types: Vec::new() }
        }
        Read::Objects(objects, report) => {
            Look { report: *report, columns: Vec::new(), rows: Vec::new(), object_types: objects.types() }
        }
    }
}

/// The beginning of the text, unpacked and decoded.
fn text(beginning: &[u8], encoding: Option<&str>) -> Vec<u8> {
    let mut head = Vec::new();
    let source: Box<dyn std::io::Read> = if beginning.starts_with(&[0x1f, 0x8b]) {
        Box::new(MultiGzDecoder::new(beginning))
    } else {
        Box::new(beginning)
    };
    // What is damaged or ends in the middle gives what comes before.
    let _ = source.take(HEAD as u64).read_to_end(&mut head);
    match encoding.and_then(|name| Encoding::for_label(name.as_bytes())) {
        Some(encoding) => encoding.decode(&head).0.into_owned().into_bytes(),
        None => head.strip_prefix(b"\xef\xbb\xbf").map(<[u8]>::to_vec).unwrap_or(head),
    }
}
