//! The same report as a page that needs nothing else.

use mining::conform::Conformance;
use procedure::document::Procedure;

use super::words;
use crate::event_log::page::{Page, Row};

/// The whole page.
pub fn page(procedure: &Procedure, log: &str, found: &Conformance) -> String {
    let mut page = Page::new(&format!("{}: how work departs from it", procedure.title));
    page.paragraph(&words::summary(procedure, log, found));
    words::cautions(found).iter().for_each(|caution| page.note(caution));
    if found.deviations.is_empty() {
        page.paragraph("Nothing departs from it.");
        return page.finish();
    }
    let rows: Vec<Row> = found
        .deviations
        .iter()
        .map(|deviation| {
            let accepted = deviation.accepted.as_ref().map(|reason| format!("accepted: {reason}"));
            Row {
                title: deviation.title(),
                notes: accepted.into_iter().chain(words::more(deviation)).collect(),
                figures: vec![words::frequency(deviation)],
                share: Some(deviation.share),
                is_less: deviation.accepted.is_some(),
            }
        })
        .collect();
    page.table(&["What departs", "How often"], &rows);
    page.finish()
}
