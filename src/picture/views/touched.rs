//! The things of the map that each finding is about, read from its subjects, its way and its details.

use std::collections::BTreeSet;

use serde_json::Value;

use super::diagram::{Badge, Mark};
use super::index::Index;
use crate::analysis::Analysis;
use crate::read::finding::{Finding, Group, Level, Subject};
use crate::read::model::{FieldId, FlowId, NeedId, OrganisationId, Ref, SystemId, TermId};

/// The things that one finding is about.
#[derive(Debug, Default)]
pub(super) struct Touched {
    /// Its index in the list of findings.
    pub(super) index: usize,
    /// Its family.
    pub(super) badge: Option<Badge>,
    /// True if the finding is more than a question.
    pub(super) is_firm: bool,
    /// The fields that carry its mark.
    pub(super) fields: BTreeSet<FieldId>,
    /// Further fields that it mentions: the sources of the values.
    pub(super) context: BTreeSet<FieldId>,
    /// Values passed that prove it.
    pub(super) hops: BTreeSet<(FieldId, FieldId)>,
    /// Systems that carry its mark.
    pub(super) systems: BTreeSet<SystemId>,
    /// Flows it is about.
    pub(super) flows: BTreeSet<FlowId>,
    /// Organisations that carry its mark.
    pub(super) organisations: BTreeSet<OrganisationId>,
    /// Terms it is about.
    pub(super) terms: BTreeSet<TermId>,
    /// Needs it is about.
    pub(super) needs: BTreeSet<NeedId>,
}

impl Touched {
    /// The mark of this finding alone.
    pub(super) fn mark(&self) -> Option<Mark> {
        Some(Mark {
            badge: self.badge?,
            numbers: vec![self.index + 1],
        })
    }
}

/// The badge of a family; `None` for faults of the files.
pub(super) fn badge(group: Group) -> Option<Badge> {
    match group {
        Group::Duplication => Some(Badge::Duplication),
        Group::Definition => Some(Badge::Definition),
        Group::Gap => Some(Badge::Gap),
        Group::Map => None,
    }
}

/// True for a finding that is more than a question.
pub(super) fn is_firm(finding: &Finding) -> bool {
    finding.level >= Level::Warning
}

/// The things that each of these open findings is about, in the order of the report. Faults of the files are left out.
pub(super) fn touched(analysis: &Analysis, is_wanted: impl Fn(&Finding) -> bool) -> Vec<Touched> {
    let index = Index::of(analysis.model());
    let findings = analysis.findings.iter().enumerate();
    findings
        .filter(|(_, finding)| !finding.is_settled() && finding.kind.group != Group::Map)
        .filter(|(_, finding)| is_wanted(finding))
        .map(|(place, finding)| of_finding(analysis, &index, place, finding))
        .collect()
}

fn of_finding(analysis: &Analysis, index: &Index, place: usize, finding: &Finding) -> Touched {
    let mut touched = Touched {
        index: place,
        badge: badge(finding.kind.group),
        is_firm: is_firm(finding),
        ..Touched::default()
    };
    for (role, subject) in &finding.subjects {
        let ids = match subject {
            Subject::One(id) => std::slice::from_ref(id),
            Subject::Many(ids) => ids,
        };
        for id in ids {
            touched.add(index, role, id);
        }
    }
    let way: Vec<Option<FieldId>> = finding.path.iter().map(|id| index.field(id)).collect();
    touched.context.extend(way.iter().flatten());
    touched.hops.extend(hops(&way));
    for (key, value) in finding.detail.iter().filter(|(key, _)| **key != "pairs") {
        touched.look(index, key, value);
    }
    let model = analysis.model();
    if touched.fields.is_empty() && touched.systems.is_empty() {
        let targets = touched.flows.iter().map(|flow| model.flows[*flow].to.id());
        touched.systems.extend(targets);
    }
    for need in &touched.needs {
        let who = model.needs[*need].who.iter().map(Ref::id);
        touched.organisations.extend(who);
    }
    touched
}

fn hops(way: &[Option<FieldId>]) -> impl Iterator<Item = (FieldId, FieldId)> {
    way.windows(2).filter_map(|pair| pair[0].zip(pair[1]))
}

impl Touched {
    fn add(&mut self, index: &Index, role: &str, id: &str) {
        match role {
            "field" | "fields" => self.fields.extend(index.field(id)),
            "system" | "collections" => self.systems.extend(index.systems.get(id)),
            "flow" => self.flows.extend(index.flows.get(id)),
            "respondent" | "respondents" => self.organisations.extend(index.organisations.get(id)),
            "term" | "terms" => self.terms.extend(index.terms.get(id)),
            "need" | "needs" => self.needs.extend(index.needs.get(id)),
            _ => {}
        }
    }

    /// Adds the fields named in the details: `field` and `fields` are those that the finding is about, `source` is the origin of a value.
    fn look(&mut self, index: &Index, key: &str, value: &Value) {
        match value {
            Value::String(id) if key == "field" || key == "fields" => {
                self.fields.extend(index.field(id));
            }
            Value::String(id) if key == "source" => self.context.extend(index.field(id)),
            Value::Array(values) => {
                for value in values {
                    self.look(index, key, value);
                }
            }
            Value::Object(entries) => {
                let field = |key: &str| index.field(entries.get(key)?.as_str()?);
                self.hops.extend(field("source").zip(field("field")));
                let way = entries.get("fields").and_then(Value::as_array);
                if let (true, Some(way)) = (key == "routes", way) {
                    let way = way.iter().map(|value| index.field(value.as_str()?));
                    self.hops.extend(hops(&way.collect::<Vec<_>>()));
                }
                // Fields in pairs are also among the subjects.
                for (key, value) in entries.iter().filter(|(key, _)| *key != "pairs") {
                    self.look(index, key, value);
                }
            }
            _ => {}
        }
    }
}
