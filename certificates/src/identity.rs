//! What an authority calls one of its certificates when it is asked when to renew it (RFC 9773 §4.1): the key it was signed with,
//! and its serial number.

use crate::validity::{SEQUENCE, VERSION, inside, next};
use instant_acme::CertificateIdentifier;
use rustls::pki_types::Der;

/// Tags of DER (X.690).
const INTEGER: u8 = 0x02;
const OCTETS: u8 = 0x04;
const EXTENSIONS: u8 = 0xa3;
const KEY_IDENTIFIER: u8 = 0x80;
/// `id-ce-authorityKeyIdentifier`, 2.5.29.35 (RFC 5280 §4.2.1.1).
const AUTHORITY_KEY: [u8; 3] = [0x55, 0x1d, 0x23];

/// The name of a certificate in DER; `None` of one that does not say by which key it was signed.
pub(crate) fn of(certificate: &[u8]) -> Option<CertificateIdentifier<'static>> {
    let (whole, _) = inside(certificate, SEQUENCE)?;
    let (mut rest, _) = inside(whole, SEQUENCE)?;
    if rest.first() == Some(&VERSION) {
        (_, rest) = inside(rest, VERSION)?;
    }
    let (serial, mut rest) = inside(rest, INTEGER)?;
    let extensions = loop {
        let (tag, content, after) = next(rest)?;
        if tag == EXTENSIONS {
            break inside(content, SEQUENCE)?.0;
        }
        rest = after;
    };
    let key = key_identifier(extensions)?;
    Some(CertificateIdentifier::new(
        Der::from_slice(key),
        Der::from_slice(serial),
    ))
}

fn key_identifier(mut extensions: &[u8]) -> Option<&[u8]> {
    loop {
        let (extension, after) = inside(extensions, SEQUENCE)?;
        let (_, name, mut rest) = next(extension)?;
        if name == AUTHORITY_KEY {
            // It may say first whether it is critical.
            if rest.first() != Some(&OCTETS) {
                (_, _, rest) = next(rest)?;
            }
            let (value, _) = inside(rest, OCTETS)?;
            let (fields, _) = inside(value, SEQUENCE)?;
            return inside(fields, KEY_IDENTIFIER).map(|(key, _)| key);
        }
        extensions = after;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rcgen::{CertificateParams, Issuer, KeyPair, SerialNumber};

    #[test]
    fn a_certificate_is_named_by_its_authoritys_key_and_its_number_and_no_bytes_break_the_search() {
        let key = KeyPair::generate().expect("a key");
        let mut above = CertificateParams::new(Vec::new()).expect("an authority");
        above.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
        let issuer = Issuer::new(above, key);
        let mut params = CertificateParams::new(["gazette.test".to_owned()]).expect("a name");
        params.use_authority_key_identifier_extension = true;
        params.serial_number = Some(SerialNumber::from(vec![0x87, 0x65, 0x43, 0x21]));
        let own = KeyPair::generate().expect("a key");
        let der = params
            .signed_by(&own, &issuer)
            .expect("signed")
            .der()
            .to_vec();
        let named = of(&der).expect("a name").to_string();
        let (authority, serial) = named.split_once('.').expect("two parts");
        // As in the example of RFC 9773: the sign of the number belongs to it.
        assert_eq!(serial, "AIdlQyE");
        assert!(authority.len() >= 26, "{authority}");
        for end in 0..der.len() {
            let _ = of(&der[..end]);
            let mut other = der.clone();
            other[end] ^= 0xff;
            let _ = of(&other);
        }
        let alone = rcgen::generate_simple_self_signed(["gazette.test".to_owned()]).expect("made");
        assert!(of(alone.cert.der()).is_none());
    }
}
