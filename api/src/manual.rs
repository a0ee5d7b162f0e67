//! The page about the API, made from the table of operations.

use crate::BASE;
use crate::body::Takes;
use crate::operation::{Guard, Operation, Right};
use crate::problem::KINDS;
use std::fmt::Write as _;

/// What stands above the operations.
const INTRODUCTION: &str = "# The API

Everything the newsroom does, as resources under `/api/v1`, on every host of the network. The whole description, with every
type, is the document `/api/v1/openapi.json` (OpenAPI 3.1); both are made from the same table, this page by
`UPDATE_EXPECT=1 cargo test -p api`.

## Begin

```sh
TOKEN=$(colophon token add --role editor)
curl -H \"Authorization: Bearer $TOKEN\" https://gazette.example/api/v1/self
curl -H \"Authorization: Bearer $TOKEN\" -H 'Content-Type: text/markdown' --data-binary @ferry.md \\
  'https://gazette.example/api/v1/publications?title=gazette'
```

- **Tokens** are made with `colophon token add` and speak for an account. Scopes are `read`, roles (`editor`) and rights
  (`article.publish`, see `rights.md`); a token never carries more than its account may, and what is taken from the account is
  taken from it. Only a hash is kept.
- **Problems** are documents after RFC 9457 (`application/problem+json`), in Italian or English by `Accept-Language`. `errors`
  names field, message and remedy; `findings` is what the gate found. What you may not see is told like what is not there.
- **Lists** have `items` and `next`. Send `next` back as `cursor` for the page after; `limit` is 1 to 100.
- **Lost updates**: what is read has an `ETag`; who writes over it sends it back as `If-Match`. Too late it is 412. Without it
  drafts and changes of articles, standing pages, settings and imprints answer 428; the rest is written as it comes.
- **Twice is once**: `POST` with `Idempotency-Key` is done once within 24 hours, and answered the same again.
- **Texts** are trees (`copy.body`), or Markdown or HTML in `text`; filing, publishing and checking take whole article files
  too, as `article-file.md` describes them.
- **Limits**: unknown fields are refused; larger bodies than an article needs answer 413, more than 20 requests a second in the
  long run 429 with `Retry-After`. They are counted by token; without one, by the address they come from and its neighbours.
";

/// The page, as Markdown.
pub(crate) fn page(table: &[Operation]) -> String {
    let mut page = INTRODUCTION.to_owned();
    page.push_str("\n## Operations\n\n| | Address | Does | Who |\n|---|---|---|---|\n");
    for operation in table {
        let _ = writeln!(
            page,
            "| `{}` | [`{}`](#{}) | {} | {} |",
            operation.method,
            operation.path,
            operation.told.id.to_ascii_lowercase(),
            operation.told.summary,
            who(operation)
        );
    }
    page.push_str("\n## Examples\n");
    for operation in table {
        example(&mut page, operation);
    }
    page.push_str("\n## Problems\n\n| Status | Code | |\n|---|---|---|\n");
    for kind in KINDS {
        let _ = writeln!(page, "| {} | `{}` | {} |", kind.status, kind.code, kind.en);
    }
    page
}

fn who(operation: &Operation) -> String {
    match operation.right {
        Right::Open => "everybody".to_owned(),
        Right::Token => "any token".to_owned(),
        Right::See(deed) => format!("`{}` or `read`", deed.word()),
        Right::Do(deed) => format!("`{}`", deed.word()),
    }
}

fn example(page: &mut String, operation: &Operation) {
    let query = match operation.told.asks {
        "" => String::new(),
        asks => format!("?{asks}"),
    };
    let _ = write!(
        page,
        "\n### {}\n\n{}.\n\n```http\n{} {BASE}{}{query}\n",
        operation.told.id, operation.told.summary, operation.method, operation.path
    );
    if operation.right != Right::Open {
        page.push_str("Authorization: Bearer colophon_…\n");
    }
    if operation.guard == Guard::Required {
        page.push_str("If-Match: \"s3r1\"\n");
    }
    match (operation.takes, operation.told.example) {
        (Takes::Picture | Takes::Document, _) => {
            let media_type = operation.takes.types().first().unwrap_or(&"");
            let _ = write!(page, "Content-Type: {media_type}\n\n(the file)\n");
        }
        (_, Some(body)) => {
            let body = serde_json::to_string_pretty(&body()).unwrap_or_default();
            let _ = write!(page, "Content-Type: application/json\n\n{body}\n");
        }
        _ => {}
    }
    page.push_str("```\n");
}
