//! Nothing unfinished is kept: what is missing is an issue, not a note in the code.
//!
//! Refuses the usual marks of it, in program code with its comments, and in scripts and documents.

use super::{Finding, Project};

/// The marks, taken apart so that this file does not hold them.
const MARKS: &[&str] =
    &[concat!("TO", "DO"), concat!("FIX", "ME"), concat!("todo", "!"), concat!("unimplemented", "!")];

/// Files by whose extension the marks mean what they say.
const WHERE: &[&str] = &["rs", "ts", "tsx", "js", "css", "html", "md", "toml", "yaml", "yml", "sh", "sql"];

/// Refuses the lines that carry a mark.
pub fn check(project: &Project) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in project.sources.iter().filter(|source| WHERE.contains(&source.extension())) {
        for (at, line) in source.text.lines().enumerate() {
            if let Some(mark) = MARKS.iter().find(|mark| holds(line, mark)) {
                let message = format!("`{mark}`: finish it or open an issue, and take the mark out");
                findings.push(Finding { path: source.path.clone(), line: Some(at + 1), message });
            }
        }
    }
    findings
}

/// Whether `line` holds `mark` as a word of its own.
fn holds(line: &str, mark: &str) -> bool {
    let word = |next: char| next == '_' || next.is_alphanumeric();
    line.match_indices(mark).any(|(at, _)| {
        let (before, after) = (line[..at].chars().next_back(), line[at + mark.len()..].chars().next());
        !before.is_some_and(word) && (mark.ends_with('!') || !after.is_some_and(word))
    })
}

#[cfg(test)]
mod tests {
    use super::super::fixture::refused;
    use super::MARKS;

    #[test]
    fn every_mark_is_refused_where_it_is_a_word() {
        for mark in MARKS {
            let source = format!("//! Why.\nfn f() {{ {mark} }}\n");
            let findings = refused(super::check, &[("src/run.rs", &source)]);
            assert_eq!(
                findings,
                [format!("src/run.rs:2: `{mark}`: finish it or open an issue, and take the mark out")]
            );
        }
        let longer = format!("const MY_{}S: u8 = 0;", MARKS[0]);
        assert_eq!(refused(super::check, &[("src/run.rs", &longer)]), Vec::<String>::new());
    }
}
