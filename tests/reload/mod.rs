//! Hot reload: what editors, tools and file systems do to the files, and what is served meanwhile.

#[cfg(test)]
mod desk;
#[cfg(test)]
mod edits;
#[cfg(test)]
mod load;
#[cfg(test)]
mod passes;
#[cfg(test)]
mod process;
#[cfg(test)]
mod reach;
#[cfg(test)]
mod slips;
