//! The real server under 200 people, and in front of a full inbox.

use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

use super::Options;
use super::binary::Binary;
use super::subject::Subject;
use super::table::{Row, Samples};

/// What the server came to, each time it was measured.
#[derive(Default)]
pub struct Served {
    tasks: Samples,
    calls: Samples,
    /// Of hundred tasks that somebody opened or claimed, those that somebody else was quicker with.
    beaten: Samples,
    peak: Samples,
    load: Samples,
    /// By what was asked for, as [`ASKED`] has it: the median and the 99th percentile.
    times: Vec<(Samples, Samples)>,
}

/// The lines of `http`, and what they are in the table.
const ASKED: [(&str, &str); 10] = [
    ("inbox-page", "HTTP, 200 at work: a page of the inbox (50 rows), ms"),
    ("task", "HTTP, 200 at work: a task with its form, ms"),
    ("claim", "HTTP, 200 at work: claim, ms"),
    ("complete", "HTTP, 200 at work: complete, ms"),
    ("page-roles", "HTTP, full inbox: first page, 20 roles, ms"),
    ("page-roles-coldest", "HTTP, full inbox: the same when first asked for, ms"),
    ("page-all", "HTTP, full inbox: first page, everybody's, ms"),
    ("page-all-coldest", "HTTP, full inbox: the same when first asked for, ms"),
    ("counts", "HTTP, full inbox: the counts, ms"),
    ("counts-coldest", "HTTP, full inbox: the same when first asked for, ms"),
];

impl Served {
    /// Fills a data file, serves it, and lets people work.
    pub fn measure(&mut self, binary: &Binary, ours: &Subject, folder: &Path, options: &Options) -> Result<()> {
        let plan = |runs: usize| {
            let (runs, people) = (runs.to_string(), options.people.to_string());
            let store = folder.to_string_lossy().into_owned();
            ["--runs".into(), runs, "--in-flight".into(), people, "--store".into(), store].to_vec()
        };
        ours.lines("crowd", &plan(options.open))?;
        let server = binary.serve(folder)?;
        let mut arguments = plan(options.tasks);
        arguments.push(server.address.clone());
        let lines = ours.lines("http", &arguments)?;
        let figure = |subject: &str, name: &str| -> Result<f64> {
            let line = lines.iter().find(|line| line["subject"] == subject);
            line.and_then(|line| line[name].as_f64()).with_context(|| format!("`{subject}` has no `{name}`"))
        };
        self.tasks.push(figure("tasks", "per_second")?);
        self.calls.push(figure("tasks", "calls_per_second")?);
        self.beaten.push(100.0 * figure("tasks", "beaten")? / figure("task", "runs")?);
        self.load.push(figure("first-load", "kilobytes")?);
        self.peak.push(server.peak().context("this system has no /proc, so a program's memory cannot be read")?);
        self.times.resize(ASKED.len(), Default::default());
        for ((median, late), (subject, _)) in self.times.iter_mut().zip(ASKED) {
            median.push(figure(subject, "median_ms")?);
            late.push(figure(subject, "p99_ms")?);
        }
        for line in &lines {
            println!("       {}", said(line));
        }
        Ok(())
    }

    pub fn rows(&self, options: &Options) -> Vec<Row> {
        let people = format!("{} people, {} open tasks", options.people, options.open);
        let mut rows = vec![
            Row::new("HTTP: tasks done a second", &self.tasks, "").note(people),
            Row::new("HTTP: calls a second", &self.calls, ""),
            Row::new("HTTP: of 100 tasks opened, somebody else was quicker with", &self.beaten, ""),
            Row::new("HTTP: peak memory of the server, MB", &self.peak, ""),
        ];
        for ((median, late), (subject, what)) in self.times.iter().zip(ASKED) {
            let aim = if subject.starts_with("page-") { "50" } else { "" };
            rows.push(Row::new(what, median, aim));
            if !subject.ends_with("-coldest") {
                rows.push(Row::new("– its 99th percentile, ms", late, aim));
            }
        }
        rows.push(Row::new("First load of the inbox in a browser, kB compressed, without fonts", &self.load, ""));
        rows
    }
}

/// A line as it goes by.
fn said(line: &Value) -> String {
    let figures = line.as_object().into_iter().flatten().filter(|(name, _)| *name != "subject");
    let figures: Vec<String> = figures.map(|(name, value)| format!("{name} {value}")).collect();
    format!("{}: {}", line["subject"].as_str().unwrap_or_default(), figures.join(", "))
}
