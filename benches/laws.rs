//! Tests the laws of the tests on many more random maps: `cargo bench --bench laws`. With `-- 1000` it tests that number of maps. With
//! `-- 1000 unknown` it tests one law and shows all its violations. Otherwise it tests each law on each map. With a seed that it has printed,
//! it prints that map, and each law that the map breaks.
//!
//! It prints how often each law was tested and broken, and the time per map. The tests do not run it.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

#[expect(dead_code, reason = "its tests are not run here")]
#[path = "../tests/suite/laws/random/mod.rs"]
mod random;
#[path = "../tests/suite/told.rs"]
mod told;

use std::time::Instant;

use random::laws::LAWS;
use random::maker;

/// The number of maps if none is given.
const MAPS: u64 = 100_000;
/// The first seed. The tests use only smaller ones.
const FIRST: u64 = 1 << 40;
/// The number of violations of each law that are shown, if all laws are tested.
const MOST_SHOWN: usize = 5;

fn main() {
    let maps = std::env::args().skip(1).find_map(|word| word.parse().ok());
    let maps: u64 = maps.unwrap_or(MAPS);
    if maps >= FIRST {
        return one(maps);
    }
    let wanted = LAWS.iter().map(|(name, _)| *name);
    let wanted = wanted.filter(|name| std::env::args().any(|word| word == *name));
    let wanted: Vec<&str> = wanted.collect();
    let most_shown = if wanted.is_empty() {
        MOST_SHOWN
    } else {
        usize::MAX
    };
    for (name, law) in LAWS {
        if !wanted.is_empty() && !wanted.contains(&name) {
            continue;
        }
        let start = Instant::now();
        let (mut tried, mut broken) = (0_u64, Vec::new());
        for seed in FIRST..FIRST + maps {
            let Some(found) = law(seed, &maker::map(seed)) else {
                continue;
            };
            tried += 1;
            if !found.is_empty() {
                broken.push(format!("seed {seed}: {}", found.join("; ")));
            }
        }
        let each = start.elapsed().as_secs_f64() * 1000.0 / maps as f64;
        println!(
            "{name}: tried on {tried}, broken on {}, {each:.2} ms a map",
            broken.len()
        );
        for line in broken.iter().take(most_shown) {
            println!("  {line}");
        }
    }
}

/// Prints the map of a seed and the laws that it breaks.
fn one(seed: u64) {
    let map = maker::map(seed);
    println!("{}", map.written());
    for (name, law) in LAWS {
        let found = law(seed, &map).unwrap_or_default();
        if !found.is_empty() {
            println!("# {name}: {}", found.join("; "));
        }
    }
}
