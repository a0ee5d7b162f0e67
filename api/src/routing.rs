//! From an address to its operation: made from the table, so that what is documented is what is answered.

use crate::operation::Operation;
use http::Method;

/// Where an address leads.
pub(crate) enum Found<'a> {
    /// To this operation, with what the address names.
    Operation(&'a Operation, Vec<(String, String)>),
    /// To an address that has other methods: the operations it has.
    Address(Vec<&'a Operation>),
    /// Nowhere.
    Nothing,
}

/// Finds the operation for a method and a path below the base. HEAD is asked as GET.
pub(crate) fn find<'a>(table: &'a [Operation], method: &Method, path: &str) -> Found<'a> {
    let parts: Vec<&str> = path.split('/').collect();
    let mut best: Option<(usize, &str)> = None;
    for operation in table {
        if let Some(named) = names(operation.path, &parts) {
            // `/tokens/self` is more itself than `/tokens/{token}`.
            if best.is_none_or(|(fewest, _)| named.len() < fewest) {
                best = Some((named.len(), operation.path));
            }
        }
    }
    let Some((_, template)) = best else {
        return Found::Nothing;
    };
    let here: Vec<&Operation> = table
        .iter()
        .filter(|operation| operation.path == template)
        .collect();
    let asked = if method == Method::HEAD {
        &Method::GET
    } else {
        method
    };
    match here.iter().find(|operation| operation.method == asked) {
        Some(operation) => Found::Operation(operation, names(template, &parts).unwrap_or_default()),
        None => Found::Address(here),
    }
}

/// What a path names of a template; `None` if it is of another shape.
fn names(template: &str, parts: &[&str]) -> Option<Vec<(String, String)>> {
    let mut named = Vec::new();
    let mut wanted = template.split('/');
    for part in parts {
        let want = wanted.next()?;
        match want
            .strip_prefix('{')
            .and_then(|want| want.strip_suffix('}'))
        {
            Some(_) if part.is_empty() => return None,
            Some(name) => named.push((name.to_owned(), (*part).to_owned())),
            None if want == *part => {}
            None => return None,
        }
    }
    wanted.next().is_none().then_some(named)
}

/// The methods of an address, for `Allow`.
pub(crate) fn allow(here: &[&Operation]) -> String {
    let mut methods: Vec<&str> = here
        .iter()
        .map(|operation| operation.method.as_str())
        .collect();
    if methods.contains(&"GET") {
        methods.push("HEAD");
    }
    methods.push("OPTIONS");
    methods.sort_unstable();
    methods.join(", ")
}
