//! How captures are read, and calls followed through them.

use callproof::capture::{Extract, Options};
use callproof::judge::Order;
use clap::{Args, ValueEnum};

/// How documents are taken out of their inputs.
#[derive(Debug, Clone, Args)]
pub struct Extraction {
    /// Take documents out of log lines or HTTP archives
    #[arg(long, value_name = "FROM")]
    pub extract: Option<ExtractFrom>,
    /// Take what stands at this JSON Pointer in each document, in a JSON string too
    #[arg(long, value_name = "POINTER", value_parser = pointer)]
    pub at: Option<String>,
}

impl Extraction {
    /// What the capture room calls it.
    pub fn options(&self) -> Options {
        Options {
            extract: self.extract.map(ExtractFrom::extract).unwrap_or_default(),
            at: self.at.clone(),
        }
    }
}

/// How calls are followed through a capture.
#[derive(Debug, Args)]
pub struct Following {
    /// In which order events are followed: input after input, all inputs merged by state time, each input separate (ids of one mean nothing in another), or none (each event is checked alone, and no call is followed)
    #[arg(long, value_name = "ORDER", default_value = "input")]
    pub order: OrderName,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OrderName {
    Input,
    Time,
    Separate,
    None,
}

impl OrderName {
    /// The order of that name.
    pub fn order(self) -> Order {
        match self {
            OrderName::Input => Order::Input,
            OrderName::Time => Order::Time,
            OrderName::Separate => Order::Separate,
            OrderName::None => Order::None,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExtractFrom {
    /// The object at the end of each log line
    Prefix,
    /// WebSocket messages and JSON responses of an HTTP archive
    Har,
}

impl ExtractFrom {
    /// What the capture room calls it.
    fn extract(self) -> Extract {
        match self {
            ExtractFrom::Prefix => Extract::Prefix,
            ExtractFrom::Har => Extract::Har,
        }
    }
}

fn pointer(text: &str) -> Result<String, String> {
    if !text.is_empty() && !text.starts_with('/') {
        return Err("a JSON Pointer begins with `/`, such as /detail/body".into());
    }
    let escaped = |behind: &str| behind.starts_with(['0', '1']);
    if !text.split('~').skip(1).all(escaped) {
        return Err("in a JSON Pointer `~` is written ~0, and `/` inside a key ~1".into());
    }
    Ok(text.to_owned())
}
