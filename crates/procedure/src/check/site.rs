//! Every expression of a document: where it stands, what it is for, when it is evaluated, and what only it can see.

use super::index::{Index, join};
use crate::diagnostic::Path;
use crate::document::{Due, Escalation, Otherwise, Recipient, Save, Step, Table, Trigger, Verb};
use crate::expression::{Expression, Formula};
use crate::template::Template;

/// One expression with its place.
pub(super) struct Site<'a> {
    pub expression: &'a Expression,
    /// The value that holds it.
    pub path: Path,
    /// Bytes of that value before the expression, where they are known without the source text.
    pub offset: Option<usize>,
    pub purpose: Purpose,
    pub moment: Moment,
    pub step: Option<usize>,
    /// `result` or `event`, where one of them can be seen.
    pub extra: Option<Extra>,
}

/// What an expression is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// It must be true or false.
    Condition,
    /// It gives any value.
    Value,
    /// It fills a text; without a value it shows `…`.
    Hole(Shown),
    /// A moment or date.
    Point,
    /// The list of an `each`.
    List,
}

/// Where a text is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    Title,
    Instructions,
    Goal,
    Document,
    Notice,
}

/// When an expression is evaluated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Moment {
    /// Before there is a run.
    Trigger,
    /// When the run starts.
    Start,
    /// When the step is entered.
    Entry,
    /// In a branch of the step's decision.
    Branch,
    /// After the step's work.
    Left,
    /// After the steps that it holds.
    Inside,
    /// At any time.
    Anytime,
    /// When the run ends.
    End,
}

/// A name that only some places see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extra {
    /// `event`
    Event,
    /// `result`, of the step's work
    Result,
    /// `result` and `event`: what a wait waited for
    Both,
}

pub(super) fn all<'a>(index: &Index<'a>) -> Vec<Site<'a>> {
    let mut sites = Sites { found: Vec::new(), step: None };
    sites.document(index);
    for (at, place) in index.steps.iter().enumerate() {
        sites.step = Some(at);
        sites.step(place.step, &place.path);
    }
    for declared in &index.exceptions {
        sites.step = declared.group;
        if let Some(when) = &declared.exception.when {
            sites.add(when, declared.path.key("when"), Purpose::Condition, Moment::Anytime);
        }
    }
    sites.found
}

struct Sites<'a> {
    found: Vec<Site<'a>>,
    step: Option<usize>,
}

impl<'a> Sites<'a> {
    fn add(&mut self, expression: &'a Expression, path: Path, purpose: Purpose, moment: Moment) -> &mut Site<'a> {
        let site = Site { expression, path, offset: None, purpose, moment, step: self.step, extra: None };
        self.found.push(site);
        self.found.last_mut().expect("one was just pushed")
    }

    fn formula(&mut self, formula: &'a Formula, path: &Path, moment: Moment, extra: Option<Extra>) {
        for (below, expression) in formula.expressions() {
            let site = self.add(expression, join(path, &below), Purpose::Value, moment);
            // `=` comes first.
            site.offset = Some(1);
            site.extra = extra;
        }
    }

    fn template(&mut self, template: &'a Template, path: &Path, shown: Shown, moment: Moment) {
        for hole in template.holes() {
            let written = &template.source()[hole.range.clone()];
            let lead = written.find(hole.expression.source()).unwrap_or(0);
            let site = self.add(&hole.expression, path.clone(), Purpose::Hole(shown), moment);
            site.offset = Some(hole.range.start + lead);
        }
    }

    fn due(&mut self, due: Option<&'a Due>, path: &Path, moment: Moment) {
        if let Some(Due::From { after: Some(after), .. }) = due {
            self.formula(after, &path.key("due").key("after"), moment, None);
            if let Some(site) = self.found.last_mut() {
                site.purpose = if matches!(after, Formula::Expression(_)) { Purpose::Point } else { site.purpose };
            }
        }
    }

    fn document(&mut self, index: &Index<'a>) {
        let procedure = index.procedure;
        self.due(procedure.due.as_ref(), &Path::root(), Moment::Start);
        for (at, trigger) in procedure.triggers.iter().enumerate() {
            let path = Path::root().key("triggers").index(at);
            let (when, set, key) = match trigger {
                Trigger::Manual { .. } => continue,
                Trigger::Event { when, set, key, .. } => (when.as_ref(), set, key.as_ref()),
                Trigger::Schedule { set, .. } => (None, set, None),
            };
            if let Some(when) = when {
                self.add(when, path.key("when"), Purpose::Condition, Moment::Trigger).extra = Some(Extra::Event);
            }
            for (name, formula) in set {
                let path = path.key("set").key(name.as_str());
                self.formula(formula, &path, Moment::Trigger, Some(Extra::Event));
            }
            if let Some(key) = key {
                self.formula(key, &path.key("key"), Moment::Trigger, Some(Extra::Event));
            }
        }
        for (at, criterion) in procedure.success.iter().enumerate() {
            let path = Path::root().key("success").index(at).key("that");
            self.add(&criterion.that, path, Purpose::Condition, Moment::End);
        }
        for (at, Escalation { text, .. }) in procedure.escalation.iter().enumerate() {
            if let Some(text) = text {
                let path = Path::root().key("escalation").index(at).key("text");
                self.template(text, &path, Shown::Notice, Moment::Anytime);
            }
        }
    }

    fn step(&mut self, step: &'a Step, path: &Path) {
        self.template(&step.title, &path.key("title"), Shown::Title, Moment::Entry);
        if let Some(instructions) = &step.instructions {
            self.template(instructions, &path.key("instructions"), Shown::Instructions, Moment::Entry);
        }
        if let Some(condition) = &step.condition {
            self.add(condition, path.key("if"), Purpose::Condition, Moment::Entry);
        }
        self.due(step.due.as_ref(), path, Moment::Entry);
        for (at, check) in step.checks.iter().enumerate() {
            self.add(&check.that, path.key("checks").index(at).key("that"), Purpose::Condition, Moment::Left);
        }
        self.verb(step, path);
    }

    fn save(&mut self, save: Option<&'a Save>, path: &Path, extra: Extra) {
        if let Some(Save::Parts(parts)) = save {
            for (name, formula) in parts {
                self.formula(formula, &path.key("save").key(name.as_str()), Moment::Entry, Some(extra));
            }
        }
    }

    fn verb(&mut self, step: &'a Step, path: &Path) {
        match &step.verb {
            Verb::Person { person } => {
                let at = path.key("person");
                if let Some(assign) = &person.assign {
                    self.formula(assign, &at.key("assign"), Moment::Entry, None);
                }
                for (name, condition) in &person.evidence {
                    let path = at.key("evidence").key(name.as_str());
                    self.add(condition, path, Purpose::Condition, Moment::Left);
                }
            }
            Verb::Approve { .. } | Verb::Raise { .. } | Verb::End { .. } | Verb::Together { .. } => {}
            Verb::Call(call) => {
                for (name, formula) in &call.with {
                    self.formula(formula, &path.key("with").key(name.as_str()), Moment::Entry, None);
                }
                if let Some(once) = &call.once {
                    self.formula(once, &path.key("once"), Moment::Entry, None);
                }
                self.save(call.save.as_ref(), path, Extra::Result);
            }
            Verb::Agent { agent } => {
                self.template(&agent.goal, &path.key("agent").key("goal"), Shown::Goal, Moment::Entry);
            }
            Verb::Set { set } => {
                for (name, formula) in set {
                    self.formula(formula, &path.key("set").key(name.as_str()), Moment::Entry, None);
                }
            }
            Verb::Decide { decide } => {
                let at = path.key("decide");
                for (index, case) in decide.cases.iter().enumerate() {
                    let at = at.key("cases").index(index);
                    let moment = if index == 0 { Moment::Entry } else { Moment::Branch };
                    self.add(&case.when, at.key("when"), Purpose::Condition, moment);
                    for (name, formula) in &case.set {
                        self.formula(formula, &at.key("set").key(name.as_str()), Moment::Branch, None);
                    }
                }
                if let Some(table) = &decide.table {
                    self.table(table, &at.key("table"));
                }
                if let Some(Otherwise::Branch { set, .. }) = &decide.otherwise {
                    for (name, formula) in set {
                        let path = at.key("otherwise").key("set").key(name.as_str());
                        self.formula(formula, &path, Moment::Branch, None);
                    }
                }
            }
            Verb::Group { group } => {
                if let Some(until) = &group.until {
                    self.add(until, path.key("group").key("until"), Purpose::Condition, Moment::Inside);
                }
            }
            Verb::Repeat { repeat } => {
                self.add(&repeat.until, path.key("repeat").key("until"), Purpose::Condition, Moment::Inside);
            }
            Verb::Each { each } => {
                let at = path.key("each");
                self.add(&each.of, at.key("of"), Purpose::List, Moment::Entry);
                for (name, formula) in &each.gather {
                    self.formula(formula, &at.key("gather").key(name.as_str()), Moment::Inside, None);
                }
            }
            Verb::Wait { wait, save } => {
                let at = path.key("wait");
                if let Some(duration) = &wait.duration {
                    self.formula(duration, &at.key("for"), Moment::Entry, None);
                }
                if let Some(until) = &wait.until {
                    self.add(until, at.key("until"), Purpose::Point, Moment::Entry);
                }
                if let Some(when) = &wait.when {
                    self.add(when, at.key("when"), Purpose::Condition, Moment::Entry).extra = Some(Extra::Event);
                }
                self.save(save.as_ref(), path, Extra::Event);
            }
            Verb::Document { document, save } => {
                let at = path.key("document");
                self.template(&document.template, &at.key("template"), Shown::Document, Moment::Entry);
                if let Some(name) = &document.name {
                    self.template(name, &at.key("name"), Shown::Title, Moment::Entry);
                }
                self.save(save.as_ref(), path, Extra::Result);
            }
            Verb::Notify { notify } => {
                let at = path.key("notify");
                if let Recipient::Person { person } = &notify.to {
                    self.formula(person, &at.key("to").key("person"), Moment::Entry, None);
                }
                if let Some(subject) = &notify.subject {
                    self.template(subject, &at.key("subject"), Shown::Notice, Moment::Entry);
                }
                self.template(&notify.text, &at.key("text"), Shown::Notice, Moment::Entry);
            }
            Verb::Procedure(sub) => {
                for (name, formula) in &sub.with {
                    self.formula(formula, &path.key("with").key(name.as_str()), Moment::Entry, None);
                }
                self.save(sub.save.as_ref(), path, Extra::Result);
            }
        }
    }

    fn table(&mut self, table: &'a Table, path: &Path) {
        for (index, input) in table.inputs.iter().enumerate() {
            self.add(input, path.key("inputs").index(index), Purpose::Value, Moment::Entry);
        }
        for row in &table.rules {
            for expression in row.inputs.iter().flat_map(|cell| cell.expressions()) {
                self.add(expression, path.key("rules"), Purpose::Value, Moment::Branch);
            }
            for (_, expression) in row.results.iter().flat_map(Formula::expressions) {
                self.add(expression, path.key("rules"), Purpose::Value, Moment::Branch);
            }
        }
    }
}
