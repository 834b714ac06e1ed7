//! A case as people type it on one line: `setting=inpatient, legal_status=detained, age=45`.

use super::covers;
use super::map::Model;
use super::scope::Boxes;
use super::similar::LOOSE_REFERENCE;
use crate::read::source::{FileId, SourceSet};
use crate::read::syntax;
use crate::read::syntax::{Decoder, matching_key};
use crate::words;

/// An example of a case, for messages.
const EXAMPLE: &str =
    "write `dimension=value` with commas between, such as `setting=inpatient, age=45`";

/// True if a text has dimensions and values, and is not an id.
pub(crate) fn is_scope(text: &str) -> bool {
    text.contains(['=', ':', '{'])
}

impl Model {
    /// The boxes of a case typed on one line. Several values of a dimension follow it with commas between; brackets may be left out.
    ///
    /// # Errors
    /// If a dimension or a value is not in the map. The message has similar names.
    pub(crate) fn spoken(&self, text: &str) -> Result<Boxes, String> {
        let pairs = pairs(text)?;
        if pairs.is_empty() {
            return Err(format!("`{text}` says nothing of the case: {EXAMPLE}"));
        }
        let sources = SourceSet::from_strings([("case.yaml", yaml(&pairs))]);
        let (documents, faults) = syntax::parse(&sources, FileId(0));
        let mut decoder = Decoder::new(&sources);
        let read = documents.first();
        let boxes = read.and_then(|node| covers::of_case(&mut decoder, &self.dimensions, node));
        let mut faults = faults.iter().chain(&decoder.findings);
        if let Some(fault) = faults.find(|fault| fault.kind.name != LOOSE_REFERENCE.name) {
            let words = fault.words();
            return Err(match &*words.help {
                "" => words.message.clone(),
                help => format!("{}; {help}", words.message),
            });
        }
        boxes.ok_or_else(|| format!("`{text}` says nothing of the case: {EXAMPLE}"))
    }
}

/// Each dimension with its values.
fn pairs(text: &str) -> Result<Vec<(String, Vec<String>)>, String> {
    let mut pairs: Vec<(String, Vec<String>)> = Vec::new();
    for part in &words::names(text) {
        let part = part.trim_matches(|c: char| c.is_whitespace() || "{}[]".contains(c));
        match part.split_once(['=', ':']) {
            _ if part.is_empty() => {}
            Some((dimension, value)) => {
                let value = value.trim_matches(|c: char| c.is_whitespace() || "[]".contains(c));
                let dimension = dimension.trim().to_owned();
                let key = matching_key(&dimension);
                if pairs.iter().any(|(known, _)| matching_key(known) == key) {
                    return Err(format!(
                        "`{dimension}` is given twice; write all its values after it, with commas between"
                    ));
                }
                if value.is_empty() || dimension.is_empty() {
                    return Err(format!("`{part}` is not complete: {EXAMPLE}"));
                }
                pairs.push((dimension, vec![value.to_owned()]));
            }
            None => match pairs.last_mut() {
                Some((_, values)) => values.push(part.to_owned()),
                None => return Err(format!("`{part}` belongs to no dimension: {EXAMPLE}")),
            },
        }
    }
    Ok(pairs)
}

/// The pairs as a box in a flow file.
fn yaml(pairs: &[(String, Vec<String>)]) -> String {
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let pair = |(dimension, values): &(String, Vec<String>)| {
        let values: Vec<String> = values.iter().map(|value| quoted(value)).collect();
        match &values[..] {
            [one] => format!("{}: {one}", quoted(dimension)),
            several => format!("{}: [{}]", quoted(dimension), several.join(", ")),
        }
    };
    let pairs: Vec<String> = pairs.iter().map(pair).collect();
    format!("{{{}}}", pairs.join(", "))
}
