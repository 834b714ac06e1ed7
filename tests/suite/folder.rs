//! A folder of the test, removed at the end of the test.

use std::path::{Path, PathBuf};

/// A folder below the system's temporary folder.
pub(crate) struct Folder(PathBuf);

impl Folder {
    /// An empty folder; `name` distinguishes it from those of other tests in this process.
    pub(crate) fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("flowmap-{}-{name}", std::process::id()));
        drop(std::fs::remove_dir_all(&path));
        std::fs::create_dir_all(&path).expect("a temporary folder can be made");
        Self(path)
    }

    /// Like [`Self::new`], with a file in it.
    pub(crate) fn with(name: &str, file: &str, text: &str) -> Self {
        let folder = Self::new(name);
        folder.write(file, text.as_bytes());
        folder
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// Writes a file, making the folders above it.
    pub(crate) fn write(&self, file: &str, bytes: &[u8]) {
        let path = self.0.join(file);
        let above = path.parent().expect("a file stands in a folder");
        std::fs::create_dir_all(above).expect("a temporary folder can be made");
        std::fs::write(path, bytes).expect("a temporary file can be written");
    }

    pub(crate) fn read(&self, file: &str) -> Vec<u8> {
        let bytes = std::fs::read(self.0.join(file));
        bytes.unwrap_or_else(|error| panic!("{file}: {error}"))
    }

    /// The files in it and in its folders by name, sorted.
    pub(crate) fn files(&self) -> Vec<String> {
        let mut files = Vec::new();
        let mut folders = vec![self.0.clone()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(&folder).expect("a temporary folder can be listed") {
                let path = entry.expect("a temporary folder can be listed").path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let name = path.strip_prefix(&self.0).expect("it stands in the folder");
                    files.push(name.to_string_lossy().replace('\\', "/"));
                }
            }
        }
        files.sort();
        files
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

/// A folder with its own small disk, which is soon full; the disk is removed at the end of the test.
#[cfg(target_os = "linux")]
pub(crate) struct Full(PathBuf);

#[cfg(target_os = "linux")]
impl Full {
    /// A folder with space for `kilobytes` kilobytes; `None` if this user may not make one.
    pub(crate) fn at(path: PathBuf, kilobytes: u32) -> Option<Self> {
        std::fs::create_dir_all(&path).expect("a temporary folder can be made");
        let mounted = std::process::Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={kilobytes}k"), "tmpfs"])
            .arg(&path)
            .stderr(std::process::Stdio::null())
            .status();
        mounted
            .is_ok_and(|status| status.success())
            .then_some(Self(path))
    }
}

#[cfg(target_os = "linux")]
impl Drop for Full {
    fn drop(&mut self) {
        let unmounted = std::process::Command::new("umount").arg(&self.0).status();
        drop(unmounted);
    }
}
