//! What a reader of the PDF finds in it.
