//! The document around the steps: roles, data, purpose and scope, exceptions, examples; checked before it is given out.

use procedure::document::Procedure;
use procedure::read::Spelling;
use serde_json::{Map, Value as Json, json};

use super::conditions::{self, Conditions};
use super::rare::Rare;
use super::roles::Roles;
use super::steps::{self, Shared, Source};
use super::written::{Work, Written};
use super::{Options, Part, Refused, evidence, examples, naming, span};
use crate::align::Fitness;
use crate::decide;
use crate::log::{self, Activity, Log, Moment};

/// What the handlers of a document share.
struct Common<'a> {
    roles: &'a Roles,
    ids: naming::Unique,
    shared: &'a mut Shared,
    /// When a run is due.
    due: Option<span::Agreed>,
}

/// What a document is written from.
pub(super) struct Document<'a> {
    pub log: &'a Log,
    pub options: &'a Options,
    pub main: &'a Part,
    pub exceptions: &'a [Rare],
    /// What each exception does.
    pub sideways: &'a [Part],
    pub fitness: &'a Fitness,
}

/// How much is made of mined rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Ruled {
    /// What they read is collected by the step that the log has it from.
    Collected,
    /// What they read is asked at the start.
    Asked,
    Never,
}

impl Document<'_> {
    /// The document, and how many rules it has. Rules that read what is not known where they are needed would be an error:
    /// they are then asked for earlier, or left out.
    pub(super) fn valid(&self) -> Result<(Procedure, usize), Refused> {
        let mut found = String::new();
        for ruled in [Ruled::Collected, Ruled::Asked, Ruled::Never] {
            if ruled != Ruled::Never && self.options.rules.is_none() {
                continue;
            }
            let (json, rules) = self.json(ruled);
            let reading = procedure::read::read(&json.to_string(), Spelling::Json, &());
            let mut wrong: Vec<_> = reading.diagnostics.into_iter().filter(|found| found.is_error()).collect();
            if let Some(procedure) = reading.procedure {
                let checked = procedure::check::check(&procedure, &procedure::check::Context::default());
                wrong.extend(checked.into_iter().filter(|found| found.is_error()));
                if wrong.is_empty() {
                    return Ok((procedure, rules));
                }
            }
            found =
                wrong.iter().map(|found| format!("{}: {}", found.path, found.message)).collect::<Vec<_>>().join("; ");
        }
        Err(Refused::Invalid(found))
    }

    fn json(&self, ruled: Ruled) -> (Json, usize) {
        let roles = Roles::of(self.log, self.options.guard);
        let mut shared = Shared::default();
        let conditions = self.conditions(ruled, &mut shared);
        let source = Source {
            log: &self.main.log,
            tree: &self.main.tree,
            evidence: &self.main.evidence,
            waits: evidence::waits(&self.main.log, &self.main.tree, &self.main.evidence),
            whole: self.log,
            roles: &roles,
            conditions,
            among: "",
        };
        let mut main = steps::write(&source, &mut shared);
        let rules = main.ruled.len();
        let due = self.due(&main);
        let mut common = Common { roles: &roles, ids: naming::Unique::default(), shared: &mut shared, due };
        // Names that the engine and connectors raise by.
        ENGINE.iter().for_each(|known| drop(common.ids.id(known, "exception")));
        let handlers: Vec<Json> = self
            .exceptions
            .iter()
            .zip(self.sideways)
            .map(|(rare, part)| self.handler(rare, part, &mut common))
            .collect();
        if ruled == Ruled::Collected {
            self.collect(&mut main, &shared);
        }
        for key in &shared.read {
            if let Some(field) = conditions::field(self.log, key) {
                shared.data.insert(decide::field(key), field);
            }
        }
        (self.assemble(&main, &shared, &roles, handlers), rules)
    }

    fn conditions(&self, ruled: Ruled, shared: &mut Shared) -> Conditions {
        let Some(settings) = self.options.rules.filter(|_| ruled != Ruled::Never) else { return Conditions::default() };
        let Part { log, tree, evidence } = self.main;
        let found = Conditions::of(log, tree, evidence, settings);
        let keys = found.all_keys();
        if keys.iter().all(|key| shared.names.take(&decide::field(key))) { found } else { Conditions::default() }
    }

    fn handler(&self, rare: &Rare, part: &Part, common: &mut Common<'_>) -> Json {
        let source = Source {
            log: &part.log,
            tree: &part.tree,
            evidence: &part.evidence,
            waits: evidence::waits(&part.log, &part.tree, &part.evidence),
            whole: self.log,
            roles: common.roles,
            conditions: Conditions::default(),
            among: "in which this came up",
        };
        let mut written = steps::write(&source, common.shared);
        written.cap_due(common.due);
        written.note_first(self.came_up(rare));
        // Work that takes the place of a step ends it; other work is done besides.
        let resume = if rare.instead_of.is_some() { "continue" } else { "retry" };
        json!({
            "id": common.ids.id(&rare.title, "exception"),
            "title": naming::title(&rare.title),
            "severity": "minor",
            "then": {"steps": written.json(&written.order), "resume": resume},
        })
    }

    /// How often something rare came up, where, and what else happened then.
    fn came_up(&self, rare: &Rare) -> String {
        let name = |activity: Activity| naming::title(self.log.name(activity));
        let mut note = format!("Came up in {}", naming::share(rare.cases, self.log.len() as u64));
        if let Some((activity, cases)) = rare.after {
            note.push_str(&format!(", most often after {} ({})", name(activity), naming::counted(cases)));
        }
        note.push('.');
        if let Some(other) = rare.instead_of {
            note.push_str(&format!(" It takes the place of {}: raise it there.", name(other)));
        }
        if !rare.seldom.is_empty() {
            let told =
                |(activity, cases): &(Activity, u64)| format!("{} ({})", name(*activity), naming::counted(*cases));
            let titles: Vec<String> = rare.seldom.iter().map(told).collect();
            note.push_str(&format!(" Now and then also: {}.", naming::listed(&titles, 5)));
        }
        note
    }

    /// Has what rules read collected by the work that the log has it from.
    fn collect(&self, written: &mut Written, shared: &Shared) {
        for key in &shared.read {
            let Some(column) = self.main.log.event_columns().get(key) else { continue };
            let mut given = vec![(0u64, 0u64); self.main.log.activities().len()];
            for event in self.main.log.cases().flat_map(|case| case.events()) {
                let (with, all) = &mut given[event.activity().index()];
                *all += 1;
                *with += u64::from(column.get(event.index).is_some());
            }
            for step in &mut written.steps {
                if let Work::Person { collect, activity: Some(activity), .. } = &mut step.work {
                    let (with, all) = given[activity.index()];
                    if with * 2 > all {
                        collect.push(decide::field(key));
                    }
                }
            }
        }
    }

    fn assemble(&self, main: &Written, shared: &Shared, roles: &Roles, handlers: Vec<Json>) -> Json {
        let title = naming::title(&self.options.title);
        let id = self.options.id.clone().unwrap_or_else(|| naming::slug(&title, "procedure"));
        let mut named = Map::new();
        named.insert(
            "process-owner".into(),
            json!({"title": "Process owner", "description": "Answers for this procedure, and corrects this draft."}),
        );
        let text = json!([main.json(&main.order), handlers]).to_string();
        for role in &roles.roles {
            if text.contains(&format!("\"role\":\"{}\"", role.id)) {
                named.insert(role.id.clone(), json!({"title": role.title, "description": role.description}));
            }
        }
        let mut document = json!({
            "procedure": 1,
            "id": id,
            "title": title,
            "purpose": self.purpose(),
            "scope": self.scope(),
            "owner": "process-owner",
            "review": "every 90 days",
            "tags": ["drafted-from-a-log"],
        });
        if let Some(due) = self.due(main) {
            document["due"] = json!(due.text);
        }
        document["roles"] = Json::Object(named);
        if !shared.data.is_empty() {
            document["data"] = Json::Object(shared.data.clone());
        }
        document["triggers"] = json!([{"manual": {"roles": [main.first_role().unwrap_or("process-owner")]}}]);
        document["steps"] = main.json(&main.order);
        if !handlers.is_empty() {
            document["exceptions"] = Json::Array(handlers);
        }
        if let Some(last) = main.last_certain() {
            let that = format!("steps.{}.outcome == 'completed'", last.id.replace('-', "_"));
            document["success"] =
                json!([{"that": that, "because": format!("No run is whole without it: {}.", last.title)}]);
        }
        let examples = examples::examples(&self.main.tree, &self.main.evidence, main, &shared.data);
        if examples.as_array().is_some_and(|examples| !examples.is_empty()) {
            document["examples"] = examples;
        }
        document
    }

    fn purpose(&self) -> String {
        let times = self.log.cases().flat_map(|case| case.events()).filter_map(|event| event.time());
        let (first, last) = times.fold((None, None), |(first, last): (Option<Moment>, Option<Moment>), time| {
            (Some(first.map_or(time, |first| first.min(time))), Some(last.map_or(time, |last| last.max(time))))
        });
        let day = |moment: Moment| {
            jiff::Timestamp::from_microsecond(moment.0)
                .map_or_else(|_| "?".to_owned(), |time| time.strftime("%Y-%m-%d").to_string())
        };
        let when = match (first, last) {
            (Some(first), Some(last)) => format!(", {} to {}", day(first), day(last)),
            _ => String::new(),
        };
        format!(
            "A draft of how this work is done, written from {} and {} events of a log{when}. Whoever answers for the work reads and corrects it before anybody works by it.",
            naming::cases(self.log.len() as u64),
            naming::counted(self.log.events() as u64),
        )
    }

    fn scope(&self) -> String {
        let rest = match self.exceptions.len() {
            0 => String::new(),
            1 => " What is rarer is an exception below.".to_owned(),
            several => format!(" What is rarer is in the {several} exceptions below."),
        };
        format!(
            "The steps are what most cases do: {} of the cases went exactly so, and {} of all that was done and should have been agrees with them.{rest} The numbers in the instructions say how many cases each part rests on.",
            naming::percent(self.fitness.fitting, 1.0),
            naming::percent(self.fitness.log, 1.0),
        )
    }

    /// What nine cases in ten keep, and no less than any step has.
    fn due(&self, main: &Written) -> Option<span::Agreed> {
        let lasts = |case: log::Case<'_>| {
            let mut times = case.events().filter_map(|event| event.time());
            let first = times.next()?;
            Some(times.next_back().unwrap_or(first).0 - first.0)
        };
        let mut lengths: Vec<i64> = self.log.cases().filter_map(lasts).collect();
        let own = span::percentile(&mut lengths, 0.9).and_then(span::agreed)?;
        Some(main.longest_due().map_or(own, |longest| longest.max(own)))
    }
}

/// The exceptions that have a meaning of their own.
const ENGINE: [&str; 14] = [
    "approval-void",
    "bad-data",
    "check-failed",
    "failure",
    "in-doubt",
    "invalid",
    "missing-data",
    "no-case",
    "nobody-left",
    "not-found",
    "refused",
    "timeout",
    "too-many-passes",
    "unforeseen",
];
