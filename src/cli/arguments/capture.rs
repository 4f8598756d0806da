//! How captures are read, and calls followed through them.

use callproof::capture::Options;
use callproof::engine::Order;
use clap::{Args, ValueEnum};

/// Where events are taken from.
#[derive(Debug, Clone, Args)]
pub struct Extraction {
    /// Take events wherever they stand: in wrappers, strings, base64, log lines, CSV, server-sent events, HTTP archives
    #[arg(long, conflicts_with = "at")]
    pub unwrap: bool,
    /// Take events at this JSON Pointer only, in a JSON string too; `*` is any key or index; repeatable
    #[arg(long, value_name = "POINTER", value_parser = pointer)]
    pub at: Vec<String>,
}

impl Extraction {
    /// What the capture room calls it.
    pub fn options(&self) -> Options {
        Options {
            unwrap: self.unwrap,
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
