//! Fields of one term whose definitions have different wording.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::apart::unlike;
use super::facets::{MOST_SHOWN, by_term, certainty, is_of_a_part, is_sourced};
use super::found::{Found, Names, about};
use super::rule;
use crate::judge::graph::{FlowGraph, Supply};
use crate::read::finding::Words;
use crate::read::model::{
    Axis, Boxes, Extent, FieldId, Id, Model, Need, ScopeBox, SystemKind, TermId, may_share,
};
use crate::read::source::Span;
use crate::read::syntax::matching_key;
use crate::words::shown;

rule! {
    /// ## Finds
    /// Fields of one term, in different systems, whose `definition` is not the same text. Capitals, spaces and punctuation do not matter. It
    /// is one note for each term, with every wording and the fields that have it. Identifiers and terms tagged `context` are left out. A definition
    /// that somebody marked `assumed` without a source is left out too: its owner has not said it in these words.
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
            supply.may_be_empty(*field) || model.fields[*field].evidence.is_only_assumed()
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
    let [a, b] = asked_about(names.graph, &firsts, found.term);
    let [in_a, in_b] = names.two(a, b);
    let (quote_a, quote_b) = (quoted(model, a), quoted(model, b));
    // The owners can say what their own fields mean. The room decides whether that is one thing.
    let question = format!(
        "Should {term} be one thing, or two with a name for each? In {in_a} it is {quote_a}, in {in_b} {quote_b}."
    );
    Words::shown(places)
        .message(format!("{term} is defined in {count} different wordings"))
        .detail("wordings", wordings.collect::<Vec<_>>())
        .help("put the wordings side by side. Where they mean the same, use one for all. Where they do not, give each its own term")
        .ask("", question)
}

/// Limit on the wordings from which two are chosen: the first ones.
const MOST_COMPARED: usize = 40;

/// The two wordings to ask about, as far as such a pair exists: of two owners that are no part of each other, none made from the other, and both
/// from a source. Then two whose windows do not differ, of no part of a body, that some need uses both, that hold both cases or both totals,
/// about people as alike as possible; and with as few words in common as possible.
fn asked_about(graph: &FlowGraph, firsts: &[FieldId], term: TermId) -> [FieldId; 2] {
    let model = graph.model();
    let supply = Supply::of(graph);
    let owner = |field: FieldId| model.systems[model.system_of(field)].owner();
    let is_kin = |a: FieldId, b: FieldId| match (owner(a), owner(b)) {
        (Some(a), Some(b)) => model.is_part_of(a, b) || model.is_part_of(b, a),
        (a, b) => a == b,
    };
    let firsts = &firsts[..firsts.len().min(MOST_COMPARED)];
    let asks = |need: &Need| need.terms().iter().any(|asked| asked.id() == term);
    let asking = model.needs.iter().filter(|(_, need)| asks(need));
    let wanted: Vec<&Boxes> = asking.filter_map(|(_, need)| need.covers.known()).collect();
    let people: Vec<Vec<ScopeBox>> = firsts
        .iter()
        .map(|field| model.people(model.scope(*field)))
        .collect();
    // A tool or a form is none of the sources that anybody compares.
    let is_held = |field: FieldId| {
        let kind = model.systems[model.system_of(field)].kind.known();
        kind != Some(&SystemKind::Other)
    };
    let pairs = (0..firsts.len()).flat_map(|a| (a + 1..firsts.len()).map(move |b| [a, b]));
    let best = pairs.min_by_key(|places| {
        let [a, b] = places.map(|place| firsts[place]);
        let are_sourced = is_sourced(model, a) && is_sourced(model, b);
        let are_apart = model.system_of(a) != model.system_of(b);
        let is_made_of = |from: FieldId, to: FieldId| {
            graph.route(from, to, |link| link.how.is_direct()).is_some()
        };
        let [of_a, of_b] = places.map(|place| &people[place]);
        let used = wanted
            .iter()
            .filter(|wanted| may_share(wanted, of_a) && may_share(wanted, of_b));
        (
            !are_apart,
            owner(a).is_none() || owner(b).is_none(),
            is_kin(a, b),
            is_made_of(a, b) || is_made_of(b, a),
            !are_sourced,
            !is_held(a) || !is_held(b),
            (
                are_windows_apart(model, a, b),
                is_of_a_part(model, a) || is_of_a_part(model, b),
                used.count() == 0,
                supply.level(a) != supply.level(b),
                !may_share(of_a, of_b),
                unlike(model, of_a, of_b),
                alike(model, a, b),
            ),
        )
    });
    best.expect("there are two wordings")
        .map(|place| firsts[place])
}

/// True if two fields state different stretches of a dimension themselves: that their windows differ is another finding.
fn are_windows_apart(model: &Model, a: FieldId, b: FieldId) -> bool {
    let stated = |field: FieldId| model.fields[field].covers.known().map(|boxes| &**boxes);
    let [a, b] = [a, b].map(|field| stated(field).unwrap_or_default());
    let mut ranges = model.dimensions.iter();
    ranges.any(|(id, dimension)| {
        let of = |boxes: &[ScopeBox]| -> Vec<Extent> {
            let extents = boxes.iter().map(|scope| scope.0[id.index()].clone());
            extents.filter(Extent::is_stated).collect()
        };
        matches!(dimension.axis, Axis::Range(_)) && of(a) != of(b)
    })
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
