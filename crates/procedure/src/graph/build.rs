//! Builds the graph: a sequence connects the open ends of what came before with its next step.

use std::collections::{BTreeMap, BTreeSet};

use super::{Edge, EdgeKind, Graph, Node, NodeKind};
use crate::document::{
    Block, Decide, Each, Group, Join, Otherwise, OutcomeId, Procedure, Recipient, Repeat, RoleRef, Step, StepId,
    Together, Verb,
};
use crate::render::words::{Words, letter, plural, raised, spaced};

/// An end that is still to be connected with whatever comes next.
#[derive(Debug, Clone)]
pub(super) struct Open {
    pub(super) from: String,
    pub(super) label: Option<String>,
    pub(super) case: Option<usize>,
}

impl Open {
    fn of(from: &str) -> Open {
        Open { from: from.to_owned(), label: None, case: None }
    }

    fn labelled(from: &str, label: impl Into<String>) -> Open {
        Open { from: from.to_owned(), label: Some(label.into()), case: None }
    }
}

/// Where a step stands.
#[derive(Clone, Copy)]
pub(super) struct Here<'a> {
    pub(super) parent: Option<&'a str>,
    pub(super) exceptional: bool,
    /// What the numbers of the steps begin with, and how many come before.
    pub(super) prefix: &'a str,
    pub(super) before: usize,
}

pub(super) struct Builder<'a> {
    pub(super) words: Words<'a>,
    pub(super) nodes: Vec<Node>,
    pub(super) edges: Vec<Edge>,
    ids: BTreeSet<String>,
    drawn: BTreeSet<Edge>,
    /// The step whose block a step stands in, and whether that block is a handler.
    pub(super) around: BTreeMap<String, (Option<StepId>, bool)>,
    /// The nodes that a step's way begins with and that its own work is, by the step's id.
    pub(super) entries: BTreeMap<String, String>,
    pub(super) works: BTreeMap<String, String>,
}

pub(super) fn build(procedure: &Procedure) -> Graph {
    let mut builder = Builder {
        words: Words::of(procedure),
        nodes: Vec::new(),
        edges: Vec::new(),
        ids: BTreeSet::new(),
        drawn: BTreeSet::new(),
        around: around(procedure),
        entries: BTreeMap::new(),
        works: BTreeMap::new(),
    };
    let start = builder.node("start", NodeKind::Start, None, "Start".to_owned(), None, false);
    let here = Here { parent: None, exceptional: false, prefix: "", before: 0 };
    let open = builder.sequence(&procedure.steps, here, vec![Open::of(&start)]);
    if !open.is_empty() {
        let end = builder.end(&OutcomeId::completed(), false);
        builder.connect(open, &end);
    }
    builder.handlers(procedure);
    builder.finish()
}

fn around(procedure: &Procedure) -> BTreeMap<String, (Option<StepId>, bool)> {
    let mut around = BTreeMap::new();
    for found in procedure.all_steps() {
        let is_handler = matches!(found.block, Block::Handler(..));
        around.entry(found.step.id.to_string()).or_insert_with(|| (found.block.owner().cloned(), is_handler));
    }
    around
}

impl<'a> Builder<'a> {
    /// A new node; an id that is taken, as in a document with an id twice, gets a number.
    pub(super) fn node(
        &mut self,
        id: &str,
        kind: NodeKind,
        step: Option<&Step>,
        label: String,
        parent: Option<&str>,
        exceptional: bool,
    ) -> String {
        let mut own = id.to_owned();
        let mut count = 1;
        while !self.ids.insert(own.clone()) {
            count += 1;
            own = format!("{id}~{count}");
        }
        self.nodes.push(Node {
            id: own.clone(),
            kind,
            step: step.map(|step| step.id.clone()),
            number: None,
            label,
            verb: None,
            role: None,
            condition: None,
            parent: parent.map(str::to_owned),
            exceptional,
            reachable: false,
        });
        own
    }

    pub(super) fn edge(&mut self, from: &str, to: &str, kind: EdgeKind, label: Option<String>) {
        let edge = Edge { from: from.to_owned(), to: to.to_owned(), kind, label, case: None };
        if self.drawn.insert(edge.clone()) {
            self.edges.push(edge);
        }
    }

    fn connect(&mut self, open: Vec<Open>, to: &str) {
        for Open { from, label, case } in open {
            self.edges.push(Edge { from, to: to.to_owned(), kind: EdgeKind::Flow, label, case });
        }
    }

    /// The node of an outcome, one for all that end so.
    pub(super) fn end(&mut self, outcome: &OutcomeId, exceptional: bool) -> String {
        let id = format!("end:{outcome}");
        if self.ids.contains(&id) {
            return id;
        }
        let label = raised(&self.words.outcome(outcome));
        self.node(&id, NodeKind::End, None, label, None, exceptional)
    }

    /// Steps one after the other; gives the ends that are open after the last.
    pub(super) fn sequence(&mut self, steps: &[Step], here: Here<'_>, mut open: Vec<Open>) -> Vec<Open> {
        for (index, step) in steps.iter().enumerate() {
            let number = format!("{}{}", here.prefix, here.before + index + 1);
            open = self.step(step, &number, here, open);
        }
        open
    }

    fn step(&mut self, step: &Step, number: &str, here: Here<'_>, open: Vec<Open>) -> Vec<Open> {
        // A step that cannot go on by itself is passed by when its condition does not hold.
        let condition = step.condition.as_ref().map(|condition| self.words.expression(condition));
        let passes = condition.filter(|_| !is_plain(&step.verb)).map(|condition| {
            let label = |old: Option<String>| match old {
                Some(old) => format!("{old}; not if {condition}"),
                None => format!("unless {condition}"),
            };
            open.iter().cloned().map(|open| Open { label: Some(label(open.label)), ..open }).collect::<Vec<_>>()
        });
        let mut after = match &step.verb {
            Verb::Group { group } => self.group(step, group, number, here, open),
            Verb::Repeat { repeat } => self.repeat(step, repeat, number, here, open),
            Verb::Each { each } => self.each(step, each, number, here, open),
            Verb::Decide { decide } => self.decide(step, decide, number, here, open),
            Verb::Together { together } => self.together(step, together, number, here, open),
            Verb::Raise { .. } => {
                let node = self.work(step, NodeKind::Step, number, here);
                self.connect(open, &node);
                // Whether it goes on is for the handler to say.
                if self.resumes(step) { vec![Open::of(&node)] } else { Vec::new() }
            }
            Verb::End { .. } => {
                let node = self.work(step, NodeKind::End, number, here);
                self.connect(open, &node);
                Vec::new()
            }
            Verb::Person { .. }
            | Verb::Approve { .. }
            | Verb::Call(_)
            | Verb::Agent { .. }
            | Verb::Set { .. }
            | Verb::Wait { .. }
            | Verb::Document { .. }
            | Verb::Notify { .. }
            | Verb::Procedure(_) => {
                let node = self.work(step, NodeKind::Step, number, here);
                self.connect(open, &node);
                vec![Open::of(&node)]
            }
        };
        after.extend(passes.into_iter().flatten());
        after
    }

    /// The node of a step, with all that is said of it.
    fn work(&mut self, step: &Step, kind: NodeKind, number: &str, here: Here<'_>) -> String {
        let id = format!("step:{}", step.id);
        let label = self.words.title(step);
        let id = self.node(&id, kind, Some(step), label, here.parent, here.exceptional);
        let role = role(&self.words, step);
        let condition = step.condition.as_ref().map(|condition| self.words.expression(condition));
        if let Some(node) = self.nodes.last_mut() {
            node.number = Some(number.to_owned());
            node.verb = Some(step.verb.key());
            node.role = role;
            node.condition = condition;
        }
        if kind != NodeKind::Block {
            self.entries.entry(step.id.to_string()).or_insert_with(|| id.clone());
            self.works.entry(step.id.to_string()).or_insert_with(|| id.clone());
        }
        id
    }

    /// A node beside a step's own: `step:again/until`.
    fn beside(&mut self, step: &Step, name: &str, kind: NodeKind, label: String, here: Here<'_>) -> String {
        self.node(&format!("step:{}/{name}", step.id), kind, Some(step), label, here.parent, here.exceptional)
    }

    /// Notes the node that a block is entered by, and the one that stands for its own work.
    fn enters(&mut self, step: &Step, node: &str) {
        self.entries.entry(step.id.to_string()).or_insert_with(|| node.to_owned());
        self.works.entry(step.id.to_string()).or_insert_with(|| node.to_owned());
    }

    fn entry_of(&self, steps: &[Step]) -> Option<String> {
        steps.first().and_then(|step| self.entries.get(step.id.as_str())).cloned()
    }

    fn group(&mut self, step: &Step, group: &Group, number: &str, here: Here<'_>, open: Vec<Open>) -> Vec<Open> {
        let block = self.work(step, NodeKind::Block, number, here);
        let prefix = format!("{number}.");
        let inner = Here { parent: Some(&block), prefix: &prefix, before: 0, ..here };
        let recheck = group.recheck.as_deref().map(std::slice::from_ref).unwrap_or_default();
        let rechecked = self.sequence(recheck, Here { before: group.steps.len(), ..inner }, open);
        let Some(until) = group.until.as_ref().map(|until| self.words.expression(until)) else {
            if group.steps.is_empty() {
                let gate = self.beside(step, "empty", NodeKind::Gateway, String::new(), inner);
                self.enters(step, &gate);
                self.connect(rechecked, &gate);
                return vec![Open::of(&gate)];
            }
            let after = self.sequence(&group.steps, inner, rechecked);
            if let Some(entry) = self.entry_of(recheck).or_else(|| self.entry_of(&group.steps)) {
                self.enters(step, &entry);
            }
            return after;
        };
        let gate = self.beside(step, "until", NodeKind::Decision, format!("Is it so that {until}?"), inner);
        self.connect(rechecked, &gate);
        let entry = self.entry_of(recheck).unwrap_or_else(|| gate.clone());
        self.enters(step, &entry);
        let mut left = vec![Open::labelled(&gate, "yes")];
        let mut open = vec![Open::labelled(&gate, "no")];
        for (index, step) in group.steps.iter().enumerate() {
            let at = Here { before: index, ..inner };
            open = self.sequence(std::slice::from_ref(step), at, open);
            if index + 1 < group.steps.len() {
                let once = open.iter().map(|open| Open { label: Some(format!("once {until}")), ..open.clone() });
                left.extend(once);
            }
        }
        left.extend(open);
        left
    }

    fn repeat(&mut self, step: &Step, repeat: &Repeat, number: &str, here: Here<'_>, open: Vec<Open>) -> Vec<Open> {
        let block = self.work(step, NodeKind::Block, number, here);
        let prefix = format!("{number}.");
        let inner = Here { parent: Some(&block), prefix: &prefix, before: 0, ..here };
        let gate = self.beside(step, "pass", NodeKind::Gateway, "Next pass".to_owned(), inner);
        self.enters(step, &gate);
        self.connect(open, &gate);
        let done = self.sequence(&repeat.steps, inner, vec![Open::of(&gate)]);
        let label = format!("Is it so that {}?", self.words.expression(&repeat.until));
        let until = self.beside(step, "until", NodeKind::Decision, label, inner);
        self.connect(done, &until);
        let most = plural(u64::from(repeat.at_most.get()), "time");
        self.edge(&until, &gate, EdgeKind::Loop, Some(format!("no, at most {most}")));
        vec![Open::labelled(&until, "yes")]
    }

    fn each(&mut self, step: &Step, each: &Each, number: &str, here: Here<'_>, open: Vec<Open>) -> Vec<Open> {
        let block = self.work(step, NodeKind::Block, number, here);
        let prefix = format!("{number}.");
        let inner = Here { parent: Some(&block), prefix: &prefix, before: 0, ..here };
        let item = spaced(&each.item);
        let label = format!("For every {item} of {}", self.words.expression(&each.of));
        let gate = self.beside(step, "each", NodeKind::Gateway, label, inner);
        self.enters(step, &gate);
        self.connect(open, &gate);
        let done = self.sequence(&each.steps, inner, vec![Open::labelled(&gate, format!("each {item}"))]);
        for Open { from, label, .. } in done.into_iter().filter(|open| open.from != gate) {
            self.edge(&from, &gate, EdgeKind::Loop, Some(label.unwrap_or_else(|| format!("next {item}"))));
        }
        vec![Open::labelled(&gate, "all done")]
    }

    fn decide(&mut self, step: &Step, decide: &Decide, number: &str, here: Here<'_>, open: Vec<Open>) -> Vec<Open> {
        let decision = self.work(step, NodeKind::Decision, number, here);
        self.connect(open, &decision);
        let mut after = Vec::new();
        for (at, case) in decide.cases.iter().enumerate() {
            let label = case.title.clone().unwrap_or_else(|| format!("if {}", self.words.expression(&case.when)));
            after.extend(self.branch(
                step,
                &decision,
                at,
                (&format!("case-{}", at + 1), label),
                &case.steps,
                number,
                here,
            ));
        }
        if decide.table.is_some() {
            after.push(Open::labelled(&decision, "as the table says"));
        }
        let last = decide.cases.len();
        match &decide.otherwise {
            Some(Otherwise::Branch { steps, .. }) => {
                let named = ("otherwise", "otherwise".to_owned());
                after.extend(self.branch(step, &decision, last, named, steps, number, here));
            }
            Some(Otherwise::Continue) => {
                after.push(Open { from: decision.clone(), label: Some("otherwise".to_owned()), case: Some(last) });
            }
            None => {}
        }
        self.join(step, String::new(), here, after)
    }

    /// One way of a decision: a block where it has steps, else the edge alone.
    #[expect(clippy::too_many_arguments, reason = "one way of a decision, and where the decision stands")]
    fn branch(
        &mut self,
        step: &Step,
        decision: &str,
        at: usize,
        (name, label): (&str, String),
        steps: &[Step],
        number: &str,
        here: Here<'_>,
    ) -> Vec<Open> {
        let open = Open { from: decision.to_owned(), label: Some(label.clone()), case: Some(at) };
        if steps.is_empty() {
            return vec![open];
        }
        let block = self.beside(step, name, NodeKind::Block, raised(&label), here);
        let prefix = format!("{number}{}.", letter(at));
        self.sequence(steps, Here { parent: Some(&block), prefix: &prefix, before: 0, ..here }, vec![open])
    }

    /// Where ways meet; none is drawn for a single one, or when none is left.
    fn join(&mut self, step: &Step, label: String, here: Here<'_>, open: Vec<Open>) -> Vec<Open> {
        if open.len() < 2 {
            return open;
        }
        let join = self.beside(step, "join", NodeKind::Gateway, label, here);
        self.connect(open, &join);
        vec![Open::of(&join)]
    }

    fn together(
        &mut self,
        step: &Step,
        together: &Together,
        number: &str,
        here: Here<'_>,
        open: Vec<Open>,
    ) -> Vec<Open> {
        let fork = self.work(step, NodeKind::Gateway, number, here);
        self.connect(open, &fork);
        let mut after = Vec::new();
        for (at, (name, steps)) in together.branches.iter().enumerate() {
            let label = raised(&spaced(name));
            let open = vec![Open::labelled(&fork, label.clone())];
            if steps.is_empty() {
                after.extend(open);
                continue;
            }
            let block = self.beside(step, &format!("branch-{name}"), NodeKind::Block, label, here);
            let prefix = format!("{number}{}.", letter(at));
            after.extend(self.sequence(steps, Here { parent: Some(&block), prefix: &prefix, before: 0, ..here }, open));
        }
        let label = match together.join {
            Join::All => "All done",
            Join::Any => "The first one done",
        };
        if together.branches.is_empty() {
            return vec![Open::of(&fork)];
        }
        self.join(step, label.to_owned(), here, after)
    }

    /// Marks what can be reached, and drops edges that would lead out of the graph.
    fn finish(mut self) -> Graph {
        let ids = self.ids;
        self.edges.retain(|edge| ids.contains(&edge.from) && ids.contains(&edge.to));
        let mut next: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for edge in &self.edges {
            next.entry(&edge.from).or_default().push(&edge.to);
        }
        let is_source = |node: &&Node| matches!(node.kind, NodeKind::Start | NodeKind::Exception);
        let mut todo: Vec<&str> = self.nodes.iter().filter(is_source).map(|node| node.id.as_str()).collect();
        let mut reached: BTreeSet<String> = BTreeSet::new();
        while let Some(id) = todo.pop() {
            if reached.insert(id.to_owned()) {
                todo.extend(next.get(id).into_iter().flatten());
            }
        }
        // What is in a block stands after it, so going backwards a block hears of all its nodes first.
        for node in self.nodes.iter_mut().rev() {
            node.reachable = reached.contains(&node.id);
            if let (true, Some(parent)) = (node.reachable, &node.parent) {
                reached.insert(parent.clone());
            }
        }
        Graph { nodes: self.nodes, edges: self.edges }
    }
}

/// Whether the step's own node leads on, so that leaving the step out needs no edge of its own.
fn is_plain(verb: &Verb) -> bool {
    match verb {
        Verb::Raise { .. }
        | Verb::End { .. }
        | Verb::Group { .. }
        | Verb::Repeat { .. }
        | Verb::Each { .. }
        | Verb::Decide { .. }
        | Verb::Together { .. } => false,
        Verb::Person { .. }
        | Verb::Approve { .. }
        | Verb::Call(_)
        | Verb::Agent { .. }
        | Verb::Set { .. }
        | Verb::Wait { .. }
        | Verb::Document { .. }
        | Verb::Notify { .. }
        | Verb::Procedure(_) => true,
    }
}

fn role(words: &Words<'_>, step: &Step) -> Option<String> {
    let one = |role: &RoleRef| match role {
        RoleRef::Role(role) => raised(&words.role(role)),
        RoleRef::Field(_) => raised(&words.the_role_of(role)),
    };
    match &step.verb {
        Verb::Person { person } => Some(one(&person.role)),
        Verb::Approve { approve } => Some(approve.by.iter().map(one).collect::<Vec<_>>().join(", ")),
        Verb::Notify { notify } => match &notify.to {
            Recipient::Role(role) => Some(one(role)),
            Recipient::Person { .. } => None,
        },
        Verb::Call(_)
        | Verb::Agent { .. }
        | Verb::Set { .. }
        | Verb::Decide { .. }
        | Verb::Group { .. }
        | Verb::Together { .. }
        | Verb::Repeat { .. }
        | Verb::Each { .. }
        | Verb::Wait { .. }
        | Verb::Document { .. }
        | Verb::Procedure(_)
        | Verb::Raise { .. }
        | Verb::End { .. } => None,
    }
}
