//! Reading as HTML: a fragment without scripts or styles, or a page that prints well. Every text is escaped.

use super::reading::{Block, Inline};

/// The blocks as an HTML fragment.
pub(crate) fn print(blocks: &[Block]) -> String {
    let mut out = String::new();
    write(blocks, &mut out);
    out
}

/// A whole page around a fragment.
pub(crate) fn page(title: &str, fragment: &str) -> String {
    let mut out = String::from(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>",
    );
    escape(title, &mut out);
    out.push_str("</title>\n<style>\n");
    out.push_str(STYLE);
    out.push_str("</style>\n</head>\n<body>\n");
    out.push_str(fragment);
    out.push_str("</body>\n</html>\n");
    out
}

const STYLE: &str = "\
:root { color-scheme: light dark; }
body { font: 11pt/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.8em; line-height: 1.2; } h2 { font-size: 1.3em; margin-top: 2em; } h3, h4, h5, h6 { font-size: 1.05em; margin-bottom: .3em; }
section section section { margin-left: 1.2em; }
table { border-collapse: collapse; width: 100%; } th, td { border: 1px solid #8886; padding: .25em .5em; text-align: left; vertical-align: top; }
blockquote { margin-left: 0; padding-left: 1em; border-left: 3px solid #8886; } pre { white-space: pre-wrap; }
@page { margin: 18mm; }
@media print {
  body { margin: 0; max-width: none; font-size: 10pt; }
  h1, h2, h3, h4, h5, h6 { break-after: avoid; } tr, li { break-inside: avoid; } thead { display: table-header-group; }
}
";

fn write(blocks: &[Block], out: &mut String) {
    for block in blocks {
        match block {
            Block::Section { level, heading, anchor, blocks } => {
                let level = (*level).clamp(1, 6);
                match anchor {
                    Some(anchor) => {
                        out.push_str("<section id=\"");
                        escape(anchor, out);
                        out.push_str("\">\n");
                    }
                    None => out.push_str("<section>\n"),
                }
                out.push_str(&format!("<h{level}>"));
                inlines(heading, out);
                out.push_str(&format!("</h{level}>\n"));
                write(blocks, out);
                out.push_str("</section>\n");
            }
            Block::Paragraph(text) => {
                out.push_str("<p>");
                inlines(text, out);
                out.push_str("</p>\n");
            }
            Block::List { from, items } => {
                let name = if from.is_some() { "ol" } else { "ul" };
                match from {
                    Some(from) if *from != 1 => out.push_str(&format!("<ol start=\"{from}\">\n")),
                    Some(_) | None => out.push_str(&format!("<{name}>\n")),
                }
                for item in items {
                    out.push_str("<li>");
                    match item.as_slice() {
                        [Block::Paragraph(text)] => inlines(text, out),
                        blocks => write(blocks, out),
                    }
                    out.push_str("</li>\n");
                }
                out.push_str(&format!("</{name}>\n"));
            }
            Block::Table { head, rows } => {
                out.push_str("<table>\n<thead>\n");
                row(head, "th scope=\"col\"", "th", out);
                out.push_str("</thead>\n<tbody>\n");
                rows.iter().for_each(|cells| row(cells, "td", "td", out));
                out.push_str("</tbody>\n</table>\n");
            }
            Block::Lines(text) => {
                out.push_str("<pre><code>");
                escape(text, out);
                out.push_str("</code></pre>\n");
            }
            Block::Quote(blocks) => {
                out.push_str("<blockquote>\n");
                write(blocks, out);
                out.push_str("</blockquote>\n");
            }
            Block::Divider => out.push_str("<hr>\n"),
        }
    }
}

fn row(cells: &[Vec<Inline>], open: &str, close: &str, out: &mut String) {
    out.push_str("<tr>");
    for cell in cells {
        out.push_str(&format!("<{open}>"));
        inlines(cell, out);
        out.push_str(&format!("</{close}>"));
    }
    out.push_str("</tr>\n");
}

fn inlines(text: &[Inline], out: &mut String) {
    for inline in text {
        match inline {
            Inline::Text(text) => escape(text, out),
            Inline::Code(code) => {
                out.push_str("<code>");
                escape(code, out);
                out.push_str("</code>");
            }
            Inline::Strong(text) => {
                out.push_str("<strong>");
                inlines(text, out);
                out.push_str("</strong>");
            }
            Inline::Emphasis(text) => {
                out.push_str("<em>");
                inlines(text, out);
                out.push_str("</em>");
            }
            Inline::Link { to, text } => {
                out.push_str("<a rel=\"noopener noreferrer nofollow\" href=\"");
                escape(to, out);
                out.push_str("\">");
                inlines(text, out);
                out.push_str("</a>");
            }
            Inline::Break => out.push_str("<br>\n"),
        }
    }
}

fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_control() && !matches!(c, '\n' | '\t') => {}
            c => out.push(c),
        }
    }
}
