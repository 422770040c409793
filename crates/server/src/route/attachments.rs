//! Files. They come before the run that names them, and go out as downloads: nothing in them is ever shown by the browser
//! as a page of ours.

use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderValue, StatusCode, header as name};
use axum::response::{IntoResponse, Response};
use engine::port::store::MAX_ATTACHMENT;
use engine::run::file::Upload;
use http_body_util::{BodyExt, Limited};
use interpreter::id::RunId;
use procedure::value::File;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouterExt};
use utoipa_axum::routes;

use crate::decode::{Json, Path, header, percent_decoded};
use crate::gate::address::Address;
use crate::gate::{SignedIn, count_guest_file, count_try};
use crate::problem::Problem;
use crate::server::Server;

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .routes(routes!(attach).layer(DefaultBodyLimit::disable()))
        .routes(routes!(attach_as_guest).layer(DefaultBodyLimit::disable()))
        .routes(routes!(fetch))
}

/// A file that is kept. This is what a field of a form is given.
#[derive(Debug, Serialize, ToSchema)]
struct Attachment {
    /// Of the content, in lower-case hexadecimal.
    sha256: String,
    name: String,
    /// As its first bytes tell it.
    media_type: String,
    /// In bytes.
    size: u64,
}

impl From<File> for Attachment {
    fn from(file: File) -> Self {
        Attachment { sha256: file.sha256, name: file.name, media_type: file.media_type, size: file.size }
    }
}

/// Keeps a file. The body is its content, at most 64 MiB; `X-File-Name` is its name, percent-encoded.
#[utoipa::path(
    post, path = "/attachments", tag = "files", operation_id = "attach",
    params(("X-File-Name" = Option<String>, Header)),
    request_body(content = String, content_type = "application/octet-stream"),
    responses((status = CREATED, body = Attachment)),
)]
async fn attach(
    State(server): State<Server>,
    signed: SignedIn,
    request: Request,
) -> Result<(StatusCode, Json<Attachment>), Problem> {
    let (head, body) = request.into_parts();
    let most = MAX_ATTACHMENT;
    let _place = server.gate().uploads.enter(signed.caller.person.as_str(), &head.headers, most).await?;
    let content = whole(body, most).await?;
    let name = percent_decoded(header(&head.headers, "x-file-name").unwrap_or("file"));
    let said = header(&head.headers, name::CONTENT_TYPE.as_str());
    let file = server.engine().attach_file(&signed.caller, &name, said, content).await?;
    Ok((StatusCode::CREATED, Json(file.into())))
}

/// The whole of a body that is a file.
async fn whole(body: Body, most: usize) -> Result<Vec<u8>, Problem> {
    let too_large = |_| {
        let words = format!("the file has more than {} MiB, or did not arrive whole", most >> 20);
        Problem::new("attachment-too-large", words)
    };
    // What arrived in one piece is not copied.
    Ok(Limited::new(body, most).collect().await.map_err(too_large)?.to_bytes().into())
}

/// Keeps a file for the one task that a guest's link opens, where its form asks for a file. The body is its content, at
/// most 16 MiB; `X-File-Name` is its name, percent-encoded.
#[utoipa::path(
    post, path = "/guest/attachments", tag = "guests",
    params(
        ("X-Guest-Secret" = String, Header, description = "What follows the `#` in the link."),
        ("X-File-Name" = Option<String>, Header),
    ),
    request_body(content = String, content_type = "application/octet-stream"),
    responses((status = CREATED, body = Attachment)), security(()),
)]
async fn attach_as_guest(
    State(server): State<Server>,
    address: Address,
    request: Request,
) -> Result<(StatusCode, Json<Attachment>), Problem> {
    count_try(&server, address)?;
    let (head, body) = request.into_parts();
    let secret = header(&head.headers, "x-guest-secret");
    let secret = secret.ok_or_else(|| Problem::new("bad-header", "send the link's secret as X-Guest-Secret"))?;
    // Nothing is read of what comes by no link.
    let (guest, _) = server.engine().guest(secret).await?;
    let most = server.options().limits.guest_file;
    let _place = server.gate().uploads.enter(&guest.id, &head.headers, most).await?;
    let content = whole(body, most).await?;
    count_guest_file(&server, &guest.id, content.len())?;
    let name = percent_decoded(header(&head.headers, "x-file-name").unwrap_or("file"));
    let said = header(&head.headers, name::CONTENT_TYPE.as_str());
    let file = server.engine().attach_as_guest(secret, Upload { name: &name, said, content }).await?;
    Ok((StatusCode::CREATED, Json(file.into())))
}

/// A file that a run names, as a download.
#[utoipa::path(
    get, path = "/runs/{run}/attachments/{sha256}", tag = "files", operation_id = "fetch_attachment",
    params(("run" = String, Path), ("sha256" = String, Path)),
    responses((status = OK, description = "The content.", content_type = "application/octet-stream", body = String)),
)]
async fn fetch(
    State(server): State<Server>,
    signed: SignedIn,
    Path((run, sha256)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let nothing = |_| Problem::new("nothing-there", "there is no such file of this run");
    let hash = sha256.parse().map_err(nothing)?;
    let (file, content) = server.engine().file(&signed.caller, &RunId::new(run), hash).await?;
    let disposition = format!("attachment; filename*=UTF-8''{}", encoded(&file.name));
    let mut response = content.into_response();
    let headers = response.headers_mut();
    let text =
        |text: String| HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static("application/octet-stream"));
    headers.insert(name::CONTENT_TYPE, text(file.media_type));
    headers.insert(name::CONTENT_DISPOSITION, HeaderValue::try_from(disposition).expect("it is percent-encoded"));
    headers.insert(name::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(name::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox"));
    headers.insert(name::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    Ok(response)
}

/// The text percent-encoded, as RFC 8187 wants it.
fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    let code = |byte: u8| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    text.bytes().map(code).collect()
}
