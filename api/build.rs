//! Packs the document of the API, which the program carries.
#![allow(clippy::disallowed_methods, clippy::print_stdout)] // cargo tells a build script by its environment, and listens

use flate2::{Compression, write::GzEncoder};
use std::io::Write as _;
use std::path::Path;
use std::{env, fs};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let document = Path::new("../docs/openapi.json");
    println!("cargo::rerun-if-changed={}", document.display());
    let packed = fs::File::create(Path::new(&env::var("OUT_DIR")?).join("openapi.json.gz"))?;
    let mut packer = GzEncoder::new(packed, Compression::best());
    packer.write_all(&fs::read(document)?)?;
    packer.finish()?;
    Ok(())
}
