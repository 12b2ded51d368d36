//! Private series from files to HTTP: definitions and records in a directory, the production
//! pipeline, the production server.

#[cfg(test)]
mod broken;
#[cfg(test)]
mod desk;
#[cfg(test)]
mod holders;
#[cfg(test)]
mod lives;
#[cfg(test)]
mod logs;
#[cfg(test)]
mod secrets;
#[cfg(test)]
#[path = "../support/mod.rs"]
#[allow(dead_code, unused_imports, reason = "other tests use the rest")]
mod support;
