//! The books and the bank.

use std::collections::{BTreeMap, BTreeSet};

use engine::port::{Failure, Repeat, Request};
use serde_json::{Value as Json, json};

use super::{Offer, Office, locked, text};

pub const SYSTEMS: &[(&str, &[Offer])] = &[
    (
        "erp",
        &[
            ("getVendor", "Look up a supplier", Repeat::Safe, &["vendor"], get_vendor),
            ("findInvoices", "Find posted invoices", Repeat::Safe, &["vendor", "number"], find_invoices),
            ("postInvoice", "Post an invoice", Repeat::Keyed, &["vendor", "number", "amount"], post_invoice),
            ("openLedgers", "Count open sub-ledgers", Repeat::Safe, &["entity", "period"], open_ledgers),
            ("trialBalance", "Fetch the trial balance", Repeat::Safe, &["entity", "period"], trial_balance),
            ("lockPeriod", "Lock a period", Repeat::Keyed, &["entity", "period"], lock_period),
            ("latePostings", "Look for late postings", Repeat::Safe, &["entity", "period"], late_postings),
            ("invoice", "Send an invoice", Repeat::Keyed, &["client", "amount"], invoice),
            ("releaseLot", "Book a lot as free", Repeat::Keyed, &["lot"], release_lot),
        ],
    ),
    ("bank", &[("pay", "Pay", Repeat::Keyed, &["vendor", "amount", "account"], pay)]),
];

/// A supplier on file.
#[derive(Debug)]
pub struct Vendor {
    pub name: &'static str,
    pub account: &'static str,
    pub terms: i64,
    pub active: bool,
    /// What it sells, and its usual price in cents.
    pub sells: &'static [(&'static str, i64)],
}

const fn vendor(
    name: &'static str,
    account: &'static str,
    terms: i64,
    sells: &'static [(&'static str, i64)],
) -> Vendor {
    Vendor { name, account, terms, active: true, sells }
}

/// All suppliers on file. The account numbers are made up.
pub const VENDORS: &[Vendor] = &[
    vendor(
        "Brandl Präzisionsteile GmbH",
        "DE00 4711 0000 0012 3401",
        30,
        &[("bearing seat", 1_240), ("guide pin", 385)],
    ),
    vendor(
        "Northgate Castings Ltd",
        "GB00 NGTC 0000 0098 7602",
        45,
        &[("motor housing, left", 2_210), ("motor housing, right", 2_210)],
    ),
    vendor("Ferreira & Filhos, Lda.", "PT00 0035 0000 5566 7703", 30, &[("ash handle", 190), ("oak bracket", 415)]),
    vendor("Kaoru Seimitsu K.K.", "JP00 0001 7788 9904", 60, &[("chuck jaw", 3_480)]),
    vendor("Öko-Strom Oberrhein eG", "DE00 6600 0000 4455 6605", 14, &[("kilowatt hours, plant 1", 29)]),
    vendor("Papier Lang & Söhne", "DE00 7001 0000 1122 3306", 30, &[("carton 40 × 30", 88), ("roll of tape", 210)]),
    vendor(
        "Spedition Adler",
        "DE00 2004 0000 9090 8007",
        14,
        &[("pallet, domestic", 6_900), ("pallet, export", 14_300)],
    ),
    vendor("Lumen Office Cleaning", "DE00 5005 0000 3131 4208", 14, &[("hours of cleaning", 2_450)]),
    vendor("Helix Software Ltd", "IE00 HELX 0000 6060 7009", 30, &[("seats, yearly", 14_900)]),
    vendor(
        "Marchetti Utensili S.r.l.",
        "IT00 X054 0000 7171 8110",
        30,
        &[("saw blade 254 mm", 2_780), ("chisel blank", 640)],
    ),
    vendor("Wrocław Plating Works", "PL00 1020 0000 8282 9211", 30, &[("parts, nickel-plated", 54)]),
    vendor(
        "Gesellschaft für angewandte Messtechnik, Kalibrierung und Prüfmittelüberwachung Südwest mbH & Co. KG",
        "DE00 6105 0000 2323 4312",
        30,
        &[("gauge calibrations", 8_600)],
    ),
    Vendor {
        name: "Tegel Trading UG",
        account: "DE00 1007 0000 5454 6513",
        terms: 14,
        active: false,
        sells: &[("mixed fittings", 130)],
    },
];

#[derive(Default)]
pub struct Books {
    posted: BTreeMap<(String, String), String>,
    locked: BTreeSet<(String, String)>,
    asked: BTreeMap<(String, String, &'static str), u32>,
}

impl Books {
    /// How often this was asked for a company's month, this time included.
    fn asked(&mut self, request: &Request, what: &'static str) -> u32 {
        let times = self.asked.entry((text(request, "entity"), text(request, "period"), what)).or_default();
        *times += 1;
        *times
    }
}

fn normal(number: &str) -> String {
    number.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
}

fn get_vendor(_: &Office, request: &Request) -> Result<Json, Failure> {
    let name = text(request, "vendor");
    let Some(vendor) = VENDORS.iter().find(|vendor| vendor.name == name) else {
        return Err(Failure::permanent("not-found", format!("no supplier `{name}` is on file")));
    };
    let status = if vendor.active { "active" } else { "blocked" };
    Ok(json!({"status": status, "account": vendor.account, "terms_days": vendor.terms}))
}

fn find_invoices(office: &Office, request: &Request) -> Result<Json, Failure> {
    let key = (text(request, "vendor"), normal(&text(request, "number")));
    Ok(json!({"count": i32::from(locked(&office.books).posted.contains_key(&key))}))
}

fn post_invoice(office: &Office, request: &Request) -> Result<Json, Failure> {
    let key = (text(request, "vendor"), normal(&text(request, "number")));
    let mut books = locked(&office.books);
    let next = format!("K-{:05}", 30_100 + books.posted.len());
    Ok(json!({"posting": books.posted.entry(key).or_insert(next)}))
}

fn pay(_: &Office, _: &Request) -> Result<Json, Failure> {
    Ok(json!({"status": "paid"}))
}

fn open_ledgers(office: &Office, request: &Request) -> Result<Json, Failure> {
    let open = locked(&office.books).asked(request, "ledgers") == 1 && text(request, "entity") == "south";
    Ok(json!({"count": i32::from(open)}))
}

/// Number, and by how much the account may change from month to month, in percent.
const ACCOUNTS: &[(&str, i64)] = &[("1200 Bank", 6), ("1400 Receivables", 18), ("1600 Payables", 9), ("3000 Stock", 4)];

fn trial_balance(office: &Office, request: &Request) -> Result<Json, Failure> {
    let times = locked(&office.books).asked(request, "balance");
    let (entity, period) = (text(request, "entity"), text(request, "period"));
    let mut dice = office.dice(&format!("balance {entity} {period}"));
    let mut accounts = Vec::new();
    let mut sum = 0;
    for (number, moves) in ACCOUNTS {
        let prior = dice.between(30_000, 240_000);
        let balance = prior + prior * dice.between(-moves, *moves) / 100;
        sum += balance;
        accounts.push(json!({"number": number, "balance": balance, "prior": prior}));
    }
    // What the others come to stands against it. In the south an entry is missing until somebody finds it.
    let missing = if entity == "south" && times == 1 { 180 } else { 0 };
    accounts.push(
        json!({"number": "8400 Revenue", "balance": -sum + missing, "prior": -sum + dice.between(-4_000, 4_000)}),
    );
    Ok(json!({"accounts": accounts}))
}

fn lock_period(office: &Office, request: &Request) -> Result<Json, Failure> {
    locked(&office.books).locked.insert((text(request, "entity"), text(request, "period")));
    Ok(json!({"locked": true}))
}

fn late_postings(_: &Office, _: &Request) -> Result<Json, Failure> {
    Ok(json!({"found": false}))
}

fn invoice(_: &Office, request: &Request) -> Result<Json, Failure> {
    let digits: u32 = request.key.bytes().map(u32::from).sum();
    Ok(json!({"number": format!("RE-{}", 52_000 + digits % 7_000)}))
}

fn release_lot(_: &Office, request: &Request) -> Result<Json, Failure> {
    Ok(json!({"lot": text(request, "lot"), "state": "free"}))
}
