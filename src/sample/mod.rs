//! Makes flow maps of any size from a seed, for measuring speed and for testing findings against a planted truth.
mod catalogue;
mod chance;
mod codes;
mod fields;
mod flows;
mod glossary;
mod links;
mod needs;
mod organisations;
mod people;
mod planted;
mod popularity;
mod quiet;
mod truth;
mod words;

use crate::sample::catalogue::Catalogue;
use crate::sample::chance::Chance;
use crate::sample::links::Holders;

pub use truth::Planted;
pub use truth::document;

/// What map to make. The same recipe gives the same bytes on every machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipe {
    /// How many fields the random part holds, exactly; the planted part comes on top.
    pub fields: usize,
    /// How many fields the quiet part holds at least, in which everything is stated and there is nothing to find; it comes on top.
    pub quiet: usize,
    /// Two seeds give two unrelated maps of the same size.
    pub seed: u64,
    /// Adds cases whose findings are known.
    pub planted: bool,
    /// How many cases of each kind are planted.
    pub cases: usize,
    /// Plants also the cases that are errors of the map; without it, the map is free of errors.
    pub with_errors: bool,
}

impl Default for Recipe {
    /// A workshop's map: 400 fields, nothing planted.
    fn default() -> Self {
        Self {
            fields: 400,
            quiet: 0,
            seed: 1,
            planted: false,
            cases: 5,
            with_errors: false,
        }
    }
}

/// How much the random part holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Organisations.
    pub organisations: usize,
    /// Systems.
    pub systems: usize,
    /// Fields of all systems.
    pub fields: usize,
    /// Terms.
    pub terms: usize,
    /// Flows.
    pub flows: usize,
    /// Pairs of a source field and a target field passed as it is, with no `only:`.
    pub identity_links: usize,
    /// Pairs of a source field and a target field worked out from it.
    pub derived_links: usize,
    /// Pairs of a source field and a target field that counts it.
    pub aggregated_links: usize,
    /// Pairs of a source field and a target field passed as it is by a flow with `only:`.
    pub filtered_links: usize,
    /// Needs.
    pub needs: usize,
}

impl Counts {
    /// Pairs of a source field and a target field, of all kinds.
    pub fn links(&self) -> usize {
        self.identity_links + self.derived_links + self.aggregated_links + self.filtered_links
    }
}

/// A map, and the truth about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Generated {
    /// Relative path ending in `.yaml` and text of each file, in the order they were made.
    pub files: Vec<(String, String)>,
    /// Findings that must or must not be there; empty unless the recipe asks for them.
    pub planted: Vec<Planted>,
    /// How much the random part holds.
    pub counts: Counts,
}

/// Makes the map of a recipe.
///
/// Sizes of systems follow Pareto's law and the popularity of terms Zipf's, so a few systems are huge and a few
/// terms are everywhere; flows run from earlier to later systems, so nothing goes round.
pub fn generate(recipe: &Recipe) -> Generated {
    let mut generated = Generated::default();
    generated
        .files
        .push((String::from("map.yaml"), map_text(recipe)));
    if recipe.fields > 0 {
        generate_at_random(recipe, &mut generated);
    }
    quiet::grow(recipe.seed, recipe.quiet, &mut generated);
    if recipe.planted {
        planted::plant(
            recipe.seed,
            recipe.cases,
            recipe.with_errors,
            &mut generated,
        );
    }
    generated
}

fn map_text(recipe: &Recipe) -> String {
    format!(
        "map:\n  title: Generated map of {} fields\n  about: Made by flowmap's generator with seed {}\n  as_of: 2025-10-14\n  format: 1\n\n{}{}",
        recipe.fields,
        recipe.seed,
        people::DIMENSIONS_TEXT,
        if recipe.planted || recipe.quiet > 0 {
            people::FURTHER_DIMENSION
        } else {
            ""
        }
    )
}

fn generate_at_random(recipe: &Recipe, generated: &mut Generated) {
    let mut chance = Chance::of(recipe.seed, 0);
    let mut catalogue = Catalogue::new(recipe.seed, recipe.fields);
    let mut holders = Holders::new(catalogue.glossary.terms.len());
    let mut organisations: Vec<String> = Vec::new();
    generated.files.extend(catalogue.glossary.files());
    while !catalogue.is_full() {
        let organisation = organisations::organisation(organisations.len());
        let mut text = String::new();
        organisation.write(&organisations, &mut chance, &mut text);
        organisations.push(organisation.id.clone());
        write_systems(
            &mut catalogue,
            &mut holders,
            &organisations,
            &mut chance,
            &mut text,
            &mut generated.counts,
        );
        generated
            .files
            .push((format!("organisations/{}.yaml", organisation.id), text));
    }
    let (text, needs) = needs::text(&catalogue, &organisations, &mut chance);
    generated.files.push((String::from("needs.yaml"), text));
    let counts = &mut generated.counts;
    counts.organisations = organisations.len();
    counts.systems = catalogue.systems.len();
    counts.fields = catalogue.terms.len();
    counts.terms = catalogue.glossary.terms.len();
    counts.needs = needs;
}

/// Writes the 1 to 11 systems of the newest organisation and the flows into them.
fn write_systems(
    catalogue: &mut Catalogue,
    holders: &mut Holders,
    organisations: &[String],
    chance: &mut Chance,
    text: &mut String,
    counts: &mut Counts,
) {
    let owner = &organisations[organisations.len() - 1];
    let mut flows = String::new();
    text.push_str("systems:\n");
    for _ in 0..=chance.below(11) {
        if catalogue.is_full() {
            break;
        }
        let number = catalogue.grow(chance);
        fields::write_system(catalogue, number, owner, chance, text);
        let links = holders.links(catalogue, number, chance);
        let written =
            flows::write_flows(catalogue, number, &links, organisations, chance, &mut flows);
        counts.flows += written.flows;
        counts.identity_links += written.links[0];
        counts.derived_links += written.links[1];
        counts.aggregated_links += written.links[2];
        counts.filtered_links += written.links[3];
    }
    if !flows.is_empty() {
        text.push_str("flows:\n");
        text.push_str(&flows);
    }
    text.shrink_to_fit();
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn recipe(fields: usize, seed: u64) -> Recipe {
        Recipe {
            fields,
            seed,
            planted: true,
            cases: 2,
            with_errors: true,
            ..Recipe::default()
        }
    }

    /// The ids (and their file's place) at this indentation of this section.
    fn ids(generated: &Generated, section: &str) -> Vec<String> {
        let mut found = Vec::new();
        for (_, text) in &generated.files {
            let mut inside = false;
            for line in text.lines() {
                if !line.starts_with(' ') {
                    inside = line.trim_end_matches(':') == section;
                } else if inside && line.starts_with("  ") && !line[2..].starts_with([' ', '-']) {
                    found.push(line.trim().split(':').next().unwrap().to_string());
                }
            }
        }
        found
    }

    #[test]
    fn one_seed_gives_one_map() {
        assert_eq!(generate(&recipe(3000, 7)), generate(&recipe(3000, 7)));
        assert_ne!(
            generate(&recipe(3000, 7)).files,
            generate(&recipe(3000, 8)).files
        );
    }

    #[test]
    fn every_size_has_its_fields_and_its_links() {
        for fields in [1, 4, 30, 400, 12_000] {
            let counts = generate(&Recipe {
                fields,
                ..Recipe::default()
            })
            .counts;
            assert_eq!(counts.fields, fields);
            if fields >= 12_000 {
                let links = counts.links() * 100 / fields;
                assert!((110..150).contains(&links), "{links} links for 100 fields");
            }
        }
        assert_eq!(
            generate(&Recipe {
                fields: 0,
                ..Recipe::default()
            })
            .files
            .len(),
            1
        );
    }

    #[test]
    fn ids_are_unique_even_without_underscores_and_files_have_one_name_each() {
        let generated = generate(&recipe(12_000, 1));
        for section in ["organisations", "terms", "systems", "needs", "code_lists"] {
            let ids = ids(&generated, section);
            let distinct: BTreeSet<_> = ids.iter().map(|id| id.replace('_', "")).collect();
            assert!(!ids.is_empty(), "{section}");
            assert_eq!(ids.len(), distinct.len(), "{section}");
        }
        let paths: BTreeSet<_> = generated.files.iter().map(|(path, _)| path).collect();
        assert_eq!(paths.len(), generated.files.len());
    }

    #[test]
    fn flows_name_systems_that_are_there_and_never_the_same_twice() {
        let generated = generate(&recipe(12_000, 1));
        let systems: BTreeSet<_> = ids(&generated, "systems").into_iter().collect();
        let mut flows = 0;
        let mut from = String::new();
        for line in generated.files.iter().flat_map(|(_, text)| text.lines()) {
            // What is passed may be renamed on the way: `fields: [{from: …, to: …}]` names no systems.
            let said = line.split("fields: ").next().unwrap_or(line);
            let ends: Vec<_> = said.split(['{', ',', '}']).map(str::trim).collect();
            for end in ends {
                if let Some(id) = end
                    .strip_prefix("- from: ")
                    .or_else(|| end.strip_prefix("from: "))
                {
                    id.clone_into(&mut from);
                } else if let Some(to) = end
                    .strip_prefix("to: ")
                    .filter(|_| !line.contains("how: ") && !line.contains("pairs: "))
                {
                    assert!(
                        systems.contains(&from) && systems.contains(to) && from != to,
                        "{line}"
                    );
                    flows += 1;
                }
            }
        }
        assert!(flows >= generated.counts.flows, "{flows}");
    }

    #[test]
    fn planted_names_are_unique_and_errors_come_only_when_asked_for() {
        let generated = generate(&recipe(400, 1));
        let names: BTreeSet<_> = generated
            .planted
            .iter()
            .map(|planted| &planted.name)
            .collect();
        assert_eq!(names.len(), generated.planted.len());
        assert!(names.iter().all(|name| name.contains("/planted_")));
        let lacking = |generated: &Generated| {
            generated
                .planted
                .iter()
                .filter(|planted| planted.certainty.is_some())
                .filter(|planted| planted.rule == "passes-what-it-lacks")
                .count()
        };
        assert_eq!(lacking(&generated), 2);
        assert_eq!(
            lacking(&generate(&Recipe {
                with_errors: false,
                ..recipe(400, 1)
            })),
            0
        );
    }
}
