//! The tables of the map itself, and of organisations, systems, fields and terms.

use std::io;

use super::{Out, Resolved, Table, is, row, stated, text, truth, whole};
use crate::judge::graph::Supply;
use crate::read::model::{
    CodeListId, FieldId, OrganisationId, Origin, Ref, Stated, Statement, SystemId, TermId,
};

/// A text as written, or nothing.
fn said(text: &Stated<Box<str>>) -> String {
    text.known().map_or_else(String::new, ToString::to_string)
}

pub(super) static ABOUT: Table = Table {
    name: "about",
    about: "The map itself: one row.",
    has_evidence: false,
    columns: &[
        text("title", "what it is called"),
        text("about", "what it is for"),
        text(
            "as_of",
            "the day that decides which flows stand, as year-month-day",
        ),
    ],
    rows: |map, out| {
        let about = &map.model().about;
        let day = map.analysis.graph.when().as_of.or(about.as_of);
        let day = day.map_or_else(String::new, |day| day.to_string());
        row(out, [&about.title, &about.about, &day])
    },
};

pub(super) static ORGANISATIONS: Table = Table {
    name: "organisations",
    about: "Bodies, and kinds of body, that own systems and pass data.",
    has_evidence: true,
    columns: &[
        text("id", "its id"),
        text("name", "its name"),
        text("kind", "what sort of body it is"),
        whole(
            "body_count",
            "how many such bodies it stands for (`count` in the files)",
        ),
        text("part_of", "the organisation it is part of"),
        truth("is_placeholder", "true where the map only refers to it"),
    ],
    rows: organisations,
};

fn organisations(map: &Resolved<'_>, out: Out<'_>) -> io::Result<()> {
    let all = &map.model().organisations;
    for (id, one) in all.iter() {
        let count = one
            .count
            .known()
            .map_or_else(String::new, ToString::to_string);
        let whole = one
            .part_of
            .known()
            .map(|whole| all[whole.id()].slug.to_string());
        let cells = [
            one.slug.to_string(),
            one.name.to_string(),
            said(&one.kind),
            count,
            whole.unwrap_or_default(),
            is(one.is_placeholder),
        ];
        stated(out, cells, Statement::Organisation(id), &one.evidence)?;
    }
    Ok(())
}

/// The id of an organisation that is referred to; empty if none is.
pub(super) fn organisation(map: &Resolved<'_>, id: Option<OrganisationId>) -> String {
    id.map_or_else(String::new, |id| {
        map.model().organisations[id].slug.to_string()
    })
}

/// The id of a system.
pub(super) fn system(map: &Resolved<'_>, id: SystemId) -> String {
    map.model().systems[id].slug.to_string()
}

fn term(map: &Resolved<'_>, id: Option<TermId>) -> String {
    id.map_or_else(String::new, |id| map.model().terms[id].slug.to_string())
}

/// The id of a code list.
pub(super) fn code_list(map: &Resolved<'_>, id: CodeListId) -> String {
    map.model().code_lists[id].slug.to_string()
}

pub(super) static SYSTEMS: Table = Table {
    name: "systems",
    about: "Records, forms, registers and data sets that hold fields.",
    has_evidence: true,
    columns: &[
        text("id", "its id"),
        text("name", "its name"),
        text(
            "kind",
            "`record`, `collection`, `register`, `linkage`, `analysis`, `publication` or `other`",
        ),
        text("owner", "the organisation whose it is"),
        text("part_of", "the system it is part of"),
        text("level", "`record` for single cases, `aggregate` for totals"),
        text(
            "captured",
            "how long after the event something is usually in it",
        ),
        whole("scope", "whom it covers: a `scope` of `scopes`"),
        truth(
            "lists_fields",
            "true where its fields are listed, so that it has no others",
        ),
        text(
            "origin",
            "`declared`, `unnamed` (an organisation's system, nobody knows which) or `placeholder`",
        ),
    ],
    rows: systems,
};

fn systems(map: &Resolved<'_>, out: Out<'_>) -> io::Result<()> {
    for (id, one) in map.model().systems.iter() {
        let whole = one.part_of.known().map(|whole| system(map, whole.id()));
        let origin = match one.origin {
            Origin::Declared => "declared",
            Origin::Unnamed => "unnamed",
            Origin::Placeholder => "placeholder",
        };
        let cells = [
            one.slug.to_string(),
            one.name.to_string(),
            one.kind.known().map_or("", |kind| kind.word()).to_owned(),
            organisation(map, one.owner()),
            whole.unwrap_or_default(),
            one.level
                .known()
                .map_or("", |level| level.word())
                .to_owned(),
            one.captured
                .known()
                .map_or_else(String::new, ToString::to_string),
            map.scope(&one.covers),
            is(one.lists_fields),
            origin.to_owned(),
        ];
        stated(out, cells, Statement::System(id), &one.evidence)?;
    }
    Ok(())
}

pub(super) static FIELDS: Table = Table {
    name: "fields",
    about: "Pieces of data that a system holds.",
    has_evidence: true,
    columns: &[
        text("id", "`system.field`"),
        text("system", "the system that holds it"),
        text("field", "its id in that system"),
        text("name", "its name"),
        text(
            "term",
            "what it means: resolved, also where its id alone says so",
        ),
        text("definition", "what it means in this system"),
        text(
            "type",
            "`date`, `datetime`, `duration`, `code`, `text`, `number`, `boolean` or `identifier`",
        ),
        text("codes", "its code list"),
        text("unit", "its unit"),
        truth(
            "is_required",
            "whether it must be filled in; empty = not stated",
        ),
        text("complete", "how much of it is filled in, such as `35 %`"),
        whole(
            "scope",
            "whom it is about: a `scope` of `scopes`, resolved with that of its system",
        ),
        truth("is_declared", "false where only a flow names it"),
        truth(
            "is_captured",
            "true where it is captured: no value reaches it, its system captures it as well, or a person types it again",
        ),
        truth(
            "is_usable",
            "true where its owner, or everyone for a publication, can use it: false where its flows have ended, or where the identifier is taken out on the way, and where it has no term",
        ),
    ],
    rows: fields,
};

fn fields(map: &Resolved<'_>, out: Out<'_>) -> io::Result<()> {
    let model = map.model();
    let graph = &map.analysis.graph;
    let supply = Supply::of(graph);
    for (id, one) in model.fields.iter() {
        let cells = [
            model.field_name(id),
            system(map, one.system),
            one.slug.to_string(),
            one.name.as_deref().unwrap_or_default().to_owned(),
            term(map, one.term()),
            said(&one.definition),
            one.kind.known().map_or("", |kind| kind.word()).to_owned(),
            one.codes
                .known()
                .map_or_else(String::new, |codes| code_list(map, codes.id())),
            said(&one.unit),
            one.is_required.map_or_else(String::new, is),
            one.complete
                .known()
                .map_or_else(String::new, ToString::to_string),
            model.scope_number(id).to_string(),
            is(one.is_declared),
            is(graph.is_captured(id)),
            is(supply.is_of_use(id)),
        ];
        stated(out, cells, Statement::Field(id), &one.evidence)?;
    }
    Ok(())
}

/// The id of a field.
pub(super) fn field(map: &Resolved<'_>, id: FieldId) -> String {
    map.model().field_name(id)
}

pub(super) static TERMS: Table = Table {
    name: "terms",
    about: "The shared meanings of fields.",
    has_evidence: true,
    columns: &[
        text("id", "its id"),
        text("name", "its name"),
        text("definition", "what it means"),
        text("describes", "the thing it describes (`of` in the files)"),
        text("broader", "the term of which it is a narrower kind"),
        truth("is_identifier", "true where it identifies a person"),
        truth(
            "is_context",
            "true for identifiers and plain context, which are no duplicates on their own",
        ),
        text(
            "agreed_definition",
            "the definition that everyone has agreed to move to",
        ),
        truth("is_placeholder", "true where the map only refers to it"),
    ],
    rows: terms,
};

fn terms(map: &Resolved<'_>, out: Out<'_>) -> io::Result<()> {
    for (id, one) in map.model().terms.iter() {
        let agreed = one.agreed.as_deref();
        let cells = [
            one.slug.to_string(),
            one.name.to_string(),
            said(&one.definition),
            said(&one.of),
            term(map, one.broader.known().map(Ref::id)),
            is(one.is_identifier()),
            is(one.is_context()),
            agreed.map_or_else(String::new, |agreed| said(&agreed.definition)),
            is(one.is_placeholder),
        ];
        stated(out, cells, Statement::Term(id), &one.evidence)?;
    }
    Ok(())
}
