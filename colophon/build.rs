//! How the binary is linked.
#![allow(clippy::disallowed_methods, clippy::print_stdout)] // cargo tells a build script by its environment, and listens

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let is = |name: &str, wanted: &str| std::env::var(name).is_ok_and(|value| value == wanted);
    // The linker that comes with Rust on this platform can keep one copy of functions that are the same and pack the table
    // of addresses: a tenth of the binary. Other linkers need not know how.
    if is("CARGO_CFG_TARGET_ARCH", "x86_64")
        && is("CARGO_CFG_TARGET_OS", "linux")
        && is("CARGO_CFG_TARGET_ENV", "gnu")
        && is("PROFILE", "release")
    {
        println!("cargo::rustc-link-arg-bins=-Wl,--icf=all");
        println!("cargo::rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
}
