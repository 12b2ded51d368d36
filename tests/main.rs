//! Everything that is tested in one process, without a server: definitions, findings, records,
//! calendars, pages and documents. A test is called by its file: `cargo test --test main golden`.

#[cfg(test)]
mod addresses;
#[cfg(test)]
mod adopt;
#[cfg(test)]
mod catalogue;
#[cfg(test)]
#[path = "support/command.rs"]
mod command;
#[cfg(test)]
mod docs;
#[cfg(test)]
mod explain;
#[cfg(test)]
mod findings;
#[cfg(test)]
mod golden;
#[cfg(test)]
mod hostile_files;
#[cfg(test)]
mod ladder;
#[cfg(test)]
mod links;
#[cfg(test)]
mod lint;
#[cfg(test)]
mod lives;
#[cfg(test)]
mod operating;
#[cfg(test)]
mod page_whole;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod plan;
#[cfg(test)]
#[path = "support/schema.rs"]
mod schema;
#[cfg(test)]
mod wording;
#[cfg(test)]
mod zones;
