//! Fields of one term that count over different stretches of one dimension.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use serde_json::json;

use super::different_scope::owner;
use super::different_scope::place;
use super::inherited;
use super::inherited::told_once;
use super::rule;
use super::scopes::Scopes;
use super::scopes::Sharing;
use super::scopes::Side;
use super::scopes::differing;
use super::scopes::witness;
use crate::judge::graph::FlowGraph;
use crate::judge::graph::Supply;
use crate::read::finding::Certainty;
use crate::read::finding::Finding;
use crate::read::model::Axis;
use crate::read::model::DimensionId;
use crate::read::model::Extent;
use crate::read::model::FieldId;
use crate::read::model::Id;
use crate::read::model::Interval;
use crate::read::model::Model;
use crate::read::model::TermId;
use crate::read::model::Unit;
use crate::read::model::extent_words;
use crate::read::model::tick_words;

/// How many places one finding shows.
const MOST_SHOWN: usize = 8;

rule! {
    /// ## Finds
    /// Fields of one term, in different systems, that count over different stretches of one dimension: 30 days after discharge in one,
    /// 12 months in another. It names something that counts in one and not in the other. Stretches from different anchors are different
    /// dimensions and are never compared as numbers; where the words leave the end open ("1 month" against "30 days") it says nothing.
    /// ## Why it matters
    /// The same question gets two answers, and each is right by its own rule.
    /// ## How to fix
    /// Agree one stretch, or publish both beside each other.
    /// ## When it is fine
    /// Where the stretches serve different ends and are named differently wherever figures are shown.
    "different-window", Definition, Warning, "fields of one term that count over different stretches of one dimension", check
}

/// What differs for one term on one dimension.
#[derive(Default)]
struct Clash {
    sharings: BTreeSet<usize>,
    /// What counts in the first field and not in the second.
    witness: Option<(Interval, FieldId, FieldId)>,
}

fn check(graph: &FlowGraph, findings: &mut Vec<Finding>) {
    let model = graph.model();
    if !model
        .dimensions
        .iter()
        .any(|(_, dimension)| matches!(dimension.axis, Axis::Range(_)))
    {
        return;
    }
    let mut scopes = Scopes::of(graph);
    let is_range = |id: &DimensionId| matches!(model.dimensions[*id].axis, Axis::Range(_));
    let ranges = model.dimensions.ids().filter(is_range);
    let ranges: Vec<(DimensionId, Vec<u32>)> =
        ranges.map(|id| (id, scopes.stretches(id))).collect();
    let mut found = Vec::new();
    let supply = Supply::of(graph);
    for term in model.terms.ids() {
        let Some(sharings) = scopes.of_term(&supply, term) else {
            continue;
        };
        for (dimension, clash) in clashes(model, &mut scopes, &ranges, &sharings) {
            found.extend(finding(graph, term, dimension, &sharings, &clash));
        }
    }
    findings.extend(told_once(graph, found));
}

fn clashes(
    model: &Model,
    scopes: &mut Scopes<'_>,
    ranges: &[(DimensionId, Vec<u32>)],
    sharings: &[Sharing],
) -> BTreeMap<DimensionId, Clash> {
    let mut clashes: BTreeMap<DimensionId, Clash> = BTreeMap::new();
    for (id, stretches) in ranges {
        let stretch = |index: usize| stretches[sharings[index].scope as usize];
        let stating: Vec<usize> = (0..sharings.len())
            .filter(|index| stretch(*index) != 0)
            .collect();
        if stating
            .iter()
            .all(|index| stretch(*index) == stretch(stating[0]))
        {
            continue;
        }
        let mut witness = None;
        let is_clashing = differing(stating.len(), |first, second| {
            let (first, second) = (stating[first], stating[second]);
            if stretch(first) == stretch(second) {
                return false;
            }
            let (a, b) = (&sharings[first], &sharings[second]);
            if !may_clash(model, scopes, a, b) || !scopes.has_window(*id, a.scope, b.scope) {
                return false;
            }
            witness = witness.or_else(|| clash(scopes, *id, a, b));
            true
        });
        if witness.is_some() {
            let clashing = stating.iter().zip(is_clashing);
            let sharings = clashing
                .filter(|(_, is_clashing)| *is_clashing)
                .map(|(index, _)| *index)
                .collect();
            clashes.insert(*id, Clash { sharings, witness });
        }
    }
    clashes
}

/// False where the two are one field each of one system, or surely do not differ.
fn may_clash(model: &Model, scopes: &Scopes<'_>, a: &Sharing, b: &Sharing) -> bool {
    let system = |sharing: &Sharing| model.system_of(sharing.fields[0]);
    let is_one_system = system(a) == system(b) && a.fields.len() == 1 && b.fields.len() == 1;
    !is_one_system && scopes.may_differ(a.scope, b.scope)
}

/// Where something counts in one of the two only, by that dimension: the stretch, the field that counts it, the field that does not.
fn clash(
    scopes: &Scopes<'_>,
    id: DimensionId,
    a: &Sharing,
    b: &Sharing,
) -> Option<(Interval, FieldId, FieldId)> {
    let (first, second) = if a.scope < b.scope { (a, b) } else { (b, a) };
    let (interval, side) = scopes.window(id, first.scope, second.scope)?;
    let (more, less) = match side {
        Side::First => (first, second),
        Side::Second => (second, first),
    };
    Some((interval, more.fields[0], less.fields[0]))
}

/// What is found about a term on a dimension.
struct Found {
    term: TermId,
    dimension: DimensionId,
    unit: Unit,
    /// All fields of the scopes that differ.
    fields: Box<[FieldId]>,
    /// The first of each of the first scopes that differ.
    shown: Vec<FieldId>,
    /// What counts in the first field and not in the second.
    witness: (Interval, FieldId, FieldId),
    certainty: Certainty,
}

/// The finding, without its words yet.
fn finding(
    graph: &FlowGraph,
    term: TermId,
    dimension: DimensionId,
    sharings: &[Sharing],
    clash: &Clash,
) -> Option<inherited::Clash> {
    let model = graph.model();
    let witness = clash.witness?;
    let Axis::Range(unit) = model.dimensions[dimension].axis else {
        return None;
    };
    let differing = clash.sharings.iter().map(|index| &sharings[*index].fields);
    let fields: Box<[FieldId]> = differing.clone().flatten().copied().collect();
    let shown: Vec<FieldId> = differing.map(|fields| fields[0]).take(MOST_SHOWN).collect();
    let is_sourced = fields
        .iter()
        .all(|field| model.systems[model.system_of(*field)].evidence.is_sourced());
    let certainty = if is_sourced {
        Certainty::Certain
    } else {
        Certainty::Likely
    };
    let ids: [&str; 2] = [&model.terms[term].slug, &model.dimensions[dimension].slug];
    let span = place(model, shown[0]);
    let found = Found {
        term,
        dimension,
        unit,
        fields,
        shown,
        witness,
        certainty,
    };
    let fields = clash.sharings.iter();
    let fields = fields.flat_map(|index| &sharings[*index].fields);
    let whole = graph.clone();
    let told = move || told(whole.model(), &found);
    let finding = Finding::later_whole(&KIND, &ids, span, certainty, told);
    let what = (term, dimension.index());
    Some(inherited::Clash::of(model, what, fields, finding))
}

fn told(model: &Model, found: &Found) -> Finding {
    let id = found.dimension;
    let dimension = &model.dimensions[id];
    let (interval, more, less) = found.witness;
    let slug = &model.terms[found.term].slug;
    let example = tick_words(found.unit, witness(interval, found.unit.ticks()));
    let (fields, shown) = (&found.fields, &found.shown);
    // Fields that share a scope stand together.
    let mut windows_of: Vec<String> = Vec::with_capacity(fields.len());
    for (index, field) in fields.iter().enumerate() {
        let is_known = index > 0 && model.scope(fields[index - 1]) == model.scope(*field);
        windows_of.push(match windows_of.last() {
            Some(last) if is_known => last.clone(),
            _ => windows(model, id, *field),
        });
    }
    let different: BTreeSet<&String> = windows_of.iter().collect();
    let detail: Vec<_> = fields
        .iter()
        .zip(&windows_of)
        .map(|(field, window)| json!({"field": model.field_name(*field), "window": window}))
        .collect();
    let (in_one, not_in) = (model.field_name(more), model.field_name(less));
    let mut finding = Finding::at(
        &KIND,
        &[slug, &dimension.slug],
        place(model, shown[0]),
        label(model, id, shown[0]),
    )
    .message(match different.len() {
        // The same stretches, which go with other people.
        1 => format!(
            "`{slug}` counts over different stretches of `{}` for the same people",
            dimension.slug
        ),
        count => format!(
            "`{slug}` counts over {count} different stretches of `{}`",
            dimension.slug
        ),
    })
    .subject("term", &**slug)
    .subject("dimension", &*dimension.slug)
    .subjects(
        "fields",
        fields.iter().map(|field| model.field_name(*field)),
    )
    .detail("windows", detail)
    .detail(
        "witness",
        json!({"at": example, "counts_in": in_one, "not_in": not_in}),
    )
    .certainty(found.certainty)
    .help(format!(
        "agree one stretch: at {example} ({}), a case counts in `{in_one}` and not in `{not_in}`",
        dimension.name
    ))
    .ask(
        owner(model, less),
        format!(
            "Should `{not_in}` count a case at {example} ({})?",
            dimension.name
        ),
    );
    for field in shown.iter().skip(1) {
        finding = finding.also(place(model, *field), label(model, id, *field));
    }
    finding
}

fn label(model: &Model, dimension: DimensionId, field: FieldId) -> String {
    format!(
        "`{}`: {}",
        model.field_name(field),
        windows(model, dimension, field)
    )
}

/// The stretches of a field on one dimension, in words.
fn windows(model: &Model, dimension: DimensionId, field: FieldId) -> String {
    let mut words: Vec<String> = Vec::new();
    for scope in model.scope(field) {
        let said = match &scope.0[dimension.index()] {
            Extent::Unstated => "not stated".to_owned(),
            extent => extent_words(&model.dimensions[dimension], extent)
                .unwrap_or_else(|| "any".to_owned()),
        };
        if !words.contains(&said) {
            words.push(said);
        }
    }
    words.join(" or ")
}
