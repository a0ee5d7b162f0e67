//! The programs' door: everything the newsroom does, as resources under `/api/v1`.
//!
//! Start at [`Api`]; then `table.rs`, the one list of operations, of which both the router and the OpenAPI document are
//! made. A handler under `resources/` takes its input apart, calls the verb of the record that commands call too, and
//! says what came of it. No rule of the newspaper lives here.

mod answer;
mod body;
mod call;
mod conditions;
mod door;
mod keys;
#[cfg(feature = "document")]
mod manual;
#[cfg(feature = "document")]
mod openapi;
mod operation;
mod pages;
mod places;
mod problem;
mod refused;
mod resources;
mod routing;
mod table;
mod throttle;
mod whereabouts;
mod words;

use operation::Operation;
use paper::Paper;
use paper::reading::title::Reach;
use places::Places;
use search::Search;
use std::sync::Arc;
use throttle::Throttle;

/// Where the API begins, on every host.
pub const BASE: &str = "/api/v1";

/// The API of a record.
#[derive(Clone)]
pub struct Api {
    inner: Arc<Inner>,
}

struct Inner {
    paper: Paper,
    reach: Reach,
    search: Search,
    table: Vec<Operation>,
    throttle: Throttle,
    files: Places,
}

impl Api {
    /// The API of this record, whose readers reach it so and find articles by this search.
    pub fn new(paper: &Paper, reach: &Reach, search: &Search) -> Api {
        Api {
            inner: Arc::new(Inner {
                paper: paper.clone(),
                reach: reach.clone(),
                search: search.clone(),
                table: table::all(),
                throttle: Throttle::default(),
                files: Places::default(),
            }),
        }
    }

    /// Whether an address is the API's to answer.
    pub fn takes(path: &str) -> bool {
        path == "/api" || path.starts_with("/api/")
    }
}

/// The page about the API, as Markdown, made from the table of operations.
#[cfg(feature = "document")]
pub fn manual() -> String {
    manual::page(&table::all())
}

/// The OpenAPI 3.1 document, made from the table of operations. The program serves what was made of it before,
/// `docs/openapi.json`.
#[cfg(feature = "document")]
pub fn document() -> serde_json::Value {
    openapi::document(&table::all())
}
