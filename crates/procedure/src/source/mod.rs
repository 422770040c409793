//! Texts and trees: YAML, JSON and Markdown read into one tree that knows where everything stands, and back.
//!
//! Nothing here knows what a procedure is. [`yaml::parse`] and [`json::parse`] give a [`Node`] with byte spans and
//! *all* that is wrong with the text; [`SourceMap`] leads a [`crate::diagnostic::Path`] back to bytes.
//!
//! Refused, with a diagnostic each: a text larger, deeper or of more nodes than [`Limits`] allows, duplicate keys, keys
//! that are lists or mappings, anchors and aliases, merge keys, tags, directives, and more than one document in a text.

pub mod edit;
pub mod json;
mod limits;
mod map;
pub mod markdown;
mod scalar;
mod tree;
pub mod yaml;

pub use limits::Limits;
pub use map::{Position, SourceMap};
pub use scalar::{NumberError, Resolved, resolve};
pub use tree::{Entry, Node, NodeKind, Parsed, Style};
