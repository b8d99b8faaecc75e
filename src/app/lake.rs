//! The lake of a project opened for writing, with its copy in object storage where one is declared.

use crate::app::cli::Failure;
use crate::config::Project;
use crate::env::{Clock, Files, RealHttp, clock_from_env, machine_name};
use crate::ingest::fetch::look_up;
use crate::objects::{Address, Bucket, Keys};
use crate::store::{Lake, LakeCopy, StorageWire, StoreError};
use std::sync::Arc;

/// Opens it, and makes it where there is none.
///
/// # Errors
/// When the folder is no lake, or the storage's keys are not there.
pub fn lake_to_write(project: &Project) -> Result<Lake, Failure> {
    let lake = Lake::open(&project.lake, Files::from_env())?;
    Ok(lake.with_copy(copy(project)?))
}

fn copy(project: &Project) -> Result<Option<LakeCopy>, Failure> {
    let Some(storage) = &project.object_storage else {
        return Ok(None);
    };
    let root = &project.root;
    let secret = |from| {
        look_up(from, root)
            .map_err(|why| Failure::Usage(format!("the lake's copy in object storage: {why}")))
    };
    let address = Address {
        endpoint: storage.endpoint.clone(),
        region: storage.region.clone(),
        bucket: storage.bucket.clone(),
        prefix: storage.prefix.clone(),
        path_style: storage.path_style,
    };
    let keys = Keys {
        access: secret(&storage.access_key)?,
        secret: secret(&storage.secret_key)?,
        token: storage.session_token.as_ref().map(secret).transpose()?,
    };
    let clock: Arc<dyn Clock> = Arc::from(clock_from_env());
    let wire = StorageWire {
        net: Arc::new(RealHttp::new()),
        clock: Arc::clone(&clock),
        ca_file: storage.ca_file.as_ref().map(|path| root.join(path)),
    };
    let bucket = Bucket::new(&address, keys, Box::new(wire)).map_err(StoreError::from)?;
    Ok(Some(LakeCopy {
        bucket: Arc::new(bucket),
        by: format!("{}:{}", machine_name(), project.lake.display()),
        clock,
    }))
}
