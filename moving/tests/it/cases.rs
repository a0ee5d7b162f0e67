//! Exports, and what becomes of each.

use crate::stage::{case, moved, told};
use cast::Gazette;
use expect_test::expect_file;

macro_rules! cases {
    ($($name:ident: $file:literal;)+) => {$(
        #[tokio::test]
        async fn $name() {
            let gazette = Gazette::new().await;
            let report = moved(&gazette, &[case(concat!($file, ".xml"))]).await;
            let told = told(&gazette, &report).await;
            expect_file![concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/", $file, ".txt")].assert_eq(&told);
        }
    )+};
}

cases! {
    a_small_newspaper_comes_in_with_all_it_has: "small";
    what_was_not_open_to_all_is_open_to_nobody: "states";
    texts_of_the_block_editor_are_bodies: "blocks";
    texts_older_than_blocks_have_paragraphs_and_shortcodes_written_out: "classic";
    who_signs_is_a_contributor_and_no_account: "people";
    categories_are_sections_in_two_levels: "sections";
    what_readers_said_stands_in_its_threads: "comments";
    pages_and_menus_find_their_places: "pages";
    dates_that_are_none_publish_nothing: "dates";
    a_broken_passage_ends_with_its_field: "cdata";
    an_unclosed_passage_swallows_no_other_item: "unclosed";
    a_file_that_ends_too_early_is_read_to_its_end: "truncated";
    numbers_used_twice_are_told: "duplicates";
    characters_no_text_has_are_taken_out: "controls";
    bytes_of_another_encoding_are_read: "encoding";
    a_declared_encoding_is_believed: "latin";
    an_older_export_is_read_as_well: "older";
    a_hostile_export_does_nothing: "hostile";
    old_addresses_lead_on: "addresses";
    search_engines_words_are_not_lost_in_silence: "seo";
}
