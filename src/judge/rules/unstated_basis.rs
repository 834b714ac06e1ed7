//! A flow between organisations without a legal basis.

use super::rule;
use crate::judge::graph::FlowGraph;
use crate::read::finding::Certainty;
use crate::read::finding::Finding;
use crate::read::model::Contents;
use crate::read::model::Flow;
use crate::read::model::Model;
use crate::read::model::Stated;
use crate::read::source::Span;

rule! {
    /// ## Finds
    /// A flow from one organisation to another whose `basis` is left out or `unknown`, unless it is said to contain only totals
    /// or anonymous data.
    /// ## Why it matters
    /// Data about people may pass between bodies only on a legal basis; a flow whose basis nobody can name may not be used for
    /// anything new, and may have to stop.
    /// ## How to fix
    /// Add `basis:` with the law, direction, contract or agreement. Write `basis: none` where there is known to be none.
    /// ## When it is fine
    /// Where the flow carries no data about people: say so with `contains: aggregate` or `contains: anonymous`.
    "unstated-basis", Gap, Note, "a flow between organisations without a stated legal basis", check
}

fn check(graph: &FlowGraph, findings: &mut Vec<Finding>) {
    let model = graph.model();
    for (id, flow) in graph.flows() {
        let (from, to) = (&model.systems[flow.from.id()], &model.systems[flow.to.id()]);
        let (Some(giver), Some(taker)) = (from.owner(), to.owner()) else {
            continue;
        };
        let is_harmless = matches!(
            flow.contains.known(),
            Some(Contents::Aggregate | Contents::Anonymous)
        );
        if giver == taker || is_harmless || !flow.basis.is_open() {
            continue;
        }
        let whole = graph.clone();
        findings.push(Finding::later_whole(
            &KIND,
            &[&flow.slug],
            place(flow),
            Certainty::Certain,
            move || finding(whole.model(), &whole.model().flows[id]),
        ));
    }
}

fn place(flow: &Flow) -> Span {
    flow.basis.span().unwrap_or(flow.from.span)
}

fn finding(model: &Model, flow: &Flow) -> Finding {
    let (from, to) = (&model.systems[flow.from.id()], &model.systems[flow.to.id()]);
    let taker = to
        .owner()
        .map_or("", |taker| &*model.organisations[taker].slug);
    let label = if matches!(flow.basis, Stated::Unknown(_)) {
        "its basis is `unknown`"
    } else {
        "no `basis` in this flow"
    };
    Finding::at(&KIND, &[&flow.slug], place(flow), label)
        .message(format!(
            "nothing says on what basis `{}` passes data to `{}`",
            from.slug, to.slug
        ))
        .subject("flow", &*flow.slug)
        .help("add `basis:` to the flow; where it carries only totals, add `contains: aggregate`")
        .ask(
            taker,
            format!(
                "On what legal basis does `{}` receive data from `{}`?",
                to.slug, from.slug
            ),
        )
}
