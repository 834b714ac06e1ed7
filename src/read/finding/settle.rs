//! Sets the level of every finding, sorts them, and makes their names unique.

use super::Certainty;
use super::Finding;
use super::Group;
use super::Level;

/// Decides levels, removes duplicates and sorts findings in the order printed: faults of the files in file order, then the findings of
/// rules family by family, by name. `strict` makes a reference to nothing an error.
pub fn settle(findings: &mut Vec<Finding>, strict: bool) {
    weigh(findings, strict);
    let file_order = |finding: &Finding| match finding.kind.group {
        Group::Map => Some(finding.span),
        _ => None,
    };
    findings.sort_by(|a, b| {
        let group = a.kind.group.cmp(&b.kind.group);
        group
            .then_with(|| file_order(a).cmp(&file_order(b)))
            .then_with(|| a.name.cmp(&b.name))
            .then_with(|| a.span.cmp(&b.span))
    });
    findings.dedup_by(|a, b| {
        a.name == b.name && a.span == b.span && a.message == b.message && a.places == b.places
    });
    number_twins(findings);
}

/// Decides how loud each finding is.
pub(crate) fn weigh(findings: &mut [Finding], strict: bool) {
    for finding in findings {
        finding.level = match finding.certainty {
            Certainty::CannotTell => Level::Note,
            _ if strict && finding.kind.name == "unknown-reference" => Level::Error,
            _ => finding.kind.level,
        };
    }
}

/// Two findings of one name (the same fault twice in a file) get `#2`, `#3` at the end, so that a name means one.
fn number_twins(findings: &mut [Finding]) {
    let mut order: Vec<u32> = (0..findings.len() as u32).collect();
    let key = |index: &u32| (&*findings[*index as usize].name, *index);
    // Faults of the files come first, in file order; the other findings are already sorted by name.
    let faults = findings.partition_point(|finding| finding.kind.group == Group::Map);
    order[..faults].sort_unstable_by(|a, b| key(a).cmp(&key(b)));
    let mut twins: Vec<(usize, usize)> = Vec::new();
    for same in order.chunk_by(|a, b| findings[*a as usize].name == findings[*b as usize].name) {
        let further = same.iter().enumerate().skip(1);
        twins.extend(further.map(|(count, index)| (*index as usize, count + 1)));
    }
    for (index, count) in twins {
        let name = &mut findings[index].name;
        *name = format!("{name}#{count}");
    }
}
