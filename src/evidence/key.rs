//! Ed25519 keys as PEM files: PKCS#8 for the secret one, SPKI for the public one.

use std::fmt;

use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use ed25519_dalek::pkcs8::{
    DecodePrivateKey, DecodePublicKey, EncodePrivateKey, EncodePublicKey, KeypairBytes,
};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};

use super::error::Error;
use super::manifest::hexadecimal;
use crate::privacy::pseudonym::Pseudonyms;

/// The key that signs. It never prints itself.
#[derive(Clone)]
pub struct SecretKey(SigningKey);

/// The key that signatures are verified with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

impl fmt::Debug for SecretKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "SecretKey of {}", self.public().id())
    }
}

impl SecretKey {
    /// A new key from the system's randomness.
    ///
    /// # Errors
    /// The system gives none.
    pub fn generate() -> Result<SecretKey, Error> {
        let mut seed = [0; 32];
        getrandom::fill(&mut seed)
            .map_err(|error| Error::Key(format!("the system gives no randomness: {error}")))?;
        Ok(SecretKey::from_seed(seed))
    }

    /// The key of that seed: the same seed, the same key.
    pub fn from_seed(seed: [u8; 32]) -> SecretKey {
        SecretKey(SigningKey::from_bytes(&seed))
    }

    /// Reads PKCS#8 PEM, as `callproof keygen` and `openssl genpkey -algorithm ed25519` write it.
    ///
    /// # Errors
    /// It is not that.
    pub fn read(name: &str, pem: &str) -> Result<SecretKey, Error> {
        SigningKey::from_pkcs8_pem(pem).map(SecretKey).map_err(|_| {
            let hint = if pem.contains("BEGIN PUBLIC KEY") {
                ": it is a public key, and the secret one signs"
            } else {
                " (PEM, PKCS#8); `callproof keygen -o NAME` makes one"
            };
            Error::Key(format!("{name} holds no secret Ed25519 key{hint}"))
        })
    }

    /// PKCS#8 PEM, version 1: what OpenSSL reads too.
    ///
    /// # Errors
    /// It cannot be written, which no key is known to cause.
    pub fn pem(&self) -> Result<String, Error> {
        let bytes = KeypairBytes {
            secret_key: self.0.to_bytes(),
            public_key: None,
        };
        let pem = bytes
            .to_pkcs8_pem(LineEnding::LF)
            .map_err(|error| Error::Key(error.to_string()))?;
        Ok(pem.to_string())
    }

    /// The public half.
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key())
    }

    pub(super) fn sign(&self, message: &[u8]) -> [u8; Signature::BYTE_SIZE] {
        self.0.sign(message).to_bytes()
    }

    /// The seed: nobody without it can tell pseudonyms.
    /// What stands in redacted copies in place of values.
    pub fn pseudonyms(&self) -> Pseudonyms {
        Pseudonyms::of(self.seed())
    }

    fn seed(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }
}

impl PublicKey {
    /// Reads SPKI PEM, as `callproof keygen` and `openssl pkey -pubout` write it.
    ///
    /// # Errors
    /// It is not that.
    pub fn read(name: &str, pem: &str) -> Result<PublicKey, Error> {
        VerifyingKey::from_public_key_pem(pem)
            .map(PublicKey)
            .map_err(|_| {
                let hint = if pem.contains("PRIVATE KEY") {
                    ": it is a secret key; keep it, and verify with the public one beside it"
                } else {
                    " (PEM)"
                };
                Error::Key(format!("{name} holds no public Ed25519 key{hint}"))
            })
    }

    /// SPKI PEM.
    ///
    /// # Errors
    /// It cannot be written, which no key is known to cause.
    pub fn pem(&self) -> Result<String, Error> {
        self.0
            .to_public_key_pem(LineEnding::LF)
            .map_err(|error| Error::Key(error.to_string()))
    }

    /// What names the key: the SHA-256 of its DER form, in hexadecimal.
    pub fn id(&self) -> String {
        // An Ed25519 key always has this form; its 32 bytes stand in for it where it has not.
        let der = self.0.to_public_key_der();
        let bytes = der
            .as_ref()
            .map_or(self.0.as_bytes().as_slice(), |der| der.as_bytes());
        hexadecimal(&Sha256::digest(bytes))
    }

    /// Whether the signature is this key's over that message; forms that other libraries would take
    /// differently are refused.
    pub(super) fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        Signature::from_slice(signature)
            .is_ok_and(|signature| self.0.verify_strict(message, &signature).is_ok())
    }
}
