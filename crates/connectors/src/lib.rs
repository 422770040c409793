//! Connectors to other systems: tables, HTTP, and a scripted one.
