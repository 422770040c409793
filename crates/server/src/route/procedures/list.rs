//! The library.

use axum::extract::State;
use engine::catalogue::shelf::{ProcedureItem, ShelfFilter};
use engine::port::store::Words;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::decode::{Json, Query};
use crate::gate::SignedIn;
use crate::paging::{Listed, Paging};
use crate::problem::Problem;
use crate::server::Server;

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(list))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Filter {
    /// Words that stand in the title, the id, the purpose or a tag.
    #[param(max_length = 200)]
    q: Option<String>,
    tag: Option<String>,
    /// The role that answers for it.
    owner: Option<String>,
}

/// The procedures that the caller may read, by title.
#[utoipa::path(
    get, path = "/procedures", tag = "procedures", operation_id = "list_procedures",
    params(Filter, Paging), responses((status = OK, body = Listed<ProcedureItem>)),
)]
async fn list(
    State(server): State<Server>,
    signed: SignedIn,
    Query(filter): Query<Filter>,
    Query(paging): Query<Paging>,
) -> Result<Json<Listed<ProcedureItem>>, Problem> {
    let wanted = ShelfFilter {
        words: Words::of(filter.q.as_deref().unwrap_or_default()),
        tag: filter.tag.filter(|tag| !tag.is_empty()),
        owner: filter.owner.filter(|owner| !owner.is_empty()),
    };
    let from = usize::try_from(paging.after()?).unwrap_or(usize::MAX);
    let to = from.saturating_add(paging.limit());
    let (items, count) = server.engine().shelf(&signed.caller, &wanted, from..to).await?;
    Ok(Json(Listed { items, next: (to < count).then(|| to.to_string()) }))
}
