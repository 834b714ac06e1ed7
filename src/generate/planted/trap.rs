//! Traps: what looks like a finding and is none.
use crate::generate::planted::duplication::one_record;
use crate::generate::planted::duplication::send;
use crate::generate::planted::duplication::two_collections;
use crate::generate::planted::plot::Plot;
use crate::generate::planted::plot::UPLOAD;
use crate::generate::planted::plot::everyone;
use crate::generate::planted::plot::people;

/// The second collection is filled from the first: reuse.
pub(super) fn forwarded(plot: &mut Plot, start: &str) {
    one_record(plot, start);
    send(plot, start, ("record", "collection_a"), UPLOAD);
    send(plot, start, ("collection_a", "collection_b"), UPLOAD);
    plot.silent(
        "repeated-request",
        &format!("{start}_provider/{start}_term"),
    );
    plot.silent("repeated-request", &format!("{start}_body_a/{start}_term"));
}

/// Both are filled from the record, but the first also passes it on, so there is a service path (and a second route).
pub(super) fn served(plot: &mut Plot, start: &str) {
    forwarded(plot, start);
    send(plot, start, ("record", "collection_b"), UPLOAD);
}

/// One act of supplying fills both.
pub(super) fn one_form(plot: &mut Plot, start: &str) {
    one_record(plot, start);
    let act = format!("{UPLOAD}, same_submission: {start}_form");
    send(plot, start, ("record", "collection_a"), &act);
    send(plot, start, ("record", "collection_b"), &act);
    plot.silent(
        "repeated-request",
        &format!("{start}_provider/{start}_term"),
    );
}

/// The second request is a duplicate on purpose.
pub(super) fn on_purpose(plot: &mut Plot, start: &str) {
    one_record(plot, start);
    send(plot, start, ("record", "collection_a"), UPLOAD);
    send(
        plot,
        start,
        ("record", "collection_b"),
        &format!("{UPLOAD}, justified: The regulator must be independent"),
    );
    plot.silent(
        "repeated-request",
        &format!("{start}_provider/{start}_term"),
    );
}

/// One act fills both today; an older request, from another record, has ended.
pub(super) fn ended(plot: &mut Plot, start: &str) {
    one_form(plot, start);
    plot.record(
        &format!("{start}_log"),
        &format!("{start}_provider"),
        &everyone(),
        &[&format!("{start}_term")],
    );
    send(plot, start, ("log", "record"), UPLOAD);
    send(
        plot,
        start,
        ("log", "collection_b"),
        &format!("{UPLOAD}, status: ended, until: 2024-12-31"),
    );
}

/// Two collections share an identifier and a field of context, and nothing else.
pub(super) fn identifier(plot: &mut Plot, start: &str) {
    let (provider, everyone) = (format!("{start}_provider"), everyone());
    let (number, context) = (format!("{start}_number"), format!("{start}_context"));
    plot.organisation(&provider);
    plot.term(&number, ", identifier: true");
    plot.term(&context, ", tags: [context]");
    plot.record(
        &format!("{start}_record"),
        &provider,
        &everyone,
        &[&number, &context],
    );
    for side in ["a", "b"] {
        let (body, collection) = (
            format!("{start}_body_{side}"),
            format!("{start}_collection_{side}"),
        );
        plot.organisation(&body);
        plot.collection(&collection, &body, &everyone, &[&number, &context]);
        plot.use_of(&collection, &body, &number, &everyone);
        plot.need(&format!("{collection}_context"), &body, &context, &everyone);
        plot.flow(
            &format!("{start}_record"),
            &collection,
            &format!("{number}, {context}"),
            UPLOAD,
        );
    }
    plot.silent("repeated-request", &format!("{provider}/{number}"));
    plot.silent("repeated-request", &format!("{provider}/{context}"));
}

/// Two providers supply one collection each: nobody is asked twice (it is parallel recording, which is another rule's).
pub(super) fn two_providers(plot: &mut Plot, start: &str) {
    one_record(plot, start);
    let (other, term) = (format!("{start}_other_provider"), format!("{start}_term"));
    plot.organisation(&other);
    plot.record(
        &format!("{start}_other_record"),
        &other,
        &everyone(),
        &[&term],
    );
    send(plot, start, ("record", "collection_a"), UPLOAD);
    send(plot, start, ("other_record", "collection_b"), UPLOAD);
    plot.silent("repeated-request", &format!("{start}_provider/{term}"));
    plot.silent("repeated-request", &format!("{other}/{term}"));
}

/// The same people and the same window, written otherwise.
pub(super) fn other_words(plot: &mut Plot, start: &str) {
    let first = people("all", "great_britain", "0..30 days");
    let second = people("all", "[england, wales, scotland]", "0..30");
    two_collections(plot, start, (&first, &second));
    plot.record(
        &format!("{start}_record"),
        &format!("{start}_provider"),
        &first,
        &[&format!("{start}_term")],
    );
    let act = format!("{UPLOAD}, same_submission: {start}_form");
    send(plot, start, ("record", "collection_a"), &act);
    send(plot, start, ("record", "collection_b"), &act);
    plot.silent("different-scope", &format!("{start}_term"));
    plot.silent("different-window", &format!("{start}_term/after_discharge"));
}
