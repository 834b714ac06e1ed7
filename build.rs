//! Puts the engine of the page that works without a server into the program, if one was built: `FLOWMAP_ENGINE` names its file.

fn main() {
    println!("cargo::rerun-if-env-changed=FLOWMAP_ENGINE");
    println!("cargo::rustc-check-cfg=cfg(engine)");
    if let Some(file) = std::env::var_os("FLOWMAP_ENGINE").filter(|file| !file.is_empty()) {
        let file = std::path::absolute(&file).expect("the name of the engine is a path");
        assert!(
            file.is_file(),
            "FLOWMAP_ENGINE: no file `{}`",
            file.display()
        );
        println!("cargo::rerun-if-changed={}", file.display());
        println!("cargo::rustc-env=FLOWMAP_ENGINE_FILE={}", file.display());
        println!("cargo::rustc-cfg=engine");
    }
}
