//! Help while a flow file is typed: faults at their places in the text, completions, the place of a declaration.
//!
//! The functions take a text and a position in it and return plain data. The text need not be saved, complete or free of faults. Positions
//! are counted in UTF-16 units from the start of the text, as browsers and editors count.

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
pub(crate) use units::byte;
