//! A map in a folder of the test, served or reported on.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, OnceLock};

use serde_json::json;

use crate::address;
use crate::bridge;
use crate::chrome;
use crate::chrome::{Chrome, Tab};
use crate::kept;

/// The ways from a page to the engine: over HTTP, or in a file with the engine in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Http,
    Workshop,
}

/// The address of the report on the real map of this repository, made once for all tests that only read it.
pub(crate) fn real_report() -> String {
    static MADE: OnceLock<String> = OnceLock::new();
    let made = MADE.get_or_init(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let folder = root.join("target/browser/real");
        let status = Command::new(env!("CARGO_BIN_EXE_flowmap"))
            .current_dir(root)
            .args(["report", "flows", "-o"])
            .arg(&folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        assert!(status.expect("the program starts").success());
        format!("file://{}/report.html", folder.display())
    });
    made.clone()
}

/// The engine to put into pages, if one was built: `FLOWMAP_ENGINE` names it, or it is where cargo puts it.
pub(crate) fn engine() -> Option<PathBuf> {
    let named = std::env::var_os("FLOWMAP_ENGINE").map(PathBuf::from);
    let target = Path::new(env!("CARGO_BIN_EXE_flowmap")).ancestors().nth(2);
    let built =
        target.map(|target| target.join("wasm32-unknown-unknown/engine/flowmap_engine.wasm"));
    named.or(built).filter(|file| file.is_file())
}

/// A folder below the system's temporary folder, with the map of `flowmap init` in `flows/`; removed at the end of the test.
pub(crate) struct Map {
    folder: PathBuf,
}

impl Drop for Map {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.folder));
    }
}

impl Map {
    pub(crate) fn new(name: &str) -> Self {
        let folder = kept::folder(&format!("page-{name}"));
        let map = Self { folder };
        map.run(&["init"]);
        map
    }

    fn program(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_flowmap"));
        command
            .current_dir(&self.folder)
            .args(arguments)
            .stdin(Stdio::null())
            .stderr(Stdio::null());
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) {
        let status = self
            .program(arguments)
            .stdout(Stdio::null())
            .status()
            .expect("the program starts");
        assert!(status.success(), "{arguments:?}");
    }

    /// The address of a file in its folder.
    pub(crate) fn address(&self, file: &str) -> String {
        format!("file://{}", self.folder.join(file).display())
    }

    /// The place of a file in its folder; of an empty name, the folder.
    pub(crate) fn path(&self, file: &str) -> PathBuf {
        self.folder.join(file)
    }

    /// The size of a file in its folder, in bytes.
    pub(crate) fn size(&self, file: &str) -> u64 {
        let metadata = std::fs::metadata(self.folder.join(file));
        metadata.expect("the file is there").len()
    }

    /// The address of a report on it.
    pub(crate) fn report(&self) -> String {
        self.run(&["report"]);
        format!("file://{}/output/report.html", self.folder.display())
    }

    pub(crate) fn write(&self, file: &str, text: &str) {
        let path = self.folder.join(file);
        std::fs::create_dir_all(path.parent().expect("a file stands in a folder"))
            .expect("a folder can be made");
        std::fs::write(path, text).expect("a file can be written");
    }

    pub(crate) fn read(&self, file: &str) -> String {
        std::fs::read_to_string(self.folder.join(file)).expect("the file can be read")
    }

    /// Writes a file with one text replaced, as an editor does.
    pub(crate) fn change(&self, file: &str, from: &str, to: &str) {
        let text = self.read(file);
        assert!(text.contains(from), "{file} has no `{from}`");
        self.write(file, &text.replace(from, to));
    }

    pub(crate) fn rename(&self, from: &str, to: &str) {
        std::fs::rename(self.folder.join(from), self.folder.join(to))
            .expect("the file can be renamed");
    }

    pub(crate) fn remove(&self, file: &str) {
        std::fs::remove_file(self.folder.join(file)).expect("the file can be removed");
    }

    /// A page that shows the map in this way, in a window of this size. `query` may name a place for the editor, such as `file=flows/a.yaml`.
    pub(crate) fn shown<'c>(
        &self,
        chrome: &'c Chrome,
        way: Way,
        query: &str,
        (width, height): (u32, u32),
    ) -> (Tab<'c>, Option<Served>) {
        if way == Way::Http {
            let served = self.serve(None);
            let address = if query.is_empty() {
                served.address.clone()
            } else {
                format!("{}edit?{query}", served.address)
            };
            return (chrome.open(&address, width, height), Some(served));
        }
        let engine = engine().expect("an engine was built");
        let engine = engine.to_string_lossy();
        self.run(&["page", "flows", "-o", "workshop.html", "--engine", &engine]);
        let address = format!("{}?{query}", self.address("workshop.html"));
        let tab = chrome.open(&address, width, height);
        tab.call("Runtime.addBinding", &json!({"name": bridge::BINDING}));
        tab.ask(&format!(
            "({}, true)",
            bridge::script(&self.folder.join("flows"))
        ));
        tab.wait(
            "document.querySelector('#own .picture') && document.querySelector('#open-folder')",
        );
        tab.click("document.querySelector('#open-folder')");
        tab.wait("document.querySelector('#kept')?.textContent === 'Saved in flows'");
        // A page that was built anew has lost its listeners.
        tab.ask(&format!("(() => {{ {} return true; }})()", chrome::COLLECT));
        (tab, None)
    }

    pub(crate) fn serve(&self, port: Option<u16>) -> Served {
        let port = port.map(|port| port.to_string());
        let mut arguments = vec!["serve", "--no-open"];
        if let Some(port) = &port {
            arguments.extend(["--port", port]);
        }
        let mut child = self
            .program(&arguments)
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let (address, secret) = address::of(&mut child);
        let address = format!("{address}/");
        let mut secrets = SECRETS.lock().expect("no test panics here");
        secrets.insert(address.clone(), secret);
        Served { child, address }
    }
}

/// The unused secrets of the servers, by address.
static SECRETS: Mutex<BTreeMap<String, String>> = Mutex::new(BTreeMap::new());

/// The address with the secret that lets a browser in, if the secret is unused.
pub(crate) fn entering(address: &str) -> String {
    let mut secrets = SECRETS.lock().expect("no test panics here");
    let server = secrets
        .keys()
        .find(|server| address.starts_with(*server))
        .cloned();
    match server.and_then(|server| secrets.remove(&server)) {
        Some(secret) if address.contains('?') => format!("{address}&open={secret}"),
        Some(secret) => format!("{address}?open={secret}"),
        None => address.to_owned(),
    }
}

/// A running `flowmap serve`.
pub(crate) struct Served {
    child: Child,
    pub(crate) address: String,
}

impl Served {
    pub(crate) fn port(&self) -> u16 {
        let port = self.address.trim_end_matches('/').rsplit(':').next();
        port.and_then(|port| port.parse().ok())
            .expect("an address has a port")
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
