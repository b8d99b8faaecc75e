//! Work shared out to two threads, each of which takes the next piece when it has done one.

use crate::error::RecordsError;
use std::sync::{Mutex, PoisonError};

/// Does each task, and gives what came of them in the order of the tasks.
pub(crate) fn shared_out<T: Send, R: Send>(
    tasks: impl Iterator<Item = T> + Send,
    each: impl Fn(T) -> Result<R, RecordsError> + Sync,
) -> Result<Vec<R>, RecordsError> {
    let tasks = Mutex::new(tasks.enumerate());
    let work = || {
        let mut done = Vec::new();
        loop {
            let next = tasks.lock().unwrap_or_else(PoisonError::into_inner).next();
            let Some((at, task)) = next else {
                return Ok(done);
            };
            done.push((at, each(task)?));
        }
    };
    let mut done = std::thread::scope(|scope| {
        let other = scope.spawn(work);
        let mut done = work()?;
        let failed = || RecordsError::Columns("a thread ended early".to_owned());
        done.extend(other.join().unwrap_or_else(|_| Err(failed()))?);
        Ok::<_, RecordsError>(done)
    })?;
    done.sort_unstable_by_key(|(at, _)| *at);
    Ok(done.into_iter().map(|(_, result)| result).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_stand_in_the_order_of_tasks_and_an_error_is_given() {
        let doubled = shared_out(0..1000, |n| Ok(2 * n)).unwrap();
        assert!(doubled.into_iter().eq((0..1000).map(|n| 2 * n)));
        let refused = shared_out(0..1000, |n| match n {
            617 => Err(RecordsError::Columns("617".to_owned())),
            _ => Ok(()),
        });
        assert_eq!(refused.unwrap_err().to_string(), "617");
    }
}
