//! Planted duplication: one provider asked twice for the same thing.
use crate::generate::planted::plot::FORM;
use crate::generate::planted::plot::Plot;
use crate::generate::planted::plot::UPLOAD;
use crate::generate::planted::plot::everyone;

/// A provider, two bodies that each own a collection of one term, and a need that uses each collection.
///
/// The ids are the start with `_provider`, `_term`, `_body_a`, `_collection_a`, `_body_b` and `_collection_b`.
pub(super) fn two_collections(plot: &mut Plot, start: &str, covers: (&str, &str)) {
    plot.organisation(&format!("{start}_provider"));
    let term = format!("{start}_term");
    plot.term(&term, "");
    for (side, covers) in [("a", covers.0), ("b", covers.1)] {
        let (body, collection) = (
            format!("{start}_body_{side}"),
            format!("{start}_collection_{side}"),
        );
        plot.organisation(&body);
        plot.collection(&collection, &body, covers, &[&term]);
        plot.use_of(&collection, &body, &term, covers);
    }
}

/// Two collections of the same people, and one record of the provider to fill them from.
pub(super) fn one_record(plot: &mut Plot, start: &str) {
    let everyone = everyone();
    two_collections(plot, start, (&everyone, &everyone));
    plot.record(
        &format!("{start}_record"),
        &format!("{start}_provider"),
        &everyone,
        &[&format!("{start}_term")],
    );
}

/// A flow of the case's term between two of its systems, named by the ends of their ids.
pub(super) fn send(plot: &mut Plot, start: &str, (from, to): (&str, &str), keys: &str) {
    plot.flow(
        &format!("{start}_{from}"),
        &format!("{start}_{to}"),
        &format!("{start}_term"),
        keys,
    );
}

/// Class A: the provider records it in two systems, and each fills another collection.
pub(super) fn rekeyed(plot: &mut Plot, start: &str) {
    one_record(plot, start);
    plot.record(
        &format!("{start}_log"),
        &format!("{start}_provider"),
        &everyone(),
        &[&format!("{start}_term")],
    );
    send(plot, start, ("record", "collection_a"), UPLOAD);
    send(plot, start, ("log", "collection_b"), UPLOAD);
    plot.found(
        "repeated-request",
        &format!("{start}_provider/{start}_term"),
    );
}

/// Class B: one record, sent to two collections.
pub(super) fn resubmitted(plot: &mut Plot, start: &str) {
    one_record(plot, start);
    send(plot, start, ("record", "collection_a"), UPLOAD);
    send(plot, start, ("record", "collection_b"), UPLOAD);
    plot.found(
        "repeated-request",
        &format!("{start}_provider/{start}_term"),
    );
}

/// A record that holds the field, which is typed again into a form.
pub(super) fn retyped(plot: &mut Plot, start: &str) {
    let (provider, body, everyone) = (
        format!("{start}_provider"),
        format!("{start}_body"),
        everyone(),
    );
    let (term, collection) = (format!("{start}_term"), format!("{start}_collection"));
    plot.organisation(&provider);
    plot.organisation(&body);
    plot.term(&term, "");
    plot.record(&format!("{start}_record"), &provider, &everyone, &[&term]);
    plot.collection(&collection, &body, &everyone, &[&term]);
    plot.use_of(&collection, &body, &term, &everyone);
    send(plot, start, ("record", "collection"), FORM);
    plot.found("retyped-field", &format!("{collection}.{term}"));
}
