//! Looks after pages in the background.

use super::Inner;
use super::key::Key;
use super::page::Page;
use crate::routes::Site;
use std::sync::Arc;

/// What is known of pages readers asked for lately.
#[derive(Default)]
pub(crate) struct Keeper {}

impl Keeper {
    /// A page was made and kept.
    pub(crate) fn notes(&self, _key: &Key, _page: &Arc<Page>) {}
}

/// Starts the work.
pub(crate) fn attend(_site: &Arc<Site>, _kept: &Arc<Inner>) {}
