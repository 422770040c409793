//! Whether the process lives, and whether it can work.

use axum::extract::State;
use axum::http::StatusCode;

use crate::problem::Problem;
use crate::server::Server;

/// It answers.
pub(crate) async fn alive() -> &'static str {
    "ok\n"
}

/// The store answers, and this process dispatches.
pub(crate) async fn ready(State(server): State<Server>) -> Result<(StatusCode, &'static str), Problem> {
    if *server.stopping().borrow() {
        return Err(Problem::new("unavailable", "the server is stopping"));
    }
    match server.engine().is_ready().await {
        Ok(true) => Ok((StatusCode::OK, "ready\n")),
        Ok(false) => Err(Problem::new("unavailable", "this process does not dispatch")),
        Err(error) => {
            tracing::error!(code = error.code(), %error, "the store does not answer");
            Err(Problem::new("unavailable", "the store does not answer"))
        }
    }
}
