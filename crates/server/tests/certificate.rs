//! The certificate that is shown, while its files change.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

mod house;

use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex};

use house::House;
use server::Tls;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use tokio_rustls::rustls::crypto::{CryptoProvider, aws_lc_rs, verify_tls12_signature, verify_tls13_signature};
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use tokio_rustls::rustls::{ClientConfig, DigitallySignedStruct, Error, SignatureScheme};

/// Takes any certificate, and remembers it.
#[derive(Debug)]
struct Looks {
    provider: Arc<CryptoProvider>,
    seen: Mutex<Vec<u8>>,
}

impl ServerCertVerifier for Looks {
    fn verify_server_cert(
        &self,
        shown: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        *self.seen.lock().unwrap() = shown.to_vec();
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

/// Whose certificate is shown to whoever comes now.
async fn shown(address: SocketAddr) -> String {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let looks = Arc::new(Looks { provider: Arc::clone(&provider), seen: Mutex::default() });
    let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let verifier: Arc<dyn ServerCertVerifier> = Arc::clone(&looks) as _;
    let config = config.dangerous().with_custom_certificate_verifier(verifier).with_no_client_auth();
    let stream = TcpStream::connect(address).await.unwrap();
    let name = ServerName::try_from("house.test").unwrap();
    TlsConnector::from(Arc::new(config)).connect(name, stream).await.unwrap();
    let seen = looks.seen.lock().unwrap();
    let named = ["first", "second"].into_iter().find(|name| {
        let name = format!("{name}.house.test");
        seen.windows(name.len()).any(|part| part == name.as_bytes())
    });
    named.unwrap().to_owned()
}

fn lay(folder: &Path, name: &str) {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/certificates");
    std::fs::copy(from.join(format!("{name}.key.pem")), folder.join("key.pem")).unwrap();
    std::fs::copy(from.join(format!("{name}.pem")), folder.join("certificate.pem")).unwrap();
}

#[tokio::test]
async fn a_renewed_certificate_is_shown_without_a_restart_and_a_broken_one_never() {
    let folder = tempfile::tempdir().unwrap();
    lay(folder.path(), "first");
    let tls = Tls { certificate: folder.path().join("certificate.pem"), key: folder.path().join("key.pem") };
    let house = House::with(server::Options { tls: Some(tls.clone()), ..server::Options::default() }).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let server = house.server.clone();
    let serving = tokio::spawn(async move {
        let stop = async move { stopped.await.unwrap() };
        server.serve(listener, stop, std::time::Duration::from_secs(10)).await
    });
    assert_eq!(shown(address).await, "first");
    lay(folder.path(), "second");
    assert_eq!(shown(address).await, "second");
    std::fs::write(&tls.certificate, "-----BEGIN CERTIFICATE-----\nhalf of i").unwrap();
    assert_eq!(shown(address).await, "second");
    lay(folder.path(), "first");
    assert_eq!(shown(address).await, "first");
    stop.send(()).unwrap();
    serving.await.unwrap().unwrap();
}
