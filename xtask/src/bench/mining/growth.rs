//! How time and memory grow with a log: the cases of one public log 1, 10 and 50 times under other names, as a table and a
//! plot for the docs. Synthetic: it grows in cases and events, not in activities and variants.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Stdio;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::super::subject::{self, Subject};
use super::super::table::Samples;
use crate::process;

/// How many times the log, and how often that is measured.
const TIMES: [(u32, usize); 3] = [(1, 5), (10, 3), (50, 2)];

const STAGES: [(&str, &str); 5] = [
    ("read", "read, needed columns"),
    ("graph", "log → graph"),
    ("variants", "variants"),
    ("imf", "IMf, noise 0.2"),
    ("align", "alignments of all variants"),
];

/// What one size came to.
#[derive(Default)]
struct Point {
    events: f64,
    bytes: f64,
    seconds: [Samples; STAGES.len()],
    peak: Samples,
}

/// Measures, writes the plot and gives the table.
pub(super) fn run(root: &Path, mining: &Subject, log: &Path) -> Result<String> {
    let mut points = TIMES.map(|_| Point::default());
    let turns = TIMES.iter().map(|(_, turns)| *turns).max().unwrap_or(0);
    for turn in 0..turns {
        for (point, (times, turns)) in points.iter_mut().zip(TIMES) {
            if turn < turns {
                let line = measure(root, mining, log, times)?;
                point.take(&line)?;
            }
        }
    }
    let picture = root.join("docs/mining/growth.svg");
    std::fs::write(&picture, plot(&points)).with_context(|| format!("could not write {}", picture.display()))?;
    Ok(table(&points))
}

fn measure(root: &Path, mining: &Subject, log: &Path, times: u32) -> Result<Value> {
    let program = |name: &str| mining.program(name).display().to_string();
    let words = ["times".to_owned(), log.display().to_string(), times.to_string()];
    let mut made = process::command(root, &program("generate"), &words.each_ref().map(String::as_str));
    let mut made = made.stdout(Stdio::piped()).spawn().context("could not start the generator of logs")?;
    let mut reader = process::command(root, &program("growth"), &[]);
    reader.stdin(made.stdout.take().context("its standard output is a pipe")?);
    let lines = subject::json(reader);
    ensure!(made.wait()?.success(), "the generator of logs failed");
    lines?.pop().context("nothing was measured")
}

impl Point {
    fn take(&mut self, line: &Value) -> Result<()> {
        let figure = |value: &Value| value.as_f64().context("a figure is missing");
        (self.events, self.bytes) = (figure(&line["events"])?, figure(&line["bytes"])?);
        for (samples, (stage, _)) in self.seconds.iter_mut().zip(STAGES) {
            samples.push(figure(&line[stage][0])?);
        }
        self.peak.push(figure(&line["align"][1])?);
        Ok(())
    }

    fn best(&self, stage: usize) -> f64 {
        self.seconds[stage].best().unwrap_or_default()
    }
}

fn table(points: &[Point]) -> String {
    let mut text = String::from("| RTFMP, synthetic beyond 1 × |");
    for (times, _) in TIMES {
        let _ = write!(text, " {times} × |");
    }
    text += "\n|---|--:|--:|--:|\n";
    let mut row = |name: &str, cell: &dyn Fn(&Point) -> String| {
        let cells: Vec<String> = points.iter().map(cell).collect();
        let _ = writeln!(text, "| {name} | {} |", cells.join(" | "));
    };
    row("events, millions", &|point| format!("{:.2}", point.events / 1e6));
    row("text, GB", &|point| format!("{:.2}", point.bytes / 1e9));
    for (stage, (_, name)) in STAGES.into_iter().enumerate() {
        row(&format!("{name}, s: median (best)"), &|point| {
            let median = point.seconds[stage].median().unwrap_or_default();
            format!("{} ({})", seconds(median), seconds(point.best(stage)))
        });
    }
    row("peak memory, MB", &|point| format!("{:.0}", point.peak.median().unwrap_or_default()));
    text
}

fn seconds(seconds: f64) -> String {
    if seconds < 0.1 { format!("{seconds:.4}") } else { format!("{seconds:.2}") }
}

/// Two pictures beside each other: seconds and megabytes over millions of events.
fn plot(points: &[Point]) -> String {
    let at = |value: &dyn Fn(&Point) -> f64| -> Vec<(f64, f64)> {
        points.iter().map(|point| (point.events / 1e6, value(point))).collect()
    };
    let mut text = String::from(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 760 300\" role=\"img\" aria-label=\"Seconds and \
         megabytes grow in line with the events of a log, up to 28 million\">\n<style>text{font:12px sans-serif;fill:#333}\
         .axis{stroke:#888}.one{stroke:#1c6dd0;fill:#1c6dd0}.two{stroke:#b4540a;fill:#b4540a}\
         polyline.line{fill:none;stroke-width:2}text.one,text.two{stroke:none}@media(prefers-color-scheme:dark){text{fill:#ddd}\
         .one{stroke:#6fb1ff;fill:#6fb1ff}.two{stroke:#ffae66;fill:#ffae66}}</style>\n",
    );
    let reading = at(&|point| point.best(0));
    let rest = at(&|point| (1..STAGES.len()).map(|stage| point.best(stage)).sum());
    panel(&mut text, 0.0, "seconds (best)", &[("one", "read", &reading), ("two", "all else", &rest)]);
    let peak = at(&|point| point.peak.median().unwrap_or_default());
    panel(&mut text, 380.0, "peak memory, MB", &[("one", "all stages", &peak)]);
    text + "</svg>\n"
}

/// A line of a picture: its class, its name and its points.
type Line<'a> = (&'a str, &'a str, &'a [(f64, f64)]);

fn panel(text: &mut String, left: f64, title: &str, lines: &[Line<'_>]) {
    const LEFT: f64 = 60.0;
    const WIDTH: f64 = 250.0;
    const TOP: f64 = 40.0;
    const HEIGHT: f64 = 210.0;
    let most = |of: fn(&(f64, f64)) -> f64| {
        lines.iter().flat_map(|(_, _, line)| line.iter().map(of)).fold(f64::MIN_POSITIVE, f64::max)
    };
    let (wide, high) = (most(|point| point.0), most(|point| point.1));
    let x = |value: f64| left + LEFT + value / wide * WIDTH;
    let y = |value: f64| TOP + HEIGHT - value / high * HEIGHT;
    let (right, bottom) = (x(wide), y(0.0));
    let _ = writeln!(text, "<text x=\"{:.0}\" y=\"20\">{title}</text>", x(0.0));
    let _ = writeln!(
        text,
        "<path class=\"axis\" fill=\"none\" d=\"M{:.0} {TOP:.0}V{bottom:.0}H{right:.0}\"/>\n<text x=\"{right:.0}\" \
         y=\"{:.0}\" text-anchor=\"end\">million events</text>",
        x(0.0),
        bottom + 38.0
    );
    for (value, _) in lines.first().into_iter().flat_map(|(_, _, line)| line.iter()) {
        let _ = writeln!(
            text,
            "<text x=\"{:.0}\" y=\"{:.0}\" text-anchor=\"middle\">{value:.1}</text>",
            x(*value),
            bottom + 18.0
        );
    }
    for (class, name, line) in lines {
        let points: Vec<String> = line.iter().map(|&(at, value)| format!("{:.1},{:.1}", x(at), y(value))).collect();
        let _ = writeln!(text, "<polyline class=\"line {class}\" points=\"{}\"/>", points.join(" "));
        for &(at, value) in *line {
            let _ = writeln!(text, "<circle class=\"{class}\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"3\"/>", x(at), y(value));
        }
        if let Some(&(at, value)) = line.last() {
            let _ = writeln!(
                text,
                "<text class=\"{class}\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{name}: {value:.1}</text>",
                x(at) - 8.0,
                y(value) - 8.0
            );
        }
    }
}
