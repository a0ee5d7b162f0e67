//! Prints: facts and a theme in, bytes out.
//!
//! [`Press`] has a verb for each kind of page. It takes the plain facts of `paper::reading`, makes the documented
//! [`context`] of them, and has a theme print it. Start at [`Press::article`].
//!
//! Nothing here is kept: delete all that the press ever made and it is made again, byte for byte. The press does not
//! know who asks, what time it is, or where the record lies.

mod accent;
mod calendar;
mod card;
pub mod context;
mod feeds;
mod guarantee;
mod heads;
mod html;
mod linked;
mod mail;
mod pieces;
mod press;
mod printing;
mod setting;
mod shell;
mod signposts;
mod sitemaps;
mod text;
mod theme;
pub mod words;

pub use accent::{Paleness, check_accent, contrasts};
pub use calendar::{Calendar, When};
pub use card::Card;
pub use feeds::{FeedForm, feed, links as feed_links};
pub use html::Html;
pub use mail::{Written, mail};
pub use pieces::share::Share;
pub use press::{Press, PressFault, Settings};
pub use signposts::{SEARCH_TYPE, ads, open_search, robots, security, text_mining, trust};
pub use sitemaps::{news_sitemap, sitemap_index, sitemap_part};
pub use theme::{
    BUILT_IN, DEFAULT as DEFAULT_THEME, Letters, Manifest, Plate, ThemeAbout, ThemeFault, Tint,
};
