//! Where a server of Spark Connect is, and who asks.

/// Where a server is, and who asks. It holds a token, so it cannot be printed.
#[derive(Clone)]
pub struct SparkLink {
    /// Host name or IP address.
    pub host: String,
    /// Port.
    pub port: u16,
    /// The connection is encrypted, and the server's certificate must hold for the host.
    pub tls: bool,
    /// What the server knows the asker by; `None` when it wants nothing.
    pub token: Option<String>,
}

impl SparkLink {
    /// The address, as people write it.
    #[must_use]
    pub fn address(&self) -> String {
        format!("sc://{}:{}", self.host, self.port)
    }

    /// The address, as HTTP knows it.
    pub(super) fn endpoint(&self) -> String {
        let scheme = if self.tls { "https" } else { "http" };
        format!("{scheme}://{}:{}", self.host, self.port)
    }
}
