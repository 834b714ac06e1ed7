//! Suggests the nearest terms and fields for fields without a term, and pairs of terms, with reasons. A suggestion is no finding and
//! changes nothing.
//!
//! Texts that look alike need not mean the same, so no score decides anything: on expert-made matches of health data no text matcher had an
//! F1 above 0.34, but the right answer was mostly among ten. The parts of a score: words of the names (short forms written out,
//! run-together words split, words of like meaning counted), letters of the names, words of the definitions, the system or table, shared
//! codes. Incompatible types and units make it small. `benches/suggest.rs` measures it.
//!
//! The words of like meaning are data: `vocabulary.tsv`, written by hand from common knowledge. Its lines marked `health` are the
//! vocabulary of health records; the code itself knows no subject, and the other lines serve any register.

pub mod described;
pub mod element;
pub(crate) mod index;
pub mod matcher;
pub mod vocabulary;
pub mod words;

mod pairs;

use std::collections::{BTreeMap, BTreeSet};

use super::Answer;
use super::Cell;
use super::Misunderstanding;
use super::Row;
use super::find_field;
use crate::judge::graph::FlowGraph;
use crate::read::model::{FieldId, Model, SystemId, TermId};
use crate::words::counted;
use element::Element;
use matcher::Match;
use matcher::Matcher;
use vocabulary::Vocabulary;

/// The default number of suggestions for each question.
pub const TOP: usize = 5;
/// The least score of a suggestion that is shown: below it, two elements share hardly a word.
const LEAST: f64 = 0.1;

/// The least score of names, definitions and codes: elements of the same system need not be alike.
const LEAST_OWN: f64 = 0.1;

/// The elements to find suggestions for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// Every field whose term is not stated, or `unknown`; not those said to have none.
    Fields,
    /// These fields, as `system.field`, with or without a term.
    These(Vec<String>),
    /// Every term: suggests the nearest terms that are not declared to be about other things.
    Terms,
}

/// A suggested thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Thing {
    Term(TermId),
    Field(FieldId),
}

/// One suggestion: the thing, its best comparison, and the field through which it was compared.
#[derive(Debug)]
struct Suggestion {
    thing: Thing,
    by: Option<FieldId>,
    parts: Match,
}

/// The `top` nearest things for each element, with the parts of each score in percent.
///
/// # Errors
/// If the map has no such field.
pub fn ask(graph: &FlowGraph, about: &About, top: usize) -> Result<Answer, Misunderstanding> {
    let model = graph.model();
    let fields = match about {
        About::Terms => return Ok(pairs::of_terms(model, top)),
        About::Fields => model
            .fields
            .iter()
            .filter(|(_, field)| field.term.is_open())
            .map(|(id, _)| id)
            .collect(),
        About::These(names) => names
            .iter()
            .map(|name| find_field(graph, name))
            .collect::<Result<Vec<_>, _>>()?,
    };
    Ok(of_fields(model, &fields, top))
}

/// The nearest terms and fields for each of these fields.
fn of_fields(model: &Model, asked: &[FieldId], top: usize) -> Answer {
    if asked.is_empty() {
        let title = "there are no fields without a term".to_owned();
        return answer("field", title, Vec::new(), Vec::new());
    }
    let (things, elements) = candidates(model);
    let questions: Vec<Element> = asked
        .iter()
        .map(|field| described::field(model, *field))
        .collect();
    let matcher = Matcher::new(Vocabulary::built_in(), &elements, &questions);
    let mut rows = Vec::new();
    let mut without = Vec::new();
    for (field, question) in asked.iter().zip(&questions) {
        let own = &model.fields[*field];
        let is_news = |suggestion: &Suggestion| match suggestion.thing {
            Thing::Term(term) => own.term() != Some(term),
            Thing::Field(other) => model.system_of(other) != own.system,
        };
        let name = model.field_name(*field);
        let found: Vec<Suggestion> = best(model, own.system, matcher.ranked(question), &things)
            .into_iter()
            .filter(is_news)
            .take(top)
            .collect();
        if found.is_empty() {
            without.push(name.clone());
        }
        for suggestion in found {
            rows.push(row(model, &name, own.span, &suggestion));
        }
    }
    let title = format!(
        "{} for {}: nearest first, scores and their parts in percent",
        counted(rows.len(), "suggestion"),
        counted(asked.len(), "field")
    );
    let mut notes = notes();
    if !without.is_empty() {
        notes.push(format!(
            "nothing in the map is near `{}`",
            without.join("`, `")
        ));
    }
    answer("field", title, rows, notes)
}

/// The candidates for fields: each term by itself, each field that has a term, as that term (equal fields once), and each field without a
/// term.
fn candidates(model: &Model) -> (Vec<(Thing, Option<FieldId>)>, Vec<Element>) {
    let mut things = Vec::new();
    let mut elements = Vec::new();
    for term in model.terms.ids() {
        things.push((Thing::Term(term), None));
        elements.push(described::term(model, term));
    }
    let mut seen = BTreeSet::new();
    for (id, field) in model.fields.iter() {
        let element = described::field(model, id);
        match field.term() {
            Some(term) => {
                let said = (
                    term,
                    element.name.clone(),
                    element.definition.clone(),
                    field.system,
                );
                if !seen.insert(said) {
                    continue;
                }
                things.push((Thing::Term(term), Some(id)));
            }
            None if field.term.is_open() => things.push((Thing::Field(id), None)),
            None => continue,
        }
        elements.push(element);
    }
    keep_telling_lists(&things, &mut elements);
    (things, elements)
}

/// Keeps code lists that only one term uses: other lists do not tell what a field is.
fn keep_telling_lists(things: &[(Thing, Option<FieldId>)], elements: &mut [Element]) {
    let mut users: BTreeMap<String, BTreeSet<Thing>> = BTreeMap::new();
    for ((thing, _), element) in things.iter().zip(elements.iter()) {
        if let (Thing::Term(_), Some(list)) = (thing, &element.code_list) {
            users.entry(list.clone()).or_default().insert(*thing);
        }
    }
    for element in elements {
        element.code_list = element
            .code_list
            .take()
            .filter(|list| users.get(list).is_some_and(|users| users.len() == 1));
    }
}

/// Each thing once, by its best comparison, the best first. Fields of the asking field's own `system` are left out: no system holds the
/// same data twice, and they share its context.
fn best(
    model: &Model,
    system: SystemId,
    ranked: Vec<Match>,
    things: &[(Thing, Option<FieldId>)],
) -> Vec<Suggestion> {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for parts in ranked {
        let (thing, by) = things[parts.candidate];
        if parts.score < LEAST {
            break;
        }
        let is_neighbour = by.is_some_and(|by| model.system_of(by) == system);
        if is_neighbour || parts.names + parts.definition + parts.codes.unwrap_or(0.0) < LEAST_OWN {
            continue;
        }
        if seen.insert(thing) {
            found.push(Suggestion { thing, by, parts });
        }
    }
    found
}

fn row(model: &Model, name: &str, span: crate::read::source::Span, suggestion: &Suggestion) -> Row {
    let percent = |part: f64| Cell::from((part * 100.0).round() as usize);
    let perhaps = |part: Option<f64>| part.map_or(Cell::Nothing, percent);
    let parts = &suggestion.parts;
    let (what, other) = match suggestion.thing {
        Thing::Term(term) => ("term", model.terms[term].slug.to_string()),
        Thing::Field(field) => ("field", model.field_name(field)),
    };
    let by = suggestion.by.map(|by| model.field_name(by));
    let cells = vec![
        Cell::from(name),
        Cell::from(other.clone()),
        Cell::from(what),
        by.clone().map_or(Cell::Nothing, Cell::Text),
        percent(parts.score),
        percent(parts.names),
        percent(parts.definition),
        perhaps(parts.context),
        perhaps(parts.codes),
        perhaps(parts.types),
    ];
    let mut path = vec![name.to_owned()];
    path.extend(by);
    path.push(other);
    Row {
        cells,
        path,
        place: Some(span),
    }
}

fn answer(subject: &'static str, title: String, rows: Vec<Row>, notes: Vec<String>) -> Answer {
    let columns = super::named(&[
        subject,
        "suggested",
        "is",
        "by way of",
        "score",
        "names",
        "definition",
        "context",
        "codes",
        "type",
    ]);
    Answer {
        card: None,
        title,
        columns,
        rows,
        notes,
    }
}

fn notes() -> Vec<String> {
    vec![
        "a score says how alike the words are, not that the meaning is the same: ask the owners, then write the `term`".to_owned(),
    ]
}

#[cfg(test)]
mod tests {
    use super::About;
    use super::TOP;
    use super::ask;
    use crate::ask::{Answer, Cell};
    use crate::judge::graph;
    use crate::read::model;
    use crate::read::model::When;
    use crate::read::source::SourceSet;

    const MAP: &str = "
organisations: {mill: {}, board: {}}
terms:
  delivery_date: {name: Date of delivery, definition: The day on which the grain arrived., of: delivery}
  date_of_order: {name: Date of order, definition: The day on which the grain was ordered., of: delivery}
  miller: {name: Name of the miller, definition: Who runs the mill., of: mill}
systems:
  ledger: {owner: mill, fields: {arrival: {definition: Day the grain was delivered}, remark: none, grain: unknown, boss: {term: miller}}}
  register: {owner: board, fields: {delivery_date: {}, dlvr_dt: {definition: Delivery of grain}}}
";

    fn answer(about: &About) -> Answer {
        answer_of(MAP, about)
    }

    fn answer_of(map: &str, about: &About) -> Answer {
        let sources = SourceSet::from_strings(vec![("map.yaml".to_owned(), map.to_owned())]);
        let graph = graph::build(model::load(&sources).0, When::default());
        ask(&graph, about, TOP).expect("the map has what is asked about")
    }

    /// Each element with its first suggestion, once.
    fn firsts(answer: &Answer) -> Vec<(String, String)> {
        let text = |cell: &Cell| match cell {
            Cell::Text(text) => text.clone(),
            other => panic!("{other:?} is no text"),
        };
        let mut firsts: Vec<(String, String)> = Vec::new();
        for row in &answer.rows {
            let asked = text(&row.cells[0]);
            if firsts.iter().all(|(name, _)| *name != asked) {
                firsts.push((asked, text(&row.cells[1])));
            }
        }
        firsts
    }

    #[test]
    fn fields_without_a_term_are_asked_about_and_those_said_to_have_none_are_not() {
        let answer = answer(&About::Fields);
        let firsts = firsts(&answer);
        let asked: Vec<&str> = firsts.iter().map(|(asked, _)| asked.as_str()).collect();
        assert!(!asked.contains(&"ledger.remark") && !asked.contains(&"ledger.boss"));
        for field in ["ledger.arrival", "register.dlvr_dt"] {
            let expected = (field.to_owned(), "delivery_date".to_owned());
            assert!(firsts.contains(&expected), "{firsts:?}");
        }
    }

    #[test]
    fn a_field_with_a_term_is_answered_when_named_but_not_with_that_term() {
        let answer = answer(&About::These(vec!["register.delivery_date".to_owned()]));
        assert!(!answer.rows.is_empty());
        let own = Cell::from("delivery_date");
        assert!(answer.rows.iter().all(|row| row.cells[1] != own));
    }

    #[test]
    fn terms_of_different_things_are_no_pair() {
        let answer = answer(&About::Terms);
        let pairs = firsts(&answer);
        assert_eq!(
            pairs,
            [("date_of_order".to_owned(), "delivery_date".to_owned())]
        );
        assert_eq!(answer.rows.len(), 1, "a pair comes once");
    }

    #[test]
    fn a_code_list_tells_only_where_one_term_uses_it() {
        let map = "
organisations: {mill: {}, board: {}}
terms: {grade: Grade of flour, organic: Grown without poison, imported: From abroad}
code_lists: {grades: {values: [1, 2, 3]}, yes_no: {values: [1, 2]}}
systems:
  ledger: {owner: mill, fields: {xq: {codes: grades}, zw: {codes: yes_no}}}
  register:
    owner: board
    fields: {grade: {codes: grades}, organic: {codes: yes_no}, imported: {codes: yes_no}}
";
        let firsts = firsts(&answer_of(map, &About::Fields));
        assert_eq!(firsts, [("ledger.xq".to_owned(), "grade".to_owned())]);
    }
}
