//! Whose word counts about where a request came from: the connection's, or that of proxies the operator has named.

use http::HeaderMap;
use http::header::{FORWARDED, HeaderName};
use std::net::{IpAddr, SocketAddr};

/// Hops looked at from the right; no honest chain of ours is longer.
const HOPS_MAX: usize = 16;
/// Networks an operator may name.
const NETWORKS_MAX: usize = 64;

/// The networks whose `X-Forwarded-For` and `Forwarded` (RFC 7239) are believed. None by default.
#[derive(Debug, Clone, Default)]
pub struct Proxies {
    networks: Vec<Network>,
}

#[derive(Debug, Clone, Copy)]
struct Network {
    address: IpAddr,
    bits: u32,
}

impl Network {
    /// `10.0.0.0/8`, `fd00::/8` or a single address.
    fn parse(text: &str) -> Option<Network> {
        let (address, bits) = match text.trim().split_once('/') {
            Some((address, bits)) => (address, Some(bits.parse::<u32>().ok()?)),
            None => (text.trim(), None),
        };
        let address: IpAddr = address.parse().ok()?;
        let widest = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.unwrap_or(widest);
        (bits <= widest).then_some(Network { address, bits })
    }

    fn holds(self, address: IpAddr) -> bool {
        match (self.address, address) {
            (IpAddr::V4(own), IpAddr::V4(other)) => {
                let differ = own.to_bits() ^ other.to_bits();
                differ.checked_shr(32 - self.bits).unwrap_or(0) == 0
            }
            (IpAddr::V6(own), IpAddr::V6(other)) => {
                let differ = own.to_bits() ^ other.to_bits();
                differ.checked_shr(128 - self.bits).unwrap_or(0) == 0
            }
            _ => false,
        }
    }
}

impl Proxies {
    /// Reads addresses and networks (`192.0.2.1`, `10.0.0.0/8`, `fd00::/8`).
    ///
    /// # Errors
    /// The first that is neither, or the last one where there are more than 64.
    pub fn parse(networks: &[String]) -> Result<Proxies, String> {
        if let Some(over) = networks.get(NETWORKS_MAX) {
            return Err(over.clone());
        }
        let networks = networks
            .iter()
            .map(|text| Network::parse(text).ok_or_else(|| text.clone()))
            .collect::<Result<_, _>>()?;
        Ok(Proxies { networks })
    }

    fn trusts(&self, address: IpAddr) -> bool {
        self.networks.iter().any(|network| network.holds(address))
    }

    /// The address of the reader: of the connection, or, if a named proxy made it, the right-most hop that is none of
    /// ours. What stands left of that hop anybody could have written, and is not looked at.
    pub(crate) fn reader(&self, peer: Option<SocketAddr>, headers: &HeaderMap) -> Option<IpAddr> {
        let mut address = peer?.ip().to_canonical();
        if !self.trusts(address) {
            return Some(address);
        }
        for hop in hops(headers).iter().rev().take(HOPS_MAX) {
            // A hop that is no address (`unknown`, a made-up name) says nothing: the proxy before it is the last we know.
            let Some(next) = parsed(hop) else { break };
            address = next;
            if !self.trusts(address) {
                break;
            }
        }
        Some(address)
    }
}

/// The chain, left to right: of `X-Forwarded-For`, else of `Forwarded`.
fn hops(headers: &HeaderMap) -> Vec<String> {
    let lines = |name: HeaderName| {
        headers
            .get_all(name)
            .iter()
            .map(|value| value.to_str().unwrap_or_default().to_owned())
            .collect::<Vec<_>>()
            .join(",")
    };
    let plain = lines(HeaderName::from_static("x-forwarded-for"));
    if !plain.is_empty() {
        return plain.split(',').map(|hop| hop.trim().to_owned()).collect();
    }
    let standard = lines(FORWARDED);
    if standard.is_empty() {
        return Vec::new();
    }
    standard.split(',').map(forwarded_for).collect()
}

/// The `for` of one element of `Forwarded`, unquoted.
fn forwarded_for(element: &str) -> String {
    element
        .split(';')
        .filter_map(|pair| pair.split_once('='))
        .find(|(name, _)| name.trim().eq_ignore_ascii_case("for"))
        .map(|(_, value)| value.trim().trim_matches('"').to_owned())
        .unwrap_or_default()
}

/// An address with or without port: `192.0.2.1`, `192.0.2.1:4711`, `2001:db8::1`, `[2001:db8::1]:4711`.
fn parsed(hop: &str) -> Option<IpAddr> {
    let bare = hop
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    hop.parse::<IpAddr>()
        .ok()
        .or_else(|| bare.and_then(|bare| bare.parse().ok()))
        .or_else(|| hop.parse::<SocketAddr>().ok().map(|socket| socket.ip()))
        .map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reader(peer: &str, headers: &[(&'static str, &str)]) -> String {
        let proxies =
            Proxies::parse(&["10.0.0.0/8".to_owned(), "fd00::1".to_owned()]).expect("two networks");
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, value.parse().expect("a value"));
        }
        let peer = SocketAddr::new(peer.parse().expect("an address"), 4711);
        proxies
            .reader(Some(peer), &map)
            .map(|address| address.to_string())
            .unwrap_or_default()
    }

    #[test]
    fn a_stranger_may_write_what_he_likes_into_the_header() {
        let forged = [("x-forwarded-for", "198.51.100.9")];
        assert_eq!(reader("203.0.113.5", &forged), "203.0.113.5");
    }

    #[test]
    fn behind_our_proxies_the_right_most_strange_hop_is_the_reader() {
        let chain = [
            ("x-forwarded-for", "198.51.100.9, 203.0.113.5"),
            ("x-forwarded-for", "10.1.2.3"),
        ];
        assert_eq!(reader("10.0.0.1", &chain), "203.0.113.5");
        let standard = [(
            "forwarded",
            "for=198.51.100.9, for=\"[2001:db8::7]:4711\";proto=https, for=10.4.4.4",
        )];
        assert_eq!(reader("fd00::1", &standard), "2001:db8::7");
    }

    #[test]
    fn a_hop_that_is_no_address_ends_the_chain() {
        let chain = [("x-forwarded-for", "203.0.113.5, unknown, 10.1.2.3")];
        assert_eq!(reader("10.0.0.1", &chain), "10.1.2.3");
        assert_eq!(reader("10.0.0.1", &[]), "10.0.0.1");
        assert_eq!(reader("10.0.0.1", &[("x-forwarded-for", "")]), "10.0.0.1");
    }

    #[test]
    fn an_ipv4_reader_counts_as_one_whatever_the_socket() {
        assert_eq!(reader("::ffff:203.0.113.5", &[]), "203.0.113.5");
        let chain = [("x-forwarded-for", "203.0.113.7:52011")];
        assert_eq!(reader("::ffff:10.0.0.1", &chain), "203.0.113.7");
    }

    #[test]
    fn what_is_no_network_is_named() {
        for wrong in ["10.0.0.0/33", "localhost", "::/129", "1.2.3", ""] {
            assert_eq!(
                Proxies::parse(&[wrong.to_owned()]).err(),
                Some(wrong.to_owned())
            );
        }
    }
}
