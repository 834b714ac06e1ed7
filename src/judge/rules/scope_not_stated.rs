//! Systems that do not say whom their data is about, where others of the same terms do.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use serde_json::json;

use super::different_scope::place;
use super::rule;
use crate::judge::graph::FlowGraph;
use crate::read::finding::Certainty;
use crate::read::finding::Finding;
use crate::read::model::DimensionId;
use crate::read::model::Extent;
use crate::read::model::FieldId;
use crate::read::model::Id;
use crate::read::model::Model;
use crate::read::model::Origin;
use crate::read::model::ScopeBox;
use crate::read::model::SystemId;
use crate::read::model::TermId;
use crate::read::source::Span;

rule! {
    /// ## Finds
    /// A system that says nothing on a dimension on which another system restricts the same term, or on which a need asks for it. One finding for
    /// each system; the dimensions are listed by how many comparisons wait for them, most first.
    /// ## Why it matters
    /// What is not stated is neither all nor none, so whether the two are about the same people cannot be told.
    /// ## How to fix
    /// State the dimension under `covers:`, with `all` where it restricts nothing.
    /// ## When it is fine
    /// Where the dimension can have no meaning for the system.
    "scope-not-stated", Definition, Note, "a system that does not say whom its data is about", check
}

/// What a scope says of the dimensions.
struct Said {
    /// Those that some box restricts.
    restricted: Vec<DimensionId>,
    /// Those that some box leaves open.
    open: Vec<DimensionId>,
}

/// How many systems and needs restrict each term on each dimension.
struct Restrictions {
    dimensions: usize,
    /// Term by term, for each dimension.
    counts: Vec<u32>,
}

impl Restrictions {
    fn of(&mut self, term: TermId, dimension: DimensionId) -> &mut u32 {
        &mut self.counts[term.index() * self.dimensions + dimension.index()]
    }
}

/// For each dimension that a system leaves open: how many comparisons wait for it, and for which fields.
type Waiting = BTreeMap<DimensionId, (usize, Vec<FieldId>)>;

fn check(graph: &FlowGraph, findings: &mut Vec<Finding>) {
    let model = graph.model();
    if model.dimensions.is_empty() {
        return;
    }
    let (of_field, said) = all_said(model);
    let mut restrictions = restrictions(model, &of_field, &said);
    for (system, stated) in model.systems.iter() {
        let mut waiting = Waiting::new();
        let own = restricted_by(model, system, &of_field, &said);
        for id in stated.fields.ids() {
            let field = &model.fields[id];
            let open = &said[of_field[id.index()]].open;
            let Some(term) = field.term().filter(|_| field.is_declared) else {
                continue;
            };
            for dimension in open {
                let count = *restrictions.of(term, *dimension) as usize;
                let is_own = || own.binary_search(&(term, *dimension)).is_ok();
                let blocked = count - usize::from(count > 0 && is_own());
                if blocked > 0 {
                    let entry = waiting.entry(*dimension).or_default();
                    entry.0 += blocked;
                    entry.1.push(id);
                }
            }
        }
        if !waiting.is_empty() && stated.origin == Origin::Declared {
            findings.push(announced(graph, system, waiting));
        }
    }
}

/// For each field the number of what its scope says; what each scope that occurs says.
fn all_said(model: &Model) -> (Vec<usize>, Vec<Said>) {
    let said = model
        .scopes()
        .iter()
        .map(|scope| what_is_said(model, scope));
    let numbers = model.fields.ids().map(|field| model.scope_number(field));
    (
        numbers.map(|number| number as usize).collect(),
        said.collect(),
    )
}

fn what_is_said(model: &Model, boxes: &[ScopeBox]) -> Said {
    let of = |wanted: &dyn Fn(&Extent, &Extent) -> bool| -> Vec<DimensionId> {
        let ids = model.dimensions.ids();
        ids.filter(|id| {
            let whole = &model.space().0[id.index()];
            boxes
                .iter()
                .any(|scope| wanted(&scope.0[id.index()], whole))
        })
        .collect()
    };
    Said {
        restricted: of(&|extent, whole| {
            extent.is_stated() && *extent != Extent::All && extent != whole
        }),
        open: of(&|extent, _| !extent.is_stated()),
    }
}

/// What a system itself restricts, of the terms that are more than context: each once, sorted.
fn restricted_by(
    model: &Model,
    system: SystemId,
    of_field: &[usize],
    said: &[Said],
) -> Vec<(TermId, DimensionId)> {
    let mut restricted = Vec::new();
    for id in model.systems[system].fields.ids() {
        let term = model.term_of(id);
        let Some(term) = term.filter(|term| !model.terms[*term].is_context()) else {
            continue;
        };
        let dimensions = said[of_field[id.index()]].restricted.iter();
        restricted.extend(dimensions.map(|dimension| (term, *dimension)));
    }
    restricted.sort_unstable();
    restricted.dedup();
    restricted
}

/// How often each term that is more than context is restricted.
fn restrictions(model: &Model, of_field: &[usize], said: &[Said]) -> Restrictions {
    let dimensions = model.dimensions.len();
    let mut restrictions = Restrictions {
        dimensions,
        counts: vec![0; model.terms.len() * dimensions],
    };
    for system in model.systems.ids() {
        for (term, dimension) in restricted_by(model, system, of_field, said) {
            *restrictions.of(term, dimension) += 1;
        }
    }
    for (_, need) in model.needs.iter() {
        let Some(boxes) = need.covers.known() else {
            continue;
        };
        let said = what_is_said(model, boxes);
        for term in need.terms.iter().map(crate::read::model::Ref::id) {
            if model.terms[term].is_context() {
                continue;
            }
            for dimension in &said.restricted {
                *restrictions.of(term, *dimension) += 1;
            }
        }
    }
    restrictions
}

fn waiting_detail(
    model: &Model,
    dimension: DimensionId,
    blocked: usize,
    fields: &[FieldId],
) -> serde_json::Value {
    let fields: Vec<String> = fields
        .iter()
        .map(|field| model.field_name(*field))
        .collect();
    json!({
        "dimension": model.dimensions[dimension].slug,
        "comparisons_waiting": blocked,
        "fields": fields,
    })
}

/// The finding, without its words yet.
fn announced(graph: &FlowGraph, id: SystemId, dimensions: Waiting) -> Finding {
    let model = graph.model();
    let slug = &model.systems[id].slug;
    let span = place_of(model, id, first(&dimensions));
    let whole = graph.clone();
    Finding::later_whole(&KIND, &[slug], span, Certainty::CannotTell, move || {
        finding(whole.model(), id, &dimensions)
    })
}

/// The first field that waits.
fn first(dimensions: &Waiting) -> FieldId {
    let firsts = dimensions.values().filter_map(|(_, fields)| fields.first());
    *firsts.min().expect("a dimension waits because of a field")
}

fn place_of(model: &Model, id: SystemId, first: FieldId) -> Span {
    let system = &model.systems[id];
    if system.covers.is_open() && model.fields[first].covers.is_open() {
        system.span
    } else {
        place(model, first)
    }
}

fn finding(model: &Model, id: SystemId, dimensions: &Waiting) -> Finding {
    let system = &model.systems[id];
    let mut sorted: Vec<_> = dimensions.iter().collect();
    sorted.sort_by_key(|(dimension, (blocked, _))| (std::cmp::Reverse(*blocked), **dimension));
    let blocked: usize = sorted.iter().map(|(_, (blocked, _))| blocked).sum();
    let fields: BTreeSet<FieldId> = dimensions
        .values()
        .flat_map(|(_, fields)| fields.iter().copied())
        .collect();
    let slugs: Vec<String> = sorted
        .iter()
        .map(|(dimension, _)| format!("`{}`", model.dimensions[**dimension].slug))
        .collect();
    let detail: Vec<_> = sorted
        .iter()
        .map(|(dimension, (blocked, fields))| waiting_detail(model, **dimension, *blocked, fields))
        .collect();
    let span = place_of(model, id, first(dimensions));
    let owner = system
        .owner()
        .map(|owner| model.organisations[owner].slug.to_string());
    let names = sorted
        .iter()
        .take(3)
        .map(|(dimension, _)| model.dimensions[**dimension].name.to_string());
    Finding::at(
        &KIND,
        &[&system.slug],
        span,
        format!("nothing here on {}", slugs[0]),
    )
    .message(format!(
        "`{}` does not say whom it is about on {}",
        system.slug,
        few(&slugs)
    ))
    .subject("system", &*system.slug)
    .subjects(
        "fields",
        fields.iter().map(|field| model.field_name(*field)),
    )
    .detail("waiting", detail)
    .detail("comparisons_waiting", blocked)
    .certainty(Certainty::CannotTell)
    .help(format!(
        "state {} in `covers:` of `{}`, with `all` where it restricts nothing{}",
        slugs[0],
        system.slug,
        super::definition_missing::waiting(blocked)
    ))
    .ask(
        owner.unwrap_or_default(),
        format!(
            "Whom is `{}` about, by {}?",
            system.slug,
            names.collect::<Vec<_>>().join(", ")
        ),
    )
}

/// Three of the names, the others counted.
fn few(names: &[String]) -> String {
    match names.len() {
        0..=3 => names.join(", "),
        count => format!("{} and {} more", names[..3].join(", "), count - 3),
    }
}
