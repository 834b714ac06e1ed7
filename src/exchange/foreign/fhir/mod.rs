//! FHIR R4: concept maps and value sets, as JSON or XML, alone or in a bundle.

mod parts;

use self::parts::{
    COMPOSE, CONCEPT, ELEMENT, EXPANSION, GROUP, INCLUDE, MAP, RESOURCE, SET, TARGET,
};
use super::draft::Draft;
use super::ids::one_line;
use super::tree::Tree;
use super::{Content, Format};

pub(super) static FORMAT: Format = Format {
    name: "fhir",
    title: "FHIR ConceptMap and ValueSet (JSON or XML, also in a Bundle)",
    editions: "R4 (4.0); `relationship`, which R5 writes in place of `equivalence`, is read as well and told",
    parts: &[
        &RESOURCE, &MAP, &GROUP, &ELEMENT, &TARGET, &SET, &COMPOSE, &INCLUDE, &EXPANSION, &CONCEPT,
    ],
    is: |content| {
        content
            .tree()
            .is_some_and(|tree| !tree.text("resourceType").is_empty())
    },
    read,
};

fn read(content: &Content, draft: &mut Draft<'_>) {
    let Some(tree) = content.tree() else { return };
    resource(draft, tree, 0);
}

/// Reads a resource, or those in a bundle. A bundle inside a bundle is read as well, as far as the file's reader lets them nest.
fn resource(draft: &mut Draft<'_>, tree: &Tree, depth: usize) {
    match tree.text("resourceType") {
        "Bundle" => {
            for entry in tree.get(&["entry"]).items() {
                resource(draft, entry.get(&["resource"]), depth + 1);
            }
        }
        "ConceptMap" => {
            draft.keys(&RESOURCE, tree);
            concept_map(draft, tree);
        }
        "ValueSet" => {
            draft.keys(&RESOURCE, tree);
            value_set(draft, tree);
        }
        other if depth == 0 => {
            let message = format!(
                "this is a FHIR `{other}`, and only ConceptMap, ValueSet and a Bundle of them are read"
            );
            draft.fault(
                tree.at,
                message,
                "export the concept maps or value sets that it refers to",
            );
        }
        _ => draft.leave(&RESOURCE, "resources of another kind", 1),
    }
}

/// The last part of an address, or of `address|version`.
fn last(address: &str) -> &str {
    let address = address.split('|').next().unwrap_or(address);
    address
        .trim_end_matches('/')
        .rsplit(['/', ':'])
        .next()
        .unwrap_or(address)
}

/// The title of a resource, else its name.
fn called(tree: &Tree) -> &str {
    let names = ["title", "name", "id"].map(|key| tree.text(key));
    names
        .into_iter()
        .find(|name| !name.is_empty())
        .unwrap_or_default()
}

/// Version and date of a resource, as a sentence.
fn edition(tree: &Tree) -> String {
    let said = [("version", tree.text("version")), ("of", tree.text("date"))];
    let said = said.iter().filter(|(_, text)| !text.is_empty());
    said.map(|(before, text)| format!("{before} {text}"))
        .collect::<Vec<_>>()
        .join(" ")
}

fn concept_map(draft: &mut Draft<'_>, map: &Tree) {
    for group in map.get(&["group"]).items() {
        draft.keys(&GROUP, group);
        let ends = [
            ("source", ["sourceUri", "sourceCanonical"]),
            ("target", ["targetUri", "targetCanonical"]),
        ];
        let ends = ends.map(|(key, others)| {
            let whole = others.map(|key| map.text(key));
            let all = [group.text(key), whole[0], whole[1]];
            all.into_iter()
                .find(|address| !address.is_empty())
                .unwrap_or_default()
        });
        if ends.contains(&"") {
            draft.leave(&GROUP, "a group that does not name its two code systems", 1);
            let message = "this group does not name the code systems of its two sides";
            draft.fault(group.at, message, "add `source` and `target` to the group");
            continue;
        }
        let lists = ends.map(|address| {
            let list = draft.code_list(address, last(address));
            draft.of_list(list).remark("Address", address);
            list
        });
        let entry = draft.of_crosswalk((lists[0], lists[1]));
        entry.remark("Concept map", called(map));
        entry.remark("Edition", &edition(map));
        entry.note(map.text("description"));
        for element in group.get(&["element"]).items() {
            self::element(draft, element, (lists[0], lists[1]));
        }
    }
}

/// Adds a code, and tells of one that means something else here than above.
fn code(draft: &mut Draft<'_>, list: usize, concept: &Tree) -> bool {
    let (code, display) = (concept.text("code"), concept.text("display"));
    if one_line(code).is_empty() {
        return false;
    }
    if !draft.code(list, code, display) {
        let message = format!("the code `{code}` means `{display}` here, and something else above");
        draft.remark(concept.at, message, "the first meaning is taken; where two code systems share a code, give each a list of its own");
    }
    true
}

fn element(draft: &mut Draft<'_>, element: &Tree, (from, to): (usize, usize)) {
    draft.keys(&ELEMENT, element);
    if !code(draft, from, element) {
        draft.fault(
            element.at,
            "this element has no `code`",
            "add its code, or delete it",
        );
        return;
    }
    for target in element.get(&["target"]).items() {
        draft.keys(&TARGET, target);
        let word = [target.text("equivalence"), target.text("relationship")];
        let predicate = match word {
            ["equal" | "equivalent", _] | ["", "equivalent"] => "exact",
            ["wider" | "subsumes", _] | ["", "source-is-narrower-than-target"] => "broad",
            ["narrower" | "specializes", _] | ["", "source-is-broader-than-target"] => "narrow",
            ["inexact" | "relatedto", _] | ["", "related-to"] => "related",
            ["unmatched" | "disjoint", _] | ["", "not-related-to"] => {
                draft.leave(&TARGET, "targets that say that nothing matches", 1);
                continue;
            }
            [word, other] => {
                let message = format!(
                    "`{}` does not say how the two codes relate",
                    [word, other].concat()
                );
                draft.fault(target.at, message, "write one of the words for `equivalence` that FHIR R4 has, such as `equivalent`");
                continue;
            }
        };
        if word[0].is_empty() {
            draft.remark(
                target.at,
                "`relationship` is how FHIR R5 writes it; this file is read as if it were R4",
                "look closely at what is left out",
            );
        }
        if target.has(&["dependsOn", "product"]) {
            let message =
                "this pair holds only together with other values, which a flow file cannot say";
            draft.remark(target.at, message, "check whether the pair should stay");
        }
        if !code(draft, to, target) {
            draft.fault(
                target.at,
                "this target has no `code`",
                "add its code, or delete it",
            );
            continue;
        }
        let pair = (element.text("code"), target.text("code"));
        if draft.pair((from, to), pair, predicate).is_some() {
            draft.leave(&TARGET, "targets that repeat a pair", 1);
        }
    }
}

fn value_set(draft: &mut Draft<'_>, set: &Tree) {
    let address = [set.text("url"), set.text("id"), set.text("name")];
    let address = address.into_iter().find(|address| !address.is_empty());
    let Some(address) = address else {
        draft.fault(
            set.at,
            "this value set has no `url`, `id` or `name`",
            "add one of them",
        );
        return;
    };
    let list = draft.code_list(address, last(address));
    let entry = draft.of_list(list);
    entry.say("name", called(set));
    entry.remark("Address", set.text("url"));
    entry.remark("Edition", &edition(set));
    entry.remark("State", set.text("status"));
    entry.note(set.text("description"));
    let compose = set.get(&["compose"]);
    draft.keys(&COMPOSE, compose);
    for include in compose.get(&["include"]).items() {
        draft.keys(&INCLUDE, include);
        draft
            .of_list(list)
            .remark("Codes of", include.text("system"));
        let concepts = include.get(&["concept"]).items();
        for concept in concepts {
            self::concept(draft, list, concept);
        }
        if concepts.is_empty() && !include.has(&["filter", "valueSet"]) {
            draft.leave(&INCLUDE, "a whole code system", 1);
        }
    }
    let expansion = set.get(&["expansion"]);
    draft.keys(&EXPANSION, expansion);
    for concept in expansion.get(&["contains"]).items() {
        draft
            .of_list(list)
            .remark("Codes of", concept.text("system"));
        self::concept(draft, list, concept);
    }
    let excluded = compose
        .get(&["exclude"])
        .items()
        .iter()
        .flat_map(|one| one.get(&["concept"]).items());
    for concept in excluded {
        if !draft.has_code(list, concept.text("code")) {
            continue;
        }
        let message = format!(
            "the code `{}` is taken in and left out",
            concept.text("code")
        );
        draft.remark(
            concept.at,
            message,
            "it is read as a code of the list; ask which one holds",
        );
    }
}

/// Reads a code and those below it.
fn concept(draft: &mut Draft<'_>, list: usize, concept: &Tree) {
    draft.keys(&CONCEPT, concept);
    let inner = concept.get(&["contains"]).items();
    if !code(draft, list, concept) && inner.is_empty() {
        draft.fault(
            concept.at,
            "this concept has no `code`",
            "add its code, or delete it",
        );
    }
    for one in inner {
        self::concept(draft, list, one);
    }
}
