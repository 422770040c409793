//! All of a document but its steps: what stands before them, and what stands after.

use super::field;
use super::part::{Item, Parts, Thing, compare};
use super::step::plain;
use super::{Change, Kind, Subject, Weight};
use crate::diagnostic::Path;
use crate::document::{Criterion, Escalation, Example, Exception, Handler, Outcome, Procedure, Role, StepId, Verb};
use crate::render::sideways::{escalation, finish_in_words, severity, success};
use crate::render::words::{self, Words, lowered, raised, sentence, spaced, trigger, value};

/// A thing with a name: what it is about, what it is called, its place, its parts, and itself in one line.
struct Named {
    subject: Subject,
    called: String,
    path: Path,
    parts: Parts,
    line: String,
    weight: Weight,
}

pub(super) fn head(old: &Words<'_>, new: &Words<'_>, changes: &mut Vec<Change>) {
    let root = Path::root();
    let thing = Thing { subject: Subject::Procedure, called: String::new(), before: &root, after: &root };
    compare(&thing, own(old), own(new), changes);
    matched(roles(old), roles(new), changes);
    matched(fields(old, false), fields(new, false), changes);
    matched(fields(old, true), fields(new, true), changes);
    let listed = |words: &Words<'_>| {
        let triggers = words.procedure.triggers.iter().map(|it| Item::new(trigger(words, it), it)).collect();
        list("triggers", "way to start it", triggers, Weight::Behaviour)
    };
    let thing = Thing { subject: Subject::Triggers, called: String::new(), before: &root, after: &root };
    compare(&thing, listed(old), listed(new), changes);
}

pub(super) fn tail(old: &Words<'_>, new: &Words<'_>, changes: &mut Vec<Change>) {
    matched(exceptions(old), exceptions(new), changes);
    let root = Path::root();
    let of = |subject: Subject| Thing { subject, called: String::new(), before: &root, after: &root };
    let rules = |words: &Words<'_>| {
        let items = words.procedure.escalation.iter().map(|rule| {
            let core = Escalation { text: None, ..rule.clone() };
            Item::with_core(escalation(words, rule), rule, &core)
        });
        list("escalation", "rule", items.collect(), Weight::Behaviour)
    };
    compare(&of(Subject::Escalation), rules(old), rules(new), changes);
    let criteria = |words: &Words<'_>| {
        let items = words.procedure.success.iter().map(|criterion| {
            let core = Criterion { because: None, ..criterion.clone() };
            Item::with_core(success(words, criterion), criterion, &core)
        });
        list("success", "criterion", items.collect(), Weight::Behaviour)
    };
    compare(&of(Subject::Success), criteria(old), criteria(new), changes);
    matched(outcomes(old), outcomes(new), changes);
    matched(examples(old), examples(new), changes);
}

fn list(path: &str, noun: &str, items: Vec<Item>, weight: Weight) -> Parts {
    let mut parts = Parts::default();
    parts.many(path, noun, items, true, weight);
    parts
}

/// Things matched by what they are about; of several alike, the first with the first.
fn matched(old: Vec<Named>, new: Vec<Named>, changes: &mut Vec<Change>) {
    let mut old: Vec<Option<Named>> = old.into_iter().map(Some).collect();
    let mut added = Vec::new();
    for is in new {
        let was = old.iter_mut().find(|was| was.as_ref().is_some_and(|was| was.subject == is.subject));
        match was.and_then(Option::take) {
            Some(was) => {
                let thing = Thing { subject: is.subject, called: is.called, before: &was.path, after: &is.path };
                compare(&thing, was.parts, is.parts, changes);
            }
            None => added.push(Change {
                kind: Kind::Added,
                sentence: sentence(&format!("new {}: {}", lowered(&is.called), is.line)),
                subject: is.subject,
                path_before: None,
                path_after: Some(is.path),
                before: None,
                after: Some(is.line),
                weight: is.weight,
            }),
        }
    }
    changes.extend(added);
    changes.extend(old.into_iter().flatten().map(|was| Change {
        kind: Kind::Removed,
        sentence: sentence(&format!("{} is gone; it was: {}", was.called, was.line)),
        subject: was.subject,
        path_before: Some(was.path),
        path_after: None,
        before: Some(was.line),
        after: None,
        weight: was.weight,
    }));
}

fn own(words: &Words<'_>) -> Parts {
    let Procedure {
        procedure,
        id,
        title,
        purpose,
        scope,
        owner,
        readers,
        review,
        calendar,
        due,
        standards,
        tags,
        roles: _,
        settings: _,
        data: _,
        outputs,
        outcomes: _,
        triggers: _,
        steps: _,
        exceptions: _,
        escalation: _,
        success: _,
        examples: _,
    } = words.procedure;
    let mut parts = Parts::default();
    parts.one("procedure", "the version of the format", Some(procedure.to_string()), procedure);
    parts.one("id", "the procedure’s id", Some(id.to_string()), id);
    parts.wording("title", "the title", Some(title.clone()));
    parts.wording("purpose", "the purpose", purpose.clone());
    parts.wording("scope", "the scope", scope.clone());
    parts.one("owner", "the owner", owner.as_ref().map(|owner| words.the_role(owner)), owner);
    parts.one("readers", "who may read it", readers.as_ref().map(|_| words.readers()), readers);
    parts.one("review", "how often it is reviewed", review.map(|review| review.to_string()), review);
    parts.one("calendar", "the working hours", calendar.as_ref().map(words::calendar), calendar);
    parts.one("due", "when a run is due", due.as_ref().map(|due| words::due(words, due, "the start")), due);
    parts.many("standards", "standard", plain(standards), true, Weight::Wording);
    parts.many("tags", "tag", plain(tags), true, Weight::Wording);
    parts.one("outputs", "the result", (!outputs.is_empty()).then(|| words.names(outputs)), outputs);
    parts
}

fn roles(words: &Words<'_>) -> Vec<Named> {
    let named = |(id, role): (&crate::document::RoleId, &Role)| {
        let Role { title, description, training_required } = role;
        let mut parts = Parts::default();
        parts.wording("title", "the title", title.clone());
        parts.wording("description", "what it does", description.clone());
        let training = training_required.then(|| "holders must have acknowledged the current version".to_owned());
        parts.one("training", "the training", training, training_required);
        Named {
            subject: Subject::Role(id.clone()),
            called: format!("Role “{}”", words.role(id)),
            path: Path::root().key("roles").key(id.as_str()),
            parts,
            line: description.clone().unwrap_or_else(|| words.role(id)),
            weight: Weight::Behaviour,
        }
    };
    words.procedure.roles.iter().map(named).collect()
}

fn fields(words: &Words<'_>, settings: bool) -> Vec<Named> {
    let (fields, key, noun) = if settings {
        (&words.procedure.settings, "settings", "Setting")
    } else {
        (&words.procedure.data, "data", "Field")
    };
    let named = fields.iter().map(|(name, given)| Named {
        subject: if settings { Subject::Setting(name.clone()) } else { Subject::Field(name.clone()) },
        called: format!("{noun} “{}”", given.title.clone().unwrap_or_else(|| spaced(name))),
        path: Path::root().key(key).key(name.as_str()),
        parts: field::parts(words, given),
        line: field::line(words, given),
        weight: Weight::Behaviour,
    });
    named.collect()
}

fn outcomes(words: &Words<'_>) -> Vec<Named> {
    let named = |(id, outcome): (&crate::document::OutcomeId, &Outcome)| {
        let Outcome { counts, title } = outcome;
        let mut parts = Parts::default();
        let counted = format!("{counts:?}").to_lowercase();
        parts.one("counts", "what it counts as", Some(counted.clone()), counts);
        parts.wording("title", "the title", title.clone());
        Named {
            subject: Subject::Outcome(id.clone()),
            called: format!("Outcome “{}”", words.outcome(id)),
            path: Path::root().key("outcomes").key(id.as_str()),
            parts,
            line: format!("it counts as {counted}"),
            weight: Weight::Behaviour,
        }
    };
    words.procedure.outcomes.iter().map(named).collect()
}

fn exceptions(words: &Words<'_>) -> Vec<Named> {
    let own = words.procedure.exceptions.iter().enumerate();
    let mut found: Vec<Named> =
        own.map(|(index, given)| exception(words, None, given, Path::root().key("exceptions").index(index))).collect();
    for at in words.procedure.all_steps() {
        if let Verb::Group { group } = &at.step.verb {
            for (index, given) in group.exceptions.iter().enumerate() {
                let path = at.path.key("group").key("exceptions").index(index);
                found.push(exception(words, Some(&at.step.id), given, path));
            }
        }
    }
    found
}

fn exception(words: &Words<'_>, group: Option<&StepId>, given: &Exception, path: Path) -> Named {
    let Exception { id, title, severity: grave, when, then } = given;
    let Handler { steps: _, escalate, finish } = then;
    let mut parts = Parts::default();
    parts.wording("title", "the title", Some(title.clone()));
    parts.one("severity", "the severity", grave.map(|grave| severity(grave).to_owned()), grave);
    parts.one("when", "when it is so", when.as_ref().map(|when| words.expression(when)), when);
    let told = escalate.as_ref().map(|role| words.the_role(role));
    parts.one("then/escalate", "who is told at once", told, escalate);
    parts.one("then", "what follows its handling", Some(finish_in_words(words, finish)), finish);
    Named {
        subject: Subject::Exception { group: group.cloned(), exception: id.clone() },
        called: match group {
            Some(group) => format!("Exception “{title}” of {}", words.step(group)),
            None => format!("Exception “{title}”"),
        },
        path,
        parts,
        line: finish_in_words(words, finish),
        weight: Weight::Behaviour,
    }
}

fn examples(words: &Words<'_>) -> Vec<Named> {
    let named = |(index, example): (usize, &Example)| {
        let Example { name, given, settings, at, answers, expect } = example;
        let pairs = |values: &indexmap::IndexMap<crate::document::Name, crate::value::Value>| {
            let pairs = values.iter().map(|(name, it)| format!("{} is {}", words.name(name), value(it)));
            (!values.is_empty()).then(|| pairs.collect::<Vec<_>>().join(", "))
        };
        let mut parts = Parts::default();
        parts.wording("given", "what is given", pairs(given));
        parts.wording("settings", "the settings", pairs(settings));
        parts.wording("at", "the clock", at.map(|at| at.to_string()));
        let answered = answers.iter().map(|(who, it)| format!("{who}: {}", value(it))).collect::<Vec<_>>().join("; ");
        parts.wording("answers", "what is answered", (!answers.is_empty()).then_some(answered));
        let expected = expectation(words, expect);
        parts.wording("expect", "what must come out", Some(expected.clone()));
        Named {
            subject: Subject::Example(name.clone()),
            called: format!("Example “{}”", raised(name)),
            path: Path::root().key("examples").index(index),
            parts,
            line: expected,
            weight: Weight::Wording,
        }
    };
    words.procedure.examples.iter().enumerate().map(named).collect()
}

/// By its title: its number changes with what stands before it.
fn titled(words: &Words<'_>, id: &crate::document::StepId) -> String {
    words.procedure.step(id.as_str()).map_or_else(|| id.to_string(), |step| format!("“{}”", words.title(step)))
}

fn expectation(words: &Words<'_>, expect: &crate::document::Expectation) -> String {
    let crate::document::Expectation { outcome, path, data, exceptions } = expect;
    let mut found = Vec::new();
    found.extend(outcome.as_ref().map(|outcome| format!("the run ends as “{}”", words.outcome(outcome))));
    if !path.is_empty() {
        let steps: Vec<String> = path.iter().map(|step| titled(words, step)).collect();
        found.push(format!("the steps done are {}", steps.join(", ")));
    }
    found.extend(data.iter().map(|(name, it)| format!("{} is {}", words.name(name), value(it))));
    found.extend(exceptions.iter().map(|exception| format!("{} is raised", words.exception(exception))));
    if found.is_empty() { "nothing in particular".to_owned() } else { found.join(", ") }
}
