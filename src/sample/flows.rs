//! Writes the flows into a system in the long and short forms that people use.
use crate::sample::catalogue::Catalogue;
use crate::sample::chance::Chance;
use crate::sample::fields::write_list;
use crate::sample::glossary::Glossary;
use crate::sample::links::{How, Link};
use crate::sample::people;
use crate::sample::words;
use std::fmt::Write;

/// The keys of a flow besides its ends and fields, in the order written.
type Keys = Vec<(&'static str, String)>;

/// Lags from the end of the period, with weights: roughly lognormal, with the median at two weeks.
const LAGS: [(usize, &str); 14] = [
    (1, "1 hour"),
    (2, "12 hours"),
    (6, "1 day"),
    (8, "2 days"),
    (11, "4 days"),
    (14, "1 week"),
    (14, "2 weeks"),
    (13, "3 weeks"),
    (11, "6 weeks"),
    (8, "2 months"),
    (5, "3 months"),
    (4, "6 months"),
    (2, "12 months"),
    (1, "18 months"),
];

/// Counts of the written things.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Written {
    /// Flows.
    pub(crate) flows: usize,
    /// Pairs of a source field and a target field: same, derived, aggregated, and same under `only:`.
    pub(crate) links: [usize; 4],
}

/// Writes the flows into one system. `organisations` are ids that may supply the data.
pub(crate) fn write_flows(
    catalogue: &Catalogue,
    number: usize,
    links: &[Vec<Link>],
    organisations: &[String],
    chance: &mut Chance,
    out: &mut String,
) -> Written {
    let mut written = Written::default();
    for (parent, links) in catalogue.systems[number].parents.iter().zip(links) {
        let (first, second) = if links.len() > 3 && chance.permille(4) {
            links.split_at(links.len() / 2)
        } else {
            links.split_at(0)
        };
        for part in [first, second] {
            if !part.is_empty() {
                let keys = keys(catalogue, *parent, number, part, organisations, chance);
                let only = keys.iter().any(|(key, _)| *key == "only");
                count(part, only, &mut written);
                write_flow(catalogue, (*parent, number), part, &keys, chance, out);
            }
        }
    }
    if number > 8 && chance.percent(2) {
        let other = chance.below(number);
        if !catalogue.systems[number].parents.contains(&other) {
            let (from, to) = (&catalogue.systems[other].id, &catalogue.systems[number].id);
            writeln!(out, "  - {{from: {from}, to: {to}}}").expect("writing to a string");
            written.flows += 1;
        }
    }
    written
}

fn count(links: &[Link], only: bool, written: &mut Written) {
    written.flows += 1;
    for link in links {
        let column = match link.how {
            How::Same if only => 3,
            How::Same => 0,
            How::Derived => 1,
            How::Aggregated => 2,
        };
        written.links[column] += link.from.len();
    }
}

fn keys(
    catalogue: &Catalogue,
    parent: usize,
    number: usize,
    links: &[Link],
    organisations: &[String],
    chance: &mut Chance,
) -> Keys {
    let aggregate = catalogue.systems[number].aggregate;
    let mut keys = Keys::new();
    if chance.percent(7) && !organisations.is_empty() {
        keys.push((
            "by",
            organisations[chance.below(organisations.len())].clone(),
        ));
    }
    if !aggregate && chance.percent(8) {
        keys.push(("only", people::part(chance).to_string()));
    }
    if chance.percent(80) {
        let methods = [
            (36, "extract"),
            (22, "interface"),
            (26, "upload"),
            (8, "form"),
            (5, "email"),
            (3, "manual"),
        ];
        keys.push(("method", chance.weighted(&methods).to_string()));
    }
    if chance.percent(88) {
        let every = [
            (12, "day"),
            (18, "week"),
            (40, "month"),
            (18, "quarter"),
            (12, "year"),
        ];
        keys.push(("every", chance.weighted(&every).to_string()));
    }
    if chance.percent(75) {
        keys.push(("lag", chance.weighted(&LAGS).to_string()));
    }
    if chance.percent(82) {
        keys.push(("basis", chance.among(&words::GROUNDS).to_string()));
    }
    if chance.percent(30) {
        keys.push(("purpose", chance.among(&words::PURPOSES).to_string()));
    }
    if aggregate {
        keys.push(("contains", String::from("aggregate")));
    } else if chance.percent(75) {
        let contains = [
            (70, "personal"),
            (22, "pseudonymised"),
            (6, "anonymous"),
            (2, "unknown"),
        ];
        keys.push(("contains", chance.weighted(&contains).to_string()));
    }
    push_rare_keys(catalogue, parent, links, chance, &mut keys);
    keys
}

/// Adds keys that few flows have.
fn push_rare_keys(
    catalogue: &Catalogue,
    parent: usize,
    links: &[Link],
    chance: &mut Chance,
    keys: &mut Keys,
) {
    let ranks = links
        .iter()
        .filter(|link| link.how == How::Same)
        .map(|link| catalogue.rank(parent, link.from[0]));
    let identifying = ranks.into_iter().find(|rank| Glossary::identifies(*rank));
    if let Some(rank) = identifying
        && chance.percent(15)
    {
        keys.push((
            "identifiers",
            format!("[{}]", catalogue.glossary.terms[rank].id),
        ));
    }
    if chance.percent(1) {
        keys.push(("same_submission", format!("return_{}", parent + 1)));
    }
    if chance.percent(1) {
        keys.push((
            "justified",
            String::from("The regulator must hold its own record"),
        ));
    }
    match chance.below(100) {
        0..2 => keys.push(("status", String::from("planned"))),
        2 => keys.push(("status", String::from("proposed"))),
        3..5 => keys.push(("status", String::from("ended"))),
        5..10 => keys.push(("status", String::from("current"))),
        _ => {}
    }
    let ended = keys.last().is_some_and(|(_, value)| value == "ended");
    if chance.percent(12) {
        keys.push((
            "since",
            format!(
                "20{:02}-{:02}-01",
                10 + chance.below(12),
                1 + chance.below(12)
            ),
        ));
    }
    if ended {
        keys.push((
            "until",
            format!("20{}-{:02}-28", 23 + chance.below(2), 1 + chance.below(12)),
        ));
    }
    if chance.percent(5) {
        keys.push((
            "confidence",
            chance
                .among(&["confirmed", "reported", "assumed"])
                .to_string(),
        ));
    }
}

fn is_same_at_both_ends(
    catalogue: &Catalogue,
    (parent, number): (usize, usize),
    link: &Link,
) -> bool {
    link.how == How::Same
        && catalogue.is_plain(parent, link.from[0])
        && catalogue.is_plain(number, link.to)
}

fn write_flow(
    catalogue: &Catalogue,
    ends: (usize, usize),
    links: &[Link],
    keys: &Keys,
    chance: &mut Chance,
    out: &mut String,
) {
    let (from, to) = (&catalogue.systems[ends.0].id, &catalogue.systems[ends.1].id);
    let plain = links
        .iter()
        .all(|link| is_same_at_both_ends(catalogue, ends, link));
    let targets: Vec<usize> = links.iter().map(|link| link.to).collect();
    if plain && links.len() < 4 && keys.len() < 5 && chance.percent(60) {
        write!(out, "  - {{from: {from}, to: {to}, fields: ").expect("writing to a string");
        for (place, field) in targets.iter().enumerate() {
            out.push_str(if place == 0 { "[" } else { ", " });
            catalogue.write_id(ends.1, *field, out);
        }
        out.push(']');
        for (key, value) in keys {
            write!(out, ", {key}: {value}").expect("writing to a string");
        }
        out.push_str("}\n");
        return;
    }
    writeln!(out, "  - from: {from}\n    to: {to}").expect("writing to a string");
    if plain {
        write_list(catalogue, ends.1, &targets, 4, out);
    } else {
        out.push_str("    fields:\n");
        for link in links {
            write_link(catalogue, ends, link, out);
        }
    }
    for (key, value) in keys {
        writeln!(out, "    {key}: {value}").expect("writing to a string");
    }
}

fn write_link(catalogue: &Catalogue, ends: (usize, usize), link: &Link, out: &mut String) {
    out.push_str("      - ");
    if is_same_at_both_ends(catalogue, ends, link) {
        catalogue.write_id(ends.0, link.from[0], out);
    } else if link.how == How::Same {
        let start = out.len();
        catalogue.write_id(ends.0, link.from[0], out);
        let end = out.len();
        out.push_str(": ");
        catalogue.write_id(ends.1, link.to, out);
        if out[start..end] == out[end + 2..] {
            out.truncate(end);
        }
    } else {
        out.push_str("{from: ");
        let (open, close) = if link.from.len() > 1 {
            ("[", "]")
        } else {
            ("", "")
        };
        out.push_str(open);
        for (place, field) in link.from.iter().enumerate() {
            out.push_str(if place == 0 { "" } else { ", " });
            catalogue.write_id(ends.0, *field, out);
        }
        out.push_str(close);
        out.push_str(", to: ");
        catalogue.write_id(ends.1, link.to, out);
        out.push_str(if link.how == How::Derived {
            ", how: derived}"
        } else {
            ", how: aggregated}"
        });
    }
    out.push('\n');
}
