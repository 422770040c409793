//! Checkpoints: where the ledger stood, signed. Whoever keeps one can later tell that nothing before it was changed or cut.

use std::fmt::Write as _;

use ed25519_dalek::{Signature, Signer, VerifyingKey};
use jiff::Timestamp;
use procedure::hash::ContentHash;
use serde::{Deserialize, Serialize};

use crate::port::store::StoreError;
use crate::port::{Chance, Store};

/// The fact under which an installation keeps its signing key.
const KEY: &str = "signing-key";

/// The key that signs an installation's checkpoints (Ed25519, RFC 8032).
pub struct SigningKey(ed25519_dalek::SigningKey);

impl SigningKey {
    /// The public key, as 64 hexadecimal digits.
    pub fn public(&self) -> String {
        hexadecimal(self.0.verifying_key().as_bytes())
    }
}

/// The installation's key. Made on first use.
pub async fn signing_key(store: &dyn Store, chance: &dyn Chance) -> Result<SigningKey, StoreError> {
    let seed: [u8; 32] = match store.fact(KEY).await? {
        Some(kept) => kept.try_into().map_err(|_| StoreError::Damaged {
            what: "the signing key".into(),
            because: "it is not 32 bytes long".into(),
        })?,
        None => {
            let mut seed = [0; 32];
            chance.fill(&mut seed);
            store.keep_fact(KEY, Some(&seed)).await?;
            seed
        }
    };
    Ok(SigningKey(ed25519_dalek::SigningKey::from_bytes(&seed)))
}

/// Where the ledger stood at a moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checkpoint {
    /// The number of the ledger's last entry.
    pub number: u64,
    /// The hash of that entry.
    pub hash: ContentHash,
    pub at: Timestamp,
    /// The public key, as 64 hexadecimal digits.
    pub key: String,
    /// Over [`Checkpoint::signed_bytes`], as 128 hexadecimal digits.
    pub signature: String,
}

/// Why a checkpoint says nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    #[error("the checkpoint's key or signature is not written as hexadecimal digits of the right length")]
    Spelling,
    #[error("the checkpoint was changed after it was signed, or signed with another key than the one it names")]
    Signature,
}

impl CheckpointError {
    /// Stable, kebab-case.
    pub fn code(&self) -> &'static str {
        match self {
            CheckpointError::Spelling => "checkpoint-spelling",
            CheckpointError::Signature => "checkpoint-signature",
        }
    }
}

impl Checkpoint {
    /// Signs where the ledger stands.
    pub fn sign(number: u64, hash: ContentHash, at: Timestamp, key: &SigningKey) -> Self {
        let mut checkpoint = Checkpoint { number, hash, at, key: key.public(), signature: String::new() };
        checkpoint.signature = hexadecimal(&key.0.sign(&checkpoint.signed_bytes()).to_bytes());
        checkpoint
    }

    /// Four lines: a name, the number, the hash, the moment.
    pub fn signed_bytes(&self) -> Vec<u8> {
        format!("understudy checkpoint 1\n{}\n{}\n{}\n", self.number, self.hash, self.at).into_bytes()
    }

    /// Whether its signature is by the key that it names. Whether that is the right key is the reader's to know.
    pub fn check(&self) -> Result<(), CheckpointError> {
        let key: [u8; 32] = bytes(&self.key).ok_or(CheckpointError::Spelling)?;
        let signature: [u8; 64] = bytes(&self.signature).ok_or(CheckpointError::Spelling)?;
        let key = VerifyingKey::from_bytes(&key).map_err(|_| CheckpointError::Spelling)?;
        key.verify_strict(&self.signed_bytes(), &Signature::from_bytes(&signature))
            .map_err(|_| CheckpointError::Signature)
    }
}

pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        write!(text, "{byte:02x}").expect("writing to a text cannot fail");
        text
    })
}

fn bytes<const LENGTH: usize>(text: &str) -> Option<[u8; LENGTH]> {
    if text.len() != 2 * LENGTH || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let mut bytes = [0; LENGTH];
    for (byte, at) in bytes.iter_mut().zip((0..text.len()).step_by(2)) {
        *byte = u8::from_str_radix(&text[at..at + 2], 16).ok()?;
    }
    Some(bytes)
}
