//! Weeks of schedules in seconds: the reconciler on a clock that jumps, with the account in memory or in a real ledger.
