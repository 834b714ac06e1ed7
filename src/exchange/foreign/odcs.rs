//! Open Data Contract Standard, version 3: one contract with its tables and their properties.

use super::draft::{Draft, within};
use super::omop::say_kind;
use super::tree::Tree;
use super::{Content, Format, Part};
use crate::read::syntax::Written;

pub(super) static FORMAT: Format = Format {
    name: "odcs",
    title: "Open Data Contract Standard (YAML or JSON)",
    editions: "3.0 and 3.1; another edition is read all the same and told, edition 2 is refused",
    parts: &[&CONTRACT, &TEAM, &OBJECT, &PROPERTY],
    is: |content| {
        let kind = |tree: &Tree| tree.text("kind") == "DataContract";
        let old =
            |tree: &Tree| tree.has(&["datasetName", "quantumName"]) && tree.has(&["apiVersion"]);
        content.tree().is_some_and(|tree| kind(tree) || old(tree))
    },
    read,
};

static CONTRACT: Part = Part {
    of: "a contract",
    read: &[
        ("apiVersion, kind", "the edition of the standard"),
        ("version", "part of the source of each entry"),
        (
            "schema",
            "systems; with several or none, the contract is the system that they are part of",
        ),
        ("name, id", "the name of that system"),
        ("dataProduct, domain, tenant, description", "remarks"),
        ("status", "a remark"),
        ("tags", "`tags`"),
        ("team", "a remark with the name of the team"),
    ],
    left: &[
        ("servers", "where a database stands is not part of the map"),
        (
            "slaProperties, slaDefaultElement",
            "flow files keep delays and frequencies with flows, and a contract names no flow",
        ),
        (
            "support, price, roles",
            "channels, prices and access rights are not part of the map",
        ),
        (
            "authoritativeDefinitions, customProperties, contractCreatedTs",
            "they are notes for other programs",
        ),
    ],
};

static TEAM: Part = Part {
    of: "a team",
    read: &[("name, description", "a remark")],
    left: &[
        ("members", "names of persons are not taken into a map"),
        (
            "id, tags, customProperties, authoritativeDefinitions",
            "they are notes for other programs",
        ),
    ],
};

static OBJECT: Part = Part {
    of: "a table",
    read: &[
        ("name", "a system"),
        ("businessName", "its name for people"),
        (
            "description, dataGranularityDescription, physicalName",
            "remarks",
        ),
        ("tags", "`tags`"),
        ("properties", "its fields"),
        (
            "authoritativeDefinitions",
            "remarks, where they are business definitions",
        ),
    ],
    left: &[
        (
            "id, logicalType, physicalType",
            "they say how the table is stored",
        ),
        ("quality", "a check of the data is no flow of data"),
        ("relationships", "a key between tables moves no data"),
        ("customProperties", "they are notes for other programs"),
    ],
};

static PROPERTY: Part = Part {
    of: "a property",
    read: &[
        (
            "name",
            "a field; inside another property, its name begins with that of the other",
        ),
        ("businessName", "its name for people"),
        ("description", "`definition`"),
        ("logicalType, physicalType", "`type`"),
        ("required", "`required`"),
        ("tags", "`tags`"),
        ("properties, items", "further fields"),
        (
            "transformSourceObjects",
            "flows from the tables named; the fields are not named, so they are not listed",
        ),
        ("transformDescription", "a remark on the field"),
        (
            "authoritativeDefinitions",
            "remarks, where they are business definitions",
        ),
    ],
    left: &[
        (
            "id, physicalName, primaryKey, primaryKeyPosition, unique, partitioned, partitionKeyPosition, logicalTypeOptions, encryptedName",
            "they say how the property is stored",
        ),
        (
            "classification, criticalDataElement",
            "flow files have no key for how sensitive a field is",
        ),
        ("quality", "a check of the data is no flow of data"),
        ("relationships", "a key between tables moves no data"),
        (
            "examples",
            "these are values, which may be of real records; they are never copied",
        ),
        ("transformLogic", "program text is not read"),
        ("customProperties", "they are notes for other programs"),
        (
            "groups of properties",
            "the fields in them are read; the group holds no value of its own",
        ),
    ],
};

/// The keys that a contract must have.
const NEEDED: [&str; 4] = ["apiVersion", "id", "version", "status"];

fn read(content: &Content, draft: &mut Draft<'_>) {
    let Some(contract) = content.tree() else {
        return;
    };
    let edition = contract.text("apiVersion").trim_start_matches('v');
    if edition.starts_with("2.") || contract.text("kind") != "DataContract" {
        let message = format!(
            "this contract is written in edition {edition} of the standard, and edition 3 is read"
        );
        draft.fault(
            contract.at,
            message,
            "bring it to edition 3 with the tool that wrote it",
        );
        return;
    }
    if !edition.is_empty() && !edition.starts_with("3.0") && !edition.starts_with("3.1") {
        let message =
            format!("edition {edition} of the standard is not known to flowmap; it is read as 3.1");
        draft.remark(
            contract.get(&["apiVersion"]).at,
            message,
            "look closely at what is left out",
        );
    }
    for key in NEEDED.iter().filter(|key| contract.text(key).is_empty()) {
        let message = format!("this contract has no `{key}`, which the standard demands");
        draft.fault(
            contract.at,
            message,
            format!("add a line `{key}:` to the contract"),
        );
    }
    if draft.is_faulty() {
        return;
    }
    draft.edition(&format!("version {}", contract.text("version")));
    draft.keys(&CONTRACT, contract);
    let objects = contract.get(&["schema"]).items();
    let whole = (objects.len() != 1).then(|| {
        let name = contract.first_text(&["name", "id"]);
        draft.system("", name, name)
    });
    for object in objects {
        self::object(draft, object, whole);
    }
    let named = objects
        .first()
        .map(|object| object.text("name"))
        .and_then(|name| draft.known_system(name));
    if let Some(system) = whole.or(named) {
        about(draft, system, contract);
    }
}

/// Reads the statements on the whole contract: they belong to its one table, or to the system of the contract.
fn about(draft: &mut Draft<'_>, system: usize, contract: &Tree) {
    let team = contract.get(&["team"]);
    if team.is_mapping() {
        draft.keys(&TEAM, team);
    } else {
        draft.leave(&TEAM, "members", team.items().len());
    }
    let description = contract.get(&["description"]);
    let entry = draft.at(system);
    entry.note(description.said());
    for (heading, key) in [
        ("Purpose", "purpose"),
        ("Limits", "limitations"),
        ("Use", "usage"),
    ] {
        entry.remark(heading, description.text(key));
    }
    let said = [
        ("Data product", "dataProduct"),
        ("Domain", "domain"),
        ("Tenant", "tenant"),
        ("State of the contract", "status"),
    ];
    for (heading, key) in said {
        entry.remark(heading, contract.text(key));
    }
    entry.remark("Team", team.text("name"));
    entry.tag(contract.texts("tags"));
}

fn object(draft: &mut Draft<'_>, object: &Tree, whole: Option<usize>) {
    draft.keys(&OBJECT, object);
    let Some(name) = draft.needed(object, "name", "table") else {
        return;
    };
    if draft
        .known_system(name)
        .is_some_and(|known| !draft.at(known).fields().is_empty())
    {
        draft.fault(
            object.at,
            format!("the table `{name}` is written twice"),
            "put the two together",
        );
        return;
    }
    let system = draft.system(name, name, object.first_text(&["businessName", "name"]));
    if let Some(whole) = whole {
        draft.part_of(system, whole);
    }
    let entry = draft.at(system);
    entry.note(object.text("description"));
    entry.remark("One row is", object.text("dataGranularityDescription"));
    entry.remark("Stored as", object.text("physicalName"));
    entry.tag(object.texts("tags"));
    definitions(entry, object);
    for property in object.get(&["properties"]).items() {
        self::property(draft, system, property, "");
    }
}

fn definitions(entry: &mut super::entries::Entry, tree: &Tree) {
    for definition in tree.get(&["authoritativeDefinitions"]).items() {
        if definition.text("type") == "businessDefinition" {
            entry.remark("Business definition", definition.text("url"));
        }
    }
}

/// Reads a property and those inside it. `before` is the name of the property around it.
fn property(draft: &mut Draft<'_>, system: usize, property: &Tree, before: &str) {
    draft.keys(&PROPERTY, property);
    let Some(name) = draft.needed(property, "name", "property") else {
        return;
    };
    let name = within(before, name);
    let items = property.get(&["items", "properties"]).items();
    let inner = property.get(&["properties"]).items().iter().chain(items);
    let inner: Vec<&Tree> = inner.collect();
    if !inner.is_empty() {
        draft.leave(&PROPERTY, "groups of properties", 1);
        for one in inner {
            self::property(draft, system, one, &name);
        }
        return;
    }
    if draft.at(system).fields().find(&name).is_some() {
        draft.fault(
            property.at,
            format!("the property `{name}` is written twice"),
            "put the two together",
        );
        return;
    }
    let entry = draft.field(system, &name);
    entry.say("name", property.text("businessName"));
    entry.say("definition", property.text("description"));
    let logical = property.text("logicalType");
    let has_type = super::kinds::kind(logical).is_some();
    let kind = if has_type || property.text("physicalType").is_empty() {
        logical
    } else {
        property.text("physicalType")
    };
    say_kind(entry, kind);
    if let Some(required) = property.get(&["required"]).truth() {
        entry.put("required", Written::Truth(required));
    }
    entry.remark(
        "How it is worked out",
        property.text("transformDescription"),
    );
    entry.tag(property.texts("tags"));
    definitions(entry, property);
    for source in property.get(&["transformSourceObjects"]).items() {
        let source = source.said();
        if !source.is_empty() {
            let from = draft.system(source, source, source);
            draft.flow(from, system, "");
        }
    }
}
