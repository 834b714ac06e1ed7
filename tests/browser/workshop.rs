//! The page that works without a server, opened from the disk as people who may install nothing open it.

use std::path::Path;
use std::time::Instant;

use crate::chrome::{COLLECT, Chrome, Tab};
use crate::served::{Map, engine, real_report};

const SHOWN: &str = "document.querySelector('#own .picture')";
const POOLS: &str = "flows/owners/pools.yaml";
/// The largest page, in bytes.
const LARGEST: u64 = 5_000_000;

/// The address of a page of this map, written into its folder.
fn made(map: &Map, of: &[&str]) -> String {
    let engine = engine().expect("an engine was built");
    let engine = engine.to_string_lossy();
    let mut arguments = vec!["page", "-o", "workshop.html", "--engine", &engine];
    arguments.extend(of);
    map.run(&arguments);
    map.address("workshop.html")
}

fn settled(tab: &Tab<'_>) {
    tab.wait("document.querySelector('#live-bar #open-folder')");
    tab.wait(&format!("{SHOWN}?.dataset.of === 'map'"));
}

/// Asks the engine as the page does; gives the answer.
fn ask(tab: &Tab<'_>, path: &str, body: &str) -> serde_json::Value {
    tab.ask(&format!("window.flowmap.way.ask({path:?}, {body})"))
}

/// Replaces a text in a file, as a save of the editor does.
fn save(tab: &Tab<'_>, file: &str, from: &str, to: &str) -> serde_json::Value {
    tab.ask(&format!(
        "(async () => {{ const ask = window.flowmap.way.ask; const {{data}} = await ask('/edit/open', {{file: {file:?}}}); \
         return ask('/edit/save', {{file: {file:?}, was: data.mark, text: data.text.replace({from:?}, {to:?})}}); }})()"
    ))
}

/// Saves the map with another name for a system of the pools.
fn rename_counter(tab: &Tab<'_>) {
    let saved = save(
        tab,
        POOLS,
        "name: Turnstile counter",
        "name: Counting gates",
    );
    assert_eq!(saved["status"], 200, "{saved}");
}

/// The names of everything that the page has loaded.
fn requests(tab: &Tab<'_>) -> String {
    tab.text("performance.getEntriesByType('resource').map(one => one.name).filter(name => !name.startsWith('blob:')).join(' ')")
}

pub(crate) fn opens(chrome: &Chrome) {
    let map = Map::new("workshop");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("flows");
    let address = made(&map, &[&root.to_string_lossy()]);
    let size = map.size("workshop.html");
    assert!(size <= LARGEST, "{size} bytes");
    let start = Instant::now();
    let tab = chrome.open(&address, 1280, 800);
    settled(&tab);
    let first = start.elapsed();
    crate::say(&format!(
        "the page of the real map: {size} bytes, first picture after {} ms",
        first.as_millis()
    ));
    // A picture on demand, the form of a case, and the editor.
    let drawn = ask(&tab, "/draw", "{of: 'need-n_deaths_by_provider'}");
    assert!(drawn["status"] == 200 || drawn["status"] == 404, "{drawn}");
    tab.click("document.querySelector('#live-case')");
    tab.wait("document.querySelectorAll('#case-fields [data-dimension]').length > 0");
    tab.press("Escape", 0);
    tab.click("document.querySelector('#live-edit')");
    tab.wait("document.querySelector('#edit-status')?.textContent.includes('no faults')");
    tab.keep("workshop");
    // The report is the same, byte for byte, as the one that the program writes.
    drop(real_report());
    let native = std::fs::read_to_string(root.with_file_name("target/browser/real/report.html"));
    let made = tab.text(
        "new Promise(done => { const make = URL.createObjectURL; URL.createObjectURL = blob => (blob.text().then(done), make(blob)); \
         document.querySelector('#save-report').click(); })",
    );
    assert!(
        made == native.expect("the report was written"),
        "the engine writes another report than the program"
    );
    assert_eq!(requests(&tab), "", "no network");
    assert_eq!(tab.complaints(), "");
}

pub(crate) fn begins(chrome: &Chrome) {
    let map = Map::new("workshop-first");
    let tab = chrome.open(&made(&map, &[]), 1280, 800);
    settled(&tab);
    assert!(
        tab.text(&format!("{SHOWN}.textContent"))
            .contains("Turnstile counter")
    );
    let start = Instant::now();
    rename_counter(&tab);
    tab.wait(&format!("{SHOWN}.textContent.includes('Counting gates')"));
    crate::say(&format!(
        "from an edit to its picture: {} ms",
        start.elapsed().as_millis()
    ));
    tab.wait("document.querySelector('#kept').textContent.startsWith('1 file changed')");
    // A text that another has saved meanwhile is not overwritten.
    let late = ask(
        &tab,
        "/edit/save",
        &format!("{{file: {POOLS:?}, was: 'of-old', text: ''}}"),
    );
    assert_eq!(late["status"], 409, "{late}");
    let outside = ask(
        &tab,
        "/edit/save",
        "{file: '../a.yaml', was: null, text: ''}",
    );
    assert_eq!(outside["status"], 403, "{outside}");
    // A reload loses nothing, and what is kept can be erased.
    tab.go(&map.address("workshop.html"));
    settled(&tab);
    tab.wait(&format!("{SHOWN}.textContent.includes('Counting gates')"));
    tab.wait("!document.querySelector('#forget').hidden");
    assert_eq!(tab.complaints(), "");
    tab.click("document.querySelector('#forget')");
    tab.wait(&format!(
        "{SHOWN}?.textContent.includes('Turnstile counter')"
    ));
    settled(&tab);
    assert_eq!(requests(&tab), "", "no network");
}

/// A browser that lets a page neither open nor save files in place.
const NO_HANDLES: &str = "delete window.showDirectoryPicker; delete window.showOpenFilePicker; delete DataTransferItem.prototype.getAsFileSystemHandle; \
    HTMLInputElement.prototype.click = function () { window.chosen = this; };";

/// The words of the bar on whether the map is in a file.
fn kept(tab: &Tab<'_>, words: &str) {
    tab.wait(&format!(
        "document.querySelector('#kept')?.textContent.includes({words:?})"
    ));
}

/// The text of a file once the browser has saved it.
fn downloaded(map: &Map, name: &str) -> Vec<u8> {
    let start = Instant::now();
    while start.elapsed().as_secs() < 10 {
        if let Ok(bytes) = std::fs::read(map.path(name))
            && !bytes.is_empty()
        {
            return bytes;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    panic!("{name} was not saved");
}

pub(crate) fn closed(chrome: &Chrome) {
    let map = Map::new("workshop-closed");
    let address = made(&map, &[]);
    let tab = chrome.open(&address, 1366, 768);
    settled(&tab);
    // A page in which somebody did something, and changed nothing.
    tab.click("document.querySelector('#live-history')");
    tab.press("Escape", 0);
    drop(chrome.dialogs());
    tab.go(&address);
    settled(&tab);
    assert_eq!(chrome.dialogs(), [""; 0], "nothing is lost");
    rename_counter(&tab);
    kept(&tab, "1 file changed, not in a file yet");
    tab.click("document.querySelector('#live-history')");
    tab.press("Escape", 0);
    tab.go(&address);
    assert_eq!(chrome.dialogs(), ["beforeunload"]);
    settled(&tab);
    // In a file it is safe.
    chrome.download_to(&map.path(""));
    tab.click("document.querySelector('#keep-files')");
    let text = downloaded(&map, "pools.yaml");
    assert!(
        String::from_utf8_lossy(&text).contains("name: Counting gates"),
        "the file has the change"
    );
    kept(&tab, "1 file changed, downloaded");
    tab.go(&address);
    assert_eq!(chrome.dialogs(), [""; 0], "it is in a file");
    settled(&tab);
    assert_eq!(tab.complaints(), "");
    forget(&tab);
}

/// Erases what the browser keeps of the map, for the next test.
fn forget(tab: &Tab<'_>) {
    tab.wait("!document.querySelector('#forget').hidden");
    tab.click("document.querySelector('#forget')");
    tab.wait("document.querySelector('#forget')?.hidden");
}

pub(crate) fn without_handles(chrome: &Chrome) {
    let map = Map::new("workshop-copies");
    let address = made(&map, &[]);
    let script = format!("{COLLECT} {NO_HANDLES}");
    let tab = chrome.open_with(&address, (1366, 768), &script);
    settled(&tab);
    chrome.download_to(&map.path(""));
    // Single files.
    map.write(
        "own/ours.yaml",
        "# by hand\r\nsystems: {ward_book: {fields: [name]}, form: {fields: [name]}}\r\nflows: [ward_book -> form]\r\n",
    );
    map.write("own/more/terms.yaml", "terms: {name: Name}\n");
    map.write("own/.hidden.yaml", "systems: {nobody: {}}\n");
    map.write("own/readme.txt", "not a flow file\n");
    tab.click("document.querySelector('#open-files')");
    tab.wait("window.chosen");
    tab.choose("window.chosen", &[&map.path("own/ours.yaml")]);
    tab.wait(&format!("{SHOWN}?.textContent.includes('ward_book')"));
    kept(&tab, "Nothing is changed");
    let saved = save(
        &tab,
        "ours.yaml",
        "ward_book: {",
        "ward_book: {name: Book, ",
    );
    assert_eq!(saved["status"], 200, "{saved}");
    kept(
        &tab,
        "1 file changed, not in a file yet, kept in this browser",
    );
    tab.click("document.querySelector('#keep-files')");
    let text = String::from_utf8(downloaded(&map, "ours.yaml")).expect("it is text");
    assert_eq!(
        text,
        "# by hand\r\nsystems: {ward_book: {name: Book, fields: [name]}, form: {fields: [name]}}\r\nflows: [ward_book -> form]\r\n"
    );
    a_folder(&tab, &map, &address);
    assert_eq!(tab.complaints(), "");
    forget(&tab);
}

/// A folder, saved as an archive once more than one file has changed.
fn a_folder(tab: &Tab<'_>, map: &Map, address: &str) {
    tab.ask("(window.chosen = null, true)");
    tab.click("document.querySelector('#open-folder')");
    tab.wait("window.chosen");
    tab.choose("window.chosen", &[&map.path("own")]);
    tab.wait(
        "window.flowmap && document.querySelector('#kept')?.textContent === 'Nothing is changed'",
    );
    let names = ask(tab, "/edit/files", "{}").to_string();
    assert!(
        names.contains("own/more/terms.yaml") && names.contains("own/ours.yaml"),
        "{names}"
    );
    assert!(
        !names.contains("hidden") && !names.contains("readme"),
        "{names}"
    );
    for (file, from, to) in [
        ("own/ours.yaml", "# by hand", "# by two hands"),
        ("own/more/terms.yaml", "name: Name", "name: Full name"),
    ] {
        let saved = save(tab, file, from, to);
        assert_eq!(saved["status"], 200, "{saved}");
    }
    kept(tab, "2 files changed");
    // A reload loses nothing.
    tab.go(address);
    settled(tab);
    kept(
        tab,
        "2 files changed, not in a file yet, kept in this browser",
    );
    tab.click("document.querySelector('#keep-files')");
    let archive = downloaded(map, "map.zip");
    let archive = String::from_utf8_lossy(&archive);
    for part in [
        "PK",
        "own/ours.yaml",
        "# by two hands\r\n",
        "own/more/terms.yaml",
        "name: Full name",
    ] {
        assert!(archive.contains(part), "no {part:?} in the archive");
    }
    kept(tab, "downloaded");
}

pub(crate) fn dropped(chrome: &Chrome) {
    let map = Map::new("workshop-dropped");
    let address = made(&map, &[]);
    map.write(
        "own/ours.yaml",
        "systems: [ward book, form]\nflows: [ward book -> form]\n",
    );
    map.write("own/more/terms.yaml", "terms: {name: Name}\n");
    for script in [COLLECT.to_owned(), format!("{COLLECT} {NO_HANDLES}")] {
        let tab = chrome.open_with(&address, (1366, 768), &script);
        settled(&tab);
        // A file that is no flow file is named, and the map stays.
        map.write("note.txt", "no map\n");
        tab.drop_files(&[&map.path("note.txt")]);
        tab.wait("document.querySelector('.live-state').textContent.includes('There is no flow file in it')");
        assert!(
            tab.text(&format!("{SHOWN}.textContent"))
                .contains("Turnstile")
        );
        tab.drop_files(&[&map.path("own/ours.yaml"), &map.path("own/more/terms.yaml")]);
        tab.wait(&format!("{SHOWN}?.textContent.includes('ward book')"));
        let names = ask(&tab, "/edit/files", "{}").to_string();
        assert!(
            names.contains("\"terms.yaml\"") && names.contains("\"ours.yaml\""),
            "{names}"
        );
        // A folder is opened with all that stands in it, or it is said how to open it: some browsers give none to a page from the disk.
        tab.ask("(document.querySelector('#kept').dataset.before = 'true')");
        tab.drop_files(&[&map.path("own")]);
        let refused =
            "document.querySelector('.live-state')?.textContent.includes('use “Open a folder”')";
        tab.wait(&format!(
            "document.querySelector('#kept') && (!document.querySelector('#kept').dataset.before || {refused})"
        ));
        let names = ask(&tab, "/edit/files", "{}").to_string();
        let is_refused = tab.ask(&format!("Boolean({refused})")) == true;
        assert!(
            is_refused != names.contains("own/more/terms.yaml"),
            "{names}"
        );
        crate::say(&format!("a dropped folder is refused: {is_refused}"));
        assert_eq!(tab.complaints(), "");
        forget(&tab);
    }
}
