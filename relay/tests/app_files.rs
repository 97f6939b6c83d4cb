//! The app as a browser gets it.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::fs;
use std::path::Path;

use common::{config, get, http};
use relay::limits::APP_BYTES_MAX;
use relay::{AppError, StartError, start};

const INDEX: &str = "<!doctype html><script type=\"module\">start();</script>";

fn write_app(folder: &Path) {
    fs::create_dir(folder.join("fonts")).unwrap();
    for (name, content) in [
        ("index.html", INDEX),
        ("sw.js", "self"),
        ("app-0123456789abcdef.js", "original"),
        ("app-0123456789abcdef.js.br", "compressed"),
        ("app-0123456789abcdef_bg.wasm", "wasm"),
        ("app.webmanifest", "{}"),
        ("fonts/text.woff2", "font"),
    ] {
        fs::write(folder.join(name), content).unwrap();
    }
}

#[tokio::test]
async fn app_is_served_with_its_headers() {
    let data = tempfile::tempdir().unwrap();
    let app = tempfile::tempdir().unwrap();
    write_app(app.path());
    let mut config = config(data.path());
    config.app = Some(app.path().to_owned());
    let relay = start(&config).await.unwrap();
    let address = relay.address();

    let check = async |path: &str, content_type: &str, cache_control: &str| {
        let (status, headers, _) = get(address, path).await;
        assert_eq!(status, 200, "{path}");
        for header in [
            format!("content-type: {content_type}"),
            format!("cache-control: {cache_control}"),
            "x-content-type-options: nosniff".to_owned(),
            "referrer-policy: no-referrer".to_owned(),
            "cross-origin-opener-policy: same-origin".to_owned(),
            "content-security-policy: default-src 'none'; script-src 'self' \
             'wasm-unsafe-eval' 'sha256-"
                .to_owned(),
        ] {
            assert!(headers.contains(&header), "{path}: {header} in {headers}");
        }
    };
    let forever = "public, max-age=31536000, immutable";
    check("/", "text/html; charset=utf-8", "no-cache").await;
    check("/index.html", "text/html; charset=utf-8", "no-cache").await;
    check("/sw.js", "text/javascript; charset=utf-8", "no-cache").await;
    check(
        "/app-0123456789abcdef.js",
        "text/javascript; charset=utf-8",
        forever,
    )
    .await;
    check("/app-0123456789abcdef_bg.wasm", "application/wasm", forever).await;
    check("/app.webmanifest", "application/manifest+json", "no-cache").await;
    check("/fonts/text.woff2", "font/woff2", "no-cache").await;
    relay.stop().await;
}

#[tokio::test]
async fn paths_of_the_router_answer_the_app_and_missing_files_do_not() {
    let data = tempfile::tempdir().unwrap();
    let app = tempfile::tempdir().unwrap();
    write_app(app.path());
    let mut config = config(data.path());
    config.app = Some(app.path().to_owned());
    let relay = start(&config).await.unwrap();
    let address = relay.address();
    for path in ["/", "/ateliers/3/vote", "/ateliers/", "/a?b=c.d"] {
        let (status, _, body) = get(address, path).await;
        assert_eq!((status, body.as_slice()), (200, INDEX.as_bytes()), "{path}");
    }
    for path in [
        "/app-ffffffffffffffff.js",
        "/fonts/missing.woff2",
        "/../Cargo.toml",
        "/%2e%2e/secret.txt",
        "/app-0123456789abcdef.js.br",
    ] {
        let (status, _, body) = get(address, path).await;
        assert_eq!(status, 404, "{path}");
        assert_ne!(body, INDEX.as_bytes(), "{path}");
    }
    let (status, headers, _) = http(address, "POST /ateliers HTTP/1.1").await;
    assert_eq!(status, 405);
    assert!(headers.contains("allow: GET, HEAD"));
    let (status, headers, body) = http(address, "HEAD / HTTP/1.1").await;
    assert_eq!((status, body.len()), (200, 0));
    assert!(headers.contains(&format!("content-length: {}", INDEX.len())));
    relay.stop().await;
}

#[tokio::test]
async fn compressed_twin_is_served_where_accepted_and_known_files_are_not_sent() {
    let data = tempfile::tempdir().unwrap();
    let app = tempfile::tempdir().unwrap();
    write_app(app.path());
    let mut config = config(data.path());
    config.app = Some(app.path().to_owned());
    let relay = start(&config).await.unwrap();
    let address = relay.address();
    let request = "GET /app-0123456789abcdef.js HTTP/1.1";
    let (_, headers, body) =
        http(address, &format!("{request}\r\naccept-encoding: gzip, br")).await;
    assert_eq!(body, b"compressed");
    assert!(headers.contains("content-encoding: br"));
    assert!(headers.contains("vary: accept-encoding"));
    assert!(headers.contains("content-type: text/javascript"));
    let (_, headers, body) = http(address, request).await;
    assert_eq!(body, b"original");
    assert!(!headers.contains("content-encoding"));

    let (_, headers, _) = get(address, "/").await;
    let etag = headers
        .lines()
        .find_map(|line| line.strip_prefix("etag: "))
        .unwrap();
    let request = format!("GET / HTTP/1.1\r\nif-none-match: {etag}");
    let (status, _, body) = http(address, &request).await;
    assert_eq!((status, body.len()), (304, 0));
    relay.stop().await;
}

#[tokio::test]
async fn folder_without_an_app_is_refused() {
    let data = tempfile::tempdir().unwrap();
    let app = tempfile::tempdir().unwrap();
    let mut config = config(data.path());
    config.app = Some(app.path().to_owned());
    let started = start(&config).await;
    assert!(matches!(
        started,
        Err(StartError::App(AppError::NoIndex { .. }))
    ));
    config.app = None;
    let relay = start(&config).await.unwrap();
    let (status, headers, _) = get(relay.address(), "/").await;
    assert_eq!(status, 404);
    assert!(headers.contains("x-content-type-options: nosniff"));
    relay.stop().await;
}

#[tokio::test]
async fn files_over_the_limit_keep_the_relay_from_starting() {
    let data = tempfile::tempdir().unwrap();
    let app = tempfile::tempdir().unwrap();
    write_app(app.path());
    let mut config = config(data.path());
    config.app = Some(app.path().to_owned());
    // A hole in a file: as long as the limit, and no byte on the disk.
    let film = fs::File::create(app.path().join("fonts/film.mp4")).unwrap();
    film.set_len(APP_BYTES_MAX - 1).unwrap();
    let refused = start(&config).await.unwrap_err();
    let StartError::App(AppError::TooLarge { .. }) = &refused else {
        unreachable!("{refused}");
    };
    let sentence = refused.to_string();
    assert!(sentence.contains("--app"), "{sentence}");
    film.set_len(1024).unwrap();
    start(&config).await.unwrap().stop().await;
}
