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
/// The first two bytes of a gzip stream (RFC 1952).
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// How much of a packed beginning is unpacked.
const UNPACKED: u64 = 8 << 20;

/// Looks at the beginning of a log of whatever format. Where it is not `whole`, its last line is left out, which ends in the
/// middle.
pub fn look(beginning: &[u8], whole: bool, mapping: Option<Mapping>, options: &Options) -> Look {
    let mut unpacked = Vec::new();
    let mut beginning = beginning;
    if !whole && beginning.starts_with(&GZIP) {
        // What is damaged or ends in the middle gives what comes before.
        let _ = MultiGzDecoder::new(beginning).take(UNPACKED).read_to_end(&mut unpacked);
        beginning = &unpacked;
    }
    // A line's end is one byte in every encoding but UTF-16.
    let wide = beginning.starts_with(b"\xff\xfe") || beginning.starts_with(b"\xfe\xff");
    if let Some(end) = memchr::memrchr(b'\n', beginning).filter(|_| !whole && !wide) {
        beginning = &beginning[..=end];
    }
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
    let source: Box<dyn std::io::Read> =
        if beginning.starts_with(&GZIP) { Box::new(MultiGzDecoder::new(beginning)) } else { Box::new(beginning) };
    // What is damaged or ends in the middle gives what comes before.
    let _ = source.take(HEAD as u64).read_to_end(&mut head);
    match encoding.and_then(|name| Encoding::for_label(name.as_bytes())) {
        Some(encoding) => encoding.decode(&head).0.into_owned().into_bytes(),
        None => head.strip_prefix(b"\xef\xbb\xbf").map(<[u8]>::to_vec).unwrap_or(head),
    }
}
