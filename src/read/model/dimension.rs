//! The axes along which populations differ: named values with broader and narrower ones, or a range.

use rustc_hash::FxHashMap;
use rustc_hash::FxHashSet;

use super::choice;
use super::duration::DAY;
use super::evidence::Evidence;
use super::extent::Leaves;
use super::former::FormerIds;
use super::id::{DimensionId, Table};
use super::shape::Shape;
use super::table::table;
use crate::read::source::Span;
use crate::read::syntax::{Decoder, Node, Value, close_key, matching_key};

table! {
    /// An axis.
    Dimension: "a dimension", like "{name: Care setting, values: [inpatient, community]} or {range: days}";
    members {
        /// Its id.
        slug: Box<str>,
        /// Where it is declared.
        span: Span,
        /// Its name; the id with spaces where none is given.
        name: Box<str>,
        /// The values on it, or its unit.
        axis: Axis,
        /// The ids it had before.
        was: FormerIds,
    }
    by hand {
        "name" = Shape::Text("a name"), "its name";
        "values" = Shape::Values, "the values it can take";
        "range" = Shape::Choice("the unit of a range", Unit::NAMES), "the unit, if the dimension is a range and not a list of values";
        "was" = Shape::Texts, "its former id, or a list of them";
    }
    also evidence
}

/// The dimensions of a map.
pub type Dimensions = Table<DimensionId, Dimension>;

/// The values or unit of a dimension.
#[derive(Debug, Clone)]
pub enum Axis {
    /// Named values. Leaves are numbered in the order written.
    Values(Values),
    /// A range in this unit.
    Range(Unit),
}

/// The values of a dimension, broader and narrower.
#[derive(Debug, Clone, Default)]
#[expect(
    clippy::struct_field_names,
    reason = "the values of these values are the values of the format"
)]
pub struct Values {
    /// The values. A broader value comes before those below it.
    pub(crate) values: Vec<DimensionValue>,
    /// The number of values without others below.
    pub leaves: usize,
    /// The ids of the values, each with its index.
    ids: Ids,
}

/// For each key, the index of the first value that has it, and true if no other has.
type Keys = FxHashMap<String, (usize, bool)>;

/// The indices of values, by their ids and by the keys for comparing ids.
#[derive(Debug, Clone, Default)]
struct Ids {
    exact: FxHashMap<Box<str>, usize>,
    close: Keys,
    matching: Keys,
    /// The ids in lower case.
    lower: FxHashSet<String>,
}

impl Ids {
    fn add(&mut self, id: &str, place: usize) {
        self.exact.entry(id.into()).or_insert(place);
        let add = |keys: &mut Keys, key: String| {
            let known = keys.entry(key);
            known
                .and_modify(|known| known.1 = false)
                .or_insert((place, true));
        };
        add(&mut self.close, close_key(id));
        add(&mut self.matching, matching_key(id));
    }
}

/// One value, and its leaves.
#[derive(Debug, Clone)]
pub struct DimensionValue {
    /// Its id.
    pub(crate) slug: Box<str>,
    /// The leaves at or below it: `first..end`.
    pub(crate) leaves: std::ops::Range<usize>,
}

/// The unit of a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Time by the clock, counted in minutes.
    Clock(&'static str, i64),
    /// Completed months or years, as for ages, counted in thousandths of a month.
    Calendar(&'static str, i64),
    /// Plain numbers, counted in thousandths.
    Number,
}

impl Unit {
    pub(super) const ALL: [(&'static str, Unit); 7] = [
        ("minutes", Unit::Clock("minutes", 1)),
        ("hours", Unit::Clock("hours", 60)),
        ("days", Unit::Clock("days", DAY)),
        ("weeks", Unit::Clock("weeks", 7 * DAY)),
        ("months", Unit::Calendar("months", 1000)),
        ("years", Unit::Calendar("years", 12_000)),
        ("number", Unit::Number),
    ];

    /// Its words in the files.
    const NAMES: &'static [&'static str] = &choice::names(&Self::ALL);

    /// The word for the unit; empty for plain numbers.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Unit::Clock(word, _) | Unit::Calendar(word, _) => word,
            Unit::Number => "",
        }
    }

    /// The word for the unit in the files.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Unit::Number => "number",
            other => other.word(),
        }
    }

    /// The number of ticks in one unit.
    pub(crate) fn ticks(self) -> i64 {
        match self {
            Unit::Clock(_, ticks) | Unit::Calendar(_, ticks) => ticks,
            Unit::Number => 1000,
        }
    }
}

impl Dimension {
    pub(super) fn decode(
        decoder: &mut Decoder<'_>,
        key: &Node<'_>,
        node: &Node<'_>,
    ) -> Option<Self> {
        let slug: Box<str> = decoder.id(key, "a dimension")?.into();
        let axis;
        let mut name = None;
        let mut evidence = Evidence::default();
        let mut was = FormerIds::default();
        if let Value::List(_) = node.value {
            axis = Axis::Values(Values::decode(decoder, node));
        } else {
            let values = decoder.record(node, Self::RECORD)?;
            name = values
                .get("name")
                .and_then(|node| decoder.text(node, "a name"));
            evidence = Evidence::take(decoder, &values);
            let former = values.get("was");
            was = former.map_or_else(FormerIds::default, |node| FormerIds::take(decoder, node));
            axis = match (values.get("values"), values.get("range")) {
                (Some(list), _) => Axis::Values(Values::decode(decoder, list)),
                (None, Some(unit)) => Axis::Range(
                    decoder
                        .one_of(unit, "the unit of a range", &Unit::ALL)
                        .unwrap_or(Unit::Number),
                ),
                (None, None) => {
                    // A key with nothing after it is about to be completed.
                    if values.entry("values").is_none() && values.entry("range").is_none() {
                        decoder.invalid(
                            key.span,
                            format!("the dimension `{slug}` has neither `values` nor `range`"),
                            format!("write {}", Self::RECORD.example),
                        );
                    }
                    Axis::Values(Values::default())
                }
            };
        }
        let name = name.map_or_else(|| slug.replace('_', " ").into(), Into::into);
        let mut dimension = Self::new(slug, key.span, name, axis, was);
        dimension.evidence = evidence;
        Some(dimension)
    }
}

impl Values {
    fn decode(decoder: &mut Decoder<'_>, node: &Node<'_>) -> Self {
        let mut values = Self::default();
        values.add(decoder, node);
        values
    }

    fn add(&mut self, decoder: &mut Decoder<'_>, node: &Node<'_>) {
        match &node.value {
            Value::Null => {}
            Value::Scalar(_) => self.add_value(decoder, node, None),
            Value::List(items) => items.iter().for_each(|item| self.add(decoder, item)),
            Value::Mapping(entries) => entries
                .iter()
                .for_each(|(key, below)| self.add_value(decoder, key, Some(below))),
        }
    }

    fn add_value(&mut self, decoder: &mut Decoder<'_>, key: &Node<'_>, below: Option<&Node<'_>>) {
        let Some(slug) = decoder.text(key, "a value of a dimension") else {
            return;
        };
        if !decoder.is_id(&slug, key.span, "a value of a dimension") {
            return;
        }
        if !self.ids.lower.insert(slug.to_lowercase()) {
            decoder.invalid(
                key.span,
                format!("the value `{slug}` stands twice in this dimension"),
                "give each value its own id",
            );
            return;
        }
        let index = self.values.len();
        let first = self.leaves;
        self.ids.add(&slug, index);
        self.values.push(DimensionValue {
            slug: slug.into(),
            leaves: first..first,
        });
        if let Some(below) = below {
            self.add(decoder, below);
        }
        if self.leaves == first {
            self.leaves += 1;
        }
        self.values[index].leaves = first..self.leaves;
    }

    /// The value with this id. If only one value fits, case, spaces, hyphens and underscores do not matter.
    pub(crate) fn find(&self, id: &str) -> Option<&DimensionValue> {
        if let Some(exact) = self.ids.exact.get(id) {
            return self.values.get(*exact);
        }
        let only = |keys: &Keys, key: String| {
            let (place, is_only) = keys.get(&key)?;
            is_only.then_some(*place)
        };
        let close = only(&self.ids.close, close_key(id));
        let found = close.or_else(|| only(&self.ids.matching, matching_key(id)));
        self.values.get(found?)
    }

    /// The values that are not in the set.
    pub(super) fn others(&self, leaves: &Leaves) -> Leaves {
        Leaves::all(self.leaves).minus(leaves)
    }

    /// The fewest values that name these leaves; broader values are preferred.
    pub(crate) fn fewest(&self, leaves: &Leaves) -> Vec<&str> {
        let mut told = Leaves::none(self.leaves);
        let mut names: Vec<&str> = Vec::new();
        for value in &self.values {
            let is_new = value.leaves.clone().any(|leaf| !told.has(leaf));
            if is_new && value.leaves.clone().all(|leaf| leaves.has(leaf)) {
                told.add(value.leaves.clone());
                names.push(&value.slug);
            }
        }
        names
    }
}

/// The id of the dimension whose values are the dates that may decide the period in which a case is counted.
const COUNTED_BY: &str = "counted_by";

/// That dimension; `None` if the map has none.
pub(super) fn count_basis(dimensions: &Dimensions) -> Option<DimensionId> {
    let key = matching_key(COUNTED_BY);
    let mut all = dimensions.iter();
    let basis = all.find(|(_, dimension)| {
        matching_key(&dimension.slug) == key && matches!(dimension.axis, Axis::Values(_))
    });
    basis.map(|(id, _)| id)
}
