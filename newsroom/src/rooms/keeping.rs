//! What the rooms share in which a newspaper is kept: who may come in, what a deed came to, what a form said.

use super::could;
use crate::call::Call;
use crate::page::{Page, RailLine};
use crate::routes::{Outcome, Stopped};
use crate::{BASE, answer};
use axum::response::Response;
use paper::rights::Deed;
use paper::titles::Title;
use paper::{Error, Refusal};

/// Whether one of the person's roles carries a deed on every title. The verb asks again.
pub(crate) fn everywhere(call: &Call, deed: Deed) -> bool {
    call.signed.as_ref().is_some_and(|signed| {
        !signed.factor_wanted
            && signed.grants.iter().any(|grant| {
                grant.title.is_none()
                    && grant.section.is_none()
                    && grant.role.deeds().contains(&deed)
            })
    })
}

/// Whether one of the person's roles carries a deed anywhere.
pub(crate) fn somewhere(call: &Call, deed: Deed) -> bool {
    call.signed.as_ref().is_some_and(|signed| {
        !signed.factor_wanted
            && signed
                .grants
                .iter()
                .any(|grant| grant.role.deeds().contains(&deed))
    })
}

/// Nobody comes in without one of these rights somewhere.
pub(crate) fn only_for(call: &Call, deeds: &[Deed]) -> Outcome<()> {
    if deeds.iter().any(|deed| somewhere(call, *deed)) {
        return Ok(());
    }
    Err(Stopped::Nothing)
}

/// Lines of the rail that lead out of a title into what the whole network shares, and to a title's settings.
pub(crate) fn lines(call: &Call, title: Option<&Title>) -> Vec<RailLine> {
    let line = |room: &'static str, address: String| RailLine {
        room,
        address,
        count: 0,
    };
    let mut lines = Vec::new();
    if let Some(title) = title
        && (could(call, title, Deed::Settle) || could(call, title, Deed::Keep))
    {
        lines.push(line("settings", format!("{BASE}/t/{}/settings", title.key)));
    }
    if somewhere(call, Deed::Keep) || everywhere(call, Deed::Grant) {
        lines.push(line("people", format!("{BASE}/people")));
        lines.push(line("titles", format!("{BASE}/titles")));
    }
    if everywhere(call, Deed::Operate) || everywhere(call, Deed::Grant) {
        lines.push(line("installation", format!("{BASE}/installation")));
    }
    if somewhere(call, Deed::Settle) {
        lines.push(line("audit", format!("{BASE}/audit")));
    }
    lines
}

/// A page of the whole network, with no title at hand.
pub(crate) fn network_page(call: &Call, template: &'static str, room: &'static str) -> Page {
    Page {
        rail: lines(call, None),
        ..Page::plain(template, room)
    }
}

/// What a deed came to.
pub(crate) enum Came {
    /// It is done, or has to wait for a proof of who asks: on to another page.
    On(Response),
    /// It was refused, in these words: the form comes back.
    Told(String),
}

/// What a deed came to: on to `done`, or told why not. `back` is the page to come back to after proving who one is.
pub(crate) fn came<T>(
    call: &Call,
    deed: paper::Result<T>,
    done: &str,
    back: &str,
) -> Outcome<Came> {
    match deed {
        Ok(_) => Ok(Came::On(answer::see(done))),
        Err(error) => told(call, error, back),
    }
}

/// Why a deed was not done, for a page that shows something when it is.
pub(crate) fn told(call: &Call, error: Error, back: &str) -> Outcome<Came> {
    match error {
        Error::Refused(Refusal::StepUp) => Ok(Came::On(answer::see(&prove(back)))),
        // Who has no right to it learns so on a page of its own: there is nothing to mend in the form.
        Error::Refused(refusal @ Refusal::NotAllowed { .. }) => Err(Stopped::Refused(refusal)),
        Error::Refused(refusal) => Ok(Came::Told(call.said(&refusal))),
        Error::Fault(fault) => Err(fault.into()),
    }
}

/// Where one proves who one is before a grave deed, and what to come back to.
pub(crate) fn prove(back: &str) -> String {
    format!("{BASE}/account?prove=1&to={}", encoded(back))
}

/// A value as it stands in a query.
pub(crate) fn encoded(value: &str) -> String {
    url::form_urlencoded::byte_serialize(value.as_bytes()).collect()
}

/// What was typed into a field, where the form came back; else what is kept.
pub(crate) fn typed(call: &Call, field: &str, kept: &str) -> String {
    if call.changes() && call.sent.sent(field) {
        return call.sent.raw(field).to_owned();
    }
    kept.to_owned()
}

/// Whether a box is ticked: as it came back with the form that holds `mark`, else as it is kept.
pub(crate) fn ticked(call: &Call, mark: &str, field: &str, kept: bool) -> bool {
    if call.changes() && call.sent.has(mark) {
        return call.sent.has(field);
    }
    kept
}

/// The lines of a field that say something.
pub(crate) fn lines_of(text: &str) -> Vec<String> {
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect()
}

/// A whole number as it was typed; `None` where nothing was.
pub(crate) fn number<T: std::str::FromStr>(
    field: &'static str,
    typed: &str,
) -> paper::Result<Option<T>> {
    let digits: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    if digits.is_empty() {
        return Ok(None);
    }
    digits
        .parse()
        .map(Some)
        .map_err(|_| unfit(field, typed, "42"))
}

/// A refusal of a value.
pub(crate) fn unfit(field: &'static str, value: &str, wants: &'static str) -> Error {
    Refusal::Unfit {
        field,
        value: value.chars().take(60).collect(),
        wants,
    }
    .into()
}
