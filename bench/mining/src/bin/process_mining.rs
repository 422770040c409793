//! The `process_mining` library: `process_mining parse-needed|parse-all|graph|align LOG …`. It discovers no process tree
//! and tells no precision.

use std::collections::HashSet;

use bench_mining::{Asked, Work};
use mining::tree::Tree;
use process_mining::conformance::alignments::{AlignmentOptions, align_variants};
use process_mining::core::event_data::case_centric::utils::activity_projection::EventLogActivityProjection;
use process_mining::core::event_data::case_centric::xes::{XESImportOptions, import_xes_path};
use process_mining::core::process_models::case_centric::process_tree::{
    Node, OperatorType, ProcessTree,
};
use process_mining::discovery::case_centric::dfg::discover_dfg;
use rayon::prelude::*;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let asked = Asked::from_arguments();
    let work = Work::begin("process_mining", &asked);
    let keys = |keys: &[&str]| Some(keys.iter().map(|key| (*key).to_owned()).collect::<HashSet<_>>());
    let options = match asked.task.as_str() {
        "parse-all" => XESImportOptions { verbose: false, ..XESImportOptions::default() },
        "parse-needed" | "graph" | "align" => XESImportOptions {
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
        task => panic!("`{task}` is none of parse-needed, parse-all, graph and align"),
    };
    let begun = work.start();
    let log = import_xes_path(&asked.file, options).expect("the log is readable");
    let parsed = begun.elapsed();
    {
        let mut found = work.found.lock().expect("nobody panicked with it");
        found.cases = log.traces.len();
        found.size = log.traces.iter().map(|trace| trace.events.len()).sum();
    }
    let begun = work.start();
    let took = match asked.task.as_str() {
        "graph" => {
            let graph = discover_dfg(&log);
            let took = begun.elapsed();
            work.found.lock().expect("nobody panicked with it").size = graph.directly_follows_relations.len();
            took
        }
        "align" => {
            let tree: Tree<String> = asked.tree().trim().parse().expect("the tree is readable");
            let net = ProcessTree::new(node(&tree)).to_petri_net();
            let begun = work.start();
            let mut all: EventLogActivityProjection = (&log).into();
            work.found.lock().expect("nobody panicked with it").variants = all.traces.len();
            let options = AlignmentOptions::default();
            // One variant at a time, so that what was solved is known when the time is up; cores share them as they
            // would share all of them.
            let traces = std::mem::take(&mut all.traces);
            traces.into_par_iter().for_each(|trace| {
                let one = EventLogActivityProjection { traces: vec![trace], ..all.clone() };
                for variant in align_variants(&net, &one, &options) {
                    if let Ok(result) = variant.result {
                        let mut found = work.found.lock().expect("nobody panicked with it");
                        let trace = variant.activities.iter().map(String::as_str);
                        found.solve(trace, variant.frequency, result.cost.into());
                    }
                }
            });
            begun.elapsed()
        }
        _ => parsed,
    };
    work.done(took)
}

fn node(tree: &Tree<String>) -> Node {
    let kind = match tree {
        Tree::Silent => return Node::new_leaf(None),
        Tree::Activity(name) => return Node::new_leaf(Some(name.clone())),
        Tree::Sequence(_) => OperatorType::Sequence,
        Tree::Choice(_) => OperatorType::ExclusiveChoice,
        Tree::Parallel(_) => OperatorType::Concurrency,
        Tree::Loop { .. } => OperatorType::Loop,
    };
    let mut block = Node::new_operator(kind);
    tree.children().into_iter().for_each(|child| block.add_child(node(child)));
    block
}
