//! The codes of observation status of SDMX (`CL_OBS_STATUS`), by what they mean here.

use chiso_model::{Meaning, ObsStatus, Status};
use std::collections::BTreeMap;

/// Code, how settled a figure with it is, and its name. `A` says nothing.
const CODES: [(&str, Option<Status>, &str); 14] = [
    ("A", None, ""),
    ("B", None, "time series break"),
    ("D", None, "definition differs"),
    ("E", Some(Status::Estimate), ""),
    ("F", Some(Status::Estimate), "forecast value"),
    ("G", None, "experimental value"),
    ("J", None, "derogation"),
    ("K", None, "data included in another category"),
    ("N", None, "not significant"),
    ("P", Some(Status::Preliminary), ""),
    ("S", None, "strike or other special event"),
    ("U", None, "low reliability"),
    ("V", None, "unvalidated value"),
    ("W", None, "includes data from another category"),
];

/// Codes with which there is no figure.
const MISSING: [(&str, &str); 4] = [
    ("H", "holiday or weekend"),
    ("L", "data exist and were not collected"),
    ("M", "data cannot exist"),
    ("O", ""),
];

/// All of them.
pub(super) fn sdmx_codes() -> BTreeMap<String, Meaning> {
    let noted = CODES.map(|(code, status, note)| {
        let meaning = Meaning {
            status,
            note: note.to_owned(),
            ..Meaning::default()
        };
        (code.to_owned(), meaning)
    });
    let missing = MISSING.map(|(code, note)| {
        let meaning = Meaning {
            missing: true,
            note: note.to_owned(),
            ..Meaning::default()
        };
        (code.to_owned(), meaning)
    });
    let others = [("I", ObsStatus::Imputed), ("Q", ObsStatus::Suppressed)].map(|(code, said)| {
        let meaning = Meaning {
            obs_status: Some(said),
            ..Meaning::default()
        };
        (code.to_owned(), meaning)
    });
    noted.into_iter().chain(missing).chain(others).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_say_what_their_names_say() {
        let codes = sdmx_codes();
        assert_eq!(codes.len(), 20);
        let without: Vec<&str> = codes
            .iter()
            .filter(|(_, said)| said.excludes_figure())
            .map(|(code, _)| code.as_str())
            .collect();
        assert_eq!(without, ["H", "L", "M", "O", "Q"]);
        assert_eq!(codes["A"], Meaning::default());
        assert_eq!(codes["P"].status, Some(Status::Preliminary));
        assert_eq!(codes["B"].note, "time series break");
    }
}
