//! Reading as plain text for a terminal, wrapped at a width.
//!
//! Control characters are taken out, so that no text of a document can steer the terminal.

use super::reading::{Block, Inline};

/// Narrowest and widest lines, in characters.
const NARROWEST: usize = 30;
const WIDEST: usize = 400;

/// The blocks as text, in lines of at most `width` characters where words allow it.
pub(crate) fn print(blocks: &[Block], width: usize) -> String {
    let mut out = String::new();
    write(blocks, &Margin { indent: String::new(), width: width.clamp(NARROWEST, WIDEST) }, &mut out);
    out
}

struct Margin {
    indent: String,
    width: usize,
}

impl Margin {
    fn deeper(&self, by: &str) -> Margin {
        // Deep nesting must leave room for words.
        let indent = if self.indent.len() + by.len() + 20 > self.width {
            self.indent.clone()
        } else {
            format!("{}{by}", self.indent)
        };
        Margin { indent, width: self.width }
    }

    fn room(&self) -> usize {
        self.width.saturating_sub(self.indent.chars().count()).max(10)
    }
}

fn write(blocks: &[Block], margin: &Margin, out: &mut String) {
    for (place, block) in blocks.iter().enumerate() {
        if place > 0 {
            out.push_str(margin.indent.trim_end());
            out.push('\n');
        }
        match block {
            Block::Section { level, heading, blocks, .. } => {
                let title = plain(heading);
                lines(&wrapped(&title, margin.room()), margin, out);
                if *level <= 2 {
                    let rule = if *level == 1 { "=" } else { "-" };
                    let length = title.chars().count().clamp(1, margin.room());
                    lines(&[rule.repeat(length)], margin, out);
                }
                if !blocks.is_empty() {
                    if *level <= 2 {
                        out.push_str(margin.indent.trim_end());
                        out.push('\n');
                        write(blocks, margin, out);
                    } else {
                        write(blocks, &margin.deeper("   "), out);
                    }
                }
            }
            Block::Paragraph(text) => {
                for part in plain(text).split('\n') {
                    lines(&wrapped(part, margin.room()), margin, out);
                }
            }
            Block::List { from, items } => {
                let tight = items.iter().all(|item| matches!(item.as_slice(), [] | [Block::Paragraph(_)]));
                for (at, item) in items.iter().enumerate() {
                    if at > 0 && !tight {
                        out.push_str(margin.indent.trim_end());
                        out.push('\n');
                    }
                    let mark = match from {
                        Some(from) => format!("{}. ", from.saturating_add(at as u64)),
                        None => "- ".to_owned(),
                    };
                    let inner = margin.deeper(&" ".repeat(mark.len()));
                    let mut body = String::new();
                    write(item, &inner, &mut body);
                    let body = body.strip_prefix(inner.indent.as_str()).unwrap_or(&body);
                    out.push_str(&margin.indent);
                    out.push_str(&mark);
                    out.push_str(if body.is_empty() { "\n" } else { body });
                }
            }
            Block::Table { head, rows } => table(head, rows, margin, out),
            Block::Lines(text) => {
                let kept: Vec<String> = text.lines().map(shown).collect();
                lines(&kept, &margin.deeper("    "), out);
            }
            Block::Quote(blocks) => write(blocks, &margin.deeper("| "), out),
            Block::Divider => lines(&["-".repeat(margin.room().min(20))], margin, out),
        }
    }
}

fn lines(text: &[String], margin: &Margin, out: &mut String) {
    for line in text {
        out.push_str(format!("{}{line}", margin.indent).trim_end());
        out.push('\n');
    }
}

/// Columns as wide as their longest line, narrowed from the widest until the table fits.
fn table(head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>], margin: &Margin, out: &mut String) {
    let columns = head.len().max(rows.iter().map(Vec::len).max().unwrap_or(0));
    if columns == 0 {
        return;
    }
    let cells: Vec<Vec<String>> = std::iter::once(head)
        .chain(rows.iter().map(Vec::as_slice))
        .map(|row| (0..columns).map(|at| row.get(at).map(|cell| plain(cell)).unwrap_or_default()).collect())
        .collect();
    let mut widths: Vec<usize> =
        (0..columns).map(|at| cells.iter().map(|row| row[at].chars().count()).max().unwrap_or(0).max(1)).collect();
    let gaps = 2 * (columns - 1);
    while widths.iter().sum::<usize>() + gaps > margin.room() {
        let Some(widest) = widths.iter_mut().max() else { break };
        if *widest <= 8 {
            break;
        }
        *widest -= 1;
    }
    for (place, row) in cells.iter().enumerate() {
        let wrapped: Vec<Vec<String>> = row
            .iter()
            .zip(&widths)
            .map(|(cell, width)| cell.split('\n').flat_map(|line| wrapped(line, *width)).collect())
            .collect();
        let height = wrapped.iter().map(Vec::len).max().unwrap_or(0);
        for at in 0..height {
            let line: Vec<String> = wrapped
                .iter()
                .zip(&widths)
                .map(|(cell, width)| {
                    let text = cell.get(at).map_or("", String::as_str);
                    format!("{text}{}", " ".repeat(width.saturating_sub(text.chars().count())))
                })
                .collect();
            lines(&[line.join("  ")], margin, out);
        }
        if place == 0 {
            let rule: Vec<String> = widths.iter().map(|width| "-".repeat(*width)).collect();
            lines(&[rule.join("  ")], margin, out);
        }
    }
}

/// Lines of at most `width` characters; a longer word stands alone.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut found = Vec::new();
    let mut line = String::new();
    let mut length = 0;
    for word in text.split_whitespace() {
        let size = word.chars().count();
        if length > 0 && length + 1 + size > width {
            found.push(std::mem::take(&mut line));
            length = 0;
        }
        if length > 0 {
            line.push(' ');
            length += 1;
        }
        line.push_str(word);
        length += size;
    }
    if !line.is_empty() || found.is_empty() {
        found.push(line);
    }
    found
}

fn shown(text: &str) -> String {
    text.chars().map(|c| if c == '\t' { ' ' } else { c }).filter(|c| !c.is_control()).collect()
}

/// A line's text without its emphasis; `\n` where the line is broken.
pub(crate) fn plain(text: &[Inline]) -> String {
    let mut out = String::new();
    for inline in text {
        match inline {
            Inline::Text(text) => out.push_str(&shown(&text.replace(['\n', '\r'], " "))),
            Inline::Code(code) => out.push_str(&shown(&code.replace(['\n', '\r'], " "))),
            Inline::Strong(text) | Inline::Emphasis(text) => out.push_str(&plain(text)),
            Inline::Link { to, text } => {
                let text = plain(text);
                out.push_str(&text);
                if *to != text {
                    out.push_str(&format!(" ({})", shown(to)));
                }
            }
            Inline::Break => out.push('\n'),
        }
    }
    out
}
