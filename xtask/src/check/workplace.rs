//! The repository speaks of the product, not of the machine it was written on.
//!
//! Refuses absolute paths into somebody's own folders, in every text file.

use super::{Finding, Project};

/// How such a path begins, taken apart so that this file does not hold them.
const PLACES: &[&str] = &[concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/ho", "me/")];

/// Refuses the lines that name such a path.
pub fn check(project: &Project) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in &project.sources {
        for (at, line) in source.text.lines().enumerate() {
            if let Some(place) = PLACES.iter().find(|place| holds(line, place)) {
                let message =
                    format!("`{place}…` is a place on one machine; use a path from the root of the repository");
                findings.push(Finding { path: source.path.clone(), line: Some(at + 1), message });
            }
        }
    }
    findings
}

/// Whether an absolute path in `line` begins with `place`; in `crates/work/a` and `../work/a` it is a folder like any.
fn holds(line: &str, place: &str) -> bool {
    line.match_indices(place).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !before.is_some_and(|before| before.is_alphanumeric() || matches!(before, '.' | '_' | '-' | '}' | '/'))
    })
}

#[cfg(test)]
mod tests {
    use super::super::fixture::refused;
    use super::PLACES;

    #[test]
    fn an_absolute_path_into_the_workplace_is_refused_and_a_relative_one_is_not() {
        for place in PLACES {
            let text = format!("a\nsee `{place}notes.md`\n");
            let findings = refused(super::check, &[("docs/notes.md", &text)]);
            assert_eq!(findings.len(), 1, "{place}");
            assert!(findings[0].starts_with("docs/notes.md:2: "), "{findings:?}");
            let relative = format!("docs{place}notes.md https://example.com{place}a");
            assert_eq!(refused(super::check, &[("docs/notes.md", &relative)]), Vec::<String>::new());
        }
    }
}
