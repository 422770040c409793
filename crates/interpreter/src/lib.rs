//! The run: decide events from a command, fold events into a state. Pure.
