//! The description of the API (OpenAPI 3.1), made from the routes themselves.

use utoipa::OpenApi;
use utoipa::openapi::path::{Operation, Parameter};
use utoipa::openapi::security::{
    ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme,
};
use utoipa::openapi::{ContentBuilder, Ref, RefOr, Response, ResponseBuilder};

/// What every route begins with.
pub(crate) const ROOT: &str = "/api/v1";

/// What stands above the routes.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Understudy",
        description = "Procedures that people read, follow and run. Lists come in pages; refusals are problem details \
                       (RFC 9457) whose `code` is stable; a POST with an `Idempotency-Key` is carried out once.",
        license(name = "Apache-2.0 OR MIT", identifier = "Apache-2.0 OR MIT")
    ),
    components(schemas(crate::problem::Problem))
)]
pub(crate) struct Head;

/// The whole description.
pub fn description() -> utoipa::openapi::OpenApi {
    finish(crate::route::all().into_openapi())
}

/// Says what all operations have in common: how a caller is known, and what a refusal looks like.
pub(crate) fn finish(mut described: utoipa::openapi::OpenApi) -> utoipa::openapi::OpenApi {
    let components = described.components.get_or_insert_default();
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some("An API token: `ust_…`."));
    components.add_security_scheme("token", SecurityScheme::Http(bearer.build()));
    let cookie = ApiKeyValue::with_description(
        "understudy",
        "The cookie of a session; changes also need its `X-CSRF-Token`. Over HTTPS it is `__Host-understudy`.",
    );
    components.add_security_scheme("session", SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
    for (_, name, words) in REFUSALS {
        components.responses.insert(name.to_owned(), RefOr::T(refusal(words)));
    }
    components.responses.insert("Failed".to_owned(), RefOr::T(refusal("The server could not do it.")));
    for (path, item) in &mut described.paths.paths {
        let operations = [
            ("get", &mut item.get),
            ("put", &mut item.put),
            ("post", &mut item.post),
            ("delete", &mut item.delete),
            ("patch", &mut item.patch),
        ];
        for (method, operation) in operations {
            let Some(operation) = operation else { continue };
            let names = path.trim_start_matches(ROOT).split('/').map(|part| part.trim_matches(['{', '}']));
            let names: Vec<&str> = names.filter(|part| !part.is_empty()).collect();
            operation.operation_id = Some(format!("{method}-{}", names.join("-")));
            complete(method, path, operation);
        }
    }
    described
}

/// The refusals that are told by name: status, name among the components, and when.
const REFUSALS: [(&str, &str, &str); 13] = [
    ("400", "Unreadable", "The body, a parameter or a header cannot be read."),
    ("401", "NotKnown", "Nobody is signed in, or what was to prove who it is does not."),
    ("403", "NotAllowed", "Who it is may not do this."),
    ("404", "NotThere", "There is no such thing, or it is not for the caller to see."),
    ("408", "NotReceived", "The request did not arrive in time; nothing was begun."),
    ("409", "DoesNotFit", "It does not fit how things stand now."),
    ("412", "ChangedMeanwhile", "`If-Match` names a state that is not the current one."),
    ("413", "TooLarge", "The body is larger than is taken."),
    ("415", "NotJson", "The body is of another media type than is taken."),
    ("422", "Wrong", "It can be read, and is wrong."),
    ("428", "NeedsMatch", "`If-Match` is missing."),
    ("429", "TooMany", "Too many requests; `Retry-After` says when to come again."),
    (
        "503",
        "TooSlow",
        "It took too long and was given up; it may have been done. Ask again with the same `Idempotency-Key`.",
    ),
];

/// Whether an operation can be refused so.
fn may_be(status: &str, method: &str, path: &str, operation: &Operation) -> bool {
    let public = operation.security.as_ref().is_some_and(|ways| *ways == [SecurityRequirement::default()]);
    let changes = method != "get";
    let has_body = operation.request_body.is_some();
    let parameters = operation.parameters.as_deref().unwrap_or_default();
    let is_match = |parameter: &RefOr<Parameter>| match parameter {
        RefOr::T(parameter) => parameter.name.eq_ignore_ascii_case("if-match"),
        RefOr::Ref(_) => false,
    };
    let matches = parameters.iter().any(is_match);
    let secret = public && has_body;
    match status {
        "400" => has_body || !parameters.is_empty(),
        "401" => !public || secret,
        "403" => !public || changes,
        "404" => path.contains('{') || !public || secret,
        "409" => changes,
        "412" | "428" => matches,
        "408" | "413" | "415" => has_body,
        "422" => has_body || !parameters.is_empty(),
        // However it is asked for.
        _ => true,
    }
}

fn complete(method: &str, path: &str, operation: &mut Operation) {
    let either = || {
        vec![
            SecurityRequirement::new::<_, _, String>("session", []),
            SecurityRequirement::new::<_, _, String>("token", []),
        ]
    };
    operation.security.get_or_insert_with(either);
    for (status, name, _) in REFUSALS {
        if may_be(status, method, path, operation) {
            let refusal = RefOr::Ref(Ref::from_response_name(name));
            operation.responses.responses.entry(status.to_owned()).or_insert(refusal);
        }
    }
    let failure = RefOr::Ref(Ref::from_response_name("Failed"));
    operation.responses.responses.entry("default".to_owned()).or_insert(failure);
}

/// A refusal as problem details.
fn refusal(words: &str) -> Response {
    let body = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
    ResponseBuilder::new().description(words).content("application/problem+json", body).build()
}

/// The description as it is served.
#[derive(Clone)]
pub(crate) struct Described(pub std::sync::Arc<str>);

/// `/api/openapi.json`
pub(crate) async fn show(
    axum::Extension(Described(text)): axum::Extension<Described>,
) -> impl axum::response::IntoResponse {
    ([(axum::http::header::CONTENT_TYPE, "application/json")], text.to_string())
}

/// `/api`: the description for people, without any script.
pub(crate) async fn page() -> axum::response::Response {
    crate::gate::headers::page(&crate::browse::page(&description()))
}
