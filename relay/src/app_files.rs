//! The built app, held in memory: a request never touches the disk.
//!
//! Only paths found at start exist, so no request can climb out of the folder.
//! A path without a file extension that is no file answers `index.html`: the
//! app's router shows it.

use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use sha2::{Digest, Sha256};

use crate::headers::content_security_policy;
use crate::limits::APP_BYTES_MAX;

/// A file whose name changes with its content is never asked for again.
const FOREVER: &str = "public, max-age=31536000, immutable";

/// A file that keeps its name is asked for each time, and mostly answered 304.
const ASK_AGAIN: &str = "no-cache";

/// Length of the hash that Trunk puts into names, in hexadecimal digits.
const NAME_HASH_DIGITS: usize = 16;

/// Why the app cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// A file or folder cannot be read.
    #[error("cannot read the app in {}: {source}; build it, or choose another folder with --app", path.display())]
    Unreadable {
        /// The folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// There is no `index.html`.
    #[error("no index.html in {}; build the app, or choose another folder with --app", path.display())]
    NoIndex {
        /// The folder.
        path: PathBuf,
    },
    /// More than [`APP_BYTES_MAX`].
    #[error("the files in {} are over {APP_BYTES_MAX} bytes; choose the folder of the built app with --app", path.display())]
    TooLarge {
        /// The folder.
        path: PathBuf,
    },
}

/// The files of the app by path, with a leading slash.
#[derive(Debug)]
pub(crate) struct AppFiles {
    files: HashMap<String, AppFile>,
    policy: HeaderValue,
}

#[derive(Debug)]
struct AppFile {
    bytes: Bytes,
    brotli: Option<Bytes>,
    content_type: &'static str,
    cache_control: &'static str,
    etag: HeaderValue,
}

impl AppFiles {
    /// No app at all.
    pub(crate) fn none() -> Self {
        Self {
            files: HashMap::new(),
            policy: content_security_policy(""),
        }
    }

    pub(crate) fn load(folder: &Path) -> Result<Self, AppError> {
        let mut bytes_by_path = HashMap::new();
        let mut n_bytes_left = APP_BYTES_MAX;
        let complete = read_folder(folder, "", &mut bytes_by_path, &mut n_bytes_left);
        let complete = complete.map_err(|source| AppError::Unreadable {
            path: folder.to_owned(),
            source,
        })?;
        if !complete {
            return Err(AppError::TooLarge {
                path: folder.to_owned(),
            });
        }
        let Some(index) = bytes_by_path.get("/index.html") else {
            return Err(AppError::NoIndex {
                path: folder.to_owned(),
            });
        };
        let policy = content_security_policy(&String::from_utf8_lossy(index));
        let files = bytes_by_path
            .iter()
            .filter(|(path, _)| {
                let original = path.strip_suffix(".br");
                original.is_none_or(|original| !bytes_by_path.contains_key(original))
            })
            .map(|(path, bytes)| {
                let brotli = bytes_by_path.get(&format!("{path}.br")).cloned();
                (path.clone(), AppFile::new(path, bytes.clone(), brotli))
            })
            .collect();
        Ok(Self { files, policy })
    }

    /// The content security policy that fits the app's `index.html`.
    pub(crate) fn policy(&self) -> &HeaderValue {
        &self.policy
    }

    /// Answers a request that no endpoint took.
    pub(crate) fn answer(
        &self,
        method: &Method,
        path: &str,
        headers: &HeaderMap,
    ) -> Response<Body> {
        if method != Method::GET && method != Method::HEAD {
            let mut response = text(StatusCode::METHOD_NOT_ALLOWED, "method not allowed\n");
            let allowed = HeaderValue::from_static("GET, HEAD");
            response.headers_mut().insert(header::ALLOW, allowed);
            return response;
        }
        let file = match self.files.get(path) {
            Some(file) => Some(file),
            None if has_extension(path) => None,
            None => self.files.get("/index.html"),
        };
        match file {
            Some(file) => file.answer(method, headers),
            None if self.files.is_empty() => {
                text(StatusCode::NOT_FOUND, "no app here: start with --app DIR\n")
            }
            None => text(StatusCode::NOT_FOUND, "not found\n"),
        }
    }
}

impl AppFile {
    fn new(path: &str, bytes: Bytes, brotli: Option<Bytes>) -> Self {
        let hash = BASE64.encode(Sha256::digest(&bytes));
        // Base64 in quotes is a header value.
        let etag = HeaderValue::from_str(&format!("\"{hash}\""))
            .unwrap_or_else(|_| HeaderValue::from_static("\"\""));
        Self {
            content_type: content_type(path),
            cache_control: if has_hashed_name(path) {
                FOREVER
            } else {
                ASK_AGAIN
            },
            bytes,
            brotli,
            etag,
        }
    }

    fn answer(&self, method: &Method, headers: &HeaderMap) -> Response<Body> {
        let is_known = headers
            .get_all(header::IF_NONE_MATCH)
            .iter()
            .any(|known| *known == self.etag);
        let brotli = self.brotli.as_ref().filter(|_| accepts_brotli(headers));
        let bytes = brotli.unwrap_or(&self.bytes);
        let mut response = Response::new(if is_known || method == Method::HEAD {
            Body::empty()
        } else {
            Body::from(bytes.clone())
        });
        if is_known {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
        }
        let answer = response.headers_mut();
        let fixed = HeaderValue::from_static;
        answer.insert(header::CONTENT_TYPE, fixed(self.content_type));
        answer.insert(header::CACHE_CONTROL, fixed(self.cache_control));
        answer.insert(header::ETAG, self.etag.clone());
        answer.insert(header::VARY, fixed("accept-encoding"));
        if brotli.is_some() {
            answer.insert(header::CONTENT_ENCODING, fixed("br"));
        }
        if !is_known {
            answer.insert(header::CONTENT_LENGTH, HeaderValue::from(bytes.len()));
        }
        response
    }
}

/// A short answer for a person.
pub(crate) fn text(status: StatusCode, text: impl Into<Body>) -> Response<Body> {
    let mut response = Response::new(text.into());
    *response.status_mut() = status;
    let headers = response.headers_mut();
    let plain = HeaderValue::from_static("text/plain; charset=utf-8");
    headers.insert(header::CONTENT_TYPE, plain);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Reads a folder and those in it; false when over the limit of bytes.
fn read_folder(
    folder: &Path,
    prefix: &str,
    bytes_by_path: &mut HashMap<String, Bytes>,
    n_bytes_left: &mut u64,
) -> io::Result<bool> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else {
            continue;
        };
        let path = format!("{prefix}/{name}");
        if entry.file_type()?.is_dir() {
            if !read_folder(&entry.path(), &path, bytes_by_path, n_bytes_left)? {
                return Ok(false);
            }
            continue;
        }
        match n_bytes_left.checked_sub(entry.metadata()?.len()) {
            Some(left) => *n_bytes_left = left,
            None => return Ok(false),
        }
        bytes_by_path.insert(path, fs::read(entry.path())?.into());
    }
    Ok(true)
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn has_extension(path: &str) -> bool {
    file_name(path).contains('.')
}

/// Whether the name holds its content's hash: `name-<16 hex>.ext`, or with
/// `_bg` after the hash, as `wasm-bindgen` names the module.
fn has_hashed_name(path: &str) -> bool {
    let Some((stem, _)) = file_name(path).rsplit_once('.') else {
        return false;
    };
    let stem = stem.strip_suffix("_bg").unwrap_or(stem);
    stem.rsplit_once('-').is_some_and(|(name, hash)| {
        !name.is_empty()
            && hash.len() == NAME_HASH_DIGITS
            && hash.bytes().all(|digit| digit.is_ascii_hexdigit())
    })
}

fn content_type(path: &str) -> &'static str {
    match file_name(path)
        .rsplit_once('.')
        .map(|(_, extension)| extension)
    {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("webmanifest") => "application/manifest+json",
        Some("json" | "map") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("webp") => "image/webp",
        Some("woff2") => "font/woff2",
        Some("txt" | "md") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

fn accepts_brotli(headers: &HeaderMap) -> bool {
    headers
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|coding| {
            let mut parts = coding.split(';').map(str::trim);
            let is_brotli = parts.next() == Some("br");
            let is_refused = parts.any(|part| {
                let weight = part.strip_prefix("q=").map(str::parse::<f32>);
                matches!(weight, Some(Ok(weight)) if weight <= 0.0)
            });
            is_brotli && !is_refused
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashed_names_are_recognized() {
        for hashed in [
            "/six-cartes-0123456789abcdef.js",
            "/six-cartes-0123456789abcdef_bg.wasm",
            "/style/app-0123456789abcdef.css",
        ] {
            assert!(has_hashed_name(hashed), "{hashed}");
        }
        for plain in [
            "/index.html",
            "/sw.js",
            "/app-0123.js",
            "/0123456789abcdef.js",
            "/app-0123456789abcdeg.js",
            "/app-0123456789abcdef",
        ] {
            assert!(!has_hashed_name(plain), "{plain}");
        }
    }

    #[test]
    fn brotli_is_sent_only_where_it_is_accepted() {
        let check = |accept: &'static str, accepts| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(accept));
            assert_eq!(accepts_brotli(&headers), accepts, "{accept}");
        };
        check("gzip, deflate, br, zstd", true);
        check("br;q=0.5", true);
        check("br;q=0", false);
        check("gzip;q=1, br;q=0.0", false);
        check("gzip", false);
        check("brotli", false);
        assert!(!accepts_brotli(&HeaderMap::new()));
    }
}
