//! Before anybody is there: what this installation is, and its first owner.

use axum::extract::State;
use axum::response::Response;
use engine::screen::PersonNamed;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::session::{Session, begun};
use crate::decode::Json;
use crate::gate::address::Address;
use crate::gate::{count_try, hash, judge_password};
use crate::problem::Problem;
use crate::server::Server;

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(read, set_up))
}

/// What anybody may know of the installation.
#[derive(Serialize, ToSchema)]
struct Setup {
    /// Its name.
    installation: String,
    /// Whether its first owner is still to be made.
    needs_owner: bool,
    /// Whether anybody signs in as anybody with a click.
    demo: bool,
    /// For demonstrations: who there is to be.
    people: Vec<DemoPerson>,
}

/// Somebody to be in a demonstration.
#[derive(Serialize, ToSchema)]
struct DemoPerson {
    #[serde(flatten)]
    person: PersonNamed,
    roles: Vec<String>,
    administrator: bool,
    editor: bool,
    auditor: bool,
}

/// What this installation is, for whoever is not signed in.
#[utoipa::path(get, path = "/setup", tag = "session", responses((status = OK, body = Setup)), security(()))]
async fn read(State(server): State<Server>) -> Result<Json<Setup>, Problem> {
    let options = server.options();
    let directory = server.engine().directory();
    let people = directory.people().filter(|person| options.demo && person.active && !person.machine);
    let people = people.map(|person| DemoPerson {
        person: PersonNamed::of(&directory, &person.id),
        roles: person.roles.iter().map(ToString::to_string).collect(),
        administrator: person.administrator,
        editor: person.editor,
        auditor: person.auditor,
    });
    Ok(Json(Setup {
        installation: options.installation.clone(),
        needs_owner: !options.demo && server.engine().needs_owner().await?,
        demo: options.demo,
        people: people.collect(),
    }))
}

/// The first owner.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct FirstOwner {
    /// What follows the `#` in the link that the terminal showed.
    secret: String,
    /// What the person signs in with.
    id: String,
    name: String,
    password: String,
}

/// Makes the first owner, who is signed in from then on.
#[utoipa::path(post, path = "/setup", tag = "session", request_body = FirstOwner, responses((status = OK, body = Session)), security(()))]
async fn set_up(
    State(server): State<Server>,
    address: Address,
    Json(owner): Json<FirstOwner>,
) -> Result<Response, Problem> {
    count_try(&server, address)?;
    super::people::judge_id(&owner.id)?;
    judge_password(&owner.password, &owner.id)?;
    let credential = hash(&server, owner.password).await?;
    let new = server.engine().set_up(&owner.secret, &owner.id, &owner.name, credential).await?;
    begun(&server, new).await
}
