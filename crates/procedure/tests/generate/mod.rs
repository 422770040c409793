//! Whole procedures, generated: every key and every shape of the format, whatever it means.
//!
//! A procedure is a function of a list of choices, so that a failing one shrinks: fewer and smaller choices give a
//! smaller procedure, and none gives the smallest.

mod step;

use std::str::FromStr;

use indexmap::IndexMap;
use procedure::document::*;
use procedure::expression::{Expression, Formula};
use procedure::template::Template;
use procedure::time::{Calendar, Duration, Holidays, Schedule, WorkingDay};
use procedure::value::{Decimal, Value};
use proptest::prelude::*;

pub fn procedure() -> impl Strategy<Value = Procedure> {
    prop::collection::vec(any::<u16>(), 0..600).prop_map(|choices| Choices { choices, at: 0 }.procedure())
}

struct Choices {
    choices: Vec<u16>,
    at: usize,
}

fn parsed<T: FromStr>(text: &str) -> T {
    text.parse().unwrap_or_else(|_| panic!("`{text}` is well spelled"))
}

const TEXTS: [&str; 44] = [
    "a",
    "Look",
    "No",
    "off",
    "1.10",
    "007",
    "1:30",
    "2026-01-01",
    "0x1F",
    "1e3",
    "null",
    "~",
    "=",
    "=x",
    "'=x",
    "''=x",
    "<<",
    "a: b",
    "a #b",
    "# a",
    "- a",
    "---",
    "'",
    "\"",
    "it's",
    "[a]",
    "{a}",
    "a, b",
    "a\nb",
    "  a\n b",
    "a\n\n\nb",
    "a\tb",
    "a\u{85}b",
    "a\u{2028}b",
    "\u{feff}a",
    "\u{7}",
    "a\\b",
    "a|b",
    "a\\|b",
    "```yaml\na: b\n```",
    "### 1. A {#a}",
    "a\n## Steps\nb",
    "a\n---\nb",
    "words that go on and on, so that they have to be folded somewhere along the line when they are printed",
];
const IDS: [&str; 8] = ["a", "b", "look-up", "no", "yes", "on", "step-2", "n"];
const NAMES: [&str; 8] = ["a", "b", "amount", "y", "no", "on", "x1", "line_price"];
const EXPRESSIONS: [&str; 8] = [
    "a",
    "amount > 5",
    "a == 'b: c'",
    "a in [1, 2]",
    "a ? 'x' : 'y #1'",
    "!a",
    "{a: 1}.a == 1",
    "'x' == a or a != null",
];
const DURATIONS: [&str; 5] = ["4h", "2d", "1h 30m", "3 working days", "6 working hours"];
const HOLES: [&str; 3] = ["Dear {{ a }}", "{{ a > 1 ? 'x' : 'y' }}: {{ b }}", "# {{ a }}\n\n- b"];
const CELLS: [&str; 9] = ["any", "-", "< 50", "[1..5]", "a, b", "not(a)", "null", "=amount", "'a|b'"];

impl Choices {
    /// A number below `count`; 0 when the choices are used up.
    fn below(&mut self, count: usize) -> usize {
        let choice = self.choices.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        usize::from(choice) % count
    }

    fn yes(&mut self) -> bool {
        self.below(2) == 1
    }

    fn of<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())]
    }

    fn some<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.below(4) == 3 { Some(make(self)) } else { None }
    }

    fn many<T>(&mut self, make: impl FnMut(&mut Self) -> T) -> Vec<T> {
        let count = [0, 0, 0, 1, 2][self.below(5)];
        self.exactly(count, make)
    }

    fn at_least_one<T>(&mut self, make: impl FnMut(&mut Self) -> T) -> Vec<T> {
        let count = 1 + self.below(2);
        self.exactly(count, make)
    }

    fn exactly<T>(&mut self, count: usize, mut make: impl FnMut(&mut Self) -> T) -> Vec<T> {
        (0..count).map(|_| make(self)).collect()
    }

    fn map<K: FromStr + std::hash::Hash + Eq, T>(
        &mut self,
        keys: &[&'static str],
        mut make: impl FnMut(&mut Self) -> T,
    ) -> IndexMap<K, T> {
        self.many(|choices| (parsed(choices.of(keys)), make(choices))).into_iter().collect()
    }

    fn text(&mut self) -> String {
        self.of(&TEXTS).to_owned()
    }

    fn id<T: FromStr>(&mut self) -> T {
        parsed(self.of(&IDS))
    }

    fn ids<T: FromStr>(&mut self) -> Vec<T> {
        self.many(Self::id)
    }

    fn name(&mut self) -> Name {
        parsed(self.of(&NAMES))
    }

    fn expression(&mut self) -> Expression {
        Expression::parse(self.of(&EXPRESSIONS)).expect("the expression is well spelled")
    }

    fn template(&mut self) -> Template {
        let text = if self.yes() { self.of(&HOLES) } else { self.of(&TEXTS) };
        Template::parse(text).expect("the template is well spelled")
    }

    fn elapsed(&mut self) -> Duration {
        parsed(self.of(&["30s", "4h", "1h 30m", "2d"]))
    }

    fn duration(&mut self) -> Duration {
        parsed(self.of(&DURATIONS))
    }

    fn number(&mut self) -> Decimal {
        parsed(self.of(&["0", "1", "-1", "0.1", "12.50", "123456789012345", "-0.000001"]))
    }

    fn value(&mut self, depth: usize) -> Value {
        match self.below(if depth == 0 { 4 } else { 6 }) {
            0 => Value::Text(self.text()),
            1 => Value::Number(self.number()),
            2 => Value::Bool(self.yes()),
            3 => Value::Null,
            4 => Value::List(self.many(|choices| choices.value(depth - 1))),
            _ => Value::Object(self.many(|choices| (choices.text(), choices.value(depth - 1))).into_iter().collect()),
        }
    }

    fn formula(&mut self, depth: usize) -> Formula {
        match self.below(if depth == 0 { 2 } else { 4 }) {
            0 => Formula::Literal(self.value(depth)),
            1 => Formula::Expression(self.expression()),
            2 => Formula::list(self.many(|choices| choices.formula(depth - 1))),
            _ => {
                Formula::object(self.many(|choices| (choices.text(), choices.formula(depth - 1))).into_iter().collect())
            }
        }
    }

    fn formulas(&mut self) -> IndexMap<Name, Formula> {
        self.map(&NAMES, |choices| choices.formula(2))
    }

    fn procedure(&mut self) -> Procedure {
        let data: IndexMap<Name, Field> = self.map(&NAMES, |choices| choices.field(2));
        let settings: IndexMap<Name, Field> = self.map(&NAMES, |choices| choices.field(1));
        Procedure {
            procedure: 1,
            id: self.id(),
            title: self.text(),
            purpose: self.some(Self::text),
            scope: self.some(Self::text),
            owner: self.some(Self::id),
            readers: self.some(|choices| choices.ids()),
            review: self.some(|choices| parsed(choices.of(&["every 90 days", "every year"]))),
            calendar: self.some(Self::calendar),
            due: self.some(Self::due),
            standards: self.many(Self::text),
            tags: self.many(Self::text),
            roles: self.map(&IDS, Self::role),
            outputs: self.many(Self::name),
            outcomes: self.map(&IDS, |choices| Outcome {
                counts: choices.of(&[Counts::Neutral, Counts::Success, Counts::Failure]),
                title: choices.some(Self::text),
            }),
            triggers: self.many(Self::trigger),
            steps: self.steps(3),
            exceptions: self.many(|choices| choices.exception(1)),
            escalation: self.many(Self::escalation),
            success: self.many(|choices| Criterion {
                that: choices.expression(),
                because: choices.some(Self::text),
                outcomes: choices.ids(),
            }),
            examples: self.many(|choices| choices.example(&data, &settings)),
            settings,
            data,
        }
    }

    fn calendar(&mut self) -> Calendar {
        Calendar {
            timezone: parsed(self.of(&["UTC", "Europe/Berlin"])),
            hours: parsed(self.of(&["Mon-Fri 09:00-17:00", "Mon-Sat 08:00-12:00 13:00-18:00"])),
            holidays: Holidays::read(self.of(&[&[][..], &["de-by"], &["de-by", "2026-12-24"]]).iter().copied())
                .expect("the holidays are known"),
        }
    }

    fn role(&mut self) -> Role {
        Role { title: self.some(Self::text), description: self.some(Self::text), training_required: self.yes() }
    }

    fn field(&mut self, depth: usize) -> Field {
        use Type::*;
        let kinds = [String, Number, Integer, Boolean, Date, DateTime, Duration, File, Run, Array, Object];
        let kind = self.of(&kinds);
        let scalar = !matches!(kind, Array | Object);
        let field = Field::of(kind);
        Field {
            title: self.some(Self::text),
            description: self.some(Self::text),
            ask: self.some(Self::text),
            optional: self.yes(),
            sensitive: self.yes(),
            default: self.some(|choices| choices.value_of(&field)),
            allowed: self.many(|choices| choices.value_of(&field)),
            examples: self.many(|choices| choices.value_of(&field)),
            format: self.some(|choices| choices.of(&[TextFormat::Email, TextFormat::Uri, TextFormat::Uuid])),
            pattern: self.some(Self::text),
            min_length: self.some(|choices| choices.below(9) as u64),
            max_length: self.some(|choices| choices.below(9) as u64),
            minimum: self.some(Self::number),
            maximum: self.some(Self::number),
            exclusive_minimum: self.some(Self::number),
            exclusive_maximum: self.some(Self::number),
            multiple_of: self.some(|choices| parsed(choices.of(&["1", "0.01"]))),
            unit: self.some(|choices| {
                if choices.yes() {
                    Unit::Field(choices.name())
                } else {
                    Unit::Fixed(choices.of(&["EUR", "%"]).to_owned())
                }
            }),
            accept: self.many(|choices| choices.of(&["image/*", "text/csv"]).to_owned()),
            items: if depth > 0 && !scalar { self.some(|choices| Box::new(choices.field(depth - 1))) } else { None },
            min_items: self.some(|choices| choices.below(9) as u64),
            max_items: self.some(|choices| choices.below(9) as u64),
            unique_items: self.yes(),
            properties: if depth > 0 && !scalar {
                self.map(&NAMES, |choices| choices.field(depth - 1))
            } else {
                IndexMap::new()
            },
            additional_properties: self.yes(),
            ..field
        }
    }

    /// A value that the field's type spells in only one way.
    fn value_of(&mut self, field: &Field) -> Value {
        match field.kind {
            Type::String | Type::Date | Type::DateTime | Type::Duration | Type::Run => {
                if self.below(4) == 3 {
                    Value::Null
                } else {
                    Value::Text(self.text())
                }
            }
            Type::Number | Type::Integer | Type::Boolean | Type::File => self.value(0),
            // What lies within is spelled as its own fields say.
            Type::Array | Type::Object => Value::Null,
        }
    }

    fn trigger(&mut self) -> Trigger {
        match self.below(3) {
            0 => Trigger::Manual { manual: Manual { roles: self.ids() } },
            1 => Trigger::Event {
                event: parsed(self.of(&["com.example.ticket.created", "a"])),
                when: self.some(Self::expression),
                set: self.formulas(),
                key: self.some(|choices| choices.formula(1)),
            },
            _ => Trigger::Schedule {
                schedule: self.schedule(),
                each: self.some(|choices| (choices.name(), choices.many(|choices| choices.value(1)))),
                when_busy: self.of(&[WhenBusy::Start, WhenBusy::Queue, WhenBusy::Skip]),
                set: self.formulas(),
            },
        }
    }

    fn schedule(&mut self) -> Schedule {
        use procedure::time::Period;
        if self.yes() {
            let at = self.some(|choices| parsed(choices.of(&["07:00", "00:30"])));
            let day = WorkingDay::new(self.of(&[1, -3]), self.of(&[Period::Month, Period::Week]), at);
            return Schedule::WorkingDay(day.expect("there is such a day"));
        }
        parsed(self.of(&["0 7 1 * *", "FREQ=MONTHLY;BYDAY=-1FR"]))
    }

    fn due(&mut self) -> Due {
        if self.yes() {
            return Due::From {
                after: self.some(|choices| choices.formula(0)),
                plus: Some(self.duration()),
                minus: self.some(Self::duration),
                at: self.some(|choices| parsed(choices.of(&["18:00", "09:05"]))),
            };
        }
        Due::Within(self.duration())
    }

    fn exception(&mut self, depth: usize) -> Exception {
        Exception {
            id: self.id(),
            title: self.text(),
            severity: self.some(|choices| choices.of(&[Severity::Minor, Severity::Major, Severity::Critical])),
            when: self.some(Self::expression),
            then: Handler {
                steps: if depth > 0 { self.steps(depth - 1) } else { Vec::new() },
                escalate: self.some(Self::id),
                finish: match self.below(4) {
                    0 => Finish::End { end: self.id() },
                    1 => Finish::Resume { resume: Resume::Retry },
                    2 => Finish::Resume { resume: Resume::Continue },
                    _ => Finish::Resume { resume: Resume::RetryBlock { retry: self.id() } },
                },
            },
        }
    }

    fn escalation(&mut self) -> Escalation {
        Escalation {
            after: match self.below(5) {
                0 => EscalationCause::Overdue(self.duration()),
                1 => EscalationCause::BeforeDue(self.duration()),
                2 => EscalationCause::Failed(self.of(&["call", "agent"]).to_owned()),
                3 => EscalationCause::Raised(self.id()),
                _ => EscalationCause::Refused(self.id()),
            },
            steps: self.ids(),
            notify: self.ids(),
            reassign: self.some(Self::id),
            text: self.some(Self::template),
        }
    }

    fn example(&mut self, data: &IndexMap<Name, Field>, settings: &IndexMap<Name, Field>) -> Example {
        Example {
            name: self.text(),
            given: self.values(data),
            settings: self.values(settings),
            at: self.some(|choices| parsed(choices.of(&["2026-03-02T08:00:00Z", "1999-12-31T23:59:59.5Z"]))),
            answers: self
                .many(|choices| (choices.of(&["shop.get", "mail.send"]).to_owned(), choices.value(2)))
                .into_iter()
                .collect(),
            expect: Expectation {
                outcome: self.some(Self::id),
                path: self.ids(),
                data: self.values(data),
                exceptions: self.ids(),
            },
        }
    }

    fn values(&mut self, fields: &IndexMap<Name, Field>) -> IndexMap<Name, Value> {
        self.many(|choices| {
            let name = choices.name();
            let value = match fields.get(&name) {
                Some(field) => choices.value_of(field),
                None => choices.value(2),
            };
            (name, value)
        })
        .into_iter()
        .collect()
    }
}
