//! What `sample` takes.

use std::path::PathBuf;

use clap::Args;

/// The reference producer: print the documented event, an exemplary call, or a capture of any size.
#[derive(Debug, Args)]
pub struct Sample {
    /// Which call
    #[arg(value_name = "FLOW", conflicts_with_all = ["list", "calls"])]
    pub flow: Option<String>,
    /// List the flows, and what each rests on
    #[arg(long, conflicts_with = "calls")]
    pub list: bool,
    /// Produce a capture of so many calls
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub calls: Option<u64>,
    /// What ids, numbers, times and the mixture of flows are drawn from
    #[arg(long, value_name = "S", default_value_t = 1, requires = "calls")]
    pub seed: u64,
    /// So many calls are under way at once
    #[arg(long, value_name = "C", default_value_t = 1, requires = "calls")]
    pub interleave: usize,
    /// Only calls of this flow (repeatable)
    #[arg(long = "flow", value_name = "NAME", requires = "calls")]
    pub flows: Vec<String>,
    /// So large a share of the calls has a fault, one each: 0.0 to 1.0
    #[arg(long, value_name = "RATE", requires = "calls")]
    pub faults: Option<f64>,
    /// Write there which fault is where, one a line
    #[arg(long, value_name = "FILE", requires = "faults")]
    pub manifest: Option<PathBuf>,
}
