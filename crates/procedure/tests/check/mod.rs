//! Checking a text and showing what was found as a person would see it.

use procedure::check::{Context, check};
use procedure::diagnostic::{Diagnostic, Severity};
use procedure::read::{Spelling, read};
use procedure::source::SourceMap;

/// Every finding of the rules for a YAML text that can be read.
pub fn findings(text: &str, context: &Context<'_>) -> (Vec<Diagnostic>, SourceMap) {
    let reading = read(text, Spelling::Yaml, &());
    let unread: Vec<String> = reading.diagnostics.iter().map(|found| one(found, &reading.source)).collect();
    let Some(procedure) = reading.procedure.filter(|_| unread.is_empty()) else {
        panic!("the document cannot be read:\n{}", unread.join("\n"));
    };
    let context = Context { source: Some(&reading.source), ..*context };
    (check(&procedure, &context), reading.source)
}

/// The findings in words, each with its line and what it points at.
pub fn shown(text: &str, context: &Context<'_>) -> String {
    let (found, source) = findings(text, context);
    if found.is_empty() {
        return "nothing\n".to_owned();
    }
    found.iter().map(|finding| one(finding, &source)).collect::<Vec<_>>().join("\n")
}

fn one(finding: &Diagnostic, source: &SourceMap) -> String {
    let severity = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let mut text = format!("{severity}[{}]: {}\n", finding.code, finding.message);
    text.push_str(&format!("  at {}\n", finding.path));
    if let Some(span) = &finding.span {
        text.push_str(&pointed(source, span.clone()));
    }
    if !finding.explanation.is_empty() {
        text.push_str(&format!("  because: {}\n", finding.explanation));
    }
    if let Some(fix) = &finding.fix {
        text.push_str(&format!("  fix: {fix}\n"));
    }
    for related in &finding.related {
        let line = related.span.as_ref().map_or(0, |span| source.position(span.start).line);
        text.push_str(&format!("  see line {line}: {}\n", related.message));
    }
    text
}

fn pointed(source: &SourceMap, span: std::ops::Range<usize>) -> String {
    let position = source.position(span.start);
    let line = source.text().lines().nth(position.line - 1).unwrap_or_default();
    let rest = line.chars().count().saturating_sub(position.column - 1);
    let width = source.text()[span].lines().next().unwrap_or_default().chars().count().clamp(1, rest.max(1));
    let number = position.line.to_string();
    let margin = " ".repeat(number.len());
    let before = " ".repeat(position.column - 1);
    format!("  {number} | {line}\n  {margin} | {before}{}\n", "^".repeat(width))
}
