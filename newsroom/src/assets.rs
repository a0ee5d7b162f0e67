//! Styles, scripts and the icon of the newsroom: in the binary, at addresses that bear their hash. Beside a file may stand
//! the same in Brotli (RFC 7932), made by whoever made the file, for browsers that take it.

use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::OnceLock;

#[derive(RustEmbed)]
#[folder = "assets/"]
#[include = "*.css"]
#[include = "*.js"]
#[include = "*.svg"]
#[include = "*.br"]
struct Files;

/// Hexadecimal digits of the hash in an address.
const HASH_DIGITS: usize = 12;
/// What the name of a file in Brotli ends with.
const PACKED: &str = ".br";

/// A file as it is served.
pub(crate) struct Asset {
    pub(crate) bytes: Vec<u8>,
    /// The same in Brotli, where it was made beforehand.
    pub(crate) brotli: Option<Vec<u8>>,
    pub(crate) media_type: &'static str,
}

fn addresses() -> &'static BTreeMap<String, String> {
    static ADDRESSES: OnceLock<BTreeMap<String, String>> = OnceLock::new();
    ADDRESSES.get_or_init(|| {
        Files::iter()
            .filter(|name| !name.ends_with(PACKED))
            .filter_map(|name| {
                let hash = hex::encode(Sha256::digest(&Files::get(&name)?.data));
                let digits = hash.get(..HASH_DIGITS)?;
                let (stem, ending) = name.rsplit_once('.')?;
                Some((name.to_string(), format!("{stem}.{digits}.{ending}")))
            })
            .collect()
    })
}

/// The address of a file, by its name in the folder.
pub(crate) fn address(name: &str) -> Option<String> {
    let hashed = addresses().get(name)?;
    Some(format!("{}/assets/{hashed}", crate::BASE))
}

/// The file at an address; `None` also where the hash is of other bytes.
pub(crate) fn find(hashed: &str) -> Option<Asset> {
    let (name, _) = addresses().iter().find(|(_, address)| *address == hashed)?;
    let media_type = match name.rsplit_once('.')?.1 {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        _ => "image/svg+xml",
    };
    Some(Asset {
        bytes: Files::get(name)?.data.into_owned(),
        brotli: Files::get(&format!("{name}{PACKED}")).map(|file| file.data.into_owned()),
        media_type,
    })
}
