//! Ways that bring a case only together: each brings a part of it, and nothing of it is left out by all.

use super::lines::{Line, Part};
use super::walk::{Verdict, Walk};
use crate::read::model::{Confidence, FlowId, Id, Mode, ScopeBox, leaves_some};

impl Walk<'_> {
    /// True if flows with a source surely bring the whole case together, whichever way it goes.
    pub(super) fn is_brought_together(&self, bringing: &[(Verdict, FlowId)]) -> bool {
        let sourced = bringing
            .iter()
            .map(|(_, flow)| *flow)
            .filter(|flow| self.is_owed(*flow) && !self.is_of_figures(*flow));
        let parts: Vec<&ScopeBox> = sourced
            .flat_map(|flow| &self.passed[flow.index()].sure)
            .collect();
        self.is_whole(&parts)
    }

    /// The pairs of systems of which one must be told, whichever way the case goes: each may be told, and nothing of the case is left out
    /// by both. No system is in two pairs.
    pub(super) fn pairs<'l>(&self, lines: &'l [Line]) -> Vec<[&'l Line; 2]> {
        let is_half = |line: &&Line| {
            line.part == Part::Told
                && line.verdict == Verdict::May
                && self.of_system(line.system) == Verdict::May
                && line.acts.iter().flatten().any(|flow| self.is_owed(*flow))
        };
        let halves: Vec<&Line> = lines.iter().filter(is_half).collect();
        let mut pairs: Vec<[&Line; 2]> = Vec::new();
        for (at, one) in halves.iter().enumerate() {
            for other in &halves[at + 1..] {
                let mut paired = pairs.iter().flatten().map(|line| line.system);
                if paired.any(|system| system == one.system || system == other.system) {
                    continue;
                }
                let both = [one, other].map(|line| &self.held[line.system.index()].sure);
                let parts: Vec<&ScopeBox> = both.into_iter().flatten().collect();
                if self.is_whole(&parts) {
                    pairs.push([*one, *other]);
                }
            }
        }
        pairs
    }

    /// True for a flow with a source that is not voluntary.
    fn is_owed(&self, flow: FlowId) -> bool {
        let flow = &self.graph.model().flows[flow];
        flow.evidence.confidence > Confidence::Assumed && !flow.is_voluntary()
    }

    /// True if these parts leave nothing of the case out.
    fn is_whole(&self, parts: &[&ScopeBox]) -> bool {
        let space = self.graph.model().space();
        let parts = parts.iter().copied();
        !leaves_some(&self.case, parts, space, Mode::Possible)
    }
}
