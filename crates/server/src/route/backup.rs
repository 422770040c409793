//! A copy of everything, taken away while work goes on.

use std::fs::File;
use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::download;
use crate::gate::SignedIn;
use crate::problem::Problem;
use crate::server::Server;

/// What a copy is: a file of SQLite.
pub(crate) const MEDIA_TYPE: &str = "application/vnd.sqlite3";

/// After how many seconds to ask again while a copy is taken.
const AGAIN: u64 = 30;

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(backup))
}

/// Copies everything while work goes on, and gives the copy as a file: what `understudy restore` puts in place. It holds
/// everything, password hashes too; that it was taken stands in the ledger. One copy is taken at a time.
#[utoipa::path(
    post, path = "/backup", tag = "installation", operation_id = "make_backup",
    responses((status = OK, description = "The copy.", content_type = "application/vnd.sqlite3", body = String)),
)]
async fn backup(State(server): State<Server>, signed: SignedIn) -> Result<Response, Problem> {
    let busy =
        |_| Problem::new("under-way", "another copy is being taken; try again when it is done").retry_after(AGAIN);
    let turn = Arc::clone(&server.gate().backup).try_acquire_owned().map_err(busy)?;
    let name = format!("understudy-{}.sqlite", server.engine().now().strftime("%Y-%m-%dT%H%M%SZ"));
    // It goes on when the caller hangs up, so that the next copy does not begin beside it.
    let copying = tokio::spawn(async move {
        let failed = |error: std::io::Error| {
            tracing::error!(%error, "a backup could not be made");
            Problem::new("failed", "the server could not make the copy; why stands in its log")
        };
        let private = std::fs::Permissions::from_mode(0o700);
        let mut folder = tempfile::Builder::new();
        let folder = folder.prefix(".understudy-backup-").permissions(private);
        let folder = folder.tempdir_in(&server.options().spool).map_err(failed)?;
        let copy = folder.path().join("copy.sqlite");
        server.engine().backup(&signed.caller, &copy, "a download").await?;
        // Its name goes when the folder does, and its content when it was sent, or whoever takes it hangs up.
        Ok::<_, Problem>((File::open(copy).map_err(failed)?, turn))
    });
    let stopping = |_| Problem::new("unavailable", "the server is stopping; try again");
    let (file, turn) = copying.await.map_err(stopping)??;
    Ok(download::file(file, MEDIA_TYPE, &name, turn))
}
