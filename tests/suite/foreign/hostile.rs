//! Hostile files: a clear refusal or a safe reading, within bounded time and memory.

use std::fmt::Write as _;
use std::time::Instant;

use flowmap::exchange::foreign::{Import, read};
use flowmap::read::finding::Level;

use super::{map, said, text};

/// Reads a text, and demands that it is refused for a reason that has these words.
fn check_refused(name: &str, content: &str, words: &str) {
    let start = Instant::now();
    let import = text(name, content);
    assert!(import.is_refused(), "{name} is read");
    let said = said(&import, Level::Error);
    assert!(
        said.iter().any(|one| one.contains(words)),
        "{name}: {said:?}"
    );
    assert!(
        start.elapsed().as_secs() < 60,
        "{name} takes {:?}",
        start.elapsed()
    );
}

#[test]
fn nesting_without_end_is_refused() {
    let deep = 10_000;
    check_refused(
        "deep.json",
        &format!("{}1{}", "[".repeat(deep), "]".repeat(deep)),
        "recursion limit",
    );
    check_refused(
        "deep.json",
        &format!("{}1{}", "{\"a\":".repeat(deep), "}".repeat(deep)),
        "recursion limit",
    );
    let lists = format!(
        "kind: DataContract\nschema: {}{}\n",
        "[".repeat(deep),
        "]".repeat(deep)
    );
    check_refused("deep.yaml", &lists, "");
    let elements = format!(
        "<ConceptMap>{}{}</ConceptMap>",
        "<a>".repeat(deep),
        "</a>".repeat(deep)
    );
    check_refused("deep.xml", &elements, "64 deep");
    let million = 1_000_000;
    let elements = format!(
        "<ConceptMap>{}{}</ConceptMap>",
        "<a>".repeat(million),
        "</a>".repeat(million)
    );
    check_refused("deep.xml", &elements, "64 deep");
}

#[test]
fn a_document_type_is_refused_before_any_entity() {
    let bomb = "<!DOCTYPE a [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;\">]><ConceptMap><url value=\"&b;\"/></ConceptMap>";
    check_refused("bomb.xml", bomb, "document type");
    let outside =
        "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><ConceptMap><url value=\"x\"/></ConceptMap>";
    check_refused("outside.xml", outside, "document type");
    let entity =
        "<ConceptMap xmlns=\"http://hl7.org/fhir\"><url value=\"&nowhere;\"/></ConceptMap>";
    check_refused("entity.xml", entity, "cannot be read");
}

#[test]
fn copies_without_end_are_refused() {
    let mut bomb = "kind: DataContract\na0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..20 {
        let before = format!("*a{}", level - 1);
        let _ = writeln!(
            bomb,
            "a{level}: &a{level} [{}]",
            [before.as_str(); 9].join(", ")
        );
    }
    check_refused("bomb.yaml", &bomb, "");
}

#[test]
fn too_many_values_columns_or_attributes_are_refused() {
    check_refused(
        "wide.json",
        &format!("[{}0]", "0,".repeat(4_000_001)),
        "more than 4000000 values",
    );
    check_refused(
        "wide.csv",
        &format!("cdmTableName{}\n", ",x".repeat(2_000)),
        "1000 columns",
    );
    let cells = format!(
        "cdmTableName,cdmFieldName\n{}",
        "a,b,c,d\n".repeat(1_000_001)
    );
    check_refused("wide.csv", &cells, "more than 4000000 cells");
    let mut element = "<ConceptMap".to_owned();
    for number in 0..300_000 {
        let _ = write!(element, " a{number}=\">\"");
    }
    check_refused("wide.xml", &(element + "/>"), "200 attributes");
}

#[test]
fn a_large_file_is_refused_also_where_it_is_packed_small() {
    let large = "x".repeat(64 * 1024 * 1024 + 1);
    check_refused("large.json", &large, "64 MB");
    let yaml = format!("kind: DataContract\nid: {}\n", "x".repeat(16 * 1024 * 1024));
    check_refused("large.yaml", &yaml, "16 MB");
    // 80 MB of one letter, packed to some kilobytes.
    let packed = flate(&vec![b'0'; 80 * 1024 * 1024]);
    let import = read("bomb.json.gz", packed, None);
    assert!(import.is_refused());
    assert!(
        said(&import, Level::Error)[0].contains("larger than 64 MB"),
        "{:?}",
        said(&import, Level::Error)
    );
    for broken in [
        &b"\x1f\x8b"[..],
        &b"\x1f\x8b\x08\xff"[..],
        &b"\x1f\x8b\x08\x00aaaaaaaaaaaaaaaaaa"[..],
    ] {
        let import = read("broken.gz", broken.to_vec(), None);
        assert!(said(&import, Level::Error)[0].contains("damaged"));
    }
}

/// The bytes packed with gzip.
fn flate(bytes: &[u8]) -> Vec<u8> {
    let mut packed = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3];
    packed.extend(miniz_oxide::deflate::compress_to_vec(bytes, 1));
    packed.extend([0; 8]);
    packed
}

#[test]
fn one_name_many_times_takes_no_time_without_end() {
    let start = Instant::now();
    let mut rows = "subject_id\tpredicate_id\tobject_id\n".to_owned();
    let mut fields = "cdmTableName,cdmFieldName\n".to_owned();
    for number in 0..50_000 {
        let _ = writeln!(rows, "a:1\tskos:exactMatch\tb:{number}");
        let _ = writeln!(
            fields,
            "t,{}",
            "-".repeat(number % 300 + 1) + &"!".repeat(number / 300)
        );
    }
    assert!(!text("many.tsv", &rows).yaml.is_empty());
    assert!(!text("many.csv", &fields).yaml.is_empty());
    let product = format!(
        "{{\"columnLineage\": {{\"_producer\": \"x\", \"fields\": {{{}\"z\": {{}}}}, \"dataset\": [{}{{}}]}}}}",
        (0..20_000)
            .map(|n| format!("\"f{n}\": {{}},"))
            .collect::<Vec<_>>()
            .concat(),
        "{\"namespace\":\"n\",\"name\":\"d\",\"field\":\"x\"},".repeat(20_000)
    );
    let import = text("product.json", &product);
    assert!(said(&import, Level::Error)[0].contains("more than 100000 pairs"));
    assert!(start.elapsed().as_secs() < 120, "{:?}", start.elapsed());
}

/// Texts that break formats, terminals and ids.
const TEXTS: [&str; 14] = [
    "",
    " ",
    "\u{0}",
    "\u{1b}[31mred",
    "a\nb: c",
    "- x",
    "{a: b}",
    "*alias",
    "&anchor",
    "\u{202e}abc",
    "'\"`",
    "#",
    "a -> b",
    "!!python/object:os.system",
];

#[test]
fn hostile_names_make_a_map_that_can_be_read() {
    for word in TEXTS {
        let quoted = serde_json::to_string(word).expect("a text");
        let contract = format!(
            "{{\"apiVersion\": \"v3.1.0\", \"kind\": \"DataContract\", \"id\": {quoted}, \"version\": {quoted}, \"status\": \"x\", \"name\": {quoted}, \
             \"tags\": [{quoted}], \"schema\": [{{\"name\": \"t{}\", \"description\": {quoted}, \"properties\": [{{\"name\": {quoted}, \"businessName\": {quoted}, \"tags\": [{quoted}]}}]}}, {{\"name\": {quoted}}}]}}",
            &quoted[1..quoted.len() - 1]
        );
        let event = format!(
            "{{\"eventTime\": {quoted}, \"job\": {{\"name\": {quoted}}}, \"inputs\": [{{\"namespace\": {quoted}, \"name\": {quoted}}}], \"outputs\": [{{\"name\": \"o\", \"facets\": {{\"columnLineage\": {{\"fields\": {{{quoted}: {{\"inputFields\": [{{\"name\": {quoted}, \"field\": {quoted}}}]}}}}}}}}}}]}}"
        );
        let codes = format!(
            "{{\"resourceType\": \"ValueSet\", \"id\": {quoted}, \"name\": {quoted}, \"url\": {quoted}, \"compose\": {{\"include\": [{{\"concept\": [{{\"code\": {quoted}, \"display\": {quoted}}}, {{\"code\": \"a\"}}]}}]}}}}"
        );
        for content in [contract, event, codes] {
            let import = text("hostile.json", &content);
            check_safe(&import, word);
        }
    }
}

/// Demands that a proposal is a flow file without faults and without characters that take over a terminal.
fn check_safe(import: &Import, word: &str) {
    if !import.yaml.is_empty() {
        map(import);
    }
    let is_harmful = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
    assert!(
        !import.yaml.contains(is_harmful),
        "{word:?} in {}",
        import.yaml
    );
}

#[test]
fn bytes_that_are_no_text_are_refused() {
    for bytes in [
        &b"PK\x03\x04aaaa"[..],
        &b"\xff\xfe{\x00}\x00"[..],
        &b"{\"a\": \"\xe9\"}"[..],
        &b"{\"kind\": \"\x00\"}"[..],
        &b""[..],
    ] {
        let import = read("bytes.bin", bytes.to_vec(), None);
        assert!(import.is_refused(), "{bytes:?}");
    }
}

#[test]
fn no_beginning_of_a_file_makes_the_program_stop() {
    for name in [
        "lineage.datahub.yml",
        "catalog.json",
        "conceptmap.xml",
        "valueset.json",
        "events.openlineage.json",
    ] {
        let path = crate::expectation::package("tests/foreign").join(name);
        let bytes = std::fs::read(path).expect("it is in the project");
        for end in (0..bytes.len()).step_by(37) {
            let import = read(name, bytes[..end].to_vec(), None);
            if !import.yaml.is_empty() {
                map(&import);
            }
        }
    }
}
