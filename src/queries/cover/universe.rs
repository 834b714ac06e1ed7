//! What has to be covered: each need's terms, each for parts of its people, and which systems cover each part.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::model::DataLevel;
use crate::model::Extent;
use crate::model::FieldId;
use crate::model::Id;
use crate::model::Mode;
use crate::model::Model;
use crate::model::Need;
use crate::model::NeedId;
use crate::model::ScopeBox;
use crate::model::Space;
use crate::model::SystemId;
use crate::model::SystemKind;
use crate::model::TermId;
use crate::model::difference;
use crate::queries::sources;

/// Into so many boxes, at most, the people of one need are taken apart for one term.
const MOST_BOXES: usize = 400;

/// One term of one need for one part of its people.
pub(super) struct Element {
    pub(super) need: NeedId,
    pub(super) term: TermId,
    /// The systems that surely cover it, as places among the universe's systems; sorted.
    pub(super) systems: Vec<usize>,
}

/// A part that nothing surely covers.
pub(super) struct Gap {
    pub(super) need: NeedId,
    pub(super) term: TermId,
    /// `: its people in words`, or nothing where the need does not say whom it is about.
    pub(super) people: String,
}

/// Everything to be covered.
pub(super) struct Universe {
    pub(super) elements: Vec<Element>,
    pub(super) uncovered: Vec<Gap>,
    /// The systems that hold anything needed, sorted.
    pub(super) systems: Vec<SystemId>,
    /// True where some people could not be taken apart.
    pub(super) is_coarse: bool,
}

impl Universe {
    pub(super) fn of(model: &Model, with_records: bool, kept: &BTreeSet<SystemId>) -> Self {
        let held = sources::held(model);
        let is_candidate = |system: SystemId| {
            let kind = model.systems[system].kind.known();
            with_records || kind != Some(&SystemKind::Record) || kept.contains(&system)
        };
        let mut parts: Vec<(NeedId, TermId, Part)> = Vec::new();
        let mut systems: BTreeSet<SystemId> = kept.clone();
        let mut is_coarse = false;
        for (id, need) in model.needs.iter() {
            let mut terms: Vec<TermId> = need.terms.iter().map(crate::model::Ref::id).collect();
            terms.sort_unstable();
            terms.dedup();
            for term in terms {
                let fields: Vec<FieldId> = held[term.index()]
                    .iter()
                    .copied()
                    .filter(|field| is_candidate(model.fields[*field].system))
                    .collect();
                systems.extend(fields.iter().map(|field| model.fields[*field].system));
                let (found, coarse) = apart(model, need, &fields);
                is_coarse |= coarse;
                parts.extend(found.into_iter().map(|part| (id, term, part)));
            }
        }
        let systems: Vec<SystemId> = systems.into_iter().collect();
        let mut universe = Self {
            elements: Vec::new(),
            uncovered: Vec::new(),
            systems,
            is_coarse,
        };
        for (need, term, part) in parts {
            universe.add(model, need, term, &part);
        }
        universe
    }

    fn add(&mut self, model: &Model, need: NeedId, term: TermId, part: &Part) {
        if part.systems.is_empty() {
            let people = match model.needs[need].covers.known() {
                Some(whole) => format!(": {}", model.parts_words(&part.boxes, whole)),
                None => String::new(),
            };
            self.uncovered.push(Gap { need, term, people });
            return;
        }
        let place = |system: &SystemId| self.systems.binary_search(system).expect("it was put in");
        self.elements.push(Element {
            need,
            term,
            systems: part.systems.iter().map(place).collect(),
        });
    }

    /// For each element, the systems that cover it.
    pub(super) fn covers(&self) -> Vec<Vec<usize>> {
        self.elements
            .iter()
            .map(|element| element.systems.clone())
            .collect()
    }

    /// The elements that a system covers.
    pub(super) fn covered_by(&self, system: usize) -> impl Iterator<Item = &Element> {
        self.elements
            .iter()
            .filter(move |element| element.systems.binary_search(&system).is_ok())
    }
}

/// Some people of a need, and the systems that surely cover all of them.
struct Part {
    boxes: Vec<ScopeBox>,
    systems: BTreeSet<SystemId>,
}

/// The people of a need by which systems surely cover them; and whether they were too many to be taken apart.
fn apart(model: &Model, need: &Need, fields: &[FieldId]) -> (Vec<Part>, bool) {
    let wanted: Vec<ScopeBox> = match need.covers.known() {
        Some(boxes) => boxes.to_vec(),
        None => vec![ScopeBox::unstated(model.dimensions.len())],
    };
    let is_fine = |field: &FieldId| {
        let level = model.systems[model.fields[*field].system].level.known();
        need.level.known() != Some(&DataLevel::Record) || level != Some(&DataLevel::Aggregate)
    };
    // Fields with the same scope cover the same.
    let mut scopes: BTreeMap<*const ScopeBox, (Vec<ScopeBox>, BTreeSet<SystemId>)> =
        BTreeMap::new();
    let mut order = Vec::new();
    for field in fields.iter().filter(|field| is_fine(field)) {
        let scope = model.scope(*field);
        let entry = scopes.entry(scope.as_ptr()).or_insert_with(|| {
            order.push(scope.as_ptr());
            let asked = scope.iter().map(|scope| unasked(&wanted, scope));
            (asked.collect(), BTreeSet::new())
        });
        entry.1.insert(model.fields[*field].system);
    }
    let mut parts = vec![Part {
        boxes: wanted,
        systems: BTreeSet::new(),
    }];
    let mut is_coarse = false;
    for (boxes, systems) in order.iter().map(|scope| &scopes[scope]) {
        let size: usize = parts.iter().map(|part| part.boxes.len()).sum();
        is_coarse |= size > MOST_BOXES;
        parts = split(parts, boxes, systems, model.space(), size > MOST_BOXES);
    }
    (parts, is_coarse)
}

/// The parts after one more scope: each is split into what it surely covers and the rest, unless there are too many.
fn split(
    parts: Vec<Part>,
    boxes: &[ScopeBox],
    systems: &BTreeSet<SystemId>,
    space: &Space,
    is_full: bool,
) -> Vec<Part> {
    let mut next: BTreeMap<BTreeSet<SystemId>, Vec<ScopeBox>> = BTreeMap::new();
    for part in parts {
        // What may be left out is left out.
        let outside = difference(&part.boxes, boxes, space, Mode::Possible);
        let with: BTreeSet<SystemId> = part.systems.union(systems).copied().collect();
        if outside.is_empty() {
            next.entry(with).or_default().extend(part.boxes);
            continue;
        }
        let inside = difference(&part.boxes, &outside, space, Mode::Certain);
        if is_full || inside.is_empty() {
            next.entry(part.systems).or_default().extend(part.boxes);
            continue;
        }
        next.entry(with).or_default().extend(inside);
        next.entry(part.systems).or_default().extend(outside);
    }
    next.into_iter()
        .map(|(systems, boxes)| Part { boxes, systems })
        .collect()
}

/// A source's box with `all` on each dimension that neither it nor the need speaks of: nobody asked about it.
fn unasked(wanted: &[ScopeBox], scope: &ScopeBox) -> ScopeBox {
    let is_asked = |index: usize| wanted.iter().any(|wanted| wanted.0[index].is_stated());
    let extents = scope.0.iter().enumerate();
    ScopeBox(
        extents
            .map(|(index, extent)| match extent {
                extent if extent.is_stated() || is_asked(index) => extent.clone(),
                _ => Extent::All,
            })
            .collect(),
    )
}
