//! The parts of a step, all but the steps inside it.

use indexmap::IndexMap;
use serde::Serialize;

use super::Weight;
use super::field;
use super::part::{Item, Parts, place};
use crate::document::{
    Agent, Approve, Call, Case, Decide, Document, Each, Group, Join, Name, Notify, Obligation, Otherwise, Person,
    Recipient, Repeat, RoleRef, Row, Save, Step, Subprocedure, Table, Together, Verb, Wait,
};
use crate::expression::Formula;
use crate::render::words::{
    self, Words, barred, cell, consequence, duration, kept, reaction, reminder, series, spaced,
};
use crate::render::work_in_words;

/// What kind of work a step is.
fn kind(verb: &Verb) -> &'static str {
    match verb {
        Verb::Person { .. } => "work by a person",
        Verb::Approve { .. } => "an approval",
        Verb::Call(_) => "a call of a system",
        Verb::Agent { .. } => "work of an AI assistant",
        Verb::Set { .. } => "values that are set",
        Verb::Decide { .. } => "a decision",
        Verb::Group { .. } => "a group of steps",
        Verb::Together { .. } => "branches at the same time",
        Verb::Repeat { .. } => "a repetition",
        Verb::Each { .. } => "steps for every item",
        Verb::Wait { .. } => "a wait",
        Verb::Document { .. } => "the making of a document",
        Verb::Notify { .. } => "a notice",
        Verb::Procedure(_) => "another procedure",
        Verb::Raise { .. } => "an exception",
        Verb::End { .. } => "an end",
    }
}

/// The parts of a step; with `whole` the work is one part, for steps that turned into another kind.
pub(super) fn parts(words: &Words<'_>, step: &Step, whole: bool) -> Parts {
    let Step {
        id: _,
        title,
        verb,
        instructions,
        condition,
        due,
        remind,
        rules,
        checks,
        on_error,
        autonomy,
        visible_to,
        guide,
        standards,
        tags,
    } = step;
    let mut parts = Parts::default();
    parts.wording("title", "the title", Some(title.source().to_owned()));
    parts.wording("instructions", "the instruction", instructions.as_ref().map(|text| text.source().to_owned()));
    parts.one(
        "if",
        "the condition",
        condition.as_ref().map(|it| format!("only if {}", words.expression(it))),
        condition,
    );
    parts.one("due", "the due time", due.as_ref().map(|it| words::due(words, it, "the start of this step")), due);
    let reminders = (!remind.is_empty()).then(|| series(remind.iter().map(reminder), "and"));
    parts.one("remind", "the reminder", reminders, remind);
    if whole {
        parts.add(place(""), "the work", Some(Item::new(work(words, step), &verb.key())), Weight::Behaviour);
    } else {
        work_parts(words, verb, &mut parts);
    }
    let rules = rules.iter().map(|rule| {
        let (must, text) = match &rule.obligation {
            Obligation::Must(text) => ("MUST", text),
            Obligation::MustNot(text) => ("MUST NOT", text),
        };
        Item::with_core(explained(format!("{must} {text}"), rule.because.as_deref()), rule, &rule.obligation)
    });
    parts.many("rules", "rule", rules.collect(), true, Weight::Behaviour);
    let checks = checks.iter().map(|check| {
        let otherwise = check.otherwise.as_ref().map(|otherwise| format!(", else {}", consequence(words, otherwise)));
        let text = format!("{}{}", words.expression(&check.that), otherwise.unwrap_or_default());
        Item::with_core(explained(text, check.because.as_deref()), check, &(&check.that, &check.otherwise))
    });
    parts.many("checks", "check", checks.collect(), true, Weight::Behaviour);
    for (error, then) in on_error {
        let name = format!("what happens {}", words::error_name(error, on_error.len() == 1));
        let item = Item::new(reaction(words, then), then);
        parts.add(place("on_error").key(error.as_str()), &name, Some(item), Weight::Behaviour);
    }
    let far = autonomy.as_ref().map(|autonomy| {
        let level = match autonomy.level {
            crate::document::AutonomyLevel::Human => "a person does it, the machine suggests",
            crate::document::AutonomyLevel::Confirm => "the machine prepares it, a person confirms",
            crate::document::AutonomyLevel::Auto => "the machine does it alone",
        };
        let who = autonomy.role.as_ref().map(|role| format!(" ({})", words.role(role))).unwrap_or_default();
        format!("{level}{who}")
    });
    parts.one("autonomy", "how far the machine may go", far, autonomy);
    let seen = (!visible_to.is_empty()).then(|| series(visible_to.iter().map(|role| words.the_role(role)), "and"));
    parts.one("visible_to", "who can see it", seen, visible_to);
    parts.wording("guide", "the recording", guide.clone());
    parts.many("standards", "standard", plain(standards), true, Weight::Wording);
    parts.many("tags", "tag", plain(tags), true, Weight::Wording);
    parts
}

fn work(words: &Words<'_>, step: &Step) -> String {
    format!("{}. {}", kind(&step.verb), work_in_words(words, step)).trim().to_owned()
}

pub(super) fn plain(texts: &[String]) -> Vec<Item> {
    texts.iter().map(|text| Item::new(text.as_str(), text)).collect()
}

fn explained(text: String, because: Option<&str>) -> String {
    because.map_or(text.clone(), |because| format!("{text} ({because})"))
}

fn roles(words: &Words<'_>, roles: &[RoleRef]) -> String {
    series(roles.iter().map(|role| words.the_role_of(role)), "and")
}

fn formulas<K: AsRef<str>>(
    words: &Words<'_>,
    path: &str,
    name: &str,
    given: impl IntoIterator<Item = (K, Item)>,
    parts: &mut Parts,
) {
    for (key, item) in given {
        let called = format!("{name} {}", words.name(key.as_ref()));
        parts.add(place(path).key(key.as_ref()), &called, Some(item), Weight::Behaviour);
    }
}

fn named<'a, K: std::ops::Deref<Target = str>>(
    words: &'a Words<'_>,
    set: &'a IndexMap<K, Formula>,
) -> impl Iterator<Item = (&'a str, Item)> {
    set.iter().map(|(name, formula)| (&**name, Item::new(words.formula(formula), formula)))
}

fn saved(words: &Words<'_>, save: &Option<Save>, parts: &mut Parts) {
    parts.one("save", "what is kept", save.as_ref().map(|save| kept(words, save)), save);
}

fn fields(words: &Words<'_>, names: &[Name]) -> Option<String> {
    (!names.is_empty()).then(|| words.names(names))
}

fn work_parts(words: &Words<'_>, verb: &Verb, parts: &mut Parts) {
    match verb {
        Verb::Person { person } => {
            let Person { role, assign, not_by, collect, evidence, sign } = person;
            parts.one("person/role", "who does it", Some(words.the_role_of(role)), role);
            parts.one("person/assign", "the person", assign.as_ref().map(|it| words.formula(it)), assign);
            not_by_part("person/not_by", words, not_by, parts);
            parts.one("person/collect", "what is recorded", fields(words, collect), collect);
            let needed = evidence.iter().map(|(name, when)| (name.as_str(), Item::new(words.expression(when), when)));
            formulas(words, "person/evidence", "when there must be evidence of", needed, parts);
            parts.one("person/sign", "what the signature means", sign.clone(), sign);
        }
        Verb::Approve { approve } => {
            let Approve { by, quorum, not_by, collect, covers, on_refuse, sign } = approve;
            parts.one("approve/by", "who approves", Some(roles(words, by)), by);
            parts.one("approve/quorum", "how many of each role must agree", quorum.map(|it| it.to_string()), quorum);
            not_by_part("approve/not_by", words, not_by, parts);
            parts.one("approve/collect", "what is recorded", fields(words, collect), collect);
            parts.one("approve/covers", "what the approval covers", fields(words, covers), covers);
            let refused = on_refuse.as_ref().map(|it| consequence(words, it));
            parts.one("approve/on_refuse", "what happens if it is refused", refused, on_refuse);
            parts.one("approve/sign", "what the signature means", sign.clone(), sign);
        }
        Verb::Call(call) => {
            let Call { call: action, with, save, once } = call;
            let called = format!("{} of {}", spaced(&action.action), spaced(&action.connector));
            parts.one("call", "the action", Some(called), action);
            formulas(
                words,
                "with",
                "the argument",
                with.iter().map(|(name, it)| (name, Item::new(words.formula(it), it))),
                parts,
            );
            saved(words, save, parts);
            let once_words = once.as_ref().map(|it| format!("for each value of {}", words.formula(it)));
            parts.one("once", "that it is done only once", once_words, once);
        }
        Verb::Agent { agent } => {
            let Agent { goal, tools, limits, returns } = agent;
            parts.one("agent/goal", "the goal", Some(goal.source().to_owned()), goal);
            let may = (!tools.is_empty()).then(|| series(tools.iter().map(tool), "and"));
            parts.one("agent/tools", "what it may use", may, tools);
            let limit = |number: Option<u64>| number.map(|number| number.to_string());
            parts.one("agent/limits/turns", "the most exchanges", limit(limits.turns.map(u64::from)), &limits.turns);
            parts.one("agent/limits/tokens", "the most tokens", limit(limits.tokens), &limits.tokens);
            parts.one("agent/limits/time", "the most time", limits.time.map(duration), &limits.time);
            for (name, given) in returns {
                let path = place("agent/returns").key(name.as_str());
                let called = format!("the answer “{}”", words.name(name));
                parts.add(path, &called, Some(Item::new(field::line(words, given), given)), Weight::Behaviour);
            }
        }
        Verb::Set { set } => formulas(words, "set", "the value of", named(words, set), parts),
        Verb::Decide { decide } => decide_parts(words, decide, parts),
        Verb::Group { group } => {
            let Group { steps: _, until, recheck: _, exceptions: _ } = group;
            parts.one(
                "group/until",
                "the end",
                until.as_ref().map(|it| format!("once {}", words.expression(it))),
                until,
            );
        }
        Verb::Together { together } => {
            let Together { branches, join } = together;
            let join_words = match join {
                Join::All => "all branches must be done",
                Join::Any => "the first branch done ends the others",
            };
            parts.one("together/join", "when it is done", Some(join_words.to_owned()), join);
            for name in branches.keys() {
                let path = place("together/branches").key(name.as_str());
                parts.add(path, "the branch", Some(Item::new(spaced(name), name)), Weight::Behaviour);
            }
        }
        Verb::Repeat { repeat } => {
            let Repeat { steps: _, until, at_most } = repeat;
            parts.one("repeat/until", "the end of the repetition", Some(words.expression(until)), until);
            parts.one("repeat/at_most", "the most passes", Some(at_most.to_string()), at_most);
        }
        Verb::Each { each } => {
            let Each { of, item, steps: _, at_once, gather } = each;
            parts.one("each/of", "the list", Some(words.expression(of)), of);
            parts.one("each/as", "what an item is called", Some(spaced(item)), item);
            parts.one("each/at_once", "how many items at a time", at_once.map(|it| it.to_string()), at_once);
            formulas(words, "each/gather", "the list of", named(words, gather), parts);
        }
        Verb::Wait { wait, save } => {
            let Wait { duration, until, event, when } = wait;
            parts.one("wait/for", "how long", duration.as_ref().map(|it| words.formula(it)), duration);
            parts.one("wait/until", "until when", until.as_ref().map(|it| words.expression(it)), until);
            parts.one("wait/event", "the event", event.as_ref().map(|it| it.to_string()), event);
            parts.one("wait/when", "which event", when.as_ref().map(|it| words.expression(it)), when);
            saved(words, save, parts);
        }
        Verb::Document { document, save } => {
            let Document { template, format, name } = document;
            parts.one("document/template", "the text", Some(template.source().to_owned()), template);
            parts.one("document/format", "the kind of document", Some(format!("{format:?}").to_uppercase()), format);
            parts.one("document/name", "the file’s name", name.as_ref().map(|it| it.source().to_owned()), name);
            saved(words, save, parts);
        }
        Verb::Notify { notify } => {
            let Notify { to, subject, text } = notify;
            let told = match to {
                Recipient::Role(role) => words.the_role_of(role),
                Recipient::Person { person } => words.formula(person),
            };
            parts.one("notify/to", "who is told", Some(told), to);
            parts.one("notify/subject", "the subject", subject.as_ref().map(|it| it.source().to_owned()), subject);
            parts.one("notify/text", "the text", Some(text.source().to_owned()), text);
        }
        Verb::Procedure(inner) => {
            let Subprocedure { procedure, with, save } = inner;
            parts.one("procedure", "the procedure", Some(spaced(procedure)), procedure);
            formulas(words, "with", "the value given for", named(words, with), parts);
            saved(words, save, parts);
        }
        Verb::Raise { raise } => parts.one("raise", "the exception", Some(words.exception(raise)), raise),
        Verb::End { end } => parts.one("end", "the outcome", Some(words.outcome(end)), end),
    }
}

fn not_by_part(path: &str, words: &Words<'_>, not_by: &[crate::document::Barred], parts: &mut Parts) {
    parts.one(path, "who may not do it", (!not_by.is_empty()).then(|| barred(words, not_by)), &not_by);
}

fn tool(tool: &crate::document::Tool) -> String {
    match tool {
        crate::document::Tool::Action(action) => action.to_string(),
        crate::document::Tool::All(connector) => format!("all of {connector}"),
    }
}

/// A case without its steps, for comparing.
#[derive(Serialize)]
struct Ruling<'a> {
    when: Option<&'a crate::expression::Expression>,
    set: &'a IndexMap<Name, Formula>,
    title: Option<&'a str>,
    because: Option<&'a str>,
}

/// The cases of a decision as items, in their order.
pub(super) fn cases(words: &Words<'_>, decide: &Decide) -> Vec<Item> {
    decide
        .cases
        .iter()
        .map(|case| {
            let Case { when, title, because, set, steps: _ } = case;
            let title_words = title.as_ref().map(|title| format!("“{title}”, ")).unwrap_or_default();
            let text = format!("{title_words}if {}{}", words.expression(when), then(words, set));
            let full = Ruling { when: Some(when), set, title: title.as_deref(), because: because.as_deref() };
            let core = Ruling { when: Some(when), set, title: None, because: None };
            Item::with_core(explained(text, because.as_deref()), &full, &core)
        })
        .collect()
}

fn then(words: &Words<'_>, set: &IndexMap<Name, Formula>) -> String {
    if set.is_empty() {
        return String::new();
    }
    let set = set.iter().map(|(name, formula)| format!("{} is {}", words.name(name), words.formula(formula)));
    format!(", then {}", series(set, "and"))
}

fn decide_parts(words: &Words<'_>, decide: &Decide, parts: &mut Parts) {
    parts.many("decide/cases", "case", cases(words, decide), true, Weight::Behaviour);
    if let Some(Table { hit, inputs, results, rules }) = &decide.table {
        parts.one("decide/table/hit", "which rows count", Some(format!("{hit:?}").to_lowercase()), hit);
        let named = series(inputs.iter().map(|input| words.expression(input)), "and");
        parts.one("decide/table/inputs", "what the table looks at", Some(named), inputs);
        parts.one("decide/table/results", "what the table gives", fields(words, results), results);
        let rows = rules.iter().map(|row| row_item(words, row)).collect();
        parts.many("decide/table/rules", "row", rows, false, Weight::Behaviour);
    }
    let item = decide.otherwise.as_ref().map(|otherwise| match otherwise {
        Otherwise::Continue => Item::new("go on", &"continue"),
        Otherwise::Branch { because, set, steps: _ } => {
            let text = format!("the last branch{}", then(words, set));
            let full = Ruling { when: None, set, title: None, because: because.as_deref() };
            let core = Ruling { when: None, set, title: None, because: None };
            Item::with_core(explained(text, because.as_deref()), &full, &core)
        }
    });
    parts.add(place("decide/otherwise"), "what holds otherwise", item, Weight::Behaviour);
}

fn row_item(words: &Words<'_>, row: &Row) -> Item {
    let Row { inputs, results, because } = row;
    let tests: Vec<String> = inputs.iter().map(cell).collect();
    let given: Vec<String> = results.iter().map(|result| words.formula(result)).collect();
    let text = format!("{} → {}", tests.join(" | "), given.join(" | "));
    let sources: Vec<String> = inputs.iter().map(ToString::to_string).collect();
    Item::with_core(explained(text, because.as_deref()), &(&sources, results, because), &(&sources, results))
}

/// Whether two steps do the same kind of work, so that their parts can be compared one by one.
pub(super) fn same_kind(before: &Step, after: &Step) -> bool {
    before.verb.key() == after.verb.key()
}
