//! A part of a map in which everything is stated and there is nothing to find, whatever its size.
use flowmap::sample::Chance;
use std::fmt::Write;

/// Everyone, stated on every dimension.
const EVERYONE: &str = "{setting: all, legal_status: all, area: england, age: all, after_discharge: all, after_last_contact: all, counted_by: occurrence}";

/// The number of terms that some providers have in common.
const COMMON: usize = 12;

/// The number of chains in one file.
const CHAINS_A_FILE: usize = 200;

/// The sections of one file.
#[derive(Default)]
struct Sections {
    organisations: String,
    terms: String,
    systems: String,
    flows: String,
    needs: String,
}

/// Adds chains of systems until they hold `fields` fields: a provider's record that several bodies pass on to each other, and the last of
/// them needs all of it. No body is in two chains. Some terms are recorded by many providers, each about its own people, as trusts do.
pub(super) fn grow(seed: u64, fields: usize, files: &mut Vec<(String, String)>) {
    let mut chance = Chance::of(seed, 900);
    let (mut held, mut chains) = (0, 0);
    let mut sections = Sections::default();
    for number in 1..=COMMON.min(fields) {
        term(&mut sections, &format!("quiet_common_{number}"), "");
    }
    while held < fields {
        chains += 1;
        held += chain(chains, &mut chance, &mut sections);
        if chains % CHAINS_A_FILE == 0 || held >= fields {
            let file = format!("quiet/chains_{:04}.yaml", chains.div_ceil(CHAINS_A_FILE));
            let text = std::mem::take(&mut sections).text();
            files.push((file, text));
        }
    }
}

impl Sections {
    fn text(self) -> String {
        let sections = [
            ("organisations", self.organisations),
            ("terms", self.terms),
            ("systems", self.systems),
            ("flows", self.flows),
            ("needs", self.needs),
        ];
        let written = sections.into_iter().filter(|(_, text)| !text.is_empty());
        written.fold(String::new(), |file, (name, text)| {
            file + name + ":\n" + &text
        })
    }
}

fn term(sections: &mut Sections, id: &str, keys: &str) {
    let words = id.replace('_', " ");
    writeln!(
        sections.terms,
        "  {id}: {{name: Date of {words}, definition: The day of {words}., of: {words}{keys}}}"
    )
    .expect("writing to a string");
}

/// One chain; returns the number of its fields.
fn chain(number: usize, chance: &mut Chance, sections: &mut Sections) -> usize {
    let start = format!("quiet_{number}");
    let mut terms: Vec<String> = (1..=2 + chance.below(20))
        .map(|place| format!("{start}_term_{place}"))
        .collect();
    for id in &terms {
        term(sections, id, "");
    }
    if chance.percent(30) {
        terms.push(format!("quiet_common_{}", 1 + chance.below(COMMON)));
    }
    if chance.percent(60) {
        let id = format!("{start}_number");
        term(sections, &id, ", identifier: true");
        terms.push(id);
    }
    let length = 2 + chance.below(4);
    for place in 0..length {
        link(&start, place, &terms, chance, sections);
    }
    writeln!(
        sections.needs,
        "  {start}_need:\n    {{who: {start}_body_{}, question: When did it happen?, terms: [{}], covers: {EVERYONE}, within: 24 months, level: record}}",
        length - 1,
        terms.join(", ")
    )
    .expect("writing to a string");
    length * terms.len()
}

/// One system of a chain, its owner, and the flow into it.
fn link(start: &str, place: usize, terms: &[String], chance: &mut Chance, out: &mut Sections) {
    let (body, system) = (
        format!("{start}_body_{place}"),
        format!("{start}_system_{place}"),
    );
    let words = system.replace('_', " ");
    let (kind, of_body) = match place {
        0 => ("record\n    captured: 1 day", ", kind: provider"),
        1 => ("collection", ""),
        _ => (
            chance.among(&["collection", "register", "analysis", "linkage", "other"]),
            "",
        ),
    };
    writeln!(
        out.organisations,
        "  {body}: {{name: Body of {words}{of_body}}}"
    )
    .expect("writing to a string");
    writeln!(
        out.systems,
        "  {system}:\n    name: System {words}\n    kind: {kind}\n    owner: {body}\n    covers: {EVERYONE}\n    level: record\n    fields: [{}]",
        terms.join(", ")
    )
    .expect("writing to a string");
    if place == 0 {
        return;
    }
    let (method, every) = (
        chance.among(&["extract", "interface", "upload"]),
        chance.among(&["event", "day", "week", "month"]),
    );
    writeln!(
        out.flows,
        "  - {{from: {start}_system_{}, to: {system}, fields: [{}], method: {method}, every: {every}, lag: 2 weeks, basis: Quiet Act, contains: personal}}",
        place - 1,
        terms.join(", ")
    )
    .expect("writing to a string");
}
