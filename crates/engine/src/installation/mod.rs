//! The installation itself: its people, its audit, its copies.

mod audit;
mod backup;
mod people;
mod team;
