//! What is to be in a picture, before it is known which boxes stand for it.

use std::collections::{BTreeMap, BTreeSet};

use super::diagram::{Mark, Told};
use super::words::is_drawn;
use crate::analysis::Analysis;
use crate::read::model::{FieldId, FlowId, NeedId, OrganisationId, SystemId, TermId};

/// A part of the map, with what the view has to say about it.
#[derive(Debug, Default)]
pub(super) struct Cut {
    /// What the picture shows: a fragment in lower case.
    pub(super) title: String,
    /// The systems in it.
    pub(super) systems: BTreeSet<SystemId>,
    /// The fields that have a row, where boxes have rows.
    pub(super) rows: BTreeSet<FieldId>,
    /// True where boxes have rows.
    pub(super) has_rows: bool,
    /// The flows in it.
    pub(super) flows: BTreeSet<FlowId>,
    /// True where a flow is drawn only as far as it passes a row to a row.
    pub(super) only_rows: bool,
    /// How finely it is drawn.
    pub(super) grain: Grain,
    /// Organisations drawn as one box, with all that is part of them.
    pub(super) folded: BTreeSet<OrganisationId>,
    /// What fields say where they differ.
    pub(super) facts: BTreeMap<FieldId, Vec<String>>,
    /// What is set off from the rest.
    pub(super) strong: Strong,
    /// Small print under a system's name, in place of the usual.
    pub(super) subtitles: BTreeMap<SystemId, String>,
    /// What stands on the line of a value passed, in place of the usual.
    pub(super) labels: BTreeMap<(FieldId, FieldId), String>,
    /// The term whose definitions stand in a chart above the boxes.
    pub(super) charted: Option<TermId>,
    /// Needs drawn as boxes of their own.
    pub(super) needs: Vec<NeedBox>,
    /// Bodies that are asked for things, drawn as boxes of their own.
    pub(super) asked: Vec<AskedBox>,
    /// Remarks on parts of the picture, drawn as boxes of their own.
    pub(super) remarks: Vec<Remark>,
    /// What is missed, drawn as boxes of their own.
    pub(super) missing: Vec<MissingBox>,
    /// The findings whose marks are shown, as places in the list of findings; left out = all.
    pub(super) marked: Option<BTreeSet<usize>>,
    /// What to tell whoever asked for the picture, besides what stands in it.
    pub(super) hints: Vec<String>,
    /// Findings told in words.
    pub(super) told: Vec<Told>,
    /// More to say under the caption.
    pub(super) notes: Vec<String>,
}

/// How finely a picture is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Grain {
    /// Systems inside their organisations, words on the lines.
    #[default]
    Fine,
    /// No words on the lines, for seeing who and not how often; an organisation with one system is one box.
    Compact,
    /// Every organisation is one box, and no words on the lines.
    Organisations,
}

/// What a picture sets off from the rest.
#[derive(Debug, Default)]
pub(super) struct Strong {
    pub(super) fields: BTreeSet<FieldId>,
    pub(super) systems: BTreeSet<SystemId>,
    pub(super) flows: BTreeSet<FlowId>,
    pub(super) hops: BTreeSet<(FieldId, FieldId)>,
}

/// A need, with a row for each term it takes.
#[derive(Debug, Clone)]
pub(super) struct NeedBox {
    pub(super) need: NeedId,
    /// The terms it takes, in order.
    pub(super) rows: Vec<TermId>,
    /// The terms that are not to be had as the need asks.
    pub(super) unmet: BTreeSet<TermId>,
    /// Where each term comes from: the field, the term, what to write on the line.
    pub(super) sources: Vec<(FieldId, TermId, String)>,
}

/// A body with a row for each thing it is asked for more than once.
#[derive(Debug, Clone)]
pub(super) struct AskedBox {
    pub(super) body: OrganisationId,
    pub(super) asks: Vec<Ask>,
}

/// One field of a collection that a body must fill.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Ask {
    pub(super) term: TermId,
    pub(super) field: FieldId,
    pub(super) flow: FlowId,
    /// The finding that tells of it, as a place in the list.
    pub(super) finding: usize,
}

impl AskedBox {
    /// The things it is asked for, each once.
    pub(super) fn terms(&self) -> Vec<TermId> {
        let terms: BTreeSet<TermId> = self.asks.iter().map(|ask| ask.term).collect();
        terms.into_iter().collect()
    }
}

/// A remark and what it is about.
#[derive(Debug, Clone)]
pub(super) struct Remark {
    pub(super) text: String,
    pub(super) mark: Mark,
    pub(super) at: At,
}

/// A part of a picture that a remark is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum At {
    /// A need, or one of the things it takes.
    Need(NeedId, Option<TermId>),
    /// A field.
    Field(FieldId),
    /// A system.
    System(SystemId),
}

/// Something that should be there: a dashed box with a line to the fields that lack it.
#[derive(Debug, Clone)]
pub(super) struct MissingBox {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) to: SystemId,
    pub(super) fields: Vec<FieldId>,
}

impl Cut {
    /// The whole map, with every flow that can be drawn.
    pub(super) fn whole(analysis: &Analysis) -> Self {
        let model = analysis.model();
        let flows = model.flows.iter().map(|(id, _)| id);
        Self {
            systems: model.systems.iter().map(|(id, _)| id).collect(),
            flows: flows.filter(|id| is_drawn(analysis, *id)).collect(),
            ..Self::default()
        }
    }

    /// These fields as rows, their systems, and the flows that pass one of them to another.
    pub(super) fn of_fields(analysis: &Analysis, rows: BTreeSet<FieldId>) -> Self {
        let model = analysis.model();
        let passes = |id: &FlowId| {
            let passages = model.flows[*id].passages().iter();
            passages
                .filter(|passage| rows.contains(&passage.to.id()))
                .any(|passage| passage.from.iter().any(|from| rows.contains(&from.id())))
        };
        let whole = Self::whole(analysis);
        Self {
            systems: rows.iter().map(|row| model.fields[*row].system).collect(),
            flows: whole.flows.into_iter().filter(passes).collect(),
            rows,
            has_rows: true,
            only_rows: true,
            ..Self::default()
        }
    }

    /// Takes out flows of which an end is not in the picture.
    pub(super) fn drop_loose_flows(&mut self, analysis: &Analysis) {
        let (model, systems) = (analysis.model(), &self.systems);
        self.flows.retain(|id| {
            let flow = &model.flows[*id];
            systems.contains(&flow.from.id()) && systems.contains(&flow.to.id())
        });
    }
}
