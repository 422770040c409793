//! Which of the three spellings a text has, where nobody says.

use procedure::read::Spelling;

/// JSON begins with a brace; Markdown has front matter or a title, and headings; all else is YAML.
pub fn spelling_of(text: &str) -> Spelling {
    let begins = text.trim_start();
    let has_heading = text.lines().any(|line| line.starts_with("## ") || line.starts_with("### "));
    if begins.starts_with('{') {
        Spelling::Json
    } else if has_heading && (begins.starts_with("---") || begins.starts_with("# ")) {
        Spelling::Markdown
    } else {
        Spelling::Yaml
    }
}
