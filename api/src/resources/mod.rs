//! What can be asked and done, one file per family. A handler takes its input apart, calls a verb, says what came of it.

pub(crate) mod accounts;
pub(crate) mod articles;
pub(crate) mod bans;
pub(crate) mod cases;
pub(crate) mod changes;
pub(crate) mod changing;
pub(crate) mod comments;
pub(crate) mod desk;
pub(crate) mod drafts;
pub(crate) mod figures;
pub(crate) mod findings;
pub(crate) mod fronts;
pub(crate) mod keeping;
pub(crate) mod notices;
pub(crate) mod persons;
pub(crate) mod pictures;
pub(crate) mod placing;
pub(crate) mod problems;
pub(crate) mod publishing;
pub(crate) mod record;
pub(crate) mod redirects;
pub(crate) mod standing;
pub(crate) mod timing;
pub(crate) mod titles;
pub(crate) mod tokens;
pub(crate) mod webhooks;
