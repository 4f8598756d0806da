//! Examines documents with several threads, and takes the results in order meanwhile.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};

use super::examine::{Examined, Examiner};
use crate::capture::Document;

/// Documents that a thread examines at a time: fewer are not worth the hand-over, and with more the first
/// would wait for the last.
const SHARE: usize = 32;

/// The index of a share, and its examined documents.
type Done = (usize, Vec<Examined>);

/// Takes an examined document, and returns whether to go on.
type Taker<'t> = &'t mut dyn FnMut(Examined) -> ControlFlow<()>;

/// Examines the documents with `jobs` threads, this one included, and passes the results to `take` in their
/// order, until it breaks.
pub fn examine(examiner: &Examiner, documents: &[Document], jobs: usize, take: Taker<'_>) {
    let work = Work {
        examiner,
        shares: documents.chunks(SHARE).collect(),
        claimed: AtomicUsize::new(0),
    };
    std::thread::scope(|scope| {
        let (sender, done) = channel();
        let begin = |sender| scope.spawn(|| work.run(sender));
        let others = 1..jobs.min(work.shares.len());
        let others: Vec<_> = others.map(|_| begin(sender.clone())).collect();
        drop(sender);
        if work.take_in_order(&done, take).is_break() {
            work.claimed.store(work.shares.len(), Ordering::Relaxed);
        }
        for thread in others {
            // What a dead thread left has been examined here.
            let _ = thread.join();
        }
    });
}

struct Work<'d> {
    examiner: &'d Examiner,
    shares: Vec<&'d [Document]>,
    /// How many shares have been begun.
    claimed: AtomicUsize,
}

impl Work<'_> {
    /// Examines shares until all have been begun.
    fn run(&self, sender: Sender<Done>) {
        while let Some(done) = self.examine_next() {
            if sender.send(done).is_err() {
                return;
            }
        }
    }

    fn examine_next(&self) -> Option<Done> {
        let index = self.claimed.fetch_add(1, Ordering::Relaxed);
        self.shares.get(index)?;
        Some((index, self.examine(index)))
    }

    fn examine(&self, index: usize) -> Vec<Examined> {
        let share = self.shares.get(index).copied().unwrap_or_default();
        let examined = share.iter().map(|document| self.examiner.examine(document));
        examined.collect()
    }

    fn take_in_order(&self, done: &Receiver<Done>, take: Taker<'_>) -> ControlFlow<()> {
        let mut early = BTreeMap::new();
        for index in 0..self.shares.len() {
            let mut ready = self.wait_for(index, &mut early, done).into_iter();
            ready.try_for_each(&mut *take)?;
        }
        ControlFlow::Continue(())
    }

    /// The results of that share; other shares are examined here until they are there.
    fn wait_for(
        &self,
        index: usize,
        early: &mut BTreeMap<usize, Vec<Examined>>,
        done: &Receiver<Done>,
    ) -> Vec<Examined> {
        loop {
            early.extend(done.try_iter());
            if let Some(ready) = early.remove(&index) {
                return ready;
            }
            let next = self.examine_next().or_else(|| done.recv().ok());
            match next {
                Some((index, ready)) => early.insert(index, ready),
                None => return self.examine(index),
            };
        }
    }
}
