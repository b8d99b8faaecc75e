//! The seam to a cluster: questions in SQL, asked of a server that speaks the protocol of Spark
//! Connect, with answers as Arrow. What is asked is decided in `records::roll`, where a test can see
//! it.

mod fault;
mod link;
mod messages;
mod session;

pub use fault::SparkFault;
pub use link::SparkLink;
pub use session::SparkSession;
