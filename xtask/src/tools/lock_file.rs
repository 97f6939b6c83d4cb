//! Reads versions from `Cargo.lock`.

use toml::de::DeTable;

/// Version of a package in the text of a `Cargo.lock`; with several, the newest
/// in the order of the file, which cargo sorts.
pub fn locked_version(lock_file: &str, package: &str) -> Option<String> {
    let table = DeTable::parse(lock_file).ok()?;
    let packages = table.get_ref().get("package")?.get_ref().as_array()?;
    packages
        .iter()
        .filter_map(|entry| entry.get_ref().as_table())
        .filter(|entry| {
            let name = entry.get("name").and_then(|name| name.get_ref().as_str());
            name == Some(package)
        })
        .filter_map(|entry| entry.get("version")?.get_ref().as_str().map(str::to_owned))
        .next_back()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK_FILE: &str = r#"
version = 4

[[package]]
name = "wasm-bindgen"
version = "0.2.130"
source = "registry+https://github.com/rust-lang/crates.io-index"

[[package]]
name = "wasm-bindgen-futures"
version = "0.4.60"
"#;

    #[test]
    fn the_version_of_exactly_that_package_is_found() {
        let version = |package| locked_version(LOCK_FILE, package);
        assert_eq!(version("wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(version("wasm-bindgen-futures").as_deref(), Some("0.4.60"));
        assert_eq!(version("wasm"), None);
        assert_eq!(locked_version("not [ toml", "wasm-bindgen"), None);
    }
}
