//! The systems of a generated map: their fields, and the systems that feed them.
use crate::sample::chance::{Chance, mix};
use crate::sample::glossary::Glossary;
use crate::sample::people::People;
use crate::sample::popularity::{Popularity, pareto_size};
use crate::sample::words;
use std::fmt::Write;

/// One system. Its fields have the terms at `start..start + size` of the catalogue.
pub(super) struct System {
    pub(crate) id: String,
    pub(crate) kind: &'static str,
    /// True if it holds counts, not records of persons.
    pub(crate) aggregate: bool,
    /// True if its fields are written as a list of ids, each the id of its term.
    pub(crate) listed: bool,
    pub(crate) people: People,
    pub(crate) start: usize,
    pub(crate) size: usize,
    /// The systems that feed it, each once; empty for a source.
    pub(crate) parents: Vec<usize>,
}

/// All systems planned so far.
pub(crate) struct Catalogue {
    pub(crate) glossary: Glossary,
    pub(crate) systems: Vec<System>,
    /// The rank of the term of every field, system after system.
    pub(crate) terms: Vec<u32>,
    seed: u64,
    target: usize,
    everything: Popularity,
    context: Popularity,
    /// For each term, the last system that took it, counted from 1.
    taken: Vec<u32>,
}

impl Catalogue {
    /// An empty catalogue for `fields` fields.
    pub(crate) fn new(seed: u64, fields: usize) -> Self {
        let glossary = Glossary::of(seed, fields * 6 / 100);
        let everything = Popularity::over(glossary.terms.len());
        let taken = vec![0; glossary.terms.len()];
        let context = Popularity::over(words::CONTEXT.len());
        Self {
            glossary,
            systems: Vec::new(),
            terms: Vec::new(),
            seed,
            target: fields,
            everything,
            context,
            taken,
        }
    }

    /// True if all fields are placed.
    pub(crate) fn is_full(&self) -> bool {
        self.terms.len() >= self.target
    }

    /// Plans one more system and returns its number.
    pub(crate) fn grow(&mut self, chance: &mut Chance) -> usize {
        let number = self.systems.len();
        let parents = self.parents(chance);
        let aggregate = !parents.is_empty() && chance.percent(9);
        let kind = kind(chance, parents.is_empty(), aggregate);
        let people = match parents.first() {
            Some(first) if chance.percent(75) => self.systems[*first].people.varied(chance),
            _ => People::drawn(chance),
        };
        let start = self.terms.len();
        let size = self.size(chance);
        let id = format!("{}_{kind}_{}", chance.among(&words::OBJECTS), number + 1);
        self.choose_terms(size, aggregate, &parents, chance);
        let listed = size < 60 && chance.percent(30);
        self.systems.push(System {
            id,
            kind,
            aggregate,
            listed,
            people,
            start,
            size,
            parents,
        });
        number
    }

    /// A size by Pareto's law, at most a tenth of the map and half of the glossary (no system holds a term twice), and never past the
    /// target. A remainder that is too small for a system of its own is added.
    fn size(&self, chance: &mut Chance) -> usize {
        let room = self.target - self.terms.len();
        let most = (self.target / 10)
            .min(self.glossary.terms.len() / 2)
            .clamp(5, 2000);
        let size = pareto_size(chance, most).min(room);
        if room - size < 5 { room } else { size }
    }

    /// The parents of a new system: none for 12 systems in a hundred, else 2 to 8. Larger systems are likelier parents.
    fn parents(&self, chance: &mut Chance) -> Vec<usize> {
        let mut parents = Vec::new();
        if self.systems.is_empty() || chance.percent(12) {
            return parents;
        }
        let wanted = 2 + chance.below(7);
        for _ in 0..wanted * 2 {
            let field = chance.below(self.terms.len());
            let parent = self.systems.partition_point(|system| system.start <= field) - 1;
            if parents.len() < wanted
                && !parents.contains(&parent)
                && !self.systems[parent].aggregate
            {
                parents.push(parent);
            }
        }
        parents
    }

    /// Chooses the terms: context first (three in ten), then terms of the parents (eight in ten of the rest) or of the whole glossary. A
    /// system that counts persons gets no term that identifies one.
    fn choose_terms(
        &mut self,
        size: usize,
        aggregate: bool,
        parents: &[usize],
        chance: &mut Chance,
    ) {
        let mark = self.systems.len() as u32 + 1;
        let context = (size * 3 / 10).min(words::CONTEXT.len() - 5);
        for place in 0..size {
            let mut rank = 0;
            for _ in 0..6 {
                rank = if place < context {
                    self.context.rank(chance)
                } else if !parents.is_empty() && chance.percent(80) {
                    self.term_of_a_parent(parents, chance)
                } else {
                    self.everything.rank(chance)
                };
                if self.taken[rank] != mark && !(aggregate && Glossary::identifies(rank)) {
                    break;
                }
            }
            while self.taken[rank] == mark || (aggregate && Glossary::identifies(rank)) {
                rank = (rank + 1) % self.taken.len();
            }
            self.taken[rank] = mark;
            self.terms.push(rank as u32);
        }
    }

    fn term_of_a_parent(&self, parents: &[usize], chance: &mut Chance) -> usize {
        let parent = &self.systems[chance.among(parents)];
        self.terms[parent.start + chance.below(parent.size)] as usize
    }

    /// The rank of the term of a field.
    pub(crate) fn rank(&self, system: usize, field: usize) -> usize {
        self.terms[self.systems[system].start + field] as usize
    }

    /// Random bits that are always the same for one field.
    pub(crate) fn habit(&self, system: usize, field: usize) -> u64 {
        mix(self.seed, system as u64, field as u64 + 1)
    }

    /// True if the field's id is the id of its term.
    pub(crate) fn is_plain(&self, system: usize, field: usize) -> bool {
        self.systems[system].listed || self.habit(system, field) % 100 < 72
    }

    /// Writes the id of a field: its term's id, or a variant of it.
    pub(crate) fn write_id(&self, system: usize, field: usize, out: &mut String) {
        if self.is_plain(system, field) {
            out.push_str(&self.glossary.terms[self.rank(system, field)].id);
            return;
        }
        let ending = match self.habit(system, field) % 100 {
            72..79 => "_recorded",
            79..85 => "_local",
            85..91 => "_reported",
            91..96 => "_entered",
            _ => {
                write!(out, "item_{}", field + 1).expect("writing to a string");
                return;
            }
        };
        out.push_str(&self.glossary.terms[self.rank(system, field)].id);
        out.push_str(ending);
    }
}

fn kind(chance: &mut Chance, source: bool, aggregate: bool) -> &'static str {
    if source {
        chance.weighted(&[(80, "record"), (20, "register")])
    } else if aggregate {
        chance.weighted(&[(70, "publication"), (30, "analysis")])
    } else {
        chance.weighted(&[
            (60, "collection"),
            (18, "record"),
            (8, "register"),
            (6, "linkage"),
            (5, "analysis"),
            (3, "other"),
        ])
    }
}
