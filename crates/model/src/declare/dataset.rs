//! A dataset: its contract, where its rows come from and when they are due.

use super::contract::Contract;
use super::source::Source;
use crate::arrival::ArrivalRule;
use crate::bilingual::Bilingual;
use crate::repair::Repair;

/// Version of the rules by which delivered bytes become rows. Raised when those rules change, so
/// that every delivery is conformed again.
pub const CONFORM_VERSION: u32 = 14;

/// A dataset of observations: its contract and its sources.
#[derive(Clone, Debug)]
pub struct Dataset {
    /// File stem of its TOML.
    pub id: String,
    /// Title.
    pub title: Bilingual,
    /// What it holds and what to beware of.
    pub description: Bilingual,
    /// Licence under which the figures may be used, in words.
    pub licence: String,
    /// How to cite it.
    pub citation: String,
    /// What every row must be.
    pub contract: Contract,
    /// Where rows come from.
    pub sources: Vec<Source>,
    /// When its figures are due, one rule a frequency.
    pub arrivals: Vec<ArrivalRule>,
    /// Repairs of its deliveries, as declared.
    pub repairs: Vec<Repair>,
    /// SHA-256 of what decides how bytes become rows (contract, sources, conform version),
    /// lower-case hex.
    pub contract_hash: String,
}
