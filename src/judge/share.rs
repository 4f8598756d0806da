//! Documents examined by several threads, and what they came to taken in order meanwhile.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};

use super::examine::{Examined, Examiner};
use crate::capture::Document;

/// So many documents are one thread's share at a time: fewer are not worth the hand-over, and of more
/// the first would wait for the last.
const SHARE: usize = 32;

/// Which share, and what its documents came to.
type Done = (usize, Vec<Examined>);

/// Takes what a document came to, and says whether to go on.
type Taker<'t> = &'t mut dyn FnMut(Examined) -> ControlFlow<()>;

/// Examines the documents with so many threads, this one included, and hands on what each came to, in
/// their order, until one says that nothing more is wanted.
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
            // A thread that died is no verdict: what it left has been examined here.
            let _ = thread.join();
        }
    });
}

struct Work<'d> {
    examiner: &'d Examiner,
    shares: Vec<&'d [Document]>,
    /// How many shares somebody has begun.
    claimed: AtomicUsize,
}

impl Work<'_> {
    /// Examines shares as long as there are any that nobody has begun.
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

    /// What that share came to; other shares are examined here until it is there.
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
