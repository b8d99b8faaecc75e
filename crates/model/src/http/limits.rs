//! Limits of a fetch, and how a request is repeated.

/// Limits of one fetch. Times are in milliseconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpLimits {
    /// Until a connection stands, name and TLS included.
    pub connect_ms: u64,
    /// Between any two pieces of an answer, and until its first.
    pub idle_ms: u64,
    /// For all of it: attempts, waits, redirects, pages.
    pub total_ms: u64,
    /// Most bytes of one answer as they come over the wire.
    pub max_bytes: u64,
    /// Most bytes of all answers together once they are decompressed.
    pub max_decoded_bytes: u64,
    /// Fewest bytes of all answers together; fewer are no data.
    pub min_bytes: u64,
    /// Most redirects of one request.
    pub max_redirects: u32,
    /// Shortest time between two requests to the same host.
    pub min_interval_ms: u64,
}

impl Default for HttpLimits {
    /// What holds where a source names none; 0 bytes stand for the project's limit.
    fn default() -> HttpLimits {
        HttpLimits {
            connect_ms: 10_000,
            idle_ms: 60_000,
            total_ms: 600_000,
            max_bytes: 0,
            max_decoded_bytes: 0,
            min_bytes: 1,
            max_redirects: 5,
            min_interval_ms: 0,
        }
    }
}

/// How a request is repeated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpRetries {
    /// Attempts, the first included.
    pub attempts: u32,
    /// Wait after the first failure; doubled after each further one.
    pub first_delay_ms: u64,
    /// Longest wait of our own choice. A server's `Retry-After` may ask for more.
    pub max_delay_ms: u64,
    /// Seed of the jitter.
    pub seed: u64,
}

impl Default for HttpRetries {
    fn default() -> HttpRetries {
        HttpRetries {
            attempts: 4,
            first_delay_ms: 1_000,
            max_delay_ms: 60_000,
            seed: 0,
        }
    }
}
