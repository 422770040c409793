//! The certificate that browsers are shown, read anew when its files change: one that is renewed every few weeks takes no
//! restart.
//!
//! Refuses files that hold none or do not belong together. Where that comes to be while the server runs, it goes on with
//! the certificate that it has, and says so in the log.

use std::sync::Arc;
use std::time::SystemTime;

use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

use crate::options::Tls;

/// Why the server could not begin.
#[derive(Debug, thiserror::Error)]
pub enum ListenError {
    #[error("the {what} {path} cannot be used: {because}")]
    Certificate { what: &'static str, path: String, because: String },
}

impl Tls {
    /// Refuses a certificate and key that cannot be used. [`Server::serve`] does as well; this says it before anything is
    /// begun.
    pub fn judge(&self) -> Result<(), ListenError> {
        acceptor(self).map(|_| ())
    }
}

/// What tells that a file was written: when, and how long it is.
type Seen = [Option<(SystemTime, u64)>; 2];

/// A certificate and the files that it was read from.
pub(crate) struct Certified {
    files: Tls,
    seen: Seen,
    acceptor: TlsAcceptor,
}

impl Certified {
    pub fn read(files: Tls) -> Result<Self, ListenError> {
        let seen = seen(&files);
        let acceptor = acceptor(&files)?;
        Ok(Certified { files, seen, acceptor })
    }

    /// For a connection that begins: what the files hold now, or held last.
    pub fn current(&mut self) -> TlsAcceptor {
        let now = seen(&self.files);
        if now != self.seen {
            self.seen = now;
            match acceptor(&self.files) {
                Ok(acceptor) => {
                    tracing::info!("the certificate was read anew");
                    self.acceptor = acceptor;
                }
                Err(error) => tracing::error!(%error, "the certificate changed; the one before is still shown"),
            }
        }
        self.acceptor.clone()
    }
}

fn seen(files: &Tls) -> Seen {
    [&files.certificate, &files.key].map(|path| {
        let about = std::fs::metadata(path).ok()?;
        Some((about.modified().ok()?, about.len()))
    })
}

fn acceptor(tls: &Tls) -> Result<TlsAcceptor, ListenError> {
    let wrong = |what: &'static str, path: &std::path::Path, because: String| ListenError::Certificate {
        what,
        path: path.display().to_string(),
        because,
    };
    let of_chain = |because: String| wrong("certificate", &tls.certificate, because);
    let chain = CertificateDer::pem_file_iter(&tls.certificate).map_err(|error| of_chain(error.to_string()))?;
    let chain: Vec<_> = chain.collect::<Result<_, _>>().map_err(|error| of_chain(error.to_string()))?;
    let key = PrivateKeyDer::from_pem_file(&tls.key).map_err(|error| wrong("key", &tls.key, error.to_string()))?;
    let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| of_chain(error.to_string()))?;
    let mut config =
        config.with_no_client_auth().with_single_cert(chain, key).map_err(|error| of_chain(error.to_string()))?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}
