//! What every answer says to the browser, and which pages may open a socket.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use sha2::{Digest, Sha256};

/// Sent with every answer.
const ALWAYS: [(HeaderName, HeaderValue); 3] = [
    (
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    ),
    (
        header::REFERRER_POLICY,
        HeaderValue::from_static("no-referrer"),
    ),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        HeaderValue::from_static("same-origin"),
    ),
];

/// Adds the headers of every answer.
pub(crate) fn add_always(headers: &mut HeaderMap, policy: &HeaderValue) {
    for (name, value) in ALWAYS {
        headers.insert(name, value);
    }
    headers.insert(header::CONTENT_SECURITY_POLICY, policy.clone());
}

/// The content security policy for an app with this `index.html`.
///
/// Trunk writes one inline module script; its hash goes into the policy, so
/// that no other inline script ever runs.
pub(crate) fn content_security_policy(index_html: &str) -> HeaderValue {
    let mut script_src = "'self' 'wasm-unsafe-eval'".to_owned();
    for script in inline_scripts(index_html) {
        let hash = BASE64.encode(Sha256::digest(script));
        script_src.push_str(" 'sha256-");
        script_src.push_str(&hash);
        script_src.push('\'');
    }
    let policy = format!(
        "default-src 'none'; script-src {script_src}; style-src 'self'; \
         img-src 'self' data: blob:; font-src 'self'; connect-src 'self' ws: wss:; \
         manifest-src 'self'; worker-src 'self'; frame-ancestors 'none'; base-uri 'none'; \
         form-action 'self'"
    );
    // Base64 and the literals above are visible ASCII.
    HeaderValue::from_str(&policy)
        .unwrap_or_else(|_| HeaderValue::from_static("default-src 'none'"))
}

/// The contents of `script` elements that have no `src`.
fn inline_scripts(html: &str) -> Vec<&str> {
    let mut scripts = Vec::new();
    let mut rest = html;
    while let Some((_, after_tag)) = rest.split_once("<script") {
        let Some((attributes, content)) = after_tag.split_once('>') else {
            break;
        };
        let Some((script, after)) = content.split_once("</script>") else {
            break;
        };
        if !has_source(attributes) {
            scripts.push(script);
        }
        rest = after;
    }
    scripts
}

fn has_source(attributes: &str) -> bool {
    attributes
        .split_ascii_whitespace()
        .any(|attribute| attribute.starts_with("src="))
}

/// Whether a page of this origin may open `/sync`.
///
/// Any page in the browser of this computer can reach a loopback address, so
/// the relay asks where the page is from. Clients that are not browsers send
/// no origin. A `Host` header proves nothing: names can be rebound.
pub(crate) fn is_allowed_origin(origin: Option<&HeaderValue>, allowed: &[String]) -> bool {
    let Some(origin) = origin else {
        return true;
    };
    let Ok(origin) = origin.to_str() else {
        return false;
    };
    allowed.iter().any(|allowed| allowed == origin) || is_loopback_origin(origin)
}

pub(crate) fn is_loopback_origin(origin: &str) -> bool {
    let authority = origin.split_once("://");
    authority.is_some_and(|(_, authority)| is_loopback_authority(authority))
}

/// Whether `host` or `host:port` names this computer.
fn is_loopback_authority(authority: &str) -> bool {
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|digit| digit.is_ascii_digit()) => host,
        _ => authority,
    };
    let address = host.trim_start_matches('[').trim_end_matches(']');
    let address = address.parse::<std::net::IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

/// Whether a request shows that it comes from beyond this computer, through a
/// proxy: it names another host, or for whom it was forwarded.
///
/// A proxy may hide both; this catches a mistake and stops no attack.
pub(crate) fn is_from_proxy(headers: &HeaderMap) -> bool {
    const FORWARDED: [&str; 4] = [
        "forwarded",
        "x-forwarded-for",
        "x-forwarded-host",
        "x-real-ip",
    ];
    let names_other_host = headers.get(header::HOST).is_some_and(|host| {
        let host = host.to_str();
        !host.is_ok_and(is_loopback_authority)
    });
    names_other_host || FORWARDED.iter().any(|name| headers.contains_key(*name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn policy_has_the_hash_of_each_inline_script_and_nothing_unsafe() {
        let html = "<html><script src=\"a.js\"></script>\
            <script type=\"module\">\nimport init from '/a.js';\n</script></html>";
        let policy = content_security_policy(html);
        let policy = policy.to_str().unwrap();
        let hash = BASE64.encode(Sha256::digest("\nimport init from '/a.js';\n"));
        assert!(policy.contains(&format!("'wasm-unsafe-eval' 'sha256-{hash}';")));
        assert!(!policy.contains("unsafe-inline"));
        assert_eq!(policy.matches("sha256-").count(), 1);
        assert!(policy.contains("style-src 'self';"));
        assert!(policy.contains("frame-ancestors 'none'"));
    }

    #[test]
    fn broken_html_gives_a_policy_without_inline_scripts() {
        for html in ["", "<script", "<script>", "<script>alert(1)"] {
            let policy = content_security_policy(html);
            assert!(!policy.to_str().unwrap().contains("sha256"));
        }
    }

    #[test]
    fn only_pages_from_here_or_named_ones_may_connect() {
        let allowed = ["https://contrat.example.org".to_owned()];
        let check = |origin: &str| {
            let origin = HeaderValue::from_str(origin).unwrap();
            is_allowed_origin(Some(&origin), &allowed)
        };
        assert!(is_allowed_origin(None, &allowed));
        assert!(check("http://127.0.0.1:8080"));
        assert!(check("http://localhost:8081"));
        assert!(check("http://[::1]:8080"));
        assert!(check("http://localhost"));
        assert!(check("http://127.9.9.9:8080"));
        assert!(check("https://contrat.example.org"));
        assert!(!check("https://evil.example.org"));
        assert!(!check("http://localhost.evil.org"));
        assert!(!check("http://127.0.0.1.evil.org:8080"));
        assert!(!check("null"));
    }

    #[test]
    fn request_through_a_proxy_shows_by_its_host_or_by_whom_it_is_for() {
        let check = |name: &'static str, value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(name, HeaderValue::from_static(value));
            is_from_proxy(&headers)
        };
        assert!(!is_from_proxy(&HeaderMap::new()));
        assert!(!check("host", "127.0.0.1:8080"));
        assert!(!check("host", "localhost:8080"));
        assert!(!check("host", "[::1]:8080"));
        assert!(!check("host", "[::1]"));
        assert!(check("host", "contrat.example.org"));
        assert!(check("host", "192.168.1.2:8080"));
        assert!(check("host", "127.0.0.1.example.org"));
        assert!(check("x-forwarded-for", "203.0.113.7"));
        assert!(check("forwarded", "for=203.0.113.7"));
    }
}
