//! Private series from files to HTTP: definitions and records in a directory, the production
//! pipeline, the production server.

mod broken;
mod desk;
mod holders;
mod lives;
mod secrets;
