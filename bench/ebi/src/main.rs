//! Ebi: `bench-ebi parse-needed|graph|imf|align|precision LOG …`. It reads XES by `process_mining`, with all attributes,
//! and keeps only the activities for what comes after.

use std::fmt::Write as _;
use std::fs::File;
use std::io::BufReader;
use std::time::Instant;

// The file itself, and not the crate: its dependencies would change the features that Ebi is built with.
#[path = "../../mining/src/lib.rs"]
mod asked;

use asked::{Asked, Work};
use ebi::ebi_framework::trait_importers::ToSemanticsTrait;
use ebi::ebi_traits::ebi_trait_semantics::EbiTraitSemantics;
use ebi::techniques::align::Align;
use ebi::techniques::directly_follows_graph_abstractor::DirectlyFollowsAbstractor;
use ebi::techniques::escaping_edges_precision::EscapingEdgesPrecision;
use ebi::techniques::inductive_miner::InductiveMinerInfrequent;
use ebi_objects::ebi_arithmetic::Fraction;
use ebi_objects::ebi_objects::language_of_alignments::Move;
use ebi_objects::{
    CompressedEventLogXes, EventLog, EventLogXes, FiniteStochasticLanguage, HasActivityKey, Importable,
    LabelledPetriNet, NumberOfTraces, ProcessTree, TranslateActivityKey,
};
use rayon::prelude::*;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let asked = Asked::from_arguments();
    let work = Work::begin("ebi", &asked);
    let begun = work.start();
    let mut input = BufReader::new(File::open(&asked.file).expect("the log is there"));
    let log: EventLog = if asked.file.ends_with(".gz") {
        let values = CompressedEventLogXes::default_importer_parameter_values();
        CompressedEventLogXes::import(&mut input, &values).expect("the log is readable").log.into()
    } else {
        let values = EventLogXes::default_importer_parameter_values();
        EventLogXes::import(&mut input, &values).expect("the log is readable").into()
    };
    let parsed = begun.elapsed();
    {
        let mut found = work.found.lock().expect("nobody panicked with it");
        (found.cases, found.size) = (log.number_of_traces(), log.number_of_events());
    }
    let cases = log.number_of_traces();
    let took = match asked.task.as_str() {
        "parse-all" => parsed,
        "graph" => {
            let begun = work.start();
            let graph = FiniteStochasticLanguage::from(log).abstract_to_directly_follows_graph();
            let took = begun.elapsed();
            work.found.lock().expect("nobody panicked with it").size = graph.weights.len();
            took
        }
        "imf" => {
            let begun = work.start();
            let tree = FiniteStochasticLanguage::from(log).inductive_miner_infrequent(&Fraction::from((1, 5)));
            let took = begun.elapsed();
            work.found.lock().expect("nobody panicked with it").size = tree.tree.len();
            if let Some(file) = &asked.tree {
                std::fs::write(file, tree.to_string()).expect("the tree can be written");
            }
            took
        }
        "align" => {
            let (model, language, begun) = prepare(&asked, work, log);
            let names = language.activity_key.clone();
            language.traces.into_par_iter().for_each(|(trace, share)| {
                let Ok((moves, _)) = model.align_trace(&trace) else { return };
                let cost = moves.iter().filter(|step| matches!(step, Move::LogMove { .. } | Move::ModelMove { .. }));
                let trace = trace.iter().map(|activity| names.get_activity_label(activity));
                let weight = (number(&share) * cases as f64).round() as u64;
                let cost = cost.count() as u64;
                work.found.lock().expect("nobody panicked with it").solve(trace, weight, cost);
            });
            begun.elapsed()
        }
        "precision" => {
            let (mut model, language, begun) = prepare(&asked, work, log);
            let alignments = model.align_stochastic_language(Box::new(language)).expect("the log can be aligned");
            let precision = model.escaping_edges_precision(alignments).expect("the alignments are of this model");
            let took = begun.elapsed();
            work.found.lock().expect("nobody panicked with it").share = Some(number(&precision));
            took
        }
        task => panic!("`{task}` is none of parse-all, graph, imf, align and precision"),
    };
    work.done(took)
}

/// The tree and the variants over the same activities.
fn prepare(asked: &Asked, work: &Work, log: EventLog) -> (EbiTraitSemantics, FiniteStochasticLanguage, Instant) {
    let mut text = String::from("process tree\n");
    let tree = asked.tree();
    assert_eq!(write(tree.trim(), &mut text).trim(), "", "the tree is read to its end");
    let mut tree: ProcessTree = text.parse().expect("Ebi reads its own format");
    let begun = work.start();
    let mut language = FiniteStochasticLanguage::from(log);
    let mut key = tree.activity_key().clone();
    language.translate_using_activity_key(&mut key);
    tree.translate_using_activity_key(&mut key);
    work.found.lock().expect("nobody panicked with it").variants = language.traces.len();
    (LabelledPetriNet::from(tree).to_semantics_trait(), language, begun)
}

/// A share as a number: it can be had as text only.
fn number(share: &Fraction) -> f64 {
    share.to_string().parse().unwrap_or(f64::NAN)
}

/// Writes a tree such as `->( 'a', X( 'b', tau ) )` in Ebi's own format; what follows the tree.
fn write<'a>(tree: &'a str, out: &mut String) -> &'a str {
    if let Some(rest) = tree.strip_prefix("tau") {
        out.push_str("tau\n");
        return rest.trim_start();
    }
    if let Some(name) = tree.strip_prefix('\'') {
        let (name, rest) = name.split_once('\'').expect("a name ends; none of these logs has a quote in a name");
        let _ = writeln!(out, "activity {name}");
        return rest.trim_start();
    }
    let (kind, children) = tree.split_once('(').expect("a block has children");
    let kind = match kind.trim() {
        "->" => "sequence",
        "X" => "xor",
        "+" => "concurrent",
        _ => "loop",
    };
    let (mut inside, mut count, mut rest) = (String::new(), 0, children);
    loop {
        rest = write(rest.trim_start(), &mut inside);
        count += 1;
        match rest.strip_prefix(',') {
            Some(more) => rest = more,
            None => break,
        }
    }
    let _ = write!(out, "{kind}\n{count}\n{inside}");
    rest.strip_prefix(')').expect("a block ends").trim_start()
}
