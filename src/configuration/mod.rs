//! How this installation is set up: one TOML file, then the environment, then flags, each over the one before.
//!
//! Read once, in `main`. Every value knows where it came from. Refuses unknown keys (with the nearest known one), people
//! who share an account, and roles or links that cannot be; never shows a secret.

mod environment;
mod file;
mod origin;
mod people;
mod place;
mod server;
mod shown;
mod telemetry;

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use connectors::Secret;
use procedure::document::AutonomyLevel;
use procedure::time::Calendar;

pub use environment::Environment;
pub use file::{Limits, TimeLimits, Watching};
pub use origin::{Origin, Setting};
pub use people::{Account, Person};
pub use server::Server;
pub use telemetry::Telemetry;

/// What flags say.
#[derive(Debug, Clone, Default)]
pub struct Flags {
    pub config: Option<PathBuf>,
    pub data: Option<PathBuf>,
    pub connectors: Option<PathBuf>,
    pub autonomy: Option<AutonomyLevel>,
}

/// The effective configuration.
#[derive(Debug, Clone)]
pub struct Configuration {
    /// The file that was read, if there is one.
    pub file: Option<PathBuf>,
    /// The data file.
    pub data: Setting<PathBuf>,
    /// Where a server answers; beside the data file where absent. One that is named here is open to everybody on the
    /// machine, each as the person of their account.
    pub socket: Setting<Option<PathBuf>>,
    pub connectors: Setting<Connectors>,
    /// The site's calendar, for procedures without one.
    pub calendar: Setting<Calendar>,
    /// The highest autonomy that any step gets.
    pub autonomy: Setting<Option<AutonomyLevel>>,
    /// Empty: single-user mode.
    pub people: Setting<BTreeMap<String, Person>>,
    pub limits: Setting<Limits>,
    pub time_limits: Setting<TimeLimits>,
    pub watching: Setting<Watching>,
    pub server: Server,
    pub telemetry: Telemetry,
    /// Names and values; the environment's own are looked up when asked for.
    pub secrets: BTreeMap<String, (Secret, Origin)>,
    /// What is odd and yet no reason to stop.
    pub warnings: Vec<String>,
}

/// Where connectors are set up.
#[derive(Debug, Clone, PartialEq)]
pub enum Connectors {
    None,
    /// In a file of their own.
    File(PathBuf),
    /// In `[connectors]` of the configuration.
    Inline(serde_json::Value),
}

impl Configuration {
    /// Reads everything: the file that the flag, the environment, the working folder or the user's folder has.
    pub fn read(flags: Flags, environment: &Environment) -> Result<Self> {
        let found = place::file(&flags, environment);
        let read = match &found {
            Some((path, _)) => file::File::read(path)
                .with_context(|| format!("could not read the configuration {}", path.display()))?,
            None => file::File::default(),
        };
        let folder = found.as_ref().and_then(|(path, _)| path.parent()).map(PathBuf::from).unwrap_or_default();
        let origin = found.as_ref().map_or(Origin::Default, |(path, _)| Origin::File(path.clone()));
        let mut warnings = environment.warnings();
        warnings.extend(found.as_ref().and_then(|(path, _)| file::exposed(path, &read)));

        let mut secrets: BTreeMap<_, _> =
            read.secrets.into_iter().map(|(name, secret)| (name, (secret, origin.clone()))).collect();
        secrets.extend(environment.secrets());

        let data = Setting::over(
            Setting::default_of(place::data(environment)?),
            read.data.map(|path| Setting::of(folder.join(path), &origin)),
            environment.path("UNDERSTUDY_DATA"),
            flags.data.map(|path| Setting::flag(path, "--data")),
        );
        let socket = Setting::over(
            Setting::default_of(None),
            read.socket.map(|path| Setting::of(Some(folder.join(path)), &origin)),
            environment.path("UNDERSTUDY_SOCKET").map(|path| path.map(Some)),
            None,
        );
        let connectors = Setting::over(
            Setting::default_of(Connectors::None),
            read.connectors.map(|given| Setting::of(given.from(&folder), &origin)),
            environment.path("UNDERSTUDY_CONNECTORS").map(|path| path.map(Connectors::File)),
            flags.connectors.map(|path| Setting::flag(Connectors::File(path), "--connectors")),
        );
        let autonomy = Setting::over(
            Setting::default_of(None),
            read.autonomy.map(|level| Setting::of(Some(level), &origin)),
            environment.autonomy()?.map(|level| level.map(Some)),
            flags.autonomy.map(|level| Setting::flag(Some(level), "--autonomy")),
        );
        people::judge(&read.people)?;
        let server = Server::read(read.server, &folder, &origin, environment)?;
        let telemetry = Telemetry::read(read.telemetry, &origin, environment)?;
        Ok(Configuration {
            data,
            socket,
            connectors,
            autonomy,
            calendar: Setting::or_default(read.calendar, &origin),
            people: Setting::or_default(Some(read.people).filter(|people| !people.is_empty()), &origin),
            limits: Setting::or_default(read.limits, &origin),
            time_limits: Setting::or_default(read.time_limits, &origin),
            watching: Setting::or_default(read.watching, &origin),
            server,
            telemetry,
            secrets,
            warnings,
            file: found.map(|(path, _)| path),
        })
    }

    /// Whether nobody is configured, so that whoever runs the program administers it and holds every role.
    pub fn is_single_user(&self) -> bool {
        self.people.value.is_empty()
    }

    /// The connectors, built: tables loaded, secrets resolved. Nothing is sent.
    pub fn registry(&self) -> Result<connectors::Registry> {
        let configuration = match &self.connectors.value {
            Connectors::None => return Ok(connectors::Registry::default()),
            Connectors::File(file) => connectors::Configuration::read(file)?,
            Connectors::Inline(json) => {
                let Some(file) = &self.file else { bail!("connectors stand in no file") };
                connectors::Configuration::from_json(json.clone(), file)?
            }
        };
        let secret = |name: &connectors::SecretName| self.secrets.get(name.as_str()).map(|(secret, _)| secret.clone());
        let registry = connectors::Registry::build(&configuration, &secret, &connectors::Limits::default())?;
        Ok(registry)
    }
}
