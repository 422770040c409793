//! The demonstration: people, procedures and systems of a firm that does not exist, and six weeks of its history, which
//! is made by really running everything through the use cases on a clock that is told the time.
//!
//! It refuses to invent results: what stands in the file is what the engine made of what people did. The same seed and
//! the same end give the same file.

mod cases;
mod catalogue;
mod chance;
mod clock;
mod counts;
mod history;
mod hours;
mod people;
mod story;
mod systems;

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result};
use connectors::Registry;
use engine::ledger::Verified;
use engine::port::Store;
use engine::port::store::Holder;
use engine::{Engine, Options, Ports};
use jiff::{SignedDuration, Timestamp};
use procedure::hash::ContentHash;
use serde_json::{Value as Json, json};
use store_sqlite::SqliteStore;

use cases::{Cast, Papers};
use chance::DemoChance;
use clock::DemoClock;
use history::History;
use systems::Office;

pub use counts::count;
pub use history::Made;
pub use people::GUIDED;

/// What is wanted.
#[derive(Debug, Clone, Copy)]
pub struct Wishes {
    /// How many cases people bring; schedules and sub-procedures add runs of their own.
    pub runs: usize,
    pub seed: u64,
    /// The moment at which the history ends.
    pub until: Timestamp,
    /// Whether the file is to outlive a power failure.
    pub kept: bool,
}

/// The firm's name.
pub const FIRM: &str = "Altenstein Tools";

/// The firm's time zone.
pub const ZONE: &str = "Europe/Berlin";

/// Days before the history in which the first procedures were published.
const DAYS_BEFORE: i64 = 140;

/// Makes the history in a new file, and opens the engine on it, on the machine's clock.
pub async fn make(file: &Path, wishes: Wishes, told: impl FnMut(usize)) -> Result<(Engine, Made)> {
    let begin = wishes.until.checked_sub(SignedDuration::from_hours(24 * DAYS_BEFORE))?;
    let clock = Arc::new(DemoClock::at(begin));
    let chance = Arc::new(DemoChance::new(wishes.seed));
    let office = Arc::new(Office::new(wishes.seed, Arc::clone(&clock), wishes.until));
    let mut registry = Registry::default();
    systems::connect(&mut registry, &office);
    let registry = Arc::new(registry);
    let ports = |store: Arc<SqliteStore>| Ports {
        store,
        connectors: Arc::clone(&registry) as _,
        clock: Arc::clone(&clock) as _,
        chance: Arc::clone(&chance) as _,
    };
    let made = {
        let store = Arc::new(SqliteStore::open_careless(file)?);
        let options = Options { in_order: true, ..Options::new(holder()) };
        let engine = Engine::open(ports(Arc::clone(&store)), options).await?;
        engine.lead().await?;
        people::enter(&engine, wishes.until).await?;
        let papers = papers(&*store).await?;
        let cast = Cast::new(wishes.seed, Arc::clone(&office), papers, wishes.until);
        let stories = cast.stories(wishes.runs);
        let history = History::new(engine.clone(), Arc::clone(&store) as _, Arc::clone(&clock), cast, wishes.until);
        let made = history.make(stories, told).await?;
        engine.step_down().await?;
        made
    };
    clock.hand_over();
    chance.hand_over();
    let store = if wishes.kept { SqliteStore::open(file)? } else { SqliteStore::open_careless(file)? };
    let engine = Engine::open(ports(Arc::new(store)), Options::new(holder())).await?;
    Ok((engine, made))
}

/// Computes the whole ledger of the history anew.
pub async fn verify(engine: &Engine) -> Result<Verified> {
    let verified = engine.verify(&people::owner_caller(), None).await?;
    verified.map_err(|broken| anyhow::anyhow!("the ledger of the demonstration does not hold: {broken}"))
}

fn holder() -> Holder {
    Holder { id: uuid::Uuid::now_v7().to_string(), pid: std::process::id(), host: "demo".to_owned(), address: None }
}

/// Puts the pictures and papers of the demonstration into the store.
async fn papers(store: &dyn Store) -> Result<Papers> {
    let keep = async |content: &[u8], name: &str, media_type: &str| -> Result<Json> {
        let size = content.len();
        let hash: ContentHash = store.attach(content.to_vec()).await.context("could not keep a picture")?;
        Ok(json!({"sha256": hash.to_string(), "name": name, "media_type": media_type, "size": size}))
    };
    Ok(Papers {
        parcel: keep(include_bytes!("pictures/box.png"), "parcel-as-it-arrived.png", "image/png").await?,
        lamp: keep(include_bytes!("pictures/lamp.png"), "torn-shade.png", "image/png").await?,
        part: keep(include_bytes!("pictures/part.png"), "burr-at-two-o-clock.png", "image/png").await?,
        extract: keep(&page("Extract from the register"), "register-extract.pdf", "application/pdf").await?,
        contract: keep(&page("Contract, signed by both sides"), "contract-signed.pdf", "application/pdf").await?,
        invoice: keep(&page("Invoice"), "invoice-scan.pdf", "application/pdf").await?,
    })
}

/// A page of PDF (ISO 32000-1) with one line on it.
fn page(line: &str) -> Vec<u8> {
    let text = format!("BT /F1 24 Tf 72 720 Td ({line}) Tj ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{text}\nendstream", text.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut pdf = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        places.push(pdf.len());
        pdf.push_str(&format!("{} 0 obj\n{object}\nendobj\n", index + 1));
    }
    let table = pdf.len();
    pdf.push_str(&format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1));
    for place in places {
        pdf.push_str(&format!("{place:010} 00000 n \n"));
    }
    pdf.push_str(&format!("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n", objects.len() + 1));
    pdf.into_bytes()
}
