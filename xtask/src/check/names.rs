//! Folders and modules are named by words of the business.
//!
//! Refuses names that say nothing of what is inside: they collect whatever has no better place.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::tokens::tokens;
use super::{Finding, Project};

/// Names that are refused as a whole.
const EMPTY: &[&str] = &["common", "types"];

/// Words that are refused as any part of a name (`string_utils`).
const EMPTY_WORDS: &[&str] = &["util", "utils", "manager", "managers", "helper", "helpers", "misc", "miscellaneous"];

/// Refuses the folders, files and inline modules of program code that have such a name.
pub fn check(project: &Project) -> Vec<Finding> {
    let mut named: BTreeSet<(PathBuf, Option<usize>, String)> = BTreeSet::new();
    for source in project.sources.iter().filter(|source| source.is_code()) {
        for path in source.path.ancestors().filter(|path| !path.as_os_str().is_empty()) {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            named.insert((path.to_path_buf(), None, name.split('.').next().unwrap_or_default().to_owned()));
        }
        if source.extension() == "rs" {
            let tokens = tokens(&source.text);
            for window in tokens.windows(3).filter(|window| window[0].text == "mod" && window[2].text == "{") {
                named.insert((source.path.clone(), Some(window[1].line), window[1].text.to_owned()));
            }
        }
    }
    let refused = named.into_iter().filter(|(_, _, name)| is_empty(name)).map(|(path, line, name)| Finding {
        path,
        line,
        message: format!("`{name}` says nothing of what is inside; name it by a word of the business"),
    });
    refused.collect()
}

fn is_empty(name: &str) -> bool {
    let name = name.to_lowercase();
    EMPTY.contains(&name.as_str()) || name.split(['_', '-']).any(|word| EMPTY_WORDS.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::super::fixture::refused;

    #[test]
    fn empty_names_of_files_folders_and_inline_modules_are_refused() {
        let findings = refused(
            super::check,
            &[
                ("src/common/mod.rs", ""),
                ("src/string_utils.rs", ""),
                ("ui/src/helpers.test.ts", ""),
                ("src/run.rs", "//! A run.\nmod misc {\n}\nmod journal {\n}\n"),
                ("src/value_type.rs", "// mod types {"),
                ("docs/types/notes.md", ""),
            ],
        );
        let places: Vec<&str> = findings.iter().filter_map(|finding| finding.split(": ").next()).collect();
        assert_eq!(places, ["src/common", "src/run.rs:2", "src/string_utils.rs", "ui/src/helpers.test.ts"]);
    }
}
