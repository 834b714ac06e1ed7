//! Analysis to what people take home: the report as a value, written as one HTML file, as Markdown and as a workbook.

pub mod page;

pub mod html;

pub mod markdown;

pub mod xlsx;
