//! The content of a picture, before its boxes are chosen.

use std::collections::{BTreeMap, BTreeSet};

use super::basis::Basis;
use super::diagram::{Mark, Told};
use super::gather::Gathering;
use crate::analysis::Analysis;
use crate::read::model::{FieldId, FlowId, NeedId, OrganisationId, SystemId, TermId};

/// A part of the map, with the additions of the view.
#[derive(Debug, Default)]
pub(super) struct Cut {
    /// The subject of the picture: a fragment in lower case.
    pub(super) title: String,
    /// The systems in it.
    pub(super) systems: BTreeSet<SystemId>,
    /// The fields that have a row, if boxes have rows.
    pub(super) rows: BTreeSet<FieldId>,
    /// True if boxes have rows.
    pub(super) has_rows: bool,
    /// The flows in it.
    pub(super) flows: BTreeSet<FlowId>,
    /// True if only the part of a flow that passes a row to a row is drawn.
    pub(super) only_rows: bool,
    /// The level of detail.
    pub(super) grain: Grain,
    /// Organisations that are drawn as one box, with everything that is part of them.
    pub(super) folded: BTreeSet<OrganisationId>,
    /// Organisations that a list names instead of a box of their own.
    pub(super) gathered: BTreeMap<OrganisationId, Gathering>,
    /// The largest number of rows of such a list.
    pub(super) longest_list: usize,
    /// The facts printed at fields that differ.
    pub(super) facts: BTreeMap<FieldId, Vec<String>>,
    /// The highlighted things.
    pub(super) strong: Strong,
    /// Small print under a system's name, instead of the usual.
    pub(super) subtitles: BTreeMap<SystemId, String>,
    /// The label on the line of a value passed, instead of the usual.
    pub(super) labels: BTreeMap<(FieldId, FieldId), String>,
    /// The term whose definitions are in a chart above the boxes.
    pub(super) charted: Option<TermId>,
    /// Needs drawn as boxes of their own.
    pub(super) needs: Vec<NeedBox>,
    /// Bodies that are asked for things, drawn as boxes of their own.
    pub(super) asked: Vec<AskedBox>,
    /// Remarks on parts of the picture, drawn as boxes of their own.
    pub(super) remarks: Vec<Remark>,
    /// Missing things, drawn as boxes of their own.
    pub(super) missing: Vec<MissingBox>,
    /// The findings whose marks are shown, as indices into the list of findings; `None` for all.
    pub(super) marked: Option<BTreeSet<usize>>,
    /// Hints for the user, outside the picture.
    pub(super) hints: Vec<String>,
    /// Findings in words.
    pub(super) told: Vec<Told>,
    /// Further notes under the caption.
    pub(super) notes: Vec<String>,
}

/// The level of detail of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Grain {
    /// Systems inside their organisations, words on the lines.
    #[default]
    Fine,
    /// No words on the lines, for a picture of who passes data to whom. An organisation with one system is one box.
    Compact,
    /// Every organisation is one box, and there are no words on the lines.
    Organisations,
}

/// The highlighted things of a picture.
#[derive(Debug, Default)]
pub(super) struct Strong {
    pub(super) fields: BTreeSet<FieldId>,
    pub(super) systems: BTreeSet<SystemId>,
    pub(super) flows: BTreeSet<FlowId>,
    pub(super) hops: BTreeSet<(FieldId, FieldId)>,
}

/// A need, with a row for each of its terms.
#[derive(Debug, Clone)]
pub(super) struct NeedBox {
    pub(super) need: NeedId,
    /// The terms it takes, in order.
    pub(super) rows: Vec<TermId>,
    /// The terms that are not to be had as the need asks.
    pub(super) unmet: BTreeSet<TermId>,
    /// The sources of each term: the field, the term, the label of the line.
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
    /// The finding about it, as an index into the list of findings.
    pub(super) finding: usize,
}

impl AskedBox {
    /// The things it is asked for, each once.
    pub(super) fn terms(&self) -> Vec<TermId> {
        let terms: BTreeSet<TermId> = self.asks.iter().map(|ask| ask.term).collect();
        terms.into_iter().collect()
    }
}

/// A remark and its subject.
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
    pub(super) fn whole(basis: &Basis<'_>) -> Self {
        let model = basis.analysis.model();
        Self {
            systems: model.systems.ids().collect(),
            flows: model.flows.ids().filter(|id| basis.is_drawn(*id)).collect(),
            ..Self::default()
        }
    }

    /// These systems, with every flow between them that can be drawn.
    pub(super) fn between(basis: &Basis<'_>, systems: BTreeSet<SystemId>) -> Self {
        let model = basis.analysis.model();
        let flows = systems.iter().flat_map(|id| basis.reaching(*id));
        let flows = flows.filter(|id| systems.contains(&model.flows[**id].from.id()));
        Self {
            flows: flows.copied().collect(),
            systems,
            ..Self::default()
        }
    }

    /// These fields as rows, their systems, and the flows that pass one of them to another.
    pub(super) fn of_fields(basis: &Basis<'_>, rows: BTreeSet<FieldId>) -> Self {
        let model = basis.analysis.model();
        let passes = |row: FieldId, id: FlowId| {
            let passages = model.flows[id].passages().iter();
            passages
                .filter(|passage| passage.to.id() == row)
                .any(|passage| passage.from.iter().any(|from| rows.contains(&from.id())))
        };
        let flows = rows.iter().flat_map(|row| {
            let flows = basis.filling(*row).iter().copied();
            flows.filter(|id| passes(*row, *id))
        });
        Self {
            systems: rows.iter().map(|row| model.fields[*row].system).collect(),
            flows: flows.collect(),
            rows,
            has_rows: true,
            only_rows: true,
            ..Self::default()
        }
    }

    /// Removes flows with an end outside the picture.
    pub(super) fn drop_loose_flows(&mut self, analysis: &Analysis) {
        let (model, systems) = (analysis.model(), &self.systems);
        self.flows.retain(|id| {
            let flow = &model.flows[*id];
            systems.contains(&flow.from.id()) && systems.contains(&flow.to.id())
        });
    }
}
