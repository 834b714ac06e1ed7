//! Counts: what stands in a file is what is proposed, and what is not proposed is counted.

use std::collections::BTreeSet;

use flowmap::exchange::foreign::Import;
use flowmap::read::finding::Level;

use super::{import, left, map, said, sample};
use crate::expectation::package;

/// The numbers of systems, fields, flows and links between fields of a proposal.
fn figures(import: &Import) -> [usize; 4] {
    let analysis = map(import);
    let model = analysis.model();
    let fields = model
        .systems
        .iter()
        .map(|(_, system)| system.fields.ids().count());
    let passages = model.flows.iter().flat_map(|(_, flow)| flow.passages());
    [
        model.systems.len(),
        fields.sum(),
        model.flows.len(),
        passages.map(|passage| passage.from.len()).sum(),
    ]
}

/// The numbers of pairs between code lists, of code lists, and of mappings.
fn pairs(import: &Import) -> [usize; 3] {
    let analysis = map(import);
    let model = analysis.model();
    let pairs = model.mappings.iter().map(|mapping| mapping.pairs.len());
    [pairs.sum(), model.code_lists.len(), model.mappings.len()]
}

fn own(name: &str) -> Import {
    import(&package("tests/foreign").join(name))
}

/// Samples with their format and their systems, fields, flows and links between fields.
const SAMPLES: [(&str, &str, [usize; 4]); 20] = [
    ("omop/OMOP_CDMv5.3_Field_Level.csv", "omop", [37, 396, 0, 0]),
    ("omop/OMOP_CDMv5.4_Field_Level.csv", "omop", [39, 432, 0, 0]),
    (
        "omop/StemTableDefaultMappingV5.4.csv",
        "rabbit-in-a-hat",
        [8, 182, 7, 133],
    ),
    // The 32 tables and the database that is named.
    (
        "omop/riah_mapping_example_0.10.0.json.gz",
        "rabbit-in-a-hat",
        [33, 388, 2, 3],
    ),
    ("omop/source_fields.csv", "rabbit-in-a-hat", [4, 45, 1, 3]),
    ("omop/target_fields.csv", "rabbit-in-a-hat", [30, 348, 1, 3]),
    ("omop/table_mappings.csv", "rabbit-in-a-hat", [3, 0, 2, 0]),
    (
        "omop/tiny_riah_with_bom.csv",
        "rabbit-in-a-hat",
        [1, 1, 0, 0],
    ),
    // 28 nodes, of which 20 are tests; 8 edges between the others.
    ("dbt/manifest_jaffle_duckdb.json", "dbt", [8, 27, 8, 0]),
    (
        "openlineage/ColumnLineageDatasetFacet_1.json",
        "openlineage",
        [3, 10, 2, 12],
    ),
    // Four fields, and three inputs that feed each of them.
    (
        "openlineage/ColumnLineageDatasetFacet_2.json",
        "openlineage",
        [2, 8, 1, 16],
    ),
    (
        "openlineage/LineageFacet_mixed-sources.json",
        "openlineage",
        [3, 2, 2, 1],
    ),
    ("odcs/dccli_shipments-odcs.yaml", "odcs", [1, 10, 0, 0]),
    (
        "odcs/dccli_changelog_integration_v2.yaml",
        "odcs",
        [3, 10, 0, 0],
    ),
    ("odcs/full-example.odcs.yaml", "odcs", [6, 7, 3, 0]),
    (
        "fides/demo_resources_demo_dataset.yml",
        "fides",
        [2, 6, 0, 0],
    ),
    (
        "fides/demo_resources_demo_system.yml",
        "fides",
        [2, 0, 1, 0],
    ),
    (
        "fides/src_fides_data_sample_project_sample_resources_sample_systems.yml",
        "fides",
        [6, 0, 5, 0],
    ),
    (
        "fides/src_fides_data_sample_project_sample_resources_postgres_example_test_dataset.yml",
        "fides",
        [12, 48, 0, 0],
    ),
    // 20 links; 62 assets sent or received over them.
    ("threagile/demo_example.yaml", "threagile", [14, 52, 34, 62]),
];

#[test]
fn each_sample_has_the_systems_fields_flows_and_links_that_its_format_counts() {
    for (name, format, figures) in SAMPLES {
        let Some(path) = sample(name) else { continue };
        let import = import(&path);
        assert_eq!(import.format, format, "{name}");
        assert_eq!(self::figures(&import), figures, "{name}");
    }
}

#[test]
fn the_field_count_of_a_field_list_is_its_number_of_rows() {
    for name in [
        "omop/OMOP_CDMv5.3_Field_Level.csv",
        "omop/OMOP_CDMv5.4_Field_Level.csv",
    ] {
        let Some(path) = sample(name) else { return };
        let import = import(&path);
        assert_eq!(said(&import, Level::Error), Vec::<String>::new());
        assert_eq!(
            left(&import, "isPrimaryKey"),
            figures(&import)[1],
            "each row has one"
        );
    }
}

#[test]
fn every_node_of_a_dbt_project_is_a_system_or_counted_as_left_out() {
    let Some(path) = sample("dbt/manifest_jaffle_duckdb.json") else {
        return;
    };
    let import = import(&path);
    assert_eq!(left(&import, "tests") + figures(&import)[0], 28);
    let ends: BTreeSet<&str> = import
        .yaml
        .lines()
        .filter_map(|line| line.trim().strip_prefix("- from: "))
        .collect();
    assert_eq!(
        ends.len(),
        6,
        "three seeds and three staging models feed others"
    );
}

#[test]
fn every_row_of_a_mapping_set_is_a_pair_or_counted_as_left_out() {
    let Some(path) = sample("sssom/basic.tsv") else {
        return;
    };
    let basic = import(&path);
    let [pairs, lists, mappings] = self::pairs(&basic);
    assert_eq!((pairs, lists, mappings), (90, 7, 10));
    let others = [
        "rows that repeat a pair",
        "rows that say that two codes do not match",
    ]
    .map(|what| left(&basic, what));
    assert_eq!(pairs + others.iter().sum::<usize>(), 141);
    let Some(path) = sample("sssom/reconcile_1.tsv") else {
        return;
    };
    let reconcile = import(&path);
    assert_eq!(self::pairs(&reconcile), [3, 2, 1]);
    assert!(
        reconcile.yaml.contains("related"),
        "a cross-reference says no more than that two codes are related"
    );
}

#[test]
fn every_sample_is_read_or_refused_with_the_reason() {
    let root = package("../shared/samples");
    let folders = [
        "omop",
        "fides",
        "openlineage",
        "odcs",
        "dbt",
        "threagile",
        "sssom",
    ];
    for folder in folders {
        let Ok(files) = std::fs::read_dir(root.join(folder)) else {
            continue;
        };
        for file in files {
            let path = file.expect("it can be listed").path();
            let import = import(&path);
            let name = path.to_string_lossy();
            let is_invalid = name.contains("dccli_invalid");
            assert_eq!(
                import.is_refused(),
                is_invalid,
                "{name}: {:?}",
                said(&import, Level::Error)
            );
            assert!(is_invalid || !import.format.is_empty(), "{name}");
            let is_told = !import.left_out.is_empty() || !import.findings.is_empty();
            assert!(
                !import.yaml.is_empty() || is_told || name.contains("example_full_event"),
                "{name}"
            );
            if !import.yaml.is_empty() {
                map(&import);
            }
        }
    }
}

#[test]
fn a_contract_without_what_the_standard_demands_is_refused_with_each_fault() {
    let Some(path) = sample("odcs/dccli_invalid_multiple_errors.odcs.yaml") else {
        return;
    };
    let faults = said(&import(&path), Level::Error);
    assert_eq!(faults.len(), 2, "{faults:?}");
    assert!(faults[0].contains("`version`") && faults[1].contains("`status`"));
}

#[test]
fn a_lineage_file_of_datahub_gives_its_data_sets_flows_and_fields() {
    let import = own("lineage.datahub.yml");
    assert_eq!(figures(&import), [4, 5, 3, 3]);
    assert!(
        import
            .yaml
            .contains("{from: [birth_date, death_date], to: age, how: derived}"),
        "{}",
        import.yaml
    );
    let faults = said(&import, Level::Error);
    assert!(
        faults.len() == 1 && faults[0].contains("address"),
        "{faults:?}"
    );
    assert_eq!(
        import
            .sources
            .position(import.findings[0].places[0].span)
            .line,
        24
    );
}

#[test]
fn a_catalog_of_dbt_gives_its_tables_with_their_columns_in_order() {
    let import = own("catalog.json");
    assert_eq!(figures(&import), [2, 3, 0, 0]);
    let at = |text: &str| {
        import
            .yaml
            .find(text)
            .unwrap_or_else(|| panic!("{text} in {}", import.yaml))
    };
    assert!(at("death_date:") < at("cause:"));
    assert!(import.yaml.contains("catalog.json, 2025-03-02"));
    assert!(
        !import.yaml.contains("someone"),
        "owners of tables are accounts of persons"
    );
}

#[test]
fn a_concept_map_says_the_same_as_json_and_as_xml() {
    let (json, xml) = (own("conceptmap.json"), own("conceptmap.xml"));
    assert_eq!(pairs(&json), [5, 2, 1]);
    assert_eq!(left(&json, "targets that say that nothing matches"), 1);
    assert_eq!(
        json.yaml,
        xml.yaml.replace("conceptmap.xml", "conceptmap.json")
    );
    for pair in [
        "natural: exact",
        "suicide: narrow",
        "accident: narrow",
        "open: related",
        "any: broad",
    ] {
        assert!(json.yaml.contains(pair), "{pair} in {}", json.yaml);
    }
}

#[test]
fn a_value_set_says_the_same_as_json_and_as_xml() {
    let (json, xml) = (own("valueset.json"), own("valueset.xml"));
    assert_eq!(json.yaml, xml.yaml.replace("valueset.xml", "valueset.json"));
    let analysis = map(&json);
    let (_, list) = analysis.model().code_lists.iter().next().expect("a list");
    let codes: Vec<&str> = list.values.iter().map(|code| &*code.code).collect();
    assert_eq!(codes, ["N", "U", "P", "PI"]);
    assert_eq!(left(&json, "a whole code system"), 1);
    assert_eq!(left(&json, "`filter` of a part of a value set"), 1);
    let told = said(&json, Level::Note);
    assert!(
        told.len() == 1 && told[0].contains("`U` is taken in and left out"),
        "{told:?}"
    );
}

#[test]
fn events_name_only_the_flows_that_they_state() {
    let import = own("events.openlineage.json");
    let mut flows: Vec<String> = {
        let analysis = map(&import);
        let model = analysis.model();
        let name = |system| model.systems[system].slug.to_string();
        let flows = model.flows.iter();
        flows
            .map(|(_, flow)| format!("{} -> {}", name(flow.from.id()), name(flow.to.id())))
            .collect()
    };
    flows.sort();
    // Column lineage: `b` feeds no column of `c`. Two inputs and two outputs: by way of the job. One of either: directly.
    assert_eq!(
        flows,
        [
            "a -> c",
            "a -> spread",
            "b -> spread",
            "d -> f",
            "spread -> d",
            "spread -> e"
        ]
    );
    assert!(import.yaml.contains("how: masked"), "{}", import.yaml);
    assert_eq!(left(&import, "`weather` of an event"), 1);
    let told = said(&import, Level::Note);
    assert!(
        told.len() == 1 && told[0].contains("edition 9-0-0"),
        "{told:?}"
    );
}
