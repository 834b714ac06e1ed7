//! The tables of needs, cases and decisions, and of what is disputed.

use std::io;

use super::entries::{field, organisation};
use super::{Out, Resolved, Table, row, stated, text, whole};
use crate::analysis::NeedState;
use crate::read::model::{Every, Ref, Stated, Statement};

fn shown<T: ToString>(stated: &Stated<T>) -> String {
    stated.known().map_or_else(String::new, ToString::to_string)
}

pub(super) static NEEDS: Table = Table {
    name: "needs",
    about: "Questions that somebody must be able to answer.",
    has_evidence: true,
    columns: &[
        text("id", "its id"),
        text("question", "the question"),
        whole("scope", "whom it is about: a `scope` of `scopes`"),
        text(
            "within",
            "how long after the event the answer is still of use",
        ),
        text("level", "`record` where it takes single cases"),
        text("every", "how often it is asked, in words"),
        text("complete", "how much of each field must be filled in"),
        text(
            "state",
            "what flowmap finds: `met`, `partly met`, `not met` or `cannot be told`",
        ),
    ],
    rows: needs,
};

fn needs(map: &Resolved<'_>, out: Out<'_>) -> io::Result<()> {
    let model = map.model();
    for (id, finding) in map.analysis.of_needs() {
        let one = &model.needs[id];
        let cells = [
            one.slug.to_string(),
            one.question.to_string(),
            map.scope(&one.covers),
            shown(&one.within),
            one.level
                .known()
                .map_or("", |level| level.word())
                .to_owned(),
            one.every.known().map_or_else(String::new, Every::words),
            shown(&one.complete),
            NeedState::of(finding).words().to_owned(),
        ];
        stated(out, cells, Statement::Need(id), &one.evidence)?;
    }
    Ok(())
}

pub(super) static NEED_ASKERS: Table = Table {
    name: "need_askers",
    about: "Who must be able to answer each need (`who` in the files).",
    has_evidence: false,
    columns: &[
        text("need", "the need"),
        text("organisation", "who must answer"),
    ],
    rows: |map, out| {
        for (_, need) in map.model().needs.iter() {
            for who in &need.who {
                row(
                    &mut *out,
                    [need.slug.to_string(), organisation(map, Some(who.id()))],
                )?;
            }
        }
        Ok(())
    },
};

pub(super) static NEED_TERMS: Table = Table {
    name: "need_terms",
    about: "The terms that the answer to each need takes.",
    has_evidence: false,
    columns: &[text("need", "the need"), text("term", "a term")],
    rows: |map, out| {
        let model = map.model();
        for (_, need) in model.needs.iter() {
            for term in need.terms() {
                row(&mut *out, [&need.slug, &model.terms[term.id()].slug])?;
            }
        }
        Ok(())
    },
};

pub(super) static CASES: Table = Table {
    name: "cases",
    about: "People or events to walk through the map.",
    has_evidence: true,
    columns: &[
        text("id", "its id"),
        text("name", "its name"),
        whole("scope", "who or what it is: a `scope` of `scopes`"),
    ],
    rows: |map, out| {
        for (id, one) in map.model().cases.iter() {
            let scope = one.covers.known();
            let scope = scope.map_or_else(String::new, |person| map.number(&person.0));
            let cells = [one.slug.to_string(), one.name.to_string(), scope];
            stated(&mut *out, cells, Statement::Case(id), &one.evidence)?;
        }
        Ok(())
    },
};

pub(super) static DECISIONS: Table = Table {
    name: "decisions",
    about: "What was decided about findings and topics.",
    has_evidence: true,
    columns: &[
        text(
            "finding",
            "the name of a finding or topic; `*` stands for any run of characters",
        ),
        text(
            "status",
            "`open`, `in-hand`, `accepted`, `disputed` or `closed`",
        ),
        text("why", "the reason"),
        text("decided_by", "who decided (`by` in the files)"),
        text("action", "what will be done"),
        text("owner", "who will do it"),
        text("due", "the day by which it is done"),
        text("until", "after this day it is open again"),
    ],
    rows: |map, out| {
        for (place, one) in map.model().decisions.iter().enumerate() {
            let cells = [
                one.finding.to_string(),
                one.status.word().to_owned(),
                shown(&one.why),
                organisation(map, one.by.known().map(Ref::id)),
                shown(&one.action),
                organisation(map, one.owner.known().map(Ref::id)),
                shown(&one.due),
                shown(&one.until),
            ];
            stated(&mut *out, cells, Statement::Decision(place), &one.evidence)?;
        }
        Ok(())
    },
};

pub(super) static DISPUTES: Table = Table {
    name: "disputes",
    about: "What somebody else says of a statement.",
    has_evidence: false,
    columns: &[
        text("kind", "what the statement is about, such as `system`"),
        text(
            "id",
            "its id; the place in the files' order, from 1, where it has none",
        ),
        text("said_by", "who says it (`by` in the files)"),
        text("says", "what they say instead"),
        text("sources", "their sources, joined by ` | `"),
    ],
    rows: disputes,
};

fn disputes(map: &Resolved<'_>, out: Out<'_>) -> io::Result<()> {
    for (statement, evidence) in map.model().disputed() {
        let (kind, id) = named(map, statement);
        for dispute in evidence.disputes() {
            let by = organisation(map, dispute.by.as_ref().map(Ref::id));
            let sources = dispute.sources.join(" | ");
            row(&mut *out, [kind, &id, &by, &dispute.says, &sources])?;
        }
    }
    Ok(())
}

/// The kind and the id of a statement.
fn named(map: &Resolved<'_>, statement: Statement) -> (&'static str, String) {
    let model = map.model();
    match statement {
        Statement::Map => ("map", String::new()),
        Statement::Dimension(id) => ("dimension", model.dimensions[id].slug.to_string()),
        Statement::Organisation(id) => ("organisation", model.organisations[id].slug.to_string()),
        Statement::Term(id) => ("term", model.terms[id].slug.to_string()),
        Statement::Agreed(id) => ("agreed definition", model.terms[id].slug.to_string()),
        Statement::CodeList(id) => ("code list", model.code_lists[id].slug.to_string()),
        Statement::Mapping(place) => ("mapping", (place + 1).to_string()),
        Statement::System(id) => ("system", model.systems[id].slug.to_string()),
        Statement::Field(id) => ("field", field(map, id)),
        Statement::Flow(id) => ("flow", model.flows[id].slug.to_string()),
        Statement::Need(id) => ("need", model.needs[id].slug.to_string()),
        Statement::Decision(place) => ("decision", (place + 1).to_string()),
        Statement::Case(id) => ("case", model.cases[id].slug.to_string()),
        Statement::Scenario(id) => ("scenario", model.scenarios[id].slug.to_string()),
    }
}
