//! The format as it is written down: `docs/archive-tables.md` is made of the tables themselves.

use expect_test::expect_file;
use paper::carrying::left::{self, Why};
use paper::carrying::{Table, tables};

fn described(page: &mut String, heading: &str, said: &str, of: &[Table]) {
    page.push_str(&format!(
        "\n## {heading}\n\n{said}\n\n| Rows | Each is | Fields |\n|---|---|---|\n"
    ));
    for table in of {
        let carried = table
            .columns
            .iter()
            .filter(|column| column.kind.is_carried());
        let fields: Vec<String> = carried
            .map(|column| {
                let absent = if column.kind.may_be_absent() { "?" } else { "" };
                format!("`{}`{absent} {}", column.name, column.kind.word())
            })
            .collect();
        let what = table.what.split_whitespace().collect::<Vec<_>>().join(" ");
        page.push_str(&format!(
            "| `{}` | {what} | {} |\n",
            table.name,
            fields.join(", ")
        ));
    }
}

#[test]
fn the_rows_of_an_archive_are_written_down() {
    let mut page = "# Rows of an archive\n\nMade by `archive/tests/it/format.rs` of the tables the program carries; the rest of the format is in \
        [archive-format.md](archive-format.md). A field with `?` is left out of a row that has none.\n"
        .to_owned();
    let lines = "One file of lines each, `record/NAME.jsonl`.";
    described(&mut page, "Before the articles", lines, tables::BEFORE);
    described(
        &mut page,
        "In the file of an article",
        "In this order; those that have no rows are left out.",
        tables::ARTICLES,
    );
    described(&mut page, "After the articles", lines, tables::AFTER);
    page.push_str("\n## Not carried\n\n| What | Why | |\n|---|---|---|\n");
    let word = |why: Why| match why {
        Why::Secret => "secret",
        Why::Made => "made again",
        Why::Passing => "passing",
    };
    for (name, why, said) in left::TABLES {
        page.push_str(&format!("| `{name}` | {} | {said} |\n", word(*why)));
    }
    for (table, column, why, said) in left::COLUMNS {
        page.push_str(&format!(
            "| `{table}.{column}` | {} | {said} |\n",
            word(*why)
        ));
    }
    expect_file!["../../../docs/archive-tables.md"].assert_eq(&page);
}
