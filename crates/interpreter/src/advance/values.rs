//! Values: computing, typing and asking for them.

use indexmap::IndexMap;
use procedure::document::{Field, Name, RoleId};
use procedure::expression::{Expression, Failure, Formula, Limits};
use procedure::template::Template;
use procedure::value::{Value, Values};

use super::raise::{engine_exception, raise};
use crate::decide::Decision;
use crate::event::{TaskOpened, ValuesSet};
use crate::id::ActivationId;
use crate::names::Names;
use crate::sight::Sight;
use crate::state::TaskKind;

/// How much one evaluation may do.
pub(crate) const LIMITS: Limits = Limits { work: 100_000, text: 65_536 };

/// `set:` computes from the values before the step.
pub(super) fn set(run: &mut Decision<'_>, id: ActivationId, formulas: &IndexMap<Name, Formula>) {
    let computed = compute(&run.names(id), formulas);
    let typed = computed.map_err(Trouble::Failure).and_then(|values| typed(run, values));
    match typed {
        Ok(values) => run.emit(ValuesSet { activation: id, values }),
        Err(trouble) => raise_trouble(run, id, "set", trouble),
    }
}

/// The values of formulas, all from the same names. What is unknown is null.
pub(crate) fn compute(names: &Names<'_>, formulas: &IndexMap<Name, Formula>) -> Result<Values, Failure> {
    formulas.iter().map(|(name, formula)| Ok((name.as_str().to_owned(), formula.evaluate(names, &LIMITS)?))).collect()
}

/// Why values cannot be kept.
#[derive(Debug, Clone)]
pub(crate) enum Trouble {
    Failure(Failure),
    /// A type forbids that it is unknown.
    Missing(String),
    /// The type refuses it.
    Refused(Vec<String>),
}

impl Trouble {
    /// What is wrong, in words.
    pub fn words(self) -> Vec<String> {
        match self {
            Trouble::Failure(failure) => vec![failure.to_string()],
            Trouble::Missing(name) => vec![format!("`{name}` is wanted")],
            Trouble::Refused(messages) => messages,
        }
    }
}

/// Makes of values what their declared fields say.
pub(crate) fn typed(run: &Decision<'_>, values: Values) -> Result<Values, Trouble> {
    let mut kept = Values::new();
    let mut refused = Vec::new();
    for (name, value) in values {
        let Some(field) = run.program.procedure.data.get(name.as_str()) else {
            kept.insert(name, value);
            continue;
        };
        if value.is_null() {
            if !field.optional {
                return Err(Trouble::Missing(name));
            }
            kept.insert(name, value);
            continue;
        }
        if let Some(at) = first_unknown(field, &value) {
            return Err(Trouble::Missing(format!("{name}[{at}]")));
        }
        match accept(&name, field, value) {
            Ok(value) => {
                kept.insert(name, value);
            }
            Err(messages) => refused.extend(messages),
        }
    }
    if refused.is_empty() { Ok(kept) } else { Err(Trouble::Refused(refused)) }
}

/// The first item of a list that has no value where its type wants one.
fn first_unknown(field: &Field, value: &Value) -> Option<usize> {
    match (value, &field.items) {
        (Value::List(items), Some(item)) if !item.optional => items.iter().position(Value::is_null),
        _ => None,
    }
}

/// One value as its field has it, or what is wrong with it, in words that name it.
pub(crate) fn accept(name: &str, field: &Field, value: Value) -> Result<Value, Vec<String>> {
    field.accept(value).map_err(|violations| {
        violations.into_iter().map(|violation| format!("`{name}{}`: {}", violation.path, violation.message)).collect()
    })
}

/// Raises what keeps a machine's values from being kept.
pub(crate) fn raise_trouble(run: &mut Decision<'_>, id: ActivationId, what: &str, trouble: Trouble) {
    match trouble {
        Trouble::Failure(failure) => raise_failure(run, id, what, &failure),
        Trouble::Missing(name) => {
            let message = format!("`{what}` gives `{name}` no value, and its type wants one");
            raise(run, id, engine_exception("missing-data"), message, None, Value::from(name));
        }
        Trouble::Refused(messages) => {
            let message = format!("`{what}` gives values that their types refuse: {}", messages.join("; "));
            raise(run, id, engine_exception("bad-data"), message, None, Value::Null);
        }
    }
}

/// Raises what an expression's failure is: `missing-data` or `bad-data`.
pub(super) fn raise_failure(run: &mut Decision<'_>, id: ActivationId, what: &str, failure: &Failure) {
    let (exception, detail) = match failure {
        Failure::Unknown { name } => ("missing-data", Value::from(name.as_str())),
        Failure::BadData { .. } | Failure::TooCostly => ("bad-data", Value::Null),
    };
    raise(run, id, engine_exception(exception), format!("`{what}`: {failure}"), None, detail);
}

/// The value of what `if`, `when`, `that` or a table's input asks.
///
/// An unknown one asks the step's role for a declared field and raises `missing-data` for anything else; the
/// expression is judged again when the answer is there.
pub(super) fn ask_or<T>(run: &mut Decision<'_>, id: ActivationId, what: &str, result: Result<T, Failure>) -> Option<T> {
    let failure = match result {
        Ok(value) => return Some(value),
        Err(failure) => failure,
    };
    match failure.unknown_root().and_then(|root| askable(run, id, root)) {
        Some(field) => ask(run, id, field),
        None => raise_failure(run, id, what, &failure),
    }
    None
}

/// The declared field of this name, while it has no value that could be wrong in a part.
fn askable(run: &Decision<'_>, id: ActivationId, name: &str) -> Option<Name> {
    let (declared, _) = run.program.procedure.data.get_key_value(name)?;
    use procedure::expression::Scope as _;
    let known = run.names(id).get(name).is_some_and(|value| !value.is_null());
    (!known).then(|| declared.clone())
}

fn ask(run: &mut Decision<'_>, id: ActivationId, field: Name) {
    let candidates = role_of_step(run, id);
    let due = run.activation(id).due;
    let task = run.next_task();
    let kind = TaskKind::Supply { fields: vec![field] };
    run.emit(TaskOpened { task, activation: id, kind, candidates, assignee: None, due, returned: Vec::new() });
}

/// The step's role, else the owner.
pub(crate) fn role_of_step(run: &Decision<'_>, id: ActivationId) -> Vec<RoleId> {
    let step = run.step_of(id);
    let own = match step.verb.doers() {
        [] => step.autonomy.as_ref().and_then(|autonomy| autonomy.role.clone()),
        [first, ..] => super::person::role(run, id, first),
    };
    own.or_else(|| run.program.procedure.owner.clone()).into_iter().collect()
}

/// Why a condition does not hold: the comparison that decided, such as `amount 620 EUR > 500 EUR`.
pub(super) fn reasons(run: &Decision<'_>, id: ActivationId, condition: &Expression) -> String {
    let sight = Sight::whole(run.program, false);
    let told = condition.decided(&run.names(id), &LIMITS, &sight).map(|(_, told)| told.join(" and "));
    told.filter(|told| !told.is_empty()).unwrap_or_else(|| format!("`{condition}` does not hold"))
}

/// A text that leaves the run, with its holes filled and what is sensitive masked.
pub(super) fn render(
    run: &Decision<'_>,
    id: impl Into<Option<ActivationId>>,
    template: &Template,
) -> Result<String, Failure> {
    let sensitive = |path: &str| run.program.mask.hides(path);
    Ok(template.render_masked(&run.names(id), &LIMITS, &sensitive)?.text)
}

/// A value as a sentence shows it.
pub(crate) fn in_words(value: &Value, zone: &jiff::tz::TimeZone) -> String {
    procedure::expression::written::written(value, zone).unwrap_or_else(|| value.to_plain().to_string())
}
