//! How time and memory grow with a log that comes on standard input: `growth`. One line with each stage's seconds and the
//! peak memory after it.

use std::io;
use std::time::Instant;

use bench_mining::memory;
use mining::align::{self, Budget, Model};
use mining::discover::inductive;
use mining::graph::{Counted, Graph};
use mining::log::Variants;
use mining::read::{End, Keep, Options, unwatched};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    // With the limits that everybody has: 28 million events stay within them.
    let options = Options { keep: Keep::Needed, ..Options::default() };
    let mut stages = Vec::new();
    let mut begun = Instant::now();
    let mut stage = |name: &str| {
        stages.push(format!("\"{name}\":[{:.6},{:.1}]", begun.elapsed().as_secs_f64(), memory("VmHWM:")));
        begun = Instant::now();
    };
    let read = mining::read::xes(io::stdin(), &options, &mut unwatched);
    stage("read");
    assert_eq!(read.report.end, End::Complete, "all of the log was read");
    let log = read.log;
    let edges = Graph::of(&log, Counted::Events).edges.len();
    stage("graph");
    let variants = Variants::of(&log);
    stage("variants");
    let tree = inductive(&log, &variants, 0.2).expect("a log of this size has a tree");
    stage("imf");
    let alignments = align::variants(&Model::of(&tree), &variants, Budget::default());
    stage("align");
    let cost: u64 = variants.iter().zip(&alignments).map(|(one, by)| one.cases.len() as u64 * u64::from(by.cost)).sum();
    println!(
        "{{\"bytes\":{},\"cases\":{},\"events\":{},\"edges\":{edges},\"variants\":{},\"cost\":{cost},\"held_mb\":{:.1},{}}}",
        read.report.bytes,
        log.len(),
        log.events(),
        variants.len(),
        log.bytes() as f64 / 1024.0 / 1024.0,
        stages.join(","),
    );
}
