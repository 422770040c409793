//! Bringing a log: its file is read as it arrives, as fast as it is read and no faster, so that whoever sends it sees how far
//! it is.

use std::time::Duration;

use axum::body::{Body, HttpBody};
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::StatusCode;
use engine::watching::flow::{Giver, flow};
use engine::watching::{Columns, Import, Imported, LOOKED_AT, LogLook};
use http_body_util::{BodyExt, Limited};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouterExt};
use utoipa_axum::routes;

use crate::decode::{Json, Query};
use crate::gate::SignedIn;
use crate::problem::Problem;
use crate::server::Server;

/// Most bytes of a refused file that are read all the same, to be thrown away.
const HEARD_OUT: u64 = 16 << 20;

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .routes(routes!(bring).layer(DefaultBodyLimit::disable()))
        .routes(routes!(look).layer(DefaultBodyLimit::disable()))
}

/// How a log is to be read, and what it is called. What is not said of a table's columns is guessed.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Asked {
    /// The file's name.
    name: Option<String>,
    /// What people are to call the log; the file's name without it.
    title: Option<String>,
    /// Whether names of people are replaced by what does not tell who they are; they are where it is not said.
    pseudonyms: Option<bool>,
    /// Of a log of objects: the type whose objects are the cases.
    object_type: Option<String>,
    /// The attributes that name an activity together, with `+` between them.
    classifier: Option<String>,
    /// Of a table: the columns that name the case, the activity, the time, the person, the lifecycle transition.
    /// An empty one says that there is none, whatever would be guessed.
    case: Option<String>,
    activity: Option<String>,
    time: Option<String>,
    person: Option<String>,
    transition: Option<String>,
    /// Of a table: how its times are written: `iso`, `day-first`, `month-first`, `year-first`, `seconds`, `milliseconds`.
    times: Option<String>,
    /// Of a table: what stands between its fields: one character.
    delimiter: Option<String>,
}

impl Asked {
    fn import(self) -> Result<Import, Problem> {
        let given = |text: Option<String>| text.filter(|text| !text.is_empty());
        let delimiter = match given(self.delimiter) {
            None => None,
            Some(text) => {
                let mut characters = text.chars();
                let one = characters.next().filter(|one| one.is_ascii() && characters.next().is_none());
                let wrong = || Problem::new("bad-query", "a `delimiter` is one character of ASCII");
                Some(one.ok_or_else(wrong)?)
            }
        };
        let classifier =
            given(self.classifier).map_or_else(Vec::new, |keys| keys.split('+').map(str::to_owned).collect());
        Ok(Import {
            file: self.name.unwrap_or_default(),
            title: given(self.title),
            with_names: self.pseudonyms == Some(false),
            object_type: given(self.object_type),
            classifier,
            columns: Columns {
                case: self.case,
                activity: self.activity,
                time: self.time,
                person: self.person,
                transition: self.transition,
                times: given(self.times).map(|word| Columns::times(&word)).transpose()?,
                delimiter,
            },
        })
    }
}

/// Brings an event log: XES, CSV, JSON Lines or OCEL, also packed with gzip. The body is the file.
#[utoipa::path(
    post, path = "/event-logs", tag = "event logs", operation_id = "bring_event_log", params(Asked),
    request_body(content = String, content_type = "application/octet-stream"),
    responses((status = CREATED, body = Imported)),
)]
async fn bring(
    State(server): State<Server>,
    signed: SignedIn,
    Query(asked): Query<Asked>,
    request: Request,
) -> Result<(StatusCode, Json<Imported>), Problem> {
    let import = asked.import()?;
    let (giver, arriving) = flow();
    let importing = server.engine().import_log(&signed.caller, import, arriving);
    tokio::pin!(importing);
    let mut body = request.into_body();
    let idle = server.options().limits.log_idle;
    let imported = tokio::select! {
        imported = &mut importing => imported,
        given = give(&mut body, giver, idle) => {
            given?;
            importing.await
        }
    };
    // Most clients do not listen before they have sent everything.
    let most = if imported.is_ok() { server.engine().largest_log() } else { HEARD_OUT };
    hear_out(body, most, idle).await;
    Ok((StatusCode::CREATED, Json(imported?)))
}

/// Gives a body on as it arrives, as long as anybody reads it. One of which nothing arrives for too long is given up.
async fn give(body: &mut Body, giver: Giver, idle: Duration) -> Result<(), Problem> {
    loop {
        let frame = tokio::time::timeout(idle, body.frame()).await.map_err(|_| {
            let seconds = idle.as_secs();
            let words = format!("nothing of the file arrived for {seconds} s, so that nothing was kept; send it again");
            Problem::new("not-received", words)
        })?;
        match frame {
            None => {
                giver.end().await;
                return Ok(());
            }
            Some(Ok(frame)) => {
                let Ok(bytes) = frame.into_data() else { continue };
                if !giver.give(bytes).await {
                    return Ok(());
                }
            }
            // Dropping the giver tells that it broke off.
            Some(Err(_)) => return Ok(()),
        }
    }
}

/// Takes the rest of a body that nobody reads any more, up to so many bytes.
async fn hear_out(mut body: Body, most: u64, idle: Duration) {
    let mut heard = 0;
    while heard < most
        && !body.is_end_stream()
        && let Ok(Some(Ok(frame))) = tokio::time::timeout(idle, body.frame()).await
    {
        heard += frame.data_ref().map_or(0, |data| data.len() as u64);
    }
}

/// Looks at the beginning of a file, at most 1 MiB of it, as it would be read. Nothing is kept.
#[utoipa::path(
    post, path = "/event-logs/look", tag = "event logs", operation_id = "look_at_event_log", params(Asked),
    request_body(content = String, content_type = "application/octet-stream"),
    responses((status = OK, body = LogLook)),
)]
async fn look(
    State(server): State<Server>,
    signed: SignedIn,
    Query(asked): Query<Asked>,
    request: Request,
) -> Result<Json<LogLook>, Problem> {
    let import = asked.import()?;
    let too_large = |_| Problem::new("too-large", "send the first MiB of the file, and no more");
    let body = Limited::new(request.into_body(), LOOKED_AT).collect().await.map_err(too_large)?;
    Ok(Json(server.engine().look_at_log(&signed.caller, import, body.to_bytes().into()).await?))
}
