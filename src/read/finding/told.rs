//! An ordered parallel map. It renders the text of findings without caching it.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

use super::Finding;
use super::Words;

/// The parts of a finding's text that are rendered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Depth {
    /// All of it.
    Full,
    /// Subjects, message, question and places. Help and detail may be empty where they take long to render.
    Brief,
}

/// The number of findings that a thread renders at a time.
const SHARE: usize = 1_000;
/// The number of findings at a time if the results are used and dropped at once: few enough that their text stays in the processor's cache.
const SMALL_SHARE: usize = 100;
/// The largest number of threads.
const THREADS: usize = 4;

/// The number of threads for this many pieces of work.
fn threads(pieces: usize) -> usize {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    cores.min(THREADS).min(pieces)
}

/// Does two pieces of work at the same time, where there are threads.
pub(crate) fn at_once<A: Send, B>(
    one: impl FnOnce() -> A + Send,
    other: impl FnOnce() -> B,
) -> (A, B) {
    if threads(2) <= 1 {
        return (one(), other());
    }
    thread::scope(|scope| {
        let one = scope.spawn(one);
        let other = other();
        let one = one.join();
        (
            one.expect("what is done side by side does not panic"),
            other,
        )
    })
}

/// Maps the items with `of` on several threads. Items are started in order, and the results have the same order.
pub(crate) fn side_by_side<I: Sync, T: Send>(items: &[I], of: impl Fn(&I) -> T + Sync) -> Vec<T> {
    let threads = threads(items.len());
    if threads <= 1 {
        return items.iter().map(of).collect();
    }
    let next = AtomicUsize::new(0);
    let work = || {
        let places = std::iter::from_fn(|| Some(next.fetch_add(1, Ordering::Relaxed)));
        let items = places.map_while(|place| Some((place, items.get(place)?)));
        items
            .map(|(place, item)| (place, of(item)))
            .collect::<Vec<_>>()
    };
    let mut done: Vec<(usize, T)> = thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let mut done = work();
        for other in others {
            done.extend(
                other
                    .join()
                    .expect("what is done side by side does not panic"),
            );
        }
        done
    });
    done.sort_unstable_by_key(|(place, _)| *place);
    done.into_iter().map(|(_, made)| made).collect()
}

/// Maps the findings and their text to this depth with `of`, in the order of the findings. The text is not cached, because a large map has
/// more findings than anybody reads.
pub(crate) fn each_told<'f, T: Send>(
    findings: &[&'f Finding],
    depth: Depth,
    of: impl Fn(&'f Finding, &Words) -> Option<T> + Sync,
) -> Vec<T> {
    let shares: Vec<&[&Finding]> = findings.chunks(SHARE).collect();
    let told = side_by_side(&shares, |share| -> Vec<T> {
        let told = share
            .iter()
            .map(|finding| of(finding, &finding.words_of(depth)));
        told.flatten().collect()
    });
    told.into_iter().flatten().collect()
}

/// Calls `of` on each finding with its words, and `take` with each result, in the order of the findings. Each thread is at most two shares
/// ahead of `take`, so that the words of all findings are never in memory at once.
pub(crate) fn each_told_in_turn<'f, T: Send, E>(
    findings: &'f [Finding],
    of: impl Fn(usize, &'f Finding, &Words) -> T + Sync,
    mut take: impl FnMut(T) -> Result<(), E>,
) -> Result<(), E> {
    let shares = findings.len().div_ceil(SMALL_SHARE);
    let tell = |number: usize| -> Vec<T> {
        let first = number * SMALL_SHARE;
        let share = findings.iter().skip(first).take(SMALL_SHARE);
        let told = (first..).zip(share);
        told.map(|(place, finding)| of(place, finding, &finding.words()))
            .collect()
    };
    let threads = threads(shares);
    if threads <= 1 {
        return (0..shares).flat_map(tell).try_for_each(take);
    }
    thread::scope(|scope| {
        let tell = &tell;
        let told = |own: usize| {
            let (sender, receiver) = mpsc::sync_channel(1);
            scope.spawn(move || {
                // If the receiver is gone, no more findings are rendered.
                let mut shares = (own..shares).step_by(threads);
                shares.all(|number| sender.send(tell(number)).is_ok())
            });
            receiver
        };
        let told: Vec<mpsc::Receiver<Vec<T>>> = (0..threads).map(told).collect();
        for number in 0..shares {
            let share = told[number % threads].recv();
            let share = share.expect("what is done side by side does not panic");
            share.into_iter().try_for_each(&mut take)?;
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::Depth;
    use super::SHARE;
    use super::SMALL_SHARE;
    use super::each_told;
    use super::each_told_in_turn;
    use crate::read::finding::{Finding, Group, Kind, Level};
    use crate::read::source::Span;

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
        let findings: Vec<Finding> = (0..SHARE * 5 + 3).map(finding).collect();
        let all: Vec<&Finding> = findings.iter().collect();
        let told = each_told(&all, Depth::Full, |finding, words| {
            let is_even = words.message.ends_with(['0', '2', '4', '6', '8']);
            is_even.then(|| finding.name.clone())
        });
        let wanted: Vec<String> = (0..SHARE * 5 + 3)
            .filter(|number| number % 2 == 0)
            .map(|number| format!("nothing/{number}"))
            .collect();
        assert_eq!(told, wanted);
        let mut places = Vec::new();
        let of = |place: usize, finding: &Finding, words: &super::Words| {
            assert!(finding.name.ends_with(&words.message));
            (place, words.message.parse::<usize>().ok())
        };
        let all = each_told_in_turn(&findings, of, |(place, number)| {
            places.push(place);
            (Some(place) == number).then_some(()).ok_or(place)
        });
        assert_eq!(all, Ok(()));
        let enough = SMALL_SHARE * 7;
        let some = each_told_in_turn(&findings, of, |(place, _)| {
            (place < enough).then_some(()).ok_or(place)
        });
        assert_eq!(some, Err(enough), "it ends where nobody takes any more");
        assert_eq!(places, (0..SHARE * 5 + 3).collect::<Vec<_>>());
    }
}
