//! The models of public event logs are as fitting, precise and simple as those of the reference implementation. They lie
//! beside the project, if anywhere.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]
#![allow(clippy::print_stderr, reason = "a test that is skipped says so")]

use std::fs::File;
use std::path::Path;

use mining::align::{self, Budget, Model};
use mining::discover::inductive;
use mining::log::Variants;
use mining::quality::{self, precision, simplicity};
use mining::read::{Keep, Options, unwatched, xes};

/// Log, noise threshold, precision, simplicity, and the cost of all alignments where it is known. Precision is pm4py's
/// `precision_alignments`, with every marking looked at (see `bench/mining/pm4py/quality.py`).
const KNOWN: &[(&str, f64, f64, f64, Option<u64>)] = &[
    ("running-example.xes", 0.0, 0.753_086_419_753_086_4, 0.76, Some(0)),
    ("running-example.xes", 0.2, 0.753_086_419_753_086_4, 0.76, None),
    ("receipt.xes.gz", 0.0, 0.166_068_484_507_195_14, 0.604_060_913_705_583_8, Some(0)),
    ("receipt.xes.gz", 0.2, 0.252_082_243_592_322_9, 0.659_090_909_090_909_2, None),
    ("receipt.xes.gz", 0.5, 0.374_523_831_645_452, 0.653_846_153_846_153_9, None),
    ("helpdesk.xes.gz", 0.0, 0.512_531_996_826_094_2, 0.630_769_230_769_230_8, Some(0)),
    ("helpdesk.xes.gz", 0.2, 0.699_632_080_787_546, 0.682_242_990_654_205_6, None),
    ("helpdesk.xes.gz", 0.5, 0.642_871_176_894_361_1, 0.663_366_336_633_663_3, None),
    ("Sepsis.xes.gz", 0.5, 0.542_863_256_354_216, 0.657_142_857_142_857_1, None),
    ("RTFMP.xes.gz", 0.0, 0.582_252_588_181_032_1, 0.623_762_376_237_623_8, Some(0)),
    ("RTFMP.xes.gz", 0.2, 0.615_281_909_215_000_4, 0.612_903_225_806_451_5, Some(2_450)),
    ("RTFMP.xes.gz", 0.5, 0.813_405_199_061_264, 0.692_307_692_307_692_2, None),
];

#[test]
fn models_of_public_logs_are_as_good_as_the_reference_implementation_has_them() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folders = ["../shared/cases/event-logs", "../../shared/cases/event-logs"].map(|path| root.join(path));
    let Some(folder) = folders.into_iter().find(|path| path.is_dir()) else {
        eprintln!("skipped: there is no ../shared/cases/event-logs beside the project");
        return;
    };
    for &(name, noise, precise, simple, cost) in KNOWN {
        let options = Options { keep: Keep::Needed, ..Options::default() };
        let log = xes(File::open(folder.join(name)).unwrap(), &options, &mut unwatched).log;
        let variants = Variants::of(&log);
        let tree = inductive(&log, &variants, noise).unwrap();
        let found = precision(&tree, &variants, quality::Budget::default());
        assert!((found.precision - precise).abs() < 1e-12, "{name} at {noise}: {found:?}");
        assert!((simplicity(&tree).arc_degree - simple).abs() < 1e-12, "{name} at {noise}");
        if let Some(cost) = cost {
            let model = Model::of(&tree);
            let alignments = align::variants(&model, &variants, Budget::default());
            let fitness = align::fitness(&model, &log, &variants, &alignments);
            assert_eq!((fitness.lower, fitness.cost), (cost, cost), "{name} at {noise}");
        }
    }
}
