//! A delivery from landing, with its dataset and source as they are declared.

use crate::config::Project;
use crate::env::Bounds;
use crate::error::RunError;
use crate::ingest::{self, Delivery, DeliveryContent, Found};
use crate::model::{Dataset, Source, nearest};
use crate::store::{Lake, LandedDelivery};

pub(super) fn declared<'p>(project: &'p Project, id: &str) -> Result<&'p Dataset, RunError> {
    project.dataset(id).ok_or_else(|| {
        let near = nearest(id, project.datasets.iter().map(|d| d.id.as_str()));
        RunError::Unknown(near.map_or_else(
            || format!("no dataset `{id}`"),
            |n| format!("no dataset `{id}`; did you mean `{n}`?"),
        ))
    })
}

/// A delivery from landing.
pub(super) struct RepairInputs<'p> {
    pub(super) source: &'p Source,
    landed: LandedDelivery,
    bytes: Vec<u8>,
    pages: Vec<u64>,
}

impl<'p> RepairInputs<'p> {
    pub(super) fn open(
        project: &Project,
        dataset: &'p Dataset,
        delivery: &str,
    ) -> Result<RepairInputs<'p>, RunError> {
        let lake = Lake::open_read(&project.lake)?;
        let landed = lake
            .landed(&dataset.id)?
            .into_iter()
            .find(|l| l.delivery == delivery);
        let Some(landed) = landed else {
            return Err(RunError::Unknown(format!(
                "dataset `{}` has no delivery `{delivery}`; `chiso status` shows those there are",
                dataset.id
            )));
        };
        let Some(source) = dataset
            .sources
            .iter()
            .find(|s| s.id == landed.receipt.source_id)
        else {
            return Err(RunError::Unknown(format!(
                "source `{}` of delivery `{delivery}` is no longer declared",
                landed.receipt.source_id
            )));
        };
        let (bytes, pages) = (lake.read(&landed)?, landed.receipt.pages());
        Ok(RepairInputs {
            source,
            landed,
            bytes,
            pages,
        })
    }

    pub(super) fn delivered(&self) -> Delivery<'_> {
        let receipt = &self.landed.receipt;
        Delivery {
            id: &self.landed.delivery,
            file_name: &receipt.path,
            content: DeliveryContent::Held(&self.bytes),
            pages: &self.pages,
            published_at: self.source.published_at.or(receipt.published_at),
            fetched_at: receipt.fetched_at,
            bounds: Bounds::default(),
        }
    }

    pub(super) fn find(&self, part: &str, row: u64) -> Result<Option<Found>, RunError> {
        ingest::find(self.source, &self.delivered(), (part, row))
            .map_err(|finding| RunError::Unknown(finding.to_string()))
    }
}
