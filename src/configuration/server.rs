//! `[server]`: where people reach the screens and the API, and what they see of it.

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use ipnet::IpNet;
use serde::{Deserialize, Serialize};

use super::{Environment, Origin, Setting};

/// What the file says.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Given {
    listen: Option<SocketAddr>,
    public_url: Option<String>,
    name: Option<String>,
    tls: Option<Tls>,
    #[serde(default)]
    trusted_proxies: Vec<String>,
}

/// A certificate chain and its key, in PEM.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Tls {
    pub certificate: PathBuf,
    pub key: PathBuf,
}

/// The server's part of the configuration.
#[derive(Debug, Clone, PartialEq)]
pub struct Server {
    pub listen: Setting<SocketAddr>,
    /// What people type into a browser, where it is not the address listened at.
    pub public_url: Setting<Option<String>>,
    /// The installation's name, as screens show it.
    pub name: Setting<String>,
    pub tls: Setting<Option<Tls>>,
    /// Whose word about the caller's address is taken.
    pub trusted_proxies: Setting<Vec<IpNet>>,
}

/// Where it listens when nobody says: for this machine alone.
const LISTEN: ([u8; 4], u16) = ([127, 0, 0, 1], 7770);

impl Server {
    pub fn read(given: Option<Given>, folder: &Path, origin: &Origin, environment: &Environment) -> Result<Self> {
        let Given { listen, public_url, name, tls, trusted_proxies } = given.unwrap_or_default();
        let variable = "UNDERSTUDY_LISTEN";
        let from_environment = match environment.get(variable).map(str::parse) {
            None => None,
            Some(Ok(address)) => Some(Setting::of(address, &Origin::Environment(variable))),
            Some(Err(_)) => bail!("{variable} is no address and port, such as 127.0.0.1:7770"),
        };
        let public_url = public_url.map(|url| judged(&url)).transpose()?;
        let trusted_proxies = trusted_proxies.iter().map(|proxy| network(proxy)).collect::<Result<Vec<_>>>()?;
        let below = |tls: Tls| Tls { certificate: folder.join(tls.certificate), key: folder.join(tls.key) };
        Ok(Server {
            listen: Setting::over(
                Setting::default_of(SocketAddr::from(LISTEN)),
                listen.map(|listen| Setting::of(listen, origin)),
                from_environment,
                None,
            ),
            public_url: Setting::or_default(public_url.map(Some), origin),
            name: match name {
                Some(name) => Setting::of(name, origin),
                None => Setting::default_of("Understudy".to_owned()),
            },
            tls: Setting::or_default(tls.map(below).map(Some), origin),
            trusted_proxies: Setting::or_default(Some(trusted_proxies).filter(|proxies| !proxies.is_empty()), origin),
        })
    }
}

/// A network, or one address.
fn network(given: &str) -> Result<IpNet> {
    let network = given.parse().or_else(|_| given.parse::<IpAddr>().map(IpNet::from));
    network.with_context(|| {
        format!("server.trusted_proxies: `{given}` is no address such as 127.0.0.1, and no network such as 10.0.0.0/8")
    })
}

/// The address without a slash at its end.
fn judged(url: &str) -> Result<String> {
    let url = url.trim_end_matches('/');
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    match rest {
        Some(host) if !host.is_empty() && !host.contains(['/', '?', '#', ' ']) => Ok(url.to_owned()),
        _ => bail!("server.public_url: `{url}` is no address such as https://understudy.example.org"),
    }
}
