//! `stats`: what is in an event log.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use mining::log::{Log, Variants};
use mining::performance;
use serde_json::{Value as Json, json};

use super::Context;
use crate::event_log::page::{Page, Row};
use crate::event_log::{Source, duration, percent};
use crate::exit::Exit;
use crate::output;

/// Say what is in an event log: cases, events, activities, variants, durations.
#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    source: Source,
    /// The same as a page, in a file to make
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
}

/// So many activities and variants are listed.
const LISTED: usize = 20;

/// One activity: its name, how often it is done, and in how many cases.
struct Activity<'a> {
    name: &'a str,
    times: u64,
    cases: u64,
}

pub fn run(arguments: &Arguments, context: &Context) -> Result<Exit> {
    let named = arguments.source.read()?;
    let log = &named.imported.log;
    let (activities, variants) = (activities(log), Variants::of(log));
    let durations = performance::durations(log);
    let middle = durations.percentiles(&[10.0, 50.0, 90.0]).unwrap_or_default();
    let seconds: Vec<f64> = middle.iter().map(|micros| micros / 1e6).collect();
    let rework = performance::rework(log);
    let way = |variant: &mining::log::Variant| -> Vec<&str> {
        variant.trace.iter().map(|activity| log.name(*activity)).collect()
    };
    let mut summary = vec![format!(
        "{}: {} cases, {} events, {} activities, {} variants",
        named.file(),
        log.len(),
        log.events(),
        activities.len(),
        variants.len()
    )];
    if let [short, median, long] = seconds.as_slice() {
        summary.push(format!(
            "A case takes {} (median); one in ten no more than {}, one in ten more than {}.",
            duration(*median),
            duration(*short),
            duration(*long)
        ));
    }
    summary.push(format!("In {} of the cases something is done again.", share(rework.repeating, log.len() as u64)));
    if let Some(file) = &arguments.html {
        let ways = variants.iter().map(|variant| (way(variant).join(" › "), variant.cases.len() as u64));
        output::to_file_or_stdout(Some(file), &page(named.file(), log.len(), &summary, &activities, ways.collect()))?;
    }
    if context.json {
        let told: Vec<Json> = activities
            .iter()
            .map(|activity| json!({"activity": activity.name, "times": activity.times, "cases": activity.cases}))
            .collect();
        let frequent: Vec<Json> = variants
            .iter()
            .take(LISTED)
            .map(|variant| json!({"cases": variant.cases.len(), "trace": way(variant)}))
            .collect();
        output::json(&json!({
            "import": named.imported.report,
            "cases": log.len(),
            "events": log.events(),
            "activities": told,
            "variants": {"count": variants.len(), "frequent": frequent},
            "durations": {"p10": seconds.first(), "p50": seconds.get(1), "p90": seconds.get(2)},
            "repeating": rework.repeating,
        }))?;
        return Ok(Exit::Done);
    }
    let line = |text: String| output::line(output::plain(&text));
    summary.into_iter().try_for_each(line)?;
    line("\nActivities, by the cases that have them:".to_owned())?;
    for activity in activities.iter().take(LISTED) {
        line(format!("  {:>9}  {:>7}  {}", activity.cases, share(activity.cases, log.len() as u64), activity.name))?;
    }
    more(activities.len())?;
    line("\nVariants, by their cases:".to_owned())?;
    for variant in variants.iter().take(LISTED) {
        let cases = variant.cases.len() as u64;
        line(format!("  {cases:>9}  {:>7}  {}", share(cases, log.len() as u64), shortened(&way(variant))))?;
    }
    more(variants.len())?;
    Ok(Exit::Done)
}

fn page(
    log: &str,
    cases: usize,
    summary: &[String],
    activities: &[Activity<'_>],
    variants: Vec<(String, u64)>,
) -> String {
    let mut page = Page::new(&format!("{log}: what is in it"));
    summary.iter().for_each(|line| page.paragraph(line));
    let row = |title: String, own: u64| Row {
        title,
        notes: Vec::new(),
        figures: vec![own.to_string(), share(own, cases as u64)],
        share: Some(if cases == 0 { 0.0 } else { own as f64 / cases as f64 }),
        is_less: false,
    };
    let mut table = |heading: &str, title: &str, all: usize, rows: Vec<Row>| {
        page.heading(heading);
        page.table(&[title, "Cases", "Share"], &rows);
        if all > LISTED {
            page.note(&format!("and {} more", all - LISTED));
        }
    };
    let told = activities.iter().take(LISTED).map(|activity| row(activity.name.to_owned(), activity.cases));
    table("Activities, by the cases that have them", "Activity", activities.len(), told.collect());
    let all = variants.len();
    let told = variants.into_iter().take(LISTED).map(|(way, cases)| row(way, cases));
    table("Variants, by their cases", "Variant", all, told.collect());
    page.finish()
}

fn more(all: usize) -> Result<()> {
    if all > LISTED { output::line(format_args!("  and {} more", all - LISTED)) } else { Ok(()) }
}

fn share(part: u64, all: u64) -> String {
    percent(if all == 0 { 0.0 } else { part as f64 / all as f64 })
}

fn shortened(way: &[&str]) -> String {
    const MOST: usize = 12;
    let shown = way[..way.len().min(MOST)].join(" > ");
    if way.len() > MOST { format!("{shown} > and {} more", way.len() - MOST) } else { shown }
}

/// The activities, those of most cases first.
fn activities(log: &Log) -> Vec<Activity<'_>> {
    let mut all: Vec<Activity<'_>> =
        log.activities().iter().map(|(_, name)| Activity { name, times: 0, cases: 0 }).collect();
    for case in log.cases() {
        let mut own: Vec<usize> = case.trace().iter().map(|activity| activity.index()).collect();
        own.iter().for_each(|&activity| all[activity].times += 1);
        own.sort_unstable();
        own.dedup();
        own.into_iter().for_each(|activity| all[activity].cases += 1);
    }
    all.sort_by_key(|activity| std::cmp::Reverse(activity.cases));
    all
}
