//! What an installation sets about its server.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use ipnet::IpNet;
use serde::Serialize;
use utoipa::ToSchema;

/// How the server is seen and what it allows.
#[derive(Debug, Clone)]
pub struct Options {
    /// The installation's name, as screens show it.
    pub installation: String,
    /// Anybody signs in as anybody with a click. For demonstrations.
    pub demo: bool,
    /// What people type into a browser, without a slash at the end: `https://understudy.example.org`.
    pub public_url: Option<String>,
    pub tls: Option<Tls>,
    /// Whose word about the caller's address is taken.
    pub trusted_proxies: Vec<IpNet>,
    /// The installation's time zone.
    pub zone: String,
    /// Where a copy of everything stands until it is taken: with room for it, and for nobody else to read.
    pub spool: PathBuf,
    /// How the installation is set up, for whoever oversees it to see. Holds no secret.
    pub configuration: Vec<Configured>,
    pub limits: Limits,
    pub password_cost: PasswordCost,
}

/// A value of the configuration that holds.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Configured {
    /// As the configuration's file has it: `server.listen`.
    pub key: String,
    /// Of a secret, only that there is one.
    pub value: serde_json::Value,
    /// Where the value comes from: `default`, a file, an environment variable, a flag.
    pub origin: String,
}

/// Files with a certificate chain and its key, in PEM.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tls {
    pub certificate: PathBuf,
    pub key: PathBuf,
}

/// How much and how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Largest body but an attachment's, in bytes.
    pub body: usize,
    /// Largest file of a guest, in bytes, and of all files that come by one link. Counted since the server began.
    pub guest_file: usize,
    pub guest_files: usize,
    /// Bytes of all files that arrive at one moment; one file needs room for itself.
    pub uploads: usize,
    /// How long a file waits for that room.
    pub upload_wait: Duration,
    /// Until a request must be answered.
    pub time: Duration,
    /// The same for attachments, exports, backups, verifying, and what is worked out from a whole event log.
    pub long_time: Duration,
    /// The same for bringing an event log, and how long nothing of it may arrive.
    pub log_time: Duration,
    pub log_idle: Duration,
    /// Until a connection has said what it wants: the handshake, and each request's head.
    pub greeting: Duration,
    /// Connections at once.
    pub connections: usize,
    /// Requests of one person.
    pub person: Rate,
    /// Requests of one address that nobody has signed in with.
    pub address: Rate,
    /// Tries to sign in, or to use a link, of one address.
    pub sign_in: Rate,
    /// Watchers of live updates at once, and of one person.
    pub watchers: usize,
    pub watchers_of_person: usize,
}

/// A bucket of tokens: so many at once, and so many more a second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    pub burst: u32,
    pub second: u32,
}

/// What a guess at a password costs (argon2id).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PasswordCost {
    /// Memory in KiB.
    pub memory: u32,
    pub passes: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            body: 2 << 20,
            guest_file: 16 << 20,
            guest_files: 128 << 20,
            uploads: 256 << 20,
            upload_wait: Duration::from_secs(20),
            time: Duration::from_secs(30),
            long_time: Duration::from_secs(600),
            log_time: Duration::from_secs(2 * 3_600),
            log_idle: Duration::from_secs(60),
            greeting: Duration::from_secs(15),
            connections: 4_096,
            person: Rate { burst: 400, second: 100 },
            address: Rate { burst: 300, second: 50 },
            sign_in: Rate { burst: 20, second: 1 },
            watchers: 2_000,
            watchers_of_person: 20,
        }
    }
}

impl Default for PasswordCost {
    /// The first choice of OWASP's password storage cheat sheet.
    fn default() -> Self {
        PasswordCost { memory: 19 * 1024, passes: 2 }
    }
}

impl Default for Options {
    fn default() -> Self {
        Options {
            installation: "Understudy".to_owned(),
            demo: false,
            public_url: None,
            tls: None,
            trusted_proxies: Vec::new(),
            zone: "UTC".to_owned(),
            spool: std::env::temp_dir(),
            configuration: Vec::new(),
            limits: Limits::default(),
            password_cost: PasswordCost::default(),
        }
    }
}

impl Options {
    /// Whether browsers reach it by HTTPS alone, so that cookies can say so.
    pub fn is_https(&self) -> bool {
        self.tls.is_some() || self.public_url.as_ref().is_some_and(|url| url.starts_with("https://"))
    }

    /// Where people reach it, for links: the public address, else the one that is listened at.
    pub fn url(&self, listen: SocketAddr) -> String {
        let scheme = if self.tls.is_some() { "https" } else { "http" };
        self.public_url.clone().unwrap_or_else(|| format!("{scheme}://{listen}"))
    }
}
