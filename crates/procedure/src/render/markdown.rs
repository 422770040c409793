//! Reading as Markdown (CommonMark with tables), every text escaped.

use super::reading::{Block, Inline};

/// The blocks as Markdown, ending with a line break when there is anything.
pub(crate) fn print(blocks: &[Block]) -> String {
    let mut out = String::new();
    write(blocks, "", &mut out);
    out
}

/// Writes blocks with an empty line between them; `indent` begins every line but the first.
fn write(blocks: &[Block], indent: &str, out: &mut String) {
    for (place, block) in blocks.iter().enumerate() {
        if place > 0 {
            out.push_str(indent.trim_end());
            out.push('\n');
            out.push_str(indent);
        }
        match block {
            Block::Section { level, heading, blocks, .. } => {
                out.extend(std::iter::repeat_n('#', usize::from((*level).clamp(1, 6))));
                out.push(' ');
                inlines(heading, " ", out);
                out.push('\n');
                if !blocks.is_empty() {
                    out.push_str(indent.trim_end());
                    out.push('\n');
                    out.push_str(indent);
                    write(blocks, indent, out);
                }
            }
            Block::Paragraph(text) => {
                let mut line = String::new();
                inlines(text, &format!("  \n{indent}"), &mut line);
                out.push_str(&guarded(line.trim()));
                out.push('\n');
            }
            Block::List { from, items } => {
                let tight = items.iter().all(|item| matches!(item.as_slice(), [] | [Block::Paragraph(_)]));
                for (at, item) in items.iter().enumerate() {
                    if at > 0 {
                        if !tight {
                            out.push_str(indent.trim_end());
                            out.push('\n');
                        }
                        out.push_str(indent);
                    }
                    let mark = match from {
                        Some(from) => format!("{}. ", from.saturating_add(at as u64)),
                        None => "- ".to_owned(),
                    };
                    out.push_str(&mark);
                    if item.is_empty() {
                        out.push('\n');
                    } else {
                        write(item, &format!("{indent}{}", " ".repeat(mark.len())), out);
                    }
                }
            }
            Block::Table { head, rows } => table(head, rows, indent, out),
            Block::Lines(text) => {
                let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
                let fence = "`".repeat(longest.max(2) + 1);
                out.push_str(&fence);
                out.push('\n');
                for line in text.lines() {
                    out.push_str(indent);
                    out.push_str(line);
                    out.push('\n');
                }
                out.push_str(indent);
                out.push_str(&fence);
                out.push('\n');
            }
            Block::Quote(blocks) => {
                out.push_str("> ");
                write(blocks, &format!("{indent}> "), out);
                if blocks.is_empty() {
                    out.push('\n');
                }
            }
            Block::Divider => out.push_str("---\n"),
        }
    }
}

fn table(head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>], indent: &str, out: &mut String) {
    let columns = head.len().max(rows.iter().map(Vec::len).max().unwrap_or(0));
    let row = |cells: &[Vec<Inline>], out: &mut String| {
        out.push('|');
        for at in 0..columns {
            let mut cell = String::new();
            inlines(cells.get(at).map_or(&[], Vec::as_slice), " ", &mut cell);
            out.push(' ');
            out.push_str(&in_cell(cell.trim()));
            out.push_str(" |");
        }
        out.push('\n');
    };
    row(head, out);
    out.push_str(indent);
    out.push('|');
    out.push_str(&" --- |".repeat(columns));
    out.push('\n');
    for cells in rows {
        out.push_str(indent);
        row(cells, out);
    }
}

/// A bar within a cell would end it, whatever stands around the bar.
fn in_cell(cell: &str) -> String {
    let mut out = String::with_capacity(cell.len());
    let mut escaped = false;
    for c in cell.chars() {
        if c == '|' && !escaped {
            out.push('\\');
        }
        escaped = c == '\\' && !escaped;
        out.push(c);
    }
    out
}

fn inlines(text: &[Inline], line_break: &str, out: &mut String) {
    for inline in text {
        match inline {
            Inline::Text(text) => escape(text, out),
            Inline::Code(code) => {
                let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
                let fence = "`".repeat(longest + 1);
                let space = if code.starts_with('`') || code.ends_with('`') { " " } else { "" };
                let code = one_line(code);
                out.push_str(&format!("{fence}{space}{code}{space}{fence}"));
            }
            Inline::Strong(text) => around("**", text, line_break, out),
            Inline::Emphasis(text) => around("*", text, line_break, out),
            Inline::Link { to, text } => {
                out.push('[');
                inlines(text, " ", out);
                out.push_str("](<");
                out.push_str(&to.replace('<', "%3C").replace('>', "%3E"));
                out.push_str(">)");
            }
            Inline::Break => out.push_str(line_break),
        }
    }
}

/// Emphasis that begins or ends with a space would not be read as such: the spaces go outside.
fn around(mark: &str, text: &[Inline], line_break: &str, out: &mut String) {
    let mut inner = String::new();
    inlines(text, line_break, &mut inner);
    let (core, begin) = (inner.trim(), inner.len() - inner.trim_start().len());
    if core.is_empty() {
        out.push_str(&inner);
        return;
    }
    out.push_str(&inner[..begin]);
    out.push_str(mark);
    out.push_str(core);
    out.push_str(mark);
    out.push_str(&inner[begin + core.len()..]);
}

fn one_line(text: &str) -> String {
    text.split('\n').map(str::trim).collect::<Vec<_>>().join(" ")
}

fn escape(text: &str, out: &mut String) {
    let mut letter_before = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let letter_after = chars.peek().is_some_and(|c| c.is_alphanumeric());
        match c {
            '\n' | '\r' => out.push(' '),
            // Between letters, as in `refund_limit`, it is no emphasis.
            '_' if letter_before && letter_after => out.push(c),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' => {
                out.push('\\');
                out.push(c);
            }
            '&' => out.push_str("&amp;"),
            c if c.is_control() => {}
            c => out.push(c),
        }
        letter_before = c.is_alphanumeric();
    }
}

/// A paragraph's first characters, escaped where they would begin a heading, a list or a line across.
fn guarded(line: &str) -> String {
    if line.starts_with(['#', '+', '-', '=']) {
        return format!("\\{line}");
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 && line[digits..].starts_with(['.', ')']) {
        return format!("{}\\{}", &line[..digits], &line[digits..]);
    }
    line.to_owned()
}
