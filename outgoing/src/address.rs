//! Which addresses are public (IANA's special-purpose registries, RFC 6890 and what came after it).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Networks of IPv4 no request of ours may enter: first address and length of the prefix.
const CLOSED_V4: [([u8; 4], u32); 16] = [
    ([0, 0, 0, 0], 8),
    ([10, 0, 0, 0], 8),
    ([100, 64, 0, 0], 10),
    ([127, 0, 0, 0], 8),
    ([169, 254, 0, 0], 16),
    ([172, 16, 0, 0], 12),
    ([192, 0, 0, 0], 24),
    ([192, 0, 2, 0], 24),
    ([192, 31, 196, 0], 24),
    ([192, 52, 193, 0], 24),
    ([192, 88, 99, 0], 24),
    ([192, 168, 0, 0], 16),
    ([192, 175, 48, 0], 24),
    ([198, 18, 0, 0], 15),
    ([198, 51, 100, 0], 24),
    ([203, 0, 113, 0], 24),
];

/// Networks inside IPv6's global unicast space that lead elsewhere: into IPv4, into tunnels, into examples.
const CLOSED_V6: [([u16; 3], u32); 5] = [
    ([0x2001, 0, 0], 23),
    ([0x2001, 0xdb8, 0], 32),
    ([0x2002, 0, 0], 16),
    ([0x2620, 0x4f, 0x8000], 48),
    ([0x3fff, 0, 0], 20),
];

/// Whether an address belongs to somebody in the open net: not private, loopback, link-local, shared (CGNAT), multicast,
/// reserved, nor an IPv6 form of an IPv4 address.
pub fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => v4(ip),
        IpAddr::V6(ip) => v6(ip),
    }
}

fn v4(ip: Ipv4Addr) -> bool {
    let bits = u32::from(ip);
    let inside = |(first, length): &([u8; 4], u32)| {
        let shift = 32 - length;
        bits >> shift == u32::from_be_bytes(*first) >> shift
    };
    // From 224 on: multicast, reserved, broadcast.
    ip.octets()[0] < 224 && !CLOSED_V4.iter().any(inside)
}

fn v6(ip: Ipv6Addr) -> bool {
    let [a, b, c, ..] = ip.segments();
    let head = u64::from(a) << 32 | u64::from(b) << 16 | u64::from(c);
    let inside = |([a, b, c], length): &([u16; 3], u32)| {
        let first = u64::from(*a) << 32 | u64::from(*b) << 16 | u64::from(*c);
        let shift = 48 - length;
        head >> shift == first >> shift
    };
    // Only 2000::/3 is given out to anybody; mapped, translated, local and multicast addresses are outside it.
    a >> 13 == 1 && !CLOSED_V6.iter().any(inside)
}
