//! Mappings as an SSSOM table: how the codes of two lists correspond, and which term is broader than which.

use std::fmt::Write as _;

use super::iri::{Base, encoded};
use crate::analysis::Analysis;
use crate::read::model::{CodeListId, Evidence, Model, Predicate};
use crate::words::shown;

/// The columns, in the order of the specification.
const COLUMNS: [&str; 9] = [
    "subject_id",
    "subject_label",
    "predicate_id",
    "object_id",
    "object_label",
    "mapping_justification",
    "subject_source",
    "object_source",
    "comment",
];

/// The table. Its head says what the prefixes of the ids stand for.
pub(super) fn write(analysis: &Analysis, base: &Base) -> String {
    let model = analysis.model();
    let mut out = String::new();
    head(analysis, base, &mut out);
    out.push_str(&COLUMNS.join("\t"));
    out.push('\n');
    for mapping in &model.mappings {
        let (from, to) = (mapping.from.id(), mapping.to.id());
        for pair in &mapping.pairs {
            let subject = code(model, from, &pair.from.0);
            let object = code(model, to, &pair.to.0);
            let row = [
                subject.0,
                subject.1,
                predicate(pair.predicate).to_owned(),
                object.0,
                object.1,
                list(model, from),
                list(model, to),
                comment(&mapping.evidence),
            ];
            add(row, &mut out);
        }
    }
    for (_, term) in model.terms.iter() {
        let Some(broader) = term.broader.known() else {
            continue;
        };
        let broader = &model.terms[broader.id()];
        let row = [
            format!("term:{}", encoded(&term.slug)),
            term.name.to_string(),
            predicate(Predicate::Broad).to_owned(),
            format!("term:{}", encoded(&broader.slug)),
            broader.name.to_string(),
            String::new(),
            String::new(),
            comment(&term.evidence),
        ];
        add(row, &mut out);
    }
    out
}

fn head(analysis: &Analysis, base: &Base, out: &mut String) {
    let model = analysis.model();
    let base = base.start();
    // Nobody has said under which licence the map may be used.
    let _ = write!(
        out,
        "#mapping_set_id: \"{base}mappings\"\n\
         #license: \"https://w3id.org/sssom/license/unspecified\"\n\
         #mapping_tool: flowmap\n"
    );
    if !model.about.title.is_empty() {
        let _ = writeln!(out, "#mapping_set_title: {}", quoted(&model.about.title));
    }
    if let Some(day) = analysis.graph.when().as_of.or(model.about.as_of) {
        let _ = writeln!(out, "#mapping_date: \"{day}\"");
    }
    let _ = write!(
        out,
        "#curie_map:\n\
         #  code: \"{base}code/\"\n\
         #  list: \"{base}code-list/\"\n\
         #  term: \"{base}term/\"\n\
         #  skos: \"http://www.w3.org/2004/02/skos/core#\"\n\
         #  semapv: \"https://w3id.org/semapv/vocab/\"\n"
    );
}

/// A text as a YAML scalar on one line: YAML reads every JSON text.
fn quoted(text: &str) -> String {
    serde_json::Value::from(shown(text)).to_string()
}

/// The id and the meaning of a code.
fn code(model: &Model, list: CodeListId, code: &str) -> (String, String) {
    let list = &model.code_lists[list];
    let known = list.values.iter().find(|value| *value.code == *code);
    let meaning = known.map_or("", |value| &value.meaning);
    let label = if meaning.is_empty() { code } else { meaning };
    let id = format!("code:{}/{}", encoded(&list.slug), encoded(code));
    (id, label.to_owned())
}

fn list(model: &Model, list: CodeListId) -> String {
    format!("list:{}", encoded(&model.code_lists[list].slug))
}

fn predicate(predicate: Predicate) -> &'static str {
    match predicate {
        Predicate::Exact => "skos:exactMatch",
        Predicate::Close => "skos:closeMatch",
        Predicate::Broad => "skos:broadMatch",
        Predicate::Narrow => "skos:narrowMatch",
        Predicate::Related => "skos:relatedMatch",
    }
}

/// How sure the mapping is, and its sources: the specification has only a number for sureness, which nobody has stated.
fn comment(evidence: &Evidence) -> String {
    let sources = evidence.sources().join(", ");
    let standing = evidence.standing();
    if sources.is_empty() {
        standing
    } else {
        format!("{standing}; source: {sources}")
    }
}

/// Adds a row: every cell on one line. Somebody wrote each mapping by hand.
fn add(row: [String; 8], out: &mut String) {
    let [subject, label, predicate, object, name, from, to, comment] = row;
    let justification = "semapv:ManualMappingCuration".to_owned();
    let cells = [
        subject,
        label,
        predicate,
        object,
        name,
        justification,
        from,
        to,
        comment,
    ];
    let cells = cells.map(|cell| plain(&cell));
    out.push_str(&cells.join("\t"));
    out.push('\n');
}

/// A cell of a table with tabs. One that starts with a quotation mark is read as quoted, so it is quoted.
fn plain(text: &str) -> String {
    let text = shown(text);
    if text.contains('"') {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.into_owned()
    }
}
