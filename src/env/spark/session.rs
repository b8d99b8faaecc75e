//! A session with a server of Spark Connect. Async inside, blocking outside, on a thread of its own.

use super::fault::SparkFault;
use super::link::SparkLink;
use super::messages::{
    ConfigOperation, ConfigRequest, ConfigResponse, ConfigSet, ExecutePlanRequest,
    ExecutePlanResponse, KeyValue, Plan, ReleaseSessionRequest, ReleaseSessionResponse,
    RootRelation, SqlText, UserContext,
};
use arrow::array::RecordBatch;
use arrow::ipc::reader::StreamReader;
use std::future::Future;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::mpsc;
use std::time::Duration;
use tokio::runtime::Runtime;
use tonic::client::Grpc;
use tonic::codegen::http::uri::PathAndQuery;
use tonic::metadata::{Ascii, MetadataValue};
use tonic::transport::{Channel, ClientTlsConfig, Endpoint};
use tonic::{Request, Status};
use tonic_prost::ProstCodec;

/// Until a connection stands.
const CONNECT: Duration = Duration::from_secs(10);

/// How often a silent server is asked whether it is still there, and for how long it may not answer.
const ALIVE: (Duration, Duration) = (Duration::from_secs(30), Duration::from_secs(20));

/// Until the session is given back; a server drops it by itself later.
const GOODBYE: Duration = Duration::from_secs(2);

/// Most bytes of one part of an answer: what servers send at most.
const MOST_BYTES: usize = 128 << 20;

/// Who asks.
const NAME: &str = "chiso";

/// A session with a server.
pub struct SparkSession {
    runtime: Runtime,
    channel: Channel,
    id: String,
    token: Option<MetadataValue<Ascii>>,
}

impl SparkSession {
    /// Connects.
    ///
    /// # Errors
    /// When no connection comes about.
    pub fn open(link: &SparkLink) -> Result<SparkSession, SparkFault> {
        let unusable = |e: &dyn std::fmt::Display| SparkFault::Unusable(e.to_string());
        let mut builder = tokio::runtime::Builder::new_multi_thread();
        builder.worker_threads(1).thread_name(NAME).enable_all();
        let runtime = builder.build().map_err(|e| unusable(&e))?;
        let token = { link.token.iter() }.map(|token| format!("Bearer {token}").parse());
        let token = token.collect::<Result<Vec<_>, _>>();
        let mut endpoint = Endpoint::from_shared(link.endpoint())
            .map_err(|e| unusable(&e))?
            .connect_timeout(CONNECT)
            .http2_keep_alive_interval(ALIVE.0)
            .keep_alive_timeout(ALIVE.1);
        if link.tls {
            let trust = ClientTlsConfig::new().with_native_roots();
            endpoint = endpoint.tls_config(trust).map_err(|e| unusable(&e))?;
        }
        let connect = async move { endpoint.connect().await };
        let channel = wait(&runtime, connect)?.map_err(|e| SparkFault::of_connection(&e))?;
        Ok(SparkSession {
            runtime,
            channel,
            id: session_id(),
            token: token.map_err(|e| unusable(&e))?.pop(),
        })
    }

    /// Sets how the session works.
    ///
    /// # Errors
    /// When the server does not take it.
    pub fn configure(&self, settings: &[(&str, &str)]) -> Result<(), SparkFault> {
        let pair = |(key, value): &(&str, &str)| KeyValue {
            key: (*key).to_owned(),
            value: Some((*value).to_owned()),
        };
        let pairs = settings.iter().map(pair).collect();
        let request = self.request(ConfigRequest {
            session_id: self.id.clone(),
            user_context: Some(user()),
            operation: Some(ConfigOperation {
                set: Some(ConfigSet { pairs }),
            }),
            client_type: Some(NAME.to_owned()),
        });
        let call = call::<_, ConfigResponse>(self.channel.clone(), "Config", request);
        let answered = wait(&self.runtime, call)?;
        answered.map_err(|status| SparkFault::of_status(&status))
    }

    /// What a question in SQL is answered.
    ///
    /// # Errors
    /// When there is no answer, or it ended before it was whole.
    pub fn ask(&self, query: &str) -> Result<Vec<RecordBatch>, SparkFault> {
        let sql = Some(SqlText {
            query: query.to_owned(),
        });
        let request = self.request(ExecutePlanRequest {
            session_id: self.id.clone(),
            user_context: Some(user()),
            plan: Some(Plan {
                root: Some(RootRelation { sql }),
            }),
            client_type: Some(NAME.to_owned()),
        });
        let answered = wait(&self.runtime, answer(self.channel.clone(), request))?;
        let parts = answered.map_err(|status| SparkFault::of_status(&status))?;
        let mut batches = Vec::new();
        for batch in parts.into_iter().filter_map(|part| part.arrow_batch) {
            let before = batches.len();
            let broken = |e: arrow::error::ArrowError| SparkFault::Broken(e.to_string());
            let stream = StreamReader::try_new(batch.data.as_ref(), None).map_err(broken)?;
            for read in stream {
                batches.push(read.map_err(broken)?);
            }
            let rows: usize = batches[before..].iter().map(RecordBatch::num_rows).sum();
            if i64::try_from(rows) != Ok(batch.row_count) {
                let text = format!("{rows} rows came of {} announced", batch.row_count);
                return Err(SparkFault::Broken(text));
            }
        }
        Ok(batches)
    }

    fn request<T>(&self, message: T) -> Request<T> {
        let mut request = Request::new(message);
        if let Some(token) = &self.token {
            request
                .metadata_mut()
                .insert("authorization", token.clone());
        }
        request
    }
}

impl Drop for SparkSession {
    fn drop(&mut self) {
        let request = self.request(ReleaseSessionRequest {
            session_id: self.id.clone(),
            user_context: Some(user()),
            client_type: Some(NAME.to_owned()),
        });
        let channel = self.channel.clone();
        // A server that no longer hears it drops the session by itself.
        let _ = wait(&self.runtime, async move {
            let call = call::<_, ReleaseSessionResponse>(channel, "ReleaseSession", request);
            tokio::time::timeout(GOODBYE, call).await
        });
    }
}

fn user() -> UserContext {
    UserContext {
        user_id: NAME.to_owned(),
    }
}

async fn answer(
    channel: Channel,
    request: Request<ExecutePlanRequest>,
) -> Result<Vec<ExecutePlanResponse>, Status> {
    let mut client = Grpc::new(channel).max_decoding_message_size(MOST_BYTES);
    client.ready().await.map_err(unready)?;
    let path = PathAndQuery::from_static("/spark.connect.SparkConnectService/ExecutePlan");
    let codec = ProstCodec::default();
    let streaming = client.server_streaming(request, path, codec).await?;
    let (mut stream, mut parts) = (streaming.into_inner(), Vec::new());
    while let Some(part) = stream.message().await? {
        parts.push(part);
    }
    Ok(parts)
}

/// Something that is answered at once, and whose answer says nothing more than that.
async fn call<Q, A>(channel: Channel, method: &str, request: Request<Q>) -> Result<(), Status>
where
    Q: prost::Message + 'static,
    A: prost::Message + Default + 'static,
{
    let mut client = Grpc::new(channel);
    client.ready().await.map_err(unready)?;
    let path = format!("/spark.connect.SparkConnectService/{method}");
    let path = PathAndQuery::from_maybe_shared(path);
    let path = path.map_err(|e| Status::internal(e.to_string()))?;
    let codec: ProstCodec<Q, A> = ProstCodec::default();
    client.unary(request, path, codec).await.map(|_| ())
}

fn unready(error: tonic::transport::Error) -> Status {
    Status::from_error(Box::new(error))
}

/// Runs something to its end on the thread of a runtime, whoever calls.
fn wait<T: Send + 'static>(
    runtime: &Runtime,
    task: impl Future<Output = T> + Send + 'static,
) -> Result<T, SparkFault> {
    let (answer, answered) = mpsc::channel();
    runtime.spawn(async move {
        // Nobody waits any more only when the caller is gone.
        let _ = answer.send(task.await);
    });
    let given_up = |_| SparkFault::Broken("the question was given up".to_owned());
    answered.recv().map_err(given_up)
}

/// A name that no other session has, in the shape of a UUID, which servers ask for.
fn session_id() -> String {
    let word = || RandomState::new().build_hasher().finish();
    let (one, other) = (word(), word());
    let (first, second, third) = (one >> 32, one >> 16 & 0xffff, one & 0xfff);
    let (fourth, last) = (other >> 48 & 0x3fff | 0x8000, other & 0xffff_ffff_ffff);
    format!("{first:08x}-{second:04x}-4{third:03x}-{fourth:04x}-{last:012x}")
}
