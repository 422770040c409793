//! Bringing a log: it is read as it arrives, made unrecognisable where it names people, and kept.
//!
//! Nothing is kept before all of it was read; of what breaks off, nothing is. Refuses what is larger than
//! [`crate::Options::largest_log`], what no event could be read of, and a log of objects without a word on which are the
//! cases.

use std::collections::BTreeSet;
use std::io::{self, Read};
use std::sync::Arc;
use std::time::Duration;

use mining::log::{Log, Pseudonyms};
use mining::read::{Mapping, Options, Report, TimeFormat};
use procedure::hash::ContentHash;
use serde::{Deserialize, Serialize};
use tokio::sync::mpsc;
use utoipa::ToSchema;
use uuid::Uuid;

use super::kept::{Kept, owner};
use super::memory::Key;
use super::report::{ImportReport, ObjectsFound};
use super::shelf::LogSummary;
use super::watched::extent;
use super::{LogId, Watched};
use crate::access::{Deed, Thing};
use crate::directory::Caller;
use crate::engine::Engine;
use crate::error::Error;
use crate::port::store::{ChangeKind, Collection, PassingKind, Record, Write};
use crate::run::file::tidy;

/// Most logs at a time.
pub const MOST_LOGS: usize = 500;

/// Longest title, in characters.
const LONGEST_TITLE: usize = 200;

/// Bytes of one part of a log's content.
const PART: usize = 1 << 20;

/// So much of a table is read to guess what its other columns are, in bytes.
const BEGINNING: u64 = 256 << 10;

/// How long whoever brings a log waits until others have brought theirs.
const LONGEST_WAIT: Duration = Duration::from_secs(20);

/// How a log is to be read and what it is called.
#[derive(Debug, Clone, Default)]
pub struct Import {
    /// The file's name.
    pub file: String,
    /// What people are to call it; the file's name where it is not said.
    pub title: Option<String>,
    /// Whether names of people are to be kept as they are.
    pub with_names: bool,
    /// Of a log of objects: the type whose objects are the cases.
    pub object_type: Option<String>,
    /// The attributes that name an activity together.
    pub classifier: Vec<String>,
    pub columns: Columns,
}

/// What is said of a table's columns; the rest is guessed. An empty name says that there is no such column.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Columns {
    pub case: Option<String>,
    pub activity: Option<String>,
    pub time: Option<String>,
    pub person: Option<String>,
    pub transition: Option<String>,
    pub times: Option<TimeFormat>,
    pub delimiter: Option<char>,
}

/// A log that was brought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Imported {
    pub log: LogSummary,
    pub report: ImportReport,
}

impl Import {
    pub(super) fn options(&self) -> Options {
        let mut options = Options::default();
        if !self.classifier.is_empty() {
            options.classifier = self.classifier.iter().map(|key| key.as_str().into()).collect();
        }
        options
    }
}

impl Columns {
    /// The way of writing times that a word stands for.
    pub fn times(word: &str) -> Result<TimeFormat, Error> {
        Ok(match word {
            "iso" => TimeFormat::Iso,
            "day-first" => TimeFormat::DayFirst,
            "month-first" => TimeFormat::MonthFirst,
            "year-first" => TimeFormat::YearFirst,
            "seconds" => TimeFormat::Seconds,
            "milliseconds" => TimeFormat::Milliseconds,
            other => {
                let because =
                    format!("`{other}` is none of iso, day-first, month-first, year-first, seconds, milliseconds");
                return Err(Error::Invalid { what: "the way of writing times", because });
            }
        })
    }

    /// What was guessed from the beginning of a table, with what is said.
    pub(super) fn over(&self, guessed: Option<Mapping>) -> Mapping {
        let mut mapping = guessed.unwrap_or_default();
        let said = |own: &Option<String>, guessed: &mut Option<String>| {
            if let Some(own) = own {
                *guessed = Some(own.clone()).filter(|name| !name.is_empty());
            }
        };
        said(&self.case, &mut mapping.case);
        said(&self.activity, &mut mapping.activity);
        said(&self.time, &mut mapping.time);
        said(&self.person, &mut mapping.person);
        said(&self.transition, &mut mapping.transition);
        if let Some(times) = self.times {
            (mapping.times, mapping.day_or_month) = (times, false);
        }
        mapping.delimiter = self.delimiter.unwrap_or(mapping.delimiter);
        mapping
    }
}

impl Engine {
    /// Brings a log, read as `input` gives it. It goes on when nobody waits for it any more, as long as the input does.
    pub async fn import_log(
        &self,
        caller: &Caller,
        import: Import,
        input: impl Read + Send + 'static,
    ) -> Result<Imported, Error> {
        self.allow(caller, Deed::Act, Thing::EventLog { procedure: None }, "bring event logs")?;
        if self.store().records(Collection::EventLogs).await?.len() >= MOST_LOGS {
            let because = format!("there are {MOST_LOGS} event logs; remove some first");
            return Err(Error::Invalid { what: "a new event log", because });
        }
        let place = self.inner.watching.import();
        let place = tokio::time::timeout(LONGEST_WAIT, place).await.map_err(|_| Error::LogsArriving)?;
        let (engine, caller) = (self.clone(), caller.clone());
        let working = tokio::spawn(async move {
            let _place = place;
            engine.import(&caller, import, input).await
        });
        match working.await {
            Ok(done) => done,
            Err(broken) if broken.is_panic() => std::panic::resume_unwind(broken.into_panic()),
            Err(_) => Err(Error::BrokenOff),
        }
    }

    async fn import(
        &self,
        caller: &Caller,
        import: Import,
        input: impl Read + Send + 'static,
    ) -> Result<Imported, Error> {
        let most = self.inner.options.largest_log;
        let mut key = [0; 32];
        self.chance().fill(&mut key);
        let reading = {
            let import = import.clone();
            tokio::task::spawn_blocking(move || read(input, &import, most, &key))
        };
        let (log, report) = match reading.await {
            Ok(read) => read?,
            Err(broken) if broken.is_panic() => std::panic::resume_unwind(broken.into_panic()),
            Err(_) => return Err(Error::BrokenOff),
        };
        let id = Uuid::try_parse(self.new_run_id().as_str()).expect("a fresh id is a UUID");
        let log = Arc::new(log);
        let kept = match self.keep_log(id, &log).await {
            Ok(parts) => self.enter_log(caller, import, id, &log, report, parts).await,
            Err(error) => Err(error),
        };
        let kept = match kept {
            Ok(kept) => kept,
            Err(error) => {
                self.let_go(id).await?;
                return Err(error);
            }
        };
        let summary = self.log_summary(caller, &kept);
        let log = Arc::try_unwrap(log).unwrap_or_else(|log| (*log).clone());
        let id = LogId::Uploaded(id);
        let watched = Arc::new(Watched::new(id.clone(), kept.title.clone(), log));
        self.inner.watching.keep(Key { log: id, filter: String::new() }, 0, &watched);
        Ok(Imported { log: summary, report: kept.report })
    }

    /// Keeps the content of a log in parts, for its record to hold.
    async fn keep_log(&self, id: Uuid, log: &Arc<Log>) -> Result<Vec<ContentHash>, Error> {
        let (send, mut receive) = mpsc::channel(1);
        let packing = {
            let log = Arc::clone(log);
            self.reckon(move || {
                let mut parts = Parts { part: Vec::new(), send };
                mining::write::packed_xes(&log, &mut parts).and_then(|()| parts.end())
            })
        };
        // Packing ends when nobody takes what it makes: where a part cannot be kept, nobody does.
        let keeping = async move {
            let mut parts = Vec::new();
            while let Some(part) = receive.recv().await {
                parts.push(self.keep_for(owner(id), part).await?);
            }
            Ok::<_, Error>(parts)
        };
        let (parts, packed) = tokio::join!(keeping, packing);
        let parts = parts?;
        packed?.map_err(|_| Error::BrokenOff)?;
        Ok(parts)
    }

    async fn enter_log(
        &self,
        caller: &Caller,
        import: Import,
        id: Uuid,
        log: &Log,
        report: ImportReport,
        parts: Vec<ContentHash>,
    ) -> Result<Kept, Error> {
        let (from, to) = extent(log);
        let kept = Kept {
            id,
            title: title(&import),
            file: tidy(&import.file),
            by: caller.person.clone(),
            at: self.now(),
            cases: log.len() as u64,
            events: log.events() as u64,
            activities: log.activities().len() as u64,
            from,
            to,
            pseudonyms: !import.with_names,
            report,
            parts,
        };
        let id = id.to_string();
        let value = serde_json::to_string(&kept).expect("a log's record has a JSON form");
        let owner = owner(kept.id);
        let writes = vec![
            Write::Record(Record { collection: Collection::EventLogs, id: id.clone(), value }),
            Write::Hold { owner: owner.clone(), content: kept.parts.iter().copied().collect() },
            Write::EndPassing { kind: PassingKind::Brought, owner },
        ];
        let actor = self.directory().standing(caller, None, kept.at).actor;
        let payload = serde_json::json!({"after": kept.told()});
        self.enter(ChangeKind::LogImported, &id, actor, &payload, writes, vec![]).await?;
        Ok(kept)
    }

    /// Lets go of content that was kept for a log that is not there.
    pub(super) async fn let_go(&self, id: Uuid) -> Result<(), Error> {
        for row in self.store().passing_of(PassingKind::Brought, &owner(id)).await? {
            self.store().take_passing(PassingKind::Brought, &row.key).await?;
        }
        self.sweep().await
    }
}

/// What is packed, cut into parts.
struct Parts {
    part: Vec<u8>,
    send: mpsc::Sender<Vec<u8>>,
}

impl Parts {
    fn give(&mut self, part: Vec<u8>) -> io::Result<()> {
        self.send.blocking_send(part).map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))
    }

    fn end(mut self) -> io::Result<()> {
        let part = std::mem::take(&mut self.part);
        if part.is_empty() { Ok(()) } else { self.give(part) }
    }
}

impl io::Write for Parts {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = bytes.len().min(PART - self.part.len());
        self.part.extend_from_slice(&bytes[..count]);
        if self.part.len() == PART {
            let part = std::mem::take(&mut self.part);
            self.give(part)?;
        }
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// An input that tells whether it came to its end, and goes no further than so many bytes.
struct Watching<R> {
    input: R,
    left: u64,
    outcome: Arc<std::sync::Mutex<Outcome>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Well,
    BrokenOff,
    TooLarge,
}

impl<R: Read> Read for Watching<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let note = |outcome| *self.outcome.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = outcome;
        match self.input.read(buffer) {
            Ok(count) if count as u64 > self.left => {
                note(Outcome::TooLarge);
                Err(io::ErrorKind::FileTooLarge.into())
            }
            Ok(count) => {
                self.left -= count as u64;
                Ok(count)
            }
            Err(error) => {
                if error.kind() != io::ErrorKind::Interrupted {
                    note(Outcome::BrokenOff);
                }
                Err(error)
            }
        }
    }
}

/// Reads a log, and replaces the names of people in it where they are not to be kept.
fn read(input: impl Read + Send, import: &Import, most: u64, key: &[u8; 32]) -> Result<(Log, ImportReport), Error> {
    let outcome = Arc::new(std::sync::Mutex::new(Outcome::Well));
    let mut input = Watching { input, left: most, outcome: Arc::clone(&outcome) };
    let options = import.options();
    let mut beginning = Vec::new();
    let mut mapping = None;
    if import.columns != Columns::default() {
        // What broke off is noted, and read to there below.
        let _ = Read::by_ref(&mut input).take(BEGINNING).read_to_end(&mut beginning);
        mapping = Some(import.columns.over(guessed(&beginning, &options)));
    }
    let input = io::Cursor::new(beginning).chain(input);
    let read = mining::read::any(input, mapping, &options, &mut mining::read::unwatched);
    let outcome = *outcome.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    match outcome {
        Outcome::Well => {}
        Outcome::BrokenOff => return Err(Error::BrokenOff),
        Outcome::TooLarge => return Err(Error::LogTooLarge { most }),
    }
    let (log, report) = of_cases(read, import.object_type.as_deref())?;
    let mut told = ImportReport::from(&report);
    if log.events() == 0 {
        return Err(Error::NotALog(Box::new(told)));
    }
    if import.with_names {
        return Ok((log, told));
    }
    let columns = log.event_columns().iter().chain(log.case_columns());
    let people = columns.filter(|(key, column)| log.names_somebody(key, column)).map(|(key, _)| key.to_string());
    told.pseudonymised = people.collect::<BTreeSet<_>>().into_iter().collect();
    let pseudonyms = Pseudonyms::new(key).attributes(told.pseudonymised.iter().map(String::as_str));
    Ok((pseudonyms.apply(log), told))
}

/// What the columns of a table are by its beginning.
pub(super) fn guessed(beginning: &[u8], options: &Options) -> Option<Mapping> {
    match mining::read::any(beginning, None, options, &mut mining::read::unwatched) {
        mining::read::Read::Log(read) => read.report.mapping,
        mining::read::Read::Objects(..) => None,
    }
}

/// The log of cases, of objects those of a type.
fn of_cases(read: mining::read::Read, object_type: Option<&str>) -> Result<(Log, Report), Error> {
    match read {
        mining::read::Read::Log(read) => Ok((read.log, read.report)),
        mining::read::Read::Objects(objects, report) => {
            let types: Vec<ObjectsFound> = objects.types().into_iter().map(ObjectsFound::from).collect();
            if types.is_empty() {
                return Err(Error::NotALog(Box::new(ImportReport::from(&*report))));
            }
            let wanted = object_type.filter(|wanted| types.iter().any(|found| found.name == *wanted));
            let wanted = wanted.ok_or(Error::WhichObjects(types))?;
            let read = objects.flatten(wanted, *report);
            Ok((read.log, read.report))
        }
    }
}

/// What people call a log: as was said, else by its file without endings.
fn title(import: &Import) -> String {
    let said = import.title.as_deref().map(str::trim).filter(|title| !title.is_empty()).map(str::to_owned);
    let of_file = || {
        let mut name = tidy(&import.file);
        for ending in [".gz", ".xes", ".csv", ".tsv", ".txt", ".jsonl", ".ndjson", ".jsonocel", ".json", ".ocel"] {
            let kept = name.len().saturating_sub(ending.len());
            if kept > 0 && name.is_char_boundary(kept) && name[kept..].eq_ignore_ascii_case(ending) {
                name.truncate(kept);
            }
        }
        name
    };
    let title = said.unwrap_or_else(of_file);
    title.chars().filter(|character| !character.is_control()).take(LONGEST_TITLE).collect()
}
