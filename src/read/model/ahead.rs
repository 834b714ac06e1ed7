//! The trees of many files, each parsed while the one before is read.

use std::sync::mpsc;
use std::thread;

use crate::read::finding::Finding;
use crate::read::source::{FileId, SourceSet};
use crate::read::syntax;
use crate::read::syntax::Node;

/// The least size for which a second thread is used, in bytes: smaller maps are read before it has begun.
const LARGE: usize = 100_000;
/// The largest number of trees that may wait to be read.
const AHEAD: usize = 2;

/// The documents of a file, and the findings about its syntax.
pub(super) type Parsed<'src> = (Vec<Node<'src>>, Vec<Finding>);

/// Passes the trees of these files to `use_them`, in order, one per call. Of a large map, a second thread parses the next trees while one
/// is read, where there are threads. The findings and their order are the same either way.
pub(super) fn parsed_ahead<'src>(
    sources: &'src SourceSet,
    files: Vec<FileId>,
    use_them: impl FnOnce(&mut dyn FnMut() -> Parsed<'src>),
) {
    let size: usize = files
        .iter()
        .map(|file| sources.file(*file).text.len())
        .sum();
    if size < LARGE || cfg!(target_arch = "wasm32") {
        let mut files = files.into_iter();
        let mut next = || {
            let file = files.next().expect("no more are asked for than there are");
            syntax::parse(sources, file)
        };
        return use_them(&mut next);
    }
    thread::scope(|scope| {
        let (sender, receiver) = mpsc::sync_channel(AHEAD);
        scope.spawn(move || {
            let trees = files.into_iter().map(|file| syntax::parse(sources, file));
            // The receiver is dropped early only if the reader has panicked.
            let _ = trees.map(|tree| sender.send(tree)).find(Result::is_err);
        });
        use_them(&mut || receiver.recv().expect("every file is parsed and sent"));
    });
}
