//! The rules, one file for each or for a close family.

mod advice;
mod agencies;
pub(super) mod blocks;
mod blocks_pictures;
mod blocks_sources;
mod dates_given;
mod echoes;
mod event_old;
mod figure_differs;
mod form;
mod headline;
mod name_spelling;
mod outlets;
mod outlets_named;
mod party_unheard;
mod quote_speaker;
mod reader_second;
mod source_copied;
mod text_repeated;
mod time_relative;
mod voice_vague;

use super::rule::Rule;

/// Codes of rules about the body that look at the headline too.
pub(super) const READ_HEADLINES: &[&str] = &["figure.differs"];

/// Every rule, blocks first, in the order findings are listed.
pub static RULES: &[&Rule] = &[
    &blocks::HEADLINE,
    &blocks::BODY,
    &blocks::KIND,
    &blocks::BYLINE,
    &blocks::DATE,
    &blocks_sources::SOURCE,
    &blocks_sources::CONSENT,
    &blocks::AI,
    &blocks::AI_REVIEWER,
    &blocks::SPONSOR,
    &blocks_pictures::MISSING,
    &blocks_pictures::CREDIT,
    &blocks_pictures::ALT,
    &blocks::IMPRINT,
    &blocks::ELSEWHERE,
    &outlets_named::UNLISTED,
    &agencies::SIXTEEN_HOURS,
    &outlets_named::STATE,
    &voice_vague::RULE,
    &quote_speaker::RULE,
    &party_unheard::RULE,
    &source_copied::RULE,
    &reader_second::RULE,
    &advice::RULE,
    &event_old::RULE,
    &dates_given::FUTURE,
    &dates_given::BACK,
    &time_relative::RULE,
    &text_repeated::RULE,
    &headline::RULE,
    &figure_differs::RULE,
    &name_spelling::RULE,
    &form::SHOUTING,
    &form::HEADLINE_LONG,
    &form::STANDFIRST_MISSING,
    &echoes::REPEATS,
    &echoes::PULL,
    &form::HEADING_ORDER,
    &form::LINK_TEXT,
    &form::LINK_DEAD,
    &form::CAPTION_MISSING,
];
