//! Every format comes in with all that it says, however it is spelled.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

use std::ops::ControlFlow;

use mining::log::{Guard, Kind, Log, Moment, Pseudonyms, Value};
use mining::read::{End, Format, Imported, Keep, Mapping, Options, Problem, Read, Scope, TimeFormat, unwatched};

fn xes(text: impl AsRef<[u8]>) -> Imported {
    mining::read::xes(text.as_ref(), &Options::default(), &mut unwatched)
}

fn csv(text: &str) -> Imported {
    mining::read::csv(text.as_bytes(), None, &Options::default(), &mut unwatched)
}

/// Each case as its name and its activities, with the seconds since 1970.
fn cases(log: &Log) -> Vec<String> {
    log.cases()
        .map(|case| {
            let events: Vec<String> = case
                .events()
                .map(|event| match event.time() {
                    Some(Moment(time)) => format!("{}@{}", log.name(event.activity()), time as f64 / 1e6),
                    None => log.name(event.activity()).to_owned(),
                })
                .collect();
            format!("{}: {}", case.name(), events.join(" "))
        })
        .collect()
}

#[test]
fn xes_is_read_in_every_spelling_that_xml_allows() {
    let read = xes(r#"<?xml version='1.0'?><!DOCTYPE log [<!ENTITY a "x>y">]>
        <!-- <trace><event/></trace> --><x:log xmlns:x="http://www.xes-standard.org/">
        <classifier name="Both" keys="concept:name 'two words'"/><global scope="event"><string key="a" value="b"/></global>
        <string key="log:attribute" value="1"><float key="inner" value="2"/></string>
        <trace><![CDATA[<event/>]]>
          <event><string value='a &lt;&#65;&#x42;&quot; &gt;' key = 'concept:name' /><int key="n" value="7"></int>
             <float key="f" value="1.5"/><boolean key="b" value="TRUE"/><date key="d" value="1970-01-02"/><id key="i" value="x"/>
             <list key="l"><values><string key="m" value="one"/></values></list>
             <string key="outer" value="o"><string key="inner" value="p"><int key="most" value="3"/></string></string>
             <date key="time:timestamp" value="1970-01-01T01:00:01.5+01:00"></date></event>
          <event
          ><string key="concept:name" value="two
lines"/><string key="lifecycle:transition" value="start"/><string key="org:resource" value="ann"/></event>
          <string key="concept:name" value="after &amp; all"/><float key="cost" value="9"/>
        </trace></x:log>"#);
    assert_eq!(cases(&read.log), [r#"after & all: a <AB" >@1.5 two lines"#]);
    let event = read.log.case(0).events().next().unwrap();
    for (key, expected) in [
        ("n", Value::Whole(7)),
        ("f", Value::Number(1.5)),
        ("b", Value::Flag(true)),
        ("d", Value::Moment(Moment(86_400_000_000))),
        ("i", Value::Text("x")),
        ("l/m", Value::Text("one")),
        ("outer", Value::Text("o")),
        ("outer/inner", Value::Text("p")),
        ("outer/inner/most", Value::Whole(3)),
    ] {
        assert_eq!(event.value(key), Some(expected), "{key}");
    }
    assert_eq!(read.log.case(0).value("cost"), Some(Value::Number(9.0)));
    assert_eq!(read.log.people(), 1);
    assert_eq!(read.report.classifiers, [("Both".to_owned(), vec!["concept:name".to_owned(), "two words".to_owned()])]);
    assert_eq!(read.report.end, End::Complete);
    assert_eq!(read.report.problems.keys().copied().collect::<Vec<_>>(), [Problem::EventWithoutTime, Problem::Doctype]);
    let whole = read.report.attributes.iter().find(|attribute| attribute.key == "n").unwrap();
    assert_eq!((whole.scope, whole.kinds[&Kind::Whole], whole.kept), (Scope::Event, 1, true));
}

#[test]
fn xes_is_read_the_same_wherever_chunks_end() {
    let text = r#"<?xml version="1.0" encoding="UTF-8"?><!-- c --><log><trace><string key="concept:name" value="ä&amp;1"/>
        <event><string key="concept:name" value="a"/><date key="time:timestamp" value="2020-01-01T00:00:00Z"/></event>
        <event><string key="concept:name" value="b"><int key="x" value="1"/></string></event></trace></log>"#;
    let whole = xes(text);
    assert_eq!(whole.log.events(), 2);
    for chunk in 1..text.len() {
        let options = Options { chunk, ..Options::default() };
        let read = mining::read::xes(text.as_bytes(), &options, &mut unwatched);
        assert_eq!((read.log, read.report), (whole.log.clone(), whole.report.clone()), "chunks of {chunk}");
    }
}

#[test]
fn times_are_read_with_any_zone_and_with_none() {
    for (text, seconds) in [
        ("1970-01-01T00:00:00Z", 0.0),
        ("1970-01-01T01:00:00.250+01:00", 0.25),
        ("1970-01-01T01:00:00+0100", 0.0),
        ("1969-12-31T19:00:00-05", 0.0),
        ("1970-01-01 00:00:01,5", 1.5),
        ("1970-01-01T00:01", 60.0),
        ("1970-01-02", 86_400.0),
        ("2000-02-29T24:00:00Z", 951_868_800.0),
        ("1970-01-01T00:00:00.123456789Z", 0.123_456),
    ] {
        let read = xes(format!(
            r#"<log><trace><event><string key="concept:name" value="a"/><date key="time:timestamp" value="{text}"/></event></trace></log>"#
        ));
        let time = read.log.case(0).events().next().unwrap().time();
        assert_eq!(time, Some(Moment((seconds * 1e6_f64).round() as i64)), "{text}");
    }
    for text in
        ["", "2020-02-30T00:00:00Z", "2020-01-01T25:00:00Z", "yesterday", "2020-13-01", "2020-01-01T00:00:00+99:00"]
    {
        assert_eq!(Moment::parse(text.as_bytes()), None, "{text}");
    }
}

#[test]
fn an_activity_may_be_named_by_several_keys() {
    let text = r#"<log><trace><event><string key="lifecycle:transition" value="start"/><string key="concept:name" value="a"/></event>
        <event><string key="concept:name" value="a"/></event></trace></log>"#;
    let classifier = vec!["concept:name".into(), "lifecycle:transition".into()];
    let options = Options { classifier, ..Options::default() };
    let read = mining::read::xes(text.as_bytes(), &options, &mut unwatched);
    assert_eq!(cases(&read.log), ["#1: a+start a"]);
    assert_eq!(read.log.transitions().len(), 1);
}

#[test]
fn only_the_attributes_that_are_asked_for_are_kept_and_all_are_counted() {
    let text = r#"<log><trace><event><string key="concept:name" value="a"/><int key="x" value="1"/><int key="y" value="2"/></event></trace></log>"#;
    for (keep, expected) in
        [(Keep::Needed, vec![]), (Keep::Named(["y".into()].into()), vec!["y"]), (Keep::All, vec!["x", "y"])]
    {
        let options = Options { keep, ..Options::default() };
        let read = mining::read::xes(text.as_bytes(), &options, &mut unwatched);
        assert_eq!(read.log.event_columns().keys().map(|key| &**key).collect::<Vec<_>>(), expected);
        assert_eq!(read.report.attributes.len(), 3);
    }
}

#[test]
fn reading_tells_how_far_it_is_and_stops_when_asked() {
    let one = r#"<trace><event><string key="concept:name" value="a"/></event></trace>"#;
    let text = format!("<log>{}</log>", one.repeat(10_000));
    let options = Options { chunk: 1000, ..Options::default() };
    let mut told = Vec::new();
    let read = mining::read::xes(text.as_bytes(), &options, &mut |bytes| {
        told.push(bytes);
        if told.len() < 100 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    assert_eq!(read.report.end, End::Stopped);
    assert!((500..2_000).contains(&read.log.len()), "{}", read.log.len());
    assert!(told.is_sorted() && told.len() == 100);
}

#[test]
fn names_of_people_are_replaced_before_anybody_sees_the_log() {
    let text = r#"<log><trace><string key="owner" value="Ann Smith"/><event><string key="concept:name" value="a"/>
        <string key="org:resource" value="Ann Smith"/></event></trace></log>"#;
    let options = Options { pseudonyms: Some(Pseudonyms::new(b"key").attributes(["owner"])), ..Options::default() };
    let read = mining::read::xes(text.as_bytes(), &options, &mut unwatched);
    assert!(!format!("{read:?}").contains("Ann"));
    assert_eq!(read.log.people(), 1);
    assert!(!Guard::default().allows(read.log.people()));
}

#[test]
fn the_columns_of_a_table_are_guessed_and_shown_and_can_be_given() {
    let text = "Case ID;Activity;Complete Timestamp;User;Amount;Code\n\
        2;pay;28.02.2026 14:30;ann;10;007\n\
        1;register;13.02.2026 09:00:05;bob;12.5;008\n\
        \n\
        2;\"regi\"\"ster\";27.02.2026 08:00;;;009\n\
        1;\"a;b\nc\";13.02.2026 09:00:05;bob;1;010\n";
    let read = csv(text);
    let mapping = read.report.mapping.clone().unwrap();
    assert_eq!(
        (mapping.delimiter, mapping.case.as_deref(), mapping.activity.as_deref()),
        (';', Some("Case ID"), Some("Activity"))
    );
    assert_eq!(
        (mapping.time.as_deref(), mapping.times, mapping.day_or_month),
        (Some("Complete Timestamp"), TimeFormat::DayFirst, false)
    );
    assert_eq!(mapping.person.as_deref(), Some("User"));
    assert_eq!(
        cases(&read.log),
        ["2: regi\"ster@1772179200 pay@1772289000", "1: register@1770973205 a;b\nc@1770973205"]
    );
    assert_eq!(read.log.people(), 2);
    let first = read.log.case(1).events().next().unwrap();
    assert_eq!((first.value("Amount"), first.value("Code")), (Some(Value::Number(12.5)), Some(Value::Text("008"))));
    assert_eq!(read.report.count(Problem::Reordered), 1);

    let given = Mapping { case: Some("User".into()), ..mapping };
    let read = mining::read::csv(text.as_bytes(), Some(given), &Options::default(), &mut unwatched);
    assert_eq!((read.log.len(), read.report.count(Problem::EventWithoutCase)), (2, 1));
}

#[test]
fn the_ways_to_write_a_time_in_a_table_are_told_apart() {
    for (time, format, doubtful) in [
        ("2026-02-28 14:30:00", TimeFormat::Iso, false),
        ("28/02/2026 14:30", TimeFormat::DayFirst, false),
        ("02/28/2026 2:30 PM", TimeFormat::MonthFirst, false),
        ("02/03/2026 14:30", TimeFormat::DayFirst, true),
        ("2026/2/28 14:30", TimeFormat::YearFirst, false),
        ("1772289000", TimeFormat::Seconds, false),
        ("1772289000000", TimeFormat::Milliseconds, false),
    ] {
        let mapping = csv(&format!("case,activity,timestamp\n1,a,{time}\n")).report.mapping.unwrap();
        assert_eq!((mapping.times, mapping.day_or_month), (format, doubtful), "{time}");
        let expected = if doubtful { 1_772_461_800 } else { 1_772_289_000 };
        let read = csv(&format!("case,activity,timestamp\n1,a,{time}\n"));
        assert_eq!(cases(&read.log), [format!("1: a@{expected}")], "{time}");
    }
}

#[test]
fn columns_without_telling_names_are_guessed_from_what_stands_in_them() {
    let mut text = String::from("A,B,C,D\n");
    for row in 0..60 {
        text += &format!("{row},V-{},{},2026-01-01T00:00:{row:02}Z\n", row / 3, ["open", "check", "close"][row % 3]);
    }
    let mapping = csv(&text).report.mapping.unwrap();
    assert_eq!(
        (mapping.case.as_deref(), mapping.activity.as_deref(), mapping.time.as_deref()),
        (Some("B"), Some("C"), Some("D"))
    );
}

#[test]
fn what_is_said_of_cases_in_a_table_is_said_of_cases() {
    let read = csv("case:concept:name,concept:name,case:region\n1,a,north\n1,b,north\n2,a,south\n");
    assert_eq!(read.log.case(1).value("region"), Some(Value::Text("south")));
    assert_eq!(read.log.event_columns().len(), 0);
}

#[test]
fn a_table_is_read_the_same_wherever_chunks_end() {
    let text = "case,activity,note\r\n1,a,\"x,\"\"y\"\"\r\nz\"\r\n2,b,\u{e4}\r\n1,c,";
    let whole = csv(text);
    assert_eq!(cases(&whole.log), ["1: a c", "2: b"]);
    assert_eq!(whole.log.case(0).events().next().unwrap().value("note"), Some(Value::Text("x,\"y\"\r\nz")));
    for chunk in 1..text.len() {
        let options = Options { chunk, ..Options::default() };
        let read = mining::read::csv(text.as_bytes(), None, &options, &mut unwatched);
        assert_eq!((read.log, read.report), (whole.log.clone(), whole.report.clone()), "chunks of {chunk}");
    }
}

#[test]
fn json_lines_are_read_with_the_keys_of_inner_objects() {
    let text = "{\"case_id\":1,\"activity\":\"a\",\"timestamp\":\"2026-01-01T00:00:00Z\",\"data\":{\"amount\":5,\"ok\":true}}\n\
        no json\n\n{\"case_id\":1,\"activity\":\"b\",\"data\":{\"tags\":[1,2]}}";
    let Read::Log(read) = mining::read::any(text.as_bytes(), None, &Options::default(), &mut unwatched) else {
        panic!("it is a log");
    };
    assert_eq!(read.report.format, Format::JsonLines);
    assert_eq!(cases(&read.log), ["1: a@1767225600 b"]);
    let events: Vec<_> = read.log.case(0).events().collect();
    assert_eq!(events[0].value("data/amount"), Some(Value::Whole(5)));
    assert_eq!(events[0].value("data/ok"), Some(Value::Flag(true)));
    assert_eq!(events[1].value("data/tags"), Some(Value::Text("[1,2]")));
    let noted = &read.report.problems[&Problem::LineUnreadable];
    assert_eq!((noted.count, noted.first[0].line), (1, 2));
}

#[test]
fn ocel_2_is_seen_from_the_type_that_is_asked_for() {
    let text = r#"{"objectTypes":[],"eventTypes":[],"events":[
        {"id":"e2","type":"pay","time":"1970-01-01T00:00:02Z","attributes":[{"name":"resource","value":"ann"},{"name":"sum","value":5}],
         "relationships":[{"objectId":"o1","qualifier":"x"},{"objectId":"o2","qualifier":"x"},{"objectId":"i1","qualifier":"y"}]},
        {"id":"e1","type":"order","time":"1970-01-01T00:00:01Z","relationships":[{"objectId":"o1"},{"objectId":"o1"},{"objectId":"gone"}]},
        {"id":"e3","time":"1970-01-01T00:00:01Z"}],
      "objects":[{"id":"o1","type":"order","attributes":[{"name":"price","time":"2020-01-02T00:00:00Z","value":2},
        {"name":"price","time":"2020-01-01T00:00:00Z","value":1}]},{"id":"o2","type":"order"},{"id":"i1","type":"item"}]}"#;
    let Read::Objects(objects, report) = mining::read::any(text.as_bytes(), None, &Options::default(), &mut unwatched)
    else {
        panic!("it is object-centric");
    };
    assert_eq!(report.format, Format::Ocel2);
    assert_eq!((report.count(Problem::EventUnreadable), report.count(Problem::UnknownObject)), (1, 1));
    let read = objects.flatten("order", (*report).clone());
    assert_eq!(cases(&read.log), ["o1: order@1 pay@2", "o2: pay@2"]);
    assert_eq!(read.log.case(0).value("price"), Some(Value::Whole(2)));
    assert_eq!(read.log.case(1).events().next().unwrap().value("sum"), Some(Value::Whole(5)));
    assert_eq!(read.log.people(), 1);
    assert_eq!(read.report.count(Problem::EventInManyCases), 1);
    let read = objects.flatten("item", (*report).clone());
    assert_eq!((cases(&read.log), read.report.count(Problem::EventWithoutObject)), (vec!["i1: pay@2".to_owned()], 1));
    assert_eq!(objects.flatten("none", *report).report.count(Problem::NoSuchType), 1);
}
