//! A file has one subject, and one subject fits in 800 lines. Around 400 it wants splitting.
//!
//! Refuses longer Rust and TypeScript files, except generated ones.

use super::{Finding, Project};

/// The longest a file may be, in lines.
const LONGEST: usize = 800;

/// Refuses the files that are too long.
pub fn check(project: &Project) -> Vec<Finding> {
    let written = project.sources.iter().filter(|source| source.is_code() && !source.is_generated());
    let lengths = written.map(|source| (source, source.text.lines().count()));
    let refused = lengths.filter(|(_, lines)| *lines > LONGEST).map(|(source, lines)| Finding {
        path: source.path.clone(),
        line: None,
        message: format!("{lines} lines; a file has one subject and at most {LONGEST} lines: split it by subject"),
    });
    refused.collect()
}

#[cfg(test)]
mod tests {
    use super::super::fixture::refused;

    #[test]
    fn a_file_over_the_limit_is_refused_unless_a_program_wrote_it() {
        let (long, fits) = ("//\n".repeat(801), "//\n".repeat(800));
        let generated = format!("// @generated\n{long}");
        let findings = refused(
            super::check,
            &[
                ("src/a.rs", &long),
                ("src/b.rs", &fits),
                ("ui/src/c.tsx", &long),
                ("ui/src/d.ts", &generated),
                ("e.md", &long),
            ],
        );
        assert_eq!(findings.len(), 2, "{findings:?}");
        assert_eq!(
            findings[0],
            "src/a.rs: 801 lines; a file has one subject and at most 800 lines: split it by subject"
        );
        assert!(findings[1].starts_with("ui/src/c.tsx: 801 lines"));
    }
}
