//! Puts the built web app into the program.
//!
//! A release build builds the web app itself where its sources changed since. Any other build takes what `ui/dist` has,
//! so that checking Rust code never waits for Node; `UNDERSTUDY_BUILD_UI=1` makes it build, and `UNDERSTUDY_SKIP_UI=1`
//! keeps any build from it.

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
    if builds && let Err(because) = build(&ui) {
        println!("cargo::warning=the screens were not built, and this program shows none or older ones: {because}");
    }
    let mut files = Vec::new();
    collect(&dist, &dist, &mut files);
    if !files.iter().any(|(path, _)| path == "index.html") {
        files = vec![("index.html".to_owned(), root.join("src/screen/not_built.html"))];
    }
    files.sort();
    let out = PathBuf::from(variable("OUT_DIR"));
    let table = table(&files, &out.join("screen"));
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

/// Builds the web app, unless it was built from these very sources.
fn build(ui: &Path) -> Result<(), String> {
    if !ui.join("package.json").is_file() {
        return Err("there is no ui/package.json".to_owned());
    }
    let made_from = sources(ui);
    let mark = ui.join("dist").join(MADE_FROM);
    if fs::read_to_string(&mark).is_ok_and(|kept| kept == made_from) {
        return Ok(());
    }
    npm(ui, &["ci", "--no-audit", "--no-fund"])?;
    npm(ui, &["run", "build"])?;
    fs::write(&mark, made_from).map_err(|error| error.to_string())
}

fn npm(ui: &Path, arguments: &[&str]) -> Result<(), String> {
    let output = Command::new("npm").args(arguments).current_dir(ui).output();
    let output = output.map_err(|error| format!("npm could not be started ({error}); install Node 20 or newer"))?;
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
