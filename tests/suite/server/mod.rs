//! The live page over real connections: the requests that are answered, the events at a save, the rights of the editor.

mod asked;
mod case;
mod client;
mod disk;
mod door;
mod draw;
mod edit;
mod forms;
mod guard;
mod history;
mod hostile;
mod limits;
mod redraw;
mod saving;
mod slow;
mod start;
mod typing;

use std::process::{Child, Command, Stdio};

use self::client::{Answer, Stream};
use crate::address;
use crate::folder::Folder;

/// A small map in two files, with comments and an odd indentation that an editor must keep.
const MAP: &str = "\
# The herds of a county.
map: {title: Herds}
organisations:
    farms:   Farms   # all of them
    vets: Veterinary Office
terms: {herd_size: Animals in a herd}
systems:
    herd_book: {owner: farms, kind: record, fields: [herd_size]}
";
const FLOWS: &str = "\
systems:
  animal_register: {owner: vets, kind: register, fields: [herd_size]}
flows:
  - {from: herd_book, to: animal_register, fields: [herd_size], method: upload, basis: Animal Health Act}
needs:
  outbreaks: {who: vets, question: How many animals stand in one place?, terms: [herd_size]}
";

/// A running `flowmap serve`, ended with the test.
struct Served {
    child: Child,
    port: u16,
    /// The page as first loaded.
    page: String,
}

impl Drop for Served {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn program(folder: &Folder, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_flowmap"));
    command
        .current_dir(folder.path())
        .args(arguments)
        .env("NO_COLOR", "1")
        .stdin(Stdio::null());
    command
}

/// A folder with [`MAP`] and [`FLOWS`] in `flows/`.
fn herds(name: &str) -> Folder {
    let folder = Folder::with(name, "flows/map.yaml", MAP);
    folder.write("flows/flows.yaml", FLOWS.as_bytes());
    folder
}

impl Served {
    /// Serves `flows/` of that folder at a free port.
    fn start(folder: &Folder) -> Self {
        Self::of(folder, "flows")
    }

    fn of(folder: &Folder, map: &str) -> Self {
        Self::by(program(folder, &["serve", map, "--no-open"]))
    }

    /// The server that this command starts.
    fn by(mut command: Command) -> Self {
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        let (address, secret) = address::of(&mut child);
        let port = address
            .rsplit(':')
            .next()
            .and_then(|port| port.parse().ok());
        let port = port.expect("an address has a port");
        let mut served = Self {
            child,
            port,
            page: String::new(),
        };
        client::enter(port, &secret);
        let page = served.get("/");
        assert_eq!(page.status, 200, "{}", page.text());
        served.page = page.text();
        served
    }

    fn meta(&self, name: &str) -> &str {
        let (_, rest) = self
            .page
            .split_once(&format!("name=\"flowmap-{name}\" content=\""))
            .expect("the page says it");
        rest.split('"').next().expect("the value ends")
    }

    fn get(&self, path: &str) -> Answer {
        client::ask(
            self.port,
            &format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n", self.port),
            b"",
        )
    }

    /// Sends a request as the page does.
    fn post(&self, path: &str, body: &serde_json::Value) -> Answer {
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\nX-Flowmap-Token: {}\r\nContent-Type: application/json\r\n",
            self.meta("token"),
            port = self.port,
        );
        client::ask(self.port, &head, body.to_string().as_bytes())
    }

    /// The events from the page's version on, without the first, which says that nothing was missed.
    fn listen(&self) -> Stream {
        let mut stream = self.listen_from(self.meta("version"));
        let first = stream.event();
        assert_eq!(
            first["sections"].as_array().map(Vec::len),
            Some(0),
            "{first}"
        );
        stream
    }

    fn listen_from(&self, version: &str) -> Stream {
        Stream::open(self.port, version)
    }
}
