//! Every delivery of landing, compared with its receipt.

use crate::model::DeliveryKey;
use crate::store::audit::inputs::Sound;
use crate::store::audit::report::Audit;
use crate::store::lake_folder::Lake;

const RESTORE_LANDING: &str =
    "restore it from a backup; what was made from it cannot be made again without it";

impl Lake {
    /// Checks every delivery, and gives those that are as they were landed.
    pub(super) fn audit_landing(&self, audit: &mut Audit) -> Sound {
        const FAULT: (&str, &str) = ("landing_damaged", RESTORE_LANDING);
        let mut sound = Sound::new();
        for (dataset, folder) in self.listed(audit, &self.landing_dir(), FAULT) {
            for (id, place) in self.listed(audit, &folder, FAULT) {
                audit.files += 2;
                match self
                    .delivery_at(&place)
                    .and_then(|landed| self.verify_hash(&landed).map(|()| landed))
                {
                    Ok(landed) => _ = sound.insert(DeliveryKey::new(&dataset, &id), landed.receipt),
                    Err(error) => audit.fault(
                        self,
                        FAULT.0,
                        &place,
                        format!("delivery `{id}` of `{dataset}`: {error}"),
                        FAULT.1,
                    ),
                }
            }
        }
        sound
    }
}
