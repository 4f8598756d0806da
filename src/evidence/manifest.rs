//! What a bundle holds: every member with its size and digest, in order.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::archive::{self, Archive, ArchiveMember, is_capture};
use super::fault::VerificationFailure;
use crate::render::escaped;

/// The members of a bundle, without the manifest itself and the statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// In the order in which they stand.
    pub members: Vec<Entry>,
}

/// One member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Its path in the bundle.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
    /// Of its bytes, in hexadecimal.
    pub sha256: String,
}

/// Lower-case hexadecimal digits.
pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Indented JSON with a line break at its end: the one form in which a bundle's JSON is written.
pub fn json(value: &impl Serialize) -> Result<Vec<u8>, serde_json::Error> {
    let mut bytes = Vec::new();
    escaped::write_indented(&mut bytes, value).map_err(serde_json::Error::io)?;
    Ok(bytes)
}

/// The manifest, once every member is what it says, and none is missing.
pub fn manifest(archive: &Archive) -> Result<Manifest, VerificationFailure> {
    let form = || VerificationFailure::Form(archive::MANIFEST.to_owned());
    let missing = |name: &str| VerificationFailure::Missing(name.to_owned());
    let bytes = archive
        .content(archive::MANIFEST)
        .ok_or_else(|| missing(archive::MANIFEST))?;
    let manifest: Manifest = serde_json::from_slice(bytes).map_err(|_| form())?;
    if json(&manifest).ok().as_deref() != Some(bytes) {
        return Err(form());
    }
    let listed: HashSet<&str> = manifest
        .members
        .iter()
        .map(|entry| entry.name.as_str())
        .collect();
    let there: HashSet<&str> = archive
        .members
        .iter()
        .map(|member| member.name.as_str())
        .collect();
    let gone = manifest
        .members
        .iter()
        .find(|entry| !there.contains(entry.name.as_str()));
    if let Some(entry) = gone {
        return Err(missing(&entry.name));
    }
    if let Some(name) = archive::REQUIRED
        .into_iter()
        .find(|name| !listed.contains(name))
    {
        return Err(missing(name));
    }
    let (members, last): (Vec<&ArchiveMember>, Vec<&ArchiveMember>) = archive
        .members
        .iter()
        .partition(|member| !archive::is_seal(&member.name));
    if let Some(member) = members
        .iter()
        .find(|member| !listed.contains(member.name.as_str()))
    {
        return Err(VerificationFailure::Extra(member.name.clone()));
    }
    for (member, entry) in members.iter().zip(&manifest.members) {
        if member.name != entry.name {
            return Err(VerificationFailure::Order(member.name.clone()));
        }
        if (member.size, &member.sha256) != (entry.size, &entry.sha256) {
            return Err(VerificationFailure::Digest(member.name.clone()));
        }
    }
    let order: Vec<&str> = archive
        .members
        .iter()
        .map(|member| member.name.as_str())
        .collect();
    let captures = members
        .iter()
        .map(|member| member.name.as_str())
        .filter(|name| is_capture(name));
    let seal = match last.get(1..) {
        Some([seal]) => seal.name.as_str(),
        Some([]) | None => return Err(missing(archive::SIGNED)),
        Some([_, extra, ..]) => return Err(VerificationFailure::Extra(extra.name.clone())),
    };
    let ours = archive::order(captures, seal);
    match order.iter().zip(&ours).find(|(one, other)| one != other) {
        Some((name, _)) => Err(VerificationFailure::Order((*name).to_owned())),
        None if order.len() != ours.len() => Err(form()),
        None => Ok(manifest),
    }
}
