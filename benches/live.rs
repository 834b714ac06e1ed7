//! The time from a save to the new picture in a browser, at 300 collections: in total over a real connection, and in parts.
//!
//! `cargo bench --bench live` serves a map of 300 systems, saves one of its files many times, and prints the time until a client has been
//! told and has the picture that it shows, as the page asks for it; then the time of each part in this process. `-- 100` takes another
//! number of systems.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::hint::black_box;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use flowmap::analysis::{Analysis, Options};
use flowmap::judge::{graph, rules};
use flowmap::picture::views::{Spec, View};
use flowmap::picture::{layout, views};
use flowmap::read::model;
use flowmap::read::model::When;
use flowmap::read::source::SourceSet;
use flowmap::report::html;
use flowmap::sample::{Generated, Recipe, generate};

const SYSTEMS: usize = 300;
const SAVES: usize = 15;
const RUNS: usize = 5;

/// Copies of the real map of this repository, each with 74 systems, side by side.
fn multiplied(times: usize) -> Generated {
    let mut map = Generated::default();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("flows");
    let sources = SourceSet::read(&root).expect("the real map is there");
    let analysis = Analysis::of(sources.clone(), Options::default());
    let model = analysis.model();
    let mut ids: Vec<&str> = model
        .systems
        .iter()
        .map(|(_, system)| &*system.slug)
        .collect();
    ids.extend(model.organisations.iter().map(|(_, body)| &*body.slug));
    ids.extend(model.needs.iter().map(|(_, need)| &*need.slug));
    for copy in 0..times {
        for (_, file) in sources.files() {
            let name = file.name.rsplit("flows/").next().unwrap_or_default();
            let is_shared = matches!(name, "map.yaml" | "terms.yaml");
            if is_shared && copy > 0 {
                continue;
            }
            let text = if is_shared {
                file.text.clone()
            } else {
                renamed(&file.text, &ids, copy)
            };
            map.files.push((format!("{copy}/{name}"), text));
        }
    }
    map.counts.systems = model.systems.len() * times;
    map.counts.fields = model.fields.len() * times;
    map.counts.flows = model.flows.len() * times;
    map
}

/// A text with a suffix such as `_1` after each of these ids.
fn renamed(text: &str, ids: &[&str], copy: usize) -> String {
    let mut out = String::with_capacity(text.len() * 11 / 10);
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut rest = text;
    while let Some(start) = rest.find(is_word) {
        let end = rest[start..]
            .find(|c| !is_word(c))
            .map_or(rest.len(), |length| start + length);
        out.push_str(&rest[..end]);
        if copy > 0 && ids.contains(&&rest[start..end]) {
            out.push('_');
            out.push_str(&copy.to_string());
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

fn main() {
    measure("the real map four times", &multiplied(4));
    let wanted = std::env::args()
        .skip(1)
        .find_map(|word| word.parse().ok())
        .unwrap_or(SYSTEMS);
    measure("a made-up map", &map(wanted));
}

fn measure(what: &str, map: &Generated) {
    let folder = std::env::temp_dir().join(format!("flowmap-live-{}", std::process::id()));
    for (name, text) in &map.files {
        let path = folder.join("flows").join(name);
        std::fs::create_dir_all(path.parent().expect("a file stands in a folder"))
            .expect("a folder can be made");
        std::fs::write(path, text).expect("a file can be written");
    }
    let counts = map.counts;
    println!(
        "\n{what}: {} systems, {} fields, {} flows, {} files",
        counts.systems,
        counts.fields,
        counts.flows,
        map.files.len()
    );
    saves(&folder, map);
    parts(&folder.join("flows"));
    drop(std::fs::remove_dir_all(&folder));
}

/// A generated map of at least this many systems.
fn map(systems: usize) -> Generated {
    let mut fields = systems * 20;
    loop {
        let map = generate(&Recipe {
            fields,
            ..Recipe::default()
        });
        if map.counts.systems >= systems {
            return map;
        }
        fields += systems;
    }
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn best(mut work: impl FnMut()) -> f64 {
    let runs = (0..RUNS).map(|_| {
        let start = Instant::now();
        work();
        milliseconds(start.elapsed())
    });
    runs.fold(f64::INFINITY, f64::min)
}

struct Served(Child);

impl Drop for Served {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// Processor time that a process has used, in milliseconds, if the system reports it. On a busy machine it says more than the clock.
fn processor(process: u32) -> Option<f64> {
    let text = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let numbers: Vec<&str> = text.rsplit(')').next()?.split_whitespace().collect();
    let ticks: u64 =
        numbers.get(11)?.parse::<u64>().ok()? + numbers.get(12)?.parse::<u64>().ok()?;
    Some(ticks as f64 * 10.0)
}

/// Saves a file many times beside a running server, and waits for the event each time.
fn saves(folder: &Path, map: &Generated) {
    let child = Command::new(env!("CARGO_BIN_EXE_flowmap"))
        .args(["serve", "flows", "--no-open"])
        .current_dir(folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let mut served = Served(child);
    let mut line = String::new();
    let out = served.0.stdout.take().expect("its output is piped");
    BufReader::new(out)
        .read_line(&mut line)
        .expect("it says its address");
    let line = line.rsplit("http://").next().unwrap_or_default().trim();
    let (address, secret) = line
        .split_once("/?open=")
        .expect("the address has a secret");
    let entered = get(address, &format!("/?open={secret}"), "");
    let cookie = entered
        .split("et-cookie: ")
        .nth(1)
        .and_then(|rest| rest.split(';').next());
    let cookie = cookie.expect("the browser gets a cookie");
    let page = get(address, "/", cookie);
    let version = said(&page, "flowmap-version");
    let token = said(&page, "flowmap-token");
    let browser = Browser {
        address,
        cookie,
        token,
    };
    let mut stream = TcpStream::connect(address).expect("the server listens");
    write!(
        stream,
        "GET /events?version={version} HTTP/1.1\r\nHost: {address}\r\nCookie: {cookie}\r\n\r\n"
    )
    .expect("the head is sent");
    let mut events = BufReader::new(stream);
    event(&mut events);
    let (file, text) = edited(folder, map);
    let before = processor(served.0.id());
    let (systems, body) = names(&folder.join("flows"));
    for of in ["map".to_owned(), format!("organisation-{body}")] {
        println!("the picture shown: {of}");
        told("a name changed", &mut events, (&browser, &of), |save| {
            let changed = text.replacen("name: ", &format!("name: The {save} "), 1);
            std::fs::write(&file, changed).expect("the file is saved");
        });
        told("a flow added", &mut events, (&browser, &of), |save| {
            let from = &systems[save * 31 % systems.len()];
            let to = &systems[(save * 17 + 5) % systems.len()];
            let flows = format!("flows:\n  - {from} -> {to}\n");
            std::fs::write(folder.join("flows/added.yaml"), flows).expect("the file is saved");
        });
    }
    let after = processor(served.0.id());
    if let (Some(before), Some(after)) = (before, after) {
        println!(
            "processor time of the server: {:.0} ms a save",
            (after - before) / (4 * SAVES) as f64
        );
    }
}

/// The content of this `meta` element of a page.
fn said<'p>(page: &'p str, name: &str) -> &'p str {
    let start = format!("{name}\" content=\"");
    let rest = page.split(&start).nth(1).expect("the page has it");
    rest.split('"').next().expect("a text has a first part")
}

/// The ids of the systems of a map, and that of the organisation that owns most of them.
fn names(folder: &Path) -> (Vec<String>, String) {
    let sources = SourceSet::read(folder).expect("the map is there");
    let (model, _) = model::load(&sources);
    let systems = model.systems.iter();
    let slugs = systems.map(|(_, system)| system.slug.to_string()).collect();
    let owned = |body| {
        let systems = model.systems.iter();
        systems
            .filter(|(_, system)| system.owner() == Some(body))
            .count()
    };
    let bodies = model.organisations.iter();
    let body = bodies.max_by_key(|(id, _)| owned(*id));
    let (_, body) = body.expect("the map has organisations");
    (slugs, body.slug.to_string())
}

/// A browser that shows the page.
struct Browser<'b> {
    address: &'b str,
    cookie: &'b str,
    token: &'b str,
}

impl Browser<'_> {
    /// Asks for a picture as the page does, and returns its size.
    fn draw(&self, of: &str) -> usize {
        let Self {
            address,
            cookie,
            token,
        } = self;
        let body = format!("{{\"of\":\"{of}\"}}");
        let length = body.len();
        let mut stream = TcpStream::connect(address).expect("the server listens");
        write!(
            stream,
            "POST /draw HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\nCookie: {cookie}\r\nX-Flowmap-Token: {token}\r\n\
             Content-Type: application/json\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
        )
        .expect("the request is sent");
        let mut text = String::new();
        stream.read_to_string(&mut text).expect("the picture comes");
        assert!(text.starts_with("HTTP/1.1 200"), "{text:.200}");
        text.len()
    }
}

/// Saves many times, and prints the time until a client is told, until it has the picture that it shows, and until it has everything else.
fn told(
    what: &str,
    events: &mut BufReader<TcpStream>,
    (browser, of): (&Browser<'_>, &str),
    mut save: impl FnMut(usize),
) {
    browser.draw(of);
    let mut tolds: Vec<f64> = Vec::new();
    let mut times: Vec<f64> = Vec::new();
    let mut wholes: Vec<f64> = Vec::new();
    let (mut first, mut bytes, mut rest) = (0, 0, 0);
    for number in 0..SAVES {
        std::thread::sleep(Duration::from_millis(150));
        let start = Instant::now();
        save(number);
        first = event(events);
        tolds.push(milliseconds(start.elapsed()));
        bytes = browser.draw(of);
        times.push(milliseconds(start.elapsed()));
        rest += event(events);
        wholes.push(milliseconds(start.elapsed()));
    }
    for (part, mut times, bytes) in [
        ("the word of it", tolds, first),
        ("the picture", times, bytes),
        ("all else", wholes, rest / SAVES),
    ] {
        times.sort_by(f64::total_cmp);
        println!(
            "{what}: save to {part} received: best {:.0} ms, middle {:.0} ms, worst {:.0} ms; {:.2} MB",
            times[0],
            times[SAVES / 2],
            times[SAVES - 1],
            bytes as f64 / 1e6,
        );
    }
}

fn get(address: &str, path: &str, cookie: &str) -> String {
    let mut stream = TcpStream::connect(address).expect("the server listens");
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: {address}\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n"
    )
    .expect("the head is sent");
    let mut text = String::new();
    stream.read_to_string(&mut text).expect("the page comes");
    text
}

/// The size of the next event.
fn event(events: &mut BufReader<TcpStream>) -> usize {
    let mut line = String::new();
    loop {
        line.clear();
        events.read_line(&mut line).expect("the event comes");
        if line.starts_with("data: ") {
            return line.len();
        }
    }
}

/// The file that is saved: the first one with systems, organisations and names.
fn edited(folder: &Path, map: &Generated) -> (PathBuf, String) {
    let of = |(_, text): &&(String, String)| {
        text.contains("systems:") && text.contains("organisations:") && text.contains("name: ")
    };
    let (name, text) = map.files.iter().find(of).expect("a file of systems");
    (folder.join("flows").join(name), text.clone())
}

fn parts(folder: &Path) {
    let sources = SourceSet::read(folder).expect("the map is there");
    let read = best(|| drop(black_box(SourceSet::read(folder))));
    let load = best(|| drop(black_box(model::load(&sources))));
    let (model, faults) = model::load(&sources);
    let graph = graph::build(model, When::default());
    let check = best(|| rules::run(&graph, &mut black_box(faults.clone())));
    let analysis = Analysis::of(sources, Options::default());
    println!(
        "read {read:.1} ms, load {load:.1} ms, check {check:.1} ms, {} findings",
        analysis.findings.len()
    );
    for picture in html::pictures(&analysis) {
        let view = picture.view;
        let placed = best(|| drop(black_box(layout::place(&picture.drawn.diagram))));
        let drawn = best(|| {
            drop(black_box(picture.drawn.svg()));
        });
        println!(
            "{}: layout {placed:.1} ms, drawing {drawn:.1} ms, {} boxes, {} lines",
            view.word(),
            picture.drawn.diagram.nodes.len(),
            picture.drawn.diagram.edges.len()
        );
    }
    for view in [View::Organisations, View::Systems, View::Fields] {
        for is_unfolded in [false, true] {
            let spec = Spec {
                is_unfolded,
                ..Spec::of(view)
            };
            let viewed = best(|| drop(black_box(views::view(&analysis, &spec))));
            let diagram = views::view(&analysis, &spec)
                .expect("nothing is named")
                .diagram;
            let placed = best(|| drop(black_box(layout::place(&diagram))));
            println!(
                "{} unfolded {is_unfolded}: view {viewed:.1} ms, layout {placed:.1} ms, {} boxes",
                view.word(),
                diagram.nodes.len()
            );
        }
    }
    let pictures = html::pictures(&analysis);
    let chapters = best(|| {
        let shown = pictures.iter().map(html::Picture::shown);
        drop(black_box(html::chapters_but_map(&analysis, shown)));
    });
    for section in html::sections(&analysis, &pictures) {
        println!(
            "section {}: {:.2} MB",
            section.id,
            section.html.len() as f64 / 1e6
        );
    }
    println!("chapters but the map {chapters:.1} ms");
    let figures: Vec<_> = pictures.iter().map(html::figure).collect();
    let render = best(|| {
        drop(black_box(
            pictures.iter().map(html::figure).collect::<Vec<_>>(),
        ));
    });
    let again = figures.clone();
    let diff = best(|| assert!(black_box(&figures) == black_box(&again)));
    println!("drawing the pictures {render:.1} ms, diff {diff:.1} ms");
}
