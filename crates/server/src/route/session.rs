//! Signing in and out.

use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::decode::Json;
use crate::gate::SignedIn;
use crate::problem::Problem;
use crate::server::Server;

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(read))
}

/// Who is signed in.
#[derive(Serialize, ToSchema)]
struct Session {
    person: Person,
}

#[derive(Serialize, ToSchema)]
struct Person {
    id: String,
    name: String,
}

/// Who is signed in, and what that person may do.
#[utoipa::path(get, path = "/session", tag = "session", responses((status = OK, body = Session)))]
async fn read(State(server): State<Server>, signed: SignedIn) -> Result<Json<Session>, Problem> {
    let id = signed.caller.person;
    let name = server.engine().directory().person(&id).map_or_else(String::new, |person| person.name.clone());
    Ok(Json(Session { person: Person { id: id.to_string(), name } }))
}
