//! dbt: the manifest of a project, with what depends on what, and the catalog of its tables.

use super::draft::Draft;
use super::omop::say_kind;
use super::tree::Tree;
use super::{Content, Format, Part};
use crate::read::syntax::Written;

pub(super) static FORMAT: Format = Format {
    name: "dbt",
    title: "dbt manifest and catalog (JSON)",
    editions: "manifest 4 to 12, catalog 1; others are read all the same and told",
    parts: &[&FILE, &NODE, &EXPOSURE, &COLUMN, &CATALOG],
    is: |content| {
        let tree = content.tree();
        tree.is_some_and(|tree| tree.get(&["metadata"]).has(&["dbt_schema_version"]))
    },
    read,
};

static FILE: Part = Part {
    of: "the file",
    read: &[
        (
            "metadata",
            "the edition, and the day as part of the source of each entry",
        ),
        ("nodes, sources", "systems"),
        ("exposures", "systems"),
    ],
    left: &[
        (
            "macros, docs, selectors, disabled, errors",
            "they are program text, or switched off",
        ),
        (
            "parent_map, child_map",
            "they repeat `depends_on` of the nodes",
        ),
        ("groups, group_map", "they name persons as owners"),
        (
            "metrics, semantic_models, saved_queries, functions",
            "a figure worked out on demand is no data that is held",
        ),
        ("unit_tests", "a test of the program moves no data"),
        ("tests", "a check of the data moves no data"),
        (
            "analyses, operations and other nodes",
            "they hold no data that lasts",
        ),
        (
            "a dependence on something that is not in the file",
            "its end is not known",
        ),
    ],
};

static NODE: Part = Part {
    of: "a node",
    read: &[
        ("unique_id, resource_type", "which system it is"),
        ("name, alias, identifier", "its name"),
        (
            "description, source_description, database, schema",
            "remarks",
        ),
        (
            "columns",
            "its fields; a list may not be whole, for dbt knows only the columns that somebody wrote down",
        ),
        ("depends_on", "flows; dbt does not say which columns pass"),
        ("tags", "`tags`"),
        ("loader", "a remark"),
    ],
    left: &[
        (
            "raw_*, compiled*, language, refs, sources, metrics, functions, extra_ctes*, checksum, config, unrendered_config*, contract, constraints, primary_key, defer_relation, state_relation, relation_name, quoting, external, source_meta, source_name, loaded_at_*, freshness",
            "program text and settings are not read",
        ),
        (
            "package_name, path, original_file_path, patch_path, build_path, root_path, fqn, created_at, docs, doc_blocks, deferred, resource_path",
            "they say where the program text stands",
        ),
        (
            "meta, group, access, version, latest_version, deprecation_date, time_spine, event_time",
            "they are notes for other programs",
        ),
    ],
};

static EXPOSURE: Part = Part {
    of: "an exposure",
    read: &[
        ("unique_id, resource_type", "which system it is"),
        ("name, label", "its name"),
        ("description, url, type", "remarks"),
        ("depends_on", "flows"),
        ("tags", "`tags`"),
    ],
    left: &[
        ("owner", "it names a person"),
        (
            "package_name, path, original_file_path, fqn, created_at",
            "they say where the program text stands",
        ),
        (
            "meta, maturity, config, unrendered_config, refs, sources, metrics",
            "they are settings and notes for other programs",
        ),
    ],
};

static COLUMN: Part = Part {
    of: "a column",
    read: &[
        ("name", "a field"),
        ("description, comment", "`definition`"),
        ("data_type, type", "`type`"),
        ("constraints", "`required`, where one says `not_null`"),
        ("tags", "`tags`"),
        ("index", "their order"),
    ],
    left: &[(
        "meta, quote, doc_blocks, granularity, dimension, entity, config",
        "they are settings and notes for other programs",
    )],
};

static CATALOG: Part = Part {
    of: "a table of the catalog",
    read: &[
        ("unique_id", "which system it is"),
        ("metadata", "remarks with database, schema and comment"),
        ("columns", "its fields"),
    ],
    left: &[("stats", "they measure the table on one day")],
};

/// Kinds of node that hold data.
const HELD: [&str; 4] = ["model", "seed", "snapshot", "source"];

fn read(content: &Content, draft: &mut Draft<'_>) {
    let Some(tree) = content.tree() else { return };
    draft.keys(&FILE, tree);
    let metadata = tree.get(&["metadata"]);
    let address = metadata.text("dbt_schema_version");
    let edition = address.rsplit('/').next().unwrap_or_default();
    let edition = edition.trim_start_matches('v').trim_end_matches(".json");
    let is_catalog = address.contains("/catalog/");
    let is_known = match edition.parse::<u32>() {
        Ok(number) if is_catalog => number == 1,
        Ok(number) => address.contains("/manifest/") && (4..=12).contains(&number),
        Err(_) => false,
    };
    if !is_known {
        let message =
            format!("`{address}` is no edition that flowmap knows; it is read as the newest known");
        draft.remark(
            metadata.get(&["dbt_schema_version"]).at,
            message,
            "look closely at what is left out",
        );
    }
    draft.edition(
        metadata
            .text("generated_at")
            .split('T')
            .next()
            .unwrap_or_default(),
    );
    if is_catalog {
        for (id, table) in ["nodes", "sources"]
            .iter()
            .flat_map(|key| tree.get(&[key]).entries())
        {
            self::table(draft, id, table);
        }
    } else {
        manifest(draft, tree);
    }
}

/// The name of a node in its id: `orders` in `model.jaffle_shop.orders`.
fn short(id: &str) -> String {
    let parts: Vec<&str> = id.split('.').collect();
    match &parts[..] {
        [_, _, name @ ..] if !name.is_empty() => name.join("_"),
        _ => id.to_owned(),
    }
}

fn manifest(draft: &mut Draft<'_>, tree: &Tree) {
    let nodes = || {
        ["nodes", "sources"]
            .into_iter()
            .flat_map(|key| tree.get(&[key]).entries())
    };
    for (id, node) in nodes() {
        match node.text("resource_type") {
            kind if HELD.contains(&kind) => self::node(draft, id, node),
            "test" => draft.leave(&FILE, "tests", 1),
            _ => draft.leave(&FILE, "analyses, operations and other nodes", 1),
        }
    }
    for (id, exposure) in tree.get(&["exposures"]).entries() {
        draft.keys(&EXPOSURE, exposure);
        let shown = [exposure.text("label"), exposure.text("name")]
            .into_iter()
            .find(|name| !name.is_empty());
        let system = draft.system(id, &short(id), shown.unwrap_or(id));
        let entry = draft.at(system);
        entry.note(exposure.text("description"));
        entry.remark("Kind of use", exposure.text("type"));
        entry.remark("Address", exposure.text("url"));
        entry.tag(exposure.texts("tags"));
    }
    let exposures = tree.get(&["exposures"]).entries();
    for (id, node) in nodes().chain(exposures) {
        let Some(to) = draft.known_system(id) else {
            continue;
        };
        for parent in node.get(&["depends_on", "nodes"]).items() {
            match draft.known_system(parent.said()) {
                Some(from) => drop(draft.flow(from, to, "")),
                None => draft.leave(
                    &FILE,
                    "a dependence on something that is not in the file",
                    1,
                ),
            }
        }
    }
}

fn node(draft: &mut Draft<'_>, id: &str, node: &Tree) {
    draft.keys(&NODE, node);
    let name = ["alias", "identifier", "name"].map(|key| node.text(key));
    let name = name.into_iter().find(|name| !name.is_empty()).unwrap_or(id);
    let system = draft.system(id, &short(id), name);
    let entry = draft.at(system);
    entry.note(node.text("description"));
    entry.remark("Of the source", node.text("source_description"));
    entry.remark("Loaded by", node.text("loader"));
    place(entry, node);
    entry.tag(node.texts("tags"));
    for (name, column) in node.get(&["columns"]).entries() {
        self::column(draft, system, name, column);
    }
}

/// Says in which database a table stands.
fn place(entry: &mut super::entries::Entry, tree: &Tree) {
    let parts = ["database", "schema"].map(|key| tree.text(key));
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    entry.remark("In the database", &parts.join("."));
}

fn column(draft: &mut Draft<'_>, system: usize, key: &str, column: &Tree) {
    draft.keys(&COLUMN, column);
    let name = if column.text("name").is_empty() {
        key
    } else {
        column.text("name")
    };
    let entry = draft.field(system, name);
    entry.say("definition", column.text("description"));
    entry.say("definition", column.text("comment"));
    let kind = if column.has(&["data_type"]) {
        column.text("data_type")
    } else {
        column.text("type")
    };
    say_kind(entry, kind);
    let constraints = column.get(&["constraints"]).items();
    if constraints.iter().any(|one| one.text("type") == "not_null") {
        entry.put("required", Written::Truth(true));
    }
    entry.tag(column.texts("tags"));
}

/// A table of the catalog.
fn table(draft: &mut Draft<'_>, id: &str, table: &Tree) {
    draft.keys(&CATALOG, table);
    let metadata = table.get(&["metadata"]);
    let system = draft.system(id, &short(id), metadata.text("name"));
    let entry = draft.at(system);
    entry.note(metadata.text("comment"));
    place(entry, metadata);
    let mut columns: Vec<&(String, Tree)> = table.get(&["columns"]).entries().iter().collect();
    columns.sort_by_key(|(_, column)| column.text("index").parse::<u64>().unwrap_or(u64::MAX));
    for (name, column) in columns {
        self::column(draft, system, name, column);
    }
}
