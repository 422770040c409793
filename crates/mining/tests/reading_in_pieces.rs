//! What is read of a log depends on its bytes alone: not on how they arrive, nor on what the reader has got used to.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

use std::io::{self, Read};

use mining::read::{Imported, Keep, Limits, Options, unwatched};
use proptest::prelude::*;

/// Gives as many bytes at a time as it is told to, again and again.
struct Dripping<'a> {
    bytes: &'a [u8],
    sizes: &'a [usize],
    turn: usize,
}

impl Read for Dripping<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let size = self.sizes[self.turn % self.sizes.len()].min(buffer.len());
        self.turn += 1;
        (&mut self.bytes).take(size as u64).read(buffer)
    }
}

/// An attribute: its element, key, value, and how it is written.
fn attribute() -> impl Strategy<Value = (usize, usize, usize, usize)> {
    (0..5_usize, 0..6_usize, 0..6_usize, 0..6_usize)
}

fn written((element, key, value, way): (usize, usize, usize, usize)) -> String {
    let element = ["string", "date", "int", "float", "boolean"][element];
    let key = ["concept:name", "time:timestamp", "org:resource", "lifecycle:transition", "amount", "a &amp; b"][key];
    let value =
        ["a", "2020-01-01T00:00:00Z", "17", "tr&#252;e", "", "a value that is rather long for an attribute"][value];
    match way {
        0 => format!("\n\t<{element} key=\"{key}\" value=\"{value}\"/>"),
        1 => format!("<{element} key='{key}' value='{value}' />"),
        2 => format!("<{element} value=\"{value}\" key=\"{key}\"/>"),
        3 => format!("  <{element} key=\"{key}\" value=\"{value}\"><int key=\"inner\" value=\"1\"/></{element}>"),
        4 => format!("text\n<x:{element} key=\"{key}\"\tvalue=\"{value}\"></x:{element}>"),
        // The markup is damaged.
        _ => format!("<{element} key=\"{key}\" value=\"{value}"),
    }
}

prop_compose! {
    /// A log of cases, of which some tags are missing.
    fn log()(
        cases in prop::collection::vec(
            prop::collection::vec((prop::collection::vec(attribute(), 0..6), 0..20_usize), 0..5),
            0..6,
        ),
        cut in 0..1000_usize,
    ) -> String {
        let mut text = String::from("<?xml version=\"1.0\"?>\n<log>");
        for events in &cases {
            text += "\n<trace>";
            for (attributes, damage) in events {
                text += if *damage == 0 { "<event" } else { "\n<event>" };
                text.extend(attributes.iter().map(|&attribute| written(attribute)));
                text += ["</event>", "</trace>", "", "</event >"].get(damage.wrapping_sub(1)).unwrap_or(&"\n</event>");
            }
            text += "</trace>";
        }
        text += "</log>";
        // Half of the logs are cut off.
        if let Some((at, _)) = text.char_indices().nth(cut) {
            text.truncate(at);
        }
        text
    }
}

fn read(bytes: &[u8], sizes: &[usize], chunk: usize, keep: Keep) -> Imported {
    let limits = Limits { value: 40, depth: 5, ..Limits::default() };
    let options = Options { keep, chunk, limits, ..Options::default() };
    mining::read::xes(Dripping { bytes, sizes, turn: 0 }, &options, &mut unwatched)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn the_log_and_the_report_do_not_depend_on_how_the_bytes_arrive(
        text in log(),
        sizes in prop::collection::vec(1..50_usize, 1..5),
        chunk in 1..200_usize,
        all in any::<bool>(),
    ) {
        let keep = || if all { Keep::All } else { Keep::Needed };
        let whole = read(text.as_bytes(), &[usize::MAX], 1 << 20, keep());
        let pieces = read(text.as_bytes(), &sizes, chunk, keep());
        prop_assert_eq!(&pieces.log, &whole.log);
        prop_assert_eq!(&pieces.report, &whole.report);
    }

    #[test]
    fn a_tag_means_the_same_whatever_was_read_before_it(attributes in prop::collection::vec(attribute(), 1..12)) {
        let event = |attributes: &[(usize, usize, usize, usize)]| -> String {
            let inside: String = attributes.iter().map(|&attribute| written(attribute)).collect();
            format!("<event>{inside}<string key=\"concept:name\" value=\"end\"/></event>")
        };
        let whole: Vec<_> = attributes.into_iter().filter(|(.., way)| *way < 5).collect();
        let once = format!("<log><trace>{}</trace></log>", event(&whole));
        let often = format!("<log><trace>{}</trace></log>", event(&whole).repeat(4));
        let (once, often) = [once, often].map(|text| read(text.as_bytes(), &[usize::MAX], 1 << 20, Keep::All)).into();
        for (problem, noted) in &once.report.problems {
            // A case is begun once however many events it has.
            let times = if problem.message().starts_with("a case") { 1 } else { 4 };
            prop_assert_eq!(often.report.count(*problem), noted.count * times, "{:?}", problem);
        }
        let first = once.log.case(0).events().next().unwrap();
        for event in often.log.case(0).events() {
            prop_assert_eq!((event.time(), event.person()), (first.time(), first.person()));
            for key in once.log.event_columns().keys() {
                prop_assert_eq!(event.value(key), first.value(key), "{}", key);
            }
        }
    }
}
