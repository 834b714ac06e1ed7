//! The columns in the search for a good order: their order, and the crossings of the flows.

use std::cell::Cell;
use std::collections::BTreeMap;

use super::crossing;
use super::crossing::Wire;
use super::net::{LEFT, Net, RIGHT};
use super::reach::{FEW, Reach, Reaches, above};
use super::tree::{Container, Slot};

/// Height of a lane in the search.
const LANE: f64 = 8.0;
/// Height of the gap between boxes in the search.
const GAP: f64 = 12.0;
/// Up to that many pairs of links of two slots are compared one by one.
const PAIRS: usize = 512;

/// The columns of every container, from top to bottom.
pub(super) type Columns = Vec<Vec<Vec<Slot>>>;

/// A link as seen from one of its ends, with the values that the search needs.
#[derive(Debug, Clone, Copy)]
struct Contact {
    container: Container,
    turns: bool,
    near: Slot,
    near_offset: f64,
    far: Slot,
    far_offset: f64,
}

/// An order of all columns and the heights that follow from it: every column is stacked without gaps around the middle of its container.
pub(super) struct Stacks<'a> {
    pub(super) net: &'a Net,
    pub(super) columns: Columns,
    height: Vec<f64>,
    /// The middle of each slot, relative to the middle of its piece.
    middle: Vec<f64>,
    /// For each container, all slots in it at any depth.
    inside: Vec<Vec<Slot>>,
    /// Links by channel.
    channels: Vec<Vec<usize>>,
    /// For each link, its channel.
    channel_of: Vec<usize>,
    /// For each link, the slots of its own container that hold its ends.
    stands_at: Vec<[Slot; 2]>,
    /// The contacts on each side of each slot, one after the other, and the index of the first of each.
    contacts: Vec<Contact>,
    first_contact: Vec<usize>,
    /// Room for the links of one slot.
    spare: Vec<Reach>,
    /// The number of link ends looked at so far: the same on every machine, unlike a time.
    work: Cell<u64>,
    /// The number of link ends to look at, at most.
    most: u64,
}

impl<'a> Stacks<'a> {
    /// The columns of a net as they are, for a search that looks at no more than so many link ends.
    pub(super) fn of(net: &'a Net, most: u64) -> Self {
        let mut height = vec![LANE; net.parent.len()];
        for (slot, extent) in height.iter_mut().zip(&net.extents) {
            *slot = extent.height + GAP;
        }
        let mut inside = vec![Vec::new(); net.tree.containers];
        for container in net.tree.inside_out() {
            let tallest = net.columns[container]
                .iter()
                .map(|column| column.iter().map(|&slot| height[slot]).sum())
                .fold(0.0, f64::max);
            height[net.tree.slot(container)] = tallest + GAP;
            let mut all = Vec::new();
            for &slot in net.columns[container].iter().flatten() {
                all.push(slot);
                if let Some(inner) = net.tree.as_container(slot) {
                    all.extend_from_slice(&inside[inner]);
                }
            }
            inside[container] = all;
        }
        let mut by_channel = BTreeMap::<(Container, usize), Vec<usize>>::new();
        for (index, link) in net.links.iter().enumerate() {
            by_channel
                .entry((link.container, link.channel))
                .or_default()
                .push(index);
        }
        let channels: Vec<Vec<usize>> = by_channel.into_values().collect();
        let mut channel_of = vec![0; net.links.len()];
        for (channel, links) in channels.iter().enumerate() {
            for &link in links {
                channel_of[link] = channel;
            }
        }
        let (contacts, first_contact) = Self::list_contacts(net);
        Self {
            net,
            columns: net.columns.clone(),
            middle: vec![0.0; height.len()],
            height,
            inside,
            channels,
            channel_of,
            stands_at: net.links.iter().map(|link| net.stands_at(link)).collect(),
            contacts,
            first_contact,
            spare: Vec::new(),
            work: Cell::new(0),
            most,
        }
    }

    /// The number of link ends looked at so far.
    pub(super) fn work(&self) -> u64 {
        self.work.get()
    }

    /// True once the search has looked at all the link ends that it may.
    pub(super) fn is_tired(&self) -> bool {
        self.work() > self.most
    }

    fn add_work(&self, more: usize) {
        self.work.set(self.work.get() + more as u64);
    }

    /// Lists the contacts on each side of each slot.
    fn list_contacts(net: &Net) -> (Vec<Contact>, Vec<usize>) {
        let mut contacts = Vec::new();
        let mut first = vec![0];
        for sides in &net.touching {
            for side in sides {
                contacts.extend(side.iter().map(|&(index, end)| {
                    let link = &net.links[index];
                    let (near, far) = (&link.ends[end], &link.ends[1 - end]);
                    Contact {
                        container: link.container,
                        turns: link.turns(),
                        near: near.slot,
                        near_offset: near.offset,
                        far: far.slot,
                        far_offset: far.offset,
                    }
                }));
                first.push(contacts.len());
            }
        }
        (contacts, first)
    }

    /// The order found, and the middle of every slot in it.
    pub(super) fn into_parts(self) -> (Columns, Vec<f64>) {
        (self.columns, self.middle)
    }

    pub(super) fn middle(&self, slot: Slot) -> f64 {
        self.middle[slot]
    }

    pub(super) fn restack_all(&mut self) {
        let net = self.net;
        let inside_out: Vec<Container> = net.tree.inside_out().collect();
        for &container in inside_out.iter().rev() {
            for column in 0..self.columns[container].len() {
                self.restack(container, column);
            }
        }
    }

    /// Sets the heights of one column after its order has changed.
    pub(super) fn restack(&mut self, container: Container, column: usize) {
        let total: f64 = self.columns[container][column]
            .iter()
            .map(|&slot| self.height[slot])
            .sum();
        let mut y = self.middle[self.net.tree.slot(container)] - total / 2.0;
        for at in 0..self.columns[container][column].len() {
            let slot = self.columns[container][column][at];
            self.shift(slot, y + self.height[slot] / 2.0 - self.middle[slot]);
            y += self.height[slot];
        }
    }

    fn shift(&mut self, slot: Slot, by: f64) {
        self.middle[slot] += by;
        if let Some(container) = self.net.tree.as_container(slot).filter(|_| by != 0.0) {
            for &inner in &self.inside[container] {
                self.middle[inner] += by;
            }
        }
    }

    /// Moves the slot at `from` to `to`, and shifts those between.
    pub(super) fn carry(&mut self, container: Container, column: usize, from: usize, to: usize) {
        let stack = &mut self.columns[container][column];
        if to < from {
            stack[to..=from].rotate_right(1);
        } else {
            stack[from..=to].rotate_left(1);
        }
        self.restack(container, column);
    }

    /// Exchanges two neighbours if that removes crossings. Returns true if it did.
    pub(super) fn try_exchange(&mut self, container: Container, column: usize, at: usize) -> bool {
        let stack = &self.columns[container][column];
        let (upper, lower) = (stack[at - 1], stack[at]);
        let before = self.between(upper, lower);
        if before == 0 {
            return false;
        }
        let (down, up) = (self.height[lower], self.height[upper]);
        self.shift(upper, down);
        self.shift(lower, -up);
        if self.between(lower, upper) < before {
            self.columns[container][column].swap(at - 1, at);
            return true;
        }
        self.shift(upper, -down);
        self.shift(lower, up);
        false
    }

    pub(super) fn end_height(&self, link: usize, end: usize) -> f64 {
        let terminal = &self.net.links[link].ends[end];
        self.middle[terminal.slot] + terminal.offset
    }

    fn wire(&self, link: usize) -> Wire {
        let ends = &self.net.links[link].ends;
        Wire {
            heights: [self.end_height(link, 0), self.end_height(link, 1)],
            sides: [ends[0].side, ends[1].side],
        }
    }

    /// Crossings between the links of two slots of one column, of which `a` stands above `b`.
    fn between(&mut self, a: Slot, b: Slot) -> usize {
        let mut others = std::mem::take(&mut self.spare);
        let mut total = 0;
        for side in [LEFT, RIGHT] {
            let [ours, theirs] = [a, b].map(|slot| self.contacts(slot, side).len());
            self.add_work(ours + theirs);
            if ours * theirs > PAIRS {
                total += self.between_many((a, b), side);
                continue;
            }
            others.clear();
            let contacts = self.contacts(b, side).iter();
            others.extend(contacts.map(|contact| self.reach(contact)));
            for one in self.contacts(a, side) {
                let one = self.reach(one);
                let crossed = others.iter().filter(|other| one.crosses(other));
                total += crossed.count();
            }
        }
        self.spare = others;
        total
    }

    /// The same for one side of two slots with many links: `upper` stands above `lower`, so the far ends alone decide which straight links cross.
    fn between_many(&self, (upper, lower): (Slot, Slot), side: usize) -> usize {
        let mut straight: Vec<(Container, f64)> = Vec::new();
        let mut straight_near: Vec<(Container, f64)> = Vec::new();
        let mut turning: Vec<Reach> = Vec::new();
        for contact in self.contacts(lower, side) {
            let reach = self.reach(contact);
            if reach.turns {
                turning.push(reach);
            } else {
                straight.push((reach.container, reach.far));
                straight_near.push((reach.container, reach.near));
            }
        }
        for list in [&mut straight, &mut straight_near] {
            list.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        }
        // The heights of the container in a sorted list that are above `height`.
        let above = |list: &[(Container, f64)], reach: &Reach| {
            let first = list.partition_point(|(of, _)| *of < reach.container);
            let before =
                list.partition_point(|&(of, height)| (of, height) < (reach.container, reach.far));
            before - first
        };
        let contacts = self.contacts(upper, side).iter();
        contacts
            .map(|contact| {
                let one = self.reach(contact);
                let others = if one.turns { &straight_near } else { &straight };
                let crossed = turning.iter().filter(|other| one.crosses(other));
                above(others, &one) + crossed.count()
            })
            .sum()
    }

    /// The heights of the ends of a link, as seen from one of them.
    fn reach(&self, contact: &Contact) -> Reach {
        Reach {
            container: contact.container,
            turns: contact.turns,
            near: self.middle[contact.near] + contact.near_offset,
            far: self.middle[contact.far] + contact.far_offset,
        }
    }

    /// The links of a slot, sorted to compare them with those of many other slots.
    pub(super) fn reaches(&self, slot: Slot, into: &mut Reaches) {
        for side in [LEFT, RIGHT] {
            let [straight, straight_near, turning] = &mut into.sides[side];
            for list in [&mut *straight, &mut *straight_near, &mut *turning] {
                list.clear();
            }
            for contact in self.contacts(slot, side) {
                let reach = self.reach(contact);
                if reach.turns {
                    turning.push((reach.container, reach.far));
                } else {
                    straight.push((reach.container, reach.far));
                    straight_near.push((reach.container, reach.near));
                }
            }
            for list in [straight, straight_near, turning] {
                if list.len() > FEW {
                    list.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
                }
            }
        }
    }

    /// The number of crossings that are saved if the slot of `mine` is above `other` in their column instead of below it.
    pub(super) fn gain(&self, mine: &Reaches, other: Slot) -> i64 {
        let mut saved = 0;
        for side in [LEFT, RIGHT] {
            let [straight, straight_near, turning] = &mine.sides[side];
            self.add_work(self.contacts(other, side).len());
            for contact in self.contacts(other, side) {
                let reach = self.reach(contact);
                if reach.turns {
                    saved += above(straight_near, reach.container, reach.far);
                } else {
                    saved += above(straight, reach.container, reach.far);
                    saved += above(turning, reach.container, reach.near);
                }
            }
        }
        saved
    }

    fn contacts(&self, slot: Slot, side: usize) -> &[Contact] {
        &self.contacts[self.first_contact[2 * slot + side]..self.first_contact[2 * slot + side + 1]]
    }

    /// The links in the channel of a link.
    pub(super) fn channel(&self, link: usize) -> &[usize] {
        &self.channels[self.channel_of[link]]
    }

    /// The slot of the link's own container that holds an end of it.
    pub(super) fn stands_at(&self, link: usize, end: usize) -> Slot {
        self.stands_at[link][end]
    }

    /// The number of other links that a link crosses.
    pub(super) fn crossings_of(&self, link: usize) -> u64 {
        let wire = self.wire(link);
        let others = self.channel(link).iter();
        others
            .filter(|&&other| other != link && wire.crosses(&self.wire(other)))
            .count() as u64
    }

    /// The number of crossings in this order, which no routing can avoid.
    pub(super) fn crossings(&self) -> u64 {
        let mut wires = Vec::new();
        let mut total = 0;
        for channel in &self.channels {
            wires.clear();
            self.add_work(channel.len());
            wires.extend(channel.iter().map(|&link| self.wire(link)));
            total += crossing::count(&mut wires);
        }
        total
    }
}
