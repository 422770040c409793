//! How much a text from outside may ask of us.

use crate::diagnostic::{Diagnostic, Path};

/// Bounds that hold before and while a text is read, so that a hostile one costs little.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Largest text, in bytes.
    pub bytes: usize,
    /// Deepest nesting of lists and mappings; the root counts as 1.
    pub depth: usize,
    /// Most scalars, lists and mappings together.
    pub nodes: usize,
}

impl Default for Limits {
    /// 1 MiB, 64 levels, 100,000 nodes.
    fn default() -> Self {
        Limits { bytes: 1 << 20, depth: 64, nodes: 100_000 }
    }
}

impl Limits {
    /// The finding about a text that is too large, if it is.
    pub(super) fn oversize(&self, text: &str) -> Option<Diagnostic> {
        (text.len() > self.bytes).then(|| {
            let message = format!("the text has {} bytes; at most {} are read", text.len(), self.bytes);
            spanned(Diagnostic::error("too-large", Path::root(), message), 0..0)
                .because("A larger text could exhaust the memory of whoever reads it.")
                .fix("Split it into several procedures, and keep tables and attachments in files of their own.")
        })
    }

    pub(super) fn too_deep(&self, at: usize, end: usize) -> Diagnostic {
        let message = format!("lists and mappings are nested deeper than {} levels", self.depth);
        spanned(Diagnostic::error("too-deep", Path::root(), message), at..end)
            .because("No procedure needs such nesting; reading stopped here.")
            .fix("Move the inner steps into a procedure of their own.")
    }

    pub(super) fn too_many(&self, at: usize, end: usize) -> Diagnostic {
        let message = format!("the text has more than {} values", self.nodes);
        spanned(Diagnostic::error("too-many-values", Path::root(), message), at..end)
            .because("Reading stopped here.")
            .fix("Split the procedure, and keep tables in files of their own.")
    }
}

pub(super) fn spanned(mut diagnostic: Diagnostic, span: std::ops::Range<usize>) -> Diagnostic {
    diagnostic.span = Some(span);
    diagnostic
}
