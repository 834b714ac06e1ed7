//! Reads and writes the boxes under `covers` and `only`.

use super::dimension::{Axis, Dimension, Dimensions, Unit, Values};
use super::extent::{Extent, Interval, Leaves};
use super::id::{DimensionId, Id};
use super::interval;
use super::reference::UNKNOWN_REFERENCE;
use super::scope::{Boxes, ScopeBox};
use super::similar;
use crate::read::syntax::{Decoder, Node, Value, Written, close_key, matching_key, nearest};

/// A box as an example for messages.
const EXAMPLE: &str = "{setting: [inpatient, community], age: 18+}";

/// The id of a dimension, as it is to be written.
type Slug<'s> = &'s dyn Fn(DimensionId) -> String;

/// A box, or a list of boxes, each on one line.
pub(super) fn written(dimensions: &Dimensions, boxes: &[ScopeBox], slug: Slug<'_>) -> Written {
    match boxes {
        [one] => written_box(dimensions, one, slug),
        boxes => {
            let boxes = boxes.iter().map(|one| written_box(dimensions, one, slug));
            Written::List(boxes.collect())
        }
    }
}

/// One box: its extent on each dimension that it states.
fn written_box(dimensions: &Dimensions, scope: &ScopeBox, slug: Slug<'_>) -> Written {
    let said = dimensions.iter().filter_map(|(id, dimension)| {
        let value = match (&dimension.axis, &scope.0[id.index()]) {
            (_, Extent::Unknown) => Written::text("unknown"),
            (_, Extent::All) => Written::text("all"),
            (Axis::Values(values), Extent::Leaves(leaves)) => match &values.fewest(leaves)[..] {
                [one] => Written::text(one),
                several => Written::List(several.iter().map(Written::text).collect()),
            },
            (Axis::Range(unit), Extent::Interval(interval)) => {
                Written::Text(interval::text(*unit, *interval))
            }
            _ => return None,
        };
        Some((slug(id), value))
    });
    Written::Mapping(said.collect()).inline()
}

/// A function that reads the text of an interval.
type Reading = fn(&str, Unit) -> Option<Interval>;

/// Reads a box, or a list of boxes.
pub(super) fn boxes(
    decoder: &mut Decoder<'_>,
    dimensions: &Dimensions,
    node: &Node<'_>,
) -> Option<Boxes> {
    read(decoder, dimensions, node, interval::parse)
}

/// Reads the boxes of a case, in which a number alone is exactly that age or day.
pub(super) fn of_case(
    decoder: &mut Decoder<'_>,
    dimensions: &Dimensions,
    node: &Node<'_>,
) -> Option<Boxes> {
    read(decoder, dimensions, node, interval::parse_of_case)
}

fn read(
    decoder: &mut Decoder<'_>,
    dimensions: &Dimensions,
    node: &Node<'_>,
    reading: Reading,
) -> Option<Boxes> {
    if let Value::Scalar(_) = node.value {
        decoder.wrong_shape(
            node,
            "a scope",
            "a mapping from dimension to values",
            EXAMPLE,
        );
        return None;
    }
    let boxes: Vec<ScopeBox> = node
        .items()
        .iter()
        .filter_map(|item| one_box(decoder, dimensions, item, reading))
        .collect();
    (!boxes.is_empty()).then(|| boxes.into())
}

fn one_box(
    decoder: &mut Decoder<'_>,
    dimensions: &Dimensions,
    node: &Node<'_>,
    reading: Reading,
) -> Option<ScopeBox> {
    let entries = decoder.mapping(node, "a scope", EXAMPLE)?;
    let mut scope = ScopeBox::unstated(dimensions.len());
    for (key, value) in entries {
        let Some(id) = dimension_named(decoder, dimensions, key) else {
            continue;
        };
        let dimension = &dimensions[id];
        if let Some(extent) = extent(decoder, dimension, value, reading) {
            scope.0[id.index()] = extent;
        }
    }
    Some(scope)
}

/// The dimension that a value or key names; `None`, with a finding, if there is none.
pub(super) fn dimension_named(
    decoder: &mut Decoder<'_>,
    dimensions: &Dimensions,
    node: &Node<'_>,
) -> Option<DimensionId> {
    let name = node.text()?;
    let wanted = matching_key(name);
    let mut ids = dimensions.iter();
    if let Some((id, _)) = ids.find(|(_, dimension)| matching_key(&dimension.slug) == wanted) {
        return Some(id);
    }
    let known: Vec<&str> = dimensions
        .iter()
        .map(|(_, dimension)| &*dimension.slug)
        .collect();
    let help = match nearest(name, known.iter().copied()).first() {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.is_empty() => "declare it under `dimensions` first".to_owned(),
        None => format!(
            "the dimensions of this map are: {}; declare it under `dimensions` if it is new",
            known.join(", ")
        ),
    };
    decoder.report(
        &UNKNOWN_REFERENCE,
        node.span,
        "names nothing",
        format!("there is no dimension `{name}`"),
        help,
    );
    None
}

fn extent(
    decoder: &mut Decoder<'_>,
    dimension: &Dimension,
    node: &Node<'_>,
    reading: Reading,
) -> Option<Extent> {
    let key = node.text().map(matching_key);
    match key.as_deref() {
        Some("all") => return Some(Extent::All),
        Some("unknown") => return Some(Extent::Unknown),
        _ => {}
    }
    match &dimension.axis {
        Axis::Values(values) => leaves(decoder, dimension, values, node),
        Axis::Range(unit) => stretch(decoder, dimension, (*unit, reading), node),
    }
}

/// The word for everyone or for not knowing, which is not a value and replaces a list of values.
fn stands_alone(text: &str) -> Option<(&'static str, Extent)> {
    match &*matching_key(text) {
        "all" => Some(("all", Extent::All)),
        "unknown" => Some(("unknown", Extent::Unknown)),
        _ => None,
    }
}

fn leaves(
    decoder: &mut Decoder<'_>,
    dimension: &Dimension,
    values: &Values,
    node: &Node<'_>,
) -> Option<Extent> {
    let mut leaves = Leaves::none(values.leaves);
    let what = format!("a value of `{}`", dimension.slug);
    let written = decoder.texts(node, &what);
    let mut alone = None;
    for (text, span) in &written {
        if let Some((word, extent)) = stands_alone(text) {
            let slug = &dimension.slug;
            decoder.invalid(
                *span,
                format!("`{word}` stands in a list of values of the dimension `{slug}`"),
                format!("`{word}` stands alone: write `{slug}: {word}`, or list only values"),
            );
            alone = alone.or(Some(extent));
            continue;
        }
        if let Some(value) = values.find(text) {
            if close_key(text) != close_key(&value.slug) {
                let what = format!("value of `{}`", dimension.slug);
                let finding = similar::loose(&what, text, &value.slug, &[*span]);
                decoder.findings.push(finding);
            }
            leaves.add(value.leaves.clone());
            continue;
        }
        let known: Vec<&str> = values.values.iter().map(|value| &*value.slug).collect();
        let hint = nearest(text, known.iter().copied())
            .first()
            .map_or_else(String::new, |near| format!("did you mean `{near}`? "));
        let help = format!(
            "{hint}its values are: {}; or `all`, or `unknown`",
            known.join(", ")
        );
        decoder.report(
            &UNKNOWN_REFERENCE,
            *span,
            "names nothing",
            format!(
                "`{text}` is not a value of the dimension `{}`",
                dimension.slug
            ),
            help,
        );
    }
    if alone.is_some() {
        return alone;
    }
    // A list of every value means all.
    let is_all = leaves == Leaves::all(values.leaves);
    match leaves.is_empty() {
        true => None,
        false if is_all => Some(Extent::All),
        false => Some(Extent::Leaves(leaves)),
    }
}

fn stretch(
    decoder: &mut Decoder<'_>,
    dimension: &Dimension,
    (unit, reading): (Unit, Reading),
    node: &Node<'_>,
) -> Option<Extent> {
    let what = format!("a range of `{}`", dimension.slug);
    let text = decoder.text(node, &what)?;
    let Some(interval) = reading(&text, unit) else {
        let help = match unit {
            Unit::Number => "write `0..30`, `18+`, `..12`, `all`, or `unknown`".to_owned(),
            _ => format!(
                "write `0..30` (in {}), `18+`, `..12 months`, `30 days`, `all`, or `unknown`",
                unit.word()
            ),
        };
        decoder.invalid(
            node.span,
            format!("`{text}` is not a range of `{}`", dimension.slug),
            help,
        );
        return None;
    };
    if interval.high.max <= interval.low.min {
        let help = match text.split_once("..") {
            Some((low, high)) => format!(
                "write the smaller one first: `{}..{}`",
                high.trim(),
                low.trim()
            ),
            None => "write the smaller one first, such as `0..30`".to_owned(),
        };
        decoder.invalid(
            node.span,
            format!("the interval `{text}` runs backwards"),
            help,
        );
        return None;
    }
    if interval == Interval::ALL {
        return Some(Extent::All);
    }
    Some(Extent::Interval(interval))
}
