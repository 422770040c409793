//! Procedures with every verb, nested.

use std::sync::Arc;

use interpreter::Program;
use procedure::hash::ContentHash;
use procedure::read::{Spelling, read};
use procedure::time::Calendar;
use serde_json::{Map, Value as Json, json};

use super::Tape;

/// Deepest nesting of blocks.
const DEEPEST: usize = 3;

/// Most steps of a document.
const MOST_STEPS: usize = 24;

const CONDITIONS: [&str; 14] = [
    "a > 1",
    "b == 2",
    "c",
    "d == 'x'",
    "1 / a > 0",
    "steps.s1.outcome == 'completed'",
    "steps.s2.outcome == 'skipped'",
    "e == 1",
    "pass > 1",
    "index > 0",
    "b == null",
    "(a ?? 0) < 2",
    "now > run.started_at",
    "d == 5",
];

const FORMULAS: [&str; 12] =
    ["=a", "=(a ?? 0) + 1", "=b", "=c", "=d", "=e", "=list", "=item", "=1 / a", "=null", "=pass", "=now"];

const NAMES: [&str; 6] = ["a", "b", "c", "d", "e", "list"];
const ROLES: [&str; 3] = ["agent", "lead", "chief"];
const EXCEPTIONS: [&str; 6] = ["x", "y", "refused", "missing-data", "approval-void", "too-many-passes"];
const DURATIONS: [&str; 5] = ["1h", "10m", "2d", "1 working days", "30s"];

/// A procedure, and its text.
///
/// # Panics
/// If what was written cannot be read: that is a mistake of the generator.
pub fn document(tape: &mut Tape<'_>) -> (Program, String) {
    let mut writer = Writer { tape, steps: 0 };
    let steps = writer.steps(0);
    let exceptions = writer.exceptions(0);
    let escalation = writer.escalation();
    let mut document = json!({
        "procedure": 1, "id": "generated", "title": "Generated", "owner": "lead",
        "roles": {"agent": null, "lead": null, "chief": null},
        "outcomes": {"stopped": null},
        "data": {
            "a": {"type": "number"},
            "b": {"type": "number", "optional": true},
            "c": {"type": "boolean"},
            "d": {"type": "string"},
            "list": {"type": "array"},
            "boss": {"type": "string", "enum": ["lead", "chief"]}
        },
        "outputs": ["a", "e"],
        "success": [{"that": "a > 1"}, {"that": "c", "outcomes": ["stopped"]}],
        "steps": steps
    });
    if !exceptions.is_empty() {
        document["exceptions"] = exceptions.into();
    }
    if !escalation.is_empty() {
        document["escalation"] = escalation.into();
    }
    if writer.tape.once_in(3) {
        document["due"] = "2d".into();
    }
    let text = serde_json::to_string_pretty(&document).expect("JSON can be written");
    let read = read(&text, Spelling::Json, &()).clean();
    let procedure = read.unwrap_or_else(|found| panic!("the generator wrote what cannot be read: {found:#?}\n{text}"));
    let version = ContentHash::of(text.as_bytes());
    (Program::new(Arc::new(procedure), version, &Calendar::default()), text)
}

struct Writer<'a, 'b> {
    tape: &'a mut Tape<'b>,
    steps: usize,
}

impl Writer<'_, '_> {
    /// A list of steps; never an empty one.
    fn steps(&mut self, depth: usize) -> Vec<Json> {
        let wanted = 1 + self.tape.below(if depth == 0 { 6 } else { 3 });
        (0..wanted).map(|_| self.step(depth)).collect()
    }

    fn step(&mut self, depth: usize) -> Json {
        self.steps += 1;
        let id = format!("s{}", self.steps);
        let mut step = Map::new();
        step.insert("id".into(), id.as_str().into());
        step.insert("title".into(), id.as_str().into());
        let plain = depth >= DEEPEST || self.steps >= MOST_STEPS;
        self.verb(&mut step, &id, depth, plain);
        if self.tape.once_in(5) {
            step.insert("if".into(), self.condition().into());
        }
        if self.tape.once_in(5) {
            let due = if self.tape.once_in(3) { json!({"after": "=a", "plus": "1d"}) } else { self.duration().into() };
            step.insert("due".into(), due);
            step.insert("remind".into(), json!(["1h", {"every": self.duration()}]));
        }
        if self.tape.once_in(5) {
            let mut check = json!({"that": self.condition()});
            match self.tape.below(4) {
                0 => {}
                1 => check["otherwise"] = "continue".into(),
                2 => check["otherwise"] = json!({"raise": self.exception()}),
                _ => check["otherwise"] = json!({"end": "stopped"}),
            }
            step.insert("checks".into(), json!([check]));
        }
        Json::Object(step)
    }

    fn verb(&mut self, step: &mut Map<String, Json>, id: &str, depth: usize, plain: bool) {
        let mut put = |key: &str, value: Json| {
            step.insert(key.into(), value);
        };
        match self.tape.below(if plain { 11 } else { 16 }) {
            0 => put("person", self.person()),
            1 => put("set", self.values()),
            2 => {
                put("call", "shop.act".into());
                put("with", json!({"it": self.formula()}));
                self.effect(step);
            }
            3 => put("approve", self.approve()),
            4 => put("wait", self.wait()),
            5 => put("notify", json!({"to": "lead", "text": "Hello {{ a }}"})),
            6 => put("raise", self.exception().into()),
            7 => {
                put("procedure", "other".into());
                self.effect(step);
            }
            8 => {
                put(
                    "agent",
                    json!({"goal": "Do", "returns": {"a": {"type": "number"}, "b": {"type": "number", "optional": true}}}),
                );
                self.reactions(step);
            }
            9 => put("decide", self.table()),
            10 => {
                put("document", json!({"template": "# {{ d }}", "format": "html"}));
                self.effect(step);
            }
            11 => put("decide", self.decide(depth)),
            12 => {
                let mut group = json!({"steps": self.steps(depth + 1)});
                if self.tape.once_in(2) {
                    group["until"] = self.condition().into();
                    if self.tape.once_in(2) {
                        group["recheck"] = self.step(DEEPEST);
                    }
                }
                let exceptions = self.exceptions(depth + 1);
                if !exceptions.is_empty() {
                    group["exceptions"] = exceptions.into();
                }
                put("group", group);
            }
            13 => {
                let join = *self.tape.one_of(&["all", "any"]);
                let branches: Map<String, Json> =
                    ["left", "right"].into_iter().map(|name| (name.to_owned(), self.steps(depth + 1).into())).collect();
                put("together", json!({"join": join, "branches": branches}));
            }
            14 => {
                let at_most = 1 + self.tape.below(3);
                put("repeat", json!({"until": self.condition(), "at_most": at_most, "steps": self.steps(depth + 1)}));
            }
            _ => {
                let of = *self.tape.one_of(&["list", "[1, 2, 3]", "e"]);
                let at_once = 1 + self.tape.below(3);
                let gather = json!({format!("g{id}"): self.formula()});
                let steps = self.steps(depth + 1);
                put("each", json!({"of": of, "as": "item", "at_once": at_once, "steps": steps, "gather": gather}));
            }
        }
    }

    fn person(&mut self) -> Json {
        let mut person = json!({"role": self.role()});
        if self.tape.once_in(2) {
            person["collect"] = json!([self.name()]);
        }
        if self.tape.once_in(4) {
            person["evidence"] = json!({"b": self.condition()});
        }
        if self.tape.once_in(4) {
            person["not_by"] = json!(["starter", "s1"]);
        }
        if self.tape.once_in(6) {
            person["assign"] = "=d".into();
        }
        person
    }

    fn approve(&mut self) -> Json {
        let mut approve = json!({"by": self.role()});
        match self.tape.below(4) {
            0 => {}
            1 => approve["by"] = json!(["lead", "chief"]),
            2 => approve["quorum"] = 2.into(),
            _ => approve["by"] = "=boss".into(),
        }
        if self.tape.once_in(2) {
            approve["covers"] = json!([self.name()]);
        }
        if self.tape.once_in(3) {
            approve["collect"] = json!([self.name()]);
        }
        match self.tape.below(4) {
            0 => {}
            1 => approve["on_refuse"] = "continue".into(),
            2 => approve["on_refuse"] = json!({"raise": self.exception()}),
            _ => approve["on_refuse"] = json!({"end": "stopped"}),
        }
        approve
    }

    fn wait(&mut self) -> Json {
        match self.tape.below(5) {
            0 => json!({"for": self.duration()}),
            1 => json!({"event": "com.came", "for": self.duration()}),
            2 => json!({"event": "com.came", "when": "event.data.a == a"}),
            3 => json!({"until": "d", "for": self.duration()}),
            _ => json!({"for": self.formula()}),
        }
    }

    fn effect(&mut self, step: &mut Map<String, Json>) {
        match self.tape.below(3) {
            0 => {}
            1 => {
                step.insert("save".into(), self.name().into());
            }
            _ => {
                step.insert("save".into(), json!({self.name(): "=result.a"}));
            }
        }
        if step.contains_key("call") && self.tape.once_in(4) {
            let level = *self.tape.one_of(&["confirm", "human"]);
            step.insert("autonomy".into(), level.into());
        }
        self.reactions(step);
    }

    fn reactions(&mut self, step: &mut Map<String, Json>) {
        let reaction = match self.tape.below(6) {
            0 => return,
            1 => "continue".into(),
            2 => json!({"raise": self.exception()}),
            3 => json!({"ask": self.role()}),
            4 => json!({"end": "stopped"}),
            _ => json!({"retry": 2, "backoff": "1m", "then": {"ask": self.role()}}),
        };
        step.insert("on_error".into(), json!({"failure": reaction}));
    }

    fn table(&mut self) -> Json {
        let hit = *self.tape.one_of(&["first", "unique", "any", "priority", "collect"]);
        let mut decide = json!({"table": {
            "hit": hit, "inputs": ["a", "d"], "results": [self.name()], "rules": "> 1 | any | 1\nany | 'x' | 2\n> 5 | - | =a\n"
        }});
        if self.tape.once_in(2) {
            decide["otherwise"] = "continue".into();
        }
        decide
    }

    fn decide(&mut self, depth: usize) -> Json {
        let mut cases = vec![json!({"when": self.condition(), "set": self.values()})];
        if self.tape.once_in(2) {
            cases.push(json!({"when": self.condition(), "steps": self.steps(depth + 1)}));
        }
        let mut decide = json!({"cases": cases});
        match self.tape.below(3) {
            0 => decide["otherwise"] = "continue".into(),
            1 => decide["otherwise"] = json!({"steps": self.steps(depth + 1)}),
            _ => {}
        }
        decide
    }

    fn exceptions(&mut self, depth: usize) -> Vec<Json> {
        let wanted = self.tape.below(3);
        let mut exceptions: Vec<Json> = Vec::new();
        for _ in 0..wanted {
            let id = self.exception();
            if exceptions.iter().any(|exception| exception["id"] == id) {
                continue;
            }
            let mut then = match self.tape.below(4) {
                0 => json!({"resume": "continue"}),
                1 => json!({"resume": "retry"}),
                2 => json!({"resume": {"retry": format!("s{}", 1 + self.tape.below(6))}}),
                _ => json!({"end": "stopped"}),
            };
            if self.tape.once_in(2) && self.steps < MOST_STEPS {
                then["steps"] = self.steps(depth.max(DEEPEST - 1)).into();
            }
            if self.tape.once_in(4) {
                then["escalate"] = "chief".into();
            }
            let mut exception = json!({"id": id, "title": id, "then": then});
            if self.tape.once_in(3) {
                exception["when"] = self.condition().into();
            }
            exceptions.push(exception);
        }
        exceptions
    }

    fn escalation(&mut self) -> Vec<Json> {
        let causes =
            [json!({"overdue": "1h"}), json!({"before_due": "1h"}), json!({"failed": "call"}), json!({"raised": "x"})];
        let wanted = self.tape.below(3);
        (0..wanted)
            .map(|_| {
                let after = self.tape.one_of(&causes).clone();
                json!({"after": after, "notify": "chief", "reassign": self.role(), "text": "It is {{ a }}"})
            })
            .collect()
    }

    fn values(&mut self) -> Json {
        let mut values = Map::new();
        for _ in 0..=self.tape.below(2) {
            let value: Json = match self.tape.below(5) {
                0 => 1.into(),
                1 => 5.into(),
                2 => true.into(),
                3 => "x".into(),
                _ => self.formula().into(),
            };
            values.insert(self.name().to_owned(), value);
        }
        Json::Object(values)
    }

    fn condition(&mut self) -> &'static str {
        self.tape.word(&CONDITIONS)
    }

    fn formula(&mut self) -> &'static str {
        self.tape.word(&FORMULAS)
    }

    fn name(&mut self) -> &'static str {
        self.tape.word(&NAMES)
    }

    fn role(&mut self) -> &'static str {
        self.tape.word(&ROLES)
    }

    fn exception(&mut self) -> &'static str {
        self.tape.word(&EXCEPTIONS)
    }

    fn duration(&mut self) -> &'static str {
        self.tape.word(&DURATIONS)
    }
}
