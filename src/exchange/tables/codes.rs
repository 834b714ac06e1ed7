//! The tables of code lists, and of how their codes correspond.

use super::entries::code_list;
use super::{Table, row, stated, text, whole};
use crate::read::model::Statement;

pub(super) static CODE_LISTS: Table = Table {
    name: "code_lists",
    about: "Closed lists of codes.",
    has_evidence: true,
    columns: &[text("id", "its id"), text("name", "its name")],
    rows: |map, out| {
        for (id, one) in map.model().code_lists.iter() {
            let cells = [one.slug.to_string(), one.name.to_string()];
            stated(out, cells, Statement::CodeList(id), &one.evidence)?;
        }
        Ok(())
    },
};

pub(super) static CODES: Table = Table {
    name: "codes",
    about: "The codes of each list, in the order written.",
    has_evidence: false,
    columns: &[
        text("code_list", "the list"),
        whole("place", "its place in the list, from 1"),
        text("code", "the code"),
        text("meaning", "its meaning"),
    ],
    rows: |map, out| {
        for (_, list) in map.model().code_lists.iter() {
            for (place, code) in (1_usize..).zip(&list.values) {
                row(
                    out,
                    [&*list.slug, &place.to_string(), &code.code, &code.meaning],
                )?;
            }
        }
        Ok(())
    },
};

pub(super) static CODE_PAIRS: Table = Table {
    name: "code_pairs",
    about: "How codes of two lists correspond (`mappings` in the files).",
    has_evidence: true,
    columns: &[
        text("from_list", "the list mapped"),
        text("from_code", "its code"),
        text(
            "relation",
            "`exact`, `close`, `broad` (the target is broader), `narrow` or `related`",
        ),
        text("to_list", "the list mapped to"),
        text("to_code", "its code"),
    ],
    rows: |map, out| {
        for (place, one) in map.model().mappings.iter().enumerate() {
            for pair in &one.pairs {
                let cells = [
                    code_list(map, one.from.id()),
                    pair.from.0.to_string(),
                    pair.predicate.word().to_owned(),
                    code_list(map, one.to.id()),
                    pair.to.0.to_string(),
                ];
                stated(out, cells, Statement::Mapping(place), &one.evidence)?;
            }
        }
        Ok(())
    },
};
