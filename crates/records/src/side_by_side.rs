//! The pieces of a file read side by side, and given in their order.

use crate::chunk::{Chunk, Chunks};
use crate::error::RecordsError;
use crate::parse::{Parser, Piece};
use std::collections::BTreeMap;
use std::io::Read;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

/// Threads that read pieces.
const READERS: usize = 2;

/// Reads the pieces of a file side by side and gives them in order.
pub(crate) fn side_by_side<'p, R: Read + Send>(
    mut chunks: Chunks<R>,
    parser: impl Fn() -> Parser<'p> + Sync,
    mut take: impl FnMut(Piece) -> Result<(), RecordsError>,
) -> Result<(), RecordsError> {
    std::thread::scope(|scope| {
        let (cut, to_read) = sync_channel::<Result<Chunk, RecordsError>>(READERS);
        let (done, ready) = sync_channel::<(u32, Result<Piece, RecordsError>)>(READERS);
        let to_read = Arc::new(Mutex::new(to_read));
        let parser = &parser;
        for _ in 0..READERS {
            let (done, to_read) = (done.clone(), to_read.clone());
            scope.spawn(move || read_pieces(parser(), &to_read, &done));
        }
        // Where every reader has ended, nobody waits for pieces any more.
        drop((done, to_read));
        scope.spawn(move || {
            while let Some(chunk) = chunks.next().transpose() {
                let ends = chunk.is_err();
                if cut.send(chunk).is_err() || ends {
                    break;
                }
            }
        });
        let taken = in_order(&ready, &mut take);
        // A reader that still has a piece to give must not wait for ever.
        drop(ready);
        taken
    })
}

fn read_pieces(
    mut parser: Parser<'_>,
    to_read: &Mutex<Receiver<Result<Chunk, RecordsError>>>,
    done: &SyncSender<(u32, Result<Piece, RecordsError>)>,
) {
    loop {
        let next = to_read
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .recv();
        let piece = match next {
            Ok(Ok(chunk)) => (chunk.number, parser.piece(&chunk)),
            // The pieces before it are looked at first, were one of them at fault as well.
            Ok(Err(error)) => (u32::MAX, Err(error)),
            Err(_) => return,
        };
        if done.send(piece).is_err() {
            return;
        }
    }
}

/// Takes pieces in their order.
fn in_order(
    ready: &Receiver<(u32, Result<Piece, RecordsError>)>,
    take: &mut impl FnMut(Piece) -> Result<(), RecordsError>,
) -> Result<(), RecordsError> {
    let (mut waiting, mut next) = (BTreeMap::new(), 0);
    for (number, piece) in ready {
        waiting.insert(number, piece);
        while let Some(piece) = waiting.remove(&next) {
            take(piece?)?;
            next += 1;
        }
    }
    waiting.into_values().try_for_each(|piece| take(piece?))
}
