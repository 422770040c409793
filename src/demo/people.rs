//! The people of the demonstration: a firm of about fifty that makes and sells tools for the household.

use std::collections::BTreeSet;

use anyhow::{Context, Result};
use engine::Engine;
use engine::directory::{Absence, Caller, Person, Team, Upon};
use interpreter::actor::Surface;
use interpreter::id::PersonId;
use jiff::{SignedDuration, Timestamp};
use procedure::document::RoleId;

/// Who set the installation up and owns it.
pub const OWNER: &str = "marta.oyelaran";

/// The shop, the scales and the mail room, as far as they tell the system something by themselves.
pub const MACHINE: &str = "shop-floor-integration";

/// Id, name, roles.
const STAFF: &[(&str, &str, &[&str])] = &[
    (OWNER, "Marta Oyelaran", &[]),
    ("jonas.weber", "Jonas Weber", &["quality-lead", "hr-lead"]),
    ("aisha.khan", "Aisha Khan", &["support-agent"]),
    ("tom.becker", "Tom Becker", &["support-agent"]),
    ("lucia.fernandez", "Lucía Fernández", &["support-agent"]),
    ("greta.lindqvist", "Greta Lindqvist", &["support-lead"]),
    ("daniel.osullivan", "Daniel O’Sullivan", &["support-lead"]),
    ("piotr.nowak", "Piotr Nowak", &["warehouse", "receiver"]),
    ("dembe.okafor", "Dembe Okafor", &["warehouse", "receiver"]),
    ("nadia.rahman", "Nadia Rahman", &["legal"]),
    ("henrik.vasquez", "Henrik Vásquez-Thorvaldsen", &["legal"]),
    ("kofi.mensah", "Kofi Mensah", &["on-call", "it-on-call"]),
    ("anna.petrova", "Anna Petrova", &["on-call", "it-on-call"]),
    ("rahel.stein", "Rahel Stein", &["service-lead", "it-lead"]),
    ("bruno.carvalho", "Bruno Carvalho", &["communications"]),
    ("ida.nyholm", "Ida Nyholm", &["communications"]),
    ("theo.laurent", "Théo Laurent", &["data-protection"]),
    ("yuki.tanaka", "Yuki Tanaka", &["payables-clerk", "accountant"]),
    ("samuel.osei", "Samuel Osei", &["payables-clerk", "accountant"]),
    ("noor.haddad", "Noor Haddad", &["accountant"]),
    ("helena.costa", "Helena Costa", &["buyer", "purchasing"]),
    ("viktor.halasz", "Viktor Halász", &["buyer", "purchasing"]),
    ("omar.siddiqui", "Omar Siddiqui", &["budget-owner", "hiring-manager"]),
    ("ingrid.solberg", "Ingrid Solberg", &["controller"]),
    ("claire.dubois", "Claire Dubois", &["treasurer", "reviewer"]),
    ("raj.patel", "Raj Patel", &["treasurer", "reviewer"]),
    ("wanjiru.kamau", "Wanjiru Kamau", &["treasurer"]),
    (
        "margarethe.von-hohenfels-waldburg",
        "Dr. Margarethe-Alexandra von Hohenfels-Waldburg zu Altenstein",
        &["chief-financial-officer"],
    ),
    ("stefan.ilic", "Stefan Ilić", &["inspector"]),
    ("mai.tran", "Mai Trần", &["inspector"]),
    ("jo.mcallister", "Jo McAllister", &[]),
    ("oluwaseun.adebayo", "Oluwaseun Adebayo-Fitzgerald", &["quality-engineer"]),
    ("birgit.moser", "Birgit Moser", &["quality-engineer"]),
    ("tadeusz.brzozowski", "Tadeusz Brzozowski", &["quality-engineer"]),
    ("franz.egger", "Franz Egger", &["quality-manager"]),
    ("eli.park", "Eli Park", &["author"]),
    ("sofia.marino", "Sofia Marino", &["author"]),
    ("amara.diallo", "Amara Diallo", &["expert"]),
    ("lars.holm", "Lars Holm", &["deputy-editor"]),
    ("ruth.adler", "Ruth Adler", &["editor"]),
    ("grace.kimani", "Grace Kimani", &["account-lead"]),
    ("oliver.hughes", "Oliver Hughes", &["account-lead"]),
    ("catherine.bell", "Catherine Bell", &["engagement-partner"]),
    ("edward.finch", "Edward Finch", &["second-partner"]),
    ("priscilla.ng", "Priscilla Ng", &["second-partner", "engagement-partner"]),
    ("miriam.katz", "Miriam Katz", &["compliance"]),
    ("lena.fischer", "Lena Fischer", &["people-partner"]),
    ("paulo.rezende", "Paulo Rezende", &["people-partner"]),
    ("sven.dahl", "Sven Dahl", &["it-support"]),
    ("chidi.eze", "Chidi Eze", &["it-support"]),
    ("mateo.silva", "Mateo Silva", &["buddy", "hiring-manager"]),
    ("hanna.virtanen", "Hanna Virtanen", &["buddy", "safety-officer"]),
    ("vera.novak", "Vera Novak", &[]),
];

/// Whom the start screen offers first, with what they are there to show.
pub const GUIDED: &[(&str, &str)] = &[
    (OWNER, "owner: sees and may do everything"),
    ("jonas.weber", "editor: drafts any procedure, and leads the people team"),
    ("greta.lindqvist", "leads support, owns the returns procedure"),
    ("aisha.khan", "support agent: returns"),
    ("piotr.nowak", "warehouse: unpacks what comes back"),
    ("yuki.tanaka", "finance: invoices and the month-end close"),
    ("ingrid.solberg", "controller: approves payments and closes the books"),
    ("mai.tran", "inspector at goods-in"),
    ("birgit.moser", "quality engineer, stands in for a colleague who is away"),
    ("vera.novak", "auditor: reads everything, changes nothing"),
];

/// Who is away at the end of the history, and who stands in.
pub const AWAY: (&str, &str) = ("oluwaseun.adebayo", "birgit.moser");

/// Everybody, for an installation that was set up at `began` and is looked at at `until`.
fn everybody(until: Timestamp) -> Result<Vec<Person>> {
    let mut people = Vec::new();
    for (id, name, roles) in STAFF {
        let roles: Result<BTreeSet<RoleId>> =
            roles.iter().map(|role| role.parse().context("a role of the staff's list is kebab-case")).collect();
        people.push(Person {
            name: (*name).to_owned(),
            roles: roles?,
            administrator: *id == OWNER,
            auditor: *id == "vera.novak",
            editor: *id == "jonas.weber",
            ..Person::new(id)
        });
    }
    people.push(Person { name: "Shop and shop-floor systems".to_owned(), machine: true, ..Person::new(MACHINE) });
    let day = SignedDuration::from_hours(24);
    for person in people.iter_mut().filter(|person| person.id.as_str() == AWAY.0) {
        let delegate = PersonId::new(AWAY.1);
        person.absences.push(Absence { from: until - day * 2, until: Some(until + day * 5), delegate });
    }
    Ok(people)
}

/// Enters everybody: the owner as whoever sets the file up, and then everybody else as the owner.
pub async fn enter(engine: &Engine, until: Timestamp) -> Result<()> {
    let people = everybody(until)?;
    let (owner, others): (Vec<Person>, Vec<Person>) =
        people.into_iter().partition(|person| person.id.as_str() == OWNER);
    engine.configure_people(owner).await?;
    for person in others {
        engine.put_person(&owner_caller(), person).await?;
    }
    engine.put_team(&owner_caller(), Upon::Nothing, second_shift()?).await?;
    Ok(())
}

/// Some who hold a role together.
fn second_shift() -> Result<Team> {
    let role: RoleId = "inspector".parse().context("a role of the team is kebab-case")?;
    Ok(Team {
        id: "second-shift".to_owned(),
        name: "Second shift at goods-in".to_owned(),
        members: ["mai.tran", "jo.mcallister"].map(PersonId::new).into(),
        roles: [role].into(),
    })
}

/// The owner at a screen.
pub fn owner_caller() -> Caller {
    Caller::new(OWNER, Surface::Web)
}
