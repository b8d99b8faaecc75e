//! A database that says what a test has written down, and remembers what it was asked.

use super::{Database, DatabaseFault, DatabaseLink, Described};
use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

/// Describes every query alike and gives answers in the order they were written down; when there
/// are no more, it is out of reach.
#[derive(Debug, Default)]
pub struct FakeDatabase {
    described: Described,
    script: Mutex<VecDeque<Result<Vec<u8>, DatabaseFault>>>,
    sent: Mutex<Vec<String>>,
}

impl FakeDatabase {
    /// With these answers.
    #[must_use]
    pub fn new(
        described: Described,
        script: impl IntoIterator<Item = Result<Vec<u8>, DatabaseFault>>,
    ) -> FakeDatabase {
        FakeDatabase {
            described,
            script: Mutex::new(script.into_iter().collect()),
            sent: Mutex::default(),
        }
    }

    /// The statements it was asked so far, descriptions left out.
    #[must_use]
    pub fn sent(&self) -> Vec<String> {
        self.sent
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

impl Database for FakeDatabase {
    fn describe(&self, _link: &DatabaseLink, query: &str) -> Result<Described, DatabaseFault> {
        Ok(Described {
            parameters: usize::from(query.contains("$1")),
            ..self.described.clone()
        })
    }

    fn copy(&self, link: &DatabaseLink, statement: &str) -> Result<Vec<u8>, DatabaseFault> {
        self.sent
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(statement.to_owned());
        let next = self
            .script
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop_front();
        let answer = next.unwrap_or_else(|| {
            Err(DatabaseFault::Unreachable(
                "the script is at its end".to_owned(),
            ))
        })?;
        if answer.len() as u64 > link.max_bytes {
            Err(DatabaseFault::TooLarge(link.max_bytes))
        } else {
            Ok(answer)
        }
    }
}
