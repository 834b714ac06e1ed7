//! Files that `flowmap import` reads: the largest sample of each format beside the project, and workbooks that cost most for their size.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::path::Path;

use rust_xlsxwriter::Workbook;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A file to import.
pub(crate) struct Import {
    pub(crate) name: &'static str,
    /// The name of the file.
    pub(crate) file: &'static str,
    /// Its bytes; `None` for a sample that is not there.
    pub(crate) bytes: fn() -> Option<Vec<u8>>,
    /// The number of fields of the made-up map that it is imported into; 0 for a map of one system.
    pub(crate) fields: usize,
}

macro_rules! sample {
    ($name:literal, $path:literal, $file:literal) => {
        Import {
            name: concat!("import a sample: ", $name),
            file: $file,
            bytes: || sample($path),
            fields: 0,
        }
    };
}

macro_rules! workbook {
    ($name:literal, $file:literal, $fields:literal, $bytes:expr) => {
        Import {
            name: concat!("import a workbook: ", $name),
            file: $file,
            bytes: || Some($bytes),
            fields: $fields,
        }
    };
}

pub(crate) const IMPORTS: [Import; 19] = [
    sample!(
        "Data contract",
        "odcs/full-example.odcs.yaml",
        "a.odcs.yaml"
    ),
    sample!("dbt", "dbt/manifest_jaffle_duckdb.json", "manifest.json"),
    sample!(
        "Fides",
        "fides/src_fides_data_sample_project_sample_resources_postgres_example_test_dataset.yml",
        "fides.yml"
    ),
    sample!(
        "OMOP field list",
        "omop/OMOP_CDMv5.4_Field_Level.csv",
        "omop.csv"
    ),
    sample!(
        "OpenLineage",
        "openlineage/ColumnLineageDatasetFacet_1.json",
        "event.json"
    ),
    sample!(
        "Rabbit-In-a-Hat, packed",
        "omop/riah_mapping_example_0.10.0.json.gz",
        "riah.json.gz"
    ),
    sample!("SSSOM", "sssom/basic.tsv", "basic.sssom.tsv"),
    sample!("Threagile", "threagile/demo_example.yaml", "threagile.yaml"),
    sample!("DataHub", "own/lineage.datahub.yml", "lineage.datahub.yml"),
    sample!("FHIR", "own/valueset.json", "valueset.json"),
    workbook!("a small map, as exported", "map.xlsx", 0, exported(0)),
    workbook!(
        "12,000 fields, as exported",
        "map.xlsx",
        12_000,
        exported(12_000)
    ),
    workbook!("one part of 300 MiB of spaces", "bomb.xlsx", 0, bomb(300)),
    workbook!("one part of 250 MiB of spaces", "bomb.xlsx", 0, bomb(250)),
    workbook!(
        "16,000,000,000 cells by repetition (.ods)",
        "repeats.ods",
        0,
        repeats()
    ),
    workbook!("1,000,000 short rows", "rows.xlsx", 0, rows(1_000_000, "x")),
    workbook!("250,000 short rows", "rows.xlsx", 0, rows(250_000, "x")),
    workbook!(
        "1,000 rows of 32,000 letters",
        "long.xlsx",
        0,
        rows(1_000, &"x".repeat(32_000))
    ),
    workbook!("a cell in the last row", "far.xlsx", 0, far()),
];

/// A sample beside the project; below `own/`, a file of `tests/foreign`.
fn sample(path: &str) -> Option<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let own = path.strip_prefix("own/");
    let path = own.map_or_else(
        || root.join("../shared/samples").join(path),
        |own| root.join("tests/foreign").join(own),
    );
    std::fs::read(path).ok()
}

/// The map that files are imported into.
pub(crate) fn map(fields: usize) -> Vec<(String, String)> {
    if fields == 0 {
        let text = "systems:\n  herd_book: {name: Herd book, fields: [herd_size]}\n";
        return vec![("map.yaml".to_owned(), text.to_owned())];
    }
    flowmap::sample::generate(&flowmap::sample::Recipe { fields, seed: 7 }).files
}

/// The map as `flowmap export` writes it.
fn exported(fields: usize) -> Vec<u8> {
    let sources = flowmap::read::source::SourceSet::from_strings(map(fields));
    flowmap::exchange::sheets::workbook(&sources, "A map").expect("a workbook is written")
}

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        let options = SimpleFileOptions::default();
        archive.start_file(*name, options).expect("a part");
        archive.write_all(bytes).expect("its bytes");
    }
    archive.finish().expect("an archive").into_inner()
}

/// An archive whose one part unfolds to so many MiB.
fn bomb(mebibytes: usize) -> Vec<u8> {
    zipped(&[("xl/workbook.xml", &vec![b' '; mebibytes * 1024 * 1024])])
}

fn repeats() -> Vec<u8> {
    let mut text = String::from(
        "<office:document-content><table:table table:name=\"Systems\"><table:table-row table:number-rows-repeated=\"1000000\">",
    );
    let cell = "<table:table-cell table:number-columns-repeated=\"16000\" office:value-type=\"string\"><text:p>x</text:p></table:table-cell>";
    write!(
        text,
        "{cell}</table:table-row></table:table></office:document-content>"
    )
    .expect("a text takes a line");
    let kind: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";
    zipped(&[("mimetype", kind), ("content.xml", text.as_bytes())])
}

/// A sheet of systems with so many rows, each with this note.
fn rows(count: u32, note: &str) -> Vec<u8> {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    page.set_name("Systems").expect("a name");
    for (column, head) in ["Id", "Notes"].into_iter().enumerate() {
        page.write_string(0, column as u16, head).expect("a cell");
    }
    for row in 1..=count {
        page.write_string(row, 0, format!("s{row}"))
            .expect("a cell");
        page.write_string(row, 1, format!("{note}{row}"))
            .expect("a cell");
    }
    book.save_to_buffer().expect("a workbook")
}

fn far() -> Vec<u8> {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    page.set_name("Systems").expect("a name");
    page.write_string(0, 0, "Id").expect("a cell");
    page.write_string(1_048_575, 0, "last").expect("a cell");
    book.save_to_buffer().expect("a workbook")
}
