//! What the relay is told to do, and what it refuses to.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

/// How to serve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// Where to listen; port 0 takes any free one.
    pub listen: SocketAddr,
    /// Folder of the store.
    pub data: PathBuf,
    /// Folder of the built app; none serves no app.
    pub app: Option<PathBuf>,
    /// Web origins that may open `/sync`, besides pages from this computer.
    pub origins: Vec<String>,
    /// Added to each commit of the store, to test what a slow disk does.
    pub commit_delay: Duration,
}

impl Config {
    /// Refuses what would put documents at risk.
    ///
    /// # Errors
    /// [`ConfigError`] says what to do instead.
    pub fn check(&self) -> Result<(), ConfigError> {
        if self.listen.ip().is_loopback() {
            Ok(())
        } else {
            Err(ConfigError::NotLoopback {
                listen: self.listen,
            })
        }
    }
}

/// A configuration that is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// Others than this computer could connect, and nothing asks who they are.
    #[error(
        "will not listen on {listen}: this version has no access control, so whoever reaches it \
         could change every document; type --listen 127.0.0.1:{port}, and put a proxy with TLS \
         and a password in front of it (invitations come with a later version)",
        port = listen.port()
    )]
    NotLoopback {
        /// The refused address.
        listen: SocketAddr,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_loopback_is_served() {
        let check = |listen: &str| {
            let config = Config {
                listen: listen.parse().unwrap(),
                data: PathBuf::new(),
                app: None,
                origins: Vec::new(),
                commit_delay: Duration::ZERO,
            };
            config.check().is_ok()
        };
        assert!(check("127.0.0.1:8080"));
        assert!(check("127.9.9.9:0"));
        assert!(check("[::1]:8080"));
        assert!(!check("0.0.0.0:8080"));
        assert!(!check("[::]:8080"));
        assert!(!check("192.168.1.2:8080"));
    }
}
