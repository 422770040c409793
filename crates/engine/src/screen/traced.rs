//! The flow of a procedure as a diagram draws it, and the way that a run took through it.

use std::collections::{BTreeMap, BTreeSet};

use interpreter::Program;
use interpreter::event::{Choice, Event, Recorded};
use interpreter::sight::Sight;
use interpreter::state::{Outcome, State, Status};
use procedure::document::{Procedure, StepId};
use procedure::graph::{self, EdgeKind, NodeKind};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::run::standing;

/// A diagram.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct GraphShown {
    /// Blocks stand before what is in them.
    pub nodes: Vec<NodeShown>,
    pub edges: Vec<EdgeShown>,
}

/// One node.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NodeShown {
    pub id: String,
    /// `start`, `end`, `step`, `decision`, `gateway`, `block`, `exception`.
    pub kind: String,
    /// The step it stands for or belongs to.
    pub step: Option<String>,
    /// The step's number in the reading view.
    pub number: Option<String>,
    pub label: String,
    /// `person`, `call` and so on.
    pub verb: Option<String>,
    /// Who does it, in words.
    pub role: Option<String>,
    /// The condition without which it is left out, in words.
    pub condition: Option<String>,
    /// The block it lies in.
    pub parent: Option<String>,
    /// Whether it lies off the usual way.
    pub exceptional: bool,
    /// Whether anything leads to it.
    pub reachable: bool,
    /// Where the run stands at it: `done`, `skipped`, `failed`, `refused`, `open`, `waiting`, `blocked`, `next`,
    /// `not-taken`, `later`; absent in a diagram without a run.
    pub state: Option<String>,
    /// How often the run came here.
    pub visits: u32,
}

/// One edge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EdgeShown {
    pub from: String,
    pub to: String,
    /// `flow`, `exception`, `loop`.
    pub kind: String,
    pub label: Option<String>,
    /// Which case of the decision it is, from 0; `otherwise` counts after the last.
    pub case: Option<usize>,
    /// Whether the run went this way.
    pub taken: bool,
}

impl GraphShown {
    /// The diagram of a procedure, without a run.
    pub fn of(procedure: &Procedure) -> Self {
        let graph = graph::graph(procedure);
        let node = |node: graph::Node| NodeShown {
            kind: node_kind(node.kind).to_owned(),
            id: node.id,
            step: node.step.map(|step| step.to_string()),
            number: node.number,
            label: node.label,
            verb: node.verb.map(str::to_owned),
            role: node.role,
            condition: node.condition,
            parent: node.parent,
            exceptional: node.exceptional,
            reachable: node.reachable,
            state: None,
            visits: 0,
        };
        let edge = |edge: graph::Edge| EdgeShown {
            from: edge.from,
            to: edge.to,
            kind: match edge.kind {
                EdgeKind::Flow => "flow",
                EdgeKind::Exception => "exception",
                EdgeKind::Loop => "loop",
            }
            .to_owned(),
            label: edge.label,
            case: edge.case,
            taken: false,
        };
        GraphShown {
            nodes: graph.nodes.into_iter().map(node).collect(),
            edges: graph.edges.into_iter().map(edge).collect(),
        }
    }

    /// The diagram with the way of a run, and where each step stands. Nothing is hidden: for a document's own examples.
    pub fn after(program: &Program, state: &State, journal: &[Recorded]) -> (Self, BTreeMap<String, String>) {
        let view = interpreter::view::view(&Sight::whole(program, false), state, journal);
        let states: BTreeMap<String, String> =
            view.steps.iter().map(|step| (step.id.to_string(), standing(step.state).to_owned())).collect();
        (GraphShown::of(&program.procedure).traced(state, journal, &states), states)
    }

    /// The same with the way of a run. `states`: where each step stands, as the list of steps says it.
    #[must_use]
    pub(super) fn traced(mut self, state: &State, journal: &[Recorded], states: &BTreeMap<String, String>) -> Self {
        let way = Way::of(state, journal);
        let reached: BTreeSet<String> =
            self.nodes.iter().filter(|node| way.reached(node)).map(|node| node.id.clone()).collect();
        let work: BTreeSet<String> =
            self.nodes.iter().filter(|node| node.kind == "step").map(|node| node.id.clone()).collect();
        for node in &mut self.nodes {
            let step = node.step.as_ref();
            node.visits = step.and_then(|step| way.visits.get(step)).copied().unwrap_or(0);
            node.state = match (node.kind.as_str(), step) {
                ("gateway" | "exception", _) | (_, None) => reached.contains(&node.id).then(|| "done".to_owned()),
                (_, Some(step)) => states.get(step).cloned(),
            };
        }
        for edge in &mut self.edges {
            edge.taken = reached.contains(&edge.from) && reached.contains(&edge.to) && way.went(edge, &work);
        }
        self
    }
}

impl NodeShown {
    /// Whether the run came here.
    pub fn reached(&self) -> bool {
        self.state.as_deref().is_some_and(|state| !matches!(state, "next" | "not-taken" | "later"))
    }
}

fn node_kind(kind: NodeKind) -> &'static str {
    match kind {
        NodeKind::Start => "start",
        NodeKind::End => "end",
        NodeKind::Step => "step",
        NodeKind::Decision => "decision",
        NodeKind::Gateway => "gateway",
        NodeKind::Block => "block",
        NodeKind::Exception => "exception",
    }
}

/// What the journal says of the way.
struct Way {
    visits: BTreeMap<String, u32>,
    /// Steps that were left, also those passed over.
    left: BTreeSet<String>,
    /// By the decision's step: the positions of the cases taken, on all visits.
    taken: BTreeMap<String, BTreeSet<usize>>,
    /// Decisions that took the way after the last case.
    otherwise: BTreeSet<String>,
    /// Decisions that a table took.
    by_table: BTreeSet<String>,
    raised: BTreeSet<String>,
    /// By the step that raised: what it raised.
    raised_at: BTreeSet<(String, String)>,
    outcome: Option<String>,
}

impl Way {
    fn of(state: &State, journal: &[Recorded]) -> Self {
        let mut way = Way {
            visits: state.visits.iter().map(|(step, visits)| (step.to_string(), *visits)).collect(),
            left: BTreeSet::new(),
            taken: BTreeMap::new(),
            otherwise: BTreeSet::new(),
            by_table: BTreeSet::new(),
            raised: BTreeSet::new(),
            raised_at: BTreeSet::new(),
            outcome: match &state.status {
                Status::Ended { outcome } => Some(outcome.to_string()),
                Status::New | Status::Running | Status::Paused { .. } | Status::Cancelled => None,
            },
        };
        for recorded in journal {
            if let Event::StepLeft(event) = &recorded.event {
                if event.outcome != Outcome::Failed || !way.visits.contains_key(event.step.as_str()) {
                    way.left.insert(event.step.to_string());
                }
            } else if let Event::DecisionMade(event) = &recorded.event {
                way.decided(&event.step, &event.choice);
            } else if let Event::ExceptionRaised(event) = &recorded.event {
                way.raised.insert(event.exception.to_string());
                way.raised_at.insert((event.step.to_string(), event.exception.to_string()));
            }
        }
        way
    }

    fn decided(&mut self, step: &StepId, choice: &Choice) {
        match choice {
            Choice::Case(at) => {
                self.taken.entry(step.to_string()).or_default().insert(*at);
            }
            Choice::Otherwise | Choice::Continue => {
                self.otherwise.insert(step.to_string());
            }
            Choice::Rows(_) => {
                self.by_table.insert(step.to_string());
            }
        }
    }

    fn came_to(&self, step: &str) -> bool {
        self.visits.contains_key(step) || self.left.contains(step)
    }

    fn reached(&self, node: &NodeShown) -> bool {
        match (node.kind.as_str(), &node.step) {
            ("start", _) => true,
            ("end", None) => {
                let outcome = node.id.strip_prefix("end:").unwrap_or(&node.id);
                self.outcome.as_deref() == Some(outcome)
            }
            ("exception", _) => self.raised.iter().any(|raised| node.id.ends_with(&format!(":{raised}"))),
            // Where ways meet is reached once what they belong to is done.
            ("gateway", Some(step)) if node.id.ends_with("/join") => self.left.contains(step),
            (_, Some(step)) => self.came_to(step),
            (_, None) => false,
        }
    }

    /// Whether an edge between two nodes that were both reached was gone along. `work`: the nodes at which something is done.
    fn went(&self, edge: &EdgeShown, work: &BTreeSet<String>) -> bool {
        let step_of = |node: &str| {
            let step = node.strip_prefix("step:").unwrap_or(node);
            step.split(['/', '~']).next().unwrap_or(step).to_owned()
        };
        let from = step_of(&edge.from);
        if let Some(case) = edge.case {
            let otherwise = self.otherwise.contains(&from) && edge.label.as_deref() == Some("otherwise");
            return otherwise || self.taken.get(&from).is_some_and(|taken| taken.contains(&case));
        }
        match edge.kind.as_str() {
            "exception" => {
                let raised = edge.to.rsplit(':').next().unwrap_or_default();
                self.raised_at.contains(&(from.clone(), raised.to_owned())) || edge.from.starts_with("exception")
            }
            "loop" => {
                self.visits.get(&step_of(&edge.to)).is_some_and(|visits| *visits > 1) || self.left.contains(&from)
            }
            _ if edge.label.as_deref() == Some("as the table says") => self.by_table.contains(&from),
            // What leads out of a step is gone along once the step was left; gates are passed at once.
            _ => !work.contains(&edge.from) || self.left.contains(&from),
        }
    }
}
