//! From where somebody calls. A proxy's word is taken where the configuration trusts it, and nobody else's.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap};

use crate::options::Options;
use crate::problem::Problem;
use crate::server::Server;

/// The caller's address. Of IPv6 the network counts, which one household or company has to itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Address {
    ip: IpAddr,
    forwarded: bool,
}

impl Address {
    /// Whether the caller is on this machine, with nobody in between.
    pub fn is_local(self) -> bool {
        self.ip.is_loopback() && !self.forwarded
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.ip {
            IpAddr::V4(ip) => ip.fmt(f),
            IpAddr::V6(ip) => {
                let [a, b, c, d, ..] = ip.segments();
                write!(f, "{a:x}:{b:x}:{c:x}:{d:x}::/64")
            }
        }
    }
}

/// The address behind trusted proxies: the last one in `X-Forwarded-For` that is not itself trusted.
pub(crate) fn of(options: &Options, headers: &HeaderMap, extensions: &Extensions) -> Address {
    let peer = extensions.get::<ConnectInfo<SocketAddr>>();
    let peer = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |ConnectInfo(peer)| peer.ip().to_canonical());
    let trusted = |ip: &IpAddr| options.trusted_proxies.iter().any(|net| net.contains(ip));
    let said = headers.contains_key("x-forwarded-for") || headers.contains_key("forwarded");
    if !trusted(&peer) {
        return Address { ip: peer, forwarded: said };
    }
    let hops = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    let hops: Vec<&str> = hops.flat_map(|value| value.split(',')).map(str::trim).collect();
    let mut ip = peer;
    for hop in hops.iter().rev() {
        let Ok(before) = hop.parse::<IpAddr>() else { break };
        ip = before.to_canonical();
        if !trusted(&ip) {
            break;
        }
    }
    Address { ip, forwarded: said }
}

impl FromRequestParts<Server> for Address {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, server: &Server) -> Result<Self, Problem> {
        let found = parts.extensions.get::<Address>().copied();
        Ok(found.unwrap_or_else(|| of(server.options(), &parts.headers, &parts.extensions)))
    }
}
