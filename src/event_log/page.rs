//! The reports of `mine`, `conform` and `stats` as a page that needs nothing else: no script, no other file, light or dark
//! as the reader's screen is, on paper as well. Everything that comes from a log or a document is escaped.

use procedure::document::Procedure;

const STYLE: &str = ":root{color-scheme:light dark;--line:#d4d8de;--soft:#5c6570;--bar:#3b6fb6;--ground:#fff;--ink:#1c2127}\
@media(prefers-color-scheme:dark){:root{--line:#3a4048;--soft:#a3abb5;--bar:#7aa7e0;--ground:#15181c;--ink:#e8eaed}}\
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;background:var(--ground);color:var(--ink)}\
h1{font-size:1.5rem;line-height:1.25}h2{font-size:1.125rem;margin-top:2rem}p.soft,li.soft{color:var(--soft)}\
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.5rem .5rem .5rem 0;\
border-bottom:1px solid var(--line);overflow-wrap:anywhere}th{font-weight:600}\
td.n,th.n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums;padding-right:0;padding-left:1rem}\
ul{margin:.25rem 0 0;padding-left:1.25rem}tr.less td{color:var(--soft)}\
hr{border:0;border-top:1px solid var(--line);margin:2rem 0}\
@media print{@page{size:A4;margin:18mm}:root{color-scheme:light;--line:#bbb;--soft:#444;--ground:#fff;--ink:#000}\
body{margin:0;max-width:none;font-size:10.5pt}tr,li{break-inside:avoid}h2{break-after:avoid}thead{display:table-header-group}}";

/// A page in the making.
pub struct Page {
    html: String,
}

/// One row of a table.
pub struct Row {
    pub title: String,
    pub notes: Vec<String>,
    /// The columns of figures.
    pub figures: Vec<String>,
    /// A share, drawn as a bar below the title.
    pub share: Option<f64>,
    /// Told, but of less weight.
    pub is_less: bool,
}

impl Page {
    pub fn new(title: &str) -> Self {
        let title = escaped(title);
        Self {
            html: format!(
                "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
            ),
        }
    }

    pub fn heading(&mut self, text: &str) {
        self.html.push_str(&format!("<h2>{}</h2>\n", escaped(text)));
    }

    pub fn paragraph(&mut self, text: &str) {
        self.html.push_str(&format!("<p>{}</p>\n", escaped(text)));
    }

    /// What is good to know, in a softer colour.
    pub fn note(&mut self, text: &str) {
        self.html.push_str(&format!("<p class=\"soft\">{}</p>\n", escaped(text)));
    }

    /// A whole procedure, as its own pages show it.
    pub fn document(&mut self, procedure: &Procedure) {
        self.html.push_str("<hr>\n");
        self.html.push_str(&procedure::render::html(procedure));
    }

    /// A table; the first heading is that of the titles.
    pub fn table(&mut self, headings: &[&str], rows: &[Row]) {
        self.html.push_str("<table>\n<thead><tr>");
        for (place, heading) in headings.iter().enumerate() {
            let class = if place > 0 { " class=\"n\"" } else { "" };
            self.html.push_str(&format!("<th scope=\"col\"{class}>{}</th>", escaped(heading)));
        }
        self.html.push_str("</tr></thead>\n<tbody>\n");
        for row in rows {
            let class = if row.is_less { " class=\"less\"" } else { "" };
            let notes: String = row.notes.iter().map(|note| format!("<li>{}</li>", escaped(note))).collect();
            let notes = if notes.is_empty() { notes } else { format!("<ul>{notes}</ul>") };
            let bar = row.share.map(bar).unwrap_or_default();
            let figures: String =
                row.figures.iter().map(|figure| format!("<td class=\"n\">{}</td>", escaped(figure))).collect();
            self.html.push_str(&format!("<tr{class}><td>{}{bar}{notes}</td>{figures}</tr>\n", escaped(&row.title)));
        }
        self.html.push_str("</tbody>\n</table>\n");
    }

    pub fn finish(mut self) -> String {
        self.html.push_str("</body>\n</html>\n");
        self.html
    }
}

/// A share as a bar; the figure stands beside it, so that nobody has to read the bar.
fn bar(share: f64) -> String {
    let share = share.clamp(0.0, 1.0);
    format!(
        "<svg aria-hidden=\"true\" width=\"100%\" height=\"4\"><rect width=\"{:.1}%\" height=\"4\" fill=\"var(--bar)\"/></svg>",
        share * 100.0
    )
}

fn escaped(text: &str) -> String {
    let text = crate::output::plain(text);
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
