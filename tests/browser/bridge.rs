//! A folder of the disk as a page sees it that was let into the folder: the same tests run on a served map and on a workshop file.
//!
//! The stand-in of a handle in the page asks this program for every listing, reading and writing. It behaves as the File System Access API says.

use std::path::Path;
use std::time::UNIX_EPOCH;

use serde_json::Value;
use serde_json::json;

/// The name of the function by which a page asks for the disk.
pub(crate) const BINDING: &str = "askDisk";

/// The script that lets a page choose this folder, without the dialog of the browser.
pub(crate) fn script(folder: &Path) -> String {
    let folder = json!(folder.to_string_lossy()).to_string();
    format!("(() => {{ const ROOT = {folder};\n{STAND_IN}\n}})()")
}

/// The handles of a folder, as far as the page uses them.
const STAND_IN: &str = r"
  const waiting = new Map();
  let asked = 0;
  window.diskSays = (id, answer) => (waiting.get(id)(answer), waiting.delete(id), true);
  const disk = (what, path, text) => new Promise(done => {
    const id = ++asked;
    waiting.set(id, done);
    window.askDisk(JSON.stringify({ id, what, path, text }));
  });
  const gone = () => new DOMException('it is not there', 'NotFoundError');
  const allowed = { queryPermission: async () => 'granted', requestPermission: async () => 'granted' };
  const fileAt = (path, name) => ({ ...allowed, kind: 'file', name,
    getFile: async () => {
      const file = await disk('read', path);
      if (!file) throw gone();
      return new File([file.text], name, { lastModified: file.modified });
    },
    createWritable: async () => {
      const parts = [];
      return { write: async part => parts.push(part), close: async () => disk('write', path, await new Blob(parts).text()) };
    },
  });
  const folderAt = (path, name) => ({ ...allowed, kind: 'directory', name,
    async *entries() {
      for (const [own, isFolder] of await disk('list', path)) yield [own, (isFolder ? folderAt : fileAt)(`${path}/${own}`, own)];
    },
    getDirectoryHandle: async own => {
      if (!(await disk('list', path)).some(([name, isFolder]) => name === own && isFolder)) throw gone();
      return folderAt(`${path}/${own}`, own);
    },
    getFileHandle: async (own, { create } = {}) => {
      const isThere = (await disk('list', path)).some(([name]) => name === own);
      if (!isThere && !create) throw gone();
      if (!isThere) await disk('write', `${path}/${own}`, '');
      return fileAt(`${path}/${own}`, own);
    },
    removeEntry: async own => disk('remove', `${path}/${own}`),
  });
  window.showDirectoryPicker = async () => folderAt(ROOT, ROOT.split('/').pop());
";

/// The answer to a page that asks for the disk, as an expression for that page; `None` for any other event.
pub(crate) fn answer(event: &Value) -> Option<String> {
    let asked = &event["params"];
    if event["method"] != "Runtime.bindingCalled" || asked["name"] != BINDING {
        return None;
    }
    let asked: Value = serde_json::from_str(asked["payload"].as_str()?).ok()?;
    let path = Path::new(asked["path"].as_str()?);
    let answer = match asked["what"].as_str()? {
        "list" => json!(listed(path)),
        "read" => read(path),
        "write" => json!(std::fs::write(path, asked["text"].as_str()?).is_ok()),
        _ => json!(std::fs::remove_file(path).is_ok()),
    };
    Some(format!("diskSays({}, {answer})", asked["id"]))
}

/// The names in a folder, each with whether it is one too.
fn listed(folder: &Path) -> Vec<(String, bool)> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let entry = |entry: std::fs::DirEntry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        (name, entry.path().is_dir())
    };
    entries.map(entry).collect()
}

fn read(file: &Path) -> Value {
    let modified = || {
        let metadata = std::fs::metadata(file).ok()?;
        let since = metadata.modified().ok()?.duration_since(UNIX_EPOCH);
        Some(since.ok()?.as_millis() as u64)
    };
    match std::fs::read_to_string(file) {
        Ok(text) => json!({"text": text, "modified": modified()}),
        Err(_) => Value::Null,
    }
}
