//! Makes a data file for the real server: people in teams with API tokens, and open tasks for each team.
//!
//! `--runs` tasks, `--in-flight` people in [`TEAMS`] teams, and one person who holds every team's role. The tokens are
//! written into the folder as [`TOKENS`].

use std::path::Path;
use std::time::Instant;

use bench_ours::{APPROVED, TEAMS, TOKENS, caller, open, procedure};
use engine::account::NewToken;
use engine::directory::Scope;
use engine::run::start::Which;
use engine::{Caller, Engine, Person};
use interpreter::actor::Surface;
use interpreter::id::PersonId;
use jiff::{SignedDuration, Timestamp};
use measure::Plan;
use procedure::document::RoleId;
use procedure::value::{Value, Values};

/// Runs that are started at once.
const AT_ONCE: usize = 256;

#[tokio::main]
async fn main() {
    let plan = Plan::from_arguments();
    let folder = Path::new(&plan.store);
    let engine = open(folder).await;
    let clerk = |team: usize| -> RoleId { format!("clerk-{team}").parse().expect("a role's name") };
    let mut overseer = Person::new("overseer");
    overseer.roles.extend((0..TEAMS).map(clerk));
    overseer.administrator = true;
    let mut people = vec![overseer, Person { administrator: true, every_role: true, ..Person::new("ann") }];
    for number in 0..plan.in_flight {
        let mut person = Person::new(format!("person-{number}"));
        person.roles.insert(clerk(number % TEAMS));
        people.push(person);
    }
    engine.configure_people(people).await.expect("people can be kept");
    let begun = Instant::now();
    for team in 0..TEAMS {
        let text = APPROVED
            .replace("clerk", &format!("clerk-{team}"))
            .replace("id: approved", &format!("id: approved-{team}"));
        let approved = procedure(&text);
        engine.publish(&caller(), &approved, "It is measured.").await.expect("it can be published");
        let cases = (0..plan.runs / TEAMS)
            .map(|case| Values::from([("subject".to_owned(), Value::from(format!("no. {case}")))]));
        let which = Which::Latest(approved.id.clone());
        engine.run_batch(&caller(), which, cases, AT_ONCE, |_| {}).await.expect("the batch runs");
    }
    measure::report("opened", plan.runs, begun.elapsed(), &[]);
    let mut tokens = Vec::new();
    for number in 0..plan.in_flight {
        tokens.push(token(&engine, &format!("person-{number}")).await);
    }
    let tokens = serde_json::json!({"overseer": token(&engine, "overseer").await, "people": tokens});
    std::fs::write(folder.join(TOKENS), tokens.to_string()).expect("the folder can be written to");
    engine.step_down().await.expect("nothing is under way");
}

async fn token(engine: &Engine, person: &str) -> String {
    let wanted = NewToken {
        person: PersonId::new(person),
        name: "measuring".into(),
        scopes: [Scope::Read, Scope::Work].into(),
        expires_at: Timestamp::now() + SignedDuration::from_hours(24),
    };
    let person = Caller::new(person, Surface::Web);
    engine.issue_token(&person, wanted).await.expect("a token can be made").1
}
