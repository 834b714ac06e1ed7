//! The rest of the page drawn section by section, where one thing is done at a time and requests are answered in between.

use std::sync::atomic::Ordering;

use super::board::{Board, Drawn, Maps};
use crate::picture::views::Basis;
use crate::report::html;
use crate::report::html::{InTurn, Plan, Section};

/// Sections that are drawn one after another after a change was told: the chapters, then the pictures for print.
#[derive(Debug)]
pub(super) struct Course {
    /// The last one is placed next.
    plans: Vec<Plan>,
    chapters: InTurn,
    /// The chapters made so far. They are sent together, because a page does much with each message.
    made: Option<Vec<Section>>,
    /// The pictures placed so far.
    placed: Vec<Drawn>,
}

impl Board {
    /// Begins to draw the rest after [`Board::publish`] section by section; `None` if there is nothing to draw.
    pub(super) fn begin(&self, (analysis, older): Maps<'_>) -> Option<Course> {
        if !self.is_unfinished.load(Ordering::Relaxed) {
            return None;
        }
        let mut plans = html::plans(&Basis::of(analysis));
        let chapters = InTurn::of(analysis, older, plans.iter().map(Plan::shown));
        plans.reverse();
        Some(Course {
            plans,
            chapters,
            made: Some(Vec::new()),
            placed: Vec::new(),
        })
    }

    /// Draws the next section of a course, which must be of the same maps, and sends what differs to every browser once all chapters, and then
    /// once all pictures are there. Returns true if more is left.
    pub(super) fn step(&self, (analysis, older): Maps<'_>, course: &mut Course) -> bool {
        if let Some(mut made) = course.made.take() {
            match course.chapters.next(&Basis::of(analysis), older) {
                Some(section) => {
                    made.push(section);
                    course.made = Some(made);
                }
                None => self.tell_rest(Vec::new(), Some(made)),
            }
            return true;
        }
        if let Some(plan) = course.plans.pop() {
            course.placed.extend(self.drawn(plan));
            return true;
        }
        self.is_unfinished.store(false, Ordering::Relaxed);
        self.tell_rest(std::mem::take(&mut course.placed), None);
        false
    }
}
