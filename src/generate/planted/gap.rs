//! Planted gaps: needs that are not met, and holes in the register.
use crate::generate::planted::duplication::send;
use crate::generate::planted::plot::Plot;
use crate::generate::planted::plot::UPLOAD;
use crate::generate::planted::plot::everyone;
use crate::generate::planted::plot::people;

/// A provider's record of one term (and of further fields), a body's collection of it, and nothing between them.
fn record_and_collection(plot: &mut Plot, start: &str, covers: &str, further: &[&str]) {
    let (provider, body, term) = (
        format!("{start}_provider"),
        format!("{start}_body"),
        format!("{start}_term"),
    );
    plot.organisation(&provider);
    plot.organisation(&body);
    plot.term(&term, "");
    let mut fields = vec![term.as_str()];
    fields.extend(further);
    plot.record(&format!("{start}_record"), &provider, covers, &fields);
    plot.collection(&format!("{start}_collection"), &body, covers, &[&term]);
}

/// Puts the collection's field to use.
fn used(plot: &mut Plot, start: &str) {
    plot.use_of(
        &format!("{start}_collection"),
        &format!("{start}_body"),
        &format!("{start}_term"),
        &everyone(),
    );
}

/// A need for a term that no field means.
pub(super) fn no_source(plot: &mut Plot, start: &str) {
    let (body, term, need) = (
        format!("{start}_body"),
        format!("{start}_term"),
        format!("{start}_need"),
    );
    plot.organisation(&body);
    plot.term(&term, "");
    plot.need(&need, &body, &term, &everyone());
    plot.found("unmet-need", &need);
}

/// A need about people of whom the only source leaves a part out, and one about the rest.
pub(super) fn left_out(plot: &mut Plot, start: &str) {
    let inpatients = people("inpatient", "england", "all");
    let both = people("[inpatient, community]", "england", "all");
    record_and_collection(plot, start, &inpatients, &[]);
    send(plot, start, ("record", "collection"), UPLOAD);
    let (body, term, need) = (
        format!("{start}_body"),
        format!("{start}_term"),
        format!("{start}_need"),
    );
    plot.need(&need, &body, &term, &both);
    plot.found("unmet-need", &need);
    plot.use_of(&format!("{start}_collection"), &body, &term, &inpatients);
}

/// A field of the record that goes nowhere and serves no need.
pub(super) fn unused(plot: &mut Plot, start: &str) {
    let extra = format!("{start}_extra");
    record_and_collection(plot, start, &everyone(), &[&extra]);
    plot.term(&extra, "");
    send(plot, start, ("record", "collection"), UPLOAD);
    used(plot, start);
    plot.found("unused-field", &format!("{start}_record.{extra}"));
    plot.silent("unused-field", &format!("{start}_record.{start}_term"));
    plot.silent("unused-field", &format!("{start}_collection.{start}_term"));
}

/// A flow of personal data without a legal basis.
pub(super) fn no_basis(plot: &mut Plot, start: &str) {
    record_and_collection(plot, start, &everyone(), &[]);
    send(
        plot,
        start,
        ("record", "collection"),
        &UPLOAD.replace("basis: Planted Act section 1, ", ""),
    );
    used(plot, start);
    plot.found(
        "unstated-basis",
        &format!("{start}_record->{start}_collection"),
    );
}

/// A system on the way that nobody owns.
pub(super) fn no_owner(plot: &mut Plot, start: &str) {
    record_and_collection(plot, start, &everyone(), &[]);
    let store = format!("{start}_store");
    plot.system(
        &store,
        "kind: other",
        &everyone(),
        &[&format!("{start}_term")],
    );
    send(plot, start, ("record", "store"), UPLOAD);
    send(
        plot,
        start,
        ("store", "collection"),
        &format!("{UPLOAD}, by: {start}_body"),
    );
    used(plot, start);
    plot.found("unowned", &store);
    plot.silent("unowned", &format!("{start}_collection"));
}

/// An error of the map: a flow passes a field that its source, which lists its fields, does not hold.
pub(super) fn lacks(plot: &mut Plot, start: &str) {
    let (absent, collection) = (format!("{start}_absent"), format!("{start}_second"));
    record_and_collection(plot, start, &everyone(), &[]);
    send(plot, start, ("record", "collection"), UPLOAD);
    used(plot, start);
    plot.term(&absent, "");
    plot.collection(
        &collection,
        &format!("{start}_body"),
        &everyone(),
        &[&absent],
    );
    plot.need(
        &format!("{start}_need"),
        &format!("{start}_body"),
        &absent,
        &everyone(),
    );
    plot.flow(&format!("{start}_record"), &collection, &absent, UPLOAD);
    plot.found(
        "passes-what-it-lacks",
        &format!("{start}_record->{collection}/{start}_record.{absent}"),
    );
}
