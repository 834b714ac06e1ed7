//! Fides: data sets, systems and organisations in its YAML resource files.

mod parts;

use self::parts::{COLLECTION, DATASET, DECLARATION, END, FIELD, FILE, META, ORGANISATION, SYSTEM};
use std::collections::BTreeMap;

use super::draft::{Draft, within};
use super::omop::say_kind;
use super::tree::Tree;
use super::{Content, Format};

pub(super) static FORMAT: Format = Format {
    name: "fides",
    title: "Fides resource files (YAML)",
    editions: "resource files of Fides 2; the file itself states no version",
    parts: &[
        &FILE,
        &ORGANISATION,
        &DATASET,
        &COLLECTION,
        &FIELD,
        &META,
        &SYSTEM,
        &END,
        &DECLARATION,
    ],
    is,
    read,
};

/// Keys by which a resource file is known.
const SECTIONS: [&str; 9] = [
    "dataset",
    "system",
    "organization",
    "policy",
    "data_category",
    "data_use",
    "data_subject",
    "data_qualifier",
    "evaluation",
];

/// True for a file with a section of resources, of which one has a key.
fn is(content: &Content) -> bool {
    let has_key = |tree: &Tree| tree.items().iter().any(|one| one.has(&["fides_key"]));
    let tree = content.tree();
    tree.is_some_and(|tree| SECTIONS.iter().any(|key| has_key(tree.get(&[key]))))
}

fn read(content: &Content, draft: &mut Draft<'_>) {
    let Some(tree) = content.tree() else { return };
    draft.keys(&FILE, tree);
    let section = |key: &str| tree.get(&[key]).items().iter();
    let mut organisations = BTreeMap::new();
    for one in section("organization") {
        draft.keys(&ORGANISATION, one);
        if let Some(key) = key(draft, one) {
            let entry = draft.organisation(key, key);
            entry.say("name", one.text("name"));
            entry.note(one.text("description"));
            entry.tag(one.texts("tags"));
            organisations.insert(key, entry.slug.clone());
        }
    }
    for one in section("dataset") {
        dataset(draft, one, &organisations);
    }
    let systems: Vec<(&str, &Tree)> = section("system")
        .filter_map(|one| Some((key(draft, one)?, one)))
        .collect();
    for (key, one) in &systems {
        system(draft, key, one);
    }
    for (key, one) in systems {
        flows(draft, key, one);
    }
}

/// The key of a resource; `None`, with a fault, if it has none.
fn key<'t>(draft: &mut Draft<'_>, tree: &'t Tree) -> Option<&'t str> {
    draft.needed(tree, "fides_key", "entry")
}

/// The kinds of resource have keys of their own: a system and a data set of one key are two things.
fn of_dataset(key: &str) -> String {
    format!("dataset/{key}")
}

fn dataset(draft: &mut Draft<'_>, tree: &Tree, organisations: &BTreeMap<&str, String>) {
    draft.keys(&DATASET, tree);
    let Some(key) = key(draft, tree) else { return };
    let whole = draft.system(
        &of_dataset(key),
        key,
        tree.first_text(&["name", "fides_key"]),
    );
    let owner = tree.text("organization_fides_key");
    match organisations.get(owner) {
        Some(owner) => draft.at(whole).say("owner", owner),
        None => draft.leave(
            &DATASET,
            "an organisation that is not in the file",
            usize::from(!owner.is_empty()),
        ),
    }
    let entry = draft.at(whole);
    entry.note(tree.text("description"));
    entry.tag(tree.texts("data_categories"));
    entry.tag(tree.texts("tags"));
    for collection in tree.get(&["collections"]).items() {
        draft.keys(&COLLECTION, collection);
        let Some(name) = draft.needed(collection, "name", "collection") else {
            continue;
        };
        let one = draft.system(
            &format!("{}/{name}", of_dataset(key)),
            &format!("{key} {name}"),
            name,
        );
        draft.part_of(one, whole);
        draft.at(one).note(collection.text("description"));
        draft.at(one).tag(collection.texts("data_categories"));
        for one_field in collection.get(&["fields"]).items() {
            field(draft, one, one_field, "");
        }
    }
}

fn field(draft: &mut Draft<'_>, system: usize, tree: &Tree, before: &str) {
    draft.keys(&FIELD, tree);
    let Some(name) = draft.needed(tree, "name", "field") else {
        return;
    };
    let name = within(before, name);
    let inner = tree.get(&["fields"]).items();
    if !inner.is_empty() {
        draft.leave(&FIELD, "groups of fields", 1);
        for one in inner {
            field(draft, system, one, &name);
        }
        return;
    }
    let categories = tree.texts("data_categories");
    if !tree.has(&["data_categories"]) {
        let message = format!("the field `{name}` has no data categories");
        draft.remark(
            tree.at,
            message,
            "add a line `data_categories:`, or say what the field is about in the map",
        );
    }
    let meta = [tree.get(&["fides_meta"]), tree.get(&["fidesctl_meta"])];
    for meta in meta {
        draft.keys(&META, meta);
        for link in meta.get(&["references"]).items() {
            draft.leave(&META, "links to other fields", 1);
            let is_whole = !link.text("dataset").is_empty() && !link.text("field").is_empty();
            if !is_whole || !matches!(link.text("direction"), "from" | "to" | "") {
                let message = "this reference does not name a data set and a field with the direction `from` or `to`";
                draft.fault(
                    link.at,
                    message,
                    "write `dataset:`, `field:` and `direction: from` or `direction: to`",
                );
            }
        }
    }
    let entry = draft.field(system, &name);
    entry.say("definition", tree.text("description"));
    for meta in meta {
        say_kind(entry, meta.text("data_type"));
    }
    entry.tag(categories);
}

fn system(draft: &mut Draft<'_>, key: &str, tree: &Tree) {
    draft.keys(&SYSTEM, tree);
    let own = draft.system(key, key, tree.first_text(&["name", "fides_key"]));
    let department = tree.text("administrating_department");
    if !matches!(department, "" | "Not defined") {
        let owner = draft
            .organisation(&format!("department/{department}"), department)
            .slug
            .clone();
        draft.at(own).say("owner", &owner);
    }
    let entry = draft.at(own);
    entry.note(tree.text("description"));
    entry.remark("Kind of system", tree.text("system_type"));
    entry.tag(tree.texts("tags"));
    for declaration in tree.get(&["privacy_declarations"]).items() {
        draft.keys(&DECLARATION, declaration);
        let name = declaration.text("name").trim_end_matches('.');
        let subjects = declaration
            .texts("data_subjects")
            .collect::<Vec<_>>()
            .join(", ");
        let said = [
            ("", name),
            ("use ", declaration.text("data_use")),
            ("of ", &subjects),
        ];
        let said = said.into_iter().filter(|(_, text)| !text.is_empty());
        let said: Vec<String> = said
            .map(|(before, text)| format!("{before}{text}"))
            .collect();
        let entry = draft.at(own);
        entry.remark("Declared", &said.join("; "));
        entry.tag(declaration.texts("data_categories"));
        for reference in declaration.texts("dataset_references") {
            match draft.known_system(&of_dataset(reference)) {
                Some(dataset) => draft.part_of(dataset, own),
                None => draft.leave(&DECLARATION, "a data set that is not in the file", 1),
            }
        }
    }
}

fn flows(draft: &mut Draft<'_>, key: &str, tree: &Tree) {
    for side in ["ingress", "egress"] {
        for end in tree.get(&[side]).items() {
            draft.keys(&END, end);
            let Some(other) = self::key(draft, end) else {
                continue;
            };
            let kind = end.text("type");
            let name = if kind == "dataset" {
                of_dataset(other)
            } else {
                other.to_owned()
            };
            if !matches!(kind, "system" | "dataset" | "user") {
                let message = format!("`{kind}` is no type of the end of a flow");
                draft.fault(
                    end.at,
                    message,
                    "write `type: system`, `type: dataset` or `type: user`",
                );
                continue;
            }
            if draft.known_system(&name).is_none() {
                draft.leave(&END, "the other end is not in the file", 1);
            }
            let own = draft.system(key, key, key);
            let other = draft.system(&name, other, other);
            let ends = if side == "ingress" {
                (other, own)
            } else {
                (own, other)
            };
            match draft.flow(ends.0, ends.1, "") {
                Some(flow) => draft.of_flow(flow).tag(end.texts("data_categories")),
                None => draft.leave(&END, "a flow from a system to itself", 1),
            }
        }
    }
}
