//! What an import says: ids and names, sources, editions, places of faults, and the page of formats.

use flowmap::exchange::foreign::{Import, formats, names, read};
use flowmap::print::terminal;
use flowmap::print::terminal::Style;
use flowmap::read::finding::Level;

use super::{left, map, said, text};
use crate::expectation::{check_expectation, package};

#[test]
fn the_page_of_formats_is_current() {
    check_expectation("src/exchange/foreign/README.md", &formats());
}

/// Keys that tables say are read and that no code asks for by their whole name, each with the reason.
const NOT_ASKED: [(&str, &str); 12] = [
    ("dbt", "unique_id"),           // it stands above each node as its key as well
    ("openlineage", "_producer"),   // tells a facet from other JSON, beside `_schemaURL`
    ("rabbit-in-a-hat", "@type"),   // says which class of the program a record is
    ("rabbit-in-a-hat", "db"),      // the table stands inside its database
    ("rabbit-in-a-hat", "table"),   // the field stands inside its table
    ("rabbit-in-a-hat", "Mapped?"), // follows from the mappings
    ("rabbit-in-a-hat", "Number of mappings"),
    ("sssom", "curie_map"),      // a heading among the lines of the head
    ("sssom", "subject_source"), // the rows name the vocabularies by their prefixes
    ("sssom", "object_source"),
    ("sssom", "subject_label"), // made of `subject` and `_label`
    ("sssom", "object_label"),
];

/// The code of a format without its tables.
fn code(file: &str) -> String {
    let text = std::fs::read_to_string(package("src/exchange/foreign").join(file));
    let text = text.expect("the format has a file");
    let mut is_table = false;
    let lines = text.lines().filter(|line| {
        is_table |= line.starts_with("static ") && line.contains(": Part = ");
        let is_kept = !is_table;
        is_table &= *line != "};";
        is_kept
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn each_key_that_a_table_says_is_read_is_asked_for_by_the_code() {
    const FILES: [&str; 10] = [
        "datahub.rs",
        "dbt.rs",
        "fhir/mod.rs",
        "fides/mod.rs",
        "odcs.rs",
        "omop.rs",
        "openlineage/mod.rs",
        "rabbit/mod.rs",
        "sssom.rs",
        "threagile.rs",
    ];
    let page = formats();
    let mut missing = Vec::new();
    let mut count = 0;
    for (name, file) in names().into_iter().zip(FILES) {
        let code = code(file);
        let chapter = page.split("\n## ").find(|part| is_of(part, name));
        let chapter = chapter.unwrap_or_else(|| panic!("{name} has a chapter"));
        for row in chapter.lines().filter(|line| line.starts_with("| a")) {
            let cells: Vec<&str> = row.split(" | ").collect();
            if cells[2].trim().is_empty() {
                continue;
            }
            let keys = cells[1].split(", ").map(|key| key.trim_matches('`'));
            for key in keys.filter(|key| !NOT_ASKED.contains(&(name, key))) {
                count += 1;
                if !code.contains(&format!("\"{key}\"")) {
                    missing.push(format!("{name} does not read `{key}`"));
                }
            }
        }
    }
    assert!(count > 100, "the tables have {count} keys");
    assert_eq!(missing, Vec::<String>::new());
}

/// True for the chapter of a format: its title is the one beside its word in the first table.
fn is_of(chapter: &str, name: &str) -> bool {
    let title = chapter.lines().next().unwrap_or_default();
    formats().contains(&format!("| {title} | `{name}` |"))
}

#[test]
fn names_become_ids_that_the_map_takes_and_stay_as_names_for_people() {
    let import = text(
        "list.csv",
        "cdmTableName,cdmFieldName,isRequired,cdmDatatype,userGuidance\n\
         NHS Wales/data,birthDate,Yes,date,NA\nNHS Wales/data,Größe (cm),No,float,\nunknown,all,No,integer,\nब_हिन्दी,none,No,x,\n",
    );
    let analysis = map(&import);
    let model = analysis.model();
    let ids: Vec<&str> = model
        .systems
        .iter()
        .map(|(_, system)| &*system.slug)
        .collect();
    assert_eq!(ids, ["nhs_wales_data", "system_unknown", "ब_हिन्दी"]);
    for id in ["birth_date:", "größe_cm:", "field_all:", "field_none:"] {
        assert!(import.yaml.contains(id), "{id} in {}", import.yaml);
    }
    assert!(import.yaml.contains("name: NHS Wales/data"));
}

#[test]
fn two_names_that_would_be_one_id_stay_two() {
    let rows = "cdmTableName,cdmFieldName,isRequired,cdmDatatype\na.b,x-1,No,date\na.b,x 1,No,date\na/b,x,No,date\n";
    let import = text("list.csv", rows);
    let analysis = map(&import);
    assert_eq!(analysis.model().systems.len(), 2);
    assert!(import.yaml.contains("x_1_2:"), "{}", import.yaml);
}

#[test]
fn a_proposal_is_reported_and_names_its_file_and_version() {
    let contract = "apiVersion: v3.1.0\nkind: DataContract\nid: a\nversion: 4.2.0\nstatus: active\nschema:\n  - name: t\n    properties:\n      - {name: x, logicalType: string, quality: [{type: sql}], weather: rain}\n";
    let import = text("folder/contract.odcs.yaml", contract);
    assert!(
        import
            .yaml
            .contains("source: contract.odcs.yaml, version 4.2.0\n    confidence: reported"),
        "{}",
        import.yaml
    );
    assert!(
        !import.yaml.contains("folder/"),
        "the path on this machine is nobody's business"
    );
    assert_eq!(left(&import, "`quality` of a property"), 1);
    assert_eq!(
        left(&import, "`weather` of a property"),
        1,
        "a key that stands in no table is told as well"
    );
    assert!(
        !import.yaml.contains("every:")
            && !import.yaml.contains("lag:")
            && !import.yaml.contains("covers:")
    );
}

#[test]
fn an_unknown_edition_is_read_and_told_and_an_old_one_refused() {
    let contract = |edition: &str| {
        format!(
            "apiVersion: {edition}\nkind: DataContract\nid: a\nversion: 1\nstatus: active\nschema: [{{name: t}}]\n"
        )
    };
    let next = text("c.yaml", &contract("v3.9.0"));
    assert!(!next.is_refused());
    assert!(said(&next, Level::Note)[0].contains("3.9.0"));
    let old = text("c.yaml", &contract("v2.2.2"));
    assert!(old.is_refused());
    assert!(said(&old, Level::Error)[0].contains("edition 2.2.2"));
    let dbt = text(
        "m.json",
        "{\"metadata\": {\"dbt_schema_version\": \"https://schemas.getdbt.com/dbt/manifest/v99.json\"}, \"nodes\": {}}",
    );
    assert!(said(&dbt, Level::Note)[0].contains("v99"));
    let model = text(
        "t.yaml",
        "threagile_version: 7.0\ntechnical_assets: {A: {id: a}}\n",
    );
    assert!(said(&model, Level::Note)[0].contains("7.0"));
}

#[test]
fn a_fault_stands_at_its_line_and_column() {
    let is_at = |import: &Import, place: &str| {
        let style = Style::default();
        let printed = terminal::render_finding(&import.sources, &import.findings[0], style);
        assert!(printed.contains(place), "{place} in {printed}");
    };
    let model = "threagile_version: 1.0.0\ntechnical_assets:\n  A:\n    id: a\n    communication_links:\n      L: {target: nobody}\n";
    is_at(&text("t.yaml", model), "t.yaml:6:10");
    let map = "{\"resourceType\": \"ConceptMap\",\n \"group\": [{\"source\": \"a\", \"target\": \"b\",\n  \"element\": [\n    {\"code\": \"é\", \"target\": [ {\"code\": \"n\", \"equivalence\": \"sideways\"} ]}]}]}";
    is_at(&text("m.json", map), "m.json:4:31");
    let broken = "{\"resourceType\":\n  \"ConceptMap\",,}";
    is_at(&text("m.json", broken), "m.json:2:16");
    let rows = "cdmTableName,cdmFieldName\nperson,id\n\n,x\n";
    is_at(&text("r.csv", rows), "r.csv:4:1");
}

#[test]
fn a_wrong_format_is_told_and_not_guessed() {
    let list = "cdmTableName,cdmFieldName\nperson,id\n";
    let import = read("r.csv", list.as_bytes().to_vec(), Some("dbt"));
    assert!(import.is_refused());
    assert!(said(&import, Level::Error)[0].contains("does not look like dbt"));
    let import = text("r.yaml", "some: thing\n");
    assert!(import.is_refused() && import.format.is_empty());
}

#[test]
fn values_of_records_and_names_of_persons_are_never_copied() {
    let Some(path) = super::sample("omop/riah_mapping_example_0.10.0.json.gz") else {
        return;
    };
    let import = super::import(&path);
    assert!(!import.yaml.contains("10ac74ae"), "a value out of a record");
    assert_eq!(left(&import, "`valueCounts` of a field"), 42);
    let Some(path) = super::sample("fides/demo_resources_demo_organization.yml") else {
        return;
    };
    assert!(!super::import(&path).yaml.contains("DataPro"));
}
