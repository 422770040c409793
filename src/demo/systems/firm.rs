//! The systems of the advisory arm: its list of clients, its files, signatures and workspaces; and those of staff.

use engine::port::{Failure, Repeat, Request};
use serde_json::{Value as Json, json};

use super::{Offer, Office, text};

pub const SYSTEMS: &[(&str, &[Offer])] = &[
    (
        "crm",
        &[
            ("getDeal", "Look up a deal", Repeat::Safe, &["id"], get_deal),
            ("findClients", "Find clients", Repeat::Safe, &[], nobody),
        ],
    ),
    ("matters", &[("search", "Search files", Repeat::Safe, &[], nobody)]),
    ("staff", &[("interests", "Interests of our staff", Repeat::Safe, &[], nobody)]),
    ("screening", &[("check", "Screen names", Repeat::Safe, &["client"], screen)]),
    ("signing", &[("send", "Send for signature", Repeat::Keyed, &["to"], send)]),
    ("workspace", &[("create", "Open a workspace", Repeat::Keyed, &["client"], create)]),
    (
        "identity",
        &[
            ("createAccount", "Create an account", Repeat::Keyed, &["name"], create_account),
            ("grant", "Grant access", Repeat::Keyed, &["account", "access"], grant),
        ],
    ),
    ("payroll", &[("enrol", "Enrol in payroll", Repeat::Keyed, &["name"], enrol)]),
    ("stores", &[("order", "Order equipment", Repeat::Keyed, &["item"], order)]),
];

/// Client, services, fee.
const DEALS: &[(&str, &str, i64)] = &[
    ("Rowan Joinery Ltd", "Set up a tool room and train six people", 14_000),
    ("Hartwell Academy Trust", "Refit three school workshops", 68_000),
    ("Meadowbank Housing Association", "Yearly inspection of maintenance tools", 22_500),
    ("Caldwell & Ng Boatbuilders", "Plan the extraction for a new shed", 9_800),
    (
        "The Worshipful Company of Turners and Ornamental Metalworkers of the Lower Severn Valley",
        "Advise on a training bench",
        31_000,
    ),
    ("Brightside Repair Café CIC", "Lend and service a stock of tools", 3_200),
    ("Orchard Lane Nursery", "Assess garden machines", 5_400),
    ("Sterling Set Construction plc", "Equip a touring workshop", 120_000),
];

fn get_deal(office: &Office, request: &Request) -> Result<Json, Failure> {
    let id = text(request, "id");
    let Some(number) = id.strip_prefix("D-").and_then(|number| number.parse::<usize>().ok()) else {
        return Err(Failure::permanent("not-found", format!("there is no deal {id}")));
    };
    let (client, services, fee) = DEALS[number % DEALS.len()];
    let mut dice = office.dice(&format!("deal {id}"));
    let discount = [0, 0, 5, 12][dice.below(4)];
    let word = client.split(' ').find(|word| word.len() > 3).unwrap_or("client").to_lowercase();
    let word: String = word.chars().filter(char::is_ascii_alphanumeric).collect();
    Ok(json!({
        "client": client,
        "registration": format!("{:08}", dice.between(1_000_000, 9_999_999)),
        "contact": format!("office@{word}.example"),
        "services": services,
        "fee": fee,
        "discount": discount,
        "personal_data": dice.percent(25),
    }))
}

fn nobody(_: &Office, _: &Request) -> Result<Json, Failure> {
    Ok(json!({"found": []}))
}

fn screen(office: &Office, request: &Request) -> Result<Json, Failure> {
    let mut dice = office.dice(&format!("screening {}", text(request, "client")));
    let hits = i32::from(dice.percent(25));
    Ok(json!({"hits": hits, "score": dice.between(4, 60) + i64::from(hits) * 25}))
}

fn send(_: &Office, request: &Request) -> Result<Json, Failure> {
    let mark: String = request.key.chars().filter(char::is_ascii_alphanumeric).rev().take(8).collect();
    Ok(json!({"envelope": format!("ENV-{}", mark.to_uppercase())}))
}

fn create(_: &Office, request: &Request) -> Result<Json, Failure> {
    let name: String = text(request, "client").to_lowercase();
    let name: Vec<&str> = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    Ok(json!({"address": format!("https://work.example/{}", name.join("-"))}))
}

fn create_account(_: &Office, request: &Request) -> Result<Json, Failure> {
    let account: Vec<String> =
        text(request, "name").to_lowercase().split_whitespace().map(|word| word.replace(['’', '.'], "")).collect();
    Ok(json!({"account": account.join(".")}))
}

fn grant(_: &Office, request: &Request) -> Result<Json, Failure> {
    Ok(json!({"granted": text(request, "access")}))
}

fn enrol(office: &Office, request: &Request) -> Result<Json, Failure> {
    let number = office.dice(&format!("payroll {}", text(request, "name"))).between(1_000, 9_999);
    Ok(json!({"number": format!("PN-{number}")}))
}

fn order(office: &Office, request: &Request) -> Result<Json, Failure> {
    let mut dice = office.dice(&request.key);
    Ok(json!({"order": format!("EQ-{}", dice.between(2_000, 9_999)), "in_stock": dice.percent(80)}))
}
