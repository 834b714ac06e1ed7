//! Writes a system and its fields in the long and short forms that people use.
use crate::sample::catalogue::Catalogue;
use crate::sample::chance::Chance;
use crate::sample::codes;
use crate::sample::glossary::name_of;
use crate::sample::people::People;
use std::fmt::Write;

/// The column at which lists of ids are wrapped.
const WIDTH: usize = 100;

/// Writes one entry of the section `systems:`.
pub(crate) fn write_system(
    catalogue: &Catalogue,
    number: usize,
    owner: &str,
    chance: &mut Chance,
    out: &mut String,
) {
    let system = &catalogue.systems[number];
    writeln!(out, "  {}:", system.id).expect("writing to a string");
    if chance.percent(85) {
        writeln!(out, "    name: {}", name_of(&system.id)).expect("writing to a string");
    }
    writeln!(out, "    kind: {}", system.kind).expect("writing to a string");
    if chance.permille(985) {
        writeln!(out, "    owner: {owner}").expect("writing to a string");
    }
    write_people(system.people, chance, out);
    if system.aggregate || chance.percent(70) {
        writeln!(
            out,
            "    level: {}",
            if system.aggregate {
                "aggregate"
            } else {
                "record"
            }
        )
        .expect("writing to a string");
    }
    if system.parents.is_empty() || chance.percent(20) {
        let delay = chance.among(&["0 days", "1 day", "2 days", "24 hours", "1 week", "P3D"]);
        writeln!(out, "    captured: {delay}").expect("writing to a string");
    }
    write_remarks(number, chance, out);
    if system.listed {
        write_list(
            catalogue,
            number,
            &(0..system.size).collect::<Vec<_>>(),
            4,
            out,
        );
    } else {
        out.push_str("    fields:\n");
        for field in 0..system.size {
            write_field(catalogue, number, field, chance, out);
        }
    }
}

/// Writes for some systems how sure the statement is.
fn write_remarks(number: usize, chance: &mut Chance, out: &mut String) {
    match chance.below(20) {
        0..3 => out.push_str("    confidence: confirmed\n"),
        3..7 => writeln!(
            out,
            "    source: https://example.org/register/{}",
            number + 1
        )
        .expect("writing to a string"),
        7 => out.push_str("    notes: Owner still to be asked about the years before 2020.\n"),
        8 => out.push_str("    tags: [pilot]\n"),
        _ => {}
    }
}

fn write_people(people: People, chance: &mut Chance, out: &mut String) {
    if people.is_unstated() || chance.percent(6) {
        return;
    }
    let other = people.varied(chance);
    let union = chance.percent(15) && other != people && !other.is_unstated();
    out.push_str("    covers:");
    let start = if union || chance.percent(25) {
        "\n      - "
    } else {
        " "
    };
    out.push_str(start);
    people.write(out);
    if union {
        out.push_str(start);
        other.write(out);
    }
    out.push('\n');
}

/// Writes `fields: [..]` with the ids of these fields, wrapped at the width of a page.
pub(crate) fn write_list(
    catalogue: &Catalogue,
    system: usize,
    fields: &[usize],
    indent: usize,
    out: &mut String,
) {
    let mut line = out.len();
    write!(out, "{:indent$}fields: [", "").expect("writing to a string");
    for (place, field) in fields.iter().enumerate() {
        if place > 0 {
            out.push(',');
            if out.len() - line > WIDTH {
                out.push('\n');
                line = out.len();
                write!(out, "{:1$}", "", indent + 2).expect("writing to a string");
            } else {
                out.push(' ');
            }
        }
        catalogue.write_id(system, *field, out);
    }
    out.push_str("]\n");
}

/// Writes one field in one of its forms.
fn write_field(
    catalogue: &Catalogue,
    system: usize,
    field: usize,
    chance: &mut Chance,
    out: &mut String,
) {
    out.push_str("      ");
    catalogue.write_id(system, field, out);
    out.push(':');
    let rank = catalogue.rank(system, field);
    let plain = catalogue.is_plain(system, field);
    match chance.below(100) {
        0..62 if plain => {}
        0..62 => {
            write!(out, " {}", catalogue.glossary.terms[rank].id).expect("writing to a string");
        }
        62..84 => write_inline(catalogue, rank, plain, chance, out),
        _ => {
            out.push('\n');
            write_block(catalogue, rank, chance, out);
            return;
        }
    }
    out.push('\n');
}

/// The type of a field: that of its term, or text for a few.
fn kind_of(catalogue: &Catalogue, rank: usize, chance: &mut Chance) -> &'static str {
    if chance.percent(4) {
        "text"
    } else {
        catalogue.glossary.terms[rank].kind
    }
}

/// The code list of a field: that of its term, or the shorter version of it for a few.
fn codes_of(catalogue: &Catalogue, rank: usize, chance: &mut Chance) -> Option<String> {
    let number = catalogue.glossary.terms[rank].codes?;
    let version = codes::version_of(number, catalogue.glossary.lists);
    Some(codes::list_id(if chance.percent(30) {
        version.unwrap_or(number)
    } else {
        number
    }))
}

fn write_inline(
    catalogue: &Catalogue,
    rank: usize,
    plain: bool,
    chance: &mut Chance,
    out: &mut String,
) {
    out.push_str(" {");
    if !plain {
        write!(out, "term: {}, ", catalogue.glossary.terms[rank].id).expect("writing to a string");
    }
    let kind = kind_of(catalogue, rank, chance);
    write!(out, "type: {kind}").expect("writing to a string");
    if kind == "code" {
        if let Some(codes) = codes_of(catalogue, rank, chance) {
            write!(out, ", codes: {codes}").expect("writing to a string");
        }
    } else if kind == "duration" && chance.percent(60) {
        write!(
            out,
            ", unit: {}",
            chance.among(&["days", "hours", "minutes"])
        )
        .expect("writing to a string");
    }
    if chance.percent(20) {
        out.push_str(", required: true");
    }
    out.push('}');
}

fn write_block(catalogue: &Catalogue, rank: usize, chance: &mut Chance, out: &mut String) {
    let term = &catalogue.glossary.terms[rank];
    if chance.percent(60) {
        writeln!(out, "        name: {}", name_of(&term.id)).expect("writing to a string");
    }
    writeln!(out, "        term: {}", term.id).expect("writing to a string");
    if chance.percent(55) {
        let definition = catalogue.glossary.definition(rank, chance);
        writeln!(out, "        definition: {definition}").expect("writing to a string");
    }
    let kind = kind_of(catalogue, rank, chance);
    writeln!(out, "        type: {kind}").expect("writing to a string");
    if kind == "code"
        && let Some(codes) = codes_of(catalogue, rank, chance)
    {
        writeln!(out, "        codes: {codes}").expect("writing to a string");
    }
    if kind == "duration" {
        writeln!(out, "        unit: {}", chance.among(&["days", "hours"]))
            .expect("writing to a string");
    }
    if chance.percent(6) {
        let covers = chance.among(&[
            "{after_discharge: 0..30}",
            "{after_discharge: ..12 months}",
            "{age: 18+}",
            "{counted_by: registration}",
        ]);
        writeln!(out, "        covers: {covers}").expect("writing to a string");
    }
    if chance.percent(25) {
        out.push_str("        required: true\n");
    }
}
