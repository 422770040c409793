//! Where the configuration and the data file are, when nobody says.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::{Environment, Flags, Origin};

/// The configuration's file: of the flag, of the environment, `understudy.toml` here, or in the user's folder. The first
/// two must exist, and whoever reads them says so.
pub fn file(flags: &Flags, environment: &Environment) -> Option<(PathBuf, Origin)> {
    if let Some(file) = &flags.config {
        return Some((file.clone(), Origin::Flag("--config")));
    }
    if let Some(file) = environment.path("UNDERSTUDY_CONFIG") {
        return Some((file.value, file.origin));
    }
    let here = PathBuf::from("understudy.toml");
    let home =
        folder(environment, "XDG_CONFIG_HOME", ".config").map(|folder| folder.join("understudy/understudy.toml"));
    [Some(here), home].into_iter().flatten().find(|file| file.is_file()).map(|file| (file, Origin::Default))
}

/// The data file: `understudy/understudy.sqlite` in the user's folder for data.
pub fn data(environment: &Environment) -> Result<PathBuf> {
    let folder = folder(environment, "XDG_DATA_HOME", ".local/share")
        .context("there is no HOME to keep the data file in; name one with --data or UNDERSTUDY_DATA")?;
    Ok(folder.join("understudy/understudy.sqlite"))
}

/// A folder of the XDG Base Directory specification; relative ones are ignored, as it says.
fn folder(environment: &Environment, variable: &str, below_home: &str) -> Option<PathBuf> {
    let named = environment.get(variable).map(PathBuf::from).filter(|path| path.is_absolute());
    named.or_else(|| environment.get("HOME").map(|home| Path::new(home).join(below_home)))
}
