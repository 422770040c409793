//! A procedure's flow as nodes and edges that a diagram can lay out.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

mod drawn;

use std::collections::{BTreeMap, BTreeSet};

use procedure::document::{Procedure, Step, Verb};
use procedure::graph::{EdgeKind, Graph, NodeKind, graph, to_dot, to_mermaid};
use procedure::read::{Spelling, read};
use procedure::template::Template;
use proptest::prelude::*;

const EVERYTHING: &str = include_str!("documents/everything.sop.yaml");

fn everything() -> Procedure {
    read(EVERYTHING, Spelling::Yaml, &()).clean().unwrap_or_else(|found| panic!("{found:#?}"))
}

fn ends_the_way(step: &Step) -> bool {
    matches!(step.verb, Verb::Raise { .. } | Verb::End { .. } | Verb::Decide { .. })
}

#[test]
fn every_kind_of_step_has_its_nodes_and_edges() {
    insta::assert_snapshot!(serde_json::to_string_pretty(&graph(&everything())).unwrap());
}

#[test]
fn the_flow_reads_as_mermaid() {
    insta::assert_snapshot!(to_mermaid(&graph(&everything())));
}

#[test]
fn the_flow_reads_as_dot() {
    insta::assert_snapshot!(to_dot(&graph(&everything())));
}

#[test]
fn labels_cannot_break_out_of_their_quotes() {
    let mut procedure = everything();
    procedure.steps[0].title = Template::plain("\"]; click n0 \"javascript:x\" \\\" -->\nend <script>");
    let graph = graph(&procedure);
    let mermaid = to_mermaid(&graph);
    let line = mermaid.lines().find(|line| line.contains("click")).unwrap();
    assert_eq!(line.matches('"').count(), 2, "{line}");
    assert!(!line.contains("javascript:x\""), "{line}");
    let dot = to_dot(&graph);
    let line = dot.lines().find(|line| line.contains("click")).unwrap();
    assert_eq!(line.replace("\\\\", "").replace("\\\"", "").matches('"').count(), 2, "{line}");
}

fn check(procedure: &Procedure) -> Graph {
    let graph = graph(procedure);
    let nodes: BTreeMap<&str, _> = graph.nodes.iter().map(|node| (node.id.as_str(), node)).collect();
    assert_eq!(nodes.len(), graph.nodes.len(), "ids are unique");
    for edge in &graph.edges {
        for end in [&edge.from, &edge.to] {
            let node = nodes.get(end.as_str()).unwrap_or_else(|| panic!("{end} is no node"));
            assert_ne!(node.kind, NodeKind::Block, "an edge touches the block {end}");
        }
    }
    let mut before = BTreeSet::new();
    for node in &graph.nodes {
        // A parent that stands before its parts cannot be among them.
        assert!(
            node.parent.as_deref().is_none_or(|parent| before.contains(parent)),
            "{} in {:?}",
            node.id,
            node.parent
        );
        assert!(node.parent.as_deref().is_none_or(|parent| nodes[parent].kind == NodeKind::Block));
        before.insert(node.id.as_str());
    }
    assert_eq!(graph, self::graph(procedure), "the same document, the same graph");
    to_mermaid(&graph);
    to_dot(&graph);
    graph
}

#[test]
fn every_node_of_a_sound_document_is_reached() {
    let graph = check(&everything());
    let lost: Vec<&str> = graph.nodes.iter().filter(|node| !node.reachable).map(|node| node.id.as_str()).collect();
    assert_eq!(lost, Vec::<&str>::new());
}

#[test]
fn a_step_that_nothing_leads_to_is_kept_and_marked() {
    let mut procedure = everything();
    if let Some(step) = procedure.steps.iter_mut().find(|step| step.id == "stop") {
        step.condition = None;
    }
    let after = procedure.steps[0].clone();
    procedure.steps.push(Step { id: "after".parse().unwrap(), on_error: Default::default(), ..after });
    let graph = check(&procedure);
    let node = graph.nodes.iter().find(|node| node.id == "step:after").unwrap();
    assert!(!node.reachable);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn any_document_has_a_well_formed_graph(procedure in drawn::document()) {
        let graph = check(&procedure);
        for found in procedure.all_steps() {
            prop_assert!(graph.nodes.iter().any(|node| node.step.as_ref() == Some(&found.step.id)));
        }
        // Where no step can end a way, everything is reached but for what stands after a repeat or each that is empty.
        let open = procedure.all_steps().iter().all(|found| !ends_the_way(found.step));
        if open {
            let lost: Vec<_> = graph.nodes.iter().filter(|node| !node.reachable && node.kind != NodeKind::Block).collect();
            prop_assert!(lost.is_empty(), "{lost:#?}");
        }
        let loops = graph.edges.iter().filter(|edge| edge.kind == EdgeKind::Loop).count();
        let repeats = procedure.all_steps().iter().filter(|found| matches!(found.step.verb, Verb::Repeat { .. })).count();
        prop_assert!(loops >= repeats.min(1));
    }

    #[test]
    fn any_document_renders(procedure in drawn::document()) {
        let markdown = procedure::render::markdown(&procedure);
        prop_assert!(markdown.starts_with("# Drawn\n"));
        procedure::render::text(&procedure, 40);
        let html = procedure::render::html(&procedure);
        prop_assert_eq!(html.matches("<section").count(), html.matches("</section>").count());
        for found in procedure.all_steps() {
            prop_assert!(procedure::render::step_in_words(&procedure, &found.step.id).is_some());
        }
    }
}
