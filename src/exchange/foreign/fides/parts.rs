//! Fides: which keys are read, and which are left out and why.

use crate::exchange::foreign::Part;

pub(super) static FILE: Part = Part {
    of: "the file",
    read: &[
        ("dataset, system", "systems"),
        ("organization", "organisations"),
    ],
    left: &[
        (
            "policy, evaluation",
            "a rule about uses is no flow; whether a use breaks it is not judged",
        ),
        (
            "data_category, data_use, data_subject, data_qualifier",
            "the entries of a taxonomy are kinds of data, and no data that somebody holds",
        ),
    ],
};

pub(super) static ORGANISATION: Part = Part {
    of: "an organisation",
    read: &[
        ("fides_key", "an organisation"),
        ("name", "its name"),
        ("description", "a remark"),
        ("tags", "`tags`"),
    ],
    left: &[
        (
            "controller, data_protection_officer, representative",
            "names and addresses of persons are not taken into a map",
        ),
        (
            "security_policy, meta, organization_parent_key, fidesctl_meta, fides_meta",
            "they are notes for other programs",
        ),
    ],
};

pub(super) static DATASET: Part = Part {
    of: "a data set",
    read: &[
        ("fides_key", "a system"),
        ("name", "its name"),
        ("description", "a remark"),
        (
            "organization_fides_key",
            "its owner, if the organisation stands in the file",
        ),
        ("data_categories, tags", "`tags`"),
        ("collections", "systems that are part of it"),
    ],
    left: &[
        (
            "meta, fides_meta, fidesctl_meta, data_qualifier, retention, third_country_transfers, joint_controller",
            "they are settings and notes for other programs",
        ),
        (
            "an organisation that is not in the file",
            "the key alone says nothing; it is often the default of the program",
        ),
    ],
};

pub(super) static COLLECTION: Part = Part {
    of: "a collection",
    read: &[
        ("name", "a system, part of the data set"),
        ("description", "a remark"),
        ("data_categories", "`tags`"),
        ("fields", "its fields"),
    ],
    left: &[(
        "meta, fides_meta, fidesctl_meta, data_qualifier, retention",
        "they are settings and notes for other programs",
    )],
};

pub(super) static FIELD: Part = Part {
    of: "a field",
    read: &[
        (
            "name",
            "a field; inside another, its name begins with that of the other",
        ),
        ("description", "`definition`"),
        (
            "data_categories",
            "`tags`: a category is a kind of data, so two fields of one category need not mean the same",
        ),
        ("fields", "further fields"),
        ("fides_meta, fidesctl_meta", "see below"),
    ],
    left: &[
        (
            "meta, data_qualifier, retention",
            "they are settings and notes for other programs",
        ),
        (
            "groups of fields",
            "the fields in them are read; the group holds no value of its own",
        ),
    ],
};

pub(super) static META: Part = Part {
    of: "settings of a field",
    read: &[
        ("data_type", "`type`"),
        (
            "references",
            "only checked: each needs a data set, a field and a direction",
        ),
    ],
    left: &[
        (
            "identity, primary_key, length, return_all_elements, read_only, custom_request_field, masking_strategy_override, redact",
            "they are settings of the program",
        ),
        (
            "links to other fields",
            "a key between tables moves no data",
        ),
    ],
};

pub(super) static SYSTEM: Part = Part {
    of: "a system",
    read: &[
        ("fides_key", "a system"),
        ("name", "its name"),
        ("description, system_type", "remarks"),
        ("administrating_department", "its owner, as an organisation"),
        ("ingress, egress", "flows"),
        ("privacy_declarations", "remarks and `tags`"),
        ("tags", "`tags`"),
    ],
    left: &[
        (
            "organization_fides_key",
            "the owner is taken from the department",
        ),
        (
            "meta, fidesctl_meta, fides_meta, registry_id, third_country_transfers, joint_controller, data_responsibility_title, data_protection_impact_assessment, system_dependencies, vendor_id, dataset_references",
            "they are settings and notes for other programs",
        ),
    ],
};

pub(super) static END: Part = Part {
    of: "the end of a flow",
    read: &[
        ("fides_key", "the other end"),
        ("type", "a system; `user` becomes a system of its own"),
        ("data_categories", "`tags` of the flow"),
    ],
    left: &[
        (
            "a flow from a system to itself",
            "flow files have no flow from a system to itself",
        ),
        (
            "the other end is not in the file",
            "it is read as a system with that key as its name; counted here",
        ),
    ],
};

pub(super) static DECLARATION: Part = Part {
    of: "a privacy declaration",
    read: &[
        ("name, data_use, data_subjects", "a remark on the system"),
        ("data_categories", "`tags` of the system"),
        (
            "dataset_references",
            "the data set becomes a part of the system, if it stands in the file and is part of no other",
        ),
    ],
    left: &[
        (
            "a data set that is not in the file",
            "its key alone says nothing of what it holds",
        ),
        (
            "data_qualifier, egress, ingress, features, legal_basis*, special_category*, retention_period, processes_*, third_parties, shared_categories, cookies, flexible_*, impact_assessment*",
            "they are notes for other programs",
        ),
    ],
};
