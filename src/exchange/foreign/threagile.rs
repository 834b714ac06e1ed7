//! Threagile: the threat model of an application, with its data assets, technical assets and communication links.

use super::draft::Draft;
use super::tree::Tree;
use super::{Content, Format, Part};

pub(super) static FORMAT: Format = Format {
    name: "threagile",
    title: "Threagile threat models (YAML)",
    editions: "1.0; others are read all the same and told",
    parts: &[&MODEL, &DATA, &ASSET, &LINK],
    is: |content| {
        content
            .tree()
            .is_some_and(|tree| tree.has(&["threagile_version"]))
    },
    read,
};

static MODEL: Part = Part {
    of: "a model",
    read: &[
        ("threagile_version", "the edition"),
        ("title, date", "part of the source of each entry"),
        (
            "data_assets",
            "terms, and the fields of the systems that hold or pass them",
        ),
        ("technical_assets", "systems"),
    ],
    left: &[
        (
            "author, contributors",
            "names of persons are not taken into a map",
        ),
        (
            "management_summary_comment, business_criticality, business_overview, technical_overview, application_description, abuse_cases, security_requirements, questions",
            "they are chapters of a report on risks",
        ),
        (
            "tags_available, diagram_tweak_*",
            "they are settings of the program",
        ),
        (
            "trust_boundaries, shared_runtimes",
            "where a program runs says nothing about what flows",
        ),
        (
            "individual_risk_categories, risk_tracking, includes",
            "risks are not part of a map; other files are not opened",
        ),
    ],
};

static DATA: Part = Part {
    of: "a data asset",
    read: &[
        ("id", "a term"),
        ("description", "`definition` of the term"),
        ("owner, origin", "remarks"),
        ("tags", "`tags`"),
    ],
    left: &[
        (
            "usage, quantity, confidentiality, integrity, availability, justification_cia_rating",
            "they rate risks",
        ),
        (
            "a data asset that is not declared",
            "a name without a declaration; it is read as a term with nothing but its id, and counted here",
        ),
    ],
};

static ASSET: Part = Part {
    of: "a technical asset",
    read: &[
        ("id", "a system"),
        ("description, type, technology, technologies", "remarks"),
        ("owner", "its owner, as an organisation"),
        ("tags", "`tags`"),
        ("data_assets_processed, data_assets_stored", "its fields"),
        ("communication_links", "flows"),
    ],
    left: &[
        (
            "usage, used_as_client_by_human, out_of_scope, justification_out_of_scope, size, internet, machine, encryption, confidentiality, integrity, availability, justification_cia_rating, multi_tenant, redundant, custom_developed_parts, data_formats_accepted",
            "they rate risks",
        ),
        ("diagram_tweak_*", "they are settings of the program"),
    ],
};

static LINK: Part = Part {
    of: "a communication link",
    read: &[
        ("target", "the other end"),
        ("description, protocol", "remarks on the flow"),
        ("data_assets_sent", "a flow to the target with these fields"),
        (
            "data_assets_received",
            "a flow from the target with these fields",
        ),
        ("tags", "`tags`"),
    ],
    left: &[
        (
            "authentication, authorization, vpn, ip_filtered, readonly, usage",
            "they rate risks",
        ),
        ("diagram_tweak_*", "they are settings of the program"),
        (
            "a link of an asset to itself",
            "flow files have no flow from a system to itself",
        ),
    ],
};

fn read(content: &Content, draft: &mut Draft<'_>) {
    let Some(model) = content.tree() else { return };
    draft.keys(&MODEL, model);
    let edition = model.text("threagile_version");
    if !edition.starts_with("1.") {
        let message =
            format!("edition {edition} of Threagile is not known to flowmap; it is read as 1.0");
        draft.remark(
            model.get(&["threagile_version"]).at,
            message,
            "look closely at what is left out",
        );
    }
    draft.edition(model.text("title"));
    draft.edition(model.text("date"));
    for (title, data) in model.get(&["data_assets"]).entries() {
        draft.keys(&DATA, data);
        let Some(id) = id(draft, title, data) else {
            continue;
        };
        let entry = draft.term(id, id);
        entry.say("name", title);
        entry.say("definition", data.text("description"));
        entry.remark("Owner of the data", data.text("owner"));
        entry.remark("Origin of the data", data.text("origin"));
        entry.tag(data.texts("tags"));
    }
    let assets = model.get(&["technical_assets"]).entries();
    let assets: Vec<(&str, &Tree, usize)> = assets
        .iter()
        .filter_map(|(title, asset)| {
            draft.keys(&ASSET, asset);
            let id = id(draft, title, asset)?;
            Some((title.as_str(), asset, draft.system(id, id, title)))
        })
        .collect();
    for (_, asset, own) in &assets {
        self::asset(draft, asset, *own);
    }
    for (_, asset, own) in &assets {
        for (title, link) in asset.get(&["communication_links"]).entries() {
            self::link(draft, title, link, *own);
        }
    }
}

/// The id of an asset; `None`, with a fault, if it has none.
fn id<'t>(draft: &mut Draft<'_>, title: &str, asset: &'t Tree) -> Option<&'t str> {
    let id = asset.text("id");
    if id.is_empty() {
        draft.fault(
            asset.at,
            format!("`{title}` has no `id`"),
            "add a line `id:`",
        );
    }
    (!id.is_empty()).then_some(id)
}

fn asset(draft: &mut Draft<'_>, asset: &Tree, own: usize) {
    let owner = asset.text("owner");
    if !owner.is_empty() {
        let owner = draft
            .organisation(&owner.to_lowercase(), owner)
            .slug
            .clone();
        draft.at(own).say("owner", &owner);
    }
    let entry = draft.at(own);
    entry.note(asset.text("description"));
    entry.remark("Type", asset.text("type"));
    entry.remark("Technology", asset.text("technology"));
    let several: Vec<&str> = asset
        .get(&["technologies"])
        .items()
        .iter()
        .map(Tree::said)
        .collect();
    entry.remark("Technology", &several.join(", "));
    entry.tag(asset.texts("tags"));
    for key in ["data_assets_processed", "data_assets_stored"] {
        for data in asset.get(&[key]).items() {
            field(draft, own, data.said());
        }
    }
}

/// Declares a field for a data asset. Its term is the asset.
fn field(draft: &mut Draft<'_>, system: usize, data: &str) {
    if data.is_empty() {
        return;
    }
    if !draft.has_term(data) {
        draft.leave(&DATA, "a data asset that is not declared", 1);
    }
    let term = draft.term(data, data).slug.clone();
    let entry = draft.field(system, data);
    if entry.slug != term {
        entry.say("term", &term);
    }
}

fn link(draft: &mut Draft<'_>, title: &str, link: &Tree, own: usize) {
    draft.keys(&LINK, link);
    let target = link.text("target");
    let Some(other) = draft.known_system(target) else {
        let message =
            format!("the link `{title}` leads to `{target}`, and no technical asset has that id");
        draft.fault(link.at, message, "correct the `target:` of the link");
        return;
    };
    if other == own {
        draft.leave(&LINK, "a link of an asset to itself", 1);
        return;
    }
    let data = |key: &str| {
        link.get(&[key])
            .items()
            .iter()
            .map(Tree::said)
            .filter(|data| !data.is_empty())
    };
    let has = |key: &str| data(key).next().is_some();
    let is_silent = !has("data_assets_sent") && !has("data_assets_received");
    for (key, from, to) in [
        ("data_assets_sent", own, other),
        ("data_assets_received", other, own),
    ] {
        // A link that names no data is still a link: a flow of which nobody has said what it passes.
        let is_drawn = has(key) || (is_silent && from == own);
        let flow = if is_drawn {
            draft.flow(from, to, &super::ids::id_of(title))
        } else {
            None
        };
        let Some(flow) = flow else { continue };
        let entry = draft.of_flow(flow);
        entry.note(link.text("description"));
        entry.remark("Protocol", link.text("protocol"));
        entry.tag(link.texts("tags"));
        for one in data(key) {
            field(draft, from, one);
            field(draft, to, one);
            draft.pass(flow, one, one, "identity");
        }
    }
}
