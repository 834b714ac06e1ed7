//! The needs of a generated map.
use crate::sample::catalogue::Catalogue;
use crate::sample::chance::Chance;
use crate::sample::glossary::name_of;
use crate::sample::people::People;
use crate::sample::words;
use std::fmt::Write;

/// The number of fields for each need.
const FIELDS_A_NEED: usize = 200;

/// The file with the needs (at least two, about one for 200 fields), and their number.
pub(crate) fn text(
    catalogue: &Catalogue,
    organisations: &[String],
    chance: &mut Chance,
) -> (String, usize) {
    let count = (catalogue.terms.len() / FIELDS_A_NEED).max(2);
    let mut out = String::from("needs:\n");
    for number in 0..count {
        write_need(catalogue, organisations, number, chance, &mut out);
    }
    (out, count)
}

/// Writes one need. Most needs ask for terms that one system holds together, about people similar to its own.
fn write_need(
    catalogue: &Catalogue,
    organisations: &[String],
    number: usize,
    chance: &mut Chance,
    out: &mut String,
) {
    let system = &catalogue.systems[chance.below(catalogue.systems.len())];
    let mut terms: Vec<usize> = Vec::new();
    for _ in 0..2 + chance.below(4) {
        let rank = if chance.percent(88) {
            catalogue.terms[system.start + chance.below(system.size)] as usize
        } else {
            chance.below(catalogue.glossary.terms.len())
        };
        if !terms.contains(&rank) {
            terms.push(rank);
        }
    }
    let subject = &catalogue.glossary.terms[terms[0]];
    writeln!(
        out,
        "  {}_{}:",
        chance.among(&["monitor", "review", "report", "compare"]),
        number + 1
    )
    .expect("writing to a string");
    writeln!(
        out,
        "    who: {}",
        organisations[chance.below(organisations.len())]
    )
    .expect("writing to a string");
    let (name, moment) = (name_of(&subject.id), chance.among(&words::MOMENTS));
    writeln!(
        out,
        "    question: How does {} differ between places {moment}?",
        name.to_lowercase()
    )
    .expect("writing to a string");
    let ids: Vec<&str> = terms
        .iter()
        .map(|rank| catalogue.glossary.terms[*rank].id.as_str())
        .collect();
    writeln!(out, "    terms: [{}]", ids.join(", ")).expect("writing to a string");
    let people = if chance.percent(60) {
        system.people.varied(chance)
    } else {
        People::drawn(chance)
    };
    if !people.is_unstated() && chance.percent(85) {
        out.push_str("    covers: ");
        people.write(out);
        out.push('\n');
    }
    write_demands(chance, out);
}

/// Writes how soon, at which level and how often the answer is needed.
fn write_demands(chance: &mut Chance, out: &mut String) {
    if chance.percent(80) {
        let within = chance.among(&[
            "2 days",
            "2 weeks",
            "6 weeks",
            "3 months",
            "6 months",
            "12 months",
        ]);
        writeln!(out, "    within: {within}").expect("writing to a string");
    }
    if chance.percent(60) {
        writeln!(
            out,
            "    level: {}",
            chance.weighted(&[(80, "record"), (20, "aggregate")])
        )
        .expect("writing to a string");
    }
    if chance.percent(60) {
        writeln!(
            out,
            "    every: {}",
            chance.among(&["week", "month", "quarter", "year"])
        )
        .expect("writing to a string");
    }
}
