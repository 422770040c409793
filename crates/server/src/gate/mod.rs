//! The gate of the network: who is calling, from where, how much, how often.
//!
//! It decides nothing about what somebody may do; it vouches for who it is, or says that nobody is known.

pub(crate) mod address;
pub(crate) mod cookie;
mod csrf;
pub(crate) mod headers;
mod idempotency;
mod password;
mod rate;
mod signed_in;
mod uploads;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::{Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::sync::Semaphore;

use crate::options::Options;
use crate::problem::Problem;
use crate::server::Server;

pub(crate) use headers::secure;
pub(crate) use idempotency::{HoldsSecret, once};
pub(crate) use password::{check_password, hash, judge_password};
pub(crate) use rate::Buckets;
pub use signed_in::SignedIn;
pub(crate) use signed_in::{csrf_of, identify};
pub(crate) use uploads::Uploads;

/// Passwords that are checked at once: each takes its memory.
const HASHES_AT_ONCE: usize = 2;

/// What the gate remembers.
pub(crate) struct Gate {
    pub people: Mutex<Buckets>,
    pub addresses: Mutex<Buckets>,
    pub sign_ins: Mutex<Buckets>,
    pub hashing: Semaphore,
    pub uploads: Uploads,
    /// The copy of everything that is being taken: one at a time, since each takes as much room as everything.
    pub backup: Arc<Semaphore>,
    /// Bytes that came by a guest's link, by its id.
    pub guest_files: Mutex<BTreeMap<String, usize>>,
}

impl Gate {
    pub fn new(options: &Options) -> Self {
        Gate {
            people: Mutex::new(Buckets::new(options.limits.person)),
            addresses: Mutex::new(Buckets::new(options.limits.address)),
            sign_ins: Mutex::new(Buckets::new(options.limits.sign_in)),
            hashing: Semaphore::new(HASHES_AT_ONCE),
            uploads: Uploads::new(options.limits.uploads, options.limits.upload_wait),
            backup: Arc::new(Semaphore::new(1)),
            guest_files: Mutex::default(),
        }
    }
}

/// Everything that is asked before a route of the API: how often this address calls, whether another site made the
/// browser call, and who it is.
pub(crate) async fn pass(State(server): State<Server>, mut request: Request, next: Next) -> Response {
    match admit(&server, &mut request).await {
        Ok(()) => next.run(request).await,
        Err(problem) => problem.into_response(),
    }
}

async fn admit(server: &Server, request: &mut Request) -> Result<(), Problem> {
    let address = address::of(server.options(), request.headers(), request.extensions());
    let now = server.engine().now();
    rate::take(&server.gate().addresses, &address.to_string(), now)?;
    if is_unsafe(request.method()) {
        csrf::same_site(server.options(), request.uri(), request.headers())?;
    }
    let signed = identify(server, request.method(), request.headers()).await;
    if let Ok(Some(signed)) = &signed {
        // Whoever is known is counted as a person, and many people can be behind one address.
        rate::give_back(&server.gate().addresses, &address.to_string());
        rate::take(&server.gate().people, signed.caller.person.as_str(), now)?;
    }
    request.extensions_mut().insert(address);
    request.extensions_mut().insert(signed_in::Known(signed));
    Ok(())
}

/// Counts a file that comes by a guest's link, before it is kept.
pub(crate) fn count_guest_file(server: &Server, guest: &str, size: usize) -> Result<(), Problem> {
    let most = server.options().limits.guest_files;
    let mut all = server.gate().guest_files.lock().unwrap_or_else(PoisonError::into_inner);
    let sum = all.get(guest).copied().unwrap_or(0).saturating_add(size);
    if sum > most {
        let words = format!("the files that came by this link would have more than {} MiB together", most >> 20);
        return Err(Problem::new("attachment-too-large", words));
    }
    all.insert(guest.to_owned(), sum);
    Ok(())
}

/// Counts a try to prove something with a secret.
pub(crate) fn count_try(server: &Server, address: address::Address) -> Result<(), Problem> {
    rate::take(&server.gate().sign_ins, &address.to_string(), server.engine().now())
}

fn is_unsafe(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}
