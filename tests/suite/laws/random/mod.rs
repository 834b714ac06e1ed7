//! Laws over random maps that use every key of the format. `benches/laws.rs` holds the same laws over many more maps.

pub(crate) mod laws;
pub(crate) mod maker;
mod passing;
pub(crate) mod tree;
mod unknown;

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::laws::{LAWS, Law};
    use super::maker;
    use super::tree::Tree;

    /// The number of maps that each law is tried on in the tests.
    const MAPS: u64 = 290;

    /// Tries a law on its own maps.
    fn hold(index: usize) {
        let (name, law): (&str, Law) = LAWS[index];
        let first = index as u64 * 1_000_000;
        let mut broken = Vec::new();
        let mut tried = 0;
        for seed in first..first + MAPS {
            match law(seed, &maker::map(seed)) {
                None => {}
                Some(found) if found.is_empty() => tried += 1,
                Some(found) => broken.push(format!("seed {seed}: {}", found.join("; "))),
            }
        }
        let shown: Vec<&String> = broken.iter().take(12).collect();
        assert!(
            broken.is_empty(),
            "{name}, {} maps: {shown:#?}",
            broken.len()
        );
        assert!(tried > MAPS / 4, "{name} was tried on {tried} maps only");
        println!("{name}: tried on {tried} of {MAPS} maps");
    }

    #[test]
    fn renaming_changes_no_finding_on_random_maps() {
        hold(0);
    }

    #[test]
    fn order_changes_no_finding_on_random_maps() {
        hold(1);
    }

    #[test]
    fn splitting_changes_no_finding_on_random_maps() {
        hold(2);
    }

    #[test]
    fn long_forms_change_no_finding_on_random_maps() {
        hold(3);
    }

    #[test]
    fn retiring_meets_no_need_on_random_maps() {
        hold(4);
    }

    #[test]
    fn swapping_mirrors_relations_on_random_maps() {
        hold(5);
    }

    #[test]
    fn unknown_makes_no_certain_finding_on_random_maps() {
        hold(6);
    }

    /// Maps on which an `unknown` value once made a finding certain.
    #[test]
    fn unknown_makes_no_certain_finding_where_it_once_did() {
        for seed in [6_000_269, 6_000_289] {
            let (_, law) = LAWS[6];
            assert_eq!(law(seed, &maker::map(seed)), Some(Vec::new()), "{seed}");
        }
    }

    /// The keys of a tree.
    fn keys(tree: &Tree, found: &mut BTreeSet<String>) {
        match tree {
            Tree::List(items) => items.iter().for_each(|item| keys(item, found)),
            Tree::Map(entries) => {
                for (key, value) in entries {
                    found.insert(key.clone());
                    keys(value, found);
                }
            }
            _ => {}
        }
    }

    #[test]
    fn random_maps_use_every_key_of_the_format() {
        let mut used = BTreeSet::new();
        for seed in 0..200 {
            keys(&maker::map(seed), &mut used);
        }
        let page = crate::expectation::read("src/read/model/README.md");
        let rows = page.lines().filter_map(|line| line.strip_prefix("| `"));
        let wanted = rows
            .filter_map(|row| row.split_once('`'))
            .map(|(key, _)| key.to_owned());
        let missing: Vec<String> = wanted.filter(|key| !used.contains(key)).collect();
        assert_eq!(missing, [] as [String; 0]);
    }
}
