//! Seams to the outside world, each with a fake or a fault as well as the real thing, so that tests
//! decide what happens.

mod clock;
mod database;
mod files;
mod http;
mod isolated;
mod machine;
mod secrets;
mod spark;

pub use clock::{CLOCK_VARIABLE, Clock, FakeClock, SystemClock, clock_from_env};
pub use database::{Database, DatabaseFault, DatabaseLink, Described, FakeDatabase, RealDatabase};
pub use files::{ABORT_VARIABLE, FileError, Files, Growing, ROOM_VARIABLE, TEMPORARY};
pub use http::{
    FakeHttp, Http, HttpFault, HttpRequest, HttpResponse, MAX_ERROR_BODY, Proxy, RealHttp, Sent,
};
pub use isolated::{
    Bounds, Ended, Input, Isolated, allow_isolation, bound_this_process, isolate, limited_again,
    may_isolate,
};
pub use machine::machine_name;
pub use secrets::{secret_file, secret_variable};
pub use spark::{SparkFault, SparkLink, SparkSession};
