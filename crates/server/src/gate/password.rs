//! Passwords: argon2id, as PHC texts. What the engine keeps is opaque to it.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use engine::account::Credential;

use crate::options::PasswordCost;
use crate::problem::Problem;
use crate::server::Server;

/// Shortest password, in characters.
const SHORTEST: usize = 10;

/// Longest password, in bytes: hashing a longer one would be work for nothing.
const LONGEST: usize = 500;

/// Refuses passwords that are too easily guessed.
pub(crate) fn judge_password(password: &str, person: &str) -> Result<(), Problem> {
    let invalid = |because: String| Err(Problem::new("invalid", because));
    if password.chars().count() < SHORTEST || password.len() > LONGEST {
        return invalid(format!("a password has at least {SHORTEST} characters and at most {LONGEST} bytes"));
    }
    let lower = password.to_lowercase();
    let mut letters: Vec<char> = lower.chars().collect();
    letters.sort_unstable();
    letters.dedup();
    if letters.len() < 4 || (person.len() >= 4 && lower.contains(&person.to_lowercase())) {
        return invalid("that is too easily guessed; take a few words that only you put together".to_owned());
    }
    Ok(())
}

fn argon2(cost: PasswordCost) -> Argon2<'static> {
    let params = Params::new(cost.memory, cost.passes, 1, None).expect("the cost is within argon2's limits");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// What is kept of a password.
pub(crate) async fn hash(server: &Server, password: String) -> Result<Credential, Problem> {
    let cost = server.options().password_cost;
    in_turn(server, move || {
        let mut salt = [0; 16];
        getrandom::fill(&mut salt).expect("the operating system gives random bytes");
        let made: PasswordHash =
            argon2(cost).hash_password_with_salt(password.as_bytes(), &salt).expect("parameters and salt are ours");
        Credential(made.to_string())
    })
    .await
}

/// Whether the password is the one. Takes as long where there is none to compare with.
pub(crate) async fn check_password(
    server: &Server,
    password: String,
    credential: Option<Credential>,
) -> Result<bool, Problem> {
    if password.len() > LONGEST {
        return Ok(false);
    }
    let cost = server.options().password_cost;
    in_turn(server, move || {
        let Some(Credential(kept)) = credential else {
            let made: Result<PasswordHash, _> = argon2(cost).hash_password_with_salt(password.as_bytes(), &[7; 16]);
            // Its time is what matters.
            std::hint::black_box(made.is_ok());
            return false;
        };
        // What is kept says by itself what it cost.
        PasswordHash::new(&kept).is_ok_and(|kept| argon2(cost).verify_password(password.as_bytes(), &kept).is_ok())
    })
    .await
}

async fn in_turn<T: Send + 'static>(server: &Server, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Problem> {
    let unable = || Problem::new("unavailable", "the server is stopping; try again");
    let _turn = server.gate().hashing.acquire().await.map_err(|_| unable())?;
    tokio::task::spawn_blocking(work).await.map_err(|_| unable())
}
