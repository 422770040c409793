//! The installation itself: its people, its audit, its copies.

mod audit;
mod backup;
mod figures;
mod people;
mod roles;
mod team;

pub use figures::Figures;
pub use roles::RoleSeen;
