//! `callproof sample`.

use std::io::{self, BufWriter, Write};
use std::path::Path;

use callproof::render::{escaped, listing};
use callproof::sample::{self, Options, Planted, Producer};

use super::arguments::Sample;
use super::output::{self, Surface};
use super::{Done, Failure};

/// A pipe takes 64 KiB at once; larger writes cost fewer switches.
const BUFFER: usize = 256 << 10;

/// Prints the sample that was asked for.
pub fn run(arguments: &Sample, surface: Surface) -> Result<Done, Failure> {
    let usage = |error: sample::Error| Failure::Usage(error.to_string());
    if arguments.list {
        output::write(|out| listing::flows(sample::flows(), surface.style(true), out))?;
    } else if let Some(calls) = arguments.calls {
        let producer = Producer::new(&options(arguments, calls)).map_err(usage)?;
        capture(producer, arguments.manifest.as_deref())?;
    } else if let Some(flow) = &arguments.flow {
        output::print(&sample::call(flow).map_err(usage)?)?;
    } else {
        output::print(sample::documented())?;
    }
    Ok(Done::Fine)
}

fn options(arguments: &Sample, calls: u64) -> Options {
    Options {
        calls,
        seed: arguments.seed,
        interleave: arguments.interleave,
        flows: arguments.flows.clone(),
        faults: arguments.faults.unwrap_or_default(),
    }
}

fn capture(producer: Producer, manifest: Option<&Path>) -> Result<(), Failure> {
    let Some(path) = manifest else {
        return Ok(print(producer, |_| Ok(()))?);
    };
    // Errors of standard output are not the file's: they leave by their own way.
    let mut printed = Ok(());
    let written = output::write_file(path, |file| {
        let mut failed = None;
        printed = print(producer, |planted| {
            let told = tell(&planted, file);
            told.map_err(|error| failed.insert(error).kind().into())
        });
        match (failed, &printed) {
            (Some(error), _) => {
                printed = Ok(());
                Err(error)
            }
            (None, Err(error)) => Err(error.kind().into()),
            (None, Ok(())) => Ok(()),
        }
    });
    printed?;
    written
}

fn print(
    mut producer: Producer,
    mut told: impl FnMut(Planted<'_>) -> io::Result<()>,
) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(BUFFER, io::stdout().lock());
    while let Some(line) = producer.next_line() {
        out.write_all(line.text.as_bytes())?;
        line.planted.map_or(Ok(()), &mut told)?;
    }
    out.flush()
}

fn tell(planted: &Planted<'_>, file: &mut dyn Write) -> io::Result<()> {
    escaped::write_line(file, planted)?;
    file.write_all(b"\n")
}
