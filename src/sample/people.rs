//! The people that generated data is about: a choice of value on each dimension of the map.
use crate::sample::chance::Chance;
use std::fmt::Write;

/// Values of one dimension with their weights. The first is empty and means "not stated".
type Choices = &'static [(usize, &'static str)];

const DIMENSIONS: [(&str, Choices); 6] = [
    (
        "setting",
        &[
            (12, ""),
            (30, "inpatient"),
            (15, "community"),
            (8, "crisis"),
            (15, "[inpatient, community]"),
            (20, "all"),
            (2, "unknown"),
        ],
    ),
    (
        "legal_status",
        &[
            (35, ""),
            (15, "detained"),
            (10, "informal"),
            (37, "all"),
            (3, "unknown"),
        ],
    ),
    (
        "area",
        &[
            (8, ""),
            (55, "england"),
            (7, "wales"),
            (5, "scotland"),
            (8, "great_britain"),
            (7, "uk"),
            (8, "[england, wales]"),
            (2, "unknown"),
        ],
    ),
    (
        "age",
        &[
            (20, ""),
            (45, "all"),
            (18, "18+"),
            (7, "0..17"),
            (5, "18..64"),
            (5, "65+"),
        ],
    ),
    (
        "after_discharge",
        &[
            (70, ""),
            (10, "all"),
            (8, "0..30"),
            (4, "0..3"),
            (3, "..12 months"),
            (3, "90 days"),
            (2, "unknown"),
        ],
    ),
    (
        "counted_by",
        &[
            (45, ""),
            (30, "occurrence"),
            (12, "registration"),
            (8, "notification"),
            (3, "conclusion"),
            (2, "unknown"),
        ],
    ),
];

/// The section `dimensions:` of every generated map.
pub(crate) const DIMENSIONS_TEXT: &str = "\
dimensions:
  setting: {name: Care setting, values: [inpatient, community, crisis]}
  legal_status: {values: [detained, informal]}
  area: {values: {uk: {great_britain: [england, wales, scotland], northern_ireland: }}}
  age: {range: years}
  after_discharge: {name: Time since discharge, range: days}
  counted_by: {name: Date that decides the period, values: [occurrence, registration, notification, conclusion]}
";

/// One box of people: for each dimension, the number of its value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct People([u8; 6]);

impl People {
    /// A random box.
    pub(crate) fn drawn(chance: &mut Chance) -> Self {
        Self(std::array::from_fn(|dimension| value(chance, dimension)))
    }

    /// A box similar to this one: each dimension is drawn again about one time in eight.
    pub(crate) fn varied(self, chance: &mut Chance) -> Self {
        Self(std::array::from_fn(|dimension| {
            if chance.percent(12) {
                value(chance, dimension)
            } else {
                self.0[dimension]
            }
        }))
    }

    /// True if it states nothing.
    pub(crate) fn is_unstated(self) -> bool {
        self.0 == [0; 6]
    }

    /// Writes it as a YAML flow mapping.
    pub(crate) fn write(self, out: &mut String) {
        out.push('{');
        let mut separator = "";
        for (place, (name, choices)) in DIMENSIONS.iter().enumerate() {
            let text = choices[usize::from(self.0[place])].1;
            if !text.is_empty() {
                write!(out, "{separator}{name}: {text}").expect("writing to a string");
                separator = ", ";
            }
        }
        out.push('}');
    }
}

fn value(chance: &mut Chance, dimension: usize) -> u8 {
    let choices = DIMENSIONS[dimension].1;
    let numbered: Vec<_> = choices
        .iter()
        .enumerate()
        .map(|(number, choice)| (choice.0, number as u8))
        .collect();
    chance.weighted(&numbered)
}

/// A part of a population, as a flow's `only:` states it.
pub(crate) fn part(chance: &mut Chance) -> &'static str {
    chance.among(&[
        "{setting: inpatient}",
        "{setting: community}",
        "{legal_status: detained}",
        "{area: england}",
        "{age: 18+}",
        "{setting: [inpatient, community], age: 18+}",
        "{after_discharge: 0..30}",
    ])
}
