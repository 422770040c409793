//! What a trigger's expressions see, and the data that they give a run.

use indexmap::IndexMap;
use interpreter::Program;
use jiff::Timestamp;
use procedure::document::Name;
use procedure::expression::{Expression, Failure, Formula, Known, Limits};
use procedure::value::{Value, Values};

/// The names that a trigger's expressions see: `event`, `now`, `settings` as they are by default, and those given.
pub(crate) fn names(
    program: &Program,
    event: Value,
    now: Timestamp,
    given: impl IntoIterator<Item = (String, Value)>,
) -> Values {
    let settings = program.procedure.settings.iter();
    let settings = settings.filter_map(|(name, field)| Some((name.as_str().to_owned(), field.default.clone()?)));
    let mut names: Values = given.into_iter().collect();
    names.insert("event".into(), event);
    names.insert("now".into(), Value::Moment(now));
    names.insert("settings".into(), Value::Object(settings.collect()));
    names
}

fn known<'a>(program: &Program, names: &'a Values) -> Known<'a> {
    Known { values: names, zone: program.calendar.timezone.time_zone().clone() }
}

/// Whether a trigger's `when` holds. Unknown is no.
pub(crate) fn holds(program: &Program, names: &Values, when: Option<&Expression>) -> Result<bool, Failure> {
    match when.map(|when| when.holds(&known(program, names), &Limits::default())) {
        None => Ok(true),
        Some(Err(Failure::Unknown { .. })) => Ok(false),
        Some(judged) => judged,
    }
}

/// A trigger's `key`; none where there is none, or it is unknown.
pub(crate) fn key(program: &Program, names: &Values, key: Option<&Formula>) -> Result<Option<String>, Failure> {
    let Some(key) = key else { return Ok(None) };
    let value = key.evaluate(&known(program, names), &Limits::default())?;
    Ok((!value.is_null()).then(|| value.to_plain().to_string()))
}

/// The data that a trigger's `set` gives; what is unknown is left out.
pub(crate) fn set(program: &Program, names: &Values, set: &IndexMap<Name, Formula>) -> Result<Values, Failure> {
    let known = known(program, names);
    let values =
        set.iter().map(|(name, formula)| Ok((name.as_str().to_owned(), formula.evaluate(&known, &Limits::default())?)));
    let values: Vec<(String, Value)> = values.collect::<Result<_, Failure>>()?;
    Ok(values.into_iter().filter(|(_, value)| !value.is_null()).collect())
}
