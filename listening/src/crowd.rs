//! How many connections each address has.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};

/// How many connections each address has.
#[derive(Debug, Clone, Default)]
pub(crate) struct Crowd(Arc<Mutex<HashMap<IpAddr, usize>>>);

impl Crowd {
    /// A seat for one more from this address, if it has not all it may have.
    pub(crate) fn seat(&self, address: IpAddr, max: usize) -> Option<Seat> {
        let Some(network) = network_of(address) else {
            return Some(Seat {
                crowd: self.clone(),
                network: None,
            });
        };
        let mut seated = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = seated.entry(network).or_insert(0);
        if *count >= max {
            return None;
        }
        *count += 1;
        Some(Seat {
            crowd: self.clone(),
            network: Some(network),
        })
    }
}

/// One connection among those of its address; gives its place back when dropped.
pub(crate) struct Seat {
    crowd: Crowd,
    network: Option<IpAddr>,
}

impl Drop for Seat {
    fn drop(&mut self) {
        let Some(network) = self.network else { return };
        let mut seated = self.crowd.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = seated.get_mut(&network) {
            *count -= 1;
            if *count == 0 {
                seated.remove(&network);
            }
        }
    }
}

/// What counts as one caller: an IPv4 address, an IPv6 /64 network; nothing for this machine and private networks.
fn network_of(address: IpAddr) -> Option<IpAddr> {
    match address.to_canonical() {
        IpAddr::V4(v4) if v4.is_loopback() || v4.is_private() || v4.is_link_local() => None,
        IpAddr::V4(v4) => Some(IpAddr::V4(v4)),
        IpAddr::V6(v6)
            if v6.is_loopback() || v6.is_unique_local() || v6.is_unicast_link_local() =>
        {
            None
        }
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            Some(IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_so_many_seats_and_no_more_until_one_is_given_back() {
        const MAX: usize = 2;
        let crowd = Crowd::default();
        let address = |text: &str| text.parse::<IpAddr>().expect("an address");
        let one = address("192.0.2.7");
        let first = crowd.seat(one, MAX).expect("a seat");
        // The same address as a socket of both families names it.
        let second = crowd.seat(address("::ffff:192.0.2.7"), MAX);
        assert!(second.is_some());
        assert!(crowd.seat(one, MAX).is_none());
        assert!(crowd.seat(address("192.0.2.8"), MAX).is_some());
        drop(first);
        let again = crowd.seat(one, MAX);
        assert!(again.is_some() && crowd.seat(one, MAX).is_none());
        drop((second, again));
        assert!(crowd.0.lock().expect("no panic").is_empty(), "none is left");
    }

    #[test]
    fn a_network_of_ipv6_is_one_caller_and_proxies_nearby_are_none() {
        const MAX: usize = 1;
        let crowd = Crowd::default();
        let address = |text: &str| text.parse::<IpAddr>().expect("an address");
        let seat = crowd.seat(address("2001:db8:1:2::3"), MAX);
        assert!(seat.is_some());
        assert!(crowd.seat(address("2001:db8:1:2:ffff::9"), MAX).is_none());
        assert!(crowd.seat(address("2001:db8:1:3::3"), MAX).is_some());
        let near = ["127.0.0.1", "::1", "10.1.2.3", "192.168.0.9", "fd00::1"];
        let seats = near.map(|text| [0; 3].map(|_| crowd.seat(address(text), MAX)));
        assert!(seats.iter().flatten().all(Option::is_some));
    }
}
