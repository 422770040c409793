//! The actions of a table.

use async_trait::async_trait;
use engine::port::{ActionDescription, Connector, Failure, Repeat, Request};
use procedure::diagnostic::did_you_mean;
use procedure::document::Dotted;
use procedure::value::{Value, Values};

use super::{Table, column};

/// Most rows of an answer to a call without `limit`.
const UNLIMITED: usize = 1_000;

/// The argument that bounds an answer; never a filter.
const LIMIT: &str = "limit";

/// The argument that is the key, whatever its column is called.
const KEY: &str = "key";

#[async_trait]
impl Connector for Table {
    fn kind(&self) -> &'static str {
        "table"
    }

    fn actions(&self) -> Vec<ActionDescription> {
        // `key` stands for the key's column, and filters are free: no argument is required, and none is the only one.
        let describe = |action: &str, title: &str| ActionDescription {
            action: dotted(action),
            title: title.into(),
            repeat: Repeat::Safe,
            required: Vec::new(),
            closed: false,
        };
        let mut actions = Vec::new();
        if self.key.is_some() {
            actions.push(describe("get", "Get one row by its key"));
        }
        actions.push(describe("find", "Find rows by equal columns"));
        actions.push(describe("list", "List rows"));
        actions
    }

    async fn call(&self, request: &Request) -> Result<Value, Failure> {
        match request.action.as_str() {
            "get" if self.key.is_some() => self.get(&request.arguments),
            "find" => self.find("find", &request.arguments),
            "list" => match request.arguments.keys().find(|name| *name != LIMIT) {
                Some(name) => Err(self.invalid("list", format!("it takes `limit` alone, not `{name}`; use `find`"))),
                None => self.find("list", &request.arguments),
            },
            other => {
                let known: Vec<String> = self.actions().iter().map(|action| action.action.to_string()).collect();
                Err(crate::scripted::unknown_action(&self.name, other, &known))
            }
        }
    }
}

fn dotted(action: &str) -> Dotted {
    action.parse().expect("names of actions are dotted literals")
}

impl Table {
    fn invalid(&self, action: &str, problem: impl std::fmt::Display) -> Failure {
        Failure::permanent("invalid", format!("{}.{action}: {problem}", self.name))
    }

    fn get(&self, arguments: &Values) -> Result<Value, Failure> {
        let Some(key) = &self.key else { return Err(self.invalid("get", "the table has no key")) };
        let column = self.columns[key.column].name.as_str();
        let mut given = arguments.iter();
        let value = match (given.next(), given.next()) {
            (Some((name, value)), None) if name == column || name == KEY => value,
            _ => return Err(self.invalid("get", format!("it takes exactly one argument, `{column}` (or `key`)"))),
        };
        let text = self.key_text("get", key.column, value)?;
        match key.rows.get(&text) {
            Some(row) => Ok(self.object(*row)),
            None => {
                let message = format!("{}.get: no row has this `{column}`", self.name);
                Err(Failure::permanent("not-found", message))
            }
        }
    }

    /// The text under which the index knows this value.
    fn key_text(&self, action: &str, column: usize, value: &Value) -> Result<String, Failure> {
        // Most keys are texts already.
        let read = self.argument(action, column, value)?;
        column::text(&read)
            .ok_or_else(|| self.invalid(action, format!("`{}` is no single value", self.columns[column].name)))
    }

    /// The argument as the column's type. What is of another type equals no cell, but is a mistake worth telling.
    fn argument(&self, action: &str, index: usize, value: &Value) -> Result<Value, Failure> {
        let column = &self.columns[index];
        if value.is_null() {
            return Err(self.invalid(action, format!("`{}` is unknown", column.name)));
        }
        let Some(kind) = column.kind else { return Ok(value.clone()) };
        kind.read(value).ok_or_else(|| {
            let problem = format!("`{}` must be {}, found {}", column.name, kind.noun(), value.kind());
            self.invalid(action, problem)
        })
    }

    fn find(&self, action: &str, arguments: &Values) -> Result<Value, Failure> {
        let limit = self.limit(action, arguments)?;
        let mut filters = Vec::new();
        for (name, value) in arguments.iter().filter(|(name, _)| *name != LIMIT) {
            let Some(index) = self.column(name) else {
                let hint = did_you_mean(name, self.columns.iter().map(|column| column.name.as_str()));
                let problem = format!("there is no column `{name}`; {}", hint.unwrap_or_default());
                return Err(self.invalid(action, problem.trim_end_matches("; ")));
            };
            filters.push((index, self.argument(action, index, value)?));
        }
        let matches = |row: &usize| filters.iter().all(|(index, value)| self.rows[*row][*index] == *value);
        let wanted = limit.unwrap_or(UNLIMITED.min(self.most));
        let by_key = self.key.as_ref().and_then(|key| {
            let (_, value) = filters.iter().find(|(index, _)| *index == key.column)?;
            Some(column::text(value).and_then(|text| key.rows.get(&text).copied()))
        });
        let mut found: Vec<usize> = match by_key {
            Some(row) => row.into_iter().filter(matches).collect(),
            None => (0..self.rows.len()).filter(matches).take(wanted + 1).collect(),
        };
        if limit.is_none() && found.len() > wanted {
            let problem = format!("more than {wanted} rows match; narrow them, or give `limit`");
            return Err(self.invalid(action, problem));
        }
        found.truncate(wanted);
        Ok(Value::List(found.into_iter().map(|row| self.object(row)).collect()))
    }

    fn limit(&self, action: &str, arguments: &Values) -> Result<Option<usize>, Failure> {
        let Some(value) = arguments.get(LIMIT) else { return Ok(None) };
        let number = match value {
            Value::Number(number) if number.is_integer() => usize::try_from(number.normalize()).ok(),
            Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::Text(_)
            | Value::Date(_)
            | Value::Moment(_)
            | Value::Duration(_)
            | Value::File(_)
            | Value::List(_)
            | Value::Object(_) => None,
        };
        match number.filter(|number| (1..=self.most).contains(number)) {
            Some(number) => Ok(Some(number)),
            None => Err(self.invalid(action, format!("`limit` must be a whole number from 1 to {}", self.most))),
        }
    }
}
