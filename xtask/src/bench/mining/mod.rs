//! Event logs: read, discovered and aligned by us, by the `process_mining` library, by Ebi and by pm4py, in turns.
//!
//! A subject does one thing with one log and ends, so that its peak memory is that of this thing; it gives up after a
//! limit and says how far it came. pm4py (AGPL) is an oracle outside: a script is run by a Python that has it, where one
//! is named.

mod growth;
mod told;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;
use serde_json::Value;

use super::subject::{self, Subject};
use super::table::Samples;
use crate::process;

/// What is measured of event logs.
#[derive(Args)]
pub struct Wanted {
    /// Measure only how event logs are read, discovered and aligned
    #[arg(long)]
    pub only_mining: bool,
    /// A folder with event logs as XES; they are no part of the project
    #[arg(long)]
    logs: Option<PathBuf>,
    /// A Python that has pm4py 2.7.23
    #[arg(long, env = "UNDERSTUDY_PM4PY")]
    python: Option<PathBuf>,
    /// Seconds that a stage may take
    #[arg(long, default_value_t = 30.0)]
    limit: f64,
    /// How often each stage is measured that takes less than two seconds
    #[arg(long, default_value_t = 5)]
    turns: usize,
    /// Measure as well how time and memory grow with a log of up to 28 million events, and draw it
    #[arg(long)]
    growth: bool,
}

/// The logs that are looked for.
const LOGS: [&str; 6] = [
    "running-example.xes",
    "receipt.xes.gz",
    "Sepsis.xes.gz",
    "BPIC12.xes.gz",
    "RTFMP.xes.gz",
    "bpic2019_1t_per_variant.xes.gz",
];

/// The log that is repeated.
const GROWN: &str = "RTFMP.xes.gz";

/// What is measured, with the word of the subjects for it.
const STAGES: [(&str, &str); 6] = [
    ("parse-needed", "read, needed columns"),
    ("parse-all", "read, all attributes"),
    ("graph", "log → graph"),
    ("imf", "IMf, noise 0.2"),
    ("align", "alignments of all variants"),
    ("precision", "precision (ETC)"),
];

/// Those who are measured, with the stages that they have.
const SUBJECTS: [(&str, &[&str]); 4] = [
    ("ours", &["parse-needed", "parse-all", "graph", "imf", "align", "precision"]),
    ("process_mining", &["parse-needed", "parse-all", "graph", "align"]),
    ("ebi", &["parse-all", "graph", "imf", "align", "precision"]),
    ("pm4py", &["parse-all", "graph", "imf", "align", "precision"]),
];

/// What takes longer than this is measured once.
const LONG: f64 = 2.0;

/// What a subject came to in a stage.
#[derive(Default)]
struct Measured {
    seconds: Samples,
    /// The last line that it printed; none where it failed.
    line: Option<Value>,
}

impl Measured {
    fn figure(&self, name: &str) -> Option<f64> {
        self.line.as_ref()?[name].as_f64()
    }

    fn stopped(&self) -> Option<&str> {
        self.line.as_ref()?["stopped"].as_str()
    }

    fn is_long(&self) -> bool {
        self.line.is_none() || self.stopped().is_some() || self.seconds.median().is_some_and(|median| median > LONG)
    }
}

/// How well a tree does: fitness and precision.
type Quality = (Option<f64>, Option<f64>);

/// All of one log.
struct Log {
    name: &'static str,
    /// By stage and subject.
    measured: BTreeMap<(&'static str, &'static str), Measured>,
    /// By subject: the cost of each variant that it solved.
    costs: BTreeMap<&'static str, BTreeMap<String, String>>,
    /// Our figures for the tree that we discover, and for pm4py's.
    quality: Quality,
    quality_of_pm4py: Quality,
}

/// Builds the subjects, measures them and prints the tables.
///
/// # Errors
/// When something cannot be built, or our own program fails.
pub fn run(root: &Path, scratch: &Path, options: &Wanted, peers: bool) -> Result<()> {
    let near = ["../shared/cases/event-logs", "../../shared/cases/event-logs"].map(|path| root.join(path));
    let folder = match &options.logs {
        Some(folder) => folder.clone(),
        None => near.into_iter().find(|folder| folder.is_dir()).context(
            "event logs were to be measured, and none are beside the project: name a folder that has them with --logs",
        )?,
    };
    let mining = Subject::build(root, "mining")?;
    let ebi = if peers { Some(Subject::build(root, "ebi")?) } else { None };
    let bench = Bench { root, scratch, options, mining, ebi, peers };
    let mut logs = Vec::new();
    for name in LOGS {
        let path = folder.join(name);
        if !path.is_file() {
            println!("       {name} is not in {} and is left out", folder.display());
            continue;
        }
        println!("== {name}");
        logs.push(bench.log(name, &path)?);
    }
    println!("\n{}", told::tables(&logs, options));
    let grown = folder.join(GROWN);
    if options.growth && grown.is_file() {
        println!("{}", growth::run(root, &bench.mining, &grown)?);
    }
    Ok(())
}

struct Bench<'a> {
    root: &'a Path,
    scratch: &'a Path,
    options: &'a Wanted,
    mining: Subject,
    ebi: Option<Subject>,
    peers: bool,
}

impl Bench<'_> {
    fn log(&self, name: &'static str, path: &Path) -> Result<Log> {
        let tree = self.file(name, "tree");
        // The tree that everybody aligns the log with.
        self.ask("ours", "imf", path, &tree, None)?;
        let mut log = Log {
            name,
            measured: BTreeMap::new(),
            costs: BTreeMap::new(),
            quality: (None, None),
            quality_of_pm4py: (None, None),
        };
        for turn in 0..self.options.turns.max(1) {
            for (stage, _) in STAGES {
                for (subject, stages) in SUBJECTS {
                    let here = subject == "ours" || (self.peers && subject != "pm4py");
                    let known = log.measured.get(&(stage, subject));
                    if !here || !stages.contains(&stage) || (turn > 0 && known.is_some_and(Measured::is_long)) {
                        continue;
                    }
                    let costs = (stage == "align").then(|| self.file(name, &format!("{subject}.costs")));
                    // Nobody writes over the tree that the others read.
                    let tree = if stage == "imf" { self.file(name, &format!("{subject}.tree")) } else { tree.clone() };
                    let line = self.ask(subject, stage, path, &tree, costs.as_deref());
                    if subject == "ours" {
                        line.as_ref().map_err(|error| anyhow::anyhow!("{error:#}"))?;
                    }
                    log.take(stage, subject, line.ok());
                    if let Some(costs) = costs {
                        log.costs.insert(subject, read_costs(&costs));
                    }
                }
            }
        }
        let of = |stage| log.measured.get(&(stage, "ours")).and_then(|measured| measured.figure("share"));
        log.quality = (of("align"), of("precision"));
        if self.peers
            && let Some(python) = &self.options.python
        {
            self.pm4py(python, path, &tree, &mut log)?;
        }
        Ok(log)
    }

    /// pm4py does everything in one go, once.
    fn pm4py(&self, python: &Path, path: &Path, tree: &Path, log: &mut Log) -> Result<()> {
        let (table, out) = (self.file(log.name, "csv"), self.file(log.name, "pm4py"));
        self.ask("ours", "table", path, &table, None)?;
        let script = self.root.join("bench/mining/pm4py/stages.py");
        let words = [&script, path, &table, tree, &out].map(|path| path.to_string_lossy().into_owned());
        let limit = self.options.limit.to_string();
        let mut arguments: Vec<&str> = words.iter().map(String::as_str).collect();
        arguments.extend(["--seconds", &limit]);
        let mut command = process::command(self.root, &python.to_string_lossy(), &arguments);
        // What a set of texts gives first depends on this.
        command.env("PYTHONHASHSEED", "0").env("PM4PY_SHOW_PROGRESS_BAR", "False");
        for line in subject::json(command)? {
            let task = line["task"].as_str().unwrap_or_default();
            let Some((stage, _)) = STAGES.iter().find(|(stage, _)| *stage == task) else {
                bail!("pm4py's script measured `{task}`, which is no stage")
            };
            log.take(stage, "pm4py", Some(line.clone()));
        }
        log.costs.insert("pm4py", read_costs(&out.with_extension("pm4py.costs")));
        let mined = out.with_extension("pm4py.tree");
        if mined.is_file() {
            let figure =
                |stage| -> Result<Option<f64>> { Ok(self.ask("ours", stage, path, &mined, None)?["share"].as_f64()) };
            log.quality_of_pm4py = (figure("align")?, figure("precision")?);
        }
        Ok(())
    }

    /// Asks a subject for one thing; the line that it answers.
    fn ask(&self, subject: &str, task: &str, log: &Path, tree: &Path, costs: Option<&Path>) -> Result<Value> {
        let mut arguments =
            vec![task.to_owned(), log.display().to_string(), "--tree".into(), tree.display().to_string()];
        arguments.extend(["--seconds".into(), self.options.limit.to_string()]);
        if let Some(costs) = costs {
            arguments.extend(["--costs".into(), costs.display().to_string()]);
        }
        let lines = match (subject, &self.ebi) {
            ("ebi", Some(ebi)) => ebi.lines("bench-ebi", &arguments)?,
            _ => self.mining.lines(subject, &arguments)?,
        };
        let line = lines.into_iter().next_back().with_context(|| format!("{subject} answered nothing to {task}"))?;
        println!("       {subject} {task}: {} s", line["seconds"]);
        Ok(line)
    }

    fn file(&self, log: &str, ending: &str) -> PathBuf {
        self.scratch.join(format!("{log}.{ending}"))
    }
}

impl Log {
    fn take(&mut self, stage: &'static str, subject: &'static str, line: Option<Value>) {
        let measured = self.measured.entry((stage, subject)).or_default();
        if let Some(seconds) = line.as_ref().and_then(|line| line["seconds"].as_f64()) {
            measured.seconds.push(seconds);
        }
        measured.line = line;
    }
}

/// The cost of each variant, by its activities.
fn read_costs(file: &Path) -> BTreeMap<String, String> {
    let text = std::fs::read_to_string(file).unwrap_or_default();
    let lines = text.lines().filter_map(|line| line.rsplit_once('\t'));
    lines.map(|(trace, cost)| (trace.to_owned(), cost.to_owned())).collect()
}
