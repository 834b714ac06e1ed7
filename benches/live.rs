//! From a save to the event in a browser, at 300 collections: the whole over a real connection, and its parts.
//!
//! `cargo bench --bench live` serves a made-up map of 300 systems, saves one of its files again and again, and prints how long it takes until a
//! client has the whole event; then what each part of that takes in this process. `-- 100` takes another number of systems.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::hint::black_box;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::io::Write;
use std::net::TcpStream;
use std::path::Path;
use std::path::PathBuf;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;
use std::time::Duration;
use std::time::Instant;

use flowmap::analysis::Analysis;
use flowmap::analysis::Options;
use flowmap::generate::Generated;
use flowmap::generate::Recipe;
use flowmap::generate::generate;
use flowmap::graph;
use flowmap::layout;
use flowmap::model;
use flowmap::model::When;
use flowmap::render::html;
use flowmap::rules;
use flowmap::source::SourceSet;
use flowmap::views;
use flowmap::views::View;

const SYSTEMS: usize = 300;
const SAVES: usize = 15;
const RUNS: usize = 5;

fn main() {
    let wanted = std::env::args()
        .skip(1)
        .find_map(|word| word.parse().ok())
        .unwrap_or(SYSTEMS);
    let map = map(wanted);
    let folder = std::env::temp_dir().join(format!("flowmap-live-{}", std::process::id()));
    for (name, text) in &map.files {
        let path = folder.join("flows").join(name);
        std::fs::create_dir_all(path.parent().expect("a file stands in a folder"))
            .expect("a folder can be made");
        std::fs::write(path, text).expect("a file can be written");
    }
    let counts = map.counts;
    println!(
        "{} systems, {} fields, {} flows, {} files",
        counts.systems,
        counts.fields,
        counts.flows,
        map.files.len()
    );
    saves(&folder, &map);
    parts(&folder.join("flows"));
    drop(std::fs::remove_dir_all(&folder));
}

/// A made-up map of at least so many systems.
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

/// Saves a file again and again beside a running server, and waits for the event each time.
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
    let address = line
        .rsplit("http://")
        .next()
        .unwrap_or_default()
        .trim()
        .trim_end_matches('/')
        .to_owned();
    let page = get(&address, "/");
    let version = page
        .split("flowmap-version\" content=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .expect("a version");
    let mut stream = TcpStream::connect(&address).expect("the server listens");
    write!(
        stream,
        "GET /events?version={version} HTTP/1.1\r\nHost: {address}\r\n\r\n"
    )
    .expect("the head is sent");
    let mut events = BufReader::new(stream);
    event(&mut events);
    let (file, text) = edited(folder, map);
    let mut times: Vec<f64> = Vec::new();
    let mut bytes = 0;
    for save in 0..SAVES {
        std::thread::sleep(Duration::from_millis(150));
        let changed = text.replacen("name: ", &format!("name: The {save} "), 1);
        let start = Instant::now();
        std::fs::write(&file, changed).expect("the file is saved");
        bytes = event(&mut events);
        times.push(milliseconds(start.elapsed()));
    }
    times.sort_by(f64::total_cmp);
    println!(
        "save to event received: best {:.0} ms, middle {:.0} ms, worst {:.0} ms; the event has {:.2} MB, the page {:.2} MB",
        times[0],
        times[SAVES / 2],
        times[SAVES - 1],
        bytes as f64 / 1e6,
        page.len() as f64 / 1e6,
    );
}

fn get(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).expect("the server listens");
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"
    )
    .expect("the head is sent");
    let mut text = String::new();
    stream.read_to_string(&mut text).expect("the page comes");
    text
}

/// The next event's size.
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

/// The file that is saved: the first that names a system.
fn edited(folder: &Path, map: &Generated) -> (PathBuf, String) {
    let of = |(_, text): &&(String, String)| text.contains("systems:") && text.contains("name: ");
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
    for view in View::WHOLE {
        let diagram = views::diagram(&analysis, view);
        let viewed = best(|| drop(black_box(views::diagram(&analysis, view))));
        let placed = best(|| drop(black_box(layout::place(&diagram))));
        println!(
            "{}: view {viewed:.1} ms, layout {placed:.1} ms, {} boxes, {} lines",
            view.word(),
            diagram.nodes.len(),
            diagram.edges.len()
        );
    }
    let pictures = html::pictures(&analysis);
    for chapter in flowmap::views::page::Chapter::ALL {
        let mut size = 0;
        let made = best(|| {
            size = black_box(html::section(&analysis, &pictures, chapter))
                .html
                .len()
        });
        println!(
            "section {}: {made:.1} ms, {:.2} MB",
            chapter.id(),
            size as f64 / 1e6
        );
    }
    let sections = html::sections(&analysis, &pictures);
    let render = best(|| drop(black_box(html::sections(&analysis, &pictures))));
    let again = html::sections(&analysis, &pictures);
    let diff = best(|| assert!(black_box(&sections) == black_box(&again)));
    println!("all sections {render:.1} ms, diff {diff:.1} ms");
}
