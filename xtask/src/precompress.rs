//! Writes a brotli copy beside each file that the relay serves.
//!
//! Done once here at the best quality, not at each request: on the room's Wi-Fi
//! the size decides, and the relay's machine may be small.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use brotli::CompressorWriter;

use crate::failure::{Failure, Outcome};
use crate::files;

/// Extension of a compressed copy, added to the whole name.
pub const COMPRESSED_EXTENSION: &str = "br";

/// Below it, headers weigh more than what is saved, in bytes.
const FILE_BYTES_MIN: u64 = 1024;
const QUALITY: u32 = 11;
/// Base-2 logarithm of the window: 16 MiB, more than the largest file.
const WINDOW_LOG2: u32 = 24;
const BUFFER_BYTES: usize = 1 << 16;

/// Compresses every file below a folder that is worth it.
///
/// # Errors
/// When a file cannot be read or written.
pub fn compress_below(folder: &Path) -> Outcome {
    let mut paths = Vec::new();
    for path in files::files_below(folder)? {
        let n_bytes = fs::metadata(&path)
            .map_err(|error| Failure::file("read", &path, &error))?
            .len();
        let is_copy = path
            .extension()
            .is_some_and(|extension| extension == COMPRESSED_EXTENSION);
        if !is_copy && n_bytes > FILE_BYTES_MIN {
            paths.push(path);
        }
    }
    let next = AtomicUsize::new(0);
    let work = || -> Outcome {
        while let Some(path) = paths.get(next.fetch_add(1, Ordering::Relaxed)) {
            compress_one(path)?;
        }
        Ok(())
    };
    let n_threads = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        let workers: Vec<_> = (0..n_threads).map(|_| scope.spawn(work)).collect();
        workers.into_iter().try_for_each(|worker| {
            worker
                .join()
                .unwrap_or_else(|_| Err(Failure::new("compressing the app stopped unexpectedly")))
        })
    })
}

/// Path of the compressed copy of a file.
pub fn compressed_path(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(COMPRESSED_EXTENSION);
    PathBuf::from(name)
}

fn compress_one(path: &Path) -> Outcome {
    let bytes = files::read(path)?;
    let compressed = brotli_of(&bytes)
        .map_err(|error| Failure::new(format!("cannot compress {}: {error}", path.display())))?;
    let copy = compressed_path(path);
    if compressed.len() < bytes.len() {
        return files::write(&copy, compressed);
    }
    // A picture is compressed already: the copy would only be larger.
    match fs::remove_file(&copy) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(Failure::file("remove", &copy, &error))
        }
        _ => Ok(()),
    }
}

fn brotli_of(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut writer = CompressorWriter::new(Vec::new(), BUFFER_BYTES, QUALITY, WINDOW_LOG2);
    writer.write_all(bytes)?;
    Ok(writer.into_inner())
}
