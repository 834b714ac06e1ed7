//! Planted definitions that differ, with nothing else wrong: each case is filled by one act or by unrelated providers.
use crate::generate::planted::duplication::send;
use crate::generate::planted::duplication::two_collections;
use crate::generate::planted::plot::Plot;
use crate::generate::planted::plot::UPLOAD;
use crate::generate::planted::plot::people;

/// One record fills two collections by one act of supplying; the first takes only a part.
fn part_and_whole(plot: &mut Plot, start: &str, part: &str, whole: &str, only: &str) {
    two_collections(plot, start, (part, whole));
    plot.record(
        &format!("{start}_record"),
        &format!("{start}_provider"),
        whole,
        &[&format!("{start}_term")],
    );
    let act = format!("{UPLOAD}, same_submission: {start}_form");
    send(
        plot,
        start,
        ("record", "collection_a"),
        &format!("{act}, only: {only}"),
    );
    send(plot, start, ("record", "collection_b"), &act);
    plot.silent(
        "repeated-request",
        &format!("{start}_provider/{start}_term"),
    );
}

/// Inpatients within inpatients and people in the community.
pub(super) fn narrower(plot: &mut Plot, start: &str) {
    let part = people("inpatient", "england", "all");
    let whole = people("[inpatient, community]", "england", "all");
    part_and_whole(plot, start, &part, &whole, "{setting: inpatient}");
    plot.found("different-scope", &format!("{start}_term"));
}

/// Thirty days within twelve months.
pub(super) fn window(plot: &mut Plot, start: &str) {
    let part = people("all", "england", "0..30 days");
    let whole = people("all", "england", "0..12 months");
    part_and_whole(plot, start, &part, &whole, "{after_discharge: 0..30 days}");
    plot.found("different-window", &format!("{start}_term/after_discharge"));
}

/// Two providers, two collections, nobody in both.
pub(super) fn disjoint(plot: &mut Plot, start: &str) {
    let first = people("inpatient", "england", "all");
    let second = people("community", "england", "all");
    two_collections(plot, start, (&first, &second));
    let (other, term) = (format!("{start}_other_provider"), format!("{start}_term"));
    plot.organisation(&other);
    plot.record(
        &format!("{start}_record"),
        &format!("{start}_provider"),
        &first,
        &[&term],
    );
    plot.record(&format!("{start}_other_record"), &other, &second, &[&term]);
    send(plot, start, ("record", "collection_a"), UPLOAD);
    send(plot, start, ("other_record", "collection_b"), UPLOAD);
    plot.found("different-scope", &term);
}
