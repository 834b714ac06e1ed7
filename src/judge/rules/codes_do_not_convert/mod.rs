//! Two code lists for one thing with codes that do not convert in at least one direction.

mod tell;

use std::collections::{BTreeMap, BTreeSet};

use crate::judge::graph::FlowGraph;
use crate::judge::rules::conversion::{Lists, Pair};
use crate::judge::rules::facets::{
    Filled, MOST_PAIRS, are_apart, by_term, certainty, firm, is_sourced, single_passages,
};
use crate::judge::rules::found::{About, Found, Thing, Things};
use crate::judge::rules::joined::Joined;
use crate::judge::rules::rule;
use crate::read::finding::Certainty;
use crate::read::model::{CodeListId, Conversion, FieldId, FlowId, Model, Ref, TermId, is_banded};
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
    "codes-do-not-convert", Definition, Warning, "code lists for one thing that cannot be turned into each other", find, tell::tell
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
