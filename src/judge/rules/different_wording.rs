//! Fields of one term whose definitions have different wording.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::facets::{MOST_SHOWN, by_term, certainty, is_sourced};
use super::found::{Found, Names, about};
use super::rule;
use crate::judge::graph::{FlowGraph, Supply};
use crate::read::finding::Words;
use crate::read::model::{FieldId, Model, TermId};
use crate::read::source::Span;
use crate::read::syntax::matching_key;
use crate::words::shown;

rule! {
    /// ## Finds
    /// Fields of one term, in different systems, whose `definition` is not the same text. Capitals, spaces and punctuation do not matter. It
    /// is one note for each term, with every wording and the fields that have it. Identifiers and terms tagged `context` are left out, and so is
    /// a field that flows fill from two or more others of its term: its words say which of them counts.
    /// ## Why it matters
    /// Nobody can tell from two texts whether they mean the same. "The day the person died" and "the day the death was registered" may both
    /// be called the date of death, and their figures differ.
    /// ## How to fix
    /// Put the wordings side by side to their owners. Where they mean the same, write one wording; where they do not, write two terms.
    /// ## When it is fine
    /// Where the owners say that both mean the same and each keeps its own words: record that as a decision.
    "different-wording", Definition, Note, "fields of one term that are defined in different words", find, tell
}

/// Fields of one term with different wording.
struct Worded {
    term: TermId,
    /// All of them, in the order of the model.
    fields: Box<[FieldId]>,
    /// The fields of each wording, by the first field of each.
    wordings: Box<[Box<[FieldId]>]>,
}
about!(Worded {
    name: [term],
    subjects: [term, &fields]
});

fn find(graph: &FlowGraph) -> Vec<Found<Worded>> {
    let model = graph.model();
    let supply = Supply::of(graph);
    let terms = by_term(graph).filter(|(term, _)| !model.terms[*term].is_context());
    let found = terms.filter_map(|(term, fields)| {
        let is_left_out = |field: &FieldId| {
            is_chosen_among_others(graph, term, *field) || supply.is_empty_today(*field)
        };
        let fields: Vec<FieldId> = fields
            .iter()
            .copied()
            .filter(|field| !is_left_out(field))
            .collect();
        let wordings = wordings(model, &fields);
        let [first, _, ..] = &wordings[..] else {
            return None;
        };
        let span = span(model, first[0]);
        let mut fields = wordings.concat();
        fields.sort_unstable();
        let is_of_one_system = fields
            .iter()
            .all(|field| model.system_of(*field) == model.system_of(fields[0]));
        if is_of_one_system {
            return None;
        }
        let certainty = certainty(model, &fields);
        let what = Worded {
            term,
            fields: fields.into(),
            wordings: wordings.into_iter().map(Into::into).collect(),
        };
        Some(Found::sure(span, certainty, what))
    });
    found.collect()
}

/// True if flows fill a field from two or more fields of its own term.
fn is_chosen_among_others(graph: &FlowGraph, term: TermId, field: FieldId) -> bool {
    let model = graph.model();
    let links = graph.links_in(field).iter();
    let links = links.filter(|link| link.how.is_direct() && model.term_of(link.from) == Some(term));
    let mut sources: Vec<FieldId> = links.map(|link| link.from).collect();
    sources.sort_unstable();
    sources.dedup();
    sources.len() > 1
}

/// The fields with a definition, grouped by wording, in the order of the first field of each.
fn wordings(model: &Model, fields: &[FieldId]) -> Vec<Vec<FieldId>> {
    let mut wordings: Vec<Vec<FieldId>> = Vec::new();
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    for field in fields {
        let Some(definition) = model.fields[*field].definition.known() else {
            continue;
        };
        let number = *numbers.entry(wording(definition)).or_insert(wordings.len());
        match wordings.get_mut(number) {
            Some(same) => same.push(*field),
            None => wordings.push(vec![*field]),
        }
    }
    wordings
}

/// A definition as it is compared: without capitals, spaces and punctuation. A sign with a meaning, such as `<` or `+`, is no punctuation.
fn wording(definition: &str) -> String {
    let is_mark = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '.' | ','
                    | ';'
                    | ':'
                    | '!'
                    | '?'
                    | '"'
                    | '\''
                    | '`'
                    | '('
                    | ')'
                    | '['
                    | ']'
                    | '/'
                    | '-'
                    | '_'
                    | '*'
            )
            || matches!(c, '\u{2010}'..='\u{2027}' | '\u{AB}' | '\u{BB}' | '\u{B7}')
    };
    matching_key(definition.replace(is_mark, " ").trim())
}

fn span(model: &Model, field: FieldId) -> Span {
    let field = &model.fields[field];
    field.definition.span().unwrap_or(field.span)
}

/// Limit on the characters of a wording that a label or a question shows.
const MOST_LETTERS: usize = 160;

/// A field's definition between quotation marks, cut if it is long.
fn quoted(model: &Model, field: FieldId) -> String {
    let definition = model.fields[field].definition.known();
    let text = shown(definition.map_or("", |text| text).trim());
    if text.chars().count() <= MOST_LETTERS {
        return format!("\u{201C}{text}\u{201D}");
    }
    let start: String = text.chars().take(MOST_LETTERS).collect();
    format!("\u{201C}{}…\u{201D}", start.trim_end())
}

fn tell(found: &Found<Worded>, names: &Names<'_>) -> Words {
    let (model, term) = (names.model(), names.of(found.term));
    let firsts: Vec<FieldId> = found.wordings.iter().map(|fields| fields[0]).collect();
    let count = firsts.len();
    let places = firsts.iter().take(MOST_SHOWN);
    let places = places.map(|field| (span(model, *field), quoted(model, *field)));
    let wordings = found.wordings.iter().map(|fields| {
        let definition = model.fields[fields[0]].definition.known();
        json!({"definition": definition, "fields": names.ids(fields.iter())})
    });
    let [a, b] = asked_about(names.graph, &firsts);
    let [in_a, in_b] = names.two(a, b);
    let [first, second] = [a, b].map(|field| names.owner_of(field));
    let both = if first.is_empty() || second.is_empty() || first == second {
        String::new()
    } else {
        format!(" Ask {} too.", names.body(&second))
    };
    let asked = if first.is_empty() { second } else { first };
    Words::shown(places)
        .message(format!("{term} is defined in {count} different wordings"))
        .detail("wordings", wordings.collect::<Vec<_>>())
        .help(format!(
            "put the wordings side by side. Where they mean the same, use one for all. Where they do not, give {} another term",
            names.of(b)
        ))
        .ask(
            asked,
            format!(
                "Does {term} mean the same in {in_a} ({}) and {in_b} ({})?{both}",
                quoted(model, a),
                quoted(model, b)
            ),
        )
}

/// The two wordings to ask about: of two owners, none made from the other, both from a source, and with as few words in common as possible; as far
/// as such a pair exists.
fn asked_about(graph: &FlowGraph, firsts: &[FieldId]) -> [FieldId; 2] {
    let model = graph.model();
    let owner = |field: FieldId| model.systems[model.system_of(field)].owner();
    let pairs = firsts.iter().enumerate();
    let pairs = pairs.flat_map(|(place, a)| firsts[place + 1..].iter().map(move |b| [*a, *b]));
    let best = pairs.min_by_key(|[a, b]| {
        let are_sourced = is_sourced(model, *a) && is_sourced(model, *b);
        let are_apart = model.system_of(*a) != model.system_of(*b);
        let is_made_of = |from: FieldId, to: FieldId| {
            graph.route(from, to, |link| link.how.is_direct()).is_some()
        };
        (
            !are_apart,
            owner(*a).is_none() || owner(*b).is_none(),
            owner(*a) == owner(*b),
            is_made_of(*a, *b) || is_made_of(*b, *a),
            !are_sourced,
            alike(model, *a, *b),
        )
    });
    best.expect("there are two wordings")
}

/// The words that two definitions share, in thousandths of all their words.
fn alike(model: &Model, a: FieldId, b: FieldId) -> usize {
    let [a, b] = [a, b].map(|field| {
        let definition = model.fields[field].definition.known();
        let text = definition.map_or("", |text| text).to_lowercase();
        let words = text.split(|letter: char| !letter.is_alphanumeric());
        let words: BTreeSet<String> = words.map(str::to_owned).collect();
        words
    });
    a.intersection(&b).count() * 1000 / a.union(&b).count().max(1)
}

#[cfg(test)]
mod tests {
    use super::wording;

    #[test]
    fn capitals_spaces_and_punctuation_make_no_other_wording() {
        let same = [
            "The day the person died.",
            "the  day the person\ndied",
            "The day \u{201C}the person\u{201D} died!",
        ];
        for text in same {
            assert_eq!(wording(text), wording(same[0]), "{text}");
        }
        assert_eq!(wording("0\u{2013}30 days"), wording("0-30 days"));
        assert_ne!(wording("age < 18"), wording("age > 18"));
        assert_ne!(wording("1-5"), wording("15"));
    }
}
