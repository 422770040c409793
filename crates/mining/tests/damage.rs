//! A damaged or hostile log gives what can be read of it and a report of what was lost, in bounded memory.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

use std::io::{self, Read, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use mining::read::{End, Imported, Limits, Options, Outcome, Place, Problem, unwatched};

/// So many cases of two events each, one a line.
fn sound(cases: usize) -> String {
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<log>\n");
    for case in 0..cases {
        text += &format!(
            "<trace><string key=\"concept:name\" value=\"{case}\"/>\
             <event><string key=\"concept:name\" value=\"a\"/><date key=\"time:timestamp\" value=\"2020-01-01T00:00:00Z\"/></event>\
             <event><string key=\"concept:name\" value=\"b\"/><date key=\"time:timestamp\" value=\"2020-01-01T00:00:01Z\"/></event></trace>\n"
        );
    }
    text + "</log>\n"
}

fn xes(input: impl Read + Send) -> Imported {
    mining::read::xes(input, &Options::default(), &mut unwatched)
}

fn event(inside: &str) -> String {
    format!("<log><trace><event><string key=\"concept:name\" value=\"a\"/>{inside}</event></trace></log>")
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn a_log_that_is_cut_off_anywhere_keeps_what_was_whole() {
    let text = sound(3);
    for cut in 0..text.len() {
        let Imported { log, report } = xes(&text.as_bytes()[..cut]);
        let whole = text[..cut].matches("</event>").count();
        assert_eq!(log.events(), whole, "cut at {cut}");
        if text[..cut].contains("<log>") && cut < text.len() - 1 {
            assert_eq!(report.end, End::CutOff, "cut at {cut}");
        }
        if text[..cut].rfind("<event>").is_some_and(|open| !text[open..cut].contains("</event>")) {
            assert_eq!(report.count(Problem::EventCutOff), 1, "cut at {cut}");
        }
    }
    let read = xes(&text.as_bytes()[..text.find("\"b\"").unwrap()]);
    assert_eq!(read.report.problems[&Problem::CaseCutOff].first.len(), 1);
    assert_eq!((read.log.len(), read.report.cases, read.report.events), (1, 1, 1));
}

#[test]
fn a_packed_log_that_is_cut_off_or_damaged_keeps_what_could_be_unpacked() {
    let mut random = 1_u32;
    let noise: String = (0..200_000)
        .map(|_| {
            random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            char::from(b'a' + (random >> 24) as u8 % 26)
        })
        .collect();
    let text = sound(2000).replace("</log>", &format!("<!-- {noise} --></log>"));
    let whole = packed(text.as_bytes());
    assert_eq!(xes(&*whole).report.end, End::Complete);
    let read = xes(&whole[..whole.len() - 50_000]);
    assert_eq!((read.report.end, read.log.len()), (End::CutOff, 2000));
    let mut damaged = whole.clone();
    let middle = damaged.len() / 2;
    damaged[middle..middle + 100].fill(0xff);
    let read = xes(&*damaged);
    assert!(matches!(read.report.end, End::Failed(_) | End::CutOff), "{:?}", read.report.end);
    assert_eq!(read.log.len(), 2000);
}

#[test]
fn an_input_that_fails_keeps_what_came_before() {
    struct Failing<'a>(&'a [u8]);
    impl Read for Failing<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            if self.0.is_empty() { Err(io::Error::other("the disk is gone")) } else { self.0.read(buffer) }
        }
    }
    let text = sound(10);
    let read = xes(Failing(&text.as_bytes()[..text.len() / 2]));
    assert_eq!(read.report.end, End::Failed("the disk is gone".into()));
    assert!(read.log.len() >= 4);
}

#[test]
fn a_wrong_encoding_is_decoded_as_far_as_it_can_be_told() {
    let text = event("").replace("\"a\"", "\"Prüfung\"");
    let latin: Vec<u8> = text.chars().map(|character| u8::try_from(u32::from(character)).unwrap()).collect();
    let wide = |little: bool, mark: bool| -> Vec<u8> {
        let mark = if mark { "\u{feff}" } else { "" };
        let units = format!("{mark}<?xml version=\"1.0\"?>{text}");
        units.encode_utf16().flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
    };
    let declared = |label: &str, bytes: &[u8]| -> Vec<u8> {
        [format!("<?xml version='1.0' encoding='{label}'?>").as_bytes(), bytes].concat()
    };
    for (bytes, encoding, problems) in [
        (text.clone().into_bytes(), None, vec![]),
        ([b"\xef\xbb\xbf", text.as_bytes()].concat(), None, vec![]),
        (latin.clone(), None, vec![Problem::NotUtf8]),
        (declared("ISO-8859-1", &latin), Some("windows-1252"), vec![]),
        (declared("utf-16", text.as_bytes()), None, vec![]),
        (declared("klingon", text.as_bytes()), None, vec![Problem::UnknownEncoding]),
        (wide(true, true), Some("UTF-16LE"), vec![]),
        (wide(false, true), Some("UTF-16BE"), vec![]),
        (wide(true, false), Some("UTF-16LE"), vec![]),
    ] {
        let Imported { log, report } = xes(&*bytes);
        assert_eq!(log.activities().iter().map(|(_, name)| name).collect::<Vec<_>>(), ["Prüfung"], "{encoding:?}");
        assert_eq!(report.encoding, encoding);
        let met: Vec<_> = report
            .problems
            .into_keys()
            .filter(|problem| !matches!(problem, Problem::EventWithoutTime | Problem::CaseWithoutName))
            .collect();
        assert_eq!(met, problems);
    }
}

#[test]
fn times_that_are_missing_unreadable_or_in_mixed_zones_are_told() {
    let timed = |time: &str| format!("<event><string key=\"concept:name\" value=\"a\"/>{time}</event>");
    let date = |value: &str| timed(&format!("<date key=\"time:timestamp\" value=\"{value}\"/>"));
    let log = |events: &[String]| xes(format!("<log><trace>{}</trace></log>", events.concat()).as_bytes());
    let read = log(&[date("2020-01-01T00:00:00Z"), timed(""), date("soon"), date("2020-01-01T00:00:00")]);
    assert_eq!(read.log.events(), 4);
    for (problem, count) in [(Problem::EventWithoutTime, 2), (Problem::TimeUnreadable, 1), (Problem::MixedZones, 1)] {
        assert_eq!(read.report.count(problem), count, "{problem:?}");
    }
    let summer = log(&[date("2020-01-01T00:00:00+01:00"), date("2020-07-01T00:00:00+02:00")]);
    assert_eq!(summer.report.count(Problem::MixedZones), 0);
    let far = log(&[date("2020-01-01T00:00:00+01:00"), date("2020-07-01T00:00:00-05:00")]);
    assert_eq!(far.report.count(Problem::MixedZones), 2);
    assert_eq!(log(&[date("2020-01-01T00:00:00")]).report.count(Problem::TimeWithoutZone), 1);
}

#[test]
fn a_case_or_event_that_is_not_as_it_should_be_is_told_with_its_place() {
    let text = "<log>\n<event><string key='concept:name' value='x'/></event>\n<trace><event>\n<int key='kept' value='9'/></event>\n\
        <event><string key='concept:name' value='a'/><int key='n' value='many'/></event></trace>\n<trace><string key='concept:name' value='1'/></trace>\
        <trace><string key='concept:name' value='1'/></trace></log>";
    let Imported { log, report } = xes(text.as_bytes());
    assert_eq!((log.len(), log.events()), (3, 1));
    assert_eq!(log.case(0).events().next().unwrap().value("kept"), None, "what a dropped event said is gone with it");
    let place = |problem: Problem| report.problems[&problem].first[0];
    assert_eq!(place(Problem::EventWithoutCase), Place { line: 2, byte: 6 });
    assert_eq!(place(Problem::EventWithoutActivity).line, 4);
    for problem in [Problem::ValueUnreadable, Problem::DuplicateCase, Problem::CaseWithoutName] {
        assert_eq!(report.count(problem), 1, "{problem:?}");
    }
    assert_eq!(report.count(Problem::CaseWithoutEvents), 2);
    assert!(report.lost() && Problem::EventWithoutCase.outcome() == Outcome::EventDropped);
    assert!(Problem::EventWithoutCase.message().contains("no case"));
}

#[test]
fn damaged_markup_costs_what_is_damaged() {
    for (damaged, events) in [
        (
            "<event><string key='concept:name' value='a/></event><event><string key='concept:name' value='b'/></event>",
            1,
        ),
        ("<event><string key='concept:name' value='a'/><event><string key='concept:name' value='b'/></event>", 2),
        ("<event><string key='concept:name' value='a'/></string></event><event></trace><trace>", 1),
        (
            "<event><string key=concept:name value='a'/></event>< ><&><event><string key='concept:name' value='b'/></event>",
            1,
        ),
    ] {
        let Imported { log, report } = xes(format!("<log><trace>{damaged}</trace></log>").as_bytes());
        assert_eq!(log.events(), events, "{damaged}");
        assert!(report.count(Problem::Broken) > 0, "{damaged}: {:?}", report.problems);
    }
    for nothing in ["", "{}", "case,activity", "\0\0\0", "<html><body>no</body></html>"] {
        assert_eq!(xes(nothing.as_bytes()).report.count(Problem::NotALog), 1, "{nothing}");
    }
}

#[test]
fn entities_of_the_document_are_not_used() {
    let bomb = "<!DOCTYPE lolz [<!ENTITY lol \"lol\"><!ENTITY lol2 \"&lol;&lol;&lol;&lol;\"><!ENTITY out SYSTEM \"file:///etc/passwd\">]>";
    let Imported { log, report } =
        xes(format!("{bomb}{}", event("<string key='x' value='&lol2;&out;&#0;'/>")).as_bytes());
    assert_eq!(log.case(0).events().next().unwrap().value("x"), Some(mining::log::Value::Text("&lol2;&out;&#0;")));
    assert_eq!((report.count(Problem::Doctype), report.count(Problem::UnknownEntity)), (1, 1));
}

/// A text, then so many times another, then a third.
fn endless(before: &str, middle: &[u8], times: u64, after: &str) -> impl Read + Send + use<> {
    struct Again(Vec<u8>, usize);
    impl Read for Again {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let count = buffer.len().min(self.0.len() - self.1);
            buffer[..count].copy_from_slice(&self.0[self.1..self.1 + count]);
            self.1 = (self.1 + count) % self.0.len();
            Ok(count)
        }
    }
    let block = middle.repeat((64 * 1024 / middle.len()).max(1));
    let length = middle.len() as u64 * times;
    io::Cursor::new(before.to_owned()).chain(Again(block, 0).take(length)).chain(io::Cursor::new(after.to_owned()))
}

/// The memory that this process has at most had, in megabytes. Nothing where the system does not say.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()? / 1024)
}

#[test]
fn whatever_is_endless_takes_little_memory() {
    const LONG: u64 = 150_000_000;
    let small = Options { limits: Limits { memory: 16 << 20, ..Limits::default() }, ..Options::default() };
    let after = "\"/></event><event><string key=\"concept:name\" value=\"b\"/></event></trace></log>";
    let begin = "<log><trace><event><string key=\"concept:name\" value=\"a\"/>";
    // A value, a tag, a comment, a text and nesting without end, each on one line.
    for (before, middle, after, events, problem) in [
        ("<string key=\"x\" value=\"", "x", after, 2, Some(Problem::ValueTooLong)),
        ("<string key=\"", "x", after, 2, Some(Problem::ValueTooLong)),
        ("<", "x", "/></event></trace></log>", 1, None),
        ("<!--", "x", "--></event></trace></log>", 1, None),
        ("", "x", "</event></trace></log>", 1, None),
        ("", "<string key=\"k\">", "", 0, Some(Problem::TooDeep)),
        ("<string key=\"x\" value=\"1\"/>", "</event><event><id key=\"concept:name\" value=\"a\"/>", "", 1, None),
    ] {
        let input = endless(&format!("{begin}{before}"), middle.as_bytes(), LONG / middle.len() as u64, after);
        let read = mining::read::xes(input, &small, &mut unwatched);
        assert!(read.log.events() >= events, "{before}{middle}: {:?}", read.report.problems);
        assert!(problem.is_none_or(|problem| read.report.count(problem) > 0), "{before}{middle}: {:?}", read.report);
    }
    let read =
        mining::read::csv(endless("case,activity\n1,a\n1,", b"x", LONG, "\n1,b\n"), None, &small, &mut unwatched);
    assert_eq!((read.log.events(), read.report.count(Problem::LineTooLong)), (2, 1));
    let read =
        mining::read::csv(endless("case,activity\n1,\"a\n", b"1,b\n", 100_000, ""), None, &small, &mut unwatched);
    assert_eq!((read.log.events(), read.report.count(Problem::LineUnreadable)), (100_000, 1));
    let line = "{\"case\":1,\"activity\":\"a\"}\n";
    let input = endless(&format!("{line}{{\"x\":\""), b"x", LONG, &format!("\"}}\n{line}"));
    let read = mining::read::json_lines(input, None, &small, &mut unwatched);
    assert_eq!((read.log.events(), read.report.count(Problem::LineTooLong)), (2, 1));
    let event = "{\"type\":\"a\",\"attributes\":[{\"name\":\"x\",\"value\":\"";
    let input = endless(&format!("{{\"events\":[{event}"), b"x", LONG / 3, "\"}]}]}");
    let (objects, report) = mining::read::ocel(input, &small, &mut unwatched);
    assert_eq!((objects.events(), report.count(Problem::ValueShortened), report.end), (1, 1, End::Complete));
    let input = endless("{\"events\":[{\"type\":\"a\"},{\"type\":\"b\",\"relationships\":[0", b",0", LONG / 6, "]}]}");
    let (objects, report) = mining::read::ocel(input, &small, &mut unwatched);
    assert_eq!((objects.events(), report.count(Problem::LineTooLong)), (1, 1));
    let (objects, report) = mining::read::ocel(endless("{\"events\":", b"[", 1_000_000, ""), &small, &mut unwatched);
    assert_eq!((objects.events(), report.end), (0, End::CutOff));
    if let Some(peak) = peak() {
        assert!(peak < 160, "{peak} MB");
    }
}

#[test]
fn more_names_than_the_limits_allow_are_dropped_and_told() {
    let mut text = String::from("<log><trace>");
    for number in 0..300 {
        text += &format!(
            "<event><string key=\"concept:name\" value=\"{number}\"/><int key=\"k{number}\" value=\"1\"/></event>"
        );
    }
    let limits = Limits { keys: 100, activities: 200, ..Limits::default() };
    let options = Options { limits, ..Options::default() };
    let Imported { log, report } =
        mining::read::xes(format!("{text}</trace></log>").as_bytes(), &options, &mut unwatched);
    assert_eq!((log.activities().len(), log.events(), log.event_columns().len()), (200, 200, 99));
    assert_eq!(report.count(Problem::TooManyActivities), 100);
    assert_eq!(report.count(Problem::TooManyKeys), 201);
}

#[test]
fn a_log_on_one_endless_line_is_read_or_named_as_such_and_the_reader_does_not_go_on_for_ever() {
    /// Repeats its middle for ever, and counts how often it was asked.
    struct Endless<'a> {
        head: &'a [u8],
        middle: &'a [u8],
        given: usize,
    }
    impl Read for Endless<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            assert!(self.given < 64 << 20, "what cannot be a table is not read on and on");
            let head = self.head.read(buffer)?;
            let mut given = head;
            while head == 0 && given + self.middle.len() <= buffer.len() {
                buffer[given..given + self.middle.len()].copy_from_slice(self.middle);
                given += self.middle.len();
            }
            self.given += given;
            Ok(given)
        }
    }
    for (head, middle) in [
        ("case,activity,timestamp", ",1,work,2026-01-01T00:00:00Z"),
        ("{\"case\":1,\"activity\":\"work\",\"note\":\"", "more and more of it, "),
    ] {
        let input = Endless { head: head.as_bytes(), middle: middle.as_bytes(), given: 0 };
        let mining::read::Read::Log(read) = mining::read::any(input, None, &Options::default(), &mut unwatched) else {
            panic!("it is no log of objects");
        };
        assert_eq!(read.log.events(), 0);
        assert_eq!(read.report.count(Problem::LineTooLong), 1, "{head}");
        assert_eq!(read.report.problems[&Problem::LineTooLong].first, [Place { line: 1, byte: 0 }]);
    }
    // XES needs no line breaks.
    let one_line = sound(20_000).replace('\n', "");
    assert_eq!((xes(one_line.as_bytes()).log.events(), xes(one_line.as_bytes()).report.end), (40_000, End::Complete));
}

#[test]
fn a_first_line_longer_than_what_columns_are_guessed_from_is_read_whole() {
    let note = "x".repeat(200_000);
    let text = format!("{{\"note\":\"{note}\",\"case_id\":1,\"activity\":\"a\"}}\n");
    let mining::read::Read::Log(read) = mining::read::any(text.as_bytes(), None, &Options::default(), &mut unwatched)
    else {
        panic!("it is no log of objects");
    };
    assert_eq!((read.log.events(), read.report.count(Problem::NoColumn)), (1, 0));
}
