//! Files that could not be read: every command names them, and none leaves them out silently.

use super::{CLEAN, check_status};
use crate::folder::Folder;

/// A folder with a map, and a file beside it that is not readable text.
fn half(name: &str) -> Folder {
    let folder = Folder::with(name, "map/a.yaml", CLEAN);
    folder.write("map/b.yaml", b"\xff\xfes\0y\0s\0");
    folder
}

#[test]
fn every_command_says_which_file_it_could_not_read() {
    let folder = half("unread");
    let commands: [&[&str]; 12] = [
        &["crosswalk", "herd_size", "map"],
        &["definitions", "herd_size", "map"],
        &["timetable", "herd_size", "map"],
        &["trace", "herd_book.herd_size", "map"],
        &["impact", "herd_book", "map"],
        &["burden", "map"],
        &["questions", "map"],
        &["unify", "--yaml", "map"],
        &["draw", "map"],
        &["report", "map"],
        &["whatif", "--map", "map", "retire herd_book"],
        &["rename", "herd_book", "book_of_herds", "map", "--dry-run"],
    ];
    for arguments in commands {
        let run = check_status(folder.path(), arguments, 0);
        assert!(
            run.stderr.contains("not read whole") && run.stderr.contains("map/b.yaml"),
            "{arguments:?}: {}",
            run.stderr
        );
    }
    let picture = check_status(folder.path(), &["draw", "map"], 0);
    assert!(
        picture.text().contains("map/b.yaml"),
        "the picture says so itself"
    );
    for format in ["mermaid", "drawio", "json", "dot"] {
        let picture = check_status(folder.path(), &["draw", "map", "--format", format], 0);
        assert!(picture.text().contains("map/b.yaml"), "{format}");
    }
    let checked = check_status(folder.path(), &["check", "map"], 1);
    assert!(
        checked.text().contains("unreadable-file"),
        "{}",
        checked.text()
    );
    let whole = Folder::with("unread-none", "map/a.yaml", CLEAN);
    assert_eq!(check_status(whole.path(), &["burden", "map"], 0).stderr, "");
}

#[test]
fn a_csv_file_has_a_byte_order_mark_and_a_pipe_has_none() {
    let folder = Folder::with("csv-mark", "map.yaml", CLEAN);
    check_status(folder.path(), &["check", "map.yaml", "-o", "x.csv"], 0);
    assert!(folder.read("x.csv").starts_with(b"\xef\xbb\xbfname,"));
    for output in [
        &["check", "map.yaml", "--format", "csv"][..],
        &["check", "map.yaml", "--format", "csv", "-o", "-"],
    ] {
        let run = check_status(folder.path(), output, 0);
        assert!(run.stdout.starts_with(b"name,"), "{output:?}");
    }
}
