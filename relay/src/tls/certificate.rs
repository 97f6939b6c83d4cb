//! The certificate and its key, as files that a person names.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::{self, InconsistentKeys, ServerConfig};
use x509_parser::certificate::X509Certificate;
use x509_parser::prelude::FromDer as _;
use x509_parser::time::ASN1Time;

/// Where the certificate and its key are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlsFiles {
    /// PEM: the certificate, then those that vouch for it.
    pub certificate: PathBuf,
    /// PEM: its private key, without a password.
    pub key: PathBuf,
}

/// Why TLS cannot be spoken.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file that cannot be opened.
    #[error(
        "cannot read {path}: {source}; name a file that the relay's user may read with {option}"
    )]
    Unreadable {
        /// The option that names it.
        option: &'static str,
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A file without a certificate, or with a damaged one.
    #[error(
        "no certificate can be read in {path}; --certificate expects PEM text with \
         -----BEGIN CERTIFICATE-----, such as fullchain.pem"
    )]
    NoCertificate {
        /// The file.
        path: PathBuf,
    },
    /// A file without a key, with a damaged one, or with one behind a password.
    #[error(
        "no key can be read in {path}; --key expects PEM text with -----BEGIN PRIVATE KEY-----, \
         without a password, such as privkey.pem"
    )]
    NoKey {
        /// The file.
        path: PathBuf,
    },
    /// Two files of two renewals, most often.
    #[error(
        "the key in {} is not the one of the certificate in {}; take both from one renewal",
        files.key.display(), files.certificate.display()
    )]
    OtherKey {
        /// Both.
        files: TlsFiles,
    },
    /// No browser would accept it any more.
    #[error("the certificate in {path} expired at {at}; renew it, and start the relay again")]
    Expired {
        /// The file.
        path: PathBuf,
        /// When.
        at: String,
    },
    /// No browser would accept it yet.
    #[error(
        "the certificate in {path} is good only from {at} on; set the clock of this computer, \
         or name another with --certificate"
    )]
    NotYetValid {
        /// The file.
        path: PathBuf,
        /// When.
        at: String,
    },
    /// What the TLS library refuses for another reason.
    #[error(
        "cannot serve with the certificate in {path}: {source}; name another with --certificate"
    )]
    Refused {
        /// The file.
        path: PathBuf,
        /// Why.
        source: rustls::Error,
    },
}

impl TlsFiles {
    /// Reads both files, as a browser would judge them at `now`.
    ///
    /// # Errors
    /// [`TlsError`] says what to do.
    pub(crate) fn load(&self, now: SystemTime) -> Result<Arc<ServerConfig>, TlsError> {
        let certificates = self.certificates()?;
        check_dates(&self.certificate, &certificates, now)?;
        let refused = |source| match source {
            rustls::Error::InconsistentKeys(InconsistentKeys::KeyMismatch) => TlsError::OtherKey {
                files: self.clone(),
            },
            source => TlsError::Refused {
                path: self.certificate.clone(),
                source,
            },
        };
        let provider = Arc::new(ring::default_provider());
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(refused)?
            .with_no_client_auth()
            .with_single_cert(certificates, self.key()?)
            .map_err(refused)?;
        // The relay speaks no other version of HTTP.
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Arc::new(config))
    }

    fn certificates(&self) -> Result<Vec<CertificateDer<'static>>, TlsError> {
        let path = &self.certificate;
        let text = read(path, "--certificate")?;
        let read = CertificateDer::pem_slice_iter(&text).collect::<Result<Vec<_>, _>>();
        match read {
            Ok(certificates) if !certificates.is_empty() => Ok(certificates),
            _ => Err(TlsError::NoCertificate { path: path.clone() }),
        }
    }

    fn key(&self) -> Result<PrivateKeyDer<'static>, TlsError> {
        let path = &self.key;
        let text = read(path, "--key")?;
        PrivateKeyDer::from_pem_slice(&text).map_err(|_| TlsError::NoKey { path: path.clone() })
    }
}

fn read(path: &Path, option: &'static str) -> Result<Vec<u8>, TlsError> {
    fs::read(path).map_err(|source| TlsError::Unreadable {
        option,
        path: path.to_owned(),
        source,
    })
}

/// Refuses a certificate that every browser would refuse at `now`.
fn check_dates(
    path: &Path,
    certificates: &[CertificateDer<'_>],
    now: SystemTime,
) -> Result<(), TlsError> {
    let path = path.to_owned();
    let first = certificates.first();
    let parsed = first.and_then(|bytes| X509Certificate::from_der(bytes).ok());
    let Some((_, certificate)) = parsed else {
        return Err(TlsError::NoCertificate { path });
    };
    let validity = certificate.validity();
    let (start, end) = (moment(&validity.not_before), moment(&validity.not_after));
    let text = |moment| humantime::format_rfc3339_seconds(moment).to_string();
    if now < start {
        return Err(TlsError::NotYetValid {
            path,
            at: text(start),
        });
    }
    if now > end {
        return Err(TlsError::Expired {
            path,
            at: text(end),
        });
    }
    Ok(())
}

/// Dates before 1970 stand for 1970.
fn moment(time: &ASN1Time) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(u64::try_from(time.timestamp()).unwrap_or(0))
}
