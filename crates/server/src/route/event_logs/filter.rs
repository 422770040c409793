//! Which part of a log a request is about.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use engine::watching::Filter;
use utoipa::IntoParams;

use crate::problem::Problem;
use crate::server::Server;

/// Most activities that one filter names.
const MOST: usize = 100;

/// Which part of a log is looked at: cases for which all of this holds.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "it describes what is read below, where a name may come more than once")]
pub(super) struct FilterQuery {
    /// Cases that began then or later: a moment (RFC 3339), or a day.
    #[param(required = false)]
    from: Option<String>,
    /// Cases that began then or before: a moment, or a day, all of it.
    #[param(required = false)]
    to: Option<String>,
    /// Cases in which this activity happened; all of them, where it comes more than once.
    #[param(required = false)]
    has: Vec<String>,
    /// Cases in which this activity did not happen; none of them, where it comes more than once.
    #[param(required = false)]
    lacks: Vec<String>,
    /// An attribute of cases or of events, which `equals` this text.
    #[param(required = false)]
    key: Option<String>,
    #[param(required = false)]
    equals: Option<String>,
    /// Cases that went the most frequent ways, as few as cover this share of what is left.
    #[param(required = false, minimum = 0, maximum = 1)]
    ways: Option<f64>,
}

/// The filter of a request.
pub(super) struct Filtered(pub Filter);

impl FromRequestParts<Server> for Filtered {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, server: &Server) -> Result<Self, Problem> {
        let mut filter = Filter::default();
        let (mut key, mut equals) = (None, None);
        let query = parts.uri.query().unwrap_or_default();
        let zone = server.engine().time_zone();
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()).filter(|(_, value)| !value.is_empty()) {
            match &*name {
                "from" => filter.from = Some(Filter::beginning(&value, &zone)?),
                "to" => filter.to = Some(Filter::end(&value, &zone)?),
                "has" => drop(filter.has.insert(value.into())),
                "lacks" => drop(filter.lacks.insert(value.into())),
                "key" => key = Some(Box::<str>::from(value)),
                "equals" => equals = Some(Box::<str>::from(value)),
                "ways" => filter.ways = Some(Filter::share("ways", &value)?),
                // It is for others to read.
                _ => {}
            }
        }
        if filter.has.len() + filter.lacks.len() > MOST {
            return Err(Problem::new("bad-query", format!("a filter names at most {MOST} activities")));
        }
        filter.value = match (key, equals) {
            (Some(key), equals) => Some((key, equals.unwrap_or_default())),
            (None, Some(_)) => return Err(Problem::new("bad-query", "say the attribute's `key` with `equals`")),
            (None, None) => None,
        };
        Ok(Filtered(filter))
    }
}
