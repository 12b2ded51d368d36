//! Hot reload: edits by editors, tools and file systems, and the responses meanwhile.

mod desk;
mod edits;
mod load;
mod passes;
mod process;
mod reach;
mod slips;
