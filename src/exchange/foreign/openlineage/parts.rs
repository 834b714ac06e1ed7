//! `OpenLineage`: which keys are read, and which are left out and why.

use crate::exchange::foreign::Part;

pub(super) static EVENT: Part = Part {
    of: "an event",
    read: &[
        (
            "inputs, outputs",
            "flows: from input to output where there is one of either, else by way of the job as a system of its own",
        ),
        ("dataset", "a system"),
        ("job", "a remark on the flow, or a system of its own"),
        (
            "eventTime",
            "the day, as part of the source of each entry, if the file holds one event",
        ),
        ("schemaURL", "the edition"),
    ],
    left: &[
        (
            "eventType, run, producer",
            "a map holds what flows, not each run of a program",
        ),
        (
            "a job without inputs and outputs",
            "nothing is said to flow",
        ),
        (
            "a data set that feeds itself",
            "flow files have no flow from a system to itself",
        ),
    ],
};

pub(super) static DATASET: Part = Part {
    of: "a data set",
    read: &[
        ("name", "a system"),
        ("namespace", "a remark"),
        ("facets", "see below"),
    ],
    left: &[(
        "inputFacets, outputFacets",
        "they measure one run of a program",
    )],
};

pub(super) static FACETS: Part = Part {
    of: "facets",
    read: &[
        (
            "schema",
            "the fields of the system; those inside another begin with its name",
        ),
        ("columnLineage", "the fields that flows pass, and how"),
        ("lineage", "flows, and the fields that they pass"),
        ("documentation", "a remark"),
    ],
    left: &[
        (
            "subset",
            "it says which rows one run has taken, in terms of the program",
        ),
        (
            "hierarchy, symlinks, dataSource, storage, catalog, datasetType, version, datasetVersion, lifecycleStateChange",
            "they say where and how the data is stored",
        ),
        (
            "ownership, tags",
            "they may name persons, and the format does not say which is an organisation",
        ),
        (
            "dataQualityMetrics, dataQualityAssertions, inputStatistics, outputStatistics, columnMetrics",
            "they measure one run of a program",
        ),
        (
            "sql, sourceCode, sourceCodeLocation, jobType, jobDependencies",
            "program text and settings are not read",
        ),
    ],
};

pub(super) static COLUMNS: Part = Part {
    of: "column lineage",
    read: &[
        ("fields", "passages of a flow"),
        ("dataset", "passages to every field of the data set"),
        ("_producer, _schemaURL", "the edition"),
    ],
    left: &[("_deleted", "it marks a facet that a later event takes back")],
};

pub(super) static INPUT: Part = Part {
    of: "an input of a field",
    read: &[
        ("namespace, name, type", "the system that it comes from"),
        ("field", "the field that is passed"),
        (
            "transformations",
            "`how`, where the format says it; else `how: unknown`",
        ),
        ("transformationType", "the same, in older editions"),
    ],
    left: &[
        (
            "runId, transformationDescription",
            "a map holds what flows, not each run of a program",
        ),
        (
            "an influence of unknown kind",
            "the file does not say whether it joins, filters or sorts",
        ),
        (
            "an input that names no field",
            "a passage needs a field at both ends; the flow itself is read",
        ),
    ],
};

pub(super) static ENTRY: Part = Part {
    of: "a lineage entry",
    read: &[
        (
            "namespace, name, type",
            "the system that is fed: a data set, or a job as a system of its own",
        ),
        ("inputs", "flows"),
        ("fields", "the fields that they pass"),
        ("_producer, _schemaURL", "the edition"),
    ],
    left: &[("runId", "a map holds what flows, not each run of a program")],
};
