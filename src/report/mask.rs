//! What of a value may be shown.
