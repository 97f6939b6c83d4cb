//! What the relay is told to do, and what it refuses to.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::headers::is_loopback_origin;
use crate::limits::Limits;
use crate::tls::TlsFiles;

/// How to serve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// Where to listen; port 0 takes any free one.
    pub listen: SocketAddr,
    /// Speaks TLS with these; none speaks plain HTTP.
    pub tls: Option<TlsFiles>,
    /// Folder of the store.
    pub data: PathBuf,
    /// Folder of the built app; none serves no app.
    pub app: Option<PathBuf>,
    /// Web origins that may open `/sync`, besides pages from this computer.
    pub origins: Vec<String>,
    /// Added to each commit of the store, to test what a slow disk does.
    pub commit_delay: Duration,
    /// What is too much.
    pub limits: Limits,
}

impl Config {
    /// Refuses what would put documents at risk.
    ///
    /// `is_open`: no link was ever made, so whoever connects may do everything.
    ///
    /// # Errors
    /// [`ConfigError`] says what to do instead.
    pub fn check(&self, is_open: bool) -> Result<(), ConfigError> {
        if !is_open {
            return Ok(());
        }
        if !self.listen.ip().is_loopback() {
            return Err(ConfigError::OpenToOthers {
                listen: self.listen,
                command: self.invite_command(&self.url()),
            });
        }
        let public = |origin: &&String| !is_loopback_origin(origin);
        if let Some(origin) = self.origins.iter().find(public) {
            return Err(ConfigError::OpenToPages {
                origin: origin.clone(),
                command: self.invite_command(origin),
            });
        }
        Ok(())
    }

    /// What to type to make the first link.
    fn invite_command(&self, url: &str) -> String {
        format!(
            "six-cartes-relay invite --data {} --role facilitator --url {url}",
            quoted(&self.data)
        )
    }

    /// The address that other computers would type.
    fn url(&self) -> String {
        let host = if self.listen.ip().is_unspecified() {
            host_name()
        } else {
            match self.listen.ip() {
                std::net::IpAddr::V4(ip) => ip.to_string(),
                std::net::IpAddr::V6(ip) => format!("[{ip}]"),
            }
        };
        let scheme = self.tls.as_ref().map_or("http", |_| "https");
        format!("{scheme}://{host}:{}", self.listen.port())
    }
}

/// The name of this computer, for an example.
fn host_name() -> String {
    std::fs::read_to_string("/proc/sys/kernel/hostname")
        .ok()
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| "localhost".to_owned())
}

/// A path as it can be typed in a shell.
fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/._-".contains(&byte);
    if !text.is_empty() && text.bytes().all(is_plain) {
        text
    } else {
        format!("'{}'", text.replace('\'', "'\\''"))
    }
}

/// A configuration that is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// Others than this computer could connect, and nothing asks who they are.
    #[error(
        "will not listen on {listen} without any invitation: whoever reaches it could change \
         every document; make an invitation first: {command}"
    )]
    OpenToOthers {
        /// The refused address.
        listen: SocketAddr,
        /// What to type.
        command: String,
    },
    /// A proxy for other computers stands before it, and nothing asks who
    /// comes.
    #[error(
        "will not serve pages of {origin} without any invitation: whoever reaches them could \
         change every document; make an invitation first: {command}"
    )]
    OpenToPages {
        /// The origin that was named.
        origin: String,
        /// What to type.
        command: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(listen: &str, data: &str) -> Config {
        Config {
            listen: listen.parse().unwrap(),
            tls: None,
            data: PathBuf::from(data),
            app: None,
            origins: Vec::new(),
            commit_delay: Duration::ZERO,
            limits: Limits::default(),
        }
    }

    #[test]
    fn only_loopback_is_served_without_any_link() {
        let check = |listen: &str, is_open| config(listen, "data").check(is_open).is_ok();
        for listen in ["127.0.0.1:8080", "127.9.9.9:0", "[::1]:8080"] {
            assert!(check(listen, true) && check(listen, false), "{listen}");
        }
        for listen in ["0.0.0.0:8080", "[::]:8080", "192.168.1.2:8080"] {
            assert!(!check(listen, true), "{listen}");
            assert!(check(listen, false), "{listen}");
        }
    }

    #[test]
    fn page_of_other_computers_needs_an_invitation_first() {
        let mut config = config("127.0.0.1:8080", "data");
        config.origins = vec!["http://localhost:8081".to_owned()];
        assert_eq!(config.check(true), Ok(()));
        config
            .origins
            .push("https://contrat.example.org".to_owned());
        let refusal = config.check(true).unwrap_err().to_string();
        assert!(refusal.ends_with("--url https://contrat.example.org"));
        assert_eq!(config.check(false), Ok(()));
    }

    #[test]
    fn command_to_type_is_complete() {
        let check = |listen: &str, data: &str, command: &str| {
            let config = config(listen, data);
            assert_eq!(config.invite_command(&config.url()), command);
        };
        check(
            "192.168.1.2:8080",
            "/var/lib/six-cartes",
            "six-cartes-relay invite --data /var/lib/six-cartes --role facilitator \
             --url http://192.168.1.2:8080",
        );
        check(
            "[fd00::1]:80",
            "the city's data",
            "six-cartes-relay invite --data 'the city'\\''s data' --role facilitator \
             --url http://[fd00::1]:80",
        );
    }
}
