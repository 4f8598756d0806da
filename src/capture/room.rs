//! How much room a buffer takes at once that must hold a large document.

/// From so many bytes on, what waits is large …
pub(super) const LARGE: usize = 2 << 20;

/// … and gets room for the largest document at once: allocators give back so much to the system as soon as it is free,
/// what is smaller they keep for the next, and room that nothing was written to costs nothing.
pub(super) const FOR_LARGE: usize = 34 << 20;

/// Makes room for so many bytes more.
pub(super) fn make(buffer: &mut Vec<u8>, more: usize) {
    let wanted = buffer.len() + more;
    if buffer.capacity() < wanted && wanted > LARGE {
        let whole = wanted.max(FOR_LARGE);
        buffer.reserve_exact(whole - buffer.len());
    }
}
