//! Made-up logs, written to standard output:
//!
//! - `generate times LOG N`: the cases of a log N times, each time under other names. Synthetic: it grows in cases and
//!   events, not in activities and variants.
//! - `generate line xes|csv|json-lines BYTES`: so many bytes on one line. The XES is a sound log; a table or JSON Lines on
//!   one line is none.

use std::fs::File;
use std::io::{self, BufWriter, Read, Write};

use flate2::read::MultiGzDecoder;

fn main() -> io::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let mut out = BufWriter::with_capacity(1 << 20, io::stdout().lock());
    match words[..] {
        ["times", log, times] => repeat(log, times.parse().expect("a number of times"), &mut out)?,
        ["line", format, bytes] => line(format, bytes.parse().expect("a number of bytes"), &mut out)?,
        _ => panic!("`generate times LOG N` or `generate line xes|csv|json-lines BYTES`"),
    }
    out.flush()
}

fn repeat(log: &str, times: usize, out: &mut impl Write) -> io::Result<()> {
    let mut text = Vec::new();
    if log.ends_with(".gz") {
        MultiGzDecoder::new(File::open(log)?).read_to_end(&mut text)?;
    } else {
        File::open(log)?.read_to_end(&mut text)?;
    }
    let text = String::from_utf8(text).expect("the log is UTF-8");
    let begin = text.find("<trace").expect("the log has a case");
    let end = text.rfind("</log>").expect("the log ends");
    let (head, body, tail) = (&text[..begin], &text[begin..end], &text[end..]);
    // Behind the name of each case.
    let mut cuts = Vec::new();
    for (trace, _) in body.match_indices("<trace") {
        const NAME: &str = "key=\"concept:name\" value=\"";
        let inside = &body[trace..];
        let own = &inside[..inside.find("<event").unwrap_or(inside.len())];
        let name = own.find(NAME).expect("a case has a name") + NAME.len();
        cuts.push(trace + name + own[name..].find('"').expect("a name ends"));
    }
    out.write_all(head.as_bytes())?;
    for time in 0..times {
        let mut from = 0;
        for &cut in &cuts {
            out.write_all(&body.as_bytes()[from..cut])?;
            write!(out, "-{time}")?;
            from = cut;
        }
        out.write_all(&body.as_bytes()[from..])?;
    }
    out.write_all(tail.as_bytes())
}

fn line(format: &str, bytes: u64, out: &mut impl Write) -> io::Result<()> {
    let (head, body, tail) = match format {
        "xes" => (
            "<log><trace><string key=\"concept:name\" value=\"1\"/>",
            "<event><string key=\"concept:name\" value=\"work\"/><date key=\"time:timestamp\" \
             value=\"2026-01-01T00:00:00Z\"/></event>",
            "</trace></log>",
        ),
        "csv" => ("case,activity,timestamp", ",1,work,2026-01-01T00:00:00Z", ""),
        "json-lines" => ("{\"case\":1,\"activity\":\"work\",\"note\":\"", "more and more of it, ", "\"}"),
        _ => panic!("`{format}` is none of xes, csv and json-lines"),
    };
    let block = body.repeat(1000);
    let mut written = out.write(head.as_bytes())? as u64;
    while written < bytes {
        out.write_all(block.as_bytes())?;
        written += block.len() as u64;
    }
    out.write_all(tail.as_bytes())
}
