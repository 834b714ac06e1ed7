//! One topic or one finding as a picture: that of its term or need, else the parts of the map that it touches.

use super::Spec;
use super::basis::Basis;
use super::cut::Cut;
use super::found;
use super::journey;
use super::needs;
use super::touched::Touched;
use super::words::capital;
use crate::analysis::Analysis;
use crate::ask::Misunderstanding;
use crate::ask::find;
use crate::judge::topics::TopicKind;
use crate::read::finding::Group;

/// The subject of a picture.
enum Asked<'a> {
    /// A topic, by its title and findings.
    Topic(&'a str, TopicKind, &'a [usize]),
    /// One finding, by its place.
    Finding(usize),
}

/// True for the exact name of a topic or finding, for `#12`, and for any name that begins with such a kind and a slash.
pub(super) fn is_named(analysis: &Analysis, name: &str) -> bool {
    let is_topic = analysis.topics().iter().any(|topic| topic.name == name);
    is_topic
        || number(name).is_some()
        || by_name(analysis, name).is_some()
        || is_like_one(analysis, name)
}

/// True for a name that begins as those of topics or findings do.
fn is_like_one(analysis: &Analysis, name: &str) -> bool {
    let Some((kind, _)) = name.split_once('/') else {
        return false;
    };
    let mut kinds = analysis.findings.iter().map(|finding| finding.kind.name);
    let mut topics = analysis.topics().iter().map(|topic| topic.kind.word());
    kinds.any(|other| other == kind) || topics.any(|other| other == kind)
}

/// `#12` and `finding:12`, from 1.
fn number(name: &str) -> Option<usize> {
    let digits = name
        .strip_prefix("finding:")
        .or_else(|| name.strip_prefix('#'))?;
    digits.trim_start_matches('#').parse().ok()
}

fn by_name(analysis: &Analysis, name: &str) -> Option<usize> {
    let mut names = analysis.findings.iter();
    names.position(|finding| finding.name == name)
}

/// The picture of the topic or finding that `spec` names.
///
/// # Errors
/// If nothing has that name, or nothing of it can be drawn.
pub(super) fn cut(
    basis: &Basis<'_>,
    spec: &Spec,
    told: &mut Vec<String>,
) -> Result<Cut, Misunderstanding> {
    let analysis = basis.analysis;
    match asked(analysis, spec, told)? {
        Asked::Topic(title, kind, findings) => {
            let about: Vec<&Touched> = basis.these(findings.iter().copied()).collect();
            let mut cut = of(basis, about, kind == TopicKind::Definition)?;
            title.clone_into(&mut cut.title);
            Ok(cut)
        }
        Asked::Finding(place) => {
            let finding = &analysis.findings[place];
            let about: Vec<&Touched> = basis.these([place]).collect();
            if about.is_empty() {
                let why = if finding.is_settled() {
                    "is settled, and settled findings are not drawn"
                } else {
                    "is about the files, and there is nothing of it to draw"
                };
                return Err(Misunderstanding(format!(
                    "the finding `{}` {why}",
                    finding.name
                )));
            }
            let is_of_term = finding.kind.group == Group::Definition && about[0].terms.len() == 1;
            let mut cut = of(basis, about, is_of_term)?;
            let index = &basis.known().index;
            cut.title = capital(&index.in_names(finding, &finding.message));
            Ok(cut)
        }
    }
}

fn asked<'a>(
    analysis: &'a Analysis,
    spec: &Spec,
    told: &mut Vec<String>,
) -> Result<Asked<'a>, Misunderstanding> {
    let topics = analysis.topics();
    let topic = |place: usize| {
        let topic = &topics[place];
        Asked::Topic(&topic.title, topic.kind, &topic.findings)
    };
    let Some(name) = &spec.of else {
        let first = topics.first().ok_or_else(|| {
            Misunderstanding("nothing was found in this map, so there is no topic".to_owned())
        })?;
        told.push(format!(
            "The topic `{}`, the heaviest; `--of TOPIC` or `--of FINDING` draws another.",
            first.name
        ));
        return Ok(topic(0));
    };
    if let Some(place) = topics.iter().position(|topic| topic.name == *name) {
        return Ok(topic(place));
    }
    if let Some(place) = by_name(analysis, name) {
        return Ok(Asked::Finding(place));
    }
    if let Some(number) = number(name) {
        let all = analysis.findings.len();
        return match number.checked_sub(1).filter(|place| *place < all) {
            Some(place) => Ok(Asked::Finding(place)),
            None => Err(Misunderstanding(format!(
                "there is no finding {number}: this map has {all}"
            ))),
        };
    }
    let names = topics.iter().map(|topic| topic.name.as_str());
    let names = names.chain(
        analysis
            .findings
            .iter()
            .map(|finding| finding.name.as_str()),
    );
    let place = find(name, "topic or finding", names)?;
    Ok(match place.checked_sub(topics.len()) {
        None => topic(place),
        Some(place) => Asked::Finding(place),
    })
}

/// The picture of these findings: that of their term or need if they have one, else the parts that they touch.
fn of(basis: &Basis<'_>, about: Vec<&Touched>, is_of_term: bool) -> Result<Cut, Misunderstanding> {
    let marked = about.iter().map(|one| one.index).collect();
    let mut needs = about.iter().flat_map(|one| &one.needs);
    if let Some(need) = needs
        .next()
        .filter(|need| needs.all(|other| other == *need))
    {
        let mut cut = needs::cut(basis, *need);
        cut.marked = Some(marked);
        return Ok(cut);
    }
    let mut terms = about.iter().flat_map(|one| &one.terms);
    if is_of_term && let Some(term) = terms.next() {
        let mut cut = journey::cut(basis, *term);
        cut.told = found::told(basis, &about, journey::MOST_TOLD).0;
        cut.notes
            .retain(|note| !note.starts_with(journey::TOLD_BELOW));
        cut.marked = Some(marked);
        return Ok(cut);
    }
    if about.is_empty() {
        return Err(Misunderstanding(
            "it is about the files, and there is nothing of it to draw".to_owned(),
        ));
    }
    Ok(found::these(basis, about))
}
