//! The links between the fields of a system's parents and its own fields.
use crate::sample::catalogue::Catalogue;
use crate::sample::chance::Chance;

/// The manner in which a value is passed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    /// Unchanged.
    Same,
    /// Worked out from one or two fields.
    Derived,
    /// Counted or summed over people.
    Aggregated,
}

/// One entry of a flow's `fields:`. The numbers are indices of fields in the two systems.
pub(crate) struct Link {
    pub(crate) from: Vec<usize>,
    pub to: usize,
    pub(crate) how: How,
}

/// The largest number of parents of a system.
const MOST_PARENTS: usize = 8;

/// The number of parents from which a field is passed unchanged, with weights; fewer if fewer parents hold it.
const ROUTES: [(usize, usize); 3] = [(22, 1), (33, 2), (45, 4)];

/// For each term, its fields in the parents of the present system.
pub(crate) struct Holders {
    marks: Vec<u32>,
    places: Vec<[u32; MOST_PARENTS]>,
}

/// Means "this parent does not hold the term".
const ABSENT: u32 = u32::MAX;

impl Holders {
    /// A table for this many terms.
    pub(crate) fn new(terms: usize) -> Self {
        Self {
            marks: vec![0; terms],
            places: vec![[ABSENT; MOST_PARENTS]; terms],
        }
    }

    fn fill(&mut self, catalogue: &Catalogue, number: usize) {
        let mark = number as u32 + 1;
        for (column, parent) in catalogue.systems[number].parents.iter().enumerate() {
            for field in 0..catalogue.systems[*parent].size {
                let rank = catalogue.rank(*parent, field);
                if self.marks[rank] != mark {
                    self.marks[rank] = mark;
                    self.places[rank] = [ABSENT; MOST_PARENTS];
                }
                self.places[rank][column] = field as u32;
            }
        }
    }

    /// The parents (by index) that hold the term, each with its field.
    fn of(&self, number: usize, rank: usize) -> Vec<(usize, usize)> {
        if self.marks[rank] != number as u32 + 1 {
            return Vec::new();
        }
        let held = self.places[rank]
            .iter()
            .enumerate()
            .filter(|(_, place)| **place != ABSENT);
        held.map(|(column, place)| (column, *place as usize))
            .collect()
    }

    /// The links into a system, one list for each of its parents. No list is empty.
    pub(crate) fn links(
        &mut self,
        catalogue: &Catalogue,
        number: usize,
        chance: &mut Chance,
    ) -> Vec<Vec<Link>> {
        self.fill(catalogue, number);
        let system = &catalogue.systems[number];
        let mut links: Vec<Vec<Link>> = system.parents.iter().map(|_| Vec::new()).collect();
        if links.is_empty() {
            return links;
        }
        for to in 0..system.size {
            let how = manner(system.aggregate, chance);
            let held = self.of(number, catalogue.rank(number, to));
            match how {
                Some(How::Same) if !held.is_empty() => {
                    let first = chance.below(held.len());
                    let routes = chance.weighted(&ROUTES).min(held.len());
                    for (column, field) in held.iter().cycle().skip(first).take(routes) {
                        let from = vec![*field];
                        links[*column].push(Link {
                            from,
                            to,
                            how: How::Same,
                        });
                    }
                }
                Some(How::Same) if chance.percent(42) => {
                    push_other(catalogue, number, to, How::Derived, chance, &mut links);
                }
                Some(How::Aggregated) if !held.is_empty() && chance.percent(70) => {
                    let (column, field) = chance.among(&held);
                    let from = vec![field];
                    links[column].push(Link {
                        from,
                        to,
                        how: How::Aggregated,
                    });
                }
                // The field is first captured here.
                None | Some(How::Same) => {}
                Some(how) => push_other(catalogue, number, to, how, chance, &mut links),
            }
        }
        let how = if system.aggregate {
            How::Aggregated
        } else {
            How::Derived
        };
        for (list, parent) in links.iter_mut().zip(&system.parents) {
            if list.is_empty() {
                let from = vec![chance.below(catalogue.systems[*parent].size)];
                list.push(Link {
                    from,
                    to: chance.below(system.size),
                    how,
                });
            }
        }
        links
    }
}

/// The kind of link to try; `None` for a field that is captured here.
fn manner(aggregate: bool, chance: &mut Chance) -> Option<How> {
    if aggregate {
        return chance.weighted(&[(8, Some(How::Same)), (92, Some(How::Aggregated))]);
    }
    chance.weighted(&[
        (2, None),
        (73, Some(How::Same)),
        (21, Some(How::Derived)),
        (3, Some(How::Aggregated)),
    ])
}

/// Adds a link from one, two or three fields of one parent, with any terms.
fn push_other(
    catalogue: &Catalogue,
    number: usize,
    to: usize,
    how: How,
    chance: &mut Chance,
    links: &mut [Vec<Link>],
) {
    let column = chance.below(links.len());
    let parent = catalogue.systems[number].parents[column];
    let size = catalogue.systems[parent].size;
    let mut from = vec![chance.below(size)];
    for _ in 1..chance.weighted(&[(64, 1), (27, 2), (9, 3)]) {
        let other = chance.below(size);
        if !from.contains(&other) {
            from.push(other);
        }
    }
    links[column].push(Link { from, to, how });
}
