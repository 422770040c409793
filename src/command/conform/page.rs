//! The same report as a page that needs nothing else.

use mining::conform::Conformance;
use procedure::document::Procedure;

use super::words;

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}\
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.5rem;\
border-bottom:1px solid #8886}td.n{white-space:nowrap}ul{margin:.25rem 0 0;padding-left:1.25rem}\
.accepted{opacity:.7}@media(prefers-color-scheme:dark){body{background:#111;color:#eee}}";

/// The whole page.
pub fn page(procedure: &Procedure, log: &str, found: &Conformance) -> String {
    let mut html = format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n<style>{STYLE}</style>\n<h1>{title}</h1>\n<p>{summary}</p>\n",
        title = escaped(&format!("{}: how work departs from it", procedure.title)),
        summary = escaped(&words::summary(procedure, log, found)),
    );
    for caution in words::cautions(found) {
        html.push_str(&format!("<p>{}</p>\n", escaped(&caution)));
    }
    html.push_str("<table>\n<thead><tr><th scope=\"col\">What departs</th><th scope=\"col\">How often</th></tr></thead>\n<tbody>\n");
    for deviation in &found.deviations {
        let mut notes = words::more(deviation);
        let class = match &deviation.accepted {
            Some(reason) => {
                notes.insert(0, format!("accepted: {reason}"));
                " class=\"accepted\""
            }
            None => "",
        };
        let notes: String = notes.iter().map(|note| format!("<li>{}</li>", escaped(note))).collect();
        let notes = if notes.is_empty() { notes } else { format!("<ul>{notes}</ul>") };
        html.push_str(&format!(
            "<tr{class}><td>{}{notes}</td><td class=\"n\">{}</td></tr>\n",
            escaped(&deviation.title()),
            escaped(&words::frequency(deviation)),
        ));
    }
    html.push_str("</tbody>\n</table>\n</html>\n");
    html
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
