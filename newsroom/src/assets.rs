//! Styles, scripts and the icon of the newsroom: in the binary, at addresses that bear their hash. What whoever made it also
//! made in Brotli (RFC 7932) is in the binary only so: browsers that take it get it as it is, for others it is unpacked once.

use brotli::Decompressor;
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::Read as _;
use std::sync::{Mutex, OnceLock};

#[derive(RustEmbed)]
#[folder = "assets/"]
#[include = "*.css"]
#[include = "*.js"]
#[include = "*.svg"]
#[include = "*.br"]
#[exclude = "editor.js"]
struct Files;

/// Hexadecimal digits of the hash in an address.
const HASH_DIGITS: usize = 12;
/// What the name of a file in Brotli ends with.
const PACKED: &str = ".br";
/// Bytes unpacked at a time.
const READ_BYTES: usize = 64 * 1024;

/// A file as it is served.
pub(crate) struct Asset {
    pub(crate) bytes: Vec<u8>,
    /// The same in Brotli, where it was made beforehand.
    pub(crate) brotli: Option<Vec<u8>>,
    pub(crate) media_type: &'static str,
}

/// Addresses by the name of the file as browsers know it.
fn addresses() -> &'static BTreeMap<String, String> {
    static ADDRESSES: OnceLock<BTreeMap<String, String>> = OnceLock::new();
    ADDRESSES.get_or_init(|| {
        Files::iter()
            .filter_map(|file| {
                let hash = hex::encode(Sha256::digest(&Files::get(&file)?.data));
                let digits = hash.get(..HASH_DIGITS)?;
                let name = file.strip_suffix(PACKED).unwrap_or(&file);
                let (stem, ending) = name.rsplit_once('.')?;
                Some((name.to_owned(), format!("{stem}.{digits}.{ending}")))
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
    Some(match Files::get(&format!("{name}{PACKED}")) {
        None => Asset {
            bytes: Files::get(name)?.data.into_owned(),
            brotli: None,
            media_type,
        },
        Some(packed) => Asset {
            bytes: unpacked(name, &packed.data)?,
            brotli: Some(packed.data.into_owned()),
            media_type,
        },
    })
}

/// What a packed file unpacks to, unpacked at the first need.
fn unpacked(name: &str, packed: &[u8]) -> Option<Vec<u8>> {
    static UNPACKED: Mutex<BTreeMap<String, Vec<u8>>> = Mutex::new(BTreeMap::new());
    let mut kept = UNPACKED.lock().ok()?;
    if let Some(bytes) = kept.get(name) {
        return Some(bytes.clone());
    }
    let mut bytes = Vec::new();
    Decompressor::new(packed, READ_BYTES)
        .read_to_end(&mut bytes)
        .ok()?;
    kept.insert(name.to_owned(), bytes.clone());
    Some(bytes)
}
