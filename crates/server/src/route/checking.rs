//! A text while it is written: checked, tried, converted; and what a writer begins with.

use axum::extract::State;
use engine::catalogue::proof::{Proof, Tried};
use procedure::read::Spelling;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::decode::Json;
use crate::gate::SignedIn;
use crate::problem::Problem;
use crate::server::Server;

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .routes(routes!(check))
        .routes(routes!(try_examples))
        .routes(routes!(convert))
        .routes(routes!(schema))
        .routes(routes!(starter))
}

/// How a text is written.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum SpellingWord {
    Yaml,
    Json,
    Markdown,
}

impl From<SpellingWord> for Spelling {
    fn from(word: SpellingWord) -> Self {
        match word {
            SpellingWord::Yaml => Spelling::Yaml,
            SpellingWord::Json => Spelling::Json,
            SpellingWord::Markdown => Spelling::Markdown,
        }
    }
}

/// A text to check.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CheckAsked {
    /// At most 1 MiB.
    text: String,
    /// Found out where absent.
    #[serde(default)]
    spelling: Option<SpellingWord>,
}

/// Everything that is wrong with a text here, and how it reads. Nothing is kept.
#[utoipa::path(post, path = "/check", tag = "drafts", request_body = CheckAsked, responses((status = OK, body = Proof)))]
async fn check(
    State(server): State<Server>,
    signed: SignedIn,
    Json(sent): Json<CheckAsked>,
) -> Result<Json<Proof>, Problem> {
    Ok(Json(server.engine().proof(&signed.caller, sent.text, sent.spelling.map(Spelling::from)).await?))
}

/// Examples to carry out.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TryAsked {
    text: String,
    /// Their names; all where none is given.
    #[serde(default)]
    examples: Vec<String>,
}

/// Carries out a text's own examples, and says which way they took. Nothing is kept, and no other system is asked.
#[utoipa::path(
    post, path = "/try", tag = "drafts", operation_id = "try_examples",
    request_body = TryAsked, responses((status = OK, body = Vec<Tried>)),
)]
async fn try_examples(
    State(server): State<Server>,
    signed: SignedIn,
    Json(sent): Json<TryAsked>,
) -> Result<Json<Vec<Tried>>, Problem> {
    Ok(Json(server.engine().try_examples(&signed.caller, sent.text, sent.examples).await?))
}

/// A text to convert.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ConvertAsked {
    text: String,
    /// Found out where absent.
    #[serde(default)]
    from: Option<SpellingWord>,
    to: SpellingWord,
}

/// A text.
#[derive(Debug, Serialize, ToSchema)]
struct TextShown {
    text: String,
}

/// The same document in another spelling.
#[utoipa::path(post, path = "/convert", tag = "drafts", request_body = ConvertAsked, responses((status = OK, body = TextShown)))]
async fn convert(
    State(server): State<Server>,
    signed: SignedIn,
    Json(sent): Json<ConvertAsked>,
) -> Result<Json<TextShown>, Problem> {
    let from = sent.from.map(Spelling::from);
    let text = server.engine().convert(&signed.caller, sent.text, from, sent.to.into()).await?;
    Ok(Json(TextShown { text }))
}

/// The JSON Schema (2020-12) of the format, for editors.
#[utoipa::path(get, path = "/schema", tag = "drafts", operation_id = "read_schema", responses((status = OK, body = serde_json::Value)))]
async fn schema(State(server): State<Server>, signed: SignedIn) -> Result<Json<serde_json::Value>, Problem> {
    server.engine().may_look(&signed.caller)?;
    Ok(Json(procedure::schema::json_schema()))
}

/// A commented procedure to begin with.
#[utoipa::path(get, path = "/starter", tag = "drafts", operation_id = "read_starter", responses((status = OK, body = TextShown)))]
async fn starter(State(server): State<Server>, signed: SignedIn) -> Result<Json<TextShown>, Problem> {
    server.engine().may_look(&signed.caller)?;
    Ok(Json(TextShown { text: procedure::STARTER.to_owned() }))
}
