//! Decides if the values of one field can be worked out from those of another, by type and unit.
//!
//! Codes are compared by [`super::Crosswalks`], people by the algebra of scopes.

use super::dimension::Unit;
use super::field::FieldType;
use super::id::{FieldId, Ref, TermId};
use super::map::Model;
use super::system::DataLevel;

/// The stated properties of the values of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Domain<'m> {
    /// The type; `code` if only a code list is stated.
    pub(crate) kind: Option<FieldType>,
    /// The unit as written.
    pub(crate) unit: Option<&'m str>,
    /// Whether the values are totals or belong to single cases.
    pub(crate) level: Option<DataLevel>,
}

/// The answer if one can be worked out from the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Computable {
    /// It can, without loss or by a stated rule.
    Yes,
    /// The map does not state enough. The text says why.
    CannotTell(&'static str),
    /// It cannot. The text says why.
    No(&'static str),
}

impl Model {
    /// The stated properties of the values of a field.
    pub(crate) fn domain(&self, id: FieldId) -> Domain<'_> {
        let field = &self.fields[id];
        let coded = field.codes.known().map(|_| FieldType::Code);
        Domain {
            kind: field.kind.known().copied().or(coded),
            unit: field.unit.known().map(|unit| &**unit),
            level: self.systems[field.system].level.known().copied(),
        }
    }

    /// The stated properties of the values in a term's agreed definition; `None` if it has none.
    pub(crate) fn agreed_domain(&self, term: TermId) -> Option<Domain<'_>> {
        let agreed = self.terms[term].agreed.as_deref()?;
        let coded = agreed.codes.known().map(Ref::id).map(|_| FieldType::Code);
        Some(Domain {
            kind: agreed.kind.known().copied().or(coded),
            unit: agreed.unit.known().map(|unit| &**unit),
            level: None,
        })
    }
}

impl Domain<'_> {
    /// Decides if values of `to` can be worked out from these. Missing properties are taken to fit.
    pub(crate) fn gives(&self, to: &Domain<'_>) -> Computable {
        if self.is_counted_in(to) {
            return Computable::Yes;
        }
        let types = match (self.kind, to.kind) {
            (Some(from), Some(to)) => types(from, to),
            _ => Computable::Yes,
        };
        let units = match (self.unit, to.unit) {
            (Some(from), Some(to)) => units(from, to),
            _ => Computable::Yes,
        };
        types.max(units)
    }

    /// True if `to` counts these values: single cases can be counted, whatever their type, but totals never give single cases back.
    fn is_counted_in(&self, to: &Domain<'_>) -> bool {
        to.level == Some(DataLevel::Aggregate)
            && self.level != Some(DataLevel::Aggregate)
            && to.kind == Some(FieldType::Number)
    }

    /// The type and the unit in words: `number, days`.
    pub fn words(&self) -> String {
        let kind = self.kind.map(FieldType::word).unwrap_or_default();
        match self.unit {
            Some(unit) if kind.is_empty() => unit.to_owned(),
            Some(unit) => format!("{kind}, {unit}"),
            None => kind.to_owned(),
        }
    }
}

/// Decides if values of one type give those of another.
fn types(from: FieldType, to: FieldType) -> Computable {
    use FieldType::Boolean;
    use FieldType::Code;
    use FieldType::Date;
    use FieldType::Datetime;
    use FieldType::Duration;
    use FieldType::Identifier;
    use FieldType::Number;
    use FieldType::Text;
    match (from, to) {
        (Datetime, Date) | (_, Text) => Computable::Yes,
        (from, to) if from == to => Computable::Yes,
        (Date, Datetime) => Computable::No("a date has no time of day"),
        (Text, _) => Computable::CannotTell("free text may hold it, and nobody can rely on it"),
        (Identifier, _) | (_, Identifier) => {
            Computable::CannotTell("an identifier is looked up, not worked out")
        }
        (Duration, Number) | (Number, Duration) => {
            Computable::CannotTell("it is not said in what unit the number counts")
        }
        (Date | Datetime, Duration | Number) => {
            Computable::No("a length of time needs a second date")
        }
        (Duration | Number, Date | Datetime) => {
            Computable::No("a length of time does not tell when it began")
        }
        (Boolean | Code, Date | Datetime) => {
            Computable::No("whether it happened does not tell when")
        }
        (Boolean, Number | Duration) => Computable::No("yes and no do not tell how much"),
        (Boolean, Code) => Computable::CannotTell(
            "it is not said which codes yes and no stand for, and whether a box left empty means no or not known",
        ),
        (Code, Boolean) => Computable::CannotTell(
            "it is not said which codes mean yes, and whether a box left empty means no or not known",
        ),
        (Code, Number | Duration) => {
            Computable::CannotTell("it is not said which numbers the codes stand for")
        }
        (Date | Datetime, Boolean) => {
            Computable::CannotTell("it is not said whether a date means yes and a missing date no")
        }
        (Duration | Number, Boolean) => {
            Computable::CannotTell("it is not said which values mean yes")
        }
        (Date | Datetime | Duration | Number, Code) => {
            Computable::CannotTell("it is not said which values each code stands for")
        }
        // Every pair of different types is listed above.
        _ => Computable::Yes,
    }
}

/// The family of a unit of time, and its length in it. Units convert exactly within a family: those of the clock, and those of the
/// calendar.
fn family(unit: &str) -> Option<(&'static str, u32)> {
    let unit = unit.trim().to_lowercase();
    let unit = unit.strip_suffix('s').unwrap_or(&unit);
    let known = [
        ("second", "clock", 1),
        ("minute", "clock", 60),
        ("hour", "clock", 3600),
        ("day", "clock", 86_400),
        ("week", "clock", 604_800),
        ("month", "calendar", 1),
        ("quarter", "calendar", 3),
        ("year", "calendar", 12),
    ];
    known
        .into_iter()
        .find(|(name, ..)| *name == unit)
        .map(|(_, family, size)| (family, size))
}

/// True if two units certainly name the same thing. A remark on rounding or hiding, after a comma or in brackets, is ignored: `deaths,
/// rounded to 5` are deaths.
pub fn is_same_unit(a: &str, b: &str) -> bool {
    let key = |unit: &str| {
        let counted = unit.split([',', '(', ';']).next().unwrap_or(unit);
        let key = crate::read::syntax::matching_key(counted.trim());
        key.strip_suffix('s').map_or(key.clone(), str::to_owned)
    };
    key(a) == key(b)
}

/// True if a unit certainly is a unit of time.
pub fn is_time(unit: &str) -> bool {
    Unit::ALL
        .iter()
        .any(|(word, known)| !matches!(known, Unit::Number) && is_same_unit(unit, word))
}

/// True if both count in years of some kind: `financial year`, `calendar year`, `rolling year`.
fn are_years(from: &str, to: &str) -> bool {
    let is_kind_of_year = |unit: &str| {
        let unit = unit.trim().to_lowercase();
        unit.ends_with(" year") || unit.ends_with(" years")
    };
    is_kind_of_year(from) && is_kind_of_year(to)
}

fn units(from: &str, to: &str) -> Computable {
    if is_same_unit(from, to) {
        return Computable::Yes;
    }
    match (family(from), family(to)) {
        (Some((a, _)), Some((b, _))) if a == b => Computable::Yes,
        (Some(_), Some(_)) => {
            Computable::No("months and years have no fixed number of days, and the reverse")
        }
        _ if are_years(from, to) => Computable::No(
            "years that begin on different days have no year in common: only figures for shorter periods add up to both",
        ),
        _ => Computable::No("nothing turns one unit into the other"),
    }
}
