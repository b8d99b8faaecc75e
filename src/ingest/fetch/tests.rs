//! Fetches against a scripted network and a clock that only moves when someone waits.
