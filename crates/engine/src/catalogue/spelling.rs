//! Which of the three spellings a text has, where nobody says.

use procedure::read::Spelling;

/// JSON begins with a brace; Markdown has front matter and headings, or begins with a title and prose; all else is YAML.
pub fn spelling_of(text: &str) -> Spelling {
    let begins = text.trim_start_matches('\u{feff}').trim_start();
    let heading = |line: &str| ["# ", "## ", "### "].iter().any(|mark| line.starts_with(mark));
    let front = || begins.starts_with("---") && begins.lines().skip(1).any(|line| line.trim_end() == "---");
    let parts = || begins.lines().any(|line| line.starts_with("## ") || line.starts_with("### "));
    if begins.starts_with('{') {
        Spelling::Json
    } else if (front() && parts()) || (heading(begins) && !is_commented(begins)) {
        Spelling::Markdown
    } else {
        Spelling::Yaml
    }
}

/// A comment of YAML looks like a heading; what follows the comments is a key, and in prose it is not.
fn is_commented(text: &str) -> bool {
    let is_key = |line: &str| {
        let key = line.split_once(':').map_or("", |(key, _)| key);
        !key.is_empty() && key.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
    };
    text.lines().find(|line| !line.trim().is_empty() && !line.starts_with('#')).is_some_and(is_key)
}
