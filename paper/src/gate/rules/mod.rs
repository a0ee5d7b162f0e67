//! The rules, one file for each or for a close family.

mod advice;
mod agencies;
mod blocks;
mod blocks_pictures;
mod blocks_sources;
mod form;
mod time_relative;
mod voice_vague;

use super::rule::Rule;

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
    &blocks_pictures::CREDIT,
    &blocks_pictures::ALT,
    &blocks::IMPRINT,
    &blocks::ELSEWHERE,
    &agencies::SIXTEEN_HOURS,
    &voice_vague::RULE,
    &advice::RULE,
    &time_relative::RULE,
    &form::SHOUTING,
    &form::HEADLINE_LONG,
    &form::STANDFIRST_MISSING,
    &form::HEADING_ORDER,
    &form::LINK_TEXT,
    &form::LINK_DEAD,
    &form::CAPTION_MISSING,
];
