//! Markdown in and out: CommonMark with tables and footnotes, and the special forms of article files.
//!
//! - `[@1]` after a claim: a reference to source 1 of the front matter.
//! - `> [!pull] words` and, on the next quoted line, `> — Name, role`: a pull quote.
//! - `> [!aside] Heading` and quoted paragraphs: a box.
//! - `> [!entry] 2026-11-23T14:32:00+01:00 Headline` and, on the next quoted line, `> — Name, Name`: where an entry of live
//!   coverage begins; `[!key]` in place of `[!entry]` where it is a key point.
//! - `> [!embed] https://… Title`: something of another site, shown as a link.
//! - `![alt](file "Caption | Credit | Licence")` alone in a paragraph: a figure; several: a gallery. A fourth
//!   part is the picture's IPTC digital source type.
//! - `<span lang="en">words</span>`: words in another language.

mod escape;
mod inline;
mod read;
mod special;
mod write;

pub use read::{BYTES_MAX, CONTAINERS_MAX, read};
pub use write::write;
