//! Public event logs come in with the counts that are published for them. They lie beside the project, if anywhere.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]
#![allow(clippy::print_stderr, reason = "a test that is skipped says so")]

use std::fs::File;
use std::path::{Path, PathBuf};

use mining::log::{Log, Variants};
use mining::read::{End, Format, Imported, Keep, Options, Read, unwatched};

fn logs() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let found = ["../shared/cases/event-logs", "../../shared/cases/event-logs"].map(|path| root.join(path));
    let found = found.into_iter().find(|path| path.is_dir());
    if found.is_none() {
        eprintln!("skipped: there is no ../shared/cases/event-logs beside the project");
    }
    found
}

fn read(path: &Path, keep: Keep) -> Imported {
    let options = Options { keep, ..Options::default() };
    mining::read::xes(File::open(path).unwrap(), &options, &mut unwatched)
}

fn counts(log: &Log) -> (usize, usize, usize, usize) {
    (log.len(), log.events(), log.activities().len(), Variants::of(log).len())
}

#[test]
fn every_public_log_comes_in_with_its_published_counts() {
    let Some(folder) = logs() else { return };
    for (name, expected) in [
        ("running-example.xes", (6, 42, 8, 6)),
        ("receipt.xes.gz", (1_434, 8_577, 27, 116)),
        ("Sepsis.xes.gz", (1_050, 15_214, 16, 846)),
        ("helpdesk.xes.gz", (4_580, 21_348, 14, 226)),
        ("BPIC12.xes.gz", (13_087, 262_200, 24, 4_366)),
        ("RTFMP.xes.gz", (150_370, 561_470, 11, 231)),
        ("bpic2019_1t_per_variant.xes.gz", (11_973, 338_247, 42, 11_973)),
    ] {
        let Imported { log, report } = read(&folder.join(name), Keep::Needed);
        assert_eq!(counts(&log), expected, "{name}");
        assert_eq!(report.end, End::Complete, "{name}");
        assert!(!report.lost(), "{name}: {:?}", report.problems);
    }
}

#[test]
fn an_object_centric_log_comes_in_and_is_seen_from_each_type() {
    let Some(folder) = logs() else { return };
    let file = File::open(folder.join("recruiting-red.jsonocel")).unwrap();
    let Read::Objects(objects, report) = mining::read::any(file, None, &Options::default(), &mut unwatched) else {
        panic!("it is an object-centric log");
    };
    assert_eq!((objects.objects(), objects.events(), report.format), (1_051, 6_607, Format::Ocel1));
    assert_eq!(report.end, End::Complete);
    let types: Vec<_> = objects.types().into_iter().map(|of| (of.name, of.objects, of.events)).collect();
    assert_eq!(types, [("applications".to_owned(), 916, 6_607), ("offers".to_owned(), 135, 270)]);
    for (name, cases, _) in types {
        let seen = objects.flatten(&name, (*report).clone());
        assert_eq!(seen.log.len(), cases);
        for case in seen.log.cases() {
            assert!(case.events().is_sorted_by_key(|event| event.time()));
        }
    }
}
