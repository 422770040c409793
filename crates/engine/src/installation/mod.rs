//! The installation itself: its people, its audit, its copies.

mod audit;
mod backup;
pub mod calendar;
pub mod export;
mod figures;
pub mod links;
pub mod notices;
mod people;
mod roles;
mod team;

pub use figures::Figures;
pub use roles::RoleSeen;
