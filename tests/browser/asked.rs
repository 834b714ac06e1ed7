//! A comparison with a file, and a questionnaire that is saved, answered elsewhere and brought back.

use std::io::Cursor;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use calamine::{Data, Reader as _, Xlsx};
use rust_xlsxwriter::Workbook;

use crate::chrome::{Chrome, Tab};
use crate::served::{Map, Way};

const POOLS: &str = "flows/owners/pools.yaml";

fn opened<'c>(map: &Map, chrome: &'c Chrome, way: Way) -> (Tab<'c>, Option<crate::served::Served>) {
    let (tab, served) = map.shown(chrome, way, "", (1366, 768));
    tab.wait("document.querySelector('#live-asked') && document.documentElement.dataset.version");
    (tab, served)
}

/// Puts a file into a field, as the dialog of a browser does.
fn choose(tab: &Tab<'_>, field: &str, name: &str, bytes: &[u8]) {
    let data = STANDARD.encode(bytes);
    tab.ask(&format!(
        "(() => {{ const chosen = new DataTransfer(); const bytes = Uint8Array.from(atob({data:?}), letter => letter.charCodeAt(0)); \
         chosen.items.add(new File([bytes], {name:?})); const field = document.querySelector({field:?}); \
         field.files = chosen.files; field.dispatchEvent(new Event('change', {{ bubbles: true }})); return true; }})()"
    ));
}

/// The questionnaire with yes to every statement, as a spreadsheet saves it.
fn answered(bytes: &[u8]) -> Vec<u8> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    let mut filled = Workbook::new();
    for (name, range) in book.worksheets() {
        let page = filled.add_worksheet();
        page.set_name(&name).expect("a name");
        for (row, cells) in range.rows().enumerate() {
            let mut texts: Vec<String> = cells
                .iter()
                .map(|cell| match cell {
                    Data::Empty => String::new(),
                    other => other.to_string(),
                })
                .collect();
            texts.resize(4.max(texts.len()), String::new());
            if texts[0] == "Date of your answers" {
                "2026-03-31".clone_into(&mut texts[1]);
            } else if row > 0 && ["Please check", "Data items"].contains(&name.as_str()) {
                "yes".clone_into(&mut texts[3]);
            }
            for (column, text) in texts
                .iter()
                .enumerate()
                .filter(|(_, text)| !text.is_empty())
            {
                page.write_string(row as u32, column as u16, text)
                    .expect("a cell");
            }
        }
    }
    filled.save_to_buffer().expect("a workbook")
}

pub(crate) fn questionnaire(chrome: &Chrome, way: Way) {
    let map = Map::new("asked");
    let (tab, _served) = opened(&map, chrome, way);
    let chapter = "document.querySelector('#answered').textContent";
    assert!(
        tab.text(chapter)
            .contains("has answered a questionnaire yet"),
        "{}",
        tab.text(chapter)
    );
    assert_eq!(
        tab.ask("document.querySelector('#answered table') === null"),
        true
    );
    tab.click("document.querySelector('#live-asked')");
    tab.wait("document.querySelector('#asked')?.open && document.querySelectorAll('#asked-body option').length > 2");
    crate::access::serious(&tab, "the form of questionnaires");
    tab.ask("(document.querySelector('#asked-body').value = 'pools', document.querySelector('#asked-save').click(), true)");
    tab.wait("document.querySelector('#asked-status').textContent.includes('Saved as pools.xlsx')");
    let data =
        tab.text("window.flowmap.ask('/questionnaire', {id: 'pools'}).then(({data}) => data.data)");
    let bytes = STANDARD.decode(data).expect("base64");

    let before = map.read(POOLS);
    choose(&tab, "#asked-file", "notes.xlsx", b"PK\x03\x04 broken");
    tab.click("document.querySelector('#asked [type=submit]')");
    tab.wait("document.querySelector('#asked-status').textContent.includes('damaged workbook')");
    choose(&tab, "#asked-file", "pools.xlsx", &answered(&bytes));
    tab.click("document.querySelector('#asked [type=submit]')");
    tab.wait("document.querySelector('#asked-write')");
    let told = tab.text("document.querySelector('#asked-result').innerText");
    assert!(
        told.contains("2026-03-31") && told.contains(POOLS),
        "{told}"
    );
    assert_eq!(map.read(POOLS), before, "nothing is written yet");
    crate::access::serious(&tab, "the changes of a questionnaire");
    tab.keep("asked");
    tab.ask("(document.querySelector('#asked-write').focus(), true)");
    tab.press("Enter", 0);
    tab.wait("document.querySelector('#asked-status').textContent.startsWith('Written to ')");
    assert!(
        map.read(POOLS).contains("2026-03-31"),
        "{}",
        map.read(POOLS)
    );
    tab.press("Escape", 0);
    tab.wait("document.activeElement.id === 'live-asked'");
    // The page tells who has answered.
    tab.wait("document.querySelector('#answered table')?.textContent.includes('2026-03-31')");
    // It is a save like others.
    tab.click("document.querySelector('#live-history')");
    tab.wait("document.querySelector('#history-list button')");
    tab.click("document.querySelector('#history-list button')");
    tab.wait("document.querySelector('#history-status').textContent.startsWith('Taken back')");
    assert_eq!(map.read(POOLS), before, "byte for byte");
    assert_eq!(tab.complaints(), "");
}

pub(crate) fn compared(chrome: &Chrome, way: Way) {
    let map = Map::new("compared");
    let (tab, _served) = opened(&map, chrome, way);
    let old = map
        .read(POOLS)
        .replace("name: Turnstile counter", "name: Counter <b>of gates</b>");
    tab.click("document.querySelector('#live-compare')");
    tab.wait(
        "document.querySelector('#compare')?.open && document.activeElement.id === 'compare-files'",
    );
    crate::access::serious(&tab, "the form of a comparison");
    tab.click("document.querySelector('#compare [type=submit]')");
    tab.wait("document.querySelector('#compare-status').textContent.includes('Choose flow files')");
    choose(&tab, "#compare-files", "pools.yaml", old.as_bytes());
    tab.click("document.querySelector('#compare [type=submit]')");
    tab.wait("document.querySelector('#compare-result').innerText.includes('Compared with')");
    let told = tab.text("document.querySelector('#compare-result').innerText");
    // The name of a map is only text.
    assert!(
        told.contains("<b>of gates</b>") && told.contains("Turnstile counter"),
        "{told}"
    );
    tab.keep("compared");
    choose(&tab, "#compare-files", "letter.txt", b"Dear all");
    tab.click("document.querySelector('#compare [type=submit]')");
    tab.wait("document.querySelector('#compare-status').textContent.includes('Choose flow files')");
    tab.press("Escape", 0);
    tab.wait("document.activeElement.id === 'live-compare'");
    assert_eq!(tab.complaints(), "");
}
