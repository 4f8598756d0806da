//! Documents examined by several threads, and what they came to taken in order meanwhile.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::channel;

use super::examine::{Examined, Examiner};
use crate::capture::Document;

/// So many documents are one thread's share at a time: fewer are not worth the hand-over, and of more
/// the first would wait for the last.
const SHARE: usize = 32;

/// Examines the documents with so many threads, this one included, and hands on what each came to, in
/// their order, until one says that nothing more is wanted.
pub fn examine(
    examiner: &Examiner,
    documents: &[Document],
    jobs: usize,
    take: &mut dyn FnMut(Examined) -> ControlFlow<()>,
) {
    let shares: Vec<&[Document]> = documents.chunks(SHARE).collect();
    let claimed = AtomicUsize::new(0);
    let next_share = || {
        let index = claimed.fetch_add(1, Ordering::Relaxed);
        Some((index, *shares.get(index)?))
    };
    let examined = |share: &[Document]| -> Vec<Examined> {
        let examined = share.iter().map(|document| examiner.examine(document));
        examined.collect()
    };
    std::thread::scope(|scope| {
        let (sender, done) = channel();
        for _ in 1..jobs.min(shares.len()) {
            let sender = sender.clone();
            let (next_share, examined) = (&next_share, &examined);
            scope.spawn(move || {
                while let Some((index, share)) = next_share() {
                    if sender.send((index, examined(share))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        let mut early: BTreeMap<usize, Vec<Examined>> = BTreeMap::new();
        for (index, share) in shares.iter().enumerate() {
            let ready = loop {
                early.extend(done.try_iter());
                if let Some(ready) = early.remove(&index) {
                    break ready;
                }
                if let Some((index, share)) = next_share() {
                    early.insert(index, examined(share));
                    continue;
                }
                match done.recv() {
                    Ok((index, ready)) => early.insert(index, ready),
                    // A thread that died is no verdict: its documents are examined again, here.
                    Err(_) => break examined(share),
                };
            };
            if ready.into_iter().try_for_each(&mut *take).is_break() {
                claimed.store(shares.len(), Ordering::Relaxed);
                return;
            }
        }
    });
}
