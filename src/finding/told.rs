//! The words of very many findings, told by several threads and not kept.

use std::thread;

use super::Finding;
use super::Words;

/// Fewer findings than this are told before a second thread has begun.
const MANY: usize = 1_000;
/// The most threads that tell.
const THREADS: usize = 4;

/// What `of` makes of each finding and its words, in the order of the findings. The words are not kept: a large map has more findings than
/// anybody reads.
pub fn each_told<'f, T: Send>(
    findings: &[&'f Finding],
    of: impl Fn(&'f Finding, &Words) -> Option<T> + Sync,
) -> Vec<T> {
    let tell = |findings: &[&'f Finding]| -> Vec<T> {
        let told = findings.iter().map(|finding| of(finding, &finding.words()));
        told.flatten().collect()
    };
    let threads = match findings.len() {
        0..MANY => 1,
        _ => thread::available_parallelism().map_or(1, usize::from),
    };
    if threads == 1 {
        return tell(findings);
    }
    // Findings of one rule take as long as each other, those of several do not: small shares, dealt out in turn.
    let threads = threads.min(THREADS);
    let shares: Vec<&[&Finding]> = findings.chunks(MANY).collect();
    let dealt = |first: usize| {
        let own = shares.iter().enumerate().skip(first).step_by(threads);
        own.map(|(place, share)| (place, tell(share)))
            .collect::<Vec<_>>()
    };
    let dealt = &dealt;
    let mut told: Vec<(usize, Vec<T>)> = thread::scope(|scope| {
        let others: Vec<_> = (1..threads)
            .map(|first| scope.spawn(move || dealt(first)))
            .collect();
        let mut told = dealt(0);
        for other in others {
            told.extend(other.join().expect("telling a finding does not panic"));
        }
        told
    });
    told.sort_unstable_by_key(|(place, _)| *place);
    told.into_iter().flat_map(|(_, told)| told).collect()
}

#[cfg(test)]
mod tests {
    use super::MANY;
    use super::each_told;
    use crate::finding::Finding;
    use crate::finding::Group;
    use crate::finding::Kind;
    use crate::finding::Level;
    use crate::source::Span;

    static KIND: Kind = Kind {
        name: "nothing",
        group: Group::Map,
        level: Level::Note,
        summary: "",
        docs: "",
        bad: "",
        good: "",
        printed: "",
    };

    #[test]
    fn many_are_told_in_the_order_they_stand_in() {
        let span = Span::default();
        let finding = |number: usize| {
            Finding::at(&KIND, &[&number.to_string()], span, "here").message(format!("{number}"))
        };
        let findings: Vec<Finding> = (0..MANY * 5 + 3).map(finding).collect();
        let told = each_told(&findings.iter().collect::<Vec<_>>(), |finding, words| {
            let is_even = words.message.ends_with(['0', '2', '4', '6', '8']);
            is_even.then(|| finding.name.clone())
        });
        let wanted: Vec<String> = (0..MANY * 5 + 3)
            .filter(|number| number % 2 == 0)
            .map(|number| format!("nothing/{number}"))
            .collect();
        assert_eq!(told, wanted);
    }
}
