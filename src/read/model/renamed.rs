//! Former ids that cannot be followed, because an entity of the map still has them.

use std::collections::BTreeMap;

use super::former::FormerIds;
use super::map::Model;
use crate::read::finding::{Finding, kind};
use crate::read::source::Span;
use crate::read::syntax::{Decoder, close_key};

kind! {
    /// ## Finds
    /// A former id under `was` that something of the same kind still has, or that two entries of the map claim.
    /// ## Why it matters
    /// A comparison with an older map cannot tell which of the two the old id means. It takes the one that still has the id, else the first.
    /// ## How to fix
    /// Delete the `was` that is wrong. Where one thing became two, leave it at the one that goes on.
    /// ## When it is fine
    /// Never.
    pub(crate) FORMER_ID_IN_USE = "former-id-in-use", Map, Warning, "a former id that something else has"
}

/// The ids of an entity: its id, its place, its former ids.
type Named<'m> = (&'m str, Span, &'m FormerIds);

/// Reports former ids that something of the same kind still has, or that two claim. Fields are looked at system by system, flows between the
/// same two systems.
pub(super) fn check(model: &Model, decoder: &mut Decoder<'_>) {
    let dimensions = model.dimensions.iter();
    among(
        decoder,
        "dimension",
        dimensions.map(|(_, one)| (&*one.slug, one.span, &one.was)),
    );
    let bodies = model.organisations.iter();
    among(
        decoder,
        "organisation",
        bodies.map(|(_, one)| (&*one.slug, one.span, &one.was)),
    );
    let terms = model.terms.iter();
    among(
        decoder,
        "term",
        terms.map(|(_, one)| (&*one.slug, one.span, &one.was)),
    );
    let lists = model.code_lists.iter();
    among(
        decoder,
        "code list",
        lists.map(|(_, one)| (&*one.slug, one.span, &one.was)),
    );
    let systems = model.systems.iter();
    among(
        decoder,
        "system",
        systems.map(|(_, one)| (&*one.slug, one.span, &one.was)),
    );
    for (_, system) in model.systems.iter() {
        let fields = system.fields.ids().map(|id| &model.fields[id]);
        among(
            decoder,
            "field",
            fields.map(|one| (&*one.slug, one.span, &one.was)),
        );
    }
    let needs = model.needs.iter();
    among(
        decoder,
        "need",
        needs.map(|(_, one)| (&*one.slug, one.span, &one.was)),
    );
    let cases = model.cases.iter();
    among(
        decoder,
        "case",
        cases.map(|(_, one)| (&*one.slug, one.span, &one.was)),
    );
    let scenarios = model.scenarios.iter();
    among(
        decoder,
        "scenario",
        scenarios.map(|(_, one)| (&*one.slug, one.span, &one.was)),
    );
    let flows: Vec<_> = model.flows.iter().map(|(_, flow)| flow).collect();
    for twins in flows.chunk_by(|a, b| (a.from.id(), a.to.id()) == (b.from.id(), b.to.id())) {
        let named = |flow: &&&'_ super::flow::Flow| flow.id.is_some();
        let twins = twins.iter().filter(named);
        among(
            decoder,
            "flow",
            twins.map(|one| (one.id.as_deref().unwrap_or_default(), one.span, &one.was)),
        );
    }
}

/// The same among entities of one kind.
fn among<'m>(
    decoder: &mut Decoder<'_>,
    what: &str,
    entities: impl Iterator<Item = Named<'m>> + Clone,
) {
    if entities.clone().all(|(.., was)| was.all().is_empty()) {
        return;
    }
    let keyed = entities.clone().map(|(id, span, _)| (close_key(id), span));
    let still: BTreeMap<String, Span> = keyed.collect();
    let mut claimed: BTreeMap<String, Span> = BTreeMap::new();
    for (id, _, was) in entities {
        for (former, span) in was.all() {
            let key = close_key(former);
            let is_own = close_key(id) == key;
            let (message, other, label) = if let Some(other) = still.get(&key) {
                let message = if is_own {
                    format!("`{former}` is the id that this {what} has now")
                } else {
                    format!(
                        "another {what} still has the id `{former}`, so it is no former id of `{id}`"
                    )
                };
                (message, *other, "still has that id")
            } else if let Some(other) = claimed.insert(key, *span) {
                let message = format!("two entries say that they were the {what} `{former}`");
                (message, other, "says so too")
            } else {
                continue;
            };
            let help = if is_own {
                format!("take `{former}` away here: a former id is another than that of today")
            } else {
                format!("take `{former}` away here, or rename the other {what}")
            };
            let finding = Finding::at(&FORMER_ID_IN_USE, &[what, id, former], *span, "former id")
                .message(message)
                .also(other, label)
                .subject("id", id)
                .subject("was", &**former)
                .help(help);
            decoder.findings.push(finding);
        }
    }
}
