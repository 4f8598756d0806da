//! Reads a bundle, trusts nothing of it, and judges its captures again.

use std::io::{self, Read};

use jiff::civil::Date;
use serde_json::Value;

use super::account;
use super::archive::{self, Archive, ArchiveMember, is_capture};
use super::certify::derived;
use super::declaration::Declaration;
use super::fault::VerificationFailure;
use super::key::PublicKey;
use super::manifest::{Manifest, json, manifest};
use super::ruleset::RulesetFile;
use super::run::{Open, Run};
use super::statement::{Sealed, statement};
use super::terms::{BundleInfo, Tool, Validity, digest};
use super::verification::{About, BundleState, Verification, VerificationStep};
use crate::engine::EVENT_SCHEMA;

/// Opens the bundle from that byte on.
pub type OpenAt<'o> = &'o dyn Fn(u64) -> io::Result<Box<dyn Read + Send>>;

/// What a bundle is held to.
#[derive(Debug, Clone)]
pub struct Options {
    /// Keys of which one must have signed.
    pub keys: Vec<PublicKey>,
    /// Whether a bundle may be unsigned.
    pub allow_unsigned: bool,
    /// Whether a signature may go unchecked where no key is given.
    pub allow_unchecked: bool,
    /// The day on which it must count.
    pub today: Date,
    /// Threads that examine documents.
    pub jobs: usize,
}

/// Verifies a bundle. No network, no clock.
pub fn verify(open: OpenAt<'_>, options: &Options) -> Verification {
    let mut verifying = Verifying {
        options,
        open,
        checks: Vec::new(),
        about: None,
    };
    let state = match verifying.all() {
        Ok(()) => BundleState::Verified,
        Err(fault) if fault.refutes() => BundleState::Refuted,
        Err(_) => BundleState::CouldNot,
    };
    Verification {
        state,
        checks: verifying.checks,
        bundle: verifying.about,
    }
}

struct Verifying<'v> {
    options: &'v Options,
    open: OpenAt<'v>,
    checks: Vec<VerificationStep>,
    about: Option<About>,
}

impl Verifying<'_> {
    fn all(&mut self) -> Result<(), VerificationFailure> {
        let archive = self.step("bundle", |own| {
            let mut input = (own.open)(0)
                .map_err(|error| VerificationFailure::Unreadable(error.to_string()))?;
            let archive = Archive::read(&mut input)?;
            let message = format!(
                "{} members, all in the one form that callproof writes",
                archive.members.len()
            );
            Ok((archive, message))
        })?;
        let manifest = self.step("digests", |_| {
            let manifest = manifest(&archive)?;
            Ok((
                manifest,
                "every member is there, in its place, with its digest".into(),
            ))
        })?;
        let (terms, declaration) = self.step("terms", |own| {
            let (terms, declaration) = own.terms(&archive)?;
            own.about = Some(About {
                producer: declaration.producer.clone(),
                level: terms.level,
                valid: terms.valid,
                tool: terms.tool.clone(),
                redacted: terms.redacted,
                signed_by: terms.signer.clone(),
            });
            let message = format!(
                "{} {} by {}, level {}",
                declaration.producer.product,
                declaration.producer.version,
                declaration.producer.vendor,
                terms.level.name()
            );
            Ok(((terms, declaration), message))
        })?;
        let stated = self.step("signature", |own| own.signature(&archive, &terms))?;
        self.step("statement", |_| {
            let manifest = archive.content(archive::MANIFEST).unwrap_or_default();
            is_about(&stated, &digest(manifest))?;
            Ok(((), "it is about this bundle".into()))
        })?;
        self.step("validity", |own| validity(terms.valid, own.options.today))?;
        self.step("declaration", |_| {
            account::declaration(&archive, &declaration, terms.level)
                .map_err(VerificationFailure::Declaration)?;
            Ok(((), "what is claimed is shown".into()))
        })?;
        self.step("rule set", |_| {
            let rules = account::rules(&archive, &terms).map_err(VerificationFailure::Account)?;
            Ok((
                (),
                format!(
                    "all {rules} rules that judge captures are accounted for, and the counts agree"
                ),
            ))
        })?;
        self.step("verdicts", |own| {
            own.rerun(&archive, &manifest, &terms, &declaration, &stated)
        })
    }

    fn step<T>(
        &mut self,
        name: &'static str,
        check: impl FnOnce(&mut Self) -> Result<(T, String), VerificationFailure>,
    ) -> Result<T, VerificationFailure> {
        match check(self) {
            Ok((found, message)) => {
                self.checks.push(VerificationStep {
                    name,
                    fault: None,
                    message,
                });
                Ok(found)
            }
            Err(fault) => {
                let (code, message) = (Some(fault.code()), fault.message());
                self.checks.push(VerificationStep {
                    name,
                    fault: code,
                    message,
                });
                Err(fault)
            }
        }
    }

    fn terms(&self, archive: &Archive) -> Result<(BundleInfo, Declaration), VerificationFailure> {
        let form = |name: &str| VerificationFailure::Form(name.to_owned());
        let bytes = archive.content(archive::TERMS).unwrap_or_default();
        let terms = BundleInfo::read(bytes).ok_or_else(|| form(archive::TERMS))?;
        let captures = archive
            .members
            .iter()
            .filter(|member| is_capture(&member.name));
        let are_listed = captures
            .map(|member| &member.name)
            .eq(terms.captures.iter().map(|capture| &capture.name));
        let are_copies = terms
            .captures
            .iter()
            .all(|capture| capture.original.is_some() == terms.redacted);
        if !are_listed || !are_copies || terms.time != archive.time {
            return Err(form(archive::TERMS));
        }
        let declared = archive.content(archive::DECLARATION).unwrap_or_default();
        let declaration = Declaration::read(archive::DECLARATION, declared)
            .map_err(|error| VerificationFailure::Declaration(error.to_string()))?;
        Ok((terms, declaration))
    }

    /// The statement, signed or not as it may be.
    fn signature(
        &self,
        archive: &Archive,
        terms: &BundleInfo,
    ) -> Result<(Vec<u8>, String), VerificationFailure> {
        let Some(envelope) = archive.content(archive::SIGNED) else {
            if !self.options.allow_unsigned || !self.options.keys.is_empty() {
                return Err(VerificationFailure::Unsigned);
            }
            if terms.signer.is_some() {
                return Err(VerificationFailure::Statement);
            }
            let stated = archive
                .content(archive::UNSIGNED)
                .unwrap_or_default()
                .to_vec();
            return Ok((stated, "NOT SIGNED: nobody answers for this bundle".into()));
        };
        let form = || VerificationFailure::Form(archive::SIGNED.to_owned());
        let sealed = Sealed::read(envelope).ok_or_else(form)?;
        if terms.signer.as_deref() != Some(sealed.keyid()) {
            return Err(VerificationFailure::Statement);
        }
        let signed = sealed.keyid().to_owned();
        if self.options.keys.is_empty() && self.options.allow_unchecked {
            return Ok((sealed.unchecked(), "NOT CHECKED: no key was given".into()));
        }
        let Some(key) = self.options.keys.iter().find(|key| key.id() == signed) else {
            let given = self.options.keys.first().map(PublicKey::id);
            return Err(
                given.map_or(VerificationFailure::NoKey(signed.clone()), |given| {
                    VerificationFailure::WrongKey { signed, given }
                }),
            );
        };
        let stated = sealed.open(key).ok_or(VerificationFailure::Signature)?;
        Ok((stated, format!("it holds, by the key {signed}")))
    }

    /// Judges the captures again, and compares what comes of it.
    fn rerun(
        &self,
        archive: &Archive,
        manifest: &Manifest,
        terms: &BundleInfo,
        declaration: &Declaration,
        stated: &[u8],
    ) -> Result<((), String), VerificationFailure> {
        let captures = self.captures(archive);
        let captures = captures.iter().map(|(name, open)| (*name, open));
        let unreadable = |error: super::Error| VerificationFailure::Unreadable(error.to_string());
        let run =
            Run::of(captures, declaration, terms.level, self.options.jobs).map_err(unreadable)?;
        let rules = archive.content(archive::RULESET).unwrap_or_default();
        let is_other = RulesetFile::this().bytes().ok().as_deref() != Some(rules)
            || archive.content(archive::SCHEMA) != Some(EVENT_SCHEMA.as_bytes());
        if is_other {
            return Err(account::other_rules(archive, terms, &run.report));
        }
        let is_this = terms.tool == Tool::this();
        for (name, bytes) in derived(terms, declaration, &run).map_err(unreadable)? {
            let theirs = archive.content(name).unwrap_or_default();
            let is_same = match name {
                _any if is_this => theirs == bytes,
                archive::REPORT | archive::CERTIFICATE => {
                    without_tool(theirs) == without_tool(&bytes)
                }
                // Another version may draw them otherwise.
                archive::CERTIFICATE_PAGE | archive::REPORT_PAGE | archive::BADGE => true,
                _same => theirs == bytes,
            };
            if !is_same {
                return Err(VerificationFailure::Rerun(name.to_owned()));
            }
        }
        let bytes =
            json(manifest).map_err(|_| VerificationFailure::Form(archive::MANIFEST.to_owned()))?;
        let ours = statement(&run.report, &manifest.members, &digest(&bytes));
        if ours.ok().as_deref() != Some(stated) {
            return Err(VerificationFailure::Statement);
        }
        let events = run.report.counts.events;
        let how = match (is_this, terms.redacted) {
            (true, false) => "the same report, byte for byte",
            (true, true) => {
                "the same report, byte for byte; they hold pseudonyms, and for the originals the signer answers"
            }
            (false, _) => {
                "the same verdicts; another version of callproof drew the certificate's page"
            }
        };
        Ok(((), format!("judged again, {events} events give {how}")))
    }

    fn captures<'a>(&'a self, archive: &'a Archive) -> Vec<(&'a str, Open<'a>)> {
        let open = |member: &'a ArchiveMember| -> Open<'a> {
            Box::new(|| {
                let input = (self.open)(member.offset)?;
                Ok(Box::new(input.take(member.size)) as Box<dyn Read + Send>)
            })
        };
        let captures = archive
            .members
            .iter()
            .filter(|member| is_capture(&member.name));
        captures
            .map(|member| (member.name.as_str(), open(member)))
            .collect()
    }
}

fn without_tool(report: &[u8]) -> Option<Value> {
    let mut report: Value = serde_json::from_slice(report).ok()?;
    report.as_object_mut()?.remove("tool");
    Some(report)
}

/// Whether the statement's subjects have the manifest with that digest.
fn is_about(stated: &[u8], manifest: &str) -> Result<(), VerificationFailure> {
    let statement: Value =
        serde_json::from_slice(stated).map_err(|_| VerificationFailure::Statement)?;
    let subjects = statement
        .get("subject")
        .and_then(Value::as_array)
        .ok_or(VerificationFailure::Statement)?;
    let is_it = |subject: &Value| {
        subject.get("name").and_then(Value::as_str) == Some(archive::MANIFEST)
            && subject.pointer("/digest/sha256").and_then(Value::as_str) == Some(manifest)
    };
    if subjects.iter().any(is_it) {
        Ok(())
    } else {
        Err(VerificationFailure::Statement)
    }
}

fn validity(valid: Validity, today: Date) -> Result<((), String), VerificationFailure> {
    if today < valid.from {
        return Err(VerificationFailure::NotYetValid {
            from: valid.from.to_string(),
            today: today.to_string(),
        });
    }
    if today > valid.until {
        return Err(VerificationFailure::Expired {
            until: valid.until.to_string(),
            today: today.to_string(),
        });
    }
    Ok(((), format!("it counts until {}", valid.until)))
}
