//! The ground one kind of case is planted in: sections of a flow file that fill up case by case.
use crate::generate::Planted;
use std::fmt::Write;

/// How most planted flows are sent, as the keys that follow a flow's fields.
pub(super) const UPLOAD: &str = "method: upload, every: month, lag: 2 weeks, basis: Planted Act section 1, contains: personal, confidence: confirmed";

/// As `UPLOAD`, but typed again by a person.
pub(super) const FORM: &str = "method: form, every: month, lag: 2 weeks, basis: Planted Act section 1, contains: personal, confidence: confirmed";

/// People stated on every dimension of the map.
pub(super) fn people(setting: &str, area: &str, after_discharge: &str) -> String {
    format!(
        "{{setting: {setting}, legal_status: all, area: {area}, age: all, after_discharge: {after_discharge}, counted_by: occurrence}}"
    )
}

/// The people of all cases in which people do not matter.
pub(super) fn everyone() -> String {
    people("all", "england", "all")
}

/// Sections under way, and the truth about them.
#[derive(Default)]
pub(super) struct Plot {
    organisations: String,
    terms: String,
    systems: String,
    flows: String,
    needs: String,
    /// What must and must not be found.
    pub(super) truth: Vec<Planted>,
}

impl Plot {
    /// The sections as one flow file; empty ones are left out.
    pub(super) fn text(&self) -> String {
        let sections = [
            ("organisations", &self.organisations),
            ("terms", &self.terms),
            ("systems", &self.systems),
            ("flows", &self.flows),
            ("needs", &self.needs),
        ];
        let written = sections.iter().filter(|(_, text)| !text.is_empty());
        written.fold(String::new(), |file, (name, text)| {
            file + name + ":\n" + text
        })
    }

    /// An organisation.
    pub(super) fn organisation(&mut self, id: &str) {
        line(
            &mut self.organisations,
            &format!("  {id}: Organisation {}", id.replace('_', " ")),
        );
    }

    /// A term; `keys` are further keys, each opened by a comma.
    pub(super) fn term(&mut self, id: &str, keys: &str) {
        let words = id.replace('_', " ");
        line(
            &mut self.terms,
            &format!(
                "  {id}: {{name: Date of {words}, definition: The day of {words}., of: {words}{keys}}}"
            ),
        );
    }

    /// A record system with one or more fields, captured in it.
    pub(super) fn record(&mut self, id: &str, owner: &str, covers: &str, fields: &[&str]) {
        let keys = format!("kind: record, owner: {owner}, captured: 1 day");
        self.system(id, &keys, covers, fields);
    }

    /// A collection with one or more fields.
    pub(super) fn collection(&mut self, id: &str, owner: &str, covers: &str, fields: &[&str]) {
        self.system(
            id,
            &format!("kind: collection, owner: {owner}"),
            covers,
            fields,
        );
    }

    /// A system with the given keys; each field's term has the field's own id.
    pub(super) fn system(&mut self, id: &str, keys: &str, covers: &str, fields: &[&str]) {
        let words = id.replace('_', " ");
        let out = &mut self.systems;
        line(out, &format!("  {id}:\n    name: System {words}"));
        for key in keys.split(", ") {
            line(out, &format!("    {key}"));
        }
        line(
            out,
            &format!(
                "    covers: {covers}\n    level: record\n    confidence: confirmed\n    fields:"
            ),
        );
        for field in fields {
            let words = field.replace('_', " ");
            line(
                out,
                &format!("      {field}: {{type: date, definition: The day of {words}.}}"),
            );
        }
    }

    /// A flow of one field that has the same id at both ends.
    pub(super) fn flow(&mut self, from: &str, to: &str, field: &str, keys: &str) {
        line(
            &mut self.flows,
            &format!("  - {{from: {from}, to: {to}, fields: [{field}], {keys}}}"),
        );
    }

    /// A need for one term; without any truth about it.
    pub(super) fn need(&mut self, id: &str, who: &str, term: &str, covers: &str) {
        let keys = "within: 12 months, level: record, every: year";
        line(
            &mut self.needs,
            &format!(
                "  {id}:\n    {{who: {who}, question: When did it happen?, terms: [{term}], covers: {covers}, {keys}}}"
            ),
        );
    }

    /// A need of the owner of a system for a term it holds about the same people: it is met, and puts the field to use.
    pub(super) fn use_of(&mut self, system: &str, owner: &str, term: &str, covers: &str) {
        let id = format!("{system}_use");
        self.need(&id, owner, term, covers);
        self.silent("unmet-need", &id);
    }

    /// The rule must find these subjects.
    pub(super) fn found(&mut self, rule: &str, subjects: &str) {
        self.truth.push(Planted {
            rule: rule.to_string(),
            name: format!("{rule}/{subjects}"),
            expect: true,
        });
    }

    /// The rule must not report these subjects.
    pub(super) fn silent(&mut self, rule: &str, subjects: &str) {
        self.truth.push(Planted {
            rule: rule.to_string(),
            name: format!("{rule}/{subjects}"),
            expect: false,
        });
    }
}

fn line(out: &mut String, text: &str) {
    writeln!(out, "{text}").expect("writing to a string");
}
