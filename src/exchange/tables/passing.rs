//! The tables of flows and of the values that they pass.

use std::io;

use super::entries::{field, organisation, system};
use super::{Out, Resolved, Table, is, row, stated, text, truth, whole};
use crate::read::model::{Every, Ref, Stated, Statement};

pub(super) static FLOWS: Table = Table {
    name: "flows",
    about: "Data passed from one system to another.",
    has_evidence: true,
    columns: &[
        text(
            "id",
            "`from->to`, with `#` and more where several flows join the two systems",
        ),
        text("from_system", "where it comes from"),
        text("to_system", "where it goes"),
        truth(
            "stands",
            "whether it counts on the day of the map, or of `--as-of` and `--with`",
        ),
        truth(
            "is_listed",
            "false where nobody has said which fields it passes",
        ),
        text(
            "supplied_by",
            "who does the supplying, as written (`by` in the files)",
        ),
        text(
            "respondent",
            "who does the supplying: resolved to the owner of the source where nothing is written",
        ),
        whole(
            "only_scope",
            "the people it passes, where not all of the source's: a `scope` of `scopes`",
        ),
        text("method", "how it is passed"),
        truth("is_by_hand", "true where a person types the data again"),
        text("every", "how often, in words"),
        whole(
            "supplies_a_year",
            "supplies of all respondents in a year; empty where that is not known",
        ),
        text(
            "lag",
            "from the end of the period, or the event, to being usable at the target",
        ),
        text("basis", "the legal basis"),
        text("purpose", "what for"),
        text(
            "contains",
            "`personal`, `pseudonymised`, `anonymous` or `aggregate`",
        ),
        text(
            "same_submission",
            "flows with the same word are filled from one act of supplying",
        ),
        text("justified", "why a duplicate is on purpose"),
        text(
            "status",
            "`current`, `planned`, `proposed` or `ended`; empty = not stated, which counts as current",
        ),
        text("since", "the first day it stands"),
        text("until", "the last day it stands"),
    ],
    rows: flows,
};

/// A known value as text, or nothing.
fn shown<T: ToString>(stated: &Stated<T>) -> String {
    stated.known().map_or_else(String::new, ToString::to_string)
}

fn flows(map: &Resolved<'_>, out: Out<'_>) -> io::Result<()> {
    let model = map.model();
    for (id, one) in model.flows.iter() {
        let supplies = model.supplies_a_year(one);
        let cells = [
            one.slug.to_string(),
            system(map, one.from.id()),
            system(map, one.to.id()),
            is(map.analysis.graph.stands(id)),
            is(!one.fields.is_open()),
            organisation(map, one.by.known().map(Ref::id)),
            organisation(map, model.respondent(one)),
            map.scope(&one.only),
            one.method
                .known()
                .map_or("", |method| method.word())
                .to_owned(),
            is(one.is_by_hand()),
            one.every.known().map_or_else(String::new, Every::words),
            supplies.map_or_else(String::new, |count| count.to_string()),
            shown(&one.lag),
            shown(&one.basis),
            shown(&one.purpose),
            one.contains
                .known()
                .map_or("", |contents| contents.word())
                .to_owned(),
            one.submission().unwrap_or_default().to_owned(),
            one.justified.as_deref().unwrap_or_default().to_owned(),
            one.status
                .known()
                .map_or("", |status| status.word())
                .to_owned(),
            shown(&one.since),
            shown(&one.until),
        ];
        stated(out, cells, Statement::Flow(id), &one.evidence)?;
    }
    Ok(())
}

pub(super) static FLOW_IDENTIFIERS: Table = Table {
    name: "flow_identifiers",
    about: "The identifying terms that a flow is stated to keep (`identifiers` in the files).",
    has_evidence: false,
    columns: &[text("flow", "the flow"), text("term", "the term")],
    rows: |map, out| {
        let model = map.model();
        for (_, one) in model.flows.iter() {
            for term in one.identifiers.known().into_iter().flatten() {
                row(out, [&one.slug, &model.terms[term.id()].slug])?;
            }
        }
        Ok(())
    },
};

pub(super) static PASSAGES: Table = Table {
    name: "passages",
    about: "The lines of a flow: one row for each source field of a line, and one without a source for a line that has none.",
    has_evidence: false,
    columns: &[
        text("flow", "the flow"),
        whole("line_of_flow", "the place of the line in the flow, from 1"),
        whole("part", "the place of the source field in the line, from 1"),
        text("source", "the source field"),
        text("target", "the target field"),
        text(
            "how",
            "what happens to the value: `as it is`, `derived`, `aggregated`, `masked` or `influence`",
        ),
        truth(
            "is_direct",
            "false where the value only decides which rows arrive, or their order",
        ),
    ],
    rows: passages,
};

fn passages(map: &Resolved<'_>, out: Out<'_>) -> io::Result<()> {
    for (_, flow) in map.model().flows.iter() {
        for (line, passage) in (1_usize..).zip(flow.passages()) {
            let (line, target) = (line.to_string(), field(map, passage.to.id()));
            let (how, is_direct) = (passage.how.word(), is(passage.how.is_direct()));
            let mut add = |part: usize, source: &str| {
                let part = part.to_string();
                let cells = [&*flow.slug, &line, &part, source, &target, how, &is_direct];
                row(&mut *out, cells)
            };
            for (part, source) in (1..).zip(&passage.from) {
                add(part, &field(map, source.id()))?;
            }
            if passage.from.is_empty() {
                add(1, "")?;
            }
        }
    }
    Ok(())
}
