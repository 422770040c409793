//! The description of the API (OpenAPI 3.1), made from the routes themselves.

use utoipa::OpenApi;
use utoipa::openapi::path::Operation;
use utoipa::openapi::security::{
    ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme,
};
use utoipa::openapi::{ContentBuilder, Ref, RefOr, ResponseBuilder};

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
            complete(operation);
        }
    }
    described
}

fn complete(operation: &mut Operation) {
    let either = || {
        vec![
            SecurityRequirement::new::<_, _, String>("session", []),
            SecurityRequirement::new::<_, _, String>("token", []),
        ]
    };
    operation.security.get_or_insert_with(either);
    let body = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
    let refusal =
        ResponseBuilder::new().description("Refused or failed.").content("application/problem+json", body).build();
    operation.responses.responses.entry("default".to_owned()).or_insert(RefOr::T(refusal));
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
pub(crate) async fn page() -> axum::response::Html<String> {
    axum::response::Html(crate::browse::page(&description()))
}
