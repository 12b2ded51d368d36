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
mod secrets;
