//! `DataHub`: files of lineage between data sets, with the fields that pass.

use super::draft::Draft;
use super::tree::{MOST_LINKS, Tree};
use super::{Content, Format, Part};

pub(super) static FORMAT: Format = Format {
    name: "datahub",
    title: "DataHub lineage files (YAML)",
    editions: "1; others are read all the same and told",
    parts: &[&FILE, &NODE, &ENTITY, &FINE],
    is: |content| {
        let tree = content.tree();
        tree.is_some_and(|tree| {
            tree.has(&["version"])
                && tree
                    .get(&["lineage"])
                    .items()
                    .iter()
                    .any(|one| one.has(&["entity"]))
        })
    },
    read,
};

static FILE: Part = Part {
    of: "the file",
    read: &[("version", "the edition"), ("lineage", "systems and flows")],
    left: &[],
};

static NODE: Part = Part {
    of: "an entry",
    read: &[
        ("entity", "a system"),
        ("upstream", "flows to it, and further entries"),
        ("fineGrainedLineages", "the fields that the flows pass"),
    ],
    left: &[(
        "an entity that feeds itself",
        "flow files have no flow from a system to itself",
    )],
};

static ENTITY: Part = Part {
    of: "an entity",
    read: &[
        ("name", "a system"),
        ("platform, platform_instance, env", "remarks"),
        ("type", "only data sets are read"),
    ],
    left: &[],
};

static FINE: Part = Part {
    of: "a lineage of fields",
    read: &[
        (
            "upstreams, downstreams",
            "fields of the two systems; each of the first feeds each of the second",
        ),
        (
            "transformOperation",
            "`how`, where it says IDENTITY or TRANSFORM, else a remark; without it `how: unknown`",
        ),
    ],
    left: &[
        (
            "upstreamType, downstreamType",
            "the addresses say whether a field or a whole data set is meant",
        ),
        ("confidenceScore", "an import is `reported` as a whole"),
        ("query", "program text is not read"),
    ],
};

fn read(content: &Content, draft: &mut Draft<'_>) {
    let Some(tree) = content.tree() else { return };
    draft.keys(&FILE, tree);
    if !matches!(tree.text("version"), "1" | "1.0") {
        let message = format!(
            "edition {} of the lineage file is not known to flowmap; it is read as 1",
            tree.text("version")
        );
        draft.remark(
            tree.get(&["version"]).at,
            message,
            "look closely at what is left out",
        );
    }
    for entry in tree.get(&["lineage"]).items() {
        node(draft, entry);
    }
}

/// Reads an entry and those that feed it, and returns its system. The file's reader bounds how deep they nest.
fn node(draft: &mut Draft<'_>, tree: &Tree) -> Option<usize> {
    draft.keys(&NODE, tree);
    let entity = tree.get(&["entity"]);
    draft.keys(&ENTITY, entity);
    let kind = entity.text("type");
    if entity.text("name").is_empty() || !matches!(kind, "dataset" | "") {
        let message = match kind {
            "dataset" | "" => "this entry has no `entity` with a `name`".to_owned(),
            kind => format!("`{kind}` is no type of entity that a lineage file can hold"),
        };
        draft.fault(
            tree.at,
            message,
            "write `entity: {name: …, type: dataset, env: …, platform: …}`",
        );
        return None;
    }
    let own = system(draft, &Named::of(entity));
    for upstream in tree.get(&["upstream"]).items() {
        let Some(from) = node(draft, upstream) else {
            continue;
        };
        if draft.flow(from, own, "").is_none() {
            draft.leave(&NODE, "an entity that feeds itself", 1);
        }
    }
    for fine in tree.get(&["fineGrainedLineages"]).items() {
        draft.keys(&FINE, fine);
        self::fine(draft, fine, own);
    }
    Some(own)
}

/// The parts of a data set's name.
struct Named<'t> {
    platform: &'t str,
    name: String,
    env: &'t str,
}

impl<'t> Named<'t> {
    /// An entity of the file. The instance of a platform stands before the name, as in the data set's address.
    fn of(entity: &'t Tree) -> Self {
        let (instance, name) = (entity.text("platform_instance"), entity.text("name"));
        let name = match instance {
            "" => name.to_owned(),
            instance => format!("{instance}.{name}"),
        };
        Self {
            platform: entity.text("platform"),
            name,
            env: entity.text("env"),
        }
    }

    /// The data set and field in an address such as `urn:li:schemaField:(urn:li:dataset:(urn:li:dataPlatform:kafka,topic,PROD),field)`;
    /// the field is empty in the address of a data set.
    fn in_address(address: &'t str) -> Option<(Self, &'t str)> {
        let (inner, field) = match address.strip_prefix("urn:li:schemaField:(") {
            Some(inner) => {
                let (dataset, field) = inner.strip_suffix(')')?.rsplit_once("),")?;
                (dataset, field)
            }
            None => (address.strip_suffix(')')?, ""),
        };
        let inner = inner.strip_prefix("urn:li:dataset:(")?;
        let (platform, rest) = inner.split_once(',')?;
        let (name, env) = rest.rsplit_once(',')?;
        let named = Self {
            platform: platform.strip_prefix("urn:li:dataPlatform:")?,
            name: name.to_owned(),
            env,
        };
        Some((named, field.trim()))
    }
}

fn system(draft: &mut Draft<'_>, named: &Named<'_>) -> usize {
    let key = format!("{}\n{}\n{}", named.platform, named.name, named.env);
    let system = draft.system(&key, &named.name, &named.name);
    let entry = draft.at(system);
    entry.remark("Platform", named.platform);
    entry.remark("Environment", named.env);
    system
}

fn fine(draft: &mut Draft<'_>, fine: &Tree, own: usize) {
    let operation = fine.text("transformOperation");
    let how = match operation.to_ascii_uppercase().as_str() {
        "IDENTITY" => "identity",
        "TRANSFORM" => "derived",
        _ => "",
    };
    let sides = ["upstreams", "downstreams"].map(|key| {
        let addresses = fine.get(&[key]).items().iter().filter_map(|one| {
            let named = Named::in_address(one.said());
            if named.is_none() {
                let message = "this is not the address of a data set or of one of its fields";
                draft.fault(
                    one.at,
                    message,
                    "write `urn:li:schemaField:(urn:li:dataset:(…),field)`",
                );
            }
            let (named, field) = named?;
            Some((system(draft, &named), field.to_owned()))
        });
        addresses.collect::<Vec<_>>()
    });
    let [sources, targets] = sides;
    if sources.len() * targets.len() > MOST_LINKS {
        let message = format!("this lineage joins more than {MOST_LINKS} pairs of fields");
        draft.fault(
            fine.at,
            message,
            "split it into one entry for each field that is fed",
        );
        return;
    }
    for (to, _) in targets.iter().filter(|(to, _)| *to != own) {
        let name = draft.at(*to).slug.clone();
        let message = format!(
            "this lineage feeds a field of `{name}`, which is not the data set that it stands at"
        );
        draft.remark(
            fine.at,
            message,
            "it is read as it is written; check the address",
        );
    }
    for (from, field) in &sources {
        for (to, target) in &targets {
            let Some(flow) = draft.flow(*from, *to, "") else {
                draft.leave(&NODE, "an entity that feeds itself", 1);
                continue;
            };
            if !field.is_empty() && !target.is_empty() {
                draft.pass(flow, field, target, how);
                if how.is_empty() {
                    draft
                        .of_flow(flow)
                        .remark(&format!("{target} is worked out by"), operation);
                }
            }
        }
    }
}
