//! Hot reload: what editors, tools and file systems do to the files, and what is served meanwhile.

mod desk;
mod edits;
mod load;
mod passes;
mod process;
mod reach;
mod slips;
