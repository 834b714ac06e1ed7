//! `OpenLineage`: events of jobs with the data sets that they read and write, and facets with column lineage on their own.

mod parts;

use self::parts::{COLUMNS, DATASET, ENTRY, EVENT, FACETS, INPUT};
use super::draft::Draft;
use super::omop::say_kind;
use super::tree::{MOST_LINKS, Tree};
use super::unpack::records;
use super::{Content, Format};

pub(super) static FORMAT: Format = Format {
    name: "openlineage",
    title: "OpenLineage events and facets (JSON, one or many in a file)",
    editions: "events of specification 1 and 2, facets of edition 1; others are read all the same and told",
    parts: &[&EVENT, &DATASET, &FACETS, &COLUMNS, &INPUT, &ENTRY],
    is,
    read,
};

fn is(content: &Content) -> bool {
    let is_event = |tree: &Tree| {
        tree.has(&["eventTime"]) && tree.has(&["job", "dataset", "outputs", "inputs"])
    };
    let is_facet = |(_, facet): &(String, Tree)| facet.has(&["_schemaURL", "_producer"]);
    let is_one = |tree: &Tree| is_event(tree) || tree.entries().iter().any(is_facet);
    content
        .tree()
        .is_some_and(|tree| records(tree).into_iter().any(is_one))
}

fn read(content: &Content, draft: &mut Draft<'_>) {
    let Some(tree) = content.tree() else { return };
    let all = records(tree);
    if let [event] = all[..] {
        let day = event
            .text("eventTime")
            .split('T')
            .next()
            .unwrap_or_default();
        draft.edition(day);
    }
    for one in all {
        if one.has(&["eventTime"]) {
            event(draft, one);
        } else {
            alone(draft, one);
        }
    }
}

/// Tells of an edition that is not known.
fn edition(draft: &mut Draft<'_>, tree: &Tree, key: &str, known: &[&str]) {
    let address = tree.text(key);
    // An address ends in `…/1-0-5/Name.json`.
    let edition = address.split('/').find(|part| {
        let mut numbers = part.split('-');
        numbers.clone().count() == 3 && numbers.all(|number| number.parse::<u32>().is_ok())
    });
    let Some(edition) = edition else { return };
    let major = edition.split('-').next().unwrap_or_default();
    if !known.contains(&major) {
        let message = format!(
            "edition {edition} of OpenLineage is not known to flowmap; it is read as the newest known"
        );
        draft.remark(
            tree.get(&[key]).at,
            message,
            "look closely at what is left out",
        );
    }
}

/// The key and name of a data set or job that a record names.
fn identity(tree: &Tree) -> (String, String) {
    let (namespace, name) = (tree.text("namespace"), tree.text("name"));
    (format!("{namespace}\n{name}"), name.to_owned())
}

/// The system of a data set; `None`, with a fault, if it has no name.
fn dataset(draft: &mut Draft<'_>, tree: &Tree) -> Option<usize> {
    let (key, name) = identity(tree);
    if name.is_empty() {
        draft.fault(
            tree.at,
            "this data set has no `name`",
            "name it with `namespace` and `name`",
        );
        return None;
    }
    let system = draft.system(&key, &name, &name);
    draft.at(system).remark("Namespace", tree.text("namespace"));
    Some(system)
}

/// The system of a job. Jobs and data sets of one name are two systems.
fn job(draft: &mut Draft<'_>, tree: &Tree) -> usize {
    let (key, name) = identity(tree);
    let (key, name, note) = match name.as_str() {
        "" => {
            let stem = draft.stem.clone();
            (
                "job\nof the file".to_owned(),
                format!("Job of {stem}"),
                "The file does not name this job",
            )
        }
        _ => (
            format!("job\n{key}"),
            name,
            "A job: a program that reads and writes data",
        ),
    };
    let system = draft.system(&key, &name, &name);
    draft.at(system).note(note);
    draft.at(system).remark("Namespace", tree.text("namespace"));
    system
}

fn event(draft: &mut Draft<'_>, event: &Tree) {
    draft.keys(&EVENT, event);
    edition(draft, event, "schemaURL", &["1", "2"]);
    let ends = ["inputs", "outputs"].map(|key| {
        let systems = event.get(&[key]).items().iter().filter_map(|tree| {
            draft.keys(&DATASET, tree);
            let system = dataset(draft, tree)?;
            let facets = tree.get(&["facets"]);
            draft.keys(&FACETS, facets);
            let is_detailed = self::facets(draft, system, facets);
            Some((system, is_detailed))
        });
        systems.collect::<Vec<_>>()
    });
    if event.has(&["dataset"])
        && let Some(system) = dataset(draft, event.get(&["dataset"]))
    {
        draft.keys(&DATASET, event.get(&["dataset"]));
        let facets = event.get(&["dataset", "facets"]);
        draft.keys(&FACETS, facets);
        self::facets(draft, system, facets);
    }
    let work = event.get(&["job"]);
    draft.keys(&FACETS, work.get(&["facets"]));
    entries(draft, work.get(&["facets", "lineage"]), Some(work));
    let [inputs, outputs] = ends;
    // Column lineage says exactly which inputs feed an output. Where each input is known to feed each output, flows need no system between.
    let outputs: Vec<usize> = outputs
        .iter()
        .filter(|(_, is_detailed)| !is_detailed)
        .map(|(system, _)| *system)
        .collect();
    let is_told = outputs.is_empty() && !event.get(&["outputs"]).items().is_empty();
    match (inputs.len(), outputs.len()) {
        (0, 0) if !is_told => draft.leave(
            &EVENT,
            "a job without inputs and outputs",
            usize::from(event.has(&["job"])),
        ),
        (_, 0) if is_told => {}
        (1.., 1) | (1, 1..) => {
            for (from, to) in inputs
                .iter()
                .flat_map(|(from, _)| outputs.iter().map(move |to| (*from, *to)))
            {
                arrow(draft, from, to, work.text("name"));
            }
        }
        _ => {
            let between = job(draft, work);
            for (from, _) in inputs {
                arrow(draft, from, between, "");
            }
            for to in outputs {
                arrow(draft, between, to, "");
            }
        }
    }
}

/// A flow of which the fields are not known. `job` is the name of the program that moves the data.
fn arrow(draft: &mut Draft<'_>, from: usize, to: usize, job: &str) {
    match draft.flow(from, to, "") {
        Some(flow) => draft.of_flow(flow).remark("Job", job),
        None => draft.leave(&EVENT, "a data set that feeds itself", 1),
    }
}

/// A file that holds facets and no event. The data set or job that they describe has no name there.
fn alone(draft: &mut Draft<'_>, tree: &Tree) {
    draft.keys(&FACETS, tree);
    let lineage = tree.get(&["lineage"]);
    if lineage.has(&["entries"]) {
        entries(draft, lineage, None);
    }
    let says_something = tree.has(&["schema", "columnLineage", "documentation"]);
    if says_something || lineage.has(&["inputs", "fields"]) {
        let stem = draft.stem.clone();
        let system = draft.system("\nof the file", &stem, &format!("Data set of {stem}"));
        draft
            .at(system)
            .note("The file does not name this data set");
        facets(draft, system, tree);
    }
}

/// Reads the facets of a data set. Returns true if they say which inputs feed it.
fn facets(draft: &mut Draft<'_>, system: usize, facets: &Tree) -> bool {
    let schema = facets.get(&["schema"]);
    edition(draft, schema, "_schemaURL", &["1"]);
    for field in schema.get(&["fields"]).items() {
        self::field(draft, system, field, "");
    }
    draft
        .at(system)
        .note(facets.get(&["documentation"]).text("description"));
    let columns = facets.get(&["columnLineage"]);
    edition(draft, columns, "_schemaURL", &["1"]);
    draft.keys(&COLUMNS, columns);
    for (target, lineage) in columns.get(&["fields"]).entries() {
        for input in lineage.get(&["inputFields"]).items() {
            passage(draft, system, target, (input, lineage));
        }
    }
    let (whole, targets) = (
        columns.get(&["dataset"]).items(),
        columns.get(&["fields"]).entries(),
    );
    if whole.len() * targets.len() > MOST_LINKS {
        let message = format!("this lineage joins more than {MOST_LINKS} pairs of fields");
        draft.fault(
            columns.at,
            message,
            "write the inputs with the fields that they feed",
        );
        return true;
    }
    for (input, (target, _)) in whole
        .iter()
        .flat_map(|input| targets.iter().map(move |target| (input, target)))
    {
        passage(draft, system, target, (input, columns));
    }
    let lineage = facets.get(&["lineage"]);
    if lineage.has(&["inputs", "fields"]) {
        entry(draft, system, lineage);
    }
    !columns.is_empty() || !lineage.is_empty()
}

/// A field and those inside it.
fn field(draft: &mut Draft<'_>, system: usize, field: &Tree, before: &str) {
    let name = field.text("name");
    if name.is_empty() {
        draft.fault(field.at, "this field has no `name`", "name it");
        return;
    }
    let name = match before {
        "" => name.to_owned(),
        before => format!("{before} {name}"),
    };
    let entry = draft.field(system, &name);
    entry.say("definition", field.text("description"));
    say_kind(entry, field.text("type"));
    for inner in field.get(&["fields"]).items() {
        self::field(draft, system, inner, &name);
    }
}

/// Reads the entries of a job's lineage facet.
fn entries(draft: &mut Draft<'_>, lineage: &Tree, own: Option<&Tree>) {
    edition(draft, lineage, "_schemaURL", &["1"]);
    for one in lineage.get(&["entries"]).items() {
        let is_job = one.text("type") == "JOB";
        let system = match (is_job, one.text("name"), own) {
            (true, "", Some(own)) => Some(job(draft, own)),
            (true, ..) => Some(job(draft, one)),
            (false, ..) => dataset(draft, one),
        };
        if let Some(system) = system {
            entry(draft, system, one);
        }
    }
}

/// Reads what feeds one data set or job.
fn entry(draft: &mut Draft<'_>, system: usize, entry: &Tree) {
    draft.keys(&ENTRY, entry);
    for input in entry.get(&["inputs"]).items() {
        if let Some(from) = source(draft, input, system) {
            arrow(draft, from, system, "");
        }
        draft.leave(
            &INPUT,
            "an input that names no field",
            usize::from(input.has(&["field"])),
        );
    }
    for (target, lineage) in entry.get(&["fields"]).entries() {
        draft.field(system, target);
        for input in lineage.get(&["inputs"]).items() {
            passage(draft, system, target, (input, lineage));
        }
    }
}

/// The system that an input names. A job without a name is the one whose program makes the target.
fn source(draft: &mut Draft<'_>, input: &Tree, target: usize) -> Option<usize> {
    if input.text("type") != "JOB" {
        return dataset(draft, input);
    }
    let from = job(draft, input);
    (from != target).then_some(from)
}

/// Reads one input of a field: a passage for each of its transformations.
fn passage(draft: &mut Draft<'_>, system: usize, target: &str, (input, lineage): (&Tree, &Tree)) {
    draft.keys(&INPUT, input);
    let Some(from) = source(draft, input, system) else {
        return;
    };
    let Some(flow) = draft.flow(from, system, "") else {
        draft.leave(&EVENT, "a data set that feeds itself", 1);
        return;
    };
    let field = input.text("field");
    if field.is_empty() {
        draft.leave(&INPUT, "an input that names no field", 1);
        return;
    }
    let transformations = input.get(&["transformations"]).items();
    if transformations.is_empty() {
        let how = match lineage.text("transformationType") {
            "IDENTITY" => "identity",
            "MASKED" => "masked",
            _ => "",
        };
        draft.pass(flow, field, target, how);
    }
    for transformation in transformations {
        match how(transformation) {
            Some(how) => drop(draft.pass(flow, field, target, how)),
            None => draft.leave(&INPUT, "an influence of unknown kind", 1),
        }
    }
}

/// The format's word for a transformation: empty if the value itself is passed and nothing more is said, `None` for an influence of a kind
/// that is not known.
fn how(transformation: &Tree) -> Option<&'static str> {
    let is_masked = transformation.get(&["masking"]).truth() == Some(true);
    match (transformation.text("type"), transformation.text("subtype")) {
        ("INDIRECT", "JOIN") => Some("join"),
        ("INDIRECT", "GROUP_BY") => Some("group-by"),
        ("INDIRECT", "FILTER") => Some("filter"),
        ("INDIRECT", "SORT") => Some("sort"),
        ("INDIRECT", "WINDOW") => Some("window"),
        ("INDIRECT", "CONDITIONAL") => Some("conditional"),
        ("INDIRECT", _) => None,
        _ if is_masked => Some("masked"),
        (_, "IDENTITY") => Some("identity"),
        (_, "TRANSFORMATION") => Some("derived"),
        (_, "AGGREGATION") => Some("aggregated"),
        _ => Some(""),
    }
}
