//! The terms of a generated map, and the code lists of their values.
use crate::sample::chance::{Chance, mix};
use crate::sample::codes;
use crate::sample::words;
use std::fmt::Write;

/// The largest number of terms in one file.
const TERMS_A_FILE: usize = 5000;

/// The number of combinations of object, qualifier and property.
const COMBINATIONS: usize =
    words::OBJECTS.len() * words::QUALIFIERS.len() * words::PROPERTIES.len();

/// A number without a common factor with `COMBINATIONS`, so that multiplying by it visits each combination once.
const STRIDE: usize = 37_657;

/// One term of the glossary.
pub(crate) struct Term {
    /// Its id, unique in the map.
    pub(crate) id: String,
    /// The thing it describes.
    pub(crate) object: &'static str,
    /// The type of its values.
    pub(crate) kind: &'static str,
    /// The number of its code list, if its values are codes.
    pub(crate) codes: Option<usize>,
    words: (&'static str, &'static str),
}

/// All terms, the most popular first. The first 30 are the context that most systems hold.
pub(crate) struct Glossary {
    /// The terms in order of rank.
    pub(crate) terms: Vec<Term>,
    /// The number of code lists.
    pub(crate) lists: usize,
    seed: u64,
}

impl Glossary {
    /// A glossary of the 30 context terms and `count` more.
    pub(crate) fn of(seed: u64, count: usize) -> Self {
        let total = words::CONTEXT.len() + count;
        let lists = (total / 40).max(5);
        let start = (mix(seed, 11, 0) % COMBINATIONS as u64) as usize;
        let terms = (0..total).map(|rank| term(rank, start, lists)).collect();
        Self { terms, lists, seed }
    }

    /// True if the term of this rank identifies a person.
    pub(crate) fn identifies(rank: usize) -> bool {
        words::IDENTIFYING.contains(&rank)
    }

    /// The files that hold the terms and the code lists.
    pub(crate) fn files(&self) -> Vec<(String, String)> {
        let mut chance = Chance::of(self.seed, 12);
        let mut files = Vec::new();
        for (number, ranks) in self.ranks().enumerate() {
            let mut text = String::from("terms:\n");
            for rank in ranks {
                self.write(rank, &mut chance, &mut text);
            }
            let name = if self.terms.len() <= TERMS_A_FILE {
                String::from("terms.yaml")
            } else {
                format!("terms/terms_{:03}.yaml", number + 1)
            };
            files.push((name, text));
        }
        files.push((String::from("codes.yaml"), codes::text(self.lists)));
        files
    }

    fn ranks(&self) -> impl Iterator<Item = std::ops::Range<usize>> {
        let total = self.terms.len();
        (0..total)
            .step_by(TERMS_A_FILE)
            .map(move |start| start..(start + TERMS_A_FILE).min(total))
    }

    fn write(&self, rank: usize, chance: &mut Chance, out: &mut String) {
        let term = &self.terms[rank];
        writeln!(out, "  {}:", term.id).expect("writing to a string");
        if rank < words::CONTEXT.len() || chance.percent(40) {
            writeln!(out, "    name: {}", name_of(&term.id)).expect("writing to a string");
        }
        if chance.percent(92) {
            let definition = self.definition(rank, chance);
            writeln!(out, "    definition: {definition}").expect("writing to a string");
        }
        writeln!(out, "    of: {}", term.object).expect("writing to a string");
        if let Some(broader) = self.broader(rank, chance) {
            writeln!(out, "    broader: {broader}").expect("writing to a string");
        }
        if Self::identifies(rank) {
            out.push_str("    identifier: true\n");
        }
        if rank < words::CONTEXT.len() {
            out.push_str("    tags: [context]\n");
        } else if chance.percent(1) {
            let definition = self.definition(rank, chance);
            writeln!(
                out,
                "    agreed: {{definition: {definition}, type: {}}}",
                term.kind
            )
            .expect("writing to a string");
        }
    }

    /// A term of the same object that is more popular, for a few terms. `broader` therefore has no cycles.
    fn broader(&self, rank: usize, chance: &mut Chance) -> Option<&str> {
        if !chance.percent(8) {
            return None;
        }
        let object = self.terms[rank].object;
        let candidates = (0..20)
            .map(|_| chance.below(rank))
            .find(|other| *other != rank && self.terms[*other].object == object);
        candidates.map(|other| self.terms[other].id.as_str())
    }

    /// A definition of a term in about 8 to 16 words, without characters that need quotes in YAML.
    pub(crate) fn definition(&self, rank: usize, chance: &mut Chance) -> String {
        let term = &self.terms[rank];
        let what = match term.words {
            ("", property) => property.replace('_', " "),
            (qualifier, property) => format!("{qualifier} {}", property.replace('_', " ")),
        };
        let whose = term.object.replace('_', " ");
        let recorder = chance.among(&words::RECORDERS);
        if chance.percent(70) {
            return format!("The {what} of the {whose} recorded by the {recorder}.");
        }
        format!(
            "The {what} of the {whose} recorded {}.",
            chance.among(&words::MOMENTS)
        )
    }
}

/// The words of an id as a person would write them.
pub(crate) fn name_of(id: &str) -> String {
    let mut name = id.replace('_', " ");
    if let Some(first) = name.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    name.replacen("Nhs ", "NHS ", 1)
}

fn term(rank: usize, start: usize, lists: usize) -> Term {
    if let Some((id, object, kind)) = words::CONTEXT.get(rank) {
        let codes = (*kind == "code").then_some(rank % lists);
        return Term {
            id: (*id).to_string(),
            object,
            kind,
            codes,
            words: ("", label(id)),
        };
    }
    let number = rank - words::CONTEXT.len();
    let place = (start + number % COMBINATIONS * STRIDE) % COMBINATIONS;
    let object = words::OBJECTS[place % words::OBJECTS.len()];
    let rest = place / words::OBJECTS.len();
    let qualifier = words::QUALIFIERS[rest % words::QUALIFIERS.len()];
    let (property, kind) = words::PROPERTIES[rest / words::QUALIFIERS.len()];
    let mut id = format!("{object}_{qualifier}_{property}");
    if number >= COMBINATIONS {
        write!(id, "_{}", number / COMBINATIONS + 1).expect("writing to a string");
    }
    Term {
        id,
        object,
        kind,
        codes: (kind == "code").then_some(rank % lists),
        words: (qualifier, property),
    }
}

/// The name of a context term inside its definition.
fn label(id: &'static str) -> &'static str {
    match id {
        "nhs_number" => "NHS number",
        "birth_date" => "date of birth",
        "sex" => "recorded sex",
        "postcode" => "home postcode",
        "ethnic_group" => "stated ethnic group",
        "language" => "preferred language",
        "region" | "sub_region" => "area of England",
        "commissioner" => "responsible commissioner",
        _ => id,
    }
}
