//! Ours: `ours parse-needed|parse-all|graph|imf|align|precision|table LOG …`.

use std::fmt::Write as _;
use std::fs::File;

use bench_mining::{Asked, Work};
use mining::align::{self, Budget, Model};
use mining::discover::inductive;
use mining::graph::{Counted, Graph};
use mining::log::{Activity, Log, Variants};
use mining::quality;
use mining::read::{Keep, Options, unwatched};
use mining::tree::Tree;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let asked = Asked::from_arguments();
    let work = Work::begin("ours", &asked);
    let keep = if asked.task == "parse-all" { Keep::All } else { Keep::Needed };
    let options = Options { keep, ..Options::default() };
    let begun = work.start();
    let read = mining::read::xes(File::open(&asked.file).expect("the log is there"), &options, &mut unwatched);
    let parsed = begun.elapsed();
    let log = read.log;
    {
        let mut found = work.found.lock().expect("nobody panicked with it");
        (found.cases, found.size) = (log.len(), log.events());
    }
    let begun = work.start();
    let took = match asked.task.as_str() {
        "parse-needed" | "parse-all" => parsed,
        "graph" => {
            let graph = Graph::of(&log, Counted::Events);
            let took = begun.elapsed();
            work.found.lock().expect("nobody panicked with it").size = graph.edges.len();
            took
        }
        "imf" => {
            let tree = inductive(&log, &Variants::of(&log), 0.2).expect("a log of this size has a tree");
            let took = begun.elapsed();
            work.found.lock().expect("nobody panicked with it").size = tree.nodes();
            if let Some(file) = &asked.tree {
                let text = tree.map(&mut |&activity| log.name(activity).to_owned()).to_string();
                std::fs::write(file, text).expect("the tree can be written");
            }
            took
        }
        "align" => {
            let tree = named(&asked.tree(), &log);
            let begun = work.start();
            let variants = Variants::of(&log);
            let model = Model::of(&tree);
            let alignments = align::variants(&model, &variants, Budget::default());
            let took = begun.elapsed();
            let fitness = align::fitness(&model, &log, &variants, &alignments);
            let mut found = work.found.lock().expect("nobody panicked with it");
            (found.variants, found.share) = (variants.len(), Some(fitness.log));
            for (variant, alignment) in variants.iter().zip(&alignments).filter(|(_, found)| found.is_optimal()) {
                let trace = variant.trace.iter().map(|&activity| log.name(activity));
                found.solve(trace, variant.cases.len() as u64, alignment.cost.into());
            }
            took
        }
        "precision" => {
            let tree = named(&asked.tree(), &log);
            let begun = work.start();
            let variants = Variants::of(&log);
            let precision = quality::precision(&tree, &variants, quality::Budget::default());
            let took = begun.elapsed();
            let mut found = work.found.lock().expect("nobody panicked with it");
            (found.share, found.size) = (Some(precision.precision), precision.left_aside as usize);
            took
        }
        "table" => {
            table(&log, asked.tree.as_deref().expect("a file is named"));
            begun.elapsed()
        }
        task => panic!("`{task}` is none of parse-needed, parse-all, graph, imf, align, precision and table"),
    };
    work.done(took)
}

/// A tree over this log's activities.
fn named(text: &str, log: &Log) -> Tree<Activity> {
    let tree: Tree<String> = text.trim().parse().expect("the tree is readable");
    tree.map(&mut |name| Activity(log.activities().find(name).expect("the log has this activity").0))
}

/// The log as a table for pm4py, so that it need not read XES each time.
fn table(log: &Log, file: &str) {
    let mut text = String::from("case:concept:name,concept:name,time:timestamp\n");
    for (number, case) in log.cases().enumerate() {
        for (at, event) in case.events().enumerate() {
            let name = log.name(event.activity()).replace('"', "\"\"");
            // The order of the events is what counts: one second apart.
            let _ = writeln!(text, "{number},\"{name}\",{at}");
        }
    }
    std::fs::write(file, text).expect("the table can be written");
}
