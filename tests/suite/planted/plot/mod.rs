//! A file under construction for one kind of case: sections of a flow file that grow case by case.
//!
//! In every text given to it, `@` is replaced with the start of the ids of the current case.

mod truth;

use crate::planted::Planted;
use flowmap::sample::Chance;
use std::fmt::Write;

/// The keys of most planted needs besides askers, terms and people.
const NEED: &str = "within: 24 months, level: record, every: year";

/// The areas that cases are in.
const AREAS: [&str; 5] = [
    "england",
    "wales",
    "great_britain",
    "[england, wales]",
    "all",
];

/// Sections under construction, and the expected findings.
pub(super) struct Plot {
    organisations: String,
    terms: String,
    code_lists: String,
    mappings: String,
    systems: String,
    flows: String,
    needs: String,
    /// The findings that must and must not be made.
    pub(super) truth: Vec<Planted>,
    /// Draws the differences between cases.
    pub(super) chance: Chance,
    /// The start of all ids of the case.
    start: String,
    /// Whether the statements of the case are confirmed by their owners, so that findings from them are certain.
    is_sure: bool,
    /// The area the case is in.
    area: &'static str,
    /// The frequency and lag of its electronic flows.
    rhythm: String,
}

impl Plot {
    /// An empty file.
    pub(super) fn new(chance: Chance) -> Self {
        Self {
            organisations: String::new(),
            terms: String::new(),
            code_lists: String::new(),
            mappings: String::new(),
            systems: String::new(),
            flows: String::new(),
            needs: String::new(),
            truth: Vec::new(),
            chance,
            start: String::new(),
            is_sure: true,
            area: "england",
            rhythm: String::new(),
        }
    }

    /// Begins the next case, and draws its certainty, its area and the rhythm of its flows.
    pub(super) fn begin(&mut self, start: String) {
        self.start = start;
        self.is_sure = self.chance.percent(60);
        self.area = self.chance.among(&AREAS);
        let every = self.chance.among(&["week", "month"]);
        let lag = self.chance.among(&["1 day", "2 weeks", "P3D", "1 month"]);
        self.rhythm = format!("every: {every}, lag: {lag}");
    }

    /// The sections as one flow file; empty ones are left out.
    pub(super) fn text(&self) -> String {
        let sections = [
            ("organisations", &self.organisations),
            ("terms", &self.terms),
            ("code_lists", &self.code_lists),
            ("mappings", &self.mappings),
            ("systems", &self.systems),
            ("flows", &self.flows),
            ("needs", &self.needs),
        ];
        let written = sections.iter().filter(|(_, text)| !text.is_empty());
        written.fold(String::new(), |file, (name, text)| {
            file + name + ":\n" + text
        })
    }

    pub(super) fn named(&self, text: &str) -> String {
        text.replace('@', &self.start)
    }

    /// `, confidence: confirmed` if the case is certain.
    fn evidence(&self) -> &'static str {
        ["", ", confidence: confirmed"][usize::from(self.is_sure)]
    }

    /// People stated on every dimension: everyone in the area of the case, restricted by `said`, such as `setting: inpatient; age: 18+`;
    /// `-` leaves a dimension unstated.
    pub(super) fn whom(&self, said: &str) -> String {
        let mut dimensions = [
            ("setting", "all"),
            ("legal_status", "all"),
            ("area", self.area),
            ("age", "all"),
            ("after_discharge", "all"),
            ("after_last_contact", "all"),
            ("counted_by", "occurrence"),
        ];
        for (name, value) in said.split("; ").filter_map(|part| part.split_once(": ")) {
            let mut known = dimensions.iter_mut().filter(|(known, _)| *known == name);
            known.next().expect("a dimension of the map").1 = value;
        }
        let stated = dimensions.iter().filter(|(_, value)| *value != "-");
        let stated: Vec<String> = stated
            .map(|(name, value)| format!("{name}: {value}"))
            .collect();
        format!("{{{}}}", stated.join(", "))
    }

    /// The keys of a flow between machines; `further` are further keys, each with a comma before it.
    pub(super) fn sent(&mut self, further: &str) -> String {
        let method = self.chance.among(&["extract", "interface", "upload"]);
        format!("method: {method}, {}{}", self.kept(), self.named(further))
    }

    /// The keys of a flow that a person types again.
    pub(super) fn typed(&mut self, further: &str) -> String {
        let method = self.chance.among(&["form", "email", "manual"]);
        format!("method: {method}, {}{}", self.kept(), self.named(further))
    }

    fn kept(&self) -> String {
        format!(
            "{}, {}",
            self.rhythm, "basis: Planted Act section 1, contains: personal"
        )
    }

    /// An organisation.
    pub(super) fn organisation(&mut self, id: &str) {
        self.body(id, "");
    }

    /// An organisation with further keys, each with a comma before it.
    pub(super) fn body(&mut self, id: &str, keys: &str) {
        let (id, keys, evidence) = (self.named(id), self.named(keys), self.evidence());
        let words = id.replace('_', " ");
        line(
            &mut self.organisations,
            &format!("  {id}: {{name: Organisation {words}{keys}{evidence}}}"),
        );
    }

    /// The provider and the body that most cases are about.
    pub(super) fn provider_and_body(&mut self) {
        self.organisation("@_provider");
        self.organisation("@_body");
    }

    /// The provider, the body, the case's term, and `pair`.
    pub(super) fn new_pair(&mut self, record: &str, collection: &str) {
        self.new_pair_of((record, &["@_term"]), (collection, &["@_term"]));
    }

    /// The provider, the body, the case's term, and `pair_of`.
    pub(super) fn new_pair_of(&mut self, record: (&str, &[&str]), collection: (&str, &[&str])) {
        self.provider_and_body();
        self.term("@_term", "");
        self.pair_of(record, collection);
    }

    /// The provider's record and the body's collection of the case's term, about these people.
    pub(super) fn pair(&mut self, record: &str, collection: &str) {
        self.pair_of((record, &["@_term"]), (collection, &["@_term"]));
    }

    /// The provider's record and the body's collection, each with its people and its fields.
    pub(super) fn pair_of(&mut self, record: (&str, &[&str]), collection: (&str, &[&str])) {
        self.record("@_record", "@_provider", record.0, record.1);
        self.collection("@_collection", "@_body", collection.0, collection.1);
    }

    /// A store of the case's term, between a record and a collection.
    pub(super) fn store(&mut self, owner: &str, covers: &str) {
        let keys = format!("kind: other, owner: {owner}, level: record");
        self.system("@_store", &keys, covers, &["@_term"]);
    }

    /// A term; `keys` are further keys, each with a comma before it. Without `of`, each term gets a thing of its own.
    pub(super) fn term(&mut self, id: &str, keys: &str) {
        let (id, keys) = (self.named(id), self.named(keys));
        let words = id.replace('_', " ");
        let of = if keys.contains(", of: ") {
            String::new()
        } else {
            format!(", of: {words}")
        };
        line(
            &mut self.terms,
            &format!(
                "  {id}: {{name: Date of {words}, definition: The day of {words}.{of}{keys}}}"
            ),
        );
    }

    /// A term with nothing stated but its `of`.
    pub(super) fn bare_term(&mut self, id: &str) {
        let text = self.named(&format!("  {id}: {{of: person}}"));
        line(&mut self.terms, &text);
    }

    /// A code list with its codes, such as `A: Apple, B: Pear`.
    pub(super) fn code_list(&mut self, id: &str, values: &str) {
        let text = format!("  {}: {{values: {{{values}}}}}", self.named(id));
        line(&mut self.code_lists, &text);
    }

    /// A crosswalk with its pairs, such as `A: {X: exact}`.
    pub(super) fn mapping(&mut self, from: &str, to: &str, pairs: &str) {
        let text = format!(
            "  - {{from: {from}, to: {to}, pairs: {{{pairs}}}{}}}",
            self.evidence()
        );
        let text = self.named(&text);
        line(&mut self.mappings, &text);
    }

    /// A record system with one or more fields, captured in it.
    pub(super) fn record(&mut self, id: &str, owner: &str, covers: &str, fields: &[&str]) {
        let keys = format!("kind: record, owner: {owner}, captured: 1 day, level: record");
        self.system(id, &keys, covers, fields);
    }

    /// A collection with one or more fields.
    pub(super) fn collection(&mut self, id: &str, owner: &str, covers: &str, fields: &[&str]) {
        let keys = format!("kind: collection, owner: {owner}, level: record");
        self.system(id, &keys, covers, fields);
    }

    /// A system with the given keys. A field is an id, which is also that of its term, or it is written in full as `id: {..}`. Without any
    /// field the system does not list its fields.
    pub(super) fn system(&mut self, id: &str, keys: &str, covers: &str, fields: &[&str]) {
        let id = self.named(id);
        let mut text = format!("  {id}:\n    name: System {}\n", id.replace('_', " "));
        for key in keys.split(", ") {
            writeln!(text, "    {key}").expect("writing to a string");
        }
        writeln!(text, "    covers: {covers}").expect("writing to a string");
        if self.is_sure {
            text.push_str("    confidence: confirmed\n");
        }
        if !fields.is_empty() {
            text.push_str("    fields:\n");
        }
        for field in fields {
            if field.contains(": ") {
                writeln!(text, "      {field}").expect("writing to a string");
                continue;
            }
            let words = self.named(field).replace('_', " ");
            writeln!(
                text,
                "      {field}: {{type: date, definition: The day of {words}.}}"
            )
            .expect("writing to a string");
        }
        let text = self.named(&text);
        self.systems.push_str(&text);
    }

    /// As `system`, with the certainty stated in the keys.
    pub(super) fn unsure_system(&mut self, id: &str, keys: &str, covers: &str, fields: &[&str]) {
        let is_sure = std::mem::replace(&mut self.is_sure, false);
        self.system(id, keys, covers, fields);
        self.is_sure = is_sure;
    }

    /// As `bare_flow`, with the certainty stated in the keys.
    pub(super) fn unsure_flow(&mut self, from: &str, to: &str, keys: &str) {
        let is_sure = std::mem::replace(&mut self.is_sure, false);
        self.bare_flow(from, to, keys);
        self.is_sure = is_sure;
    }

    /// A flow of fields, written as in a list.
    pub(super) fn flow(&mut self, from: &str, to: &str, fields: &str, keys: &str) {
        self.bare_flow(from, to, &format!("fields: [{fields}], {keys}"));
    }

    /// A flow with these keys and no others.
    pub(super) fn bare_flow(&mut self, from: &str, to: &str, keys: &str) {
        let text = format!("  - {{from: {from}, to: {to}, {keys}{}}}", self.evidence());
        let text = self.named(&text);
        line(&mut self.flows, &text);
    }

    /// An electronic flow of the case's term between two of its systems, named by the ends of their ids.
    pub(super) fn send(&mut self, from: &str, to: &str, further: &str) {
        self.pass(&format!("@_{from}"), &format!("@_{to}"), "@_term", further);
    }

    /// An electronic flow of these fields.
    pub(super) fn pass(&mut self, from: &str, to: &str, fields: &str, further: &str) {
        let keys = self.sent(further);
        self.flow(from, to, fields, &keys);
    }

    /// An electronic flow that does not list its fields.
    pub(super) fn pass_unlisted(&mut self, from: &str, to: &str, further: &str) {
        let keys = self.sent(further);
        self.bare_flow(from, to, &keys);
    }

    /// A need without expected findings; if `keys` is empty, it has the keys of most needs.
    pub(super) fn need(&mut self, id: &str, who: &str, terms: &str, covers: &str, keys: &str) {
        let keys = if keys.is_empty() { NEED } else { keys };
        let evidence = self.evidence();
        let text = format!(
            "  {id}:\n    {{who: {who}, question: When did it happen?, terms: [{terms}], covers: {covers}, {keys}{evidence}}}"
        );
        let text = self.named(&text);
        line(&mut self.needs, &text);
    }

    /// A need of the owner of a system for terms it holds about these people: it is met, so the fields count as used.
    pub(super) fn use_of(&mut self, system: &str, owner: &str, terms: &str, covers: &str) {
        let id = format!("{system}_use");
        self.need(&id, owner, terms, covers, "");
        self.silent("unmet-need", &id);
    }

    /// The body uses its collection of the case's term.
    pub(super) fn used(&mut self, covers: &str) {
        self.use_of("@_collection", "@_body", "@_term", covers);
    }

    /// The body's need for the case's term, without expected findings.
    pub(super) fn asked(&mut self, covers: &str, keys: &str) {
        self.need("@_need", "@_body", "@_term", covers, keys);
    }
}

fn line(out: &mut String, text: &str) {
    writeln!(out, "{text}").expect("writing to a string");
}
