//! The options of the form for a case: the kept cases, and the dimensions with their values.

use serde::Serialize;

use super::words::readable;
use crate::read::model::{Axis, Model, Unit};

/// The options of the form.
#[derive(Debug, Serialize)]
pub(crate) struct Choices {
    cases: Vec<Choice>,
    dimensions: Vec<Choosable>,
}

/// An id with its name for readers.
#[derive(Debug, Serialize)]
struct Choice {
    id: String,
    name: String,
}

/// A dimension: its values, or the unit of its numbers.
#[derive(Debug, Serialize)]
struct Choosable {
    id: String,
    name: String,
    unit: Option<&'static str>,
    values: Vec<Choice>,
}

/// The options of a map. The dimension `counted_by` is left out: it describes figures, not a case.
pub(crate) fn choices(model: &Model) -> Choices {
    let cases = model.cases.iter().filter(|(_, case)| !case.is_placeholder);
    let counted_by = model.count_basis().map(|(id, _)| id);
    let dimensions = model
        .dimensions
        .iter()
        .filter(|(id, _)| Some(*id) != counted_by);
    Choices {
        cases: cases
            .map(|(_, case)| Choice {
                id: case.slug.to_string(),
                name: case.name.to_string(),
            })
            .collect(),
        dimensions: dimensions
            .map(|(_, dimension)| Choosable {
                id: dimension.slug.to_string(),
                name: dimension.name.to_string(),
                unit: match &dimension.axis {
                    Axis::Range(Unit::Number) | Axis::Values(_) => None,
                    Axis::Range(unit) => Some(unit.word()),
                },
                values: match &dimension.axis {
                    Axis::Range(_) => Vec::new(),
                    Axis::Values(values) => values
                        .values
                        .iter()
                        .map(|value| Choice {
                            id: value.slug.to_string(),
                            name: readable(&value.slug),
                        })
                        .collect(),
                },
            })
            .collect(),
    }
}
