//! Bundles come from strangers: whatever the bytes, reading them ends, and never well by chance.
#![no_main]

use std::io::{Cursor, Read};
use std::sync::Arc;

use callproof::evidence::{BundleState, Options, verify};
use jiff::civil::date;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let bundle: Arc<[u8]> = bytes.into();
    let open = |offset: u64| {
        let mut cursor = Cursor::new(Arc::clone(&bundle));
        cursor.set_position(offset);
        Ok(Box::new(cursor) as Box<dyn Read + Send>)
    };
    let options = Options {
        keys: Vec::new(),
        allow_unsigned: true,
        allow_unchecked: true,
        today: date(2026, 9, 21),
        jobs: 1,
    };
    let told = verify(&open, &options);
    // Whatever is verified without a key is a whole bundle, and never a small accident.
    assert!(told.state != BundleState::Verified || bundle.len() > 30_000);
});
