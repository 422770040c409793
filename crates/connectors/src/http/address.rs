//! Which addresses may be reached.
//!
//! Whatever is not a public unicast address is inside: loopback, private, link-local (with it cloud metadata), shared,
//! unique-local, multicast, reserved, documentation, and the same in the guise of IPv6 (mapped, 6to4, NAT64). Names are
//! resolved here, once for each connection, so that the address that was judged is the address that is used.
//! Sources: IANA's special-purpose registries for IPv4 and IPv6.

use std::error::Error as StdError;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::str::FromStr as _;

use ipnet::IpNet;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// What inside the network may be reached.
#[derive(Debug, Clone, Default)]
pub(super) struct Allowed {
    hosts: Vec<String>,
    networks: Vec<IpNet>,
}

impl Allowed {
    /// Reads host names, addresses and networks.
    pub fn parse(entries: &[String]) -> Result<Self, String> {
        let mut allowed = Allowed::default();
        for entry in entries {
            let trimmed = entry.trim_start_matches('[').trim_end_matches(']');
            if let Ok(network) = IpNet::from_str(trimmed) {
                allowed.networks.push(network.trunc());
            } else if let Ok(address) = IpAddr::from_str(trimmed) {
                allowed.networks.push(address.to_canonical().into());
            } else if is_host(entry) {
                allowed.hosts.push(canonical_host(entry));
            } else {
                return Err(format!("`{entry}` is no host name, address or network such as 10.1.0.0/16"));
            }
        }
        Ok(allowed)
    }

    pub fn host(&self, host: &str) -> bool {
        self.hosts.contains(&canonical_host(host))
    }

    /// Whether this address may be reached under this name.
    pub fn admits(&self, host: &str, address: IpAddr) -> bool {
        let address = address.to_canonical();
        !is_internal(address) || self.host(host) || self.network(address)
    }

    pub fn network(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.networks.iter().any(|network| network.contains(&address))
    }
}

fn canonical_host(host: &str) -> String {
    host.trim_end_matches('.').to_ascii_lowercase()
}

fn is_host(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 253
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_'))
        // An address that is mistyped must not become a name.
        && text.contains(|c: char| c.is_ascii_alphabetic())
}

/// Whether an address is anything but public.
pub(super) fn is_internal(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(address) => is_internal_v4(address),
        IpAddr::V6(address) => is_internal_v6(address),
    }
}

fn is_internal_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    matches!(
        (a, b, c),
        (0 | 10 | 127 | 224..=255, _, _)
            | (100, 64..=127, _)
            | (169, 254, _)
            | (172, 16..=31, _)
            | (192, 0, 0 | 2)
            | (192, 88, 99)
            | (192, 168, _)
            | (198, 18 | 19, _)
            | (198, 51, 100)
            | (203, 0, 113)
    )
}

fn is_internal_v6(address: Ipv6Addr) -> bool {
    let [a, b, c, d, e, f, g, h] = address.segments();
    let embedded = |high: u16, low: u16| is_internal_v4(Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low)));
    match (a, b) {
        // NAT64 and 6to4 carry an IPv4 address.
        (0x64, 0xff9b) if (c, d, e, f) == (0, 0, 0, 0) => embedded(g, h),
        (0x2002, high) => embedded(high, c),
        // Teredo, benchmarking, ORCHID, and documentation.
        (0x2001, 0..=0x1ff | 0xdb8) | (0x3fff, 0..=0x0fff) => true,
        // Only 2000::/3 is global unicast.
        _ => a & 0xe000 != 0x2000,
    }
}

/// A name that resolves to nothing but addresses inside the network.
#[derive(Debug)]
pub(super) struct Inside;

impl fmt::Display for Inside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name resolves to an address inside the network")
    }
}

impl StdError for Inside {}

impl Resolve for Allowed {
    fn resolve(&self, name: Name) -> Resolving {
        let allowed = self.clone();
        Box::pin(async move {
            let host = name.as_str().to_owned();
            let resolved: Vec<SocketAddr> = tokio::net::lookup_host((host.as_str(), 0)).await?.collect();
            let found = !resolved.is_empty();
            let kept: Vec<SocketAddr> =
                resolved.into_iter().filter(|address| allowed.admits(&host, address.ip())).collect();
            if found && kept.is_empty() {
                return Err(Inside.into());
            }
            Ok(Box::new(kept.into_iter()) as Addrs)
        })
    }
}

/// Whether an error comes of [`Inside`].
pub(super) fn is_inside(error: &(dyn StdError + 'static)) -> bool {
    std::iter::successors(Some(error), |error: &&(dyn StdError + 'static)| (*error).source())
        .any(|error| error.is::<Inside>())
}
