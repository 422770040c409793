//! From a file to a [`Configuration`].

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::{Path as FilePath, PathBuf};

use procedure::diagnostic::{Part, Path, did_you_mean};
use procedure::source::{self, Parsed, Position, SourceMap};
use serde_json::{Map, Value as Json};

use super::{Configuration, ConfigurationError, Kind};

/// Bounds on a configuration: 8 MiB, since scripts may be long.
const LIMITS: source::Limits = source::Limits { bytes: 8 << 20, depth: 64, nodes: 500_000 };

/// How a configuration is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Json,
    Yaml,
    Toml,
}

impl Format {
    /// By the file's extension.
    pub fn of(file: &FilePath) -> Option<Self> {
        match file.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "json" => Some(Format::Json),
            "yaml" | "yml" => Some(Format::Yaml),
            "toml" => Some(Format::Toml),
            _ => None,
        }
    }
}

/// A text's content, with places where the format tells them.
struct Content {
    json: Json,
    map: Option<SourceMap>,
}

impl Configuration {
    /// Reads a file; its extension tells the format.
    pub fn read(file: &FilePath) -> Result<Self, ConfigurationError> {
        let format = Format::of(file)
            .ok_or_else(|| ConfigurationError::unreadable(file, "its name must end in .json, .yaml, .yml or .toml"))?;
        let text = text(file).map_err(|problem| ConfigurationError::unreadable(file, problem))?;
        Configuration::parse(&text, format, file)
    }

    /// Reads a text that stands in `file`, which names it in messages and is where relative paths start from.
    pub fn parse(text: &str, format: Format, file: &FilePath) -> Result<Self, ConfigurationError> {
        let content = match format {
            Format::Json => spanned(text, source::json::parse(text, &LIMITS), file)?,
            Format::Yaml => spanned(text, source::yaml::parse(text, &LIMITS), file)?,
            Format::Toml => toml_content(text, file)?,
        };
        configuration(content, file)
    }

    /// Takes a mapping of connectors that stands within another configuration, such as `[connectors]` of the program's.
    pub fn from_json(connectors: Json, file: &FilePath) -> Result<Self, ConfigurationError> {
        configuration(Content { json: connectors, map: None }, file)
    }
}

fn text(file: &FilePath) -> Result<String, String> {
    let opened = std::fs::File::open(file).map_err(|error| error.to_string())?;
    if !opened.metadata().map_err(|error| error.to_string())?.is_file() {
        return Err("it is no file".into());
    }
    let mut bytes = Vec::new();
    let most = LIMITS.bytes as u64;
    opened.take(most + 1).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    if bytes.len() > LIMITS.bytes {
        return Err(format!("it is larger than {} bytes", LIMITS.bytes));
    }
    String::from_utf8(bytes).map_err(|error| {
        let line = error.as_bytes()[..error.utf8_error().valid_up_to()].iter().filter(|byte| **byte == b'\n').count();
        format!("line {} is not UTF-8; save the file as UTF-8", line + 1)
    })
}

fn spanned(text: &str, parsed: Parsed, file: &FilePath) -> Result<Content, ConfigurationError> {
    let mut found = parsed.diagnostics;
    let value = parsed.root.to_value(&Path::root(), &mut found);
    let map = SourceMap::new(text, parsed.root);
    map.locate(&mut found);
    match found.into_iter().find(procedure::diagnostic::Diagnostic::is_error) {
        None => Ok(Content { json: value.to_plain(), map: Some(map) }),
        Some(first) => Err(ConfigurationError::Syntax {
            file: file.to_owned(),
            at: first.span.as_ref().map(|span| map.position(span.start)),
            problem: match first.fix {
                Some(fix) => format!("{}. {fix}", first.message),
                None => first.message,
            },
        }),
    }
}

fn toml_content(text: &str, file: &FilePath) -> Result<Content, ConfigurationError> {
    let table: toml::Table = toml::from_str(text).map_err(|error| ConfigurationError::Syntax {
        file: file.to_owned(),
        at: error.span().map(|span| position(text, span.start)),
        problem: error.message().to_owned(),
    })?;
    Ok(Content { json: from_toml(toml::Value::Table(table)), map: None })
}

fn position(text: &str, byte: usize) -> Position {
    SourceMap::new(text, source::Node::null()).position(byte)
}

fn from_toml(value: toml::Value) -> Json {
    match value {
        toml::Value::String(text) => Json::String(text),
        toml::Value::Integer(number) => Json::from(number),
        // Infinity and not-a-number become null, which no key takes.
        toml::Value::Float(number) => Json::from(number),
        toml::Value::Boolean(value) => Json::Bool(value),
        toml::Value::Datetime(moment) => Json::String(moment.to_string()),
        toml::Value::Array(items) => Json::Array(items.into_iter().map(from_toml).collect()),
        toml::Value::Table(entries) => {
            Json::Object(entries.into_iter().map(|(key, value)| (key, from_toml(value))).collect())
        }
    }
}

fn configuration(content: Content, file: &FilePath) -> Result<Configuration, ConfigurationError> {
    let wrong = |path: &Path, part: Part, problem: String| ConfigurationError::Key {
        file: file.to_owned(),
        at: content.map.as_ref().map(|map| map.position(map.span(path, part, None).start)),
        key: dotted(path),
        problem,
    };
    let (root, entries) =
        connectors(content.json.clone()).map_err(|(path, problem)| wrong(&path, Part::Key, problem))?;
    let mut connectors = BTreeMap::new();
    for (name, json) in entries {
        let path = root.key(&name);
        if !is_name(&name) {
            let problem =
                "a connector's name is letters, digits, `-` and `_`, starting with a letter, at most 40 characters";
            return Err(wrong(&path, Part::Key, problem.into()));
        }
        if json.as_object().is_none_or(|options| options.len() != 1) {
            let problem = "expected exactly one of `table`, `http` and `scripted`, with its options";
            return Err(wrong(&path, Part::Key, problem.into()));
        }
        let kind: Kind = serde_path_to_error::deserialize(json).map_err(|error| {
            let inner = error.path().clone();
            let problem = explain(&error.into_inner().to_string());
            wrong(&extend(&path, &inner), Part::Key, problem)
        })?;
        connectors.insert(name, kind);
    }
    let folder = file.parent().map(PathBuf::from).unwrap_or_default();
    Ok(Configuration { file: file.to_owned(), folder, connectors })
}

/// The mapping of connectors, and where it stands.
fn connectors(json: Json) -> Result<(Path, Map<String, Json>), (Path, String)> {
    let Json::Object(mut all) = json else {
        return Err((Path::root(), "expected a mapping with `connectors`".into()));
    };
    let Some(inner) = all.remove("connectors") else { return Ok((Path::root(), all)) };
    let path = Path::root().key("connectors");
    if let Some(other) = all.keys().next() {
        return Err((Path::root().key(other), "beside `connectors` nothing else is read here; remove it".into()));
    }
    match inner {
        Json::Object(entries) => Ok((path, entries)),
        _ => Err((path, "expected a mapping from names to connectors".into())),
    }
}

fn is_name(name: &str) -> bool {
    name.len() <= 40
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

fn extend(path: &Path, inner: &serde_path_to_error::Path) -> Path {
    use serde_path_to_error::Segment;
    inner.iter().fold(path.clone(), |path, segment| match segment {
        Segment::Seq { index } => path.index(*index),
        Segment::Map { key } => path.key(key),
        Segment::Enum { variant } => path.key(variant),
        Segment::Unknown => path,
    })
}

fn dotted(path: &Path) -> String {
    use procedure::diagnostic::Segment;
    let parts = path.segments().iter().map(|segment| match segment {
        Segment::Key(key) => key.clone(),
        Segment::Index(index) => index.to_string(),
    });
    let parts: Vec<String> = parts.collect();
    if parts.is_empty() { "the file".into() } else { parts.join(".") }
}

/// Serde's message in plain words, with the nearest known name after "unknown field `x`, expected one of `a`, `b`".
fn explain(message: &str) -> String {
    let mut names = message.split('`').skip(1).step_by(2);
    let unknown = message.starts_with("unknown field") || message.starts_with("unknown variant");
    let hint = names.next().filter(|_| unknown).and_then(|found| did_you_mean(found, names));
    let message = message.replace("a nonzero usize", "a whole number above 0");
    match hint {
        Some(hint) => format!("{message}; {hint}"),
        None => message,
    }
}
