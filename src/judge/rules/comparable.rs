//! The dimensions on which a difference between two fields of one term is a difference in the definition of that term.
//!
//! A scope that fields have only from their systems says which people the systems cover. It counts as a difference of a term only if the
//! term's definition, the fields themselves, the figures or a need depend on it.

use super::facets::may_mean_any;
use crate::judge::graph::{Demand, Supply};
use crate::read::model::{
    DataLevel, DimensionId, FieldId, FieldType, Id, Model, NeedId, ScopeBox, Stated, SystemKind,
    TermId, is_time,
};

/// A set of dimensions; the last bit is for all dimensions from the 64th on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Dimensions(u64);

impl Dimensions {
    /// Every dimension.
    pub(super) const ALL: Self = Self(u64::MAX);

    /// One dimension, by its index.
    pub(super) fn one(place: usize) -> Self {
        Self(1 << place.min(63))
    }

    /// True if the two have a dimension in common.
    pub(super) fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The union of both.
    pub(super) fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Those of both.
    pub(super) fn in_common(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// These without the others.
    pub(super) fn without(self, others: Self) -> Self {
        Self(self.0 & !others.0)
    }

    /// The dimensions that some box states.
    pub(super) fn stated(boxes: &[ScopeBox]) -> Self {
        let extents = boxes.iter().flat_map(|scope| scope.0.iter().enumerate());
        let stated = extents.filter(|(_, extent)| extent.is_stated());
        stated.fold(Self::default(), |all, (place, _)| all.and(Self::one(place)))
    }
}

/// The facts about a field that decide on which dimensions it can be compared with another field of its term.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Standing {
    /// The dimensions that its own `covers` states.
    own: Dimensions,
    /// True if it holds totals. An age, an age group, an area or a class among totals says what they are totals of, and is none itself.
    is_total: bool,
    /// True if its system is a record, which is about the people whom its body looks after.
    pub(super) is_record: bool,
    /// The needs that ask for its term and have to use it together with other fields.
    needs: Vec<NeedId>,
}

/// The facts that decide the standing of every field of one term.
pub(super) struct Comparable<'m> {
    model: &'m Model,
    /// The dimensions that the agreed definition of the term states.
    agreed: Dimensions,
    /// True if the term is an age or another stretch of time: among totals it says what they are totals of.
    is_measure: bool,
    /// The needs that ask for the term, each with the fields that it has to use together, in order.
    needs: Vec<(NeedId, Vec<FieldId>)>,
}

impl<'m> Comparable<'m> {
    /// The facts for the fields of one term.
    pub(super) fn of(model: &'m Model, supply: &Supply<'_>, term: TermId, asking: &Asking) -> Self {
        // Nobody knows on which dimensions a need compares if whom it asks about is `unknown`.
        let is_told = |id: &&NeedId| !matches!(model.needs[**id].covers, Stated::Unknown(_));
        let used = asking.of_terms[term.index()].iter().filter(is_told);
        let used = used.map(|id| (*id, drawn(model, supply, *id, term)));
        let agreed = model.terms[term].agreed.as_ref();
        let agreed = agreed.and_then(|agreed| agreed.covers.known());
        let mut held = supply.held(term).iter();
        Self {
            model,
            is_measure: asking.may_measure_any || held.any(|field| is_measured(model, *field)),
            agreed: agreed.map_or_else(Dimensions::default, |boxes| Dimensions::stated(boxes)),
            needs: used.collect(),
        }
    }

    /// The standing of one of its fields.
    pub(super) fn standing(&self, supply: &Supply<'_>, field: FieldId) -> Standing {
        let own = match &self.model.fields[field].covers {
            Stated::Known(boxes, _) => Dimensions::stated(boxes),
            _ => Dimensions::default(),
        };
        let kind = self.model.systems[self.model.system_of(field)].kind.known();
        let is_aggregate = supply.level(field) == Some(DataLevel::Aggregate);
        let is_breakdown = is_aggregate && self.is_measure;
        let needs = self.needs.iter();
        let needs =
            needs.filter(|(_, fields)| !is_breakdown && fields.binary_search(&field).is_ok());
        Standing {
            own,
            is_total: is_aggregate && !is_breakdown && is_figure(self.model, field),
            is_record: kind == Some(&SystemKind::Record),
            needs: needs.map(|(id, _)| *id).collect(),
        }
    }

    /// The dimensions on which a difference between two fields is a difference of their term: those that a field's own `covers` or the
    /// agreed definition states, those that a need for both fields states, and all if both hold totals.
    pub(super) fn dimensions(&self, a: &Standing, b: &Standing) -> Dimensions {
        if a.is_total && b.is_total {
            return Dimensions::ALL;
        }
        self.stated(a, b)
    }

    /// The dimensions on which a difference between two fields is a difference of their term, whether or not both hold totals.
    pub(super) fn stated(&self, a: &Standing, b: &Standing) -> Dimensions {
        let shared = a.needs.iter().filter(|need| b.needs.contains(need));
        let asked = shared.map(|need| match self.model.needs[*need].covers.known() {
            Some(people) => Dimensions::stated(people),
            None => Dimensions::ALL,
        });
        asked.fold(self.written(a, b), Dimensions::and)
    }

    /// The dimensions that the term's agreed definition or the `covers` of one of the two fields states.
    pub(super) fn written(&self, a: &Standing, b: &Standing) -> Dimensions {
        self.agreed.and(a.own).and(b.own)
    }
}

/// True if a field holds an age or another stretch of time, or may: its unit is `unknown`.
fn is_measured(model: &Model, field: FieldId) -> bool {
    matches!(model.fields[field].unit, Stated::Unknown(_))
        || model.domain(field).unit.is_some_and(is_time)
}

/// False if the stated type of a field holds no figures. An age or another stretch of time is a figure about one case and counts nothing.
fn is_figure(model: &Model, field: FieldId) -> bool {
    let domain = model.domain(field);
    let is_number = domain
        .kind
        .is_none_or(|kind| matches!(kind, FieldType::Number));
    is_number && !domain.unit.is_some_and(is_time)
}

/// The fields of a term that a need has to use together, in order: empty if one usable field may answer alone. A need that states no people
/// uses all of them.
pub(super) fn drawn(
    model: &Model,
    supply: &Supply<'_>,
    need: NeedId,
    term: TermId,
) -> Vec<FieldId> {
    let need = &model.needs[need];
    let mut fields: Vec<FieldId> = Vec::new();
    for who in &need.who {
        let demand = Demand::of(supply.graph(), need);
        let is_answered =
            need.covers.known().is_some() && !demand.adequate(who.id(), term).is_empty();
        if !is_answered {
            fields.extend(supply.usable(who.id(), term));
        }
    }
    fields.sort_unstable();
    fields.dedup();
    fields
}

/// The needs that ask for each term, and a fact about all terms.
pub(super) struct Asking {
    /// For each term, the needs that ask for it.
    of_terms: Vec<Vec<NeedId>>,
    /// True if some field holds a stretch of time, and nobody knows of which term: any term may be one.
    may_measure_any: bool,
}

impl Asking {
    /// The facts about all terms.
    pub(super) fn of(model: &Model) -> Self {
        let mut of_terms = vec![Vec::new(); model.terms.len()];
        for (id, need) in model.needs.iter() {
            for term in need.terms() {
                let asking: &mut Vec<NeedId> = &mut of_terms[term.id().index()];
                if asking.last() != Some(&id) {
                    asking.push(id);
                }
            }
        }
        let mut fields = model.fields.ids();
        Self {
            of_terms,
            may_measure_any: fields
                .any(|field| may_mean_any(model, field) && is_measured(model, field)),
        }
    }
}

/// One dimension as a set.
impl From<DimensionId> for Dimensions {
    fn from(id: DimensionId) -> Self {
        Self::one(id.index())
    }
}
