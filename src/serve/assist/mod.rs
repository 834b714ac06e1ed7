//! Help for whoever types a flow file: faults at their places in the text, what may be written next, where a thing is declared.
//!
//! Everything here takes a text and a place in it and gives plain data; the text need not be saved, whole or free of faults.
//! Places are counted in UTF-16 units from the start of the text, as browsers and editors count.

mod cursor;
mod declared;
mod marks;
mod offers;
mod reader;
mod things;
mod units;

pub(crate) use declared::declared;
pub(crate) use marks::Mark;
pub(crate) use marks::marks;
pub(crate) use marks::not_checked;
pub(crate) use offers::complete;
