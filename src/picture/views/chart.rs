//! The definition of a term in each of its fields, one under the other: the window in words and as a bar on one axis, the people, and the
//! codes.

use std::collections::BTreeSet;

use super::diagram::{Chart, ChartRow};
use super::marks::Marks;
use super::scale::Scale;
use super::window::{Said, axis, lane, said};
use super::words::{capital, field_name};
use crate::analysis::Analysis;
use crate::ask;
use crate::read::model::{
    Axis, DimensionId, Extent, Field, FieldId, Id, Model, Ref, ScopeBox, TermId,
};
use crate::words::{counted, readable};

/// The largest number of dimensions of people that have columns of their own.
const MOST_PEOPLE: usize = 2;
/// The largest number of values of a dimension in a cell.
const MOST_VALUES: usize = 2;

/// The chart of a term; `None` for a term with fewer than two definitions.
pub(super) fn chart(
    analysis: &Analysis,
    term: TermId,
    marks: &Marks,
    is_wanted: impl Fn(FieldId) -> bool,
) -> Option<Chart> {
    let model = analysis.model();
    let mut speakers = speakers(model, term);
    speakers.retain(|one| one.field.is_none_or(&is_wanted));
    if speakers.len() < 2 {
        return None;
    }
    let ranges = ranges(model, &speakers);
    let scale = Scale::over(model, &ranges, speakers.iter().flat_map(|one| &one.scope));
    let people = people(model, &speakers);
    let mut rows: Vec<(Order, ChartRow)> = speakers
        .iter()
        .map(|one| one.row(model, (&ranges, scale.as_ref()), &people, marks))
        .collect();
    // The agreed definition comes first, then the narrowest window; definitions that state nothing come last.
    rows.sort_by_key(|(order, _)| *order);
    let mut columns: Vec<String> = people
        .iter()
        .map(|id| capital(&model.dimensions[*id].name))
        .collect();
    columns.push("Holds".to_owned());
    let fields = speakers.iter().filter(|one| one.field.is_some()).count();
    let shown = people.len();
    let rest = contested(model, &speakers).len() - shown;
    let rest = match (rest, shown) {
        (0, _) => String::new(),
        (count, 0) => format!(" They differ on {}.", counted(count, "thing")),
        (count, _) => format!(" They differ on {} too.", counted(count, "other thing")),
    };
    Some(Chart {
        title: format!(
            "What {} say of “{}”.{rest}",
            counted(fields, "field"),
            model.terms[term].name
        ),
        axis: scale.map(|scale| axis(model, &ranges, &scale)),
        columns,
        rows: rows.into_iter().map(|(_, row)| row).collect(),
    })
}

/// The sort key of a row: agreed or not, the kind of lane that comes first, its ends.
type Order = (u8, i64, i64, usize);

/// A definition of a term: that of a field, or the agreed one.
struct Speaker {
    /// None for the agreed definition.
    field: Option<FieldId>,
    place: usize,
    id: String,
    title: String,
    subtitle: String,
    scope: Vec<ScopeBox>,
    /// The dimensions that the field itself states, not only its system.
    own: BTreeSet<DimensionId>,
    holds: String,
}

fn speakers(model: &Model, term: TermId) -> Vec<Speaker> {
    let stated = &model.terms[term];
    let agreed = stated.agreed.as_deref().map(|agreed| {
        let open = || vec![ScopeBox::unstated(model.dimensions.len())];
        let scope = agreed
            .covers
            .known()
            .map_or_else(open, |boxes| boxes.to_vec());
        Speaker {
            field: None,
            place: 0,
            id: format!("{}.{}", ask::AGREED, stated.slug),
            title: "What is agreed".to_owned(),
            subtitle: stated.name.to_string(),
            own: BTreeSet::new(),
            scope,
            holds: holds(
                agreed.kind.known().map(|kind| kind.word()),
                agreed.codes.known().map(Ref::id).map(|list| {
                    let list = &model.code_lists[list];
                    readable(&list.name)
                }),
                agreed.unit.known().map(AsRef::as_ref),
            ),
        }
    });
    let fields = model.fields.iter();
    let fields = fields.filter(|(_, field)| field.term() == Some(term));
    let fields = fields.enumerate().map(|(place, (id, field))| Speaker {
        field: Some(id),
        place: place + 1,
        id: model.field_name(id),
        title: model.systems[field.system].name.to_string(),
        subtitle: subtitle(model, field),
        scope: model.scope(id).to_vec(),
        own: own(model, field),
        holds: holds(
            field.kind.known().map(|kind| kind.word()),
            field
                .codes
                .known()
                .map(|list| readable(&model.code_lists[list.id()].name)),
            field.unit.known().map(AsRef::as_ref),
        ),
    });
    agreed.into_iter().chain(fields).collect()
}

/// The field's own name, and the owner of its system.
fn subtitle(model: &Model, field: &Field) -> String {
    let owner = model.systems[field.system].owner();
    let name = capital(&field_name(field));
    owner.map_or_else(
        || name.clone(),
        |owner| format!("{name} · {}", model.organisations[owner].name),
    )
}

fn own(model: &Model, field: &Field) -> BTreeSet<DimensionId> {
    let boxes = field.covers.known().map_or(&[][..], |boxes| boxes);
    let is_own = |id: &DimensionId| {
        let mut extents = boxes.iter().map(|scope| &scope.0[id.index()]);
        extents.any(|extent| *extent != Extent::Unstated)
    };
    model.dimensions.ids().filter(is_own).collect()
}

/// The form of its values: the type, with the list of codes or the unit.
fn holds(kind: Option<&str>, codes: Option<String>, unit: Option<&str>) -> String {
    match (kind, codes, unit) {
        (_, Some(codes), _) => format!("codes: {codes}"),
        (Some("boolean"), ..) => "yes or no".to_owned(),
        (Some(kind), _, Some(unit)) => format!("{kind} ({unit})"),
        (Some(kind), ..) => kind.to_owned(),
        (None, _, Some(unit)) => unit.to_owned(),
        (None, ..) => "not stated".to_owned(),
    }
}

/// Ranges of one sort of unit: the sort, the number of statements about the term, and each range with the number of its windows.
type Sort = (usize, usize, Vec<(usize, DimensionId)>);

/// The ranges on the axis: those of one sort of unit on which the fields name a window, beginning with the one that most fields name.
fn ranges(model: &Model, speakers: &[Speaker]) -> Vec<DimensionId> {
    let mut sorts: Vec<Sort> = Vec::new();
    for id in model.dimensions.ids() {
        let Axis::Range(unit) = model.dimensions[id].axis else {
            continue;
        };
        let windows = |one: &&Speaker| said(&one.scope, id).is_window();
        let many = speakers.iter().filter(windows).count();
        if many == 0 {
            continue;
        }
        // A field that sets its own window makes the window part of the meaning of the term.
        let own = speakers.iter().filter(windows);
        let own = own.filter(|one| one.own.contains(&id)).count();
        let sort = Scale::sort(unit);
        let known = sorts.iter().position(|(other, ..)| *other == sort);
        let known = known.unwrap_or_else(|| {
            sorts.push((sort, 0, Vec::new()));
            sorts.len() - 1
        });
        sorts[known].1 += own * 1000 + many;
        sorts[known].2.push((many, id));
    }
    let best = sorts
        .into_iter()
        .max_by_key(|(sort, score, _)| (*score, std::cmp::Reverse(*sort)));
    let Some((_, _, mut ranges)) = best else {
        return Vec::new();
    };
    ranges.sort_by_key(|(many, id)| (std::cmp::Reverse(*many), *id));
    ranges.into_iter().map(|(_, id)| id).collect()
}

impl Speaker {
    fn row(
        &self,
        model: &Model,
        (ranges, scale): (&[DimensionId], Option<&Scale>),
        people: &[DimensionId],
        marks: &Marks,
    ) -> (Order, ChartRow) {
        let mut lanes = Vec::new();
        let mut order: Order = (u8::from(self.field.is_some()) * 5, 0, 0, self.place);
        if let Some(scale) = scale {
            let named: Vec<DimensionId> = ranges
                .iter()
                .copied()
                .filter(|id| said(&self.scope, *id).is_window())
                .collect();
            let shown = match named.as_slice() {
                [] => &ranges[..1],
                named => named,
            };
            lanes = shown
                .iter()
                .map(|id| lane(model, *id, &said(&self.scope, *id), ranges, scale))
                .collect();
            if self.field.is_some() {
                order = self.order(shown[0], ranges);
            }
        }
        let mut cells: Vec<String> = people
            .iter()
            .map(|id| cell(model, &self.scope, *id))
            .collect();
        cells.push(self.holds.clone());
        let row = ChartRow {
            id: self.id.clone(),
            title: self.title.clone(),
            subtitle: self.subtitle.clone(),
            lanes,
            cells,
            badges: self.field.map_or_else(Vec::new, |field| marks.field(field)),
        };
        (order, row)
    }

    fn order(&self, first: DimensionId, ranges: &[DimensionId]) -> Order {
        match said(&self.scope, first) {
            Said::Intervals(all) if ranges.first() == Some(&first) => {
                (6, all[0].high.min, all[0].low.min, self.place)
            }
            Said::Intervals(all) => (7, all[0].high.min, all[0].low.min, self.place),
            Said::All => (8, 0, 0, self.place),
            Said::NotStated => (9, 0, 0, self.place),
            Said::Unknown => (10, 0, 0, self.place),
        }
    }
}

/// The dimensions with named values on which two of them say different things, those with the most different answers first.
fn contested(model: &Model, speakers: &[Speaker]) -> Vec<DimensionId> {
    let mut found: Vec<(usize, DimensionId)> = Vec::new();
    for id in model.dimensions.ids() {
        if !matches!(model.dimensions[id].axis, Axis::Values(_)) {
            continue;
        }
        let said: BTreeSet<String> = speakers
            .iter()
            .map(|one| cell(model, &one.scope, id))
            .filter(|said| said != "not stated" && said != "unknown")
            .collect();
        if said.len() > 1 {
            found.push((said.len(), id));
        }
    }
    found.sort_by_key(|(many, id)| (std::cmp::Reverse(*many), *id));
    found.into_iter().map(|(_, id)| id).collect()
}

/// The dimensions of people that have columns.
fn people(model: &Model, speakers: &[Speaker]) -> Vec<DimensionId> {
    let mut people = contested(model, speakers);
    people.truncate(MOST_PEOPLE);
    people
}

/// The values of a scope on a dimension of named values, in few words.
fn cell(model: &Model, scope: &[ScopeBox], id: DimensionId) -> String {
    let Axis::Values(values) = &model.dimensions[id].axis else {
        return String::new();
    };
    let mut said: Vec<String> = Vec::new();
    for part in scope {
        let words = match &part.0[id.index()] {
            Extent::Unknown => return "unknown".to_owned(),
            Extent::Unstated => return "not stated".to_owned(),
            Extent::Leaves(leaves) => few(&values.fewest(leaves)),
            _ => "all".to_owned(),
        };
        if !said.contains(&words) {
            said.push(words);
        }
    }
    match said.len() {
        0 => "not stated".to_owned(),
        1 | 2 => said.join("; or "),
        more => format!("{}; or {} more", said[0], more - 1),
    }
}

fn few(named: &[&str]) -> String {
    let words = match named {
        [] => "nobody".to_owned(),
        [one] => (*one).to_owned(),
        [rest @ .., last] if named.len() <= MOST_VALUES => format!("{} or {last}", rest.join(", ")),
        [first, rest @ ..] => format!("{first} or {} more", rest.len()),
    };
    readable(&words)
}
