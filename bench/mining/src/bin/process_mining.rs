//! The `process_mining` library: `process_mining parse-needed|parse-all|graph FILE`.

use std::collections::HashSet;
use std::time::Instant;

use bench_mining::{Asked, report};
use process_mining::core::event_data::case_centric::xes::{XESImportOptions, import_xes_path};
use process_mining::discovery::case_centric::dfg::discover_dfg;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let Asked { task, file } = Asked::from_arguments();
    let keys = |keys: &[&str]| Some(keys.iter().map(|key| (*key).to_owned()).collect::<HashSet<_>>());
    let options = match task.as_str() {
        "parse-all" => XESImportOptions { verbose: false, ..XESImportOptions::default() },
        "parse-needed" | "graph" => XESImportOptions {
            ignore_log_attributes_except: keys(&[]),
            ignore_trace_attributes_except: keys(&["concept:name"]),
            ignore_event_attributes_except: keys(&[
                "concept:name",
                "time:timestamp",
                "org:resource",
                "lifecycle:transition",
            ]),
            verbose: false,
            ..XESImportOptions::default()
        },
        _ => panic!("`{task}` is none of parse-needed, parse-all and graph"),
    };
    let begun = Instant::now();
    let log = import_xes_path(&file, options).expect("the log is readable");
    let mut took = begun.elapsed();
    let mut size = log.traces.iter().map(|trace| trace.events.len()).sum();
    if task == "graph" {
        let begun = Instant::now();
        let graph = discover_dfg(&log);
        took = begun.elapsed();
        size = graph.directly_follows_relations.len();
    }
    report("process_mining", &task, &file, took, log.traces.len(), size);
}
