//! FHIR: which keys are read, and which are left out and why.

use crate::exchange::foreign::Part;

pub(super) static RESOURCE: Part = Part {
    of: "a resource",
    read: &[
        (
            "resourceType",
            "concept maps and value sets are read, also those in a bundle",
        ),
        ("url, id, name, title", "the id and the name"),
        ("version, date", "a remark"),
        ("description, status", "remarks"),
        (
            "group, sourceUri, sourceCanonical, targetUri, targetCanonical, compose, expansion",
            "see below",
        ),
    ],
    left: &[
        (
            "text, meta, contained, extension, modifierExtension, implicitRules, language, identifier, immutable, experimental, copyright, purpose, useContext, jurisdiction, xmlns*",
            "they are remarks for other programs and readers",
        ),
        ("publisher, contact", "they may name persons"),
        (
            "resources of another kind",
            "they hold no codes or pairs of codes",
        ),
    ],
};

pub(super) static MAP: Part = Part {
    of: "a concept map",
    read: &[("group", "crosswalks")],
    left: &[],
};

pub(super) static GROUP: Part = Part {
    of: "a group",
    read: &[
        ("source, target", "the two code lists"),
        ("element", "codes and pairs"),
    ],
    left: &[
        (
            "sourceVersion, targetVersion",
            "a flow file holds one edition of a list",
        ),
        ("unmapped", "it says what a program does with other codes"),
        (
            "a group that does not name its two code systems",
            "nobody can say which lists its codes belong to",
        ),
    ],
};

pub(super) static ELEMENT: Part = Part {
    of: "an element",
    read: &[
        ("code, display", "a code with its meaning"),
        ("target", "pairs"),
    ],
    left: &[
        (
            "id, extension, valueSet",
            "they are remarks for other programs",
        ),
        ("noMap", "flow files hold what corresponds"),
    ],
};

pub(super) static TARGET: Part = Part {
    of: "a target",
    read: &[
        ("code, display", "a code with its meaning"),
        (
            "equivalence",
            "`equal` and `equivalent`: exact; `wider` and `subsumes`: broad; `narrower` and `specializes`: narrow; `inexact` and `relatedto`: related",
        ),
        ("relationship", "the same, in R5"),
    ],
    left: &[
        (
            "comment",
            "remarks on single pairs have no place in a flow file",
        ),
        (
            "dependsOn, product",
            "a pair that holds only together with other values; it is read without that, and told",
        ),
        (
            "id, extension, valueSet, property",
            "they are remarks for other programs",
        ),
        (
            "targets that say that nothing matches",
            "flow files hold what corresponds",
        ),
        (
            "targets that repeat a pair",
            "the pair is there already; the first one counts",
        ),
    ],
};

pub(super) static SET: Part = Part {
    of: "a value set",
    read: &[("compose, expansion", "the codes of one list")],
    left: &[],
};

pub(super) static COMPOSE: Part = Part {
    of: "a definition of a value set",
    read: &[("include", "codes")],
    left: &[
        (
            "exclude",
            "what is left out of a list is not in it; codes named in both places are told",
        ),
        (
            "id, extension, lockedDate, inactive, property",
            "they are settings of the program",
        ),
    ],
};

pub(super) static INCLUDE: Part = Part {
    of: "a part of a value set",
    read: &[("system", "a remark"), ("concept", "codes")],
    left: &[
        (
            "id, extension, version, copyright",
            "they are remarks for other programs",
        ),
        (
            "filter",
            "the codes that it picks are not in the file, and nothing is fetched",
        ),
        (
            "valueSet",
            "the codes of other value sets are not in the file, and nothing is fetched",
        ),
        (
            "a whole code system",
            "its codes are not in the file, and nothing is fetched",
        ),
    ],
};

pub(super) static EXPANSION: Part = Part {
    of: "an expansion",
    read: &[("contains", "codes")],
    left: &[(
        "id, extension, identifier, timestamp, total, offset, parameter, property, next",
        "they describe one answer of a server",
    )],
};

pub(super) static CONCEPT: Part = Part {
    of: "a concept",
    read: &[
        ("code, display", "a code with its meaning"),
        ("system", "a remark"),
        ("contains", "further codes"),
    ],
    left: &[
        (
            "id, extension, designation, property, version",
            "a flow file holds one meaning for each code",
        ),
        (
            "abstract, inactive",
            "they mark codes that group others or are no longer used; they are read as codes",
        ),
    ],
};
