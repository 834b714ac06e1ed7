//! SSSOM: sets of mappings between codes of two vocabularies, as TSV.

use super::draft::Draft;
use super::omop::columns;
use super::rows::{Row, Rows};
use super::{Content, Format, Part};

pub(super) static FORMAT: Format = Format {
    name: "sssom",
    title: "SSSOM mapping sets (TSV)",
    editions: "1.0 and 1.1, and files that state none; others are read all the same and told",
    parts: &[&HEAD, &ROW],
    is: |content| {
        content
            .rows()
            .is_some_and(|rows| rows.has(&["subject_id", "predicate_id", "object_id"]))
    },
    read,
};

static HEAD: Part = Part {
    of: "the head",
    read: &[
        (
            "mapping_set_id, mapping_set_version, mapping_date",
            "part of the source of each entry",
        ),
        ("sssom_version", "the edition"),
        (
            "curie_map",
            "the address of a vocabulary, as a remark on its code list",
        ),
        (
            "subject_source, object_source",
            "the vocabularies, which the rows name by their prefixes",
        ),
    ],
    left: &[
        (
            "license, mapping_set_title, mapping_set_description, mapping_set_source, mapping_tool*, mapping_provider, subject_source_version, object_source_version, subject_type, object_type, comment, other, see_also, issue_tracker, extension_definitions, publication_date, subject_match_field, object_match_field, subject_preprocessing, object_preprocessing, cardinality_scope",
            "they describe how the set was made",
        ),
        (
            "creator_id, creator_label, author_id, author_label, reviewer_id, reviewer_label",
            "names of persons are not taken into a map",
        ),
    ],
};

static ROW: Part = Part {
    of: "a row",
    read: &[
        (
            "subject_id, object_id",
            "codes; the prefix names their code lists",
        ),
        ("subject_label, object_label", "the meanings of the codes"),
        ("predicate_id", "how the two codes relate"),
        (
            "predicate_modifier",
            "a row with `Not` is left out, see below",
        ),
    ],
    left: &[
        (
            "confidence, mapping_justification, mapping_tool, mapping_tool_version, mapping_tool_id, match_string, subject_match_field, object_match_field, similarity_score, similarity_measure, subject_preprocessing, object_preprocessing, mapping_date, mapping_source, mapping_provider, mapping_cardinality, cardinality_scope, curation_rule, curation_rule_text, issue_tracker_item, see_also, other, publication_date, license, record_id",
            "they say how a pair was found; a map holds the pair",
        ),
        (
            "subject_category, object_category, subject_type, object_type, subject_source, object_source, subject_source_version, object_source_version, predicate_label",
            "the code and its prefix say which vocabulary is meant",
        ),
        (
            "comment",
            "remarks on single pairs have no place in a flow file",
        ),
        (
            "author_id, author_label, creator_id, creator_label, reviewer_id, reviewer_label",
            "names of persons are not taken into a map",
        ),
        (
            "rows that say that two codes do not match",
            "flow files hold what corresponds",
        ),
        (
            "rows that say that no code was found",
            "flow files hold what corresponds",
        ),
        (
            "rows that repeat a pair",
            "the pair is there already; the first row counts",
        ),
        (
            "rows within one vocabulary",
            "they relate the codes of one list to each other",
        ),
        (
            "rows with another predicate",
            "it is none of those that say how two meanings relate",
        ),
    ],
};

/// The format's word for a predicate.
fn predicate(id: &str) -> Option<&'static str> {
    Some(match id {
        "skos:exactMatch" | "owl:equivalentClass" | "owl:equivalentProperty" | "owl:sameAs" => {
            "exact"
        }
        "skos:closeMatch" => "close",
        "skos:broadMatch" | "rdfs:subClassOf" | "rdfs:subPropertyOf" => "broad",
        "skos:narrowMatch" | "sssom:superClassOf" => "narrow",
        "skos:relatedMatch" | "oboInOwl:hasDbXref" | "oio:hasDbXref" | "rdfs:seeAlso" => "related",
        _ => return None,
    })
}

fn read(content: &Content, draft: &mut Draft<'_>) {
    let Some(table) = content.rows() else { return };
    head(draft, table);
    columns(draft, &ROW, table);
    let prefixes = prefixes(table);
    for row in &table.below {
        self::row(draft, table, row, &prefixes);
    }
}

/// The lines of the head that stand at its left edge: key and value.
fn said(table: &Rows) -> impl Iterator<Item = (&str, &str)> {
    // Some writers put a space after `#`, some do not.
    let spaced = table
        .head
        .iter()
        .all(|line| line.is_empty() || line.starts_with(' '));
    let lines = table.head.iter().map(move |line| {
        if spaced {
            line.get(1..).unwrap_or("")
        } else {
            line
        }
    });
    let lines = lines.filter(|line| !line.starts_with([' ', '-', '\t']));
    lines.filter_map(|line| {
        let (key, value) = line.split_once(':')?;
        Some((key.trim(), value.trim().trim_matches('"')))
    })
}

fn head(draft: &mut Draft<'_>, table: &Rows) {
    for key in ["mapping_set_id", "mapping_set_version", "mapping_date"] {
        if let Some((_, value)) = said(table).find(|(known, _)| *known == key) {
            draft.edition(value);
        }
    }
    for (key, value) in said(table) {
        if key == "sssom_version" && !matches!(value, "1.0" | "1.1") {
            let message =
                format!("edition {value} of SSSOM is not known to flowmap; it is read as 1.1");
            draft.remark(0, message, "look closely at what is left out");
        }
        if !HEAD.reads(key) {
            match HEAD.leaves(key) {
                Some(_) => draft.leave(&HEAD, key, 1),
                None => draft.unknown(&HEAD, key),
            }
        }
    }
}

/// The addresses of the prefixes, as the head gives them.
fn prefixes(table: &Rows) -> Vec<(&str, &str)> {
    let lines = table
        .head
        .iter()
        .skip_while(|line| !line.trim().starts_with("curie_map:"));
    let lines = lines
        .skip(1)
        .map(|line| line.trim())
        .map_while(|line| line.split_once(':'));
    lines
        .map(|(prefix, address)| (prefix.trim(), address.trim().trim_matches('"')))
        .collect()
}

fn row(draft: &mut Draft<'_>, table: &Rows, row: &Row, prefixes: &[(&str, &str)]) {
    let cell = |name: &str| table.cell(row, name);
    let (subject, object) = (cell("subject_id"), cell("object_id"));
    if subject == "sssom:NoTermFound" || object == "sssom:NoTermFound" {
        draft.leave(&ROW, "rows that say that no code was found", 1);
        return;
    }
    let (Some((from, _)), Some((to, _))) = (subject.split_once(':'), object.split_once(':')) else {
        let message = "this row does not name two codes with their prefixes";
        draft.fault(row.at, message, "write both as `prefix:code`");
        return;
    };
    if cell("predicate_modifier").eq_ignore_ascii_case("not") {
        draft.leave(&ROW, "rows that say that two codes do not match", 1);
        return;
    }
    let Some(word) = predicate(cell("predicate_id")) else {
        draft.leave(&ROW, "rows with another predicate", 1);
        return;
    };
    if from == to {
        draft.leave(&ROW, "rows within one vocabulary", 1);
        return;
    }
    let [from, to] =
        [(from, subject, "subject"), (to, object, "object")].map(|(prefix, code, side)| {
            let list = draft.code_list(prefix, prefix);
            draft.of_list(list).say("name", prefix);
            if let Some((_, address)) = prefixes.iter().find(|(known, _)| *known == prefix) {
                draft.of_list(list).remark("Address", address);
            }
            let label = cell(&format!("{side}_label"));
            if !draft.code(list, code, label) {
                let message =
                    format!("`{code}` is called `{label}` here, and something else above");
                draft.remark(
                    row.at,
                    message,
                    "the first name is taken; ask which one holds",
                );
            }
            list
        });
    if let Some(known) = draft.pair((from, to), (subject, object), word) {
        draft.leave(&ROW, "rows that repeat a pair", 1);
        if known != word {
            let message =
                format!("`{subject}` and `{object}` are `{word}` here, and `{known}` above");
            draft.remark(
                row.at,
                message,
                "the first row is taken; ask which one holds",
            );
        }
    }
}
