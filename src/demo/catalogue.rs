//! The procedures of the demonstration: the examples, with what they were before.
//!
//! An earlier version is the present text with what came later taken back. It has no examples of its own: those were
//! written with the present one.

use anyhow::{Context, Result, bail};
use engine::Engine;
use engine::directory::Caller;
use engine::port::store::Publication;
use interpreter::actor::Surface;
use jiff::{SignedDuration, Timestamp};
use procedure::document::{Procedure, Trigger};
use procedure::read::{Pack, Spelling};
use procedure::time::Calendar;

use super::people::OWNER;

/// One publication: so many days before the end, by whom, why, and the present text with these changes taken back
/// (what stands there now, what stood there then).
pub struct Edition {
    pub procedure: &'static str,
    pub days_before: i64,
    author: &'static str,
    rationale: &'static str,
    taken_back: &'static [(&'static str, &'static str)],
}

/// What taking back means for the newest edition.
const AS_IT_IS: &[(&str, &str)] = &[];

const fn edition(
    procedure: &'static str,
    days_before: i64,
    author: &'static str,
    rationale: &'static str,
    taken_back: &'static [(&'static str, &'static str)],
) -> Edition {
    Edition { procedure, days_before, author, rationale, taken_back }
}

const RETURNS_FIRST: &[(&str, &str)] = &[
    (LOT_STEPS, ""),
    (
        "lot_alarm: {type: integer, minimum: 1, default: 3, title: Complaints about one lot in 30 days that alarm quality}\n  ",
        "",
    ),
    ("  same_lot: {type: integer, minimum: 0}\n", ""),
    ("  quality-lead: Watches for lots that fail again and again.\n", ""),
    ("notify: [support-lead, quality-lead]}", "notify: support-lead}"),
    (
        "replace_limit: {type: number, unit: EUR, default: 500,",
        "replace_limit: {type: number, unit: EUR, default: 250,",
    ),
];

const LOT_STEPS: &str = "  - id: count-lot
    title: Count complaints about the same lot
    call: quality.countComplaints
    with: {lot: =lot, days: 30}
    save: {same_lot: =result.count}
    on_error: {failure: {retry: 2, backoff: 5s, then: {ask: quality-lead}}}
  - id: lot-alarm
    title: Tell quality when a lot fails again and again
    if: same_lot >= settings.lot_alarm
    notify:
      to: quality-lead
      text: Lot {{ lot }} of {{ item }} has {{ same_lot }} complaints in 30 days. Hold what is left of it and inspect it again.
    on_error: {failure: continue}
    standards: [ISO 9001:2015 10.2]
";

const RETURNS_SECOND: &[(&str, &str)] = &[(
    "replace_limit: {type: number, unit: EUR, default: 500,",
    "replace_limit: {type: number, unit: EUR, default: 250,",
)];

const INVOICE_FIRST: &[(&str, &str)] = &[
    ("default: OR, title: 'Must one limit hold (OR)", "default: AND, title: 'Must one limit hold (OR)"),
    (
        "second_release: {type: number, unit: EUR, default: 10000,",
        "second_release: {type: number, unit: EUR, default: 25000,",
    ),
];

const CONTENT_FIRST: &[(&str, &str)] =
    &[("          remind: {every: 4h}\n", ""), ("default: 90, title: Least score", "default: 80, title: Least score")];

const INSPECTION_FIRST: &[(&str, &str)] = &[
    (
        "least_capability: {type: number, minimum: 0, default: 1.33,",
        "least_capability: {type: number, minimum: 0, default: 1,",
    ),
    ("      - {that: critical_defects <= defects, because: A critical piece is a bad piece.}\n", ""),
];

/// Every publication, oldest first.
pub const EDITIONS: &[Edition] = &[
    edition(
        "damaged-item-return",
        130,
        "daniel.osullivan",
        "The first version, written down from how the team does it.",
        RETURNS_FIRST,
    ),
    edition(
        "invoice-approval",
        118,
        "ingrid.solberg",
        "Takes the place of the spreadsheet and the stamp.",
        INVOICE_FIRST,
    ),
    edition(
        "incoming-inspection",
        96,
        "franz.egger",
        "Moved over from the paper form QF-12 without changes.",
        INSPECTION_FIRST,
    ),
    edition(
        "client-onboarding",
        90,
        "catherine.bell",
        "One way for all partners, after two letters went out unsigned.",
        AS_IT_IS,
    ),
    edition(
        "account-reconciliation",
        75,
        "ingrid.solberg",
        "Four eyes on every account, as the auditors asked.",
        AS_IT_IS,
    ),
    edition(
        "damaged-item-return",
        64,
        "greta.lindqvist",
        "Count complaints by lot: three customers had the same cracked handle and nobody noticed.",
        RETURNS_SECOND,
    ),
    edition(
        "new-hire-onboarding",
        60,
        "jonas.weber",
        "After the summer in which two people started without a machine.",
        AS_IT_IS,
    ),
    edition("content-approval", 44, "ruth.adler", "What we agreed on after the correction in spring.", CONTENT_FIRST),
    edition("incident-response", 43, "rahel.stein", "Written after the night of the expired certificate.", AS_IT_IS),
    edition(
        "month-end-close",
        42,
        "ingrid.solberg",
        "The close in one place, with account reconciliation as a procedure of its own.",
        AS_IT_IS,
    ),
    edition(
        "invoice-approval",
        31,
        "ingrid.solberg",
        "One tolerance suffices (OR): half of all price questions were about less than five euros. Two treasurers from 10,000 EUR on.",
        AS_IT_IS,
    ),
    edition(
        "incoming-inspection",
        24,
        "franz.egger",
        "Cpk of 1.33 as the customer asks, and a check that the critical pieces are among the bad ones.",
        AS_IT_IS,
    ),
    edition(
        "damaged-item-return",
        17,
        "greta.lindqvist",
        "Replace up to 500 EUR without asking: the lead had agreed to 41 of 42 such cases.",
        AS_IT_IS,
    ),
    edition(
        "content-approval",
        12,
        "ruth.adler",
        "Remind the expert every four hours, and mend more before anybody reads it.",
        AS_IT_IS,
    ),
];

/// The examples' texts, which are part of the program.
const TEXTS: &[(&str, &str)] = &[
    ("account-reconciliation", include_str!("../../examples/account-reconciliation.sop.yaml")),
    ("client-onboarding", include_str!("../../examples/client-onboarding.sop.yaml")),
    ("content-approval", include_str!("../../examples/content-approval.sop.yaml")),
    ("damaged-item-return", include_str!("../../examples/damaged-item-return.sop.yaml")),
    ("incident-response", include_str!("../../examples/incident-response.sop.yaml")),
    ("incoming-inspection", include_str!("../../examples/incoming-inspection.sop.yaml")),
    ("invoice-approval", include_str!("../../examples/invoice-approval.sop.yaml")),
    ("month-end-close", include_str!("../../examples/month-end-close.sop.yaml")),
    ("new-hire-onboarding", include_str!("../../examples/new-hire-onboarding.sop.yaml")),
];

/// The tables that stand beside the examples.
struct Tables;

impl Pack for Tables {
    fn text(&self, path: &str) -> Option<String> {
        let table = match path {
            "sampling-plan.csv" => include_str!("../../examples/sampling-plan.csv"),
            "tightened-plan.csv" => include_str!("../../examples/tightened-plan.csv"),
            _ => return None,
        };
        Some(table.to_owned())
    }
}

impl Edition {
    /// The document as it was published then.
    pub fn document(&self) -> Result<Procedure> {
        Ok(self.read()?.0)
    }

    /// The document with the text that says it.
    fn read(&self) -> Result<(Procedure, String)> {
        let (_, text) = TEXTS
            .iter()
            .find(|(id, _)| *id == self.procedure)
            .with_context(|| format!("there is no example `{}`", self.procedure))?;
        let mut text = (*text).to_owned();
        for (now, then) in self.taken_back {
            if !text.contains(now) {
                bail!("`{}` has nothing that reads {now:?}; mend its earlier version", self.procedure);
            }
            text = text.replace(now, then);
        }
        let read = procedure::read::read(&text, Spelling::Yaml, &Tables);
        let mut document = read.clean().map_err(|found| {
            let words: Vec<&str> = found.iter().map(|found| found.message.as_str()).collect();
            anyhow::anyhow!("the example `{}` cannot be read: {}", self.procedure, words.join("; "))
        })?;
        if !self.taken_back.is_empty() {
            document.examples.clear();
        }
        Ok((document, text))
    }

    /// When it was published.
    pub fn moment(&self, until: Timestamp) -> Timestamp {
        until.checked_sub(SignedDuration::from_hours(24 * self.days_before)).unwrap_or(until)
    }

    /// Publishes it as its author, or as the owner where the author's role is not the procedure's.
    pub async fn publish(&self, engine: &Engine) -> Result<Publication> {
        let (document, text) = self.read()?;
        let author = Caller::new(self.author, Surface::Web);
        let published = match engine.publish_written(&author, &document, Some(&text), self.rationale).await {
            Err(engine::Error::Denied { .. }) => {
                let owner = Caller::new(OWNER, Surface::Web);
                engine.publish_written(&owner, &document, Some(&text), self.rationale).await
            }
            other => other,
        };
        published.with_context(|| format!("could not publish `{}`", self.procedure))
    }
}

/// The next moment after `now` at which one of the procedures is started by its schedule.
pub fn next_scheduled(documents: &[Procedure], now: Timestamp) -> Option<Timestamp> {
    let site = Calendar::default();
    let moments = documents.iter().flat_map(|document| {
        let calendar = document.calendar.as_ref().unwrap_or(&site);
        document.triggers.iter().filter_map(move |trigger| match trigger {
            Trigger::Schedule { schedule, .. } => schedule.next_after(calendar, now),
            Trigger::Manual { .. } | Trigger::Event { .. } => None,
        })
    });
    moments.min()
}
