//! Steps with every verb and every key.

use procedure::document::*;
use procedure::expression::Cell;

use super::{CELLS, Choices, IDS, NAMES, parsed};

impl Choices {
    pub(super) fn steps(&mut self, depth: usize) -> Vec<Step> {
        self.many(|choices| choices.step(depth))
    }

    pub(super) fn step(&mut self, depth: usize) -> Step {
        Step {
            id: self.id(),
            title: self.template(),
            verb: self.verb(depth),
            instructions: self.some(Self::template),
            condition: self.some(Self::expression),
            due: self.some(Self::due),
            remind: self.many(|choices| {
                let duration = choices.duration();
                if choices.yes() { Reminder::Every { every: duration } } else { Reminder::BeforeDue(duration) }
            }),
            rules: self.many(|choices| Rule {
                obligation: if choices.yes() {
                    Obligation::MustNot(choices.text())
                } else {
                    Obligation::Must(choices.text())
                },
                because: choices.some(Self::text),
            }),
            checks: self.many(|choices| Check {
                that: choices.expression(),
                because: choices.some(Self::text),
                otherwise: choices.some(Self::consequence),
            }),
            on_error: self.map(&["failure", "not-found", "no"], |choices| choices.reaction(2)),
            autonomy: self.some(|choices| {
                let level = choices.of(&[AutonomyLevel::Human, AutonomyLevel::Confirm, AutonomyLevel::Auto]);
                let role = if level == AutonomyLevel::Auto { None } else { choices.some(Self::id) };
                Autonomy { level, role }
            }),
            visible_to: self.ids(),
            guide: self.some(Self::text),
            standards: self.many(Self::text),
            tags: self.many(Self::text),
        }
    }

    pub(super) fn consequence(&mut self) -> Consequence {
        match self.below(3) {
            0 => Consequence::Continue,
            1 => Consequence::Raise { raise: self.id() },
            _ => Consequence::End { end: self.id() },
        }
    }

    pub(super) fn reaction(&mut self, depth: usize) -> Reaction {
        match self.below(if depth == 0 { 4 } else { 5 }) {
            0 => Reaction::Continue,
            1 => Reaction::Raise { raise: self.id() },
            2 => Reaction::End { end: self.id() },
            3 => Reaction::Ask { ask: self.id() },
            _ => Reaction::Retry {
                retry: self.of(&[1, 3]).try_into().expect("not zero"),
                backoff: self.some(Self::elapsed),
                then: self.some(|choices| Box::new(choices.reaction(depth - 1))),
            },
        }
    }

    pub(super) fn role_ref(&mut self) -> RoleRef {
        if self.yes() { RoleRef::Field(self.name()) } else { RoleRef::Role(self.id()) }
    }

    pub(super) fn barred(&mut self) -> Barred {
        if self.yes() { Barred::Step(self.id()) } else { Barred::Starter }
    }

    pub(super) fn save(&mut self) -> Save {
        if self.yes() { Save::Parts(self.formulas()) } else { Save::Whole(self.name()) }
    }

    pub(super) fn verb(&mut self, depth: usize) -> Verb {
        // Blocks come last, so that they are left out where no deeper ones may be.
        match self.below(if depth == 0 { 12 } else { 16 }) {
            0 => Verb::End { end: self.id() },
            1 => Verb::Raise { raise: self.id() },
            2 => Verb::Person {
                person: Person {
                    role: self.role_ref(),
                    assign: self.some(|choices| choices.formula(0)),
                    not_by: self.many(Self::barred),
                    collect: self.many(Self::name),
                    evidence: self.map(&NAMES, Self::expression),
                    sign: self.some(Self::text),
                },
            },
            3 => Verb::Approve {
                approve: Approve {
                    by: self.many(Self::role_ref),
                    quorum: self.some(|choices| choices.below(5) as u32),
                    not_by: self.many(Self::barred),
                    collect: self.many(Self::name),
                    covers: self.many(Self::name),
                    on_refuse: self.some(Self::consequence),
                    sign: self.some(Self::text),
                },
            },
            4 => Verb::Call(Call {
                call: parsed(self.of(&["shop.get", "shop.orders.find"])),
                with: self.many(|choices| (choices.text(), choices.formula(2))).into_iter().collect(),
                save: self.some(Self::save),
                once: self.some(|choices| choices.formula(1)),
            }),
            5 => Verb::Agent {
                agent: Agent {
                    goal: self.template(),
                    tools: self.many(|choices| {
                        if choices.yes() {
                            Tool::All(parsed("shop"))
                        } else {
                            Tool::Action(parsed(choices.of(&["shop.get", "mail.send"])))
                        }
                    }),
                    limits: AgentLimits {
                        turns: self.some(|choices| choices.below(9) as u32),
                        tokens: self.some(|choices| choices.below(999) as u64),
                        time: self.some(Self::elapsed),
                    },
                    returns: self.map(&NAMES, |choices| choices.field(1)),
                },
            },
            6 => Verb::Set { set: self.formulas() },
            7 => Verb::Wait {
                wait: Wait {
                    duration: self.some(|choices| choices.formula(0)),
                    until: self.some(Self::expression),
                    event: Some(parsed("com.example.parcel.arrived")),
                    when: self.some(Self::expression),
                },
                save: self.some(Self::save),
            },
            8 => Verb::Document {
                document: Document {
                    template: self.template(),
                    format: self.of(&[
                        DocumentFormat::Pdf,
                        DocumentFormat::Docx,
                        DocumentFormat::Html,
                        DocumentFormat::Markdown,
                    ]),
                    name: self.some(Self::template),
                },
                save: self.some(Self::save),
            },
            9 => Verb::Notify {
                notify: Notify {
                    to: if self.yes() {
                        Recipient::Person { person: self.formula(0) }
                    } else {
                        Recipient::Role(self.role_ref())
                    },
                    subject: self.some(Self::template),
                    text: self.template(),
                },
            },
            10 => Verb::Procedure(Subprocedure {
                procedure: self.id(),
                with: self.formulas(),
                save: self.some(Self::save),
            }),
            11 => Verb::Decide {
                decide: Decide {
                    cases: Vec::new(),
                    table: Some(self.table()),
                    otherwise: self.some(|choices| choices.otherwise(0)),
                },
            },
            12 => Verb::Decide {
                decide: Decide {
                    cases: self.at_least_one(|choices| Case {
                        when: choices.expression(),
                        title: choices.some(Self::text),
                        because: choices.some(Self::text),
                        set: choices.formulas(),
                        steps: choices.steps(depth - 1),
                    }),
                    table: None,
                    otherwise: self.some(|choices| choices.otherwise(depth - 1)),
                },
            },
            13 => Verb::Group {
                group: Group {
                    steps: self.steps(depth - 1),
                    until: self.some(Self::expression),
                    recheck: self.some(|choices| Box::new(choices.step(depth - 1))),
                    exceptions: self.many(|choices| choices.exception(depth - 1)),
                },
            },
            14 => Verb::Together {
                together: Together {
                    branches: self.map(&IDS, |choices| choices.steps(depth - 1)),
                    join: self.of(&[Join::All, Join::Any]),
                },
            },
            _ => {
                if self.yes() {
                    Verb::Repeat {
                        repeat: Repeat {
                            steps: self.steps(depth - 1),
                            until: self.expression(),
                            at_most: self.of(&[1, 9]).try_into().expect("not zero"),
                        },
                    }
                } else {
                    Verb::Each {
                        each: Each {
                            of: self.expression(),
                            item: self.name(),
                            steps: self.steps(depth - 1),
                            at_once: self.some(|choices| choices.of(&[1, 9]).try_into().expect("not zero")),
                            gather: self.formulas(),
                        },
                    }
                }
            }
        }
    }

    pub(super) fn otherwise(&mut self, depth: usize) -> Otherwise {
        if self.yes() {
            Otherwise::Branch {
                because: self.some(Self::text),
                set: self.formulas(),
                steps: if depth > 0 { self.steps(depth) } else { Vec::new() },
            }
        } else {
            Otherwise::Continue
        }
    }

    pub(super) fn table(&mut self) -> Table {
        let inputs = self.at_least_one(Self::expression);
        let results = self.at_least_one(Self::name);
        let rules = self.at_least_one(|choices| Row {
            inputs: choices
                .exactly(inputs.len(), |choices| Cell::parse(choices.of(&CELLS)).expect("the cell is well spelled")),
            results: choices.exactly(results.len(), |choices| choices.formula(2)),
            because: choices.some(|choices| choices.of(&["Policy 4.2.", "a|b", "=x", "'a'"]).to_owned()),
        });
        let hit = self.of(&[Hit::Unique, Hit::First, Hit::Priority, Hit::Any, Hit::Collect]);
        Table { hit, inputs, results, rules }
    }
}
