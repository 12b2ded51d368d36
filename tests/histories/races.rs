//! Two processes that publish one directory while its author goes on writing.

use std::process::Output;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use crate::histories::desk::{Desk, Edit, Numbers};
use crate::histories::watch::{Watch, kalends};

const RUNS: usize = 80;

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn two_processes_on_one_directory_never_take_back_what_the_other_published() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path();
    let mut desk = Desk::new();
    desk.save(path);
    let watch = Mutex::new(Watch::default());
    let is_over = AtomicBool::new(false);
    let written = thread::scope(|scope| {
        let publishers: Vec<_> = (0..2)
            .map(|_| {
                scope.spawn(|| {
                    let mut written = 0;
                    for _ in 0..RUNS {
                        let output = kalends(path, &["publish"]).output().unwrap();
                        let told = told(&output);
                        match output.status.code() {
                            Some(0) => {}
                            // Overtaken twice, and reported.
                            Some(1) => assert!(
                                told.contains("K504") && told.matches("error[").count() == 1,
                                "{told}"
                            ),
                            other => panic!("{other:?}: {told}"),
                        }
                        // The thread with the watch reads later than all earlier holders.
                        written += usize::from(watch.lock().unwrap().look(path));
                    }
                    written
                })
            })
            .collect();
        scope.spawn(|| {
            let mut numbers = Numbers(7);
            while !is_over.load(Ordering::Relaxed) {
                desk.apply(&Edit::of(numbers.next()));
                desk.issue += 1;
                desk.save(path);
                thread::sleep(std::time::Duration::from_millis(5));
            }
        });
        let ended: Vec<_> = publishers.into_iter().map(|publisher| publisher.join()).collect();
        // First, because otherwise a publisher's panic would never be reported.
        is_over.store(true, Ordering::Relaxed);
        ended.into_iter().map(|written| written.unwrap()).sum::<usize>()
    });
    assert!(written > RUNS / 2, "only {written} publications were seen");
    let last = kalends(path, &["publish"]).output().unwrap();
    assert!(last.status.success(), "{}", told(&last));
    let mut watch = watch.into_inner().unwrap();
    watch.look(path);
    assert_eq!(watch.issue(), desk.issue);
}
