//! Tasks: lists of them, and how many there are.
//!
//! What an inbox shows first (somebody's tasks and those of their roles, by due moment) consists of lists that each lie in
//! an index in their order, so that a page costs the same however many tasks wait. Anything else is searched for.

use std::collections::{BTreeMap, BTreeSet};

use engine::port::store::{Page, Paged, StoreError, TaskOrder, TaskQuery, TaskRow, TaskScope};
use interpreter::id::{PersonId, RunId, TaskId};
use procedure::document::RoleId;
use rusqlite::types::Value;
use rusqlite::{Connection, Row, ToSql, params, params_from_iter};

use super::{first, limit, paged, rows};
use crate::error::failed;
use crate::spelling::{json, maybe, moment, plain, text, to_json};

/// Statements that give places, runs and numbers in the order of the places: after ?1, before ?2, at most ?3; of ?4.
const OF_ALL: &str = "SELECT place, run, task FROM task WHERE place > ?1 AND place < ?2 ORDER BY place LIMIT ?3";
const OF_PERSON: &str =
    "SELECT place, run, task FROM task WHERE assignee = ?4 AND place > ?1 AND place < ?2 ORDER BY place LIMIT ?3";
const OF_ROLE: &str = "SELECT place, run, task FROM offer
     WHERE role = ?4 AND free = 1 AND place > ?1 AND place < ?2 ORDER BY place LIMIT ?3";
const OF_PROCEDURE: &str =
    "SELECT place, run, task FROM task WHERE procedure = ?4 AND place > ?1 AND place < ?2 ORDER BY place LIMIT ?3";
// A run has few tasks; the sign keeps the index of all places from being searched for them.
const OF_RUN: &str = "SELECT place, run, task FROM task
     WHERE run = (SELECT key FROM run WHERE id = ?4) AND +place > ?1 AND +place < ?2 ORDER BY +place LIMIT ?3";

/// Behind every place.
const END: &str = "~";

/// A list in its order: the statement, and whose it is.
type List = (&'static str, Option<String>);

/// The places of tasks, and where the tasks are: the key of the run, and the number.
type Places = BTreeMap<String, (i64, u32)>;

pub(crate) fn tasks(connection: &Connection, query: &TaskQuery, page: &Page) -> Result<Paged<TaskRow>, StoreError> {
    let from = match &page.from {
        Some(cursor) => Some(cursor.0.split_once('~').ok_or(StoreError::BadCursor)?),
        None => None,
    };
    match lists(query) {
        Some(lists) => merged(connection, &lists, from.map_or("", |(_, place)| place), &before(query), page),
        None => searched(connection, query, from, page),
    }
}

pub(crate) fn count_tasks(connection: &Connection, query: &TaskQuery, most: u64) -> Result<u64, StoreError> {
    let wanted = i64::try_from(most).unwrap_or(i64::MAX);
    let Some(lists) = lists(query) else {
        let (asked, mut values) = asked(query);
        values.push(Value::Integer(wanted));
        let sql = format!("SELECT COUNT(*) AS count FROM (SELECT 1 FROM task WHERE {asked} LIMIT ?)");
        let counted = first(connection, &sql, params_from_iter(values), |row| plain(row, "count"))?;
        return Ok(counted.unwrap_or(0));
    };
    let mut places = Places::new();
    let before = before(query);
    for list in &lists {
        part(connection, list, "", &before, wanted, &mut places)?;
        if places.len() as u64 >= most {
            return Ok(most);
        }
    }
    Ok(places.len() as u64)
}

/// The lists that together are what the query asks for, where they lie in its order.
fn lists(query: &TaskQuery) -> Option<Vec<List>> {
    let TaskQuery { scope, words, procedure, role, due_before: _, order } = query;
    if *order != TaskOrder::Due || words.iter().next().is_some() || procedure.is_some() || role.is_some() {
        return None;
    }
    let of_roles = |roles: &BTreeSet<RoleId>| roles.iter().map(|role| (OF_ROLE, Some(role.to_string()))).collect();
    Some(match scope {
        TaskScope::All => vec![(OF_ALL, None)],
        TaskScope::Run(run) => vec![(OF_RUN, Some(run.to_string()))],
        TaskScope::Person(person) => vec![(OF_PERSON, Some(person.to_string()))],
        TaskScope::Roles(roles) => of_roles(roles),
        TaskScope::Inbox(person, roles) => {
            let mut lists: Vec<List> = of_roles(roles);
            lists.push((OF_PERSON, Some(person.to_string())));
            lists
        }
        TaskScope::Seen(person, roles, procedures) => {
            let mut lists: Vec<List> = of_roles(roles);
            lists.push((OF_PERSON, Some(person.to_string())));
            lists.extend(procedures.iter().map(|procedure| (OF_PROCEDURE, Some(procedure.to_string()))));
            lists
        }
    })
}

/// The place that the last of the tasks stands before: a place begins with the due moment.
fn before(query: &TaskQuery) -> String {
    query.due_before.map_or_else(|| END.to_owned(), moment)
}

/// Reads a list from a place on.
fn part(
    connection: &Connection,
    (sql, whose): &List,
    after: &str,
    before: &str,
    most: i64,
    places: &mut Places,
) -> Result<(), StoreError> {
    let mut parameters: Vec<&dyn ToSql> = vec![&after, &before, &most];
    parameters.extend(whose.as_ref().map(|whose| whose as &dyn ToSql));
    let found = rows(connection, sql, parameters.as_slice(), |row| {
        Ok((plain::<String>(row, "place")?, (plain(row, "run")?, plain(row, "task")?)))
    })?;
    // Two roles may be offered the same task: it has one place.
    places.extend(found);
    Ok(())
}

fn merged(
    connection: &Connection,
    lists: &[List],
    after: &str,
    before: &str,
    page: &Page,
) -> Result<Paged<TaskRow>, StoreError> {
    // All of it as it was at one moment.
    let _moment = connection.unchecked_transaction().map_err(failed)?;
    let most = page.limit() + 1;
    let mut before = before.to_owned();
    let mut places = Places::new();
    for list in lists {
        part(connection, list, after, &before, limit(page), &mut places)?;
        while places.len() > most {
            places.pop_last();
        }
        // What stands behind a full page is no part of it.
        if places.len() == most
            && let Some((last, _)) = places.last_key_value()
        {
            before.clone_from(last);
        }
    }
    let mut found = Vec::with_capacity(places.len());
    for (place, (run, number)) in places {
        let row = first(
            connection,
            "SELECT run.id AS id, task, task.procedure AS procedure, step, kind, candidates, assignee,
                 task.due AS due, priority, opened_at, title, task.case_name AS case_name
             FROM task JOIN run ON run.key = task.run WHERE task.run = ?1 AND task = ?2",
            params![run, number],
            task,
        )?;
        found.extend(row.map(|row| (format!("~{place}"), row)));
    }
    Ok(paged(page, found))
}

/// What a query asks of a task, as a condition with its values.
fn asked(query: &TaskQuery) -> (String, Vec<Value>) {
    const OFFERED: &str = "assignee IS NULL AND EXISTS (SELECT 1 FROM offer WHERE offer.run = task.run
        AND offer.task = task.task AND role IN (SELECT value FROM json_each(?)))";
    let mut values = Vec::new();
    let text = |text: &str| Value::Text(text.to_owned());
    let whose = match &query.scope {
        TaskScope::All => "TRUE".to_owned(),
        TaskScope::Run(run) => {
            values.push(text(run.as_str()));
            "task.run = (SELECT key FROM run WHERE id = ?)".to_owned()
        }
        TaskScope::Person(person) => {
            values.push(text(person.as_str()));
            "assignee = ?".to_owned()
        }
        TaskScope::Roles(roles) => {
            values.push(Value::Text(to_json(roles)));
            OFFERED.to_owned()
        }
        TaskScope::Inbox(person, roles) => {
            values.extend([text(person.as_str()), Value::Text(to_json(roles))]);
            format!("(assignee = ? OR ({OFFERED}))")
        }
        TaskScope::Seen(person, roles, procedures) => {
            values.extend([Value::Text(to_json(procedures)), text(person.as_str()), Value::Text(to_json(roles))]);
            format!("(task.procedure IN (SELECT value FROM json_each(?)) OR assignee = ? OR ({OFFERED}))")
        }
    };
    let mut wanted = vec![whose];
    let mut with = |condition: &str, value: Option<Value>| {
        if let Some(value) = value {
            wanted.push(condition.to_owned());
            values.push(value);
        }
    };
    with("task.procedure = ?", query.procedure.as_ref().map(|procedure| text(procedure.as_str())));
    with(
        "EXISTS (SELECT 1 FROM offer WHERE offer.run = task.run AND offer.task = task.task AND role = ?)",
        query.role.as_ref().map(|role| text(role.as_str())),
    );
    with("task.due < ?", query.due_before.map(|before| Value::Text(moment(before))));
    for word in query.words.iter() {
        with("instr(task.words, ?) > 0", Some(text(word)));
    }
    (wanted.join(" AND "), values)
}

fn searched(
    connection: &Connection,
    query: &TaskQuery,
    from: Option<(&str, &str)>,
    page: &Page,
) -> Result<Paged<TaskRow>, StoreError> {
    let (wanted, asked) = asked(query);
    // Each order ends with the place, which is a task's own; the cursor is what stands before it, and the place.
    let (key, after, order) = match query.order {
        TaskOrder::Due => ("''", "place > ?2", "place"),
        TaskOrder::Priority => {
            ("(255 - priority)", "(255 - priority, place) > (CAST(?1 AS INTEGER), ?2)", "255 - priority, place")
        }
        TaskOrder::Opened => ("opened_at", "(opened_at, place) < (?1, ?2)", "opened_at DESC, place DESC"),
    };
    let after = if from.is_some() { after } else { "TRUE" };
    let (before, place) = from.unwrap_or_default();
    let mut values = vec![Value::Text(before.to_owned()), Value::Text(place.to_owned())];
    values.extend(asked);
    values.push(Value::Integer(limit(page)));
    let sql = format!(
        "SELECT run.id AS id, task, task.procedure AS procedure, step, kind, candidates, assignee, task.due AS due,
             priority, opened_at, title, task.case_name AS case_name, {key} || '~' || place AS cursor
         FROM task JOIN run ON run.key = task.run
         WHERE ?1 = ?1 AND ?2 = ?2 AND {after} AND {wanted} ORDER BY {order} LIMIT ?"
    );
    let found = rows(connection, &sql, params_from_iter(values), |row| Ok((plain(row, "cursor")?, task(row)?)))?;
    Ok(paged(page, found))
}

fn task(row: &Row<'_>) -> Result<TaskRow, StoreError> {
    Ok(TaskRow {
        run: RunId::new(plain::<String>(row, "id")?),
        task: TaskId(plain(row, "task")?),
        procedure: text(row, "procedure")?,
        step: text(row, "step")?,
        kind: plain(row, "kind")?,
        candidates: json(row, "candidates")?,
        assignee: plain::<Option<String>>(row, "assignee")?.map(PersonId::new),
        due: maybe(row, "due")?,
        priority: plain(row, "priority")?,
        opened_at: text(row, "opened_at")?,
        title: plain(row, "title")?,
        case: plain(row, "case_name")?,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

    use rusqlite::Connection;

    use super::{OF_ALL, OF_PERSON, OF_PROCEDURE, OF_ROLE};
    use crate::migration::migrate;
    use crate::read::run::{OPEN_RUNS_OF, OPEN_VERSIONS};

    #[test]
    fn what_an_inbox_and_an_event_read_lies_in_an_index_and_is_not_sorted() {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate(&mut connection, "memory".as_ref()).unwrap();
        for (sql, index) in [
            (OF_ALL, "task_by_place"),
            (OF_PERSON, "task_by_assignee"),
            (OF_PROCEDURE, "task_by_procedure"),
            (OF_ROLE, "PRIMARY KEY (role=? AND free=? AND place>? AND place<?)"),
            (OPEN_VERSIONS, "run_open_of_version"),
            (OPEN_RUNS_OF, "run_open_of_version (version=?)"),
        ] {
            let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
            for at in 1..=statement.parameter_count() {
                statement.raw_bind_parameter(at, "x").unwrap();
            }
            let mut found = statement.raw_query();
            let mut plan = String::new();
            while let Some(row) = found.next().unwrap() {
                plan += &format!("{}\n", row.get::<_, String>("detail").unwrap());
            }
            assert!(plan.contains(index), "{sql}\n{plan}");
            assert!(!plan.contains("TEMP B-TREE"), "{sql}\n{plan}");
        }
    }
}
