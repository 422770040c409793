//! Any bytes read as an event log of any format end without a panic, and what was kept can be written and read again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mining::read::{Limits, Options, Read, any, unwatched, xes};

fuzz_target!(|bytes: &[u8]| {
    let limits = Limits { memory: 64 << 20, ..Limits::default() };
    let options = Options { limits, ..Options::default() };
    let logs = match any(bytes, None, &options, &mut unwatched) {
        Read::Log(read) => vec![read.log],
        Read::Objects(objects, report) => {
            objects.types().iter().map(|of| objects.flatten(&of.name, (*report).clone()).log).collect()
        }
    };
    for log in logs {
        let mut written = Vec::new();
        mining::write::xes(&log, &mut written).expect("memory can be written to");
        let again = xes(&*written, &Options::default(), &mut unwatched).log;
        assert_eq!((again.len(), again.events()), (log.len(), log.events()));
    }
});
