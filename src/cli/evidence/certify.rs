//! `callproof certify`.

use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use callproof::capture::{self, label};
use callproof::evidence::{
    Certified, Open, Request, SecretKey, Subject, Validity, certify, redacted,
};
use callproof::privacy::Pseudonyms;
use callproof::render::human;
use callproof::report::Report;
use jiff::ToSpan;

use super::arguments::Certify;
use super::{Done, Failure, Surface, is_there, output, small_file};
use crate::cli::today;

/// Makes the bundle, or says why there is none.
pub fn run(arguments: &Certify, surface: Surface) -> Result<Done, Failure> {
    if !arguments.only.is_empty() || !arguments.skip.is_empty() {
        return Err(Failure::Usage(
            "a certificate judges by every rule: --only and --skip are for check".into(),
        ));
    }
    if is_there(&arguments.output) && !arguments.force {
        let path = label(&arguments.output);
        return Err(Failure::Usage(format!(
            "{path} is there already, and stays as it is: a bundle that was given out cannot be made again; --force writes over it"
        )));
    }
    output::spare(&arguments.inputs, &arguments.output)?;
    let declaration = small_file(&arguments.declaration)?;
    let key = arguments.key.as_deref().map(secret_key).transpose()?;
    let request = Request {
        declaration: &declaration,
        declaration_name: &label(&arguments.declaration),
        level: arguments.level.level(),
        valid: validity(arguments)?,
        time: today::source_date()?.unwrap_or_default(),
        jobs: surface.jobs,
        key: key.as_ref(),
    };
    let files = files(&arguments.inputs)?;
    let copies = match arguments.redacted {
        true => Some(Copies::beside(&arguments.output)?),
        false => None,
    };
    let mut subjects = Vec::new();
    for file in &files {
        let path = label(file);
        let subject = match (&key, &copies) {
            (Some(key), Some(copies)) => Subject {
                path,
                open: copies.add(file, &key.pseudonyms())?,
                original: Some(open(file.clone())),
            },
            (_, None) | (None, _) => Subject {
                path,
                open: open(file.clone()),
                original: None,
            },
        };
        subjects.push(subject);
    }
    match certify(&request, &subjects)? {
        Certified::Ready(bundle) => {
            let mut failed = None;
            let written = output::write_file(&arguments.output, |out| {
                bundle.write(out).map_err(|error| {
                    failed = Some(error);
                    io::Error::other("it is not whole")
                })
            });
            // What went wrong inside says more than that the file is not whole.
            match failed {
                Some(error) => return Err(error.into()),
                None => written?,
            }
            if !surface.quiet {
                output::print(&said(arguments, key.as_ref()))?;
            }
            Ok(Done::Fine)
        }
        Certified::Refused(report) => refused(&report, surface),
    }
}

fn said(arguments: &Certify, key: Option<&SecretKey>) -> String {
    let (path, level) = (label(&arguments.output), arguments.level.level().name());
    let captures = match arguments.redacted {
        true => "",
        false => {
            "; the captures are in it as they are, personal values and all (--redacted hides them)"
        }
    };
    match key {
        Some(key) => format!(
            "wrote {path}: level {level}, signed by {}{captures}\n",
            key.public().id()
        ),
        None => {
            format!("wrote {path}: level {level}, NOT SIGNED: nobody answers for it{captures}\n")
        }
    }
}

fn refused(report: &Report, surface: Surface) -> Result<Done, Failure> {
    if !surface.quiet {
        output::write(|out| human::write(report, surface.style(true), out))?;
    }
    output::complain("callproof: no bundle was written");
    Ok(Done::Judged(report.outcome))
}

fn secret_key(path: &Path) -> Result<SecretKey, Failure> {
    let pem = small_file(path)?;
    Ok(SecretKey::read(
        &label(path),
        &String::from_utf8_lossy(&pem),
    )?)
}

fn validity(arguments: &Certify) -> Result<Validity, Failure> {
    let from = today::today(arguments.valid_from)?;
    let year = || from.checked_add(1.year()).unwrap_or(from);
    let until = arguments.valid_until.unwrap_or_else(year);
    if until < from {
        let line = format!("the certificate would end on {until}, before it counts from {from} on");
        return Err(Failure::OwnWords(line));
    }
    Ok(Validity { from, until })
}

/// The captures' files. They are read more than once, so pipes cannot be certified.
fn files(inputs: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let sources = capture::sources(inputs).and_then(capture::Sources::captures);
    let sources = sources.map_err(|error| Failure::Environment(error.to_string()))?;
    let file = |source: &capture::Source| {
        let path = source
            .file()
            .filter(|path| path.is_file())
            .map(Path::to_owned);
        path.ok_or_else(|| {
            let label = source.label();
            Failure::Usage(format!(
                "{label} can be read only once: write it to a file, and certify that"
            ))
        })
    };
    sources.iter().map(file).collect()
}

fn open(path: PathBuf) -> Open<'static> {
    Box::new(move || Ok(Box::new(File::open(&path)?) as Box<dyn Read + Send>))
}

/// Redacted copies, one behind the other in a file without a name in the bundle's folder: when this process
/// ends, however it ends, they are gone.
struct Copies(Arc<Mutex<File>>);

impl Copies {
    fn beside(output: &Path) -> Result<Copies, Failure> {
        let folder = output.parent().filter(|folder| *folder != Path::new(""));
        let file = tempfile::tempfile_in(folder.unwrap_or(Path::new(".")));
        Ok(Copies(Arc::new(Mutex::new(file.map_err(uncopied)?))))
    }

    /// Adds the copy of that capture.
    fn add(&self, capture: &Path, pseudonyms: &Pseudonyms) -> Result<Open<'static>, Failure> {
        let mut file = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let start = file.seek(SeekFrom::End(0)).map_err(uncopied)?;
        let mut out = BufWriter::new(&mut *file);
        redacted(
            &label(capture),
            &open(capture.to_owned()),
            pseudonyms,
            &mut out,
        )?;
        out.flush().map_err(uncopied)?;
        drop(out);
        let end = file.stream_position().map_err(uncopied)?;
        let copies = Arc::clone(&self.0);
        Ok(Box::new(move || {
            let copies = Arc::clone(&copies);
            let copy = Copy { copies, start, end };
            Ok(Box::new(copy) as Box<dyn Read + Send>)
        }))
    }
}

/// What is still to be read of one of them.
struct Copy {
    copies: Arc<Mutex<File>>,
    start: u64,
    end: u64,
}

impl Read for Copy {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let mut copies = self.copies.lock().unwrap_or_else(PoisonError::into_inner);
        copies.seek(SeekFrom::Start(self.start))?;
        let read = (&mut *copies).take(self.end - self.start).read(bytes)?;
        self.start += read as u64;
        Ok(read)
    }
}

fn uncopied(error: io::Error) -> Failure {
    Failure::Environment(format!("cannot write redacted copies: {error}"))
}
