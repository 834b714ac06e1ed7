//! The organisations of a generated map.
use crate::sample::chance::Chance;
use crate::sample::words;
use std::fmt::Write;

/// One organisation.
pub(crate) struct Organisation {
    /// Its id, unique in the map.
    pub(crate) id: String,
    name: String,
    kind: &'static str,
}

/// The organisation with this number. Different numbers give different ids.
pub(crate) fn organisation(number: usize) -> Organisation {
    // The steps have no common factor with the lengths of the lists, so that neighbours get different names.
    let place = words::PLACES[number % words::PLACES.len()];
    let part = words::PARTS[(number / words::PLACES.len() + number) % words::PARTS.len()];
    let (body, kind) = words::BODIES[(number / 640 + number * 3) % words::BODIES.len()];
    let mut name = format!("{place} {part} {body}");
    if number >= 40 {
        write!(name, " {}", number / 40 + 1).expect("writing to a string");
    }
    let id = name.to_lowercase().replace(' ', "_");
    Organisation { id, name, kind }
}

impl Organisation {
    /// Writes its entry in the section `organisations:`. `earlier` are the ids of possible wholes.
    pub(crate) fn write(&self, earlier: &[String], chance: &mut Chance, out: &mut String) {
        out.push_str("organisations:\n");
        if chance.percent(50) {
            writeln!(out, "  {}: {}", self.id, self.name).expect("writing to a string");
            return;
        }
        write!(
            out,
            "  {}: {{name: {}, kind: {}",
            self.id, self.name, self.kind
        )
        .expect("writing to a string");
        if self.kind == "provider" && chance.percent(60) {
            write!(out, ", count: {}", 2 + chance.below(210)).expect("writing to a string");
        }
        if !earlier.is_empty() && chance.percent(25) {
            write!(out, ", part_of: {}", earlier[chance.below(earlier.len())])
                .expect("writing to a string");
        }
        out.push_str("}\n");
    }
}
