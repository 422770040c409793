//! Our reader: `ours parse-needed|parse-all|graph FILE`.

use std::fs::File;
use std::time::Instant;

use bench_mining::{Asked, report};
use mining::read::{Keep, Options, unwatched};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let Asked { task, file } = Asked::from_arguments();
    let keep = match task.as_str() {
        "parse-all" => Keep::All,
        "parse-needed" | "graph" => Keep::Needed,
        _ => panic!("`{task}` is none of parse-needed, parse-all and graph"),
    };
    let begun = Instant::now();
    let options = Options { keep, ..Options::default() };
    let read = mining::read::xes(File::open(&file).expect("the log is there"), &options, &mut unwatched);
    let mut took = begun.elapsed();
    let mut size = read.log.events();
    if task == "graph" {
        let begun = Instant::now();
        let count = read.log.activities().len();
        let mut follows = vec![0_u64; count * count];
        for case in 0..read.log.len() {
            for pair in read.log.trace(case).windows(2) {
                follows[pair[0].index() * count + pair[1].index()] += 1;
            }
        }
        took = begun.elapsed();
        size = follows.iter().filter(|count| **count > 0).count();
    }
    report("ours", &task, &file, took, read.log.len(), size);
}
