//! Puts the built web app into the program.
//!
//! A release build builds the web app itself where its sources changed since. Any other build takes what `ui/dist` has,
//! so that checking Rust code never waits for Node; `UNDERSTUDY_BUILD_UI=1` makes it build, and `UNDERSTUDY_SKIP_UI=1`
//! keeps any build from it.
//!
//! Where npm is there and the web app does not build, the build fails: a program without its screens is nothing to find out
//! about later. Where there is no npm at all, it goes on, and the program says when it starts that it has no screens.

use std::collections::hash_map::DefaultHasher;
use std::fmt::Write;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

/// What the web app is made from, below `ui/`.
const SOURCES: [&str; 9] = [
    "src",
    "public",
    "index.html",
    "package.json",
    "package-lock.json",
    "vite.config.ts",
    "tsconfig.json",
    "postcss.config.cjs",
    "openapi.json",
];

/// In `ui/dist`: the hash of the sources that it was made from.
const MADE_FROM: &str = ".made-from";

fn main() {
    let root = PathBuf::from(variable("CARGO_MANIFEST_DIR"));
    let ui = root.join("../../ui");
    println!("cargo::rerun-if-env-changed=UNDERSTUDY_SKIP_UI");
    println!("cargo::rerun-if-env-changed=UNDERSTUDY_BUILD_UI");
    println!("cargo::rerun-if-changed=src/screen/not_built.html");
    let said = |name: &str| std::env::var_os(name).is_some_and(|value| value == "1");
    let builds = (variable("PROFILE") == "release" || said("UNDERSTUDY_BUILD_UI")) && !said("UNDERSTUDY_SKIP_UI");
    let dist = ui.join("dist");
    // What is not there would count as changed with every build.
    if builds {
        for source in SOURCES.map(|source| ui.join(source)).iter().filter(|source| source.exists()) {
            println!("cargo::rerun-if-changed={}", source.display());
        }
    } else {
        begin(&dist);
        println!("cargo::rerun-if-changed={}", dist.display());
    }
    if builds {
        match build(&ui) {
            Ok(()) => {}
            Err(NotBuilt::Absent(because)) => {
                println!(
                    "cargo::warning=the screens were not built, and this program shows none or older ones: {because}"
                );
            }
            Err(NotBuilt::Failed(because)) => {
                println!("cargo::error=the screens could not be built: {because}");
                println!("cargo::error=mend that, or build the program without them: UNDERSTUDY_SKIP_UI=1");
                return;
            }
        }
    }
    let mut files = Vec::new();
    collect(&dist, &dist, &mut files);
    let built = files.iter().any(|(path, _)| path == "index.html");
    if !built {
        files = vec![("index.html".to_owned(), root.join("src/screen/not_built.html"))];
    }
    files.sort();
    let out = PathBuf::from(variable("OUT_DIR"));
    let mut table = table(&files, &out.join("screen"));
    writeln!(table, "/// Whether they are the web app, and not the page that says how to build it.\npub const BUILT: bool = {built};")
        .expect("a text takes what is written to it");
    fs::write(out.join("screen.rs"), table).expect("cargo's folder can be written to");
}

/// Makes the folder of the built web app, of an age that counts as unchanged, so that filling it is noticed.
fn begin(dist: &Path) {
    if dist.exists() || fs::create_dir(dist).is_err() {
        return;
    }
    // Where its age cannot be told, the next build looks once more.
    let _ = fs::File::open(dist).and_then(|folder| folder.set_modified(SystemTime::UNIX_EPOCH));
}

fn variable(name: &str) -> String {
    std::env::var(name).expect("cargo sets it for build scripts")
}

/// Why there are no screens, or older ones.
enum NotBuilt {
    /// What they are built from, or with, is not there.
    Absent(String),
    /// Building them failed.
    Failed(String),
}

/// Oldest Node that the web app is built with, as `ui/package.json` says.
const NODE: (u32, u32) = (20, 19);

/// Builds the web app, unless it was built from these very sources.
fn build(ui: &Path) -> Result<(), NotBuilt> {
    if !ui.join("package.json").is_file() {
        return Err(NotBuilt::Absent("there is no ui/package.json".to_owned()));
    }
    let made_from = sources(ui);
    let mark = ui.join("dist").join(MADE_FROM);
    if fs::read_to_string(&mark).is_ok_and(|kept| kept == made_from) {
        return Ok(());
    }
    if Command::new("npm").arg("--version").output().is_err() {
        return Err(NotBuilt::Absent(format!("npm is missing; install Node {}.{} or newer with npm", NODE.0, NODE.1)));
    }
    node()
        .and_then(|()| npm(ui, &["ci", "--no-audit", "--no-fund"]))
        .and_then(|()| npm(ui, &["run", "build"]))
        .map_err(NotBuilt::Failed)?;
    fs::write(&mark, made_from).map_err(|error| NotBuilt::Failed(format!("{}: {error}", mark.display())))
}

/// Refuses a Node that is too old; npm would fail with something that does not say so.
fn node() -> Result<(), String> {
    let wanted = format!("Node {}.{} or newer is needed", NODE.0, NODE.1);
    let said = Command::new("node").arg("--version").output().map_err(|error| format!("{wanted}: node: {error}"))?;
    let said = String::from_utf8_lossy(&said.stdout).trim().to_owned();
    let mut numbers = said.trim_start_matches('v').split('.').map_while(|number| number.parse::<u32>().ok());
    let found = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    if found < NODE { Err(format!("{wanted}; this is {said}")) } else { Ok(()) }
}

fn npm(ui: &Path, arguments: &[&str]) -> Result<(), String> {
    let output = Command::new("npm").args(arguments).current_dir(ui).output();
    let output = output.map_err(|error| format!("npm could not be started: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let told = [output.stdout, output.stderr].concat();
    let told = String::from_utf8_lossy(&told);
    let last: Vec<&str> = told.lines().rev().take(15).collect();
    let last: Vec<&str> = last.into_iter().rev().collect();
    Err(format!("npm {} failed: {}", arguments.join(" "), last.join(" | ")))
}

/// A hash over the names and contents of all sources.
fn sources(ui: &Path) -> String {
    let mut files = Vec::new();
    for source in SOURCES {
        let path = ui.join(source);
        if path.is_dir() {
            collect(ui, &path, &mut files);
        } else if path.is_file() {
            files.push((source.to_owned(), path));
        }
    }
    files.sort();
    let mut hasher = DefaultHasher::new();
    for (name, path) in files {
        name.hash(&mut hasher);
        fs::read(path).unwrap_or_default().hash(&mut hasher);
    }
    format!("{:016x}", hasher.finish())
}

/// All files below a folder, by their names from `root`. Source maps stay outside.
fn collect(root: &Path, folder: &Path, files: &mut Vec<(String, PathBuf)>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            collect(root, &path, files);
            continue;
        }
        let Ok(name) = path.strip_prefix(root) else { continue };
        let name = name.to_string_lossy().replace('\\', "/");
        if name != MADE_FROM && !name.ends_with(".map") {
            files.push((name, path));
        }
    }
}

/// The table as Rust code. It holds copies, which stay when the folder of the web app is built anew or removed.
fn table(files: &[(String, PathBuf)], copies: &Path) -> String {
    let _ = fs::remove_dir_all(copies);
    fs::create_dir_all(copies).expect("cargo's folder can be written to");
    let mut code = String::from("static FILES: &[File] = &[\n");
    for (number, (name, path)) in files.iter().enumerate() {
        let content = fs::read(path).unwrap_or_default();
        let mut hasher = DefaultHasher::new();
        content.hash(&mut hasher);
        let tag = format!("{:016x}", hasher.finish());
        let copy = copies.join(number.to_string());
        fs::write(&copy, content).expect("cargo's folder can be written to");
        writeln!(code, "    File {{ path: {name:?}, bytes: include_bytes!({copy:?}), tag: {tag:?} }},")
            .expect("a text takes what is written to it");
    }
    code.push_str("];\n");
    code
}
