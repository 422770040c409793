//! Event logs as they come to the command line: files and standard input, of whatever format.
//!
//! Refuses a log of which nothing could be read, and a log of objects of which none was chosen to be the case.

pub mod page;
mod told;

use std::io::{IsTerminal, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use mining::read::{Imported, Mapping, Options};

use crate::exit::BadValue;
use crate::output;

/// Which log, and how it is read.
#[derive(Args)]
pub struct Source {
    /// The log: XES, CSV, JSON Lines or OCEL, also packed with gzip; `-` for standard input
    log: PathBuf,
    /// Of a table: the column that names the case [default: guessed, and told]
    #[arg(long, value_name = "COLUMN")]
    case: Option<String>,
    /// Of a table: the column that names the activity
    #[arg(long, value_name = "COLUMN")]
    activity: Option<String>,
    /// Of a table: the column that tells the time
    #[arg(long, value_name = "COLUMN")]
    time: Option<String>,
    /// Of a table: the column that names who did it
    #[arg(long, value_name = "COLUMN")]
    resource: Option<String>,
    /// Of a log of objects: the type whose objects are the cases
    #[arg(long, value_name = "TYPE")]
    object_type: Option<String>,
}

/// So much of a table is read to guess what its other columns are, in bytes.
const BEGINNING: u64 = 256 * 1024;

/// A log together with its name.
pub struct Named {
    /// What is told in messages.
    pub name: String,
    pub imported: Imported,
}

impl Named {
    /// The file's name without its folders: what goes into a report that others read.
    pub fn file(&self) -> &str {
        self.name.rsplit(['/', '\\']).next().unwrap_or(&self.name)
    }
}

impl Source {
    /// The name of the log without its endings, for a title.
    pub fn stem(&self) -> String {
        let name = self.log.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        name.split('.').next().filter(|stem| !stem.is_empty() && *stem != "-").unwrap_or("a log").to_owned()
    }

    /// Reads the log, showing how far it is, and tells on standard error what was kept and dropped.
    ///
    /// # Errors
    /// When the file cannot be opened, or nothing of it is a log.
    pub fn read(&self) -> Result<Named> {
        let name =
            if self.log == Path::new("-") { "standard input".to_owned() } else { self.log.display().to_string() };
        let mapping = self.mapping()?;
        let (input, size) = open(&self.log)?;
        let bar = progress(size);
        let counted = bar.wrap_read(input);
        let mut watch = |_: u64| ControlFlow::Continue(());
        let read = mining::read::any(counted, mapping, &Options::default(), &mut watch);
        bar.finish_and_clear();
        let imported = match read {
            mining::read::Read::Log(imported) => *imported,
            mining::read::Read::Objects(objects, report) => {
                let types: Vec<String> = objects.types().into_iter().map(|found| found.name).collect();
                let Some(wanted) = &self.object_type else {
                    let message = format!(
                        "{name} tells of objects, and a case is one object: say of which type, --object-type {}",
                        types.join(" or ")
                    );
                    return Err(BadValue(output::plain(&message).into_owned()).into());
                };
                if !types.contains(wanted) {
                    let message = format!("{name} has no objects of the type `{wanted}`; it has {}", types.join(", "));
                    return Err(BadValue(output::plain(&message).into_owned()).into());
                }
                objects.flatten(wanted, *report)
            }
        };
        told::tell(&name, &imported.report);
        if imported.log.events() == 0 {
            bail!("nothing in {name} could be read as an event of a case; see above what was found");
        }
        Ok(Named { name, imported })
    }

    /// Which column is what: as guessed from the beginning of the table, with what was said on the command line.
    fn mapping(&self) -> Result<Option<Mapping>> {
        if [&self.case, &self.activity, &self.time, &self.resource].iter().all(|column| column.is_none()) {
            return Ok(None);
        }
        let mut mapping = Mapping::default();
        if self.log != Path::new("-") {
            let beginning = open(&self.log)?.0.take(BEGINNING);
            let mut watch = |_: u64| ControlFlow::Continue(());
            let read = mining::read::any(beginning, None, &Options::default(), &mut watch);
            if let mining::read::Read::Log(imported) = read {
                mapping = imported.report.mapping.unwrap_or(mapping);
            }
        }
        let said = |own: &Option<String>, guessed: &mut Option<String>| {
            if own.is_some() {
                guessed.clone_from(own);
            }
        };
        said(&self.case, &mut mapping.case);
        said(&self.activity, &mut mapping.activity);
        said(&self.time, &mut mapping.time);
        said(&self.resource, &mut mapping.person);
        Ok(Some(mapping))
    }
}

fn open(path: &Path) -> Result<(Box<dyn Read + Send>, Option<u64>)> {
    if path == Path::new("-") {
        return Ok((Box::new(std::io::stdin()), None));
    }
    let file = std::fs::File::open(path).with_context(|| format!("could not open {}", path.display()))?;
    let found = file.metadata().with_context(|| format!("could not look into {}", path.display()))?;
    if found.is_dir() {
        bail!("{} is a folder; name a log in it", path.display());
    }
    Ok((Box::new(file), Some(found.len())))
}

fn progress(size: Option<u64>) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(size, ProgressDrawTarget::stderr());
    let style = ProgressStyle::with_template("reading {bar:40} {bytes} of {total_bytes}, {eta} left");
    style.map(|style| bar.clone().with_style(style)).unwrap_or(bar)
}

/// A share in percent, with one place.
pub fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

/// So many seconds in words: `40 minutes`, `3.5 days`.
pub fn duration(seconds: f64) -> String {
    let (number, unit) = match seconds.abs() {
        length if length < 90.0 => (seconds, "seconds"),
        length if length < 5_400.0 => (seconds / 60.0, "minutes"),
        length if length < 129_600.0 => (seconds / 3_600.0, "hours"),
        _ => (seconds / 86_400.0, "days"),
    };
    format!("{number:.1} {unit}")
}
