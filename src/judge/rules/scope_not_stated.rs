//! Systems that do not state the people of their data, although others with the same terms do.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde_json::Value;
use serde_json::json;

use super::definition_missing::waiting;
use super::different_scope::place;
use super::found::{Found, Names, about};
use super::rule;
use crate::judge::graph::FlowGraph;
use crate::read::finding::{Asks, Certainty, Question, Words};
use crate::read::model::{
    DimensionId, Extent, FieldId, Id, Model, Origin, Ref, ScopeBox, SystemId, TermId,
};
use crate::read::source::Span;
use crate::words::{few, lowered};

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
    "scope-not-stated", Definition, Note, "a system that does not say whom its data is about", find, tell
}

/// A system that leaves dimensions open and so blocks comparisons.
struct Unsaid {
    system: SystemId,
    /// All fields concerned, in order.
    fields: Box<[FieldId]>,
    /// The blocked comparisons by dimension, most first.
    waiting: Box<[Waiting]>,
}
about!(Unsaid {
    name: [system],
    subjects: [system, &fields]
});

/// The comparisons that one open dimension of a system blocks.
struct Waiting {
    dimension: DimensionId,
    comparisons: usize,
    fields: Vec<FieldId>,
}

/// The dimensions that a scope restricts, and those it leaves open.
struct Said {
    /// Restricted by some box.
    restricted: Vec<DimensionId>,
    /// Left open by some box.
    open: Vec<DimensionId>,
}

/// The number of systems and needs that restrict each term on each dimension.
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

fn find(graph: &FlowGraph) -> Vec<Found<Unsaid>> {
    let model = graph.model();
    if model.dimensions.is_empty() {
        return Vec::new();
    }
    let (of_field, said) = all_said(model);
    let mut restrictions = restrictions(model, &of_field, &said);
    let mut found = Vec::new();
    for (system, stated) in model.systems.iter() {
        let mut waiting: BTreeMap<DimensionId, (usize, Vec<FieldId>)> = BTreeMap::new();
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
            found.push(unsaid(model, system, waiting));
        }
    }
    found
}

fn unsaid(
    model: &Model,
    system: SystemId,
    waiting: BTreeMap<DimensionId, (usize, Vec<FieldId>)>,
) -> Found<Unsaid> {
    let mut fields: Vec<FieldId> = waiting
        .values()
        .flat_map(|(_, fields)| fields)
        .copied()
        .collect();
    fields.sort_unstable();
    fields.dedup();
    let dimensions = waiting.into_iter();
    let dimensions = dimensions.map(|(dimension, (comparisons, fields))| Waiting {
        dimension,
        comparisons,
        fields,
    });
    let mut waiting: Box<[Waiting]> = dimensions.collect();
    waiting.sort_by_key(|waiting| Reverse(waiting.comparisons));
    let unsaid = Unsaid {
        system,
        fields: fields.into(),
        waiting,
    };
    let span = place_of(model, system, unsaid.fields[0]);
    Found::sure(span, Certainty::CannotTell, unsaid)
}

/// The place to show for a system; `first` is its first field concerned.
fn place_of(model: &Model, id: SystemId, first: FieldId) -> Span {
    let system = &model.systems[id];
    if system.covers.is_open() && model.fields[first].covers.is_open() {
        system.span
    } else {
        place(model, first)
    }
}

/// The number of each field's scope, and the statements of each scope by that number.
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
            let whole = &model.space().full[id.index()];
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

/// Each term and dimension that a system itself restricts, without identifiers and context: each once, sorted.
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

/// The number of restrictions of each term, without identifiers and context.
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
        for term in need.terms().iter().map(Ref::id) {
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

fn tell(found: &Found<Unsaid>, names: &Names<'_>) -> Words {
    let system = names.of(found.system);
    let dimensions = || found.waiting.iter().map(|waiting| waiting.dimension);
    let model = names.model();
    let name = |dimension: DimensionId| lowered(&model.dimensions[dimension].name);
    let by: Vec<String> = dimensions().map(name).collect();
    let comparisons: usize = found
        .waiting
        .iter()
        .map(|waiting| waiting.comparisons)
        .sum();
    let first = names.id(found.waiting[0].dimension);
    let detail = found.waiting.iter().map(|waiting| {
        json!({
            "dimension": names.id(waiting.dimension),
            "comparisons_waiting": waiting.comparisons,
            "fields": names.ids(&waiting.fields),
        })
    });
    Words::at(found.span, format!("nothing here on this: {}", by[0]))
        .message(format!(
            "{system} does not say whom it covers ({})",
            few(&by)
        ))
        .detail("waiting", detail.collect::<Vec<Value>>())
        .detail("comparisons_waiting", comparisons)
        .help(format!(
            "write under `covers:` whom {system} covers, with `{first}: all` for no limit{}",
            waiting(comparisons)
        ))
        .put(
            Question::new(
                names.owner(found.system),
                format!("Does {system} cover everyone, or only some ({})?", by[0]),
            )
            .about(Asks::People {
                system: names.id(found.system),
                limits: by.iter().take(1).cloned().collect(),
            }),
        )
}
