//! Two code lists for one thing with codes that do not convert in at least one direction.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use serde_json::json;

use super::conversion::{Lists, Pair};
use super::facets::{
    Filled, MOST_PAIRS, MOST_SHOWN, are_apart, by_term, certainty, firm, has_source, is_sourced,
    single_passages,
};
use super::found::{About, Found, Names, Thing, Things};
use super::joined::Joined;
use super::rule;
use crate::judge::graph::FlowGraph;
use crate::read::finding::{Certainty, Words};
use crate::read::model::{
    CodeListId, CodeVerdict, Conversion, FieldId, FlowId, Model, Ref, TermId, is_banded,
};
use crate::read::source::Span;

rule! {
    /// ## Finds
    /// Fields of one term with different code lists, or a flow from one code list to another, where the codes of one cannot be turned into
    /// those of the other by the crosswalks under `mappings`, one after another where need be. It names the code that splits or has no
    /// match, and the direction that does work. `exact` and `broad` rows carry a code over, `narrow` rows split it, and `close` and
    /// `related` rows leave it uncertain. If a list names its `dimension`, codes of people whom one of the two fields, or the `only` of the
    /// flow, leaves out do not count: they never arrive. Bands of numbers without a crosswalk are looked at by `different-type`. A version of a list and the
    /// next one do not clash: fields filled only by flows of which those of one end (`until`) before those of the other begin (`since`), or a
    /// field and the one that it filled by a flow that has ended.
    /// ## Why it matters
    /// Counts by code cannot be compared or passed on. A finer list can be made coarser, never the reverse.
    /// ## How to fix
    /// Collect the finer codes, complete the crosswalk, or agree one list on the term.
    /// ## When it is fine
    /// Where only the coarser codes are ever compared.
    "codes-do-not-convert", Definition, Warning, "code lists for one thing that cannot be turned into each other", find, tell
}

/// Code lists that do not convert into each other.
enum Unconverted {
    /// The lists at the two ends of a passage.
    Passed { flow: FlowId, pair: Pair },
    /// The lists of the fields of one term.
    OfTerm {
        term: TermId,
        /// The fields of one list are adjacent.
        fields: Box<[FieldId]>,
        pairs: Box<[Pair]>,
    },
}

impl About for Unconverted {
    fn name(&self) -> Vec<Thing> {
        match self {
            Unconverted::Passed { flow, pair } => {
                vec![flow.into(), Thing::FieldAlone(pair.fields[1])]
            }
            Unconverted::OfTerm { term, .. } => vec![term.into()],
        }
    }

    fn subjects(&self, _: &FlowGraph) -> Vec<(&'static str, Things)> {
        match self {
            Unconverted::Passed { flow, pair } => {
                vec![("flow", flow.into()), ("fields", Things::many(pair.fields))]
            }
            Unconverted::OfTerm { term, fields, .. } => {
                vec![("term", term.into()), ("fields", Things::many(fields))]
            }
        }
    }
}

fn find(graph: &FlowGraph) -> Vec<Found<Unconverted>> {
    let model = graph.model();
    if model.code_lists.len() < 2 {
        return Vec::new();
    }
    let mut lists = Lists::of(model);
    let mut found = Vec::new();
    let mut joined = Joined::of(graph);
    for (flow, from, passage) in single_passages(graph) {
        let fields = [from, passage.to.id()];
        let lists_of = fields.map(|field| codes(model, field));
        joined.add_open(model, fields, lists_of);
        let [Some(a), Some(b)] = lists_of else {
            continue;
        };
        if a == b {
            continue;
        }
        let [own, other] = fields.map(|field| model.fields[field].term());
        let term = own.filter(|own| other == Some(*own));
        if term.is_some() {
            let [from, to] = fields;
            joined.fields.extend([[from, to], [to, from]]);
        }
        let only = model.flows[flow].only.known();
        let only = only.map_or(&[][..], |only| &only[..]);
        let pair = lists.pair(model, fields, [a, b], only);
        if pair.there.verdict.is_computable() != Some(true) {
            joined.told.extend(
                term.into_iter()
                    .flat_map(|term| [(term, a, b), (term, b, a)]),
            );
            let is_stated = model.flows[flow].is_sourced() && !passage.is_how_unknown();
            let certainty = sureness(model, &pair.there, fields).max(firm(is_stated));
            let what = Unconverted::Passed { flow, pair };
            found.push(Found::sure(passage.span, certainty, what));
        }
    }
    let filled = Filled::of(graph);
    for (term, fields) in by_term(graph) {
        found.extend(of_term(model, &mut lists, &joined, &filled, term, fields));
    }
    found
}

fn codes(model: &Model, field: FieldId) -> Option<CodeListId> {
    model.fields[field].codes.known().map(Ref::id)
}

/// The certainty that this conversion is impossible.
fn sureness(model: &Model, conversion: &Conversion, fields: [FieldId; 2]) -> Certainty {
    match conversion.verdict.is_computable() {
        None => Certainty::CannotTell,
        Some(_) if !conversion.is_sourced => Certainty::Likely,
        Some(_) => certainty(model, &fields),
    }
}

/// A pair of fields, one from each list, for which the test holds: the first of those with a source that no unlisted flow joins, then of
/// those with a source, or else the first.
fn surest(
    model: &Model,
    joined: &Joined,
    fields: [&[FieldId]; 2],
    mut holds: impl FnMut(FieldId, FieldId) -> bool,
) -> Option<[FieldId; 2]> {
    let mut first_of = |fields: [&[FieldId]; 2], may_be_joined: bool| {
        fields[0].iter().find_map(|first| {
            let is_meant =
                |second: FieldId| may_be_joined || !joined.by_unlisted(model, [*first, second]);
            let mut seconds = fields[1].iter();
            let second = seconds.find(|second| is_meant(**second) && holds(*first, **second))?;
            Some([*first, *second])
        })
    };
    let sourced = fields.map(|fields| -> Vec<FieldId> {
        let fields = fields.iter().copied();
        fields.filter(|field| is_sourced(model, *field)).collect()
    });
    let sourced = [&*sourced[0], &*sourced[1]];
    first_of(sourced, false)
        .or_else(|| first_of(sourced, true))
        .or_else(|| first_of(fields, true))
}

/// By certainty: the first pairs that fail, and the lists of all of them. A term of thousands of lists has millions of pairs.
#[derive(Default)]
struct Pairs(BTreeMap<Certainty, (Vec<Pair>, BTreeSet<CodeListId>)>);

impl Pairs {
    fn add(&mut self, certainty: Certainty, lists: [CodeListId; 2], pair: Pair) {
        let (first, all) = self.0.entry(certainty).or_default();
        all.extend(lists);
        if first.len() < MOST_PAIRS {
            first.push(pair);
        }
    }

    /// How sure the surest is, the lists that fail, and the surest pairs; without those that cannot be told if there are others.
    fn surest(mut self) -> Option<(Certainty, BTreeSet<CodeListId>, Box<[Pair]>)> {
        let certainty = *self.0.keys().next()?;
        if certainty != Certainty::CannotTell {
            self.0.remove(&Certainty::CannotTell);
        }
        let lists = self.0.values().flat_map(|(_, lists)| lists);
        let lists = lists.copied().collect();
        let pairs = self.0.into_values().flat_map(|(first, _)| first);
        Some((certainty, lists, pairs.take(MOST_PAIRS).collect()))
    }
}

fn of_term(
    model: &Model,
    lists: &mut Lists<'_>,
    joined: &Joined,
    filled: &Filled<'_>,
    term: TermId,
    fields: &[FieldId],
) -> Option<Found<Unconverted>> {
    let mut by_list: BTreeMap<CodeListId, Vec<FieldId>> = BTreeMap::new();
    for field in fields {
        if let Some(list) = codes(model, *field) {
            by_list.entry(list).or_default().push(*field);
        }
    }
    let used: Vec<CodeListId> = by_list.keys().copied().collect();
    let mut pairs = Pairs::default();
    for (index, a) in used.iter().enumerate() {
        for b in &used[index + 1..] {
            if joined.told.contains(&(term, *a, *b)) {
                continue;
            }
            // The codes that occur may be others for each two fields.
            let has_dimension =
                |list: &CodeListId| model.code_lists[*list].dimension.known().is_some();
            let varies = [a, b].into_iter().any(has_dimension);
            let may_clash = |first: FieldId, second: FieldId| {
                let is_beside = are_apart(model, first, second)
                    && !joined.fields.contains(&[first, second])
                    && filled.are_beside(first, second);
                is_beside && (!varies || lists.pair(model, [first, second], [*a, *b], &[]).fails())
            };
            let fields = surest(model, joined, [&by_list[a], &by_list[b]], may_clash);
            let Some(fields) = fields else { continue };
            let pair = lists.pair(model, fields, [*a, *b], &[]);
            let has_no_way = pair.there.via.is_empty() && pair.back.via.is_empty();
            if has_no_way && is_banded(&model.code_lists[*a]) && is_banded(&model.code_lists[*b]) {
                continue;
            }
            let rank = |conversion: &Conversion| (conversion.verdict, conversion.is_sourced);
            let is_back_worse = rank(&pair.back) > rank(&pair.there);
            let worse = if is_back_worse {
                &pair.back
            } else {
                &pair.there
            };
            if pair.fails() {
                let may_join = joined.may_join(model, term, &pair, [*a, *b]);
                let certainty = sureness(model, worse, fields).max(firm(!may_join));
                pairs.add(certainty, [*a, *b], pair);
            }
        }
    }
    let (certainty, told, pairs) = pairs.surest()?;
    let fields = told.iter().flat_map(|list| &by_list[list]);
    let fields: Box<[FieldId]> = fields.copied().collect();
    let span = span(model, fields[0]);
    let what = Unconverted::OfTerm {
        term,
        fields,
        pairs,
    };
    Some(Found::sure(span, certainty, what))
}

fn span(model: &Model, field: FieldId) -> Span {
    let field = &model.fields[field];
    field.codes.span().unwrap_or(field.span)
}

fn tell(found: &Found<Unconverted>, names: &Names<'_>) -> Words {
    match &found.what {
        Unconverted::Passed { pair, .. } => passed(found, pair, names),
        Unconverted::OfTerm {
            term,
            fields,
            pairs,
        } => on_term(found, *term, (fields, pairs), names),
    }
}

fn passed(found: &Found<Unconverted>, pair: &Pair, names: &Names<'_>) -> Words {
    let [a, b] = pair.fields.map(|field| names.of(field));
    let fault = pair.there.fault(names.model());
    let message = match pair.there.verdict {
        CodeVerdict::Unstated => {
            format!("the codes of {b} may not follow from those of {a}: {fault}")
        }
        _ => format!("the codes of {b} do not follow from those of {a}: {fault}"),
    };
    let [from, to] = pair.fields.map(|field| place(names, field));
    Words::at(found.span, "passed here")
        .also(from.0, from.1)
        .also(to.0, to.1)
        .message(message)
        .detail("pairs", vec![pair_detail(names, pair)])
        .via(names.ids(pair.fields))
        .help(advice(names, pair))
        .ask(
            names.owner_of(pair.fields[0]),
            format!("How do the codes of {a} become those of {b}?"),
        )
}

fn on_term(
    found: &Found<Unconverted>,
    term: TermId,
    (fields, pairs): (&[FieldId], &[Pair]),
    names: &Names<'_>,
) -> Words {
    let works = |conversion: &Conversion| conversion.verdict.is_computable() == Some(true);
    let is_one_way = |pair: &Pair| works(&pair.there) || works(&pair.back);
    let lists = fields.chunk_by(|a, b| codes(names.model(), *a) == codes(names.model(), *b));
    let count = lists.clone().count();
    let said = if found.certainty == Certainty::CannotTell {
        "nothing says how they match"
    } else if count == 2 && pairs.iter().all(is_one_way) {
        "only one can be worked out from the other"
    } else if count == 2 {
        "one cannot be worked out from the other"
    } else {
        "some cannot be worked out from the others"
    };
    let message = format!("{} has {count} code lists, and {said}", names.of(term));
    let details = pairs.iter().take(MOST_PAIRS);
    let details = details.map(|pair| pair_detail(names, pair));
    let [a, b] = pairs[0].fields;
    let too = match [a, b].map(|field| names.owner_of(field)) {
        [first, second] if second.is_empty() || first == second => String::new(),
        [_, second] => format!(" Ask {} too.", names.body(&second)),
    };
    Words::shown(lists.take(MOST_SHOWN).map(|fields| place(names, fields[0])))
        .message(message)
        .detail("pairs", details.collect::<Vec<_>>())
        .help(advice(names, &pairs[0]))
        .ask(
            names.owner_of(a),
            format!(
                "How do the codes of {} match those of {}?{too}",
                names.of(a),
                names.of(b)
            ),
        )
}

/// The advice on two lists, and whether somebody only assumes how they match.
fn advice(names: &Names<'_>, pair: &Pair) -> String {
    let advice = by_direction(names, pair);
    let is_mapped = |way: &Conversion| way.verdict.is_computable().is_some();
    let is_assumed = |way: &Conversion| is_mapped(way) && !way.is_sourced;
    let of_codes = pair
        .fields
        .into_iter()
        .filter(|field| !has_source(names.model(), *field));
    let of_codes: Vec<FieldId> = of_codes.collect();
    match (
        is_assumed(&pair.there) || is_assumed(&pair.back),
        of_codes.is_empty(),
    ) {
        (true, true) => format!("{advice}. How the codes match is only assumed"),
        (true, false) => format!(
            "{advice}. How the codes match is only assumed, as are the codes of {}",
            names.few(of_codes)
        ),
        (false, false) => {
            format!(
                "{advice}. The codes of {} are only assumed",
                names.few(of_codes)
            )
        }
        (false, true) => advice,
    }
}

/// The advice on two lists: which direction works, which does not, and why not.
fn by_direction(names: &Names<'_>, pair: &Pair) -> String {
    let list = |field| codes(names.model(), field).expect("only coded fields are compared");
    let lists = pair.fields.map(list);
    let is_empty = |list: &CodeListId| names.model().code_lists[*list].values.is_empty();
    if let Some(list) = lists.into_iter().find(is_empty) {
        return format!("write down the codes of {}", names.of(list));
    }
    let [here, there] = lists.map(|list| names.of(list));
    let (onward, back) = (
        pair.there.fault(names.model()),
        pair.back.fault(names.model()),
    );
    let works = [&pair.there, &pair.back].map(|way| way.verdict.is_computable());
    match works {
        [Some(true), _] => format!(
            "collect the codes of {here}: those of {there} follow from them. Not the other way round: {back}"
        ),
        [_, Some(true)] => format!(
            "collect the codes of {there}: those of {here} follow from them. Not the other way round: {onward}"
        ),
        [Some(false), Some(false)] => format!(
            "agree one list, or collect codes fine enough for both. From {here} to {there}: {onward}. From {there} to {here}: {back}"
        ),
        [None, None] => format!(
            "write down under `mappings` how the codes of {here} match those of {there}: {onward}"
        ),
        [None, Some(false)] => format!(
            "complete the crosswalk from {here} to {there}: {onward}. From {there} to {here}: {back}"
        ),
        [Some(false), None] => format!(
            "complete the crosswalk from {there} to {here}: {back}. From {here} to {there}: {onward}"
        ),
    }
}

fn pair_detail(names: &Names<'_>, pair: &Pair) -> Value {
    let one_way = |from: FieldId, to: FieldId, conversion: &Conversion| {
        json!({
            "from": names.id(from),
            "to": names.id(to),
            "verdict": conversion.verdict.word(),
            "code": conversion.code,
            "targets": conversion.targets,
            "via": names.ids(&conversion.via),
        })
    };
    let [a, b] = pair.fields;
    json!({"there": one_way(a, b, &pair.there), "back": one_way(b, a, &pair.back)})
}

/// The place where a field states its code list, and its label.
fn place(names: &Names<'_>, field: FieldId) -> (Span, String) {
    let list = codes(names.model(), field).map_or_else(String::new, |list| names.id(list));
    let label = format!("{}: codes of `{list}`", names.of(field));
    (span(names.model(), field), label)
}
