//! Makes flow maps of any size from a seed, for benchmarks and for tests.
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
mod popularity;
mod words;

use crate::sample::catalogue::Catalogue;
use crate::sample::links::Holders;

pub use crate::sample::chance::Chance;

/// The parameters of a map. The same recipe gives the same bytes on every machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipe {
    /// The exact number of fields.
    pub fields: usize,
    /// The seed. Two seeds give two unrelated maps of the same size.
    pub seed: u64,
}

impl Default for Recipe {
    /// A workshop's map: 400 fields.
    fn default() -> Self {
        Self {
            fields: 400,
            seed: 1,
        }
    }
}

/// The numbers of things in a map.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Organisations.
    pub(crate) organisations: usize,
    /// Systems.
    pub systems: usize,
    /// Fields of all systems.
    pub fields: usize,
    /// Terms.
    pub(crate) terms: usize,
    /// Flows.
    pub flows: usize,
    /// Pairs of a source field and a target field passed unchanged, without `only:`.
    pub(crate) identity_links: usize,
    /// Pairs of a source field and a target field worked out from it.
    pub(crate) derived_links: usize,
    /// Pairs of a source field and a target field that counts or sums it.
    pub(crate) aggregated_links: usize,
    /// Pairs of a source field and a target field passed unchanged by a flow with `only:`.
    pub(crate) filtered_links: usize,
    /// Needs.
    pub(crate) needs: usize,
}

/// A generated map.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Generated {
    /// The relative path, which ends in `.yaml`, and the text of each file, in the order made.
    pub files: Vec<(String, String)>,
    /// The numbers of things in it.
    pub counts: Counts,
}

/// Makes the map of a recipe.
///
/// The sizes of systems follow Pareto's law and the popularity of terms Zipf's, so a few systems are huge and a few terms are everywhere.
/// Flows run from earlier to later systems, so there are no cycles.
pub fn generate(recipe: &Recipe) -> Generated {
    let mut generated = Generated::default();
    generated
        .files
        .push((String::from("map.yaml"), map_text(recipe)));
    if recipe.fields > 0 {
        generate_at_random(recipe, &mut generated);
    }
    generated
}

fn map_text(recipe: &Recipe) -> String {
    format!(
        "map:\n  title: Generated map of {} fields\n  about: Made by flowmap's generator with seed {}\n  as_of: 2025-10-14\n  format: 1\n\n{}",
        recipe.fields,
        recipe.seed,
        people::DIMENSIONS_TEXT,
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

    fn recipe(fields: usize, seed: u64) -> Recipe {
        Recipe { fields, seed }
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
                let links = counts.identity_links
                    + counts.derived_links
                    + counts.aggregated_links
                    + counts.filtered_links;
                let links = links * 100 / fields;
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
}
