//! What is written is read again as the same log, and no reader is brought down by any bytes.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

use mining::log::{Builder, Log, Moment, Value};
use mining::read::{Limits, Options, Read, unwatched};
use proptest::prelude::*;

#[derive(Debug, Clone)]
enum Said {
    Text(String),
    Number(f64),
    Whole(i64),
    Moment(i64),
    Flag(bool),
}

impl Said {
    fn value(&self) -> Value<'_> {
        match self {
            Self::Text(text) => Value::Text(text),
            Self::Number(number) => Value::Number(*number),
            Self::Whole(number) => Value::Whole(*number),
            Self::Moment(moment) => Value::Moment(Moment(*moment)),
            Self::Flag(flag) => Value::Flag(*flag),
        }
    }
}

/// Text that XML can hold, with what it has to write in another way.
fn text() -> impl Strategy<Value = String> {
    prop_oneof!["[a-c]", "[ -~\u{e4}\u{1f600}\n\r\t&<>\"']{1,12}"]
}

/// Within the years 0 to 9999.
fn moment() -> impl Strategy<Value = i64> {
    -62_000_000_000_000_000..253_000_000_000_000_000_i64
}

fn said() -> impl Strategy<Value = (String, Said)> {
    // The kind goes with the key, since a column has one kind.
    prop_oneof![
        text().prop_map(|text| ("t & <t>".to_owned(), Said::Text(text))),
        (-1e9..1e9_f64).prop_map(|number| ("n".to_owned(), Said::Number(number.round() / 8.0 + 0.0625))),
        any::<i32>().prop_map(|number| ("w".to_owned(), Said::Whole(number.into()))),
        moment().prop_map(|moment| ("m".to_owned(), Said::Moment(moment))),
        any::<bool>().prop_map(|flag| ("f".to_owned(), Said::Flag(flag))),
    ]
}

type Happened = (String, Option<i64>, Option<String>, Option<String>, Vec<(String, Said)>);

fn happened() -> impl Strategy<Value = Happened> {
    let option = || proptest::option::of(text());
    (text(), proptest::option::of(moment()), option(), option(), proptest::collection::vec(said(), 0..4))
}

/// Cases have different names, as OCEL asks for.
fn logs() -> impl Strategy<Value = Log> {
    let case = (text(), proptest::collection::vec(said(), 0..3), proptest::collection::vec(happened(), 0..6));
    proptest::collection::vec(case, 0..5).prop_map(|cases| {
        let mut builder = Builder::default();
        for (index, (name, values, events)) in cases.iter().enumerate() {
            builder.case(&format!("{index}{name}"));
            for (key, said) in values {
                builder.case_value(key, said.value());
            }
            for (activity, time, person, transition, values) in events {
                builder.event(activity, time.map(Moment));
                person.iter().for_each(|person| builder.person(person));
                transition.iter().for_each(|transition| builder.transition(transition));
                for (key, said) in values {
                    builder.event_value(key, said.value());
                }
            }
        }
        builder.finish()
    })
}

/// All that a log says, without the order in which columns and names were met.
fn told(log: &Log, sorted: bool) -> Vec<String> {
    let mut cases = Vec::new();
    for case in log.cases() {
        let mut values: Vec<String> =
            log.case_columns().keys().filter_map(|key| Some(format!("{key}={:?}", case.value(key)?))).collect();
        values.sort();
        let mut events: Vec<_> = case.events().collect();
        if sorted {
            events.sort_by_key(|event| event.time());
        }
        let events: Vec<String> = events
            .into_iter()
            .map(|event| {
                let keys = log.event_columns().keys();
                let mut values: Vec<String> =
                    keys.filter_map(|key| Some(format!("{key}={:?}", event.value(key)?))).collect();
                values.sort();
                let transition = event.transition().map(|name| log.transitions().text(name));
                format!("{:?} {:?} {transition:?} {values:?}", log.name(event.activity()), event.time())
            })
            .collect();
        cases.push(format!("{:?} {values:?} {events:?}", case.name()));
    }
    cases
}

proptest! {
    #[test]
    fn a_log_written_as_xes_is_read_as_the_same_log(log in logs(), chunk in 1_usize..300) {
        let mut written = Vec::new();
        mining::write::xes(&log, &mut written).unwrap();
        let options = Options { chunk, ..Options::default() };
        let read = mining::read::xes(&*written, &options, &mut unwatched);
        prop_assert_eq!(told(&read.log, false), told(&log, false));
        prop_assert_eq!(read.log.people(), log.people());
        prop_assert!(!read.report.lost(), "{:?}", read.report);
        let mut again = Vec::new();
        mining::write::xes(&read.log, &mut again).unwrap();
        prop_assert_eq!(read.log.len(), mining::read::xes(&*again, &options, &mut unwatched).log.len());
    }

    #[test]
    fn a_log_written_as_ocel_is_read_as_the_same_log_in_the_order_of_time(log in logs(), chunk in 1_usize..300) {
        let mut written = Vec::new();
        mining::write::ocel(&log, "case", &mut written).unwrap();
        let options = Options { chunk, ..Options::default() };
        let (objects, report) = mining::read::ocel(&*written, &options, &mut unwatched);
        prop_assert!(!report.lost(), "{:?}", report);
        let read = objects.flatten("case", report);
        prop_assert_eq!(told(&read.log, false), told(&log, true));
        prop_assert_eq!(read.log.people(), log.people());
    }

    #[test]
    fn no_reader_is_brought_down_by_any_bytes(
        bytes in prop_oneof![
            proptest::collection::vec(any::<u8>(), 0..400),
            // What the formats are made of, in any order.
            proptest::collection::vec(proptest::sample::select(vec![
                "<", ">", "/>", "</", "\"", "'", "<log>", "<trace>", "</trace>", "<event>", "</event>", "<string key=\"",
                "concept:name", "\" value=\"", "<date key=\"time:timestamp\" value=\"2020-01-01\"/>", "&amp;", "&", "<!--",
                "-->", "<![CDATA[", "]]>", "<?", "?>", "<!DOCTYPE [", "]", "\n", ",", ";", "case", "activity", "{", "}",
                "[", ":", "\"events\":", "\"ocel:objects\":", "\"type\":", "1", "\u{e4}", "\\", "\\u12", "\r\n",
            ]), 0..60).prop_map(|parts| parts.concat().into_bytes()),
        ],
        chunk in 1_usize..40,
    ) {
        survives(&bytes, chunk);
    }

    #[test]
    fn no_reader_is_brought_down_by_a_log_with_some_bytes_changed(
        log in logs(), changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6), gzip: bool,
    ) {
        let (mut xes, mut ocel) = (Vec::new(), Vec::new());
        mining::write::xes(&log, &mut xes).unwrap();
        mining::write::ocel(&log, "case", &mut ocel).unwrap();
        for mut bytes in [xes, ocel] {
            if gzip {
                let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
                std::io::Write::write_all(&mut encoder, &bytes).unwrap();
                bytes = encoder.finish().unwrap();
            }
            for (index, byte) in &changes {
                let at = index.index(bytes.len());
                bytes[at] = *byte;
            }
            survives(&bytes, 64);
        }
    }
}

/// Reads bytes as every format; what was read is sound.
fn survives(bytes: &[u8], chunk: usize) {
    let limits = Limits { key: 20, value: 40, line: 100, depth: 4, keys: 3, activities: 3, memory: 1 << 20 };
    for options in [Options { chunk, ..Options::default() }, Options { chunk, limits, ..Options::default() }] {
        let read = mining::read::xes(bytes, &options, &mut unwatched);
        sound(&read.log);
        let read = mining::read::csv(bytes, None, &options, &mut unwatched);
        sound(&read.log);
        let read = mining::read::json_lines(bytes, None, &options, &mut unwatched);
        sound(&read.log);
        let (objects, report) = mining::read::ocel(bytes, &options, &mut unwatched);
        for of in objects.types() {
            sound(&objects.flatten(&of.name, report.clone()).log);
        }
        match mining::read::any(bytes, None, &options, &mut unwatched) {
            Read::Log(read) => sound(&read.log),
            Read::Objects(..) => {}
        }
    }
}

fn sound(log: &Log) {
    told(log, false);
    let mut written = Vec::new();
    mining::write::xes(log, &mut written).unwrap();
    let read = mining::read::xes(&*written, &Options::default(), &mut unwatched);
    assert_eq!((read.log.len(), read.log.events()), (log.len(), log.events()));
}
