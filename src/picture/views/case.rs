//! The way of one case through the map: the systems that it reaches and the flows that bring it. The systems that must be told of it are
//! highlighted.

use super::cut::Cut;
use crate::analysis::Analysis;
use crate::ask::Misunderstanding;
use crate::ask::case;
use crate::words::plural;

/// The picture of the case that `of` names or describes.
///
/// # Errors
/// If the map does not have that case, or not the dimensions and values of it.
pub(super) fn cut(analysis: &Analysis, of: &str) -> Result<Cut, Misunderstanding> {
    let model = analysis.model();
    let way = case::way(&analysis.graph, of)?;
    let mut cut = Cut {
        title: format!("who is told of this case: {}", way.name),
        ..Cut::default()
    };
    for (system, answer, is_told) in way.systems {
        cut.systems.insert(system);
        cut.subtitles.insert(system, answer.to_owned());
        if is_told {
            cut.strong.systems.insert(system);
        }
    }
    for (flow, is_sure) in way.flows {
        let ends = &model.flows[flow];
        cut.systems.extend([ends.from.id(), ends.to.id()]);
        cut.flows.insert(flow);
        if is_sure && cut.strong.systems.contains(&ends.to.id()) {
            cut.strong.flows.insert(flow);
        }
    }
    cut.marked = Some(std::collections::BTreeSet::new());
    cut.notes.push(format!(
        "{} the case: `flowmap case` says why.",
        plural(way.others, "system does not get", "systems do not get")
    ));
    Ok(cut)
}

/// The first declared case of the map.
pub(super) fn first(analysis: &Analysis) -> Option<&str> {
    let mut cases = analysis.model().cases.iter();
    let (_, case) = cases.find(|(_, case)| !case.is_placeholder)?;
    Some(&case.slug)
}
